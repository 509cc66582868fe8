"""From which answer to which: one item, the same persons, before and after."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from toolbox.model import Estimate


@dataclass(frozen=True, kw_only=True)
class Transitions:
    """How many went from each answer to each answer, and which way."""

    n: int
    options: tuple[int, ...] = ()
    counts: tuple[tuple[int, ...], ...] = ()
    """Rows: the answer before; columns: after; unused answers keep their place."""
    up: Estimate = Estimate()
    """Share who went up, 0..1; likewise ``same`` and ``down``."""
    same: Estimate = Estimate()
    down: Estimate = Estimate()
    refused: str = ""


def transitions(before: np.ndarray, after: np.ndarray, options: int | tuple[int, int]) -> Transitions:
    """Cross the answers of two rounds. ``options``: A for answers 1..A, or (lowest, highest).

    Answers are whole numbers of the scale, one per person and round; a missing one, or one outside the scale, is a
    ValueError. Refused: ``no_answers``. R: ``table(factor(before, 1:A), factor(after, 1:A))``

    >>> found = transitions([1, 2, 2, 3], [2, 2, 3, 1], 3)
    >>> found.counts
    ((0, 1, 0), (0, 1, 1), (1, 0, 0))
    >>> found.up.estimate, found.same.estimate, found.down.estimate
    (0.5, 0.25, 0.25)
    """
    low, high = (1, options) if isinstance(options, int | np.integer) else options
    first, second = (_whole(values, int(low), int(high)) for values in (before, after))
    if len(first) != len(second):
        raise ValueError(f"{len(first)} answers before and {len(second)} after: they must be of the same persons.")
    n, width = len(first), int(high) - int(low) + 1
    counts = np.bincount(first * width + second, minlength=width * width).reshape(width, width)

    def share(number: int) -> Estimate:
        if not n:
            return Estimate(method="share of persons", refused="no_answers")
        return Estimate(estimate=int(number) / n, method="share of persons", n=n)

    up, down = np.triu(counts, 1).sum(), np.tril(counts, -1).sum()
    return Transitions(
        n=n, options=tuple(range(int(low), int(high) + 1)), counts=tuple(map(tuple, counts.tolist())),
        up=share(up), same=share(np.trace(counts)), down=share(down), refused="" if n else "no_answers",
    )  # fmt: skip


def _whole(values: np.ndarray, low: int, high: int) -> np.ndarray:
    values = np.asarray(values, float)
    if not np.isfinite(values).all():
        raise ValueError("An answer is missing: leave incomplete rows out.")
    if (values != np.round(values)).any() or (values < low).any() or (values > high).any():
        raise ValueError(f"Answers are whole numbers from {low} to {high}.")
    return values.astype(int) - low
