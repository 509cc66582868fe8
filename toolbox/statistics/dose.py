"""Did those rise more whose schools got more mentoring? An association: schools chose their hours.

Among the mentored only. Positive: more hours go with a higher score after, among persons who started alike.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from toolbox.model import Estimate
from toolbox.statistics import student
from toolbox.statistics.cluster_robust import Fit, estimate_of, fit, school_codes
from toolbox.statistics.group_effect import plain

#: Fewer mentored persons, or schools, than this: no association is shown.
LEAST_WITH_HOURS, LEAST_SCHOOLS_WITH_HOURS = 30, 8


@dataclass(frozen=True, kw_only=True)
class Third:
    """A third of the persons by hours: ``low`` to ``high``, both included, and their mean change."""

    low: float
    high: float
    n_schools: int
    change: Estimate


@dataclass(frozen=True, kw_only=True)
class Dose:
    """What goes with an hour more."""

    slope: Estimate
    """Points of ``after`` per hour, at the same score before."""
    quadratic: Estimate
    """Points per squared hour beside the straight line; p small: a straight line does not describe it."""
    spearman: Estimate
    """Rank correlation of hours and change (−1..1); its p knows no schools."""
    thirds: tuple[Third, ...]


def dose_response(
    before: np.ndarray,
    after: np.ndarray,
    hours: np.ndarray,
    school: np.ndarray | None = None,
    hub: np.ndarray | None = None,
    *,
    confidence: float = 0.95,
) -> Dose:
    """Score after on score before and hours (and hub), CR2 by school; a bend; rank correlation; means of thirds.

    With ``school`` refused as a whole under 30 persons or 8 schools, or where all have the same hours; the rank
    correlation then has no p. Without ``school``: least squares of persons, nothing refused.
    R: ``m <- lm(after ~ before + hours); coef_test(m, vcov = "CR2", cluster = school)``; ``lm(after ~ before + hours
    + I(hours^2))``; ``cor.test(hours, after - before, method = "spearman", exact = FALSE)``.

    >>> hours, before = np.arange(8.0), np.array([2.0, 3, 2, 3, 2, 3, 2, 3])
    >>> found = dose_response(before, before + [0, 0.2, 0.1, 0.3, 0.5, 0.4, 0.6, 0.9], hours)
    >>> round(found.slope.estimate, 4), round(found.spearman.estimate, 4), [third.change.n for third in found.thirds]
    (0.11, 0.9524, [3, 2, 3])
    """
    before, after, hours = (np.asarray(column, float) for column in (before, after, hours))
    if not before.shape == after.shape == hours.shape or (school is not None and len(school) != len(before)):
        raise ValueError(f"{before.size} before, {after.size} after, {hours.size} hours: one of each per person.")
    if not all(np.isfinite(column).all() for column in (before, after, hours)):
        raise ValueError("A value is missing: leave incomplete rows out before looking at hours.")
    codes, count = (None, 0) if school is None else school_codes(np.asarray(school))
    reason = _refused(hours, count, codes is not None)
    if reason:
        nothing = Estimate(method="association with hours", n=before.size, n_schools=count, refused=reason)
        return Dose(slope=nothing, quadratic=nothing, spearman=nothing, thirds=())
    columns = [np.ones(len(before)), hours - hours.mean(), before - before.mean()]
    if hub is not None:
        of_hub, hubs = school_codes(np.asarray(hub))
        columns += [(of_hub == place).astype(float) for place in range(1, hubs)]
    straight = np.column_stack(columns)
    # Centred before squaring: the coefficient of the square stays, and the columns stay apart.
    bent = np.column_stack([straight, (hours - hours.mean()) ** 2])
    return Dose(
        slope=_coefficient(after, straight, codes, 1, "association with hours", confidence),
        quadratic=_coefficient(after, bent, codes, bent.shape[1] - 1, "bend in the association", confidence),
        spearman=rank_correlation(hours, after - before, codes),
        thirds=_thirds(hours, after - before, codes),
    )


def _refused(hours: np.ndarray, n_schools: int, by_school: bool) -> str:
    if not hours.size:
        return "no_answers"
    if by_school and hours.size < LEAST_WITH_HOURS:
        return "few_persons"
    if by_school and n_schools < LEAST_SCHOOLS_WITH_HOURS:
        return "few_schools"
    return "same_hours" if np.ptp(hours) <= 1e-12 * max(1.0, float(np.abs(hours).max())) else ""


def _coefficient(y, design, codes, at, name, confidence) -> Estimate:
    contrast = np.zeros(design.shape[1])
    contrast[at] = 1.0
    fitted: Fit | None = fit(y, design, np.arange(len(y)) if codes is None else codes)
    counts = {"n": len(y), "n_schools": 0 if codes is None else int(codes.max()) + 1}
    if fitted is None:
        return Estimate(method=name, refused="collinear", **counts)
    if codes is None:
        return replace(plain(fitted, contrast, confidence=confidence), method=f"{name}, least squares")
    method = f"{name}, CR2 by school, Satterthwaite degrees of freedom"
    return estimate_of(fitted, contrast, confidence=confidence, method=method)


def rank_correlation(hours: np.ndarray, change: np.ndarray, codes: np.ndarray | None = None) -> Estimate:
    """Spearman's correlation of mid-ranks (−1..1), p by t with n − 2 degrees; with schools (``codes``) no p.

    R: ``cor.test(hours, change, method = "spearman", exact = FALSE)``

    >>> found = rank_correlation(np.array([1.0, 2, 2, 4, 5]), np.array([0.0, 0.5, 0.2, 0.2, 1]))
    >>> round(found.estimate, 4), round(found.p, 4)
    (0.7632, 0.1333)
    """
    n, schools = len(hours), 0 if codes is None else int(codes.max()) + 1
    counts = {"method": "Spearman's rank correlation of hours and change", "n": n, "n_schools": schools}
    if n < 3 or not np.ptp(change) > 0 or not np.ptp(hours) > 0:
        return Estimate(refused="no_spread", **counts)
    found = float(np.corrcoef(_ranks(hours), _ranks(change))[0, 1])
    if codes is not None:
        return Estimate(estimate=found, refused="description", **counts)
    left = 1 - found * found
    p = student.p_value(found * ((n - 2) / left) ** 0.5, n - 2) if left > 1e-15 else 0.0
    return Estimate(estimate=found, df=n - 2.0, p=p, flags=("no_school_clustering",), **counts)


def _ranks(values: np.ndarray) -> np.ndarray:
    """Ranks from 1, ties share their middle."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts - 1) / 2)[place]


def _thirds(hours: np.ndarray, change: np.ndarray, codes: np.ndarray | None) -> tuple[Third, ...]:
    """Cut at the terciles of the persons; equal hours stay together, so thirds may be uneven or fewer."""
    edges = np.quantile(hours, [1 / 3, 2 / 3])
    part = np.searchsorted(edges, hours, side="left")
    found = []
    for place in np.unique(part):
        inside = part == place
        schools = 0 if codes is None else len(np.unique(codes[inside]))
        mean = Estimate(estimate=float(change[inside].mean()), method="mean change", n=int(inside.sum()),
                        n_schools=schools, refused="description")  # fmt: skip
        low, high = float(hours[inside].min()), float(hours[inside].max())
        found.append(Third(low=low, high=high, n_schools=schools, change=mean))
    return tuple(found)
