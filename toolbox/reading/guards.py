"""What must be looked at before a workbook is opened: size when unpacked, reach, locks.

A workbook is a zip archive. A small file may claim gigabytes, and one stray cell in the last corner
of a sheet makes readers set aside room for 17 thousand million cells. Both are found here by
streaming through the archive, before anything is built.
"""

from __future__ import annotations

import io
import lzma
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass

import numpy as np

from toolbox.model import ToolboxError

#: Unpacked bytes a workbook may have in all, and cells a sheet may reach over.
LARGEST = 3 * 1024**3
MOST_CELLS = 120_000_000
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
_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="(\d+)"')
_NEAR = re.compile(rb'\br="([A-Z]{1,2})(\d+)"')


@dataclass(frozen=True, kw_only=True)
class Reach:
    """How far a sheet's cells reach."""

    rows: int
    columns: int


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
    declared = sum(member.file_size for member in archive.infolist())
    if declared > LARGEST or (declared > 300_000_000 and declared > 400 * len(content)):
        raise _too_large(len(content), declared)
    return archive


def reach(archive: zipfile.ZipFile, member: str) -> Reach:
    """How far a sheet reaches, by streaming through its XML once.

    Raises:
        ToolboxError: ``too_large_unpacked`` when more comes out than the archive declares and a workbook may have.
    """
    last_row, widest, seen, unpacked = 0, 0, b"", 0
    packed = archive.getinfo(member).compress_size
    try:
        with archive.open(member) as stream:
            while chunk := stream.read(_CHUNK):
                unpacked += len(chunk)
                if unpacked > LARGEST:
                    raise _too_large(packed, unpacked)
                window = seen + chunk
                if not seen:
                    # The width of the first rows is enough for ordinary sheets: only three-letter columns can be far.
                    widest = max([widest, *(_number(near.group(1)) for near in _NEAR.finditer(window[:200_000]))])
                widest = max(widest, _farthest(window))
                last = window.rfind(b"<row ")
                if last >= 0:
                    found = _ROW.match(window, last)
                    last_row = max(last_row, int(found.group(1)) if found else 0)
                seen = window[-400:]
    except (*DAMAGED, RuntimeError):
        raise ToolboxError(
            "broken_archive",
            "This workbook is damaged inside. Open it in a spreadsheet program, save it again and upload the new copy.",
        ) from None
    return Reach(rows=last_row, columns=widest)


def _farthest(window: bytes) -> int:
    """The farthest three-letter column among the cells of a piece of sheet XML, 0 where all have one or two letters.

    Example:
        >>> _farthest(b'<c r="AB7"/><c r="XFD7"/>')
        16384
    """
    signs = np.frombuffer(window, np.uint8)
    if len(signs) < 7:
        return 0
    # Where r=" stands and three capitals and a digit follow; a regular expression takes ten times as long.
    begins = np.flatnonzero((signs[:-6] == ord("r")) & (signs[1:-5] == ord("=")) & (signs[2:-4] == ord('"')))
    letters = signs[begins[:, None] + np.arange(3, 6)]
    three = ((letters >= ord("A")) & (letters <= ord("Z"))).all(axis=1)
    if not three.any():
        return 0
    return int(((letters[three].astype(np.int64) - ord("A") + 1) * [676, 26, 1]).sum(axis=1).max())


def check_reach(sheet: str, reached: Reach) -> None:
    """Refuse a sheet whose cells reach so far that it cannot be opened.

    Raises:
        ToolboxError: ``sheet_too_far``.
    """
    if reached.rows * max(1, reached.columns) > MOST_CELLS:
        raise ToolboxError(
            "sheet_too_far",
            f"The sheet '{sheet}' reaches to row {reached.rows:,} and column {reached.columns:,}, far beyond any survey. "
            "Copy the answers into a new workbook, or save the sheet as CSV, and upload that.",
        )


def _too_large(packed: int, unpacked: int) -> ToolboxError:
    return ToolboxError(
        "too_large_unpacked",
        f"This file of {packed / 1e6:,.1f} MB unpacks to {unpacked / 1e6:,.0f} MB, far more than a survey needs, so it was not opened. "
        "Save the answers alone as CSV and upload that.",
    )


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
