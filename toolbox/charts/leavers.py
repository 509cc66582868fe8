"""Who did not answer again: at the start, those who answered both times ● beside those who did not ◇, area by area."""

from __future__ import annotations

import altair as alt

from toolbox.charts.lanes import Lanes, down, key, rows, ruled, words
from toolbox.charts.profiles import scale_in_words
from toolbox.charts.theme import finished, palette
from toolbox.disclosure import ReleasedBaseline, ReleasedComparison, group_name, hidden
from toolbox.disclosure.words import points, standing

LANE = 18
BOTH, ONCE = "answered both times", "did not answer again"


def leavers(released: ReleasedComparison, group: str, dark: bool = False) -> alt.LayerChart:
    """Averages of the round before only: what the two had in common before anything could change."""
    names = {area.id: area.name for area in released.framework.areas}
    lanes, marks = Lanes(), []
    for row in released.baseline:
        if row.group != group:
            continue
        lanes.heading(names[row.area])
        if row.hidden or row.both_before is None or row.before_only is None:
            lanes.said(hidden(row.hidden or "no_answers", released.policy))
            continue
        marks.append({"y": lanes.lane(LANE), "both": row.both_before, "once": row.before_only})
        lanes.caption(_caption(row))
    colours, (low, high) = palette(dark), released.framework.span()
    return finished(
        alt.layer(
            *(_layers(lanes, marks, colours, low, high, released) if marks else ()), *words(lanes, colours, left=8)
        ),
        colours,
        height=lanes.at,
        description=f"{group_name(group)}: who answered both times and who did not answer again, in the round before",
        remarks=[],
    )


def _caption(row: ReleasedBaseline) -> str:
    # The difference is stayed minus left; the caption speaks of those who left.
    apart = "" if row.difference_before is None else standing(-row.difference_before)
    said = f"{points(row.both_before)} both times, {points(row.before_only)} not again"
    return f"{said}: {'the latter' if apart != 'alike' else 'much'} {apart}" if apart else said


def _layers(lanes, marks, colours, low: int, high: int, released: ReleasedComparison) -> list[alt.Chart]:
    scale = alt.Scale(domain=[low, high], nice=False, zero=False, range=[8, {"expr": "width - 12"}])
    axis = alt.Axis(
        values=list(range(low, high + 1)), format="d",
        title=scale_in_words(released.framework, low, high),
    )  # fmt: skip
    lines = [
        {"x": value, "top": mark["y"] - LANE / 2, "bottom": mark["y"] + LANE / 2}
        for mark in marks
        for value in range(low, high + 1)
    ]
    dots = [
        {"y": mark["y"], "x": mark[name], "who": who, "said": points(mark[name])}
        for mark in marks
        for name, who in (("both", BOTH), ("once", ONCE))
    ]
    who = [BOTH, ONCE]
    legend = key(who)
    y = down("y", lanes.at)
    return [
        ruled(lines, scale, axis, lanes, colours),
        alt.Chart(rows(marks))
        .mark_rule(strokeWidth=2, color=colours.quiet, strokeDash=[3, 3])
        .encode(x=alt.X("both:Q", scale=scale), x2="once:Q", y=y),
        alt.Chart(rows(dots))
        .mark_point(opacity=1, strokeWidth=2, size=150)
        .encode(
            x=alt.X("x:Q", scale=scale), y=y,
            shape=alt.Shape("who:N", scale=alt.Scale(domain=who, range=["circle", "diamond"]), legend=legend),
            fill=alt.Fill("who:N", scale=alt.Scale(domain=who, range=[colours.ink, colours.paper]), legend=legend),
            stroke=alt.Stroke("who:N", scale=alt.Scale(domain=who, range=[colours.ink, colours.ink]), legend=legend),
            tooltip=[alt.Tooltip("who:N", title="Who"), alt.Tooltip("said:N", title="Average before")],
        ),
    ]  # fmt: skip
