"""How far what is shown can be trusted, in words: how precise an average is, how many of those invited it speaks for."""

from __future__ import annotations

from collections.abc import Sequence

from toolbox.disclosure import ReleasedCell, ReleasedCount, ReleasedProfile
from toolbox.disclosure.words import listed, points
from toolbox.model import Framework
from toolbox.wording.templates import say

#: Half the width of an interval, as a part of the scale's width (a quarter and half a point from 1 to 5), in words.
PRECISION = ((1 / 16, "clear"), (1 / 8, "rough"))
#: Least response rate for each word. Below the last: not representative, flagged and never hidden for it.
BASIS = ((0.75, "basis_solid"), (0.60, "basis_fair"), (0.50, "basis_thin"))
#: Parents answer less often everywhere; a fifth of them is a fair basis.
BASIS_OF_PARENTS = ((0.75, "basis_solid"), (0.20, "basis_fair"))


def precision(cell: ReleasedCell, framework: Framework) -> str:
    """ "clear", "rough" or "very rough"; "" where there is no interval to tell by.

    Example:
        >>> from toolbox.disclosure.examples import FRAMEWORK
        >>> from toolbox.disclosure.released import gate
        >>> with gate():
        ...     cells = [ReleasedCell(area="A", group="staff", ci_low=3 - half, ci_high=3 + half) for half in (0.25, 0.4, 0.6)]
        >>> [precision(cell, FRAMEWORK) for cell in cells]
        ['clear', 'rough', 'very rough']
    """
    if cell.ci_low is None or cell.ci_high is None:
        return ""
    low, high = framework.span(cell.area)
    half = (cell.ci_high - cell.ci_low) / 2 / (high - low)
    return next((word for most, word in PRECISION if half <= most + 1e-12), "very rough")


def basis(counts: Sequence[ReleasedCount]) -> str:
    """What so many of those invited are a basis for, group by group; "" where no number invited is known."""
    found: dict[str, list[str]] = {}
    for count in counts:
        if word := basis_of(count):
            found.setdefault(word, []).append(count.group)
    order = (*(word for _, word in BASIS), "basis_none")
    said = [say(word, groups=listed(found[word])) for word in order if word in found]
    return say("basis", parts="; ".join(said)) if said else ""


#: Whose answers decide whether a school takes part in a round: its teachers, or its staff where they are shown as one.
WHO_TAKES_PART = ("teachers", "staff")


def taking_part(released: ReleasedProfile) -> str:
    """Whether a school counts as taking part, or how many do; "" where no number of teachers invited is known.

    The rule is that of 5Essentials: half of the teachers invited, here with enough of them to be shown. It hides nothing.
    """
    count = next((each for each in released.groups if each.group in WHO_TAKES_PART and each.taking_part), None)
    if count is None:
        return ""
    schools, of = count.taking_part
    words = {"group": count.group, "min_n": released.policy.min_n}
    if len(released.schools) > 1:
        return say("part_of", schools=schools, of=of, **words)
    return say("part_yes" if schools else "part_no", **words)


def basis_of(count: ReleasedCount) -> str:
    """The name of what a group's response rate is a basis for; "" where the rate is unknown."""
    if count.rate is None:
        return ""
    kept = BASIS_OF_PARENTS if count.group == "parents" else BASIS
    return next((word for least, word in kept if count.rate >= least), "basis_none")


def certainty_sentence(released: ReleasedProfile) -> str:
    """What to rely on least: averages of few, else the widest range; of a rubric, where nothing was sampled, nothing."""
    if released.framework.kind == "rubric":
        return ""
    shown = [cell for cell in released.areas if not cell.hidden]
    few = list(dict.fromkeys(cell.group for cell in shown if (cell.n or 0) < released.policy.min_bands))
    if few:
        return say("certain_few", groups=listed(few), min_bands=released.policy.min_bands)
    seen = {cell.group for cell in shown}
    part = [count.group for count in released.groups if count.group in seen and basis_of(count) == "basis_none"]
    if part:
        return say("certain_part", groups=listed(part))
    if any("averages_only" in cell.flags for cell in shown):
        return say("certain_averages")
    ranged = [cell for cell in shown if cell.ci_low is not None]
    if not ranged:
        whole = shown and all(count.rate == 1 for count in released.groups if count.answered)
        return say("certain_all") if whole else ""
    widest = max(ranged, key=lambda cell: cell.ci_high - cell.ci_low)
    half = (widest.ci_high - widest.ci_low) / 2
    word = precision(widest, released.framework)
    if word == "clear":
        return say("certain_clear", points=points(max(half, 0.1)))
    name = next(area.name for area in released.framework.areas if area.id == widest.area)
    return say(
        "certain_least",
        group=widest.group,
        area=name,
        low=points(widest.ci_low),
        high=points(widest.ci_high),
        precision=word,
    )
