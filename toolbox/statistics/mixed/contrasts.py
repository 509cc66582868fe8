"""A coefficient of a nested model with a test that knows how few schools there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from toolbox.model import Estimate
from toolbox.statistics import student
from toolbox.statistics.decision import LEAST_DF
from toolbox.statistics.mixed.fitting import NestedFit

Degrees = Literal["kenward_roger", "satterthwaite"]

#: Fewer schools than this behind a variance between schools: no p.
LEAST_SCHOOLS_OF_A_MODEL = 6
#: Eigenvalues of the information, scaled to ones on its diagonal, under this count as zero.
_FLAT = 1e-10


def mixed_contrast(
    fit: NestedFit,
    contrast: int | Sequence[float] = 0,
    *,
    ddf: Degrees = "kenward_roger",
    confidence: float = 0.95,
    least_schools: int = LEAST_SCHOOLS_OF_A_MODEL,
    least_df: float = LEAST_DF,
) -> Estimate:
    """One coefficient (a column number) or contrast (p weights) of a :func:`nested` model, with interval and p.

    Kenward-Roger: the standard error is made larger for the variances being estimates, df = 2 / A. Satterthwaite:
    the plain standard error; variances at zero are left out, as lmerTest does. p is refused
    (``few_schools_for_model``) below 6 schools and (``few_degrees``) below 4 degrees of freedom; the interval is kept.
    Flag "singular" as in the fit.

    R: ``L %*% vcovAdj(m) %*% L`` and ``get_Lb_ddf(m, L)`` of pbkrtest; ``lmerTest::contest1D(m, L)``.
    Sources: Kenward & Roger 1997; Fai & Cornelius 1996.

    >>> from toolbox.statistics.mixed import nested
    >>> y = np.array([3.0, 4, 3, 5, 5, 6, 2, 2, 3, 4, 3, 4])
    >>> found = mixed_contrast(nested(y, np.ones((12, 1)), np.repeat([1, 2, 3, 4], 3)), 0)
    >>> round(found.estimate, 4), round(found.se, 4), round(found.df, 4), found.p, found.refused
    (3.6667, 0.6236, 3.0, None, 'few_schools_for_model')
    """
    named = {"kenward_roger": "Kenward-Roger", "satterthwaite": "Satterthwaite"}[ddf]
    counts = {"n": fit.n, "n_schools": fit.n_schools, "flags": fit.flags, "method": f"{fit.method}, {named}"}
    if fit.refused:
        return Estimate(refused=fit.refused, **counts)
    weights = np.zeros(len(fit.coefficients))
    if isinstance(contrast, int):
        weights[contrast] = 1.0
    else:
        weights[:] = contrast
    estimate = float(weights @ fit.coefficients)
    se, df = (_kenward_roger if ddf == "kenward_roger" else _satterthwaite)(fit, weights)
    if not (se > 0 and df > 0 and np.isfinite(se) and np.isfinite(df)):
        # So few rows that the correction for estimated variances is larger than what it corrects.
        return Estimate(estimate=estimate, refused="few_degrees", **counts)
    low, high = student.interval(estimate, se, df, confidence)
    few = fit.n_schools < least_schools
    refused = "few_schools_for_model" if few else "few_degrees" if df < least_df - 1e-9 else ""
    return Estimate(
        estimate=estimate, se=se, df=df, ci_low=low, ci_high=high,
        p=None if refused else student.p_value(estimate / se, df), refused=refused, **counts,
    )  # fmt: skip


def _kenward_roger(fit: NestedFit, weights: np.ndarray) -> tuple[float, float]:
    """(adjusted standard error, degrees of freedom); every component counts, also one at zero."""
    at = fit.at
    direction = at.phi @ fit.given.root.T @ weights
    spread = 2 * _inverse(at.expected)
    shared = np.einsum("iab,bc,jcd->ijad", at.first, at.phi, at.first)
    bias = np.einsum("ij,ijab->ab", spread, at.second - shared)
    plain = float(weights @ fit.given.root @ direction)
    slope = np.einsum("a,iab,b->i", direction, at.first, direction)
    return (
        float(np.sqrt(fit.variance_residual * max(0.0, plain + 2 * direction @ bias @ direction))),
        float(2 * plain**2 / (slope @ spread @ slope)),
    )


def _satterthwaite(fit: NestedFit, weights: np.ndarray) -> tuple[float, float]:
    """(standard error, degrees of freedom) by the observed information of the variances above zero."""
    at = fit.at
    direction = at.phi @ fit.given.root.T @ weights
    plain = float(weights @ fit.given.root @ direction)
    above = np.array(fit.components) > 0
    freedom = fit.given.n - fit.given.columns
    # At the optimum rᵀHr / (n − p) is one unit of residual variance.
    observed = (2 * at.quadratic * freedom / at.rest - at.expected)[np.ix_(above, above)]
    slope = np.einsum("a,iab,b->i", direction, at.first, direction)[above]
    return (
        float(np.sqrt(fit.variance_residual * plain)),
        float(2 * plain**2 / (slope @ (2 * _inverse(observed)) @ slope)),
    )


def _inverse(information: np.ndarray) -> np.ndarray:
    """The inverse; where the data say nothing about one direction, of the others only."""
    # Each component in its own unit: residual variance is known far better than that between a few schools.
    unit = np.sqrt(np.abs(np.diag(information)))
    values, vectors = np.linalg.eigh(information / np.outer(unit, unit))
    kept = values > _FLAT
    return (vectors[:, kept] / values[kept]) @ vectors[:, kept].T / np.outer(unit, unit)
