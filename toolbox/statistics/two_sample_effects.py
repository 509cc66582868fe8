"""The difference of two samples in units of their pooled spread. Positive: the second sample stands higher."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from toolbox.model import Estimate
from toolbox.statistics import student
from toolbox.statistics.cluster_robust import cr2_means, school_codes
from toolbox.statistics.decision import LEAST_FOR_INTERVAL, one_group
from toolbox.statistics.effect_sizes import too_narrow


@dataclass(frozen=True, kw_only=True)
class TwoSampleEffects:
    """The standardised difference: d, and g with either correction for small samples."""

    d: Estimate
    g: Estimate
    """Corrected by omega = 1 − 3 / (4N − 9) (What Works Clearinghouse); the one reported."""
    g_exact: Estimate
    """Corrected by the exact J(N − 2) (effectsize)."""


def independent_effect(
    before: np.ndarray,
    after: np.ndarray,
    school_before: np.ndarray | None = None,
    school_after: np.ndarray | None = None,
    *,
    scale: tuple[float, float] | None = None,
    confidence: float = 0.95,
    institutional: bool = False,
) -> Estimate:
    """Hedges' g of two samples over their pooled spread, after − before; omega = 1 − 3 / (4N − 9).

    Interval: noncentral t limits of d times omega; from 4 schools on the difference's part is CR2's, of the regression
    on the round, and the unit's that of the persons (:func:`toolbox.statistics.student.ratio_limits`). The standard error is the large-sample one of What Works
    Clearinghouse without schools. Refusals as for :func:`paired_effect`.
    R: ``effectsize::cohens_d(after, before, pooled_sd = TRUE)``, estimate and limits times omega.

    >>> found = independent_effect([1, 2, 3, 4, 2, 3], [2, 4, 5, 5, 3, 4])
    >>> round(found.estimate, 3), round(found.se, 3)
    (1.108, 0.579)
    """
    before, after = np.asarray(before, float), np.asarray(after, float)
    schools = None
    if school_before is not None and school_after is not None:
        schools = np.concatenate([np.asarray(school_before), np.asarray(school_after)])
    count = None if schools is None else school_codes(schools)[1]
    first, second = before.size, after.size
    n = first + second
    branch = one_group(min(first, second), count, institutional=institutional)
    counts = {"method": "Hedges' g, pooled spread", "n": n, "n_schools": count or 0}
    least = LEAST_FOR_INTERVAL if institutional else 2
    if not branch.interval or min(first, second) < least:
        few = "few_persons" if branch.name == "counts" else branch.refused
        return Estimate(refused=few or "few_persons", **counts)
    reason = too_narrow(before, after, scale)
    if reason:
        return Estimate(refused=reason, **counts)
    found = two_sample_effects(before, after, schools if branch.clustered else None, confidence=confidence)
    if found is None:
        return Estimate(refused="no_spread", **counts)
    flags = tuple(flag for flag in branch.flags if flag == "these_persons_only")
    return replace(found.g, n_schools=count or 0, flags=flags)


def two_sample_effects(
    before: np.ndarray, after: np.ndarray, schools: np.ndarray | None = None, *, confidence: float = 0.95
) -> TwoSampleEffects | None:
    """d and g without refusals for small numbers. ``schools``: labels of all of ``before``, then all of ``after``.

    R: ``effectsize::cohens_d(after, before, pooled_sd = TRUE)``, ``hedges_g`` for ``g_exact``. None without spread.

    >>> found = two_sample_effects(np.array([1.0, 2, 3, 4, 2, 3]), np.array([2.0, 4, 5, 5, 3, 4]))
    >>> round(found.d.estimate, 3), round(found.g.estimate, 3), round(found.g_exact.estimate, 3)
    (1.201, 1.108, 1.108)
    """
    first, second = before.size, after.size
    n = first + second
    pooled = float((((first - 1) * before.var(ddof=1) + (second - 1) * after.var(ddof=1)) / (n - 2)) ** 0.5)
    if pooled <= 1e-12:
        return None
    d = float(after.mean() - before.mean()) / pooled
    if schools is None:
        unit, df, how = (1 / first + 1 / second) ** 0.5, n - 2.0, ""
        se = (unit**2 + d * d / (2 * n)) ** 0.5
        limits = tuple(end * unit for end in student.noncentral_limits(d / unit, df, confidence))
    else:
        later = np.repeat([0, 1], [first, second])
        clustered = cr2_means(np.concatenate([before, after]), schools, later, confidence=confidence, least_df=0)
        if clustered.se is None or clustered.df is None:
            return None
        se, df, how = clustered.se / pooled, clustered.df, ", CR2 by school"
        limits = student.ratio_limits(
            clustered.estimate, clustered.ci_low, clustered.ci_high, pooled, n - 2, confidence
        )

    def form(name: str, factor: float) -> Estimate:
        low, high = student.bounded(limits, factor)
        return Estimate(
            estimate=factor * d, se=factor * se, df=df, ci_low=low, ci_high=high,
            method=f"{name}, pooled spread{how}", n=n,
        )  # fmt: skip

    return TwoSampleEffects(
        d=form("Cohen's d", 1.0),
        g=form("Hedges' g", 1 - 3 / (4 * n - 9)),
        g_exact=form("Hedges' g, exact correction", student.small_sample_factor(n - 2)),
    )
