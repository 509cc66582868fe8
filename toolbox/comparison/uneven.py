"""Whom an area and its items tell of, where both are told of everybody and of the pairs.

An area less its items, each weighed as one of m, leaves nothing of those who answered m items, and something of everybody
who answered another number. Of the pairs an item counts those only who answered it both times, so that it also leaves
those who answered it once. The gate shows the items of pairs only where none of these leaves a few.
"""

from __future__ import annotations

import numpy as np


def uneven(
    given: tuple[np.ndarray, np.ndarray],
    valid: tuple[np.ndarray, np.ndarray],
    pairs: tuple[np.ndarray, np.ndarray],
    schools: tuple[np.ndarray, np.ndarray],
    many: int,
) -> tuple[tuple[int, ...], ...]:
    """For each of ``many`` schools, for each m from 1 to the number of items: the pairs left before and after; of everybody
    less the pairs, those left before and after. ``given``: persons × items; ``pairs``: their rows in each round.

    Example: of two persons one answered the second item in the first round only.

    >>> both, one = np.array([[True, True], [True, True]]), np.array([[True, True], [True, False]])
    >>> there, rows, school = np.array([True, True]), np.arange(2), np.zeros(2, int)
    >>> uneven((both, one), (there, there), (rows, rows), (school, school), 1)
    ((2, 1, 1, 0, 1, 1, 1, 0),)
    """
    first, second = (each[rows] for each, rows in zip(given, pairs, strict=True))
    counts = (first.sum(axis=1), second.sum(axis=1))
    lost = ((first & ~second).any(axis=1), (second & ~first).any(axis=1))
    at = schools[0][pairs[0]]
    columns = []
    for m in range(1, given[0].shape[1] + 1):
        columns += [
            np.bincount(at[(number != m) | gone], minlength=many) for number, gone in zip(counts, lost, strict=True)
        ]
        for side in (0, 1):
            once = valid[side].copy()
            once[pairs[side]] = False
            off = once & (given[side].sum(axis=1) != m)
            columns.append(
                np.bincount(schools[side][off], minlength=many) + np.bincount(at[lost[side]], minlength=many)
            )
    return tuple(map(tuple, np.stack(columns, axis=1).tolist())) if columns else ((),) * many
