"""The ratios of variances at which the restricted likelihood is highest, wherever it lies, the edge included.

A general optimiser started at one place stops in the wrong one: statsmodels' MixedLM misses the optimum in a third to
half of fits with a small school variance. Here the whole quarter plane is looked at on a coarse grid with zero on it,
and from every low place of the grid Newton's steps with exact derivatives go down to the bottom.
"""

from __future__ import annotations

import numpy as np

from toolbox.statistics.mixed.moments import Moments, deviance, deviances, moments
from toolbox.statistics.mixed.sums import Sums

#: Ratios looked at first; one component affords a finer grid than two.
_COARSE = np.array([0, 0.01, 0.05, 0.2, 0.7, 2.5, 10, 60, 1000])
_FINE = np.concatenate([[0], np.logspace(-4, 5, 28)])
#: A ratio beyond this means there is no residual variance to compare with.
MOST = 1e9
#: Lower than this share of a standard error from the bottom: arrived.
_NEAR = 1e-18
_STEPS = 60


def highest(given: Sums) -> tuple[float, float, Moments]:
    """(person ratio, school ratio, :class:`Moments` there) of the REML optimum; the person ratio is 0 for two levels."""
    starts = _low_places(given)
    ends = [_descend(given, start) for start in starts]
    at, found = min(ends, key=lambda end: end[1].deviance)
    return (*_both(given, at), found)


def _both(given: Sums, at: np.ndarray) -> tuple[float, float]:
    return (float(at[0]), float(at[1])) if given.levels == 3 else (0.0, float(at[0]))


def _low_places(given: Sums) -> list[np.ndarray]:
    """Places of the grid none of whose neighbours is lower, lowest first."""
    if given.levels == 2:
        values = np.array(deviances(given, 0.0, _FINE))
        axes = [_FINE]
    else:
        values = np.array([deviances(given, ratio, _COARSE) for ratio in _COARSE])
        axes = [_COARSE, _COARSE]
    padded = np.pad(values, 1, constant_values=np.inf)
    low = np.ones(values.shape, bool)
    for shift in np.ndindex(*(3,) * values.ndim):
        low &= values <= padded[tuple(slice(s, s + n) for s, n in zip(shift, values.shape, strict=True))]
    low &= np.isfinite(values)
    places = sorted(np.argwhere(low), key=lambda place: values[tuple(place)])
    return [np.array([axis[k] for axis, k in zip(axes, place, strict=True)]) for place in places]


def _descend(given: Sums, start: np.ndarray) -> tuple[np.ndarray, Moments]:
    """Newton's steps that stay at or above zero and never go up."""
    at, here = start.astype(float), moments(given, *_both(given, start))
    for _ in range(_STEPS):
        # A component at zero stays there as long as leaving would go up.
        free = (at > 0) | (here.gradient < 0)
        step = np.zeros(len(at))
        if free.any():
            step[free] = _step(here, free)
        if -step @ here.gradient < _NEAR:
            break
        moved = _line(given, at, step, here)
        if moved is None:
            break
        at, here = moved
        if at.max() > MOST:
            break
    return at, here


def _step(here: Moments, free: np.ndarray) -> np.ndarray:
    """Newton's step where the valley is round, else that of the average information, which always leads down."""
    gradient = here.gradient[free]
    for curvature in (here.hessian, here.average):
        curvature = curvature[np.ix_(free, free)]
        scale = np.sqrt(np.abs(np.diag(curvature)))
        if not scale.min() > 0:
            continue
        values, vectors = np.linalg.eigh(curvature / np.outer(scale, scale))
        if values.min() > 1e-10:
            return -(vectors @ ((vectors.T @ (gradient / scale)) / values)) / scale
    return -gradient / max(float(np.abs(gradient).max()), 1e-300)


def _line(given: Sums, at: np.ndarray, step: np.ndarray, here: Moments) -> tuple[np.ndarray, Moments] | None:
    """The first of ever shorter steps that goes down (by what rounding lets see)."""
    slack = 1e-13 * abs(here.deviance)
    # No more than twentyfold at once: far out the likelihood is flat and a parabola knows nothing of it.
    longest = float(np.max(step / (20 * np.maximum(at, 1e-2))))
    step = step / max(1.0, longest)
    for _ in range(40):
        aim = np.maximum(at + step, 0.0)
        if (aim == at).all():
            return None
        value = deviance(given, *_both(given, aim))
        if value <= here.deviance + slack:
            return aim, moments(given, *_both(given, aim))
        step = step / 2
    return None
