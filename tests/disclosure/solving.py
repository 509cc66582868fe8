"""A pencil for one area and group of a round: what was told as equations over persons, and what follows from them.

An unknown is what the persons of one school who answered the same items said to one of these, in all. Every mean told on
any page is a known sum of unknowns; what lies in the space the told ones span can be worked out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

#: Persons of whom nothing may follow.
FEW = 4

#: Why an average of all schools is not shown although it follows from theirs, each shown: a form, not a secret (rule 28).
NO_SECRET = ("few_for_all", "large_school")


@dataclass
class Pencil:
    """``school`` and ``given`` (bool, persons × items of the area) of everybody of one group."""

    school: np.ndarray
    given: np.ndarray
    half: float = 0.5
    asked: np.ndarray | None = None
    """schools × items; None where every school was asked all."""
    told: list[np.ndarray] = field(default_factory=list)

    def __post_init__(self) -> None:
        keys = np.column_stack([self.school, self.given])
        self.kinds, self.sizes = np.unique(keys[self.given.any(axis=1)], axis=0, return_counts=True)

    def _where(self, school: int | None) -> np.ndarray:
        return np.ones(len(self.kinds), bool) if school is None else self.kinds[:, 0] == school

    def row(self, school: int | None, items: Sequence[int]) -> np.ndarray:
        """A mean over persons of their means over these items (one: the item itself), as a sum over unknowns."""
        answered = self.kinds[:, 1:].astype(bool)
        made = np.zeros(answered.shape)
        chosen = answered[:, list(items)]
        many = chosen.sum(axis=1)
        asked = len(items) if self.asked is None else self.asked[self.kinds[:, 0]][:, list(items)].sum(axis=1)
        valid = self._where(school) & (many > 0) & (many >= np.ceil(self.half * asked - 1e-9))
        made[:, list(items)] = np.where(valid[:, None] & chosen, 1 / np.maximum(many, 1)[:, None], 0)
        return made.ravel()

    def tell(self, school: int | None, items: Sequence[int]) -> None:
        self.told.append(self.row(school, items))

    # ── what follows ──

    def space(self) -> np.ndarray:
        """An orthonormal basis of everything that follows from what was told."""
        if not self.told:
            return np.zeros((0, self.kinds[:, 1:].size))
        told = self._by_persons(np.array(self.told))
        _, values, basis = np.linalg.svd(told, full_matrices=False)
        return basis[values > 1e-9 * max(1.0, values[0])]

    def _by_persons(self, rows: np.ndarray) -> np.ndarray:
        """Unknowns weighed by how many persons they are of, as if each person were one."""
        return rows * np.repeat(np.sqrt(self.sizes), self.kinds.shape[1] - 1)

    def follows(self, row: np.ndarray, space: np.ndarray | None = None) -> bool:
        """Whether a number can be worked out from what was told."""
        space, row = self.space() if space is None else space, self._by_persons(row)
        length = np.linalg.norm(row)
        return bool(length) and bool(np.linalg.norm(row - space.T @ (space @ row)) < 1e-7 * length)

    def few(self, space: np.ndarray | None = None) -> list[str]:
        """Kinds of one to four persons in all about whom something follows.

        Something follows about some kinds alone where the space holds a vector that is zero everywhere else: where the
        space, restricted to them, keeps a vector's whole length.
        """
        space = self.space() if space is None else space
        if not len(space):
            return []
        blocks = space.reshape(len(space), len(self.kinds), -1)
        small = np.flatnonzero(self.sizes <= FEW)
        part = {int(at): _longest(blocks[:, at]) for at in small}
        order = sorted(part, key=lambda at: -part[at])
        return [
            " + ".join(
                f"{self.kinds[at][0]}:{''.join(map(str, self.kinds[at][1:].astype(int)))}×{self.sizes[at]}"
                for at in some
            )
            for some in self._together(order, part)
            if _longest(blocks[:, list(some)].reshape(len(space), -1)) > 1 - 1e-8
        ]

    def _together(self, order: list[int], part: dict[int, float]) -> Iterator[tuple[int, ...]]:
        """Sets of kinds of at most four persons that could hold a whole vector: their parts add up to 1."""

        def grow(chosen: tuple[int, ...], start: int, room: int, held: float) -> Iterator[tuple[int, ...]]:
            for place in range(start, len(order)):
                at = order[place]
                if held + room * part[at] < 1 - 1e-6:
                    return
                if self.sizes[at] <= room:
                    more, now = (*chosen, at), held + part[at]
                    if now >= 1 - 1e-6:
                        yield more
                    yield from grow(more, place + 1, room - int(self.sizes[at]), now)

        yield from grow((), 0, FEW, 0.0)


def _longest(block: np.ndarray) -> float:
    """The largest share of a vector's squared length that some vector of the space has in these columns."""
    return float(np.linalg.svd(block, compute_uv=False)[0] ** 2)
