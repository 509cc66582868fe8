"""Reliability: how consistently each scale measures in each round, and whether it measures the same in both."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from toolbox.evaluation.agreement import agreement_lines
from toolbox.evaluation.lines import crowd, undrawn
from toolbox.evaluation.scales import complete_items, consistency, items_asked
from toolbox.evaluation.study import Study
from toolbox.model import Estimate, EvaluationRound, Line
from toolbox.statistics.factor import FactorFit, Step, invariance

#: A step holds where CFI falls by no more, and RMSEA rises by no more (Chen 2007; contested).
MOST_CFI, MOST_RMSEA = 0.010, 0.015


def reliability_lines(study: Study) -> Iterator[Line]:
    """Every area of every group: each round, then the first against the last."""
    for group in study.groups:
        for area in study.areas:
            for each in study.rounds:
                yield from _round(study, each, group, area)
            if len(study.rounds) > 1:
                yield from _invariance(study, group, area)


def _round(study: Study, each: EvaluationRound, group: str, area: str) -> Iterator[Line]:
    items = items_asked(study, each, group, area)
    if not items:
        return
    values, school = complete_items(study, each, group, area, items)
    found = consistency(study, each, group, area)
    known = {
        "block": "reliability", "area": area, "group": group, "round": each.name, "crowds": (crowd(study, school),),
    }  # fmt: skip
    omega = undrawn(study, found.omega)
    for name, made in (("alpha", found.alpha), ("omega", omega)):
        yield Line(
            contrast=name, part="headline" if name == "omega" else "check", found=_with(made, found.refused, found.flags, values),
            ci_method={"alpha": "Feldt", "omega": "percentiles over schools"}[name] if made.ci_low is not None else "",
            values={"items": len(items)}, **known,
        )  # fmt: skip
    yield from agreement_lines(study, each, group, area, items, values, school)
    if not found.refused and found.k == len(items):
        for item, rest, without in zip(items, found.item_rest, found.alpha_if_dropped, strict=True):
            yield Line(
                contrast="item", item=item.id, found=Estimate(n=len(values)), **known,
                values={"item_rest": rest.estimate, "alpha_without": without.estimate},
            )  # fmt: skip


def _with(made: Estimate, refused: str, flags: tuple[str, ...], values: np.ndarray) -> Estimate:
    """An estimate with the remarks of the whole scale, and its persons also where it is refused."""
    names = ("estimate", "se", "df", "ci_low", "ci_high", "p", "method", "n_schools")
    return Estimate(
        **{name: getattr(made, name) for name in names}, n=len(values), refused=made.refused or refused,
        flags=tuple(dict.fromkeys((*made.flags, *flags))),
    )  # fmt: skip


def _invariance(study: Study, group: str, area: str) -> Iterator[Line]:
    """First against last round as two groups: persons who answered both are counted in each, which is said."""
    rounds = (study.first, study.last)
    asked = [items_asked(study, each, group, area) for each in rounds]
    reworded = study.first.answers.reworded | study.last.answers.reworded
    items = tuple(item for item in asked[0] if item in asked[1] and item.id not in reworded)
    if not items:
        return
    parts = [complete_items(study, each, group, area, items) for each in rounds]
    label = np.repeat([0, 1], [len(part[0]) for part in parts])
    found = invariance(np.concatenate([part[0] for part in parts]), label)
    crowds = tuple(crowd(study, part[1]) for part in parts)
    steps: tuple[tuple[str, FactorFit, Step | None], ...] = (
        ("configural", found.configural, None),
        ("metric", found.metric, found.metric_step),
        ("scalar", found.scalar, found.scalar_step),
    )
    for name, model, step in steps:
        if found.refused and name != "configural":
            continue
        test = model.test if step is None else step.test
        yield Line(
            block="reliability", contrast=name, part="check", area=area, group=group, crowds=crowds,
            found=Estimate(
                df=test.df, p=test.p, n=len(label), method=test.method, refused=found.refused or test.refused,
                flags=tuple(dict.fromkeys((*found.flags, "rounds_as_groups"))),
            ),
            values={
                "items": len(items), "chi2": test.estimate, "cfi": model.cfi, "rmsea": model.rmsea.estimate,
                "change_cfi": step.cfi if step else None, "change_rmsea": step.rmsea if step else None, "fit": _fit(step),
            },
        )  # fmt: skip


def _fit(step: Step | None) -> str:
    if step is None or step.cfi is None or step.rmsea is None:
        return ""
    return "holds" if step.cfi >= -MOST_CFI and step.rmsea <= MOST_RMSEA else "does not hold"
