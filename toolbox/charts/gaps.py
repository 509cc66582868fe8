"""How differently two groups see each area: two dots joined by a line, the widest gap first, the words below."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from toolbox.charts.lanes import TALL, Lanes, down, key, rows, ruled, upper, words
from toolbox.charts.profiles import scale_in_words
from toolbox.charts.theme import SHAPES, Palette, finished, palette, places_of
from toolbox.disclosure import ReleasedGap, ReleasedProfile, group_name
from toolbox.disclosure.words import points

LANE = 24
VALUES = 40
"""Pixels kept free at the right for how far the dots lie apart."""


def gaps(released: ReleasedProfile, told: Sequence[tuple[ReleasedGap, str]], dark: bool = False) -> alt.LayerChart:
    """``told`` are the gaps to draw, in order, each with what is said of it."""
    names = {area.id: area.name for area in released.framework.areas}
    lanes, marks, guides = Lanes(), [], []
    over = lanes.scale_above() if len(told) > TALL else None
    for gap, said in told:
        lanes.heading(names[gap.area])
        if gap.mean is None or gap.mean_other is None:
            lanes.said(f"{group_name(gap.group)} and {gap.other} {said}")
            continue
        top = lanes.at
        marks.append((lanes.lane(LANE), gap))
        guides.append((top, lanes.at))
        values = f"{group_name(gap.group)} {points(gap.mean)}, {gap.other} {points(gap.mean_other)}"
        lanes.caption(f"{values}: {said}" if said else values)
    colours = palette(dark)
    drawn = _layers(released, lanes, marks, guides, colours, over) if marks else []
    return finished(
        alt.layer(*drawn, *words(lanes, colours)),
        colours,
        height=lanes.at,
        description=f"How far two groups lie apart in each area of {released.framework.name}, {released.round}",
        remarks=[],
    )


def _layers(
    released: ReleasedProfile, lanes: Lanes, marks: list[tuple[float, ReleasedGap]], guides: list[tuple[float, float]],
    colours: Palette, over: float | None,
) -> list[alt.Chart]:  # fmt: skip
    low, high = released.framework.span()
    scale = alt.Scale(domain=[low, high], nice=False, zero=False, range=[8, {"expr": f"width - {VALUES}"}])
    axis = alt.Axis(values=list(range(low, high + 1)), format="d", title=scale_in_words(released.framework, low, high))
    lines = [{"x": value, "top": top, "bottom": bottom} for top, bottom in guides for value in range(low, high + 1)]
    place = places_of(count.group for count in released.groups)
    seen = [group for group in place if any(group in (gap.group, gap.other) for _, gap in marks)]
    titles = [group_name(group) for group in seen]
    dots = [
        {"y": y, "x": mean, "group": group_name(group), "value": points(mean), "persons": n}
        for y, gap in marks
        for group, mean, n in ((gap.group, gap.mean, gap.n), (gap.other, gap.mean_other, gap.n_other))
    ]
    y, legend = down("y", lanes.at), key(titles)
    ticks = [(value, str(value)) for value in range(low, high + 1)]
    return [
        *([] if over is None else [upper(ticks, over, lanes, scale, colours)]),
        ruled(lines, scale, axis, lanes, colours),
        alt.Chart(rows([{"y": y, "x": gap.mean, "x2": gap.mean_other} for y, gap in marks]))
        .mark_rule(strokeWidth=3, color=colours.edge)
        .encode(x=alt.X("x:Q", scale=scale), x2="x2:Q", y=y),
        alt.Chart(rows(dots))
        .mark_point(filled=True, size=150, opacity=1, stroke=colours.paper, strokeWidth=1)
        .encode(
            x=alt.X("x:Q", scale=scale), y=y,
            fill=alt.Fill(
                "group:N", legend=legend,
                scale=alt.Scale(domain=titles, range=[colours.groups[place[group]] for group in seen]),
            ),
            shape=alt.Shape(
                "group:N", legend=legend, scale=alt.Scale(domain=titles, range=[SHAPES[place[group]] for group in seen])
            ),
            tooltip=[
                alt.Tooltip("group:N", title="Group"), alt.Tooltip("value:N", title="Average"),
                alt.Tooltip("persons:Q", title="Persons"),
            ],
        ),
        alt.Chart(rows([{"y": y, "text": points(abs(gap.mean - gap.mean_other))} for y, gap in marks]))
        .mark_text(align="right", baseline="middle")
        .encode(x=alt.value("width"), y=y, text="text:N"),
    ]  # fmt: skip
