"""How alike persons of one school are, with an interval that is exact for schools of any sizes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from toolbox.model import Estimate
from toolbox.statistics.cluster_robust import school_codes
from toolbox.statistics.mixed.fitting import nested

#: Fewer schools than this: how much they differ cannot be said.
LEAST_SCHOOLS_OF_AN_ICC = 10


def intraclass(
    y: np.ndarray, school: np.ndarray, *, confidence: float = 0.95, least_schools: int = LEAST_SCHOOLS_OF_AN_ICC
) -> Estimate:
    """ICC(1) by REML: the share of the variance of ``y`` (n) that lies between schools (0..1).

    The interval is Wald's: the ratio of the variances is in it when the F statistic of the school means, weighted
    as that ratio asks, is not surprising. Exact for normal answers, unequal sizes and few schools alike,
    where a profile interval is right for many schools only. The standard error is the large-sample one. Flag
    "singular" where the estimate is zero. Refused (``few_schools_for_icc``) below 10 schools.

    R (lme4): ``v <- as.data.frame(VarCorr(lmer(y ~ 1 + (1 | school))))$vcov; v[1] / sum(v)``; interval by ``uniroot``
    on the weighted F. Sources: Wald 1940; Seely & El-Bassiouni 1983; with equal sizes it is Searle's 1971.

    >>> school = np.repeat(np.arange(10), 3)
    >>> found = intraclass(np.sin(school) + np.tile([0.0, 0.5, -0.5], 10), school)
    >>> round(found.estimate, 3), round(found.ci_low, 3), round(found.ci_high, 3)
    (0.614, 0.256, 0.87)
    """
    y = np.asarray(y, float)
    fit = nested(y, np.ones((len(y), 1)), school)
    counts = {"method": "intraclass correlation, REML, exact interval by F", "n": fit.n, "n_schools": fit.n_schools}
    if fit.refused or fit.n_schools < least_schools:
        return Estimate(refused=fit.refused or "few_schools_for_icc", **counts)
    between, residual = fit.variance_school, fit.variance_residual
    slope = np.array([residual, -between]) / (between + residual) ** 2
    information = fit.at.expected / residual**2
    low, high = exact_limits(y, school, confidence)
    return Estimate(
        estimate=fit.school_share, se=float(np.sqrt(2 * slope @ np.linalg.solve(information, slope))), ci_low=low,
        ci_high=high, flags=fit.flags, **counts,
    )  # fmt: skip


def design_effect(icc: Estimate) -> Estimate:
    """How many times larger schools make the variance of a mean: 1 + (mean school size − 1) × ICC, limits likewise.

    >>> found = design_effect(Estimate(estimate=0.1, ci_low=0.0, ci_high=0.3, n=240, n_schools=30))
    >>> round(found.estimate, 3), found.ci_low, round(found.ci_high, 3)
    (1.7, 1.0, 3.1)
    """
    if icc.estimate is None:
        return replace(icc, method="design effect")
    more = icc.n / icc.n_schools - 1
    at = [None if end is None else 1 + more * end for end in (icc.estimate, icc.ci_low, icc.ci_high)]
    return replace(
        icc, estimate=at[0], ci_low=at[1], ci_high=at[2], se=None if icc.se is None else more * icc.se,
        method="design effect",
    )  # fmt: skip


def exact_limits(y: np.ndarray, school: np.ndarray, confidence: float) -> tuple[float, float]:
    """Wald's limits of the share between schools; a limit below zero is zero."""
    from scipy.optimize import brentq
    from scipy.special import fdtri

    codes, count = school_codes(school)
    size = np.bincount(codes)
    mean = np.bincount(codes, y - y.mean()) / size
    freedom = len(y) - count
    within = float(np.square(y - y.mean() - mean[codes]).sum()) / freedom

    def statistic(share: float) -> float:
        weight = size / (1 - share + share * size)
        middle = weight @ mean / weight.sum()
        return (1 - share) * float(weight @ np.square(mean - middle)) / (count - 1) / within

    def limit(probability: float) -> float:
        aim = float(fdtri(count - 1, freedom, probability))
        if statistic(0.0) <= aim:
            return 0.0
        return float(brentq(lambda share: statistic(share) - aim, 0.0, 1.0, xtol=1e-14, rtol=1e-13))

    tail = (1 - confidence) / 2
    return limit(1 - tail), limit(tail)
