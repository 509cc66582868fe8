"""The page as a Word document, to be changed by whoever carries it on: headings, a table with a marked heading row, pictures
with their words, the language; no name of a person in its properties. The same bytes for the same content.
"""

from __future__ import annotations

import io
from datetime import datetime, time

from toolbox.reports.one_page.content import AUDIENCES, OnePage, Part
from toolbox.reports.one_page.pdf import left_out_words
from toolbox.reports.one_page.pictures import drawn
from toolbox.reports.packing import packed_again
from toolbox.reports.word_file import element, set_language, written

#: Found on every machine, or replaced by one of the same widths; the strips' numbers are drawn in the latter.
FONT, DRAWN = "Arial", "Liberation Sans"
POINTS, SMALL = 9.5, 8
INK, QUIET, BLUE = "1F2933", "4A5561", "0072B2"
#: Centimetres: of the text, of a strip (narrower beside more than three groups), of a column of numbers, of one of words.
ACROSS, STRIP, NARROW, NUMBER, WORDS = 17.6, 6.2, 5.2, 1.75, 4.6


def word(page: OnePage) -> bytes:
    """The page as a .docx file. ``page`` is what :func:`toolbox.reports.one_page.pdf` found to fit on one sheet."""
    from docx import Document
    from docx.shared import Cm

    made = Document()
    _styles(made)
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm((21 - ACROSS) / 2)
    section.top_margin, section.bottom_margin = Cm(1.3), Cm(1.2)
    section.header_distance = section.footer_distance = Cm(0.6)
    _line(made, AUDIENCES[page.audience], colour=QUIET, size=SMALL)
    _heading(made, page.title, 1)
    _line(made, page.scope, colour=QUIET)
    _line(made, page.who, after=2)
    _heading(made, "In short", 2)
    for each in page.findings:
        _line(made, each, after=2)
    if page.rows:
        _heading(made, page.table, 2)
        _table(made, page)
    if page.notes:
        _line(made, "  ".join(page.notes), colour=QUIET, size=SMALL, before=3)
    for part in page.parts:
        _part(made, part)
    foot = [*([left_out_words(page)] if page.left_out else []), *page.foot]
    for place, each in enumerate(foot):
        _line(made, each, colour=QUIET, size=SMALL - 0.5, before=8 if place == 0 else 0)
    about = made.core_properties
    about.title = f"{page.title}: {page.scope}"[:250]
    about.subject, about.author, about.language = AUDIENCES[page.audience], "Learning Analytics Toolbox", "en-GB"
    about.comments, about.keywords, about.last_modified_by = "", "", ""
    kept = io.BytesIO()
    made.save(kept)
    return packed_again(kept.getvalue(), datetime.combine(page.collected_on, time()))


def _styles(made) -> None:
    from docx.shared import Pt, RGBColor

    sizes = {"Normal": (POINTS, INK), "Heading 1": (18, INK), "Heading 2": (11, BLUE), "List Bullet": (POINTS, INK)}
    for name, (size, colour) in sizes.items():
        style = made.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), RGBColor.from_string(colour)
        set_language(style, FONT)
        fonts = style.element.rPr.rFonts
        for theme in [key for key in fonts.attrib if key.endswith("Theme")]:
            del fonts.attrib[theme]
        style.paragraph_format.space_before = Pt({"Heading 2": 9, "Heading 1": 0}.get(name, 0))
        style.paragraph_format.space_after = Pt({"Heading 2": 3, "Heading 1": 3, "List Bullet": 2}.get(name, 0))
        style.paragraph_format.line_spacing = 1.0


def _heading(made, text: str, level: int) -> None:
    written(made.add_paragraph(style=f"Heading {level}"), text)


def _line(made, text: str, *, colour: str = INK, size: float = POINTS, before: float = 0, after: float = 0) -> None:
    from docx.shared import Pt

    paragraph = made.add_paragraph()
    _fill(paragraph, text, colour=colour, size=size)
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)


def _fill(paragraph, text: str, *, colour: str = INK, size: float = POINTS) -> None:
    from docx.shared import Pt, RGBColor

    run = written(paragraph, text)
    run.font.size, run.font.color.rgb = Pt(size), RGBColor.from_string(colour)


def _part(made, part: Part) -> None:
    _heading(made, part.heading, 2)
    for each in part.lines:
        if len(part.lines) == 1:
            _line(made, each)
        else:
            written(made.add_paragraph(style="List Bullet"), each)


def _table(made, page: OnePage) -> None:
    """Area, strip, and a number for every group; the first row is the heading, no row breaks in two."""
    from docx.enum.table import WD_ALIGN_VERTICAL
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Cm

    strips, numbers = drawn(page, font=DRAWN, dots=True)
    many = len(page.groups)
    strip = STRIP if many <= 3 else NARROW
    number = WORDS if page.wide else NUMBER
    widths = [Cm(ACROSS - strip - number * many), Cm(strip), *[Cm(number)] * many]
    grid = made.add_table(rows=1 + len(page.rows), cols=len(widths))
    grid.autofit = False
    properties = grid._tbl.tblPr
    properties.find(qn("w:tblW")).attrib.update({qn("w:type"): "dxa", qn("w:w"): str(int(sum(widths) / 635))})
    # The schema wants the margins before what is said of the look.
    look = properties.find(qn("w:tblLook"))
    (properties.append if look is None else look.addprevious)(_margins())
    properties.append(element("w:tblCaption", {"w:val": page.table}))
    named = ", ".join(each.name for each in page.groups)
    properties.append(
        element("w:tblDescription", {"w:val": f"One row an area. Columns: the area, a strip, {named}."[:500]})
    )
    for column, wide in zip(grid.columns, widths, strict=True):
        column.width = wide
    low, high = page.released.framework.span()
    for place, row in enumerate(grid.rows):
        row._tr.get_or_add_trPr().append(element("w:cantSplit", {}))
        for cell, wide in zip(row.cells, widths, strict=True):
            cell.width, cell.vertical_alignment = wide, WD_ALIGN_VERTICAL.CENTER
            _ruled(cell, "C0C8D0" if 0 < place < len(page.rows) else QUIET)
        if place == 0:
            row._tr.get_or_add_trPr().append(element("w:tblHeader", {}))
            _fill(row.cells[0].paragraphs[0], "Area", colour=QUIET)
            _picture(row.cells[1], numbers, f"Scale from {low} to {high}", strip)
            row.cells[1].vertical_alignment = WD_ALIGN_VERTICAL.BOTTOM
            for cell, group in zip(row.cells[2:], page.groups, strict=True):
                sign, size = cell.paragraphs[0], cell.add_paragraph()
                _fill(sign, f"{group.sign} ", colour=group.colour.lstrip("#"), size=SMALL)
                _fill(sign, group.name, size=SMALL + 0.5)
                _fill(size, group.answered, colour=QUIET, size=SMALL)
                sign.alignment = size.alignment = WD_ALIGN_PARAGRAPH.CENTER
            continue
        told = page.rows[place - 1]
        _fill(row.cells[0].paragraphs[0], told.name)
        _picture(row.cells[1], strips[told.area], told.alt, strip)
        for cell, text in zip(row.cells[2:], told.cells, strict=True):
            _fill(cell.paragraphs[0], text)
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER


def _picture(cell, content: bytes, words: str, wide: float) -> None:
    """A picture with the words a screen reader says of it."""
    from docx.shared import Cm

    shape = cell.paragraphs[0].add_run().add_picture(io.BytesIO(content), width=Cm(wide))
    for side in ("distT", "distB", "distL", "distR"):  # an eighth of an inch in some programs where nothing is said
        shape._inline.set(side, "0")
    about = shape._inline.docPr
    about.set("descr", words)
    about.set("name", "Strip")


def _margins():
    """No room beside the cells, so that a strip fills its own; a little above and below, for the rules between rows."""
    made = element("w:tblCellMar", {})
    for side, room in (("w:top", 15), ("w:left", 0), ("w:bottom", 15), ("w:right", 0)):
        made.append(element(side, {"w:w": str(room), "w:type": "dxa"}))
    return made


def _ruled(cell, colour: str) -> None:
    from docx.oxml.ns import qn

    borders = element("w:tcBorders", {})
    borders.append(element("w:bottom", {"w:val": "single", "w:sz": "4", "w:space": "0", "w:color": colour}))
    properties = cell._tc.get_or_add_tcPr()
    properties.find(qn("w:vAlign")).addprevious(borders)
