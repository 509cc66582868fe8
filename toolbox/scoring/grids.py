"""A round counted school by school, group by group and area by area: what the gate needs of everybody to show anything."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from toolbox.model import Answers, Averages, Framework, Grid
from toolbox.scoring.areas import areas_of, asked_by_slice, items_of, score_area
from toolbox.scoring.slices import Slices, in_order, slices_of
from toolbox.scoring.tallies import Tally, tally


def grids_of(answers: Answers, framework: Framework, items: Sequence[str] | None = None) -> tuple[Grid, ...]:
    """A grid for every area and group that was asked it, over the items wanted (None: all the round has).

    Example:
        >>> from toolbox.frameworks import load
        >>> answers = Answers(person=np.array(["", ""]), school=np.array([0, 1]), group=np.array([0, 0]),
        ...     schools=("North", "South"), groups=("teachers",), items=("selfie2020.A1", "selfie2020.A2"),
        ...     values=np.array([[4, 5], [3, -1]], np.int8))
        >>> found = grids_of(answers, load("selfie-2020"))[0]
        >>> found.n.tolist(), found.answered.tolist()
        ([[1, 1, 1], [1, 1, 0]], [[0, 0, 1], [0, 1, 0]])
    """
    answers, _ = in_order(answers)
    slices = slices_of(answers)
    tallies = tally(answers, framework, slices, items_of(answers, framework, items))
    asked = asked_by_slice(tallies, slices)
    made: list[Grid] = []
    for area in areas_of(framework, tallies):
        scores, answered, _ = score_area(answers, slices, tallies, asked, area)
        made += area_grids(answers, slices, tallies, asked, area, scores, answered)
    return (*made, *counted_grids(answers, slices, tallies, asked))


def area_grids(
    answers: Answers,
    slices: Slices,
    tallies: Sequence[Tally],
    asked: np.ndarray,
    area: str,
    scores: np.ndarray,
    answered: np.ndarray,
) -> list[Grid]:
    """One area, a grid a group. ``scores`` and ``answered`` as :func:`toolbox.scoring.areas.score_area` gives them."""
    members = [
        place for place, each in enumerate(tallies) if each.item.area == area and not each.scale.categories
    ]  # fmt: skip
    starts = slices.starts
    low, high = np.fmin.reduceat(scores, starts), np.fmax.reduceat(scores, starts)
    n = [np.add.reduceat(np.isfinite(scores), starts, dtype=np.int64)]
    lows, highs = [low], [high]
    scales = [tallies[place].scale for place in members]
    ends = min(scale.low for scale in scales), max(scale.high for scale in scales)
    rooms = [_room(np.add.reduceat(np.nan_to_num(scores), starts), n[0], *ends)]
    for place in members:
        one = _ends(tallies[place])
        rooms.append(_room_of(tallies[place]))
        n.append(tallies[place].values.sum(axis=1))
        lows.append(one[0])
        highs.append(one[1])
    there = np.sum([each > 0 for each in n[1:]], axis=0)
    rooms_some = _room_some(scores, answered, starts, np.repeat(there, slices.sizes), ends)
    wide = len(members) + 1
    of_row = np.repeat(np.arange(len(slices)), slices.sizes)
    by_many = np.bincount(of_row * wide + answered, minlength=len(slices) * wide).reshape(len(slices), wide)
    return [
        _grid(
            answers,
            slices,
            group,
            area,
            "",
            [tallies[place].item.id for place in kept],
            n,
            lows,
            highs,
            kept,
            members,
            by_many,
            rooms,
            rooms_some,
        )
        for group in range(len(answers.groups))
        if (kept := [place for place in members if asked[slices.group == group, place].any()])
    ]


def counted_grids(answers: Answers, slices: Slices, tallies: Sequence[Tally], asked: np.ndarray) -> list[Grid]:
    """Ordered categories: each item by itself, because it adds up to no area."""
    made = []
    for place, each in enumerate(tallies):
        if each.scale.categories:
            low, high = _ends(each)
            n = each.values.sum(axis=1)
            for group in np.flatnonzero(np.bincount(slices.group[asked[:, place]], minlength=len(answers.groups))):
                made.append(
                    _grid(
                        answers, slices, int(group), each.item.area, each.item.id, [], [n], [low], [high], [], [], None
                    )
                )
    return made


def _ends(each: Tally) -> tuple[np.ndarray, np.ndarray]:
    """The lowest and highest value of each slice, as answered; infinite where nobody answered."""
    values = np.arange(each.scale.low, each.scale.high + 1)
    there = each.values > 0
    return np.where(there, values, np.inf).min(axis=1), np.where(there, values, -np.inf).max(axis=1)


def grids_of_averages(averages: Averages, framework: Framework) -> tuple[Grid, ...]:
    """A grid for every area and group of a round of which a tool reported averages alone.

    Example:
        >>> from toolbox.frameworks import load
        >>> from toolbox.model import Average
        >>> rows = [Average(school=name, group="pupils", area="A", mean=mean, n=8) for name, mean in (("Elm", 5.0), ("Oak", 4.0))]
        >>> grids_of_averages(Averages(rows=tuple(rows)), load("selfie-2020"))[0].room[:, :, 0].tolist()
        [[8.0, 6.0], [0.0, 2.0]]
    """
    made = []
    for area in framework.areas:
        for group in averages.groups:
            rows = {row.school: row for row in averages.rows if (row.area, row.group) == (area.id, group)}
            if rows:
                found = [rows.get(school) for school in averages.schools]
                n = np.array([row.n if row else 0 for row in found], np.int64)
                total = np.array([row.n * row.mean if row else 0.0 for row in found])
                one_value = len({row.mean for row in rows.values()}) == 1
                made.append(
                    Grid(
                        area=area.id, group=group, schools=averages.schools, n=n[:, None],
                        alike=np.array([[bool(row and row.alike)] for row in found]),
                        alike_all=np.array([one_value and all(row.alike for row in rows.values())]),
                        answered=np.zeros((len(n), 1), np.int64),
                        room=_room(total, n, *framework.span(area.id))[:, :, None],
                    )
                )  # fmt: skip
    return tuple(made)


def _room(total: np.ndarray, n: np.ndarray, low: int, high: int) -> np.ndarray:
    """Of each slice how far ``n`` values are in all from either end of the scale, in answers of its whole width."""
    width = max(high - low, 1)
    return np.stack([total - n * low, n * high - total]) / width


def _room_of(each: Tally) -> np.ndarray:
    """The same of an item, turned round where it asks the other way round than its area."""
    values = np.arange(each.scale.low, each.scale.high + 1)
    found = _room(each.values @ values, each.values.sum(axis=1), each.scale.low, each.scale.high)
    return found[::-1] if each.item.reverse else found


def _room_some(
    scores: np.ndarray, answered: np.ndarray, starts: np.ndarray, there: np.ndarray, ends: tuple[int, int]
) -> np.ndarray:
    """The same of the scores of those who left some items out, or of those who did not, whichever are fewer."""
    found, many = [], []
    for who in (answered >= there, (answered > 0) & (answered < there)):
        kept = who & np.isfinite(scores)
        persons = np.add.reduceat(kept, starts, dtype=np.int64)
        found.append(_room(np.add.reduceat(np.where(kept, scores, 0), starts), persons, *ends))
        many.append(np.where(persons > 0, persons, np.iinfo(np.int64).max))
    return np.where(many[0] < many[1], *found)


def _grid(
    answers, slices, group, area, item, items, n, lows, highs, kept, members, by_many, rooms=(), rooms_some=None
) -> Grid:
    chosen = np.flatnonzero(slices.group == group)
    schools = slices.school[chosen]
    columns = [0, *(members.index(place) + 1 for place in kept)]
    sizes = np.zeros((len(answers.schools), len(columns)), np.int64)
    alike = np.zeros(sizes.shape, bool)
    room = np.zeros((2, *sizes.shape)) if len(rooms) else None
    together = []
    for at, column in enumerate(columns):
        sizes[schools, at] = n[column][chosen]
        low, high = lows[column][chosen], highs[column][chosen]
        alike[schools, at] = (n[column][chosen] > 0) & (low == high)
        there = n[column][chosen] > 0
        if room is not None:
            room[:, schools, at] = rooms[column][:, chosen]
        together.append(bool(there.any() and low[there].min() == high[there].max()))
    answered = np.zeros((len(answers.schools), len(items) + 1), np.int64)
    if by_many is not None:
        answered[schools] = by_many[chosen][:, : len(items) + 1]
    return Grid(
        area=area,
        group=answers.groups[group],
        item=item,
        schools=answers.schools,
        items=tuple(items),
        n=sizes,
        alike=alike,
        alike_all=np.array(together),
        answered=answered,
        room=room,
        room_some=None if rooms_some is None else _placed(rooms_some[:, chosen], schools, len(answers.schools)),
    )


def _placed(found: np.ndarray, schools: np.ndarray, many: int) -> np.ndarray:
    """A number of each slice as one of each school."""
    made = np.zeros((len(found), many))
    made[:, schools] = found
    return made
