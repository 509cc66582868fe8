"""The likelihood of ordered answers when every school has an intercept of its own, integrated over it.

One dimension per school: the nodes of Gauss and Hermite are laid around the likeliest intercept of each school and as wide
as its curvature says (adaptive quadrature; Pinheiro & Bates 1995). The gradient is the mean of the answers' scores under
the intercepts' posterior (Fisher's identity), the information its differences. R: ``ordinal::clmm(…, nAGQ = 25)``
"""

from __future__ import annotations

import numpy as np

from toolbox.statistics.ordered_answers import bounds

#: With fewer nodes the sum is not yet the integral, so its gradient is taken from differences (1 node: Laplace).
_MANY_NODES = 15
#: Answers times nodes held in memory at once.
_AT_ONCE = 500_000


class _Integral:
    """Log likelihood and gradient in (thresholds, coefficients, spread of the intercepts)."""

    def __init__(self, level: np.ndarray, x: np.ndarray, codes: np.ndarray, count: int, points: int) -> None:
        self.level, self.x, self.codes, self.count = level, x, codes, count
        self.cuts = int(level.max())
        self.nodes, self.weights = np.polynomial.hermite.hermgauss(points)
        self.mode = np.zeros(count)
        self.order = np.argsort(codes, kind="stable")
        self.starts = np.concatenate([[0], np.cumsum(np.bincount(codes))[:-1]])

    def _sum(self, values: np.ndarray) -> np.ndarray:
        return np.bincount(self.codes, values, minlength=self.count)

    def _sums(self, values: np.ndarray) -> np.ndarray:
        """Sums over the answers of every school, for many nodes at once."""
        return np.add.reduceat(values[:, self.order], self.starts, axis=1)

    def _modes(self, thresholds: np.ndarray, eta: np.ndarray, spread: float) -> np.ndarray:
        """Newton to the likeliest standardised intercept of every school at once; returns the curvatures there."""
        for _ in range(100):
            found = bounds(self.level, thresholds, eta + spread * self.mode[self.codes])
            slope = -spread * self._sum(found.up + found.down) - self.mode
            bend = 1 - spread**2 * self._sum(found.up_up + found.down_down + 2 * found.up_down)
            step = slope / bend
            self.mode = self.mode + np.clip(step, -2, 2)
            if np.abs(step).max() < 1e-10:
                break
        return bend

    def __call__(self, vector: np.ndarray) -> tuple[float, np.ndarray]:
        """Minus the log likelihood, and its gradient."""
        value, gradient = self._both(vector)
        if len(self.nodes) >= _MANY_NODES or not np.isfinite(value):
            return value, gradient
        steps = np.eye(len(vector)) * 1e-4
        return value, np.array([(self._both(vector + step)[0] - self._both(vector - step)[0]) / 2e-4 for step in steps])

    def _both(self, vector: np.ndarray) -> tuple[float, np.ndarray]:
        cuts, spread = self.cuts, vector[-1]
        thresholds = vector[:cuts]
        if (np.diff(thresholds) <= 0).any():
            return np.inf, np.zeros_like(vector)
        eta = self.x @ vector[cuts:-1]
        wide = np.sqrt(2 / self._modes(thresholds, eta, spread))
        logs = np.empty((len(self.nodes), self.count))
        scores = np.zeros((len(self.nodes), self.count, len(vector)))
        block = max(1, _AT_ONCE // len(self.level))
        for first in range(0, len(self.nodes), block):
            some = slice(first, first + block)
            nodes, weights = self.nodes[some, None], self.weights[some, None]
            intercepts = self.mode + wide * nodes
            found = bounds(self.level, thresholds, eta + spread * intercepts[:, self.codes])
            logs[some] = self._sums(found.log) - intercepts**2 / 2 + nodes**2 + np.log(weights)
            for cut in range(cuts):
                given = found.up * (self.level == cut) + found.down * (self.level == cut + 1)
                scores[some, :, cut] = self._sums(given)
            both = found.up + found.down
            for place, column in enumerate(self.x.T, cuts):
                scores[some, :, place] = -self._sums(both * column)
            scores[some, :, -1] = -self._sums(both) * intercepts
        peak = logs.max(axis=0)
        shares = np.exp(logs - peak)
        total = shares.sum(axis=0)
        value = float((peak + np.log(total) + np.log(wide) - 0.5 * np.log(2 * np.pi)).sum())
        gradient = np.einsum("qg,qgp->p", shares / total, scores)
        return -value, -gradient


def greatest(
    level: np.ndarray, x: np.ndarray, codes: np.ndarray, count: int, start: np.ndarray, points: int
) -> tuple[np.ndarray, float, np.ndarray | None]:
    """(estimates with the spread last, log likelihood, covariance); no covariance where no peak was found."""
    from scipy.optimize import minimize

    # Regressors in units of their spread, so that one step length suits all parameters.
    unit = np.concatenate([np.ones(int(level.max())), x.std(axis=0), [1.0]])
    integral = _Integral(level, x / unit[int(level.max()) : -1], codes, count, points)
    at = minimize(integral, np.append(start * unit[:-1], 1.0), jac=True, method="BFGS",
                  options={"gtol": 1e-7 * len(level), "maxiter": 500}).x  # fmt: skip
    information = np.eye(len(at))
    for _ in range(5):
        information = _differences(integral, at)
        gradient = integral(at)[1]
        try:
            step = np.linalg.solve(information, gradient)
        except np.linalg.LinAlgError:
            return at / unit, -integral(at)[0], None
        if abs(float(gradient @ step)) < 1e-10:
            break
        before = integral(at)[0]
        share = 1.0
        while share > 1e-4 and not integral(at - share * step)[0] <= before:
            share /= 2
        at = at - share * step
    value = integral(at)[0]
    if np.linalg.eigvalsh(information)[0] <= 0 or not np.isfinite(value):
        return at / unit, -value, None
    return at / unit, -value, np.linalg.inv(information) / np.outer(unit, unit)


def _differences(integral: _Integral, at: np.ndarray) -> np.ndarray:
    """Second derivatives from central differences of the gradient."""
    rows = []
    for place in range(len(at)):
        step = np.zeros(len(at))
        step[place] = (1e-5 if len(integral.nodes) >= _MANY_NODES else 1e-3) * max(1.0, abs(at[place]))
        rows.append((integral(at + step)[1] - integral(at - step)[1]) / (2 * step[place]))
    found = np.array(rows)
    return (found + found.T) / 2
