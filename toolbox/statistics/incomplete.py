"""Persons who did not answer every round: what the change is when everybody who answered at least once counts.

Complete pairs are right when leaving had nothing to do with the answers. All available answers (full-information
maximum likelihood) are right when leaving depended only on answers that were given. The delta shift asks how far the
result would move if those who left had changed less than that. All are printed beside each other, none replaces one.
Standard errors here do not know schools: with three rounds or more the mixed model is quoted first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from toolbox.model import Estimate
from toolbox.statistics import student
from toolbox.statistics.decision import LEAST_FOR_INTERVAL
from toolbox.statistics.imputed import pooled
from toolbox.statistics.normal_likelihood import NormalFit, maximise, patterns_of
from toolbox.statistics.paired import paired_change

__all__ = ["FullInformation", "all_available", "delta_shift", "pooled"]

#: Every two rounds must share at least this many persons, or their correlation is a guess.
LEAST_SHARED = 5
#: By how many standard deviations before the change of those who left is lowered.
SHIFTS = (0.1, 0.2, 0.3, 0.4, 0.5)


@dataclass(frozen=True, kw_only=True)
class FullInformation:
    """Means of every round and the change from first to last, from all available answers; complete pairs beside."""

    means: tuple[Estimate, ...]
    change: Estimate
    """Last − first round; positive is growth."""
    pairs: Estimate
    """The same from those who answered both the first and the last round."""
    log_likelihood: float | None
    n_any: int
    """Persons with at least one answer."""
    n_by_round: tuple[int, ...]
    patterns: tuple[tuple[tuple[int, ...], int], ...]
    """(numbers of the rounds answered, from 0; persons) for every pattern that occurs."""
    sd_first: float | None
    """Standard deviation of the first round as the model has it (divisor n)."""


def all_available(
    rounds: np.ndarray, *, confidence: float = 0.95, least_pairs: int = LEAST_FOR_INTERVAL
) -> FullInformation:
    """Saturated normal maximum likelihood over ``rounds`` (persons × 2 or more rounds in order, NaN: not answered).

    Units of the scale; standard errors from the observed information, intervals and p normal. Refused:
    ``few_pairs`` under ``least_pairs`` persons with first and last round, ``rounds_apart`` where two rounds share
    fewer than 5 persons, ``no_spread``, ``not_converged``. Rows without any answer count nowhere.

    R: a saturated model in lavaan with ``missing = "fiml", information = "observed"`` and ``delta := last - first``.
    Sources: Little & Rubin 2020, ch. 8; Enders 2010.

    >>> before = np.array([2.0, 3, 2, 4, 3, 2, 3, 4, 2, 3, 1, 1])
    >>> after = np.array([3.0, 3, 3, 4, 4, 3, 3, 5, 2, 4, np.nan, np.nan])
    >>> found = all_available(np.column_stack([before, after]))
    >>> round(found.pairs.estimate, 3), round(found.change.estimate, 3), round(found.change.se, 3), found.n_any
    (0.6, 0.643, 0.168, 12)
    """
    values = np.asarray(rounds, float)
    if values.ndim != 2 or values.shape[1] < 2:
        raise ValueError(f"Expected persons × at least 2 rounds, found an array of shape {values.shape}.")
    if np.isinf(values).any():
        raise ValueError("A value is infinite: answers are finite, or NaN where there is none.")
    there = ~np.isnan(values)
    values, there = values[there.any(axis=1)], there[there.any(axis=1)]
    both = there[:, 0] & there[:, -1]
    size = values.shape[1]
    method = f"all available answers of {size} rounds, normal maximum likelihood, observed information"
    reason = _refusal(there, int(both.sum()), least_pairs)
    fitted = None if reason else maximise(values)
    if not reason and fitted is None:
        reason = "no_spread"
    elif fitted is not None and (fitted.spread is None or not fitted.converged):
        reason = "not_converged"
    found = fitted if fitted is not None and not reason else None
    n = len(values)
    weights = [*np.eye(size), np.eye(size)[-1] - np.eye(size)[0]]
    estimates = [_of(found, weight, method, n, reason, confidence) for weight in weights]
    pairs = paired_change(values[both, 0], values[both, -1], confidence=confidence)
    return FullInformation(
        means=tuple(replace(each, p=None) for each in estimates[:-1]),
        change=estimates[-1],
        pairs=pairs if pairs.n >= least_pairs else Estimate(method=pairs.method, n=pairs.n, refused="few_pairs"),
        log_likelihood=None if found is None else found.log_likelihood,
        n_any=n,
        n_by_round=tuple(int(count) for count in there.sum(axis=0)),
        patterns=tuple((tuple(each.rounds.tolist()), each.n) for each in patterns_of(values)) if n else (),
        sd_first=None if found is None else float(found.covariance[0, 0] ** 0.5),
    )


def _refusal(there: np.ndarray, n_pairs: int, least_pairs: int) -> str:
    if not len(there):
        return "no_answers"
    if n_pairs < least_pairs:
        return "few_pairs"
    shared = there.T.astype(int) @ there.astype(int)
    return "rounds_apart" if shared.min() < LEAST_SHARED else ""


def _of(fitted: NormalFit | None, weight, method: str, n: int, refused: str, confidence: float) -> Estimate:
    if fitted is None or fitted.spread is None:
        return Estimate(method=method, n=n, refused=refused)
    size = len(fitted.means)
    estimate = float(weight @ fitted.means)
    se = float((weight @ fitted.spread[:size, :size] @ weight) ** 0.5)
    low, high = student.interval(estimate, se, np.inf, confidence)
    return Estimate(
        estimate=estimate, se=se, ci_low=low, ci_high=high, p=student.p_value(estimate / se, np.inf),
        method=method, n=n, flags=("no_school_clustering",),
    )  # fmt: skip


def delta_shift(
    rounds: np.ndarray,
    shifts: Sequence[float] = SHIFTS,
    *,
    confidence: float = 0.95,
    least_pairs: int = LEAST_FOR_INTERVAL,
) -> tuple[Estimate, ...]:
    """The change of :func:`all_available` if those without a last answer had changed less than the model expects.

    One Estimate per entry of ``shifts``, in standard deviations of the first round: their expected last answer is
    lowered by shift × SD, so the change falls by shift × SD × their share. A shift is an assumption, not an estimate:
    the standard error stays that of the change. A negative shift asks the opposite. Refused as there, and
    ``all_answered`` where everybody answered the last round.

    R: ``delta - shift * sd_first * mean(is.na(last))`` from lavaan's fit. Source: Carpenter & Kenward 2013, ch. 10.

    >>> before = np.array([2.0, 3, 2, 4, 3, 2, 3, 4, 2, 3, 1, 1])
    >>> after = np.array([3.0, 3, 3, 4, 4, 3, 3, 5, 2, 4, np.nan, np.nan])
    >>> [round(each.estimate, 3) for each in delta_shift(np.column_stack([before, after]), (0, 0.5))]
    [0.643, 0.563]
    """
    found = all_available(rounds, confidence=confidence, least_pairs=least_pairs)
    share = 1 - found.n_by_round[-1] / found.n_any if found.n_any else 0.0
    estimates = []
    for shift in shifts:
        method = f"{found.change.method}; those without a last answer {shift:g} SD lower than expected"
        if found.change.se is None or found.sd_first is None:
            estimates.append(replace(found.change, method=method))
        elif share == 0:
            estimates.append(Estimate(method=method, n=found.n_any, refused="all_answered"))
        else:
            moved = shift * found.sd_first * share
            estimate = found.change.estimate - moved
            estimates.append(
                replace(
                    found.change,
                    estimate=estimate,
                    ci_low=found.change.ci_low - moved,
                    ci_high=found.change.ci_high - moved,
                    p=student.p_value(estimate / found.change.se, np.inf),
                    method=method,
                )
            )
    return tuple(estimates)
