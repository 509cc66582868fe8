"""Bytes to grids: what a file is by its first bytes, never by its name, and why some files are refused."""

from __future__ import annotations

import gzip
import io
import json
import mmap
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePath
from typing import BinaryIO

from toolbox.model import Choices, ToolboxError
from toolbox.reading import encodings, separators, statistics_files, workbooks
from toolbox.reading.activities.records import starts_like_json
from toolbox.reading.grid import Grid
from toolbox.reading.guards import DAMAGED, LARGEST, check_archive, check_unpacked
from toolbox.reading.mapped import Mapped
from toolbox.reading.readers import ways

_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM6", b"RIFF", b"II*\0", b"MM\0*")
_BLANK = b"\0\r\n\t \xef\xbb\xbf\xff\xfe"
_PIECE = 1 << 20
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
#: Lists of actions in an archive of Graasp.
_ACTIONS = re.compile(r"actions[_-]\w+", re.IGNORECASE)
_TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ".tab", ".sav", ".zsav")


def lying(path: Path) -> bytes | Mapped:
    """A file's bytes: those of a long table of text mapped, which is read through a few times and never copied.

    Archives, workbooks and JSON are opened again and again as streams, each of which would copy what is mapped.
    """
    with path.open("rb") as file:
        head = file.read(4000)
        packed = head.startswith((b"\x1f\x8b", b"PK", _OLE, *statistics_files.MAGIC)) or starts_like_json(head)
        # A pipe has no length, and cannot be mapped.
        if packed or len(head) < 4000 or not path.is_file():
            return head + file.read()
        return Mapped(file.fileno(), 0, access=mmap.ACCESS_READ)


def grids(content: bytes | Mapped, name: str = "", *, choices: Choices = Choices()) -> Iterator[Grid]:
    """Every table a file holds: one for a text file, one per sheet for a workbook.

    Raises:
        ToolboxError: with a sentence for everything that holds no answers: empty files, reports, pictures,
            web pages, locked or damaged workbooks, files of other programs.
    """
    if not content[:4000].strip(_BLANK) and not content.strip(_BLANK):
        raise ToolboxError("empty_file", "This file is empty. Download it again and upload the new copy.")
    if content.startswith(b"\x1f\x8b"):
        yield from grids(_unzipped(content), name.removesuffix(".gz"), choices=choices)
    elif content.startswith(b"PK\x03\x04") or content.startswith(b"PK\x05\x06"):
        yield from _archive(content, choices)
    elif content.startswith(_OLE):
        yield from _workbook(content, choices)
    elif content.startswith(statistics_files.MAGIC):
        yield statistics_files.grid(content, encoding=choices.encoding)
    else:
        _refuse_others(content, name)
        yield _text(content, choices)


def _text(content: bytes | Mapped, choices: Choices) -> Grid:
    raw, encoding, problems = encodings.as_utf8(content, choices.encoding)
    _refuse_markup(str(raw[:8000], "utf-8", "ignore"))
    grid = separators.split(raw, chosen=choices.separator, encoding=encoding)
    return replace(grid, problems=(*problems, *grid.problems)).without_blank_rows()


def _workbook(content: bytes, choices: Choices) -> Iterator[Grid]:
    for grid in workbooks.sheets(content, chosen=choices.sheet):
        yield grid.without_blank_rows()


def _archive(content: bytes, choices: Choices) -> Iterator[Grid]:
    """A workbook is an archive; so are downloads that hold one table, and documents that hold none."""
    archive = check_archive(content)
    names = [name for name in archive.namelist() if not name.endswith("/") and not name.startswith("__MACOSX/")]
    if any(name.startswith("xl/") for name in names) or "content.xml" in names:
        yield from _workbook(content, choices)
        return
    if any(name.startswith(("word/", "ppt/")) for name in names):
        raise ToolboxError("not_a_table", f"This is a document, not the answers. {ways()}")
    if any(name.startswith(("Index/", "Metadata/")) for name in names):
        raise ToolboxError(
            "other_program", "This is a Numbers or Pages file. Choose File > Export To > CSV or Excel and upload that."
        )
    tables = [name for name in names if name.lower().endswith(_TABLES)]
    if actions := [name for name in tables if _ACTIONS.match(PurePath(name).name)]:
        yield from _actions(archive, actions, choices)
        return
    if _one_form(tables):
        yield from _tables(archive, sorted(tables, key=len), choices)
        return
    if len(tables) != 1:
        found = ", ".join(PurePath(name).name for name in tables[:5])
        raise ToolboxError(
            "archive",
            f"This archive holds {len(tables)} tables ({found}). Unpack it and upload the one you mean."
            if tables
            else "This archive holds no table. Unpack it and upload the CSV or XLSX file with the answers.",
        )
    yield from grids(_member(archive, tables[0]), tables[0], choices=choices)


def _actions(archive: zipfile.ZipFile, names: list[str], choices: Choices) -> Iterator[Grid]:
    """The tables of actions in an archive of Graasp, each as a sheet; empty lists are empty files."""
    shown = tuple(PurePath(name).name for name in names)
    filled = [(name, inside) for name in names if (inside := _member(archive, name)).strip(b"\xef\xbb\xbf \r\n{}")]
    if not filled:
        raise ToolboxError("no_events", "There are no events in this archive yet: its lists of actions are empty.")
    for name, inside in filled:
        yield replace(_text(inside, choices), sheet=PurePath(name).name, sheets=shown)


def _one_form(names: list[str]) -> bool:
    """Whether the tables are one form's: the answers, and tables of repeated groups named after them.

    Example:
        >>> _one_form(["visit.csv", "visit-pupils.csv"]), _one_form(["autumn.csv", "spring.csv"])
        (True, False)
    """
    if not names:
        return False
    first, *others = sorted((PurePath(name).with_suffix("").name for name in names), key=len)
    return bool(others) and all(other.startswith(f"{first}-") for other in others)


def _tables(archive: zipfile.ZipFile, names: list[str], choices: Choices) -> Iterator[Grid]:
    """The tables of one form as the sheets of a workbook."""
    titles = tuple(PurePath(name).stem for name in names)
    if choices.sheet and choices.sheet not in titles:
        raise ToolboxError(
            "unknown_sheet", f"This archive has no table '{choices.sheet}'. It has: {', '.join(titles)}."
        )
    for name, title in zip(names, titles, strict=True):
        if choices.sheet in ("", title):
            content = _member(archive, name)
            if content.strip():
                for grid in grids(content, name, choices=replace(choices, sheet="")):
                    yield replace(grid, sheet=title, sheets=titles)


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        with archive.open(name) as stream:
            # Not more than the archive declares comes out, and that was checked.
            inside = stream.read()
    except DAMAGED:
        raise ToolboxError(
            "broken_archive", "This archive is damaged or cut off. Download it again and upload the new copy."
        ) from None
    except RuntimeError:
        raise ToolboxError(
            "locked_archive", "This archive is locked with a password. Unpack it and upload the table."
        ) from None
    if inside.startswith(b"\x1f\x8b") or (
        inside.startswith(b"PK") and b"xl/" not in inside and b"content.xml" not in inside
    ):
        raise _in_another()
    return inside


def _in_another() -> ToolboxError:
    return ToolboxError(
        "archive", "This archive holds another archive. Unpack it and upload the table with the answers."
    )


def _unzipped(content: bytes) -> bytes:
    inside = bytearray()
    try:
        with gzip.open(io.BytesIO(content)) as stream:
            while piece := stream.read(_PIECE):
                inside += piece
                check_unpacked(len(content), len(inside))
    except (OSError, EOFError, zlib.error):
        raise _cut_off() from None
    if inside.startswith(b"\x1f\x8b"):
        raise _in_another()
    return bytes(inside)


def _refuse_others(content: bytes | Mapped, name: str) -> None:
    """Files that hold no table, each in its own words."""
    if content.startswith(b"%PDF"):
        raise ToolboxError("pdf", f"This is a report (PDF), not the answers. {ways()}")
    if content.startswith(_IMAGES) or content[4:12] in (b"ftypheic", b"ftypmif1"):
        raise ToolboxError("image", f"This is a picture, not the answers. {ways()}")
    if content.startswith(b"{\\rtf"):
        raise ToolboxError("not_a_table", f"This is a document, not the answers. {ways()}")
    if _is_link(content) or name.lower().endswith((".gsheet", ".url", ".webloc", ".lnk")):
        raise ToolboxError(
            "link",
            "This is a link to a file, not the file. Open it and choose File > Download > Microsoft Excel (.xlsx).",
        )


def _is_link(content: bytes | Mapped) -> bool:
    """A shortcut of a file store: a small object with an address and hardly anything else."""
    if len(content) > 4000 or not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return False
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and (
        "doc_id" in value or ("url" in value and len(value) <= 6 and "actor" not in value)
    )


def records(content: bytes | Mapped) -> BinaryIO | None:
    """A stream of JSON text where a file (or the one file in an archive) holds JSON; None where it does not.

    The stream is unpacked while it is read, so that it need not fit in memory.
    """
    if content.startswith(b"\x1f\x8b"):
        return _Whole(gzip.GzipFile(fileobj=io.BytesIO(content))) if _begins_json(content) else None
    if content.startswith(b"PK\x03\x04"):
        archive = check_archive(content)
        names = [name for name in archive.namelist() if not name.endswith("/") and not name.startswith("__MACOSX/")]
        actions = [name for name in names if _ACTIONS.match(PurePath(name).name) and name.lower().endswith(".json")]
        if actions:
            # Lists behind each other are read as one.
            return io.BytesIO(b"\n".join(inside for name in actions if len(inside := _member(archive, name)) > 4))
        if len(names) == 1 and names[0].lower().endswith((".json", ".jsonl", ".ndjson", ".log")):
            return _Whole(io.BytesIO(_member(archive, names[0])))
        return None
    if _is_link(content) or not starts_like_json(content[:4000]):
        return None
    return io.BytesIO(content)


def _begins_json(content: bytes) -> bool:
    try:
        with gzip.open(io.BytesIO(content)) as stream:
            return starts_like_json(stream.read(4000))
    except (OSError, EOFError, zlib.error):
        return False


class _Whole(io.RawIOBase):
    """An unpacked stream that says in words when the archive is damaged or holds too much."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._left = stream, LARGEST

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        try:
            piece = self._stream.read(size)
        except (OSError, EOFError, zlib.error):
            raise _cut_off() from None
        self._left -= len(piece)
        if self._left < 0:
            raise ToolboxError(
                "too_large_unpacked", "This compressed file unpacks to more than 3 GB, so it was not opened."
            )
        return piece


def _cut_off() -> ToolboxError:
    return ToolboxError(
        "broken_archive", "This compressed file is cut off or damaged. Download it again and upload the new copy."
    )


_WEB_PAGE = re.compile(
    r"\s*(<!doctype html|<html|<table|<head|<body|<meta|<!--.{0,200}?<html)", re.IGNORECASE | re.DOTALL
)


def _refuse_markup(text: str) -> None:
    if _WEB_PAGE.match(text[:2000]):
        raise ToolboxError(
            "web_page",
            "This is a web page, even if its name ends in .xls or .csv. Open it in a spreadsheet program and save it as .xlsx, "
            "or export the answers as CSV. If it is a sign-in page, sign in and download again.",
        )
    if text.lstrip()[:5].lower() == "<?xml":
        raise ToolboxError(
            "xml",
            "This is an XML file, perhaps an old Excel format. Open it in a spreadsheet program, save it as .xlsx and upload that.",
        )
