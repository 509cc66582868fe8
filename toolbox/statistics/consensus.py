"""How much the persons of one group agree on the items of a scale: never on their averages, which can agree by chance.

Every index is made item by item of the answers there are (available cases) and averaged over the items. Two persons who
answer 1, 5 and 5, 1 have the same average and agree on nothing; so the mean variance of the items is what is looked at.

- r_wg(j) sets that variance s² beside the one of answers at random, σ² (James, Demaree & Wolf 1984): 1 all alike, 0 as at
  random or worse. σ² is (A² − 1)/12 of A options spread evenly, 1.34 of five options lightly skewed.
- r*wg(j), 1 − s²/σ², does not grow with the number of items and falls below 0 where opinions are poles apart (Lindell 1999).
- a_wg(J) needs no idea of chance: it sets the variance beside the largest one that the item's mean allows (Brown &
  Hauenstein 2005). Where the mean leaves too little room for that it is left out; at an end of the scale it is 1.
- AD is the mean distance from the item's mean, or median, in points of the scale (Burke & Dunlap 2002): smaller is more.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from toolbox.model import Estimate
from toolbox.statistics.agreement import LEAST_IN_SCHOOL, SLIGHT_SKEW


@dataclass(frozen=True, kw_only=True)
class Consensus:
    """Agreement inside one group. ``n`` counts persons with an answer to any of the items."""

    n: int
    r_wg: Estimate = Estimate()
    r_wg_skewed: Estimate = Estimate()
    r_wg_star: Estimate = Estimate()
    """Lindell's r*wg(j) against the even null."""
    a_wg: Estimate = Estimate()
    ad_mean: Estimate = Estimate()
    ad_median: Estimate = Estimate()
    at_low_end: Estimate = Estimate()
    """Share of answers in the lowest third of the options (1 and 2 of 1 to 5), and the same at the other end."""
    at_high_end: Estimate = Estimate()
    refused: str = ""


def consensus(items: np.ndarray, low: int, high: int, *, least: int = LEAST_IN_SCHOOL) -> Consensus:
    """Agreement of persons × ``items``, answers from ``low`` to ``high``, NaN where there is none.

    Refused: ``too_few_persons`` under ``least`` persons; ``no_answers`` where no item has two answers; ``no_null`` for
    the skewed null of other than five options; ``no_value`` where no item's mean leaves room for a_wg.

    R (multilevel): ``rwg.j(x, g, ranvar = (A^2 - 1) / 12)``, ``rwg.j.lindell()``, ``awg(x, g, range = c(low, high))``,
    ``ad.m(x, g, type = "mean")``, which leave out persons with a gap; those here do not.

    >>> found = consensus(np.array([[5, 1, 4, 2], [1, 5, 2, 4], [3, 3, 5, 1], [2, 4, 1, 5], [4, 2, 3, 3], [5, 5, 1, 1]]), 1, 5)
    >>> found.r_wg.estimate, round(found.a_wg.estimate, 4), round(found.ad_mean.estimate, 4)
    (0.0, -0.1429, 1.3333)
    >>> round(found.at_low_end.estimate, 4), round(found.at_high_end.estimate, 4)
    (0.4167, 0.4167)
    """
    items = np.asarray(items, float)
    items = items[:, None] if items.ndim == 1 else items
    there = np.isfinite(items)
    n = int(there.any(axis=1).sum())
    if n < least:
        return Consensus(n=n, refused="too_few_persons")
    columns = [column[known] for column, known in zip(items.T, there.T, strict=True) if known.sum() > 1]
    if not columns:
        return Consensus(n=n, refused="no_answers")
    options, k = high - low + 1, len(columns)
    variance = float(np.mean([column.var(ddof=1) for column in columns]))
    even, skewed = (options**2 - 1) / 12, SLIGHT_SKEW.get(options)
    room = [found for column in columns if (found := _a_wg(column, low, high)) is not None]
    answers = items[there]
    width = (options + 1) // 3

    def form(value: float | None, method: str, refused: str = "") -> Estimate:
        return Estimate(
            estimate=None if value is None else float(value), method=method, n=n,
            refused=refused if value is None else "",
        )  # fmt: skip

    return Consensus(
        n=n,
        r_wg=form(_r_wg(variance, even, k), "r_wg(j), even null"),
        r_wg_skewed=form(
            None if skewed is None else _r_wg(variance, skewed, k), "r_wg(j), lightly skewed null", "no_null"
        ),
        r_wg_star=form(1 - variance / even, "r*wg(j), even null"),
        a_wg=form(np.mean(room) if room else None, "a_wg(J)", "no_value"),
        ad_mean=form(_away(columns, np.mean), "average deviation from the mean"),
        ad_median=form(_away(columns, np.median), "average deviation from the median"),
        at_low_end=form((answers < low + width).mean(), "share of answers"),
        at_high_end=form((answers > high - width).mean(), "share of answers"),
    )


def _r_wg(variance: float, null: float, k: int) -> float:
    share = min(variance / null, 1.0)
    return k * (1 - share) / (k * (1 - share) + share)


def _a_wg(answers: np.ndarray, low: int, high: int) -> float | None:
    """One item's a_wg; None where its mean is so near an end that the largest variance is no yardstick."""
    n, mean = len(answers), float(answers.mean())
    if mean in (low, high):
        return 1.0
    if not (low * (n - 1) + high) / n - 1e-12 <= mean <= (high * (n - 1) + low) / n + 1e-12:
        return None
    return 1 - 2 * float(answers.var(ddof=1)) / (((high + low) * mean - mean**2 - high * low) * n / (n - 1))


def _away(columns: list[np.ndarray], centre) -> float:
    return float(np.mean([np.abs(column - centre(column)).mean() for column in columns]))
