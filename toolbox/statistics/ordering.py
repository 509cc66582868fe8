"""Two groups by order: how often a person of the second group stands above one of the first.

Between groups only. For the same persons twice these numbers ignore who belongs to whom
(:func:`toolbox.statistics.moved` and :mod:`toolbox.statistics.signed_rank` do not). Positive: the second stands higher.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from toolbox.model import Estimate
from toolbox.statistics import student
from toolbox.statistics.cluster_robust import school_codes
from toolbox.statistics.columns import labels, numbers
from toolbox.statistics.decision import LEAST_PERSONS, LEAST_SCHOOLS, MANY_SCHOOLS


@dataclass(frozen=True, kw_only=True)
class Ordering:
    """What the order of two groups says."""

    cliffs_delta: Estimate
    """Share of pairs in which the second stands higher, minus the share in which the first does; p: Mann-Whitney."""
    superiority: Estimate
    """(delta + 1) / 2: the chance that one of the second stands above one of the first, ties counted half."""
    common_language: Estimate
    """The same were both groups normal."""
    glass_delta: Estimate
    """Difference of means in standard deviations of the first group, with noncentral t limits."""


@dataclass(frozen=True, kw_only=True)
class Overlap:
    """A standardised difference as a place among the other group."""

    u3: Estimate
    """Share of the first group below the average person of the second (0..1)."""
    improvement_index: Estimate
    """Percentile points an average person of the first group would gain (What Works Clearinghouse)."""


def ordering(first: np.ndarray, second: np.ndarray, **schools) -> Ordering:
    """Every number of order of two groups; ``schools`` as in :func:`cliffs_delta`.

    >>> found = ordering([1, 2, 3, 4, 5], [3, 4, 5, 6, 7])
    >>> found.cliffs_delta.estimate, round(found.superiority.estimate, 2), round(found.glass_delta.estimate, 3)
    (0.64, 0.82, 1.265)
    """
    delta = cliffs_delta(first, second, **schools)
    as_chance = {
        name: None if getattr(delta, name) is None else (getattr(delta, name) + 1) / 2
        for name in ("estimate", "ci_low", "ci_high")
    }
    return Ordering(
        cliffs_delta=delta, superiority=replace(delta, **as_chance, method=f"(Cliff's delta + 1) / 2, {delta.method}"),
        common_language=common_language(first, second), glass_delta=glass_delta(first, second),
    )  # fmt: skip


def cliffs_delta(
    first: np.ndarray,
    second: np.ndarray,
    school_first: np.ndarray | None = None,
    school_second: np.ndarray | None = None,
    *,
    confidence: float = 0.95,
    draws: int = 0,
    seed: int = 1,
) -> Estimate:
    """Mean of sign(second − first) over all pairs, from ranks: a sort, never the pairs themselves.

    Without schools: interval by Fisher's z with the variance of no difference, and the Mann-Whitney p (normal, tied
    ranks, continuity correction). With schools the spread of persons is not the spread of what was given out: no p,
    and an interval only with ``draws``, from schools drawn with replacement in each group (percentiles).
    R: ``effectsize::cliffs_delta(second, first)``; ``wilcox.test(second, first, exact = FALSE)$p.value``.
    Refused: ``too_few_persons``; with schools ``few_schools`` (under 10 in all, or under 4 in a group).

    >>> found = cliffs_delta([1, 2, 3, 4, 5], [3, 4, 5, 6, 7])
    >>> found.estimate, round(found.ci_low, 3), round(found.ci_high, 3), round(found.p, 4)
    (0.64, 0.008, 0.907, 0.1138)
    """
    (first,), (second,) = numbers(first), numbers(second)
    sizes = first.size, second.size
    counts = {"n": sum(sizes)}
    if (school_first is None) != (school_second is None):
        raise ValueError("Schools are named for one group only.")
    clustered = school_first is not None and school_second is not None
    if min(sizes) == 0 or (clustered and min(sizes) < LEAST_PERSONS):
        reason = "too_few_persons" if min(sizes) else "no_answers"
        return Estimate(method="Cliff's delta", refused=reason, **counts)
    values = np.unique(np.concatenate([first, second]))
    if not clustered:
        below, above = (_counts(side, values) for side in (first, second))
        return _of_persons(below, above, sizes, confidence)
    # One row of counts per school: drawing schools is multiplying rows.
    below, above = _counts(first, values, school_first), _counts(second, values, school_second)
    counts["n_schools"] = len(np.unique(np.concatenate([np.asarray(school_first), np.asarray(school_second)])))
    delta = float(_delta(below.sum(axis=0), above.sum(axis=0)))
    method = "Cliff's delta"
    if min(len(below), len(above)) < LEAST_SCHOOLS or len(below) + len(above) < MANY_SCHOOLS:
        return Estimate(estimate=delta, method=method, refused="few_schools", **counts)
    if not draws:
        return Estimate(estimate=delta, method=method, **counts)
    random, found = np.random.default_rng(seed), []
    block = max(1, 4_000_000 // len(values))
    for start in range(0, draws, block):
        many = min(block, draws - start)
        drawn = (
            random.multinomial(len(side), np.full(len(side), 1 / len(side)), many) @ side for side in (below, above)
        )
        found.append(_delta(*drawn))
    low, high = np.quantile(np.concatenate(found), [0.5 - confidence / 2, 0.5 + confidence / 2])
    method += f"; percentiles over schools, {draws} draws, seed {seed}"
    return Estimate(estimate=delta, ci_low=float(low), ci_high=float(high), method=method, **counts)


def _counts(values: np.ndarray, among: np.ndarray, school: np.ndarray | None = None) -> np.ndarray:
    """How many have each of the values ``among``, one row a school."""
    place = np.searchsorted(among, values)
    if school is None:
        return np.bincount(place, minlength=len(among)).astype(float)
    codes, count = school_codes(labels(school, values.size))
    cells = np.bincount(codes * len(among) + place, minlength=count * len(among))
    return cells.reshape(count, len(among)).astype(float)


def _delta(below: np.ndarray, above: np.ndarray) -> np.ndarray:
    """Cliff's delta from counts of each value, ascending, along the last axis."""
    reached = np.cumsum(below, axis=-1)
    under, total = reached - below, reached[..., -1:]
    won = (above * (under - (total - reached))).sum(axis=-1)
    return won / (total[..., 0] * above.sum(axis=-1))


def _of_persons(below: np.ndarray, above: np.ndarray, sizes: tuple[int, int], confidence: float) -> Estimate:
    from scipy.special import ndtr, ndtri

    one, other = sizes
    n, delta = one + other, float(_delta(below, above))
    tied = below + above
    counts = {"n": n, "flags": ("no_school_clustering",)}
    variance = one * other / 12 * (n + 1 - float((tied**3 - tied).sum()) / (n * (n - 1))) if n > 1 else 0.0
    if variance <= 0:
        return Estimate(estimate=delta, method="Cliff's delta", refused="no_spread", **counts)
    z = max(0.0, abs(delta) * one * other / 2 - 0.5) / variance**0.5
    method, p = "Cliff's delta, Fisher's z interval, Mann-Whitney p", float(2 * ndtr(-z))
    if abs(delta) >= 1:
        # Fisher's z has no end here: the interval would be the one point.
        return Estimate(estimate=delta, p=min(1.0, p), method=method, refused="no_overlap", **counts)
    reach = float(ndtri(0.5 + confidence / 2)) * ((n + 1) / (3 * one * other)) ** 0.5
    low, high = (float(np.tanh(np.arctanh(delta) + side * reach)) for side in (-1, 1))
    return Estimate(estimate=delta, ci_low=low, ci_high=high, p=min(1.0, p), method=method, **counts)


def common_language(first: np.ndarray, second: np.ndarray) -> Estimate:
    """Chance that one of the second stands above one of the first, were both normal: PHI of the standardised gap.

    R: ``pnorm((mean(second) - mean(first)) / sqrt(var(first) + var(second)))``. Refused: under 2 a group, no spread.

    >>> round(common_language([1, 2, 3], [2, 3, 4]).estimate, 4)
    0.7602
    """
    from scipy.special import ndtr

    (first,), (second,) = numbers(first), numbers(second)
    counts = {"method": "common-language effect, normal", "n": first.size + second.size}
    if min(first.size, second.size) < 2:
        return Estimate(refused="few_persons", **counts)
    spread = float(first.var(ddof=1) + second.var(ddof=1)) ** 0.5
    if spread <= 1e-12:
        return Estimate(refused="no_spread", **counts)
    return Estimate(estimate=float(ndtr((second.mean() - first.mean()) / spread)), **counts)


def glass_delta(first: np.ndarray, second: np.ndarray, *, confidence: float = 0.95) -> Estimate:
    """Difference of means in standard deviations of the first (comparison) group; noncentral t limits.

    R: ``effectsize::glass_delta(second, first)``. Refused: under 2 a group, no spread in the first.

    >>> round(glass_delta([1, 2, 3], [2, 3, 4]).estimate, 4)
    1.0
    """
    (first,), (second,) = numbers(first), numbers(second)
    counts = {"method": "Glass's delta, spread of the first group", "n": first.size + second.size}
    if min(first.size, second.size) < 2:
        return Estimate(refused="few_persons", **counts)
    spread = float(first.std(ddof=1))
    if spread <= 1e-12:
        return Estimate(refused="no_spread", **counts)
    delta, df = float(second.mean() - first.mean()) / spread, first.size - 1
    se = float(1 / first.size + second.var(ddof=1) / (second.size * spread**2)) ** 0.5
    low, high = (end * se for end in student.noncentral_limits(delta / se, df, confidence))
    return Estimate(estimate=delta, se=se, df=float(df), ci_low=low, ci_high=high, **counts)


def overlap(effect: Estimate) -> Overlap:
    """Cohen's U3 and the improvement index of a standardised difference (d or g), limits carried along.

    R: ``pnorm(d)``; ``100 * pnorm(g) - 50``. A refused effect stays refused for the same reason.

    >>> found = overlap(Estimate(estimate=0.5))
    >>> round(found.u3.estimate, 4), round(found.improvement_index.estimate, 2)
    (0.6915, 19.15)
    """
    from scipy.special import ndtr

    ends = {name: getattr(effect, name) for name in ("estimate", "ci_low", "ci_high")}
    share = {name: None if value is None else float(ndtr(value)) for name, value in ends.items()}
    points = {name: None if value is None else 100 * value - 50 for name, value in share.items()}
    u3 = replace(effect, **share, se=None, p=None, method=f"U3 of {effect.method}")
    return Overlap(u3=u3, improvement_index=replace(u3, **points, method=f"improvement index of {effect.method}"))
