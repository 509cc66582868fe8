"""Google Forms: the linked sheet (CSV, TSV, XLSX) or "Download responses (.csv)".

The first column is the time, under a localised heading; there is no id and nothing unfinished.
Dates follow the locale of the sheet, not the language of the form. The form's own CSV writes
``2020/04/07 4:49:53 PM GMT-5`` with the offset's true sign.
"""

from __future__ import annotations

import re
from dataclasses import replace

from toolbox.reading.dates import dates, take_apart
from toolbox.reading.grid import Column, Grid
from toolbox.reading.layout import Layout, Reader, sample, simple
from toolbox.reading.seeding import titles
from toolbox.reading.words import clean_heading, match_form

_OWN_CSV = re.compile(r"^\d{4}/\d{1,2}/\d{1,2} \d{1,2}:\d\d:\d\d.*( (?:GMT|UTC)\S*| [A-Z]{3,5})$")
_QUESTION = re.compile(r"\?\s*$|\[[^\]]+\]\s*$")


def claims(grid: Grid, first: int) -> int:
    """By the localised heading of the first column, or by its moments: in order, under question-like headings."""
    heading = [clean_heading(cell) for cell in grid.row(first)]
    if not heading or sum(map(bool, heading)) < 2:
        return 0
    moments = sample(grid, 0, first + 1)
    if match_form(heading[0]) in titles("timestamp"):
        return 1 if not moments or sum(take_apart(cell) is not None for cell in moments) >= 0.8 * len(moments) else 0
    if len(moments) < 2 or take_apart(heading[0]) is not None or _QUESTION.search(heading[0]):
        return 0
    if all(_OWN_CSV.match(cell) for cell in moments):
        return 1
    return 1 if _question_like(heading[1:]) and _in_order(moments) and not _second_moment(grid, first) else 0


def _question_like(headings: list[str]) -> bool:
    filled = [heading for heading in headings if heading]
    return bool(filled) and sum(bool(_QUESTION.search(heading)) for heading in filled) >= 0.5 * len(filled)


def _in_order(moments: list[str]) -> bool:
    parts = [take_apart(cell) for cell in moments]
    if not all(part is not None and part.clock for part in parts):
        return False
    found = dates(Column.of_cells(moments))
    return found.times is not None and bool((found.times[1:] >= found.times[:-1]).all())


def _second_moment(grid: Grid, first: int) -> bool:
    """Other tools give a start and an end; a form gives one moment."""
    second = sample(grid, 1, first + 1, 50)
    return bool(second) and all(take_apart(cell) is not None for cell in second)


def lay_out(rows: list[list[str]], body: Grid) -> Layout:
    """The first column is the time; the rest are questions."""
    return replace(simple(rows, body), roles={0: "time"}, times=(0,))


READER = Reader(
    key="google_forms",
    title="Google Forms",
    where="Responses > Link to Sheets, then in the sheet File > Download > CSV or Excel",
    kind="survey",
    claims=claims,
    lay_out=lay_out,
)
