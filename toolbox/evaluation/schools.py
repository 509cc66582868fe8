"""Profile: where each school stands in each round, raw and with the chance of few answers taken out. Never ranks."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from toolbox.comparison.rounds import of_group
from toolbox.evaluation.study import Study
from toolbox.model import Estimate, EvaluationRound, Line, Profile
from toolbox.profile import profile
from toolbox.scoring import score
from toolbox.statistics.decision import LEAST_PERSONS
from toolbox.statistics.mixed import shrunken_means


def profiles_of(study: Study) -> tuple[Profile, ...]:
    """Every round as the School page has it, all schools together: what the gate decides by."""
    return tuple(
        profile(
            each.answers, study.framework, round_name=each.name, collected_on=each.collected_on, invited=each.invited,
            sha256=each.sha256, items=False,
        )
        for each in study.rounds
    )  # fmt: skip


def profile_lines(study: Study) -> Iterator[Line]:
    """Rounds, groups and areas in order; schools in alphabetical order."""
    for each in study.rounds:
        for group in study.groups:
            answers = of_group(each.answers, group)
            if not len(answers):
                continue
            found, school = score(answers, study.framework), study.places(answers)
            for column, area in enumerate(found.areas):
                if area in study.areas:
                    yield from _area(study, each, group, area, found.score[:, column], school)


def _area(
    study: Study, each: EvaluationRound, group: str, area: str, values: np.ndarray, school: np.ndarray
) -> Iterator[Line]:
    valid = np.isfinite(values)
    values, school = values[valid], school[valid]
    sizes = np.bincount(school, minlength=len(study.schools))
    # Schools of fewer persons are hidden: what they answered must not move the mean the others are drawn to.
    enough = sizes[school] >= LEAST_PERSONS
    means = shrunken_means(values[enough], school[enough], confidence=study.plan.confidence) if enough.any() else None
    known = {} if means is None or means.refused else {int(place): row for row, place in enumerate(means.school)}
    refused = means.refused if means is not None else "too_few_persons"
    top = _top(study, area)
    sums = np.bincount(school, values, len(study.schools))
    at_top = None if top is None else np.bincount(school, values >= top, len(study.schools))
    for place, n in ((place, int(sizes[place])) for place in np.flatnonzero(sizes)):
        name = study.schools[place]
        invited = each.invited.get((name, group))
        row = known.get(int(place))
        shrunken = Estimate(refused=refused or "too_few_persons", n=n) if row is None else means.of(row, invited)
        compared = (None, None) if row is None else means.compared(row)
        yield Line(
            block="profile",
            contrast="school",
            area=area,
            group=group,
            arm=name,
            round=each.name,
            found=shrunken,
            ci_method="empirical Bayes, normal" if shrunken.ci_low is not None else "",
            values={
                "mean": float(sums[place] / n),
                "top_share": None if at_top is None else float(at_top[place] / n),
                "invited": invited,
                "rate": n / invited if invited and invited >= n else None,
                "reliability": None if row is None else float(means.reliability[row]),
                "compare_low": compared[0],
                "compare_high": compared[1],
            },
        )


def _top(study: Study, area: str) -> float | None:
    """From where a score counts as at the top: the framework's own value."""
    tops = {study.framework.scale_of(item).top_from for item in study.framework.items_of(area)}
    return float(tops.pop()) if len(tops) == 1 and None not in tops else None
