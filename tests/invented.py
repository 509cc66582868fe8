"""An invented round for tests of what stands above the results: seeded answers, no file, no store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np

from toolbox.comparison import compare
from toolbox.disclosure import ReleasedComparison, ReleasedProfile, StepBeside, release, step_beside
from toolbox.disclosure.comparisons import release_comparison
from toolbox.evaluation import evaluate
from toolbox.frameworks import load
from toolbox.linking import Near
from toolbox.model import (
    Action,
    Answers,
    Evaluation,
    EvaluationRound,
    Framework,
    NearPair,
    Plan,
    Policy,
    Profile,
    State,
    Viewer,
)
from toolbox.profile import profile

SELFIE = load("selfie-2020")
CORE = tuple(item.id for item in SELFIE.items if not item.optional)
LEVEL = {"leaders": 3.6, "teachers": 3.0, "pupils": 3.3}


def answers(
    sizes: Mapping[tuple[str, str], int],
    *,
    seed: int = 1,
    shift: float = 0.0,
    items: tuple[str, ...] = CORE,
    spread: float = 0.9,
    gone: Mapping[tuple[str, str], int] | None = None,
    keyed: bool = True,
) -> Answers:
    """Answers of ``sizes`` (school, group) → persons; each person has a level, each answer some noise.

    The same seed gives the same persons, so a second call with a ``shift`` is their second round; ``gone`` leaves out
    the first so many of a school's group.
    """
    draw = np.random.default_rng(seed)
    schools = tuple(sorted({school for school, _ in sizes}))
    groups = tuple(dict.fromkeys(group for _, group in sizes))
    made, school_of, group_of, person = [], [], [], []
    for place, school in enumerate(schools):
        for number, group in enumerate(groups):
            size = sizes.get((school, group), 0)
            base = LEVEL.get(group, 3.0) + draw.normal(0, 0.2) + draw.normal(0, 0.5, size)[:, None]
            tilt = np.linspace(0.5, -0.5, len(items))
            values = np.clip(np.rint(base + tilt + shift + draw.normal(0, spread, (size, len(items)))), 1, 5)
            values[draw.random(values.shape) < 0.03] = State.NOT_APPLICABLE
            keep = slice((gone or {}).get((school, group), 0), None)
            made.append(values[keep])
            names = [f"P-{place}-{number}-{count}" if keyed else "" for count in range(size)][keep]
            person += names
            school_of += [place] * len(names)
            group_of += [number] * len(names)
    return Answers(
        person=np.array(person, dtype=object),
        school=np.array(school_of),
        group=np.array(group_of),
        schools=schools,
        groups=groups,
        items=items,
        values=np.asfortranarray(np.concatenate(made).astype(np.int8)),
    )


def profile_of(found: Answers, school: str | None = None, *, framework: Framework = SELFIE, invited=None) -> Profile:
    """The profile of one school, or of all."""
    return profile(
        found,
        framework,
        round_name="Autumn 2025",
        collected_on=date(2025, 10, 6),
        schools=[school] if school else None,
        invited=invited,
        sha256="0" * 64,
    )


def released_profile(found: Answers, school: str | None = None, **more) -> ReleasedProfile:
    """The same, through the gate."""
    return release(profile_of(found, school, **more))


def step_of(before: Answers, after: Answers | None = None, school: str = "North", **action) -> StepBeside:
    """A next step chosen in autumn (``before``) and looked at in spring (``after``; None: looked at in autumn too)."""
    asked = {"area": "A", "step": "Meet once a month", "owner": "Deputy head", "target": 4.0}
    step = Action(school=school, framework="selfie-2020", **(asked | action))
    then = released_profile(before, school)
    if after is None:
        return step_beside(step, then, then)
    spring = {"round": "Spring 2026", "collected_on": date(2026, 5, 4), "sha256": "1" * 64}
    now = release(replace(profile_of(after, school), **spring))
    return step_beside(step, now, then, reworded=before.reworded | after.reworded)


def compared(before: Answers, after: Answers, school: str | None = None, *, framework: Framework = SELFIE, **more):
    """Two rounds compared."""
    return compare(
        before,
        after,
        framework,
        before_name="Autumn 2025",
        after_name="Spring 2026",
        before_on=date(2025, 10, 6),
        after_on=date(2026, 5, 4),
        schools=[school] if school else None,
        sha256=("0" * 64, "1" * 64),
        **more,
    )


def released_comparison(before: Answers, after: Answers, school: str | None = None, **more) -> ReleasedComparison:
    """The same, through the gate."""
    return release(compared(before, after, school, **more))


def told_comparison(before: Answers, after: Answers, school: str | None = None, **more) -> ReleasedComparison:
    """The same of however few schools: what tests of secrets read, because rule 28 of the gate hides for another reason."""
    return release_comparison(compared(before, after, school, **more), Policy(), Viewer())


def second_round(first: Answers, *, shift: float, seed: int = 9, some: float = 0.5) -> Answers:
    """The same persons later: ``shift`` points higher on average, everybody a little different."""
    draw = np.random.default_rng(seed)
    values = first.values.astype(float)
    moved = np.clip(np.rint(values + shift + draw.normal(0, some, values.shape)), 1, 5)
    return replace(first, values=np.asfortranarray(np.where(values < 0, values, moved).astype(np.int8)))


def mistyped(first: Answers, after: Answers, *, many: int) -> tuple[Answers, Near]:
    """The second round with the codes of so many persons of each school and group mistyped, and the pairs it makes."""
    person, pairs, seen = np.array(after.person, object), [], {}
    for row, name in enumerate(after.person):
        place = after.schools[after.school[row]], after.groups[after.group[row]]
        if seen.setdefault(place, 0) < many and name in set(first.person):
            seen[place] += 1
            person[row] = f"{name}X"
            pairs.append(
                NearPair(
                    school=place[0], group=place[1], before=name, after=person[row], state="probable", slip="other", place=2,
                    units=6,
                )
            )  # fmt: skip
    return replace(after, person=person), Near(pairs=tuple(pairs))


DAYS = (date(2025, 10, 6), date(2026, 5, 4), date(2026, 10, 5), date(2027, 5, 3))


def as_rounds(*found: Answers, invited=None) -> tuple[EvaluationRound, ...]:
    """Answers as the rounds of an evaluation, half a year apart."""
    return tuple(
        EvaluationRound(
            name=f"Round {place + 1}",
            collected_on=DAYS[place],
            answers=each,
            sha256=f"{place}" * 64,
            invited=invited or {},
        )
        for place, each in enumerate(found)
    )


def evaluated(*found: Answers, framework: Framework = SELFIE, invited=None, **plan) -> Evaluation:
    """An evaluation of these rounds (default: ten schools of teachers, twice)."""
    if not found:
        first = answers({(f"S{number}", "teachers"): 12 + number for number in range(10)})
        found = (first, second_round(first, shift=0.3))
    rounds = as_rounds(*found, invited=invited)
    return evaluate(rounds, framework, Plan(rounds=tuple(each.name for each in rounds), **plan))
