"""Each school's mean beside what is left of it when the chance of few answers is taken out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from toolbox.model import Estimate
from toolbox.statistics.cluster_robust import school_codes
from toolbox.statistics.decision import LEAST_PERSONS
from toolbox.statistics.mixed.contrasts import mixed_contrast
from toolbox.statistics.mixed.fitting import nested

#: A mean less reliable than this, or of a smaller share of those invited, is preliminary.
RELIABLE = 0.7
ENOUGH_ANSWERED = 0.5
#: Two schools drawn together: their intervals of ± 1.39 standard errors overlap in 95 of 100 pairs that do not differ.
COMPARED = 1.39
_NORMAL = 1.959963984540054


@dataclass(frozen=True, kw_only=True, eq=False)
class SchoolMeans:
    """Means of schools, in the order of their sorted labels. Where ``refused`` holds a code the arrays are empty."""

    school: np.ndarray
    n: np.ndarray
    raw: np.ndarray
    shrunken: np.ndarray
    """m + λ (raw − m), m the grand mean: the best guess of where the school stands (empirical Bayes)."""
    sd: np.ndarray
    """Conditional standard deviation of the school's effect (R: ``attr(ranef(m, condVar = TRUE), "postVar")``)."""
    reliability: np.ndarray
    """λ = τ² / (τ² + σ² / n), 0..1."""
    grand: Estimate = Estimate()
    variance_school: float | None = None
    variance_residual: float | None = None
    flags: tuple[str, ...] = ()
    refused: str = ""

    def of(self, place: int, invited: int | None = None) -> Estimate:
        """The shrunken mean of one school with its 95 % interval; ``too_few_persons`` below 5 answers.

        Flag "preliminary" where reliability is under .7, or ``invited`` is known and fewer than half answered.
        """
        n = int(self.n[place])
        counts = {"method": "shrunken school mean, REML", "n": n, "n_schools": 1}
        if n < LEAST_PERSONS:
            return Estimate(refused="too_few_persons", **counts)
        few = self.reliability[place] < RELIABLE or (invited is not None and n < ENOUGH_ANSWERED * invited)
        at, sd = float(self.shrunken[place]), float(self.sd[place])
        return Estimate(
            estimate=at, se=sd, ci_low=at - _NORMAL * sd, ci_high=at + _NORMAL * sd,
            flags=(*self.flags, *(("preliminary",) if few else ())), **counts,
        )  # fmt: skip

    def compared(self, place: int) -> tuple[float, float]:
        """The interval to draw where schools stand side by side (Goldstein & Healy 1995); not a 95 % interval."""
        reach = COMPARED * float(self.sd[place])
        return float(self.shrunken[place]) - reach, float(self.shrunken[place]) + reach


def shrunken_means(y: np.ndarray, school: np.ndarray, *, confidence: float = 0.95) -> SchoolMeans:
    """Means of ``y`` (n) by school, raw and shrunken towards the grand mean by a random-intercept model (REML).

    Refused as :func:`nested` is, and where schools do not differ ("singular"): every school is then the grand mean
    with no interval to draw, which is flagged, not refused. Suppression of small schools is :meth:`SchoolMeans.of`'s.

    R (lme4): ``m <- lmer(y ~ 1 + (1 | school)); fixef(m) + ranef(m, condVar = TRUE)$school``.
    Source: Raudenbush & Bryk 2002, ch. 3.

    >>> found = shrunken_means(np.array([3.0, 4, 3, 5, 5, 6, 2, 2, 3, 4, 3, 4]), np.repeat(["a", "b", "c", "d"], 3))
    >>> found.raw.round(3).tolist(), found.shrunken.round(3).tolist()
    ([3.333, 5.333, 2.333, 3.667], [3.357, 5.214, 2.429, 3.667])
    """
    y = np.asarray(y, float)
    fit = nested(y, np.ones((len(y), 1)), school)
    if fit.refused:
        empty = np.empty(0)
        return SchoolMeans(school=empty, n=empty, raw=empty, shrunken=empty, sd=empty, reliability=empty,
                           refused=fit.refused)  # fmt: skip
    codes, count = school_codes(school)
    label = np.empty(count, np.asarray(school).dtype)
    label[codes] = school
    size = np.bincount(codes)
    raw = np.bincount(codes, y) / size
    between, residual = fit.variance_school, fit.variance_residual
    reliability = between / (between + residual / size)
    grand = mixed_contrast(fit, 0, confidence=confidence)
    return SchoolMeans(
        school=label, n=size, raw=raw, shrunken=grand.estimate + reliability * (raw - grand.estimate),
        sd=np.sqrt(between * (1 - reliability)), reliability=reliability, grand=grand, variance_school=between,
        variance_residual=residual, flags=fit.flags,
    )  # fmt: skip
