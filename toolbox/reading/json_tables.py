"""A table that a tool wrote as JSON: rows of plain values, as lists or as objects. Read like a text table.

Moodle's button "JSON" gives lists without a heading inside a list; other tools give one object a row. Records with anything
nested in them are no table: the readers of statements and events take those, one at a time.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, BinaryIO

import numpy as np

from toolbox.model import ToolboxError
from toolbox.reading.activities.recording import bad_lines
from toolbox.reading.activities.records import Told, encoding_of, records
from toolbox.reading.dates import take_apart
from toolbox.reading.grid import Column, Grid
from toolbox.reading.kinds import is_number
from toolbox.reading.layout import Reader

#: Bytes of lists that are held at once; objects are taken one at a time.
_LARGEST = 300_000_000
_LOOK = 3_000_000
#: Lists around the rows of a table.
_DEEPEST = 5


def table_of(stream: BinaryIO, again: BinaryIO, readers: Sequence[Reader]) -> Grid | None:
    """The table a JSON text holds; None where it holds records of a tool, or nothing that is a table.

    Args:
        stream: the text, to look at.
        again: the same text, to read.
        readers: whoever claims a record that is as flat as a row.

    Raises:
        ToolboxError: ``broken_json``, ``json_too_large``, ``json_too_deep``.
    """
    first = _first_row(stream.read(_LOOK))
    if isinstance(first, list) and first and all(map(_is_plain, first)):
        return _of_lists(again)
    if not isinstance(first, dict) or len(first) < 2 or not all(map(_is_plain, first.values())):
        return None
    if any(reader.record is not None and reader.record.claims(first) for reader in readers):
        return None
    return _of_objects(records(again, told := Told()), told)


def _is_plain(value: Any) -> bool:
    return value is None or isinstance(value, str | int | float | bool)


def _first_row(start: bytes) -> Any:
    """The first list without lists in it, or the first object."""
    text = start.decode(encoding_of(start), "ignore").lstrip("\ufeff \t\r\n")
    for _ in range(_DEEPEST):
        inside = text[1:].lstrip() if text.startswith("[") else ""
        if inside[:1] not in ("[", "{"):
            break
        text = inside
    try:
        return json.JSONDecoder().raw_decode(text)[0]
    except (ValueError, RecursionError):
        return None


def _of_lists(stream: BinaryIO) -> Grid:
    content = stream.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise ToolboxError(
            "json_too_large", "This JSON file is larger than 300 MB. Export the same as CSV, or one course at a time."
        )
    try:
        value = json.loads(content.decode(encoding_of(content), "replace"))
    except RecursionError:
        raise ToolboxError("json_too_deep", "This JSON file is nested far too deeply to be a table.") from None
    except ValueError as wrong:
        raise ToolboxError(
            "broken_json",
            f"Line {getattr(wrong, 'lineno', 1):,} is not valid JSON. Download the file again; if it stays broken, export the same as CSV.",
        ) from None
    rows = list(_rows(value))
    width = max(map(len, rows), default=0)
    cells = [[*map(_text, row), *[""] * (width - len(row))] for row in rows]
    if cells and any(is_number(cell) or take_apart(cell) for cell in cells[0]):
        cells = [[f"Column {number}" for number in range(1, width + 1)], *cells]
    return _grid(zip(*cells, strict=True), len(cells), encoding_of(content))


def _rows(value: Any) -> Iterable[list[Any]]:
    if isinstance(value, list) and value and all(map(_is_plain, value)):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _rows(one)


def _of_objects(rows: Iterable[Mapping[str, Any]], told: Told) -> Grid:
    """Columns in the order their names first appear; a name the first object lacks is a column too."""
    columns: dict[str, list[str]] = {}
    count = 0
    for row in rows:
        for name, value in row.items():
            if name not in columns:
                columns[name] = [""] * count
            columns[name].append(_text(value))
        count += 1
        for column in columns.values():
            if len(column) < count:
                column.append("")
    grid = _grid(([name, *column] for name, column in columns.items()), count + 1, told.encoding)
    return replace(grid, problems=tuple(bad_lines(told)))


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _grid(columns: Iterable[Sequence[str]], rows: int, encoding: str) -> Grid:
    return Grid(
        columns=tuple(Column.of_cells(column) for column in columns),
        row_numbers=np.arange(1, rows + 1),
        encoding=encoding.removesuffix("-sig").removesuffix("-le"),
    ).without_blank_rows()
