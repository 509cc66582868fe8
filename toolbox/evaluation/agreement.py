"""Agreement: whether persons of one school answer alike enough to speak of the school, for each scale in each round."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from toolbox.evaluation.lines import crowd
from toolbox.evaluation.study import Study
from toolbox.model import Estimate, EvaluationRound, Item, Line
from toolbox.statistics.agreement import LEAST_IN_SCHOOL, Agreement, Within, agreement
from toolbox.statistics.decision import MANY_SCHOOLS


def agreement_lines(
    study: Study, each: EvaluationRound, group: str, area: str, items: tuple[Item, ...], values: np.ndarray,
    school: np.ndarray,
) -> Iterator[Line]:  # fmt: skip
    """Of persons × items with every answer: schools of fewer than 5 of them do not enter, not even an ICC.

    A few schools' distribution would be single schools' values: under 10 schools nothing is given.
    """
    sizes = np.bincount(school, minlength=len(study.schools))
    enough = sizes[school] >= LEAST_IN_SCHOOL
    values, school = values[enough], school[enough]
    found, refused = _found(study, items, values, school)
    known = {
        "block": "reliability", "area": area, "group": group, "round": each.name, "crowds": (crowd(study, school),),
    }  # fmt: skip
    shown = {"items": len(items)}

    def told(made: Estimate) -> Estimate:
        return Estimate(n=len(values), n_schools=len(np.unique(school)), refused=refused) if refused else made

    for name, made in (("icc_1", replace(found.icc1, p=found.f.p)), ("icc_2", found.icc2)):
        yield Line(
            contrast=name, found=told(made), values=shown | ({} if refused else {"f": found.f.estimate}), **known,
            ci_method="F, exact for schools of one size" if told(made).ci_low is not None else "",
        )  # fmt: skip
    for name, within in (
        ("r_wg", found.r_wg),
        ("r_wg_skewed", found.r_wg_skewed),
        ("average_deviation", found.average_deviation),
    ):
        yield Line(
            contrast=name, found=told(replace(within.median, refused=within.refused)), **known,
            values=shown | ({} if refused else _distribution(within, name != "average_deviation")),
        )  # fmt: skip


def _found(
    study: Study, items: tuple[Item, ...], values: np.ndarray, school: np.ndarray
) -> tuple[Agreement, str]:  # fmt: skip
    """The agreement, and why none of it is given."""
    scales = {(scale.low, scale.high) for scale in map(study.framework.scale_of, items)}
    low, high = next(iter(scales))
    found = agreement(values, school, high - low + 1, by_item=False, confidence=study.plan.confidence)
    if len(scales) > 1:
        return found, "several_scales"
    if not len(values):
        return found, "few_in_school"
    return found, "few_agreeing_schools" if len(np.unique(school)) < MANY_SCHOOLS else found.refused


def _distribution(within: Within, of_r_wg: bool) -> dict[str, float | None]:
    low, high = within.quarters or (None, None)
    return {"quarter_low": low, "quarter_high": high} | ({"share_from_70": within.share_from_70} if of_r_wg else {})
