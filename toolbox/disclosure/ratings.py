"""What may be seen of agreed ratings (rule 9) and of ordered categories (rule 2)."""

from __future__ import annotations

from toolbox.disclosure.released import ReleasedCell
from toolbox.model import Cell, Framework, Policy
from toolbox.statistics import wilson


def stated_cell(cell: Cell, framework: Framework) -> ReleasedCell:
    """Rule 9: a rubric is what a school states about itself. Where it is not averaged, only its average is missing."""
    averaged = framework.averaged or cell.mean.estimate is not None
    return ReleasedCell(
        area=cell.area,
        group=cell.group,
        item=cell.item,
        n=cell.n or None,
        mean=cell.mean.estimate if averaged else None,
        sd=cell.sd if averaged else None,
        median=cell.median,
        lowest=cell.lowest,
        highest=cell.highest,
        levels=cell.counts if cell.n else (),
        rated=cell.rated,
        indicators=cell.indicators,
        met=cell.met,
        distance=cell.distance,
        hidden=cell.mean.refused,
        flags=cell.mean.flags,
    )


def intervals(
    cell: Cell, shares: tuple[tuple[int, int, float], ...], invited: int | None, policy: Policy
) -> tuple[tuple[float, float] | None, ...]:
    """Wilson's interval of each share of a category. None to the public, whose counts are rounded: it tells n."""
    if cell.mean.refused != "counted" or policy.audience == "public":
        return ()
    found = [wilson(round(share * cell.n), cell.n, invited=invited) for _, _, share in shares]
    return tuple(None if each.ci_low is None else (each.ci_low, each.ci_high) for each in found)
