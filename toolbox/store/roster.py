"""The roster: everything known about schools beside their answers, and what a school was called before.

One row a school, the same row ``school_facts`` reads hub, first day and hours of. A change names what the visitor saw and
is refused where the row is another by now. A renamed school keeps everything: what can be changed is filed under the new
name, what is never changed (answers, kept logs) is read under it (:meth:`Roster.former_names`).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from toolbox.model import SCHOOL_TYPES, School, ToolboxError, Viewer
from toolbox.store.connection import put
from toolbox.store.days import LONG_SINCE, not_meant
from toolbox.store.names import former_names
from toolbox.store.rights import must_see_all, must_see_everything
from toolbox.store.rounds import seen as seen_rounds
from toolbox.store.schema import (
    AcceptedPairRow,
    ActionRow,
    ConsentRow,
    FormerNameRow,
    MembershipRow,
    MentoringSessionRow,
    PositionRow,
    RatingNoteRow,
    SchoolFactsRow,
)
from toolbox.store.school_facts import LONGEST_NAME, MOST_HOURS
from toolbox.store.together import kept

if TYPE_CHECKING:
    from toolbox.store.repository import Store

#: More persons of one group than this in a school are a slip of the keyboard.
MOST_PERSONS = 20_000
_TEXTS = ("country", "region", "hub", "level", "wave")
_COUNTS = ("teachers", "leaders", "pupils")
_FACTS = tuple(part.name for part in fields(School) if part.name != "school")

#: What is filed under a school's name and follows it to a new one.
_FILED = (
    (ActionRow, "school"),
    (MembershipRow, "school"),
    (MentoringSessionRow, "giver"),
    (MentoringSessionRow, "receiver"),
    (ConsentRow, "school"),
    (AcceptedPairRow, "school"),
    (RatingNoteRow, "school"),
    (PositionRow, "school"),
)


class Roster:
    """``store.roster``. Every call names the viewer and is one transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self, viewer: Viewer) -> tuple[School, ...]:
        """What is known about the schools the viewer may see, by name."""
        with self._store._read() as session:
            rows = [_record(row) for row in session.scalars(select(SchoolFactsRow)) if viewer.may_see(row.school)]
        return tuple(sorted(rows, key=lambda each: each.school))

    def of(self, viewer: Viewer, school: str) -> School:
        """What is known about one school; a blank row where nothing is, or the viewer may not see it."""
        with self._store._read() as session:
            row = session.get(SchoolFactsRow, school) if viewer.may_see(school) else None
            return School(school=school) if row is None else _record(row)

    def change(self, viewer: Viewer, now: Iterable[School], *, seen: Iterable[School]) -> None:
        """Make what is known about these schools ``now``, if it still is what was ``seen``: all of it or nothing.

        A school that was seen and is not named now is forgotten; others are not touched.

        Raises:
            ToolboxError: ``changed_meanwhile``, ``not_allowed``, ``bad_school_facts``.
        """
        wanted, started = _by_school(now), _by_school(seen)
        changed = sorted(
            school
            for school in {*wanted, *started}
            if wanted.get(school, School(school=school)) != started.get(school, School(school=school))
        )
        must_see_all(viewer, changed, "One of these rows")
        with self._store._write_beside() as session:
            for school in changed:  # in one order, so that two writers never wait for each other
                blank = School(school=school)
                _change(session, wanted.get(school, blank), started.get(school, blank))

    # ── names ────────────────────────────────────────────────────────────────────────────────────

    def former_names(self, viewer: Viewer) -> dict[str, str]:
        """Former name → name now, of the schools the viewer may see."""
        with self._store._read() as session:
            return {name: now for name, now in former_names(session).items() if viewer.may_see(now)}

    def rename(self, viewer: Viewer, school: str, to: str) -> None:
        """Give a school another name; everything kept about it follows. For a viewer of every school.

        Where something is filed under the new name already (a later round had it), both become one school; two names that
        stand in one round are two schools.

        Raises:
            ToolboxError: ``not_allowed``, ``bad_school_facts``, ``two_schools``, ``shown_together``.
        """
        to = " ".join(to.split())
        must_see_everything(viewer, "A school's name")
        if not to or len(to) > LONGEST_NAME:
            raise _bad(f"A school's name has 1 to {LONGEST_NAME} letters. Write one.")
        if to == school:
            return
        with self._store._write_beside() as session:
            as_one = {name for each in kept(session) for name in (each.name, *each.schools)}
            if named := sorted(as_one & {school, to}):
                raise ToolboxError(
                    "shown_together",
                    f"{named[0]} is shown as one with other schools, under the names of all, so no name can be changed there.",
                )
            if both := [each.name for each in seen_rounds(session, viewer) if {school, to} <= set(each.schools)]:
                raise ToolboxError(
                    "two_schools",
                    f"{school} and {to} both answered in {both[0]}, so they are two schools. Choose another name.",
                )
            _merge(session, school, to)
            for table, column in _FILED:
                place = getattr(table, column)
                session.execute(update(table).where(place == school).values({column: to}))
            whole = (MembershipRow.kind == "school") & (MembershipRow.member == school)
            session.execute(update(MembershipRow).where(whole).values(member=to))
            session.execute(update(FormerNameRow).where(FormerNameRow.now == school).values(now=to))
            if (again := session.get(FormerNameRow, to)) is not None:  # back to a name it had before
                session.delete(again)
            put(session, FormerNameRow, {"name": school}, {"now": to})


def _merge(session: Session, school: str, to: str) -> None:
    """File a row under the new name; what is known under that name already stands, and is filled up from the old."""
    old = session.get(SchoolFactsRow, school, with_for_update=True)
    if old is None:
        return
    there = session.get(SchoolFactsRow, to, with_for_update=True)
    if there is None:
        old.school = to
        return
    for name in _FACTS:
        if getattr(there, name) in (None, "", []):
            setattr(there, name, getattr(old, name))
    session.delete(old)


def _change(session: Session, now: School, seen: School) -> None:
    row = session.get(SchoolFactsRow, now.school, with_for_update=True)
    if (School(school=now.school) if row is None else _record(row)) != seen:
        raise _meanwhile(now.school)
    if now == School(school=now.school):
        session.delete(row)
        return
    values = {name: getattr(now, name) for name in _FACTS} | {"types": _plain(now.types)}
    if row is not None:
        for name, value in values.items():
            setattr(row, name, value)
    # Nobody can lock a row that is not there: of two who fill in the same new school, one writes it.
    elif not put(session, SchoolFactsRow, {"school": now.school}, values, replace=False):
        raise _meanwhile(now.school)


def _by_school(schools: Iterable[School]) -> dict[str, School]:
    checked = [_checked(each) for each in schools]
    found = {each.school: each for each in checked}
    if len(found) < len(checked):
        twice = sorted(school for school in found if sum(each.school == school for each in checked) > 1)
        raise _bad(f"{', '.join(twice[:5])}: named more than once. Keep one row for each school.")
    return found


def _checked(school: School) -> School:
    """The row as it is kept.

    Example:
        >>> _checked(School(school=" Elm ", types=(("AS", date(2026, 2, 1)), ("AP", None)))).type
        'AS'
    """
    name = school.school.strip()
    if not name:
        raise _bad("A row has no school. Write the school's name, or take the row out.")
    texts = {part: getattr(school, part).strip() for part in _TEXTS}
    if long := next((part for part, said in texts.items() if len(said) > LONGEST_NAME), ""):
        raise _bad(f"{name}: what stands under “{long}” is longer than {LONGEST_NAME} letters. Write it shorter.")
    for part in _COUNTS:
        count = getattr(school, part)
        if count is not None and not 0 <= count <= MOST_PERSONS:
            raise _bad(f"{name}: {count:,} {part} cannot be. Write a number from 0 to {MOST_PERSONS:,}.")
    if school.hours is not None and not (math.isfinite(school.hours) and 0 <= school.hours <= MOST_HOURS):
        raise _bad(
            f"{name}: {school.hours:g} hours of mentoring cannot be. Write a number from 0 to {MOST_HOURS:,.0f}."
        )
    if other := next((type for type, _ in school.types if type not in SCHOOL_TYPES), ""):
        raise _bad(f"{name}: “{other}” is no type of school. Write {' or '.join(SCHOOL_TYPES)}, or leave it empty.")
    days = [since for _, since in school.types]
    for day in (school.starts, *days):
        if wrong := not_meant(day, earliest=LONG_SINCE):
            raise _bad(f"{name}: {wrong}")
    if len(set(days)) < len(days):
        raise _bad(f"{name}: two types begin on the same day. Keep one of them, or change a day.")
    types = tuple(sorted(school.types, key=lambda each: each[1] or date.min))
    hours = None if school.hours is None else float(school.hours)
    return replace(school, school=name, types=types, hours=hours, **texts)


def _plain(types: tuple[tuple[str, date | None], ...]) -> list:
    return [[type, since.isoformat() if since else None] for type, since in types]


def _record(row: SchoolFactsRow) -> School:
    kept = {name: getattr(row, name) for name in _FACTS}
    types = tuple((type, date.fromisoformat(since) if since else None) for type, since in row.types)
    return School(school=row.school, **(kept | {"types": types}))


def _bad(words: str) -> ToolboxError:
    return ToolboxError("bad_school_facts", words)


def _meanwhile(school: str) -> ToolboxError:
    return ToolboxError(
        "changed_meanwhile",
        f"Someone else changed what is known about {school} since you opened this table, so nothing of yours was saved "
        "over theirs. Look at the table as it is now, and make your change again.",
    )
