"""Agreed ratings: the level of every indicator of a school beside its target, and where areas or schools stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import altair as alt

from toolbox.charts.bars import stacked
from toolbox.charts.items import segments
from toolbox.charts.lanes import TALL, Lanes, down, rows, ruled, upper, words
from toolbox.charts.profiles import scale_in_words
from toolbox.charts.theme import Palette, finished, palette
from toolbox.disclosure import ReleasedCell, ReleasedProfile
from toolbox.disclosure.words import headed, middle, to_go, why_blank
from toolbox.model import RatingNote

LANE, BAR = 30, 21
RIGHT = 92
"""Pixels kept free at the right for what a lane says."""
NOW, TARGET, OUTSIDE = "now", "target", "rated from outside"


@dataclass(frozen=True)
class Mark:
    """How a rating is drawn, and the sign that stands for it in words."""

    shape: str
    size: int
    sign: str


#: Where two fall on one level both can still be seen.
MARKS = {NOW: Mark("circle", 130, "●"), TARGET: Mark("circle", 360, "○"), OUTSIDE: Mark("diamond", 640, "◇")}
NO_NOTES: Mapping[str, RatingNote] = MappingProxyType({})


def rating_matrix(
    released: ReleasedProfile, area: str, dark: bool = False, notes: Mapping[str, RatingNote] = NO_NOTES
) -> alt.LayerChart:
    """The indicators of one area of one school as rows, its levels as columns; ``notes`` (item → note) are the school's own.

    Example:
        >>> from toolbox.disclosure.examples import rated
        >>> rating_matrix(rated([1, 4, None], required=3), "S").to_dict()["description"]
        'Level of each indicator of Security'
    """
    framework, colours = released.framework, palette(dark)
    cells = [cell for cell in released.items if cell.area == area]
    items = {item.id: item for item in framework.items}
    low, high = framework.span(area)
    lanes, marks, said, lines, squares = Lanes(), [], [], [], []
    over = lanes.scale_above() if len(cells) > TALL else None
    for cell in cells:
        lanes.heading(headed(items[cell.item]))
        top = lanes.at
        y = lanes.lane(LANE)
        squares += [
            {"x": level - 0.5, "x2": level + 0.5, "y": y - BAR / 2, "y2": y + BAR / 2} for level in range(low, high + 1)
        ]
        marks += _marks(cell, notes.get(cell.item), y)
        said.append({"y": y, "text": _beside(cell)})
        if framework.required is not None:
            lines.append({"x": framework.required - 0.5, "top": top, "bottom": lanes.at})
    x = alt.Scale(domain=[low - 0.5, high + 0.5], nice=False, zero=False, range=[2, {"expr": f"width - {RIGHT}"}])
    axis = alt.Axis(values=list(range(low, high + 1)), format="d", title=_axis(released, low, high))
    used = [kind for kind in MARKS if any(mark["kind"] == kind for mark in marks)]
    ticks = [(level, str(level)) for level in range(low, high + 1)]
    chart = alt.layer(
        *([] if over is None else [upper(ticks, over, lanes, x, colours)]),
        alt.Chart(rows(squares))
        .mark_rect(fill=None, stroke=colours.grid, strokeWidth=1)
        .encode(x=alt.X("x:Q", scale=x, axis=axis), x2="x2:Q", y=down("y", lanes.at), y2="y2:Q"),
        *_required(lines, x, lanes, colours),
        _points(marks, x, lanes, colours),
        *_words_beside(said, lanes, colours),
    )
    name = next(each.name for each in framework.areas if each.id == area)
    remarks = ["   ".join(f"{MARKS[kind].sign} {kind}" for kind in used)] if len(used) > 1 else []
    return finished(chart, colours, height=lanes.at, description=f"Level of each indicator of {name}", remarks=remarks)


def rated_areas(released: ReleasedProfile, dark: bool = False) -> alt.LayerChart:
    """Where the areas of a rubric that is not averaged stand: middle levels, or how many indicators reach the required one;
    of several schools how many stand at each level.

    Example:
        >>> from toolbox.disclosure.examples import rated
        >>> rated_areas(rated([1, 4, None], required=3)).to_dict()["description"]
        'Example rubric, Autumn 2025: indicators at the required level in each area'
    """
    if len(released.schools) > 1:
        return _at_levels(released, _named(released), palette(dark))
    return (
        _met(released, palette(dark)) if released.framework.required is not None else _middles(released, palette(dark))
    )


def schools_at_levels(released: ReleasedProfile, area: str, dark: bool = False) -> alt.LayerChart:
    """How many of several schools stand at each level of each indicator of an area."""
    items = {item.id: headed(item) for item in released.framework.items}
    return _at_levels(
        released, [(cell, items[cell.item]) for cell in released.items if cell.area == area], palette(dark)
    )


def _at_levels(
    released: ReleasedProfile, cells: Sequence[tuple[ReleasedCell, str]], colours: Palette
) -> alt.LayerChart:
    lanes, bars, sizes = Lanes(), [], []
    scale = released.framework.scales[0]
    for cell, name in cells:
        lanes.heading(name)
        if not cell.levels:
            lanes.said(why_blank("no_answers", released.framework, released.policy))
            continue
        y = lanes.lane(LANE - 3)
        shares = tuple((level, level, schools / cell.n) for level, schools in cell.levels)
        bars += segments(shares, cell.n, scale, y, colours, group="Schools", counted="schools")
        sizes.append({"y": y, "text": f"n {cell.n}"})
    how = (
        "its lowest rating in the area" if released.framework.required is not None else "its middle rating in the area"
    )
    chart = alt.layer(*stacked(lanes, bars, [], sizes, colours, 0))
    said = f"{released.framework.name}, {released.round}: schools at each level"
    remarks = [f"Level of a school: {how}"] if any(not cell.item for cell, _ in cells) else []
    return finished(chart, colours, height=lanes.at, description=said, remarks=remarks)


def _met(released: ReleasedProfile, colours: Palette) -> alt.LayerChart:
    lanes, bars, frames, said = Lanes(), [], [], []
    for cell, name in _named(released):
        lanes.heading(name)
        y = lanes.lane(LANE - 3)
        place = {"y": y - BAR / 2, "y2": y + BAR / 2}
        frames.append({"x": 0, "x2": 1, **place})
        bars.append({"x": 0, "x2": (cell.met or 0) / cell.indicators, **place})
        said.append({"y": y, "text": f"{cell.met or 0} of {cell.indicators}"})
        missing = cell.indicators - (cell.rated or 0)
        lowest = "" if cell.lowest is None else f"Lowest level {cell.lowest}"
        if lines := ", ".join(part for part in (lowest, f"{missing} not rated" if missing else "") if part):
            lanes.caption(lines)
    x = alt.Scale(domain=[0, 1], nice=False, range=[1, {"expr": f"width - {RIGHT - 22}"}])

    def bar(found: list[dict], **style: object) -> alt.Chart:
        placed = alt.Chart(rows(found)).mark_rect(stroke=colours.edge, strokeWidth=1, **style)
        return placed.encode(
            x=alt.X("x:Q", scale=x, axis=None), x2="x2:Q", y=down("y", lanes.at), y2="y2:Q"
        )  # fmt: skip

    drawn = [each for each in bars if each["x2"]]
    chart = alt.layer(
        bar(frames, fill=None),
        *([bar(drawn, fill=colours.answers[-1])] if drawn else []),
        *_words_beside(said, lanes, colours),
    )
    remark = f"Filled: indicators at level {released.framework.required} or above, of all in the area"
    said_of = f"{released.framework.name}, {released.round}: indicators at the required level in each area"
    return finished(chart, colours, height=lanes.at, description=said_of, remarks=[remark])


def _middles(released: ReleasedProfile, colours: Palette) -> alt.LayerChart:
    low, high = released.framework.span()
    lanes, marks, said, guides = Lanes(), [], [], []
    cells = _named(released)
    over = lanes.scale_above() if len(cells) > TALL else None
    for cell, name in cells:
        lanes.heading(name)
        top = lanes.at
        if cell.median is None:
            lanes.said(why_blank("no_answers", released.framework, released.policy))
        else:
            y = lanes.lane(LANE - 6)
            guides += [{"x": level, "top": top, "bottom": lanes.at} for level in range(low, high + 1)]
            marks.append({"x": cell.median, "low": cell.lowest, "high": cell.highest, "y": y})
            said.append({"y": y, "text": f"level {middle(cell.median)}"})
            if missing := cell.indicators - cell.rated:
                lanes.caption(f"{missing} of {cell.indicators} not rated")
    x = alt.Scale(domain=[low, high], nice=False, zero=False, range=[8, {"expr": f"width - {RIGHT}"}])
    axis = alt.Axis(
        values=list(range(low, high + 1)), format="d",
        title=[*scale_in_words(released.framework, low, high), "Dot: middle rating, line: lowest to highest"],
    )  # fmt: skip
    ticks = [(level, str(level)) for level in range(low, high + 1)]
    chart = alt.layer(
        *([] if over is None else [upper(ticks, over, lanes, x, colours)]),
        ruled(guides, x, axis, lanes, colours),
        alt.Chart(rows(marks))
        .mark_rule(strokeWidth=2, opacity=0.75, color=colours.groups[0])
        .encode(x=alt.X("low:Q", scale=x, axis=axis), x2="high:Q", y=down("y", lanes.at)),
        alt.Chart(rows(marks))
        .mark_point(filled=True, size=130, opacity=1, color=colours.groups[0], stroke=colours.paper, strokeWidth=1)
        .encode(x=alt.X("x:Q", scale=x, axis=axis), y=down("y", lanes.at)),
        *_words_beside(said, lanes, colours),
    )
    said_of = f"{released.framework.name}, {released.round}: middle level of each area"
    return finished(chart, colours, height=lanes.at, description=said_of, remarks=[])


def _named(released: ReleasedProfile) -> list[tuple[ReleasedCell, str]]:
    names = {area.id: area.name for area in released.framework.areas}
    return [(cell, names[cell.area]) for cell in released.areas]


def _marks(cell: ReleasedCell, note: RatingNote | None, y: float) -> list[dict]:
    places = {
        NOW: cell.median,
        TARGET: note.target if note else None,
        OUTSIDE: note.external if note else None,
    }
    return [
        {"x": level, "y": y, "kind": kind, "level": middle(float(level))}
        for kind, level in places.items()
        if level is not None
    ]


def _beside(cell: ReleasedCell) -> str:
    if cell.median is None:
        return "not rated"
    return f"level {middle(cell.median)}" if cell.distance is None else to_go(cell.distance)


def _axis(released: ReleasedProfile, low: int, high: int) -> list[str]:
    said = scale_in_words(released.framework, low, high)
    required = released.framework.required
    return said if required is None else [*said, f"Line: from here on level {required} is reached"]


def _required(lines: list[dict], x: alt.Scale, lanes: Lanes, colours: Palette) -> list[alt.Chart]:
    if not lines:
        return []
    made = alt.Chart(rows(lines)).mark_rule(color=colours.ink, strokeWidth=2, strokeDash=[4, 3])
    return [made.encode(x=alt.X("x:Q", scale=x), y=down("top", lanes.at), y2="bottom:Q")]


def _points(marks: list[dict], x: alt.Scale, lanes: Lanes, colours: Palette) -> alt.Chart:
    """The marks of every indicator; what they look like stands in their rows, so that one kind alone is drawn as well."""
    fills = {NOW: colours.groups[0], TARGET: "transparent", OUTSIDE: "transparent"}
    strokes = {NOW: colours.paper, TARGET: colours.groups[0], OUTSIDE: colours.groups[1]}
    drawn = [
        mark
        | {
            "shape": MARKS[mark["kind"]].shape, "size": MARKS[mark["kind"]].size, "fill": fills[mark["kind"]],
            "stroke": strokes[mark["kind"]],
        }
        for mark in marks
    ]  # fmt: skip
    return (
        alt.Chart(rows(drawn))
        .mark_point(opacity=1, strokeWidth=2)
        .encode(
            x=alt.X("x:Q", scale=x),
            y=down("y", lanes.at),
            shape=alt.Shape("shape:N", scale=None),
            size=alt.Size("size:Q", scale=None),
            fill=alt.Fill("fill:N", scale=None),
            stroke=alt.Stroke("stroke:N", scale=None),
            tooltip=[alt.Tooltip("kind:N", title="Mark"), alt.Tooltip("level:N", title="Level")],
        )
    )


def _words_beside(said: list[dict], lanes: Lanes, colours: Palette) -> list[alt.Chart]:
    return [
        alt.Chart(rows(said))
        .mark_text(align="right", baseline="middle", color=colours.ink)
        .encode(x=alt.value("width"), y=down("y", lanes.at), text="text:N"),
        *words(lanes, colours, left=2),
    ]
