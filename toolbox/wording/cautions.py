"""What to keep in mind beside a change: who did not answer again, and where growth could not show."""

from __future__ import annotations

from toolbox.disclosure import ReleasedBaseline, ReleasedComparison
from toolbox.disclosure.words import hidden, listed, points, signed, standing
from toolbox.wording.starting import recalibration_note
from toolbox.wording.templates import LEAST_FOR_PERCENT, say

#: So many items are named in a sentence; further ones are counted.
MOST_NAMED = 3


def leavers(released: ReleasedComparison, group: str) -> str:
    """Whether those who did not answer again started like those who did; "" where nobody can be told apart."""
    row = next((row for row in released.followed if row.group == group), None)
    if row is None or not row.linked or row.before is None:
        return ""
    if row.before_only is None:
        return say("left_few", min_n=released.policy.min_n, group=group)
    if row.before_only == 0:
        return say("left_nobody", before=row.before, group=group)
    if row.before < LEAST_FOR_PERCENT:
        who = say("left_of", left=row.before_only, before=row.before, group=group)
    else:
        who = say("left_share", percent=f"{row.before_only / row.before:.0%}".rstrip("%"), group=group)
    mine = [each for each in released.baseline if each.group == group]
    told = [each for each in mine if each.difference_before is not None]
    if not told:
        reasons = sorted({each.hidden for each in mine if each.hidden})
        return (
            say("left_unseen", who=who, reason="; ".join(hidden(each, released.policy) for each in reasons))
            if reasons
            else ""
        )
    parts = _apart(told, released, "clearly ") or _apart(told, released, "a little ")
    return say("left_apart", who=who, parts=listed(parts)) if parts else say("left_alike", who=who)


def _apart(told: list[ReleasedBaseline], released: ReleasedComparison, how: str) -> list[str]:
    """Where those who left started higher or lower than those who stayed, this far."""
    names = {area.id: area.name for area in released.framework.areas}
    parts = []
    for where in ("lower", "higher"):
        # The difference is stayed minus left: read from the other side.
        areas = [f"“{names[row.area]}”" for row in told if standing(-row.difference_before) == f"{how}{where}"]
        if areas:
            parts.append(say("left_part", where=f"{how}{where}", areas=listed(areas)))
    return parts


def ceiling(released: ReleasedComparison, group: str) -> str:
    """The areas in which many already stood at the top; "" where there is none."""
    names = {area.id: area.name for area in released.framework.areas}
    areas = [
        f"“{names[row.area]}”"
        for row in released.areas
        if row.group == group and not row.hidden and "ceiling" in row.flags
    ]
    return say("ceiling", areas=listed(areas)) if areas else ""


def cautions(released: ReleasedComparison, group: str) -> tuple[str, ...]:
    """What to keep in mind when reading the change of one group."""
    found = (ceiling(released, group), recalibration_note(released, group), drifted(released, group))
    return tuple(said for said in found if said)


def drifted(released: ReleasedComparison, group: str) -> str:
    """The items that moved unlike their area, three at most by name; "" where none did."""
    names = {item.id: item.name for item in released.framework.items}
    areas = {area.id: area.name for area in released.framework.areas}
    rows = [row for row in released.items if row.group == group and "drifts" in row.flags]
    if not rows:
        return ""
    rows.sort(key=lambda row: -abs(row.change.estimate))
    told = [
        say("drift_item", item=names[row.item], area=areas[row.area], change=signed(row.change.estimate))
        for row in rows
    ]
    more = [say("drift_more", more=len(told) - MOST_NAMED)] if len(told) > MOST_NAMED else []
    return say("drift_one" if len(told) == 1 else "drift", group=group, items=listed([*told[:MOST_NAMED], *more]))


def leavers_alt(released: ReleasedComparison, group: str) -> str:
    """What :func:`toolbox.charts.leavers` shows, area by area."""
    low_end, high_end = released.framework.span()
    names = {area.id: area.name for area in released.framework.areas}
    rows = [
        say("alt_row", name=names[row.area], values=_averages(row, released))
        for row in released.baseline
        if row.group == group
    ]
    return say("alt_left", group=group, low_end=low_end, high_end=high_end, rows=" ".join(rows))


def _averages(row: ReleasedBaseline, released: ReleasedComparison) -> str:
    if row.hidden or row.both_before is None or row.before_only is None:
        return hidden(row.hidden or "no_answers", released.policy)
    return say("alt_left_row", both=points(row.both_before), once=points(row.before_only))
