"""How the differences are spread: shown to researchers, and never a switch between methods."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from toolbox.model import Estimate
from toolbox.statistics import student
from toolbox.statistics.cluster_robust import school_codes
from toolbox.statistics.columns import numbers

#: Shapiro-Wilk is shown for this many differences.
SHAPIRO_PAIRS = (8, 5000)
#: R's ``mad``: makes the median absolute deviation the standard deviation where differences are normal.
MAD_FACTOR = 1.4826
#: A difference this many of them from the median is called an outlier.
OUTLIER_MADS = 3


@dataclass(frozen=True, kw_only=True)
class Assumptions:
    """The panel of one paired change."""

    n: int
    shapiro: Estimate
    """W, and p of normal differences."""
    skewness: float | None
    """g1 = m3 / m2^1.5; positive: a long tail of gains."""
    skewness_adjusted: float | None
    """G1 = g1 √(n(n − 1)) / (n − 2), as SPSS and Excel print it."""
    kurtosis: float | None
    """g2 = m4 / m2² − 3; 0 for a normal distribution."""
    outliers: int
    """Differences more than 3 MAD from the median."""
    pitman_morgan: Estimate
    """Correlation of difference and sum; positive: the spread grew; p of equal variances before and after."""
    refused: str = ""


def assumptions(before: np.ndarray, after: np.ndarray) -> Assumptions:
    """The panel for the same persons (same order in both arrays): normality, shape, outliers, equal variances.

    R: ``shapiro.test(d)``; ``mean(z^3) / mean(z^2)^1.5``; ``sum(abs(d - median(d)) > 3 * mad(d))``;
    ``cor.test(after - before, after + before)``.
    Refused: ``few_pairs`` under 3; ``no_spread`` where all changed alike; Shapiro-Wilk ``few_pairs`` under 8,
    ``beyond_shapiro`` above 5,000.

    >>> found = assumptions([2, 3, 2, 4, 3, 2, 3, 4], [3, 3, 2, 5, 3, 4, 3, 4])
    >>> round(found.shapiro.estimate, 3), round(found.skewness, 3), found.outliers
    (0.724, 1.061, 3)
    """
    before, after = numbers(before, after)
    change = after - before
    n = change.size
    off = change - change.mean() if n else change
    second = float((off**2).mean()) if n else 0.0
    reason = "few_pairs" if n < 3 else "no_spread" if second <= 1e-20 * max(1.0, float((change**2).max())) else ""
    if reason:
        nothing = Estimate(n=n, refused=reason)
        return Assumptions(
            n=n, shapiro=nothing, skewness=None, skewness_adjusted=None, kurtosis=None, outliers=0,
            pitman_morgan=nothing, refused=reason,
        )  # fmt: skip
    skewness = float((off**3).mean()) / second**1.5
    apart = np.abs(change - np.median(change))
    # The allowance keeps differences that are equal but for floating-point noise on one side.
    limit = OUTLIER_MADS * MAD_FACTOR * float(np.median(apart)) + 1e-9 * float(apart.max())
    return Assumptions(
        n=n,
        shapiro=_shapiro(change),
        skewness=skewness,
        skewness_adjusted=skewness * (n * (n - 1)) ** 0.5 / (n - 2),
        kurtosis=float((off**4).mean()) / second**2 - 3,
        outliers=int((apart > limit).sum()),
        pitman_morgan=_pitman_morgan(before, after),
    )


def _shapiro(change: np.ndarray) -> Estimate:
    counts = {"method": "Shapiro-Wilk", "n": change.size}
    if not SHAPIRO_PAIRS[0] <= change.size <= SHAPIRO_PAIRS[1]:
        return Estimate(refused="few_pairs" if change.size < SHAPIRO_PAIRS[0] else "beyond_shapiro", **counts)
    from scipy.stats import shapiro

    found = shapiro(change)
    return Estimate(estimate=float(found.statistic), p=float(found.pvalue), **counts)


def _pitman_morgan(before: np.ndarray, after: np.ndarray) -> Estimate:
    counts = {"method": "Pitman-Morgan: correlation of difference and sum", "n": before.size}
    change, total = after - before, after + before
    change, total = change - change.mean(), total - total.mean()
    scale = float((change**2).sum() * (total**2).sum()) ** 0.5
    if scale <= 1e-12:
        return Estimate(refused="no_spread", **counts)
    r, df = float((change * total).sum()) / scale, before.size - 2
    if abs(r) >= 1 - 1e-12:
        return Estimate(estimate=r, df=float(df), refused="no_spread", **counts)
    return Estimate(estimate=r, df=float(df), p=student.p_value(r * (df / (1 - r * r)) ** 0.5, df), **counts)


def brown_forsythe(values: np.ndarray, group: np.ndarray) -> Estimate:
    """F of equal spread in k groups: analysis of variance of the distances from each group's median.

    ``estimate`` is F with k − 1 and ``df`` = n − k degrees of freedom. Persons only, schools are not regarded.
    R: ``z <- abs(y - ave(y, g, FUN = median)); anova(lm(z ~ factor(g)))``.
    Refused: ``one_group``; ``few_persons`` (no more persons than groups); ``no_spread``.

    >>> found = brown_forsythe([1, 2, 3, 4, 1, 5, 9, 13], ["a"] * 4 + ["b"] * 4)
    >>> round(found.estimate, 3), found.df
    (6.353, 6.0)
    """
    from scipy.special import fdtrc

    (values,) = numbers(values)
    group = np.asarray(group)
    if group.shape != values.shape:
        raise ValueError(f"{values.size} values, {group.size} groups: every row belongs to one group.")
    codes, k = school_codes(group) if values.size else (group, 0)
    n = values.size
    counts = {"method": f"Brown-Forsythe, {k} groups", "n": n, "flags": ("no_school_clustering",)}
    if k < 2:
        return Estimate(refused="one_group", **counts)
    if n <= k:
        return Estimate(refused="few_persons", **counts)
    away = np.abs(values - np.array([np.median(values[codes == one]) for one in range(k)])[codes])
    sizes = np.bincount(codes)
    means = np.bincount(codes, away) / sizes
    within = float(((away - means[codes]) ** 2).sum())
    between = float((sizes * (means - away.mean()) ** 2).sum())
    if within <= 1e-20 * max(1.0, float((away**2).sum())):
        return Estimate(refused="no_spread", **counts)
    found = between / (k - 1) / (within / (n - k))
    return Estimate(estimate=found, df=float(n - k), p=float(fdtrc(k - 1, n - k, found)), **counts)
