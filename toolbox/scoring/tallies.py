"""How often each answer was given to each item, slice by slice: from here come counts, shares, states and means of items."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from toolbox.model import Answers, Framework, Item, Scale, State
from toolbox.scoring.slices import Slices

#: The states in the order of the last columns of a tally.
STATES = tuple(sorted(State, reverse=True))

#: Rows looked at in one go: small enough for the processor's cache, large enough to hide Python.
BLOCK = 1 << 16


@dataclass(frozen=True, kw_only=True, eq=False)
class Tally:
    """How often each answer to one item was given."""

    item: Item
    scale: Scale
    counts: np.ndarray
    """slices × (values of the scale from low to high, then :data:`STATES`)."""

    @property
    def values(self) -> np.ndarray:
        """slices × values of the scale, low to high, as answered (not turned round)."""
        return self.counts[:, : -len(STATES)]

    @property
    def states(self) -> np.ndarray:
        """slices × states, in the order of :data:`STATES`."""
        return self.counts[:, -len(STATES) :]

    @property
    def given(self) -> np.ndarray:
        """Persons of each slice who gave any answer: a value, a mistyped one, "not applicable" or "prefer not to say"."""
        silent = [STATES.index(State.BLANK), STATES.index(State.NOT_SHOWN)]
        return self.counts.sum(axis=1) - self.states[:, silent].sum(axis=1)


def tally(answers: Answers, framework: Framework, slices: Slices, items: Sequence[Item]) -> tuple[Tally, ...]:
    """Count every answer to every item. A value outside the item's scale counts as :attr:`State.OFF_SCALE`.

    Args:
        answers: rows sorted by school, then group; ``slices`` is :func:`slices_of` them.
        items: items of the framework that ``answers`` holds.
    """
    columns = {item: column for column, item in enumerate(answers.items)}
    scales = [framework.scale_of(item) for item in items]
    widths = [scale.high - scale.low + 1 + len(STATES) for scale in scales]
    counts = [np.zeros((len(slices), width), np.int64) for width in widths]
    tables = [_table(scale) for scale in scales]
    of_row = np.repeat(np.arange(len(slices)), slices.sizes)
    for first in range(0, len(answers), BLOCK):
        rows = of_row[first : first + BLOCK]
        low, high = int(rows[0]), int(rows[-1]) + 1
        base = rows - low
        places = {width: base * width for width in set(widths)}
        for position, item in enumerate(items):
            width = widths[position]
            codes = answers.values[first : first + BLOCK, columns[item.id]].view(np.uint8)
            place = tables[position][codes]
            place += places[width]
            found = np.bincount(place, minlength=(high - low) * width)
            counts[position][low:high] += found.reshape(high - low, width)
    return tuple(
        Tally(item=item, scale=scale, counts=count) for item, scale, count in zip(items, scales, counts, strict=True)
    )


def _table(scale: Scale) -> np.ndarray:
    """For each of the 256 bytes a stored answer may be, its column in the tally."""
    width = scale.high - scale.low + 1
    table = np.full(256, width + STATES.index(State.OFF_SCALE), np.intp)
    table[np.arange(scale.low, scale.high + 1) % 256] = np.arange(width)
    for place, state in enumerate(STATES):
        table[int(state) % 256] = width + place
    return table
