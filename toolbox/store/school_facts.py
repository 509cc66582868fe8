"""What an evaluation needs to know of a school (hub, first day, hours), inside a session that is already open.

It is a part of the school's row in the roster, where it is written and corrected (``toolbox.store.roster``).
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from toolbox.model import SchoolFacts, Viewer
from toolbox.store.schema import SchoolFactsRow

#: More hours of mentoring than this are a slip of the keyboard.
MOST_HOURS = 10_000.0
#: A hub's name is a name, not a text.
LONGEST_NAME = 200


def known(session: Session, viewer: Viewer) -> tuple[SchoolFacts, ...]:
    """The facts of the schools the viewer may see, by name; schools of which nothing is known are not among them."""
    rows = (_record(row) for row in session.scalars(select(SchoolFactsRow)) if viewer.may_see(row.school))
    return tuple(
        sorted((each for each in rows if each != SchoolFacts(school=each.school)), key=lambda each: each.school)
    )


def _record(row: SchoolFactsRow) -> SchoolFacts:
    return SchoolFacts(school=row.school, hub=row.hub, starts=row.starts, hours=row.hours)
