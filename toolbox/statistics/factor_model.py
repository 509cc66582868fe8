"""Maximum likelihood for items that measure one thing each: a simple-structure factor model in one or several groups.

Every item belongs to one factor; factors may correlate; residuals do not. In group g
Σ = Λ Φ Λ' + Θ and μ = ν + Λ α. The first group's factors have mean 0 and variance 1; where loadings (and intercepts)
are the same in every group, the other groups' variances (and means) are free, which is the model lavaan fits with a
marker item. Minimised by Fisher scoring: moments only, so a hundred thousand answers cost what a hundred do.

Own code: semopy has no equality across groups, factor-analyzer fails with the scikit-learn of today.
R: ``lavaan::cfa("F =~ a + b + c + d", d, group = "g", group.equal = c("loadings", "intercepts"))``
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

Equal = Literal["", "loadings", "intercepts"]

#: What the likelihood could still gain, in units of chi², when the search stops.
_CLOSE = 1e-13
_NEAR = 1e-8
#: Fisher steps before the other search; items have spread 1, so no parameter of a real model is near the second.
_STEPS = 60
_FAR = 1e3


@dataclass(frozen=True, kw_only=True, eq=False)
class Moments:
    """What the likelihood needs of one group: persons, means (k), covariances with divisor n (k × k)."""

    n: int
    mean: np.ndarray
    covariance: np.ndarray


@dataclass(frozen=True, kw_only=True, eq=False)
class Solution:
    """The parameters of every group where the likelihood is greatest, first axis the group."""

    loadings: np.ndarray
    factors: np.ndarray
    """Covariances of the factors."""
    residuals: np.ndarray
    intercepts: np.ndarray
    factor_means: np.ndarray
    chi2: float
    df: int
    converged: bool
    implied: tuple[tuple[np.ndarray, np.ndarray], ...]
    """(means, covariances) the model says each group has."""

    @property
    def improper(self) -> bool:
        """A negative residual variance, or factors that correlate beyond 1 (a Heywood case)."""
        return bool((self.residuals < 0).any() or min(np.linalg.eigvalsh(each).min() for each in self.factors) < 0)


def moments(items: np.ndarray) -> Moments:
    """Moments of persons × items.

    >>> moments(np.array([[1.0, 2.0], [3.0, 2.0]])).covariance.tolist()
    [[1.0, 0.0], [0.0, 0.0]]
    """
    mean = items.mean(axis=0)
    centred = items - mean
    return Moments(n=len(items), mean=mean, covariance=centred.T @ centred / len(items))


def solve(groups: Sequence[Moments], factor: np.ndarray, equal: Equal = "") -> Solution | None:
    """Fit the model. ``factor``: 0..m − 1 for every item. ``equal``: what is the same in every group, "intercepts"
    meaning loadings too. None where a covariance matrix is singular (an item is a combination of others, or constant).
    """
    factor = np.asarray(factor, int)
    for each in groups:
        spread = np.sqrt(np.diag(each.covariance))
        if spread.min() <= 1e-10 * (1 + np.abs(each.mean).max()):
            return None
        if np.linalg.eigvalsh(each.covariance / np.outer(spread, spread))[0] < 1e-10:
            return None
    # Items in units of their own spread: the search does not care, its step sizes do.
    unit = np.sqrt(np.mean([np.diag(each.covariance) for each in groups], axis=0))
    scaled = [Moments(n=each.n, mean=(each.mean - groups[0].mean) / unit,
                      covariance=each.covariance / np.outer(unit, unit)) for each in groups]  # fmt: skip
    search = _Search(scaled, factor, equal)
    at, converged = search.run()
    parts = [search.matrices(at, place) for place in range(len(groups))]
    signs = [_signs(loading, factor) for loading, *_ in parts]
    implied = [search.implied(*part) for part in parts]
    return Solution(
        loadings=np.array([sign[factor] * part[0] * unit for sign, part in zip(signs, parts, strict=True)]),
        factors=np.array([np.outer(sign, sign) * part[1] for sign, part in zip(signs, parts, strict=True)]),
        residuals=np.array([part[2] * unit**2 for part in parts]),
        intercepts=np.array([part[3] * unit + groups[0].mean for part in parts]),
        factor_means=np.array([sign * part[4] for sign, part in zip(signs, parts, strict=True)]),
        chi2=float(2 * search.misfit(at)),
        df=len(groups) * (len(factor) * (len(factor) + 3) // 2) - search.free,
        converged=converged,
        implied=tuple((mean * unit + groups[0].mean, cov * np.outer(unit, unit)) for mean, cov in implied),
    )


def _signs(loading: np.ndarray, factor: np.ndarray) -> np.ndarray:
    """Which way round a factor is: most of its items point up."""
    return np.where(np.bincount(factor, loading) < 0, -1.0, 1.0)


class _Search:
    """The likelihood of all groups over one vector of free parameters."""

    def __init__(self, groups: Sequence[Moments], factor: np.ndarray, equal: Equal) -> None:
        self.groups, self.factor, self.equal = groups, factor, equal
        self.k, self.m = len(factor), int(factor.max()) + 1
        self.pairs = [(a, b) for a in range(self.m) for b in range(a, self.m)]
        self.own = np.zeros((self.k, self.m), bool)
        self.own[np.arange(self.k), factor] = True
        self._number()

    def _number(self) -> None:
        """Give every group's parameters (Λ, Φ, Θ, ν, α) a place in the vector; −1: fixed at its start."""
        k, self.free, self.places = self.k, 0, []
        for g in range(len(self.groups)):
            place = np.full(3 * k + len(self.pairs) + self.m, -1)
            at = np.cumsum([0, k, len(self.pairs), k, k, self.m])
            shared = self.equal if g else ""
            for part in range(5):
                where = np.arange(at[part], at[part + 1])
                if part == 1:
                    loose = bool(shared)
                    where = where[[loose or a != b for a, b in self.pairs]]
                if part == 4 and shared != "intercepts":
                    continue
                if (part == 0 and shared) or (part == 3 and shared == "intercepts"):
                    place[where] = self.places[0][where]
                    continue
                place[where] = np.arange(self.free, self.free + len(where))
                self.free += len(where)
            self.places.append(place)
        self.at = at

    def start(self) -> np.ndarray:
        """Loadings from each item's covariances with the others of its factor; all else follows."""
        vector = np.zeros(self.free)
        for g, group in reversed(list(enumerate(self.groups))):
            inside = group.covariance * (self.own @ self.own.T)
            np.fill_diagonal(inside, 0)
            # An item may point the other way: turn it by the sign it has on the first axis of its factor.
            sign = np.ones(self.k)
            for f in range(self.m):
                mine = self.own[:, f]
                first = np.linalg.eigh(group.covariance[np.ix_(mine, mine)])[1][:, -1]
                sign[mine] = np.where(first * (np.sign(first.sum()) or 1) < 0, -1.0, 1.0)
            with_others = (inside * np.outer(sign, sign)).sum(axis=1)
            total = np.maximum(self.own @ (self.own.T @ with_others), 1e-3)
            variance = np.diag(group.covariance)
            loading = np.clip(with_others / np.sqrt(total), 0.2, 0.9 * np.sqrt(variance)) * sign
            phi = np.array([1.0 if a == b else 0.0 for a, b in self.pairs])
            local = np.concatenate([loading, phi, variance - loading**2, group.mean, np.zeros(self.m)])
            kept = self.places[g] >= 0
            vector[self.places[g][kept]] = local[kept]
        return vector

    def matrices(self, vector: np.ndarray, g: int) -> tuple[np.ndarray, ...]:
        place = self.places[g]
        local = np.where(place >= 0, vector[place], 0.0)
        loading, phi, residual, intercept, mean = np.split(local, self.at[1:-1])
        fixed = place[self.at[1] : self.at[2]] < 0
        phi = np.where(fixed, [1.0 if a == b else 0.0 for a, b in self.pairs], phi)
        factors = np.zeros((self.m, self.m))
        for (a, b), value in zip(self.pairs, phi, strict=True):
            factors[a, b] = factors[b, a] = value
        return loading, factors, residual, intercept, mean

    def implied(self, loading, factors, residual, intercept, mean) -> tuple[np.ndarray, np.ndarray]:
        spread = loading[:, None] * self.own
        return intercept + spread @ mean, spread @ factors @ spread.T + np.diag(residual)

    def misfit(self, vector: np.ndarray) -> float:
        """Half the likelihood-ratio chi² against free means and covariances; infinite where Σ is not one."""
        total = 0.0
        for g, group in enumerate(self.groups):
            mean, cov = self.implied(*self.matrices(vector, g))
            try:
                root = np.linalg.cholesky(cov)
            except np.linalg.LinAlgError:
                return np.inf
            away = group.mean - mean
            seen = np.linalg.solve(root, np.linalg.solve(root, group.covariance + np.outer(away, away)).T)
            known = np.linalg.slogdet(group.covariance)[1]
            total += group.n / 2 * (2 * np.log(np.diag(root)).sum() - known + np.trace(seen) - self.k)
        return total

    def slope(self, vector: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Gradient and expected information of :meth:`misfit`."""
        gradient, information = np.zeros(self.free), np.zeros((self.free, self.free))
        for g, group in enumerate(self.groups):
            loading, factors, residual, intercept, alpha = self.matrices(vector, g)
            spread = loading[:, None] * self.own
            mean, cov = self.implied(loading, factors, residual, intercept, alpha)
            moved = self._moved(spread, factors)
            shifted = self._shifted(spread, alpha)
            kept = self.places[g] >= 0
            where, moved, shifted = self.places[g][kept], moved[kept], shifted[kept]
            root_inverse = np.linalg.inv(np.linalg.cholesky(cov))
            white = (root_inverse @ moved @ root_inverse.T).reshape(len(moved), -1)
            away = root_inverse @ (group.mean - mean)
            seen = root_inverse @ group.covariance @ root_inverse.T + np.outer(away, away)
            shifted = shifted @ root_inverse.T
            gradient_here = group.n * (white @ (np.eye(self.k) - seen).ravel() / 2 - shifted @ away)
            np.add.at(gradient, where, gradient_here)
            information[np.ix_(where, where)] += group.n * (white @ white.T / 2 + shifted @ shifted.T)
        return gradient, information

    def _moved(self, spread: np.ndarray, factors: np.ndarray) -> np.ndarray:
        """How Σ moves with every parameter of a group."""
        k, at = self.k, self.at
        moved = np.zeros((at[-1], k, k))
        along = (spread @ factors)[:, self.factor]
        every = np.arange(k)
        moved[every, every, :] += along.T
        moved[every, :, every] += along.T
        for place, (a, b) in enumerate(self.pairs, at[1]):
            outer = np.outer(spread[:, a], spread[:, b])
            moved[place] = outer if a == b else outer + outer.T
        moved[at[2] + every, every, every] = 1.0
        return moved

    def _shifted(self, spread: np.ndarray, alpha: np.ndarray) -> np.ndarray:
        """How μ moves with every parameter of a group."""
        k, at = self.k, self.at
        shifted = np.zeros((at[-1], k))
        shifted[np.arange(k), np.arange(k)] = alpha[self.factor]
        shifted[at[3] + np.arange(k), np.arange(k)] = 1.0
        shifted[at[4] :] = spread.T
        return shifted

    def run(self) -> tuple[np.ndarray, bool]:
        """Fisher scoring; where that only creeps (weak factors, residuals near zero), quasi-Newton from there."""
        at = self.start()
        value = self.misfit(at)
        for _ in range(_STEPS):
            gradient, information = self.slope(at)
            step = np.linalg.lstsq(information, gradient, rcond=1e-12)[0]
            promised = float(step @ gradient)
            if promised < _CLOSE:
                return at, True
            share = 1.0
            while share > 1e-3:
                tried = self.misfit(at - share * step)
                if tried <= value - 1e-4 * share * promised or (promised < 1e-9 and tried <= value + 1e-12):
                    break
                share /= 2
            else:
                break
            at, value = at - share * step, tried
        return self._creep(at, value)

    def _creep(self, at: np.ndarray, value: float) -> tuple[np.ndarray, bool]:
        from scipy.optimize import minimize

        def both(vector: np.ndarray) -> tuple[float, np.ndarray]:
            found = self.misfit(vector)
            # A finite wall: the line search interpolates.
            return (found, self.slope(vector)[0]) if np.isfinite(found) else (value + 1e6, np.zeros_like(vector))

        found = minimize(both, at, jac=True, method="BFGS", options={"gtol": 1e-9, "maxiter": _STEPS * 5}).x
        gradient, information = self.slope(found)
        left = float(np.linalg.lstsq(information, gradient, rcond=1e-12)[0] @ gradient)
        # Residuals that run to minus infinity lower the misfit for ever: there is no such model.
        return found, 0 <= left < _NEAR and bool(np.abs(found).max() < _FAR)
