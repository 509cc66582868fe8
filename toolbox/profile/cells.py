"""Sums over slices, read as the cells of a profile."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from toolbox.model import Answers, Cell, Estimate, Framework, Scale, State, Unity
from toolbox.profile import standing
from toolbox.profile.counting import Counted
from toolbox.profile.sums import Sums
from toolbox.scoring.areas import areas_of, score_area
from toolbox.scoring.slices import Slices, slices_of
from toolbox.scoring.tallies import STATES, Tally
from toolbox.statistics import mean_interval_of, wilson

#: Two ways of averaging an area (over persons, over items) that differ by more than this are flagged.
DIFFERENCE_TO_FLAG = 0.10
#: More "not applicable" than this among a group's answers to an item is flagged.
NOT_APPLICABLE_TO_FLAG = 0.25


@dataclass(frozen=True, kw_only=True, eq=False)
class View:
    """A round, counted, and which of its slices are looked at."""

    counted: Counted
    seen: np.ndarray
    """For each slice whether its school is in view."""
    invited: tuple[int | None, ...]
    """For each group how many were invited in view; None unknown."""

    @property
    def answers(self) -> Answers:
        return self.counted.answers

    @property
    def framework(self) -> Framework:
        return self.counted.framework

    @property
    def slices(self) -> Slices:
        return self.counted.slices

    @property
    def tallies(self) -> tuple[Tally, ...]:
        return self.counted.tallies

    @property
    def asked(self) -> np.ndarray:
        return self.counted.asked

    @property
    def item_sums(self) -> tuple[Sums, ...]:
        return self.counted.item_sums

    @cached_property
    def one_school(self) -> bool:
        """Whether a single school is in view: agreement is that of persons who work together."""
        return len(np.unique(self.slices.school[self.seen])) == 1

    def slices_in_view(self, group: int) -> np.ndarray:
        """The slices of one group that are in view."""
        return self._in_view[group]

    @cached_property
    def _in_view(self) -> list[np.ndarray]:
        places = np.flatnonzero(self.seen)
        groups = self.slices.group[places]
        return [places[groups == group] for group in range(len(self.answers.groups))]


def area_cells(view: View) -> tuple[Cell, ...]:
    """A cell for each area and group that was asked it, in the framework's order."""
    cells = []
    for area in areas_of(view.framework, view.tallies):
        members = [
            place for place, each in enumerate(view.tallies) if each.item.area == area and not each.scale.categories
        ]
        for group in range(len(view.answers.groups)):
            chosen = view.slices_in_view(group)
            if view.asked[np.ix_(chosen, members)].any():
                cell = _area_cell(view, area, group, chosen, members, view.counted.area_sums[area])
                cells.append(_with_standing(view, cell, chosen, members))
    return tuple(cells)


def _with_standing(view: View, cell: Cell, chosen: np.ndarray, members: list[int]) -> Cell:
    """The cell with how its persons spread over the levels, agree, and left answers out."""
    levels = [(level, int(persons[chosen].sum())) for level, persons in view.counted.reached[cell.area]]
    return replace(
        cell,
        reached=tuple((level, persons / cell.n) for level, persons in levels) if cell.n else (),
        unity=_unity(view, cell.area, chosen, members) if view.one_school else None,
        shares_away=standing.shares_away([view.tallies[place] for place in members], chosen, view.asked[:, members]),
    )


def _unity(view: View, area: str, chosen: np.ndarray, members: list[int]) -> Unity | None:
    """How much the persons of these slices of one school agree: scored anew, being few."""
    rows = standing.rows_of(view.slices, chosen)
    asked = [place for place in members if view.asked[chosen, place].any()]
    tallies = [view.tallies[place] for place in asked]
    held = view.answers.values[np.ix_(rows, [view.answers.items.index(each.item.id) for each in tallies])]
    part = Answers(
        person=np.empty(len(rows), object), school=np.zeros(len(rows), np.int64), group=np.zeros(len(rows), np.int64),
        schools=("",), groups=("",), items=tuple(each.item.id for each in tallies), values=np.asfortranarray(held),
    )  # fmt: skip
    slices = slices_of(part)
    of_part = [replace(each, counts=each.counts[chosen].sum(axis=0, keepdims=True)) for each in tallies]
    scores, _, _ = score_area(part, slices, of_part, np.ones((1, len(of_part)), bool), area)
    return standing.unity(held, scores, tallies)


def item_cells(view: View) -> tuple[Cell, ...]:
    """A cell for each item and group that was asked it, in the framework's order."""
    cells = []
    for column, each in enumerate(view.tallies):
        sums = view.item_sums[column]
        for group in range(len(view.answers.groups)):
            chosen = view.slices_in_view(group)
            if view.asked[chosen, column].any():
                cells.append(_item_cell(view, group, chosen, each, sums))
    return tuple(cells)


def _area_cell(view: View, area: str, group: int, chosen: np.ndarray, members: list[int], sums: Sums) -> Cell:
    return _survey_cell(
        view,
        Cell(area=area, group=view.answers.groups[group]),
        group,
        chosen,
        sums,
        view.tallies[members[0]].scale,
        _averaging(sums, chosen, [view.item_sums[place] for place in members]),
    )


def _item_cell(view: View, group: int, chosen: np.ndarray, each: Tally, sums: Sums) -> Cell:
    counts, states = each.values[chosen].sum(axis=0), each.states[chosen].sum(axis=0)
    cell = Cell(
        area=each.item.area,
        group=view.answers.groups[group],
        item=each.item.id,
        counts=tuple(zip(range(each.scale.low, each.scale.high + 1), counts.tolist(), strict=True)),
        states=tuple(zip(STATES, states.tolist(), strict=True)),
        note="reversed" if each.item.reverse else "",
    )
    given, away = int(each.given[chosen].sum()), int(states[STATES.index(State.NOT_APPLICABLE)])
    flags = ("often_not_applicable",) if given and away / given > NOT_APPLICABLE_TO_FLAG else ()
    cell = _survey_cell(view, cell, group, chosen, sums, each.scale, flags)
    return counted(cell) if each.scale.categories else cell


def counted(cell: Cell) -> Cell:
    """The cell of ordered categories: what it counts stays, and nothing that takes their steps for equal."""
    mean = Estimate(n=cell.n, n_schools=cell.mean.n_schools, flags=cell.mean.flags, refused="counted")
    return replace(cell, mean=mean, sd=None, top_share=None, top_range=None)


def counted_areas(view: View) -> tuple[Cell, ...]:
    """A cell without an average for each area that is answered in ordered categories only, and each group asked it."""
    averaged = set(areas_of(view.framework, view.tallies))
    found: dict[tuple[str, int], Cell] = {}
    for column, each in enumerate(view.tallies):
        for group in range(len(view.answers.groups)):
            chosen = view.slices_in_view(group)
            if each.item.area not in averaged and view.asked[chosen, column].any():
                n = int(view.item_sums[column].n[chosen].sum())
                cell = Cell(area=each.item.area, group=view.answers.groups[group], n=n)
                before = found.get((each.item.area, group))
                found[each.item.area, group] = counted(cell if before is None or before.n < n else before)
    return tuple(found.values())


def _survey_cell(
    view: View, cell: Cell, group: int, chosen: np.ndarray, sums: Sums, scale: Scale, flags: tuple[str, ...]
) -> Cell:
    """The cell with what many persons' answers add up to."""
    n, mean, sd, top_share = sums.over(chosen)
    estimate = mean_interval_of(n, mean, sd, view.invited[group])
    siblings, alike = view.counted.by_school(group, sums)
    return replace(
        cell,
        n=n,
        mean=replace(estimate, n_schools=len(chosen), flags=(*estimate.flags, *flags)),
        sd=sd,
        top_share=top_share,
        top_range=_top_range(n, top_share, view.invited[group]),
        bounds=standing.bounds(n, mean, view.invited[group], scale),
        siblings=siblings,
        alike=alike,
    )


def _top_range(n: int, share: float | None, invited: int | None) -> tuple[float, float] | None:
    if share is None:
        return None
    found = wilson(round(share * n), n, invited=invited)
    return None if found.ci_low is None or found.ci_high is None else (found.ci_low, found.ci_high)


def _averaging(sums: Sums, chosen: np.ndarray, items: list[Sums]) -> tuple[str, ...]:
    """Flag where the mean over persons and the mean over items of the same answers part.

    A person's score over the items answered stands for all of them; where items differ in level and answers have gaps,
    that shifts the area's mean (Mazza, Enders & Ruehlman 2015).
    """
    over_persons = sums.over(chosen)[1]
    over_items = [mean for each in items if (mean := each.over(chosen)[1]) is not None]
    if over_persons is None or not over_items:
        return ()
    return ("item_means_differ",) if abs(over_persons - float(np.mean(over_items))) > DIFFERENCE_TO_FLAG else ()
