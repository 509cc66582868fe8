"""Which p-values are adjusted together: the families a plan declares, before anybody looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from toolbox.model import Line, Plan
from toolbox.statistics import adjusted

PRIMARY, SECONDARY, ITEMS = "primary (Holm)", "secondary (BH)", "items (BH)"


def family_of(line: Line, plan: Plan) -> str:
    """The family of a p: its area is primary, secondary, or it is an item's; "" for a line whose p stands alone.

    Headlines, and the changes the Change page shows also where a model of everybody is the headline.
    """
    if line.part != "headline" and (line.contrast not in ("change", "two_samples") or line.arm):
        return ""
    if line.item:
        return ITEMS
    return PRIMARY if not plan.primary or line.area in plan.primary else SECONDARY


def in_families(lines: Sequence[Line], plan: Plan) -> tuple[Line, ...]:
    """Every line of a family with its p adjusted in it; a family never reaches beyond one block.

    The headlines of a block are one family whichever estimator the tree chose for each area, or the choice would make
    the family smaller than it was declared. What stands beside them is adjusted among all lines of its own contrast.

    Example:
        >>> from toolbox.model import Estimate
        >>> lines = [Line(block="change", contrast="change", part="headline", area=area, found=Estimate(p=p))
        ...     for area, p in (("A", 0.01), ("B", 0.04), ("C", None))]
        >>> [line.p_adjusted for line in in_families(lines, Plan(rounds=()))]
        [0.02, 0.04, None]
    """
    members: dict[tuple[str, str, str], list[int]] = {}
    for place, line in enumerate(lines):
        family = family_of(line, plan)
        if family:
            for name in {line.contrast, _question(line)}:
                members.setdefault((line.block, name, family), []).append(place)
    made = list(lines)
    for (_, name, family), places in members.items():
        chances = [lines[place].found.p for place in places]
        several = sum(p is not None for p in chances) > 1
        found = adjusted(chances, "holm" if family == PRIMARY else "BH") if several else chances
        for place, p in zip(places, found, strict=True):
            if p is not None and name == _question(lines[place]):
                made[place] = replace(lines[place], p_adjusted=p, family=family)
    return tuple(made)


def _question(line: Line) -> str:
    """What a p is adjusted among: the headlines of the block, of waves each by itself, or lines of its contrast."""
    return "headline" if line.part == "headline" and line.contrast != "wave_average" else line.contrast
