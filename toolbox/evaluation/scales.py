"""A scale's answers item by item: what reliability, invariance and ordered answers are computed from."""

from __future__ import annotations

import numpy as np

from toolbox.comparison.cells import points
from toolbox.comparison.rounds import of_group
from toolbox.evaluation.study import Study
from toolbox.model import EvaluationRound, Item
from toolbox.statistics.reliability import Reliability, reliability

#: A factor model a draw, half a second a scale: with more of them a page of scales takes minutes.
MOST_FACTOR_DRAWS = 2000


def items_asked(study: Study, each: EvaluationRound, group: str, area: str) -> tuple[Item, ...]:
    """The items of an area that anybody of the group answered in a round, in the framework's order."""
    answers = of_group(each.answers, group)
    held = set(answers.items)
    there = [item for item in study.framework.items_of(area) if item.id in held]
    return tuple(item for item in there if np.isfinite(points(answers, item, study.framework)).any())


def consistency(study: Study, each: EvaluationRound, group: str, area: str) -> Reliability:
    """How consistently a scale measures in a round."""

    def make() -> Reliability:
        values, school = complete_items(study, each, group, area)
        plan = study.plan
        draws = min(plan.draws, MOST_FACTOR_DRAWS) if plan.resampling else 0
        return reliability(values, school, confidence=plan.confidence, draws=draws, seed=plan.seed)

    return study.once(("consistency", each.name, group, area), make)


def complete_items(
    study: Study, each: EvaluationRound, group: str, area: str, items: tuple[Item, ...] | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """(persons × items, school of each) of those who answered every item; reversed items are turned round."""
    answers = of_group(each.answers, group)
    items = items_asked(study, each, group, area) if items is None else items
    if not items or not len(answers):
        return np.empty((0, len(items))), np.empty(0, np.int64)
    values = np.column_stack([points(answers, item, study.framework) for item in items])
    whole = np.isfinite(values).all(axis=1)
    return values[whole], study.places(answers)[whole]
