"""A seeded hub as an attacker likes it: many small schools, unequal groups, gaps, people who come, go and answer late."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from tests.invented import SELFIE
from toolbox.disclosure.states import AsShown
from toolbox.linking.again import held_back
from toolbox.model import Answers, Round, Shown, State

AREA = "C"
FRAMEWORK = replace(
    SELFIE,
    areas=tuple(area for area in SELFIE.areas if area.id == AREA),
    items=tuple(item for item in SELFIE.items if item.area == AREA),
)
GROUPS = ("leaders", "teachers")
#: How many of a school and group stay away from a round.
RESTLESS, CALM, STEADY = (0, 0, 0, 1, 2, 3, 4, 6), (0, 0, 0, 0, 0, 0, 0, 6), (*[0] * 23, 12)
DAYS = (date(2024, 10, 1), date(2025, 5, 5), date(2025, 10, 6))


@dataclass(frozen=True, kw_only=True)
class Hub:
    """Three rounds; of some of them a later state, with late answers, shown after the first."""

    seed: int
    rounds: tuple[AsShown, ...]
    """As results are made from them, in order of time; a later state follows its round."""
    of: tuple[int, ...]
    """Which of the three rounds each is a state of."""
    persons: tuple[str, ...]

    @property
    def schools(self) -> tuple[str, ...]:
        return self.rounds[0].answers.schools


def hub(
    seed: int, *, schools: int | None = None, merged: bool = False, higher: float = 0.0, calm: bool = False,
    steady: bool = False,
) -> Hub:  # fmt: skip
    """Three to eight schools, three rounds. ``merged``: leaders and teachers are shown as staff, from the beginning.

    ``higher``: by how much everybody answers above the middle, which brings averages near the end of the scale.
    ``calm``: fewer small schools, and fewer who leave and join, so that more is shown. ``steady``: hardly anybody leaves, and
    small schools are of six to nine, so that something is told of three rounds.
    """
    draw = np.random.default_rng(seed)
    many = schools or int(draw.integers(3, 9))
    core = [item.id for item in FRAMEWORK.items if not item.optional][: int(draw.integers(2, 5))]
    extra = [item.id for item in FRAMEWORK.items if item.optional][: int(draw.integers(0, 2))]
    items = (*core, *extra)
    place, group = _people(draw, many, merged, calm, steady)
    person = np.array([f"P-{number:04X}" for number in range(len(place))], object)
    level = draw.normal(0, 0.7, len(place))
    gaps = draw.choice([0.0, 0.01, 0.04, 0.15], len(items)) * draw.choice([0, 0.5, 1, 2])
    one_mind = draw.random(many) < 0.15
    asked = draw.random(many) < 0.6
    reworded = frozenset(core[:1]) if draw.random() < 0.5 else frozenset()
    leaders_not = len(core) > 2 and draw.random() < 0.5
    made, of, told = [], [], draw.random(3) < 0.4
    for number in range(3):
        values = np.clip(
            np.rint(3 + higher + 0.2 * number + level[:, None] + draw.normal(0, 0.8, (len(place), len(items)))), 1, 5
        )
        values[one_mind[place]] = 5 if higher >= 1 else 4
        values[draw.random(values.shape) < gaps] = State.NOT_APPLICABLE
        for column, item in enumerate(items):
            if item in extra:
                values[~asked[place], column] = State.NOT_SHOWN
        if leaders_not:
            values[group == 0, len(core) - 1] = State.NOT_SHOWN
        whole = Answers(
            person=person, school=place, group=group, schools=tuple(f"S{school:02d}" for school in range(many)),
            groups=("staff",) if merged else GROUPS, items=items, values=np.asfortranarray(values.astype(np.int8)),
            reworded=reworded if number == 1 else frozenset(),
        )  # fmt: skip
        away = _away(draw, place, group, STEADY if steady else CALM if calm else RESTLESS)
        first = some(whole, ~away)
        made.append(_state(number, first))
        of.append(number)
        if told[number]:
            # Of those who stayed away some answer after the round was shown; what is shown then the ledger decides.
            many_there = np.bincount(first.school * 2 + first.group, minlength=2 * many) >= 12
            late = away & many_there[place * 2 + group] & (draw.random(len(away)) < 0.6)
            later, _ = held_back(some(whole, ~away | late), [first], 5)
            if later is not first and len(later) != len(first):
                made.append(replace(_state(number, later), earlier=(first,)))
                of.append(number)
    return Hub(seed=seed, rounds=tuple(made), of=tuple(of), persons=tuple(person))


def _people(draw, many: int, merged: bool, calm: bool, steady: bool) -> tuple[np.ndarray, np.ndarray]:
    """(school, group) of everybody, in that order."""
    small = draw.random(many) < (0.25 if steady else 0.1 if calm else 0.45)
    few, more = ((6, 10), (14, 28)) if steady else ((1, 8), (6, 24))
    teachers = np.where(small, draw.integers(*few, many), draw.integers(*more, many))
    leaders = np.where(draw.random(many) < 0.6, draw.integers(0, 4, many), draw.integers(4, 12, many))
    sizes = (teachers + leaders)[:, None] if merged else np.column_stack([leaders, teachers])
    place = np.repeat(np.arange(many), sizes.sum(axis=1))
    group = np.concatenate([np.repeat(np.arange(sizes.shape[1]), row) for row in sizes])
    return place, group


def _away(draw, place: np.ndarray, group: np.ndarray, numbers: tuple[int, ...]) -> np.ndarray:
    """Of most schools and groups nobody, or one to four, of some more: never all."""
    away = np.zeros(len(place), bool)
    for school in np.unique(place):
        for one in np.unique(group):
            rows = np.flatnonzero((place == school) & (group == one))
            away[draw.permutation(rows)[: min(int(draw.choice(numbers)), max(len(rows) - 1, 0))]] = True
    return away


def some(found: Answers, kept: np.ndarray) -> Answers:
    rows = np.flatnonzero(kept)
    return replace(
        found, person=found.person[rows], school=found.school[rows], group=found.group[rows],
        values=np.asfortranarray(found.values[rows]),
    )  # fmt: skip


def _state(number: int, found: Answers) -> AsShown:
    of = Round(
        id=str(number), name=f"Round {number}", framework=FRAMEWORK.id, collected_on=DAYS[number], sha256=str(number),
        people=len(found), schools=found.schools, groups=found.groups,
    )  # fmt: skip
    return AsShown(round=of, answers=found, state=Shown(about=f"round:{number}"))
