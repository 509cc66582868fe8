"""What is kept about a hub, as the counting rules take it, and whom it reached since when."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from toolbox.mentoring.doses import first_days
from toolbox.mentoring.staff import Staff, staff_of
from toolbox.model import Cluster, HandCount, Membership, MentoringSession, School

#: The roles in which a school, or somebody of it, is part of mentoring.
REACHED = frozenset({"mentor", "mentee"})

Found = TypeVar("Found")


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
    """(pseudonym, day) on which somebody did something in a kept log, each pair once; of everybody the latest day is enough."""
    done: tuple[Done, ...] | None = None
    """What the kept logs hold of the actions the programme's file names, whenever; None where no log is kept."""
    hand: tuple[HandCount, ...] = ()
    """Numbers entered for the programme that is counted."""

    def beside(
        self, *, acts: tuple[tuple[str, date], ...], done: tuple[Done, ...] | None, hand: tuple[HandCount, ...]
    ) -> Kept:
        """The same with what a programme and a day ask for besides; what was found out of the rest is not found out again."""
        made = replace(self, acts=acts, done=done, hand=hand)
        vars(made)["_found"] = self._found
        return made

    def once(self, what: str, find: Callable[[], Found], day: date | None = None) -> Found:
        """What is found out of roster, memberships, clusters and sessions alone, kept under a name for whoever asks again.

        Of what is found for a day, only the latest day asked for is kept.
        """
        kept = self._found if day is None else self._found_on(day)
        if what not in kept:
            kept[what] = find()
        return kept[what]

    def _found_on(self, day: date) -> dict[str, Any]:
        known = self._found.get("day")
        if known is None or known[0] != day:
            known = self._found["day"] = (day, {})
        return known[1]

    @cached_property
    def _found(self) -> dict[str, Any]:
        return {}

    @cached_property
    def by_name(self) -> Mapping[str, School]:
        """School → its row of the roster."""
        return self.once("by_name", lambda: {each.school: each for each in self.roster})

    @cached_property
    def schools(self) -> Mapping[str, date | None]:
        """Every school reached → since when: a mentor or mentee, or with a session held. None: since a day nobody wrote down."""
        return self.once("schools", self._schools)

    def _schools(self) -> dict[str, date | None]:
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
        """The sessions that took place, earliest first."""
        return self.once(
            "held", lambda: tuple(sorted((each for each in self.sessions if each.delivered), key=lambda each: each.on))
        )

    def held_by(self, day: date) -> tuple[MentoringSession, ...]:
        """The sessions that took place by a day, earliest first."""
        return self.held[: bisect_right(self.held, day, key=lambda each: each.on)]

    @cached_property
    def teachers(self) -> Mapping[tuple[str, str], date]:
        """(teacher, mentee school) → the day of the first session there this teacher came to."""
        return self.once("teachers", lambda: first_days(self.sessions, self.memberships))

    @cached_property
    def staff(self) -> Staff:
        """Who is a teacher of each school."""
        return self.once("staff", lambda: staff_of(self.memberships))

    def left_by(self, school: str, day: date) -> frozenset[str]:
        """Teachers who left a school before the last session held there by a day."""
        known = self.once("left", dict, day)
        if school not in known:
            held = self._held_at.get(school, ())
            left = self.staff.left(school, (each for each in held if each.on <= day))
            known[school] = frozenset(each.person for each in left)
        return known[school]

    @cached_property
    def _held_at(self) -> Mapping[str, list[MentoringSession]]:
        return self.once("held_at", self._of_receivers)

    def _of_receivers(self) -> dict[str, list[MentoringSession]]:
        found: dict[str, list[MentoringSession]] = {}
        for each in self.held:
            found.setdefault(each.receiver, []).append(each)
        return found

    def schools_by(self, day: date) -> set[str]:
        """The schools reached by a day."""
        return {school for school, since in self.schools.items() if since is None or since <= day}

    def roles_by(self, day: date) -> Mapping[str, set[str]]:
        """School → every role that it, or somebody of it, had by a day."""
        return self.once("roles", lambda: self._roles(day), day)

    def _roles(self, day: date) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for row in self.memberships:
            if row.since is None or row.since <= day:
                found.setdefault(row.school, set()).add(row.role)
        return found

    def pairs_on(self, day: date) -> tuple[Mapping[str, set[str]], Mapping[str, set[str]]]:
        """Cluster → its mentor schools, and → its mentee schools, on a day. "" is no cluster."""
        return self.once("pairs", lambda: self._pairs(day), day)

    def _pairs(self, day: date) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
        mentors: dict[str, set[str]] = {}
        mentees: dict[str, set[str]] = {}
        for row in self.memberships:
            if row.role in REACHED and row.on(day):
                (mentors if row.role == "mentor" else mentees).setdefault(row.cluster, set()).add(row.school)
        # A mentor school's own teachers may be listed as mentees of its cluster: it is not its own mentee.
        return mentors, {cluster: schools - mentors.get(cluster, set()) for cluster, schools in mentees.items()}

    def school(self, name: str) -> School:
        """A school's row, a blank one where the roster has none."""
        known = self.by_name.get(name)
        return School(school=name) if known is None else known


def _earlier(found: dict[str, date | None], key: str, day: date | None) -> None:
    if key not in found:
        found[key] = day
    elif found[key] is not None:
        found[key] = None if day is None else min(found[key], day)
