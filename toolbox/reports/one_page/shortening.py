"""What goes first where one page is too short: the least important, and the page says what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from toolbox.reports.one_page.content import OnePage

#: Parts in the order they go, and how the page names what is missing.
FIRST_TO_GO = (
    ("pockets", "whole school or pockets"),
    ("gaps", "more about where views differ"),
    ("since", "what moved since the last round"),
    ("steps", "the next steps"),
)
#: Lines of how each group answered go by halves.
COUNTS = "further answers"
#: Areas that stay where even the table alone is too long.
AREAS = (24, 12)


def shorter(page: OnePage) -> Iterator[OnePage]:
    """The page, then the page with less and less on it."""
    yield page
    for key, words in FIRST_TO_GO:
        if any(part.key == key for part in page.parts):
            page = replace(
                page,
                parts=tuple(part for part in page.parts if part.key != key),
                left_out=(*page.left_out, words),
            )
            yield page
    while counts := next((part for part in page.parts if part.key == "counts" and len(part.lines) > 1), None):
        kept = replace(counts, lines=counts.lines[: len(counts.lines) // 2])
        others = tuple(each for each in page.left_out if each != COUNTS)
        page = replace(
            page,
            parts=tuple(kept if part is counts else part for part in page.parts),
            left_out=(*others, COUNTS),
        )
        yield page
    for most in AREAS:
        if len(page.rows) > most:
            gone = f"{len(page.released.framework.areas) - most} of the areas"
            kept = tuple(each for each in page.left_out if not each.endswith("of the areas"))
            page = replace(page, rows=page.rows[:most], left_out=(*kept, gone))
            yield page
