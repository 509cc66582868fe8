"""How deep each school hides in one area, and how deep it must so that the others are safe: :mod:`toolbox.disclosure.closure`."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from toolbox.model import Grid

#: The first two reasons of :data:`toolbox.disclosure.closure.REASONS`; every further one hides a number.
SHOWN, NOTHING = range(2)

#: How far hidden answers that follow together must be from either end of the scale, in answers of its whole width: one
#: person's answer, the largest there is. Then each of the parts may be anything within as much.
ROOM = 1 + 1e-9


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
class Depths:
    """A grid while it is decided on: how deep each school hides."""

    n: np.ndarray
    """schools × (items in their order, area)."""
    scored: np.ndarray
    """The same of persons with a score at least: where an item is hidden, the area less the others is about these."""
    least: int
    room: np.ndarray
    """``Grid.room`` in this order; infinite where nobody knows."""
    room_left: np.ndarray
    """``Grid.room_some``, likewise."""
    left: np.ndarray
    """See :func:`left_out`."""
    span: np.ndarray
    """How many items those of a school answered, where all answered as many."""
    needed: np.ndarray
    """The depth each school's own page needs, were it to hide anything: schools × depths asked for."""
    depth: np.ndarray
    unknown: np.ndarray
    """The same as ``n``, of those that no state shown before tells: a number told once covers for nobody later."""
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
        fewest = np.minimum(self.scored, self.unknown)[:, :depth].min(axis=1)
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
        away = self.depth == deepest
        weight = self.weight(deepest)[away]
        room = self.room[:, away, :deepest].sum(axis=1)
        return bool((weight > 0).sum() >= 2 and weight.sum() >= self.least and (room >= ROOM).all())

    def rest_covered(self) -> bool:
        """Rule 3 of the module."""
        hides, all_hidden = self.depth > 0, self.depth == self.whole
        there = self.n.any(axis=1)
        even = all_hidden & there & (self.left == 0) & (self.n[:, -1] > 0)
        for span in np.unique(self.span[even]) if even.any() else [-1]:
            uneven = all_hidden & there & ~(even & (self.span == span))
            rest = (hides & (self.left > 0)) | uneven
            persons = np.where(self.left > 0, self.left, self.fewest)[rest]
            room = np.where(self.left > 0, self.room_left, self.room[:, :, -1])[:, rest].sum(axis=1)
            if len(persons) and (len(persons) < 2 or persons.sum() < self.least or (room < ROOM).any()):
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

    def told(self, depth: np.ndarray | int) -> np.ndarray:
        """For each school whether a state shown before told something of what this depth would hide."""
        hides = np.arange(self.whole) < np.reshape(depth, (-1, 1))
        return (hides & (self.unknown < self.n)).any(axis=1)

    def deepen(self, place: int, depth: int) -> None:
        self.depth[place] = self.needed[place, depth]
        self.raised[place] = True


def begun(grid: Grid, own: np.ndarray, least: int, unknown: np.ndarray) -> tuple[np.ndarray, Depths]:
    """Every school as deep as its own page needs. Columns: items in their order, then the area.

    ``unknown``: schools × columns of the grid, as in :class:`Depths`.
    """
    totals = grid.n.sum(axis=0)
    answered = (at for at in range(1, grid.n.shape[1]) if totals[at])
    items = sorted(answered, key=lambda at: (totals[at], grid.items[at - 1]))
    order = np.array([*items, 0])
    n, own = grid.n[:, order], own[:, order]
    left, many = left_out(grid), len(items)
    there = n[:, :-1] > 0
    # Who answered too few items for a score is in no area's mean: of an item hidden, these are not behind the area.
    unscored = np.maximum(grid.answered[:, 1:].sum(axis=1) - grid.n[:, 0], 0)
    scored = np.column_stack([np.maximum(n[:, :-1] - unscored[:, None], 0), n[:, -1]])
    room = np.full((2, *n.shape), np.inf) if grid.room is None else grid.room[:, :, order]
    room_left = room[:, :, -1] if grid.room_some is None else grid.room_some
    # What each depth hides is enough by itself: two items (one, where those who left items out may have said anything), one
    # answered by k who have a score.
    alone = np.where((left > 0)[:, None] & _loose(room[:, :, :-1], there), 1, 2)
    enough = (there.cumsum(axis=1) >= alone) & (scored[:, :-1] >= least).cumsum(axis=1).astype(bool)
    # The area less the items shown is those hidden: near an end of the scale they are known one by one.
    enough &= (room[:, :, :-1].cumsum(axis=2) >= ROOM).all(axis=0)
    several = (there.sum(axis=1) >= np.where(left > 0, 1, 2)) & (room[:, :, :-1].sum(axis=2) >= ROOM).all(axis=0)
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
    return order, Depths(
        n=n, scored=scored, unknown=unknown[:, order], least=least, room=room, room_left=room_left, left=left, span=span, needed=needed, depth=np.take_along_axis(needed, asked[:, None], 1)[:, 0],
        total=int(n[:, -1].sum()), names=grid.schools,
    )  # fmt: skip


def _loose(room: np.ndarray, there: np.ndarray) -> np.ndarray:
    """schools × depths: whether each item after those hidden is far enough from the ends of the scale that those who left
    some out may have said anything there."""
    bound = np.where(there, room.min(axis=0), np.inf)
    after = np.minimum.accumulate(bound[:, ::-1], axis=1)[:, ::-1]
    return np.column_stack([after[:, 1:], np.full(len(after), np.inf)])[:, : room.shape[2]] >= ROOM


def hidden(state: Depths) -> np.ndarray:
    """schools × columns in their order, whether it is hidden for its depth."""
    return (np.arange(state.whole) < state.depth[:, None]) & (state.n > 0)


def cover(state: Depths) -> bool:
    """Rule 2: more schools go as deep as the deepest, until those cover for all. Whether that was possible."""
    while not state.covered():
        deepest = int(state.depth.max())
        possible = (state.depth < deepest) & (state.n[:, :deepest] > 0).all(axis=1)
        place = state.next(possible & (state.needed[:, deepest] == deepest) & ~state.told(deepest))
        if place is None:
            return False
        state.deepen(place, deepest)
    return True


def cover_rest(state: Depths) -> bool:
    """Rule 3: more schools in which some left items out hide the first. Whether that was possible."""
    if not state.depth.any():
        return True
    while not state.rest_covered():
        possible = (state.depth == 0) & (state.left > 0) & (state.needed[:, 1] <= state.depth.max())
        place = state.next(possible & ~state.told(state.needed[:, 1]))
        if place is None:
            return False
        state.deepen(place, 1)
    return True
