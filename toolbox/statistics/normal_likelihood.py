"""Means and covariances of several rounds from everybody who answered at least one: saturated normal ML.

Persons are grouped by which rounds they answered; each group is its count, its mean and its cross-products, so a
step costs the number of patterns (at most 2^T − 1), not the number of persons. EM brings the estimate near, Newton's
steps on the same likelihood finish it, and their matrix is the observed information standard errors come from.
No Python library has it. R: lavaan, ``missing = "fiml", information = "observed"`` on a saturated model.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

#: EM steps before Newton takes over, and steps of either kind in all.
_EM_FIRST, _MOST_STEPS = 5, 60
#: How much Newton's steps are shortened, least first.
_DAMPINGS = (0.0, 0.1, 1.0, 10.0)
#: Where the smallest variance of any combination of rounds (each of variance 1) falls under this, one is a copy.
_LEAST_VARIANCE = 1e-6


@dataclass(frozen=True, kw_only=True, eq=False)
class Pattern:
    """Persons who answered the same rounds: the rounds, how many persons, their mean, their mean cross-products."""

    rounds: np.ndarray
    n: int
    mean: np.ndarray
    products: np.ndarray


@dataclass(frozen=True, kw_only=True, eq=False)
class NormalFit:
    """The maximum of the likelihood: ``means`` (T), ``covariance`` (T × T), and the spread of both.

    ``spread`` is the inverse of the observed information for the means, then the covariances (upper triangle, row by
    row); None where the information is not positive: then the maximum is no maximum in some direction.
    """

    means: np.ndarray
    covariance: np.ndarray
    spread: np.ndarray | None
    log_likelihood: float
    converged: bool


def patterns_of(values: np.ndarray) -> tuple[Pattern, ...]:
    """Group the rows of a persons × rounds matrix (NaN: not answered); rows without any answer are left out.

    >>> [(pattern.rounds.tolist(), pattern.n) for pattern in patterns_of(np.array([[1, 2], [2, np.nan], [3, 5.0]]))]
    [([0], 1), ([0, 1], 2)]
    """
    there = ~np.isnan(values)
    code = there @ (1 << np.arange(values.shape[1]))
    found = []
    for one in np.unique(code[code > 0]):
        rows = code == one
        rounds = np.flatnonzero(there[np.argmax(rows)])
        part = values[rows][:, rounds]
        mean = part.mean(axis=0)
        found.append(
            Pattern(rounds=rounds, n=len(part), mean=mean, products=(part - mean).T @ (part - mean) / len(part))
        )
    return tuple(found)


def maximise(values: np.ndarray) -> NormalFit | None:
    """The saturated normal model of a persons × rounds matrix; None where a spread or a correlation cannot be had.

    The caller has seen to it that every two rounds share persons. The values are worked on in standard units.

    >>> found = maximise(np.array([[1, 2], [2, 2], [3, 5], [4, 4], [2, np.nan], [5, np.nan]]))
    >>> found.means.round(4), round(found.log_likelihood, 4), found.converged
    (array([2.8333, 3.55  ]), -15.1759, True)
    """
    centre, unit = np.nanmean(values, axis=0), np.nanstd(values, axis=0)
    if not (unit > 1e-12 * np.maximum(1.0, np.abs(centre))).all():
        return None
    patterns = patterns_of((values - centre) / unit)
    size = values.shape[1]
    mean, covariance = np.zeros(size), np.eye(size)
    value, converged = _log_likelihood(patterns, mean, covariance), False
    with np.errstate(all="ignore"):
        for step in range(_MOST_STEPS):
            found = None if step < _EM_FIRST else _newton_step(patterns, mean, covariance, value)
            if found is None:
                following = _em_step(patterns, mean, covariance)
                found = *following, _log_likelihood(patterns, *following)
            if not np.isfinite(found[2]) or np.linalg.eigvalsh(found[1]).min() < _LEAST_VARIANCE:
                return None
            moved = max(np.abs(found[0] - mean).max(), np.abs(found[1] - covariance).max())
            mean, covariance, value = found
            if step >= _EM_FIRST and moved < 1e-10:
                converged = True
                break
    scale = np.concatenate([unit, np.outer(unit, unit)[np.triu_indices(size)]])
    spread = _inverse(_information(patterns, mean, covariance)[0])
    log_units = sum(pattern.n * np.log(unit[pattern.rounds]).sum() for pattern in patterns)
    return NormalFit(
        means=centre + unit * mean,
        covariance=covariance * np.outer(unit, unit),
        spread=None if spread is None else spread * np.outer(scale, scale),
        log_likelihood=float(value - log_units),
        converged=converged,
    )


def school_spread(fitted: NormalFit, values: np.ndarray, codes: np.ndarray, schools: int) -> np.ndarray | None:
    """The spread of the parameters when persons of one school resemble each other: scores added up by school.

    Inverse information × sum of squared school scores × inverse information × G / (G − 1). ``codes`` 0..G − 1 for every
    row of the ``values`` that were fitted. R: lavaan ``estimator = "MLR", cluster = "school"``, which has the last factor too.
    """
    if fitted.spread is None or schools < 2:
        return None
    size = len(fitted.means)
    rows, columns = np.triu_indices(size)
    total = np.zeros((schools, size + len(rows)))
    there = ~np.isnan(values)
    code = there @ (1 << np.arange(size))
    for one in np.unique(code[code > 0]):
        chosen = code == one
        rounds = np.flatnonzero(there[np.argmax(chosen)])
        precision = np.zeros((size, size))
        at = np.ix_(rounds, rounds)
        precision[at] = np.linalg.inv(fitted.covariance[at])
        pulled = np.where(there[chosen], values[chosen] - fitted.means, 0.0) @ precision
        twice = pulled[:, rows] * pulled[:, columns] - precision[rows, columns]
        np.add.at(total, codes[chosen], np.hstack([pulled, twice * np.where(rows == columns, 0.5, 1.0)]))
    return fitted.spread @ (total.T @ total) @ fitted.spread * schools / (schools - 1)


def _inverse(matrix: np.ndarray) -> np.ndarray | None:
    """The inverse of a matrix that must be positive, None where it is not."""
    try:
        root = np.linalg.inv(np.linalg.cholesky(matrix))
    except np.linalg.LinAlgError:
        return None
    return root.T @ root


def _log_likelihood(patterns, mean, covariance) -> float:
    total = 0.0
    for pattern in patterns:
        part = covariance[np.ix_(pattern.rounds, pattern.rounds)]
        precision = _inverse(part)
        if precision is None:
            return -np.inf
        about = pattern.products + np.outer(gap := pattern.mean - mean[pattern.rounds], gap)
        constant = len(pattern.rounds) * np.log(2 * np.pi) + np.linalg.slogdet(part)[1]
        total -= pattern.n / 2 * (constant + (precision * about).sum())
    return float(total)


def _em_step(patterns, mean, covariance):
    """Fill in what each pattern lacks by its expectation given what it has, then take the moments."""
    size = len(mean)
    n, first, second = 0, np.zeros(size), np.zeros((size, size))
    for pattern in patterns:
        weights = covariance[:, pattern.rounds] @ np.linalg.inv(covariance[np.ix_(pattern.rounds, pattern.rounds)])
        filled = mean + weights @ (pattern.mean - mean[pattern.rounds])
        left = covariance - weights @ covariance[pattern.rounds]
        n += pattern.n
        first += pattern.n * filled
        second += pattern.n * (np.outer(filled, filled) + weights @ pattern.products @ weights.T + left)
    first /= n
    return first, second / n - np.outer(first, first)


def _information(patterns, mean, covariance):
    """(observed information, score) of means and covariances: sums over patterns of what each tells."""
    size = len(mean)
    rows, columns = np.triu_indices(size)
    directions = np.zeros((len(rows), size, size))
    directions[np.arange(len(rows)), rows, columns] = directions[np.arange(len(rows)), columns, rows] = 1.0
    information, score = np.zeros((size + len(rows),) * 2), np.zeros(size + len(rows))
    for pattern in patterns:
        precision = np.zeros((size, size))
        at = np.ix_(pattern.rounds, pattern.rounds)
        precision[at] = np.linalg.inv(covariance[at])
        gap, about = np.zeros(size), np.zeros((size, size))
        gap[pattern.rounds] = pattern.mean - mean[pattern.rounds]
        about[at] = pattern.products
        about += np.outer(gap, gap)
        turned = precision @ directions
        pulled = precision @ about
        score[:size] += pattern.n * (precision @ gap)
        score[size:] += pattern.n / 2 * (np.einsum("kij,ji->k", turned, pulled) - np.einsum("kii->k", turned))
        mixed = (turned @ (precision @ gap)).T
        weight = pulled - np.eye(size) / 2
        flat = (len(rows), -1)
        both = turned.reshape(flat) @ (turned @ weight).transpose(0, 2, 1).reshape(flat).T
        information[:size, :size] += pattern.n * precision
        information[:size, size:] += pattern.n * mixed
        information[size:, :size] += pattern.n * mixed.T
        information[size:, size:] += pattern.n * both
    return information, score


def _newton_step(patterns, mean, covariance, value):
    """(means, covariance, log-likelihood) a step higher: Newton's, shorter where the likelihood is not yet a hill.

    None where none of the steps climbs; then EM's does.
    """
    information, score = _information(patterns, mean, covariance)
    size = len(mean)
    rows, columns = np.triu_indices(size)
    own = np.diag(np.abs(np.diag(information)))
    for damping in _DAMPINGS:
        inverse = _inverse(information + damping * own)
        if inverse is None:
            continue
        step = inverse @ score
        change = np.zeros((size, size))
        change[rows, columns] = change[columns, rows] = step[size:]
        found = mean + step[:size], covariance + change
        reached = _log_likelihood(patterns, *found)
        # A likelihood is a sum over persons: its last digits are rounding.
        if reached >= value - 1e-9 - 1e-13 * abs(value):
            return *found, reached
    return None
