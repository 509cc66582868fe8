"""Baseline: how alike mentored and waiting schools were before, in the persons the comparison rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from toolbox.evaluation.arms import MENTORED, WAITING
from toolbox.evaluation.change import followed
from toolbox.evaluation.study import Pairs, Study
from toolbox.model import Estimate, Line
from toolbox.statistics.flow import BaselineEquivalence, baseline_equivalence

FLAGS = {"comparable": "comparable_at_start", "adjust": "adjusted_for_start", "apart": "apart_at_start"}


def baseline_lines(study: Study) -> Iterator[Line]:
    """Every area of every group; of waves each against the schools still waiting at the end."""
    for pairs in study.of_areas:
        if not followed(pairs):
            continue
        for name in study.arms.names[:-1]:
            found = start_of(study, pairs, name)
            effect = found.effect
            yield Line(
                block="baseline",
                contrast="baseline",
                about="pairs",
                area=pairs.area,
                group=pairs.group,
                arm="" if name == MENTORED else name,
                effect_name="g at the start",
                effect=replace(effect, flags=(*effect.flags, FLAGS[found.verdict]) if found.verdict else effect.flags),
                n_pairs=sum(found.n),
                values={
                    "n_mentored": found.n[0],
                    "n_waiting": found.n[1],
                    "mean_mentored": found.mean[0],
                    "mean_waiting": found.mean[1],
                    "sd_mentored": found.sd[0],
                    "sd_waiting": found.sd[1],
                    "variance_ratio": found.variance_ratio,
                    "standing": found.verdict or "",
                },
                inside=study.arms.inside(study.schools),
            )


def start_of(study: Study, pairs: Pairs, name: str) -> BaselineEquivalence:
    """The scores before of one arm beside those of the waiting schools."""
    cluster = cluster_of(study, pairs.school)
    one, two = (pairs.of(study.arms.schools(each)) for each in (name, WAITING))
    found = baseline_equivalence(
        pairs.before[one], pairs.before[two], cluster[one], cluster[two], binary=False,
        confidence=study.plan.confidence,
    )  # fmt: skip
    return replace(found, effect=by_level(study, pairs.school[one | two], found.effect))


def by_level(study: Study, school: np.ndarray, found: Estimate) -> Estimate:
    """An estimate clustered by :func:`cluster_of`, with the schools of these persons counted and the level named."""
    if not study.arms.by_hub:
        return found
    method = found.method.replace("by school", "by hub")
    return replace(found, n_schools=len(np.unique(school)), method=method)


def cluster_of(study: Study, school: np.ndarray) -> np.ndarray:
    """The level mentoring was given out at: the hub where whole hubs started together, else the school."""
    return study.arms.hub[school] if study.arms.by_hub else school
