"""Traps of workbooks, all seen in real exports: a few invented answers each, and what stands in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

import openpyxl

from benchmarks.traps import Trap
from benchmarks.workbook_ways import line

_HEADING = ["School", "Your role", "We use digital tools", "Comment"]
_ROLES, _ANSWERS = ("Teacher", "School leader", "Pupil"), ("Agree", "Disagree", "Slightly agree", "Strongly agree")
Rows = list[list[object]]
_SHEET = "xl/worksheets/sheet1.xml"


def _rows(many: int = 24) -> Rows:
    return [[f"School {n % 5}", _ROLES[n % 3], _ANSWERS[n % 4], f"We tried plan {n} again"] for n in range(1, many + 1)]


def _book(sheets: dict[str, Sequence[Sequence[object]]], change: Callable = lambda book: None) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, table in sheets.items():
        sheet = book.create_sheet(name)
        for row in table:
            sheet.append(list(row))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _changed(content: bytes, old: str, new: str) -> bytes:
    """The workbook with other words in the XML of its first sheet."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as whole, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name in whole.namelist():
            part = whole.read(name)
            if name == _SHEET:
                assert old.encode() in part, f"{old} is not in the sheet"
                part = part.replace(old.encode(), new.encode(), 1)
            book.writestr(name, part)
    return out.getvalue()


def _trap(name: str, content: bytes, rows: Rows, more: Sequence[str] = ()) -> Trap:
    return Trap(name=name, file="answers.xlsx", content=content, rows=(*map(line, rows), *more))


def _traps() -> tuple[Trap, ...]:
    rows = _rows()
    whole = [_HEADING, *rows]
    plain = _book({"Answers": whole})

    years = [*_HEADING[:3], "Years at this school"]
    spans = ("1-3", "4-6", "7-10", "over 10")
    spoilt = [[*row[:3], date(2026, 1, 3) if n % 4 == 0 else spans[n % 4]] for n, row in enumerate(rows)]
    unanswered = [[*row[:3], ("None", "N/A", "NA", "null", "nothing")[n % 5]] for n, row in enumerate(rows)]
    codes = [[f"{n:05d}", *row[1:]] for n, row in enumerate(rows, start=123)]
    days = [[datetime(2026, 3, 2, 8, 30) + timedelta(hours=25 * n), *row[1:]] for n, row in enumerate(rows)]
    late = [[f"School {n % 5}", "Teacher", n % 5 + 1 if n < 1500 else "don't know"] for n in range(1520)]
    title = [["Survey of spring 2026"], ["Downloaded on 3 March 2026"], []]
    notes = [["About this workbook"], ["The answers are on the next sheet."]]

    def since_1904(book) -> None:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904

    def hidden_lists(book) -> None:
        book["Lists"].sheet_state = "hidden"
        book.active = 1

    def empty_columns(book) -> None:
        for column in range(len(_HEADING) + 1, 1025):
            for row in range(1, len(rows) + 2):
                book["Answers"].cell(row, column).number_format = "0.00"

    return (
        _trap("nothing special", plain, rows),
        _trap("'1-3' that Excel made a day, and is told", _book({"Answers": [years, *spoilt]}), spoilt, ["told: excel_dates"]),
        _trap("the answers None, N/A, NA and null", _book({"Answers": [_HEADING, *unanswered]}), unanswered),
        _trap("codes such as 00123", _book({"Answers": [["Code", *_HEADING[1:]], *codes]}), codes),
        _trap("a sheet of notes before the answers", _book({"Read me": notes, "Answers": whole}), rows),
        _trap("a hidden list before the answers", _book({"Lists": [[a] for a in _ANSWERS], "Answers": whole}, hidden_lists), rows),
        _trap("lines above the heading", _book({"Answers": [*title, *whole]}), rows),
        _trap("days counted from 1904", _book({"Answers": [["Day", *_HEADING[1:]], *days]}, since_1904), days),
        _trap("words after 1,500 numbers", _book({"Answers": [_HEADING[:3], *late]}), late),
        _trap("1,020 formatted columns without a cell filled", _book({"Answers": whole}, empty_columns), rows),
        _trap("a drawing that is not there", _changed(plain, "</worksheet>", '<drawing xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId99"/></worksheet>'), rows),
        _trap("a sheet that says it is one cell", _changed(plain, 'ref="A1:D25"', 'ref="A1"'), rows),
        _trap("an empty line in the middle", _book({"Answers": [*whole[:9], [], *whole[9:]]}), rows),
    )  # fmt: skip


WORKBOOKS = _traps()
