"""The short tables below the charts of unity and gaps, for a reader who wants the numbers and no more. Text already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from toolbox.disclosure import ReleasedCell, ReleasedGap, ReleasedProfile
from toolbox.disclosure.spread import spread_of
from toolbox.disclosure.words import points
from toolbox.web.glance import Row
from toolbox.web.plain import plain
from toolbox.wording import bounds_words, group_name, pair_name
from toolbox.wording.templates import LEAST_FOR_PERCENT


def unity(found: ReleasedProfile, said: Mapping[tuple[str, str], str]) -> list[Row]:
    """One row an area and group: what share of persons stands at each level, and what that says."""
    return [
        {
            "Area": plain(area.name),
            "Group": plain(group_name(cell.group)),
            "Persons": f"{cell.n:,}" if cell.n is not None else "",
            "Where they stand": plain(", ".join(f"{step.words}: {_of_persons(step.share, cell.n)}" for step in steps)),
            "In words": plain(said[cell.area, cell.group]),
        }
        for area in found.framework.areas
        for cell in found.areas
        if cell.area == area.id
        for steps in [spread_of(cell, found.framework)]
    ]


def _of_persons(share: float, n: int) -> str:
    return f"{share:.0%}".replace("%", " %") if n >= LEAST_FOR_PERCENT else f"{round(share * n)} of {n}"


def bounds(found: ReleasedProfile, cells: Iterable[ReleasedCell]) -> list[Row]:
    """One row an area and group: the average of those who answered, and the ends of the worst case."""
    names = {area.id: area.name for area in found.framework.areas}
    return [
        {
            "Area": plain(names[cell.area]),
            "Group": plain(group_name(cell.group)),
            "Average": f"**{points(cell.mean)}** (n {cell.n:,})",
            "Everybody invited": plain(bounds_words(cell)),
        }
        for cell in cells
    ]


def gaps(found: ReleasedProfile, told: Iterable[tuple[ReleasedGap, str]]) -> list[Row]:
    """One row an area: two groups, their averages over the items both were asked, and what that says."""
    names = {area.id: area.name for area in found.framework.areas}
    return [
        {
            "Area": plain(names[gap.area]),
            "Groups": plain(pair_name((gap.group, gap.other))),
            "Averages": "" if gap.mean is None else f"{points(gap.mean)} and {points(gap.mean_other)}",
            "Apart": "" if gap.difference is None else f"**{points(abs(gap.difference))}**",
            "In words": plain(said),
        }
        for gap, said in told
    ]
