"""Rules that count no persons and no schools: sessions, their hours, materials shared, and what somebody entered by hand."""

from __future__ import annotations

from datetime import date

from toolbox.indicators.counted import Counted, latest
from toolbox.indicators.kept import Kept, plain_word
from toolbox.indicators.limits import fits
from toolbox.model import Indicator, Membership


def sessions(kept: Kept, indicator: Indicator, day: date) -> Counted:
    if not kept.sessions:
        return Counted(value=None, refused="no_sessions")
    here = [each for each in kept.sessions if each.on <= day and fits(kept, each.receiver, indicator, day)]
    held = [each for each in here if each.delivered]
    return Counted(value=len(held), part=len(held), whole=len(here) or None, updated=latest(each.on for each in held))


def hours(kept: Kept, indicator: Indicator, day: date) -> Counted:
    """Lengths of the sessions held, and the sum a school is known by where it has not one session."""
    with_sessions = {each.receiver for each in kept.sessions}
    entered = [
        school.hours
        for school in kept.roster
        if school.hours is not None
        and school.school not in with_sessions
        and (school.starts is None or school.starts <= day)
        and fits(kept, school.school, indicator, day)
    ]
    if not kept.sessions and not entered:
        return Counted(value=None, refused="no_sessions")
    held = [each for each in kept.held_by(day) if fits(kept, each.receiver, indicator, day)]
    return Counted(
        value=float(sum(each.hours or 0.0 for each in held) + sum(entered)),
        updated=latest(each.on for each in held),
        unknown=sum(each.hours is None for each in held),
    )


def materials(kept: Kept, indicator: Indicator, day: date) -> Counted:
    """What members did by the words of a log that mean sharing. Two who share at once have shared twice."""
    if kept.done is None:
        return Counted(value=None, refused="no_logs")
    words = {plain_word(each) for each in indicator.actions}
    known = [each for each in kept.done if each.action in words]
    if not known:
        return Counted(value=None, refused="not_in_logs" if words else "no_actions")
    rows: dict[str, list[Membership]] = {}
    for row in kept.memberships:
        if row.kind == "person":
            rows.setdefault(row.member, []).append(row)
    found, nobodys = [], 0
    for each in known:
        if each.on > day:
            continue
        theirs = [row for row in rows.get(each.who, ()) if row.on(each.on)]
        if any(fits(kept, row.school, indicator, each.on, {row.role}) for row in theirs):
            found.append(each)
        elif not theirs:
            nobodys += each.times
    return Counted(
        value=sum(each.times for each in found),
        updated=latest(each.on for each in found),
        unknown=nobodys,
        doers=len({each.who for each in found}),
    )


def by_hand(kept: Kept, indicator: Indicator, day: date) -> Counted:
    known = [each for each in kept.hand if each.indicator == indicator.id and each.on <= day]
    if not known:
        return Counted(value=None, refused="nothing_entered")
    last = max(known, key=lambda each: each.on)
    whole = last.of is not None and last.value == int(last.value) and last.of == int(last.of)
    return Counted(
        value=last.value,
        part=int(last.value) if whole else None,
        whole=int(last.of) if whole else None,
        updated=last.on,
    )
