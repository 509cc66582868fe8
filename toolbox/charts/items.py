"""How each item of an area was answered: bars of 100 %, percentages printed, not applicable apart."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from toolbox.charts.bars import LANE, LEAST_FOR_PERCENT, numbers_explained, piece, stacked
from toolbox.charts.lanes import LONGEST_BESIDE, Lanes, beside, wrapped
from toolbox.charts.profiles import dots
from toolbox.charts.theme import Palette, finished, palette, shade, silent
from toolbox.disclosure import ReleasedCell, ReleasedProfile, group_name, hidden
from toolbox.disclosure.words import group_hidden, points
from toolbox.model import Item, Scale, State


def items(released: ReleasedProfile, area: str, dark: bool = False) -> alt.LayerChart:
    """100 % stacked bars: one heading an item, one bar a group. A rubric's ratings are dots instead."""
    framework, colours = released.framework, palette(dark)
    cells = {(cell.item, cell.group): cell for cell in released.items if cell.area == area}
    asked = [item for item in framework.items_of(area) if any(key[0] == item.id for key in cells)]
    groups = list(dict.fromkeys(group for _, group in cells))
    if framework.kind == "rubric":
        headed = [
            (_title(item), [cells[item.id, group] for group in groups if (item.id, group) in cells]) for item in asked
        ]
        low, high = framework.span(area)
        return dots(released, headed, colours, [f"Scale from {low} to {high}"])
    unseen = silent((cell.group, cell.hidden) for cell in cells.values())
    remarks = [
        line
        for group, reason in unseen.items()
        if reason != "no_answers"
        for line in wrapped(group_hidden(group, reason, released.policy), 50)
    ]
    groups = [group for group in groups if group not in unseen]
    lanes, bars, names, sizes = Lanes(), [], [], []
    # Longer names stand above their bars.
    left = beside(groups) if all(len(group) <= LONGEST_BESIDE for group in groups) else 0
    for item in asked:
        lanes.heading(_title(item))
        for group in groups:
            cell = cells.get((item.id, group))
            if cell is None or cell.hidden == "no_answers":
                continue
            if not left:
                lanes.caption(group_name(group))
            if cell.shares:
                y = lanes.lane(LANE)
                bars += segments(
                    cell.shares, cell.n, framework.scale_of(item), y, colours, group=group_name(cell.group)
                )
                sizes.append({"y": y, "text": f"n {cell.n}"})
            else:
                y = lanes.said(_instead(cell, released), LANE, 36 if left else 50)
            if left:
                names.append({"y": y, "text": group_name(group)})
        if all(cells.get((item.id, group)) is None or cells[item.id, group].hidden == "no_answers" for group in groups):
            lanes.said(_nothing([cells[key] for key in cells if key[0] == item.id], released))
        for line in _without_value([cells.get((item.id, group)) for group in groups]):
            lanes.caption(line)
    chart = alt.layer(*stacked(lanes, bars, names, sizes, colours, left))
    name = next(each.name for each in framework.areas if each.id == area)
    return finished(
        chart,
        colours,
        height=lanes.at,
        description=f"How each item of {name} was answered",
        remarks=[*remarks, *numbers_explained(bars)],
    )


def _nothing(cells: list[ReleasedCell], released: ReleasedProfile) -> str:
    """What is said of an item of which no group has a bar."""
    reasons = [cell.hidden for cell in cells if cell.hidden]
    return hidden(next((reason for reason in reasons if reason != "no_answers"), "no_answers"), released.policy)


def _title(item: Item) -> str:
    return f"{item.code} {item.text or item.name}"


def _instead(cell: ReleasedCell, released: ReleasedProfile) -> str:
    if cell.hidden:
        return hidden(cell.hidden, released.policy)
    return f"average {points(cell.mean)}; fewer than {released.policy.min_bands} answered"


def _without_value(cells: list[ReleasedCell | None]) -> list[str]:
    """Not applicable and don't know stand apart from the bars, in words, where they are common enough to matter."""
    lines = []
    for asked, named in ((State.NOT_APPLICABLE, "Not applicable"), (State.UNKNOWN, "Don’t know")):
        found = [
            f"{cell.group} {share:.0%}".replace("%", " %")
            for cell in cells
            if cell is not None and not cell.hidden and (cell.n or 0) >= LEAST_FOR_PERCENT
            for state, share in cell.states
            if state == asked and share >= 0.05
        ]
        lines += wrapped(f"{named}: {', '.join(found)}", 40) if found else []
    return lines


def segments(
    shares: Sequence[tuple[int, int, float]], n: int, scale: Scale, y: float, colours: Palette, *, group: str,
    counted: str = "persons",
) -> list[dict]:  # fmt: skip
    """The parts of one bar of 100 %: (lowest value, highest value, share) each; ``counted`` names what n counts."""
    labels = dict(scale.labels)
    made, start = [], 0.0
    banded = any(low != high for low, high, _ in shares)
    for low, high, share in shares:
        made.append(
            piece(
                y, start, share, n, group=group, counted=counted,
                answer=f"{low} {labels.get(low, '')}".strip() if low == high else f"{low}–{high}",
                short=f"{low}" if low == high else f"{low}–{high}",
                order=low * 100 + high, colour=shade(colours.answers, _position(low, high, scale)),
                colours=colours, banded=banded,
            )
        )  # fmt: skip
        start += share
    return made


def _position(low: int, high: int, scale: Scale) -> float:
    """Where an answer or a band stands between the ends; an outer band has the colour of its end."""
    if low == scale.low:
        return 0.0
    if high == scale.high:
        return 1.0
    return ((low + high) / 2 - scale.low) / (scale.high - scale.low)
