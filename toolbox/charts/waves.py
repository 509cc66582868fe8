"""Waves beside the schools that had not begun by then: a dot a wave in each area, with the range that fits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt

from toolbox.charts.differences import layers, mark_of
from toolbox.charts.lanes import TALL, Lanes, words
from toolbox.charts.theme import finished, palette
from toolbox.disclosure import ReleasedEvaluation, ReleasedLine, group_name

LANE = 16


def waves(
    found: ReleasedEvaluation, group: str, lines: Sequence[ReleasedLine], said: Mapping[tuple[str, str], str],
    dark: bool = False,
) -> alt.LayerChart:  # fmt: skip
    """``lines``: of the group, area by area; ``said``: what stands under the lane of an (area, wave), or in its place."""
    names = {area.id: area.name for area in found.framework.areas}
    lanes, marks, tops, last = Lanes(), [], [], ""
    over = lanes.scale_above() if len({line.area for line in lines}) > TALL else None
    for line in lines:
        if line.area != last:
            lanes.heading(names[line.area])
            last = line.area
        if line.hidden or line.found.estimate is None:
            lanes.said(said[line.area, line.arm])
            continue
        y = lanes.lane(LANE)
        marks.append(mark_of(line.found, y))
        tops.append((y - LANE / 2, y + LANE / 2))
        lanes.caption(said[line.area, line.arm])
    colours = palette(dark)
    drawn = layers(lanes, marks, tops, found.framework.span(), colours, over) if marks else []
    return finished(
        alt.layer(*drawn, *words(lanes, colours, left=8)), colours, height=lanes.at,
        description=f"Change of {group_name(group).lower()} in each wave beside schools not yet mentored", remarks=[],
    )  # fmt: skip
