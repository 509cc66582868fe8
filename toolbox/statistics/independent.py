"""The change between two rounds whose persons cannot be linked: two samples, not pairs."""

from __future__ import annotations

import numpy as np

from toolbox.model import Estimate
from toolbox.statistics import student
from toolbox.statistics.cluster_robust import cr2_means, school_codes
from toolbox.statistics.decision import LEAST_FOR_INTERVAL, one_group


def independent_change(
    before: np.ndarray,
    after: np.ndarray,
    school_before: np.ndarray | None = None,
    school_after: np.ndarray | None = None,
    *,
    confidence: float = 0.95,
    institutional: bool = False,
) -> Estimate:
    """Mean of ``after`` − mean of ``before`` of two separate samples; positive is growth.

    With school labels the decision tree decides by the smaller sample and by the schools in either round: up to
    3 schools Welch for these persons and no p, from 4 on a regression on the round, CR2 by school. Five to nine
    persons in a round: the difference without interval. Without labels: Welch, with p.

    R: ``t.test(after, before)``; clustered: ``m <- lm(y ~ round); coef_test(m, vcov = "CR2", cluster = school)``.

    >>> found = independent_change([1, 2, 3, 4], [2, 4, 5, 5])
    >>> found.estimate, round(found.df, 3), round(found.p, 4)
    (1.5, 5.951, 0.1686)
    """
    before, after = np.asarray(before, float), np.asarray(after, float)
    n, least = before.size + after.size, min(before.size, after.size)
    schools = None
    if school_before is not None and school_after is not None:
        schools = np.concatenate([np.asarray(school_before), np.asarray(school_after)])
    count = None if schools is None else school_codes(schools)[1]
    branch = one_group(least, count, institutional=institutional)
    if least == 0 or branch.name == "suppress":
        reason = branch.refused or "no_answers"
        return Estimate(method="difference of two samples", n=n, n_schools=count or 0, refused=reason)
    if branch.name == "counts" and least < LEAST_FOR_INTERVAL:
        difference = float(after.mean() - before.mean())
        return Estimate(
            estimate=difference, method="difference of two samples", n=n, n_schools=count or 0, refused="few_persons"
        )
    if branch.clustered:
        later = np.repeat([0, 1], [before.size, after.size])
        return cr2_means(np.concatenate([before, after]), schools, later, confidence=confidence)
    return _welch(before, after, count or 0, branch, confidence)


def _welch(before, after, n_schools, branch, confidence) -> Estimate:
    estimate = float(after.mean() - before.mean())
    counts = {
        "method": "difference of two samples, Welch, no school clustering",
        "n": before.size + after.size,
        "n_schools": n_schools,
        "flags": branch.flags,
    }
    if min(before.size, after.size) < 2:
        return Estimate(estimate=estimate, refused="no_spread", **counts)
    parts = np.array([before.var(ddof=1) / before.size, after.var(ddof=1) / after.size])
    se = float(np.sqrt(parts.sum()))
    if not se > 1e-12 * max(1.0, abs(estimate)):
        return Estimate(estimate=estimate, refused="no_spread", **counts)
    df = float(parts.sum() ** 2 / (parts**2 / [before.size - 1, after.size - 1]).sum())
    low, high = student.interval(estimate, se, df, confidence)
    p = student.p_value(estimate / se, df) if branch.p else None
    return Estimate(estimate=estimate, se=se, df=df, ci_low=low, ci_high=high, p=p, refused=branch.refused, **counts)


def difference_between(first: Estimate, second: Estimate, *, confidence: float = 0.95) -> Estimate:
    """``second`` − ``first`` of two estimates of different persons, each with its standard error and degrees of freedom.

    How far a difference between two groups is from that of another round, say: of four samples Welch's interval, with
    Satterthwaite's degrees of freedom. Where some answered both times the interval is wider than it need be, for they
    tend to answer alike. Refused as the estimate that lacks a standard error is.

    R: ``v <- c(se1, se2)^2; t <- qt(.975, sum(v)^2 / sum(v^2 / c(df1, df2))); d + c(-1, 1) * t * sqrt(sum(v))``

    >>> found = difference_between(independent_change([1, 2, 3, 4], [2, 4, 5, 5]), independent_change([3, 2, 4, 3], [4, 3, 5, 5]))
    >>> round(found.estimate, 3), round(found.df, 3), [round(end, 3) for end in (found.ci_low, found.ci_high)]
    (-0.25, 10.256, [-2.794, 2.294])
    """
    method, n = "difference of two differences", first.n + second.n
    schools = max(first.n_schools, second.n_schools)
    if first.estimate is None or second.estimate is None:
        reason = next((each.refused for each in (second, first) if each.estimate is None), "")
        return Estimate(method=method, n=n, n_schools=schools, refused=reason or "no_answers")
    counts = {"estimate": second.estimate - first.estimate, "method": method, "n": n, "n_schools": schools}
    if not (first.se and second.se and first.df and second.df):
        reason = next((each.refused for each in (second, first) if not (each.se and each.df)), "")
        return Estimate(refused=reason or "no_standard_error", **counts)
    parts = (first.se**2, second.se**2)
    se = sum(parts) ** 0.5
    df = sum(parts) ** 2 / sum(part**2 / each.df for part, each in zip(parts, (first, second), strict=True))
    low, high = student.interval(counts["estimate"], se, df, confidence)
    flags = tuple(dict.fromkeys((*first.flags, *second.flags)))
    return Estimate(se=se, df=df, ci_low=low, ci_high=high, flags=flags, **counts)
