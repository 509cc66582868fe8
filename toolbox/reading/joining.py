"""Tables of repeated groups (KoboToolbox, ODK) with what the answer says that each of their rows belongs to.

A form may ask a group again and again: one row a pupil below one answer of a teacher. Tools keep such a group in a
table of its own, joined by ``_parent_index`` or ``PARENT_KEY``. When a person chooses that table, its rows are the
answers, and each bears the columns of the record above it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import numpy as np

from toolbox.model import Problem
from toolbox.reading.grid import Column, Grid

#: (column of a repeated group that names the record above, column of that record it names)
_LINKS = (("_parent_index", "_index"), ("PARENT_KEY", "KEY"))
#: What a repeated group says again of the answer it belongs to, or says of itself only.
_AGAIN = ("_parent_table_name", "_parent_index", "PARENT_KEY", "_submission__")


def is_repeated(grid: Grid, first: int = 0) -> bool:
    """Whether a table is a repeated group: its rows name the record above them.

    Older exports of KoboToolbox have the column in the table of the answers too, with -1 in it.
    """
    heading = grid.row(first) if first < grid.rows else []
    return any(set(grid.columns[heading.index(link)].words) - {"", "-1", link} for link, _ in _LINKS if link in heading)


def with_records(chosen: Iterable[Grid], every: Callable[[], Iterable[Grid]]) -> Iterator[Grid]:
    """The chosen tables, each repeated group with the columns of the record each row belongs to.

    Args:
        chosen: tables a person chose.
        every: all tables of the file; asked only where a repeated group was chosen.
    """
    for grid in chosen:
        yield _joined(grid, list(every())) if is_repeated(grid) else grid


def _joined(grid: Grid, every: list[Grid]) -> Grid:
    heading = grid.row(0)
    link, key = next(pair for pair in _LINKS if pair[0] in heading)
    table = heading.index("_parent_table_name") if "_parent_table_name" in heading else None
    named = (
        next((word for word in grid.columns[table].words[1:] if word != "_parent_table_name"), "")
        if table is not None
        else ""
    )
    wanted = set(grid.columns[heading.index(link)].words[1:]) - {link}
    above = [
        other
        for other in every
        if other.rows and other.sheet != grid.sheet and key in other.row(0) and (not named or other.sheet == named)
    ]
    above = [other for other in above if wanted & set(other.columns[other.row(0).index(key)].words)]
    if not above:
        return grid
    record = _joined(above[0], every) if is_repeated(above[0]) else above[0]
    places = {word: row for row, word in enumerate(record.columns[record.row(0).index(key)].cells())}
    rows = np.array([places.get(word, -1) for word in grid.columns[heading.index(link)].cells()])
    rows[0] = 0
    kept = [column for column, name in enumerate(heading) if not name.startswith(_AGAIN)]
    own = {heading[column] for column in kept}
    added = tuple(
        Column.of(np.where(rows < 0, -1, column.codes[rows]), column.words)
        for name, column in zip(record.row(0), record.columns, strict=True)
        if name not in own and name != key
    )
    lost = int((rows < 0).sum())
    return replace(
        grid.select(kept),
        columns=(*grid.select(kept).columns, *added),
        problems=(*grid.problems, _told(grid.sheet, record.sheet, grid.rows - 1 - lost, lost)),
    )


def _told(sheet: str, record: str, count: int, lost: int) -> Problem:
    rest = f" {lost} more belong to no row there, so they have only their own answers." if lost else ""
    return Problem(
        code="joined_records",
        message=f"{count} {'row' if count == 1 else 'rows'} of '{sheet}' bear what '{record}' says of the answer they belong to.{rest}",
        count=count,
    )
