"""What stands below the last answer: rows of totals or averages, and notes on where the table comes from.

They are no persons. Only the bottom of a table is looked at, and only what nobody can have answered is left out.
"""

from __future__ import annotations

import numpy as np

from toolbox.reading.grid import Grid
from toolbox.reading.kinds import is_number
from toolbox.reading.layout import Left
from toolbox.reading.seeding import titles
from toolbox.reading.words import match_form

#: How many rows up from the last are looked at.
_MOST = 8
_NOTE_WORDS = 3


def below(body: Grid) -> tuple[Left, ...]:
    """Totals and notes at the end of a table of three columns or more.

    Example:
        >>> from toolbox.reading.separators import split
        >>> table = split("Tamme,4,5\\nKase,3,5\\nAverage,3.5,5\\nMade by ClassTool in October,,\\n")
        >>> [(left.code, np.flatnonzero(left.rows).tolist()) for left in below(table)]
        [('total_rows', [2]), ('notes_below', [3])]
    """
    totals, notes = np.zeros(body.rows, bool), np.zeros(body.rows, bool)
    widths = np.sum([column.filled() for column in body.columns], axis=0) if body.columns else np.zeros(0)
    # Where most persons answered one question only, a lone text is an answer like the others.
    if body.width < 3 or body.rows < 2 or np.median(widths) < 3:
        return ()
    for row in range(body.rows - 1, max(0, body.rows - _MOST), -1):
        cells = [cell for cell in body.row(row) if cell]
        if _is_total(cells):
            totals[row] = True
        elif _is_note(body, row, cells):
            notes[row] = True
        else:
            break
    return (
        Left(
            rows=totals, code="total_rows", message="{count} rows below the answers were taken as totals and left out."
        ),
        Left(rows=notes, code="notes_below", message="{count} rows below the answers hold a note and were left out."),
    )


def _is_total(cells: list[str]) -> bool:
    """One word for a sum or an average, and numbers."""
    words = [cell for cell in cells if not is_number(cell.removesuffix("%").strip())]
    return len(words) == 1 < len(cells) and match_form(words[0]).rstrip(" :") in titles("totals")


def _is_note(body: Grid, row: int, cells: list[str]) -> bool:
    """Several words alone in the first column, that nobody else has there."""
    if len(cells) != 1 or len(cells[0].split()) < _NOTE_WORDS or body.columns[0].equal(cells[0]).sum() != 1:
        return False
    return bool(body.columns[0].filled()[row])
