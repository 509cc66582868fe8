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
    days = done.group_by("actor", day=done.at.date(), week=done.at.truncate("W").date()).agg(
        events=done["count"].sum(), minutes=done.minutes.sum()
    )
    theirs = days.join(members, [days.actor == members.person, days.day >= members.since, days.day <= members.until])
    each = theirs.group_by("school", "week", "person").agg(events=theirs.events.sum(), minutes=theirs.minutes.sum())
    return each.group_by("school", "week").agg(
        persons=each.count(), events=each.events.sum(), minutes=each.minutes.sum()
    )


def visits(events: ir.Table, gap_minutes: int) -> ir.Table:
    """[actor, begins, ends, events]: what one person did without a pause longer than the gap, which is at least a minute.

    The clock is cut into parts as long as the gap: what somebody does within one of them belongs to one visit. So these parts are
    added up first, in no order, and only they are put in order: an eighth of the rows, and on a cluster of what travels. Of them
    those that begin a visit are kept; it ends with the part before the next one's beginning.
    """
    gap = ibis.interval(minutes=gap_minutes)
    done = acts(events)
    parts = done.group_by("actor", part=done.at.epoch_seconds() // (60 * gap_minutes)).agg(
        first=done.at.min(), last=done.at.max(), clicks=done["count"].sum()
    )
    line = ibis.window(group_by=parts.actor, order_by=parts["first"])
    so_far = ibis.window(group_by=parts.actor, order_by=parts["first"], following=0)
    all_of_them = ibis.window(group_by=parts.actor)
    parts = parts.select(
        "actor",
        "first",
        before=parts["last"].lag().over(line),
        clicks_before=parts.clicks.sum().over(so_far) - parts.clicks,
        last_of_all=parts["last"].max().over(all_of_them),
        clicks_of_all=parts.clicks.sum().over(all_of_them),
    )
    begun = parts.filter(parts.before.isnull() | (parts["first"] > parts.before + gap))
    line = ibis.window(group_by=begun.actor, order_by=begun["first"])
    return begun.select(
        "actor",
        begins=begun["first"],
        ends=begun.before.lead().over(line).coalesce(begun.last_of_all),
        events=begun.clicks_before.lead().over(line).coalesce(begun.clicks_of_all) - begun.clicks_before,
    )


def dose_by_person(given: ir.Table) -> ir.Table:
    """[person, school, hours, sessions] of sessions held: each person gets the whole length of each."""
    came = given.filter(given.delivered, given.person != "")
    return came.group_by("person", "school").agg(hours=came.hours.sum(), sessions=came.count())


def reach(given: ir.Table, members: ir.Table) -> ir.Table:
    """[school, members, reached, left, left_reached]: persons who belong to a school and how many of them came to a session of
    it; and the same of those whose last day there lies before its last session held. Nobody left where none was held.
    """
    belong = members.group_by("school", "person").agg(until=members.until.max())
    held = given.filter(given.delivered)
    last = held.group_by("school").agg(last=held.on.max())
    known = belong.left_join(last, ["school"]).select("school", "person", "until", "last")
    came = dose_by_person(given).select("school", "person", "sessions")
    both = known.left_join(came, ["school", "person"]).select("school", "until", "last", "sessions")
    # Never null: where no session was held there is no last day, and a count of nulls is none on one backend and null on another.
    away = both["last"].notnull() & (both.until < both["last"])
    came = both.sessions.notnull()
    return both.group_by("school").agg(
        members=both.count(where=~away),
        reached=both.count(where=~away & came),
        left=both.count(where=away),
        left_reached=both.count(where=away & came),
    )


def dose(given: ir.Table) -> ir.Table:
    """What each school was given; columns as :func:`toolbox.engine.asking.doses` says.

    Row 0 of each session is the session: an eighth of the rows, or so. Only persons are grouped over all of them.
    """
    whole = given.filter(given.nth == 0)
    each = whole.group_by("school").agg(
        sessions_delivered=whole.count(where=whole.delivered),
        sessions_planned=whole.count(),
        hours_delivered=whole.hours.sum(where=whole.delivered).coalesce(0.0),
        hours_planned=whole.hours.sum(),
        unnamed=whole.count(where=whole.delivered & (whole.person == "")),
        without_length=whole.count(where=whole.delivered & ~whole.timed),
        first=whole.on.min(where=whole.delivered),
        last=whole.on.max(where=whole.delivered),
    )
    people = dose_by_person(given)
    came = people.group_by("school").agg(person_hours=people.hours.sum(), reached=people.count())
    both = each.left_join(came, ["school"])
    # Where nobody came there is no row to join.
    hours, reached = both.person_hours.coalesce(0.0), both.reached.coalesce(0)
    return both.select(
        *("school", "sessions_delivered", "sessions_planned", "hours_delivered", "hours_planned"),
        *(hours.name("person_hours"), reached.name("reached"), "unnamed", "without_length", "first", "last"),
    )
