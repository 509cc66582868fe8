"""How differently two groups see an area, in words. Nobody is assumed to be higher, and nobody to be right."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from toolbox.disclosure import ReleasedGap, ReleasedGapMove, ReleasedProfile, hidden
from toolbox.disclosure.words import group_name, points
from toolbox.model import Policy
from toolbox.wording.templates import say

#: The group whose answers come from another place in the school: its gap to anyone is two viewpoints.
PUPILS = "pupils"


def widest(gaps: Sequence[ReleasedGap], pair: tuple[str, str] | None = None) -> tuple[ReleasedGap, ...]:
    """One gap an area, widest first: that of ``pair``, else the widest there of those whose range is known; hidden last."""
    chosen: dict[str, ReleasedGap] = {}
    for gap in gaps:
        if pair is not None and (gap.group, gap.other) != pair:
            continue
        if gap.area not in chosen or _leads(gap) > _leads(chosen[gap.area]):
            chosen[gap.area] = gap
    return tuple(sorted(chosen.values(), key=lambda gap: -_width(gap)))


def _leads(gap: ReleasedGap) -> tuple[bool, float]:
    return bool(gap.direction), _width(gap)


def _width(gap: ReleasedGap) -> float:
    return -1.0 if gap.hidden or gap.difference is None else abs(gap.difference)


def pairs(released: ReleasedProfile) -> tuple[tuple[str, str], ...]:
    """The pairs of groups of which a gap is shown."""
    return tuple(dict.fromkeys((gap.group, gap.other) for gap in released.gaps if _width(gap) >= 0))


def gap_words(gap: ReleasedGap, policy: Policy = Policy()) -> str:
    """One gap in words, its range included.

    Example:
        >>> from toolbox.disclosure.released import gate
        >>> with gate():
        ...     gap = ReleasedGap(area="A", group="leaders", other="teachers", difference=0.7, ci_low=0.31, ci_high=1.12,
        ...         direction="up", clear=True)
        >>> gap_words(gap)
        'leaders see it higher, by 0.3 to 1.1 points'
    """
    if gap.hidden:
        return hidden(gap.hidden, policy)
    if gap.difference is None:
        return say("gap_nothing")
    if not gap.direction:
        return say("gap_unsure" if gap.n is not None and min(gap.n, gap.n_other) < policy.min_bands else "gap_open")
    if gap.direction == "unclear":
        return say("gap_no_clear", group=gap.group, **_either_way(gap))
    higher = gap.group if gap.direction == "up" else gap.other
    ends = sorted(abs(end) for end in (gap.ci_low, gap.ci_high))
    words = {"higher": higher, "low": _least(ends[0]), "high": points(ends[1])}
    if PUPILS in (gap.group, gap.other):
        return say("gap_viewpoints" if gap.clear else "gap_viewpoints_perhaps", **words)
    return say("gap_higher" if gap.clear else "gap_perhaps", **words)


def _either_way(gap: ReleasedGap) -> dict[str, str]:
    return {"lower": points(abs(gap.ci_low)), "higher": points(gap.ci_high)}


def _least(points_apart: float) -> str:
    """The near end of a range that leaves out zero, which rounding must not bring back."""
    said = points(points_apart)
    return say("gap_just_above") if said == "0.0" else said


def move_words(move: ReleasedGapMove | None, since: str) -> str:
    """How a gap moved since an earlier round; "" where that is not shown, or not sure enough to speak of.

    Example:
        >>> from toolbox.disclosure.released import gate
        >>> with gate():
        ...     move = ReleasedGapMove(area="A", group="leaders", other="teachers", moved=-0.6, course="closer")
        >>> move_words(move, "Autumn 2024")
        'closer than in Autumn 2024 (0.6 points)'
    """
    if move is None or move.course in ("", "unclear") or move.moved is None:
        return ""
    by = points(abs(move.moved))
    if move.course == "turned":
        return say("move_turned", since=since)
    return say("move_closer" if move.course == "closer" else "move_apart", since=since, points=by)


def moves_sentence(moves: Sequence[ReleasedGapMove], since: str) -> str:
    """Whether any gap moved since an earlier round; which ones did stands beside each. "" where that cannot be told."""
    known = [move for move in moves if move.course]
    if not known:
        return ""
    moved = [move for move in known if move.course != "unclear"]
    if not moved:
        return say("moves_none", since=since)
    return say("moves_some", since=since, moved=len(moved), known=len(known))


def unsure_sentence(released: ReleasedProfile, gaps: Sequence[ReleasedGap]) -> str:
    """Said once above gaps of which none has a range, instead of beside each; "" where one has, or is hidden."""
    if not gaps or any(gap.direction or gap.hidden for gap in gaps):
        return ""
    if any("averages_only" in cell.flags for cell in released.areas):
        return say("gaps_unsure_averages")
    few = any(min(gap.n or 0, gap.n_other or 0) < released.policy.min_bands for gap in gaps)
    return say("gaps_unsure" if few else "gaps_unsure_schools")


def items_words(gap: ReleasedGap) -> str:
    """Over how many items two groups were compared, where that is not all of them."""
    if not gap.items_common or gap.items_common == gap.items_all:
        return ""
    return say("gap_items", common=gap.items_common, all=gap.items_all)


def gap_sentence(released: ReleasedProfile) -> str:
    """The largest gap between two groups: the widest that is clear, else the widest there is, and said so."""
    if released.framework.kind == "rubric":
        return ""
    known = widest([gap for gap in released.gaps if not gap.hidden and gap.mean is not None])
    if not known:
        return ""
    sure = widest([gap for gap in released.gaps if gap.clear and gap.mean is not None])
    gap = (sure or known)[0]
    upper, lower = sorted(((gap.mean, gap.group), (gap.mean_other, gap.other)), key=lambda side: -side[0])
    if points(upper[0]) == points(lower[0]):
        return say("gap_none")
    words = {
        "area": next(area.name for area in released.framework.areas if area.id == gap.area),
        "upper": upper[1], "upper_mean": points(upper[0]), "lower": lower[1], "lower_mean": points(lower[0]),
        "items": f"; {items}" if (items := items_words(gap)) else "",
    }  # fmt: skip
    if sure:
        return say("gap_clear_pupils" if PUPILS in (gap.group, gap.other) else "gap_clear", **words)
    averages = any("averages_only" in cell.flags for cell in released.areas if cell.area == gap.area)
    return say("gap_averages" if averages else "gap_unclear", **words)


def gap_said(gap: ReleasedGap, released: ReleasedProfile, move: ReleasedGapMove | None = None, since: str = "") -> str:
    """All that is said of one gap below its dots: who sees it higher, over which items, how it moved."""
    parts = (gap_words(gap, released.policy), "" if gap.hidden else items_words(gap), move_words(move, since))
    return "; ".join(part for part in parts if part)


def gaps_alt(
    released: ReleasedProfile,
    pair: tuple[str, str] | None = None,
    said: Callable[[ReleasedGap], str] | None = None,
) -> str:
    """What :func:`toolbox.charts.gaps` shows: the text twin, widest first; ``said`` gives the words of each gap."""
    names = {area.id: area.name for area in released.framework.areas}
    low, high = released.framework.span()
    told = said or (lambda gap: gap_said(gap, released))
    rows = " ".join(
        say("alt_row", name=names[gap.area], values=_both(gap, told(gap))) for gap in widest(released.gaps, pair)
    )
    return say("alt_gaps", low_end=low, high_end=high, rows=rows)


def _both(gap: ReleasedGap, words: str) -> str:
    if gap.mean is None:
        return f"{gap.group} and {gap.other} {words}"
    return say(
        "alt_gap",
        group=gap.group,
        mean=points(gap.mean),
        other=gap.other,
        mean_other=points(gap.mean_other),
        words=words,
    )


def pair_name(pair: tuple[str, str]) -> str:
    """Two groups as a choice on a page.

    Example:
        >>> pair_name(("leaders", "teachers"))
        'Leaders and teachers'
    """
    return f"{group_name(pair[0])} and {pair[1]}"
