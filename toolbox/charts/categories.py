"""Ordered categories: how many chose each, one bar a category and group. Never a mean, and never a line between them."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from toolbox.charts.lanes import LONGEST_BESIDE, Lanes, beside, down, rows, words, wrapped
from toolbox.charts.theme import Palette, finished, palette, places_of, silent
from toolbox.disclosure import ReleasedCell, ReleasedProfile, group_name
from toolbox.disclosure.words import between_percent, group_hidden, outcome_words, printed_share
from toolbox.model import BenchmarkRow, Framework, Item

LANE, BAR = 24, 16
VALUES = 74
"""Pixels kept free at the right for the numbers."""
OTHERS = "Reported elsewhere"


def categories(
    released: ReleasedProfile, item: str, dark: bool = False, reported: BenchmarkRow | None = None
) -> alt.LayerChart:
    """One heading a category, under it a bar for each group, and what ``reported`` says of the same category."""
    cells = [cell for cell in released.items if cell.item == item]
    return _chart(released.framework, item, cells, reported, palette(dark), released)


def reported_categories(framework: Framework, item: str, reported: BenchmarkRow, dark: bool = False) -> alt.LayerChart:
    """What a benchmark says of each category, without answers of one's own beside it."""
    return _chart(framework, item, (), reported, palette(dark), None)


def outcomes(framework: Framework, reported: BenchmarkRow, dark: bool = False) -> alt.LayerChart:
    """What those who chose each category reached, as reported: a dot each. No line: between categories there is nothing."""
    colours, lanes, marks, said = palette(dark), Lanes(), [], []
    labels = _labels(framework, _item(framework, reported.item))
    known = {each.value: each for each in reported.outcomes if each.mean is not None}
    for value, label in labels.items():
        lanes.heading(label)
        if value not in known:
            lanes.said("not reported")
            continue
        y = lanes.lane(LANE)
        marks.append({"x": known[value].mean, "y": y})
        said.append({"y": y, "text": f"{known[value].mean:g}"})
    low, high = min(mark["x"] for mark in marks), max(mark["x"] for mark in marks)
    room = max((high - low) / 10, 1)
    x = alt.Scale(domain=[low - room, high + room], nice=True, zero=False, range=[8, {"expr": f"width - {VALUES}"}])
    chart = alt.layer(
        alt.Chart(rows(marks))
        .mark_point(filled=True, size=130, opacity=1, color=colours.groups[0], stroke=colours.paper, strokeWidth=1)
        .encode(x=alt.X("x:Q", scale=x, axis=alt.Axis(title=reported.outcome, tickCount=4)), y=down("y", lanes.at)),
        *_at_the_right(said, lanes, colours),
    )
    remarks = wrapped("Goes together with the category; that the category made it cannot be read from it.", 52)
    about = f"{reported.outcome} of those who chose each category of {_item(framework, reported.item).name}"
    return finished(chart, colours, height=lanes.at, description=about, remarks=remarks)


def _chart(
    framework: Framework, id: str, cells: Sequence[ReleasedCell], reported: BenchmarkRow | None, colours: Palette,
    released: ReleasedProfile | None,
) -> alt.LayerChart:  # fmt: skip
    item = _item(framework, id)
    unseen = silent((cell.group, cell.hidden) for cell in cells)
    seen = [cell for cell in cells if cell.group not in unseen and cell.shares]
    remarks = [
        line for group, reason in unseen.items() for line in wrapped(group_hidden(group, reason, released.policy), 50)
    ]
    known = dict(reported.shares) if reported else {}
    outcome = {each.value: each for each in reported.outcomes} if reported else {}
    names = [group_name(cell.group) for cell in seen] + ([OTHERS] if known else [])
    place = places_of([cell.group for cell in seen])
    left = beside(names) if len(names) > 1 and all(len(name) <= LONGEST_BESIDE for name in names) else 0
    lanes, bars, said, labelled = Lanes(), [], [], []
    for low, high, label in _categories(framework, item, seen):
        lanes.heading(label)
        for cell in seen:
            share, between = _share(cell, low, high)
            if share is None:
                continue
            y = _lane(lanes, group_name(cell.group), left, len(names) > 1, labelled)
            colour = colours.groups[place[cell.group]]
            bars.append(_bar(share, between, y, colour, group_name(cell.group), label))
            said.append({"y": y, "text": printed_share(share, cell.n)})
        if low == high and low in known:
            y = _lane(lanes, OTHERS, left, len(names) > 1, labelled)
            bars.append(_bar(known[low], None, y, colours.answers[2], OTHERS, label))
            said.append({"y": y, "text": f"{100 * known[low]:g} %"})
        if low == high and low in outcome:
            lanes.caption(outcome_words(outcome[low], reported.outcome, _labels(framework, item)))
    if any("low" in bar for bar in bars):
        remarks.append("Line: range the share may lie in")
    chart = alt.layer(*_layers(bars, said, labelled, left, lanes, colours))
    description = f"Share of answers in each category of {item.name}"
    return finished(chart, colours, height=lanes.at, description=description, remarks=remarks)


def _lane(lanes: Lanes, name: str, left: float, several: bool, labelled: list[dict]) -> float:
    """Room for one bar, with the name of whose it is at its left, or above where names are long."""
    if several and not left:
        lanes.caption(name)
    y = lanes.lane(LANE)
    if left:
        labelled.append({"y": y, "text": name})
    return y


def _bar(
    share: float, between: tuple[float, float] | None, y: float, colour: str, group: str, category: str
) -> dict[str, object]:
    bar = {
        "x": 0, "x2": share, "y": y - BAR / 2, "y2": y + BAR / 2, "center": y, "colour": colour, "group": group,
        "category": category,
    }  # fmt: skip
    return (
        bar if between is None else bar | {"low": between[0], "high": between[1], "between": between_percent(*between)}
    )


def _share(cell: ReleasedCell, low: int, high: int) -> tuple[float | None, tuple[float, float] | None]:
    for place, (first, last, share) in enumerate(cell.shares):
        if (first, last) == (low, high):
            return share, cell.shares_between[place] if cell.shares_between else None
    return None, None


def _categories(framework: Framework, item: Item, seen: Sequence[ReleasedCell]) -> list[tuple[int, int, str]]:
    """The categories to head; where a group is so small that it is shown in bands, those as well, each once."""
    labels = _labels(framework, item)
    found = {(value, value) for value in labels} if not seen else set()
    found |= {(low, high) for cell in seen for low, high, _ in cell.shares}
    return [
        (low, high, labels[low] if low == high else f"{labels[low]} to {labels[high]}") for low, high in sorted(found)
    ]


def _labels(framework: Framework, item: Item) -> dict[int, str]:
    scale = framework.scale_of(item)
    words_of = dict(scale.labels)
    return {value: words_of.get(value, str(value)) for value in range(scale.low, scale.high + 1)}


def _item(framework: Framework, id: str) -> Item:
    return next(item for item in framework.items if item.id == id)


def _layers(
    bars: list[dict], said: list[dict], labelled: list[dict], left: float, lanes: Lanes, colours: Palette
) -> list[alt.Chart]:
    x = alt.Scale(domain=[0, 1], nice=False, range=[left, {"expr": f"width - {VALUES}"}])
    axis = alt.Axis(values=[0, 0.25, 0.5, 0.75, 1], format=".0%", title="Share of answers")
    drawn = [{name: bar[name] for name in bar if name not in ("low", "high", "center")} for bar in bars]
    ranges = [{"x": bar["low"], "x2": bar["high"], "y": bar["center"]} for bar in bars if "low" in bar]
    layers = [
        alt.Chart(rows(drawn))
        .mark_rect(stroke=colours.edge, strokeWidth=1)
        .encode(
            x=alt.X("x:Q", scale=x, axis=axis), x2="x2:Q", y=down("y", lanes.at), y2="y2:Q",
            color=alt.Color("colour:N", scale=None),
            tooltip=[
                alt.Tooltip("category:N", title="Category"), alt.Tooltip("group:N", title="Group"),
                alt.Tooltip("x2:Q", title="Share", format=".0%"), alt.Tooltip("between:N", title="Fits between"),
            ],
        ),
        *([alt.Chart(rows(ranges)).mark_rule(strokeWidth=5, color=colours.paper)
           .encode(x=alt.X("x:Q", scale=x, axis=axis), x2="x2:Q", y=down("y", lanes.at))] if ranges else []),
        *([alt.Chart(rows(ranges)).mark_rule(strokeWidth=2, color=colours.ink)
           .encode(x=alt.X("x:Q", scale=x, axis=axis), x2="x2:Q", y=down("y", lanes.at))] if ranges else []),
        alt.Chart(rows(labelled))
        .mark_text(align="left", baseline="middle", color=colours.ink)
        .encode(x=alt.value(0), y=down("y", lanes.at), text="text:N"),
    ]  # fmt: skip
    return [*layers, *_at_the_right(said, lanes, colours)]


def _at_the_right(said: list[dict], lanes: Lanes, colours: Palette) -> list[alt.Chart]:
    return [
        alt.Chart(rows(said))
        .mark_text(align="right", baseline="middle", color=colours.ink)
        .encode(x=alt.value("width"), y=down("y", lanes.at), text="text:N"),
        *words(lanes, colours),
    ]
