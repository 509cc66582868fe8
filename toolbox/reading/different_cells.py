"""What the different cells of a scanned sheet say: asked of the library, each once.

The workbook is put together again with one short sheet in which every different cell stands once. Its styles, shared
strings and settings are the workbook's own, so each cell says there what it says in its place.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Collection, Sequence

import numpy as np

from toolbox.reading.grid import Column
from toolbox.reading.guards import DAMAGED
from toolbox.reading.sheet_scanning import Scanned, Unsure

Ask = Callable[[bytes], Sequence[str | None]]
"""A workbook → the first column of the sheet that is asked for."""

#: Parts of a workbook that have no bearing on what a cell says.
_NEEDLESS = (
    "xl/media/",
    "xl/drawings/",
    "xl/charts/",
    "xl/pivot",
    "xl/worksheets/_rels/",
    "xl/comments",
    "customXml/",
    "docProps/",
)
#: An error (#N/A) or an impossible day says nothing, but the cell is not empty; a value beside an inline text is none.
_SILENT = re.compile(rb'(?![^>]* t="(?:inlineStr|is)")[^>]*>.*<v>[^<]', re.DOTALL)


def columns(
    sheet: Scanned, archive: zipfile.ZipFile, member: str, members: Collection[str], ask: Ask
) -> tuple[Column, ...]:
    """The columns of a scanned sheet from the first to the last that holds anything, down to the last such row.

    Args:
        sheet: what was scanned; it is emptied on the way, so that a large sheet is held once.
        archive: the workbook.
        member: the sheet's name in it.
        members: the names of all its sheets.
        ask: asks the library.

    Raises:
        Unsure: where the library does not say one text for each cell.
    """
    said = ask(_short(sheet, archive, member, members))[:-1]
    if len(said) != len(sheet.cells):
        raise Unsure
    there = (text is not None or bool(_SILENT.match(cell)) for text, cell in zip(said, sheet.cells, strict=True))
    filled = np.array([False, *there])
    texts = np.array(["", *(text or "" for text in said)], object)
    sheet.cells.clear()
    found: dict[int, Column] = {}
    height = 0
    for index, (codes, numbers) in enumerate(sheet.columns()):
        rows = np.flatnonzero(filled[numbers][codes])
        if rows.size:
            height = max(height, int(rows[-1]) + 1)
            found[index] = Column.of(codes, texts[numbers])
    if not found:
        return ()
    blank = Column(codes=np.zeros(height, np.int32), words=("",))
    whole = (found.get(index, blank) for index in range(min(found), max(found) + 1))
    return tuple(Column(codes=column.codes[:height], words=column.words) for column in whole)


def _short(sheet: Scanned, archive: zipfile.ZipFile, member: str, members: Collection[str]) -> bytes:
    """The workbook with every different cell once, and below them one that is never blank, so that all are counted."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        for name in archive.namelist():
            if name not in members and name.endswith((".xml", ".rels")) and not name.startswith(_NEEDLESS):
                try:
                    book.writestr(name, archive.read(name))
                except (*DAMAGED, RuntimeError):
                    raise Unsure from None
        cells = enumerate([*sheet.cells, b' t="b"><v>1</v></c>'], start=1)
        rows = b"".join(b'<row r="%d"><c r="A%d"%b</row>' % (number, number, cell) for number, cell in cells)
        book.writestr(member, sheet.head + rows + b"</sheetData></worksheet>")
    return out.getvalue()
