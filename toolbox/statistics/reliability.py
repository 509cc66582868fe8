"""How consistently the items of a scale measure: alpha, omega, and what each item adds. Complete answers only.

Alpha: interval of Feldt, Woodruff & Salih (1987), standard error of Duhachek & Iacobucci (2004). Omega: McDonald's, from
one factor by maximum likelihood. Internal consistency is not stability: a retest may agree less.

R: ``psych::alpha(x)``, ``psych::fa(x, fm = "minres")``, ``lavaan::cfa("F =~ a + b + c", x, std.lv = TRUE)``
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from toolbox.model import Estimate
from toolbox.statistics.cluster_robust import school_codes
from toolbox.statistics.decision import MANY_SCHOOLS
from toolbox.statistics.factor import LEAST_FOR_FACTOR, FactorFit, complete, one_factor
from toolbox.statistics.factor_draws import omegas

#: Below this many persons no reliability is given, below the second it is marked as uncertain.
LEAST_FOR_RELIABILITY = 30
FEW_FOR_RELIABILITY = 100
#: The least uniqueness of an item in the standardised solution, as psych has it.
_LEAST_UNIQUE = 0.005


@dataclass(frozen=True, kw_only=True)
class Reliability:
    """One scale in one round. Lists are in the order of the items."""

    n: int
    k: int
    """Items that vary: the others are left out of everything but the spread behind ``measurement_error``."""
    alpha: Estimate = Estimate()
    alpha_standardised: Estimate = Estimate()
    omega: Estimate = Estimate()
    omega_standardised: Estimate = Estimate()
    """From least squares on the correlations (minres)."""
    spearman_brown: Estimate = Estimate()
    """Of two items, where alpha assumes them equally strong: 2r / (1 + r); refused for other numbers of items."""
    lambda2: Estimate = Estimate()
    average_r: Estimate = Estimate()
    item_rest: tuple[Estimate, ...] = ()
    """Each item with the sum of the others."""
    alpha_if_dropped: tuple[Estimate, ...] = ()
    loadings: tuple[float, ...] = ()
    """Of the items that vary, in their own units, from maximum likelihood."""
    loadings_standardised: tuple[float, ...] = ()
    """Of the same items, from minres."""
    measurement_error: Estimate = Estimate()
    """Standard error of measurement of the mean of the items: its spread times the root of 1 − alpha."""
    flags: tuple[str, ...] = ()
    refused: str = ""


def reliability(
    items: np.ndarray,
    school: np.ndarray | None = None,
    *,
    least: int = LEAST_FOR_RELIABILITY,
    confidence: float = 0.95,
    draws: int = 0,
    seed: int = 1,
) -> Reliability:
    """Reliability of the scale made of persons × ``items``, all keyed the same way (higher is further along).

    ``draws`` > 0 gives omega an interval by drawing whole schools, from 10 schools on (percentiles). Refused:
    ``few_for_reliability`` under 30 persons, ``few_items`` under two items that vary (omega: three), ``no_spread``.
    Flags: ``small_sample`` under 100 persons, ``constant_item``, ``item_against_scale`` (an item runs against the rest:
    is it reversed?). A missing answer is a ValueError.

    >>> x = np.array([[1, 2, 1], [2, 2, 3], [3, 3, 3], [4, 5, 4], [5, 4, 4], [2, 1, 2]] * 6)
    >>> found = reliability(x)
    >>> round(found.alpha.estimate, 4), round(found.omega.estimate, 4), found.flags
    (0.9338, 0.939, ('small_sample',))
    >>> reliability(x[:20]).refused
    'few_for_reliability'
    """
    items = complete(items)
    n = len(items)
    if school is not None and len(school) != n:
        raise ValueError(f"{n} persons and {len(school)} schools: they must agree.")
    if n < max(least, 2):
        return _none(n, items.shape[1], "few_for_reliability")
    spread = items.std(axis=0)
    vary = spread > 1e-12 * np.maximum(np.abs(items).max(axis=0), 1.0)
    k = int(vary.sum())
    if k < 2:
        return _none(n, items.shape[1], "no_spread" if items.shape[1] > 1 and not k else "few_items")
    kept = items[:, vary]
    cov = np.cov(kept, rowvar=False)
    if not cov.sum() > 1e-12 * np.trace(cov):
        return _none(n, items.shape[1], "no_spread")
    r = cov / np.sqrt(np.outer(np.diag(cov), np.diag(cov)))
    alpha = _alpha(cov, n, confidence)
    rest = _spread_over(vary, _item_rest(cov), "item with the sum of the others", n)
    dropped = [_raw(np.delete(np.delete(cov, i, 0), i, 1)) for i in range(k)] if k > 2 else [None] * k
    average = float((r.sum() - k) / (k * (k - 1)))
    flags = (
        *(("small_sample",) if n < FEW_FOR_RELIABILITY else ()),
        *(("constant_item",) if not vary.all() else ()),
        *(("item_against_scale",) if any((each.estimate or 0) < 0 for each in rest) else ()),
    )
    omega, loadings = _omega(kept, school, draws, seed, confidence)
    standardised = _minres(r)
    omega_standardised = None if standardised is None else _omega_of(standardised, 1 - standardised**2)

    def given(value: float | None, method: str, refused: str = "") -> Estimate:
        return Estimate(estimate=value, method=method, n=n, refused=refused if value is None else "")

    two = 2 * average / (1 + average) if k == 2 and average > -1 else None
    lost = max(1 - alpha.estimate, 0.0)
    return Reliability(
        n=n, k=k, alpha=alpha, alpha_standardised=given(_raw(r), "alpha of correlations"), omega=omega,
        omega_standardised=given(omega_standardised, "omega, minres on correlations", "few_items"),
        spearman_brown=given(two, "Spearman-Brown", "not_two_items"), lambda2=given(_lambda2(cov), "Guttman's lambda 2"),
        average_r=given(average, "mean correlation"), item_rest=rest,
        alpha_if_dropped=_spread_over(vary, dropped, "alpha without the item", n, "few_items"), loadings=loadings,
        loadings_standardised=() if standardised is None else tuple(standardised.tolist()),
        measurement_error=given(float(items.mean(axis=1).std(ddof=1)) * lost**0.5, "spread of the mean, root of 1 - alpha"),
        flags=flags,
    )  # fmt: skip


def _none(n: int, k: int, refused: str) -> Reliability:
    nothing = Estimate(n=n, refused=refused)
    return Reliability(
        n=n, k=k, alpha=nothing, alpha_standardised=nothing, omega=nothing, omega_standardised=nothing,
        spearman_brown=nothing, lambda2=nothing, average_r=nothing, item_rest=(nothing,) * k,
        alpha_if_dropped=(nothing,) * k, measurement_error=nothing, refused=refused,
    )  # fmt: skip


def _spread_over(vary: np.ndarray, values, method: str, n: int, why: str = "no_spread") -> tuple[Estimate, ...]:
    """The numbers of the items that vary, at their places among all items."""
    left = iter(values)
    found = ((next(left), why) if here else (None, "no_spread") for here in vary)
    return tuple(
        Estimate(estimate=value, method=method, n=n, refused="" if value is not None else reason)
        for value, reason in found
    )


def _raw(cov: np.ndarray) -> float | None:
    k, total = len(cov), float(cov.sum())
    return float((1 - np.trace(cov) / total) * k / (k - 1)) if total > 0 else None


def feldt_interval(alpha: float, n: int, k: int, confidence: float = 0.95) -> tuple[float, float]:
    """Limits of alpha of ``k`` items and ``n`` persons. R: ``1 - (1 - alpha) * qf(c(.975, .025), n - 1, (n - 1) * (k - 1))``

    >>> [round(end, 4) for end in feldt_interval(0.8, 100, 5)]
    [0.7306, 0.8559]
    """
    from scipy.special import fdtri

    tail = (1 - confidence) / 2
    low, high = (1 - (1 - alpha) * float(fdtri(n - 1, (n - 1) * (k - 1), share)) for share in (1 - tail, tail))
    return low, high


def _alpha(cov: np.ndarray, n: int, confidence: float) -> Estimate:
    k, total, trace = len(cov), float(cov.sum()), float(np.trace(cov))
    value = _raw(cov)
    product = cov @ cov
    variance = 2 * k**2 / ((k - 1) ** 2 * total**3)
    variance *= total * (np.trace(product) + trace**2) - 2 * trace * product.sum()
    low, high = feldt_interval(value, n, k, confidence)
    return Estimate(
        estimate=value, se=float(max(variance, 0.0) / n) ** 0.5, ci_low=low, ci_high=high,
        method="Cronbach's alpha, Feldt interval, Duhachek standard error", n=n,
    )  # fmt: skip


def _item_rest(cov: np.ndarray) -> list[float | None]:
    total, with_all, own = cov.sum(), cov.sum(axis=0), np.diag(cov)
    rest = total - 2 * with_all + own
    return [float((a - v) / (v * left) ** 0.5) if left > 1e-12 * total else None
            for a, v, left in zip(with_all, own, rest, strict=True)]  # fmt: skip


def _lambda2(cov: np.ndarray) -> float:
    k = len(cov)
    other = cov - np.diag(np.diag(cov))
    return float((other.sum() + (k / (k - 1) * (other**2).sum()) ** 0.5) / cov.sum())


def _omega_of(loadings: np.ndarray, residuals: np.ndarray) -> float:
    common = float(np.sum(loadings)) ** 2
    return common / (common + float(np.sum(residuals)))


def _omega(kept: np.ndarray, school, draws: int, seed: int, confidence: float) -> tuple[Estimate, tuple[float, ...]]:
    n, method = len(kept), "omega, one factor by maximum likelihood"
    found = one_factor(kept)
    if found.test.refused:
        return Estimate(method=method, n=n, refused=found.test.refused), ()
    value = _omega_of(found.loadings[0], found.residuals[0])
    low = high = None
    count = 0
    if draws and school is not None:
        count = school_codes(np.asarray(school))[1]
        if count >= MANY_SCHOOLS:
            low, high = _by_schools(kept, np.asarray(school), found, draws, seed, confidence)
            method += f"; percentiles over schools, {draws} draws, seed {seed}"
    return Estimate(estimate=value, ci_low=low, ci_high=high, method=method, n=n, n_schools=count,
                    flags=found.test.flags), found.loadings[0]  # fmt: skip


def _by_schools(
    kept: np.ndarray, school: np.ndarray, whole: FactorFit, draws: int, seed: int, confidence: float
) -> tuple[float | None, float | None]:
    """Percentiles of omega over schools drawn with replacement; draws whose model has no solution are left out."""
    codes, count = school_codes(school)
    centred, k = kept - kept.mean(axis=0), kept.shape[1]
    sizes = np.bincount(codes)
    sums = np.stack([np.bincount(codes, column) for column in centred.T], axis=1)
    products = np.stack([np.bincount(codes, a * b) for a in centred.T for b in centred.T], axis=1)
    random, found = np.random.default_rng(seed), []
    # A block of draws at a time: many schools times many draws would not fit a small machine.
    for start in range(0, draws, 500):
        chosen = random.multinomial(count, np.full(count, 1 / count), size=min(500, draws - start))
        n = (chosen @ sizes)[:, None]
        mean = chosen @ sums / n
        covariance = (chosen @ products / n).reshape(-1, k, k) - mean[:, :, None] * mean[:, None, :]
        found.append(omegas(covariance, whole.loadings[0], whole.residuals[0]))
    known = np.concatenate(found)
    known = known[np.isfinite(known)]
    if len(known) < draws / 2:
        return None, None
    tail = (1 - confidence) / 2
    low, high = np.quantile(known, [tail, 1 - tail])
    return float(low), float(high)


def _minres(r: np.ndarray) -> np.ndarray | None:
    """The loadings that reproduce the correlations beside the diagonal best (Harman & Jones 1966)."""
    from scipy.optimize import least_squares

    k = len(r)
    if k < LEAST_FOR_FACTOR:
        return None
    first, second = np.triu_indices(k, 1)
    wanted, places = r[first, second], np.arange(len(first))

    def left(loading: np.ndarray) -> np.ndarray:
        return loading[first] * loading[second] - wanted

    def slope(loading: np.ndarray) -> np.ndarray:
        moved = np.zeros((len(first), k))
        moved[places, first], moved[places, second] = loading[second], loading[first]
        return moved

    roots, axes = np.linalg.eigh(r)
    most = (1 - _LEAST_UNIQUE) ** 0.5
    axis = axes[:, -1] * (1.0 if axes[:, -1].sum() >= 0 else -1.0)
    start = np.clip(axis * roots[-1] ** 0.5, -0.95 * most, 0.95 * most)
    return least_squares(left, start, slope, bounds=(-most, most), xtol=1e-15, ftol=1e-15, gtol=1e-13).x
