"""Who works in the schools, and who was reached by which mentoring session.

Leaders and teachers are followed by a code they make up themselves; nobody has a name. Pupils answer without a code,
so they are no persons here but numbers per school.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from .schools import BY_ID, SCHOOLS, School

AUTUMN, SPRING = date(2025, 10, 6), date(2026, 5, 4)
#: Somebody who leaves does so here, and whoever follows starts the day after.
TURN = date(2026, 1, 31)

#: method → (hours, share of sessions, share of the staff a session is open to)
METHODS = {
    "workshop": (3.0, 0.25, 0.8),
    "co-planning": (1.5, 0.30, 0.5),
    "lesson visit": (1.0, 0.25, 0.3),
    "online meeting": (1.0, 0.20, 0.6),
}
TOPICS = ("planning with technology", "feedback to pupils", "making, not only looking up", "sharing what works")
#: Mentoring moves through these phases in this order.
PHASES = ("initiative", "anchoring", "mapping", "planning", "development", "reflection")

#: Sessions held per mentored school: the dose differs on purpose.
SESSIONS = {"S02": 9, "S03": 14, "S05": 20, "S06": 6, "S09": 11, "S10": 17, "S11": 12, "S13": 8}
#: This school's sessions stop here: a pair that has gone silent.
SILENT, SILENT_AFTER = "S13", date(2026, 1, 23)
#: The last day of members who left between the rounds.
LEFT = "2026-01-31"
#: How many teachers of each mentored school no session ever reaches.
NEVER = {"S02": 2, "S03": 6, "S05": 1, "S06": 3, "S09": 4, "S10": 1, "S11": 1, "S13": 5}


@dataclass(kw_only=True)
class Person:
    """A leader or teacher."""

    index: int
    school: School
    group: str
    code: str
    here: tuple[bool, bool]
    """Works at the school in autumn, in spring."""
    reached: float
    """How readily they take part, 0 = never."""
    hours: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Session:
    """One mentoring session, held or only planned."""

    on: date
    giver: School
    mentor: str
    receiver: School
    method: str
    hours: float
    phase: str
    topic: str
    held: bool
    codes: tuple[str, ...] = field(default=())


def people(rng: np.random.Generator) -> list[Person]:
    """Every leader and teacher of the hub who was there in either round; about seven in a hundred change."""
    taken: set[str] = set()
    found: list[Person] = []
    for school in SCHOOLS:
        for group, number in (("leaders", school.leaders), ("teachers", school.teachers)):
            shy = set(range(number - NEVER.get(school.id, 0), number)) if group == "teachers" else set()
            # The two small groups tests look at keep their people, so that their numbers are known.
            steady = (school.id, group) in (("S02", "leaders"), ("S11", "teachers"))
            for place in range(number):
                leaves = rng.random() < 0.07 and not steady and place not in shy
                reached = 0.0 if place in shy else 0.35 + 0.6 * rng.random()
                stays = [(True, False), (False, True)] if leaves else [(True, True)]
                for here in stays:
                    found.append(
                        Person(
                            index=len(found),
                            school=school,
                            group=group,
                            code=self_made_code(rng, taken),
                            here=here,
                            reached=reached,
                        )
                    )
    return found


def self_made_code(rng: np.random.Generator, taken: set[str]) -> str:
    """A self-made code such as ``MA17T``, unlike any before it by more than one place."""
    while True:
        letters = "AEIOUKLMNRST"
        first = "ABEGHIJKLMNORSTV"[int(rng.random() * 16)] + letters[int(rng.random() * 12)]
        code = f"{first}{1 + int(rng.random() * 28):02d}{'ABEHIJKLMNPRSTUV'[int(rng.random() * 16)]}"
        if all(sum(a != b for a, b in zip(code, other, strict=True)) > 1 for other in taken):
            taken.add(code)
            return code


def sessions(rng: np.random.Generator, staff: list[Person]) -> list[Session]:
    """The sessions between the two rounds; adds the hours of those held to the persons who came."""
    held: list[Session] = []
    for school_id, number in SESSIONS.items():
        school = BY_ID[school_id]
        giver = BY_ID[school.mentor]
        mentors = [one.code for one in staff if one.school is giver and one.group == "teachers" and all(one.here)][:3]
        last = SILENT_AFTER if school_id == SILENT else date(2026, 4, 24)
        span = (last - date(2025, 10, 27)).days
        planned = number + 2 + int(rng.random() * 3)
        days = sorted(int(rng.random() * span) for _ in range(planned))
        dropped = set(np.argsort(rng.random(planned))[: planned - number].tolist())
        for order, day in enumerate(days):
            on = date(2025, 10, 27) + timedelta(days=day)
            on += timedelta(days=(0, 0, 0, 0, 0, 2, 1)[on.weekday()])
            method = _method(rng)
            hours, _, open_to = METHODS[method]
            came = [
                one
                for one in staff
                if one.school is school
                and one.here[0 if on <= TURN else 1]
                and rng.random() < open_to * one.reached * (1.0 if one.group == "teachers" else 0.6)
            ]
            takes_place = order not in dropped and bool(came)
            if takes_place:
                for one in came:
                    one.hours += hours
            held.append(
                Session(
                    on=on,
                    giver=giver,
                    mentor=mentors[order % len(mentors)],
                    receiver=school,
                    method=method,
                    hours=hours,
                    phase=PHASES[min(5, order * 6 // planned)],
                    topic=TOPICS[int(rng.random() * len(TOPICS))],
                    held=takes_place,
                    codes=tuple(one.code for one in came) if takes_place else (),
                )
            )
    return sorted(held, key=lambda one: (one.on, one.receiver.id, one.method))


def _method(rng: np.random.Generator) -> str:
    draw, sum_so_far = rng.random(), 0.0
    for method, (_, share, _) in METHODS.items():
        sum_so_far += share
        if draw < sum_so_far:
            return method
    return method
