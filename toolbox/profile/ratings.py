"""Agreed ratings as the cells of a profile: one rating a school and indicator, by what sums up the framework's areas.

- ``mean``: the plain mean of the ratings, as the rubric's authors print it, with median, lowest and highest.
- ``median``: the median level with lowest and highest. A school's level is the lower of two middle ones.
- ``compliance``: how many indicators reach the required level; all must. A school's level in an area is its lowest
  rating: one indicator short keeps the area short. There is no average of any kind.

Several schools together are counted at their levels; only where the framework says ``mean`` are they averaged. An
indicator nobody rated is still one of the framework's: it is counted as not rated, and does not reach what is required.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from toolbox.model import Area, Cell, Estimate, Item, Scale
from toolbox.profile.cells import View
from toolbox.profile.sums import Sums, of_scores
from toolbox.scoring.areas import score_area
from toolbox.scoring.tallies import Tally
from toolbox.statistics import levels

METHOD = "plain mean of agreed ratings"


def rated_areas(view: View) -> tuple[Cell, ...]:
    """A cell for each area of the framework and each group that rated anything, in the framework's order."""
    cells = []
    for area in view.framework.areas:
        indicators, tallies = _indicators(view, area), _tallies(view, area)
        sums = _sums(view, area, tallies)
        cells += [_area_cell(view, area, indicators, tallies, sums, group) for group in _groups(view) if indicators]
    return tuple(cells)


def rated_items(view: View) -> tuple[Cell, ...]:
    """A cell for each indicator of the framework and each group that rated anything; also those not rated."""
    columns = {each.item.id: place for place, each in enumerate(view.tallies)}
    return tuple(
        _item_cell(view, item, columns.get(item.id), group)
        for area in view.framework.areas
        for item in _indicators(view, area)
        for group in _groups(view)
    )


def _groups(view: View) -> list[int]:
    return [group for group in range(len(view.answers.groups)) if len(view.slices_in_view(group))]


def _indicators(view: View, area: Area) -> tuple[Item, ...]:
    """Those of an area: every one that is not optional, and the optional ones somebody rated."""
    rated = {each.item.id for each in view.tallies if each.values.any()}
    return tuple(item for item in view.framework.items_of(area.id) if not item.optional or item.id in rated)


def _tallies(view: View, area: Area) -> tuple[Tally, ...]:
    return tuple(each for each in view.tallies if each.item.area == area.id)


def _sums(view: View, area: Area, tallies: Sequence[Tally]) -> Sums | None:
    """What an average is made of; None where the framework has none, or nothing of the area was rated."""
    if not view.framework.averaged or not tallies:
        return None
    scale = tallies[0].scale
    scores, _, _ = score_area(view.answers, view.slices, view.tallies, view.asked, area.id)
    return of_scores(scores, view.slices, scale.top_from, (scale.low + scale.high) / 2)


def _area_cell(
    view: View, area: Area, indicators: Sequence[Item], tallies: Sequence[Tally], sums: Sums | None, group: int
) -> Cell:
    chosen = view.slices_in_view(group)
    by_school = [_ratings(tallies, place) for place in chosen]
    rating = [row for row in by_school if len(row)]
    found = levels(np.concatenate(rating) if rating else [])
    scale = view.framework.scale_of(indicators[0])
    cell = Cell(
        area=area.id,
        group=view.answers.groups[group],
        n=len(rating),
        median=found.median.estimate,
        lowest=found.lowest,
        highest=found.highest,
        counts=_at_levels(scale, rating[0] if len(chosen) == 1 and rating else _levels_of(view, rating)),
        rated=found.n,
        indicators=len(indicators) * len(chosen),
        met=_met(view, tallies, indicators, chosen),
    )
    return _averaged(view, cell, group, chosen, sums, _twice(tallies, chosen))


def _item_cell(view: View, item: Item, column: int | None, group: int) -> Cell:
    chosen, scale = view.slices_in_view(group), view.framework.scale_of(item)
    cell = Cell(area=item.area, group=view.answers.groups[group], item=item.id, note="reversed" if item.reverse else "")
    if column is None or not view.tallies[column].values[chosen].any():
        none = Estimate(method=METHOD, refused="no_answers")
        return replace(cell, mean=none, counts=_at_levels(scale, []), siblings=(0,) * len(view.answers.schools))
    each = view.tallies[column]
    rating = [row for place in chosen if len(row := _ratings([each], place))]
    found = levels(np.concatenate(rating))
    required = view.framework.required
    cell = replace(
        cell,
        n=len(rating),
        median=found.median.estimate,
        lowest=found.lowest,
        highest=found.highest,
        counts=_at_levels(scale, rating[0] if len(chosen) == 1 else _levels_of(view, rating)),
        distance=max(required - found.lowest, 0) if required is not None and len(chosen) == 1 else None,
    )
    return _averaged(view, cell, group, chosen, view.item_sums[column], _twice([each], chosen))


def _averaged(
    view: View, cell: Cell, group: int, chosen: np.ndarray, sums: Sums | None, flags: tuple[str, ...]
) -> Cell:
    """The cell with its average, where the framework has one. One rating of one school is its own average."""
    alone = bool(cell.item) and len(chosen) == 1 and not flags
    if sums is None or not (view.framework.averaged or alone):
        refused = "counted" if cell.n else "no_answers"
        zeros = (0,) * len(view.answers.schools)
        return replace(cell, mean=Estimate(method=METHOD, n=cell.n, flags=flags, refused=refused), siblings=zeros)
    n, mean, sd, _ = sums.over(chosen)
    refused = "" if n else "few_rated" if cell.n else "no_answers"
    siblings, alike = view.counted.by_school(group, sums)
    estimate = Estimate(estimate=mean, method=METHOD, n=n, n_schools=len(chosen), flags=flags, refused=refused)
    return replace(cell, mean=estimate, sd=sd, siblings=siblings, alike=alike)


def _ratings(tallies: Sequence[Tally], place: int) -> np.ndarray:
    """The levels one school gave to these indicators, a reversed one turned round; those not rated are not among them."""
    given = []
    for each in tallies:
        counts = each.values[place][::-1] if each.item.reverse else each.values[place]
        given.append(np.repeat(np.arange(each.scale.low, each.scale.high + 1), counts))
    return np.concatenate(given) if given else np.empty(0, np.int64)


def _levels_of(view: View, by_school: Sequence[np.ndarray]) -> list[int]:
    """The level of each school: its lowest rating where all must reach one, else the lower middle one."""
    found = [levels(row) for row in by_school]
    return [each.lowest if view.framework.summary == "compliance" else each.nearest[0] for each in found]


def _at_levels(scale: Scale, given: Sequence[int] | np.ndarray) -> tuple[tuple[int, int], ...]:
    """How many stand at each level, every level of the scale named."""
    counts: Mapping[int, int] = dict(
        zip(*(part.tolist() for part in np.unique(given, return_counts=True)), strict=True)
    )
    return tuple((level, int(counts.get(level, 0))) for level in range(scale.low, scale.high + 1))


def _met(view: View, tallies: Sequence[Tally], indicators: Sequence[Item], chosen: np.ndarray) -> int | None:
    """Indicators of one school that reach the required level; of several, the schools where every one does."""
    required = view.framework.required
    if required is None:
        return None
    of_item = {each.item.id: each for each in tallies}
    met = np.zeros(len(chosen), np.int64)
    for item in indicators:
        if item.id in of_item:
            each = of_item[item.id]
            there = (each.values[:, ::-1] if item.reverse else each.values)[chosen] > 0
            lowest = each.scale.low + there.argmax(axis=1)
            met += there.any(axis=1) & (lowest >= required)
    return int(met[0]) if len(chosen) == 1 else int((met == len(indicators)).sum())


def _twice(tallies: Sequence[Tally], chosen: np.ndarray) -> tuple[str, ...]:
    """Flag a school that rated one indicator more than once."""
    twice = any((each.values[chosen].sum(axis=1) > 1).any() for each in tallies)
    return ("several_ratings",) if twice else ()
