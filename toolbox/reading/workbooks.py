"""Workbooks to grids: every sheet as texts, scanned for its different cells; by a library where it cannot be.

Numbers keep their point (0.435 stays 0.435, 4 stays 4), dates become ISO texts, and a formula is
the value it had when it was saved.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from xml.etree import ElementTree

import numpy as np

from toolbox.model import ToolboxError
from toolbox.reading import different_cells
from toolbox.reading.grid import Column, Grid
from toolbox.reading.guards import DAMAGED, check_archive, check_reach, reach
from toolbox.reading.sheet_scanning import Unsure, scan

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_LOCKED = ToolboxError(
    "locked_workbook", "This workbook is locked with a password. Save a copy without it and upload the copy."
)

#: Bytes of a sheet's XML below which the library alone is as quick.
SMALL = 1 << 22
_AS_TEXT = {"header_row": None, "dtypes": "string", "skip_rows": 0}


def sheets(content: bytes, *, chosen: str = "") -> Iterator[Grid]:
    """Every sheet that can be seen (or the chosen one), in the order of the workbook.

    Raises:
        ToolboxError: ``locked_workbook``, ``broken_archive``, ``too_large_unpacked``, ``sheet_too_far``,
            ``unknown_sheet``, ``unreadable_workbook``.
    """
    archive = None if content.startswith(_OLE) else check_archive(content)
    if archive is None and "EncryptedPackage".encode("utf-16-le") in content:
        raise _LOCKED
    listed = _listed(archive) if archive is not None else ()
    opened = cache(lambda: _open(content))
    if not all(sheet.member for sheet in listed) or not listed:
        members = {sheet.name: sheet for sheet in listed}
        listed = tuple(members.get(name) or _Sheet(name=name) for name in opened()[0])
    names = tuple(sheet.name for sheet in listed)
    if chosen and chosen not in names:
        raise ToolboxError("unknown_sheet", f"This workbook has no sheet '{chosen}'. It has: {', '.join(names)}.")
    seen = False
    for place, sheet in enumerate(listed):
        if chosen not in ("", sheet.name) or (seen and not sheet.visible):
            continue
        columns, visible = _scanned(archive, listed, place) or (None, sheet.visible)
        if columns is None:
            if archive is not None and sheet.member:
                check_reach(sheet.name, reach(archive, sheet.member))
            columns, visible = opened()[1](sheet.name)
        rows = len(columns[0]) if columns else 0
        seen = seen or (visible and rows > 0)
        yield Grid(columns=columns, row_numbers=np.arange(1, rows + 1), sheet=sheet.name, sheets=names)


@dataclass(frozen=True, kw_only=True)
class _Sheet:
    """One sheet as the workbook lists it."""

    name: str
    member: str = ""
    """Its path inside an .xlsx; "" in other workbooks."""
    visible: bool = True


def _listed(archive: zipfile.ZipFile) -> tuple[_Sheet, ...]:
    """The sheets of an .xlsx; none of other workbooks."""
    try:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    except (KeyError, ElementTree.ParseError, RuntimeError, *DAMAGED):
        return ()
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    inside = set(archive.namelist())
    found = []
    for element in book.iter():
        if element.tag.endswith("}sheet"):
            key = next((value for name, value in element.attrib.items() if name.endswith("}id")), "")
            target = targets.get(key, "")
            path = target.lstrip("/") if target.startswith("/") else "xl/" + target
            found.append(
                _Sheet(
                    name=element.get("name", ""),
                    member=path if path in inside else "",
                    visible=element.get("state", "visible") == "visible",
                )
            )
    return tuple(found)


def _scanned(
    archive: zipfile.ZipFile | None, listed: Sequence[_Sheet], place: int
) -> tuple[tuple[Column, ...], bool] | None:
    """The columns of a sheet through the scanner; None where it is not sure of the sheet."""
    import fastexcel

    sheet = listed[place]
    if archive is None or not sheet.member or archive.getinfo(sheet.member).file_size < SMALL:
        return None

    def ask(content: bytes) -> list[str | None]:
        batch = fastexcel.read_excel(content).load_sheet_eager(place, **_AS_TEXT)
        return batch.column(0).to_pylist() if batch.num_columns else []

    try:
        with _panics_as_errors():
            columns = different_cells.columns(
                scan(archive, sheet.member), archive, sheet.member, {each.member for each in listed}, ask
            )
    except (Unsure, fastexcel.FastExcelError, _Panic):
        return None
    return tuple(map(_tidied, columns)), sheet.visible


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

    def load(name: str) -> tuple[tuple[Column, ...], bool]:
        try:
            with _panics_as_errors():
                if len(book.sheet_names) == 1:
                    # A lone sheet cannot be hidden, so it goes straight to Arrow: half the time of the other way.
                    batch, visible = book.load_sheet_eager(name, **_AS_TEXT), True
                else:
                    sheet = book.load_sheet(name, **_AS_TEXT)
                    batch, visible = sheet.to_arrow(), sheet.visible == "visible"
        except (fastexcel.FastExcelError, _Panic):
            return _open_slowly(content)[1](name)
        return tuple(_tidied(Column.of_arrow(batch.column(index))) for index in range(batch.num_columns)), visible

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

    def load(name: str) -> tuple[tuple[Column, ...], bool]:
        with _unreadable():
            sheet = book[name]
            sheet.reset_dimensions()
            rows = [[_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
        width = max(map(len, rows), default=0)
        columns = (Column.of_cells(row[index] if index < len(row) else "" for row in rows) for index in range(width))
        return tuple(columns), True

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
