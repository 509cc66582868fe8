"""How unlike two parts of one sample are: those who were followed and those who were not."""

from __future__ import annotations

import numpy as np


def standardised_gap(followed: np.ndarray, others: np.ndarray) -> float | None:
    """The mean of those followed minus the mean of the others, in standard deviations of both together.

    Descriptive: no interval, no p. Positive: those followed stand higher. None where a part is empty or nothing varies.

    R: ``(mean(f) - mean(o)) / sd(c(f, o))``; for f = c(3,4,4,5,2), o = c(2,3,3) it gives 0.901685664207343.

    Example:
        >>> round(standardised_gap(np.array([3, 4, 4, 5, 2]), np.array([2, 3, 3])), 12)
        0.901685664207
        >>> standardised_gap(np.array([3.0]), np.array([])), standardised_gap(np.array([3.0]), np.array([3.0]))
        (None, None)
    """
    if not len(followed) or not len(others):
        return None
    spread = float(np.concatenate([followed, others]).std(ddof=1))
    return float((followed.mean() - others.mean()) / spread) if spread else None
