"""What changed: a dumbbell for each area, before ○—● after, the largest growth on top."""

from __future__ import annotations

import altair as alt

from toolbox.charts import differences
from toolbox.charts.lanes import TALL, Lanes, down, key, rows, ruled, upper, words, wrapped
from toolbox.charts.profiles import scale_in_words
from toolbox.charts.theme import Palette, finished, palette, silent
from toolbox.disclosure import ReleasedChange, ReleasedComparison, group_name, hidden
from toolbox.disclosure.words import interval, points, signed

LANE = 20


def change(released: ReleasedComparison, group: str, dark: bool = False) -> alt.LayerChart:
    """Before and after of one group in each area, sorted from growth to decline, each with its interval in words.

    Where most averages must stay hidden but their changes need not, the changes are drawn around zero instead.
    Rows that have neither stand at the foot and say why.
    """
    mine = [row for row in released.areas if row.group == group]
    apart = sum(_has_change(row) and not _has_means(row) for row in mine) > sum(_has_means(row) for row in mine)
    fits = _has_change if apart else _has_means
    drawn = sorted((row for row in mine if fits(row)), key=lambda row: -row.change.estimate)
    names = {area.id: area.name for area in released.framework.areas}
    lanes, middles, rubric = Lanes(), [], released.framework.kind == "rubric"
    unseen = silent((row.group, row.hidden) for row in mine)
    if unseen:
        lanes.said(hidden(unseen[group], released.policy))
        mine = []
    over = lanes.scale_above() if len(drawn) > TALL else None
    for row in [*drawn, *(row for row in mine if not fits(row))]:
        lanes.heading(names[row.area])
        if fits(row):
            middles.append(lanes.lane(LANE))
            for line in _captions(row, rubric):
                lanes.caption(line)
        else:
            lanes.said(_instead(row, released))
    colours, ends = palette(dark), released.framework.span()
    tops = [(middle - LANE / 2, middle + LANE / 2) for middle in middles]
    placed = list(zip(drawn, middles, strict=True))
    layers = []
    if placed and apart:
        layers = differences.layers(
            lanes, [differences.mark_of(row.change, y) for row, y in placed], tops, ends, colours, over
        )
    elif placed:
        layers = _layers(lanes, [_mark(*each) for each in placed], tops, colours, ends, released, over)
    return finished(
        alt.layer(*layers, *words(lanes, colours, left=8)),
        colours,
        height=lanes.at,
        description=f"{group_name(group)}: before and after in each area of {released.framework.name}",
        remarks=wrapped(differences.WHY, 50) if placed and apart else [],
    )


def _has_change(row: ReleasedChange) -> bool:
    return row.change.estimate is not None


def _has_means(row: ReleasedChange) -> bool:
    return row.mean_before is not None and row.mean_after is not None and row.change.estimate is not None


def _mark(row: ReleasedChange, y: float) -> dict:
    return {
        "y": y, "before": row.mean_before, "after": row.mean_after, "direction": row.direction or "unclear",
        "said": f"{points(row.mean_before)} → {points(row.mean_after)}", "change": signed(row.change.estimate),
    }  # fmt: skip


def _captions(row: ReleasedChange, rubric: bool) -> list[str]:
    """The change, its interval, and how many moved: one line where it fits, else two."""
    said = signed(row.change.estimate)
    if row.change.ci_low is not None:
        said = f"{said} ({interval(row.change.ci_low, row.change.ci_high)})"
    elif not rubric and row.why != "averages":
        # Of averages no interval is known however many answered; the line above the chart says so once.
        said = f"{said}, too few people to be sure"
    if row.direction == "unclear":
        said = f"{said}, direction not clear"
    parts = [said, _moved(row)] if row.higher is not None else [said]
    together = " · ".join(parts)
    return [together] if len(together) <= 52 else parts


def _moved(row: ReleasedChange) -> str:
    return f"{row.higher} higher, {row.same} same, {row.lower} lower"


def _instead(row: ReleasedChange, released: ReleasedComparison) -> str:
    """What is said of a row without averages."""
    if row.hidden:
        return hidden(row.hidden, released.policy)
    if row.change.estimate is not None:
        return f"{', '.join(_captions(row, rubric=False))}; averages not shown, because few answered only once"
    if "counted" in row.flags:
        return f"Schools: {_moved(row)}"
    return f"Too few for an average; {_moved(row)}" if row.higher is not None else hidden("few", released.policy)


def _layers(
    lanes: Lanes, marks: list[dict], tops: list[tuple[float, float]], colours: Palette, ends: tuple[int, int],
    released: ReleasedComparison, over: float | None,
) -> list[alt.Chart]:  # fmt: skip
    low, high = ends
    lines = [{"x": value, "top": top, "bottom": bottom} for top, bottom in tops for value in range(low, high + 1)]
    scale = alt.Scale(domain=[low, high], nice=False, zero=False, range=[8, {"expr": "width - 12"}])
    axis = alt.Axis(values=list(range(low, high + 1)), format="d", title=scale_in_words(released.framework, low, high))
    paint = alt.Scale(domain=["up", "down", "unclear"], range=[colours.up, colours.down, colours.quiet])
    # The ring of before stands around the dot of after and its bright edge: where nothing changed, both are seen.
    whens = {
        "before": (f"before: {released.before}", 240, colours.ink),
        "after": (f"after: {released.after}", 150, colours.paper),
    }
    dots = [
        {"x": mark[when], "y": mark["y"], "when": name, "size": size, "edge": edge, "said": mark["said"],
         "change": mark["change"]}
        for mark in marks
        for when, (name, size, edge) in whens.items()
    ]  # fmt: skip
    names = [name for name, *_ in whens.values()]
    fill = alt.Scale(domain=names, range=[colours.paper, colours.ink])
    legend = key(names, symbolStrokeColor=colours.ink, symbolType="circle")
    ticks = [(value, str(value)) for value in range(low, high + 1)]
    y = down("y", lanes.at)
    return [
        *([] if over is None else [upper(ticks, over, lanes, scale, colours)]),
        ruled(lines, scale, axis, lanes, colours),
        alt.Chart(rows([{name: mark[name] for name in ("y", "before", "after", "direction")} for mark in marks]))
        .mark_rule(strokeWidth=4)
        .encode(
            x=alt.X("before:Q", scale=scale), x2="after:Q", y=y,
            color=alt.Color("direction:N", scale=paint, legend=None),
            strokeDash=alt.StrokeDash(
                "direction:N", scale=alt.Scale(domain=["up", "down", "unclear"], range=[[1, 0], [1, 0], [3, 3]]),
                legend=None,
            ),
        ),
        alt.Chart(rows(dots))
        .mark_point(opacity=1, strokeWidth=2, shape="circle")
        .encode(
            x=alt.X("x:Q", scale=scale), y=y, fill=alt.Fill("when:N", scale=fill, legend=legend),
            size=alt.Size("size:Q", scale=None), stroke=alt.Stroke("edge:N", scale=None),
            tooltip=[
                alt.Tooltip("when:N", title="Round"), alt.Tooltip("said:N", title="Before → after"),
                alt.Tooltip("change:N", title="Change"),
            ],
        ),
    ]  # fmt: skip
