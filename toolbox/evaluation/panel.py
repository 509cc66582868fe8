"""Every person in every round: what models of several rounds, and of people who come and go, are fitted to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from toolbox.comparison.rounds import of_group
from toolbox.evaluation.study import Study
from toolbox.model import Answers
from toolbox.scoring import asked_alike, common_items, inside_areas, score


@dataclass(frozen=True, kw_only=True, eq=False)
class Panel:
    """One group in one area: persons × rounds of the plan, NaN where there is no valid value, on items common to all."""

    area: str
    group: str
    values: np.ndarray
    school: np.ndarray
    """Of each person, as a place in ``Study.schools``."""

    def long(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """(value, person, round, school), one row a valid value."""
        person, when = np.nonzero(np.isfinite(self.values))
        return self.values[person, when], person, when, self.school[person]


def panels(study: Study) -> Iterator[Panel]:
    """The areas of every group. With two rounds they hold what the pairs and those who answered once hold."""
    if len(study.rounds) == 2:
        for pairs in study.of_areas:
            nobody = [np.full(len(each), np.nan) for each in (pairs.joined, pairs.left)]
            yield Panel(
                area=pairs.area,
                group=pairs.group,
                values=np.column_stack(
                    [
                        np.concatenate([pairs.before, pairs.left, nobody[0]]),
                        np.concatenate([pairs.after, nobody[1], pairs.joined]),
                    ]
                ),
                school=np.concatenate([pairs.school, pairs.left_school, pairs.joined_school]),
            )
        return
    for group in study.groups:
        yield from _of_several(study, group)


def _of_several(study: Study, group: str) -> Iterator[Panel]:
    rounds = [of_group(each.answers, group) for each in study.rounds]
    if not all(len(each) for each in rounds):
        return
    common = _common(study, rounds)
    if not common:
        return
    scores = [score(each, study.framework, items=common) for each in asked_alike(rounds, study.framework, common)]
    places = [study.places(each) for each in rounds]
    rows, count = _persons(study, rounds, places)
    school = np.zeros(count, np.int64)
    for row, place in zip(rows, places, strict=True):
        school[row] = place
    for column, area in enumerate(scores[0].areas):
        if area in study.areas:
            values = np.full((count, len(rounds)), np.nan)
            for when, (row, found) in enumerate(zip(rows, scores, strict=True)):
                values[row, when] = found.score[:, column]
            seen = np.isfinite(values).any(axis=1)
            yield Panel(area=area, group=group, values=values[seen], school=school[seen])


def _common(study: Study, rounds: list[Answers]) -> tuple[str, ...]:
    """Items asked in all rounds in the same words and in the same area."""
    kept = common_items(rounds[0], rounds[-1], study.framework)[0]
    for each in rounds[1:-1]:
        there = set(common_items(rounds[0], each, study.framework)[0])
        kept = tuple(item for item in kept if item in there)
    return inside_areas(kept, rounds)


def _persons(study: Study, rounds: list[Answers], places: list[np.ndarray]) -> tuple[list[np.ndarray], int]:
    """For each row of each round its person; a key without a name, or twice in a round, is a person of one round."""
    names = np.concatenate([np.asarray(each.person, object) for each in rounds])
    where = np.concatenate(places)
    when = np.repeat(np.arange(len(rounds)), [len(each) for each in rounds])
    codes = where if study.institutional else pd.factorize(names)[0].astype(np.int64) * len(study.schools) + where
    keyed = np.ones(len(names), bool) if study.institutional else (names != "") & ~pd.isna(names)
    once = ~pd.DataFrame({"code": codes, "when": when}).duplicated(keep=False).to_numpy()
    single = ~(keyed & once)
    codes = np.where(single, -1 - np.arange(len(codes)), codes)
    person, known = pd.factorize(codes)
    ends = np.cumsum([len(each) for each in rounds])
    return np.split(person.astype(np.int64), ends[:-1]), len(known)


def rounds_behind(study: Study, panel: Panel) -> dict[str, tuple]:
    """What the gate asks of an estimate over several rounds, as fields of its line."""
    return {"between": siblings_over(study, panel), "shared": shared_over(study, panel)}


def shared_over(study: Study, panel: Panel) -> tuple[tuple[int, ...], ...]:
    """For every round and every two others: of every school the persons of the round who are in one of its two sets of
    pairs and not in the other; those who are in both or neither; and the fewer of the two."""
    known = np.isfinite(panel.values)
    rounds = range(len(study.rounds))
    made = []
    for one in rounds:
        for two, three in combinations([each for each in rounds if each != one], 2):
            unlike = known[:, two] ^ known[:, three]
            counts = [
                np.bincount(panel.school[known[:, one] & who], minlength=len(study.schools))
                for who in (unlike, ~unlike)
            ]
            made += [*counts, np.minimum(*counts)]
    return tuple(tuple(each.tolist()) for each in made)


def siblings_over(study: Study, panel: Panel) -> tuple[tuple[tuple[int, int, int], ...], ...]:
    """Behind an estimate over several rounds: every two of them, as :func:`siblings_between`.

    Of two rounds nothing beyond the pairs of the first and the last, which the gate knows.
    """
    rounds = range(len(study.rounds))
    return tuple(siblings_between(study, panel, *two) for two in (combinations(rounds, 2) if len(rounds) > 2 else ()))


def siblings_between(study: Study, panel: Panel, one: int, two: int) -> tuple[tuple[int, int, int], ...]:
    """Of every school how many have a value in one round, in the other, and in both."""
    known = np.isfinite(panel.values[:, [one, two]])
    sides = (known[:, 0], known[:, 1], known.all(axis=1))
    counts = [np.bincount(panel.school[side], minlength=len(study.schools)) for side in sides]
    return tuple(map(tuple, np.stack(counts, axis=1).tolist()))
