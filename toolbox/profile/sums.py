"""Sums of one column of scores or answers over every slice: a cell of any view is a sum of these."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from toolbox.scoring.slices import Slices
from toolbox.scoring.tallies import Tally


@dataclass(frozen=True, kw_only=True, eq=False)
class Sums:
    """What must be added up over slices for a mean and a spread. Arrays have one entry a slice.

    ``total`` and ``squares`` are of the distance from ``centre``, so that a million scores lose no digits.
    """

    centre: float
    n: np.ndarray
    total: np.ndarray
    squares: np.ndarray
    lowest: np.ndarray
    highest: np.ndarray
    top: np.ndarray | None
    """Persons at or above the top of the scale; None where the scale names none."""

    def over(self, chosen: np.ndarray) -> tuple[int, float | None, float | None, float | None]:
        """(n, mean, standard deviation, share at the top) of the chosen slices together; None where not defined."""
        n = int(self.n[chosen].sum())
        if n == 0:
            return 0, None, None, None
        total = float(self.total[chosen].sum())
        mean = self.centre + total / n
        share = None if self.top is None else float(self.top[chosen].sum()) / n
        if n == 1:
            return n, mean, None, share
        held = chosen[self.n[chosen] > 0]
        if self.lowest[held].min() == self.highest[held].max():
            return n, float(self.lowest[held].min()), 0.0, share  # exactly: the gate looks for unanimous answers
        return n, mean, float(np.sqrt(max(self.squares[chosen].sum() - total * total / n, 0.0) / (n - 1))), share

    def alike(self, places: np.ndarray) -> np.ndarray:
        """For each slice whether all its persons have the same value (and there is at least one)."""
        return (self.n[places] > 0) & (self.lowest[places] == self.highest[places])


def of_scores(scores: np.ndarray, slices: Slices, top_from: int | None, centre: float) -> Sums:
    """Sums of one area's scores (NaN: no score)."""
    valid = ~np.isnan(scores)
    distance = np.where(valid, scores - centre, 0.0)
    starts = slices.starts
    return Sums(
        centre=centre,
        n=np.add.reduceat(valid, starts, dtype=np.int64),
        total=np.add.reduceat(distance, starts),
        squares=np.add.reduceat(distance * distance, starts),
        lowest=np.fmin.reduceat(scores, starts),
        highest=np.fmax.reduceat(scores, starts),
        top=None if top_from is None else np.add.reduceat(scores >= top_from, starts, dtype=np.int64),
    )


def of_tally(tally: Tally) -> Sums:
    """Sums of one item's answers, reversed items turned round."""
    scale = tally.scale
    values = np.arange(scale.low, scale.high + 1)
    if tally.item.reverse:
        values = scale.low + scale.high - values
    centre = (scale.low + scale.high) / 2
    counts = tally.values
    there = counts > 0
    return Sums(
        centre=centre,
        n=counts.sum(axis=1),
        total=counts @ (values - centre),
        squares=counts @ (values - centre) ** 2,
        lowest=np.where(there, values, np.inf).min(axis=1),
        highest=np.where(there, values, -np.inf).max(axis=1),
        top=None if scale.top_from is None else counts @ (values >= scale.top_from),
    )
