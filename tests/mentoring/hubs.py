"""Invented hubs for tests: two rounds, sessions between them, and an effect of hours that is known."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from toolbox.frameworks import load
from toolbox.mentoring.study import DoseStudy, Given, dose_study
from toolbox.model import Answers, EvaluationRound, MentoringSession, School

FRAMEWORK = load("selfie-2020")
AREAS = ("D", "F")
BEFORE, AFTER = date(2025, 10, 1), date(2026, 5, 1)


def rounds_and_given(
    *, schools: int = 12, teachers: int = 20, effect: float = 0.0, per: str = "teacher", small: int = 0,
    never: float = 0.25, seed: int = 3, need: float = 0.0,
) -> tuple[EvaluationRound, EvaluationRound, Given]:  # fmt: skip
    """``effect``: points of a person's score for an hour more; ``small``: schools of three teachers; ``never``: share of
    the teachers who came to no session; ``need``: how many sessions more somebody got for a point lower in the first answers of area D."""
    rng = np.random.default_rng(seed)
    names = [f"School {place:02d}" for place in range(schools)]
    sizes = [3 if place < small else teachers for place in range(schools)]
    school = np.repeat(np.arange(schools), sizes)
    person = np.array([f"P-{place:05d}" for place in range(len(school))], object)
    start = rng.normal(3.0, 0.6, len(school))
    steps = rng.integers(1, 8, len(school)) if per == "teacher" else rng.permutation(schools)[school] + 1
    first = _answers(rng, names, school, person, start)
    observed = first.values[:, [item.startswith("selfie2020.D") for item in first.items]].mean(axis=1)
    steps = np.maximum(0, steps + np.round(need * (3.0 - observed)).astype(int))
    if per == "teacher":
        steps = np.where(rng.random(len(school)) < never, 0, steps)
    hours = steps * 1.5
    sessions = [
        MentoringSession(
            on=BEFORE + timedelta(days=10 + 5 * number), receiver=names[place], hours=1.5,
            persons=tuple(sorted(person[(school == place) & (steps > number)])) if per == "teacher" else (),
        )
        for place in range(schools) for number in range(int(steps[school == place].max(initial=0)))
    ]  # fmt: skip
    roster = tuple(
        School(school=name, teachers=size, hours=float(steps[school == place][0]) if per == "school" else None)
        for place, (name, size) in enumerate(zip(names, sizes, strict=True))
    )
    given = Given(
        sessions=tuple(sessions) if per == "teacher" else (), roster=roster, since=BEFORE, until=AFTER,
    )  # fmt: skip
    moved = effect * (hours if per == "teacher" else steps) + rng.normal(0, 0.25, len(school))
    last = _answers(rng, names, school, person, start + moved)
    rounds = [
        EvaluationRound(name=name, collected_on=on, answers=answers, sha256=name)
        for name, on, answers in (("Autumn", BEFORE, first), ("Spring", AFTER, last))
    ]
    return rounds[0], rounds[1], given


def hub(**asked) -> DoseStudy:
    """The study of an invented hub."""
    before, after, given = rounds_and_given(**asked)
    found = dose_study(before, after, FRAMEWORK, given)
    assert found is not None
    return found


def _answers(rng, names, school, person, value) -> Answers:
    items = tuple(item.id for item in FRAMEWORK.items if item.area in AREAS and not item.optional)
    scored = value[:, None] + rng.normal(0, 0.5, (len(value), len(items)))
    return Answers(
        person=person, school=school, group=np.zeros(len(school), int), schools=tuple(names), groups=("teachers",),
        items=items, values=np.asfortranarray(np.clip(np.round(scored), 1, 5).astype(np.int8)),
    )  # fmt: skip
