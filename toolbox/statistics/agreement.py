"""Do the answers of a school agree enough to speak of the school? How much of a scale lies between schools?

ICC(1) is the share of spread between schools, ICC(2) how reliable school means are. r_wg compares the spread inside one
school with that of people who answer at random (James, Demaree & Wolf 1984). The customary .70 is passed by random
answers on long scales, so the distribution over schools is given and no verdict.

R (multilevel): ``ICC1(aov(m ~ factor(school)))``, ``ICC2()``, ``rwg.j(x, school, ranvar = (5^2 - 1) / 12)``, ``ad.m()``
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from toolbox.model import Estimate
from toolbox.statistics.cluster_robust import school_codes
from toolbox.statistics.factor import complete
from toolbox.statistics.mixed.intraclass import LEAST_SCHOOLS_OF_AN_ICC, intraclass

#: Agreement of fewer persons in a school is not given.
LEAST_IN_SCHOOL = 5
#: Variance of a lightly skewed answer (shares .05 .15 .20 .35 .25; James et al. 1984), by number of options.
SLIGHT_SKEW = {5: 1.34}


@dataclass(frozen=True, kw_only=True)
class Within:
    """An index of agreement in every school, and how it lies over the schools that have one."""

    method: str
    values: tuple[float | None, ...] = ()
    """In the order of sorted labels; None under the least number of persons."""
    mean: Estimate = Estimate()
    median: Estimate = Estimate()
    quarters: tuple[float, float] | None = None
    """Lower and upper quartile."""
    share_from_70: float | None = None
    """Share of schools at .70 or more: a distribution, not a verdict."""
    refused: str = ""


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """How much the persons of a school agree, on one scale."""

    n: int
    schools: tuple = ()
    """Sorted labels."""
    sizes: tuple[int, ...] = ()
    icc1: Estimate = Estimate()
    icc2: Estimate = Estimate()
    f: Estimate = Estimate()
    """Analysis of variance of the scale over schools: F, with p; ``df`` is that within schools."""
    items: tuple[tuple[Estimate, Estimate], ...] = ()
    """ICC(1) and ICC(2) of every item, by REML."""
    r_wg: Within = Within(method="")
    """r_wg(j) against answers spread evenly."""
    r_wg_skewed: Within = Within(method="")
    """r_wg(j) against lightly skewed answers."""
    average_deviation: Within = Within(method="")
    """Mean distance from the school's mean, averaged over items, in scale points: smaller is more agreement."""
    refused: str = ""


def agreement(
    items: np.ndarray,
    school: np.ndarray,
    options: int,
    *,
    least: int = LEAST_IN_SCHOOL,
    least_schools: int = LEAST_SCHOOLS_OF_AN_ICC,
    by_item: bool = True,
    confidence: float = 0.95,
) -> Agreement:
    """Agreement of persons × ``items`` (answers 1..``options``) in their schools; one column is one item.

    A school under ``least`` persons has no index of its own; it still counts for ICC, as in R. Items have an ICC of their
    own from ``least_schools`` schools on, unless ``by_item`` is off (a model for each takes time). Refused: ``no_answers``, ``few_schools`` (one school), ``few_in_school`` (no
    school large enough), ``no_spread``. A missing answer is a ValueError.

    >>> x = np.array([[4, 4], [4, 5], [5, 4], [4, 4], [5, 5], [1, 2], [2, 2], [1, 1], [2, 3], [2, 1]])
    >>> found = agreement(x, np.repeat(["a", "b"], 5), 5)
    >>> round(found.icc1.estimate, 4), round(found.icc2.estimate, 4), [round(v, 3) for v in found.r_wg.values]
    (0.935, 0.9863, [0.919, 0.857])
    """
    items = complete(items)
    if len(school) != len(items):
        raise ValueError(f"{len(items)} persons and {len(school)} schools: they must agree.")
    if not len(items) or not items.shape[1]:
        return Agreement(n=len(items), refused="no_answers")
    labels = np.unique(np.asarray(school))
    codes, count = school_codes(np.asarray(school))
    sizes = np.bincount(codes)
    icc1, icc2, f = _variance_analysis(items.mean(axis=1), codes, count, confidence)
    variance = _within(items, codes, sizes, least)
    skewed = SLIGHT_SKEW.get(options)
    return Agreement(
        n=len(items), schools=tuple(labels.tolist()), sizes=tuple(sizes.tolist()), icc1=icc1, icc2=icc2, f=f,
        items=tuple(
            _item_icc(column, np.asarray(school), least_schools, confidence) for column in items.T if by_item
        ),
        r_wg=_r_wg(variance, items.shape[1], (options**2 - 1) / 12, "r_wg(j), even null", len(items)),
        r_wg_skewed=_r_wg(variance, items.shape[1], skewed, "r_wg(j), lightly skewed null", len(items)),
        average_deviation=_over_schools(_deviation(items, codes, sizes, least), "average deviation", len(items)),
    )  # fmt: skip


def r_wg(items: np.ndarray, school: np.ndarray, null: float, *, least: int = LEAST_IN_SCHOOL) -> Within:
    """r_wg(j) of persons × items in every school against the variance ``null`` of answers given at random.

    With the mean variance s² of the J items: J(1 − s²/null) / (J(1 − s²/null) + s²/null), 0 where s² exceeds null.
    R: ``multilevel::rwg.j(x, school, ranvar = null)``, for one item ``rwg()``

    >>> r_wg(np.array([[3.0], [3], [4], [3], [4], [3]]), np.zeros(6), 2.0).values
    (0.8666666666666667,)
    """
    items = complete(items)
    codes, _ = school_codes(np.asarray(school))
    variance = _within(items, codes, np.bincount(codes), least)
    return _r_wg(variance, items.shape[1], null, "r_wg(j)", len(items))


def _school_means(values: np.ndarray, codes: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    return np.bincount(codes, values, minlength=len(sizes)) / sizes


def _variance_analysis(y: np.ndarray, codes: np.ndarray, count: int, confidence: float) -> tuple[Estimate, ...]:
    """ICC(1), ICC(2) and F. Limits from those of F: exact for schools of one size, close otherwise."""
    from scipy.special import fdtrc, fdtri

    n, methods = len(y), ("ICC(1), analysis of variance", "ICC(2), analysis of variance", "F of schools")
    if count < 2 or n <= count:
        refused = "few_schools" if count < 2 else "few_in_school"
        return tuple(Estimate(method=method, n=n, n_schools=count, refused=refused) for method in methods)
    sizes = np.bincount(codes)
    means = _school_means(y, codes, sizes)
    between = float((sizes * (means - y.mean()) ** 2).sum()) / (count - 1)
    within = float(((y - means[codes]) ** 2).sum()) / (n - count)
    if not between > 1e-14 * max(1.0, float(np.abs(y).max()) ** 2):
        return tuple(Estimate(method=method, n=n, n_schools=count, refused="no_spread") for method in methods)
    size = n / count
    tail = (1 - confidence) / 2
    first, second = between - within, between + (size - 1) * within
    low1 = high1 = low2 = high2 = p = f = None
    if within > 1e-14 * between:
        f = between / within
        p = float(fdtrc(count - 1, n - count, f))
        low, high = (f / float(fdtri(count - 1, n - count, share)) for share in (1 - tail, tail))
        low1, high1, low2, high2 = (
            (low - 1) / (low + size - 1),
            (high - 1) / (high + size - 1),
            1 - 1 / low,
            1 - 1 / high,
        )

    def form(method, value, low, high, **more):
        return Estimate(estimate=value, ci_low=low, ci_high=high, method=method, n=n, n_schools=count, **more)

    return (
        form(methods[0], first / second, low1, high1),
        form(methods[1], first / between, low2, high2),
        form(methods[2], f, None, None, p=p, df=float(n - count), refused="" if f is not None else "no_spread"),
    )


def _item_icc(y: np.ndarray, school: np.ndarray, least: int, confidence: float) -> tuple[Estimate, Estimate]:
    """ICC(1) of an item by REML, and what it makes of a mean of a school of average size."""
    first = intraclass(y, school, confidence=confidence, least_schools=least)
    if first.estimate is None:
        return first, replace(first, method="ICC(2), REML")
    size = first.n / first.n_schools

    def stepped_up(share: float | None) -> float | None:
        return None if share is None else size * share / (1 + (size - 1) * share)

    second = replace(
        first, estimate=stepped_up(first.estimate), ci_low=stepped_up(first.ci_low),
        ci_high=stepped_up(first.ci_high), se=None, method="ICC(2), REML",
    )  # fmt: skip
    return first, second


def _within(items: np.ndarray, codes: np.ndarray, sizes: np.ndarray, least: int) -> np.ndarray:
    """Mean variance of the items inside every school; NaN under ``least`` persons."""
    total = np.zeros(len(sizes))
    for column in items.T:
        centred = column - _school_means(column, codes, sizes)[codes]
        total += np.bincount(codes, centred**2, minlength=len(sizes))
    kept = sizes >= max(least, 2)
    return np.where(kept, total / items.shape[1] / np.where(kept, sizes - 1, 1), np.nan)


def _r_wg(variance: np.ndarray, k: int, null: float | None, method: str, n: int) -> Within:
    if null is None:
        return Within(method=method, values=(None,) * len(variance), refused="no_null")
    share = np.minimum(variance / null, 1.0)
    return _over_schools(k * (1 - share) / (k * (1 - share) + share), method, n)


def _deviation(items: np.ndarray, codes: np.ndarray, sizes: np.ndarray, least: int) -> np.ndarray:
    total = np.zeros(len(sizes))
    for column in items.T:
        away = np.abs(column - _school_means(column, codes, sizes)[codes])
        total += np.bincount(codes, away, minlength=len(sizes)) / sizes
    return np.where(sizes >= max(least, 2), total / items.shape[1], np.nan)


def _over_schools(values: np.ndarray, method: str, n: int) -> Within:
    known = values[np.isfinite(values)]
    kept = tuple(float(value) if np.isfinite(value) else None for value in values)
    if not len(known):
        return Within(method=method, values=kept, refused="few_in_school")
    counts = {"n": n, "n_schools": len(known)}
    return Within(
        method=method, values=kept, mean=Estimate(estimate=float(known.mean()), method=f"{method}, mean", **counts),
        median=Estimate(estimate=float(np.median(known)), method=f"{method}, median", **counts),
        quarters=tuple(np.quantile(known, [0.25, 0.75]).tolist()), share_from_70=float((known >= 0.7 - 1e-12).mean()),
    )  # fmt: skip
