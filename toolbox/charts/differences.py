"""Changes without their averages: a dot and its interval around zero, for groups whose averages would reveal a few."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from toolbox.charts.lanes import Lanes, down, rows, upper
from toolbox.charts.theme import Palette
from toolbox.disclosure.rules import direction
from toolbox.disclosure.words import interval, signed
from toolbox.model import Estimate

WHY = "Averages not shown: they would reveal the few who answered only once."


def mark_of(found: Estimate, y: float) -> dict:
    """A change as a mark for :func:`layers`: a dot at its lane, with its interval where it has one."""
    mark = {"y": y, "x": found.estimate, "direction": direction(found) or "unclear", "said": signed(found.estimate)}
    if found.ci_low is not None:
        mark |= {"low": found.ci_low, "high": found.ci_high, "range": interval(found.ci_low, found.ci_high)}
    return mark


def ticks_of(ends: tuple[int, int]) -> list[int]:
    """Whole points around zero: half the width of the scale to each side, the same for every group and round.

    Example:
        >>> ticks_of((1, 5))
        [-2, -1, 0, 1, 2]
    """
    half = max(1, (ends[1] - ends[0]) // 2)
    return list(range(-half, half + 1))


def layers(
    lanes: Lanes, marks: Sequence[dict], tops: Sequence[tuple[float, float]], ends: tuple[int, int], colours: Palette,
    over: float | None = None,
) -> list:  # fmt: skip
    """The layers of a chart of changes: thin lines at whole points, a strong one at zero, intervals, dots.

    ``over`` is where the numbers of the axis stand a second time, above a tall chart.
    """
    ticks = ticks_of(ends)
    furthest = max(abs(mark[name]) for mark in marks for name in ("x", "low", "high") if name in mark)
    reach = max(ticks[-1], furthest)
    scale = alt.Scale(domain=[-reach, reach], nice=False, zero=False, range=[12, {"expr": "width - 12"}])
    sign = "(datum.value > 0 ? '+' : '') + datum.label"
    axis = alt.Axis(values=ticks, format="d", labelExpr=sign, title=["Change in points: left lower, right higher"])
    lines = [
        {"x": tick, "top": top, "bottom": bottom, "colour": colours.quiet if tick == 0 else colours.grid}
        for top, bottom in tops
        for tick in ticks
    ]
    kinds = ["up", "down", "unclear"]
    painted = alt.Scale(domain=kinds, range=[colours.up, colours.down, colours.quiet])
    filled = alt.Scale(domain=kinds, range=[colours.up, colours.down, colours.paper])
    y = down("y", lanes.at)
    ranges = [{name: mark[name] for name in ("y", "low", "high", "direction")} for mark in marks if "low" in mark]
    return [
        *([] if over is None else [upper([(tick, signed(tick, 0)) for tick in ticks], over, lanes, scale, colours)]),
        alt.Chart(rows(lines))
        .mark_rule()
        .encode(
            x=alt.X("x:Q", scale=scale, axis=axis),
            y=down("top", lanes.at),
            y2="bottom:Q",
            color=alt.Color("colour:N", scale=None),
        ),
        alt.Chart(rows(ranges))
        .mark_rule(strokeWidth=3)
        .encode(
            x=alt.X("low:Q", scale=scale), x2="high:Q", y=y, color=alt.Color("direction:N", scale=painted, legend=None)
        ),
        alt.Chart(rows(list(marks)))
        .mark_point(size=130, opacity=1, strokeWidth=2, shape="circle")
        .encode(
            x=alt.X("x:Q", scale=scale),
            y=y,
            stroke=alt.Stroke("direction:N", scale=painted, legend=None),
            fill=alt.Fill("direction:N", scale=filled, legend=None),
            tooltip=[alt.Tooltip("said:N", title="Change"), alt.Tooltip("range:N", title="Fits between")],
        ),
    ]
