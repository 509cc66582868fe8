"""A list a hub keeps in a spreadsheet (schools, who belongs where): headings on top, one row each, found by their words.

Above the headings there may be a title; the columns come in any order; others than those that are known are not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from toolbox.model import Problem, ToolboxError
from toolbox.reading.dates import dates
from toolbox.reading.grid import Column, Grid
from toolbox.reading.opening import grids
from toolbox.reading.words import clean_cell, match_form

#: Headings stand within so many rows of the top.
_ROWS_ABOVE = 20
#: Most row numbers a problem names.
_MOST_ROWS = 200
_WHOLE = re.compile(r"^\d+(?:[.,]0+)?$")
_NUMBER = re.compile(r"^\d+(?:[.,]\d+)?$")

Headings = Mapping[str, frozenset[str]]


@dataclass(frozen=True, kw_only=True)
class ListTable:
    """The cells of the columns that are known, row by row."""

    name: str
    cells: Mapping[str, Sequence[str]]
    row_numbers: Sequence[int]
    """Of each row its number in the file, 1 the first line."""
    headings: int
    """Filled headings, known or not."""

    @property
    def mostly(self) -> bool:
        """Whether most headings are known, and three at least: then the file is such a list and no survey."""
        return len(self.cells) >= max(3, self.headings / 2)

    @property
    def others(self) -> int:
        """Headings that are not known."""
        return self.headings - len(self.cells)

    @property
    def rows(self) -> int:
        """How many rows stand below the headings."""
        return len(self.row_numbers)

    def cell(self, column: str, row: int) -> str:
        """What stands in a column; "" where there is none."""
        return self.cells[column][row] if column in self.cells else ""


def list_table(content: bytes, name: str, headings: Headings, needed: Iterable[str]) -> ListTable | None:
    """The first table of a file that has every column of ``needed``; None where none has.

    Raises:
        ToolboxError: what :mod:`toolbox.reading.opening` refuses.

    Example:
        >>> found = list_table(b"Our hub\\nSchool;Wave\\nElm;2\\n", "list", {"school": frozenset({"school"})}, ["school"])
        >>> found.cells, list(found.row_numbers), found.headings
        ({'school': ['Elm']}, [3], 2)
    """
    return next((found for grid in grids(content, name) if (found := table_in(grid, name, headings, needed))), None)


def table_in(grid: Grid, name: str, headings: Headings, needed: Iterable[str]) -> ListTable | None:
    """The list a grid holds; None where it lacks a column of ``needed``."""
    found = _headings(grid, headings, frozenset(needed))
    if found is None:
        return None
    top, places, filled = found
    below = slice(top + 1, None)
    return ListTable(
        name=name,
        cells={column: _cells(grid.columns[place], below) for column, place in places.items()},
        row_numbers=[int(row) for row in grid.row_numbers[top + 1 :]],
        headings=filled,
    )


def _cells(column: Column, rows: slice) -> list[str]:
    return [" ".join(clean_cell(text).split()) for text in column.cells(rows)]


def _headings(grid: Grid, headings: Headings, needed: frozenset[str]) -> tuple[int, dict[str, int], int] | None:
    """The row of the headings, the place of each column that is known, and how many headings are filled."""
    rows = zip(*(column.cells(slice(_ROWS_ABOVE)) for column in grid.columns), strict=True)
    for top, row in enumerate(rows):
        places: dict[str, int] = {}
        forms = [match_form(cell) for cell in row]
        for place, form in enumerate(forms):
            column = next((column for column, words in headings.items() if form in words), None)
            if column is not None:
                places.setdefault(column, place)
        if needed <= places.keys():
            return top, places, sum(map(bool, forms))
    return None


@dataclass(frozen=True, kw_only=True)
class Days:
    """The days of some columns, all read in one order of day and month."""

    of: Mapping[str, Sequence[date | None]]
    bad: Mapping[int, tuple[str, str]]
    """Row → (column, cell) that is no day."""


def days(table: ListTable, columns: Iterable[str], *, code: str) -> Days:
    """The days of these columns, as far as the table has them.

    Raises:
        ToolboxError: ``code`` where nobody can say which number is the day.

    Example:
        >>> table = ListTable(name="x", cells={"from": ["3.10.2025", ""], "to": ["31.10.2025", "soon"]},
        ...     row_numbers=[2, 3], headings=2)
        >>> found = days(table, ["from", "to"], code="x_date")
        >>> found.of["from"], found.bad
        ([datetime.date(2025, 10, 3), None], {1: ('to', 'soon')})
    """
    there = [column for column in columns if column in table.cells]
    cells = [cell for column in there for cell in table.cells[column]]
    if not any(cells):
        return Days(of={column: [None] * table.rows for column in there}, bad={})
    found = dates(Column.of_cells(cells))
    if found.unclear:
        titles = " and ".join(f"“{column.replace('_', ' ')}”" for column in there)
        raise ToolboxError(
            code,
            f"{table.name} has days such as “{found.examples[0]}”, which could be read with the day or the month first. "
            f"Write the days of {titles} as year-month-day, for example 2025-10-27.",
        )
    times = np.full(len(cells), np.datetime64("NaT")) if found.times is None else found.times
    read = [None if np.isnat(when) else when.astype("datetime64[D]").astype(date) for when in times]
    of, bad = {}, {}
    for place, column in enumerate(there):
        of[column] = read[place * table.rows : (place + 1) * table.rows]
        for row, (cell, day) in enumerate(zip(table.cells[column], of[column], strict=True)):
            if cell and day is None:
                bad.setdefault(row, (column, cell))
    return Days(of=of, bad=bad)


class Faults:
    """What is wrong with rows of a list, gathered so that each fault is told once, with its rows.

    ``said``: fault → its sentence, with words that follow the number of rows in braces; ``silent``: faults of which no cell may
    be repeated.

    Example:
        >>> faults = Faults(ListTable(name="x", cells={}, row_numbers=[2, 3], headings=1), {"day": "{rows} {were} left out."}, "x")
        >>> faults.add("day", 1, "soon")
        >>> faults.problems[0].code, faults.problems[0].message, faults.problems[0].rows, faults.problems[0].example
        ('x_day', '1 row was left out.', (3,), 'soon')
    """

    def __init__(self, table: ListTable, said: Mapping[str, str], code: str, silent: Iterable[str] = ()) -> None:
        self._table, self._said, self._code, self._silent = table, said, code, frozenset(silent)
        self._found: dict[str, list[tuple[int, str]]] = {}

    def add(self, fault: str, row: int, cell: str = "") -> None:
        """A row, by its place below the headings, and the cell that is wrong."""
        self._found.setdefault(fault, []).append((self._table.row_numbers[row], cell))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Each fault once, with its rows."""
        made = []
        for fault, found in self._found.items():
            count = len(found)
            example = next((cell for _, cell in found if cell and fault not in self._silent), "")
            numbers = tuple(dict.fromkeys(row for row, _ in found))[:_MOST_ROWS]
            message = self._said[fault].format(**_words(count))
            made.append(
                Problem(code=f"{self._code}_{fault}", message=message, rows=numbers, count=count, example=example)
            )
        return tuple(made)


def _words(count: int) -> Mapping[str, str]:
    if count == 1:
        return {"rows": "1 row", "were": "was", "end": "ends", "begin": "begins", "they": "it", "say": "says"}
    return {"rows": f"{count} rows", "were": "were", "end": "end", "begin": "begin", "they": "they", "say": "say"}


def whole(cell: str) -> int | None:
    """A whole number; None where the cell is none.

    Example:
        >>> whole("24"), whole("24.0"), whole("24.5"), whole("about 20"), whole("")
        (24, 24, None, None, None)
    """
    return int(re.split("[.,]", cell)[0]) if _WHOLE.match(cell) else None


def number(cell: str) -> float | None:
    """A number with point or comma; None where the cell is none.

    Example:
        >>> number("12,5"), number("-3")
        (12.5, None)
    """
    return float(cell.replace(",", ".")) if _NUMBER.match(cell) else None
