"""Standard errors that know pupils and teachers sit in schools: CR2 with Satterthwaite degrees, any regression.

Least squares; each school's residuals are corrected by A = (I − H)^(−1/2), so that the variance is unbiased
when persons are in truth independent (Bell & McCaffrey 2002; Pustejovsky & Tipton 2018). The n × n root is
never formed: with X = QR the block H of a school is U Uᵀ, U its rows of Q, and everything needed comes from
the p × p matrix Uᵀ U by its eigenvalues. Cost: one pass over the rows and one p × p decomposition per school.

R (clubSandwich): ``m <- lm(y ~ x); coef_test(m, vcov = "CR2", cluster = school, test = "Satterthwaite")``
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from toolbox.model import Estimate
from toolbox.statistics import student
from toolbox.statistics.decision import LEAST_DF

Kind = Literal["CR0", "CR1", "CR1S", "CR2", "CR3"]

#: Eigenvalues of I − H under this count as zero (a school fitted exactly, as with its own dummy).
_ZERO = 1e-10


@dataclass(frozen=True, kw_only=True, eq=False)
class Fit:
    """Least squares, kept as what the sandwich needs: sums per school in an orthonormal basis.

    ``root`` is R⁻¹ (p × p); ``blocks`` the UᵀU of every school (G × p × p); ``scores`` the Uᵀe (G × p).
    """

    coefficients: np.ndarray
    root: np.ndarray
    blocks: np.ndarray
    scores: np.ndarray
    n: int
    residual_sum: float

    @property
    def n_schools(self) -> int:
        """How many schools have at least one row."""
        return len(self.blocks)


def school_codes(school: np.ndarray) -> tuple[np.ndarray, int]:
    """Labels → 0..G−1 and G. Small integers, as answers hold them, are counted instead of sorted.

    >>> school_codes(np.array(["b", "a", "b"]))
    (array([1, 0, 1]), 2)
    """
    school = np.asarray(school)
    if school.dtype.kind in "iu" and school.size and school.min() >= 0 and school.max() < 4 * school.size + 1024:
        present = np.bincount(school) > 0
        return (np.cumsum(present) - 1)[school], int(present.sum())
    labels, codes = np.unique(school, return_inverse=True)
    return codes, len(labels)


def fit(y: np.ndarray, x: np.ndarray, school: np.ndarray) -> Fit | None:
    """Regress ``y`` (n) on the columns of ``x`` (n × p, with its constant), rows labelled by school.

    None when a column of ``x`` is a combination of the others, or there are no more rows than columns.
    Raises ValueError for values that are not finite: leaving rows out is the caller's decision.
    """
    y = np.asarray(y, float)
    x = np.asarray(x, float)
    if x.ndim == 1:
        x = x[:, None]
    if x.shape[0] != len(y) or len(school) != len(y):
        raise ValueError(f"{len(y)} values, {x.shape[0]} rows of regressors, {len(school)} schools: they must agree.")
    if not (np.isfinite(y).all() and np.isfinite(x).all()):
        raise ValueError("A value is missing: leave incomplete rows out before the regression.")
    if len(y) <= x.shape[1]:
        return None
    basis, upper = np.linalg.qr(x)
    diagonal = np.abs(np.diag(upper))
    if diagonal.min() <= 1e-10 * max(diagonal.max(), 1e-300):
        return None
    root = np.linalg.inv(upper)
    projected = basis.T @ y
    residual = y - basis @ projected
    codes, count = school_codes(school)
    return Fit(
        coefficients=root @ projected,
        root=root,
        blocks=_blocks(basis, codes, count),
        scores=_sums(basis * residual[:, None], codes, count),
        n=len(y),
        residual_sum=float(np.square(residual).sum()),
    )


def fit_means(y: np.ndarray, part: np.ndarray, parts: int, school: np.ndarray) -> Fit | None:
    """:func:`fit` for a mean per part (0..parts − 1 for every row): two counts and two sums per school and part.

    The design has one 0/1 column per part, so its coefficients are the means and the orthonormal basis is known:
    a hundred thousand answers take a millisecond. None when a part has nobody, or there are no more rows than parts.
    """
    y = np.asarray(y, float)
    codes, count = school_codes(school)
    sizes = np.bincount(part, minlength=parts)
    if sizes.min() == 0 or len(y) <= parts:
        return None
    means = np.bincount(part, y, minlength=parts) / sizes
    residual = y - means[part]
    cell, scale = codes * parts + part, np.sqrt(sizes)
    shape = (count, parts)
    blocks = np.zeros((count, parts, parts))
    diagonal = np.arange(parts)
    blocks[:, diagonal, diagonal] = np.bincount(cell, minlength=count * parts).reshape(shape) / sizes
    return Fit(
        coefficients=means,
        root=np.diag(1 / scale),
        blocks=blocks,
        scores=np.bincount(cell, residual, minlength=count * parts).reshape(shape) / scale,
        n=len(y),
        residual_sum=float(np.square(residual).sum()),
    )


def cr2_means(
    y: np.ndarray,
    school: np.ndarray,
    later: np.ndarray | None = None,
    *,
    confidence: float = 0.95,
    least_df: float = LEAST_DF,
) -> Estimate:
    """:func:`cr2` for the two questions asked most: a mean, or (``later``: 0/1 per row) a difference of two means.

    >>> change = np.array([1.0, 0.0, 0.5, 0.5, -0.5, 1.5, 0.0, 1.0, 0.5, 1.5])
    >>> found = cr2_means(change, np.repeat(np.arange(5), 2))
    >>> round(found.estimate, 3), round(found.se, 4), round(found.df, 3)
    (0.6, 0.1, 4.0)
    """
    part, parts = (np.zeros(len(y), np.int64), 1) if later is None else (np.asarray(later, np.int64), 2)
    method = "mean by school, CR2" if later is None else "difference of means by school, CR2"
    method += ", Satterthwaite degrees of freedom"
    fitted = fit_means(y, part, parts, school)
    if fitted is None:
        return Estimate(method=method, n=len(y), n_schools=school_codes(school)[1], refused="collinear")
    contrast = np.array([1.0]) if later is None else np.array([-1.0, 1.0])
    return estimate_of(fitted, contrast, confidence=confidence, least_df=least_df, method=method)


def _sums(columns: np.ndarray, codes: np.ndarray, count: int) -> np.ndarray:
    return np.stack([np.bincount(codes, column, minlength=count) for column in columns.T], axis=1)


def _blocks(basis: np.ndarray, codes: np.ndarray, count: int) -> np.ndarray:
    """UᵀU of every school: all products of all rows where columns are few, else one product a school, to fit memory."""
    columns = basis.shape[1]
    if columns <= 4:
        products = (basis[:, :, None] * basis[:, None, :]).reshape(len(basis), -1)
        return _sums(products, codes, count).reshape(count, columns, columns)
    order = np.argsort(codes, kind="stable")
    ends = np.cumsum(np.bincount(codes, minlength=count))
    rows = np.split(basis[order], ends[:-1])
    return np.stack([part.T @ part for part in rows])


def _multipliers(kind: Kind, left: np.ndarray, n: int) -> np.ndarray:
    """The correction of a school's residuals along each eigenvector; ``left`` are the eigenvalues of I − H."""
    count, columns = left.shape
    if kind == "CR0":
        return np.ones_like(left)
    if kind == "CR1":
        return np.full_like(left, np.sqrt(count / (count - 1)))
    if kind == "CR1S":
        return np.full_like(left, np.sqrt(count * (n - 1) / ((count - 1) * (n - columns))))
    power = -0.5 if kind == "CR2" else -1.0
    kept = left > _ZERO
    # The generalised inverse: a direction the model fits exactly holds no residual and gets no weight.
    return np.where(kept, np.where(kept, left, 1.0) ** power, 0.0)


def robust_se(fitted: Fit, contrast: np.ndarray, kind: Kind = "CR2") -> tuple[float, float]:
    """(standard error, Satterthwaite degrees of freedom) of ``contrast · coefficients``.

    The degrees are tr(B)² / tr(B²) of the quadratic form the variance estimate is, were persons independent.
    """
    direction = fitted.root.T @ np.asarray(contrast, float)
    eigenvalues, vectors = np.linalg.eigh(fitted.blocks)
    eigenvalues = np.clip(eigenvalues, 0.0, 1.0)
    weight = _multipliers(kind, 1.0 - eigenvalues, fitted.n)
    aimed = np.einsum("gpk,p->gk", vectors, direction)
    along = np.einsum("gpk,gp->gk", vectors, fitted.scores)
    variance = float(((aimed * weight * along).sum(axis=1) ** 2).sum())
    own = (aimed**2 * weight**2 * eigenvalues).sum(axis=1)
    leaned = np.einsum("gpk,gk->gp", vectors, aimed * weight * eigenvalues)
    shared = (leaned**2).sum(axis=1)
    trace = float((own - shared).sum())
    squared = float((own**2 - 2 * own * shared).sum() + ((leaned.T @ leaned) ** 2).sum())
    return float(np.sqrt(variance)), (trace * trace / squared if squared > 0 else 0.0)


def cr2(
    y: np.ndarray,
    x: np.ndarray,
    school: np.ndarray,
    *,
    contrast: int | Sequence[float] = 0,
    kind: Kind = "CR2",
    confidence: float = 0.95,
    least_df: float = LEAST_DF,
) -> Estimate:
    """One coefficient (or contrast) of a regression with school-clustered standard error, t and interval.

    ``y`` (n), ``x`` (n × p, including the constant), ``school`` (n labels); ``contrast`` is a column number or
    p weights. Singleton schools are allowed. p is refused below ``least_df`` degrees of freedom.

    >>> change = np.array([1.0, 0.0, 0.5, 0.5, -0.5, 1.5, 0.0, 1.0, 0.5, 1.5])
    >>> found = cr2(change, np.ones((10, 1)), np.repeat(np.arange(5), 2))
    >>> round(found.estimate, 3), round(found.se, 4), round(found.df, 3), found.n_schools
    (0.6, 0.1, 4.0, 5)
    """
    n, method = len(y), f"least squares, {kind} by school, Satterthwaite degrees of freedom"
    fitted = fit(y, x, school)
    if fitted is None:
        return Estimate(method=method, n=n, n_schools=school_codes(school)[1], refused="collinear")
    weights = np.zeros(len(fitted.coefficients))
    if isinstance(contrast, int):
        weights[contrast] = 1.0
    else:
        weights[:] = contrast
    return estimate_of(fitted, weights, kind=kind, confidence=confidence, least_df=least_df, method=method)


def estimate_of(
    fitted: Fit,
    contrast: np.ndarray,
    *,
    kind: Kind = "CR2",
    confidence: float = 0.95,
    least_df: float = LEAST_DF,
    method: str = "",
) -> Estimate:
    """The estimate, interval and p of a contrast of a :class:`Fit`, with its refusals."""
    estimate = float(fitted.coefficients @ contrast)
    counts = {"method": method, "n": fitted.n, "n_schools": fitted.n_schools}
    if fitted.n_schools < 2:
        return Estimate(estimate=estimate, refused="few_schools", **counts)
    se, df = robust_se(fitted, contrast, kind)
    if not se > 1e-12 * max(1.0, abs(estimate)) or df <= 0:
        return Estimate(estimate=estimate, refused="no_spread", **counts)
    low, high = student.interval(estimate, se, df, confidence)
    enough = df >= least_df - 1e-9
    return Estimate(
        estimate=estimate,
        se=se,
        df=df,
        ci_low=low,
        ci_high=high,
        p=student.p_value(estimate / se, df) if enough else None,
        refused="" if enough else "few_degrees",
        **counts,
    )
