"""Two groups of which only number, mean and standard deviation are known: a school beside what others published."""

from __future__ import annotations

from toolbox.model import Estimate
from toolbox.statistics import student
from toolbox.statistics.decision import LEAST_FOR_INTERVAL

METHOD = "difference of two means, Welch, from number, mean and standard deviation"


def summary_difference(
    mean: float,
    sd: float | None,
    n: int | None,
    other_mean: float,
    other_sd: float | None,
    other_n: int | None,
    *,
    confidence: float = 0.95,
) -> Estimate:
    """``mean`` − ``other_mean`` with Welch's interval; positive: the first stands higher.

    ``sd``: standard deviations of persons (n − 1), in points; ``n``: persons. No finite-population correction: two
    groups are compared. Refused, with the difference: ``few_persons`` (either n under 10), ``summary_only`` (a number or
    a standard deviation is not known), ``no_spread`` (both are 0).
    Source: Welch 1947. R: ``t.test(x, y)`` of any two samples with these numbers; for 3.4 (SD 0.8, n 24) and 3.1 (0.9, 420)
    it gives se 0.169101, df 26.4395, -0.047312..0.647312.

    >>> found = summary_difference(3.4, 0.8, 24, 3.1, 0.9, 420)
    >>> round(found.estimate, 6), round(found.se, 6), round(found.df, 3), round(found.ci_low, 4), round(found.ci_high, 4)
    (0.3, 0.169101, 26.439, -0.0473, 0.6473)
    >>> summary_difference(3.4, 0.8, 24, 3.1, None, 420).refused
    'summary_only'
    """
    known = {"estimate": mean - other_mean, "method": METHOD, "n": (n or 0) + (other_n or 0)}
    if None in (sd, n, other_sd, other_n):
        return Estimate(refused="summary_only", **known)
    if min(n, other_n) < LEAST_FOR_INTERVAL:
        return Estimate(refused="few_persons", **known)
    parts = (sd * sd / n, other_sd * other_sd / other_n)
    se = sum(parts) ** 0.5
    if not se > 0:
        return Estimate(refused="no_spread", **known)
    df = se**4 / (parts[0] ** 2 / (n - 1) + parts[1] ** 2 / (other_n - 1))
    low, high = student.interval(known["estimate"], se, df, confidence)
    return Estimate(se=se, df=df, ci_low=low, ci_high=high, **known)
