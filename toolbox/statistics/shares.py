"""How many moved, and how many stood at the end of the scale: counts everyone understands."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from toolbox.model import Estimate
from toolbox.statistics.cluster_robust import school_codes
from toolbox.statistics.decision import MANY_SCHOOLS
from toolbox.statistics.school_bootstrap import MOST_BCA, acceleration, bca

#: From this share of scale means at one end, a mean says little (Terwee et al. 2007).
END_SHARE = 0.15


@dataclass(frozen=True, kw_only=True)
class Moved:
    """Persons who scored higher, the same, lower the second time, their shares, and the chance of superiority."""

    n: int
    higher: int
    same: int
    lower: int
    superiority: Estimate
    share_higher: Estimate
    share_same: Estimate
    share_lower: Estimate


def moved(
    before: np.ndarray, after: np.ndarray, school: np.ndarray | None = None, *, draws: int = 0, seed: int = 1
) -> Moved:
    """Count who scored higher, the same, lower; PS = share higher + half the share unchanged.

    ``draws`` > 0 adds an interval to PS and to each share by drawing schools with replacement (BCa up to 2,000
    persons, school jackknife; percentiles above), from 10 schools on. Differences are rounded to 8 decimals: means of
    whole answers that agree are the same.

    R: ``d <- round(after - before, 8); c(sum(d > 0), sum(d == 0), sum(d < 0)); mean(d > 0) + .5 * mean(d == 0)``

    >>> found = moved([2, 3, 3, 4], [3, 3, 4, 2])
    >>> found.higher, found.same, found.lower, found.superiority.estimate
    (2, 1, 1, 0.625)
    """
    change = np.round(np.asarray(after, float) - np.asarray(before, float), 8)
    n, way = change.size, np.sign(change)
    higher, lower = int((change > 0).sum()), int((change < 0).sum())
    codes, count = (None, 0) if school is None else school_codes(np.asarray(school))

    def share(worth: np.ndarray, method: str) -> Estimate:
        counts = {"n": n, "n_schools": count}
        if n == 0:
            return Estimate(method=method, refused="no_answers")
        estimate = float(worth.mean())
        if not draws or count < MANY_SCHOOLS:
            return Estimate(estimate=estimate, method=method, refused="few_schools" if draws else "", **counts)
        low, high = _school_bootstrap(np.bincount(codes, worth), np.bincount(codes), draws, seed)
        how = f"{method}; {'BCa' if n <= MOST_BCA else 'percentiles'} over schools, {draws} draws, seed {seed}"
        return Estimate(estimate=estimate, ci_low=low, ci_high=high, method=how, **counts)

    return Moved(
        n=n,
        higher=higher,
        same=n - higher - lower,
        lower=lower,
        superiority=share(0.5 * (1 + way), "share higher plus half the share unchanged"),
        share_higher=share((way > 0).astype(float), "share higher"),
        share_same=share((way == 0).astype(float), "share unchanged"),
        share_lower=share((way < 0).astype(float), "share lower"),
    )


def _school_bootstrap(sums: np.ndarray, sizes: np.ndarray, draws: int, seed: int) -> tuple[float, float]:
    """Limits of a ratio of sums over schools drawn with replacement. (Efron 1987.)"""
    schools = len(sums)
    random = np.random.default_rng(seed)
    found = np.empty(draws)
    # A block of draws at a time: a thousand schools times ten thousand draws would not fit a small machine.
    for start in range(0, draws, 500):
        chosen = random.multinomial(schools, np.full(schools, 1 / schools), size=min(500, draws - start))
        found[start : start + len(chosen)] = (chosen @ sums) / (chosen @ sizes)
    whole = float(sums.sum() / sizes.sum())
    left_out = (sums.sum() - sums) / (sizes.sum() - sizes)
    if np.ptp(left_out) <= 0:
        return whole, whole
    if sizes.sum() > MOST_BCA:
        low, high = np.quantile(found, [0.025, 0.975])
        return float(low), float(high)
    return bca(found, whole, acceleration(left_out))[1]


@dataclass(frozen=True, kw_only=True)
class Ends:
    """Shares of scale means at the lowest and highest possible value, with Wilson intervals."""

    floor: Estimate
    ceiling: Estimate

    @property
    def flags(self) -> tuple[str, ...]:
        """ "floor" and "ceiling" where 15 % or more stand there."""
        named = (("floor", self.floor), ("ceiling", self.ceiling))
        return tuple(name for name, share in named if share.estimate is not None and share.estimate >= END_SHARE)


def ends(values: np.ndarray, low: float, high: float) -> Ends:
    """Who stands at the ends of a scale from ``low`` to ``high``.

    R: ``prop.test(sum(x == high), length(x), correct = FALSE)$conf.int``

    >>> ends([1, 3, 5, 5, 5], 1, 5).flags
    ('floor', 'ceiling')
    """
    values = np.asarray(values, float)
    return Ends(
        floor=wilson(int((values <= low + 1e-9).sum()), values.size),
        ceiling=wilson(int((values >= high - 1e-9).sum()), values.size),
    )


def wilson(count: int, n: int, confidence: float = 0.95, invited: int | None = None) -> Estimate:
    """A share with Wilson's interval; with ``invited`` known, of this group now and not of any it might stand for.

    Then the interval is that of n (invited − 1)/(invited − n) answers, which is no interval at all where everybody
    invited answered. R: ``prop.test(count, n, correct = FALSE)``; with N invited ``m <- n * (N - 1) / (N - n);
    prop.test(count / n * m, m, correct = FALSE)``

    >>> found = wilson(3, 10)
    >>> round(found.ci_low, 4), round(found.ci_high, 4)
    (0.1078, 0.6032)
    >>> found = wilson(4, 8, invited=25)
    >>> round(found.ci_low, 4), round(found.ci_high, 4), wilson(4, 8, invited=8).refused
    (0.2481, 0.7519, 'all_answered')
    """
    if n == 0:
        return Estimate(method="share, Wilson", refused="no_answers")
    share, counts = count / n, {"estimate": count / n, "method": "share, Wilson", "n": n}
    flags = ()
    if invited is not None:
        flags = ("more_than_invited",) if invited < n else ("finite_population",)
    if invited == n:
        return Estimate(refused="all_answered", flags=flags, **counts)
    size = n * (invited - 1) / (invited - n) if invited is not None and invited > n else n
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    middle = (share + z * z / (2 * size)) / (1 + z * z / size)
    reach = z / (1 + z * z / size) * (share * (1 - share) / size + z * z / (4 * size * size)) ** 0.5
    return Estimate(ci_low=max(0.0, middle - reach), ci_high=min(1.0, middle + reach), flags=flags, **counts)
