"""Agreed ratings on ordered levels: which level they come nearest to, without adding levels up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from toolbox.model import Estimate


@dataclass(frozen=True, kw_only=True)
class Levels:
    """What agreed ratings of one school say together."""

    n: int
    median: Estimate
    """Between two levels where half the ratings lie at or below one and half at or above the other."""
    lowest: int | None = None
    highest: int | None = None
    nearest: tuple[int, int] | None = None
    """From which to which level a profile that is the same everywhere comes nearest: one level, or all between two."""
    away: Estimate = Estimate()
    """Levels that the ratings lie away from the nearest such profile, added up (taxicab distance)."""


def levels(ratings: np.ndarray) -> Levels:
    """Median, lowest, highest, and the nearest profile that is one level throughout, by taxicab (L1) distance.

    The nearest constant profile is the median level: moving from a level up brings every rating above it one nearer and
    takes every other one further, so the distance falls until half of the ratings are passed. Croatia's overall level of
    a school is defined by that distance (Žugec et al. 2018); the median needs no profiles and is the same level.

    Args:
        ratings: levels, one an indicator; no missing ones.

    Refused: ``no_answers`` without ratings. Nothing was sampled, so there is no interval.

    R: ``median(x)``; ``L <- 1:5; L[which.min(sapply(L, function(l) sum(abs(x - l))))]``, 2 and 3 for the ratings below.

    >>> found = levels([1, 3, 2, 5, 3])
    >>> found.median.estimate, (found.lowest, found.highest), found.nearest, found.away.estimate
    (3.0, (1, 5), (3, 3), 5.0)
    >>> levels([1, 2, 3, 5]).nearest      # either is as near
    (2, 3)
    >>> levels([]).median.refused
    'no_answers'
    """
    given = np.sort(np.asarray(ratings, np.int64))
    n = given.size
    how = "median of agreed ratings"
    if not n:
        return Levels(n=0, median=Estimate(method=how, refused="no_answers"))
    lower, upper = int(given[(n - 1) // 2]), int(given[n // 2])
    return Levels(
        n=n,
        median=Estimate(estimate=(lower + upper) / 2, method=how, n=n),
        lowest=int(given[0]),
        highest=int(given[-1]),
        nearest=(lower, upper),
        away=Estimate(estimate=float(np.abs(given - lower).sum()), method="taxicab distance", n=n),
    )
