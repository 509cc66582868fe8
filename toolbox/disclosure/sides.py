"""Each round of a comparison by itself: what its profile hides, the comparison hides as well, item by item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from toolbox.disclosure import by_school, rules
from toolbox.disclosure.by_school import told
from toolbox.disclosure.closure import MEAN, SPREAD, Decision, decision
from toolbox.disclosure.closure import NOTHING as NO_ANSWERS
from toolbox.disclosure.near_ends import everybody_near_ends
from toolbox.disclosure.parts import part_apart, part_hidden, part_reason, unlike
from toolbox.disclosure.rests import Kinds, Rests, Told, rests
from toolbox.disclosure.rules import View
from toolbox.model import Change, Comparison, Grid, Policy

#: More persons than there are.
ALL = 10**9


@dataclass(frozen=True, kw_only=True, eq=False)
class Side:
    """One round of one group and area, as its School pages show it."""

    held: Decision
    at: np.ndarray
    """Where every school of the two rounds stands among those of the round; -1 for one that is not there."""
    common: tuple[str, ...]
    """The items the two rounds are compared on."""
    without: np.ndarray | None = None
    """Which optional items are left out in which school (:func:`toolbox.disclosure.parts.unlike`)."""

    def reason(self, row: Change, place: int | None, policy: Policy, level: int) -> str:
        """Why the round hides this number of one school, or (None) of all of them; "" where it does not."""
        if place is not None and place < 0:
            return "no_answers"
        if not row.item:
            return part_reason(self.held, self.common, place, policy, level, self.without)
        known = self.held.grid.items
        return self.held.reason(place, known.index(row.item) + 1, level) if row.item in known else ""

    def hidden(self, row: Change, policy: Policy, level: int) -> np.ndarray:
        """The same for every school of the two rounds, as a bool each."""
        known = self.held.grid.items
        if not row.item:
            found = part_hidden(self.held, self.common, policy, level, self.without)
        elif row.item in known:
            found = self.held.schools[level, :, known.index(row.item) + 1] > NO_ANSWERS
        else:
            found = np.zeros(len(self.held.grid.n), bool)
        return np.where(self.at >= 0, found[self.at], False)

    def apart(self, row: Change, inside: np.ndarray, policy: Policy) -> bool:
        """Whether some schools' mean over the items in common tells of nobody or enough of those who left one out."""
        here = np.zeros(len(self.held.grid.schools), bool)
        here[self.at[inside & (self.at >= 0)]] = True
        return bool(row.item) or part_apart(self.held, self.common, here, policy, self.without)

    def beside_hidden(self, item: str = "") -> np.ndarray:
        """For every school of the two rounds: were one of its numbers hidden, how many more persons its page's area, less the
        items it shows, leaves beside those of that number: who left items out; :data:`ALL` where it tells no area. Nobody,
        where all schools together tell the area and hide the item as well: theirs leaves the same persons."""
        gone = self.held.schools[MEAN, :, 0] > NO_ANSWERS
        known = self.held.grid.items
        columns = [1 + known.index(each) for each in ([item] if item else self.common) if each in known]
        together = self.held.together[MEAN] > NO_ANSWERS
        alike = not together[0] and together[columns].any()
        left_out = np.where(gone, ALL, 0 if alike else self.held.left_out)
        return np.where(self.at >= 0, left_out[self.at], 0)


@dataclass(frozen=True, kw_only=True)
class Then:
    """The same group and area in a state in which the two rounds were shown before."""

    rows: Mapping[tuple[str, str, str], Change]
    """(area, group, item) → its pairs in every school."""
    sides: Sides
    at: np.ndarray
    """For every school of the two rounds now its place among those then, -1 where it was not there."""


@dataclass(frozen=True, kw_only=True)
class Sides:
    """One group and area of a comparison: what each round's pages hide, and rule 11 for the pairs."""

    rounds: tuple[Side, ...] = ()
    """Before and after; empty where nothing is known."""
    places: tuple[int, ...] = ()
    """Where the schools in view stand among all schools of the two rounds."""
    kinds: Kinds = ()
    """Of every school its persons by how many of the items they answered (``Change.uneven``); none where nobody knows, or
    where a lone item is the area: the two tell the same."""
    pairs: tuple[Change, ...] = ()
    """The pairs' area, then its items: these add up to it (one is the same), so that they are told with no more than it and each
    other."""
    then: tuple[Then, ...] = ()
    """What was shown of it before."""
    seen: dict[tuple[int, View, bool], str] = field(default_factory=dict, compare=False, repr=False)
    """Why the pairs' area or one of its items is not told, by least number, view and whether means are asked for."""
    few: dict[tuple[bool, tuple[Told, ...], int], np.ndarray] = field(default_factory=dict, compare=False, repr=False)
    kept: dict[bool, Rests] = field(default_factory=dict, compare=False, repr=False)
    behind: dict = field(default_factory=dict, compare=False, repr=False)
    """What stands behind each row (:mod:`.pairs`), with the row, by whose identity it is found."""

    @property
    def known(self) -> bool:
        """Whether it is known who answered how many items."""
        return bool(self.kinds and self.rounds)

    def rests(self, items: bool) -> Rests:
        """Whom everybody's, the pairs' and the items' means leave (``items``: those of the pairs as well)."""
        if items not in self.kept:
            hides, gone, whole = zip(*map(_of_common, self.rounds), strict=True)
            asked = np.array([row.siblings for row in self.pairs[1:]])[:, :, :2].any(axis=2).T if items else None
            self.kept[items] = rests(self.kinds, np.array(hides), np.array(gone), items=items, whole=whole, asked=asked)
        return self.kept[items]

    def tells_of_few(self, items: bool, told: tuple[Told, ...], policy: Policy) -> np.ndarray:
        """For each school whether its pairs tell of a few by themselves, or of those who cover for others on its page."""
        key = items, told, policy.min_n
        if key not in self.few:
            found = self.rests(items)
            few = np.any([found.few(each, policy.min_n) for each in told], axis=0)
            for at, side in enumerate(self.rounds):
                hides = _picked(side, (side.held.schools[MEAN] > NO_ANSWERS).any(axis=1)) & ~found.gone[at]
                cover = np.minimum(_picked(side, side.held.left_out), policy.min_n)
                few |= hides & (found.fewest(at, told) < cover)
            self.few[key] = few
        return self.few[key]


def _of_common(side: Side) -> tuple[np.ndarray, np.ndarray, bool]:
    """Of every school whether its page hides some of the items in common, and whether all there is; whether all schools
    together show these items."""
    known = side.held.grid.items
    columns = [1 + known.index(item) for item in side.common if item in known]
    hidden = _picked(side, side.held.schools[MEAN] > NO_ANSWERS)
    whole = not (side.held.together[MEAN, columns] > NO_ANSWERS).any()
    return hidden[:, columns].any(axis=1), hidden[:, 0], whole


def _picked(side: Side, of_round: np.ndarray) -> np.ndarray:
    """Something of every school of a round, for every school of the two; nothing of one that is not there."""
    there = (side.at >= 0).reshape(-1, *[1] * (of_round.ndim - 1))
    return np.where(there, of_round[side.at], 0).astype(of_round.dtype)


NOTHING = Sides()


def sides_of(comparison: Comparison, policy: Policy, view: View) -> dict[tuple[str, str], Sides]:
    """(area, group) -> what is hidden beside something else."""
    rows = comparison.independent or comparison.paired
    grids = [{(grid.area, grid.group): grid for grid in side if not grid.item} for side in comparison.grids]
    then = [_then(each, comparison.every_school, policy) for each in comparison.earlier]
    found = {}
    for area in rows:
        if area.item:
            continue
        items = [row for row in rows if row.item and (row.area, row.group) == (area.area, area.group)]
        known = [side.get((area.area, area.group)) for side in grids] or [None, None]
        rounds = tuple(
            _side(grid, [area, *items], side, comparison.every_school, policy, view) for side, grid in enumerate(known)
        )
        if None not in known:
            rounds = tuple(
                replace(side, without=unlike(side.held.grid, [other.held.grid], comparison.framework))
                for side, other in zip(rounds, rounds[::-1], strict=True)
            )
        kinds = area.uneven if len(items) > 1 else ()
        pairs = tuple(row for row in comparison.paired if (row.area, row.group) == (area.area, area.group))
        found[area.area, area.group] = Sides(
            rounds=rounds,
            kinds=kinds,
            places=comparison.places,
            pairs=pairs,
            then=tuple(
                Then(rows=shown, sides=sides.get((area.area, area.group), NOTHING), at=at) for shown, sides, at in then
            ),
        )
    return found


def _then(comparison: Comparison, schools: Sequence[str], policy: Policy) -> tuple[dict, dict, np.ndarray]:
    """Of an earlier state its pairs, what its pages hid, and where these schools stood."""
    place = {school: at for at, school in enumerate(comparison.every_school)}
    rows = {(row.area, row.group, row.item): row for row in comparison.paired}
    return rows, sides_of(comparison, policy, "all"), np.array([place.get(school, -1) for school in schools], np.int64)


def _side(
    grid: Grid | None, rows: Sequence[Change], side: int, every_school: Sequence[str], policy: Policy, view: View
) -> Side:
    common = tuple(row.item for row in rows[1:])
    if grid is None:
        grid = _from_rows(rows, side, view)
        every_school = grid.schools
    place = {school: at for at, school in enumerate(grid.schools)}
    at = np.array([place.get(school, -1) for school in every_school], np.int64)
    since = [since_of(row, side) for row in rows]
    if any(since):
        grid = replace(grid, kept={}, since=_since(grid, rows, since, at))
    return Side(held=decision(grid, policy), at=at, common=common)


def _since(grid: Grid, rows: Sequence[Change], since: Sequence[list], at: np.ndarray) -> np.ndarray:
    """What the rows know of earlier states, laid out as the grid is."""
    columns = {item: place for place, item in enumerate(("", *grid.items))}
    found = np.zeros((max(map(len, since)), *grid.n.shape), np.int64)
    for row, states in zip(rows, since, strict=True):
        for state, persons in enumerate(states):
            if row.item in columns:
                found[state, at[at >= 0], columns[row.item]] = np.array(persons)[at >= 0]
    return found


def _from_rows(rows: Sequence[Change], side: int, view: View) -> Grid:
    """A round of which the comparison alone is known: a tool's averages, or a result made by hand."""
    area, many = rows[0], len(rows[0].siblings) or 1
    own = [((row.n_before, row.n_after)[side],) for row in rows]
    sizes = [[size[side] for size in row.siblings] or one for row, one in zip(rows, own, strict=True)]
    spread = [(row.sd_before, row.sd_after)[side] == 0 for row in rows]
    alike = [
        [flags[side] for flags in row.alike] or [same and many == 1] * many
        for row, same in zip(rows, spread, strict=True)
    ]
    answered = np.zeros((many, len(rows)), np.int64)
    if area.gaps and len(rows) > 2:
        some = np.array([persons[side] for persons in area.gaps])
        answered[:, -2], answered[:, -1] = some, np.maximum(np.array(sizes[0]) - some, 0)
    return Grid(
        area=area.area, group=area.group, schools=tuple(map(str, range(many))), items=tuple(row.item for row in rows[1:]),
        n=np.array(sizes, np.int64).T, alike=np.array(alike, bool).T,
        alike_all=np.array([same and (view != "one") for same in spread]), answered=answered,
    )  # fmt: skip


def _size(row: Change, side: int) -> int:
    return (row.n_before, row.n_after)[side]


def sides_seen(row: Change, least: int, policy: Policy, view: View, sides: Sides) -> str:
    """Each round by itself: the reason of the first that does not show this row's number."""
    reasons = (_seen(row, side, least, policy, view, sides) for side in (0, 1))
    return next((reason for reason in reasons if reason), "")


def _seen(row: Change, side: int, least: int, policy: Policy, view: View, sides: Sides) -> str:
    sizes, size, level = [each[side] for each in row.siblings], _size(row, side), _level(least, policy)
    spread = (row.sd_before, row.sd_after)[side]
    if policy.min_n <= size < policy.min_bands and spread == 0:
        return "alike"
    if size >= least and sides.rounds:
        place = None if view == "all" else int(sides.rounds[side].at[_place(row, sides)])
        reason = sides.rounds[side].reason(row, place, policy, level)
        if reason:
            return reason
    withheld, since = _withheld(row, side, policy, sides, level), since_of(row, side)
    if not since:
        return rules.seen(size, least, view, sizes, withheld)
    # The persons in view are every school's, or one school's: what differs of them must be nobody, or enough.
    if size >= least and rules.since_hides(since, sides.places or range(len(sizes)), least):
        return "since"
    late = rules.few_since(since, least)
    hidden = [gone or new for gone, new in zip(withheld, late, strict=True)]
    return rules.seen(size, least, view, sizes, hidden, since, least, late=True)


def _place(row: Change, sides: Sides) -> int:
    """Where the school in view stands among all of the two rounds."""
    if sides.places:
        return sides.places[0]
    own = row.n_before, row.n_after, row.n_pairs
    return row.siblings.index(own) if own in row.siblings else 0


def _level(least: int, policy: Policy) -> int:
    return MEAN if least <= policy.min_n else SPREAD


def since_of(row: Change, side: int) -> list[tuple[int, ...]]:
    """For each earlier state that was shown, and each school, the persons (or, ``side`` 2, pairs) that differ."""
    found = [tuple(each[side] for each in state) for state in row.since]
    return [each for each in found if any(each)]


def _withheld(row: Change, side: int, policy: Policy, sides: Sides, level: int) -> list[bool]:
    """Schools whose own page hides this number of one round, or whose few persons here are all alike."""
    sizes = [size[side] for size in row.siblings]
    alike = [flags[side] for flags in row.alike] or [False] * len(sizes)
    withheld = [same and size < policy.min_bands for same, size in zip(alike, sizes, strict=True)]
    if not sides.rounds or not sizes:
        return withheld
    hidden = sides.rounds[side].hidden(row, policy, level)
    return [gone or bool(away) for gone, away in zip(withheld, hidden, strict=True)]


def hidden_alone(row: Change, side: int, least: int, policy: Policy, sides: Sides) -> list[bool]:
    """For each school whether its own School page hides this number of persons who answered the round."""
    sizes = [size[side] for size in row.siblings]
    withheld = _withheld(row, side, policy, sides, _level(least, policy))
    hidden = [gone or size < least for gone, size in zip(withheld, sizes, strict=True)]
    behind, enough = [], policy.min_n
    if since := since_of(row, side):
        hidden = [gone or late for gone, late in zip(hidden, rules.few_since(since, least), strict=True)]
        behind, enough = since, least
    up_to = rules.complement(sizes, hidden, least, behind, enough).up_to if len(sizes) > 1 else 0
    return [size > 0 and (gone or size <= up_to) for size, gone in zip(sizes, hidden, strict=True)]


def everybody_told(row: Change, policy: Policy, sides: Sides) -> by_school.Told:
    """Rule 24 for everybody: hidden are the schools whose School page does not show one of the rounds."""
    sizes = np.array(row.siblings, np.int64).reshape(-1, 3)[:, :2]
    away = [hidden_alone(row, side, policy.min_n, policy, sides) for side in (0, 1)]
    return told(sizes.max(axis=1), np.any(away, axis=0), policy)


def round_apart(row: Change, side: int, inside: Sequence[bool], least: int, policy: Policy, sides: Sides) -> bool:
    """Whether everybody of a round in some of the schools may be told of, beside what every School page shows."""
    sizes = [size[side] for size in row.siblings]
    hidden = hidden_alone(row, side, least, policy, sides)
    away = np.array(inside, bool) & np.array(hidden, bool)
    if sides.rounds and not sides.rounds[side].apart(row, np.array(inside, bool), policy):
        return False
    near_an_end = everybody_near_ends(row.room, side)
    return rules.covered(np.array(sizes, np.int64), away, least, [], policy.min_n, few=near_an_end)
