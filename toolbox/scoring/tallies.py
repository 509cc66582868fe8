"""How often each answer was given to each item, slice by slice: from here come counts, shares, states and means of items."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

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

    @cached_property
    def given(self) -> np.ndarray:
        """Persons of each slice who gave any answer: a value, a mistyped one, or one of the words that stand for none."""
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
    tables = [_table(scale) for scale in scales]
    counts = [np.zeros((len(slices), _width(scale)), np.int64) for scale in scales]
    of_row = np.repeat(np.arange(len(slices)), slices.sizes)
    for first in range(0, len(answers), BLOCK):
        rows = of_row[first : first + BLOCK]
        low, high = int(rows[0]), int(rows[-1]) + 1

        def codes(place: int, first: int = first) -> np.ndarray:
            column = answers.values[first : first + BLOCK, columns[items[place].id]]
            return np.frombuffer(column.tobytes().translate(tables[place]), np.uint8)

        for places in _together([_width(scale) for scale in scales], len(rows) // (high - low)):
            found = _count(rows - low, high - low, [codes(place) for place in places], [counts[p] for p in places])
            for place, block in zip(places, found, strict=True):
                counts[place][low:high] += block
    return tuple(
        Tally(item=item, scale=scale, counts=count) for item, scale, count in zip(items, scales, counts, strict=True)
    )


def _width(scale: Scale) -> int:
    """Columns of the tally of an item on this scale."""
    return scale.high - scale.low + 1 + len(STATES)


def _together(widths: Sequence[int], rows_a_slice: int) -> list[tuple[int, ...]]:
    """Items counted in one pass, two where that saves time: their joint codes fit a byte, and slices are long."""
    pairs: list[tuple[int, ...]] = []
    place = 0
    while place < len(widths):
        two = widths[place : place + 2]
        joint = two[0] * two[-1]
        fits = len(two) == 2 and joint <= 256 and rows_a_slice >= 4 * joint
        pairs.append((place, place + 1) if fits else (place,))
        place += len(pairs[-1])
    return pairs


def _count(slice_of: np.ndarray, slices: int, codes: list[np.ndarray], counts: list[np.ndarray]) -> list[np.ndarray]:
    """Count one or two columns of codes by slice: for each, slices × its width."""
    widths = [count.shape[1] for count in counts]
    if len(codes) == 1:
        found = np.bincount(slice_of * widths[0] + codes[0], minlength=slices * widths[0])
        return [found.reshape(slices, widths[0])]
    joint = codes[0] * np.uint8(widths[1]) + codes[1]
    found = np.bincount(slice_of * (widths[0] * widths[1]) + joint, minlength=slices * widths[0] * widths[1])
    table = found.reshape(slices, *widths)
    return [table.sum(axis=2), table.sum(axis=1)]


def _table(scale: Scale) -> bytes:
    """For each of the 256 bytes a stored answer may be, its column in the tally."""
    width = scale.high - scale.low + 1
    table = np.full(256, width + STATES.index(State.OFF_SCALE), np.uint8)
    table[np.arange(scale.low, scale.high + 1) % 256] = np.arange(width)
    for place, state in enumerate(STATES):
        table[int(state) % 256] = width + place
    return table.tobytes()
