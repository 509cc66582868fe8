"""The difference of two groups of schools as an effect size, in units of the spread of all persons."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from toolbox.model import Estimate
from toolbox.statistics import student
from toolbox.statistics.cluster_robust import school_codes
from toolbox.statistics.decision import LEAST_SCHOOLS
from toolbox.statistics.mixed.contrasts import mixed_contrast
from toolbox.statistics.mixed.fitting import NestedFit, nested

_METHOD = "g on total variance, Hedges 2007"
#: What the formulas themselves need: a spread of schools in either group.
_LEAST = 2


@dataclass(frozen=True, kw_only=True)
class TotalVarianceEffect:
    """The effect size of the Education Endowment Foundation, and what it is made of. Positive: treated stand higher."""

    effect: Estimate = Estimate()
    """g_T: corrected and with its variance by Hedges 2007, normal interval."""
    difference: Estimate = Estimate()
    """b of the model with covariates, Kenward-Roger."""
    d: float | None = None
    """b / √(total variance of the model without any regressor), not corrected."""
    d_within: float | None = None
    """b / √(residual variance of the model with covariates)."""
    d_conditional: float | None = None
    """b / √(total variance of the model with covariates)."""
    total_sd: float | None = None
    icc: float | None = None
    """Of the model without any regressor."""
    icc_conditional: float | None = None
    design_effect: float | None = None
    """1 + (mean school size − 1) × icc."""


@dataclass(frozen=True, kw_only=True)
class WwcEffect:
    """The cluster-design effect size of What Works Clearinghouse. Positive: treated stand higher."""

    effect: Estimate = Estimate()
    """g; ``df`` is h, the effective degrees of freedom."""
    difference: float | None = None
    pooled_sd: float | None = None
    mean_size: float | None = None
    """Persons per school."""
    rho: float | None = None
    """The intraclass correlation that was assumed."""
    improvement_index: float | None = None
    """100 Φ(g) − 50: percentile points a middling untreated person would move."""


def total_variance_effect(
    y: np.ndarray,
    treated: np.ndarray,
    school: np.ndarray,
    covariates: np.ndarray | None = None,
    *,
    confidence: float = 0.95,
    least_schools: int = LEAST_SCHOOLS,
) -> TotalVarianceEffect:
    """g_T = b / √(τ² + σ² of the unconditional model): ``y`` (n), ``treated`` (0/1), ``school``, ``covariates`` (n × k).

    b is adjusted for the covariates, its unit is not: so effects of studies with other covariates compare. Refused
    (``few_schools_per_group``) with fewer than 4 schools in a group, and as :func:`nested` is.

    R: ``eefAnalytics::crtFREQ`` ("Unconditional", "Total"), or lmer twice and the formulas of Hedges 2007, eq. 15-19.

    >>> school, treated = np.repeat(np.arange(8), 4), np.repeat([0, 1], 16)
    >>> y = np.tile([1.0, 2, 3, 5], 8) + 0.5 * treated + np.repeat([0.0, 2, 5, 2, 1, 6, 2, 3], 4)
    >>> found = total_variance_effect(y, treated, school)
    >>> round(found.d, 3), round(found.effect.estimate, 3), round(found.effect.se, 3)
    (0.492, 0.464, 0.58)
    """
    y, treated = np.asarray(y, float), np.asarray(treated, float)
    counts = {"method": _METHOD, "n": len(y), "n_schools": school_codes(school)[1]}
    arms = [np.bincount(school_codes(np.asarray(school)[treated == arm])[0]) for arm in (1, 0)]
    if min(len(sizes) for sizes in arms) < max(least_schools, _LEAST):
        return TotalVarianceEffect(effect=Estimate(refused="few_schools_per_group", **counts))
    one = np.ones(len(y))
    design = np.column_stack([one, treated] if covariates is None else [one, treated, covariates])
    plain, fit = nested(y, one[:, None], school), nested(y, design, school)
    if plain.refused or fit.refused:
        return TotalVarianceEffect(effect=Estimate(refused=plain.refused or fit.refused, **counts))
    return effect_of(fit, plain, 1, *arms, confidence=confidence)


def effect_of(
    fit: NestedFit,
    plain: NestedFit,
    contrast: int,
    treated: np.ndarray,
    others: np.ndarray,
    *,
    confidence: float = 0.95,
) -> TotalVarianceEffect:
    """The same from two fits: the coefficient ``contrast`` of ``fit`` over the spread of ``plain``, which has no regressor.

    ``treated``, ``others``: how many persons every school of either group has.
    """
    from scipy.special import ndtri

    counts = {"method": _METHOD, "n": fit.n, "n_schools": fit.n_schools}
    difference = mixed_contrast(fit, contrast, confidence=confidence)
    sd, icc = sum(plain.components) ** 0.5, plain.school_share
    d = difference.estimate / sd
    g, variance = _hedges(d, icc, treated, others)
    reach = float(ndtri(0.5 + confidence / 2)) * variance**0.5
    return TotalVarianceEffect(
        effect=Estimate(estimate=g, se=variance**0.5, ci_low=g - reach, ci_high=g + reach, flags=fit.flags, **counts),
        difference=difference, d=d, d_within=difference.estimate / fit.variance_residual**0.5,
        d_conditional=difference.estimate / sum(fit.components) ** 0.5, total_sd=sd, icc=icc,
        icc_conditional=fit.school_share, design_effect=1 + (plain.n / plain.n_schools - 1) * icc,
    )  # fmt: skip


def _hedges(d: float, icc: float, *arms: np.ndarray) -> tuple[float, float]:
    """(g_T, its variance) from d and the sizes of the schools of both arms."""
    total = [float(sizes.sum()) for sizes in arms]
    n, squares = sum(total), [float(np.square(sizes).sum()) for sizes in arms]
    pooled = total[1] * squares[0] / (total[0] * n) + total[0] * squares[1] / (total[1] * n)
    common = [
        (each**2 - square) / (each * (len(sizes) - 1)) for each, square, sizes in zip(total, squares, arms, strict=True)
    ]
    b = sum(size * (len(sizes) - 1) for size, sizes in zip(common, arms, strict=True))
    a = sum(
        (each**2 * square + square**2 - 2 * each * float((sizes.astype(float) ** 3).sum())) / each**2
        for each, square, sizes in zip(total, squares, arms, strict=True)
    )
    apart = n - sum(size * len(sizes) for size, sizes in zip(common, arms, strict=True)) + sum(common) - 2
    g = d * (1 - icc * apart / (n - 2)) ** 0.5
    spread = ((n - 2) * (1 - icc) ** 2 + a * icc**2 + 2 * b * icc * (1 - icc)) / (
        2 * (n - 2) * ((n - 2) - icc * (n - 2 - b))
    )
    return g, n / (total[0] * total[1]) * (1 + (pooled - 1) * icc) + g * g * spread


def wwc_cluster_effect(
    y: np.ndarray,
    treated: np.ndarray,
    school: np.ndarray,
    *,
    rho: float = 0.10,
    confidence: float = 0.95,
    least_schools: int = LEAST_SCHOOLS,
) -> WwcEffect:
    """g = ω(h) (mean difference / pooled SD) √(1 − 2 (n − 1) rho / (N − 2)), ``rho`` an assumed intraclass correlation.

    Convention: ``rho`` .20 for achievement, .10 for other outcomes. h is the effective degrees of freedom; its
    interval is Student's with h. Refused: ``few_schools_per_group`` (fewer than 4), ``no_spread``.
    Source: What Works Clearinghouse procedures 5.0, appendix E; Hedges 2007.

    >>> school, treated = np.repeat(np.arange(8), 4), np.repeat([0, 1], 16)
    >>> y = np.tile([1.0, 2, 3, 5], 8) + 0.5 * treated
    >>> found = wwc_cluster_effect(y, treated, school)
    >>> round(found.effect.estimate, 3), round(found.effect.df, 2), round(found.improvement_index, 1)
    (0.316, 29.22, 12.4)
    """
    from scipy.special import ndtr

    y, treated = np.asarray(y, float), np.asarray(treated)
    if not np.isfinite(y).all():
        raise ValueError("A value is missing: leave incomplete rows out first.")
    groups = [treated == 1, treated == 0]
    n_schools = school_codes(school)[1]
    counts = {
        "method": f"g of a cluster design, assumed intraclass correlation {rho:g}",
        "n": len(y),
        "n_schools": n_schools,
    }
    if min(school_codes(np.asarray(school)[group])[1] for group in groups) < max(least_schools, _LEAST):
        return WwcEffect(effect=Estimate(refused="few_schools_per_group", **counts), rho=rho)
    first, second = (y[group] for group in groups)
    total, n = float(len(y)), len(y) / n_schools
    within = np.square(first - first.mean()).sum() + np.square(second - second.mean()).sum()
    sd, difference = float((within / (total - 2)) ** 0.5), float(first.mean() - second.mean())
    if not sd > 1e-12 * max(1.0, float(np.abs(y).max())):
        return WwcEffect(effect=Estimate(refused="no_spread", **counts), difference=difference, rho=rho)
    left = total - 2 - 2 * (n - 1) * rho
    h = left**2 / ((total - 2) * (1 - rho) ** 2 + n * (total - 2 * n) * rho**2 + 2 * (total - 2 * n) * rho * (1 - rho))
    omega = 1 - 3 / (4 * h - 1)
    d = difference / sd * (left / (total - 2)) ** 0.5
    g = omega * d
    se = omega * (total / (len(first) * len(second)) * (1 + (n - 1) * rho) + d * d / (2 * h)) ** 0.5
    low, high = student.interval(g, se, h, confidence)
    return WwcEffect(
        effect=Estimate(estimate=g, se=se, df=h, ci_low=low, ci_high=high, **counts), difference=difference,
        pooled_sd=sd, mean_size=n, rho=rho, improvement_index=100 * float(ndtr(g)) - 50,
    )  # fmt: skip
