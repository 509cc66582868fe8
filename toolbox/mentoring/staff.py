"""Of whom a school's dose and reach are told: its teachers, and of these who is still there. Said here and nowhere else.

- *A teacher of a school* is who is listed there as a teacher or mentee, whenever. Where nobody is listed as one, it is
  everybody who came to its sessions and is not known as something else only (leader, facilitator, coordinator).
- *Who left* is a teacher whose last listed day lies before the last session held at the school, within the span that is asked
  about. Whoever has a row without an end has not left; a leader's row says nothing about that, any other does. Who left
  before the span began and came to nothing in it was no member in it, and is in no number.
- *Reach* of a school over a span: its teachers who came to a session held in it and have not left, each once, of the teachers
  on its roster. The roster counts places, so who left is not in it, and those who left are told apart. Where more are reached
  than the roster counts, it is out of date: there is no share then.
- *All schools together*: each person once. Who left one school and is a teacher of another mentee school has not left.
- *Hours* are of all teachers who came, also those who left since: they were given to this school.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from toolbox.model import Leaver, Membership, MentoringSession

#: Roles in which somebody is a teacher of a school; with one of the others alone nobody is.
TEACHERS = frozenset({"mentee", "teacher"})
OTHERS = frozenset({"leader", "facilitator", "coordinator"})


@dataclass(frozen=True)
class Staff:
    """The teachers of each school, as the memberships list them."""

    listed: Mapping[str, frozenset[str]]
    """School → its teachers; a school of which nobody is listed as one is not in it."""
    others: frozenset[tuple[str, str]]
    """(person, school) of those listed as something else only."""
    ended: Mapping[str, Mapping[str, date]]
    """School → person → last day, of those who have no row there that goes on."""

    def came(self, session: MentoringSession) -> list[str]:
        """The teachers who came, each once; a list that names teachers names them all, or leaders would be among them."""
        listed = self.listed.get(session.receiver)
        return [
            person
            for person in dict.fromkeys(session.persons)
            if person and (person in listed if listed is not None else (person, session.receiver) not in self.others)
        ]

    def left(self, school: str, held: Iterable[MentoringSession], since: date | None = None) -> tuple[Leaver, ...]:
        """Teachers who left before the last of these sessions held at the school, by last day."""
        ended = self.ended.get(school)
        if not ended:
            return ()
        held = tuple(held)
        last = max((each.on for each in held), default=date.min)
        came = {person for each in held for person in self.came(each)}
        # Of a school without a list only who came is known as a teacher.
        teachers = self.listed.get(school, came)
        return tuple(
            Leaver(person=person, school=school, last=day, came=person in came)
            for day, person in sorted((day, person) for person, day in ended.items())
            if day < last and person in teachers and (person in came or since is None or day >= since)
        )


def staff_of(memberships: Iterable[Membership]) -> Staff:
    """The teachers of each school.

    Example:
        >>> rows = [Membership(member="P-1", role="mentee", school="Elm", until=date(2026, 1, 31)),
        ...         Membership(member="P-2", role="mentee", school="Elm", until=date(2026, 1, 31)),
        ...         Membership(member="P-2", role="mentor", school="Elm")]
        >>> held = MentoringSession(on=date(2026, 3, 2), receiver="Elm", persons=("P-2",))
        >>> [(each.person, each.came) for each in staff_of(rows).left("Elm", [held])]
        [('P-1', False)]
    """
    roles: dict[tuple[str, str], set[str]] = {}
    last: dict[tuple[str, str], date] = {}
    for row in memberships:
        if row.kind != "person" or not row.member or (row.since and row.until and row.until < row.since):
            continue
        key = row.member, row.school
        roles.setdefault(key, set()).add(row.role)
        if row.role not in OTHERS:
            last[key] = max(last.get(key, date.min), row.until or date.max)
    listed: dict[str, set[str]] = {}
    ended: dict[str, dict[str, date]] = {}
    for (person, school), known in roles.items():
        if known & TEACHERS:
            listed.setdefault(school, set()).add(person)
        if (day := last.get((person, school), date.max)) < date.max:
            ended.setdefault(school, {})[person] = day
    return Staff(
        listed={school: frozenset(persons) for school, persons in listed.items()},
        others=frozenset(key for key, known in roles.items() if known <= OTHERS),
        ended=ended,
    )


def gone(staff: Staff, held: Mapping[str, Sequence[MentoringSession]], since: date | None = None) -> tuple[Leaver, ...]:
    """Who left every one of these mentee schools (school → sessions held) at which they were teachers."""
    left = {school: staff.left(school, own, since) for school, own in held.items()}
    still: set[str] = set()
    for school, own in held.items():
        away = {each.person for each in left[school]}
        there = staff.listed.get(school, {person for each in own for person in staff.came(each)})
        still |= set(there) - away - _left_before(staff, school, since)
    return tuple(each for own in left.values() for each in own if each.person not in still)


def _left_before(staff: Staff, school: str, since: date | None) -> set[str]:
    return {person for person, day in staff.ended.get(school, {}).items() if since is not None and day < since}
