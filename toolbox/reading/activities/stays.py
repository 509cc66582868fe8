"""Rows of coming and leaving, paired into stays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, kw_only=True)
class Stay:
    """One stay of one person, and the row it began in."""

    row: int
    begin: np.datetime64
    minutes: float
    open_end: bool = False
    """Nobody wrote down when it ended: the last moment of the meeting was taken."""


_UNKNOWN = np.datetime64("NaT", "s")


def paired(persons: np.ndarray, begins: np.ndarray, moments: np.ndarray, ended: np.datetime64 = _UNKNOWN) -> list[Stay]:
    """Stays by person: a row of coming with the next row of leaving; without one until it ended, else the last moment.

    A second coming without a leaving between (another device) does not end a stay; a leaving alone is no stay.

    Example:
        >>> at = np.array(["2025-10-03T08:00", "2025-10-03T08:30", "2025-10-03T09:00"], "datetime64[s]")
        >>> [(stay.row, stay.minutes, stay.open_end) for stay in paired(np.array([1, 1, 2]), np.array([True, False, True]), at)]
        [(0, 30.0, False), (2, 0.0, True)]
    """
    known = moments[~np.isnat(moments)]
    last = known.max() if known.size and np.isnat(ended) else ended
    # Of one second coming stands before leaving; rows keep their place otherwise.
    order = np.lexsort((~begins, moments.astype(np.int64), persons))
    stays: list[Stay] = []
    came = -1
    for place, row in enumerate(order.tolist()):
        if place and persons[row] != persons[order[place - 1]]:
            came = _closed(stays, came, moments, last)
        if begins[row]:
            came = row if came < 0 else came
        elif came >= 0:
            stays.append(Stay(row=came, begin=moments[came], minutes=_minutes(moments[came], moments[row])))
            came = -1
    _closed(stays, came, moments, last)
    return sorted(stays, key=lambda stay: stay.row)


def _closed(stays: list[Stay], came: int, moments: np.ndarray, last: np.datetime64) -> int:
    if came >= 0:
        stays.append(Stay(row=came, begin=moments[came], minutes=_minutes(moments[came], last), open_end=True))
    return -1


def _minutes(begin: np.datetime64, end: np.datetime64) -> float:
    return float("nan") if np.isnat(begin) or np.isnat(end) else float((end - begin) / np.timedelta64(60, "s"))
