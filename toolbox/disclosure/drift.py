"""Items that changed unlike their area, found among released changes only: the remark tells nothing they do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from toolbox.disclosure.released import ReleasedChange
from toolbox.model import Framework
from toolbox.statistics import drift

#: The remark on an item that moved unlike its area.
DRIFTS = "drifts"


def with_drift(items: Sequence[ReleasedChange], framework: Framework) -> tuple[ReleasedChange, ...]:
    """The items with the remark ``drifts`` where one moved unlike its area (:func:`toolbox.statistics.drift`).

    Looked for among changes that have an interval: of fewer persons chance moves items that far.
    """
    if framework.kind == "rubric":
        return tuple(items)
    known = [row for row in items if not row.hidden and row.change.estimate is not None and row.change.se]
    drifting: set[tuple[str, str]] = set()
    for group in dict.fromkeys(row.group for row in known):
        rows = [row for row in known if row.group == group]
        widths = [high - low for low, high in (framework.span(row.area) for row in rows)]
        found = drift(
            [row.change.estimate / width for row, width in zip(rows, widths, strict=True)],
            [row.area for row in rows],
            width=1,
            se=[row.change.se / width for row, width in zip(rows, widths, strict=True)],
        )
        drifting |= {(row.group, row.item) for row, each in zip(rows, found, strict=True) if each.drifts}
    return tuple(
        replace(row, flags=(*row.flags, DRIFTS)) if (row.group, row.item) in drifting else row for row in items
    )
