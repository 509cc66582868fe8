"""The interval of a mean, narrower when a good part of those invited answered."""

from __future__ import annotations

import numpy as np

from toolbox.model import Estimate
from toolbox.statistics import student
from toolbox.statistics.decision import LEAST_FOR_INTERVAL


def mean_interval(values: np.ndarray, invited: int | None = None, *, confidence: float = 0.95) -> Estimate:
    """Mean of ``values`` with its t interval; for a statement about this group now, not about change.

    With ``invited`` known the interval shrinks by sqrt(1 − n/invited). Fewer than 10 answers: mean only.
    R: ``mean(x) + c(-1, 1) * qt(.975, n - 1) * sd(x) / sqrt(n) * sqrt(1 - n / N)``

    >>> found = mean_interval([3, 4, 4, 5, 2, 3, 4, 4, 3, 5], invited=20)
    >>> found.estimate, round(found.ci_low, 3), round(found.ci_high, 3)
    (3.7, 3.22, 4.18)
    """
    values = np.asarray(values, float)
    sd = float(values.std(ddof=1)) if values.size > 1 else None
    return mean_interval_of(values.size, float(values.mean()) if values.size else None, sd, invited, confidence)


def mean_interval_of(
    n: int, mean: float | None, sd: float | None, invited: int | None = None, confidence: float = 0.95
) -> Estimate:
    """The same from n, mean and SD (n − 1), for those who have summed a million answers already.

    >>> mean_interval_of(6, 3.5, 1.0).refused
    'few_persons'
    >>> mean_interval_of(24, 3.5, 1.0, invited=24).refused
    'all_answered'
    """
    counts = {"method": "mean, t interval", "n": int(n)}
    if n == 0 or mean is None:
        return Estimate(refused="no_answers", **counts)
    if n < LEAST_FOR_INTERVAL or sd is None:
        return Estimate(estimate=float(mean), refused="few_persons", **counts)
    share, flags = 0.0, ()
    if invited is not None and invited < n:
        flags = ("more_than_invited",)
    elif invited is not None:
        share, flags = n / invited, ("finite_population",)
    if share >= 1:
        return Estimate(estimate=float(mean), refused="all_answered", flags=flags, **counts)
    if not sd > 0:
        return Estimate(estimate=float(mean), refused="no_spread", flags=flags, **counts)
    se = sd / n**0.5 * (1 - share) ** 0.5
    low, high = student.interval(float(mean), se, n - 1, confidence)
    return Estimate(estimate=float(mean), se=se, df=n - 1.0, ci_low=low, ci_high=high, flags=flags, **counts)
