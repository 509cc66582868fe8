"""Groups: mentored schools beside schools still waiting, by the decision tree; and change beside hours of mentoring."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from toolbox.evaluation.arms import MENTORED, WAITING
from toolbox.evaluation.baseline import by_level, cluster_of, start_of
from toolbox.evaluation.change import followed
from toolbox.evaluation.checking import drawn, plainly, rearranged
from toolbox.evaluation.group_effects import effects_between
from toolbox.evaluation.lines import ci_method, crowd, hubs, mean, spread
from toolbox.evaluation.panel import Panel, panels, rounds_behind
from toolbox.evaluation.study import Pairs, Study
from toolbox.model import Crowd, Estimate, Line
from toolbox.statistics import cr2, paired_change
from toolbox.statistics.decision import Branch, headline
from toolbox.statistics.dose import dose_response
from toolbox.statistics.flow import baseline_equivalence
from toolbox.statistics.group_effect import ancova, d_ppc2, difference_in_changes, lin_adjusted
from toolbox.statistics.mixed import mixed_robust
from toolbox.statistics.rearranging import label_permutation
from toolbox.statistics.wild_bootstrap import wild_bootstrap

ASSUMES = {"ancova": "equal_starts", "lin": "equal_starts", "difference_in_changes": "parallel_trends"}


def group_lines(study: Study) -> Iterator[Line]:
    """Every area of every group: both arms side by side, their difference with its checks, and hours."""
    wide = {(each.area, each.group): each for each in panels(study)} if len(study.rounds) > 2 else {}
    for pairs in study.of_areas:
        if not followed(pairs):
            yield _as_persons(study, pairs)
            continue
        for name in study.arms.names:
            yield _beside(study, pairs, name)
        yield from _differences(study, pairs, wide.get((pairs.area, pairs.group)))
        yield from _hours(study, pairs)


def line_of(study: Study, pairs: Pairs, contrast: str, **more) -> Line:
    """A line that tells the arms apart."""
    known = {"block": "groups", "about": "pairs", "inside": study.arms.inside(study.schools)}
    return Line(contrast=contrast, area=pairs.area, group=pairs.group, **(known | more))


def _beside(study: Study, pairs: Pairs, name: str) -> Line:
    inside = pairs.of(study.arms.schools(name))
    before, after = pairs.before[inside], pairs.after[inside]
    found = paired_change(
        before, after, cluster_of(study, pairs.school[inside]), confidence=study.plan.confidence
    )  # fmt: skip
    found = by_level(study, pairs.school[inside], found)
    values = {
        "mean_before": mean(before), "mean_after": mean(after), "sd_before": spread(before), "sd_after": spread(after),
    }  # fmt: skip
    return line_of(
        study, pairs, "change", about="changes", arm=name, found=replace(found, p=None), ci_method=ci_method(found), n_pairs=len(before),
        values=values,
    )  # fmt: skip


def _differences(study: Study, pairs: Pairs, panel: Panel | None) -> Iterator[Line]:
    arms = [pairs.of(study.arms.schools(name)) for name in (MENTORED, WAITING)]
    kept = arms[0] | arms[1]
    treated = arms[0][kept]
    school = pairs.school[kept]
    columns = (pairs.before[kept], pairs.after[kept], treated, cluster_of(study, school))
    hub = study.arms.hub[school] if "hub" in study.plan.covariates and not study.arms.by_hub else None
    known = {"confidence": study.plan.confidence}
    found = {
        "ancova": ancova(*columns, hub, **known),
        "difference_in_changes": difference_in_changes(*columns, hub, **known),
        "lin": lin_adjusted(*columns, hub, **known),
    }
    found = {name: by_level(study, school, each) for name, each in found.items()}
    if panel is not None:
        found["mixed_groups"] = _model(study, panel, hub is not None)
    sizes = tuple(int(arm.sum()) for arm in arms)
    counts = [tuple(len(np.unique(of[arm])) for arm in arms) for of in (pairs.school, study.arms.hub[pairs.school])]
    robust = found["difference_in_changes" if panel is not None else "ancova"]
    branch = headline(
        "two_groups",
        sizes,
        counts[0],
        n_hubs=counts[1],
        assigned="hub" if study.arms.by_hub else "school",
        rounds=len(study.rounds),
        baseline=start_of(study, pairs, MENTORED).effect.estimate,
        df=robust.df,
        model=found.get("mixed_groups"),
        robust=robust if panel is not None else None,
    )
    first = {"mixed_robust": "mixed_groups"}.get(branch.headline, branch.headline) or "ancova"
    shown = {
        "n_mentored": sizes[0], "n_waiting": sizes[1], "schools_mentored": counts[0][0], "schools_waiting": counts[0][1],
        "covariates": "hub" if hub is not None else "",
    }  # fmt: skip
    effect = by_level(study, school, d_ppc2(*columns, **known))
    # Groups too far apart are compared by no p at all: a check's would be quoted for the headline's.
    apart = branch.refused == "apart_at_start"
    for name in sorted(found, key=lambda each: each != first):
        at_head = name == first
        told = _told(found[name], branch if at_head or apart else None, ASSUMES.get(name, ""))
        yield line_of(
            study, pairs, name, about="changes" if name == "difference_in_changes" else "pairs",
            part="headline" if at_head else "check", found=told, ci_method=ci_method(told),
            effect_name="d_ppc2" if at_head else "", effect=effect if at_head else Estimate(), n_pairs=sum(sizes),
            n_hubs=hubs(study, school), values=shown,
            **(rounds_behind(study, panel) if name == "mixed_groups" else {}),
        )  # fmt: skip
    yield from _rearranged(study, pairs, kept, treated, branch)
    for name, fields in effects_between(*columns, effect, study.plan.confidence):
        yield line_of(study, pairs, name, n_pairs=sum(sizes), **fields)


def _rearranged(study: Study, pairs: Pairs, kept: np.ndarray, treated: np.ndarray, branch: Branch) -> Iterator[Line]:
    """Schools dealt to the groups anew, and residuals of whole schools turned: checks where the tree names them."""
    school = cluster_of(study, pairs.school[kept])
    known = {"part": "check", "n_pairs": int(kept.sum())}
    apart = {"p": None, "refused": branch.refused} if branch.refused == "apart_at_start" else {}
    if "label_permutation" in branch.checks:
        found = label_permutation(pairs.moved[kept], treated, school, **drawn(study))
        yield line_of(
            study, pairs, "label_permutation", about="changes", found=replace(plainly(found, rearranged(study)), **apart),
            values={"smallest_p": found.smallest_p}, **known,
        )  # fmt: skip
    if "wild_bootstrap" in branch.checks:
        before = pairs.before[kept]
        design = np.column_stack([np.ones(len(before)), treated, before - before.mean()])
        found = wild_bootstrap(pairs.after[kept], design, school, 1, **drawn(study))
        yield line_of(
            study, pairs, "wild_bootstrap", found=replace(plainly(found), **apart), values={"smallest_p": found.smallest_p}, **known
        )  # fmt: skip


def _told(found: Estimate, branch: Branch | None, assumes: str) -> Estimate:
    """The headline with what the tree refuses; a check with what it assumes."""
    flags = (*found.flags, *([assumes] if assumes and found.estimate is not None else []))
    if branch is None:
        return replace(found, flags=flags)
    flags = tuple(dict.fromkeys((*flags, *branch.flags)))
    if branch.p:
        return replace(found, flags=flags)
    return replace(found, p=None, refused=branch.refused or found.refused, flags=flags)


def _model(study: Study, panel: Panel, by_hub: bool) -> Estimate:
    """Group × round with random intercepts of persons in schools: the last round against the first."""
    y, person, when, school = panel.long()
    arm = study.arms.number[school]
    kept = arm >= 0
    y, person, when, school = y[kept], person[kept], when[kept], school[kept]
    treated = (arm[kept] == study.arms.names.index(MENTORED)).astype(float)
    rounds = [(when == place).astype(float) for place in range(1, len(study.rounds))]
    columns = [np.ones(len(y)), treated, *rounds, *(treated * each for each in rounds)]
    at = len(columns) - 1
    if by_hub:
        hub = study.arms.hub[school]
        columns += [(hub == place).astype(float) for place in np.unique(hub)[1:]]
    design = np.column_stack(columns)
    found = mixed_robust(y, design, cluster_of(study, school), person, at, confidence=study.plan.confidence)
    return by_level(study, school, found)


def _as_persons(study: Study, pairs: Pairs) -> Line:
    """Nobody can be followed: the change of everybody in mentored schools minus that in waiting schools, CR2 by school."""
    arms = [study.arms.schools(name) for name in (MENTORED, WAITING)]
    kept = arms[0] | arms[1]
    sides = ((pairs.left, pairs.left_school), (pairs.joined, pairs.joined_school))
    y = np.concatenate([values[kept[school]] for values, school in sides])
    school = np.concatenate([school[kept[school]] for _, school in sides])
    later = np.repeat([0.0, 1.0], [int(kept[school].sum()) for _, school in sides])
    treated = arms[0][school].astype(float)
    cluster = cluster_of(study, school)
    parts = [[(later == when) & (treated == arm) for when in (0, 1)] for arm in (1, 0)]
    schools, clusters = (
        tuple(len(np.intersect1d(*(of[part] for part in each))) for each in parts) for of in (school, cluster)
    )
    start = baseline_equivalence(y[parts[0][0]], y[parts[1][0]], binary=False)
    branch = headline(
        "two_groups", tuple(min(int(part.sum()) for part in each) for each in parts), schools, n_hubs=clusters,
        assigned="hub" if study.arms.by_hub else "school", baseline=start.effect.estimate,
    )  # fmt: skip
    method = {
        "method": "difference of changes of separate samples, CR2 by school",
        "n": len(y),
        "n_schools": len(np.unique(school)),
    }
    found = Estimate(refused=branch.refused, **method)
    if branch.headline:
        design = np.column_stack([np.ones(len(y)), later, treated, later * treated])
        found = cr2(y, design, cluster, contrast=3, confidence=study.plan.confidence)
        found = _told(by_level(study, school, replace(found, method=method["method"])), branch, "")
    return Line(
        block="groups", contrast="two_samples_groups", part="headline", area=pairs.area, group=pairs.group,
        found=_told(found, None, "parallel_trends"), ci_method=ci_method(found), crowds=_everybody(study, pairs),
        inside=study.arms.inside(study.schools), values={"schools_mentored": schools[0], "schools_waiting": schools[1]},
    )  # fmt: skip


def _everybody(study: Study, pairs: Pairs) -> tuple[Crowd, ...]:
    """Who answered in each round, in every arm and in none."""
    return tuple(
        replace(crowd(study, school[(study.arms.number == number)[school]]), among=study.by_school(school))
        for school in (pairs.left_school, pairs.joined_school)
        for number in np.unique(study.arms.number)
    )


def _hours(study: Study, pairs: Pairs) -> Iterator[Line]:
    """Change beside the hours schools got: an association among the mentored."""
    hours = study.arms.hours[pairs.school]
    inside = pairs.of(study.arms.schools(MENTORED)) & np.isfinite(hours)
    if not inside.any():
        yield line_of(study, pairs, "dose", found=Estimate(refused="no_hours"))
        return
    hub = None
    if "hub" in study.plan.covariates and len(np.unique(study.arms.hub[pairs.school[inside]])) > 1:
        hub = study.arms.hub[pairs.school[inside]]
    found = dose_response(
        pairs.before[inside], pairs.after[inside], hours[inside], pairs.school[inside], hub,
        confidence=study.plan.confidence,
    )  # fmt: skip
    # Hours are a school's: the thirds, the mentored without hours and all others are sets of schools told apart.
    within = [
        study.arms.schools(MENTORED) & (study.arms.hours >= third.low) & (study.arms.hours <= third.high)
        for third in found.thirds
    ]
    rest = ~np.any([np.zeros(len(study.schools), bool), *within], axis=0)
    mentored = study.arms.schools(MENTORED)
    sets = tuple(
        named for part in (*within, rest & mentored, rest & ~mentored)
        if (named := tuple(np.array(study.schools, object)[part]))
    )  # fmt: skip
    for name, each in (("dose", found.slope), ("dose_curve", found.quadratic), ("dose_order", found.spearman)):
        yield line_of(
            study, pairs, name, found=each, ci_method=ci_method(each), n_pairs=int(inside.sum()), inside=sets, values={"covariates": "hub" if hub is not None else ""},
        )  # fmt: skip
    for name, third, part in zip(("dose_low", "dose_middle", "dose_high"), found.thirds, within, strict=False):
        yield line_of(
            study, pairs, name, about="changes", found=third.change, n_pairs=third.change.n, inside=sets,
            values={"hours_mean": float(hours[pairs.of(part)].mean())},
        )  # fmt: skip
