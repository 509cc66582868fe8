"""A Bayesian view of one change, off unless asked for: how likely growth is after these answers, and the Bayes factor.

The posterior takes a standard error as it is: a clustered one gives a clustered posterior. The Bayes factor takes a t
and a number of persons and knows no schools unless it is fed a clustered t and the number that stands behind it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from toolbox.model import Estimate

#: Spread of the prior of a change, in standard deviations before: most changes of a year lie within half of one.
PRIOR_SD = 0.5
#: Width of the Cauchy prior of a standardised effect ("medium" in R's BayesFactor).
PRIOR_WIDTH = 2**0.5 / 2


@dataclass(frozen=True, kw_only=True)
class Posterior:
    """What a normal prior around no change becomes after the estimate was seen. Units of the estimate."""

    change: Estimate
    """Mean and standard deviation of the posterior; the interval is its central 95 %. It has no p."""
    above_zero: Estimate
    """Probability that the change is growth."""
    above_smallest: Estimate
    """Probability that growth is larger than the smallest that matters."""


def posterior(
    estimate: Estimate, sd_before: float, smallest: float | None = None, *, confidence: float = 0.95
) -> Posterior:
    """Prior normal around 0 with SD half of ``sd_before``; likelihood normal with the estimate and its se.

    ``smallest``: the least growth that matters, in the same units. Flags: ``few_degrees`` where fewer than 10 degrees
    of freedom make the normal too narrow. Refused: the estimate's own reason where it has no standard error, and for
    both probabilities wherever it has no p (a probability would be that p in another dress); ``no_spread`` where ``sd_before`` is 0; ``no_margin`` for the last probability without ``smallest``.

    R: ``w <- tau^2 / (tau^2 + se^2); pnorm(0, w * b, sqrt(w) * se, lower.tail = FALSE)``, tau = 0.5 * sd_before.

    >>> found = posterior(Estimate(estimate=0.3, se=0.1, df=20), 0.8, smallest=0.16)
    >>> [round(each.estimate, 4) for each in (found.change, found.above_zero, found.above_smallest)]
    [0.2824, 0.9982, 0.8964]
    """
    from scipy.special import ndtr, ndtri

    method = f"posterior, normal prior of SD {PRIOR_SD:g} × SD before"
    counts = {"method": method, "n": estimate.n, "n_schools": estimate.n_schools}
    reason = (estimate.refused or "no_standard_error") if estimate.se is None or estimate.estimate is None else ""
    if not reason and not sd_before > 0:
        reason = "no_spread"
    if reason:
        nothing = Estimate(refused=reason, **counts)
        return Posterior(change=nothing, above_zero=nothing, above_smallest=nothing)
    few = estimate.df is not None and estimate.df < 10
    flags = estimate.flags + (("few_degrees",) if few else ())
    prior = PRIOR_SD * sd_before
    weight = prior**2 / (prior**2 + estimate.se**2)
    mean, sd = weight * estimate.estimate, weight**0.5 * estimate.se
    reach = float(ndtri(0.5 + confidence / 2)) * sd

    def above(limit: float | None) -> Estimate:
        if limit is None or estimate.refused:
            return Estimate(refused=estimate.refused or "no_margin", flags=flags, **counts)
        return Estimate(estimate=float(ndtr((mean - limit) / sd)), flags=flags, **counts)

    return Posterior(
        change=Estimate(estimate=mean, se=sd, ci_low=mean - reach, ci_high=mean + reach, flags=flags, **counts),
        above_zero=above(0.0),
        above_smallest=above(smallest),
    )


@dataclass(frozen=True, kw_only=True)
class BayesFactor:
    """How much better "some effect" foretold the t than "none" did."""

    found: Estimate
    """BF10; above 1 the answers favour an effect. None where it is too large to write: then only ``log`` holds it."""
    log: float | None = None
    """Natural logarithm of BF10."""


def bayes_factor(t: float, n: int, n_second: int = 0, *, width: float = PRIOR_WIDTH) -> BayesFactor:
    """The JZS Bayes factor of a t statistic: Cauchy prior of ``width`` on the standardised effect.

    ``n`` pairs (one sample), or ``n`` and ``n_second`` persons of two groups with equal variances. One integral over
    the prior's mixing variance, on a logarithmic axis. Refused: ``too_few_persons`` under 2 pairs (or no degrees of
    freedom), ``no_spread`` where t is not finite. Flag ``no_school_clustering``.

    R: ``BayesFactor::ttestBF(x = after - before, rscale = sqrt(2) / 2)``. Source: Rouder et al. 2009.

    >>> round(bayes_factor(4.06212768338204, 10).found.estimate, 5)
    17.25888
    """
    from scipy.integrate import quad

    counts = {"method": f"JZS Bayes factor, Cauchy prior of width {width:.4f}", "n": int(n + n_second)}
    df = n + n_second - 2 if n_second else n - 1
    if df < 1:
        return BayesFactor(found=Estimate(refused="too_few_persons", **counts))
    if not math.isfinite(t):
        return BayesFactor(found=Estimate(refused="no_spread", **counts))
    if not width > 0:
        raise ValueError(f"The width of a prior is positive, found {width:g}.")
    size = n * n_second / (n + n_second) if n_second else n

    def log_density(u):
        """Log of likelihood ratio × prior of g = exp(u), with the axis' own derivative."""
        g = np.exp(u)
        grown = 1 + size * width**2 * g
        ratio = (df + 1) / 2 * (np.log1p(t * t / df) - np.log1p(t * t / (grown * df)))
        return ratio - np.log(grown) / 2 - (math.log(2 * math.pi) + u + 1 / g) / 2

    axis = np.linspace(-8, 60, 6801)
    heights = log_density(axis)
    top = int(np.argmax(heights))
    peak = float(heights[top])
    inside = axis[heights > peak - 50]
    ends = float(inside[0]), float(inside[-1])
    cuts = sorted({float(axis[top]), *np.linspace(*ends, 9)[1:-1].tolist()})
    total = quad(lambda u: math.exp(log_density(u) - peak), *ends, points=cuts, epsabs=0, epsrel=1e-11, limit=400)[0]
    log = peak + math.log(total)
    value = math.exp(log) if log < 700 else None
    return BayesFactor(
        found=Estimate(
            estimate=value,
            flags=("no_school_clustering",),
            refused="" if value is not None else "beyond_numbers",
            **counts,
        ),
        log=log,
    )
