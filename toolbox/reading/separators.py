"""Text to a grid: which sign separates the columns, and what rows do not fit.

A separator is judged by how many rows have the same number of cells under real CSV quoting, never
by counting signs. The whole file is then split by Arrow; files with ragged rows go the slow, exact way.
"""

from __future__ import annotations

import io
import itertools
import re
from collections import Counter
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv

from toolbox.model import ToolboxError
from toolbox.reading import ragged
from toolbox.reading.grid import Column, Grid
from toolbox.reading.ragged import NAMES, SEPARATORS, cells_of

__all__ = ["NAMES", "SEPARATORS", "best_separator", "split"]

_SAMPLE = 5_000
_LONGEST = 2_000_000
#: Of ten rows or more, fewer than this share with equally many cells is running text. Real exports have nine in ten.
_TABLE = 0.4


def split(text: str, *, chosen: str = "", encoding: str = "") -> Grid:
    """A text file as a grid, blank lines left out.

    Raises:
        ToolboxError: ``no_table`` where lines have no columns in common; ``two_separators``,
            ``decimal_comma_separator`` where columns cannot be told apart.

    Example:
        >>> grid = split("school;score\\nTamme;3,5\\n")
        >>> grid.separator, grid.row(1)
        (';', ['Tamme', '3,5'])
    """
    text, declared = _declared(text)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    separator = chosen or declared or _separator_of_a_table(text)
    fast = _by_arrow(text, separator)
    if fast is not None:
        columns, numbers = fast
        return Grid(columns=columns, row_numbers=numbers, separator=separator, encoding=encoding)
    return ragged.split(text, separator, encoding)


def best_separator(text: str) -> str:
    """The separator under which most rows have the same number of cells, at least two.

    Example:
        >>> best_separator('a;b\\n"1,5;2";"x,y"\\n3;4,5\\n')
        ';'
    """
    return _best(text)[0]


def _best(text: str) -> tuple[str, float, int]:
    """(separator, share of rows that agree, rows looked at)."""
    sample = text if len(text) < _LONGEST else text[: text.rfind("\n", 0, _LONGEST) + 1]
    scores = {separator: _score(sample, separator) for separator in SEPARATORS}
    best = max(SEPARATORS, key=lambda separator: scores[separator])
    share, _, rows = scores[best]
    return (best, share, rows) if share > 0 else (",", 0.0, rows)


def _separator_of_a_table(text: str) -> str:
    best, share, rows = _best(text)
    if best != "\t" and "\t" in text[:_LONGEST] and _tables_below_each_other(text, "\t"):
        # Commas of dates agree over tables of different widths; tabs are in nobody's sentences.
        return "\t"
    if 0 < share < _TABLE and rows >= 10 and not (best in "\t;" and _tables_below_each_other(text, best)):
        raise ToolboxError(
            "no_table",
            f"This looks like running text, not like a table: at most {round(share * rows)} of {rows} lines have the "
            "same number of columns. Download the answers as CSV or XLSX and upload that file; if it is a table, say "
            "by which sign its columns are separated.",
        )
    return best


def _tables_below_each_other(text: str, separator: str) -> bool:
    """Whether a report holds small tables of different widths: tabs or semicolons in most of its lines."""
    rows = [row for row in itertools.islice(cells_of(text[:_LONGEST], separator), _SAMPLE) if any(row)]
    return sum(len(row) > 1 for row in rows) >= 0.6 * len(rows)


def _score(sample: str, separator: str) -> tuple[float, int, int]:
    rows = [row for row in itertools.islice(cells_of(sample, separator), _SAMPLE) if any(row)]
    widths = Counter(len(row) for row in rows)
    wide = [(count, width) for width, count in widths.items() if width > 1]
    if not wide:
        return 0.0, 0, len(rows)
    count, width = max(wide)
    return count / len(rows), width, len(rows)


def _declared(text: str) -> tuple[str, str]:
    """Excel's own first line ``sep=;``."""
    found = re.match(r'\ufeff?"?sep=(.)"?\r?\n', text, re.IGNORECASE)
    return (text[found.end() :], found.group(1)) if found else (text, "")


def _by_arrow(text: str, separator: str) -> tuple[tuple[Column, ...], np.ndarray] | None:
    """Split at full speed; None when some row has another number of cells than the first."""
    first = next((row for row in cells_of(text[:_LONGEST], separator) if row), None)
    if first is None:
        return (), np.zeros(0, np.int64)
    names = [f"f{index}" for index in range(len(first))]
    # Where every value is quoted, nothing at all between two separators is not the same as "".
    quoted = text.lstrip("\n").startswith('"')
    try:
        # A blank line comes out as a blank row, so that row numbers stay those of the file.
        table = pa_csv.read_csv(
            io.BytesIO(text.rstrip("\n").encode("utf-8", "surrogatepass")),
            read_options=pa_csv.ReadOptions(column_names=names, block_size=1 << 23),
            parse_options=pa_csv.ParseOptions(delimiter=separator, newlines_in_values=True, ignore_empty_lines=False),
            convert_options=pa_csv.ConvertOptions(
                column_types={name: pa.dictionary(pa.int32(), pa.string()) for name in names},
                strings_can_be_null=quoted,
                null_values=[""] if quoted else [],
                quoted_strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid:
        return None
    columns = tuple(_column(table.column(index)) for index in range(table.num_columns))
    return None if _swallowed(text, columns, separator) else (columns, np.arange(1, table.num_rows + 1))


def _column(cells: pa.ChunkedArray) -> Column:
    """A column that remembers where nothing was written."""
    column = Column.of_arrow(cells)
    return replace(column, unwritten=cells.is_null().to_numpy()) if cells.null_count else column


def _swallowed(text: str, columns: tuple[Column, ...], separator: str) -> bool:
    """Whether a quotation mark that is never closed has taken whole rows into one cell."""
    rows = len(columns) - 1
    odd = text.count('"') % 2 == 1
    return (odd or rows > 1) and any(
        line.count(separator) == rows
        for column in columns
        for word in column.words
        if "\n" in word
        for line in word.split("\n")[1:]
    )
