"""One item with a few ordered answers: proportional odds, as a check beside the mean change.

P(answer ≤ a) = F(threshold_a − x·beta), F logistic: exp(beta) is the odds ratio of a higher answer. The likelihood is
concave, so Newton's steps with exact second derivatives find its one peak to the last digits. statsmodels' OrderedModel
stops at 1e-4 and differences its derivatives; the tests hold it beside ours. With a random intercept of the school the
integral over it is adaptive Gauss-Hermite quadrature.

R: ``ordinal::clm(y ~ x)``, ``sandwich::vcovCL(m, cluster = school)``, ``ordinal::clmm(y ~ x + (1 | school), nAGQ = 25)``
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from toolbox.model import Estimate
from toolbox.statistics import student
from toolbox.statistics.cluster_robust import school_codes
from toolbox.statistics.decision import LEAST_DF
from toolbox.statistics.ordered_answers import LEAST_IN_CATEGORY, joined, peak
from toolbox.statistics.random_intercept import greatest

NOTHING = Estimate()


@dataclass(frozen=True, kw_only=True)
class CumulativeLogit:
    """Thresholds and coefficients of a proportional odds model."""

    n: int = 0
    thresholds: tuple[Estimate, ...] = ()
    coefficients: tuple[Estimate, ...] = ()
    odds_ratios: tuple[Estimate, ...] = ()
    spread: Estimate = Estimate()
    """Standard deviation of the school's intercept, where there is one."""
    log_likelihood: float | None = None
    categories: tuple[tuple[float, ...], ...] = ()
    """Which answers each category joins, lowest first."""
    flags: tuple[str, ...] = ()
    refused: str = ""


def cumulative_logit(
    y: np.ndarray,
    x: np.ndarray,
    school: np.ndarray | None = None,
    *,
    least: int = LEAST_IN_CATEGORY,
    confidence: float = 0.95,
) -> CumulativeLogit:
    """Regress ordered answers ``y`` (n) on ``x`` (n × p, without a constant). Positive: higher answers.

    With ``school`` standard errors are clustered (G / (G − 1) times the sandwich) and t has G − 1 degrees of freedom:
    no p under 4 of them (``few_degrees``). Answers given under ``least`` times are joined with a neighbour (flag
    ``joined``). Refused: ``no_answers``, ``one_category``, ``collinear``, ``separated`` (nothing contradicts endless odds).

    >>> found = cumulative_logit([1, 1, 2, 3, 2, 3, 3, 2, 1, 3], [0, 0, 0, 0, 0, 1, 1, 1, 1, 1], least=1)
    >>> round(found.coefficients[0].estimate, 4), round(found.log_likelihood, 4)
    (1.4444, -10.181)
    """
    made = _prepared(y, x, least)
    if isinstance(made, CumulativeLogit):
        return made
    level, x, categories, flags = made
    at, value, information, score = peak(level, x)
    if at is None:
        return CumulativeLogit(n=len(level), categories=categories, flags=flags, refused="separated")
    covariance, df, count, how = np.linalg.inv(information), None, 0, ""
    if school is not None:
        codes, count = school_codes(np.asarray(school))
        if len(codes) != len(level):
            raise ValueError(f"{len(level)} answers and {len(codes)} schools: they must agree.")
        sums = np.stack([np.bincount(codes, column, minlength=count) for column in score.T], axis=1)
        covariance = covariance @ (sums.T @ sums) @ covariance * (count / max(count - 1, 1))
        df, how = float(count - 1), ", clustered by school"
    return _record(
        at, covariance, len(level), categories, value, df, count, f"cumulative logit{how}", flags, confidence
    )


def cumulative_logit_of_schools(
    y: np.ndarray,
    x: np.ndarray,
    school: np.ndarray,
    *,
    least: int = LEAST_IN_CATEGORY,
    points: int = 25,
    confidence: float = 0.95,
) -> CumulativeLogit:
    """:func:`cumulative_logit` with a normal random intercept of the school; coefficients are within schools.

    ``points``: nodes of the quadrature. Normal limits and p, as R gives them. Also refused: ``few_schools`` (one).
    Flag ``no_school_spread`` where the intercepts do not differ.

    >>> y, x = [1, 1, 2, 3, 2, 3, 3, 2, 1, 3, 3, 3], [0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1]
    >>> found = cumulative_logit_of_schools(y, x, np.repeat([1, 2, 3], 4), least=1)
    >>> round(found.coefficients[0].estimate, 3), round(found.spread.estimate, 3)
    (1.238, 0.0)
    """
    made = _prepared(y, x, least)
    if isinstance(made, CumulativeLogit):
        return made
    level, x, categories, flags = made
    codes, count = school_codes(np.asarray(school))
    if len(codes) != len(level):
        raise ValueError(f"{len(level)} answers and {len(codes)} schools: they must agree.")
    kept = {"n": len(level), "categories": categories}
    if count < 2:
        return CumulativeLogit(refused="few_schools", flags=flags, **kept)
    start = peak(level, x)[0]
    if start is None:
        return CumulativeLogit(refused="separated", flags=flags, **kept)
    at, value, covariance = greatest(level, x, codes, count, start, points)
    if covariance is None:
        return CumulativeLogit(refused="not_converged", flags=flags, **kept)
    spread = abs(float(at[-1]))
    if spread < 1e-3:
        flags = (*flags, "no_school_spread")
    method = f"cumulative logit, random intercept of the school, {points} points"
    return _record(
        at[:-1], covariance[:-1, :-1], len(level), categories, value, None, count, method, flags, confidence,
        Estimate(estimate=spread, method="standard deviation of the school's intercept", n=len(level), n_schools=count),
    )  # fmt: skip


def _prepared(y, x, least: int):
    """Answers as 0..K − 1, regressors as columns, which answers were joined; or the refusal."""
    y, x = np.asarray(y, float), np.asarray(x, float)
    x = x[:, None] if x.ndim == 1 else x
    if len(y) != len(x):
        raise ValueError(f"{len(y)} answers and {len(x)} rows of regressors: they must agree.")
    if not (np.isfinite(y).all() and np.isfinite(x).all()):
        raise ValueError("An answer is missing: leave incomplete rows out.")
    if not len(y):
        return CumulativeLogit(refused="no_answers")
    level, categories = joined(y, least)
    flags = ("joined",) if any(len(each) > 1 for each in categories) else ()
    if len(categories) < 2:
        return CumulativeLogit(n=len(y), categories=categories, flags=flags, refused="one_category")
    if np.linalg.matrix_rank(np.column_stack([np.ones(len(x)), x])) <= x.shape[1]:
        return CumulativeLogit(n=len(y), categories=categories, flags=flags, refused="collinear")
    return level, x, categories, flags


def _record(
    at, covariance, n, categories, value, df, count, method, flags, confidence, spread=NOTHING
) -> CumulativeLogit:
    cuts = len(categories) - 1
    ses = np.sqrt(np.maximum(np.diag(covariance), 0.0))
    counts = {"method": method, "n": n, "n_schools": count}

    def one(estimate: float, se: float) -> Estimate:
        if df is not None and df < 1:
            return Estimate(estimate=estimate, refused="few_schools", **counts)
        if not se > 1e-10 * max(1.0, abs(estimate)):
            return Estimate(estimate=estimate, refused="no_spread", **counts)
        many = 1e12 if df is None else df
        low, high = student.interval(estimate, se, many, confidence)
        enough = many >= LEAST_DF - 1e-9
        p = student.p_value(estimate / se, many) if enough else None
        return Estimate(estimate=estimate, se=se, df=df, ci_low=low, ci_high=high, p=p,
                        refused="" if enough else "few_degrees", **counts)  # fmt: skip

    found = [one(float(estimate), float(se)) for estimate, se in zip(at, ses, strict=True)]
    return CumulativeLogit(
        n=n, thresholds=tuple(found[:cuts]), coefficients=tuple(found[cuts:]),
        odds_ratios=tuple(_as_odds(each) for each in found[cuts:]), spread=spread, log_likelihood=value,
        categories=categories, flags=flags,
    )  # fmt: skip


def _as_odds(found: Estimate) -> Estimate:
    ends = (None if end is None else float(np.exp(end)) for end in (found.estimate, found.ci_low, found.ci_high))
    middle, low, high = ends
    return Estimate(
        estimate=middle, ci_low=low, ci_high=high, p=found.p, method=f"odds ratio, {found.method}", n=found.n,
        n_schools=found.n_schools, refused=found.refused,
    )  # fmt: skip
