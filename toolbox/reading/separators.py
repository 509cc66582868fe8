"""Text to a grid: which sign separates the columns, and what rows do not fit.

A separator is judged by how many rows have the same number of cells under real CSV quoting, never
by counting signs. The whole file is then split by Arrow; files with ragged rows go the slow, exact way.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections import Counter

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv

from toolbox.model import Problem, ToolboxError
from toolbox.reading.grid import Column, Grid

SEPARATORS = (",", ";", "\t", "|")
NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_SAMPLE = 5_000
_LONGEST = 2_000_000
csv.field_size_limit(2**30)


def split(text: str, *, chosen: str = "", encoding: str = "") -> Grid:
    """A text file as a grid, blank lines left out.

    Raises:
        ToolboxError: ``two_separators``, ``decimal_comma_separator`` where columns cannot be told apart.

    Example:
        >>> grid = split("school;score\\nTamme;3,5\\n")
        >>> grid.separator, grid.row(1)
        (';', ['Tamme', '3,5'])
    """
    text, declared = _declared(text)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    separator = chosen or declared or best_separator(text)
    fast = _by_arrow(text, separator)
    if fast is not None:
        columns, numbers = fast
        return Grid(columns=columns, row_numbers=numbers, separator=separator, encoding=encoding)
    return _by_rows(text, separator, encoding)


def best_separator(text: str) -> str:
    """The separator under which most rows have the same number of cells, at least two.

    Example:
        >>> best_separator('a;b\\n"1,5;2";"x,y"\\n3;4,5\\n')
        ';'
    """
    sample = text if len(text) < _LONGEST else text[: text.rfind("\n", 0, _LONGEST) + 1]
    scores = {separator: _score(sample, separator) for separator in SEPARATORS}
    best = max(SEPARATORS, key=lambda separator: scores[separator])
    return best if scores[best][0] > 0 else ","


def _score(sample: str, separator: str) -> tuple[float, int]:
    rows = [row for row in itertools.islice(_rows(sample, separator), _SAMPLE) if any(row)]
    widths = Counter(len(row) for row in rows)
    wide = [(count, width) for width, count in widths.items() if width > 1]
    if not wide:
        return 0.0, 0
    count, width = max(wide)
    return count / len(rows), width


def _rows(text: str, separator: str):
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator)


def _declared(text: str) -> tuple[str, str]:
    """Excel's own first line ``sep=;``."""
    found = re.match(r'\ufeff?"?sep=(.)"?\r?\n', text, re.IGNORECASE)
    return (text[found.end() :], found.group(1)) if found else (text, "")


def _by_arrow(text: str, separator: str) -> tuple[tuple[Column, ...], np.ndarray] | None:
    """Split at full speed; None when some row has another number of cells than the first."""
    first = next((row for row in _rows(text[:_LONGEST], separator) if row), None)
    if first is None:
        return (), np.zeros(0, np.int64)
    content = text.encode("utf-8", "surrogatepass")
    # Blank lines are seen in order only by one thread; most files have none but the last, which is taken off first.
    table, skipped = _arrow_table(content.rstrip(b"\n"), separator, len(first), threads=True)
    if table is None and skipped:
        table, skipped = _arrow_table(content, separator, len(first), threads=False)
    if table is None:
        return None
    columns = tuple(Column.of_arrow(table.column(index)) for index in range(table.num_columns))
    numbers = np.arange(1, table.num_rows + len(skipped) + 1)
    return columns, np.delete(numbers, [number - 1 for number in skipped])


def _arrow_table(content: bytes, separator: str, width: int, *, threads: bool) -> tuple[pa.Table | None, list[int]]:
    """(table, numbers of blank lines left out); no table where a row is ragged, or blank and read by several threads."""
    names = [f"f{index}" for index in range(width)]
    skipped: list[int] = []

    def unlike(row: pa_csv.InvalidRow) -> str:
        if row.text.strip():
            skipped.clear()
            return "error"
        skipped.append(row.number or 0)
        return "error" if threads else "skip"

    try:
        table = pa_csv.read_csv(
            io.BytesIO(content),
            read_options=pa_csv.ReadOptions(column_names=names, block_size=1 << 23, use_threads=threads),
            parse_options=pa_csv.ParseOptions(
                delimiter=separator, newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=unlike
            ),
            convert_options=pa_csv.ConvertOptions(
                column_types={name: pa.dictionary(pa.int32(), pa.string()) for name in names},
                strings_can_be_null=False,
                null_values=[],
                quoted_strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid:
        return None, skipped
    return table, skipped


def _by_rows(text: str, separator: str, encoding: str) -> Grid:
    """Split row by row, telling which rows did not fit; nothing is cut off."""
    rows = [
        (number, row) for number, row in enumerate(_rows(text, separator), start=1) if any(cell.strip() for cell in row)
    ]
    width = Counter(len(row) for _, row in rows).most_common(1)[0][0] if rows else 0
    rows, mixed = _other_separator(rows, separator, width)
    heading = next((row for _, row in rows if len(row) > 1), [])
    longer = [
        (number, row)
        for number, row in rows
        if len(row) > max(width, len(heading)) and any(row[max(width, len(heading)) :])
    ]
    problems = [mixed] if mixed else []
    if len(heading) < width:
        rows, told = _short_heading(rows, heading, width, separator)
        problems.append(told)
    if longer:
        problems.append(
            Problem(
                code="ragged_rows",
                message=f"{len(longer)} {'row has' if len(longer) == 1 else 'rows have'} more cells than the heading. "
                "The extra cells are kept at the right; look whether a text in them holds the separator.",
                rows=tuple(number for number, _ in longer),
                count=len(longer),
            )
        )
    widest = max((len(row) for _, row in rows), default=0)
    columns = tuple(
        Column.of_cells(row[index] if index < len(row) else "" for _, row in rows) for index in range(widest)
    )
    numbers = np.asarray([number for number, _ in rows], dtype=np.int64)
    return Grid(columns=columns, row_numbers=numbers, separator=separator, encoding=encoding, problems=tuple(problems))


def _other_separator(rows, separator: str, width: int):
    """Rows that fit only under another separator are split by it, and told."""
    if not rows or width < 2:
        return rows, None
    turned, told, other_sign = [], [], ""
    for number, row in rows:
        if len(row) < width:
            line = separator.join(row)
            for other in SEPARATORS:
                if other != separator and line.count(other) >= width - 1:
                    again = next(_rows(line, other))
                    if len(again) == width:
                        row, other_sign = again, other
                        told.append(number)
                        break
        turned.append((number, row))
    if not told:
        return rows, None
    return turned, Problem(
        code="two_separators",
        message=f"{len(told)} {'row is' if len(told) == 1 else 'rows are'} separated by {NAMES[other_sign]}s, the others by "
        f"{NAMES.get(separator, separator)}s. Both were read; check that these rows look right.",
        rows=tuple(told),
        count=len(told),
    )


_DIGITS = re.compile(r"\s*-?\d+\s*$")


def _short_heading(rows, heading: list[str], width: int, separator: str):
    """Rows are wider than the heading: row names, or decimal commas that look like separators."""
    place = next(index for index, (_, row) in enumerate(rows) if row is heading)
    body = [row for _, row in rows[place + 1 :]]
    first = [row[0] for row in body if len(row) == width]
    if width == len(heading) + 1 and len(first) == len(body) and len(set(first)) == len(first):
        rows = [*rows[:place], (rows[place][0], ["", *heading]), *rows[place + 1 :]]
        return rows, Problem(
            code="short_heading",
            message="The heading has one cell less than the rows; we took the first column for row names.",
            count=len(body),
        )
    digits = sum(sum(bool(_DIGITS.match(cell)) for cell in row) for row in body) / max(1, sum(map(len, body)))
    if separator == "," and digits > 0.5:
        raise ToolboxError(
            "decimal_comma_separator",
            f"Numbers in this file have decimal commas, and commas separate the columns too: the heading has {len(heading)} cells, "
            f"most rows have {width}. Columns cannot be told apart. Export again with semicolons, or as XLSX.",
        )
    return rows, Problem(
        code="short_heading",
        message=f"The heading has {len(heading)} cells, most rows have {width}. Columns without a heading are kept at the right; "
        "check that values stand under the right question.",
        count=len(body),
    )
