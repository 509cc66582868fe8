"""Change of the same persons between the first and the last round: the headline, and everybody as two groups beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from toolbox.evaluation.checking import checking_lines
from toolbox.evaluation.lines import alike, ci_method, crowd, described, hubs
from toolbox.evaluation.missing import available
from toolbox.evaluation.panel import Panel, panels, rounds_behind
from toolbox.evaluation.persons import person_lines
from toolbox.evaluation.study import Pairs, Study
from toolbox.model import Estimate, Line
from toolbox.statistics import ends
from toolbox.statistics.assumptions import assumptions
from toolbox.statistics.decision import Branch
from toolbox.statistics.decision import headline as decide
from toolbox.statistics.mixed import design_effect

#: Numbers of the Change page's row, in the columns of the headline.
DESCRIBED = (
    "mean_before", "mean_after", "sd_before", "sd_after", "median_before", "median_after", "higher", "same", "lower",
)  # fmt: skip


def change_lines(study: Study) -> Iterator[Line]:
    """Area after area, group after group: the same persons with their checks, and everybody beside them."""
    wide = {(each.area, each.group): each for each in panels(study)}
    for pairs in study.of_areas:
        paired = followed(pairs)
        if paired:
            yield from _headlines(study, pairs, wide.get((pairs.area, pairs.group)))
            yield from checking_lines(study, pairs)
            yield from person_lines(study, pairs)
        yield two_samples(pairs, "check" if paired else "headline")
        yield from _ends(study, pairs)


def followed(pairs: Pairs) -> bool:
    """Whether anybody of the group can be found in both rounds."""
    return bool(len(pairs.before)) and pairs.change.why != "no_keys"


def _headlines(study: Study, pairs: Pairs, panel: Panel | None) -> Iterator[Line]:
    """The mean change of pairs and, where the tree wants it, the model of everybody: the headline first."""
    asked = {"rounds": len(study.rounds), "missing": missing_share(pairs), "institutional": study.institutional}
    question = ("one_group", (len(pairs.before),), (len(np.unique(pairs.school)),))
    branch = decide(*question, **asked)
    if branch.headline != "mixed_robust" or panel is None:
        yield headline(study, pairs)
        return
    model, robust = available(study, panel), pairs.change.change
    branch = decide(*question, **asked, df=robust.df, model=model, robust=robust)
    first = branch.headline == "mixed_robust"
    lines = [
        headline(study, pairs, "check" if first else "headline", None if first else branch),
        described(
            pairs, "mixed", about="pairs", part="headline" if first else "check", found=_told(model, branch if first else None),
            ci_method=ci_method(model), **rounds_behind(study, panel),
        ),
    ]  # fmt: skip
    yield from reversed(lines) if first else lines


def missing_share(pairs: Pairs) -> float:
    """Share of those who answered first and not last."""
    before = len(pairs.before) + len(pairs.left)
    return len(pairs.left) / before if before else 0.0


def _told(found: Estimate, branch: Branch | None) -> Estimate:
    """What the tree refuses of a headline."""
    if branch is None:
        return found
    flags = tuple(dict.fromkeys((*found.flags, *branch.flags)))
    return replace(found, flags=flags) if branch.p else replace(found, p=None, refused=branch.refused, flags=flags)


def headline(study: Study, pairs: Pairs, part: str = "headline", branch: Branch | None = None) -> Line:
    """The mean change as the Change page has it, with what schools share of it."""
    row = pairs.change
    shared = {} if pairs.item or study.institutional else _shared(study, pairs)
    return described(
        pairs,
        "change",
        block="items" if pairs.item else "change",
        part=part,
        found=_told(row.change, branch),
        ci_method=ci_method(row.change),
        effect_name="" if pairs.item else "g_av",
        effect=Estimate() if pairs.item else row.effect,
        n_hubs=hubs(study, pairs.school),
        values={name: getattr(row, name) for name in DESCRIBED} | {"n_before": row.n_before, "n_after": row.n_after},
        **shared,
    )


def _shared(study: Study, pairs: Pairs) -> dict[str, object]:
    found = alike(study, pairs, "moved")
    return {
        "icc": found.estimate,
        "design_effect": design_effect(found).estimate if found.estimate is not None else None,
        "assumptions": _panel(pairs),
    }


def _panel(pairs: Pairs) -> str:
    """The assumptions in one cell: what was looked at, never a switch."""
    found = assumptions(pairs.before, pairs.after)
    if found.refused:
        return ""
    parts = []
    if found.shapiro.p is not None:
        parts.append(f"normal changes: Shapiro-Wilk W {found.shapiro.estimate:.3f}, p {found.shapiro.p:.3f}")
    if found.skewness is not None:
        parts.append(f"skewness {found.skewness:.2f}")
    parts.append(f"{found.outliers} beyond 3 MAD")
    if found.pitman_morgan.p is not None:
        parts.append(f"equal spread: Pitman-Morgan r {found.pitman_morgan.estimate:.2f}, p {found.pitman_morgan.p:.3f}")
    return "; ".join(parts)


def two_samples(pairs: Pairs, part: str) -> Line:
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
        effect=Estimate() if pairs.item else row.effect,
        values={name: getattr(row, name) for name in DESCRIBED[:4]}
        | {"n_before": row.n_before, "n_after": row.n_after},
    )


def _ends(study: Study, pairs: Pairs) -> Iterator[Line]:
    """Shares of everybody at the ends of the scale, in each round."""
    if study.institutional:
        return
    everybody = (
        (study.first, np.concatenate([pairs.before, pairs.left]), np.concatenate([pairs.school, pairs.left_school])),
        (study.last, np.concatenate([pairs.after, pairs.joined]), np.concatenate([pairs.school, pairs.joined_school])),
    )
    for each, values, school in everybody:
        found = ends(values, *pairs.scale)
        for name, share in (("at_top", found.ceiling), ("at_bottom", found.floor)):
            yield Line(
                block="change", contrast=name, area=pairs.area, group=pairs.group, round=each.name, found=share,
                ci_method="Wilson", crowds=(crowd(study, school),),
            )  # fmt: skip
