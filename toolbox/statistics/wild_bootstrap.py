"""Wild cluster bootstrap-t: how often the t of a coefficient is this large when whole schools' residuals turn sign.

The null is imposed: the regression without the coefficient is fitted, every school's residuals are multiplied by one
weight, and the t with the CR1S standard error is taken again (Cameron, Gelbach & Miller 2008). A sensitivity row beside
CR2. Nothing is refitted: b* and the scores of every school are linear in the weights, so a draw is one row of weights
times a schools × schools matrix.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Literal

import numpy as np

from toolbox.statistics.cluster_robust import school_codes
from toolbox.statistics.columns import labels, numbers
from toolbox.statistics.decision import LEAST_SCHOOLS
from toolbox.statistics.rearranging import DRAWS, Rearranged

#: Fewer schools than this: Rademacher weights have too few values.
LEAST_WILD_SCHOOLS = 6
#: Up to this many schools all 2^G signs are gone through.
MOST_EVERY = 12

Weights = Literal["rademacher", "webb"]
_WEBB = np.array([-(1.5**0.5), -1.0, -(0.5**0.5), 0.5**0.5, 1.0, 1.5**0.5])
_TIE = 1e-10


def wild_bootstrap(
    y: np.ndarray,
    x: np.ndarray,
    school: np.ndarray,
    at: int,
    *,
    weights: Weights = "rademacher",
    draws: int = DRAWS,
    seed: int = 1,
    null: float = 0.0,
    interval: bool = False,
    confidence: float = 0.95,
    most_every: int = MOST_EVERY,
    least_schools: int = LEAST_WILD_SCHOOLS,
    least_treated: int = LEAST_SCHOOLS,
) -> Rearranged:
    """Coefficient of column ``at`` of ``x`` (n × p, with its constant), its CR1S standard error, and the bootstrap p.

    Rademacher weights: every one of the 2^G signs up to ``most_every`` schools, the signs as they are among them
    (p = share as extreme), else ``draws`` of them (p = (count + 1) / (draws + 1)). Webb's six weights are drawn: the
    extra row for 6 to 9 schools, where signs take few values. ``interval``: the nulls that are not rejected, found
    by halving; limits move in steps where schools are few.
    R: ``fwildclusterboot::boottest(lm(...), clustid = "school", param = ..., type = "rademacher", impose_null = TRUE)``
    (CR1S: G / (G − 1) · (n − 1) / (n − p), as there). Source: MacKinnon & Webb 2018.
    Refused: ``few_schools`` (under 6), ``few_treated`` (a 0/1 regressor with under 4 schools on a side),
    ``collinear``, ``no_spread``; ``resampling_off`` with 0 ``draws`` where weights would have to be drawn.

    >>> y, x = np.array([1.0, 2, 2, 3, 4, 2, 5, 3, 4, 5, 6, 3]), np.repeat([0.0, 1], 6)
    >>> school = np.repeat(np.arange(12), 1)
    >>> found = wild_bootstrap(y, np.column_stack([np.ones(12), x]), school, 1)
    >>> round(found.estimate, 3), found.arrangements, round(found.p, 4)
    (2.0, 4096, 0.0127)
    """
    x = np.asarray(x, float)
    x = x[:, None] if x.ndim == 1 else x
    (y, *columns) = numbers(y, *x.T)
    codes, count = school_codes(labels(school, y.size)) if y.size else (np.zeros(0, int), 0)
    counts = {
        "method": f"wild cluster bootstrap-t, {weights} weights, null imposed, CR1S",
        "n": y.size,
        "n_schools": count,
    }
    if count < max(2, least_schools):
        return Rearranged(refused="few_schools", **counts)
    if _few_on_a_side(columns[at], codes, least_treated):
        return Rearranged(refused="few_treated", **counts)
    linear = _by_school(y, x, codes, count, at)
    if linear is None:
        return Rearranged(refused="collinear", **counts)
    every = weights == "rademacher" and count <= most_every
    if not every and not draws:
        return Rearranged(estimate=_seen(linear)[0], refused="resampling_off", **counts)
    if every:
        signs = np.array(list(product((1.0, -1.0), repeat=count)))
    else:
        random, shape = np.random.default_rng(seed), (draws, count)
        signs = random.choice(_WEBB, shape) if weights == "webb" else 2.0 * random.integers(0, 2, shape) - 1.0
        counts["method"] += f", {draws} draws, seed {seed}"
    estimate, se = _seen(linear)
    if not se > 1e-12 * max(1.0, abs(estimate)):
        return Rearranged(estimate=estimate, refused="no_spread", **counts)
    drawn = _drawn(signs, *linear)

    def p_at(value: float) -> float:
        least = abs(estimate - value) / se
        moved, spread = _moved_and_spread(drawn, value)
        extreme = int((moved >= (least - _TIE * max(1.0, least)) * spread).sum())
        return extreme / len(signs) if every else (extreme + 1) / (len(signs) + 1)

    low = high = None
    if interval:
        low, high = (_limit(p_at, estimate, side * se, 1 - confidence) for side in (-1, 1))
    least = 2.0 ** (1 - count) if every else 1 / (len(signs) + 1)
    return Rearranged(
        estimate=estimate, se=se, ci_low=low, ci_high=high, p=p_at(null), smallest_p=least,
        arrangements=len(signs), every=every, **counts,
    )  # fmt: skip


def _drawn(signs: np.ndarray, own: np.ndarray, own_null: np.ndarray, pull: np.ndarray, pull_null: np.ndarray):
    """b* − null of every draw as a constant and a slope in the null, and its variance as three terms: 5 × draws."""
    parts, block = [], max(1, 4_000_000 // signs.shape[1])
    for start in range(0, len(signs), block):
        chosen = signs[start : start + block]
        y, v = chosen @ pull, chosen @ pull_null
        parts.append([chosen @ own, chosen @ own_null, *((a * b).sum(axis=1) for a, b in ((y, y), (y, v), (v, v)))])
    return np.concatenate(parts, axis=1)


def _seen(linear: tuple[np.ndarray, ...]) -> tuple[float, float]:
    """The coefficient and its standard error as they are: every weight 1."""
    drawn = _drawn(np.ones((1, len(linear[0]))), *linear)
    return float(drawn[0, 0] / drawn[1, 0]), float(_moved_and_spread(drawn, 0.0)[1][0])


def _moved_and_spread(drawn: np.ndarray, null: float) -> tuple[np.ndarray, np.ndarray]:
    """|b* − null| and its CR1S standard error in every draw under a null."""
    top, slope, constant, linear, square = drawn
    variance = constant - 2 * null * linear + null * null * square
    return np.abs(top - null * slope), np.sqrt(np.clip(variance, 0.0, None))


def _by_school(y: np.ndarray, x: np.ndarray, codes: np.ndarray, count: int, at: int):
    """What a draw needs: each school's part in the coefficient, and in every school's score; for y and for the null.

    With the other columns taken out of y and of column ``at`` (e and v), b* − null = Σ_g w_g Σ_i a_i (e − null v)_i,
    a = v / v'v; the score of school h is its own part less what the refit takes back.
    """
    if y.size <= x.shape[1]:
        return None
    column, others = x[:, at], np.delete(x, at, axis=1)
    basis, upper = np.linalg.qr(others)
    diagonal = np.abs(np.diag(upper))
    if others.shape[1] and diagonal.min() <= 1e-10 * max(float(diagonal.max()), 1e-300):
        return None
    e, v = (part - basis @ (basis.T @ part) for part in (y, column))
    length = float(v @ v)
    if length <= 1e-20 * max(float(column @ column), 1e-300):
        return None
    basis = np.column_stack([basis, v / length**0.5])

    def sums(rows: np.ndarray) -> np.ndarray:
        return np.stack([np.bincount(codes, part, minlength=count) for part in rows.T], axis=1)

    factor = (count / (count - 1) * (y.size - 1) / (y.size - x.shape[1])) ** 0.5
    aimed = sums(basis * (v / length)[:, None])
    owns = [np.bincount(codes, v * part, minlength=count) / length for part in (e, v)]
    pulls = [
        factor * (np.diag(own) - sums(basis * part[:, None]) @ aimed.T) for own, part in zip(owns, (e, v), strict=True)
    ]
    return *owns, *pulls


def _few_on_a_side(column: np.ndarray, codes: np.ndarray, least: int) -> bool:
    """Whether a 0/1 regressor leaves fewer than ``least`` schools with, or without, what it stands for."""
    values = np.unique(column)
    if len(values) != 2:
        return False
    sides = (len(np.unique(codes[column == value])) for value in values)
    return min(sides) < least


def _limit(p_at: Callable[[float], float], estimate: float, step: float, level: float) -> float | None:
    """The null farthest from the estimate, in the direction of ``step``, that is not rejected; None: none is."""
    inside, outside = estimate, estimate + step
    for _ in range(20):
        if p_at(outside) <= level:
            break
        inside, outside = outside, estimate + 2 * (outside - estimate)
    else:
        return None
    for _ in range(50):
        middle = (inside + outside) / 2
        inside, outside = (inside, middle) if p_at(middle) <= level else (middle, outside)
    return inside
