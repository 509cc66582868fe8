"""The page as a PDF: one A4 sheet, tagged (PDF/UA-1), with its own typefaces, the same bytes for the same content.

The typesetter gets a fixed template and the content as data, so nothing a person typed can be a command. Only the
typefaces that come inside it are used: no font of the machine, no package, no network.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from importlib.resources import files

from toolbox.model import ToolboxError
from toolbox.reports.one_page.content import AUDIENCES, OnePage
from toolbox.reports.one_page.pictures import drawn
from toolbox.reports.one_page.shortening import shorter

FONT = "Libertinus Serif"
#: Sizes of the letters tried, in points, with the width of a strip in millimetres.
SIZES = ((10.8, 68), (10.0, 58), (9.2, 50))
#: Stands for a sign none of the typefaces has.
UNKNOWN = "□"


def pdf(page: OnePage) -> tuple[bytes, OnePage]:
    """The PDF, and the page as it was set: with what had to be left out so that one sheet is enough.

    Raises:
        ToolboxError: ``too_long`` where not even the shortest version fits.
    """
    strips, numbers = drawn(page, font=FONT)
    for tried in shorter(page):
        for density, (points, width) in enumerate(SIZES):
            told = _told(tried, strips, numbers) | {"points": points, "strip": width}
            if made := _set(told, tried):
                return made, replace(tried, density=density)
    raise ToolboxError("too_long", "Even the shortest version of this page does not fit on one sheet of paper.")


def _told(page: OnePage, strips: dict[str, str], numbers: str | None) -> dict[str, object]:
    """The content as the template reads it."""
    low, high = page.released.framework.span()
    foot = list(page.foot)
    if page.left_out:
        foot.insert(0, left_out_words(page))
    return {
        "title": page.title,
        "audience": AUDIENCES[page.audience],
        "scope": page.scope,
        "who": page.who,
        "findings": page.findings,
        "table": page.table,
        "wide": page.wide,
        "groups": [
            {"name": each.name, "sign": each.sign, "colour": each.colour, "answered": each.answered}
            for each in page.groups
        ],
        "numbers": numbers or "",
        "numbers_alt": f"Scale from {low} to {high}",
        "rows": [
            {"name": row.name, "alt": row.alt, "cells": row.cells, "strip": strips[row.area]} for row in page.rows
        ],
        "notes": page.notes,
        "parts": [{"heading": part.heading, "lines": part.lines} for part in page.parts],
        "foot": foot,
    }


def left_out_words(page: OnePage) -> str:
    """What is not on the page, in a sentence."""
    return f"Left out so that one page is enough: {'; '.join(page.left_out)}. The School page has it all."


_MISSING = re.compile(r'the text `"(.*)"` could not be displayed', re.DOTALL)


def _set(told: dict[str, object], page: OnePage) -> bytes | None:
    """The content set on one sheet; None where it takes more. A sign no typeface has becomes a box."""
    import typst

    data = json.dumps(told, ensure_ascii=False)
    midnight = datetime(page.collected_on.year, page.collected_on.month, page.collected_on.day, tzinfo=UTC)
    while True:
        try:
            return typst.compile(
                files(__package__).joinpath("page.typ").read_bytes(),
                format="pdf",
                pdf_standards=["ua-1"],
                ignore_system_fonts=True,
                timestamp=midnight,
                sys_inputs={"data": data},
            )
        except typst.TypstError as refused:
            if "more than one page" in str(refused):
                return None
            missing = _MISSING.search(str(refused))
            unknown = _unescaped(missing[1]) if missing else ""
            if not unknown or unknown not in data or unknown == UNKNOWN:
                raise
            data = data.replace(unknown, UNKNOWN)


def _unescaped(text: str) -> str:
    r"""A sign as the typesetter names it.

    Example:
        >>> _unescaped("\\u{5b66}"), _unescaped("学")
        ('学', '学')
    """
    return re.sub(r"\\u\{([0-9a-f]+)\}", lambda found: chr(int(found[1], 16)), text)
