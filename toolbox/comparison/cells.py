"""The change of one group, area by area and item by item, in its paired and its independent form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from toolbox.comparison.rounds import Scope
from toolbox.comparison.uneven import uneven
from toolbox.linking import Links
from toolbox.model import Answers, Change, Estimate, Framework, Item
from toolbox.scoring import asked_alike, common_items, inside_areas, score
from toolbox.statistics import (
    ends,
    independent_change,
    independent_effect,
    moved,
    paired_change,
    paired_effect,
)
from toolbox.statistics.decision import LEAST_PERSONS


@dataclass(frozen=True, eq=False)
class Sample:
    """One group's answers in both rounds (all schools), and who of them is who."""

    before: Answers
    after: Answers
    links: Links
    view: Scope
    framework: Framework
    group: str


@dataclass(frozen=True, kw_only=True, eq=False)
class Measured:
    """One area or item as numbers: a value per person of each round, NaN where there is none."""

    area: str
    item: str
    before: np.ndarray
    after: np.ndarray
    scale: tuple[float, float]
    items_common: int
    items_all: int
    left_out: tuple[np.ndarray, np.ndarray] | None = None
    """For each round and person: none (0), some (1) or all (2) of the common items answered; areas only."""
    given: tuple[np.ndarray, np.ndarray] | None = None
    """For each round, persons × common items: answered; areas only."""


def change_rows(sample: Sample) -> list[tuple[Change, Change]]:
    """(paired, independent) for every area with common items, then for every common item."""
    schools = (sample.view.places(sample.before), sample.view.places(sample.after))
    return [_both_forms(sample, measured, schools) for measured in measured_of(sample)]


def measured_of(sample: Sample, *, items: bool = True) -> Iterator[Measured]:
    """Every area with common items, then (``items``) every common item."""
    common, dropped = common_items(sample.before, sample.after, sample.framework)
    if not common:
        return
    before, after = asked_alike((sample.before, sample.after), sample.framework, common)
    inside = inside_areas(common, (before, after))
    scores = [score(answers, sample.framework, items=inside) for answers in (before, after) if inside]
    known = {item.id: item for item in sample.framework.items}
    everything = [known[name] for name in (*common, *(name for name, _ in dropped))]
    for place, area in enumerate(scores[0].areas if scores else ()):
        shared = [known[name] for name in inside if known[name].area == area]
        scales = [sample.framework.scale_of(item) for item in shared]
        yield Measured(
            area=area,
            item="",
            before=scores[0].score[:, place],
            after=scores[1].score[:, place],
            scale=(float(np.mean([scale.low for scale in scales])), float(np.mean([scale.high for scale in scales]))),
            items_common=len(shared),
            items_all=sum(item.area == area for item in everything),
            left_out=tuple(
                _left_out(found.answered[:, place], found.asked[:, place], sample.view.places(answers))
                for found, answers in zip(scores, (before, after), strict=True)
            ),
            given=tuple(
                np.isfinite(np.stack([points(answers, item, sample.framework) for item in shared], axis=1))
                for answers in (before, after)
            ),
        )
    for name in common if items else ():
        item, scale = known[name], sample.framework.scale_of(known[name])
        yield Measured(
            area=item.area,
            item=name,
            before=points(before, item, sample.framework),
            after=points(after, item, sample.framework),
            scale=(scale.low, scale.high),
            items_common=1,
            items_all=1,
        )


def _left_out(answered: np.ndarray, asked: np.ndarray, school: np.ndarray) -> np.ndarray:
    """0, 1 or 2 for each person: answered none, some or all of the items asked in the school."""
    most = np.zeros(school.max(initial=0) + 1, np.int64)
    np.maximum.at(most, school, asked)
    return np.where(answered == 0, 0, np.where(answered < most[school], 1, 2))


def points(answers: Answers, item: Item, framework: Framework) -> np.ndarray:
    """One item's values, reversed where the framework says so; NaN for every state and anything off the scale."""
    scale = framework.scale_of(item)
    held = answers.values[:, answers.items.index(item.id)].astype(float)
    held[(held < scale.low) | (held > scale.high)] = np.nan
    return scale.low + scale.high - held if item.reverse else held


def _both_forms(sample: Sample, cell: Measured, schools: tuple[np.ndarray, np.ndarray]) -> tuple[Change, Change]:
    valid = (np.isfinite(cell.before), np.isfinite(cell.after))
    linked = valid[0][sample.links.before_rows] & valid[1][sample.links.after_rows]
    first, second = sample.links.before_rows[linked], sample.links.after_rows[linked]
    seen = sample.view.in_view
    siblings, alike, gaps = _by_school(sample, cell, schools, valid, (first, second))
    room = _room(cell, schools, (first, second), len(sample.view.all_schools))
    pairs_seen = seen[schools[0][first]]
    first, second = first[pairs_seen], second[pairs_seen]
    rows = tuple(np.flatnonzero(ok & seen[place]) for ok, place in zip(valid, schools, strict=True))
    known = {
        "area": cell.area,
        "group": sample.group,
        "item": cell.item,
        "why": _why(sample.links, len(first)),
        "n_before": len(rows[0]),
        "n_after": len(rows[1]),
        "n_pairs": len(first),
        "items_common": cell.items_common,
        "items_all": cell.items_all,
        "siblings": siblings,
        "alike": alike,
        "gaps": gaps,
        "room": room,
        "uneven": uneven(
            cell.given,
            valid,
            (sample.links.before_rows, sample.links.after_rows),
            schools,
            len(sample.view.all_schools),
        )
        if cell.given is not None
        else (),
    }
    institutional = sample.framework.kind == "rubric"
    paired = _paired(cell, first, second, schools[0][first], known, institutional)
    single = _independent(
        cell, rows, tuple(place[row] for place, row in zip(schools, rows, strict=True)), known, institutional
    )
    return paired, single


def _by_school(sample: Sample, cell: Measured, schools, valid, pairs) -> tuple[tuple, tuple, tuple]:
    """Of every school of the two rounds what the gate checks a total against: (siblings, alike, gaps) of a change."""
    many = len(sample.view.all_schools)
    places = (schools[0][valid[0]], schools[1][valid[1]], schools[0][pairs[0]])
    values = (
        cell.before[valid[0]],
        cell.after[valid[1]],
        np.sign(np.round(cell.after[pairs[1]] - cell.before[pairs[0]], 8)),
    )
    sizes = [np.bincount(place, minlength=many) for place in places]
    alike = [one_value(value, place, many) for value, place in zip(values, places, strict=True)]
    gaps: list[np.ndarray] = []
    if cell.left_out is not None:
        before, after = cell.left_out
        linked = (before[sample.links.before_rows], after[sample.links.after_rows])
        some = (linked[0] > 0) & (linked[1] > 0) & ((linked[0] == 1) | (linked[1] == 1))
        gaps = [
            np.bincount(place[chosen], minlength=many)
            for place, chosen in (
                (schools[0], before == 1),
                (schools[1], after == 1),
                (schools[0][sample.links.before_rows], some),
            )
        ]
    return tuple(
        tuple(map(tuple, np.stack(columns, axis=1).tolist())) if columns else () for columns in (sizes, alike, gaps)
    )


def _room(cell: Measured, schools, pairs, many: int) -> np.ndarray:
    """Of every school how far its pairs before and after, who left and who joined are from either end (``Change.room``)."""
    low, high = cell.scale
    width = max(high - low, 1)
    sides = list(zip((cell.before, cell.after), schools, pairs, strict=True))
    sums = [_sums(values[both], place[both], many, low, high) for values, place, both in sides]
    sums += [
        _sums(values, place, many, low, high) - of_pairs
        for (values, place, _), of_pairs in zip(sides, sums, strict=True)
    ]
    return np.round(np.stack(sums, axis=1) / width, 9)


def _sums(values: np.ndarray, school: np.ndarray, many: int, low: float, high: float) -> np.ndarray:
    """schools × 2: how far the values of each are in all from either end of the scale."""
    there = np.isfinite(values)
    return np.stack(
        [np.bincount(school[there], weights=each[there], minlength=many) for each in (values - low, high - values)],
        axis=1,
    )


def one_value(values: np.ndarray, school: np.ndarray, many: int) -> np.ndarray:
    """For each school whether it has persons and all of them the same value."""
    low, high = np.full(many, np.inf), np.full(many, -np.inf)
    np.minimum.at(low, school, values)
    np.maximum.at(high, school, values)
    return low == high


def _why(links: Links, pairs: int) -> str:
    if not links.keyed_before or not links.keyed_after or not len(links):
        return "no_keys"
    return "linked" if pairs >= LEAST_PERSONS else "few_pairs"


def _paired(cell: Measured, first, second, school, known: dict, institutional: bool) -> Change:
    before, after = cell.before[first], cell.after[second]
    change = paired_change(before, after, school, institutional=institutional)
    if cell.item:
        effect = Estimate(refused="single_item")
    else:
        effect = paired_effect(before, after, school, scale=cell.scale, institutional=institutional)
    counted = moved(before, after)
    return Change(
        **known,
        **_described(before, after),
        design="paired",
        change=change,
        effect=effect,
        higher=counted.higher,
        same=counted.same,
        lower=counted.lower,
        flags=_flags(cell, before, after),
    )


def _independent(cell: Measured, rows, schools, known: dict, institutional: bool) -> Change:
    before, after = cell.before[rows[0]], cell.after[rows[1]]
    change = independent_change(before, after, *schools, institutional=institutional)
    if cell.item:
        effect = Estimate(refused="single_item")
    else:
        effect = independent_effect(before, after, *schools, scale=cell.scale, institutional=institutional)
    return Change(
        **known,
        **_described(before, after),
        design="independent",
        change=change,
        effect=effect,
        flags=_flags(cell, before, after),
    )


def _described(before: np.ndarray, after: np.ndarray) -> dict[str, float | None]:
    """Means, standard deviations (n − 1) and medians of both rounds; None where there is nobody, or one for an SD."""
    return {
        f"{name}_{when}": float(made(values)) if values.size >= least else None
        for when, values in (("before", before), ("after", after))
        for name, made, least in (("mean", np.mean, 1), ("sd", _sd, 2), ("median", np.median, 1))
    }


def _sd(values: np.ndarray) -> float:
    return values.std(ddof=1)


def _flags(cell: Measured, before: np.ndarray, after: np.ndarray) -> tuple[str, ...]:
    """ "ceiling" and "floor" at the start, the same with "_after" for the second round, "fewer_items"."""
    flags = ["fewer_items"] if cell.items_common < cell.items_all else []
    if not cell.item:
        flags += ends(before, *cell.scale).flags
        flags += [f"{flag}_after" for flag in ends(after, *cell.scale).flags]
    return tuple(flags)
