"""Workbooks to grids: every sheet as texts, scanned for its different cells; by a library where it cannot be.

Numbers keep their point (0.435 stays 0.435, 4 stays 4), dates become ISO texts, and a formula is
the value it had when it was saved.
"""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pyarrow as pa

from toolbox.model import ToolboxError
from toolbox.reading import different_cells
from toolbox.reading.grid import Column, Grid
from toolbox.reading.guards import DAMAGED, check_archive, check_reach, check_width, reach
from toolbox.reading.sheet_scanning import Unsure, scan
from toolbox.reading.workbook_child import AS_TEXT, Panic, panics_as_errors

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_LOCKED = ToolboxError(
    "locked_workbook", "This workbook is locked with a password. Save a copy without it and upload the copy."
)

#: Seconds one workbook may take.
_LONGEST = 600


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
    opened = cache(lambda: _opened(content))
    if not all(sheet.member for sheet in listed) or not listed:
        members = {sheet.name: sheet for sheet in listed}
        listed = tuple(members.get(name) or _Sheet(name=name) for name in opened())
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
            columns, visible = opened().get(sheet.name, (None, True))
            if columns is None:
                raise _unreadable()
        check_width(len(columns))
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
    if archive is None or not sheet.member:
        return None

    def ask(content: bytes) -> pa.StringArray:
        batch = fastexcel.read_excel(content).load_sheet_eager(place, **AS_TEXT)
        return batch.column(0) if batch.num_columns else pa.array([], pa.string())

    try:
        with panics_as_errors():
            columns = different_cells.columns(
                scan(archive, sheet.member), archive, sheet.member, {each.member for each in listed}, ask
            )
    except (Unsure, fastexcel.FastExcelError, Panic):
        return None
    return tuple(map(_tidied, columns)), sheet.visible


def _opened(content: bytes) -> dict[str, tuple[tuple[Column, ...] | None, bool]]:
    """Sheet → its columns (None: unreadable) and whether it can be seen, opened in a process of its own: see ``workbook_child``."""
    child = str(Path(__file__).with_name("workbook_child.py"))
    try:
        done = subprocess.run(
            [sys.executable, child], input=content, capture_output=True, timeout=_LONGEST, check=False
        )
    except subprocess.TimeoutExpired:
        raise _unreadable() from None
    if done.returncode:
        raise _unreadable()
    line, _, rest = done.stdout.partition(b"\n")
    told = json.loads(line)
    if told["refused"]:
        raise _LOCKED if told["refused"] == "Locked" else _unreadable()
    found, place, whole = {}, 0, memoryview(rest)
    for sheet in told["sheets"]:
        stream = whole[place : place + sheet["length"]]
        place += sheet["length"]
        found[sheet["name"]] = (_columns(stream) if stream else None, sheet["visible"])
    return found


def _columns(stream: memoryview) -> tuple[Column, ...]:
    table = pa.ipc.open_stream(pa.py_buffer(stream)).read_all()
    return tuple(_tidied(Column.of_arrow(column)) for column in table.columns)


def _unreadable() -> ToolboxError:
    return ToolboxError(
        "unreadable_workbook",
        "This workbook could not be opened. Open it in a spreadsheet program, save it as .xlsx or CSV and upload that.",
    )


def _tidied(column: Column) -> Column:
    """Whole days without their midnight, as a person sees them, where every moment of the column is one."""
    moments = [word for word in column.words if len(word) >= 19 and word[4] == "-" and word[13] == ":"]
    if not moments or not all(word[10:] == " 00:00:00" for word in moments):
        return column
    return column.mapped(lambda word: word.removesuffix(" 00:00:00"))
