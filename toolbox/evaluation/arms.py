"""Which schools are compared with which: told from the day mentoring began and the days of the rounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from toolbox.model import EvaluationRound, Plan
from toolbox.statistics import assigned_by

MENTORED, WAITING = "mentored", "waiting"


@dataclass(frozen=True, kw_only=True, eq=False)
class Arms:
    """The arms of a comparison. Arrays have one entry for each school of the study."""

    names: tuple[str, ...] = ()
    """Waiting schools last; () where one group is looked at."""
    number: np.ndarray
    """Place in ``names``; −1 where a school is in no arm: it was mentored before the first round, which is then no start."""
    starts: np.ndarray
    """Which round was the first with mentoring (its number), or the number of rounds where none was."""
    hub: np.ndarray
    """Number of the school's hub; −1 where it is not known."""
    hubs: tuple[str, ...] = ()
    hours: np.ndarray
    """Hours of mentoring; NaN where they are not known."""
    by_hub: bool = False
    """Whether mentoring was given out to whole hubs: then a hub counts as one."""

    def schools(self, name: str) -> np.ndarray:
        """Which schools are in an arm (bool)."""
        return self.number == self.names.index(name)

    def inside(self, schools: Sequence[str]) -> tuple[tuple[str, ...], ...]:
        """The schools of every arm and of none, as the gate wants them."""
        sets = (*range(len(self.names)), -1)
        named = (
            tuple(name for name, own in zip(schools, self.number, strict=True) if own == number) for number in sets
        )
        return tuple(each for each in named if each)


def arms_of(plan: Plan, schools: Sequence[str], rounds: Sequence[EvaluationRound]) -> Arms:
    """The arms of a plan.

    A school is mentored from the first round collected after the day mentoring began; a school mentored before the
    first round has no start to compare with and is in no arm. In waves, an arm is the round a wave was first mentored
    at. A school of which nothing is known counts as waiting.

    Example:
        >>> from datetime import date
        >>> from toolbox.model import SchoolFacts
        >>> rounds = [EvaluationRound(name=name, collected_on=date(2025, month, 1), answers=None)
        ...     for name, month in (("Spring", 4), ("Autumn", 10))]
        >>> facts = (SchoolFacts(school="a", starts=date(2025, 5, 2)), SchoolFacts(school="b", starts=date(2025, 1, 7)))
        >>> found = arms_of(Plan(rounds=("Spring", "Autumn"), comparison="two_groups", schools=facts), "abc", rounds)
        >>> found.names, found.number.tolist(), found.inside("abc")
        (('mentored', 'waiting'), [0, -1, 1], (('a',), ('c',), ('b',)))
    """
    facts = {each.school: each for each in plan.schools}
    days = [each.collected_on for each in rounds]
    begun = [facts[school].starts if school in facts else None for school in schools]
    starts = np.array(
        [
            len(rounds) if day is None else next((place for place, on in enumerate(days) if on > day), len(rounds))
            for day in begun
        ],
        np.int64,
    )
    hubs = tuple(sorted({facts[school].hub for school in schools if school in facts and facts[school].hub}))
    known = {
        "starts": starts,
        "hub": np.array([hubs.index(facts[s].hub) if s in facts and facts[s].hub else -1 for s in schools], np.int64),
        "hubs": hubs,
        "hours": np.array(
            [np.nan if s not in facts or facts[s].hours is None else facts[s].hours for s in schools], float
        ),
    }
    if plan.comparison == "one_group":
        return Arms(number=np.full(len(schools), -1), **known)
    waiting = starts == len(rounds)
    before = starts == 0
    if plan.comparison == "two_groups":
        names = (MENTORED, WAITING)
        number = np.where(before, -1, np.where(waiting, 1, 0))
    else:
        waves = [place for place in range(1, len(rounds)) if (starts == place).any()]
        names = (*(rounds[place].name for place in waves), WAITING)
        number = np.array([-1 if s == 0 else waves.index(s) if s in waves else len(waves) for s in starts.tolist()])
    inside = number >= 0
    where = [str(place) if place >= 0 else "" for place in known["hub"][inside].tolist()]
    return Arms(names=names, number=number, by_hub=assigned_by(number[inside].tolist(), where) == "hub", **known)
