"""Whether the yardstick moved: persons asked afterwards how it was before (a then-test), beside what they said before.

The then-score is an adjunct. It never replaces the first score; both changes stand side by side, because then-tests and
tests of invariance have been seen to find different shifts in the same persons.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from toolbox.model import Estimate
from toolbox.statistics.columns import numbers
from toolbox.statistics.paired import paired_change


@dataclass(frozen=True, kw_only=True)
class ResponseShift:
    """Three differences of the same persons, in scale points."""

    shift: Estimate
    """Then − before; negative: looking back, persons place their start lower than they did at the time."""
    change: Estimate
    """After − before, the change as measured."""
    change_from_then: Estimate
    """After − then, the change as remembered; it is ``change`` − ``shift``."""


def response_shift(
    before: np.ndarray,
    then: np.ndarray,
    after: np.ndarray,
    school: np.ndarray | None = None,
    *,
    confidence: float = 0.95,
) -> ResponseShift:
    """Compare ``before``, ``then`` (before, as told afterwards) and ``after`` of the same persons, all three complete.

    Refusals and clustering as in :func:`paired_change`.
    R: ``t.test(then, pre, paired = TRUE)`` and so on; clustered: CR2 by school. Source: Howard 1980.

    >>> found = response_shift([4, 3, 4, 5], [3, 3, 3, 4], [4, 4, 4, 4])
    >>> found.shift.estimate, found.change.estimate, found.change_from_then.estimate
    (-0.75, 0.0, 0.75)
    """
    before, then, after = numbers(before, then, after)
    return ResponseShift(
        shift=paired_change(before, then, school, confidence=confidence),
        change=paired_change(before, after, school, confidence=confidence),
        change_from_then=paired_change(then, after, school, confidence=confidence),
    )
