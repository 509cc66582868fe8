"""Between what bounds a hidden number must lie: answers lie on their scale, and what was told must add up.

Solving (:mod:`tests.disclosure.attack.equations`) finds what follows exactly. Somebody with a linear program finds more: of
two hidden schools whose answers together make an average at an end of the scale, everybody's answer is known.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import LinearConstraint, milp
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from tests.disclosure.attack.equations import Row, System


@dataclass(frozen=True, kw_only=True)
class Range:
    """What a hidden cell's persons may have answered in all: the sum of their values or scores."""

    name: str
    persons: int
    low: float
    high: float

    @property
    def width(self) -> float:
        return self.high - self.low


class Bounds:
    """Everything told of means, as equations and inequalities over the answers of persons nobody tells apart."""

    def __init__(self, system: System, low: float, high: float) -> None:
        self.low, self.high = low, high
        told = [(row, said, off) for row, said, off in system.values.values()]
        self.cells = system.hidden()
        rows: list[Row] = [row for row, _, _ in told] + list(self.cells.values())
        self.tags: list[Hashable] = sorted({tag for row in rows for tag in row}, key=repr)
        wide = np.zeros((len(rows), system.persons, len(self.tags)))
        for at, row in enumerate(rows):
            for tag, weights in row.items():
                wide[at, :, self.tags.index(tag)] = weights
        merged = np.round(wide.transpose(1, 0, 2).reshape(system.persons, -1), 9)
        _, first, sizes = np.unique(merged, axis=0, return_index=True, return_counts=True)
        # One unknown: what the persons of a kind said to one item, in all.
        flat = wide[:, first].reshape(len(rows), -1)
        self.there = np.flatnonzero(np.abs(flat).max(axis=0) > 0)
        self.sizes = np.repeat(sizes, len(self.tags))[self.there]
        flat = flat[:, self.there]
        said = np.array([value for _, value, _ in told])
        off = np.array([half for _, _, half in told])
        self.told, self.wanted = csr_array(flat[: len(told)]), flat[len(told) :]
        self.between = said - off, said + off
        # Unknowns that some sum told, or some sum wanted, has together.
        every = csr_array(flat)
        _, self.part = connected_components(every.T @ every != 0, directed=False)
        self.row_part = self.part[np.abs(flat[: len(told)]).argmax(axis=1)]
        self.persons = [self._persons(row) for row in self.cells.values()]

    @staticmethod
    def _persons(row: Row) -> int:
        return int(np.any([weights != 0 for weights in row.values()], axis=0).sum())

    def _program(self, weights: np.ndarray, *, whole: bool) -> float:
        """The least a sum may be, from the part of what was told that has to do with it."""
        part = self.part[np.flatnonzero(weights)[0]]
        columns, rows = np.flatnonzero(self.part == part), np.flatnonzero(self.row_part == part)
        slack = 1e-7
        found = milp(
            weights[columns], integrality=np.full(len(columns), int(whole)),
            bounds=(self.low * self.sizes[columns], self.high * self.sizes[columns]),
            constraints=LinearConstraint(
                self.told[rows][:, columns], self.between[0][rows] - slack, self.between[1][rows] + slack
            ) if len(rows) else None,
            options={"time_limit": 5.0},
        )  # fmt: skip
        if found.x is None:
            raise AssertionError(f"What was told does not add up: {found.message}")
        return float(found.mip_dual_bound if whole and found.status else found.fun)

    def ranges(self, *, most: int | None = None, whole: bool = False) -> list[Range]:
        """Of every hidden cell (of ``most`` persons), in ``whole`` numbers or not."""
        found = []
        for name, weights, persons in zip(self.cells, self.wanted, self.persons, strict=True):
            if most is not None and persons > most:
                continue
            ends = (self._program(weights, whole=whole), -self._program(-weights, whole=whole))
            found.append(Range(name=name, persons=persons, low=persons * ends[0], high=persons * ends[1]))
        return found
