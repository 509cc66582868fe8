"""Text files whose rows differ in length: split row by row, exactly, and told.

Rows with another separator, open quotation marks, headings that are too short, decimal commas that
look like separators: each is either read without loss or refused in words.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter

import numpy as np

from toolbox.model import Problem, ToolboxError
from toolbox.reading.dates import take_apart
from toolbox.reading.grid import Column, Grid
from toolbox.reading.guards import check_width

SEPARATORS = (",", ";", "\t", "|")
NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
#: Letters one cell may have. Beyond that a quotation mark was never closed, or the file is no table.
LONGEST = 16_000_000
csv.field_size_limit(LONGEST)

Rows = list[tuple[int, list[str]]]


def cells_of(text: str, separator: str) -> csv.reader:
    """Rows of a text under real CSV quoting; ``line_num`` tells on how many lines those read so far stood."""
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator)


def split(text: str, separator: str, encoding: str = "") -> Grid:
    """Split row by row, telling which rows did not fit; nothing is cut off.

    Raises:
        ToolboxError: ``decimal_comma_separator`` where columns cannot be told apart; ``too_many_columns``, ``cell_too_long``.

    Example:
        >>> grid = split("a;b\\n1;2\\n3,4\\n5;6;7\\n", ";")
        >>> grid.head(4), [problem.code for problem in grid.problems]
        ([['a', 'b', ''], ['1', '2', ''], ['3', '4', ''], ['5', '6', '7']], ['two_separators', 'ragged_rows'])
    """
    rows, problems = _quoted_rows(text, separator)
    check_width(max((len(row) for _, row in rows), default=0))
    width = Counter(len(row) for _, row in rows).most_common(1)[0][0] if rows else 0
    rows, mixed = _other_separator(rows, text, separator, width)
    many = [row for _, row in rows if len(row) > 1]
    heading = next((row for row in many if len(row) >= 0.6 * width and not _of_digits(row)), next(iter(many), []))
    wide = max(width, len(heading))
    longer = [number for number, row in rows if len(row) > wide and any(row[wide:])]
    shorter = [number for number, row in rows if 1 < len(row) < min(width, len(heading))]
    problems += [mixed] if mixed else []
    rows, cut = _cut_moments(rows, heading)
    if cut is not None:
        problems.append(cut)
        width, longer = len(heading), []
    if 1 < len(heading) < width:
        rows, told = _short_heading(rows, heading, width, separator)
        problems.append(told)
    if longer:
        kept = "The extra cells are kept at the right; look whether a text in them holds the separator."
        problems.append(_told("ragged_rows", longer, f"more cells than the heading. {kept}"))
    if shorter:
        problems.append(short_rows(shorter))
    widest = max((len(row) for _, row in rows), default=0)
    columns = tuple(
        Column.of_cells(row[index] if index < len(row) else "" for _, row in rows) for index in range(widest)
    )
    numbers = np.asarray([number for number, _ in rows], dtype=np.int64)
    return Grid(columns=columns, row_numbers=numbers, separator=separator, encoding=encoding, problems=tuple(problems))


def _of_digits(row: list[str]) -> bool:
    return sum(bool(_DIGITS.match(cell)) for cell in row) > 0.5 * len(row)


def short_rows(numbers: list[int]) -> Problem:
    """Rows that end too early, told."""
    return _told("short_rows", numbers, "fewer cells than the heading; what is missing at the right counts as blank.")


def _told(code: str, numbers: list[int], what: str) -> Problem:
    count = len(numbers)
    message = f"{count} {'row has' if count == 1 else 'rows have'} {what}"
    return Problem(code=code, message=message, rows=tuple(numbers[:200]), count=count)


def _quoted_rows(text: str, separator: str) -> tuple[Rows, list[Problem]]:
    """Rows under real quoting; without it where a quote that is never closed swallows whole lines."""
    try:
        rows = [
            (number, row) for number, row in enumerate(cells_of(text, separator), start=1) if any(map(str.strip, row))
        ]
        too_long = False
    except csv.Error:
        rows, too_long = [], True
    lines = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    if len({line.count(separator) for _, line in lines}) != 1 or len(lines) <= max(1, len(rows)):
        if too_long:
            raise ToolboxError(
                "cell_too_long",
                f"One cell of this file would hold more than {LONGEST:,} letters. Either a quotation mark is never closed, or "
                "this is no table. Open it where it was made, save the answers as CSV or XLSX and upload that file.",
            )
        return rows, []
    plain = [
        (number, [cell.removeprefix('"').removesuffix('"') for cell in line.split(separator)]) for number, line in lines
    ]
    message = (
        f"A quotation mark in this file is opened and never closed; it would have swallowed {len(lines) - len(rows)} lines. "
        "Every line was read as one answer instead."
    )
    return plain, [Problem(code="open_quote", message=message, count=len(lines) - len(rows))]


def _other_separator(rows: Rows, text: str, separator: str, width: int) -> tuple[Rows, Problem | None]:
    """Rows that fit only under another separator are split by it, and told."""
    short = {number for number, row in rows if len(row) < width}
    if not short or width < 2:
        return rows, None
    written = _as_written(text, separator, short)
    turned, told, other_sign = [], [], ""
    for number, row in rows:
        if number in short:
            line = written.get(number, separator.join(row))
            for other in SEPARATORS:
                if other != separator and line.count(other) >= width - 1:
                    again = next(cells_of(line, other))
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
        rows=tuple(told[:200]),
        count=len(told),
    )


def _as_written(text: str, separator: str, numbers: set[int]) -> dict[int, str]:
    """Some rows with the quotation marks they have in the file."""
    lines, reader, before = text.split("\n"), cells_of(text, separator), 0
    found = {}
    for number, _ in enumerate(reader, start=1):
        if number in numbers:
            found[number] = "\n".join(lines[before : reader.line_num])
        before = reader.line_num
    return found


def _cut_moments(rows: Rows, heading: list[str]) -> tuple[Rows, Problem | None]:
    """Moments written with a comma and without quotation marks (``10/10/2020, 9:01:05 AM``): joined where every row then fits.

    Example:
        >>> rows = [(1, ["who", "when"]), (2, ["Mari", "10/10/2020", " 9:01:05 AM"])]
        >>> _cut_moments(rows, rows[0][1])[0][1]
        (2, ['Mari', '10/10/2020, 9:01:05 AM'])
    """
    body = [row for _, row in rows if len(row) > len(heading)]
    if len(heading) < 2 or not body:
        return rows, None
    joined = {id(row): _joined(row) for row in body}
    if any(len(row) != len(heading) for row in joined.values()):
        return rows, None
    message = (
        f"Moments in {len(body)} {'row' if len(body) == 1 else 'rows'} hold the comma that separates the columns. "
        "Day and clock were joined again, and every row then fits the heading."
    )
    return [(number, joined.get(id(row), row)) for number, row in rows], Problem(
        code="cut_moments", message=message, count=len(body)
    )


def _joined(row: list[str]) -> list[str]:
    made: list[str] = []
    for cell in row:
        day = take_apart(made[-1].strip()) if made else None
        if day is not None and not day.clock and _CLOCK_ALONE.match(cell):
            made[-1] = f"{made[-1]}, {cell.strip()}"
        else:
            made.append(cell)
    return made


_CLOCK_ALONE = re.compile(r"\s+\d{1,2}[:.]\d\d(?:[:.]\d\d)?\s?(?:[ap]\.?\s?m\.?)?\s*$", re.IGNORECASE)
_DIGITS = re.compile(r"\s*-?\d+\s*$")


def _short_heading(rows: Rows, heading: list[str], width: int, separator: str) -> tuple[Rows, Problem]:
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
