"""What a drawn hub writes down about mentoring: a roster, who belongs where and who left, clusters, sessions and who came.

Everything an attacker likes: one mentored school, two waves, schools where a few came or all but a few, somebody who came only
before the first round or after the last, sessions that name nobody, teachers who never answered, and people who left one by one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from tests.disclosure.attack.hubs import DAYS, Hub
from toolbox.model import Cluster, Membership, MentoringSession, School

#: The last day anything is written down of.
TODAY = date(2026, 3, 2)
BEGAN = date(2024, 8, 19)
MODELS, INCENTIVES = ("top-down", "bottom-up"), ("days off", "paid")


@dataclass(frozen=True, kw_only=True)
class Mentored:
    """The hub's own records; ``staff`` are the teachers of each school, each in one school."""

    roster: tuple[School, ...]
    memberships: tuple[Membership, ...]
    clusters: tuple[Cluster, ...]
    sessions: tuple[MentoringSession, ...]
    staff: dict[str, tuple[str, ...]]
    mentors: dict[str, str]
    """Mentee school → who mentors it."""

    @property
    def records(self) -> tuple:
        """As doses are made of them."""
        return self.sessions, self.roster, self.memberships


def with_mentoring(drawn: Hub, *, one: bool = False) -> tuple[Hub, Mentored]:
    """The hub with teachers who never answered, and what it writes down. ``one``: a single school is mentored."""
    draw = np.random.default_rng(9000 + drawn.seed)
    staff = _staff(draw, drawn)
    everybody = dict.fromkeys([*drawn.persons, *(person for own in staff.values() for person in own)])
    roster, memberships, sessions, mentors = [], [], [], {}
    chosen = {drawn.schools[int(draw.integers(len(drawn.schools)))]} if one else set(drawn.schools)
    for place, school in enumerate(drawn.schools):
        mentored = school in chosen and (one or draw.random() < 0.85)
        second = mentored and draw.random() < 0.3
        roster.append(
            School(
                school=school, teachers=len(staff[school]), wave=("2" if second else "1") if mentored else "3",
                country=("Finland", "Estonia")[place % 2], starts=_starts(draw, second) if mentored else None,
            )
        )  # fmt: skip
        if mentored:
            cluster = f"C{place % 4}"
            mentors[school] = f"M-{place % 4}"
            memberships += _members(draw, school, cluster, staff[school])
            sessions += _held(draw, school, staff[school], mentors[school], roster[-1].starts)
    memberships += [
        Membership(member=who, role="mentor", school=f"Mentors of {who}", cluster=f"C{who[-1]}", since=BEGAN)
        for who in sorted(set(mentors.values()))
    ]
    return replace(drawn, persons=tuple(everybody)), Mentored(
        roster=tuple(roster), memberships=tuple(memberships), sessions=tuple(sessions), staff=staff, mentors=mentors,
        clusters=tuple(
            Cluster(name=f"C{at}", model=MODELS[at % 2], incentive=INCENTIVES[at // 2]) for at in range(4)
        ),
    )  # fmt: skip


def _staff(draw, drawn: Hub) -> dict[str, tuple[str, ...]]:
    """Whoever ever answered as a teacher, and one to four who never did."""
    found: dict[str, dict[str, None]] = {school: {} for school in drawn.schools}
    for shown in drawn.rounds:
        answers = shown.answers
        teachers = answers.group == answers.groups.index(answers.groups[-1])
        for person, school in zip(answers.person[teachers], answers.school[teachers], strict=True):
            found[answers.schools[school]][str(person)] = None
    for place, (_, own) in enumerate(found.items()):
        own.update({f"P-X{place:02d}{number}": None for number in range(int(draw.choice([0, 0, 1, 2, 4])))})
    return {school: tuple(own) for school, own in found.items()}


def _starts(draw, second: bool) -> date:
    return (DAYS[1] if second else DAYS[0]) + timedelta(days=int(draw.integers(3, 30)))


def _members(draw, school: str, cluster: str, staff: tuple[str, ...]) -> list[Membership]:
    rows = [Membership(kind="school", member=school, role="mentee", school=school, cluster=cluster, since=BEGAN)]
    if draw.random() < 0.3:
        return rows  # nobody is listed: everybody who comes is a teacher
    gone = draw.permutation(len(staff))[: int(draw.choice([0, 1, 2, 3, 4, 6, 8]))]
    late = draw.permutation(len(staff))[: int(draw.choice([0, 0, 1, 2, 5]))]
    for place, person in enumerate(staff):
        since = DAYS[0] + timedelta(days=int(draw.integers(-20, 300))) if place in late else BEGAN
        until = max(since, DAYS[0] + timedelta(days=int(draw.integers(-20, 420)))) if place in gone else None
        rows.append(Membership(member=person, role="mentee", school=school, cluster=cluster, since=since, until=until))
    return rows


def _held(draw, school: str, staff: tuple[str, ...], mentor: str, starts: date) -> list[MentoringSession]:
    """One to six sessions; how likely somebody comes differs from school to school and from one to another."""
    often = draw.choice([0.1, 0.5, 0.8, 0.97]) * draw.uniform(0.5, 1.0, len(staff)) + 0.03
    often[draw.random(len(staff)) < draw.choice([0.0, 0.2, 0.5])] = 0.0
    length = float(draw.choice([1.0, 1.5, 2.0]))
    made = []
    for _ in range(int(draw.integers(1, 7))):
        first = DAYS[0] - timedelta(days=30) if draw.random() < 0.1 else starts
        on = first + timedelta(days=int(draw.integers(0, max((TODAY - first).days, 1))))
        came = [person for person, likely in zip(staff, often, strict=True) if draw.random() < likely]
        named = draw.random() > 0.07
        made.append(
            MentoringSession(
                on=on, receiver=school, mentors=(mentor,), persons=tuple(sorted(came)) if named else (),
                hours=length if draw.random() < 0.7 else float(draw.choice([1.0, 1.5, 3.0])),
                method=str(draw.choice(["workshop", "visit"])), phase="development", topic=f"topic {len(made)}",
                delivered=draw.random() < 0.9,
            )
        )  # fmt: skip
    return made
