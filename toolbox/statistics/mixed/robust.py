"""A coefficient of a nested model whose standard error does not believe the model: CR2 by school.

Intercepts of schools and persons say nothing of schools that *change* differently. Where they do, the model's own test
of a change is far too sure: among 20 schools whose changes share a tenth of their variance, with a fifth of the answers
missing, it finds a change in more than one hub in ten where there is none (``benchmarks/simulation.py``). The estimate
still uses every answer; only its spread is taken from school to school.
"""

from __future__ import annotations

import numpy as np

from toolbox.model import Estimate
from toolbox.statistics.cluster_robust import cr2, school_codes
from toolbox.statistics.decision import LEAST_DF
from toolbox.statistics.mixed.fitting import NestedFit, nested


def mixed_robust(
    y: np.ndarray,
    x: np.ndarray,
    school: np.ndarray,
    person: np.ndarray | None = None,
    contrast: int = 0,
    *,
    confidence: float = 0.95,
    least_df: float = LEAST_DF,
) -> Estimate:
    """Column ``contrast`` of :func:`nested`'s coefficients, with CR2 by school around the fitted model.

    Rows are weighted by a root of the fitted covariance of their school, after which generalised least squares is
    least squares and CR2 is :func:`toolbox.statistics.cluster_robust.cr2`. Refusals as there and as for
    ``nested``; flags as for the fit. Source: Pustejovsky & Tipton 2018, section 2.1.
    R: ``coef_test(lm(y ~ x - 1), vcov = "CR2", cluster = school)`` of the rows whitened by lme4's fit
    (tests/reference/mixed_robust.R). clubSandwich's own ``coef_test(lmer(...))`` takes another root of the covariance,
    as unbiased under the model and cubic in a school's rows for large ones: standard errors differ by about 0.1 %.

    >>> school, later = np.repeat(np.arange(6), 4), np.tile([0.0, 1.0], 12)
    >>> y = np.array([2, 3, 3, 3, 2, 2, 3, 4, 1, 3, 2, 2, 4, 5, 3, 4, 2, 3, 2, 4, 3, 3, 4, 4.0])
    >>> found = mixed_robust(y, np.column_stack([np.ones(24), later]), school, np.repeat(np.arange(12), 2), 1)
    >>> round(found.estimate, 4), round(found.se, 4), round(found.df, 2)
    (0.75, 0.2141, 5.0)
    """
    y, x = np.asarray(y, float), np.asarray(x, float)
    fit = nested(y, x, school, person)
    method = f"{fit.method}, CR2 by school"
    if fit.refused:
        return Estimate(method=method, n=fit.n, n_schools=fit.n_schools, flags=fit.flags, refused=fit.refused)
    whole, codes = _whitened(fit, np.column_stack([y, x]), school, person)
    found = cr2(whole[:, 0], whole[:, 1:], codes, contrast=contrast, confidence=confidence, least_df=least_df)
    return Estimate(**{**vars(found), "method": method, "flags": (*found.flags, *fit.flags)})


def _whitened(fit: NestedFit, columns: np.ndarray, school: np.ndarray, person: np.ndarray | None):
    """``columns`` (n × k) divided by a root of the covariance of their school, and their schools' codes.

    Which root does not matter: two of them differ by a rotation within schools, and CR2 does not see rotations. This
    one takes a part of each person's mean away, then a part of each school's, so no matrix of a school is ever made.
    """
    codes, count = school_codes(np.asarray(school))
    between_persons = (fit.variance_person or 0.0) / fit.variance_residual
    between_schools = fit.variance_school / fit.variance_residual
    light = np.ones(len(codes))
    if person is not None and between_persons > 0:
        labels = np.unique(np.asarray(person), return_inverse=True)[1]
        who = np.unique(codes * (labels.max() + 1) + labels, return_inverse=True)[1]
        size = np.bincount(who)
        root = 1 / np.sqrt(1 + between_persons * size)
        means = np.column_stack([np.bincount(who, column) / size for column in columns.T])
        columns = columns - ((1 - root)[:, None] * means)[who]
        light = root[who]
    # What is left joins the rows of a school by the outer product of ``light`` with itself.
    height = np.bincount(codes, light**2, minlength=count)
    taken = (1 - 1 / np.sqrt(1 + between_schools * height)) / height
    sums = np.column_stack([np.bincount(codes, light * column, minlength=count) for column in columns.T])
    return columns - light[:, None] * (taken[:, None] * sums)[codes], codes
