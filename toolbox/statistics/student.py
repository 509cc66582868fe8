"""Student's distribution, central and not: quantiles, p-values, limits of a standardised effect.

scipy.special only: it loads in a tenth of the time of scipy.stats.
"""

from __future__ import annotations

import math


def p_value(t: float, df: float) -> float:
    """Two-sided p of a t statistic.

    R: ``2 * pt(-abs(t), df)``

    >>> round(p_value(4.0621, 9), 6)
    0.002833
    """
    from scipy.special import stdtr

    return float(2 * stdtr(df, -abs(t)))


def interval(estimate: float, se: float, df: float, confidence: float = 0.95) -> tuple[float, float]:
    """``estimate`` ± t(df) × ``se``.

    R: ``estimate + c(-1, 1) * qt(1 - (1 - confidence) / 2, df) * se``

    >>> [round(end, 3) for end in interval(1.58, 0.388959, 9)]
    [0.7, 2.46]
    """
    from scipy.special import stdtrit

    reach = float(stdtrit(df, 0.5 + confidence / 2)) * se
    return estimate - reach, estimate + reach


def noncentral_limits(t: float, df: float, confidence: float = 0.95) -> tuple[float, float]:
    """The noncentrality parameters between which an observed ``t`` is not surprising.

    scipy's inverse is good to 1e-5 only; two secant steps on its distribution function make it 1e-10.
    R: ``uniroot(function(nc) pt(t, df, nc) - 0.975, ...)``, and 0.025 for the upper limit.

    >>> [round(end / 10**0.5, 6) for end in noncentral_limits(4.06212768338204, 9)]
    [0.414628, 2.118017]
    """
    tail = (1 - confidence) / 2
    return _noncentrality(t, df, 1 - tail), _noncentrality(t, df, tail)


def _noncentrality(t: float, df: float, probability: float) -> float:
    from scipy.special import nctdtr, nctdtrinc

    at = float(nctdtrinc(df, probability, t))
    previous, miss_previous = at + 1e-3, float(nctdtr(df, at + 1e-3, t)) - probability
    for _ in range(6):
        miss = float(nctdtr(df, at, t)) - probability
        if miss == miss_previous or not math.isfinite(miss):
            break
        step = miss * (at - previous) / (miss - miss_previous)
        # A step this size would mean the distribution function is flat here: keep scipy's own answer.
        if abs(step) > 0.1:
            break
        previous, miss_previous = at, miss
        at -= step
        if abs(step) < 1e-12:
            break
    return at


def ratio_limits(
    estimate: float, low: float, high: float, unit: float, df: float, confidence: float = 0.95
) -> tuple[float, float]:
    """Limits of ``estimate`` / ``unit``, a spread known from ``df`` degrees, given the limits of the estimate alone.

    For a standardised change of clustered persons: the change is as uncertain as its few schools make it, its unit only
    as uncertain as its many persons do. Noncentral t, which has one degree for both, covers 98 to 99 % where it says 95
    (``benchmarks/simulation.py`` checks these limits).
    Source: Donner & Zou 2012 (method of variance estimates recovery for a ratio).
    R: ``u <- unit * sqrt(df / qchisq(c(.975, .025), df)); m <- estimate * unit; limit <- function(end, w, side)``
    ``(m + side * sqrt(m^2 - end * w * (2 * estimate - end) * (2 * unit - w))) / (w * (2 * unit - w));``
    ``limit(low, u[1 + (low >= 0)], -1); limit(high, u[1 + (high < 0)], 1)``

    >>> [round(end, 4) for end in ratio_limits(0.3, 0.1, 0.5, 0.6, 80)]
    [0.1653, 0.8523]
    """
    from scipy.special import chdtri

    # chdtri takes the upper tail: the unit's lower end comes first.
    below, above = (
        unit * (df / float(chdtri(df, tail))) ** 0.5 for tail in ((1 - confidence) / 2, (1 + confidence) / 2)
    )
    if 2 * unit <= above:
        return -math.inf, math.inf

    def limit(end: float, beside: float, side: int) -> float:
        square = (estimate * unit) ** 2 - end * beside * (2 * estimate - end) * (2 * unit - beside)
        return (estimate * unit + side * math.sqrt(max(square, 0.0))) / (beside * (2 * unit - beside))

    return limit(low, above if low >= 0 else below, -1), limit(high, below if high >= 0 else above, 1)


def bounded(limits: tuple[float, float], factor: float = 1.0) -> tuple[float, float] | tuple[None, None]:
    """Limits times ``factor``; none where they know no end: "from minus to plus infinity" is no interval to print.

    >>> bounded((0.1, 0.3), 2.0), bounded((-math.inf, math.inf))
    ((0.2, 0.6), (None, None))
    """
    low, high = limits
    return (factor * low, factor * high) if math.isfinite(low) and math.isfinite(high) else (None, None)


def small_sample_factor(df: float) -> float:
    """What turns d into g: the exact correction J for the optimism of a standardised effect.

    Source: Hedges 1981. R: ``exp(lgamma(df/2) - log(sqrt(df/2)) - lgamma((df-1)/2))``

    >>> round(small_sample_factor(9), 6)
    0.913875
    """
    return math.exp(math.lgamma(df / 2) - math.log(math.sqrt(df / 2)) - math.lgamma((df - 1) / 2))
