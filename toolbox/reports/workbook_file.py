"""Tables as one workbook: formatted sheets, a codebook, a sheet of notes. The same bytes for the same tables."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from copy import copy
from dataclasses import replace

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from toolbox.model import Policy, Table
from toolbox.reports.csv_file import cell
from toolbox.reports.packing import STAMP, packed_again
from toolbox.reports.spreadsheet_text import harmless
from toolbox.tables import COLUMNS, codebook_table

HEAD = Font(bold=True, color="FFFFFF")
HEAD_FILL = PatternFill("solid", fgColor="1F4E79")
HIDDEN = Font(italic=True, color="595959")
WIDEST, NARROWEST = 60, 9
LONGEST_NAME = 31
#: Columns that stay in sight leave room for the others on a small screen.
WIDEST_FIXED = 120

#: Columns that say why a number is not there.
REASONS = ("hidden", "refused_reason", "hours_hidden", "reached_hidden", "line_hidden")


def workbook(tables: Sequence[Table], notes: Table | None = None, policy: Policy = Policy()) -> bytes:
    """One sheet a table, then the codebook, then the notes.

    Sheets are called by the tables' titles; where one is longer than Excel allows, all by the tables' short names, which
    are those of the CSV files too: half a title is nobody's name.

    Numbers stay numbers with their format; text that a spreadsheet would run is made harmless.

    Raises:
        ValueError: without a table, or with two of the same title (a bug).
    """
    titles = [table.title for table in tables]
    if not titles or len(set(titles)) < len(titles):
        raise ValueError("A workbook needs at least one table, each with a title of its own.")
    book = Workbook()
    book.remove(book.active)
    if any(len(title) > LONGEST_NAME for title in titles):
        tables = [
            replace(table, title=table.name.capitalize(), notes=(f"{table.title}.", *table.notes)) for table in tables
        ]
    for table in [*tables, codebook_table(tables, policy), *([notes] if notes is not None else [])]:
        _write(book.create_sheet(_sheet_name(table.title)), table)
    book.properties.creator = "Learning Analytics Toolbox"
    book.properties.created = STAMP
    return _bytes(book)


def form(table: Table) -> bytes:
    """One sheet to be filled in and brought back: the headings as they are read again, and nothing else."""
    book = Workbook()
    sheet = book.active
    sheet.title = _sheet_name(table.title)
    for column, name in enumerate(table.frame.columns, start=1):
        head = sheet.cell(row=1, column=column, value=harmless(name))
        head.font, head.fill = HEAD, HEAD_FILL
        sheet.column_dimensions[get_column_letter(column)].width = _width(table.frame[name], name)
        for row, value in enumerate(table.frame[name], start=2):
            _fill(sheet, (row, column), value, "", wrap=False, reason=False, styles={})
    sheet.freeze_panes = "A2"
    book.properties.creator = "Learning Analytics Toolbox"
    book.properties.created = STAMP
    return _bytes(book)


def _sheet_name(title: str) -> str:
    """As a sheet may be called: no sign Excel forbids, at most 31 signs."""
    name = re.sub(r"[\[\]:*?/\\]", " ", title)
    return name[:LONGEST_NAME].strip("' ") or "Table"


def _write(sheet: Worksheet, table: Table) -> None:
    names, styles = list(table.frame.columns), {}
    wide = [_width(table.frame[name], name) for name in names]
    for column, name in enumerate(names, start=1):
        head = sheet.cell(row=1, column=column, value=harmless(_label(name)))
        head.font, head.fill = HEAD, HEAD_FILL
        head.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(column)].width = wide[column - 1]
        how = COLUMNS[name].format if name in COLUMNS else ""
        for row, value in enumerate(table.frame[name], start=2):
            wrap = wide[column - 1] >= WIDEST
            _fill(sheet, (row, column), value, how, wrap=wrap, reason=name in REASONS, styles=styles)
    for line, note in enumerate(table.notes, start=len(table.frame) + 3):
        sheet.cell(row=line, column=1, value=harmless(note)).font = HIDDEN
    sheet.freeze_panes = sheet.cell(row=2, column=_fixed(names, wide) + 1)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(names))}{len(table.frame) + 1}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"


def _fill(
    sheet: Worksheet, place: tuple[int, int], value: object, how: str, *, wrap: bool, reason: bool, styles
) -> None:
    """One cell. Cells that look alike share one style, looked up in ``styles``: comparing styles took most of the time."""
    content = value.to_pydatetime() if isinstance(value, pd.Timestamp) else cell(value)
    if content is None:
        return
    target = sheet.cell(*place)
    target.value = content
    text = isinstance(content, str)
    if text:
        target.data_type = "s"
    look = (how, text and wrap, text and reason)
    if look in styles:
        target._style = copy(styles[look])
        return
    if how:
        target.number_format = how
    target.alignment = Alignment(wrap_text=text and wrap, vertical="top")
    if text and reason:
        target.font = HIDDEN
    styles[look] = copy(target._style)


def _label(name: str) -> str:
    return COLUMNS[name].label if name in COLUMNS else name


def _width(values: pd.Series, name: str) -> int:
    """As wide as the longest text, numbers as wide as their heading's longest word."""
    head = max((len(word) for word in _label(name).split()), default=0)
    longest = max((len(value) for value in values if isinstance(value, str)), default=0)
    return min(WIDEST, max(NARROWEST, head + 2, longest + 2))


def _fixed(names: Sequence[str], wide: Sequence[int]) -> int:
    """How many columns stay in sight while scrolling to the right: up to one that names the row, and never the whole screen."""
    naming = ("item_name", "area_name", "group", "topic", "label")
    places = [names.index(name) + 1 for name in naming if name in names]
    return next((place for place in places if sum(wide[:place]) <= WIDEST_FIXED), 1)


def _bytes(book: Workbook) -> bytes:
    """The file, packed again with one fixed time, because a workbook carries the time of writing in two places."""
    first = io.BytesIO()
    book.save(first)
    return packed_again(first.getvalue())
