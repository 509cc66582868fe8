"""What an evaluation needs to know of a school (hub, first day, hours), inside a session that is already open.

Each call checks the viewer. It is a part of the school's row in the roster (``toolbox.store.roster``), one row a school. A change names what the visitor saw, and is refused where the row is another by now: two people who
fill in different schools both keep their work, two who fill in the same one are told.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from toolbox.model import SchoolFacts, ToolboxError, Viewer
from toolbox.store.connection import put
from toolbox.store.rights import must_see_all
from toolbox.store.schema import SchoolFactsRow

#: More hours of mentoring than this are a slip of the keyboard.
MOST_HOURS = 10_000.0
#: A hub's name is a name, not a text.
LONGEST_NAME = 200


def known(session: Session, viewer: Viewer) -> tuple[SchoolFacts, ...]:
    """The facts of the schools the viewer may see, by name; schools of which nothing is known are not among them."""
    rows = (_record(row) for row in session.scalars(select(SchoolFactsRow)) if viewer.may_see(row.school))
    return tuple(sorted((each for each in rows if each != _nothing(each.school)), key=lambda each: each.school))


def change(session: Session, viewer: Viewer, now: Iterable[SchoolFacts], seen: Iterable[SchoolFacts]) -> None:
    """Make the facts of these schools what ``now`` says, all of them or none; ``seen`` is what the visitor started from.

    A school of ``seen`` that ``now`` does not name is forgotten. A school neither names is not touched.

    Raises:
        ToolboxError: ``not_allowed``, ``changed_meanwhile``, ``bad_school_facts``.
    """
    wanted = _by_school(now)
    started = _by_school(seen)
    changed = [
        school
        for school in dict.fromkeys([*wanted, *started])
        if wanted.get(school, _nothing(school)) != started.get(school, _nothing(school))
    ]
    must_see_all(viewer, changed, "One of these rows")
    for school in sorted(changed):  # in one order, so that two writers never wait for each other
        _change(session, wanted.get(school, _nothing(school)), started.get(school, _nothing(school)))


def _change(session: Session, now: SchoolFacts, seen: SchoolFacts) -> None:
    row = session.get(SchoolFactsRow, now.school, with_for_update=True)
    if (_nothing(now.school) if row is None else _record(row)) != seen:
        raise _meanwhile(now.school)
    if now == _nothing(now.school) and not _known_otherwise(row):
        session.delete(row)
        return
    values = {"hub": now.hub, "starts": now.starts, "hours": now.hours}
    if row is not None:
        row.hub, row.starts, row.hours = values.values()
    # Nobody can lock a row that is not there: of two who fill in the same new school, one writes it.
    elif not put(session, SchoolFactsRow, {"school": now.school}, values, replace=False):
        raise _meanwhile(now.school)


def _known_otherwise(row: SchoolFactsRow) -> bool:
    """Whether the roster says something of the school that is not the visitor's to forget here."""
    said = (row.country, row.region, row.level, row.teachers, row.leaders, row.pupils, row.types, row.wave)
    return any(each not in (None, "", []) for each in said)


def _by_school(facts: Iterable[SchoolFacts]) -> dict[str, SchoolFacts]:
    checked = [_checked(each) for each in facts]
    found = {each.school: each for each in checked}
    if len(found) < len(checked):
        twice = sorted(school for school in found if sum(each.school == school for each in checked) > 1)
        raise ToolboxError(
            "bad_school_facts", f"{', '.join(twice[:5])}: named more than once. Keep one row for each school."
        )
    return found


def _checked(facts: SchoolFacts) -> SchoolFacts:
    """The facts as they are kept.

    Example:
        >>> _checked(SchoolFacts(school=" Elm ", hub=" North ")).hub
        'North'
    """
    school, hub = facts.school.strip(), facts.hub.strip()
    if not school:
        raise ToolboxError("bad_school_facts", "A row has no school. Write the school's name, or take the row out.")
    if len(hub) > LONGEST_NAME:
        raise ToolboxError(
            "bad_school_facts", f"{school}: the hub's name is longer than {LONGEST_NAME} letters. Write a shorter one."
        )
    if facts.hours is not None and not (math.isfinite(facts.hours) and 0 <= facts.hours <= MOST_HOURS):
        raise ToolboxError(
            "bad_school_facts",
            f"{school}: {facts.hours:g} hours of mentoring cannot be. Write a number from 0 to {MOST_HOURS:,.0f}.",
        )
    return replace(facts, school=school, hub=hub, hours=None if facts.hours is None else float(facts.hours))


def _record(row: SchoolFactsRow) -> SchoolFacts:
    return SchoolFacts(school=row.school, hub=row.hub, starts=row.starts, hours=row.hours)


def _nothing(school: str) -> SchoolFacts:
    return SchoolFacts(school=school)


def _meanwhile(school: str) -> ToolboxError:
    return ToolboxError(
        "changed_meanwhile",
        f"Someone else changed what is known about {school} since you opened this table, so nothing of yours was saved "
        "over theirs. Look at the table as it is now, and make your change again.",
    )
