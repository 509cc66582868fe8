"""Records with several rows by the tool's design: events are rounds of their own, repeated parts are not persons.

A round is made of one event: a row a record. What is asked once per record, the school and the group, is taken from
another row of the same record where all its rows agree. Rows of a repeated part (visits, devices) are set aside, unless
only they answer the items: then each is an answer, and of one person the finished, most complete, latest one counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from toolbox.model import Reading, Recipe
from toolbox.reading.recipes.cells import Named
from toolbox.reading.recipes.persons import column_of
from toolbox.reading.recipes.telling import names


def events_of(reading: Reading) -> tuple[tuple[str, int], ...]:
    """The events of an export with how many rows each has, in the order of the file; () where it has none."""
    if reading.repeats is None or not reading.repeats.event:
        return ()
    column = column_of(reading, reading.repeats.event)
    _, first = np.unique(column.codes, return_index=True)
    counts = column.counts()
    found = [column.codes[row] for row in sorted(first)]
    return tuple((column.words[code], int(counts[code])) for code in found if code)


def guess_event(reading: Reading, items: Sequence[str], before: str = "") -> str:
    """The event a round is made of: that of the earlier recipe, else the first of those that answer most items."""
    told = [event for event, _ in events_of(reading)]
    if len(told) < 2 or before in told:
        return before if before in told else ""
    column = column_of(reading, reading.repeats.event)  # type: ignore[union-attr]
    answered = np.zeros(len(reading.table), np.int64)
    for item in items:
        answered += column_of(reading, item).filled()
    each = np.bincount(column.codes, weights=answered, minlength=len(column.words))
    return max(told, key=lambda event: each[column.words.index(event)])


def other_rows(recipe: Recipe, reading: Reading, answered: np.ndarray):
    """Rows that belong to another event or to a repeated part, as (rows, code, sentence for one, for many).

    Args:
        recipe: says the event.
        reading: the export.
        answered: for each row whether it answers an item.
    """
    if reading.repeats is None:
        return
    here = np.ones(len(answered), bool)
    events = [event for event, _ in events_of(reading)]
    if recipe.event in events:
        column = column_of(reading, reading.repeats.event)
        here = column.where(lambda word: word == recipe.event)
        rest = names([event for event in events if event != recipe.event])
        yield (
            ~here,
            "other_event",
            f"This round is made of the event '{recipe.event}'. 1 row belongs to another event ({rest}) and was left out.",
            f"This round is made of the event '{recipe.event}'. {{count}} rows belong to other events ({rest}) and were left out.",
        )
    if reading.repeats.part:
        repeated = column_of(reading, reading.repeats.part).filled()
        if (answered & here & ~repeated).any():
            yield (
                repeated,
                "repeated_part",
                "1 row is a repeated part of a record, not a person, and was left out.",
                "{count} rows are repeated parts of records, not persons, and were left out.",
            )


def completed(named: Named, reading: Reading) -> Named:
    """Schools or groups of rows without one, from the other rows of the same record where all of those agree."""
    if reading.repeats is None or not (named.codes < 0).any():
        return named
    record = column_of(reading, reading.repeats.record).codes
    known = (named.codes >= 0) & (record > 0)
    lowest = np.full(int(record.max(initial=0)) + 1, len(named.names), np.int32)
    highest = np.full(len(lowest), -1, np.int32)
    np.minimum.at(lowest, record[known], named.codes[known])
    np.maximum.at(highest, record[known], named.codes[known])
    agreed = np.where(lowest == highest, highest, -1)
    agreed[0] = -1
    return replace(named, codes=np.where(named.codes < 0, agreed[record], named.codes))
