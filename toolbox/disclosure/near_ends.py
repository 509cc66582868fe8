"""Rule 30 for pairs: what follows of the pairs of hidden schools together must not be near an end of the scale.

Of a school whose pages are hidden the answers of its pairs may lie anywhere on the scale, as long as those of all hidden
schools add up to what is told. Of a school whose pages are shown they may move only as far as those who answered once can
move the other way, since the two add up to everybody. Where its change is shown, the pairs of one round may move only as far
as those of the other.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from toolbox.disclosure.depths import ROOM
from toolbox.disclosure.rules import Few, nobody

Room = np.ndarray | Sequence[Sequence[Sequence[float]]]
"""Of every school, as in ``Change.room``."""


def near_ends(room: Room, hidden: np.ndarray, tells_change: np.ndarray, means: bool) -> Few:
    """Of the schools whose pairs are hidden: whether what is told of them together leaves one of them too little room.

    ``hidden``: rounds × schools, whether the School page hides the round; ``tells_change``: whether a school's own change
    may be seen; ``means``: whether the pairs' means are told of all schools together, or only their change.

    Example: two hidden schools of three pairs each, whose pairs answered 5 or nearly so, and two that answered the middle.

    >>> high, middle = [[2.9, 0.1], [2.7, 0.3], [0, 0], [0, 0]], [[1.5, 1.5]] * 2 + [[0, 0]] * 2
    >>> never, both = np.zeros(2, bool), np.ones((2, 2), bool)
    >>> [near_ends([each] * 2, both, never, True)(~never) for each in (high, middle)]
    [True, False]
    """
    if not len(room):
        return nobody
    pairs, once = np.split(np.asarray(room, float).transpose(1, 2, 0), 2)
    free = np.where(hidden[:, None], pairs, np.minimum(pairs, once[:, ::-1]))
    tied = np.where(tells_change, free.min(axis=0), free)
    # Those who answered once in hidden schools, as far as the others leave it open.
    rest = np.where(hidden[:, None], once, tied[:, ::-1])
    moved = free[1] + free[0, ::-1]
    # Beside everybody's means, a change told alone ties the pairs of both rounds to each other as well.
    sums = (*tied, *rest) if means else (*tied, moved)

    def near(away: np.ndarray) -> bool:
        return any(_near(each[:, away]) for each in sums)

    return near


def everybody_near_ends(room: Room, side: int) -> Few:
    """The same of everybody who answered one of the two rounds, ``side`` 0 or 1, in schools whose pages are hidden."""
    if not len(room):
        return nobody
    of_all = np.asarray(room, float)[:, [side, side + 2]].sum(axis=1).T
    return lambda away: _near(of_all[:, away])


def _near(room: np.ndarray) -> bool:
    """Whether what some may be in all leaves one of them, who could be more than one answer apart, less than that."""
    wide = room.sum(axis=0)
    if not (wide >= ROOM).any():
        return False
    return bool((room.sum(axis=1) < ROOM).any() or wide.sum() - wide.max() < ROOM)
