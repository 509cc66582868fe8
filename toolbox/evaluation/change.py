"""Change of the same persons between the first and the last round: the headline, its checks, and what else it says."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from toolbox.evaluation.study import Pairs, Study
from toolbox.model import Estimate, Line
from toolbox.statistics import ends, moved
from toolbox.statistics.decision import LEAST_FOR_INTERVAL
from toolbox.statistics.effect_sizes import paired_effects

#: Numbers of the Change page's row, in the columns of the headline.
DESCRIBED = (
    "mean_before", "mean_after", "sd_before", "sd_after", "median_before", "median_after", "higher", "same", "lower",
)  # fmt: skip


def change_lines(study: Study) -> Iterator[Line]:
    """Area after area, group after group: the same persons, and beside them everybody as two groups of persons."""
    for pairs in study.of_areas:
        paired = bool(len(pairs.before)) and pairs.change.why != "no_keys"
        if paired:
            yield headline(study, pairs)
            yield from _effects(study, pairs)
            yield from _counts(study, pairs)
        yield two_samples(study, pairs, "check" if paired else "headline")
        yield from _ends(study, pairs)


def headline(study: Study, pairs: Pairs) -> Line:
    """The mean change as the Change page has it."""
    row = pairs.change
    return Line(
        block="items" if pairs.item else "change",
        contrast="change",
        part="headline",
        about="changes",
        area=pairs.area,
        item=pairs.item,
        group=pairs.group,
        found=row.change,
        ci_method=ci_method(row.change),
        effect_name="" if pairs.item else "g_av",
        effect=row.effect,
        n_pairs=row.n_pairs,
        values={name: getattr(row, name) for name in DESCRIBED} | {"n_before": row.n_before, "n_after": row.n_after},
    )


def two_samples(study: Study, pairs: Pairs, part: str) -> Line:
    """Everybody who answered, as two groups of persons: the headline where nobody can be followed."""
    row = pairs.two_samples
    return Line(
        block="items" if pairs.item else "change",
        contrast="two_samples",
        part=part,
        area=pairs.area,
        item=pairs.item,
        group=pairs.group,
        found=row.change,
        ci_method=ci_method(row.change),
        effect_name="" if pairs.item else "g",
        effect=row.effect,
        values={name: getattr(row, name) for name in DESCRIBED[:4]}
        | {"n_before": row.n_before, "n_after": row.n_after},
    )


def ci_method(found: Estimate) -> str:
    """What the interval rests on, in the words of a table; "" without one."""
    if found.ci_low is None:
        return ""
    return "t, CR2 by school" if "CR2" in found.method else "t, no school clustering"


def described(study: Study, pairs: Pairs, contrast: str, **more) -> Line:
    """A line about these pairs beside the headline."""
    known = {"block": "change", "about": "changes", "n_pairs": len(pairs.before)}
    return Line(contrast=contrast, area=pairs.area, group=pairs.group, **(known | more))


def _effects(study: Study, pairs: Pairs) -> Iterator[Line]:
    """The other standardised forms: d_z follows from the changes alone, the rest also from the spread of each round."""
    if study.institutional or len(pairs.before) < LEAST_FOR_INTERVAL:
        return
    found = paired_effects(pairs.before, pairs.after, confidence=study.plan.confidence)
    if found is None:
        return
    yield described(
        study, pairs, "d_z", effect_name="d_z", effect=found.d_z, ci_method="noncentral t, no school clustering"
    )
    for name, value, method in (
        ("d_rm", found.d_rm, "d_z corrected for the correlation of the rounds"),
        ("g_b", found.g_b, "change over the spread before, Becker's correction"),
    ):
        effect = Estimate(estimate=value, n=found.n, method=method)
        yield described(study, pairs, name, about="pairs", effect_name=name, effect=effect, values={"r": found.r})


def _counts(study: Study, pairs: Pairs) -> Iterator[Line]:
    if study.institutional:
        return
    draws = study.plan.draws if study.plan.resampling else 0
    counted = moved(pairs.before, pairs.after, pairs.school, draws=draws, seed=study.plan.seed)
    found = counted.superiority
    yield described(
        study, pairs, "superiority", found=found, ci_method="BCa over schools" if found.ci_low is not None else ""
    )


def _ends(study: Study, pairs: Pairs) -> Iterator[Line]:
    """Shares of everybody at the ends of the scale, in each round."""
    if study.institutional:
        return
    everybody = (
        (study.first, np.concatenate([pairs.before, pairs.left]), np.concatenate([pairs.school, pairs.left_school])),
        (study.last, np.concatenate([pairs.after, pairs.joined]), np.concatenate([pairs.school, pairs.joined_school])),
    )
    from toolbox.evaluation.lines import crowd

    for each, values, school in everybody:
        found = ends(values, *pairs.scale)
        for name, share in (("at_top", found.ceiling), ("at_bottom", found.floor)):
            yield Line(
                block="change", contrast=name, area=pairs.area, group=pairs.group, round=each.name, found=share,
                ci_method="Wilson", crowds=(crowd(study, school),),
            )  # fmt: skip
