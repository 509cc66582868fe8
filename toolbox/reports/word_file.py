"""A table as a Word document in the layout journals of the field ask for, after the style of the APA.

Number and title above, three rules, no vertical lines, notes below. The heading rows are marked as such and repeat on the
next page, rows do not break across pages, the table carries its title as alternative text, the document its language.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from toolbox.reports.packing import STAMP, packed_again
from toolbox.reports.spreadsheet_text import readable

#: A heading cell: its text and how many columns it stands over.
Heading = tuple[str, int]

#: From so many columns the page is turned.
LANDSCAPE_FROM = 7
FONT, POINTS = "Times New Roman", 10


@dataclass(frozen=True, kw_only=True)
class PrintedTable:
    """A table ready to be set: every cell is text already."""

    number: int
    title: str
    headings: tuple[tuple[Heading, ...], ...]
    """Heading rows, top to bottom; the last one has a cell for every column."""
    rows: tuple[tuple[str, ...], ...]
    """Cells of each row; a row of one cell is a heading inside the table."""
    notes: tuple[str, ...] = ()
    """General notes, then specific ones (beginning with their letter), each a paragraph."""

    @property
    def columns(self) -> int:
        return len(self.headings[-1])


def document(table: PrintedTable) -> bytes:
    """The table as a .docx file; the same bytes for the same table."""
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm, Pt

    made = Document()
    style = made.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(POINTS)
    style.paragraph_format.space_after = Pt(0)
    set_language(style, FONT)
    section = made.sections[0]
    width, height = Cm(21), Cm(29.7)
    if table.columns >= LANDSCAPE_FROM:
        section.orientation, width, height = WD_ORIENT.LANDSCAPE, height, width
    section.page_width, section.page_height = width, height
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2.54)
    _titles(made, table)
    _set(made, table, int(width - section.left_margin - section.right_margin))
    for place, note in enumerate(table.notes):
        _note(made, note, first=place == 0)
    about = made.core_properties
    about.title, about.author, about.language = readable(table.title)[:250], "Learning Analytics Toolbox", "en"
    about.comments, about.keywords = "", ""
    about.created = about.modified = STAMP
    kept = io.BytesIO()
    made.save(kept)
    return packed_again(kept.getvalue())


def set_language(style, font: str) -> None:
    """The language of everything in this style, and its typeface for every alphabet."""
    from docx.oxml.ns import qn

    properties = style.element.get_or_add_rPr()
    properties.append(element("w:lang", {"w:val": "en-GB"}))
    properties.rFonts.set(qn("w:eastAsia"), font)
    properties.rFonts.set(qn("w:cs"), font)


def _titles(made, table: PrintedTable) -> None:
    from docx.shared import Pt

    number = made.add_paragraph()
    number.add_run(f"Table {table.number}").bold = True
    title = made.add_paragraph()
    written(title, table.title).italic = True
    title.paragraph_format.space_after = Pt(6)
    for each in (number, title):
        each.paragraph_format.keep_with_next = True


def _set(made, table: PrintedTable, width: int) -> None:
    from docx.enum.table import WD_TABLE_ALIGNMENT

    grid = made.add_table(rows=len(table.headings) + len(table.rows), cols=table.columns)
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    properties = grid._tbl.tblPr
    properties.append(element("w:tblCaption", {"w:val": readable(table.title)[:250]}))
    properties.append(element("w:tblDescription", {"w:val": _described(table)}))
    widths = _widths(table, width)
    for column, wide in zip(grid.columns, widths, strict=True):
        column.width = wide
    rows = list(grid.rows)
    for number, headings in enumerate(table.headings):
        _heading(rows[number], headings, widths, last=number == len(table.headings) - 1, first=number == 0)
    for number, cells in enumerate(table.rows, start=len(table.headings)):
        _row(rows[number], cells, widths, last=number == len(rows) - 1)


def _heading(row, headings: Sequence[Heading], widths: Sequence[int], *, first: bool, last: bool) -> None:
    row._tr.get_or_add_trPr().append(element("w:cantSplit", {}))
    row._tr.get_or_add_trPr().append(element("w:tblHeader", {}))
    cells, place = row.cells, 0
    for text, over in headings:
        cell = cells[place]
        if over > 1:
            cell = cell.merge(cells[place + over - 1])
        _fill(cell, text, centred=place > 0, heading=True, keep=True)
        cell.width = sum(widths[place : place + over])
        # A heading over several columns has a rule of its own below, so that one sees what it stands over.
        _ruled(cell, top=first, bottom=last or (over > 1 and bool(text)))
        place += over


def _row(row, cells: Sequence[str], widths: Sequence[int], *, last: bool) -> None:
    row._tr.get_or_add_trPr().append(element("w:cantSplit", {}))
    if len(cells) == 1:
        whole = row.cells[0].merge(row.cells[-1])
        _fill(whole, cells[0], bold=True, keep=not last)
        _ruled(whole, bottom=last)
        return
    for place, text in enumerate(cells):
        cell = row.cells[place]
        cell.width = widths[place]
        _fill(cell, text, centred=place > 0)
        _ruled(cell, bottom=last)


def _fill(
    cell, text: str, *, centred: bool = False, heading: bool = False, bold: bool = False, keep: bool = False
) -> None:
    from docx.enum.table import WD_ALIGN_VERTICAL
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = cell.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.LEFT
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    paragraph.paragraph_format.keep_with_next = keep
    written(paragraph, text).bold = bold or None
    cell.vertical_alignment = WD_ALIGN_VERTICAL.BOTTOM if heading else WD_ALIGN_VERTICAL.TOP


def written(paragraph, text: str):
    """The text as a run; letters written from right to left are marked so."""
    run = paragraph.add_run(readable(text))
    if next(
        (unicodedata.bidirectional(sign) for sign in text if unicodedata.bidirectional(sign) in ("L", "R", "AL")), ""
    ) in ("R", "AL"):
        run.font.rtl = True
    return run


def _note(made, note: str, *, first: bool) -> None:
    from docx.shared import Pt

    paragraph = made.add_paragraph()
    if first:
        paragraph.paragraph_format.space_before = Pt(6)
        paragraph.add_run("Note. ").italic = True
    letter, _, rest = note.partition(" ")
    if not first and letter.islower() and letter.isalpha() and len(set(letter)) == 1:
        paragraph.add_run(letter).font.superscript = True
        note = f" {rest}"
    written(paragraph, note)


def _ruled(cell, *, top: bool = False, bottom: bool = False) -> None:
    if not (top or bottom):
        return
    borders = element("w:tcBorders", {})
    for side, wanted in (("w:top", top), ("w:bottom", bottom)):
        if wanted:
            borders.append(element(side, {"w:val": "single", "w:sz": "6", "w:space": "0", "w:color": "auto"}))
    properties = cell._tc.get_or_add_tcPr()
    # The schema wants the borders before the vertical alignment.
    after = properties.find(_name("w:vAlign"))
    if after is None:
        properties.append(borders)
    else:
        after.addprevious(borders)


def _widths(table: PrintedTable, width: int) -> list[int]:
    """The first column by its longest text within limits, the others by theirs."""
    signs = [
        max([len(table.headings[-1][place][0]) / 1.6, *(len(row[place]) for row in table.rows if len(row) > 1)])
        for place in range(table.columns)
    ]
    weights = [min(max(signs[0], 14), 34), *(min(max(each, 5), 20) for each in signs[1:])]
    return [int(width * each / sum(weights)) for each in weights]


def _described(table: PrintedTable) -> str:
    """What a screen reader says of the table before it is read."""
    named = ", ".join(text.replace("\n", " ") for text, _ in table.headings[-1] if text)
    rows = sum(len(row) > 1 for row in table.rows)
    return readable(f"{rows} rows. Columns: {named}.")[:500]


def element(name: str, attributes: dict[str, str]):
    """A piece of the document that python-docx has no word for.

    Example:
        >>> element("w:lang", {"w:val": "en-GB"}).tag.rpartition("}")[2]
        'lang'
    """
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(key), value)
    return made


def _name(short: str) -> str:
    from docx.oxml.ns import qn

    return qn(short)
