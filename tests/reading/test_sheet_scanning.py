"""A scanned sheet says cell by cell what the library says: in every form it takes, and in those it hands over."""

from __future__ import annotations

import io
import random
import re
import zipfile
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest

from tests.reading.sheet_xml import FORMATS, MAIN, STRICT, STRINGS, sheet, workbook
from toolbox.model import ToolboxError
from toolbox.reading import sheet_scanning, workbook_child, workbooks
from toolbox.reading.grid import Column
from toolbox.reading.sheet_scanning import Unsure, scan

VALUES = ("0", "1", "1.0", "0.1", "0.30000000000000004", "1e21", "1E-10", "-0", "45000", "45000.5", "60", "-1", "1.25")
CELLS = (
    *(f' t="s"><v>{number}</v></c>' for number in range(len(STRINGS))),
    *(f' s="{style}"><v>{value}</v></c>' for style in range(len(FORMATS)) for value in VALUES),
    *(f' s="{style}" t="n"><v>{value}</v></c>' for style in range(2) for value in VALUES),
    ' s="1"/>',
    "/>",
    "></c>",
    "><v></v></c>",
    "><v/></c>",
    "><v> 7 </v></c>",
    ' t="s"></c>',
    ' t="b"><v>1</v></c>',
    ' s="3" t="b"><v>0</v></c>',
    ' t="e"><v>#N/A</v></c>',
    ' t="e"><f>1/0</f><v>#DIV/0!</v></c>',
    ' t="str"><f>A1&amp;"x"</f><v>a &amp; b&#10;c _x000D_ &gt; d</v></c>',
    ' t="str"><v></v></c>',
    ' t="str"><v>literal > sign</v></c>',
    "><f>B1</f></c>",
    '><f t="shared" ref="A1:A9" si="0">B1*2</f><v>4</v></c>',
    '><f t="shared" si="0"/><v>6</v></c>',
    ' t="inlineStr"><is><t>Õpetaja</t></is></c>',
    ' t="inlineStr"><is><t xml:space="preserve"> often </t></is></c>',
    ' t="inlineStr"><is><r><rPr><color rgb="FF"/></rPr><t>a</t></r><r><t> b</t></r><rPh sb="0" eb="1"><t>z</t></rPh></is></c>',
    ' t="inlineStr"><is><t></t></is></c>',
    ' t="inlineStr"><v>7</v></c>',
    ' t="d"><v>2024-03-01T12:00:00</v></c>',
    ' t="d" s="1"><v>2024-03-01</v></c>',
    ' s="2" cm="1" t="str"><v>dynamic</v></c>',
)
ROWS = (
    '<row r="{}">',
    '<row r="{}" spans="1:5">',
    '<row collapsed="false" ht="12.1" r="{}">',
    '<row r="{}" x14ac:dyDescent="0.2">',
)


def _opened_here(content: bytes) -> dict:
    """As ``workbooks`` opens what is not scanned, but in this process: hundreds of times in these tests."""
    try:
        found = workbook_child.opened(content)
    except workbook_child.Unreadable as error:
        raise workbooks._unreadable() from error
    return {
        sheet.name: (
            sheet.cells and tuple(workbooks._tidied(Column.of_arrow(column)) for column in sheet.cells.columns),
            sheet.visible,
        )
        for sheet in found
    }


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch) -> None:
    monkeypatch.setattr(workbooks, "_opened", _opened_here)


def letters(number: int) -> str:
    """The name of a column counted from 0."""
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def random_rows(seed: int) -> str:
    """Rows and cells with gaps, empty rows and every kind of cell."""
    draw = random.Random(seed)
    kinds = draw.sample(CELLS, draw.randint(1, 25))
    first, width, row, rows = draw.choice([0, 0, 2, 25, 700]), draw.randint(1, 40), draw.choice([0, 0, 3, 98]), []
    for _ in range(draw.randint(1, 60)):
        row += draw.choice([1, 1, 1, 1, 2, 11])
        begin = draw.choice(ROWS).format(row)
        if draw.random() < 0.1:
            rows.append(begin.replace(">", "/>"))
            continue
        columns = (column for column in range(first, first + width) if draw.random() < 0.7)
        rows.append(begin + "".join(f'<c r="{letters(c)}{row}"' + draw.choice(kinds) for c in columns) + "</row>")
    return "".join(rows)


def told(content: bytes) -> list | str:
    """Everything about every sheet, or why it is refused."""
    try:
        return [
            (grid.sheet, grid.row_numbers.tolist(), [(column.words, column.codes.tolist()) for column in grid.columns])
            for grid in workbooks.sheets(content)
        ]
    except ToolboxError as refused:
        return refused.code


def by_the_library(content: bytes, monkeypatch) -> list | str:
    with monkeypatch.context() as patch:
        patch.setattr(workbooks, "_scanned", lambda *_: None)
        return told(content)


def is_scanned(content: bytes) -> bool:
    """Whether the scanner takes the first sheet."""
    try:
        scan(zipfile.ZipFile(io.BytesIO(content)), "xl/worksheets/sheet1.xml")
    except Unsure:
        return False
    return True


@pytest.mark.parametrize("seed", range(60))
def test_what_is_scanned_is_what_the_library_says(seed, monkeypatch) -> None:
    monkeypatch.setattr(sheet_scanning, "CHUNK", 250 + seed * 97)
    content = workbook(sheet(random_rows(seed)), since_1904=seed % 3 == 0)
    assert is_scanned(content)
    assert told(content) == by_the_library(content, monkeypatch)


def test_every_kind_of_cell_alone_and_at_the_edge(monkeypatch) -> None:
    for cell in CELLS:
        content = workbook(sheet(f'<row r="2"><c r="B2"><v>1</v></c></row><row r="5"><c r="D5"{cell}</row>'))
        assert is_scanned(content), cell
        assert told(content) == by_the_library(content, monkeypatch), cell


PLAIN = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>5</v></c></row><row r="2"><c r="A2" s="1"><v>45000</v></c></row>'
OTHER_FORMS = {
    "prefix": sheet(PLAIN).replace("<row", "<x:row").replace("</row", "</x:row").replace("<c ", "<x:c ").replace("</c>", "</x:c>").replace("<v>", "<x:v>").replace("</v>", "</x:v>").replace("sheetData", "x:sheetData"),
    "prefix on one cell": sheet(PLAIN.replace('<c r="B1"><v>5</v></c>', '<x:c r="B1"><x:v>5</x:v></x:c>')),
    "pretty": sheet(PLAIN.replace("><", ">\n  <")),
    "comment": sheet(PLAIN.replace("</row><row", "</row><!-- <c r='C1'> --><row")),
    "comment in a text": sheet(PLAIN.replace("<v>5</v>", "<v>5<!-- no -->6</v>")),
    "comment before": sheet(PLAIN, before="<!-- <sheetData><row r='1'/></sheetData> -->"),
    "cdata": sheet(PLAIN.replace("<v>5</v>", '<v><![CDATA[<c r="C1">]]></v>').replace('"B1"', '"B1" t="str"')),
    "instruction": sheet(PLAIN.replace("</row><row", "</row><?x y?><row")),
    "declaration": sheet(PLAIN).replace("?>\n", '?><!DOCTYPE x [<!ENTITY e "lol">]>').replace("<v>5<", "<v>&e;<"),
    "no places": re.sub(r' r="[A-Z]?\d"', "", sheet(PLAIN)),
    "no row numbers": sheet(PLAIN.replace('<row r="1"', "<row").replace('<row r="2"', "<row")),
    "rows out of order": sheet(PLAIN.replace("A1", "A7").replace("B1", "B7").replace('row r="1"', 'row r="7"')),
    "row twice": sheet(PLAIN + PLAIN),
    "row 0": sheet(PLAIN.replace('"A1"', '"A0"').replace('"B1"', '"B0"').replace('row r="1"', 'row r="0"')),
    "cells out of order": sheet(PLAIN.replace("A1", "C1")),
    "cell twice": sheet(PLAIN.replace("B1", "A1")),
    "cell in another row": sheet(PLAIN.replace("B1", "B2")),
    "cell in a far row": sheet(PLAIN.replace("B1", "B11")),
    "place in small letters": sheet(PLAIN.replace("B1", "b1")),
    "place with signs": sheet(PLAIN.replace("B1", "$B$1")),
    "place too far": sheet(PLAIN.replace("B1", "ABCD1")),
    "other order of attributes": sheet(PLAIN.replace('r="A1" t="s"', 't="s" r="A1"')),
    "single quotes": sheet(PLAIN.replace('"', "'")).replace("'http", '"http').replace("main'", 'main"'),
    "two places": sheet(PLAIN.replace('r="B1"', 'r="B1" r="C1"')),
    "row too far": sheet('<row r="1048577"><c r="A1048577"><v>1</v></c></row>'),
    "column too far": sheet('<row r="1"><c r="XFE1"><v>1</v></c></row>'),
    "many row numbers": sheet(PLAIN.replace('<row r="1"', '<row' + ' r="1"' * 3000 + " !")),
    "letters between": sheet(PLAIN.replace("</row><row", "</row>lost<row")),
    "cell outside a row": sheet(PLAIN + '<c r="A3"><v>1</v></c>'),
    "row in a row": sheet(PLAIN.replace("</row><row", "<row")),
    "unclosed cell": sheet(PLAIN.replace("5</v></c>", "5</v>")),
    "closed twice": sheet(PLAIN.replace("5</v></c>", "5</v></c></c>")),
    "unclosed value": sheet(PLAIN.replace("5</v>", "5")),
    "unknown string": sheet(PLAIN.replace("<v>0<", "<v>99<")),
    "unknown entity": sheet(PLAIN.replace("<v>5<", "<v>&nbsp;<").replace('"B1"', '"B1" t="str"')),
    "bare ampersand": sheet(PLAIN.replace("<v>5<", "<v>R&D<").replace('"B1"', '"B1" t="str"')),
    "unknown type": sheet(PLAIN.replace('"B1"', '"B1" t="z"')),
    "unknown format": sheet(PLAIN.replace('"B1"', '"B1" s="99"')),
    "two values": sheet(PLAIN.replace("<v>5</v>", "<v>5</v><v>6</v>")),
    "further parts": sheet(PLAIN, after='<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells><sheetData><row r="9"/></sheetData>'),
    "dimension that lies": sheet(PLAIN, before='<dimension ref="A1"/>'),
    "dimension that is wrong": sheet(PLAIN, before='<dimension ref="nowhere"/>'),
    "strict": sheet(PLAIN, name=STRICT),
    "nothing": sheet(""),
    "nothing, in short": sheet("").replace("<sheetData></sheetData>", "<sheetData/>"),
    "blank in the tag": sheet(PLAIN).replace("<sheetData>", "<sheetData >"),
    "empty rows": sheet('<row r="1"></row><row r="4"/>'),
    "only formats": sheet('<row r="1"><c r="A1" s="1"/></row>'),
    "cut off": sheet(PLAIN)[:-60],
    "cut off in the end": sheet(PLAIN)[:-14],
    "no end": sheet(PLAIN).replace("</sheetData></worksheet>", ""),
    "UTF-16": sheet(PLAIN).replace("UTF-8", "UTF-16").encode("utf-16"),
    "Latin letters": sheet(PLAIN.replace("<v>5<", "<v>õ<").replace('"B1"', '"B1" t="str"')).replace("UTF-8", "ISO-8859-1").encode("latin-1"),
    "byte order mark": b"\xef\xbb\xbf" + sheet(PLAIN).encode(),
    "no text": b"\x00" * 400,
}  # fmt: skip


@pytest.mark.parametrize("name", OTHER_FORMS)
def test_any_other_form_is_what_the_library_says(name, monkeypatch) -> None:
    assert OTHER_FORMS[name] != sheet(PLAIN)
    content = workbook(OTHER_FORMS[name])
    assert told(content) == by_the_library(content, monkeypatch)


def test_a_declaration_is_never_scanned() -> None:
    assert not is_scanned(workbook(OTHER_FORMS["declaration"]))


def test_damaged_sheets_are_what_the_library_says(monkeypatch) -> None:
    """One sign taken away, doubled or changed, at every place of a sheet."""
    whole = sheet(PLAIN)
    start = whole.index("<sheetData>")
    for place in range(start, len(whole), 2):
        for changed in (whole[:place] + whole[place + 1 :], whole[:place] + whole[place] + whole[place:]):
            content = workbook(changed)
            assert told(content) == by_the_library(content, monkeypatch), changed[start:]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_parts_that_are_there_twice_are_what_the_library_says(monkeypatch) -> None:
    for name, part in (
        ("xl/worksheets/sheet1.xml", sheet(PLAIN.replace("<v>5<", "<v>6<"))),
        ("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}"><si><t>Other</t></si></sst>'),
    ):
        content = io.BytesIO(workbook(sheet(PLAIN)))
        with zipfile.ZipFile(content, "a") as book:
            book.writestr(name, part)
        assert told(content.getvalue()) == by_the_library(content.getvalue(), monkeypatch)


def test_hidden_sheets_count_only_where_nothing_that_can_be_seen_is_filled(monkeypatch) -> None:
    for states in (
        ("visible", "hidden", "visible"),
        ("hidden", "visible", "visible"),
        ("hidden", "veryHidden", "hidden"),
    ):
        content = workbook(sheet(PLAIN), sheet(PLAIN), sheet(""), states=states)
        assert told(content) == by_the_library(content, monkeypatch)


def test_cells_that_hardly_repeat_are_the_libraries(monkeypatch) -> None:
    monkeypatch.setattr(sheet_scanning, "MANY_DIFFERENT", 50)
    for kinds, scanned in ((17, True), (1000, False)):
        rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n % kinds}</v></c></row>' for n in range(1, 400))
        content = workbook(sheet(rows))
        assert is_scanned(content) == scanned
        assert told(content) == by_the_library(content, monkeypatch)


def test_a_workbook_of_openpyxl(monkeypatch) -> None:
    book = openpyxl.Workbook()
    answers = book.active
    answers.append(["When", "Text", "Number", "Yes", "Hours", "Formula", "Day"])
    for number in range(300):
        moment = datetime(2025, 3, 1, 8, 30) + timedelta(minutes=number)
        answers.append(
            [
                moment,
                f"ja & nein <{number % 7}>",
                number / 7,
                number % 2 == 0,
                time(1, number % 60),
                "=1+1",
                date(2025, 1, 2),
            ]
        )
    other = book.create_sheet("Über")
    other.cell(4, 3, "far")
    other.cell(9, 30, timedelta(hours=30))
    out = io.BytesIO()
    book.save(out)
    assert is_scanned(out.getvalue())
    assert told(out.getvalue()) == by_the_library(out.getvalue(), monkeypatch)


def test_rows_are_numbered_as_in_the_workbook() -> None:
    grid = next(
        workbooks.sheets(
            workbook(sheet('<row r="3"><c r="C3"><v>1</v></c></row><row r="5"><c r="C5"><v>2</v></c></row>'))
        )
    )
    assert grid.without_blank_rows().row_numbers.tolist() == [3, 5]


def test_a_sheet_that_reaches_too_far_is_refused_in_its_size() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    with pytest.raises(ToolboxError, match="row 1,048,576 and column 16,384"):
        list(workbooks.sheets(workbook(sheet(rows))))
