"""Workbooks whose bytes are the same in every run: fixed dates inside, fixed dates in the container."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.styles import Font

from .packing import packed

_DAY = b"2026-06-01T00:00:00Z"


def workbook(sheets: Sequence[tuple[str, Sequence[Sequence[object]]]], *, dates: str, bold: bool = False) -> bytes:
    """XLSX bytes of the given (sheet name, rows). ``dates`` is the number format of date cells; None cells stay empty."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([cell if cell != "" else None for cell in row])
        for cells in sheet.iter_rows():
            for cell in cells:
                if isinstance(cell.value, datetime | date):
                    cell.number_format = dates
                elif isinstance(cell.value, str) and cell.value.startswith("="):
                    cell.data_type = "s"  # an answer that begins with "=" is an answer, no formula
        for cell in sheet[1] if bold else ():
            cell.font = Font(bold=True)
    raw = io.BytesIO()
    book.save(raw)
    return _settled(raw.getvalue())


def _settled(content: bytes) -> bytes:
    """The same workbook without the moment it was made."""
    with zipfile.ZipFile(io.BytesIO(content)) as made:
        parts = {name: made.read(name) for name in sorted(made.namelist())}
    parts["docProps/core.xml"] = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ?", _DAY, parts["docProps/core.xml"])
    return packed(parts)
