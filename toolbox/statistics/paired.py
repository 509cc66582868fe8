"""The mean change of the same persons, with the spread taken between schools where there are enough of them."""

from __future__ import annotations

import numpy as np

from toolbox.model import Estimate
from toolbox.statistics import student
from toolbox.statistics.cluster_robust import cr2_means, school_codes
from toolbox.statistics.decision import one_group


def paired_change(
    before: np.ndarray,
    after: np.ndarray,
    school: np.ndarray | None = None,
    *,
    confidence: float = 0.95,
    institutional: bool = False,
) -> Estimate:
    """Mean of after − before of the same persons (same order in both arrays); positive is growth.

    With ``school`` labels the decision tree decides: under 5 pairs nothing, under 10 no mean, up to 3 schools the
    spread of these persons and no p, from 4 schools on CR2 by school. Without labels: the plain paired t.

    R: ``t.test(after, before, paired = TRUE)``; clustered: ``m <- lm(after - before ~ 1);
    coef_test(m, vcov = "CR2", cluster = school)``. Source: Pustejovsky & Tipton 2018.

    >>> found = paired_change([2, 3, 2, 4], [3, 4, 4, 4])
    >>> found.estimate, round(found.p, 4)
    (1.0, 0.0917)
    >>> paired_change([2, 3, 2, 4], [3, 4, 4, 4], school=[1, 1, 2, 2]).refused
    'too_few_persons'
    """
    before, after = np.asarray(before, float), np.asarray(after, float)
    if before.shape != after.shape:
        raise ValueError(f"{before.size} values before, {after.size} after: pair them first.")
    change = after - before
    n = change.size
    count = None if school is None else school_codes(np.asarray(school))[1]
    branch = one_group(n, count, institutional=institutional)
    if n == 0 or not branch.interval:
        reason = branch.refused or "no_answers"
        return Estimate(method="mean change of the same persons", n=n, n_schools=count or 0, refused=reason)
    if branch.clustered:
        return cr2_means(change, np.asarray(school), confidence=confidence)
    return _of_these_persons(change, count or 0, branch, confidence)


def _of_these_persons(change, n_schools, branch, confidence) -> Estimate:
    n, estimate = change.size, float(change.mean())
    method = "mean change of the same persons, t, no school clustering"
    counts = {"method": method, "n": n, "n_schools": n_schools, "flags": branch.flags}
    se = float(change.std(ddof=1)) / n**0.5 if n > 1 else 0.0
    if not se > 1e-12 * max(1.0, abs(estimate)):
        return Estimate(estimate=estimate, refused="no_spread", **counts)
    low, high = student.interval(estimate, se, n - 1, confidence)
    p = student.p_value(estimate / se, n - 1) if branch.p else None
    return Estimate(
        estimate=estimate, se=se, df=n - 1.0, ci_low=low, ci_high=high, p=p, refused=branch.refused, **counts
    )
