"""Writes the two older kinds of workbook, .ods and .xls, cell by cell: no library here writes them."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Sequence
from datetime import timedelta
from xml.sax.saxutils import escape

Rows = Sequence[Sequence[str | float | timedelta]]


def ods(sheets: dict[str, Rows]) -> bytes:
    """An OpenDocument workbook: texts, numbers, and lengths of time as a spreadsheet writes what is typed as 0:45."""

    def cell(value: str | float | timedelta) -> str:
        if isinstance(value, timedelta):
            hours, minutes = divmod(int(value.total_seconds()) // 60, 60)
            told = f"PT{hours:02}H{minutes:02}M00S"
            return f'<table:table-cell office:value-type="time" office:time-value="{told}"><text:p>?</text:p></table:table-cell>'
        if isinstance(value, str):
            return f'<table:table-cell office:value-type="string"><text:p>{escape(value)}</text:p></table:table-cell>'
        return f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p></table:table-cell>'

    tables = "".join(
        f'<table:table table:name="{escape(name)}">'
        + "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
        + "</table:table>"
        for name, rows in sheets.items()
    )
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content office:version="1.2" '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()


def xls(sheet: str, rows: Rows) -> bytes:
    """An Excel 97 workbook with one sheet, as a stream in a compound file."""

    def record(kind: int, body: bytes) -> bytes:
        return struct.pack("<HH", kind, len(body)) + body

    def begin(kind: int) -> bytes:
        return record(0x809, struct.pack("<HHHHII", 0x600, kind, 0x0DBB, 0x07CC, 0, 6))

    def written(text: str) -> bytes:
        return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")

    cells = b""
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            place = struct.pack("<HHH", row, column, 0)
            number = isinstance(value, int | float)
            cells += (
                record(0x203, place + struct.pack("<d", value)) if number else record(0x204, place + written(value))
            )
    size = record(0x200, struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows)), 0))
    body = begin(0x10) + size + cells + record(0x0A, b"")
    name = struct.pack("<BB", len(sheet), 1) + sheet.encode("utf-16-le")
    # The place of the sheet is known once the length of the head is: it does not depend on the place itself.
    length = len(begin(5) + record(0x42, b"\xb0\x04") + record(0x85, bytes(6) + name) + record(0x0A, b""))
    head = begin(5) + record(0x42, b"\xb0\x04") + record(0x85, struct.pack("<IH", length, 0) + name) + record(0x0A, b"")
    return _compound(head + body)


def _compound(stream: bytes) -> bytes:
    """A compound file with the stream "Workbook" in ordinary sectors of 512 bytes."""
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    count = len(stream) // 512
    end, free, table = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
    chain = [*range(1, count), end, end]  # the stream, then the folder
    tables = -(-(len(chain) + 1) // 127)
    places = [count + 1 + turn for turn in range(tables)]
    chain += [table] * tables
    chain += [free] * (tables * 128 - len(chain))
    header = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, tables, count, 0, 4096, end, 0, end, 0)
    header += struct.pack("<109I", *places, *[free] * (109 - tables))
    folder = (
        _entry("Root Entry", 5, 1, end, 0) + _entry("Workbook", 2, free, 0, len(stream)) + _entry("", 0, free, 0, 0) * 2
    )
    return header + stream + folder + struct.pack(f"<{len(chain)}I", *chain)


def _entry(name: str, kind: int, child: int, first: int, size: int) -> bytes:
    held = name.encode("utf-16-le") + b"\0\0" if name else b""
    nobody = 0xFFFFFFFF
    begin = held.ljust(64, b"\0") + struct.pack("<HBBIII", len(held), kind, 1, nobody, nobody, child)
    return begin + bytes(36) + struct.pack("<IQ", first, size)
