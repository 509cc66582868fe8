"""A school, or all in view, over any number of rounds: each group's view of each area, round by round.

Means are over the items that *all* rounds of answers have in common, in the same words, so that a line never mixes two
questionnaires; where no item of an area is in all of them, over those of the rounds between two changes of the
instrument. A round of which only averages are known takes part with its areas, over the tool's own items, and has no
interval. Intervals are without finite-population correction, because rounds are compared, and know schools from four on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from toolbox.frameworks import lineage
from toolbox.model import (
    Answers,
    Averages,
    Estimate,
    Framework,
    Grid,
    Mark,
    Round,
    SchoolFacts,
    ToolboxError,
    Trend,
    TrendPoint,
    TrendRound,
)
from toolbox.profile.averages import profile_of_averages
from toolbox.profile.sums import of_scores
from toolbox.scoring import asked_alike, in_words_of, inside_areas, items_in_all, of_group, score, slices_of
from toolbox.scoring.grids import grids_of, grids_of_averages
from toolbox.scoring.slices import in_order
from toolbox.statistics import mean_interval_of
from toolbox.statistics.cluster_robust import cr2_means
from toolbox.statistics.decision import LEAST_FOR_INTERVAL, LEAST_SCHOOLS

__all__ = ["trend"]

Held = Answers | Averages


def trend(
    rounds: Sequence[tuple[Round, Held]],
    framework: Framework,
    *,
    known: Mapping[str, Framework] | None = None,
    schools: Sequence[str] | None = None,
    facts: Sequence[SchoolFacts] = (),
) -> Trend:
    """The areas by group over these rounds, in the words of ``framework``, the newest version of its line.

    Args:
        rounds: in any order; each with its answers, or its averages.
        known: the frameworks of older rounds, by id.
        schools: those in view; None takes every school of any of the rounds.
        facts: when mentoring began in each school.

    Raises:
        ToolboxError: ``one_round``, ``other_framework``, ``unknown_school``, ``no_average`` (a framework that is never averaged).

    Example:
        >>> from datetime import date
        >>> from toolbox.frameworks import load
        >>> def round(name, on, *values):
        ...     held = Answers(person=np.array([""] * len(values)), school=np.zeros(len(values), int),
        ...         group=np.zeros(len(values), int), schools=("North",), groups=("teachers",),
        ...         items=("selfie2020.A1",), values=np.array(values, np.int8)[:, None])
        ...     return Round(id=name, name=name, collected_on=on, framework="selfie-2020", sha256="", people=len(values),
        ...         schools=("North",), groups=("teachers",)), held
        >>> found = trend([round("a", date(2024, 5, 1), 2, 3), round("b", date(2025, 5, 1), 3, 4),
        ...     round("c", date(2026, 5, 1), 4, 5)], load("selfie-2020"))
        >>> [(point.round, point.area, point.mean.estimate) for point in found.points]
        [(0, 'A', 2.5), (1, 'A', 3.5), (2, 'A', 4.5)]
    """
    if len(rounds) < 2:
        raise ToolboxError("one_round", "There is one round so far. A trend needs a second round of the same survey.")
    if not framework.averaged:
        raise ToolboxError(
            "no_average",
            f'"{framework.name}" is counted, never averaged, so its rounds are no line. Compare two rounds.',
        )
    ordered = sorted(rounds, key=lambda each: each[0].collected_on)
    family = lineage(framework, known or {})
    spoken = [in_words_of(held, family.of(of.framework)) for of, held in _of_family(ordered, family.ids)]
    everywhere = tuple(dict.fromkeys(school for held in spoken for school in held.schools))
    in_view = everywhere if schools is None else tuple(dict.fromkeys(schools))
    if unknown := [school for school in in_view if school not in everywhere]:
        raise ToolboxError(
            "unknown_school",
            f"No answers of {', '.join(unknown)} in these {len(ordered)} rounds. Choose another school.",
        )
    looked_at = frozenset(in_view)
    axis, before = [], ""
    for (of, _), held in zip(ordered, spoken, strict=True):
        axis.append(_round(of, held, framework, before, looked_at))
        before = of.framework
    answered = [held for held in spoken if isinstance(held, Answers)]
    dropped = _dropped(answered, framework) if answered else ()
    return Trend(
        framework=framework,
        schools=in_view,
        rounds=tuple(axis),
        points=tuple(sorted(_points(spoken, axis, framework, looked_at), key=_in_order_of(framework))),
        marks=tuple(_marks(facts, looked_at, axis)),
        dropped_items=dropped,
    )


def _of_family(ordered: Sequence[tuple[Round, Held]], ids: Sequence[str]) -> Sequence[tuple[Round, Held]]:
    """The rounds, once it is clear that all are of this framework or of one it follows."""
    if strange := [of.name for of, _ in ordered if of.framework not in ids]:
        raise ToolboxError(
            "other_framework",
            f"“{strange[0]}” was asked with a questionnaire the others do not follow, so no line leads through it. Choose "
            "rounds of one survey.",
        )
    return ordered


def _dropped(answered: Sequence[Answers], framework: Framework) -> tuple[tuple[str, str], ...]:
    """Items that are in no mean of all rounds, and why."""
    common, dropped = items_in_all(answered, framework)
    inside = inside_areas(common, answered)
    return (*((item, "moved") for item in common if item not in inside), *dropped)


def _round(of: Round, held: Held, framework: Framework, framework_before: str, in_view: frozenset[str]) -> TrendRound:
    return TrendRound(
        id=of.id,
        name=of.name,
        collected_on=of.collected_on,
        framework=of.framework,
        schools=held.schools,
        places=tuple(place for place, school in enumerate(held.schools) if school in in_view),
        break_before=framework_before not in ("", of.framework),
        sha256=of.sha256,
        grids=_grids(held, framework),
    )


def _grids(held: Held, framework: Framework) -> tuple[Grid, ...]:
    if isinstance(held, Averages):
        return grids_of_averages(held, framework)
    known = {item.id for item in framework.items}
    if framework.kind == "rubric" or known.isdisjoint(held.items):
        return ()
    return grids_of(held, framework)


def _in_order_of(framework: Framework):
    places = {area.id: place for place, area in enumerate(framework.areas)}
    return lambda point: (places[point.area], point.round)


@dataclass(frozen=True, kw_only=True, eq=False)
class _Part:
    """One group of one round, and the items its areas are averaged over."""

    round: int
    answers: Answers
    common: tuple[str, ...]
    asked: Mapping[str, int]
    """Area → items of it the group was asked in this round."""


def _points(
    held: Sequence[Held], axis: Sequence[TrendRound], framework: Framework, in_view: frozenset[str]
) -> Iterator[TrendPoint]:
    for place, each in enumerate(held):
        if isinstance(each, Averages):
            yield from _of_averages(each, place, framework, in_view)
    groups = dict.fromkeys(group for each in held if isinstance(each, Answers) for group in each.groups)
    for group in groups:
        for part in _parts(held, axis, framework, group):
            if part.common:
                yield from _of_answers(part, axis[part.round], framework, group)


def _parts(held: Sequence[Held], axis: Sequence[TrendRound], framework: Framework, group: str) -> list[_Part]:
    """The group's answers in every round that has any, each with the items it is averaged over."""
    places, answers = [], []
    for place, each in enumerate(held):
        if isinstance(each, Answers) and len(found := of_group(each, group)):
            places.append(place)
            answers.append(found)
    if not answers:
        return []
    whole = inside_areas(items_in_all(answers, framework)[0], answers)
    answers = list(asked_alike(answers, framework, whole))
    areas = {item.id: item.area for item in framework.items}
    covered = {areas[id] for id in whole}
    run_of = np.cumsum([axis[place].break_before for place in range(len(axis))])
    parts = []
    for run in dict.fromkeys(run_of[places].tolist()):
        chosen = [number for number, place in enumerate(places) if run_of[place] == run]
        of_run = [answers[number] for number in chosen]
        alike = inside_areas(items_in_all(of_run, framework)[0], of_run)
        more = [id for id in alike if areas[id] not in covered]
        for number, found in zip(chosen, asked_alike(of_run, framework, more), strict=True):
            asked = items_in_all([replace(found, reworded=frozenset())], framework)[0]
            sizes = {area.id: sum(areas[id] == area.id for id in asked) for area in framework.areas}
            parts.append(_Part(round=places[number], answers=found, common=(*whole, *more), asked=sizes))
    return parts


def _of_answers(part: _Part, of: TrendRound, framework: Framework, group: str) -> Iterator[TrendPoint]:
    """The points of one group in one round: every area its items cover."""
    answers, _ = in_order(part.answers)
    slices = slices_of(answers)
    found = score(answers, framework, items=part.common)
    seen = np.isin(slices.school, of.places)
    rows = np.repeat(seen, slices.sizes)
    areas = {item.id: item.area for item in framework.items}
    for place, area in enumerate(found.areas):
        scale = framework.scale_of(framework.items_of(area)[0])
        if scale.categories:
            continue
        scores = found.score[:, place]
        sums = of_scores(scores, slices, None, (scale.low + scale.high) / 2)
        n, mean, sd, _ = sums.over(np.flatnonzero(seen))
        yield TrendPoint(
            round=part.round,
            area=area,
            group=group,
            n=n,
            mean=_mean(n, mean, sd, scores[rows], np.asarray(answers.school)[rows], framework),
            sd=sd,
            items=(items := tuple(id for id in part.common if areas[id] == area)),
            items_common=len(items),
            items_all=part.asked[area],
            siblings=_of_schools(sums.n, slices, of),
            alike=_of_schools(sums.alike(np.arange(len(slices))), slices, of),
        )


def _of_schools(of_slices: np.ndarray, slices, of: TrendRound) -> tuple:
    """A number of every slice, laid out by school of the round."""
    found = np.zeros(len(of.schools), of_slices.dtype)
    found[slices.school] = of_slices
    return tuple(found.tolist())


def _mean(n: int, mean: float | None, sd: float | None, scores, school, framework: Framework) -> Estimate:
    valid = np.isfinite(scores)
    schools = len(np.unique(school[valid]))
    if framework.kind == "rubric":
        method = "plain mean of agreed ratings"
        return Estimate(estimate=mean, method=method, n=n, n_schools=schools, refused="" if n else "no_answers")
    if schools >= LEAST_SCHOOLS and n >= LEAST_FOR_INTERVAL and sd:
        found = cr2_means(scores[valid], school[valid])
        return replace(found, estimate=mean, p=None, refused=found.refused.replace("few_degrees", ""))
    return replace(mean_interval_of(n, mean, sd), n_schools=schools)


def _of_averages(held: Averages, place: int, framework: Framework, in_view: frozenset[str]) -> Iterator[TrendPoint]:
    """The points of a round of averages: as the tool reported them."""
    schools = [school for school in held.schools if school in in_view]
    if not schools:
        return
    known = {"round_name": "", "collected_on": None, "invited": {}, "sha256": ""}
    for cell in profile_of_averages(held, framework, schools=schools, **known).areas:
        yield TrendPoint(
            round=place, area=cell.area, group=cell.group, n=cell.n, mean=cell.mean, sd=cell.sd,
            siblings=cell.siblings, alike=cell.alike,
        )  # fmt: skip


def _marks(facts: Sequence[SchoolFacts], in_view: frozenset[str], axis: Sequence[TrendRound]) -> Iterator[Mark]:
    """When mentoring began: one mark for the schools that began between the same two rounds, on most schools' day."""
    days = [round.collected_on for round in axis]
    begun = sorted(each.starts for each in facts if each.school in in_view and each.starts and each.starts <= days[-1])
    waves: dict[int, list] = {}
    for day in begun:
        waves.setdefault(sum(day > on for on in days), []).append(day)
    for together in waves.values():
        on = max(dict.fromkeys(together), key=together.count)
        yield Mark(on=on, words="mentoring began", schools=len(together))
