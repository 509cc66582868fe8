"""Change as it looks for persons: by where they began, beyond measurement error, and looking back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from toolbox.comparison.rounds import of_group
from toolbox.evaluation.lines import ci_method, crowd, described
from toolbox.evaluation.scales import consistency
from toolbox.evaluation.study import Pairs, Study
from toolbox.linking import link
from toolbox.model import Crowd, Estimate, Line
from toolbox.scoring import common_items, inside_areas, score
from toolbox.statistics.decision import LEAST_FOR_INTERVAL
from toolbox.statistics.recalibration import recalibration, top_third
from toolbox.statistics.regression_to_mean import by_starting_level, oldham
from toolbox.statistics.reliable_change import reliable_change
from toolbox.statistics.then_test import response_shift

THIRDS = ("third_low", "third_middle", "third_high")

#: Fewer persons than this: an internal consistency says nothing about a single person's change.
LEAST_FOR_CONSISTENCY = 100


def person_lines(study: Study, pairs: Pairs) -> Iterator[Line]:
    """Every line that divides or measures the pairs as persons; none of a rubric, and none below 10 pairs."""
    if study.institutional or len(pairs.before) < LEAST_FOR_INTERVAL:
        return
    yield from _thirds(study, pairs)
    yield from _single(study, pairs)
    yield from _yardstick(study, pairs)


def _thirds(study: Study, pairs: Pairs) -> Iterator[Line]:
    """Thirds by starting level: what they changed beside what regression to the mean alone would give."""
    parts = by_starting_level(pairs.before, pairs.after, pairs.school, confidence=study.plan.confidence)
    # They add up to everybody: none may be told where one of them may not.
    crowds = tuple(Crowd(n=part.n) for part in parts)
    for name, part in zip(THIRDS, parts, strict=True):
        # No p: a part chosen by its start changes without anything happening, so zero is no question.
        yield described(
            pairs, name, about="pairs", found=replace(part.observed, p=None, flags=(*part.observed.flags, "expected")),
            ci_method=ci_method(part.observed), n_pairs=part.n, crowds=crowds,
            values={"expected_change": part.expected.estimate, "start_mean": part.mean_before.estimate},
        )  # fmt: skip
    found = oldham(pairs.before, pairs.after, pairs.school, confidence=study.plan.confidence)
    yield described(
        pairs, "start_and_change", about="pairs", found=found, ci_method=ci_method(found),
        values={"r": _correlation(pairs.before, pairs.after)},
    )  # fmt: skip


def _correlation(one: np.ndarray, two: np.ndarray) -> float | None:
    return float(np.corrcoef(one, two)[0, 1]) if min(one.std(), two.std()) > 0 else None


def _single(study: Study, pairs: Pairs) -> Iterator[Line]:
    """What a single person's change must exceed; from a published retest, else from the scale's omega at the start."""
    known = dict(study.plan.retest).get(pairs.area)
    if known is not None:
        found = reliable_change(pairs.before, pairs.after, known, confidence=study.plan.confidence)
    else:
        scale = consistency(study, study.first, pairs.group, pairs.area)
        omega = scale.omega.estimate if scale.n >= LEAST_FOR_CONSISTENCY else None
        found = reliable_change(
            pairs.before, pairs.after, omega, source="omega", n_reliability=scale.n, confidence=study.plan.confidence
        )  # fmt: skip
    shown = {"detectable": found.mdc95.estimate, "r": found.reliability.estimate}
    if found.improved is not None:
        shown |= {"higher": found.improved, "same": found.unchanged, "lower": found.worse}
    made = Estimate(
        estimate=found.difference_error.estimate, n=found.n, method="standard error of one person's change",
        flags=found.flags, refused=found.refused,
    )  # fmt: skip
    yield described(pairs, "reliable_change", about="pairs", found=made, values=shown)


def _yardstick(study: Study, pairs: Pairs) -> Iterator[Line]:
    """Whether the yardstick moved: the pattern of a stricter eye, and looking back where that was asked."""
    found = recalibration(
        pairs.before, pairs.after, pairs.school, scale=pairs.scale, confidence=study.plan.confidence
    )  # fmt: skip
    pattern = {True: ("pattern_appears",), False: ("pattern_absent",), None: ()}[found.appears]
    top = int(top_third(pairs.before).sum())
    yield described(
        pairs, "recalibration", about="pairs", ci_method=ci_method(found.concentration),
        found=replace(found.concentration, flags=(*found.concentration.flags, *pattern)),
        crowds=(Crowd(n=top), Crowd(n=len(pairs.before) - top)),
    )  # fmt: skip
    if study.then is not None:
        yield from _looking_back(study, pairs)


def _looking_back(study: Study, pairs: Pairs) -> Iterator[Line]:
    """Before, then and after of the same persons, all three complete."""
    rounds = [of_group(each.answers, pairs.group) for each in (study.first, study.then, study.last)]
    common = set(common_items(rounds[0], rounds[1], study.framework)[0])
    common &= set(common_items(rounds[0], rounds[2], study.framework)[0])
    common = set(inside_areas(tuple(common), rounds))
    items = [item.id for item in study.framework.items if item.id in common and item.area == pairs.area]
    if not items:
        yield described(pairs, "response_shift", about="pairs", found=Estimate(refused="no_common_items"))
        return
    values = [score(each, study.framework, items=items).score[:, 0] for each in rounds]
    to_then, to_last = link(rounds[0], rounds[1]), link(rounds[0], rounds[2])
    first, at_then, at_last = np.intersect1d(
        to_then.before_rows, to_last.before_rows, assume_unique=True, return_indices=True
    )
    three = np.column_stack(
        [values[0][first], values[1][to_then.after_rows[at_then]], values[2][to_last.after_rows[at_last]]]
    )
    kept = np.isfinite(three).all(axis=1)
    school = study.places(rounds[0])[first][kept]
    found = response_shift(*three[kept].T, school, confidence=study.plan.confidence)
    n, looked = int(kept.sum()), int(np.isfinite(values[1]).sum())
    # Everybody's mean of looking back stands on the School page: beside that of these, it is that of the others.
    others = (len(pairs.before) - n, looked - n)
    crowds = (crowd(study, school), *(Crowd(n=each, mean_only=True) for each in others))
    for name, each in (("response_shift", found.shift), ("change_since_then", found.change_from_then)):
        yield described(
            pairs, name, about="pairs", found=each, ci_method=ci_method(each), n_pairs=n, crowds=crowds
        )  # fmt: skip
