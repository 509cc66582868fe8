"""What the different cells of a scanned sheet say: asked of the library, each once.

The workbook is put together again with one short sheet in which every different cell stands once. Its styles, shared
strings and settings are the workbook's own, so each cell says there what it says in its place.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Collection

import numpy as np
import pyarrow as pa

from toolbox.reading.grid import Column
from toolbox.reading.guards import DAMAGED
from toolbox.reading.sheet_scanning import Scanned, Unsure

Ask = Callable[[bytes], pa.StringArray]
"""A workbook → the first column of the sheet that is asked for, as the library says it."""

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
#: Bytes of text that one column may hold in Arrow, by far.
_MOST_TEXT = 1 << 30
#: An error (#N/A) or an impossible day says nothing, but the cell is not empty; a value beside an inline text is none.
_SILENT = re.compile(rb'(?![^>]* t="(?:inlineStr|is)")[^>]*>.*<v>[^<]', re.DOTALL)


def columns(
    sheet: Scanned, archive: zipfile.ZipFile, member: str, members: Collection[str], ask: Ask
) -> tuple[Column, ...]:
    """The columns of a scanned sheet from the first to the last that holds anything, down to the last such row.

    Args:
        sheet: what was scanned; its cells are let go on the way.
        archive: the workbook.
        member: the sheet's name in it.
        members: the names of all its sheets.
        ask: asks the library.

    Raises:
        Unsure: where the library does not say one text for each cell.
    """
    said = ask(_short(sheet, archive, member, members))
    if len(said) != len(sheet.cells) + 1 or said.nbytes > _MOST_TEXT:
        raise Unsure
    told = said.is_valid().to_pylist()
    filled = np.array([False, *(ok or bool(_SILENT.match(cell)) for ok, cell in zip(told, sheet.cells, strict=False))])
    # In front stands what number 0 says, nothing; the last was only for counting.
    texts = pa.concat_arrays([pa.array([""]), said.fill_null("")])
    sheet.cells.clear()
    found: dict[int, Column] = {}
    height = 0
    for index, (codes, numbers) in enumerate(sheet.columns()):
        rows = np.flatnonzero(filled[numbers][codes])
        if rows.size:
            height = max(height, int(rows[-1]) + 1)
            words = texts.take(pa.array(numbers))
            found[index] = Column.of_arrow(pa.DictionaryArray.from_arrays(pa.array(codes, pa.int32()), words))
    if not found:
        return ()
    blank = Column.blank(height)
    whole = (found.get(index, blank) for index in range(min(found), max(found) + 1))
    return tuple(Column(codes=column.codes[:height], words=column.words) for column in whole)


def _short(sheet: Scanned, archive: zipfile.ZipFile, member: str, members: Collection[str]) -> bytes:
    """The workbook with every different cell once, and below them one that is never blank, so that all are counted."""
    out = io.BytesIO()
    names = archive.namelist()
    if len(names) > len(set(names)):
        # Which of two parts of one name counts is the library's to say.
        raise Unsure
    with zipfile.ZipFile(out, "w") as book:
        for name in names:
            if name not in members and name.endswith((".xml", ".rels")) and not name.startswith(_NEEDLESS):
                try:
                    book.writestr(name, archive.read(name))
                except (*DAMAGED, RuntimeError):
                    raise Unsure from None
        cells = enumerate([*sheet.cells, b' t="b"><v>1</v></c>'], start=1)
        rows = b"".join(b'<row r="%d"><c r="A%d"%b</row>' % (number, number, cell) for number, cell in cells)
        book.writestr(member, sheet.head + rows + b"</sheetData></worksheet>")
    return out.getvalue()
