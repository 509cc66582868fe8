"""Answers that are in two files of one upload: the same times and the same answers, counted once and told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from toolbox.model import Problem, Reading
from toolbox.reading.recipes.persons import column_of
from toolbox.reading.recipes.telling import MOST_ROWS

#: Fewer equal answers than this may be chance, unless they are all a file holds.
CHANCE = 5


def without_repeats(each: Sequence[Reading]) -> tuple[tuple[Reading, str], ...]:
    """Each reading without the rows an earlier one holds too (same times and answers), and what to say about it.

    A reading of which nothing is left keeps its rows and is told of as a whole: the sentence then ends in "left out.".
    Rows count as the same where a time, a key or an id tells them apart from chance; without any, only whole files do.
    """
    keys = list(dict.fromkeys(key for reading in each for key in reading.table))
    seen: list[tuple[Reading, np.ndarray]] = []
    made: list[tuple[Reading, str]] = []
    for reading in each:
        marks = _marks(reading, keys)
        said, kept = "", reading
        for earlier, before in seen:
            again = _again(reading, marks, earlier, before)
            if again.all():
                said = f"“{reading.file}” holds the same {len(marks)} answers as “{earlier.file}” (same times and answers), so it was left out."
                break
            if again.sum() >= CHANCE:
                kept = _without(kept, np.isin(kept.row_numbers, reading.row_numbers[again]), earlier.file)
        if not len(kept.table):
            said = f"All {len(marks)} answers of “{reading.file}” are in the other files already (same times and answers), so it was left out."
        if not said:
            seen.append((reading, marks))
        made.append((kept if len(kept.table) else reading, said))
    return tuple(made)


def _marks(reading: Reading, keys: Sequence[str]) -> np.ndarray:
    """One number a row, the same for rows that say the same in all columns and at the same time."""
    table = reading.table
    made = np.zeros(len(table), np.uint64)
    for place, key in enumerate(keys, start=1):
        if key in table:
            held = table[key].array
            words = pd.util.hash_array(held.categories.to_numpy(dtype=object), categorize=False)
            blank = np.asarray(held.categories == "")
            words = np.where(blank, np.uint64(0), words * np.uint64(2 * place + 1))
            made += words[held.codes] if len(words) else np.uint64(0)
    if reading.times is not None:
        made += reading.times.astype(np.int64).astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    return made


def _again(reading: Reading, marks: np.ndarray, earlier: Reading, before: np.ndarray) -> np.ndarray:
    """For each row whether the earlier file holds it too."""
    told_apart = any(
        question.kind in ("metadata", "key") and len(column_of(reading, question.key).words) > 0.9 * len(marks)
        for question in reading.questions
    )
    if told_apart or reading.times is not None:
        return np.isin(marks, before)
    same = len(marks) >= CHANCE and len(marks) == len(before) and np.array_equal(np.sort(marks), np.sort(before))
    return np.full(len(marks), same)


def _without(reading: Reading, rows: np.ndarray, where: str) -> Reading:
    """The reading without some rows, which are counted and named."""
    if not rows.any():
        return reading
    kept, count = ~rows, int(rows.sum())
    problem = Problem(
        code="repeated_answers",
        message=f"{count} answer{' is' if count == 1 else 's are'} in “{where}” too (same times and answers) and "
        f"{'was' if count == 1 else 'were'} left out here.",
        rows=tuple(int(row) for row in reading.row_numbers[rows][:MOST_ROWS]),
        count=count,
    )
    return replace(
        reading,
        table=reading.table[kept].reset_index(drop=True),
        row_numbers=reading.row_numbers[kept],
        finished=None if reading.finished is None else reading.finished[kept],
        times=None if reading.times is None else reading.times[kept],
        not_shown={key: of_rows[kept] for key, of_rows in reading.not_shown.items()},
        problems=(*reading.problems, problem),
    )
