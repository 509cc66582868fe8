"""An invented hub as large as a country: 1,000 schools, 8,000 teachers, 8,000 sessions, a million events, two rounds. Fixed seed."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks import engine_material
from toolbox.frameworks import load
from toolbox.model import Answers, Membership, MentoringSession, Reading, School, Viewer
from toolbox.store import Store, open_store

SCHOOLS, SESSIONS, EVENTS, A_SCHOOL = 1_000, 8_000, 1_000_000, 8
#: One school mentors the three after it.
_A_CLUSTER = 4
ROUNDS = (("Autumn", date(2025, 10, 6)), ("Spring", date(2026, 5, 4)))
#: Of each wave; the last one waits.
_STARTS = (date(2025, 10, 13), date(2026, 1, 12), date(2026, 9, 7))


def school(number: int) -> str:
    """Its name, so that the names stand in the order of the numbers."""
    return f"School {number:04}"


def cluster(number: int) -> str:
    """The name of a school's cluster: that of the school that mentors it."""
    return f"Cluster {school(number - number % _A_CLUSTER)}"


def make(folder: Path) -> None:
    """Fill an empty data folder through the store's own doors."""
    everyone = Viewer()
    store = open_store(folder=folder)
    store.migrate()
    store.set_setting(everyone, "started", "for a benchmark", once=True)
    people = engine_material.names(EVENTS)
    store.roster.change(everyone, _roster(), seen=())
    store.memberships.add(everyone, _memberships(people))
    store.sessions.add(everyone, _sessions(np.random.default_rng(2032), people))
    _keep_events(store, people)
    rng = np.random.default_rng(2033)
    level = rng.normal(3, 0.7, len(people))
    for (name, day), rise in zip(ROUNDS, (0.0, 0.2), strict=True):
        store.save_round(
            everyone, name=name, collected_on=day, framework="selfie-2020", answers=_answers(rng, people, level + rise)
        )
    store.close()


def _roster() -> list[School]:
    return [
        School(
            school=school(number), country=f"Country {number % 12}", hub=f"Hub {number % 20}", teachers=10,
            wave=str(1 + number % 3), starts=_STARTS[number % 3],
            types=(("AP", date(2024, 9, 1)), ("AS", date(2026, 2, 1))) if number % 50 == 0 else (("AP", None),),
        )
        for number in range(SCHOOLS)
    ]  # fmt: skip


def _memberships(people: np.ndarray) -> list[Membership]:
    role = ("mentor", "mentee", "mentee", "mentee")
    of_schools = [
        Membership(kind="school", member=school(n), role=role[n % _A_CLUSTER], school=school(n), cluster=cluster(n))
        for n in range(SCHOOLS)
    ]
    of_people = [
        Membership(
            member=name, role=role[n % SCHOOLS % _A_CLUSTER], school=school(n % SCHOOLS), cluster=cluster(n % SCHOOLS)
        )
        for n, name in enumerate(people)
    ]
    return of_schools + of_people


def _sessions(rng: np.random.Generator, people: np.ndarray) -> list[MentoringSession]:
    mentees = [number for number in range(SCHOOLS) if number % _A_CLUSTER]
    made = []
    for number in range(SESSIONS):
        receiver = mentees[number % len(mentees)]
        giver = receiver - receiver % _A_CLUSTER
        came = rng.choice(A_SCHOOL, 4, replace=False) * SCHOOLS + receiver
        made.append(
            MentoringSession(
                on=ROUNDS[0][1] + timedelta(days=int(rng.integers(1, 200))), giver=school(giver),
                receiver=school(receiver), mentors=(people[giver],), persons=tuple(sorted(people[came])),
                hours=int(rng.integers(2, 9)) / 4, method=("lesson visit", "workshop")[number % 2],
                topic=f"Topic {number}", phase="development", delivered=number % 10 > 0,
            )
        )  # fmt: skip
    return made


def _keep_events(store: Store, people: np.ndarray) -> None:
    clicks = engine_material.clicks(np.random.default_rng(2034), people)
    store.events.add(
        Viewer(),
        Reading(
            reader="moodle_log", kind="activity", title="Moodle log", file="log.csv", sha256="0" * 64,
            table=pd.DataFrame(), row_numbers=np.arange(0), questions=(), problems=(), people=len(people),
            first=clicks["at"].min().to_pydatetime(), last=clicks["at"].max().to_pydatetime(), events=clicks,
        ),
    )  # fmt: skip


def _answers(rng: np.random.Generator, people: np.ndarray, level: np.ndarray) -> Answers:
    items = tuple(item.id for item in load("selfie-2020").items if not item.optional)
    order = np.argsort(np.arange(len(people)) % SCHOOLS, kind="stable")
    values = np.empty((len(people), len(items)), np.int8, order="F")
    for place in range(len(items)):
        values[:, place] = np.clip(np.rint(level[order] + rng.normal(0, 0.8, len(people))), 1, 5)
    return Answers(
        person=people[order], school=(np.arange(len(people)) % SCHOOLS)[order], group=np.zeros(len(people), np.int64),
        schools=tuple(map(school, range(SCHOOLS))), groups=("teachers",), items=items, values=values,
    )  # fmt: skip
