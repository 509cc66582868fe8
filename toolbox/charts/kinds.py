"""How the schools of clusters that work alike changed: a dot a kind in each area, with its range over clusters where there are enough."""

from __future__ import annotations

import altair as alt

from toolbox.charts.differences import layers, mark_of
from toolbox.charts.lanes import TALL, Lanes, words
from toolbox.charts.theme import finished, palette
from toolbox.disclosure import group_name, hidden
from toolbox.disclosure.clusters import ReleasedKind, ReleasedKinds
from toolbox.disclosure.words import interval, signed

LANE = 16
#: How the schools are called that share no way of working.
OTHERS = "the other schools"


def kinds(found: ReleasedKinds, group: str, dark: bool = False) -> alt.LayerChart:
    """Areas below each other, in each a lane for every kind."""
    lanes, marks, tops = Lanes(), [], []
    names = {area.id: area.name for area in found.framework.areas}
    by_area: dict[str, list[ReleasedKind]] = {}
    for row in found.rows:
        if row.group == group:
            by_area.setdefault(row.area, []).append(row)
    over = lanes.scale_above() if len(by_area) > TALL else None
    for area, here in by_area.items():
        lanes.heading(names[area])
        if here[0].hidden:
            lanes.said(hidden(here[0].hidden, found.policy))
            continue
        for row in here:
            y = lanes.lane(LANE)
            marks.append(mark_of(row.change, y))
            tops.append((y - LANE / 2, y + LANE / 2))  # not across the words
            lanes.caption(f"{row.name or OTHERS}: {_said(row)}")
    colours = palette(dark)
    drawn = layers(lanes, marks, tops, found.framework.span(), colours, over) if marks else []
    return finished(
        alt.layer(*drawn, *words(lanes, colours, left=8)), colours, height=lanes.at,
        description=f"Change of {group_name(group).lower()} in schools of clusters with the same {found.by}", remarks=[],
    )  # fmt: skip


def _said(row: ReleasedKind) -> str:
    seen = row.change
    fits = f" ({interval(seen.ci_low, seen.ci_high)})" if seen.ci_low is not None else ""
    return f"{signed(seen.estimate)}{fits}"
