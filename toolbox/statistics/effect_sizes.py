"""Change in units of spread, with the standardiser named.

g_av is the headline: the change over the average spread of the two rounds, comparable across studies. The
others are for meta-analysts and for planning: d_z divides by the spread of the changes, d_rm corrects it for
the correlation, d_b divides by the spread before. Positive is growth throughout.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from toolbox.model import Estimate
from toolbox.statistics import student
from toolbox.statistics.cluster_robust import cr2_means, school_codes
from toolbox.statistics.decision import LEAST_FOR_INTERVAL, one_group
from toolbox.statistics.shares import ends

#: Below this share of the scale's width the spread before is too small to be a unit.
LEAST_SPREAD = 0.15


@dataclass(frozen=True, kw_only=True)
class PairedEffects:
    """Every standardised form of one paired change; None where a spread is zero."""

    n: int
    r: float
    d_z: Estimate
    g_z: Estimate
    d_av: Estimate
    g_av: Estimate
    d_rm: float
    d_b: float
    g_b: float
    """Becker's: over the spread before, corrected with n − 1."""
    g_z_variance: float
    """Large-sample variance of g_z (metafor's SMCC)."""
    g_after: float
    """Over the spread after, corrected with n − 1, and its variance (metafor's SMCRH with the later round first)."""
    g_after_variance: float


def paired_effect(
    before: np.ndarray,
    after: np.ndarray,
    school: np.ndarray | None = None,
    *,
    scale: tuple[float, float] | None = None,
    confidence: float = 0.95,
    institutional: bool = False,
) -> Estimate:
    """g_av of the same persons, with the interval of Algina and Keselman (not multiplied by J).

    From 4 schools on the change's part of the interval is CR2's and the unit's that of the persons
    (:func:`toolbox.statistics.student.ratio_limits`). ``scale`` is (lowest,
    highest possible score): with it g_av is refused where 15 % or more stand at the top in either round, or the
    spread before is under 0.15 of the width. Sources: Algina & Keselman 2003; Cumming 2012.

    R: ``s <- sqrt((var(before) + var(after)) / 2); v <- 2 * (n - 1) / (1 + cor(before, after)^2); J(v) * mean(d) / s``

    >>> found = paired_effect([2, 3, 2, 4, 3, 2], [3, 4, 4, 4, 3, 3])
    >>> round(found.estimate, 3), round(found.ci_low, 3), round(found.ci_high, 3)
    (1.087, 0.039, 2.294)
    """
    before, after = np.asarray(before, float), np.asarray(after, float)
    count = None if school is None else school_codes(np.asarray(school))[1]
    branch = one_group(before.size, count, institutional=institutional)
    counts = {"method": "g_av, Algina-Keselman interval", "n": before.size, "n_schools": count or 0}
    # A rating a school states about itself identifies nobody, but six of them are no more a unit than six persons are.
    least = LEAST_FOR_INTERVAL if institutional else 3
    if not branch.interval or before.size < least:
        return Estimate(refused=branch.refused or "few_pairs", **counts)
    reason = too_narrow(before, after, scale)
    if reason:
        return Estimate(refused=reason, **counts)
    found = paired_effects(before, after, school if branch.clustered else None, confidence=confidence)
    if found is None:
        return Estimate(refused="no_spread", **counts)
    flags = tuple(flag for flag in branch.flags if flag == "these_persons_only")
    return replace(found.g_av, n_schools=count or 0, flags=flags)


def too_narrow(before: np.ndarray, after: np.ndarray, scale: tuple[float, float] | None) -> str:
    """Why the spread on a scale from (lowest) to (highest) is no unit to measure a change in; "" where it is."""
    if scale is None:
        return ""
    if any("ceiling" in ends(values, *scale).flags for values in (before, after)):
        return "ceiling"
    if before.std(ddof=1) < LEAST_SPREAD * (scale[1] - scale[0]):
        return "narrow_before"
    return ""


def paired_effects(
    before: np.ndarray, after: np.ndarray, school: np.ndarray | None = None, *, confidence: float = 0.95
) -> PairedEffects | None:
    """Every form at once, without refusals for small numbers: the researcher's columns. None without spread.

    d_z: noncentral t limits; g = J(n − 1) d. d_av: the same limits × s_d / s_av. With ``school`` both take the limits
    of the change from CR2 and those of the unit from its own degrees, n − 1 or 2(n − 1)/(1 + r²).
    R: effectsize ``cohens_d(after, before, paired = TRUE)`` for d_z and its interval.

    >>> found = paired_effects(np.array([2.0, 3, 2, 4, 3, 2]), np.array([3.0, 4, 4, 4, 3, 3]))
    >>> round(found.d_z.estimate, 3), round(found.d_av.estimate, 3), round(found.d_b, 3)
    (1.107, 1.199, 1.021)
    """
    change = after - before
    n, mean = change.size, float(change.mean())
    first, second, spread = (float(values.std(ddof=1)) for values in (before, after, change))
    average = ((first**2 + second**2) / 2) ** 0.5
    if min(first, second, spread) <= 1e-12:
        return None
    r = float(np.corrcoef(before, after)[0, 1])
    se, df, own = spread / n**0.5, n - 1.0, 2 * (n - 1) / (1 + r * r)
    plain, better = student.small_sample_factor(n - 1), student.small_sample_factor(own)
    if school is None:
        ends = student.noncentral_limits(mean / se, df, confidence)
        of_change, of_average = (tuple(end * se / unit for end in ends) for unit in (spread, average))
        how = ("noncentral t limits", "Algina-Keselman interval")
    else:
        clustered = cr2_means(change, np.asarray(school), confidence=confidence, least_df=0)
        if clustered.se is None or clustered.df is None:
            return None
        se, df, reach = clustered.se, clustered.df, (clustered.ci_low, clustered.ci_high)
        of_change = student.ratio_limits(mean, *reach, spread, n - 1, confidence)
        of_average = student.ratio_limits(mean, *reach, average, own, confidence)
        how = ("interval by CR2 and the unit's spread",) * 2

    def form(name: str, limits: tuple[float, float], unit: float, factor: float = 1.0) -> Estimate:
        low, high = student.bounded(limits, factor)
        return Estimate(estimate=factor * mean / unit, se=se / unit, df=df, ci_low=low, ci_high=high, method=name, n=n)

    return PairedEffects(
        n=n,
        r=r,
        d_z=form(f"d_z, {how[0]}", of_change, spread),
        g_z=form(f"g_z, {how[0]}", of_change, spread, plain),
        d_av=form(f"d_av, {how[1]}", of_average, average),
        # The limits are those of d_av: a g's interval times J would leave out the truth too often.
        g_av=replace(form(f"g_av, {how[1]}", of_average, average), estimate=better * mean / average),
        d_rm=mean / spread * (2 * (1 - r)) ** 0.5,
        d_b=mean / first,
        g_b=plain * mean / first,
        g_z_variance=1 / n + (plain * mean / spread) ** 2 / (2 * n),
        g_after=plain * mean / second,
        g_after_variance=plain**2 * ((spread / second) ** 2 + (plain * mean / second) ** 2 / 2) / (n - 1),
    )
