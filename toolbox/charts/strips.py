"""One area as a strip for paper: the mark and range of every group on the framework's whole scale, beside its numbers.

The same marks as :func:`toolbox.charts.profile` - shape, colour and place of a group are those of the page - but only
as high as they must be, so that ten areas stand on half a sheet, each in the row of a table that holds its numbers.
Printed without colour the shapes tell the groups apart.
"""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from toolbox.charts.lanes import rows
from toolbox.charts.theme import LIGHT, SHAPES, places_of
from toolbox.disclosure import ReleasedCell, ReleasedProfile

#: Pixels across, and kept free at either side so that a mark at an end of the scale is whole.
WIDTH, SIDE = 260, 14
#: Pixels of one group's lane, and above and below the lanes of an area.
LANE, AROUND = 10, 5
#: Pixels of an area at least, so that one group alone is no thin line.
LEAST = 26
NUMBERS = 18
"""Height of the numbers of the scale."""


def strip(released: ReleasedProfile, area: str, groups: Sequence[str], font: str) -> alt.LayerChart:
    """The groups of one area: average and range, or middle level and ratings; nothing where the number is hidden.

    Args:
        groups: who has a lane, in order; the same for every area, so that the strips can stand below each other.
        font: the typeface of the sheet.

    Example:
        >>> from toolbox.disclosure import release
        >>> from toolbox.disclosure.examples import profile_of
        >>> found = release(profile_of(leaders=3, teachers=24))
        >>> strip(found, "A", ["teachers"], "serif").to_dict()["height"]
        26
    """
    here = {cell.group: cell for cell in released.areas if cell.area == area}
    place = places_of(groups)
    height = max(2 * AROUND + LANE * len(groups), LEAST)
    top = (height - LANE * len(groups)) / 2
    low, high = released.framework.span()
    x, y = _across(low, high), alt.Scale(domain=[0, height], range=[0, height])
    marks, ranges = [], []
    for number, group in enumerate(groups):
        cell = here.get(group)
        middle = None if cell is None else cell.median if cell.mean is None else cell.mean
        if middle is None:
            continue
        mark = {"x": middle, "y": top + LANE * (number + 0.5), "place": place[group]}
        marks.append(mark)
        ranges += _range(cell, mark)
    lines = [{"x": value, "top": 0, "bottom": height} for value in range(low, high + 1)]
    down = alt.Y("y:Q", scale=y, axis=None)
    colour = {"scale": alt.Scale(domain=list(range(len(SHAPES))), range=list(LIGHT.groups)), "legend": None}
    layers = [
        alt.Chart(rows(lines))
        .mark_rule(color=LIGHT.grid)
        .encode(x=alt.X("x:Q", scale=x, axis=None), y=alt.Y("top:Q", scale=y, axis=None), y2="bottom:Q"),
        alt.Chart(rows(ranges))
        .mark_rule(strokeWidth=1.6)
        .encode(x="low:Q", x2="high:Q", y=down, color=alt.Color("place:N", **colour)),
        alt.Chart(rows(marks))
        .mark_point(filled=True, size=70, opacity=1, stroke=LIGHT.paper, strokeWidth=0.8)
        .encode(
            x="x:Q",
            y=down,
            fill=alt.Fill("place:N", **colour),
            shape=alt.Shape(
                "place:N", scale=alt.Scale(domain=list(range(len(SHAPES))), range=list(SHAPES)), legend=None
            ),
        ),
    ]
    return _sheet(alt.layer(*layers), height, font)


def numbers(released: ReleasedProfile, font: str) -> alt.LayerChart:
    """The numbers of the scale, to stand above the strips."""
    low, high = released.framework.span()
    ticks = [{"x": value, "tick": str(value), "y": NUMBERS / 2} for value in range(low, high + 1)]
    drawn = (
        alt.Chart(rows(ticks))
        .mark_text(baseline="middle", color=LIGHT.quiet, fontSize=13)
        .encode(
            x=alt.X("x:Q", scale=_across(low, high), axis=None),
            y=alt.Y("y:Q", scale=alt.Scale(domain=[0, NUMBERS], range=[0, NUMBERS]), axis=None),
            text="tick:N",
        )
    )
    return _sheet(alt.layer(drawn), NUMBERS, font)


def _across(low: int, high: int) -> alt.Scale:
    return alt.Scale(domain=[low, high], nice=False, zero=False, range=[SIDE, WIDTH - SIDE])


def _range(cell: ReleasedCell, mark: dict) -> list[dict]:
    """The range an average may lie in, where that is known; of ratings that have none, from the lowest to the highest."""
    low, high = (cell.ci_low, cell.ci_high) if cell.mean is not None else (cell.lowest, cell.highest)
    return [] if low is None or high is None else [{**mark, "low": low, "high": high}]


def _sheet(chart: alt.LayerChart, height: float, font: str) -> alt.LayerChart:
    return chart.properties(
        width=WIDTH,
        height=height,
        padding=0,
        autosize=alt.AutoSizeParams(type="none"),
    ).configure(font=font, background="transparent", view=alt.ViewConfig(stroke=None))
