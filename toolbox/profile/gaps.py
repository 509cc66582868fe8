"""How differently two groups of the same schools see one area: never of persons pooled, never with a direction assumed.

Both groups are scored over the items that both were asked, in the same round and the same version: pupils answer fewer
items, and an average over other items is another average. The interval is Welch's (from four schools on by school, as
for changes); without finite-population correction, because a gap is read as how the groups see things, not as a count.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from toolbox.model import Answers, Cell, Estimate, Framework, Gap, State
from toolbox.profile.cells import View
from toolbox.profile.standing import rows_of
from toolbox.scoring.areas import areas_of, score_area
from toolbox.scoring.slices import Slices, slices_of
from toolbox.scoring.tallies import Tally
from toolbox.statistics import adjusted, independent_change, independent_effect
from toolbox.statistics.student import p_value

#: The least gap worth a sentence, as a part of the scale's width: a quarter of a point from 1 to 5.
LEAST_GAP = 1 / 16


@dataclass(frozen=True, kw_only=True, eq=False)
class _Part:
    """The slices in view, as if nobody else were in the round; what was asked of them stays as it was."""

    answers: Answers
    framework: Framework
    slices: Slices
    tallies: tuple[Tally, ...]
    asked: np.ndarray

    @classmethod
    def of(cls, view: View) -> _Part:
        kept = {"answers": view.answers, "slices": view.slices, "tallies": view.tallies, "asked": view.asked}
        if not view.seen.all():
            chosen = np.flatnonzero(view.seen)
            rows = rows_of(view.slices, chosen)
            answers = replace(
                view.answers,
                person=np.asarray(view.answers.person)[rows],
                school=np.asarray(view.answers.school)[rows],
                group=np.asarray(view.answers.group)[rows],
                values=np.asfortranarray(view.answers.values[rows]),
            )
            kept = {
                "answers": answers,
                "slices": slices_of(answers),
                "tallies": tuple(replace(each, counts=each.counts[chosen]) for each in view.tallies),
                "asked": view.asked[chosen],
            }
        return cls(framework=view.framework, **kept)


def gaps_in(view: View) -> tuple[Gap, ...]:
    """A gap for every area and every pair of groups in view that were asked a common item of it.

    Areas in the framework's order, groups in that of the round. None of a rubric: a school rates itself once.
    """
    if view.framework.kind == "rubric":
        return ()
    part = _Part.of(view)
    optional = np.array([each.item.optional for each in view.tallies], bool)
    by_rule = {
        group: view.asked[view.slices.group == group].any(axis=0) & ~optional for group in np.unique(part.slices.group)
    }
    found = [
        gap for pair in combinations(by_rule, 2) for gap in _of_pair(part, pair, _asked_of_both(part, pair, by_rule))
    ]
    order = {area.id: place for place, area in enumerate(view.framework.areas)}
    return _with_clear(sorted(found, key=lambda gap: order[gap.area]), view.framework)


def _with_clear(gaps: Sequence[Gap], framework: Framework) -> tuple[Gap, ...]:
    held = clear([gap.difference for gap in gaps], [framework.span(gap.area) for gap in gaps])
    return tuple(replace(gap, clear=each) for gap, each in zip(gaps, held, strict=True))


def clear(found: Sequence[Estimate], spans: Sequence[tuple[float, float]]) -> tuple[bool, ...]:
    """Which of the differences of one page are worth a sentence: those that hold among all (Holm) and are not tiny.

    The p behind it is Welch's for these persons, which the estimator itself withholds of fewer than four schools because
    it says nothing of others; here it only keeps one page of twenty-four gaps from crying wolf.

    Example:
        >>> sure, tiny = Estimate(estimate=0.8, se=0.2, df=40), Estimate(estimate=0.1, se=0.01, df=40)
        >>> clear([sure, tiny, Estimate(refused="few_persons")], [(1, 5)] * 3)
        (True, False, False)
    """
    p = [None if not (each.se and each.df) else p_value(each.estimate / each.se, each.df) for each in found]
    return tuple(
        held is not None and held < 0.05 and abs(each.estimate) >= LEAST_GAP * (high - low)
        for each, held, (low, high) in zip(found, adjusted(p, "holm"), spans, strict=True)
    )


def _asked_of_both(part: _Part, pair: tuple[int, int], by_rule: Mapping[int, np.ndarray]) -> np.ndarray:
    """slices × items: asked in this slice, and of the other group in the same school.

    Where nobody of the other group answered in a school, what the whole round asked that group counts, save optional
    items, which schools switch on for themselves.
    """
    both = np.zeros_like(part.asked)
    slices = list(zip(part.slices.school.tolist(), part.slices.group.tolist(), strict=True))
    place = {one: at for at, one in enumerate(slices)}
    for group, other in (pair, pair[::-1]):
        for at in np.flatnonzero(part.slices.group == group):
            beside = place.get((slices[at][0], other))
            both[at] = part.asked[at] & (by_rule[other] if beside is None else part.asked[beside])
    return both


def _of_pair(part: _Part, pair: tuple[int, int], both: np.ndarray) -> Iterator[Gap]:
    chosen = [np.flatnonzero(part.slices.group == group) for group in pair]
    rows = [rows_of(part.slices, each) for each in chosen]
    for area in areas_of(part.framework, part.tallies):
        members = [place for place, each in enumerate(part.tallies) if each.item.area == area]
        common = [place for place in members if all(both[each, place].any() for each in chosen)]
        scale = part.tallies[members[0]].scale
        if not common or scale.categories:
            continue
        scores = _scores(part, common, both)
        valid = [each[np.isfinite(scores[each])] for each in rows]
        first, second = (scores[each] for each in valid)
        schools = [np.asarray(part.answers.school)[each] for each in valid]
        asked = part.asked[np.ix_(np.concatenate(chosen), members)].any(axis=0)
        yield Gap(
            area=area,
            group=part.answers.groups[pair[0]],
            other=part.answers.groups[pair[1]],
            items=tuple(part.tallies[place].item.id for place in common),
            items_all=int(asked.sum()),
            mean=_mean(first),
            mean_other=_mean(second),
            sd=_sd(first),
            sd_other=_sd(second),
            n=len(first),
            n_other=len(second),
            difference=independent_change(second, first, schools[1], schools[0]),
            effect=independent_effect(second, first, schools[1], schools[0], scale=(scale.low, scale.high)),
        )


def _scores(part: _Part, common: list[int], both: np.ndarray) -> np.ndarray:
    """Every person's score over the common items: by the half rule, of what both groups were asked in the school."""
    answers, tallies = part.answers, [part.tallies[place] for place in common]
    apart = part.asked[:, common] & ~both[:, common]
    if apart.any():
        columns = [answers.items.index(each.item.id) for each in tallies]
        values = answers.values.copy(order="F")
        for column, slices in zip(columns, apart.T, strict=True):
            values[rows_of(part.slices, np.flatnonzero(slices)), column] = State.NOT_SHOWN
        answers = replace(answers, values=values)
    return score_area(answers, part.slices, tallies, both[:, common], tallies[0].item.area)[0]


def gaps_of_averages(cells: Sequence[Cell]) -> tuple[Gap, ...]:
    """The same of averages a tool reported: how far they lie apart, not how sure that is, nor over which items.

    Example:
        >>> cells = [Cell(area="A", group=group, n=n, mean=Estimate(estimate=mean, n=n))
        ...     for group, n, mean in (("teachers", 20, 3.4), ("pupils", 90, 3.9))]
        >>> [(gap.group, gap.other, round(gap.difference.estimate, 2), gap.difference.refused) for gap in gaps_of_averages(cells)]
        [('teachers', 'pupils', -0.5, 'averages')]
    """
    return tuple(
        Gap(
            area=one.area,
            group=one.group,
            other=other.group,
            mean=one.mean.estimate,
            mean_other=other.mean.estimate,
            n=one.n,
            n_other=other.n,
            difference=Estimate(
                estimate=one.mean.estimate - other.mean.estimate,
                method="difference of averages as reported by the tool",
                n=one.n + other.n,
                n_schools=max(one.mean.n_schools, other.mean.n_schools),
                flags=("averages_only",),
                refused="averages",
            ),
            effect=Estimate(refused="averages"),
        )
        for one, other in combinations(cells, 2)
        if one.area == other.area
    )


def _mean(scores: np.ndarray) -> float | None:
    return float(scores.mean()) if len(scores) else None


def _sd(scores: np.ndarray) -> float | None:
    return float(scores.std(ddof=1)) if len(scores) > 1 else None
