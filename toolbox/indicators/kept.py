"""What is kept about a hub, as the counting rules take it, and whom it reached since when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import NamedTuple

from toolbox.mentoring.doses import first_days
from toolbox.mentoring.staff import Staff, staff_of
from toolbox.model import Cluster, HandCount, Membership, MentoringSession, School

#: The roles in which a school, or somebody of it, is part of mentoring.
REACHED = frozenset({"mentor", "mentee"})


class Done(NamedTuple):
    """What one person did on one day, by the word a kept log has for it."""

    action: str
    """Small letters."""
    who: str
    """Pseudonym; "" where the log does not say."""
    on: date
    times: int


def plain_word(action: str) -> str:
    """An action as it is compared: capitals and spaces at its ends aside.

    Example:
        >>> plain_word(" Post created")
        'post created'
    """
    return action.strip().lower()


@dataclass(frozen=True, kw_only=True, eq=False)
class Kept:
    """Read once for a sheet: everything the viewer sees, under names of now."""

    roster: tuple[School, ...] = ()
    memberships: tuple[Membership, ...] = ()
    clusters: tuple[Cluster, ...] = ()
    sessions: tuple[MentoringSession, ...] = ()
    acts: tuple[tuple[str, date], ...] = ()
    """(pseudonym, day) on which somebody did something in a kept log, each pair once."""
    done: tuple[Done, ...] | None = None
    """What the kept logs hold of the actions the programme's file names, whenever; None where no log is kept."""
    hand: tuple[HandCount, ...] = ()
    """Numbers entered for the programme that is counted."""

    def beside(
        self, *, acts: tuple[tuple[str, date], ...], hand: tuple[HandCount, ...], done: tuple[Done, ...] | None = None
    ) -> Kept:
        """The same with what a programme and a day ask for besides; what was found out of the rest is not found out again."""
        made = replace(self, acts=acts, hand=hand, done=done)
        for name in ("by_name", "schools", "held", "teachers", "_roles", "_pairs"):
            vars(made)[name] = getattr(self, name)
        return made

    @cached_property
    def by_name(self) -> Mapping[str, School]:
        """School → its row of the roster."""
        return {each.school: each for each in self.roster}

    @cached_property
    def schools(self) -> Mapping[str, date | None]:
        """Every school reached → since when: a mentor or mentee, or with a session held. None: since a day nobody wrote down."""
        found: dict[str, date | None] = {}
        for row in self.memberships:
            if row.role in REACHED:
                _earlier(found, row.school, row.since)
        for each in self.held:
            for school in (each.receiver, each.giver):
                if school:
                    _earlier(found, school, each.on)
        return found

    @cached_property
    def held(self) -> tuple[MentoringSession, ...]:
        """The sessions that took place."""
        return tuple(each for each in self.sessions if each.delivered)

    @cached_property
    def teachers(self) -> Mapping[tuple[str, str], date]:
        """(teacher, mentee school) → the day of the first session there this teacher came to."""
        return first_days(self.sessions, self.memberships)

    @cached_property
    def _teachers(self) -> Staff:
        return staff_of(self.memberships)

    def left_by(self, school: str, day: date) -> frozenset[str]:
        """Teachers who left a school before the last session held there by a day."""
        key = school, day
        if key not in self._left:
            held = self._held_at.get(school, ())
            left = self._teachers.left(school, (each for each in held if each.on <= day))
            self._left[key] = frozenset(each.person for each in left)
        return self._left[key]

    @cached_property
    def _left(self) -> dict[tuple[str, date], frozenset[str]]:
        return {}

    @cached_property
    def _held_at(self) -> Mapping[str, list[MentoringSession]]:
        found: dict[str, list[MentoringSession]] = {}
        for each in self.held:
            found.setdefault(each.receiver, []).append(each)
        return found

    def schools_by(self, day: date) -> set[str]:
        """The schools reached by a day."""
        return {school for school, since in self.schools.items() if since is None or since <= day}

    def roles_by(self, day: date) -> Mapping[str, set[str]]:
        """School → every role that it, or somebody of it, had by a day."""
        if day not in self._roles:
            found: dict[str, set[str]] = {}
            for row in self.memberships:
                if row.since is None or row.since <= day:
                    found.setdefault(row.school, set()).add(row.role)
            self._roles[day] = found
        return self._roles[day]

    def pairs_on(self, day: date) -> tuple[Mapping[str, set[str]], Mapping[str, set[str]]]:
        """Cluster → its mentor schools, and → its mentee schools, on a day. "" is no cluster."""
        if day not in self._pairs:
            mentors: dict[str, set[str]] = {}
            mentees: dict[str, set[str]] = {}
            for row in self.memberships:
                if row.role in REACHED and row.on(day):
                    (mentors if row.role == "mentor" else mentees).setdefault(row.cluster, set()).add(row.school)
            # A mentor school's own teachers may be listed as mentees of its cluster: it is not its own mentee.
            own = {cluster: schools - mentors.get(cluster, set()) for cluster, schools in mentees.items()}
            self._pairs[day] = mentors, own
        return self._pairs[day]

    @cached_property
    def _roles(self) -> dict[date, dict[str, set[str]]]:
        return {}

    @cached_property
    def _pairs(self) -> dict[date, tuple[dict[str, set[str]], dict[str, set[str]]]]:
        return {}

    def school(self, name: str) -> School:
        """A school's row, a blank one where the roster has none."""
        return self.by_name.get(name) or School(school=name)


def _earlier(found: dict[str, date | None], key: str, day: date | None) -> None:
    if key not in found:
        found[key] = day
    elif found[key] is not None:
        found[key] = None if day is None else min(found[key], day)
