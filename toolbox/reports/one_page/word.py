"""The page as a Word document, to be changed by whoever carries it on: headings, a table with a marked heading row, pictures
with their words, the language; no name of a person in its properties. The same bytes for the same content.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from toolbox.reports.one_page.content import AUDIENCES, Heading, OnePage, Part, Row
from toolbox.reports.one_page.pdf import left_out_words
from toolbox.reports.one_page.pictures import drawn
from toolbox.reports.packing import packed_again
from toolbox.reports.word_file import element, set_language, written

#: Found on every machine, or replaced by one of the same widths; the strips' numbers are drawn in the latter.
FONT, DRAWN = "Arial", "Liberation Sans"
INK, QUIET, BLUE, RULE = "1F2933", "4A5561", "0072B2", "C0C8D0"
#: Centimetres: of the text, of a strip beside more than three groups at most, of a column of numbers, of one of words.
ACROSS, NARROW, NUMBER, WORDS = 17.6, 5.2, 1.75, 4.6
#: The style of what stands in small letters.
SMALL = "Small"


@dataclass(frozen=True, kw_only=True)
class Size:
    """How large things are at one density of the page, in points; ``strip`` in centimetres."""

    text: float
    small: float
    above: float
    strip: float


#: For each of the sizes the PDF tries.
SIZES = (
    Size(text=9.5, small=8, above=9, strip=6.2),
    Size(text=9, small=7.5, above=7, strip=5.2),
    Size(text=8.5, small=7, above=5, strip=4.6),
)


def word(page: OnePage) -> bytes:
    """The page as a .docx file. ``page`` is what :func:`toolbox.reports.one_page.pdf` found to fit on one sheet."""
    from docx import Document
    from docx.shared import Cm

    made, size = Document(), SIZES[page.density]
    _styles(made, size)
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm((21 - ACROSS) / 2)
    section.top_margin, section.bottom_margin = Cm(1.3), Cm(1.2)
    section.header_distance = section.footer_distance = Cm(0.6)
    _line(made, AUDIENCES[page.audience], colour=QUIET, style=SMALL)
    _line(made, page.title, style="Heading 1")
    _line(made, page.scope, colour=QUIET)
    _line(made, page.who, after=2)
    _line(made, "In short", style="Heading 2")
    for each in page.findings:
        _line(made, each, after=2)
    if page.rows:
        _line(made, page.table, style="Heading 2")
        _table(made, page, size)
    if page.notes:
        _line(made, "  ".join(page.notes), colour=QUIET, style=SMALL, before=3)
    for part in page.parts:
        _part(made, part)
    foot = [*([left_out_words(page)] if page.left_out else []), *page.foot]
    for place, each in enumerate(foot):
        _line(made, each, colour=QUIET, style=SMALL, before=0 if place else size.above)
    about = made.core_properties
    about.title = f"{page.title}: {page.scope}"[:250]
    about.subject, about.author, about.language = AUDIENCES[page.audience], "Learning Analytics Toolbox", "en-GB"
    about.comments, about.keywords, about.last_modified_by = "", "", ""
    kept = io.BytesIO()
    made.save(kept)
    return packed_again(kept.getvalue(), datetime.combine(page.collected_on, time()))


def _styles(made, size: Size) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt, RGBColor

    made.styles.add_style(SMALL, WD_STYLE_TYPE.PARAGRAPH)
    known = {  # points of the letters, colour, room above and below
        "Normal": (size.text, INK, 0, 0),
        "Heading 1": (18, INK, 0, 3),
        "Heading 2": (size.text + 1.5, BLUE, size.above, 3),
        "List Bullet": (size.text, INK, 0, 2),
        SMALL: (size.small, INK, 0, 0),
    }
    for name, (points, colour, above, below) in known.items():
        style = made.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(points), RGBColor.from_string(colour)
        set_language(style, FONT)
        fonts = style.element.rPr.rFonts
        for theme in [key for key in fonts.attrib if key.endswith("Theme")]:
            del fonts.attrib[theme]
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(above), Pt(below)
        style.paragraph_format.line_spacing = 1.0


def _line(
    made, text: str, *, style: str = "Normal", colour: str = "", before: float | None = None, after: float | None = None
) -> None:
    from docx.shared import Pt

    paragraph = made.add_paragraph(style=style)
    _fill(paragraph, text, colour)
    if before is not None:
        paragraph.paragraph_format.space_before = Pt(before)
    if after is not None:
        paragraph.paragraph_format.space_after = Pt(after)


def _fill(paragraph, text: str, colour: str = "") -> None:
    from docx.shared import RGBColor

    run = written(paragraph, text)
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour)


def _part(made, part: Part) -> None:
    _line(made, part.heading, style="Heading 2")
    for each in part.lines:
        _line(made, each, style="Normal" if len(part.lines) == 1 else "List Bullet")


def _table(made, page: OnePage, size: Size) -> None:
    """Area, strip, and a number for every group; the first row is the heading, no row breaks in two."""
    from docx.enum.table import WD_ALIGN_VERTICAL
    from docx.shared import Cm

    strips, numbers = drawn(page, font=DRAWN, dots=True)
    many, number = len(page.groups), WORDS if page.wide else NUMBER
    strip = size.strip if many <= 3 else min(size.strip, NARROW)
    widths = [Cm(ACROSS - strip - number * many), Cm(strip), *[Cm(number)] * many]
    grid = _grid(made, page, widths)
    low, high = page.released.framework.span()
    for place, row in enumerate(grid.rows):
        row._tr.get_or_add_trPr().append(element("w:cantSplit", {}))
        for cell, wide in zip(row.cells, widths, strict=True):
            cell.width, cell.vertical_alignment = wide, WD_ALIGN_VERTICAL.CENTER
            _ruled(cell, RULE if 0 < place < len(page.rows) else QUIET)
        if place:
            told = page.rows[place - 1]
            _row(row.cells, told, strips[told.area], strip)
        else:
            row._tr.get_or_add_trPr().append(element("w:tblHeader", {}))
            row.cells[1].vertical_alignment = WD_ALIGN_VERTICAL.BOTTOM
            _picture(row.cells[1], numbers, f"Scale from {low} to {high}", strip)
            _headings(made, row.cells, page.groups)


def _grid(made, page: OnePage, widths: Sequence[int]):
    """An empty table of these widths, told about in words."""
    from docx.oxml.ns import qn

    grid = made.add_table(rows=1 + len(page.rows), cols=len(widths))
    grid.autofit = False
    properties = grid._tbl.tblPr
    properties.find(qn("w:tblW")).attrib.update({qn("w:type"): "dxa", qn("w:w"): str(int(sum(widths) / 635))})
    # The schema wants the margins before what is said of the look.
    look = properties.find(qn("w:tblLook"))
    (properties.append if look is None else look.addprevious)(_margins())
    named = ", ".join(each.name for each in page.groups)
    words = f"One row an area. Columns: the area, a strip, {named}."
    properties.append(element("w:tblCaption", {"w:val": page.table}))
    properties.append(element("w:tblDescription", {"w:val": words[:500]}))
    for column, wide in zip(grid.columns, widths, strict=True):
        column.width = wide
    return grid


def _headings(made, cells, groups: Sequence[Heading]) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    _fill(cells[0].paragraphs[0], "Area", QUIET)
    for cell, group in zip(cells[2:], groups, strict=True):
        name, answered = cell.paragraphs[0], cell.add_paragraph()
        for paragraph in (name, answered):
            paragraph.style, paragraph.alignment = made.styles[SMALL], WD_ALIGN_PARAGRAPH.CENTER
        _fill(name, f"{group.sign} ", group.colour.lstrip("#"))
        _fill(name, group.name)
        _fill(answered, group.answered, QUIET)


def _row(cells, told: Row, strip: bytes, wide: float) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    _fill(cells[0].paragraphs[0], told.name)
    _picture(cells[1], strip, told.alt, wide)
    for cell, text in zip(cells[2:], told.cells, strict=True):
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
