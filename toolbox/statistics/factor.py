"""Do the items of a scale measure one thing, and the same thing in every group or round?

Maximum likelihood on complete answers, treated as numbers. The fit indices are lavaan's; cut-offs for them are contested
(Chen 2007 proposes a fall of CFI by no more than .010 and a rise of RMSEA by no more than .015), so the numbers are given
and no verdict. Rounds of the same teachers are not independent groups: then read this as a description.

R: ``lavaan::cfa(model, d, group = "g", group.equal = c("loadings", "intercepts"))``, ``fitMeasures()``
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from toolbox.model import Estimate
from toolbox.statistics.factor_model import Equal, Moments, Solution, moments, solve

#: Below this many persons in a group, or items, invariance is not assessed.
LEAST_IN_GROUP = 200
LEAST_ITEMS = 4
#: One factor of fewer items has no single solution.
LEAST_FOR_FACTOR = 3


@dataclass(frozen=True, kw_only=True)
class FactorFit:
    """How well a factor model reproduces means and covariances."""

    test: Estimate = Estimate()
    """``estimate`` is chi², with ``df`` and ``p``; ``refused`` where the model could not be fitted."""
    cfi: float | None = None
    rmsea: Estimate = Estimate()
    """With its 90 % interval."""
    srmr: float | None = None
    loadings: tuple[tuple[float, ...], ...] = ()
    """Of every item in every group, in the item's own units (factor variance 1 in the first group)."""
    residuals: tuple[tuple[float, ...], ...] = ()
    """Residual variances, likewise."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """What making more the same in every group costs."""

    test: Estimate = Estimate()
    """``estimate`` is the difference of the two chi², with ``df`` and ``p``."""
    cfi: float | None = None
    """CFI minus CFI of the freer model: negative is worse."""
    rmsea: float | None = None


@dataclass(frozen=True, kw_only=True)
class Invariance:
    """Three models, each with more in common: the shape, the loadings (metric), the intercepts too (scalar)."""

    configural: FactorFit = FactorFit()
    metric: FactorFit = FactorFit()
    scalar: FactorFit = FactorFit()
    metric_step: Step = Step()
    scalar_step: Step = Step()
    n: tuple[int, ...] = ()
    """Persons in every group, in the order of sorted labels."""
    k: int = 0
    flags: tuple[str, ...] = ()
    refused: str = ""


def one_factor(items: np.ndarray) -> FactorFit:
    """One factor behind persons × items. Refused below 3 items (``few_items``) or where an item is a combination of
    others (``collinear``); a missing answer is a ValueError. Loadings point the way most items point.

    R: ``lavaan::cfa("F =~ a + b + c", d, std.lv = TRUE)``

    >>> found = one_factor(np.array([[1, 2, 1], [2, 2, 3], [3, 3, 3], [4, 5, 4], [5, 4, 4], [2, 1, 2.0]]))
    >>> [round(each, 3) for each in found.loadings[0]], found.test.df
    ([1.299, 1.133, 1.005], 0.0)
    """
    items = complete(items)
    if items.shape[1] < LEAST_FOR_FACTOR:
        return FactorFit(test=Estimate(method=_METHOD, n=len(items), refused="few_items"))
    if len(items) < 2:
        return FactorFit(test=Estimate(method=_METHOD, n=len(items), refused="too_few_persons"))
    return _fitted([moments(items)], np.zeros(items.shape[1], int), means=False)


def invariance(
    items: np.ndarray,
    group: np.ndarray,
    factors: Sequence[int] | None = None,
    *,
    least: int = LEAST_IN_GROUP,
    least_items: int = LEAST_ITEMS,
) -> Invariance:
    """Configural, metric and scalar model of persons × items over the labels ``group``.

    ``factors``: 0..m − 1 for every item; None: one factor. Groups come in the order of their sorted labels. Refused:
    ``one_group``, ``few_items``, ``few_for_invariance`` (a group under 200: "not assessed"), ``collinear``.

    R: ``lavaan::cfa(model, d, group = "g")``, then ``group.equal = "loadings"``, ``c("loadings", "intercepts")``

    >>> invariance(np.ones((30, 4)), np.repeat([0, 1], 15)).refused
    'few_for_invariance'
    """
    items = complete(items)
    if len(group) != len(items):
        raise ValueError(f"{len(items)} persons and {len(group)} group labels: they must agree.")
    labels, codes = np.unique(np.asarray(group), return_inverse=True)
    factor = np.zeros(items.shape[1], int) if factors is None else np.unique(factors, return_inverse=True)[1]
    if len(factor) != items.shape[1]:
        raise ValueError(f"{items.shape[1]} items, {len(factor)} factors named for them: they must agree.")
    sizes = tuple(int(size) for size in np.bincount(codes, minlength=len(labels)))
    counts = {"n": sizes, "k": items.shape[1]}
    if len(labels) < 2:
        return Invariance(refused="one_group", **counts)
    # A factor of its own needs three items; one that correlates with others makes do with two.
    alone = LEAST_FOR_FACTOR if factor.max() == 0 else LEAST_FOR_FACTOR - 1
    if items.shape[1] < least_items or np.bincount(factor).min() < alone:
        return Invariance(refused="few_items", **counts)
    if min(sizes) < max(least, 2):
        return Invariance(refused="few_for_invariance", **counts)
    groups = [moments(items[codes == place]) for place in range(len(labels))]
    steps: tuple[Equal, ...] = ("", "loadings", "intercepts")
    configural, metric, scalar = (_fitted(groups, factor, each) for each in steps)
    reasons = [each.test.refused for each in (configural, metric, scalar) if each.test.refused]
    return Invariance(
        configural=configural, metric=metric, scalar=scalar, metric_step=_step(configural, metric),
        scalar_step=_step(metric, scalar), refused=reasons[0] if reasons else "",
        flags=tuple(sorted({flag for each in (configural, metric, scalar) for flag in each.test.flags})), **counts,
    )  # fmt: skip


_METHOD = "factor model, maximum likelihood"


def complete(items: np.ndarray) -> np.ndarray:
    """Persons × items as numbers; a ValueError where an answer is missing."""
    items = np.asarray(items, float)
    if items.ndim != 2:
        raise ValueError("Items are a table, persons × items.")
    if not np.isfinite(items).all():
        raise ValueError("An answer is missing: leave incomplete rows out.")
    return items


def _fitted(groups: Sequence[Moments], factor: np.ndarray, equal: Equal = "", *, means: bool = True) -> FactorFit:
    n = sum(each.n for each in groups)
    solution = solve(groups, factor, equal)
    if solution is None:
        return FactorFit(test=Estimate(method=_METHOD, n=n, refused="collinear"))
    if not solution.converged:
        return FactorFit(test=Estimate(method=_METHOD, n=n, refused="not_converged"))
    from scipy.special import chdtrc

    chi2, df = max(solution.chi2, 0.0), solution.df
    test = Estimate(
        estimate=chi2, df=float(df), p=float(chdtrc(df, chi2)) if df else None, method=_METHOD, n=n,
        flags=("improper",) if solution.improper else (),
    )  # fmt: skip
    return FactorFit(
        test=test, cfi=_cfi(groups, chi2, df), rmsea=_rmsea(chi2, df, n, len(groups)),
        srmr=_srmr(groups, solution, means),
        loadings=tuple(map(tuple, solution.loadings.tolist())),
        residuals=tuple(map(tuple, solution.residuals.tolist())),
    )  # fmt: skip


def _cfi(groups: Sequence[Moments], chi2: float, df: int) -> float:
    """Against the model in which no two items have anything in common."""
    alone = sum(each.n * (np.log(np.diag(each.covariance)).sum() - np.linalg.slogdet(each.covariance)[1])
                for each in groups)  # fmt: skip
    k = len(groups[0].mean)
    worse = max(chi2 - df, alone - len(groups) * k * (k - 1) / 2, 0.0)
    return float(1.0 - max(chi2 - df, 0.0) / worse) if worse else 1.0


def _rmsea(chi2: float, df: int, n: int, groups: int) -> Estimate:
    """With several groups times the root of their number (Steiger 1998), as lavaan has it."""
    method = "RMSEA, 90 % interval"
    if not df:
        return Estimate(estimate=0.0, method=method, n=n)
    from scipy.special import chdtrc, chndtrinc

    def at(beyond: float) -> float:
        return float((max(beyond, 0.0) / (n * df) * groups) ** 0.5)

    # chdtrc is the upper tail of the central distribution: no noncentrality reaches a tail that is already smaller.
    below = 1 - float(chdtrc(df, chi2))
    low, high = (at(float(chndtrinc(chi2, df, share))) if below > share else 0.0 for share in (0.95, 0.05))
    return Estimate(estimate=at(chi2 - df), ci_low=low, ci_high=high, method=method, n=n)


def _srmr(groups: Sequence[Moments], solution: Solution, means: bool) -> float:
    """Bentler's: residuals over observed spreads, means included; groups weighted by their persons."""
    total, k = 0.0, len(groups[0].mean)
    lower = np.tril_indices(k)
    for each, (mean, cov) in zip(groups, solution.implied, strict=True):
        spread = np.sqrt(np.diag(each.covariance))
        left = ((each.covariance - cov) / np.outer(spread, spread))[lower]
        away = (each.mean - mean) / spread
        terms = len(left) + (k if means else 0)
        total += each.n * ((left @ left + (away @ away if means else 0.0)) / terms) ** 0.5
    return float(total / sum(each.n for each in groups))


def _step(freer: FactorFit, tighter: FactorFit) -> Step:
    if freer.test.estimate is None or tighter.test.estimate is None:
        return Step(test=Estimate(refused=freer.test.refused or tighter.test.refused))
    from scipy.special import chdtrc

    chi2, df = tighter.test.estimate - freer.test.estimate, tighter.test.df - freer.test.df
    return Step(
        test=Estimate(estimate=chi2, df=df, p=float(chdtrc(df, max(chi2, 0.0))) if df > 0 else None,
                      method="difference of chi²", n=freer.test.n),
        cfi=tighter.cfi - freer.cfi, rmsea=tighter.rmsea.estimate - freer.rmsea.estimate,
    )  # fmt: skip
