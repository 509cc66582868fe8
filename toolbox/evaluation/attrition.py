"""Attrition: how many were lost between the first and the last round, and whether those who left began differently."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from toolbox.evaluation.arms import MENTORED, WAITING
from toolbox.evaluation.change import followed
from toolbox.evaluation.lines import ci_method, crowd
from toolbox.evaluation.study import Pairs, Study
from toolbox.model import Crowd, Estimate, Line
from toolbox.statistics.flow import Attrition, attrition
from toolbox.statistics.shares import wilson


def attrition_lines(study: Study) -> Iterator[Line]:
    """For every group and area: the share lost, in all and in every arm, their difference, and leavers beside stayers."""
    for pairs in study.of_areas:
        if not followed(pairs):
            continue
        everywhere = np.ones(len(study.schools), bool)
        yield _lost(study, pairs, "", everywhere)
        for name in study.arms.names:
            yield _lost(study, pairs, name, study.arms.schools(name))
        if study.arms.names == (MENTORED, WAITING):
            yield _difference(study, pairs)
        yield _leavers(study, pairs, _attrition(study, pairs, everywhere).stayer_leaver)


def _attrition(study: Study, pairs: Pairs, schools: np.ndarray, *, arms: bool = False) -> Attrition:
    school = np.concatenate([pairs.school, pairs.left_school])
    kept = schools[school]
    lost = np.repeat([False, True], [len(pairs.school), len(pairs.left_school)])[kept]
    return attrition(
        lost,
        study.arms.schools(MENTORED)[school][kept] if arms else None,
        np.concatenate([pairs.before, pairs.left])[kept],
        school[kept],
        confidence=study.plan.confidence,
    )


def _lost(study: Study, pairs: Pairs, arm: str, schools: np.ndarray) -> Line:
    left, stayed = int(schools[pairs.left_school].sum()), int(pairs.of(schools).sum())
    n = left + stayed
    share = wilson(left, n, study.plan.confidence)
    there = np.bincount(np.concatenate([pairs.school, pairs.left_school]), minlength=len(schools))[schools]
    return Line(
        block="attrition", contrast="lost", about="sizes", area=pairs.area, group=pairs.group, arm=arm,
        found=replace(share, n_schools=int((there > 0).sum())), ci_method="Wilson" if n else "", n_pairs=stayed,
        values={"lost": left, "lost_share": share.estimate},
    )  # fmt: skip


def _difference(study: Study, pairs: Pairs) -> Line:
    """The share lost in mentored schools minus that in waiting schools: sizes only, and enough persons in both."""
    arms = [study.arms.schools(name) for name in (MENTORED, WAITING)]
    found = _attrition(study, pairs, arms[0] | arms[1], arms=True)
    crowds = tuple(
        crowd(study, np.concatenate([pairs.school[arm[pairs.school]], pairs.left_school[arm[pairs.left_school]]]))
        for arm in arms
    )
    return Line(
        block="attrition", contrast="lost_difference", part="headline", area=pairs.area, group=pairs.group,
        found=replace(found.differential, p=None), ci_method=ci_method(found.differential),
        values={"boundary": found.boundary or ""}, crowds=tuple(Crowd(n=each.n) for each in crowds),
    )  # fmt: skip


def _leavers(study: Study, pairs: Pairs, gap: Estimate) -> Line:
    return Line(
        block="attrition", contrast="stayers_leavers", about="once", area=pairs.area, group=pairs.group,
        effect_name="g at the start", effect=gap, ci_method=ci_method(gap), n_pairs=len(pairs.before),
        crowds=(Crowd(n=len(pairs.left)),),
    )  # fmt: skip
