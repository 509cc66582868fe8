"""A large sheet as numbers of its different cells, without making an object of any cell.

Readers of workbooks make a text of every cell, and a survey has thirty million of them that are a few
thousand different ones. Here a sheet's XML is streamed once, each cell is told from where the next begins, and equal
cells get one number; what a different cell *says* is asked of the library once (see ``workbooks``), so that dates,
errors, rich texts and escapes are its business and not ours. The same pass tells how far the sheet reaches.

Why not the library alone: over 500,000 × 60 cells fastexcel takes 2.4 GB and as much processor time as all of this with
the reading behind it (0.85 GB; ``benchmarks/run.py xlsx_large``), and its texts must still be made codes. It has no
cheaper call: for one column, or for 10,000 rows, it takes as long as for the whole sheet.

Only sheets in the form all common programs write are scanned. Whatever is not as expected (a prefix before the names,
comments, declarations, a cell without its place or out of order, white space between rows) is :class:`Unsure`, and
the library reads the sheet; so it does where hardly a cell is like another.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa

from toolbox.reading.guards import DAMAGED, LARGEST, MOST_CELLS

#: Bytes unpacked at a time, and of the longest row and the longest beginning of a row.
CHUNK = 1 << 22
_LONGEST_ROW, _LONGEST_HEAD = 1 << 26, 2000
#: So many different cells, if they are also a third of all, and nothing is gained: the library is as quick.
MANY_DIFFERENT = 200_000
_BEGIN, _LAST, _END = b"<sheetData>", b"</row>", b"</sheetData>"
_ROW = re.compile(rb'<row(?:\s+[\w:.]+="[^"<]*")*?\s+r="(\d{1,7})"(?:\s+[\w:.]+="[^"<]*")*\s*(/?)>')
#: What follows a cell's place.
_REST = re.compile(rb'(?: (?:s|t|cm|vm|ph)="\w*")*(?:/>\Z|>(?s:.*)</c>\Z)')
#: The first bytes of a cell, the end of a row, and the part of eight bytes they take.
_CELL, _ROW_END, _SIX = *(int.from_bytes(six, "little") for six in (b'<c r="', b"</row>")), (1 << 48) - 1


class Unsure(Exception):
    """The sheet has something the scanner does not know to be right."""


@dataclass(kw_only=True)
class Scanned:
    """A sheet whose cell in row ``r`` and column ``c`` is ``cells[n - 1]`` for the number ``n`` at that place; 0 is none."""

    head: bytes = b""
    """The sheet's XML before its first row."""
    cells: dict[bytes, int] = field(default_factory=dict)
    """Each different cell, as its XML goes on after its place, and its number."""
    blocks: list[tuple[int, np.ndarray]] = field(default_factory=list)
    """First row (counted from 0) and numbers ``[column, row]`` of one piece of the sheet after the other."""
    count: int = 0
    rows: int = 0
    width: int = 0

    def columns(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """For each column its codes, and the numbers they stand for in the order they first appear."""
        for index in range(self.width):
            column = np.zeros(self.rows, np.int32)
            for first, block in self.blocks:
                if index < len(block):
                    column[first : first + block.shape[1]] = block[index]
            yield pd.factorize(column)


def scan(archive: zipfile.ZipFile, member: str) -> Scanned:
    """Stream a sheet's XML once.

    Raises:
        Unsure: where the sheet is not in the common form, reaches too far or unpacks to too much.
    """
    sheet = Scanned()
    left = b""
    pieces = _pieces(archive, member)
    for piece in pieces:
        window = left + piece
        if not sheet.head:
            begin = window.find(_BEGIN) + len(_BEGIN)
            sheet.head, window = window[:begin], window[begin:]
            if begin < len(_BEGIN) or b"<!" in sheet.head:
                raise Unsure
        end = window.find(_END)
        cut = end if end >= 0 else window.rfind(_LAST) + len(_LAST) if _LAST in window else 0
        _take(sheet, window[:cut])
        left = window[cut:]
        if len(left) > _LONGEST_ROW:
            raise Unsure
        if end >= 0:
            # What follows is of no interest, but it must be there whole.
            for _ in pieces:
                pass
            return sheet
    raise Unsure


def _pieces(archive: zipfile.ZipFile, member: str) -> Iterator[bytes]:
    """The unpacked bytes, the next piece being unpacked while one is looked at."""
    total = 0
    try:
        with archive.open(member) as stream, ThreadPoolExecutor(1) as ahead:
            coming = ahead.submit(stream.read, CHUNK)
            while piece := coming.result():
                total += len(piece)
                if total > LARGEST:
                    raise Unsure
                coming = ahead.submit(stream.read, CHUNK)
                yield piece
    except (*DAMAGED, RuntimeError):
        raise Unsure from None


def _take(sheet: Scanned, rows: bytes) -> None:
    """Add whole rows to the sheet."""
    if not rows:
        return
    # Eight more bytes, so that eight can be looked at from any place.
    signs = np.frombuffer(rows + bytes(8), np.uint8)
    eights = np.ndarray(len(rows) + 1, "<u8", signs, strides=(1,))
    tags = np.flatnonzero(signs[:-8] == ord("<"))
    first, second, third = signs[tags + 1], signs[tags + 2], signs[tags + 3]
    if ((first == ord("!")) | (first == ord("?"))).any():
        raise Unsure
    is_cell = (first == ord("c")) & ((second < ord("a")) | (second > ord("z")))
    is_row = (first == ord("r")) & (second == ord("o"))
    is_end = (first == ord("/")) & (second == ord("r")) & (third == ord("o"))
    marks = np.flatnonzero(is_cell | is_row | is_end)
    begins = tags[marks]
    is_cell, is_row, is_end = is_cell[marks], is_row[marks], is_end[marks]
    ends = np.append(begins[1:], len(rows))
    if (ends[is_row] - begins[is_row] > _LONGEST_HEAD).any():
        raise Unsure
    places = zip(begins[is_row].tolist(), ends[is_row].tolist(), strict=True)
    heads = [_ROW.fullmatch(rows, begin, end) for begin, end in places]
    if not heads or not all(heads) or begins[0]:
        raise Unsure
    # Cells stand in open rows, rows follow each other, and nothing stands between.
    opened = is_cell.copy()
    opened[is_row] = [not head[2] for head in heads]
    if opened[-1] or (is_row == np.append(False, opened[:-1])).any():
        raise Unsure
    if (ends[is_end] - begins[is_end] != 6).any() or ((eights[begins[is_end]] & _SIX) != _ROW_END).any():
        raise Unsure

    numbers = np.array([int(head[1]) for head in heads], np.int64)
    if (np.diff(numbers) <= 0).any() or numbers[0] <= sheet.rows:
        raise Unsure
    of_row = (np.cumsum(is_row) - 1)[is_cell]
    digits = np.array([head.start(1) for head in heads], np.int64)
    length = np.array([head.end(1) for head in heads], np.int64) - digits

    begins, ends = begins[is_cell], ends[is_cell]
    if ((eights[begins] & _SIX) != _CELL).any():
        raise Unsure
    columns, after = _letters(signs, begins + 6)
    # A cell's place ends with the digits of its row and a quotation mark, as the row's own number does.
    unlike = eights[after] ^ eights[digits][of_row]
    kept = np.array([(1 << 8 * (many + 1)) - 1 for many in range(8)], np.uint64)[length][of_row]
    if (unlike & kept).any() or ((np.diff(columns) <= 0) & (np.diff(of_row) == 0)).any():
        raise Unsure
    after += length[of_row] + 1
    if (after >= ends).any():
        raise Unsure

    codes = _numbered(sheet, rows, after, ends)
    sheet.count += len(codes)
    if len(sheet.cells) > max(MANY_DIFFERENT, sheet.count // 3):
        raise Unsure
    top, height, width = int(numbers[0]) - 1, int(numbers[-1] - numbers[0]) + 1, int(columns.max(initial=-1)) + 1
    sheet.rows, sheet.width = int(numbers[-1]), max(sheet.width, width)
    if sheet.rows > 1 << 20 or sheet.width > 1 << 14 or sheet.rows * sheet.width > MOST_CELLS:
        raise Unsure
    block = np.zeros((width, height), np.int32)
    block[columns, (numbers - numbers[0])[of_row]] = codes
    sheet.blocks.append((top, block))


def _letters(signs: np.ndarray, begins: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The column (counted from 0) of places such as ``AB12``, and where their letters end."""
    columns = np.zeros(len(begins), np.int64)
    ends = begins.copy()
    going = np.ones(len(begins), bool)
    for step in range(3):
        letters = signs[begins + step]
        going &= (letters >= ord("A")) & (letters <= ord("Z"))
        columns = np.where(going, columns * 26 + letters - 64, columns)
        ends += going
    if (columns == 0).any():
        raise Unsure
    return columns - 1, ends


def _numbered(sheet: Scanned, rows: bytes, begins: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """The number of each cell; new ones are added to the sheet's."""
    if not len(begins):
        return np.zeros(0, np.int32)
    # Between each two cells lies what is not looked at, so the cells are every other of the texts that follow each other.
    places = np.column_stack([begins, ends]).ravel().astype(np.int32)
    texts = pa.Array.from_buffers(pa.binary(), len(places) - 1, [None, pa.py_buffer(places), pa.py_buffer(rows)])
    found = texts.take(pa.array(np.arange(0, len(places), 2, dtype=np.int32))).dictionary_encode()
    numbers = []
    for cell in found.dictionary.to_pylist():
        number = sheet.cells.get(cell)
        if number is None:
            if not _is_whole(cell):
                raise Unsure
            number = sheet.cells[cell] = len(sheet.cells) + 1
        numbers.append(number)
    return np.array(numbers, np.int32)[found.indices.to_numpy()]


def _is_whole(cell: bytes) -> bool:
    """Whether what follows a cell's place is the rest of one cell and nothing else.

    Example:
        >>> _is_whole(b' t="s"><v>1</v></c>'), _is_whole(b' s="1"/>'), _is_whole(b' t="s"><v>1</v></c> '), _is_whole(b'><v>1</v>')
        (True, True, False, False)
    """
    return bool(_REST.match(cell)) and cell.count(b"</c>") == cell.endswith(b"</c>")
