"""What must stay hidden of one group and area so that nothing hidden can be solved for, decided for all pages jointly.

The pages of a round are linear equations. A school's page tells its area's mean and its items' means; the page of all
schools tells the same sums over schools. Two things tie them together: items add up to their area, and schools add up
to all schools. A cell hidden in one school may therefore follow through a chain - from all schools to a school, from an
item to the area, on to the next item, back to another school. So everything is decided here at once, for every school
and all of them, from the numbers of persons alone; a view picks its row.

How it is kept simple enough to prove: **hidden sets are nested.** The items of an area have one order, those most left
out in the whole round first. A school that must hide an item hides everything up to it in that order; where its area is
hidden, so are all its items. A school's *depth* is how far that goes. Then:

1. *Own page.* Persons who left out some of the items are the difference of the area's mean and its items' means. Where
   they (or those who left out none) are fewer than k, an item is hidden. Where nobody left out any, one hidden item would
   follow from the others: two are hidden. At least one of them was answered by k persons.
2. *Cover.* The deepest schools that hide, of those with an answer to everything they hide, are two at least, with k
   persons in all. Whatever follows from all schools minus the shown ones is then either nothing, or about these together:
   they hide all that anybody hides, so no combination of totals can cancel two of them and leave another school.
3. *Rest.* The one combination that cancels every school in which nobody left out an item - the area less its items -
   leaves those who did. They number nobody, or come from two schools and are k. The same for schools that hide all and
   were asked (or answered) another number of items than those cancelled.

Where 2 fails, the next smallest schools go as deep as the deepest; where those would be more than a quarter of all
persons, all schools together hide every column that a school hides. Where 3 fails, the next smallest school with persons
who left items out hides the first item; where there is none, all schools together hide it.

Spread and options are sums of squares and counts: an area's do not follow from its items', so each column is guarded by
subtraction between schools alone (:func:`toolbox.disclosure.rules.complement`).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from toolbox.disclosure import rules
from toolbox.model import Grid, Policy

#: Reasons by number, as they stand in a decision.
REASONS = ("", "no_answers", "few", "alike", "since", "complement", "beside")
SHOWN, NOTHING, FEW, ALIKE, SINCE, COMPLEMENT, BESIDE = range(len(REASONS))

MEAN, SPREAD, OPTIONS = range(3)
"""Levels of detail: the mean; spread, interval, three bands; every option."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Decision:
    """Why each number of a grid is hidden (:data:`REASONS`, 0 where it is shown), by level of detail."""

    grid: Grid
    schools: np.ndarray
    """levels × schools × columns."""
    together: np.ndarray
    """levels × columns, of all schools together."""
    left_out: np.ndarray
    """Persons of each school whom the area and its items would tell of: see :func:`left_out`."""

    def reason(self, place: int | None, column: int, level: int = MEAN) -> str:
        """Of one school, or of all together (None)."""
        found = self.together[level, column] if place is None else self.schools[level, place, column]
        return REASONS[found]

    @property
    def open(self) -> np.ndarray:
        """For each school whether its page hides nothing of what was answered."""
        return (self.schools[MEAN] <= NOTHING).all(axis=1)


def decision(grid: Grid, policy: Policy) -> Decision:
    """What stays hidden of a grid under a policy; worked out once and kept with the grid.

    Under higher minimums than the default ones everything hidden under those is hidden, too: whoever reads both has read
    nothing but the default.
    """
    key = policy.min_n, policy.min_bands, policy.min_distribution
    if key not in grid.kept:
        found, usual = _decide(grid, policy), Policy()
        if key != (usual.min_n, usual.min_bands, usual.min_distribution):
            first = decision(grid, usual)
            found = replace(
                found,
                schools=np.where(first.schools, first.schools, found.schools),
                together=np.where(first.together, first.together, found.together),
            )
        grid.kept[key] = found
    return grid.kept[key]


def _decide(grid: Grid, policy: Policy) -> Decision:
    schools, together = _means(grid, policy)
    all_schools, all_together = [schools], [_late(grid, schools, together, policy.min_n)]
    for least in (max(policy.min_n, policy.min_bands), max(policy.min_n, policy.min_distribution)):
        before = np.where((all_schools[-1] == SHOWN) & _few_since(grid, least), SINCE, all_schools[-1]).astype(np.int8)
        found = [_column(grid.n[:, at], before[:, at], all_together[-1][at], least) for at in range(grid.n.shape[1])]
        all_schools.append(np.stack([each for each, _ in found], axis=1))
        all_together.append(_late(grid, all_schools[-1], np.array([each for _, each in found], np.int8), least))
    return Decision(
        grid=grid, schools=np.stack(all_schools), together=np.stack(all_together), left_out=left_out(grid)
    )  # fmt: skip


def _column(n: np.ndarray, before: np.ndarray, together: int, least: int) -> tuple[np.ndarray, int]:
    """One column at a finer level of detail; what is hidden at the coarser one stays hidden."""
    found = before.copy()
    found[(found == SHOWN) & (n < least)] = FEW
    total = together or (FEW if n.sum() < least else SHOWN)
    if len(n) > 1 and not total:
        cut = rules.complement(n, found > NOTHING, least)
        if cut.total:
            total = COMPLEMENT
        found[(found == SHOWN) & (n <= cut.up_to)] = COMPLEMENT
    return found, total


# ── what was shown before (the ledger of releases) ──


def _few_since(grid: Grid, least: int) -> np.ndarray:
    """schools × columns: whether a number differs by a few persons from what was shown of it before."""
    if grid.since is None:
        return np.zeros(grid.n.shape, bool)
    return ((grid.since > 0) & (grid.since < least)).any(axis=0)


def _late(grid: Grid, schools: np.ndarray, together: np.ndarray, least: int) -> np.ndarray:
    """The same of all schools together, and of the hidden ones that follow from them."""
    if grid.since is None:
        return together
    found = together.copy()
    for state in grid.since:
        for persons in (state.sum(axis=0), np.where(schools > NOTHING, state, 0).sum(axis=0)):
            found[(found == SHOWN) & (persons > 0) & (persons < least)] = SINCE
    return found


# ── means ──


def left_out(grid: Grid) -> np.ndarray:
    """Persons of each school who could be told apart by how many items they answered: those who answered all that anybody
    there did, or those who answered some - the fewer of the two, because an area less its items can cancel either.

    1 where nobody answered all and they answered different numbers of items; 0 where they all answered as many.

    Example:
        >>> def grid(*answered):
        ...     n = np.full((1, 4), 6)
        ...     return Grid(area="A", group="staff", schools=("Elm",), items=("a", "b", "c"), n=n, alike=n < 0,
        ...         alike_all=n[0] < 0, answered=np.array([(0, *answered)]))
        >>> [int(left_out(grid(*each))[0]) for each in ((0, 0, 9), (0, 2, 7), (6, 0, 3), (0, 6, 0), (4, 5, 0))]
        [0, 2, 3, 0, 1]
    """
    counts = grid.answered[:, 1:]
    if not counts.size:
        return np.zeros(len(counts), np.int64)
    all_there = np.maximum((grid.n[:, 1:] > 0).sum(axis=1), 1)
    whole = np.take_along_axis(counts, all_there[:, None] - 1, axis=1)[:, 0]
    some = counts.sum(axis=1) - whole
    several = (counts > 0).sum(axis=1) > 1
    return np.where(several, np.where(whole > 0, np.minimum(whole, some), 1), 0)


@dataclass(kw_only=True, eq=False)
class _Depths:
    """A grid while it is decided on: how deep each school hides."""

    n: np.ndarray
    """schools × (items in their order, area)."""
    least: int
    left: np.ndarray
    """See :func:`left_out`."""
    span: np.ndarray
    """How many items those of a school answered, where all answered as many."""
    needed: np.ndarray
    """The depth each school's own page needs, were it to hide anything: schools × depths asked for."""
    depth: np.ndarray
    total: int
    names: tuple[str, ...]
    raised: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        self.raised = np.zeros(len(self.depth), bool)

    @property
    def whole(self) -> int:
        """The depth at which the area is hidden, too."""
        return self.n.shape[1]

    def weight(self, depth: int) -> np.ndarray:
        """The fewest persons of each school anything about what it hides can be about; 0 where a cell is empty."""
        fewest = self.n[:, :depth].min(axis=1)
        return np.where(self.left > 0, np.minimum(fewest, self.left), fewest)

    @property
    def fewest(self) -> np.ndarray:
        """The fewest persons who answered something of the area, where anybody did."""
        return np.where(self.n > 0, self.n, np.iinfo(np.int64).max).min(axis=1)

    def covered(self) -> bool:
        """Rule 2 of the module."""
        deepest = int(self.depth.max())
        if not deepest:
            return True
        weight = self.weight(deepest)[self.depth == deepest]
        return bool((weight > 0).sum() >= 2 and weight.sum() >= self.least)

    def rest_covered(self) -> bool:
        """Rule 3 of the module."""
        hides, all_hidden = self.depth > 0, self.depth == self.whole
        there = self.n.any(axis=1)
        even = all_hidden & there & (self.left == 0) & (self.n[:, -1] > 0)
        for span in np.unique(self.span[even]) if even.any() else [-1]:
            uneven = all_hidden & there & ~(even & (self.span == span))
            rest = (hides & (self.left > 0)) | uneven
            persons = np.where(self.left > 0, self.left, self.fewest)[rest]
            if len(persons) and (len(persons) < 2 or persons.sum() < self.least):
                return False
        return True

    def next(self, possible: np.ndarray) -> int | None:
        """The smallest of the possible schools, None where it makes up more than a quarter of all persons."""
        places = np.flatnonzero(possible)
        if not len(places):
            return None
        smallest = places[self.n[places, -1] == self.n[places, -1].min()]
        place = min(smallest.tolist(), key=self.names.__getitem__)
        return place if self.n[place, -1] * 4 <= self.total else None

    def deepen(self, place: int, depth: int) -> None:
        self.depth[place] = self.needed[place, depth]
        self.raised[place] = True


def _means(grid: Grid, policy: Policy) -> tuple[np.ndarray, np.ndarray]:
    least = policy.min_n
    own, together = _own(grid.n, grid.alike, policy), _own(grid.n.sum(axis=0), grid.alike_all, policy)
    own[(own == SHOWN) & _few_since(grid, least)] = SINCE
    if len(grid.schools) > 1 and grid.n.shape[1] == 1:
        return _alone(grid, own, together, least)
    order, state = _begun(grid, own, least)
    first = state.depth.copy()
    hidden_together = np.zeros(state.whole, bool)
    if len(grid.schools) > 1:
        if not _cover(state):
            state.depth[:] = first
            state.raised[:] = False
            hidden_together = _hidden(state).any(axis=0)
        elif not _cover_rest(state):
            hidden_together[0] = True
    hidden = np.zeros(own.shape, bool)
    hidden[:, order] = _hidden(state)
    code = np.where(state.raised, COMPLEMENT, BESIDE)[:, None]
    schools = np.where((own == SHOWN) & hidden, code, own).astype(np.int8)
    if len(grid.schools) == 1:
        return schools, schools[0].copy()
    away = np.zeros(own.shape[1], bool)
    away[order] = hidden_together
    return schools, np.where((together == SHOWN) & away, COMPLEMENT, together).astype(np.int8)


def _own(n: np.ndarray, alike: np.ndarray, policy: Policy) -> np.ndarray:
    """Rules 1 and 3 of the room: what a number's own persons say."""
    few, same = n < policy.min_n, alike & (n < policy.min_bands)
    return np.where(n == 0, NOTHING, np.where(few, FEW, np.where(same, ALIKE, SHOWN))).astype(np.int8)


def _alone(grid: Grid, own: np.ndarray, together: np.ndarray, least: int) -> tuple[np.ndarray, np.ndarray]:
    """A column that adds up to nothing: only schools can be subtracted."""
    cut = rules.complement(grid.n[:, 0], own[:, 0] > NOTHING, least)
    own, together = own.copy(), together.copy()
    own[(own == SHOWN) & (grid.n <= cut.up_to)] = COMPLEMENT
    if cut.total:
        together[together == SHOWN] = COMPLEMENT
    return own, together


def _begun(grid: Grid, own: np.ndarray, least: int) -> tuple[np.ndarray, _Depths]:
    """Every school as deep as its own page needs. Columns: items in their order, then the area."""
    totals = grid.n.sum(axis=0)
    answered = (at for at in range(1, grid.n.shape[1]) if totals[at])
    items = sorted(answered, key=lambda at: (totals[at], grid.items[at - 1]))
    order = np.array([*items, 0])
    n, own = grid.n[:, order], own[:, order]
    left, many = left_out(grid), len(items)
    there = n[:, :-1] > 0
    # What each depth hides is enough by itself: two items (one, where some left items out), one answered by k.
    enough = (there.cumsum(axis=1) >= np.where(left > 0, 1, 2)[:, None]) & (n[:, :-1] >= least).cumsum(axis=1).astype(
        bool
    )
    several = there.sum(axis=1) >= np.where(left > 0, 1, 2)
    needed = np.zeros((len(n), many + 2), np.int64)
    needed[:, many + 1] = many + 1
    for depth in range(many, 0, -1):
        further = np.where(several, many, many + 1) if depth == many else needed[:, depth + 1]
        needed[:, depth] = np.where(enough[:, depth - 1], depth, further)
    asked = ((own[:, :-1] > NOTHING) * np.arange(1, many + 1)).max(axis=1, initial=0)
    asked = np.where((left > 0) & (left < least), np.maximum(asked, 1), asked)
    asked = np.where((own[:, -1] != SHOWN) & there.any(axis=1), many + 1, asked)
    answered = grid.answered[:, 1:] > 0
    span = (
        np.where(answered.any(axis=1), answered.argmax(axis=1) + 1, 0)
        if answered.shape[1]
        else np.zeros(len(n), np.int64)
    )
    return order, _Depths(
        n=n, least=least, left=left, span=span, needed=needed, depth=np.take_along_axis(needed, asked[:, None], 1)[:, 0],
        total=int(n[:, -1].sum()), names=grid.schools,
    )  # fmt: skip


def _hidden(state: _Depths) -> np.ndarray:
    """schools × columns in their order, whether it is hidden for its depth."""
    return (np.arange(state.whole) < state.depth[:, None]) & (state.n > 0)


def _cover(state: _Depths) -> bool:
    """Rule 2: more schools go as deep as the deepest, until those cover for all. Whether that was possible."""
    while not state.covered():
        deepest = int(state.depth.max())
        possible = (state.depth < deepest) & (state.n[:, :deepest] > 0).all(axis=1)
        place = state.next(possible & (state.needed[:, deepest] == deepest))
        if place is None:
            return False
        state.deepen(place, deepest)
    return True


def _cover_rest(state: _Depths) -> bool:
    """Rule 3: more schools in which some left items out hide the first. Whether that was possible."""
    if not state.depth.any():
        return True
    while not state.rest_covered():
        place = state.next((state.depth == 0) & (state.left > 0) & (state.needed[:, 1] <= state.depth.max()))
        if place is None:
            return False
        state.deepen(place, 1)
    return True
