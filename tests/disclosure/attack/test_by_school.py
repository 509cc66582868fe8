"""Somebody who solves the equation of a standard error by school for the means of the schools that are hidden."""

from __future__ import annotations

import numpy as np
import pytest

from tests.invented import CORE, answers, compared, evaluated, second_round, told_comparison
from toolbox.disclosure import comparisons, lines_by_school, release
from toolbox.linking import link
from toolbox.scoring import score
from toolbox.statistics.cluster_robust import cr2_means

LARGE = {(f"L{place}", "teachers"): 14 + place for place in range(6)}


def hub(*small: int):
    """Six large schools, and small ones whose pages hide everything."""
    sizes = {(f"A{place}", "teachers"): size for place, size in enumerate(small)}
    first = answers(LARGE | sizes, seed=4, items=CORE[:3])
    return first, second_round(first, shift=0.3)


def moved(first, second) -> tuple[np.ndarray, np.ndarray]:
    """Of everybody with a score both times, school by school: how they moved (area A)."""
    links = link(first, second)
    scores = [score(each, compared(first, second).framework).score[:, 0] for each in (first, second)]
    change = scores[1][links.after_rows] - scores[0][links.before_rows]
    there = np.isfinite(change)
    return change[there], first.school[links.before_rows][there]


def candidates(change: np.ndarray, school: np.ndarray, se: float) -> list[float]:
    """What the first of two hidden schools may have moved by, given the sum of both and the standard error.

    A standard error by school depends on the schools' means alone, so everybody in a hidden school may stand for its mean.
    """
    one, two = school == 0, school == 1
    total = change[one | two].sum()

    def off(mean: float) -> float:
        guess = change.copy()
        guess[one] = mean
        guess[two] = (total - mean * one.sum()) / two.sum()
        return cr2_means(guess, school).se - se

    grid = np.linspace(-4, 4, 401)
    values = np.array([off(mean) for mean in grid])
    found = []
    for at in np.flatnonzero(np.sign(values[:-1]) != np.sign(values[1:])):
        low, high = grid[at], grid[at + 1]
        for _ in range(40):
            middle = (low + high) / 2
            low, high = (middle, high) if np.sign(off(low)) == np.sign(off(middle)) else (low, middle)
        found.append(float(low))
    return found


def row_of(first, second):
    return next(row for row in told_comparison(first, second).areas if row.area == "A")


def test_with_two_schools_hidden_nothing_told_by_school_is_told(monkeypatch):
    rounds = hub(4, 8)
    change, school = moved(*rounds)
    monkeypatch.setattr(comparisons, "pairs_told", lambda *_: "whole")
    open_row = row_of(*rounds)
    found = candidates(change, school, open_row.change.se)
    assert 1 <= len(found) <= 2
    assert min(abs(each - change[school == 0].mean()) for each in found) < 1e-6
    monkeypatch.undo()
    row = row_of(*rounds)
    assert row.design == "paired"
    assert row.change.estimate == open_row.change.estimate
    assert [row.change.se, row.change.df, row.change.ci_low, row.change.p, row.p_adjusted] == [None] * 5
    assert row.effect.ci_low is None
    assert row.change.refused == "protects_school"
    assert not row.clear


def test_with_three_hidden_few_digits_leave_many_possibilities():
    rounds = hub(4, 4, 4)
    change, school = moved(*rounds)
    row = row_of(*rounds)
    assert row.change.se == float(f"{row.change.se:.3g}")
    total, sizes = change[school < 3].sum(), [(school == place).sum() for place in range(3)]
    possible = []
    for first in np.linspace(-2, 2, 41):
        off = []
        for second in np.linspace(-4, 4, 81):
            guess = change.copy()
            guess[school == 0], guess[school == 1] = first, second
            guess[school == 2] = (total - first * sizes[0] - second * sizes[1]) / sizes[2]
            off.append(cr2_means(guess, school).se - row.change.se)
        if min(off) < 0 < max(off):
            possible.append(first)
    assert len(possible) >= 4
    assert min(possible) - 0.1 <= change[school == 0].mean() <= max(possible) + 0.1


def test_where_no_school_is_hidden_everything_is_told_as_it_is():
    first, second = hub()
    assert row_of(first, second).change == compared(first, second).paired[0].change


@pytest.mark.parametrize(("small", "told"), [((), True), ((4, 8), False), ((4, 4, 4), True)])
def test_the_tables_of_an_evaluation_follow(small, told):
    lines = release(evaluated(*hub(*small), areas=("A",))).lines
    lines = [line for line in lines if line.area == "A" and not line.item and not line.round]
    by_school = [line for line in lines if line.contrast in lines_by_school.OF_SCHOOLS]
    assert any(line.found.estimate is not None for line in by_school) == told
    change = next(line for line in lines if line.contrast == "change")
    assert change.found.estimate is not None
    assert (change.found.se is not None) == told
