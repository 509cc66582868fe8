"""Missing: the same change under different assumptions about those who did not answer again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from toolbox.evaluation.lines import ci_method
from toolbox.evaluation.panel import Panel, panels, rounds_behind
from toolbox.evaluation.study import Pairs, Study
from toolbox.model import Estimate, Line
from toolbox.statistics.incomplete import all_available, delta_shift
from toolbox.statistics.mixed import mixed_contrast, mixed_robust, nested

#: How much less those who left are taken to have changed, in standard deviations of the first round.
SHIFTS = (0.1, 0.2, 0.3, 0.4, 0.5)


def missing_lines(study: Study) -> Iterator[Line]:
    """Every area of every group in which somebody was lost: complete pairs, then everybody, by each method."""
    wide = {(each.area, each.group): each for each in panels(study)}
    for pairs in study.of_areas:
        panel = wide.get((pairs.area, pairs.group))
        if panel is None or not len(pairs.before) or not (len(pairs.left) or len(pairs.joined)):
            continue
        complete = pairs.change.change
        yield _line(study, pairs, "complete_pairs", complete, about="changes")
        rounds = rounds_behind(study, panel)
        yield _line(study, pairs, "all_available", available(study, panel), complete, **rounds)
        yield _line(study, pairs, "all_available_model", _by_model(study, panel), complete, **rounds)
        model = all_available(panel.values, panel.school, confidence=study.plan.confidence)
        yield _line(study, pairs, "full_information", model.change, complete, **rounds)
        if model.change.estimate is not None and len(pairs.left):
            shifted = delta_shift(model, SHIFTS, confidence=study.plan.confidence)
            for shift, found in zip(SHIFTS, shifted, strict=True):
                line = _line(study, pairs, "delta_shift", found, complete, **rounds)
                yield replace(line, values={**line.values, "shift": shift})


def available(study: Study, panel: Panel) -> Estimate:
    """The last round against the first, by the mixed model of everybody in every round."""
    return study.once(("available", panel.area, panel.group), lambda: _available(study, panel))


def _available(study: Study, panel: Panel) -> Estimate:
    y, person, _, school = panel.long()
    at = len(study.rounds) - 1
    return mixed_robust(y, _design(study, panel), school, person, at, confidence=study.plan.confidence)


def _by_model(study: Study, panel: Panel) -> Estimate:
    """The same, tested as if all schools changed alike: what other tools print."""
    y, person, _, school = panel.long()
    fit = nested(y, _design(study, panel), school, person)
    found = mixed_contrast(fit, len(study.rounds) - 1, confidence=study.plan.confidence)
    return replace(found, flags=(*found.flags, "schools_change_alike"))


def _design(study: Study, panel: Panel) -> np.ndarray:
    _, _, when, _ = panel.long()
    rounds = [(when == place).astype(float) for place in range(1, len(study.rounds))]
    return np.column_stack([np.ones(len(when)), *rounds])


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
