"""Files made to break whoever opens them. ``python -m tests.reading.monsters NAME`` reads one under limits and prints its end.

Each is made in the process that reads it, so that the process of the tests stays small.
"""

from __future__ import annotations

import gzip
import io
import struct
import sys
import zipfile
from collections.abc import Callable

from tests.reading import other_workbooks, persons
from tests.reading.fuzzing import MEMORY, attempt, bounded

_SHEET = (
    b'<?xml version="1.0" encoding="UTF-8"?>%s'
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
)
_LAUGHS = b"<!DOCTYPE x [" + b'<!ENTITY a0 "ha">' + b"".join(
    b'<!ENTITY a%d "%s">' % (turn, b"&a%d;" % (turn - 1) * 10) for turn in range(1, 12)
) + b"]>"  # fmt: skip
_ROW = b"Tamme School,Teacher,4\n"


def _packed(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, held in files.items():
            archive.writestr(name, held)
    return out.getvalue()


def _book(rows: bytes, doctype: bytes = b"", **others: bytes) -> bytes:
    """A workbook whose one sheet holds these rows of XML."""
    made = zipfile.ZipFile(io.BytesIO(persons.workbook({"Data": [["a", "b"], ["x", 2]]})))
    files = {name: made.read(name) for name in made.namelist()}
    files["xl/worksheets/sheet1.xml"] = _SHEET % (doctype, rows)
    return _packed(files | {name.replace("__", "/") + ".xml": held for name, held in others.items()})


def _zeros_gzip(size: int) -> bytes:
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=9, mtime=0) as packed:
        for _ in range(size >> 20):
            packed.write(b"0" * (1 << 20))
    return out.getvalue()


def _zip_bomb() -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("answers.csv", "w", force_zip64=True) as held,
    ):
        for _ in range(1000):
            held.write(b"0" * (1 << 20))
    return out.getvalue()


def _lying_zip() -> bytes:
    """Says of a member of 600 MB that it has 600 bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("answers.csv", "w") as held:
        held.write(b"a,b\n")
        for _ in range(600):
            held.write(b"0" * (1 << 20))
    return out.getvalue().replace(struct.pack("<I", 600 * (1 << 20) + 4), struct.pack("<I", 600))


def _nested_zip() -> bytes:
    content = _zip_bomb()
    for _ in range(5):
        content = _packed({"answers.zip": content, "more.zip": content})
    return content


def _nested_gzip() -> bytes:
    content = b"a,b\n1,2\n"
    for _ in range(3000):
        content = gzip.compress(content, 1)
    return content


def _empty_rows() -> bytes:
    cells = b"".join(b'<c r="%s" t="inlineStr"><is><t>Question</t></is></c>' % place for place in (b"A1", b"B1"))
    rows = [b'<row r="1">%s</row><row r="2"><c r="A2"><v>4</v></c><c r="B2"><v>5</v></c></row>' % cells]
    return _book(b"".join([*rows, *(b'<row r="%d"/>' % row for row in range(3, 1_048_577))]))


def _wide_sheet() -> bytes:
    cells = b"".join(b'<c r="XFD%d"><v>1</v></c>' % row for row in range(1, 4))
    return _book(b'<row r="1">' + b"<c><v>1</v></c>" * 1_000_000 + b"</row>" + b'<row r="2">%s</row>' % cells)


def _ods(table: str) -> bytes:
    whole = zipfile.ZipFile(io.BytesIO(other_workbooks.ods({"Answers": [["a", "b"], ["x", 2]]})))
    files = {name: whole.read(name) for name in whole.namelist()}
    content = files["content.xml"].decode()
    start, end = content.index("<table:table-row>"), content.rindex("</table:table>")
    return _packed(files | {"content.xml": (content[:start] + table + content[end:]).encode()})


_ODS_CELL = '<table:table-cell office:value-type="string"%s><text:p>x</text:p></table:table-cell>'

#: Name → (how it is made, the ends that are right: "read", or codes of refusals).
MONSTERS: dict[str, tuple[Callable[[], bytes], tuple[str, ...]]] = {
    "zip bomb": (_zip_bomb, ("too_large_unpacked",)),
    "zip bomb in zip bombs": (_nested_zip, ("archive",)),
    "zip that lies in its header": (_lying_zip, ("broken_archive",)),
    "gzip bomb": (lambda: _zeros_gzip(1 << 30), ("too_large_unpacked",)),
    "gzip in gzip 3,000 times": (_nested_gzip, ("archive",)),
    "a row of a million cells": (
        lambda: b"a" + b",a" * 999_999 + b"\n" + b"1" + b",1" * 999_999,
        ("too_many_columns",),
    ),
    "a sheet's row of a million cells": (_wide_sheet, ("too_many_columns", "sheet_too_far", "unreadable_workbook")),
    "one row with a hundred thousand cells": (
        lambda: _ROW * 100 + b"x" + b",x" * 100_000 + b"\n" + _ROW,
        ("too_many_columns",),
    ),
    "a row ten times as wide": (
        lambda: b"School,Role,Q1\n" + _ROW * 50_000 + b",".join([b"x"] * 30) + b"\n" + _ROW * 50_000,
        ("read",),
    ),
    "arrays in arrays": (lambda: b"[" * 1_000_000 + b"]" * 1_000_000, ("no_events",)),
    "objects in objects": (lambda: b'{"a":' * 1_000_000 + b"1" + b"}" * 1_000_000, ("json_too_deep", "broken_json")),
    "arrays without end": (lambda: b"[" * 3_000_000, ("no_events",)),
    "a line of 200 MB": (lambda: b"x" * 200_000_000, ("cell_too_long",)),
    "a line of 200 MB with commas": (lambda: b"abcdefghi," * 20_000_000, ("too_many_columns",)),
    "a JSON text of 200 MB": (lambda: b'{"actor": "' + b"x" * 200_000_000 + b'"}', ("json_too_deep",)),
    "a sheet of 1,048,576 rows, all empty but two": (_empty_rows, ("read",)),
    "cells in both far corners": (
        lambda: _book(b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        ("sheet_too_far",),
    ),
    "a far cell in a near row": (
        lambda: _book(b'<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="ZZ999999"><v>1</v></c></row>'),
        ("sheet_too_far",),
    ),
    "a row beyond all numbers": (
        lambda: _book(b'<row r="1"><c r="A1"><v>1</v></c></row><row r="99999999999"><c><v>1</v></c></row>'),
        ("sheet_too_far", "unreadable_workbook", "no_answers"),
    ),
    "a thousand million laughs in a sheet": (
        lambda: _book(b'<row r="1"><c r="A1" t="inlineStr"><is><t>&a11;</t></is></c></row>' * 3, _LAUGHS),
        ("unreadable_workbook", "no_answers", "empty_file"),
    ),
    "a thousand million laughs in the list of sheets": (
        lambda: _book(
            b"",
            xl__workbook=b'<?xml version="1.0"?>'
            + _LAUGHS
            + b"<workbook><sheets><sheet name='&a11;'/></sheets></workbook>",
        ),
        ("unreadable_workbook", "empty_file"),
    ),
    "a thousand million laughs as text": (lambda: b'<?xml version="1.0"?>' + _LAUGHS + b"<x>&a11;</x>", ("xml",)),
    "an ODS cell repeated a thousand million times": (
        lambda: _ods(
            "<table:table-row>" + _ODS_CELL % ' table:number-columns-repeated="1000000000"' + "</table:table-row>"
        ),
        ("too_many_columns", "unreadable_workbook", "no_answers"),
    ),
    "an ODS row repeated a thousand million times": (
        lambda: _ods(
            '<table:table-row table:number-rows-repeated="1000000000">' + _ODS_CELL % "" + "</table:table-row>"
        ),
        ("unreadable_workbook", "read", "no_answers"),
    ),
    "only quotation marks": (lambda: b'"' * 5_000_001, ("no_answers",)),
    "only quotation marks, one a line": (lambda: b'"\n' * 1_000_001, ("no_answers", "read", "empty_file")),
    "only separators": (lambda: b"," * 5_000_000, ("too_many_columns", "no_answers", "empty_file")),
    "only separators in many lines": (lambda: b",,,;;;\t\t|\n" * 500_000, ("empty_file", "no_answers", "read")),
    "only zeros": (lambda: b"\0" * 50_000_000, ("empty_file",)),
    "only line ends": (lambda: b"\r\n" * 10_000_000, ("empty_file",)),
    "a quotation mark that is never closed before 50 MB": (
        lambda: b'School,Role,Q1\n"Tamme,Teacher,4\n' + _ROW * 2_200_000,
        ("read",),
    ),
}


def main(name: str) -> None:
    """Make and read one monster; print its end."""
    import resource

    content = MONSTERS[name][0]()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    with bounded(60):
        print("END", attempt(content), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
