"""Persons who did not answer every round: what the change is when everybody who answered at least once counts.

Complete pairs are right when leaving had nothing to do with the answers. All available answers (full-information
maximum likelihood) are right when leaving depended only on answers that were given. The delta shift asks how far the
result would move if those who left had changed less than that. All are printed beside each other, none replaces one.
With labels of schools the standard errors add up scores by school, with G − 1 degrees of freedom; without them they
do not know schools. With three rounds or more the mixed model is quoted first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from toolbox.model import Estimate
from toolbox.statistics import student
from toolbox.statistics.cluster_robust import school_codes
from toolbox.statistics.columns import labels
from toolbox.statistics.decision import LEAST_FOR_INTERVAL, LEAST_PERSONS, LEAST_SCHOOLS
from toolbox.statistics.imputed import pooled
from toolbox.statistics.normal_likelihood import maximise, patterns_of, school_spread
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
    rounds: np.ndarray,
    school: np.ndarray | None = None,
    *,
    confidence: float = 0.95,
    least_pairs: int = LEAST_FOR_INTERVAL,
) -> FullInformation:
    """Saturated normal maximum likelihood over ``rounds`` (persons × 2 or more rounds in order, NaN: not answered).

    Units of the scale; standard errors from the observed information, intervals and p normal. With ``school`` labels
    (one per person) from 4 schools on: scores added up by school, t with G − 1 degrees; below, the spread of these
    persons and no p. Refused: ``few_pairs`` under ``least_pairs`` persons with first and last round (``too_few_persons`` under
    5), ``rounds_apart`` where two rounds share fewer than 5 persons, ``no_spread``, ``not_converged``; ``few_schools`` for p. Rows without
    any answer count nowhere.

    R: a saturated model in lavaan with ``missing = "fiml", information = "observed"`` and ``delta := last - first``;
    clustered: ``estimator = "MLR", cluster = "school"``. Sources: Little & Rubin 2020, ch. 8; Enders 2010.

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
    some = there.any(axis=1)
    named = None if school is None else labels(school, len(values))[some]
    values, there = values[some], there[some]
    codes, schools = (None, 0) if named is None else school_codes(named)
    both = there[:, 0] & there[:, -1]
    n, size = values.shape
    clustered = codes is not None and schools >= LEAST_SCHOOLS
    method = f"all available answers of {size} rounds, normal maximum likelihood, "
    method += "scores added up by school" if clustered else "observed information"
    counts = {"method": method, "n": n, "n_schools": schools}
    reason = _refusal(there, int(both.sum()), least_pairs)
    fitted = None if reason else maximise(values)
    if not reason and fitted is None:
        reason = "no_spread"
    elif fitted is not None and (fitted.spread is None or not fitted.converged):
        reason = "not_converged"
    spread, found = None, None if reason else fitted
    if found is not None:
        spread = school_spread(found, values, codes, schools) if clustered else found.spread
    df = schools - 1.0 if clustered else None
    flags = () if clustered else ("no_school_clustering",) if named is None else ("these_persons_only",)
    withheld = "few_schools" if named is not None and not clustered else ""

    def one(weight: np.ndarray) -> Estimate:
        if found is None or spread is None:
            return Estimate(refused=reason, **counts)
        estimate = float(weight @ found.means)
        se = float(max(weight @ spread[:size, :size] @ weight, 0.0) ** 0.5)
        if not se > 1e-12 * max(1.0, abs(estimate)):
            return Estimate(estimate=estimate, refused="no_spread", **counts)
        low, high = student.interval(estimate, se, df or np.inf, confidence)
        p = None if withheld else student.p_value(estimate / se, df or np.inf)
        return Estimate(
            estimate=estimate, se=se, df=df, ci_low=low, ci_high=high, p=p, flags=flags, refused=withheld, **counts
        )  # fmt: skip

    at = np.eye(size)
    pairs = paired_change(
        values[both, 0], values[both, -1], None if named is None else named[both], confidence=confidence
    )
    return FullInformation(
        means=tuple(replace(one(weight), p=None) for weight in at),
        change=one(at[-1] - at[0]),
        pairs=pairs if pairs.n >= least_pairs else Estimate(method=pairs.method, n=pairs.n, refused=reason),
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
        return "few_pairs" if n_pairs >= LEAST_PERSONS else "too_few_persons"
    shared = there.T.astype(int) @ there.astype(int)
    return "rounds_apart" if shared.min() < LEAST_SHARED else ""


def delta_shift(
    rounds: np.ndarray | FullInformation,
    shifts: Sequence[float] = SHIFTS,
    school: np.ndarray | None = None,
    *,
    confidence: float = 0.95,
    least_pairs: int = LEAST_FOR_INTERVAL,
) -> tuple[Estimate, ...]:
    """The change of :func:`all_available` if those without a last answer had changed less than the model expects.

    One Estimate per entry of ``shifts``, in standard deviations of the first round: their expected last answer is
    lowered by shift × SD, so the change falls by shift × SD × their share. A shift is an assumption, not an estimate:
    the standard error stays that of the change. A negative shift asks the opposite. ``rounds`` may be what
    :func:`all_available` found already. Refused as there, and ``all_answered`` where everybody answered the last round.

    R: ``delta - shift * sd_first * mean(is.na(last))`` from lavaan's fit. Source: Carpenter & Kenward 2013, ch. 10.

    >>> before = np.array([2.0, 3, 2, 4, 3, 2, 3, 4, 2, 3, 1, 1])
    >>> after = np.array([3.0, 3, 3, 4, 4, 3, 3, 5, 2, 4, np.nan, np.nan])
    >>> [round(each.estimate, 3) for each in delta_shift(np.column_stack([before, after]), (0, 0.5))]
    [0.643, 0.563]
    """
    if isinstance(rounds, FullInformation):
        found = rounds
    else:
        found = all_available(rounds, school, confidence=confidence, least_pairs=least_pairs)
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
                    p=None
                    if found.change.p is None
                    else student.p_value(estimate / found.change.se, found.change.df or np.inf),
                    method=method,
                )
            )
    return tuple(estimates)
