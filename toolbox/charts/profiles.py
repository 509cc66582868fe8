"""Where each group stands: a dot for every group in every area, its interval as a line, groups by colour and shape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import altair as alt

from toolbox.charts.lanes import DESK, LONGEST_BESIDE, TALL, Lanes, beside, down, key, rows, upper, words, wrapped
from toolbox.charts.theme import SHAPES, Palette, finished, palette, places_of, silent
from toolbox.disclosure import ReleasedCell, ReleasedProfile, group_name
from toolbox.disclosure.words import averaged, group_hidden, points, why_blank
from toolbox.model import Framework

LANE = 19
STATED = "School states"
HOUSE = "M0,-1L1,-0.1L0.7,-0.1L0.7,0.9L-0.7,0.9L-0.7,-0.1L-1,-0.1Z"
"""The mark of what a school states about itself: no shape a group has."""
ACROSS = 50
"""Letters of a line of words below the chart."""
VALUES = 34
"""Pixels kept free at the right for the numbers."""


def profile(released: ReleasedProfile, dark: bool = False, stated: Mapping[str, float] | None = None) -> alt.LayerChart:
    """A dot and a line for each group in each area, on the framework's whole scale.

    ``stated``: where the school itself says it stands, by area; a mark of its own in a lane of its own.
    What is hidden is said in words in its place; a group hidden in every area is named once, on top.

    Example:
        >>> from toolbox.disclosure import release
        >>> from toolbox.disclosure.examples import profile_of
        >>> chart = profile(release(profile_of(leaders=3, teachers=24)))
        >>> chart.to_dict()["title"]["text"]
        ['Leaders hidden: fewer than 5 answers']
    """
    headed = [
        (area.name, [cell for cell in released.areas if cell.area == area.id]) for area in released.framework.areas
    ]
    return dots(released, [pair for pair in headed if pair[1]], palette(dark), scale_words(released), stated or {})


def dots(
    released: ReleasedProfile,
    headed: Sequence[tuple[str, Sequence[ReleasedCell]]],
    colours: Palette,
    axis: list[str],
    stated: Mapping[str, float] | None = None,
) -> alt.LayerChart:
    """Dots in lanes under headings; also how a rubric's items are shown."""
    cells = [cell for _, row in headed for cell in row]
    groups = list(dict.fromkeys(cell.group for cell in cells))
    unseen = silent((cell.group, cell.hidden) for cell in cells)
    lanes, marks, guides, own = Lanes(), [], [], []
    over = lanes.scale_above() if len(headed) > TALL else None
    several = len(groups) > 1 or bool(stated)
    for name, row in headed:
        lanes.heading(name)
        top = lanes.at
        for cell in row:
            if cell.group in unseen:
                continue
            if cell.hidden:
                lanes.said(
                    group_hidden(cell.group, cell.hidden, released.policy)
                    if several
                    else why_blank(cell.hidden, released.framework, released.policy),
                    LANE,
                )
                continue
            y = lanes.lane(LANE)
            marks.append(_mark(cell, y, released.framework))
        if all(cell.group in unseen for cell in row):
            lanes.said(why_blank(row[0].hidden, released.framework, released.policy), LANE)
            top = lanes.at
        if (value := (stated or {}).get(row[0].area)) is not None:
            own.append({"y": lanes.lane(LANE), "x": value, "value": points(value), "group": STATED})
        guides.append({"top": top, "bottom": lanes.at})
    low, high = released.framework.span()
    lines = [
        {**guide, "x": value} for guide in guides if guide["top"] < guide["bottom"] for value in range(low, high + 1)
    ]
    remarks = [
        line for group, reason in unseen.items() for line in wrapped(group_hidden(group, reason, released.policy), 50)
    ]
    if own:
        remarks += wrapped("House: stated by the school, no person’s answer", 50)
    seen = [group for group in groups if group not in unseen]
    chart = alt.layer(*_layers(lanes, marks, lines, colours, (low, high), axis, seen, several, over, own))
    return finished(chart, colours, height=lanes.at, description=_description(released), remarks=remarks)


def scale_words(released: ReleasedProfile) -> list[str]:
    """The ends of the scale in words, as lines of an axis title; just the numbers where the framework has no words.

    Example:
        >>> from toolbox.disclosure import release
        >>> from toolbox.disclosure.examples import profile_of
        >>> scale_words(release(profile_of(teachers=24)))
        ['Scale from 1 to 5']
    """
    low, high = released.framework.span()
    range_words = "Line: range the average may lie in"
    drawn = any(cell.ci_low is not None for cell in released.areas)
    ends = ends_in_words(released.framework, low, high)
    if not ends:
        return [f"Scale from {low} to {high}. {range_words}" if drawn else f"Scale from {low} to {high}"]
    return [*ends, range_words] if drawn else ends


def ends_in_words(framework: Framework, low: int, high: int) -> list[str]:
    """What the ends of the scale mean, on one line where both fit; nothing where the framework has no one scale."""
    labels = dict(framework.scales[0].labels) if len(framework.scales) == 1 else {}
    # Answers typed as numbers make a scale whose words are its numbers: they say nothing more.
    if low not in labels or high not in labels or all(labels[end] == str(end) for end in (low, high)):
        return []
    ends = [f"{end} = {labels[end]}" for end in (low, high)]
    together = ", ".join(ends)
    return [together] if len(together) <= ACROSS else [line for end in ends for line in wrapped(end, ACROSS)]


def _mark(cell: ReleasedCell, y: float, framework: Framework) -> dict:
    mark = {
        "y": y,
        "x": cell.mean,
        "group": group_name(cell.group),
        "value": averaged(cell.mean, framework),
        "persons": cell.n,
    }
    if cell.ci_low is not None:
        mark |= {"low": cell.ci_low, "high": cell.ci_high, "range": f"{points(cell.ci_low)} to {points(cell.ci_high)}"}
    return mark


def _layers(
    lanes: Lanes, marks: list[dict], lines: list[dict], colours: Palette, ends: tuple[int, int], axis: list[str],
    groups: list[str], named: bool, over: float | None, own: list[dict],
) -> list[alt.Chart]:  # fmt: skip
    low, high = ends
    titles = [group_name(group) for group in groups]
    names = _Names.of([*titles, STATED] if own else titles) if named else _Names()
    x_scale = alt.Scale(
        domain=[low, high], nice=False, zero=False,
        range=[{"expr": f"{names.left} + 8"}, {"expr": f"width - {VALUES}"}],
    )  # fmt: skip
    x = alt.X(
        "x:Q",
        scale=x_scale,
        axis=alt.Axis(values=list(range(low, high + 1)), format="d", title=axis),
    )
    place = places_of(groups)
    colour = alt.Scale(domain=titles, range=[colours.groups[place[group]] for group in groups])
    shape = alt.Scale(domain=titles, range=[SHAPES[place[group]] for group in groups])
    legend = key(titles) if names.keyed else None
    y = down("y", lanes.at)
    tooltip = [
        alt.Tooltip("group:N", title="Group"),
        alt.Tooltip("value:N", title="Average"),
        alt.Tooltip("range:N", title="Fits between"),
        alt.Tooltip("persons:Q", title="Persons"),
    ]
    shown = dict(zip(titles, colour.range, strict=True))
    ranges = [
        {"y": mark["y"], "low": mark["low"], "high": mark["high"], "colour": shown[mark["group"]]}
        for mark in marks
        if "low" in mark
    ]
    dots = [{name: mark[name] for name in mark if name not in ("low", "high")} for mark in marks]
    numbers = [{"y": mark["y"], "value": mark["value"]} for mark in (*marks, *own)]
    ticks = [(value, str(value)) for value in range(low, high + 1)]
    layers = [
        *([] if over is None else [upper(ticks, over, lanes, x_scale, colours)]),
        alt.Chart(rows(lines))
        .mark_rule(color=colours.grid, strokeWidth=1)
        .encode(x=x, y=down("top", lanes.at), y2="bottom:Q"),
        alt.Chart(rows(ranges))
        .mark_rule(strokeWidth=2, opacity=0.75)
        .encode(x=alt.X("low:Q"), x2="high:Q", y=y, color=alt.Color("colour:N", scale=None)),
        alt.Chart(rows(dots))
        .mark_point(filled=True, size=130, opacity=1, stroke=colours.paper, strokeWidth=1)
        .encode(
            x=x,
            y=y,
            # The ranges above take the colour channel without a scale; beside it Vega-Lite 6.5 of the page would draw
            # the legend twice, once by colour and once by shape.
            fill=alt.Fill("group:N", scale=colour, legend=legend),
            shape=alt.Shape("group:N", scale=shape, legend=legend),
            tooltip=tooltip,
        ),
        alt.Chart(rows(numbers))
        .mark_text(align="right", baseline="middle")
        .encode(x=alt.value("width"), y=y, text="value:N"),
    ]
    if own:
        layers.append(
            alt.Chart(rows(own))
            .mark_point(shape=HOUSE, size=150, opacity=1, strokeWidth=2, stroke=colours.ink, fill=colours.paper)
            .encode(x=x, y=y, tooltip=[alt.Tooltip("group:N", title="Who"), alt.Tooltip("value:N", title="Position")])
        )
    if names.shown:
        layers.append(
            alt.Chart(rows([{"y": mark["y"], "group": mark["group"]} for mark in (*marks, *own)]))
            .mark_text(align="left", baseline="middle")
            .encode(
                x=alt.value(0),
                y=y,
                text=alt.condition(names.shown, alt.Text("group:N"), alt.value("")),
            )
        )
    return [*layers, *words(lanes, colours, left=0 if names.shown else 8)]


@dataclass(frozen=True, kw_only=True)
class _Names:
    """Whether groups are named beside their lanes, in a key, or not at all; as Vega expressions of the width."""

    shown: str = ""
    left: str = "0"
    keyed: bool = False

    @classmethod
    def of(cls, titles: Sequence[str]) -> _Names:
        """Short names stand beside every lane; long ones do at a desk only, and a key tells them on a telephone."""
        wide = beside(titles)
        if all(len(title) <= LONGEST_BESIDE for title in titles):
            return cls(shown="true", left=str(wide))
        if wide > DESK / 2:
            return cls(keyed=True)
        shown = f"width >= {DESK}"
        return cls(shown=shown, left=f"({shown} ? {wide} : 0)", keyed=True)


def _description(released: ReleasedProfile) -> str:
    return f"Average of each group in each area of {released.framework.name}, {released.round}"


def scale_in_words(framework: Framework, low: int, high: int) -> list[str]:
    """The title below an axis: what its ends mean, or from where to where it goes."""
    return ends_in_words(framework, low, high) or [f"Scale from {low} to {high}"]
