"""How much loss is still tolerable: overall and differential attrition against a published boundary, as data.

Rows of the What Works Clearinghouse attrition boundary: for an overall attrition (%), the highest difference between
the groups (percentage points) under cautious and under optimistic assumptions about who leaves. UNCONFIRMED: the rows
are recalled, not read in the standard itself. The cautious column is reproduced to 0.1 by a normal model of Deke and
Chiang (tests), the optimistic one only to 0.3. The standard is for groups drawn by lot: here it is a warning light;
whether the groups compare is said by :func:`toolbox.statistics.flow.baseline_equivalence`.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

Standing = Literal["cautious", "optimistic", "above"]

#: overall attrition (%) → highest differential attrition (percentage points): cautious, optimistic.
BOUNDARY: tuple[tuple[float, float, float], ...] = (
    (0, 5.7, 10.0),
    (5, 6.1, 10.5),
    (10, 6.3, 10.9),
    (15, 5.9, 10.7),
    (20, 5.4, 10.0),
    (25, 4.8, 9.2),
    (30, 4.1, 8.2),
    (35, 3.3, 7.2),
    (40, 2.6, 6.0),
    (45, 1.8, 4.9),
    (50, 1.0, 3.7),
    (55, 0.3, 2.6),
)


def limits(overall: float) -> tuple[float, float] | None:
    """(cautious, optimistic) highest differential attrition as shares, between the rows in a straight line.

    ``overall`` 0..1. None beyond the last row.

    >>> [round(limit, 4) for limit in limits(0.125)], limits(0.56)
    ([0.061, 0.108], None)
    """
    at = round(100 * overall, 9)
    for (low, *first), (high, *second) in pairwise(BOUNDARY):
        if low <= at <= high:
            way = (at - low) / (high - low)
            cautious, optimistic = (a + way * (b - a) for a, b in zip(first, second, strict=True))
            return cautious / 100, optimistic / 100
    return None


def standing(overall: float, differential: float) -> Standing:
    """Which assumptions the loss is tolerable under: already the cautious ones, only the optimistic, or none.

    Shares 0..1; the sign of ``differential`` does not matter.

    >>> standing(0.2, 0.05), standing(0.2, -0.08), standing(0.2, 0.12), standing(0.6, 0.0)
    ('cautious', 'optimistic', 'above', 'above')
    """
    found = limits(overall)
    if found is None:
        return "above"
    cautious, optimistic = found
    size = abs(differential) - 1e-12
    return "cautious" if size <= cautious else "optimistic" if size <= optimistic else "above"
