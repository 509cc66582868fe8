"""A fall after mentoring can be a better eye, not a loss: the pattern in which that explanation is to be named.

In a randomised trial with 7,391 teachers in 11 countries, using a self-assessment tool lowered self-rated competence,
and the fall was concentrated among those who had rated themselves highest. So the pattern looked for is: the mean of
self-ratings did not rise, and those who started highest fell by more than regression to the mean lets expect, clearly
more than the others. It is a reason for a note, never for another number; it cannot tell recalibration from loss.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from toolbox.model import Estimate
from toolbox.statistics.cluster_robust import cr2
from toolbox.statistics.columns import numbers
from toolbox.statistics.decision import LEAST_FOR_INTERVAL
from toolbox.statistics.paired import paired_change
from toolbox.statistics.regression_to_mean import correlation
from toolbox.statistics.shares import ends


@dataclass(frozen=True, kw_only=True)
class Recalibration:
    """The two halves of the pattern, and whether both appear."""

    change: Estimate
    """Mean change of everybody."""
    concentration: Estimate
    """Change beyond regression to the mean, the top third by starting level minus the others; negative: they fell more."""
    appears: bool | None
    """None where it could not be looked for."""


def recalibration(
    before: np.ndarray,
    after: np.ndarray,
    school: np.ndarray | None = None,
    *,
    scale: tuple[float, float] | None = None,
    confidence: float = 0.95,
) -> Recalibration:
    """Look for the pattern in self-ratings of the same persons.

    Each person's change is freed of what regression to the mean makes of the starting level, (1 − r)(mean − start);
    what is left is regressed on "in the top third before" (CR2 with ``school`` labels). The pattern appears when the
    mean change is below 0 and the whole interval of that difference is too. r counts as known, which widens the
    interval a little: the flag is raised seldom rather than lightly. Refused: ``few_persons`` where the top third or
    the others are fewer than 10, ``no_spread``, those of CR2, and with ``scale`` (lowest, highest possible score)
    ``ceiling`` where 15 % or more stood at the top before: who cannot rise can only fall, and that is no better eye.

    R: ``e <- post - pre - (1 - cor(pre, post)) * (mean(pre) - pre); coef_test(lm(e ~ pre > quantile(pre, 2/3)), ...)``.
    Source of the pattern: the MENTEP trial (Abbiati, Azzolini and others 2023).

    >>> pre = np.tile([2.0, 2, 3, 3, 4, 5], 8)
    >>> post = pre - np.tile([0, 0.25, -0.25, 0.25, 0.5, 2], 8)
    >>> recalibration(pre, post).appears, recalibration(pre, pre + np.tile([0, 0.5], 24)).appears
    (True, False)
    """
    before, after = numbers(before, after)
    n = before.size
    change = paired_change(before, after, school, confidence=confidence)
    method = "change beyond regression to the mean, top third − others"
    top = top_third(before)
    r = correlation(before, after)
    reason = "few_persons" if min(int(top.sum()), n - int(top.sum())) < LEAST_FOR_INTERVAL else ""
    reason = reason or ("no_spread" if r is None else "")
    if not reason and scale is not None and "ceiling" in ends(before, *scale).flags:
        reason = "ceiling"
    if reason or r is None:
        return Recalibration(change=change, concentration=Estimate(method=method, n=n, refused=reason), appears=None)
    left = after - before - (1 - r) * (before.mean() - before)
    labels = np.arange(n) if school is None else np.asarray(school)
    found = cr2(left, np.column_stack([np.ones(n), top]), labels, contrast=1, confidence=confidence)
    flags = ("no_school_clustering",) if school is None else ()
    found = replace(found, method=f"{method}, CR2", n_schools=0 if school is None else found.n_schools, flags=flags)
    if found.ci_high is None or change.estimate is None or found.refused:
        return Recalibration(change=change, concentration=found, appears=None)
    return Recalibration(change=change, concentration=found, appears=change.estimate < 0 and found.ci_high < 0)


def top_third(before: np.ndarray) -> np.ndarray:
    """Who stood in the top third at the start: above the upper third's limit, or at it where too few stand above.

    >>> int(top_third(np.arange(30.0)).sum()), int(top_third(np.repeat([1.0, 5.0], [20, 12])).sum())
    (10, 12)
    """
    if not before.size:
        return np.zeros(0, bool)
    limit = np.quantile(before, 2 / 3)
    top = before > limit + 1e-9
    # Where many share the highest score the top third is everybody at it.
    return top if min(int(top.sum()), int((~top).sum())) >= LEAST_FOR_INTERVAL else before >= limit - 1e-9
