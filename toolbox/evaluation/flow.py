"""Flow: how many schools and persons were invited, answered, could be followed, and are analysed."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from toolbox.comparison.rounds import of_group
from toolbox.evaluation.study import Study
from toolbox.model import Estimate, EvaluationRound, Line


def flow_lines(study: Study) -> Iterator[Line]:
    """For every group: all schools, then every arm, then every hub; each step with what was lost since the one before."""
    for group in study.groups:
        counted = _counted(study, group)
        for arm, hub, inside in _parts(study):
            yield from _steps(study, group, arm, hub, inside, counted)


def _parts(study: Study) -> Iterator[tuple[str, str, np.ndarray]]:
    """(arm, hub, which schools)."""
    yield "", "", np.ones(len(study.schools), bool)
    for name in study.arms.names:
        yield name, "", study.arms.schools(name)
    if study.arms.names and (study.arms.number < 0).any():
        yield "mentored_before", "", study.arms.number < 0
    if len(study.arms.hubs) > 1:
        for place, hub in enumerate(study.arms.hubs):
            yield "", hub, study.arms.hub == place


def _counted(study: Study, group: str) -> list[tuple[str, str, str, np.ndarray | None]]:
    """(step, round, area, persons in each school); None where it is not known."""
    steps: list[tuple[str, str, str, np.ndarray | None]] = []
    for each in study.rounds:
        answered = np.bincount(study.places(of_group(each.answers, group)), minlength=len(study.schools))
        steps += [
            ("invited", each.name, "", _invited(study, each, group, answered)),
            ("answered", each.name, "", answered),
        ]
    if len(study.rounds) > 1:
        links = study.links(study.first, study.last, group)
        places = study.places(of_group(study.first.answers, group))
        matched = np.bincount(places[links.before_rows], minlength=len(study.schools))
        steps.append(("matched", "", "", matched))
        steps += [
            ("analysed", "", pairs.area, np.bincount(pairs.school, minlength=len(study.schools)))
            for pairs in study.of_areas
            if pairs.group == group
        ]
    return steps


def _invited(study: Study, each: EvaluationRound, group: str, answered: np.ndarray) -> np.ndarray | None:
    """Persons invited in each school; None as soon as one school that answered is not known."""
    known = np.array([each.invited.get((school, group), -1) for school in study.schools])
    if (known < 0).all() or (answered[known < 0] > 0).any():
        return None
    return np.maximum(known, 0)


def _steps(study: Study, group: str, arm: str, hub: str, inside: np.ndarray, counted) -> Iterator[Line]:
    sums = {
        (step, name, area): None if number is None else int(number[inside].sum())
        for step, name, area, number in counted
    }
    first, last = study.first.name, study.last.name
    if not any(sums.values()):
        return
    for step, name, area, number in counted:
        n = sums[step, name, area]
        if number is None:
            yield Line(
                block="flow", contrast=step, about="sizes", group=group, arm=arm, round=name,
                found=Estimate(refused="not_known"), values={"hub": hub},
            )  # fmt: skip
            continue
        of = {
            "invited": None,
            "answered": sums.get(("invited", name, "")),
            "matched": sums.get(("answered", first, "")),
            "analysed": sums.get(("matched", "", "")),
        }[step]
        more = step == "answered" and of is not None and of < n
        reason = {"answered": "did_not_answer", "matched": "not_found_again", "analysed": "too_few_items"}
        yield Line(
            block="flow",
            contrast=step,
            about="sizes",
            area=area,
            group=group,
            arm=arm,
            round=name or (last if step == "matched" else ""),
            found=Estimate(
                n=n, n_schools=int((number[inside] > 0).sum()), flags=("more_than_invited",) if more else ()
            ),
            values={
                "hub": hub,
                "of": of,
                "lost": None if of is None or more else of - n,
                "lost_share": None if not of or more else 1 - n / of,
                "lost_reason": reason[step] if of is not None and not more and of > n else "",
            },
        )
