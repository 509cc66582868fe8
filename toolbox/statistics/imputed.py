"""One estimate out of several completed data sets: Rubin's rules with the degrees of freedom of Barnard and Rubin.

statsmodels pools with a normal p and without these degrees; the sums are fifteen lines. For covariates only: scores
that are missing are not imputed here (see :mod:`toolbox.statistics.incomplete`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from toolbox.model import Estimate
from toolbox.statistics import student

#: Fewer completed data sets than this: the spread between them is unknown.
LEAST_IMPUTATIONS = 2
#: A share of variance from missing answers under this counts as this (as mice does): the degrees stay finite.
_LEAST_SHARE = 1e-4


@dataclass(frozen=True, kw_only=True)
class Pooling:
    """The pooled estimate and where its uncertainty comes from."""

    found: Estimate
    within: float | None = None
    """Mean of the squared standard errors."""
    between: float | None = None
    """Variance of the estimates."""
    increase: float | None = None
    """Relative increase in variance due to missing answers (riv)."""
    missing_information: float | None = None
    """Fraction of missing information (fmi)."""
    n_imputations: int = 0


def pooling(
    estimates: Sequence[float], ses: Sequence[float], n: float = np.inf, k: int = 1, *, confidence: float = 0.95
) -> Pooling:
    """Pool one coefficient over completed data sets: ``estimates`` and standard errors ``ses``, one of each a set.

    ``n`` rows behind each fit and its ``k`` coefficients give the degrees a complete data set would have had
    (n − k; infinite where unknown). Refused: ``few_imputations`` under 2, ``no_spread`` where a standard error is 0.

    R: ``mice::pool.scalar(Q, U, n, k)``. Sources: Rubin 1987; Barnard & Rubin 1999.

    >>> found = pooling([1.0, 1.4, 1.2], [0.5, 0.4, 0.6], n=50, k=3)
    >>> round(found.found.estimate, 3), round(found.found.se, 4), round(found.found.df, 3), round(found.increase, 4)
    (1.2, 0.5568, 24.057, 0.2078)
    """
    values, errors = np.asarray(estimates, float), np.asarray(ses, float)
    if values.shape != errors.shape or values.ndim != 1:
        raise ValueError(f"{values.size} estimates, {errors.size} standard errors: one of each per data set.")
    if not (np.isfinite(values).all() and np.isfinite(errors).all() and (errors >= 0).all()):
        raise ValueError("Every completed data set needs a finite estimate and standard error.")
    count = values.size
    method = f"{count} completed data sets, Rubin's rules, Barnard-Rubin degrees of freedom"
    rows = 0 if not np.isfinite(n) else int(n)
    if count < LEAST_IMPUTATIONS:
        return Pooling(found=Estimate(method=method, n=rows, refused="few_imputations"), n_imputations=count)
    estimate, within, between = float(values.mean()), float((errors**2).mean()), float(values.var(ddof=1))
    if not within > 0:
        return Pooling(
            found=Estimate(estimate=estimate, method=method, n=rows, refused="no_spread"), n_imputations=count
        )
    added = (1 + 1 / count) * between
    total = within + added
    if n - k <= 0:
        return Pooling(
            found=Estimate(estimate=estimate, method=method, n=rows, refused="few_degrees"), n_imputations=count
        )
    share = max(added / total, _LEAST_SHARE)
    df = (count - 1) / share**2
    if np.isfinite(n):
        observed = (n - k + 1) / (n - k + 3) * (n - k) * (1 - share)
        df = df * observed / (df + observed)
    increase, se = added / within, total**0.5
    low, high = student.interval(estimate, se, df, confidence)
    found = Estimate(
        estimate=estimate, se=se, df=float(df), ci_low=low, ci_high=high, p=student.p_value(estimate / se, df),
        method=method, n=rows,
    )  # fmt: skip
    return Pooling(
        found=found, within=within, between=between, increase=increase,
        missing_information=(increase + 2 / (df + 3)) / (increase + 1), n_imputations=count,
    )  # fmt: skip


def pooled(
    estimates: Sequence[float], ses: Sequence[float], n: float = np.inf, k: int = 1, *, confidence: float = 0.95
) -> Estimate:
    """The pooled estimate alone; see :func:`pooling`.

    >>> pooled([1.0], [0.5]).refused
    'few_imputations'
    """
    return pooling(estimates, ses, n, k, confidence=confidence).found
