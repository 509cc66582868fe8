"""The one check every estimator of pairs begins with: two arrays of one length, no value missing."""

from __future__ import annotations

import numpy as np


def complete(*columns: np.ndarray) -> tuple[np.ndarray, ...]:
    """The columns as numbers, row by row the same persons; ValueError where lengths differ or a value is missing.

    >>> complete([1, 2], [3, 4])[1]
    array([3., 4.])
    """
    found = tuple(np.asarray(column, float) for column in columns)
    if len({column.shape for column in found}) > 1:
        raise ValueError(f"{' and '.join(str(column.size) for column in found)} values: pair them first.")
    if not all(np.isfinite(column).all() for column in found):
        raise ValueError("A value is missing: leave incomplete rows out.")
    return found
