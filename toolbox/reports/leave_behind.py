"""What a mentor leaves behind at a school: its one page, with what the mentoring was and what is suggested next.

The same record as the page for the staff meeting, so that both writers (:func:`toolbox.reports.one_page.pdf` and ``word``) set
it: the findings, the areas, what moved, the next steps. No note and no person is in it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from toolbox.disclosure.mentees import ReleasedCard
from toolbox.reports.one_page import OnePage
from toolbox.reports.one_page.content import Part
from toolbox.reports.spreadsheet_text import readable
from toolbox.wording.mentees import left_foot, left_lines, left_scope

#: Parts of the page for the staff meeting that stay: a mentor talks about what moved and what to do.
KEPT = ("since", "steps")


def leave_behind(page: OnePage, card: ReleasedCard, today: date) -> OnePage:
    """The school's page as a mentor leaves it.

    Raises:
        ValueError: where the page is for the public, or of another school (a bug in the caller).
    """
    if page.audience != "internal" or page.released.schools != (card.school,):
        raise ValueError("A mentor's summary is made of one school's own page inside the hub.")
    mentoring = Part(
        key="mentoring", heading="Mentoring so far", lines=tuple(readable(each) for each in left_lines(card))
    )
    return replace(
        page,
        scope=left_scope(page.scope, today),
        parts=(mentoring, *(part for part in page.parts if part.key in KEPT)),
        foot=(left_foot(), *page.foot),
    )
