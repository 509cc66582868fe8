"""Opens one workbook in a process of its own: bytes on standard input, a line of JSON and Arrow tables on standard output.

A damaged workbook may claim thousands of millions of cells; the compiled library underneath then sets aside room for
them and ends whatever process it runs in. Here that process is this one, and its memory has a limit. Nothing of the
toolbox is imported, so that it starts quickly. Where the library refuses a workbook or a sheet, openpyxl is asked.
"""

from __future__ import annotations

import io
import json
import re
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time

import pyarrow as pa

#: Bytes of memory the process may take, where the system can hold it to that.
MOST_MEMORY = 4 << 30
#: No spreadsheet program has more.
MOST_COLUMNS = 16_384
#: Bytes of the sheets of an OpenDocument workbook that are looked through for lengths of time.
MOST_SHEETS = 1 << 29
_LENGTH = re.compile(rb' office:time-value="PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S"')
AS_TEXT = {"header_row": None, "dtypes": "string", "skip_rows": 0}


@dataclass(frozen=True, kw_only=True, eq=False)
class Sheet:
    """One sheet: its cells as texts, None where neither library can read it."""

    name: str
    cells: pa.RecordBatch | None
    visible: bool = True


class Locked(Exception):
    """The workbook asks for a password."""


class Unreadable(Exception):
    """No library can open the workbook."""


class Panic(Exception):
    """The library gave up on a damaged workbook in a way that is no ordinary exception."""


@contextmanager
def panics_as_errors() -> Iterator[None]:
    """A panic of compiled code is a BaseException, which nothing above would catch, and has no public name."""
    try:
        yield
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise Panic(str(error)) from None


def opened(content: bytes) -> list[Sheet]:
    """Every sheet, from fastexcel; from openpyxl where fastexcel refuses the workbook or the sheet.

    Raises:
        Locked, Unreadable.
    """
    import fastexcel

    content = times_as_texts(content)
    try:
        with panics_as_errors():
            book = fastexcel.read_excel(content)
    except (fastexcel.FastExcelError, Panic) as error:
        if "password" in str(error).lower() or "encrypt" in str(error).lower():
            raise Locked from None
        names, load = _slowly(content)
        return [Sheet(name=name, cells=load(name)) for name in names]
    found = []
    for name in book.sheet_names:
        try:
            with panics_as_errors():
                if len(book.sheet_names) == 1:
                    # A lone sheet cannot be hidden, so it goes straight to Arrow: half the time of the other way.
                    cells, visible = book.load_sheet_eager(name, **AS_TEXT), True
                else:
                    sheet = book.load_sheet(name, **AS_TEXT)
                    cells, visible = sheet.to_arrow(), sheet.visible == "visible"
        except (fastexcel.FastExcelError, Panic):
            try:
                cells, visible = _slowly(content)[1](name), True
            except Unreadable:
                cells, visible = None, True
        found.append(Sheet(name=name, cells=cells, visible=visible))
    return found


def times_as_texts(content: bytes) -> bytes:
    """An OpenDocument workbook whose lengths of time and times of the day are texts (00:45:00): fastexcel would leave them out."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            if "content.xml" not in book.namelist() or book.getinfo("content.xml").file_size > MOST_SHEETS:
                return content
            sheets = book.read("content.xml")
            said, count = _LENGTH.subn(rb' office:string-value="\1:\2:\3"', sheets)
            if not count:
                return content
            held = io.BytesIO()
            with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as anew:
                for part in book.namelist():
                    anew.writestr(part, said if part == "content.xml" else book.read(part))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, KeyError, EOFError, OSError, ValueError, zlib.error):
        return content  # damaged or locked: what reads it says so
    return held.getvalue()


def _slowly(content: bytes) -> tuple[list[str], Callable[[str], pa.RecordBatch]]:
    """The names of the sheets and a loader through openpyxl, for workbooks with parts fastexcel cannot follow."""
    import openpyxl

    with _unreadable():
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        names = [sheet.title for sheet in book.worksheets]

    def load(name: str) -> pa.RecordBatch:
        with _unreadable():
            sheet = book[name]
            sheet.reset_dimensions()
            rows = [[_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
        width = max(map(len, rows), default=0)
        if width > MOST_COLUMNS:
            raise Unreadable(f"{width} columns")
        columns = [[row[index] if index < len(row) else "" for row in rows] for index in range(width)]
        names = [f"f{index}" for index in range(width)]
        return pa.RecordBatch.from_arrays([pa.array(cells, pa.string()) for cells in columns], names)

    return names, load


@contextmanager
def _unreadable() -> Iterator[None]:
    """openpyxl raises whatever its parser met; every one of them means the same to a visitor."""
    try:
        yield
    except Exception as error:
        raise Unreadable(str(error)) from error


def _text(cell: object) -> str:
    """A cell of openpyxl as fastexcel would say it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else f"{cell:.15g}"
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ") if cell.time() != time(0) else cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def main() -> None:
    """Answer on standard output: a line of JSON, then the cells of each sheet as an Arrow stream of the length told."""
    _limit_memory()
    told, streams = {"refused": "", "sheets": []}, []
    try:
        for sheet in opened(sys.stdin.buffer.read()):
            stream = b"" if sheet.cells is None else _stream(sheet.cells)
            told["sheets"].append({"name": sheet.name, "visible": sheet.visible, "length": len(stream)})
            streams.append(stream)
    except (Locked, Unreadable) as error:
        told, streams = {"refused": type(error).__name__, "sheets": []}, []
    out = sys.stdout.buffer
    out.write(json.dumps(told).encode() + b"\n")
    for stream in streams:
        out.write(stream)


def _stream(cells: pa.RecordBatch) -> bytes:
    # Columns without names of their own: a workbook may give two the same.
    columns = [column.dictionary_encode() for column in cells.columns]
    plain = pa.RecordBatch.from_arrays(columns, [f"f{index}" for index in range(len(columns))])
    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, plain.schema) as writer:
        writer.write_batch(plain)
    return sink.getvalue()


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard == resource.RLIM_INFINITY or hard > MOST_MEMORY:
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, hard))


if __name__ == "__main__":
    main()
