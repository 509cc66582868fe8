"""Mentored schools beside schools still waiting: two dumbbells an area, and their difference in words."""

from __future__ import annotations

import altair as alt

from toolbox.charts.lanes import TALL, Lanes, beside, down, key, rows, ruled, upper, words
from toolbox.charts.profiles import scale_in_words
from toolbox.charts.theme import Palette, finished, palette
from toolbox.disclosure import ReleasedEvaluation, group_name, hidden
from toolbox.disclosure.words import points, signed

LANE = 22
ARMS = {"mentored": "mentored", "waiting": "waiting"}


def groups(released: ReleasedEvaluation, areas, group: str, dark: bool = False) -> alt.LayerChart:
    """``areas`` are (area id, lines by arm, why hidden, what is said of the difference), as the page tells them."""
    names = {area.id: area.name for area in released.framework.areas}
    lanes, marks, guides = Lanes(), [], []
    over = lanes.scale_above() if len(areas) > TALL else None
    for area, arms, reason, said in areas:
        lanes.heading(names[area])
        if reason:
            lanes.said(hidden(reason, released.policy))
            continue
        top = lanes.at
        for arm, line in arms.items():
            y = lanes.lane(LANE)
            marks.append({"y": y, "arm": ARMS[arm], **_mark(line)})
        guides.append((top, lanes.at))
        lanes.caption(said)
    colours, ends = palette(dark), released.framework.span()
    drawn = [mark for mark in marks if "before" in mark]
    return finished(
        alt.layer(
            *(_layers(lanes, drawn, guides, colours, ends, released, over) if drawn else ()), *words(lanes, colours)
        ),
        colours,
        height=lanes.at,
        description=f"{group_name(group)}: mentored schools beside waiting schools in each area of {released.framework.name}",
        remarks=[],
    )


def _mark(line) -> dict:
    before, after = line.values.get("mean_before"), line.values.get("mean_after")
    if before is None or after is None:
        return {}
    return {
        "before": before, "after": after, "said": f"{points(before)} → {points(after)}", "change": signed(line.found.estimate),
    }  # fmt: skip


def _layers(
    lanes: Lanes, marks: list[dict], guides: list[tuple[float, float]], colours: Palette, ends: tuple[int, int],
    released: ReleasedEvaluation, over: float | None,
) -> list[alt.Chart]:  # fmt: skip
    low, high = ends
    scale = alt.Scale(domain=[low, high], nice=False, zero=False, range=[beside(ARMS.values()), {"expr": "width - 12"}])
    axis = alt.Axis(
        values=list(range(low, high + 1)), format="d",
        title=scale_in_words(released.framework, low, high),
    )  # fmt: skip
    lines = [{"x": value, "top": top, "bottom": bottom} for top, bottom in guides for value in range(low, high + 1)]
    when = [f"before: {released.rounds[0][0]}", f"after: {released.rounds[-1][0]}"]
    dots = [
        {
            "y": mark["y"],
            "x": mark[name],
            "when": label,
            "arm": mark["arm"],
            "said": mark["said"],
            "change": mark["change"],
        }
        for mark in marks
        for name, label in zip(("before", "after"), when, strict=True)
    ]
    y, painted = down("y", lanes.at), alt.Scale(domain=list(ARMS.values()), range=[colours.up, colours.quiet])
    return [
        *([] if over is None else [upper([(v, str(v)) for v in range(low, high + 1)], over, lanes, scale, colours)]),
        ruled(lines, scale, axis, lanes, colours),
        alt.Chart(rows([{name: mark[name] for name in ("y", "before", "after", "arm")} for mark in marks]))
        .mark_rule(strokeWidth=4)
        .encode(
            x=alt.X("before:Q", scale=scale), x2="after:Q", y=y, color=alt.Color("arm:N", scale=painted, legend=None),
        ),
        alt.Chart(rows(dots))
        .mark_point(opacity=1, strokeWidth=2, size=150, shape="circle")
        .encode(
            x=alt.X("x:Q", scale=scale), y=y,
            fill=alt.Fill(
                "when:N", scale=alt.Scale(domain=when, range=[colours.paper, colours.ink]),
                legend=key(when, symbolStrokeColor=colours.ink, symbolType="circle"),
            ),
            stroke=alt.value(colours.ink),
            tooltip=[
                alt.Tooltip("arm:N", title="Schools"), alt.Tooltip("when:N", title="Round"),
                alt.Tooltip("said:N", title="Before → after"), alt.Tooltip("change:N", title="Change"),
            ],
        ),
        alt.Chart(rows([{"y": mark["y"], "arm": mark["arm"]} for mark in marks]))
        .mark_text(align="left", baseline="middle")
        .encode(x=alt.value(0), y=y, text="arm:N"),
    ]  # fmt: skip
