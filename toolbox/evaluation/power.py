"""Power: the smallest change this design could see, and the next round's. Never the power of what was found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from toolbox.evaluation.arms import MENTORED, WAITING
from toolbox.evaluation.lines import alike, described, spread
from toolbox.evaluation.study import Pairs, Study
from toolbox.model import Estimate, Line
from toolbox.statistics.decision import LEAST_FOR_INTERVAL
from toolbox.statistics.mixed import intraclass
from toolbox.statistics.planning import POWER, smallest_detectable


def power_lines(study: Study) -> Iterator[Line]:
    """Every area of every group with 10 pairs: one group now and next, and two groups where the plan compares them."""
    for pairs in study.of_areas:
        if len(pairs.before) < LEAST_FOR_INTERVAL:
            continue
        rho = alike(study, pairs, "moved")
        now = np.unique(pairs.school, return_counts=True)[1]
        yield _line(study, pairs, "smallest_now", len(now), _harmonic(now), rho)
        yield _line(study, pairs, "smallest_next", *_next(pairs), rho)
        if study.arms.names == (MENTORED, WAITING):
            yield from _two_groups(study, pairs)


def _harmonic(sizes: np.ndarray) -> float:
    return float(len(sizes) / (1 / sizes).sum())


def _next(pairs: Pairs) -> tuple[int, float]:
    """The schools of the last round, with as many of their persons found again as this time."""
    last = np.concatenate([pairs.school, pairs.joined_school])
    share = len(pairs.before) / (len(pairs.before) + len(pairs.left))
    sizes = np.unique(last, return_counts=True)[1]
    return len(sizes), max(1.0, _harmonic(sizes) * share)


def _line(study: Study, pairs: Pairs, contrast: str, schools: int, persons: float, rho: Estimate, **more) -> Line:
    n = more.pop("n", len(pairs.before))
    found = smallest_detectable(schools, persons, rho, design=more.pop("design", "one_group"), **more)
    unit = spread(pairs.moved)
    made = replace(found, n=n, n_schools=schools)
    return described(
        pairs, contrast, block="power", found=Estimate(n=n, n_schools=schools), icc=rho.estimate,
        effect_name="standard deviations of the change" if contrast != "smallest_groups" else "standard deviations after",
        effect=made, ci_method="limits of the share between schools" if found.ci_low is not None else "",
        about="changes" if contrast != "smallest_groups" else "pairs",
        values={
            "schools_planned": schools, "persons_planned": persons, "power": POWER,
            "smallest_points": None if contrast == "smallest_groups" or unit is None or found.estimate is None
            else found.estimate * unit,
            "r2_persons": more.get("explained_person"), "r2_schools": more.get("explained_school"),
        },
    )  # fmt: skip


def _two_groups(study: Study, pairs: Pairs) -> Iterator[Line]:
    """Mentored against waiting, adjusted for the start: as many schools as now, as unequal as now."""
    arms = [pairs.of(study.arms.schools(name)) for name in (MENTORED, WAITING)]
    counts = [len(np.unique(pairs.school[arm])) for arm in arms]
    if not all(counts):
        return
    kept = arms[0] | arms[1]
    codes, sizes = np.unique(pairs.school[kept], return_inverse=True, return_counts=True)[1:]
    before, after = pairs.before[kept], pairs.after[kept]
    means = [np.bincount(codes, each) / sizes for each in (before, after)]
    within = [each - mean[codes] for each, mean in zip((before, after), means, strict=True)]
    yield _line(
        study, pairs, "smallest_groups", sum(counts), _harmonic(sizes),
        intraclass(after, pairs.school[kept], confidence=study.plan.confidence), n=int(kept.sum()),
        design="two_groups", treated=counts[0] / sum(counts), explained_person=_explained(*within),
        explained_school=_explained(*means), covariates=1,
    )  # fmt: skip


def _explained(one: np.ndarray, two: np.ndarray) -> float:
    """Squared correlation; nothing where one does not vary, and never everything."""
    if len(one) < 3 or min(one.std(), two.std()) <= 1e-12:
        return 0.0
    return min(float(np.corrcoef(one, two)[0, 1] ** 2), 0.99)
