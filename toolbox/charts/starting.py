"""Change by starting level: what was seen ● with its interval, beside what was to be expected had nothing happened ◇."""

from __future__ import annotations

import altair as alt

from toolbox.charts.differences import ticks_of
from toolbox.charts.lanes import TALL, Lanes, beside, down, key, rows, upper, words
from toolbox.charts.theme import Palette, finished, palette
from toolbox.disclosure import ReleasedComparison, group_name, hidden
from toolbox.disclosure.words import interval, signed

LANE = 22
NAMES = {"lowest": "began lowest", "middle": "middle", "highest": "began highest"}
SEEN, EXPECTED = "seen, with the range that fits", "to be expected had nothing happened"


def starting(released: ReleasedComparison, group: str, dark: bool = False) -> alt.LayerChart:
    """Three lanes an area, lowest start first; a strong line stands at no change."""
    names = {area.id: area.name for area in released.framework.areas}
    mine = [row for row in released.starting if row.group == group]
    lanes, marks, guides = Lanes(), [], []
    over = lanes.scale_above() if sum(not row.hidden for row in mine) > TALL else None
    for row in mine:
        lanes.heading(names[row.area])
        if row.hidden:
            lanes.said(hidden(row.hidden, released.policy))
            continue
        top = lanes.at
        for third in row.thirds:
            found = third.observed
            mark = {
                "y": lanes.lane(LANE),
                "x": found.estimate,
                "third": NAMES[third.third],
                "said": signed(found.estimate),
            }
            if found.ci_low is not None:
                mark |= {"low": found.ci_low, "high": found.ci_high, "range": interval(found.ci_low, found.ci_high)}
            if third.expected is not None:
                mark |= {"expected": third.expected, "awaited": signed(third.expected)}
            marks.append(mark)
        guides.append((top, lanes.at))
    colours, ends = palette(dark), released.framework.span()
    return finished(
        alt.layer(*(_layers(lanes, marks, guides, colours, ends, over) if marks else ()), *words(lanes, colours)),
        colours,
        height=lanes.at,
        description=f"{group_name(group)}: change by starting level in each area of {released.framework.name}",
        remarks=[],
    )


def _layers(
    lanes: Lanes, marks: list[dict], guides: list[tuple[float, float]], colours: Palette, ends: tuple[int, int],
    over: float | None,
) -> list[alt.Chart]:  # fmt: skip
    ticks = ticks_of(ends)
    reach = max(
        ticks[-1], *(abs(mark[name]) for mark in marks for name in ("x", "low", "high", "expected") if name in mark)
    )
    left = beside(NAMES.values())
    scale = alt.Scale(domain=[-reach, reach], nice=False, zero=False, range=[left, {"expr": "width - 12"}])
    axis = alt.Axis(
        values=ticks, format="d", labelExpr="(datum.value > 0 ? '+' : '') + datum.label",
        title=["Change in points: left lower, right higher"],
    )  # fmt: skip
    lines = [
        {"x": tick, "top": top, "bottom": bottom, "colour": colours.quiet if tick == 0 else colours.grid}
        for top, bottom in guides
        for tick in ticks
    ]
    who, y = [SEEN, EXPECTED], down("y", lanes.at)
    dots = [
        {
            "y": mark["y"],
            "x": mark[name],
            "what": what,
            "said": mark[said],
            "third": mark["third"],
            "range": mark.get("range", ""),
        }
        for mark in marks
        for name, said, what in (("x", "said", SEEN), ("expected", "awaited", EXPECTED))
        if name in mark
    ]
    return [
        *([] if over is None else [upper([(tick, signed(tick, 0)) for tick in ticks], over, lanes, scale, colours)]),
        alt.Chart(rows(lines))
        .mark_rule()
        .encode(
            x=alt.X("x:Q", scale=scale, axis=axis), y=down("top", lanes.at), y2="bottom:Q",
            color=alt.Color("colour:N", scale=None),
        ),
        alt.Chart(rows([{name: mark[name] for name in ("y", "low", "high")} for mark in marks if "low" in mark]))
        .mark_rule(strokeWidth=3, color=colours.up)
        .encode(x=alt.X("low:Q", scale=scale), x2="high:Q", y=y),
        alt.Chart(rows(dots))
        .mark_point(opacity=1, strokeWidth=2, size=130)
        .encode(
            x=alt.X("x:Q", scale=scale), y=y,
            shape=alt.Shape("what:N", scale=alt.Scale(domain=who, range=["circle", "diamond"]), legend=key(who)),
            fill=alt.Fill("what:N", scale=alt.Scale(domain=who, range=[colours.up, colours.paper]), legend=key(who)),
            stroke=alt.Stroke("what:N", scale=alt.Scale(domain=who, range=[colours.up, colours.ink]), legend=key(who)),
            tooltip=[
                alt.Tooltip("third:N", title="Who"), alt.Tooltip("what:N", title="What"),
                alt.Tooltip("said:N", title="Change"), alt.Tooltip("range:N", title="Fits between"),
            ],
        ),
        alt.Chart(rows([{"y": mark["y"], "third": mark["third"]} for mark in marks]))
        .mark_text(align="left", baseline="middle")
        .encode(x=alt.value(0), y=y, text="third:N"),
    ]  # fmt: skip
