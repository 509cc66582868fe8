"""Did the mentored change more than those still waiting? Two rounds, three answers that assume different things.

ANCOVA assumes persons who start alike would be expected to end alike; the difference in changes assumes both groups
would have moved alike. Neither can be checked with two rounds, so both are printed. Lin's version of the first lets
the slope differ between groups. Positive: the mentored stand (or grew) higher. With school labels every standard
error is CR2 by school and the decision tree refuses; where whole hubs start together, hand hubs in as ``school``.
Without labels: ordinary least squares, or its HC2 and HC3 standard errors, with n − columns degrees of freedom.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np

from toolbox.model import Estimate
from toolbox.statistics import student
from toolbox.statistics.cluster_robust import Fit, Kind, estimate_of, fit, robust_se, school_codes
from toolbox.statistics.decision import two_groups

Spread = Literal["OLS", "HC2", "HC3"]

_KINDS: dict[str, Kind] = {"HC2": "CR2", "HC3": "CR3"}


def ancova(
    before: np.ndarray,
    after: np.ndarray,
    treated: np.ndarray,
    school: np.ndarray | None = None,
    hub: np.ndarray | None = None,
    *,
    beside: np.ndarray | None = None,
    spread: Spread = "OLS",
    confidence: float = 0.95,
) -> Estimate:
    """What the mentored have after, beyond what those waiting have who started alike: the headline of two groups.

    ``before``, ``after`` scores of the same n persons; ``treated`` 0/1 or bool; ``hub`` labels become dummies;
    ``beside`` further columns (n × k), any scale. ``spread`` counts only without ``school``. Refused: fewer than
    10 persons or 4 schools in a group, a regressor that is a combination of others (as hubs that started together).
    R: ``m <- lm(after ~ treated + before + hub); coef_test(m, vcov = "CR2", cluster = school)["treated", ]``;
    without schools ``coef(summary(m))``, ``sandwich::vcovHC(m, "HC3")``.

    >>> before, treated = np.array([2.0, 3, 4, 2, 3, 4]), np.array([1, 1, 1, 0, 0, 0])
    >>> found = ancova(before, np.array([3.0, 3.5, 4.6, 2.2, 3, 4]), treated)
    >>> round(found.estimate, 3), round(found.se, 4), found.df
    (0.633, 0.1305, 3.0)
    """
    before, after, treated = _columns(before, after, treated)
    design = _design(treated, before, _beside(len(before), hub, beside))
    return _difference(after, design, treated, school, "ANCOVA", spread, confidence)


def difference_in_changes(
    before: np.ndarray,
    after: np.ndarray,
    treated: np.ndarray,
    school: np.ndarray | None = None,
    hub: np.ndarray | None = None,
    *,
    beside: np.ndarray | None = None,
    spread: Spread = "OLS",
    confidence: float = 0.95,
) -> Estimate:
    """Mean change of the mentored minus mean change of those waiting (difference in differences).

    Arguments and refusals as for :func:`ancova`. R: ``lm(after - before ~ treated)``.

    >>> found = difference_in_changes([2, 3, 4, 2, 3, 4], [3, 3.5, 4.6, 2.2, 3, 4], [1, 1, 1, 0, 0, 0])
    >>> round(found.estimate, 3), found.df
    (0.633, 4.0)
    """
    before, after, treated = _columns(before, after, treated)
    design = _design(treated, _beside(len(before), hub, beside))
    return _difference(after - before, design, treated, school, "difference in changes", spread, confidence)


def lin_adjusted(
    before: np.ndarray,
    after: np.ndarray,
    treated: np.ndarray,
    school: np.ndarray | None = None,
    hub: np.ndarray | None = None,
    *,
    beside: np.ndarray | None = None,
    spread: Spread = "HC2",
    confidence: float = 0.95,
) -> Estimate:
    """:func:`ancova` whose slopes may differ between the groups; the effect at the mean start of all persons.

    Every covariate is centred and crossed with the group (Lin 2013). Arguments and refusals as for :func:`ancova`.
    R: ``before.c <- before - mean(before); lm(after ~ treated * before.c)``, ``sandwich::vcovHC(m, "HC2")``.

    >>> before, treated = np.array([2.0, 3, 4, 2, 3, 4]), np.array([1, 1, 1, 0, 0, 0])
    >>> round(lin_adjusted(before, np.array([3.0, 3.5, 4.6, 2.2, 3, 4]), treated).estimate, 3)
    0.633
    """
    before, after, treated = _columns(before, after, treated)
    design = _crossed(before, treated, _beside(len(before), hub, beside))
    return _difference(after, design, treated, school, "Lin's interacted adjustment", spread, confidence)


def slopes_alike(
    before: np.ndarray,
    after: np.ndarray,
    treated: np.ndarray,
    school: np.ndarray | None = None,
    hub: np.ndarray | None = None,
    *,
    beside: np.ndarray | None = None,
    confidence: float = 0.95,
) -> Estimate:
    """How much steeper ``after`` rises with ``before`` among the mentored; p small: one slope does not describe both.

    One degree of freedom, so R's ``anova(lm(after ~ treated + before), lm(after ~ treated * before))`` has the p of
    this t. Arguments and refusals as for :func:`ancova`.

    >>> before, treated = np.array([2.0, 3, 4, 2, 3, 4]), np.array([1, 1, 1, 0, 0, 0])
    >>> found = slopes_alike(before, np.array([3.0, 3.5, 4.6, 2.2, 3, 4]), treated)
    >>> round(found.estimate, 2), round(found.p, 4)
    (-0.1, 0.6388)
    """
    before, after, treated = _columns(before, after, treated)
    design = np.column_stack([_design(treated, before, _beside(len(before), hub, beside)), treated * _centred(before)])
    return _difference(after, design, treated, school, "difference of slopes", "OLS", confidence, at=-1)


def adjusted_means(
    before: np.ndarray,
    after: np.ndarray,
    treated: np.ndarray,
    school: np.ndarray | None = None,
    hub: np.ndarray | None = None,
    *,
    beside: np.ndarray | None = None,
    confidence: float = 0.95,
) -> tuple[Estimate, Estimate]:
    """(mentored, waiting): the mean after that ANCOVA expects of each group, had all started at the mean of all.

    No p: that a mean is not zero is no question. Arguments and refusals as for :func:`ancova`.
    R: ``sum(coef(m) * c(1, 1, mean(before)))`` and ``sum(coef(m) * c(1, 0, mean(before)))``.

    >>> before, treated = np.array([2.0, 3, 4, 2, 3, 4]), np.array([1, 1, 1, 0, 0, 0])
    >>> [round(each.estimate, 3) for each in adjusted_means(before, np.array([3.0, 3.5, 4.6, 2.2, 3, 4]), treated)]
    [3.7, 3.067]
    """
    before, after, treated = _columns(before, after, treated)
    # Every covariate is centred, so the constant is the mean of those waiting at the mean start of all.
    design = _design(treated, before, _beside(len(before), hub, beside))
    found = []
    for place in (1.0, 0.0):
        contrast = np.zeros(design.shape[1])
        contrast[:2] = 1.0, place
        mean = _difference(after, design, treated, school, "adjusted mean", "OLS", confidence, contrast=contrast)
        found.append(replace(mean, p=None))
    return found[0], found[1]


def d_ppc2(
    before: np.ndarray,
    after: np.ndarray,
    treated: np.ndarray,
    school: np.ndarray | None = None,
    *,
    confidence: float = 0.95,
) -> Estimate:
    """The difference in changes over the pooled spread before: J(n_T + n_C − 2) (b_T − b_C) / s_before.

    Positive: the mentored grew more. Standard error: Morris 2008, with the pooled correlation of the rounds; with
    ``school`` CR2's of the difference in changes over the same spread, and its refusals. t interval.
    R: ``J(nT + nC - 2) * (mean(dT) - mean(dC)) / sqrt(((nT - 1) * var(bT) + (nC - 1) * var(bC)) / (nT + nC - 2))``

    >>> found = d_ppc2([2, 3, 4, 2, 3, 4], [3, 3.5, 4.6, 2.2, 3, 4], [1, 1, 1, 0, 0, 0])
    >>> round(found.estimate, 4), round(found.se, 4)
    (0.5053, 0.3012)
    """
    before, after, treated = _columns(before, after, treated)
    raw = difference_in_changes(before, after, treated, school, confidence=confidence)
    method = "d_ppc2, pooled spread before" + ("" if school is None else ", CR2 by school")
    first, second = (before[treated == place] for place in (1, 0))
    inside, n = [first.size, second.size], before.size
    if raw.estimate is None or min(inside) < 2:
        return replace(raw, estimate=None, method=method, refused=raw.refused or "few_persons")
    squares = [np.square(part - part.mean()).sum() for part in (first, second)]
    pooled = float(np.sqrt(sum(squares) / (n - 2)))
    if not pooled > 1e-12 * max(1.0, float(np.abs(before).max())):
        return Estimate(method=method, n=n, n_schools=raw.n_schools, refused="no_spread")
    factor = student.small_sample_factor(n - 2)
    effect = factor * raw.estimate / pooled
    if school is not None or raw.se is None or n <= 4:
        se, df = (None if raw.se is None else factor * raw.se / pooled), raw.df
    else:
        within = [np.corrcoef(before[treated == place], after[treated == place])[0, 1] for place in (1, 0)]
        r = float(np.average(within, weights=[size - 1 for size in inside]))
        size = n / (inside[0] * inside[1])
        leading = 2 * factor**2 * (1 - r) * size * (n - 2) / (n - 4)
        # The population effect in Morris's formula is replaced by its estimate.
        se = float(np.sqrt(max(leading * (1 + effect**2 / (2 * (1 - r) * size)) - effect**2, 0.0))) if r < 1 else None
        df = n - 2.0
    if se is None or not se > 0 or df is None:
        return replace(raw, estimate=effect, se=None, ci_low=None, ci_high=None, p=None, method=method,
                       refused=raw.refused or "no_spread")  # fmt: skip
    low, high = student.interval(effect, se, df, confidence)
    return replace(raw, estimate=effect, se=se, df=df, ci_low=low, ci_high=high, p=None, method=method)


def _columns(before, after, treated) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    before, after, treated = (np.asarray(column, float) for column in (before, after, treated))
    if not before.shape == after.shape == treated.shape or before.ndim != 1:
        raise ValueError(f"{before.size} before, {after.size} after, {treated.size} groups: one of each per person.")
    if not (np.isfinite(before).all() and np.isfinite(after).all()):
        raise ValueError("A value is missing: leave incomplete rows out before comparing groups.")
    if not np.isin(treated, (0, 1)).all():
        raise ValueError("The group of a person is 1 (mentored) or 0 (waiting).")
    return before, after, treated


def _centred(columns: np.ndarray) -> np.ndarray:
    return columns - columns.mean(axis=0) if len(columns) else columns


def _beside(n: int, hub: np.ndarray | None, beside: np.ndarray | None) -> np.ndarray:
    """Dummies of the hubs (all but the first) and further columns, centred."""
    columns = [np.empty((n, 0))]
    if hub is not None:
        codes, count = school_codes(np.asarray(hub))
        columns.append((codes[:, None] == np.arange(1, count)).astype(float))
    if beside is not None:
        columns.append(np.asarray(beside, float).reshape(n, -1))
    return _centred(np.column_stack(columns))


def _design(treated: np.ndarray, *columns: np.ndarray) -> np.ndarray:
    """Constant, group, then covariates, each centred."""
    return np.column_stack([np.ones(len(treated)), treated, *map(_centred, columns)])


def _crossed(before: np.ndarray, treated: np.ndarray, beside: np.ndarray) -> np.ndarray:
    covariates = np.column_stack([_centred(before), beside])
    return np.column_stack([_design(treated, covariates), treated[:, None] * covariates])


def _difference(y, design, treated, school, name, spread, confidence, *, at=1, contrast=None) -> Estimate:
    """One coefficient of a regression of both groups, by school or plainly, with the refusals of two groups."""
    if contrast is None:
        contrast = np.zeros(design.shape[1])
        contrast[at] = 1.0
    arms = [treated == 1, treated == 0]
    sizes = (int(arms[0].sum()), int(arms[1].sum()))
    if school is None:
        method = f"{name}, {'least squares' if spread == 'OLS' else spread}, no school clustering"
        fitted = fit(y, design, np.arange(len(y))) if len(y) else None
        if fitted is None:
            return Estimate(method=method, n=len(y), refused="collinear" if min(sizes) else "no_comparison")
        return replace(plain(fitted, contrast, spread, confidence=confidence), method=method)
    codes, count = school_codes(np.asarray(school))
    method = f"{name}, CR2 by school, Satterthwaite degrees of freedom"
    branch = two_groups(sizes, tuple(len(np.unique(codes[arm])) for arm in arms))
    if branch.refused:
        return Estimate(method=method, n=len(y), n_schools=count, refused=branch.refused)
    fitted = fit(y, design, codes)
    if fitted is None:
        return Estimate(method=method, n=len(y), n_schools=count, refused="collinear")
    return estimate_of(fitted, contrast, confidence=confidence, method=method)


def plain(fitted: Fit, contrast: np.ndarray, spread: Spread = "OLS", *, confidence: float = 0.95) -> Estimate:
    """A contrast of a regression of persons (each its own "school" in ``fitted``), t with n − columns degrees.

    HC2 and HC3 are CR2 and CR3 of schools of one. R: ``coef(summary(m))``; ``sandwich::vcovHC(m, "HC3")``.

    >>> x = np.column_stack([np.ones(5), [1.0, 2, 3, 4, 5]])
    >>> found = plain(fit(np.array([1.0, 3, 2, 5, 4]), x, np.arange(5)), np.array([0, 1.0]))
    >>> round(found.estimate, 3), round(found.se, 4), found.df, round(found.p, 4)
    (0.8, 0.3464, 3.0, 0.1041)
    """
    estimate = float(fitted.coefficients @ contrast)
    df = float(fitted.n - len(fitted.coefficients))
    counts = {"method": f"least squares, {spread}", "n": fitted.n, "flags": ("no_school_clustering",)}
    if spread == "OLS":
        direction = fitted.root.T @ np.asarray(contrast, float)
        se = float(np.sqrt(fitted.residual_sum / df * (direction @ direction)))
    else:
        se, _ = robust_se(fitted, contrast, _KINDS[spread])
    if not se > 1e-12 * max(1.0, abs(estimate)):
        return Estimate(estimate=estimate, refused="no_spread", **counts)
    low, high = student.interval(estimate, se, df, confidence)
    p = student.p_value(estimate / se, df)
    return Estimate(estimate=estimate, se=se, df=df, ci_low=low, ci_high=high, p=p, **counts)
