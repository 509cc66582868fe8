"""Next steps: when chosen ○—● now, one lane for each group, with the range now and the aim as an upright stroke."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from toolbox.charts.lanes import Lanes, down, key, rows, ruled, words
from toolbox.charts.profiles import scale_in_words
from toolbox.charts.theme import Palette, finished, palette
from toolbox.disclosure import StepBeside, StepValue, group_name, standing
from toolbox.disclosure.words import group_hidden, points
from toolbox.model import Policy

LANE = 22
THEN, NOW, AIM = "when chosen", "now", "aim"


def steps(beside: Sequence[StepBeside], policy: Policy = Policy(), dark: bool = False) -> alt.LayerChart:
    """Steps of one framework with the values they are judged by; steps without any are left out (:func:`drawn`).

    Example:
        >>> from toolbox.disclosure import release, step_beside
        >>> from toolbox.disclosure.examples import profile_of
        >>> from toolbox.model import Action
        >>> meet = Action(school="Northbank School", framework="example", area="A", step="Meet", target=4.0)
        >>> chart = steps([step_beside(meet, release(profile_of(teachers=24)), None)])
        >>> [layer["mark"]["type"] for layer in chart.to_dict()["layer"]][:2]
        ['rule', 'tick']
    """
    lanes, marks, aims = Lanes(), [], []
    for step in beside:
        lanes.heading(step.name)
        for value in step.values:
            if not _numbers(step, value):
                reason = (value.now or value.then).hidden
                lanes.said(group_hidden(value.group, reason or "no_answers", policy))
                continue
            y = lanes.lane(LANE)
            marks.append(_mark(step, value, y))
            if step.action.target is not None:
                aims.append({"x": step.action.target, "y": y, "said": points(step.action.target)})
            lanes.caption(_caption(step, value))
    colours, framework = palette(dark), beside[0].framework
    title = scale_in_words(framework, *framework.span())
    if any("low" in mark for mark in marks):
        title.append("Thin line: range the average may lie in now")
    layers = _layers(lanes, marks, aims, colours, framework.span(), title)
    return finished(
        alt.layer(*layers, *words(lanes, colours, left=8)),
        colours,
        height=lanes.at,
        description=f"Next steps of {beside[0].action.school}: averages when chosen and now",
        remarks=[],
    )


def drawn(beside: Sequence[StepBeside], framework: str) -> tuple[StepBeside, ...]:
    """The steps of this framework that have a number to draw."""
    return tuple(
        step
        for step in beside
        if step.framework.id == framework and any(_numbers(step, value) for value in step.values)
    )


def _numbers(step: StepBeside, value: StepValue) -> dict[str, float]:
    """The averages (or ratings) there are, by when."""
    both = ((THEN, value.then), (NOW, value.now))
    return {when: at for when, cell in both if (at := standing(cell, step.framework)) is not None}


def _mark(step: StepBeside, value: StepValue, y: float) -> dict:
    numbers, now = _numbers(step, value), value.now
    mark = {"y": y, "group": group_name(value.group), "numbers": numbers}
    if NOW in numbers and now.ci_low is not None and now.ci_high is not None:
        mark |= {"low": now.ci_low, "high": now.ci_high}
    return mark


def _caption(step: StepBeside, value: StepValue) -> str:
    said = " → ".join(points(number) for number in _numbers(step, value).values())
    return said if step.framework.kind == "rubric" else f"{group_name(value.group)} {said}"


def _layers(
    lanes: Lanes, marks: list[dict], aims: list[dict], colours: Palette, ends: tuple[int, int], title: list[str]
) -> list[alt.Chart]:
    low, high = ends
    scale = alt.Scale(domain=[low, high], nice=False, zero=False, range=[8, {"expr": "width - 12"}])
    axis = alt.Axis(values=list(range(low, high + 1)), format="d", title=title, labelOverlap=False)
    lines = [
        {"x": value, "top": mark["y"] - LANE / 2, "bottom": mark["y"] + LANE / 2}
        for mark in marks
        for value in range(low, high + 1)
    ]
    dots = [
        {"x": number, "y": mark["y"], "when": when, "group": mark["group"], "said": points(number)}
        for mark in marks
        for when, number in mark["numbers"].items()
    ]
    # A column called "then" is taken for a promise by the page's Vega and refused.
    both = [
        {"y": mark["y"], "was": mark["numbers"][THEN], "is": mark["numbers"][NOW]}
        for mark in marks
        if len(mark["numbers"]) == 2
    ]
    ranges = [{"y": mark["y"], "low": mark["low"], "high": mark["high"]} for mark in marks if "low" in mark]
    whens = [when for when in (THEN, NOW) if any(dot["when"] == when for dot in dots)] + ([AIM] if aims else [])
    legend, y = key(whens), down("y", lanes.at)
    fill = alt.Scale(domain=whens, range=[colours.paper if when == THEN else colours.ink for when in whens])
    shape = alt.Scale(domain=whens, range=["M0,-1L0,1" if when == AIM else "circle" for when in whens])
    stroke = alt.Scale(domain=whens, range=[colours.ink for _ in whens])
    return [
        ruled(lines, scale, axis, lanes, colours),
        alt.Chart(rows(aims))
        .mark_tick(orient="vertical", thickness=3, size=LANE + 2, opacity=1, color=colours.ink)
        .encode(x=alt.X("x:Q", scale=scale), y=y, tooltip=[alt.Tooltip("said:N", title="Aim")]),
        alt.Chart(rows(ranges))
        .mark_rule(strokeWidth=2, opacity=0.75, color=colours.edge)
        .encode(x=alt.X("low:Q", scale=scale), x2="high:Q", y=y),
        alt.Chart(rows(both))
        .mark_rule(strokeWidth=4, color=colours.quiet)
        .encode(x=alt.X("was:Q", scale=scale), x2="is:Q", y=y),
        alt.Chart(rows(dots))
        .mark_point(opacity=1, strokeWidth=2, size=150)
        .encode(
            x=alt.X("x:Q", scale=scale),
            y=y,
            fill=alt.Fill("when:N", scale=fill, legend=legend),
            shape=alt.Shape("when:N", scale=shape, legend=legend),
            stroke=alt.Stroke("when:N", scale=stroke, legend=legend),
            tooltip=[
                alt.Tooltip("group:N", title="Group"),
                alt.Tooltip("when:N", title="When"),
                alt.Tooltip("said:N", title="Average"),
            ],
        ),
    ]
