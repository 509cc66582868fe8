"""Whole school, or pockets? In each area a bar of 100 % for every group: how many persons stand at which level."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt

from toolbox.charts.bars import LANE, numbers_explained, piece, stacked
from toolbox.charts.lanes import LONGEST_BESIDE, Lanes, beside, wrapped
from toolbox.charts.theme import Palette, finished, palette, shade, silent
from toolbox.disclosure import ReleasedCell, ReleasedProfile, group_name
from toolbox.disclosure.spread import spread_of


def unity(
    released: ReleasedProfile,
    said: Mapping[tuple[str, str], str],
    dark: bool = False,
    away: Mapping[str, str] | None = None,
) -> alt.LayerChart:
    """``said`` are the words below each bar, or in the place of one, by (area, group).

    ``away`` is what was left out, by area: it stands apart from the bars.
    """
    framework, colours = released.framework, palette(dark)
    cells = {(cell.area, cell.group): cell for cell in released.areas}
    groups = list(dict.fromkeys(cell.group for cell in released.areas))
    instead = {place: said[place] for place, cell in cells.items() if not cell.reached}
    unseen = silent((group, instead.get((area, group), "")) for area, group in cells)
    groups = [group for group in groups if group not in unseen]
    left = beside(groups) if all(len(group) <= LONGEST_BESIDE for group in groups) else 0
    lanes, bars, names, sizes = Lanes(), [], [], []
    for area in framework.areas:
        here = [cells[area.id, group] for group in groups if (area.id, group) in cells]
        if not here:
            continue
        lanes.heading(area.name)
        for cell in here:
            if not left:
                lanes.caption(group_name(cell.group))
            if why := instead.get((area.id, cell.group)):
                y = lanes.said(why, LANE, 36 if left else 50)
            else:
                y = lanes.lane(LANE)
                bars += _pieces(cell, released, y, colours)
                sizes.append({"y": y, "text": f"n {cell.n:,}"})
                lanes.caption(said[area.id, cell.group], letters=46 if left else 52)
            if left:
                names.append({"y": y, "text": group_name(cell.group)})
        for line in wrapped((away or {}).get(area.id, ""), 44):
            if line:
                lanes.caption(line)
    remarks = [line for group, why in unseen.items() for line in wrapped(_once(group, why), 50)]
    return finished(
        alt.layer(*stacked(lanes, bars, names, sizes, colours, left)),
        colours,
        height=lanes.at,
        description=f"How the persons of each group spread over the levels of {framework.name}, {released.round}",
        remarks=[*remarks, *numbers_explained(bars, "persons")],
    )


def _once(group: str, why: str) -> str:
    return f"{group_name(group)} {why}" if why.startswith("hidden") else f"{group_name(group)}: {why}"


def _pieces(cell: ReleasedCell, released: ReleasedProfile, y: float, colours: Palette) -> list[dict]:
    steps = spread_of(cell, released.framework)
    banded = len(cell.reached) < max(len(other.reached) for other in released.areas)
    made, start = [], 0.0
    for step in steps:
        made.append(
            piece(
                y, start, step.share, cell.n, group=group_name(cell.group), answer=step.words, short=step.words,
                order=step.position, colour=shade(colours.answers, step.position),
                colours=colours, banded=banded,
            )
        )  # fmt: skip
        start += step.share
    return made
