"""What was told as equations over single answers, and what follows from them.

An unknown is something of one person: an answer, the square of a score, whether somebody is at or above a level. A
released mean is a known sum of unknowns. Whatever lies in the space the told ones span can be worked out by anybody, and a
set of persons is safe where no vector of that space is about them alone.
"""

from __future__ import annotations

from collections.abc import Generator, Hashable, Iterator, Mapping
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
        part = {int(kind): longest(self.blocks[:, kind]) for kind in np.flatnonzero(self.sizes <= FEW)}
        sets, answer = few_together(part, self.sizes), None
        while (some := _next(sets, answer)) is not None:
            answer = longest(self.blocks[:, list(some)].reshape(len(self.space), -1)) > 1 - 1e-8
            if answer:
                yield some


def longest(block: np.ndarray) -> float:
    """The largest share of a vector's squared length that some vector of a space has in these columns of its basis."""
    return float(np.linalg.svd(block, compute_uv=False)[0] ** 2) if block.size else 0.0


def _next(sets: Generator, answer: bool | None) -> tuple[int, ...] | None:
    try:
        return sets.send(answer)
    except StopIteration:
        return None


def few_together(part: Mapping[int, float], sizes: np.ndarray) -> Generator[tuple[int, ...], bool | None]:
    """Sets of kinds of at most four persons that could hold a whole vector: their parts add up to 1.

    Of a set that is answered with True (it does) no larger one is given.
    """
    order = sorted(part, key=lambda at: -part[at])

    def grow(chosen: tuple[int, ...], start: int, room: int, held: float):
        for place in range(start, len(order)):
            at = order[place]
            if held + room * part[at] < 1 - 1e-6:
                return
            if sizes[at] <= room:
                more, now = (*chosen, at), held + part[at]
                if now >= 1 - 1e-6 and (yield more):
                    continue
                yield from grow(more, place + 1, room - int(sizes[at]), now)

    yield from grow((), 0, FEW, 0.0)
