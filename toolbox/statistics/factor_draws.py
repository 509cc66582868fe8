"""One factor by maximum likelihood, for thousands of covariance matrices of the same items at once (bootstrap).

The same Fisher scoring as :mod:`toolbox.statistics.factor_model`, with the derivatives of one factor written out and all
matrices in one array: two thousand draws take what a dozen take one by one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

_STEPS = 100
#: What the likelihood may still gain (per person) where a draw counts as solved; the sampling spread is far larger.
_CLOSE = 1e-12


def omegas(covariances: np.ndarray, loadings: Sequence[float], residuals: Sequence[float]) -> np.ndarray:
    """Omega of every one of ``covariances`` (draws × k × k), from the solution of the whole sample; NaN where a draw has
    no solution.

    >>> cov = 0.25 * np.eye(3) + 0.75
    >>> omegas(np.array([cov, np.ones((3, 3))]), np.ones(3), np.full(3, 0.3)).round(4)
    array([0.9, nan])
    """
    draws, k, _ = covariances.shape
    unit = np.sqrt(np.mean(np.diagonal(covariances, axis1=1, axis2=2), axis=0))
    loading = np.tile(np.asarray(loadings, float) / unit, (draws, 1))
    residual = np.tile(np.asarray(residuals, float) / unit**2, (draws, 1))
    found = np.full(draws, np.nan)
    observed = covariances / np.outer(unit, unit)
    left = np.flatnonzero(np.linalg.eigvalsh(observed)[:, 0] > 1e-10)
    value = _misfit(observed[left], loading[left], residual[left])
    left, value = left[np.isfinite(value)], value[np.isfinite(value)]
    for _ in range(_STEPS):
        if not len(left):
            break
        step, promised = _step(observed[left], loading[left], residual[left])
        solved = promised < _CLOSE
        done = left[solved]
        common = (loading[done] @ unit) ** 2
        found[done] = common / (common + residual[done] @ unit**2)
        left, step, promised, value = left[~solved], step[~solved], promised[~solved], value[~solved]
        share = np.ones(len(left))
        for _ in range(12):
            tried = share[:, None] * step
            reached = _misfit(observed[left], loading[left] - tried[:, :k], residual[left] - tried[:, k:])
            worse = ~(reached <= value - 1e-4 * share * promised + 1e-14)
            if not worse.any():
                break
            share[worse] /= 2
        loading[left] -= share[:, None] * step[:, :k]
        residual[left] -= share[:, None] * step[:, k:]
        # A draw none of whose steps helps has no solution to walk to.
        left, value = left[~worse], reached[~worse]
    return found


def _implied(loading: np.ndarray, residual: np.ndarray) -> np.ndarray:
    return loading[:, :, None] * loading[:, None, :] + residual[:, :, None] * np.eye(loading.shape[1])


def _misfit(observed: np.ndarray, loading: np.ndarray, residual: np.ndarray) -> np.ndarray:
    """Half of log|Σ| + tr(S Σ⁻¹); infinite where Σ is no covariance matrix."""
    roots, axes = np.linalg.eigh(_implied(loading, residual))
    proper = roots[:, 0] > 1e-10
    roots = np.where(proper[:, None], roots, 1.0)
    along = (axes * (observed @ axes)).sum(axis=1)
    return np.where(proper, (np.log(roots) + along / roots).sum(axis=1) / 2, np.inf)


def _step(observed: np.ndarray, loading: np.ndarray, residual: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Fisher's step of every draw, and what it promises."""
    implied = _implied(loading, residual)
    inverse = np.linalg.inv(implied)
    off = inverse @ (implied - observed) @ inverse
    turned = (inverse @ loading[:, :, None])[:, :, 0]
    size = np.einsum("di,di->d", loading, turned)
    gradient = np.concatenate([(off @ loading[:, :, None])[:, :, 0], np.diagonal(off, axis1=1, axis2=2) / 2], axis=1)
    first = size[:, None, None] * inverse + turned[:, :, None] * turned[:, None, :]
    mixed = inverse * turned[:, None, :]
    information = np.concatenate(
        [
            np.concatenate([first, mixed], axis=2),
            np.concatenate([np.swapaxes(mixed, 1, 2), inverse**2 / 2], axis=2),
        ],
        axis=1,
    )
    # A trace on the diagonal keeps a flat direction (no loading at all) from stopping the whole stack.
    information += 1e-12 * np.eye(information.shape[1])
    step = np.linalg.solve(information, gradient[:, :, None])[:, :, 0]
    return step, np.einsum("di,di->d", step, gradient)
