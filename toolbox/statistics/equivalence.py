"""Whether a change is smaller than what matters: two one-sided tests on any estimate with a standard error.

An interval around 0 that is wide shows nothing; one inside the margin rules a change of that size out. The margin is
decided before looking.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from toolbox.model import Estimate
from toolbox.statistics import student


@dataclass(frozen=True, kw_only=True)
class Equivalence:
    """Two one-sided tests against a margin, in the units of the estimate."""

    found: Estimate
    """The estimate with its 90 % interval (1 − 2 alpha) and the larger of the two p."""
    margin: tuple[float, float] | None = None
    t_lower: float | None = None
    p_lower: float | None = None
    """Against "at or below the lower margin"."""
    t_upper: float | None = None
    p_upper: float | None = None
    """Against "at or above the upper margin"."""
    ruled_out: bool | None = None
    """True: a change as large as the margin is ruled out. False: it is not; nothing else is shown by that."""


def equivalence(estimate: Estimate, margin: float | tuple[float, float] | None, *, alpha: float = 0.05) -> Equivalence:
    """Test ``estimate`` (its se and df, clustered where they are) against ± ``margin`` or (lowest, highest) margin.

    df None counts as infinite (normal). Refused: ``no_margin`` where none was declared, ``no_standard_error`` where
    the estimate has none (or the reason it was refused for), and its own refusal of p (``few_degrees``,
    ``few_schools``) holds here too: then the interval is shown and no p.

    R: ``t.test(d, mu = -eps, alternative = "greater"); t.test(d, mu = eps, alternative = "less")``.
    Source: Schuirmann 1987; Lakens 2017.

    >>> found = equivalence(Estimate(estimate=0.05, se=0.06, df=20, p=0.4), 0.2)
    >>> round(found.p_lower, 5), round(found.p_upper, 5), round(found.found.ci_high, 4), found.ruled_out
    (0.00024, 0.01062, 0.1535, True)
    """
    from scipy.special import stdtr

    method = "equivalence, two one-sided tests" + (f" on: {estimate.method}" if estimate.method else "")
    if margin is None:
        return Equivalence(found=_without(estimate, method, "no_margin"))
    low, high = (-margin, margin) if np.ndim(margin) == 0 else (float(end) for end in margin)
    if not (np.isfinite(low) and np.isfinite(high) and low < high):
        raise ValueError(f"A margin has a lower and a higher end, found {low:g} and {high:g}.")
    ends = (float(low), float(high))
    if estimate.estimate is None or estimate.se is None:
        return Equivalence(found=_without(estimate, method, estimate.refused or "no_standard_error"), margin=ends)
    df = np.inf if estimate.df is None else estimate.df
    ci_low, ci_high = student.interval(estimate.estimate, estimate.se, df, 1 - 2 * alpha)
    found = replace(estimate, ci_low=ci_low, ci_high=ci_high, p=None, method=method)
    if estimate.refused:
        return Equivalence(found=found, margin=ends)
    t_lower, t_upper = ((estimate.estimate - end) / estimate.se for end in ends)
    p_lower, p_upper = float(stdtr(df, -t_lower)), float(stdtr(df, t_upper))
    return Equivalence(
        found=replace(found, p=max(p_lower, p_upper)),
        margin=ends,
        t_lower=t_lower,
        p_lower=p_lower,
        t_upper=t_upper,
        p_upper=p_upper,
        ruled_out=max(p_lower, p_upper) < alpha,
    )


def _without(estimate: Estimate, method: str, refused: str) -> Estimate:
    return Estimate(
        estimate=estimate.estimate, method=method, n=estimate.n, n_schools=estimate.n_schools, flags=estimate.flags,
        refused=refused,
    )  # fmt: skip
