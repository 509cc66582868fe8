"""A profile beside others: the middle half of a hub's schools behind the dots, or what others reported as a mark."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from toolbox.charts.lanes import DESK, LINE, TALL, Lanes, beside, down, key, rows, ruled, upper, words
from toolbox.charts.profiles import scale_in_words
from toolbox.charts.theme import SHAPES, Palette, finished, palette, places_of
from toolbox.disclosure import ReleasedBand, ReleasedProfile, group_name
from toolbox.disclosure.benchmarks import ReleasedBeside
from toolbox.disclosure.words import group_hidden, points

LANE = 24
VALUES = 34


def others(
    released: ReleasedProfile,
    bands: Sequence[ReleasedBand] = (),
    beside_it: Sequence[ReleasedBeside] = (),
    *,
    called: str,
    dark: bool = False,
) -> alt.LayerChart:
    """The areas by group, with a band (``bands``) or a mark (``beside_it``) of others behind each; ``called``: theirs."""
    behind = {(band.area, band.group): band for band in bands if not band.hidden}
    marked = {(each.area, each.group): each for each in beside_it if not each.item and each.other is not None}
    lanes, marks, guides = Lanes(), [], []
    cells = [cell for cell in released.areas if (cell.area, cell.group) in {*behind, *marked}]
    headed = [(area, [cell for cell in cells if cell.area == area.id]) for area in released.framework.areas]
    headed = [(area, row) for area, row in headed if row]
    over = lanes.scale_above() if len(headed) > TALL else None
    for area, row in headed:
        lanes.heading(area.name)
        top = lanes.at
        for cell in row:
            if cell.hidden or cell.mean is None:
                lanes.said(group_hidden(cell.group, cell.hidden or "no_answers", released.policy), LINE + 2)
                continue
            y = lanes.lane(LANE)
            place = (cell.area, cell.group)
            marks.append({"y": y, "cell": cell, "band": behind.get(place), "other": marked.get(place)})
        guides.append((top, lanes.at))
    colours = palette(dark)
    layers = _layers(released, lanes, marks, guides, colours, over, called) if marks else []
    return finished(
        alt.layer(*layers, *words(lanes, colours)), colours, height=lanes.at,
        description=f"Average of each group in each area of {released.framework.name}, beside {called}", remarks=[],
    )  # fmt: skip


def _layers(
    released: ReleasedProfile, lanes: Lanes, marks: list[dict], guides: list[tuple[float, float]], colours: Palette,
    over: float | None, called: str,
) -> list[alt.Chart]:  # fmt: skip
    low, high = released.framework.span()
    groups = list(dict.fromkeys(mark["cell"].group for mark in marks))
    titles = [group_name(group) for group in groups]
    place = places_of(groups)
    left = beside(titles) if len(groups) > 1 and beside(titles) <= DESK / 4 else 8
    scale = alt.Scale(
        domain=[low, high], nice=False, zero=False, range=[{"expr": f"{left} + 8"}, {"expr": f"width - {VALUES}"}]
    )
    ticks = list(range(low, high + 1))
    axis = alt.Axis(
        values=ticks,
        format="d",
        title=[
            *scale_in_words(released.framework, low, high),
            f"{'Box' if any(mark['band'] for mark in marks) else 'Upright mark'}: {called}",
        ],
    )
    lines = [{"x": value, "top": top, "bottom": bottom} for top, bottom in guides for value in ticks]
    y, x = down("y", lanes.at), alt.X("x:Q", scale=scale, axis=axis)
    made = [ruled(lines, scale, axis, lanes, colours)]
    if over is not None:
        made.append(upper([(value, str(value)) for value in ticks], over, lanes, scale, colours))
    made += _bands(marks, scale, lanes, colours)
    made += _others(marks, scale, lanes, colours)
    colour = alt.Scale(domain=titles, range=[colours.groups[place[group]] for group in groups])
    shape = alt.Scale(domain=titles, range=[SHAPES[place[group]] for group in groups])
    ranges = [
        {"y": mark["y"], "low": cell.ci_low, "high": cell.ci_high, "colour": colours.groups[place[cell.group]]}
        for mark in marks
        if (cell := mark["cell"]).ci_low is not None
    ]
    dots = [
        {
            "y": mark["y"], "x": mark["cell"].mean, "group": group_name(mark["cell"].group),
            "value": points(mark["cell"].mean), "persons": mark["cell"].n, "there": _there(mark),
        }
        for mark in marks
    ]  # fmt: skip
    legend = key(titles) if left == 8 and len(titles) > 1 else None
    made += [
        alt.Chart(rows(ranges)).mark_rule(strokeWidth=2, opacity=0.75)
        .encode(x=alt.X("low:Q", scale=scale), x2="high:Q", y=y, color=alt.Color("colour:N", scale=None)),
        alt.Chart(rows(dots)).mark_point(filled=True, size=130, opacity=1, stroke=colours.paper, strokeWidth=1)
        .encode(
            x=x, y=y, fill=alt.Fill("group:N", scale=colour, legend=legend),
            shape=alt.Shape("group:N", scale=shape, legend=legend),
            tooltip=[
                alt.Tooltip("group:N", title="Group"), alt.Tooltip("value:N", title="Average"),
                alt.Tooltip("there:N", title=called), alt.Tooltip("persons:Q", title="Persons"),
            ],
        ),
        alt.Chart(rows([{"y": dot["y"], "value": dot["value"]} for dot in dots]))
        .mark_text(align="right", baseline="middle").encode(x=alt.value("width"), y=y, text="value:N"),
    ]  # fmt: skip
    if left > 8:
        made.append(
            alt.Chart(rows([{"y": dot["y"], "group": dot["group"]} for dot in dots]))
            .mark_text(align="left", baseline="middle").encode(x=alt.value(0), y=y, text="group:N")
        )  # fmt: skip
    return made


def _there(mark: dict) -> str:
    if (band := mark["band"]) is not None:
        return f"{points(band.lower)} to {points(band.upper)}"
    return points(mark["other"].other)


def _bands(marks: list[dict], scale: alt.Scale, lanes: Lanes, colours: Palette) -> list[alt.Chart]:
    """The middle half of the schools as a box with an edge, its middle as a line."""
    boxes = [
        {
            "low": band.lower, "high": band.upper, "middle": band.middle,
            "top": mark["y"] - LANE / 2 + 3, "bottom": mark["y"] + LANE / 2 - 3,
        }
        for mark in marks
        if (band := mark["band"]) is not None
    ]  # fmt: skip
    if not boxes:
        return []
    top = down("top", lanes.at)
    return [
        alt.Chart(rows([{name: box[name] for name in ("low", "high", "top", "bottom")} for box in boxes]))
        .mark_rect(fill=colours.grid, stroke=colours.edge, strokeWidth=1, opacity=0.9)
        .encode(x=alt.X("low:Q", scale=scale), x2="high:Q", y=top, y2="bottom:Q"),
        alt.Chart(rows([{name: box[name] for name in ("middle", "top", "bottom")} for box in boxes]))
        .mark_rule(color=colours.edge, strokeWidth=2)
        .encode(x=alt.X("middle:Q", scale=scale), y=top, y2="bottom:Q"),
    ]


def _others(marks: list[dict], scale: alt.Scale, lanes: Lanes, colours: Palette) -> list[alt.Chart]:
    """What others reported: an upright mark as high as the lane."""
    there = [
        {"x": mark["other"].other, "top": mark["y"] - LANE / 2 + 2, "bottom": mark["y"] + LANE / 2 - 2}
        for mark in marks
        if mark["other"] is not None
    ]
    if not there:
        return []
    return [
        alt.Chart(rows(there)).mark_rule(color=colours.ink, strokeWidth=4)
        .encode(x=alt.X("x:Q", scale=scale), y=down("top", lanes.at), y2="bottom:Q")
    ]  # fmt: skip
