"""What was told as equations over single answers, and what follows from them.

An unknown is something of one person: an answer, the square of a score, whether somebody is at or above a level. A
released mean is a known sum of unknowns. Whatever lies in the space the told ones span can be worked out by anybody, and a
set of persons is safe where no vector of that space is about them alone.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

#: Persons of whom nothing may follow.
FEW = 4

Row = Mapping[Hashable, np.ndarray]
"""What is asked (a round and item, say) → its weight in the sum, for every person."""


@dataclass
class System:
    """Unknowns of one kind: everything told of them, and the cells that somebody may look for."""

    persons: int
    told: dict[bytes, Row] = field(default_factory=dict)
    cells: dict[str, Row] = field(default_factory=dict)
    values: dict[bytes, tuple[Row, float, float]] = field(default_factory=dict)
    """What each sum told is, and by how much it may be off (rounded numbers)."""

    def tell(self, row: Row, said: float | None = None, off: float = 0.0) -> None:
        key = _key(row)
        self.told.setdefault(key, row)
        if said is not None and (key not in self.values or off < self.values[key][2]):
            self.values[key] = row, said, off

    def look_for(self, name: str, row: Row) -> None:
        if any(weights.any() for weights in row.values()):
            self.cells[name] = row

    def hidden(self) -> dict[str, Row]:
        """Those that no page tells."""
        return {name: row for name, row in self.cells.items() if _key(row) not in self.told}

    def solved(self) -> list[str]:
        """Hidden cells that can be worked out, exactly or to within one person, and sets of few that something follows of."""
        said = any(weights.any() for row in self.told.values() for weights in row.values())
        return _Space(self).found() if said else []


def _key(row: Row) -> bytes:
    there = {repr(tag): weights for tag, weights in row.items() if weights.any()}
    return b"".join(tag.encode() + (np.round(there[tag], 9) + 0.0).tobytes() for tag in sorted(there))


class _Space:
    """Everything that follows. Persons no number tells apart are one column, as wide as they are many."""

    def __init__(self, system: System) -> None:
        self.system = system
        rows = list(system.told.values())
        self.tags = sorted({tag for row in (*rows, *system.cells.values()) for tag in row}, key=repr)
        wide = self._wide([*rows, *system.cells.values()])
        merged = np.round(wide.transpose(1, 0, 2).reshape(system.persons, -1), 9)
        _, first, of, sizes = np.unique(merged, axis=0, return_index=True, return_inverse=True, return_counts=True)
        there = merged[first].any(axis=1)
        self.members = [np.flatnonzero(of.ravel() == kind) for kind in np.flatnonzero(there)]
        self.sizes, self.first = sizes[there], first[there]
        told = self._by_kinds(wide[: len(rows)]).reshape(len(rows), -1)
        _, values, basis = np.linalg.svd(told, full_matrices=False)
        self.space = basis[values > 1e-9 * max(1.0, values[0])]
        self.blocks = self.space.reshape(len(self.space), len(self.sizes), -1)

    def _wide(self, rows: list[Row]) -> np.ndarray:
        """rows × persons × tags."""
        place = {tag: at for at, tag in enumerate(self.tags)}
        made = np.zeros((len(rows), self.system.persons, len(self.tags)))
        for at, row in enumerate(rows):
            for tag, weights in row.items():
                made[at, :, place[tag]] = weights
        return made

    def _by_kinds(self, wide: np.ndarray) -> np.ndarray:
        return wide[:, self.first] * np.sqrt(self.sizes)[None, :, None]

    def found(self) -> list[str]:
        return [*self._cells(), *(f"few: {self._named(some)}" for some in self._few())]

    def _named(self, kinds: tuple[int, ...]) -> str:
        return " + ".join(f"{self.members[kind].tolist()}" for kind in kinds)

    # ── hidden cells ──

    def _cells(self) -> Iterator[str]:
        hidden = self.system.hidden()
        wide = self._by_kinds(self._wide(list(hidden.values()))) if hidden else []
        for name, row in zip(hidden, wide, strict=True):
            rest = row.ravel() - self.space.T @ (self.space @ row.ravel())
            if np.linalg.norm(rest) < 1e-7 * np.linalg.norm(row):
                yield f"solved: {name}"

    # ── a few persons ──

    def _few(self) -> Iterator[tuple[int, ...]]:
        small = [int(kind) for kind in np.flatnonzero(self.sizes <= FEW)]
        found: list[set[int]] = []
        for places in likely(self._by_two(small), self.sizes[small]):
            some = {small[place] for place in places}
            if any(each <= some for each in found):
                continue
            if longest(self.blocks[:, sorted(some)].reshape(len(self.space), -1)) > 1 - 1e-8:
                found.append(some)
                yield tuple(sorted(some))

    def _by_two(self, kinds: list[int]) -> np.ndarray:
        """How much of a vector every two kinds can hold; on the diagonal each by itself."""
        held = np.zeros((len(kinds), len(kinds)))
        columns = self.blocks[:, kinds].transpose(1, 2, 0)
        for place in range(len(kinds)):
            others = columns[place:]
            both = np.concatenate([np.broadcast_to(columns[place], others.shape), others], axis=1)
            held[place, place:] = np.linalg.eigvalsh(both @ both.transpose(0, 2, 1))[:, -1]
            held[place, place] = longest(columns[place])
        return np.maximum(held, held.T)


def longest(block: np.ndarray) -> float:
    """The largest share of a vector's squared length that some vector of a space has in these columns of its basis."""
    return float(np.linalg.svd(block, compute_uv=False)[0] ** 2) if block.size else 0.0


def likely(by_two: np.ndarray, sizes: np.ndarray) -> Iterator[tuple[int, ...]]:
    """Sets of kinds, of at most four persons, that could hold a whole vector: however one is divided, what both parts hold
    must add up to 1. Smaller sets come first.

    Example:
        >>> alone, pair = np.diag([1.0, 0.1, 0.1]), np.array([[0.5, 1.0], [1.0, 0.5]])
        >>> list(likely(alone, np.ones(3))), list(likely(pair, np.ones(2))), list(likely(pair, np.full(2, 3)))
        ([(0,), (0, 1), (0, 2)], [(0, 1)], [])
    """
    whole, own = 1 - 1e-6, np.diag(by_two)
    pairs = np.triu(np.add.outer(sizes, sizes) <= FEW, 1)
    yield from ((int(place),) for place in np.flatnonzero((own >= whole) & (sizes <= FEW)))
    yield from _places(pairs & (np.maximum(by_two, np.add.outer(own, np.zeros(len(own)))) >= whole))
    for one, other in _places(pairs & (by_two + own.max(initial=0.0) >= whole)):
        third = (by_two[one, other] + own >= whole) & (by_two[one] + own[other] >= whole)
        third &= (by_two[other] + own[one] >= whole) & (sizes[one] + sizes[other] + sizes <= FEW)
        yield from ((one, other, int(place)) for place in np.flatnonzero(third) if place > other)
    single = np.flatnonzero(sizes == 1)
    among = by_two[np.ix_(single, single)]
    # Of every two halves of four one holds a half at least.
    for one, other in _places(np.triu(among >= whole / 2, 1)):
        first, second = among[one], among[other]
        rest = (among + among[one, other] >= whole) & (np.add.outer(first, second) >= whole)
        rest &= np.add.outer(second, first) >= whole
        rest[[one, other]] = rest[:, [one, other]] = False
        for third, fourth in _places(np.triu(rest, 1)):
            yield tuple(int(single[place]) for place in (one, other, third, fourth))


def _places(where: np.ndarray) -> Iterator[tuple[int, int]]:
    yield from zip(*(axis.tolist() for axis in np.nonzero(where)), strict=True)
