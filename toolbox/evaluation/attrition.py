"""Attrition: how many were lost between the first and the last round, and whether those who left began differently."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from toolbox.evaluation.study import Pairs, Study
from toolbox.model import Crowd, Estimate, Line
from toolbox.statistics import standardised_gap


def attrition_lines(study: Study) -> Iterator[Line]:
    """For every group and area: the share lost, in all and in every arm, and leavers beside stayers at the start."""
    if study.institutional:
        return
    for pairs in study.of_areas:
        yield _lost(study, pairs, "", np.ones(len(study.schools), bool))
        for name in study.arms.names:
            yield _lost(study, pairs, name, study.arms.schools(name))
        yield _leavers(study, pairs)


def _lost(study: Study, pairs: Pairs, arm: str, schools: np.ndarray) -> Line:
    left, stayed = int(schools[pairs.left_school].sum()), int(pairs.of(schools).sum())
    n = left + stayed
    return Line(
        block="attrition", contrast="lost", about="sizes", area=pairs.area, group=pairs.group, arm=arm,
        found=Estimate(n=n, n_schools=int((np.bincount(pairs.school, minlength=len(schools))[schools] > 0).sum())),
        n_pairs=stayed, values={"lost": left, "lost_share": left / n if n else None},
    )  # fmt: skip


def _leavers(study: Study, pairs: Pairs) -> Line:
    gap = standardised_gap(pairs.before, pairs.left)
    return Line(
        block="attrition", contrast="stayers_leavers", about="once", area=pairs.area, group=pairs.group,
        effect_name="standard deviations before",
        effect=Estimate(
            estimate=None if gap is None else gap, n=len(pairs.before) + len(pairs.left),
            method="stayers minus leavers at the start, over the spread of both", refused="no_answers" if gap is None else "",
        ),
        n_pairs=len(pairs.before), crowds=(Crowd(n=len(pairs.left)),),
    )  # fmt: skip
