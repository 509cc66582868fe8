"""Missing: the same change under different assumptions about those who did not answer again."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from toolbox.evaluation.lines import ci_method
from toolbox.evaluation.panel import Panel, panels
from toolbox.evaluation.study import Pairs, Study
from toolbox.model import Estimate, Line
from toolbox.statistics.mixed import mixed_contrast, nested


def missing_lines(study: Study) -> Iterator[Line]:
    """Every area of every group in which somebody was lost: complete pairs, then everybody, by each method."""
    wide = {(each.area, each.group): each for each in panels(study)}
    for pairs in study.of_areas:
        panel = wide.get((pairs.area, pairs.group))
        if panel is None or not len(pairs.before) or not (len(pairs.left) or len(pairs.joined)):
            continue
        complete = pairs.change.change
        yield _line(study, pairs, "complete_pairs", complete, about="changes")
        yield _line(study, pairs, "all_available", available(study, panel), complete)


def available(study: Study, panel: Panel) -> Estimate:
    """The last round against the first, by the mixed model of everybody in every round."""
    y, person, when, school = panel.long()
    rounds = [(when == place).astype(float) for place in range(1, len(study.rounds))]
    fit = nested(y, np.column_stack([np.ones(len(y)), *rounds]), school, person)
    return mixed_contrast(fit, len(rounds), confidence=study.plan.confidence)


def _line(study: Study, pairs: Pairs, contrast: str, found: Estimate, complete: Estimate | None = None, **more) -> Line:
    before = len(pairs.before) + len(pairs.left)
    away = found.estimate is None or complete is None or complete.estimate is None
    known = {
        "about": "pairs",
        "part": "description" if complete is None else "sensitivity",
        "values": {
            "missing_share": len(pairs.left) / before if before else None,
            "n_leavers": len(pairs.left),
            "difference": None if away else found.estimate - complete.estimate,
        },
    }
    return Line(
        block="missing", contrast=contrast, area=pairs.area, group=pairs.group, found=found, ci_method=ci_method(found),
        n_pairs=len(pairs.before), **(known | more),
    )  # fmt: skip
