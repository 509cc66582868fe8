"""Text to a grid: which sign separates the columns, and what rows do not fit.

A separator is judged by how many rows have the same number of cells under real CSV quoting, never
by counting signs. The whole file is then split by Arrow; files with ragged rows go the slow, exact way.
"""

from __future__ import annotations

import itertools
import os
import re
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv

from toolbox.model import Problem, ToolboxError
from toolbox.reading import ragged
from toolbox.reading.grid import Column, Grid
from toolbox.reading.guards import check_width
from toolbox.reading.quoted_lines import are_quoted, unpacked
from toolbox.reading.ragged import NAMES, SEPARATORS, cells_of

__all__ = ["NAMES", "SEPARATORS", "best_separator", "split"]

_SAMPLE = 5_000
_LONGEST = 2_000_000
_PIECE = 1 << 18
_BLOCK = 1 << 22
_NUMBERED = pa.dictionary(pa.int32(), pa.string())
#: Of ten rows or more, fewer than this share with equally many cells is running text. Real exports have nine in ten.
_TABLE = 0.4


def split(text: str | memoryview, *, chosen: str = "", encoding: str = "") -> Grid:
    """A text file, or its bytes in UTF-8, as a grid, blank lines left out.

    Raises:
        ToolboxError: ``no_table`` where lines have no columns in common; ``two_separators``,
            ``decimal_comma_separator`` where columns cannot be told apart; ``too_many_columns``.

    Example:
        >>> grid = split("school;score\\nTamme;3,5\\n")
        >>> grid.separator, grid.row(1)
        (';', ['Tamme', '3,5'])
    """
    raw = memoryview(text.encode("utf-8", "replace") if isinstance(text, str) else text)
    raw, declared = _declared(raw)
    start = _beginning(raw)
    told: tuple[Problem, ...] = ()
    if not chosen and are_quoted(start):
        plain, problem = unpacked(str(_with_plain_ends(raw), "utf-8"))
        raw, told = memoryview(plain.encode()), (problem,)
        start = _beginning(raw)
    separator, asked = (chosen or declared, ()) if chosen or declared else _separator_of_a_table(start)
    asked = (*told, *asked)
    fast = _by_arrow(raw, start, separator)
    if fast is not None:
        columns, numbers = fast
        return Grid(columns=columns, row_numbers=numbers, separator=separator, encoding=encoding, problems=asked)
    raw = _with_plain_ends(raw)
    if len(raw) >= _LONGEST and (cut_off := _cut_off(raw, start, separator)) is not None:
        return replace(cut_off, encoding=encoding, problems=(*asked, *cut_off.problems))
    grid = ragged.split(str(raw, "utf-8"), separator, encoding)
    return replace(grid, problems=(*asked, *grid.problems))


def best_separator(text: str) -> str:
    """The separator under which most rows have the same number of cells, at least two.

    Example:
        >>> best_separator('a;b\\n"1,5;2";"x,y"\\n3;4,5\\n')
        ';'
    """
    return _best(text)[0]


def _beginning(raw: memoryview) -> str:
    """Enough of a text to judge it by, in whole lines that end in LF."""
    start = str(_with_plain_ends(raw[:_LONGEST]), "utf-8", "ignore")
    return start if len(raw) < _LONGEST else start[: start.rfind("\n") + 1] or start


@dataclass(frozen=True, kw_only=True, order=True)
class _Fit:
    """How well a text fits a separator; the greater the better."""

    share: float
    """Share of rows that agree in their number of cells, 0 where none has two."""
    quoted: bool = True
    """Whether every quotation mark stands where writers of tables put them; asked where two fit equally well."""
    width: int = 0
    rows: int


def _best(sample: str) -> tuple[str, dict[str, _Fit]]:
    fits = {separator: _fit(sample, separator) for separator in SEPARATORS}
    most = max(fit.share for fit in fits.values())
    tied = [separator for separator, fit in fits.items() if fit.share == most > 0]
    if len(tied) > 1:
        fits |= {separator: replace(fits[separator], quoted=_well_quoted(sample, separator)) for separator in tied}
    best = max(SEPARATORS, key=lambda separator: fits[separator])
    return best if fits[best].share else ",", fits


def _separator_of_a_table(text: str) -> tuple[str, tuple[Problem, ...]]:
    """The separator, and the question to ask where another one fits every row as well."""
    best, fits = _best(text)
    share, rows = fits[best].share, fits[best].rows
    if best != "\t" and share < 1 and "\t" in text and _tables_below_each_other(text, "\t"):
        # Commas of dates agree over tables of different widths; tabs are in nobody's sentences.
        return "\t", ()
    if 0 < share < _TABLE and rows >= 10 and not (best in "\t;" and _tables_below_each_other(text, best)):
        raise ToolboxError(
            "no_table",
            f"This looks like running text, not like a table: at most {round(share * rows)} of {rows} lines have the "
            "same number of columns. Download the answers as CSV or XLSX and upload that file; if it is a table, say "
            "by which sign its columns are separated.",
        )
    others = [
        one for one in SEPARATORS if one != best and fits[one].share == share and fits[one].quoted >= fits[best].quoted
    ]
    return best, (_unclear(best, others, fits),) if share == 1 and others else ()


def _unclear(best: str, others: list[str], fits: Mapping[str, _Fit]) -> Problem:
    said = [f"{NAMES[one]}s ({fits[one].width} columns)" for one in (best, *others)]
    return Problem(
        code="separator_unclear",
        message=f"Every row of this file can be split at {' and at '.join(said)}. We took {NAMES[best]}s; "
        "if columns look wrong, choose the other separator.",
        count=fits[best].rows,
    )


def _tables_below_each_other(text: str, separator: str) -> bool:
    """Whether a report holds small tables of different widths: tabs or semicolons in most of its lines."""
    rows = [row for row in itertools.islice(cells_of(text, separator), _SAMPLE) if any(row)]
    return sum(len(row) > 1 for row in rows) >= 0.6 * len(rows)


def _fit(sample: str, separator: str) -> _Fit:
    if separator not in sample:
        return _Fit(share=0.0, rows=0)
    rows = [row for row in itertools.islice(cells_of(sample, separator), _SAMPLE) if any(row)]
    widths = Counter(len(row) for row in rows)
    wide = [(count, width) for width, count in widths.items() if width > 1]
    if not wide:
        return _Fit(share=0.0, rows=len(rows))
    count, width = max(wide)
    return _Fit(share=count / len(rows), width=width, rows=len(rows))


def _well_quoted(sample: str, separator: str) -> bool:
    """Whether quotation marks open and close whole cells only; of a long file its beginning is asked."""
    if '"' not in sample:
        return True
    outside = re.compile(rf'(?:^|(?<=[\n{re.escape(separator)}]))"[^"]*(?:""[^"]*)*"(?=[\n{re.escape(separator)}]|$)')
    return '"' not in outside.sub("", sample)


def _declared(raw: memoryview) -> tuple[memoryview, str]:
    """Excel's own first line ``sep=;``."""
    found = re.match(rb'(?:\xef\xbb\xbf)?"?sep=(.)"?\r?\n', raw[:20], re.IGNORECASE)
    return (raw[found.end() :], str(found.group(1), "utf-8", "replace")) if found else (raw, "")


def _with_plain_ends(raw: memoryview) -> memoryview:
    """Lines that end in LF, whatever they ended in; no copy where they do so already."""
    if not any(b"\r" in bytes(raw[at : at + _PIECE]) for at in range(0, len(raw), _PIECE)):
        return raw
    return memoryview(bytes(raw).replace(b"\r\n", b"\n").replace(b"\r", b"\n"))


def _without_last_ends(raw: memoryview) -> memoryview:
    end = len(raw)
    while end and raw[end - 1] in b"\r\n":
        end -= 1
    return raw[:end]


def _count(raw: memoryview, sign: bytes) -> int:
    """How often one byte stands in a text, counted in pieces: a whole copy would be as large as the file."""
    return sum(bytes(raw[at : at + _PIECE]).count(sign) for at in range(0, len(raw), _PIECE))


def _by_arrow(raw: memoryview, start: str, separator: str) -> tuple[tuple[Column, ...], np.ndarray] | None:
    """Split at full speed; None when some row has another number of cells than the first."""
    first = next((row for row in cells_of(start, separator) if row), None)
    if first is None:
        return (), np.zeros(0, np.int64)
    check_width(len(first))
    # Where every value is quoted, nothing at all between two separators is not the same as "".
    quoted = start.lstrip("\n").startswith('"')
    lines = cells_of(start, separator)
    rows = list(itertools.islice(lines, _SAMPLE))
    varied = _varied(rows, len(first)) if len(raw) >= _LONGEST else frozenset[int]()
    # Rows of one line each, whatever they end in, are cut by two threads; that is right unless a cell goes over several lines.
    if len(first) > 1 and lines.line_num == len(rows):
        columns = _cut(_without_last_ends(raw), separator, len(first), varied, broken=False, quoted=quoted)
        if columns and not any(column.containing("\n", "\r") for column in columns):
            return columns, np.arange(1, len(columns[0]) + 1)
    raw = _with_plain_ends(raw)
    columns = _cut(_without_last_ends(raw), separator, len(first), varied, broken=True, quoted=quoted)
    return (
        None if columns is None or _swallowed(raw, columns, separator) else (columns, np.arange(1, len(columns[0]) + 1))
    )


def _cut_off(raw: memoryview, start: str, separator: str) -> Grid | None:
    """A long file that ends in the middle of a row, as a download that broke off does: all but that row at full speed."""
    tail = bytes(raw[-_LONGEST:]).rstrip(b"\n")
    tail = tail[tail.rfind(b"\n") + 1 :]
    whole = _by_arrow(_without_last_ends(raw)[: -len(tail) or None], start, separator)
    cells = next(cells_of(tail.decode("utf-8", "replace"), separator), [])
    if whole is None or not 1 <= len(cells) < len(whole[0]):
        return None
    if any(tail.count(other.encode()) >= len(whole[0]) - 1 for other in SEPARATORS if other != separator):
        return None
    columns = tuple(column.with_cell(cell) for column, cell in itertools.zip_longest(whole[0], cells, fillvalue=""))
    numbers = np.arange(1, len(columns[0]) + 1)
    problems = (ragged.short_rows([len(numbers)]),) if len(cells) > 1 else ()
    return Grid(columns=columns, row_numbers=numbers, separator=separator, problems=problems)


def _cut(
    raw: memoryview, separator: str, width: int, varied: frozenset[int], *, broken: bool, quoted: bool
) -> tuple[Column, ...] | None:
    """Cells as Arrow cuts them; None when some row has another number of cells.

    A blank line comes out as a blank row, so that row numbers stay those of the file. Memory comes from the system: of
    Arrow's own pool every page is touched at once, which takes longer than the cutting.
    """
    names = [f"f{index}" for index in range(width)]
    kinds = {name: pa.string() if index in varied else _NUMBERED for index, name in enumerate(names)}
    try:
        table = pa_csv.read_csv(
            pa.BufferReader(pa.py_buffer(raw)),
            read_options=pa_csv.ReadOptions(column_names=names, block_size=_BLOCK),
            parse_options=pa_csv.ParseOptions(delimiter=separator, newlines_in_values=broken, ignore_empty_lines=False),
            convert_options=pa_csv.ConvertOptions(
                column_types=kinds,
                strings_can_be_null=quoted,
                null_values=[""] if quoted else [],
                quoted_strings_can_be_null=False,
                check_utf8=False,
            ),
            memory_pool=pa.system_memory_pool(),
        )
    except pa.ArrowInvalid:
        return None
    cut = table.columns[::-1]
    del table
    # What Arrow cut is given back column by column.
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        return tuple(threads.map(_column, (cut.pop() for _ in range(width))))


def _column(cells: pa.ChunkedArray) -> Column:
    """A column that remembers where nothing was written."""
    if not cells.null_count:
        return Column.of_arrow(cells)
    unwritten = cells.is_null().to_numpy()
    return replace(Column.of_arrow(cells), unwritten=unwritten)


def _varied(rows: list[list[str]], width: int) -> frozenset[int]:
    """Columns whose cells hardly repeat at the beginning of a long file: numbering their texts is not worth the while."""
    rows = [row for row in rows if len(row) == width]
    few = rows[: len(rows) // 10]
    # What hardly repeats in all of them hardly repeats in a tenth of them.
    return frozenset(
        index
        for index in range(width)
        if len({row[index] for row in few}) > 0.2 * len(few) and len({row[index] for row in rows}) > 0.3 * len(rows)
    )


def _swallowed(raw: memoryview, columns: tuple[Column, ...], separator: str) -> bool:
    """Whether a quotation mark that is never closed has taken whole rows into one cell."""
    others = len(columns) - 1
    broken = [word for column in columns for word in column.containing("\n")]
    if not broken or (others <= 1 and _count(raw, b'"') % 2 == 0):
        return False
    return any(line.count(separator) == others for word in broken for line in word.split("\n")[1:])
