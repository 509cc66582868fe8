"""Whole school, or pockets? How the persons of one group stand to each other in an area, in neutral words.

Said of ten persons or more, of shares and of spread: never so that a colleague could be picked out.
"""

from __future__ import annotations

from toolbox.disclosure import ReleasedCell, ReleasedProfile, hidden
from toolbox.disclosure.spread import spread_of, target_of
from toolbox.disclosure.words import listed, points
from toolbox.model import Framework, State
from toolbox.wording.templates import LEAST_FOR_PERCENT, say

#: r_wg(j) up to here is little agreement, from there on much (after LeBreton & Senter 2008).
SPLIT, AGREE = 0.50, 0.70
#: From this share of answers at both ends opinions are split, whatever the index says.
ENDS = 0.25
#: From this share of persons a step is the whole group's, up to that one few have taken it.
MOST, FEW = 0.75, 0.25
#: A spread up to this part of the scale's width (half a point from 1 to 5) is standing close together.
CLOSE = 1 / 8


def agreement_words(cell: ReleasedCell) -> str:
    """ "opinions are split", "most agree" or "views differ"; "" where it is not shown."""
    found = cell.unity
    if found is None or found.r_wg is None:
        return ""
    if found.r_wg <= SPLIT or (found.both_ends is not None and min(found.both_ends) >= ENDS):
        return say("unity_split")
    return say("unity_agree" if found.r_wg > AGREE else "unity_differ")


def spread_words(cell: ReleasedCell, framework: Framework) -> str:
    """How many stand at or above the step that counts, and whether that is the whole group or pockets of it."""
    if not reach(cell, framework):
        return ""
    step, share = target_of(cell, framework)
    return say(reach(cell, framework), many=_many(share, cell.n), step=step)


def reach(cell: ReleasedCell, framework: Framework) -> str:
    """Whether the step that counts is the whole group's or that of pockets: the name of its sentence; "" if not shown."""
    target = target_of(cell, framework)
    if target is None or not cell.reached or cell.n is None:
        return ""
    share = target[1]
    if share >= MOST:
        return "unity_whole"
    if share <= FEW:
        return "unity_few" if share else "unity_none"
    low, high = framework.span(cell.area)
    close = cell.sd is not None and cell.sd <= CLOSE * (high - low)
    return "unity_close" if close else "unity_pockets"


def _many(share: float, n: int) -> str:
    """A share of persons: in per cent from twenty, else as so many of so many."""
    return f"{share:.0%}".replace("%", " %") if n >= LEAST_FOR_PERCENT else f"{round(share * n)} of {n}"


def unity_words(cell: ReleasedCell, released: ReleasedProfile) -> str:
    """What a bar says, or why there is none."""
    if cell.hidden:
        return hidden(cell.hidden, released.policy)
    if not cell.reached:
        if (cell.n or 0) < released.policy.min_bands:
            return say("unity_mean_only", min_bands=released.policy.min_bands)
        return say("unity_mean_only_many")
    said = [words for words in (spread_words(cell, released.framework), agreement_words(cell)) if words]
    return "; ".join(said)


def bounds_words(cell: ReleasedCell) -> str:
    """Where the average of everybody invited lies, were the silent all at one end; "" where that is not known."""
    if cell.bounds is None:
        return ""
    return say("bounds", low=points(cell.bounds[0]), high=points(cell.bounds[1]))


def bounds_left_out(released: ReleasedProfile) -> str:
    """Which groups whose average is shown have no worst case beside it, and why; "" where all have one."""
    shown = [cell for cell in released.areas if not cell.hidden]
    told = {cell.group for cell in shown if cell.bounds is not None}
    groups: dict[str, list[str]] = {"bounds_few": [], "bounds_few_many": [], "bounds_unknown": []}
    for cell in (cell for cell in shown if cell.bounds is None):
        few = "bounds_few" if (cell.n or 0) < released.policy.min_bands else "bounds_few_many"
        groups[few if "mean_only" in cell.flags else "bounds_unknown"].append(cell.group)
    return " ".join(
        say(
            why,
            groups=listed([say("bounds_in_part", group=one) if one in told else one for one in dict.fromkeys(found)]),
            min_bands=released.policy.min_bands,
        )
        for why, found in groups.items()
        if found
    )


def away_words(cell: ReleasedCell, least: float = 0.05) -> str:
    """What was often left out, by the reason; "" where nothing was, or too few answered to tell in per cent."""
    if cell.hidden or (cell.n or 0) < LEAST_FOR_PERCENT:
        return ""
    named = {
        State.NOT_APPLICABLE: "away_not_applicable", State.UNKNOWN: "away_unknown", State.DECLINED: "away_declined",
        State.BLANK: "away_blank",
    }  # fmt: skip
    return ", ".join(
        say(named[state], percent=f"{share:.0%}".rstrip("%"))
        for state, share in cell.shares_away
        if share >= least and state in named
    )


def left_out_words(released: ReleasedProfile, area: str) -> str:
    """What was often left out of an area, group by group, in one line; "" where nothing was."""
    cells = [cell for cell in released.areas if cell.area == area]
    said = [f"{cell.group} {words}" for cell in cells if (words := away_words(cell))]
    return say("away", groups="; ".join(said)) if said else ""


def unity_alt(released: ReleasedProfile) -> str:
    """What :func:`toolbox.charts.unity` shows: the text twin, area by area."""
    rows = []
    for area in released.framework.areas:
        cells = [cell for cell in released.areas if cell.area == area.id]
        if cells:
            values = "; ".join(f"{cell.group} {_bar(cell, released)}" for cell in cells)
            rows.append(say("alt_row", name=area.name, values=values))
            rows.append(left_out_words(released, area.id))
    return say("alt_unity", rows=" ".join(row for row in rows if row))


def _bar(cell: ReleasedCell, released: ReleasedProfile) -> str:
    words = unity_words(cell, released)
    steps = () if cell.hidden else spread_of(cell, released.framework)
    shares = ", ".join(f"{step.words}: {_many(step.share, cell.n)}" for step in steps)
    return f"{shares} ({words})" if shares and words else shares or words
