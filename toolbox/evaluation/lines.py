"""Pieces every block is made of: crowds, and estimates with nothing in them."""

from __future__ import annotations

import numpy as np

from toolbox.evaluation.study import Pairs, Study
from toolbox.model import Crowd, Estimate


def crowd(study: Study, school: np.ndarray) -> Crowd:
    """The persons whose schools these are."""
    return Crowd(n=len(school), by_school=study.by_school(school))


def refused(reason: str, pairs: Pairs | None = None) -> Estimate:
    """No number, and why."""
    return Estimate(refused=reason, n=0 if pairs is None else len(pairs.before))


def mean(values: np.ndarray) -> float | None:
    """None of nobody."""
    return float(values.mean()) if len(values) else None


def spread(values: np.ndarray) -> float | None:
    """Standard deviation (n − 1); None of fewer than two."""
    return float(values.std(ddof=1)) if len(values) > 1 else None
