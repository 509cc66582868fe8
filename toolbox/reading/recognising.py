"""Whose export is it? Every reader is asked at every row where a heading could start; no two claim the same.

In a workbook the sheet is chosen by this signature, never by its place.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from toolbox.model import Choices, ToolboxError
from toolbox.reading.dates import take_apart
from toolbox.reading.grid import Grid
from toolbox.reading.joining import is_repeated
from toolbox.reading.kinds import is_number
from toolbox.reading.layout import Reader
from toolbox.reading.merged_headings import are_merged

#: How far down a heading is looked for: titles, dates and logos stand above some tables.
DEPTH = 15


@dataclass(frozen=True, kw_only=True, eq=False)
class Recognised:
    """A grid with its reader and the place of its heading."""

    grid: Grid
    reader: Reader
    first: int
    heading_rows: int

    @property
    def body_rows(self) -> int:
        """How many rows stand below the heading."""
        return max(0, self.grid.rows - self.first - self.heading_rows)


class TwoClaims(ToolboxError):
    """Two readers claim one export: an error in our signatures, logged as one. The visitor can say which tool it is."""


def claimants(grid: Grid, readers: Sequence[Reader]) -> tuple[Reader, ...]:
    """Every reader that claims a grid at the row where the first of them does."""
    return tuple(one.reader for one in _claims(grid, readers))


def _claims(grid: Grid, readers: Sequence[Reader]) -> list[Recognised]:
    asked = _asked(grid, readers)
    for first in range(min(DEPTH, grid.rows)):
        found = [
            Recognised(grid=grid, reader=reader, first=first, heading_rows=rows)
            for reader in asked
            if (rows := reader.claims(grid, first))
        ]
        # Answers stand in rows like each other: a claim in the middle of them takes one of them for a heading.
        if found and (grid.source or not _is_among_its_like(grid, first)):
            return found
    return []


def _is_among_its_like(grid: Grid, first: int) -> bool:
    """Whether most cells of a row are what stands below them: the same text, a number above numbers, a date above dates.

    Example:
        >>> from toolbox.reading.separators import split
        >>> table = split("name,mark,day\\nMari,4,3.10.2025\\nJaan,5,4.10.2025\\nLiis,4,4.10.2025\\n")
        >>> [_is_among_its_like(table, row) for row in range(4)]
        [False, True, True, False]
    """
    filled = [(cell, column) for cell, column in zip(grid.row(first), grid.columns, strict=True) if cell]
    alike = sum(_is_like(cell, column.cells(slice(first + 1, first + 41))) for cell, column in filled)
    return alike > 0.5 * len(filled) and not _comes_again(grid, first)


def _comes_again(grid: Grid, first: int) -> bool:
    """Whether the same row stands further down: headings do where pages are pasted below each other."""
    again = np.ones(grid.rows - first - 1, bool)
    for cell, column in zip(grid.row(first), grid.columns, strict=True):
        again &= column.take(slice(first + 1, None)).equal(cell)
    return bool(again.any())


def _is_like(cell: str, below: list[str]) -> bool:
    if cell in below:
        return True
    told = [text for text in below if text]
    return any(is_one(cell) and told and all(map(is_one, told)) for is_one in (is_number, take_apart))


def _asked(grid: Grid, readers: Sequence[Reader]) -> list[Reader]:
    """A file whose bytes name its tool is nobody else's, whatever its columns are called."""
    return [reader for reader in readers if reader.key == grid.source or not grid.source]


def recognise(grid: Grid, readers: Sequence[Reader], choices: Choices = Choices()) -> Recognised:
    """The reader of one grid and where its heading stands; the last reader takes what no other claims.

    Raises:
        ToolboxError: ``unknown_reader`` when a chosen reader does not exist.
        TwoClaims: ``two_tools``, when two readers claim the grid.
    """
    *tools, plain = readers
    chosen = [reader for reader in readers if reader.key == choices.reader]
    if choices.reader and not chosen:
        raise ToolboxError(
            "unknown_reader",
            f"There is no reader '{choices.reader}'. There are: {', '.join(r.key for r in readers)}.",
        )
    tools = [reader for reader in chosen if reader is not plain] if chosen else tools
    found = _claims(grid, tools)
    if len(found) > 1:
        keys = " and ".join(one.reader.key for one in found)
        logging.getLogger(__name__).error("%s claim one export: make their signatures exclusive", keys)
        titles = " and of ".join(one.reader.title for one in found)
        raise TwoClaims(
            "two_tools",
            f"This file looks like an export of {titles}. Say which tool it is from, then it can be read.",
        )
    if found:
        return replace(found[0], heading_rows=choices.heading_rows or found[0].heading_rows)
    reader = chosen[0] if chosen else plain
    first, rows = heading_row(grid), 1
    if reader is plain and not choices.heading_rows:
        merged = (top for top in range(first, first - 3, -1) if _is_merged(grid, top))
        first, rows = next(((top, 2) for top in merged), (first, 1))
    return Recognised(grid=grid, reader=reader, first=first, heading_rows=choices.heading_rows or rows)


def _is_merged(grid: Grid, top: int) -> bool:
    """Whether a heading of two rows begins here, with answers below it that are not like its second row."""
    if not 0 <= top < grid.rows - 2 or not are_merged(grid.row(top), grid.row(top + 1)):
        return False
    return not _is_among_its_like(grid, top + 1)


def heading_row(grid: Grid) -> int:
    """The first row that is filled over most of the table's width with mostly different words that are no values.

    Example:
        >>> from toolbox.reading.separators import split
        >>> heading_row(split("Report of our school,,\\nschool,role,q1\\nTamme,teacher,4\\n"))
        1
    """
    head = grid.head(DEPTH + 15)
    used = [column for column in range(grid.width) if any(row[column] for row in head)]
    for place, row in enumerate(head[:DEPTH]):
        filled = [row[column] for column in used if row[column]]
        if len(filled) < 0.6 * len(used) or len(set(filled)) < 0.8 * len(filled):
            continue
        values = sum(is_number(cell) or take_apart(cell) is not None for cell in filled)
        if values <= 0.5 * len(filled):
            return place
    return 0


def choose(
    grids: Iterable[Grid], readers: Sequence[Reader], choices: Choices = Choices()
) -> tuple[Recognised, tuple[str, ...], tuple[Recognised, ...]]:
    """The sheet that holds the answers, a word on each other sheet that is filled too, and the sheets to read.

    The sheets to read are that one, or every sheet of the same log where a tool keeps one a month.

    A sheet a tool's reader claims comes before any other; then the one with the most cells; of answers and their copy
    in numbers the words.

    Raises:
        ToolboxError: ``empty_file`` when no sheet holds anything.
    """
    found = [recognise(grid, readers, choices) for grid in grids if grid.rows and grid.width]
    if not found:
        raise ToolboxError("empty_file", "This file is empty. Download it again and upload the new copy.")
    best = max(
        found,
        key=lambda one: (
            one.reader is not readers[-1] and not one.reader.summary,
            one.body_rows > 0,
            one.body_rows * one.grid.width,
        ),
    )
    copies = [one for one in found if one.reader is best.reader and one.body_rows == best.body_rows > 1]
    copies = copies if best.reader.kind == "survey" else []
    best = max(copies, key=_in_words, default=best)
    others = tuple(
        f"'{one.grid.sheet}' ({one.body_rows} rows{_told(one, best, copies)})"
        for one in found
        if one is not best and one.body_rows > 0
    )
    alike = tuple(one for one in found if one.reader is best.reader and one.body_rows > 0)
    return best, others, alike if best.reader.several_sheets and alike else (best,)


def _in_words(one: Recognised) -> int:
    """How many columns hold words: people keep a copy of the answers recoded as numbers beside them."""
    body = one.grid.take(slice(one.first + one.heading_rows, None))
    return sum(bool(words) and not all(map(is_number, words)) for column in body.columns if (words := column.some(50)))


def _told(one: Recognised, best: Recognised, copies: list[Recognised]) -> str:
    """What a person should know of a sheet that was not used."""
    if is_repeated(one.grid):
        return ", repeated inside the answers"
    same = one in copies and len(set(one.grid.row(one.first)) & set(best.grid.row(best.first))) >= 0.5 * best.grid.width
    return ", it looks like the same answers as numbers" if same and _in_words(one) < _in_words(best) else ""
