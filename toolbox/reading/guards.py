"""What must be looked at before a workbook is opened: size when unpacked, reach, locks.

A workbook is a zip archive. A small file may claim gigabytes, and one stray cell in the last corner
of a sheet makes readers set aside room for 17 thousand million cells. Both are found here by
streaming through the archive, before anything is built.
"""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from dataclasses import dataclass

import numpy as np

from toolbox.model import ToolboxError

#: Unpacked bytes a workbook may have in all, and cells a sheet may reach over.
LARGEST = 3 * 1024**3
MOST_CELLS = 120_000_000
MOST_COLUMNS = 16_384
#: Cells a sheet may reach over whatever it holds: beyond this one in twenty must be there.
SPARSE_CELLS = 20_000_000
#: What a damaged archive makes Python's own reader raise, depending on which bytes are wrong.
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
)
_CHUNK = 1 << 20


@dataclass(frozen=True, kw_only=True)
class Reach:
    """How far a sheet's cells reach."""

    rows: int
    columns: int
    cells: int
    """How many there are."""


def check_archive(content: bytes) -> zipfile.ZipFile:
    """The archive, if it is whole and unpacks to a reasonable size.

    Raises:
        ToolboxError: ``broken_archive``, ``too_large_unpacked``.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except DAMAGED:
        raise ToolboxError(
            "broken_archive",
            "This workbook is cut off or damaged, perhaps because the upload was interrupted. Download and upload it again.",
        ) from None
    check_unpacked(len(content), sum(member.file_size for member in archive.infolist()))
    return archive


def check_unpacked(packed: int, unpacked: int) -> None:
    """Refuse what unpacks to more than a file of answers has, or to so much that only repetition can be in it.

    Raises:
        ToolboxError: ``too_large_unpacked``.
    """
    if unpacked > LARGEST or (unpacked > 300_000_000 and unpacked > 400 * packed):
        raise _too_large(packed, unpacked)


def reach(archive: zipfile.ZipFile, member: str) -> Reach:
    """How far a sheet reaches, by streaming through its XML once.

    Raises:
        ToolboxError: ``too_large_unpacked`` when more comes out than the archive declares and a workbook may have.
    """
    last_row, widest, cells, in_row, seen, unpacked = 0, 0, 0, 0, b"", 0
    packed = archive.getinfo(member).compress_size
    try:
        with archive.open(member) as stream:
            while chunk := stream.read(_CHUNK):
                unpacked += len(chunk)
                if unpacked > LARGEST:
                    raise _too_large(packed, unpacked)
                rows, columns = _farthest(seen + chunk)
                last_row, widest = max(last_row, rows), max(widest, columns)
                # Cells that do not name their place stand beside each other all the same.
                first, *others = (row.count(b"<c") - row.count(b"<col") for row in chunk.split(b"<row"))
                cells += first + sum(others)
                widest = max(widest, in_row + first, *others)
                in_row = others[-1] if others else in_row + first
                seen = chunk[-20:]
    except (*DAMAGED, RuntimeError):
        raise ToolboxError(
            "broken_archive",
            "This workbook is damaged inside. Open it in a spreadsheet program, save it again and upload the new copy.",
        ) from None
    return Reach(rows=last_row, columns=widest, cells=cells)


def _farthest(window: bytes) -> tuple[int, int]:
    """The last row and column named in a piece of sheet XML, by its rows or by its cells.

    Example:
        >>> _farthest(b'<row r="7"><c r="AB7"/><c r="C12"/>')
        (12, 28)
    """
    signs = np.frombuffer(window + b" " * 16, np.uint8)
    # Where r=" stands; a regular expression takes ten times as long.
    begins = np.flatnonzero((signs[:-18] == ord("r")) & (signs[1:-17] == ord("=")) & (signs[2:-16] == ord('"'))) + 3
    named = signs[begins[:, None] + np.arange(3)]
    capital = np.logical_and.accumulate((named >= ord("A")) & (named <= ord("Z")), axis=1)
    letters = capital.sum(axis=1)
    columns = np.zeros(1, np.int64)
    for width in np.unique(letters[letters > 0]):
        worth = 26 ** np.arange(width - 1, -1, -1)
        columns = np.append(columns, (named[letters == width, :width].astype(np.int64) - ord("A") + 1) @ worth)
    digits = signs[(begins + letters)[:, None] + np.arange(12)]
    digit = np.logical_and.accumulate((digits >= ord("0")) & (digits <= ord("9")), axis=1)
    length = digit.sum(axis=1)
    if not length.any():
        return 0, int(columns.max())
    longest = digits[length == length.max(), : length.max()].astype(np.int64) - ord("0")
    return int((longest @ 10 ** np.arange(length.max() - 1, -1, -1)).max()), int(columns.max())


def check_reach(sheet: str, reached: Reach) -> None:
    """Refuse a sheet whose cells reach so far that it cannot be opened.

    Raises:
        ToolboxError: ``sheet_too_far``, ``too_many_columns``.
    """
    check_width(reached.columns)
    room = reached.rows * max(1, reached.columns)
    if room > MOST_CELLS or (room > SPARSE_CELLS and room > 20 * reached.cells):
        raise ToolboxError(
            "sheet_too_far",
            f"The sheet '{sheet}' reaches to row {reached.rows:,} and column {reached.columns:,}, far beyond any survey. "
            "Copy the answers into a new workbook, or save the sheet as CSV, and upload that.",
        )


def check_width(columns: int) -> None:
    """Refuse a table with more columns than any spreadsheet program has.

    Raises:
        ToolboxError: ``too_many_columns``.
    """
    if columns > MOST_COLUMNS:
        raise ToolboxError(
            "too_many_columns",
            f"This file has {columns:,} columns, more than a spreadsheet program can hold ({MOST_COLUMNS:,}). Perhaps its lines "
            "have no ends, or it is no table. Open it where it was made, save the answers alone and upload that file.",
        )


def _too_large(packed: int, unpacked: int) -> ToolboxError:
    return ToolboxError(
        "too_large_unpacked",
        f"This file of {packed / 1e6:,.1f} MB unpacks to {unpacked / 1e6:,.0f} MB, far more than a survey needs, so it was not opened. "
        "Save the answers alone as CSV and upload that.",
    )
