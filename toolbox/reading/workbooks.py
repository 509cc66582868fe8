"""Workbooks to grids: every sheet as texts, through Arrow; a second library where the first cannot.

Numbers keep their point (0.435 stays 0.435, 4 stays 4), dates become ISO texts, and a formula is
the value it had when it was saved.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from xml.etree import ElementTree

import numpy as np

from toolbox.model import ToolboxError
from toolbox.reading.grid import Column, Grid
from toolbox.reading.guards import DAMAGED, Reach, check_archive, check_reach, reach

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_LOCKED = ToolboxError(
    "locked_workbook", "This workbook is locked with a password. Save a copy without it and upload the copy."
)


def sheets(content: bytes, *, chosen: str = "") -> Iterator[Grid]:
    """Every sheet that can be seen (or the chosen one), in the order of the workbook.

    Raises:
        ToolboxError: ``locked_workbook``, ``broken_archive``, ``too_large_unpacked``, ``sheet_too_far``,
            ``unknown_sheet``, ``unreadable_workbook``.
    """
    reaches = _reaches(content)
    names, load = _open(content)
    if chosen and chosen not in names:
        raise ToolboxError("unknown_sheet", f"This workbook has no sheet '{chosen}'. It has: {', '.join(names)}.")
    for name in [chosen] if chosen else names:
        reached = reaches.get(name)
        if reached is not None:
            check_reach(name, reached())
        columns = load(name)
        if columns is None:
            continue
        first = reached().first_row if reached is not None else 1
        rows = len(columns[0]) if columns else 0
        yield Grid(columns=columns, row_numbers=np.arange(first, first + rows), sheet=name, sheets=tuple(names))


def _reaches(content: bytes):
    """For each sheet of an .xlsx a call that tells how far it reaches, asked once."""
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise _LOCKED
        return {}
    archive = check_archive(content)
    known: dict[str, Reach] = {}

    def ask(name: str, member: str):
        def asked() -> Reach:
            if name not in known:
                known[name] = reach(archive, member)
            return known[name]

        return asked

    return {name: ask(name, member) for name, member in _members(archive).items()}


def _members(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name → path inside an .xlsx; empty for other workbooks."""
    try:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    except (KeyError, ElementTree.ParseError, RuntimeError, *DAMAGED):
        return {}
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    found = {}
    for element in book.iter():
        if element.tag.endswith("}sheet"):
            key = next((value for name, value in element.attrib.items() if name.endswith("}id")), "")
            target = targets.get(key, "")
            path = target.lstrip("/") if target.startswith("/") else "xl/" + target
            if path in archive.namelist():
                found[element.get("name", "")] = path
    return found


def _open(content: bytes):
    """Sheet names and a loader, from fastexcel; openpyxl where fastexcel refuses the workbook."""
    import fastexcel

    try:
        with _panics_as_errors():
            book = fastexcel.read_excel(content)
    except (fastexcel.FastExcelError, _Panic) as error:
        if "password" in str(error).lower() or "encrypt" in str(error).lower():
            raise _LOCKED from None
        return _open_slowly(content)
    seen: dict[str, bool] = {}

    def load(name: str) -> tuple[Column, ...] | None:
        options = {"header_row": None, "dtypes": "string", "skip_rows": 0}
        try:
            with _panics_as_errors():
                if len(book.sheet_names) == 1:
                    # A lone sheet cannot be hidden, so it goes straight to Arrow: half the time of the other way.
                    batch, visible = book.load_sheet_eager(name, **options), True
                else:
                    sheet = book.load_sheet(name, **options)
                    visible = sheet.visible == "visible"
                    if not visible and any(seen.values()):
                        return None
                    batch = sheet.to_arrow()
        except (fastexcel.FastExcelError, _Panic):
            return _open_slowly(content)[1](name)
        seen[name] = visible and batch.num_rows > 0
        return tuple(_tidied(Column.of_arrow(batch.column(index))) for index in range(batch.num_columns))

    return book.sheet_names, load


class _Panic(Exception):
    """The library gave up on a damaged workbook in a way that is no ordinary exception."""


@contextmanager
def _panics_as_errors() -> Iterator[None]:
    """A panic of compiled code is a BaseException, which nothing above would catch, and has no public name."""
    try:
        yield
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise _Panic(str(error)) from None


def _tidied(column: Column) -> Column:
    """Whole days without their midnight, as a person sees them, where every moment of the column is one."""
    moments = [word for word in column.words if len(word) >= 19 and word[4] == "-" and word[13] == ":"]
    if not moments or not all(word[10:] == " 00:00:00" for word in moments):
        return column
    return column.mapped(lambda word: word.removesuffix(" 00:00:00"))


def _open_slowly(content: bytes):
    """The same through openpyxl, for workbooks with parts fastexcel cannot follow."""
    import openpyxl

    with _unreadable():
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        names = [sheet.title for sheet in book.worksheets]

    def load(name: str) -> tuple[Column, ...] | None:
        with _unreadable():
            sheet = book[name]
            sheet.reset_dimensions()
            rows = [[_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
        width = max(map(len, rows), default=0)
        return tuple(Column.of_cells(row[index] if index < len(row) else "" for row in rows) for index in range(width))

    return names, load


@contextmanager
def _unreadable() -> Iterator[None]:
    """openpyxl raises whatever its parser met; every one of them means the same to a visitor."""
    try:
        yield
    except Exception as error:
        raise ToolboxError(
            "unreadable_workbook",
            "This workbook could not be opened. Open it in a spreadsheet program, save it as .xlsx or CSV and upload that.",
        ) from error


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
