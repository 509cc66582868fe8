"""What is counted, each written once: tables of Ibis in, tables of Ibis out, nothing run. Rules: :mod:`toolbox.engine`.

Columns of events are ``toolbox.model.EVENT_COLUMNS``, of sessions and memberships those of :mod:`toolbox.engine.tables`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: A mentoring session is no activity: it stands among the sessions, and would be counted here a second time.
SESSION_KINDS = ("mentoring", "mentored")


def acts(events: ir.Table) -> ir.Table:
    """Events that are somebody's own doing at a known moment: no program's, no session, nothing that was only planned."""
    return events.filter(events.at.notnull(), events.actor != "", events.delivered, events.kind.notin(SESSION_KINDS))


def weekly(events: ir.Table, members: ir.Table) -> ir.Table:
    """[school, week, persons, events, minutes]: who was active, by the Monday of the week; minutes null where no log says.

    An event counts in each school its person belonged to on its day, and nowhere where they belonged to none: what a viewer
    does not see the memberships of is not counted.
    """
    done = acts(events)
    done = done.select("actor", "count", "minutes", day=done.at.date(), week=done.at.truncate("W").date())
    theirs = done.join(members, [done.actor == members.person, done.day >= members.since, done.day <= members.until])
    each = theirs.group_by("school", "week", "person").agg(events=theirs["count"].sum(), minutes=theirs.minutes.sum())
    return each.group_by("school", "week").agg(
        persons=each.count(), events=each.events.sum(), minutes=each.minutes.sum()
    )


def visits(events: ir.Table, gap_minutes: int) -> ir.Table:
    """[actor, begins, ends, events]: clicks of one person of which none comes later than the gap after the one before.

    One pass marks where visits begin and end; only these rows go on, and each end stands next to its beginning.
    """
    gap = ibis.interval(minutes=gap_minutes)
    done = acts(events).select("actor", "at", "id")
    line = ibis.window(group_by=done.actor, order_by=[done.at, done.id])
    placed = done.mutate(
        before=done.at.lag().over(line), after=done.at.lead().over(line), place=ibis.row_number().over(line)
    )
    begins = placed.before.isnull() | (placed.at > placed.before + gap)
    ends = placed.after.isnull() | (placed.after > placed.at + gap)
    edges = placed.select("actor", "at", "place", begins=begins, ends=ends)
    edges = edges.filter(edges.begins | edges.ends)
    along = ibis.window(group_by=edges.actor, order_by=edges.place)
    edges = edges.mutate(last_at=edges.at.lead().over(along), last_place=edges.place.lead().over(along))
    found = edges.filter(edges.begins)
    return found.select(
        "actor",
        begins=found.at,
        ends=found.ends.ifelse(found.at, found.last_at),
        events=found.ends.ifelse(0, found.last_place - found.place) + 1,
    )


def dose_by_person(given: ir.Table) -> ir.Table:
    """[person, school, hours, sessions] of sessions held: each person gets the whole length of each."""
    came = given.filter(given.delivered, given.person != "")
    return came.group_by("person", "school").agg(hours=came.hours.sum(), sessions=came.count())


def reach(given: ir.Table, members: ir.Table) -> ir.Table:
    """[school, members, reached]: persons who belong to a school, and how many of them came to a session of it."""
    belong = members.select("school", "person").distinct()
    came = dose_by_person(given).select("school", "person", "sessions")
    both = belong.left_join(came, ["school", "person"])
    return both.group_by("school").agg(members=both.count(), reached=both.count(where=both.sessions.notnull()))


def dose(given: ir.Table) -> ir.Table:
    """What each school was given; columns as :func:`toolbox.engine.asking.doses` says."""
    held, whole, named = given.delivered, given.nth == 0, given.person != ""
    each = given.group_by("school", "person").agg(
        sessions_delivered=given.count(where=held & whole),
        sessions_planned=given.count(where=whole),
        hours_delivered=given.hours.sum(where=held & whole).coalesce(0.0),
        hours_planned=given.hours.sum(where=whole).coalesce(0.0),
        person_hours=given.hours.sum(where=held & named).coalesce(0.0),
        came=given.count(where=held & named),
        unnamed=given.count(where=held & ~named),
        without_length=given.count(where=held & whole & ~given.timed),
        first=given.on.min(where=held),
        last=given.on.max(where=held),
    )
    added = ("sessions_delivered", "sessions_planned", "hours_delivered", "hours_planned", "person_hours")
    return each.group_by("school").agg(
        **{name: each[name].sum() for name in added},
        reached=each.count(where=each.came > 0),
        unnamed=each.unnamed.sum(),
        without_length=each.without_length.sum(),
        first=each["first"].min(),
        last=each["last"].max(),
    )
