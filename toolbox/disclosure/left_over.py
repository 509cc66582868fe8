"""Sums over sets of persons, each set taken some times: who is left over in them, and so is told of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from toolbox.model import Policy


def enough_for_all(number: int, policy: Policy) -> int:
    """As in rule 6 (and other than in rule 21), ``min_n`` persons are enough for every detail of the pairs.

    Example:
        >>> [enough_for_all(number, Policy()) for number in (0, 4, 5, 12)]
        [0, 4, 10, 12]
    """
    return max(number, policy.min_bands) if number >= policy.min_n else number


@dataclass(frozen=True, kw_only=True, eq=False)
class Others:
    """For each school how many persons who answered another round only cannot drop out of a sum."""

    all: np.ndarray
    changes: np.ndarray
    """Where the school shows how its pairs changed, not their means."""

    @classmethod
    def of(cls, *comparisons: tuple[np.ndarray, np.ndarray], least: int) -> Others:
        """``comparisons``: how many left, and how many joined, in each."""
        joined = [each for _, each in comparisons]
        kept = [np.any([(each > 0) & (each < least) for each in both], axis=0) for both in comparisons]
        found = [np.where(only, each, 0) for only, each in zip(kept, joined, strict=True)]
        return cls(all=np.max(joined, axis=0), changes=np.max(found, axis=0))


@dataclass(frozen=True, kw_only=True, eq=False)
class Sums:
    """Sums over sets of persons, each taken some times. A kind of persons is a number with a bit for each set."""

    left: np.ndarray
    """sums × kinds: whether such persons are left over."""
    known: np.ndarray
    """The same of sums rule 6 is about: everybody now, and the pairs now."""

    @classmethod
    def of(
        cls, left: Callable[..., np.ndarray], times: Iterable[Sequence[int]], plain: Iterable[Sequence[int]]
    ) -> Sums:
        several, few = (np.unique([left(*each) for each in some], axis=0) for some in (times, plain))
        return cls(left=several, known=few)

    def persons(self, kinds: np.ndarray, others: Others, least: int) -> Iterator[np.ndarray]:
        """For each sum how many of each school are left. -1 where rule 6 has said so already. ``kinds``: schools × kinds of
        persons, how many."""
        there = kinds > 0
        for left, number in zip(self.left, self.left.astype(np.int64) @ kinds.T, strict=True):
            said = np.any([~((left ^ known) & there).any(axis=1) for known in self.known], axis=0)
            # Of all these schools together the means may be told.
            together = int(number[(others.changes > 0) & ~said].sum())
            more = 0 if 0 < together < least else others.changes
            yield np.where(said, -1, np.where(number > 0, number + more, others.all))


def two_states(every: int, pairs: int, before: int, paired: int) -> np.ndarray:
    """Everybody now, the pairs now, everybody then, the pairs then; a fifth bit: the answer is another one now, and drops
    out of no difference of the two states."""
    kinds = (np.arange(32)[:, None] >> np.arange(5)) & 1
    now, then = every * kinds[:, 0] + pairs * kinds[:, 1], before * kinds[:, 2] + paired * kinds[:, 3]
    return np.where(kinds[:, 4], (now != 0) | (then != 0), now + then != 0)


def three(*times: int) -> np.ndarray:
    """Everybody, and the pairs of three comparisons."""
    return (((np.arange(16)[:, None] >> np.arange(4)) & 1) @ np.array(times)) != 0


_ONE = (-1, 0, 1)
TWO_STATES = Sums.of(
    two_states,
    [each for each in product(_ONE, (1,), _ONE, _ONE) if each[2] or each[3]],
    product(_ONE, (1,), (0,), (0,)),
)
THREE = Sums.of(
    three,
    product(range(-2, 3), (1, 2), (-2, -1, 1, 2), (-2, -1, 1, 2)),
    product(range(-2, 3), (1, 2), (0,), (0,)),
)
