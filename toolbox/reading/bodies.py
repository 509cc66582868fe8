"""The body of a recognised grid: heading rows taken off, columns laid out, test rows and empty columns left out."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from toolbox.model import Problem, ToolboxError
from toolbox.reading import damage
from toolbox.reading.grid import Grid
from toolbox.reading.layout import Layout, Left
from toolbox.reading.recognising import Recognised
from toolbox.reading.trailing import below

#: Rows listed in a problem; the count beside them is always whole.
MOST_ROWS = 200
#: Empty columns without a heading that are left in their place; a spreadsheet's hundreds of them are not.
MOST_EMPTY = 3


@dataclass(frozen=True, kw_only=True, eq=False)
class Table:
    """The body with what is known of its columns: everything one step needs from the one before."""

    body: Grid
    layout: Layout
    problems: tuple[Problem, ...]


def body_of(recognised: Recognised) -> Table:
    """The answers of a recognised grid with the layout of their columns.

    Raises:
        ToolboxError: ``no_answers`` when nothing stands below the heading, or nothing but tests.
    """
    table = _laid_out(recognised)
    asked = recognised.reader.kind == "survey" and not recognised.reader.summary
    return _without_left_rows(table, below(table.body) if asked else ())


def _laid_out(recognised: Recognised) -> Table:
    grid, first, count = recognised.grid, recognised.first, recognised.heading_rows
    rows = [grid.row(index) for index in range(first, min(first + count, grid.rows))]
    body = grid.take(slice(first + count, None))
    if not body.rows:
        raise ToolboxError(
            "no_answers",
            f"There are no answers in this file yet: it has a heading of {sum(map(bool, rows[0]))} columns and nothing below it. "
            "Download it again when answers have come in.",
        )
    kept = [
        index for index in range(grid.width) if any(row[index] for row in rows) or body.columns[index].filled().any()
    ]
    dropped = grid.width - len(kept)
    if dropped <= MOST_EMPTY:
        kept, dropped = list(range(grid.width)), 0
    problems = list(damage.row_limit(int(grid.row_numbers[-1])))
    if dropped:
        problems.append(Problem(code="empty_columns", message=f"{dropped} empty columns were ignored.", count=dropped))
    if first:
        problems.append(
            Problem(
                code="lines_above",
                message=f"{first} {'line' if first == 1 else 'lines'} above the heading {'was' if first == 1 else 'were'} set aside.",
                rows=tuple(int(number) for number in grid.row_numbers[:first]),
                count=first,
            )
        )
    if len(kept) == 1:
        problems.append(
            Problem(
                code="one_column",
                message="Only one column was found. If the file has more, choose another separator.",
                count=1,
            )
        )
    body = body.select(kept)
    above = [grid.row(index) for index in range(first)] if recognised.reader.reads_above else []
    layout = recognised.reader.lay_out([[row[index] for index in kept] for row in (*above, *rows)], body)
    named = tuple(
        key or f"Column {kept[index] + 1 if index < len(kept) else index + 1}" for index, key in enumerate(layout.keys)
    )
    body = body if layout.body is None else layout.body
    return Table(body=body, layout=replace(layout, keys=named), problems=(*problems, *layout.problems))


def _without_left_rows(table: Table, trailing: tuple[Left, ...]) -> Table:
    """Test rows go, and so do totals and notes below the answers; all are counted."""
    left = np.zeros(table.body.rows, bool)
    problems = list(table.problems)
    again = _repeated_headings(table)
    for one in (*table.layout.left, again, _titles_between(table.body, again.rows), *trailing):
        fresh = one.rows & ~left
        if fresh.any():
            problems.append(_counted(one, fresh, table.body.row_numbers))
        left |= one.rows
    if not left.any():
        return table
    if left.all():
        raise ToolboxError(
            "no_answers", "Every answer in this file comes from a preview or a test, so there is nothing to show yet."
        )
    kept = np.flatnonzero(~left)
    finished = table.layout.finished
    layout = replace(table.layout, finished=None if finished is None else finished[kept])
    return Table(body=table.body.take(kept), layout=layout, problems=tuple(problems))


def _repeated_headings(table: Table) -> Left:
    """Heading lines again in the middle: files that were pasted below each other."""
    again = np.ones(table.body.rows, bool)
    told = 0
    for column, heading in zip(table.body.columns, table.layout.headings, strict=True):
        if "\n" in heading or not heading:
            continue
        told += 1
        again &= column.equal(heading)
        if not again.any():
            break
    again &= told >= 2
    return Left(rows=again, code="repeated_headings", message="{count} rows repeat the heading and were left out.")


def _titles_between(body: Grid, headings: np.ndarray) -> Left:
    """A title alone above each heading that comes again: the month or class the page below is of."""
    titles = np.zeros(body.rows, bool)
    for row in np.flatnonzero(headings).tolist() if body.width > 2 else []:
        while row and not headings[row - 1] and sum(map(bool, body.row(row - 1))) == 1:
            row -= 1
            titles[row] = True
    return Left(
        rows=titles,
        code="titles_between",
        message="{count} rows above a repeated heading hold a title and were left out.",
    )


def _counted(one: Left, rows: np.ndarray, numbers: np.ndarray) -> Problem:
    count = int(rows.sum())
    message = one.message.format(count=count)
    if count == 1:
        message = (
            message.replace("rows come", "row comes")
            .replace("as totals", "as a total")
            .replace("rows repeat", "row repeats")
            .replace("rows above a repeated heading hold", "row above a repeated heading holds")
            .replace("rows below the answers were", "row below the answers was")
            .replace("rows below the answers hold", "row below the answers holds")
            .replace(" were ", " was ")
        )
    return Problem(
        code=one.code, message=message, rows=tuple(int(row) for row in numbers[rows][:MOST_ROWS]), count=count
    )
