"""The likelihood of ordered answers with proportional odds: which answers are joined, and where its peak lies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

#: An answer given less often is joined with its less frequent neighbour.
LEAST_IN_CATEGORY = 10
#: Standard error of a coefficient of a standardised regressor beyond which no answer contradicts endless odds.
_ENDLESS = 100.0


def joined(y: np.ndarray, least: int = LEAST_IN_CATEGORY) -> tuple[np.ndarray, tuple[tuple[float, ...], ...]]:
    """Ordered categories of at least ``least`` answers each: the rarest joins its rarer neighbour until it is enough.

    >>> joined(np.array([1, 2, 2, 3, 3, 5.0]), 2)
    (array([0, 0, 0, 1, 1, 1]), ((1.0, 2.0), (3.0, 5.0)))
    """
    values, place, counts = np.unique(y, return_inverse=True, return_counts=True)
    parts, sizes = [(float(value),) for value in values], counts.tolist()
    while len(parts) > 1 and min(sizes) < least:
        rare = sizes.index(min(sizes))
        beside = [other for other in (rare - 1, rare + 1) if 0 <= other < len(parts)]
        first = min(rare, min(beside, key=lambda other: sizes[other]))
        parts[first : first + 2] = [parts[first] + parts[first + 1]]
        sizes[first : first + 2] = [sizes[first] + sizes[first + 1]]
    owner = np.repeat(np.arange(len(parts)), [len(each) for each in parts])
    return owner[place], tuple(parts)


@dataclass(frozen=True, eq=False)
class Bounds:
    """Log probability of every answer, with its first and second derivatives in its two thresholds."""

    log: np.ndarray
    up: np.ndarray
    down: np.ndarray
    up_up: np.ndarray
    down_down: np.ndarray
    up_down: np.ndarray


def bounds(level: np.ndarray, thresholds: np.ndarray, eta: np.ndarray) -> Bounds:
    """:class:`Bounds` of answers ``level`` where the linear predictor is ``eta``."""
    from scipy.special import expit

    ends = np.concatenate([[-np.inf], thresholds, [np.inf]])
    high, low = ends[level + 1] - eta, ends[level] - eta
    # In the upper half the two probabilities are near 1: take their distances from 1 instead.
    turned = low + high > 0
    first = expit(np.where(turned, -low, high))
    second = expit(np.where(turned, -high, low))
    share = np.maximum(first - second, 1e-300)
    dense_high, dense_low = expit(high) * expit(-high), expit(low) * expit(-low)
    up, down = dense_high / share, -dense_low / share
    bent_high, bent_low = (1 - 2 * expit(high)) * up, (1 - 2 * expit(low)) * down
    return Bounds(np.log(share), up, down, bent_high - up**2, bent_low - down**2, -up * down)


def _design(level: np.ndarray, x: np.ndarray, cuts: int) -> tuple[np.ndarray, np.ndarray]:
    """How a row's upper and lower threshold move with all parameters."""
    places = np.arange(cuts)
    return (np.hstack([level[:, None] == places, -x]).astype(float),
            np.hstack([level[:, None] - 1 == places, -x]).astype(float))  # fmt: skip


def peak(level: np.ndarray, x: np.ndarray):
    """(estimates, log likelihood, information, scores of every row); None where the odds have no end."""
    cuts = int(level.max())
    shares = np.cumsum(np.bincount(level))[:-1] / len(level)
    at = np.concatenate([np.log(shares / (1 - shares)), np.zeros(x.shape[1])])
    x = x - (centre := x.mean(axis=0))
    upper, lower = _design(level, x, cuts)
    value = -np.inf
    for _ in range(200):
        found = bounds(level, at[:cuts], x @ at[cuts:])
        score = found.up[:, None] * upper + found.down[:, None] * lower
        cross = upper.T @ (found.up_down[:, None] * lower)
        information = -(upper.T @ (found.up_up[:, None] * upper) + lower.T @ (found.down_down[:, None] * lower)
                        + cross + cross.T)  # fmt: skip
        value, gradient = float(found.log.sum()), score.sum(axis=0)
        step = np.linalg.lstsq(information, gradient, rcond=None)[0]
        gain = float(step @ gradient)
        if gain < 1e-14 * max(1.0, abs(value)):
            break
        share = 1.0
        while share > 1e-8:
            tried = at + share * step
            rising = (np.diff(tried[:cuts]) > 0).all()
            if rising and bounds(level, tried[:cuts], x @ tried[cuts:]).log.sum() >= value:
                break
            share /= 2
        else:
            break
        at = tried
    unit = np.concatenate([np.ones(cuts), x.std(axis=0)])
    if np.linalg.eigvalsh(information / np.outer(unit, unit))[0] < _ENDLESS**-2:
        return None, value, information, score
    # Back from centred regressors: thresholds move by centre · beta, and with them the information.
    back = np.eye(len(at))
    back[:cuts, cuts:] = centre
    inverse = np.linalg.inv(back)
    return back @ at, value, inverse.T @ information @ inverse, score @ inverse
