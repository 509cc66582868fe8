"""The columns an estimator is given: numbers without gaps, all of one length."""

from __future__ import annotations

import numpy as np


def numbers(*columns: np.ndarray) -> tuple[np.ndarray, ...]:
    """Every column as floats, in order. Raises ValueError where lengths differ or a value is missing.

    >>> numbers([1, 2], [3, 4])[1]
    array([3., 4.])
    >>> numbers([1, float("nan")])
    Traceback (most recent call last):
    ValueError: A value is missing: leave incomplete rows out first.
    """
    found = tuple(np.asarray(column, float) for column in columns)
    if len({column.shape for column in found}) > 1 or any(column.ndim != 1 for column in found):
        raise ValueError(f"Columns of {', '.join(str(column.size) for column in found)} values: pair them first.")
    if not all(np.isfinite(column).all() for column in found):
        raise ValueError("A value is missing: leave incomplete rows out first.")
    return found


def labels(school: np.ndarray, n: int) -> np.ndarray:
    """School labels of ``n`` rows. Raises ValueError where there are more or fewer."""
    found = np.asarray(school)
    if found.shape != (n,):
        raise ValueError(f"{n} values, {found.size} schools: every row belongs to one school.")
    return found
