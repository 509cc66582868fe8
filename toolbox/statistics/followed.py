"""How unlike two parts of one sample are: those who were followed and those who were not."""

from __future__ import annotations

import numpy as np

from toolbox.model import Estimate


def standardised_gap(followed: np.ndarray, others: np.ndarray) -> Estimate:
    """The mean of those followed minus the mean of the others, in standard deviations of both together.

    Descriptive: no interval, no p. Positive: those followed stand higher. Refused: ``no_answers`` where a part is empty,
    ``no_spread`` where nothing varies.

    R: ``(mean(f) - mean(o)) / sd(c(f, o))``; for f = c(3,4,4,5,2), o = c(2,3,3) it gives 0.901685664207343.

    Example:
        >>> round(standardised_gap(np.array([3, 4, 4, 5, 2]), np.array([2, 3, 3])).estimate, 12)
        0.901685664207
        >>> standardised_gap(np.array([3.0]), np.array([])).refused
        'no_answers'
    """
    counts = {"method": "gap over the spread of both together", "n": len(followed) + len(others)}
    if not len(followed) or not len(others):
        return Estimate(refused="no_answers", **counts)
    spread = float(np.concatenate([followed, others]).std(ddof=1))
    if not spread:
        return Estimate(refused="no_spread", **counts)
    return Estimate(estimate=float((followed.mean() - others.mean()) / spread), **counts)
