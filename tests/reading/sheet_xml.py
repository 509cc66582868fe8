"""Workbooks put together from sheet XML as given: what programs write, and what they should not."""

from __future__ import annotations

import io
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
STRINGS = (
    "<si><t>Agree</t></si>",
    '<si><t xml:space="preserve">  Agree </t></si>',
    "<si><t/></si>",
    "<si><r><rPr><b/><color rgb='FF0000'/></rPr><t>Very </t></r><r><t>often</t></r></si>",
    '<si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh></si>',
    "<si><t>a &amp; b &lt; c &#228;&#xF5; _x000D_ d</t></si>",
    "<si><t>two\nlines</t></si>",
    "<si><t>None</t></si>",
)
#: General, a day, a day with time, hours that go on, a time, a share, words around a number, seconds.
FORMATS = (0, 14, 22, 164, 20, 9, 165, 45)


def workbook(*sheets: str, since_1904: bool = False, states: tuple[str, ...] = ()) -> bytes:
    """A workbook of whole sheet parts, "S1", "S2", …; ``states`` are theirs ("hidden")."""
    out = io.BytesIO()
    numbers = range(1, len(sheets) + 1)
    states = (*states, *["visible"] * len(sheets))
    listed = "".join(f'<sheet name="S{n}" sheetId="{n}" state="{states[n - 1]}" r:id="rId{n}"/>' for n in numbers)
    links = [(f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in numbers]
    links += [("rIdS", "sharedStrings", "sharedStrings.xml"), ("rIdF", "styles", "styles.xml")]
    formats = "".join(f'<xf numFmtId="{number}"/>' for number in FORMATS)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        + "".join(f'<Relationship Id="{key}" Type="{_LINKS}/{kind}" Target="{to}"/>' for key, kind, to in links)
        + "</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{_LINKS}"><workbookPr date1904="{int(since_1904)}"/>'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{"".join(STRINGS)}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="[h]:mm"/>'
        '<numFmt numFmtId="165" formatCode="0 &quot;days&quot;"/></numFmts>'
        f'<cellXfs count="{len(FORMATS)}">{formats}</cellXfs></styleSheet>',
    }
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in parts.items():
            book.writestr(name, text)
        for number, sheet in zip(numbers, sheets, strict=True):
            content = sheet if isinstance(sheet, bytes) else sheet.encode()
            book.writestr(f"xl/worksheets/sheet{number}.xml", content)
    return out.getvalue()


def sheet(rows: str, *, before: str = "", after: str = "", name: str = MAIN) -> str:
    """A sheet part around rows of XML."""
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f'{head}<worksheet xmlns="{name}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'
