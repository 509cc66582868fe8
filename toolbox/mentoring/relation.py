"""Did those rise more who got more hours? Change beside dose in one area, among the mentored: an association.

``after ~ before + hours`` with standard errors by school (:func:`toolbox.statistics.dose.dose_response`, which also refuses:
fewer than 30 persons or 8 schools, hours all the same). A weak starter may be given more hours, and gains more anyway: so
the score before is in the model, and whether those with more hours began lower is looked at and said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from toolbox.model import DoseRelation, DoseThird, Estimate
from toolbox.statistics import adjusted, cr2
from toolbox.statistics.dose import Dose, dose_response

#: Where the line and its band are drawn, from the mean hours of the lowest third to those of the highest.
POINTS = 5
#: Chance alone gives such a relation in one of several areas less often than this.
CHANCE = 0.05


@dataclass(frozen=True, kw_only=True, eq=False)
class DosePairs:
    """One group in one area: those who answered both rounds and whose hours are known, one place each."""

    area: str
    group: str
    before: np.ndarray
    after: np.ndarray
    hours: np.ndarray
    """The person's own, or those of the school per rostered teacher."""
    school: np.ndarray
    """Any labels of schools."""

    def __len__(self) -> int:
        return len(self.before)


def dose_relation(pairs: DosePairs, *, per: str, confidence: float = 0.95) -> DoseRelation:
    """The relation in one area by itself; over several areas :func:`relations` decides the verdicts.

    Positive: more hours went with a higher score after, among those who began alike.

    Example:
        >>> rng = np.random.default_rng(7)
        >>> hours, school = np.tile(np.arange(10.0), 12), np.repeat(np.arange(12), 10)
        >>> before = rng.normal(3, 0.5, 120)
        >>> pairs = DosePairs(area="D", group="teachers", before=before, hours=hours, school=school,
        ...     after=before + 0.1 * hours + rng.normal(0, 0.3, 120))
        >>> found = dose_relation(pairs, per="teacher")
        >>> found.verdict, round(found.slope.estimate, 1), [third.change.n for third in found.thirds]
        ('rose_more', 0.1, [48, 36, 36])
        >>> dose_relation(replace(pairs, hours=np.full(120, 4.0)), per="teacher").slope.refused
        'same_hours'
    """
    found = dose_response(pairs.before, pairs.after, pairs.hours, pairs.school, confidence=confidence)
    known = {"area": pairs.area, "group": pairs.group, "per": per}
    if found.slope.estimate is None:
        return DoseRelation(**known, slope=found.slope, bend=found.quadratic, spearman=found.spearman)
    starts = cr2(
        pairs.before, np.column_stack([np.ones(len(pairs)), pairs.hours]), pairs.school, contrast=1,
        confidence=confidence,
    )  # fmt: skip
    return DoseRelation(
        **known,
        slope=found.slope,
        bend=found.quadratic,
        spearman=found.spearman,
        thirds=tuple(DoseThird(low=each.low, high=each.high, change=each.change) for each in found.thirds),
        band=_band(pairs, found, confidence),
        starts_lower=replace(starts, method="score before for an hour more, CR2 by school"),
        verdict=verdict(found.slope, found.slope.p),
    )


def relations(several: Sequence[DosePairs], *, per: str) -> tuple[DoseRelation, ...]:
    """Every area of every group; a verdict allows for all areas of its group having been looked at (Holm)."""
    found = [dose_relation(pairs, per=per) for pairs in several]
    made = dict(enumerate(found))
    for group in dict.fromkeys(each.group for each in found):
        places = [place for place, each in enumerate(found) if each.group == group]
        for place, p in zip(places, adjusted([found[at].slope.p for at in places], "holm"), strict=True):
            made[place] = replace(found[place], verdict=verdict(found[place].slope, p))
    return tuple(made.values())


def verdict(slope: Estimate, p: float | None) -> str:
    """What may be said of a slope whose p is ``p`` after all looks.

    Example:
        >>> verdict(Estimate(estimate=0.1, ci_low=0.02, ci_high=0.18, p=0.02), 0.04)
        'rose_more'
        >>> verdict(Estimate(estimate=0.1, ci_low=0.02, ci_high=0.18, p=0.02), 0.16)
        'no_clear_relation'
        >>> verdict(Estimate(refused="few_schools"), None)
        'refused'
    """
    if slope.estimate is None or p is None:
        return "refused"
    if p >= CHANCE:
        return "no_clear_relation"
    return "rose_more" if slope.estimate > 0 else "rose_less"


def parts(pairs: DosePairs, relation: DoseRelation) -> np.ndarray:
    """In which third each person is: 0, 1, 2 as in ``relation.thirds``."""
    edges = np.array([third.high for third in relation.thirds[:-1]])
    return (pairs.hours[:, None] > edges + 1e-9).sum(axis=1)


def _band(pairs: DosePairs, found: Dose, confidence: float) -> tuple[tuple[float, float, float, float], ...]:
    """(hours, change, low, high) along the line, for somebody who began at the mean: never beyond the thirds' means,
    where the line would rest on the few with the most hours."""
    third = [(pairs.hours >= each.low) & (pairs.hours <= each.high) for each in found.thirds]
    means = [float(pairs.hours[inside].mean()) for inside in third]
    mean = pairs.before.mean()
    made = []
    for hours in np.linspace(means[0], means[-1], POINTS):
        # The intercept where hours are counted from here.
        design = np.column_stack([np.ones(len(pairs)), pairs.hours - hours, pairs.before - mean])
        at = cr2(pairs.after - mean, design, pairs.school, confidence=confidence)
        if at.ci_low is None:
            return ()
        made.append((float(hours), at.estimate, at.ci_low, at.ci_high))
    return tuple(made)
