"""What a group chosen for its starting level changes without anything happening: regression to the mean.

Persons who started low rise on average and persons who started high fall, because a first score holds luck that does
not come twice. So the change of a part chosen on the first round is printed beside the change expected from that
alone, and the question "do those who start low gain more?" is answered by Oldham's correlation, never by the
correlation of change with the first score.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from toolbox.model import Estimate
from toolbox.statistics import student
from toolbox.statistics.cluster_robust import cr2, fit
from toolbox.statistics.columns import labels, numbers
from toolbox.statistics.decision import LEAST_FOR_INTERVAL
from toolbox.statistics.paired import paired_change


@dataclass(frozen=True, kw_only=True)
class ChosenPart:
    """Persons chosen on their first score: what they changed, and what was to be expected from that choice alone."""

    n: int
    mean_before: Estimate
    observed: Estimate
    expected: Estimate
    """(1 − r) × (mean of all before − mean of the part before): regression to the mean alone."""
    lowest: float | None = None
    highest: float | None = None
    """First scores at the ends of the part."""


def chosen_part(
    before: np.ndarray,
    after: np.ndarray,
    chosen: np.ndarray,
    school: np.ndarray | None = None,
    *,
    confidence: float = 0.95,
) -> ChosenPart:
    """Observed and expected change of the persons marked in ``chosen`` (true/false per person; by first score only).

    r and the means are of everybody given. With ``school`` labels the observed change goes through the decision tree
    of :func:`paired_change`, and where that shows no mean neither is shown here. Refused besides: ``no_answers``,
    ``no_spread`` (r does not exist), ``few_pairs`` (under 3 persons in all).

    R: ``(1 - cor(pre, post)) * (mean(pre) - mean(pre[q]))`` beside ``mean((post - pre)[q])``. Source: Davis 1976.

    >>> pre, post = np.array([1.0, 2, 3, 4, 5, 3]), np.array([2.0, 3, 3, 4, 4, 2])
    >>> found = chosen_part(pre, post, pre <= 2)
    >>> found.observed.estimate, round(found.expected.estimate, 4)
    (1.0, 0.3141)
    """
    before, after = numbers(before, after)
    chosen = np.asarray(chosen, bool)
    if chosen.shape != before.shape:
        raise ValueError(f"{chosen.size} marks for {before.size} persons.")
    part = None if school is None else labels(school, before.size)[chosen]
    n = int(chosen.sum())
    observed = paired_change(before[chosen], after[chosen], part, confidence=confidence)
    r = correlation(before, after)
    # What the tree hides of the change it hides of the mean the change started from.
    reason = "no_answers" if not n else observed.refused if school is not None and observed.estimate is None else ""
    method = "expected from regression to the mean alone"
    if reason:
        nothing = Estimate(method=method, n=n, refused=reason)
        return ChosenPart(n=n, mean_before=nothing, observed=observed, expected=nothing)
    mean = float(before[chosen].mean())
    return ChosenPart(
        n=n,
        mean_before=Estimate(estimate=mean, method="mean before of the chosen persons", n=n),
        observed=observed,
        expected=Estimate(
            estimate=None if r is None else (1 - r) * (float(before.mean()) - mean), method=method, n=n,
            refused="" if r is not None else "few_pairs" if before.size < 3 else "no_spread",
        ),
        lowest=float(before[chosen].min()),
        highest=float(before[chosen].max()),
    )  # fmt: skip


def by_starting_level(
    before: np.ndarray,
    after: np.ndarray,
    school: np.ndarray | None = None,
    *,
    parts: int = 3,
    confidence: float = 0.95,
) -> tuple[ChosenPart, ...]:
    """Thirds (``parts`` = 3) or quarters (4) by first score, lowest first, each with observed and expected change.

    A part reaches up to the quantile (R's type 7) and includes it: equal first scores are never torn apart, so parts
    can be of unequal size, and an empty one is refused by ``no_answers``.

    R: ``cut(pre, quantile(pre, 0:3 / 3), include.lowest = TRUE)``.

    >>> pre, post = np.array([1.0, 2, 3, 4, 5, 3]), np.array([2.0, 3, 3, 4, 4, 2])
    >>> [(part.n, round(part.expected.estimate, 2)) for part in by_starting_level(pre, post)]
    [(2, 0.31), (2, 0.0), (2, -0.31)]
    """
    before, after = numbers(before, after)
    if parts < 2:
        raise ValueError(f"Persons are parted into at least 2 parts by starting level, not {parts}.")
    cuts = np.quantile(before, np.arange(1, parts) / parts) if before.size else np.zeros(parts - 1)
    # A quantile that is computed and a score it should equal may differ in the last digit.
    level = (before[:, None] > cuts + 1e-9).sum(axis=1)
    return tuple(chosen_part(before, after, level == one, school, confidence=confidence) for one in range(parts))


def correlation(x: np.ndarray, y: np.ndarray) -> float | None:
    """Pearson's r; None under 3 pairs or where one does not vary.

    >>> correlation(np.array([1.0, 2, 3]), np.array([1.0, 3, 2]))
    0.5
    """
    if x.size < 3 or min(x.std(), y.std()) <= 1e-12 * max(1.0, np.abs(x).max(), np.abs(y).max()):
        return None
    return float(np.clip(np.corrcoef(x, y)[0, 1], -1, 1))


def oldham(
    before: np.ndarray, after: np.ndarray, school: np.ndarray | None = None, *, confidence: float = 0.95
) -> Estimate:
    """Correlation of change (after − before) with the mean of both: do those who stand high gain more?

    Positive: the spread grew, those above gained more. Zero is what no relation gives, unlike the correlation of
    change with the first score, which is negative then. p from t(n − 2), interval by Fisher's z; with ``school``
    labels both from a regression in standard units with CR2 by school. Refused: ``few_pairs`` under 4 (10 with
    labels), ``no_spread``, those of CR2.

    R: ``cor.test(post - pre, (pre + post) / 2)``. Source: Oldham 1962.

    >>> found = oldham([1.0, 2, 3, 4, 5, 3], [2.0, 3, 3, 4, 4, 2])
    >>> round(found.estimate, 4), round(found.p, 4)
    (-0.6124, 0.1963)
    """
    before, after = numbers(before, after)
    return _correlated(
        after - before, (before + after) / 2, school, "Oldham: change with the mean of both rounds", confidence
    )


def change_with_start(before: np.ndarray, after: np.ndarray) -> Estimate:
    """Correlation of change with the first score, for the researcher's table: negative by regression to the mean alone.

    R: ``cor(pre, post - pre)``

    >>> round(change_with_start([1.0, 2, 3, 4, 5, 3], [2.0, 3, 3, 4, 4, 2]).estimate, 4)
    -0.7906
    """
    before, after = numbers(before, after)
    found = _correlated(before, after - before, None, "change with the first score", 0.95)
    return Estimate(
        estimate=found.estimate, method=found.method, n=found.n, flags=("regression_to_mean",), refused=found.refused
    )


def _correlated(x, y, school, method: str, confidence: float) -> Estimate:
    n = x.size
    if n < (4 if school is None else LEAST_FOR_INTERVAL):
        return Estimate(method=method, n=n, refused="few_pairs")
    r = correlation(x, y)
    if r is None:
        return Estimate(method=method, n=n, refused="no_spread")
    if school is not None:
        standard = [(values - values.mean()) / values.std() for values in (x, y)]
        found = cr2(
            standard[0],
            np.column_stack([np.ones(n), standard[1]]),
            np.asarray(school),
            contrast=1,
            confidence=confidence,
        )
        return Estimate(
            estimate=r, se=found.se, df=found.df, ci_low=found.ci_low, ci_high=found.ci_high, p=found.p,
            method=f"{method}, CR2 by school", n=n, n_schools=found.n_schools, refused=found.refused,
        )  # fmt: skip
    if abs(r) > 1 - 1e-12:
        return Estimate(estimate=r, method=method, n=n, refused="no_spread")
    low, high = student.interval(float(np.arctanh(r)), (n - 3) ** -0.5, np.inf, confidence)
    return Estimate(
        estimate=r, df=n - 2.0, ci_low=float(np.tanh(low)), ci_high=float(np.tanh(high)),
        p=student.p_value(r * ((n - 2) / (1 - r * r)) ** 0.5, n - 2), method=method, n=n,
        flags=("no_school_clustering",),
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class MeeChua:
    """Change of a person who truly stands at ``mu``, free of regression to the mean."""

    mu: float
    effect: Estimate
    slope: Estimate
    """Of the last on the first score; 1 − slope is the pull towards the mean."""


def mee_chua(
    before: np.ndarray,
    after: np.ndarray,
    mu: float,
    school: np.ndarray | None = None,
    *,
    confidence: float = 0.95,
) -> MeeChua:
    """Regress after − mu on before − mu: the intercept is the change at the true mean ``mu`` of the population.

    Without ``school`` labels plain least squares, t(n − 2); with them CR2. ``mu`` comes from outside (an earlier
    survey); the mean before gives the mean change back. Refused: ``few_pairs`` under 3 (10 with labels), ``no_spread``.

    R: ``summary(lm(I(post - mu) ~ I(pre - mu)))``. Source: Mee & Chua 1991.

    >>> found = mee_chua([1.0, 2, 3, 4, 5, 3], [2.0, 3, 3, 4, 4, 2], mu=2)
    >>> round(found.effect.estimate, 4), round(found.effect.se, 4), round(found.slope.estimate, 4)
    (0.5, 0.3162, 0.5)
    """
    before, after = numbers(before, after)
    n, method = before.size, "Mee-Chua"
    if n < (3 if school is None else LEAST_FOR_INTERVAL):
        nothing = Estimate(method=method, n=n, refused="few_pairs")
        return MeeChua(mu=mu, effect=nothing, slope=nothing)
    x, y = np.column_stack([np.ones(n), before - mu]), after - mu
    if school is not None:
        effect, slope = (cr2(y, x, np.asarray(school), contrast=at, confidence=confidence) for at in (0, 1))
        return MeeChua(mu=mu, effect=effect, slope=slope)
    fitted = fit(y, x, np.arange(n))
    if fitted is None:
        nothing = Estimate(method=method, n=n, refused="no_spread")
        return MeeChua(mu=mu, effect=nothing, slope=nothing)
    spread = fitted.residual_sum / (n - 2) * (fitted.root @ fitted.root.T)
    effect, slope = (
        _least_squares(float(fitted.coefficients[at]), float(spread[at, at] ** 0.5), n, method, confidence)
        for at in (0, 1)
    )
    return MeeChua(mu=mu, effect=effect, slope=slope)


def _least_squares(estimate: float, se: float, n: int, method: str, confidence: float) -> Estimate:
    if not se > 1e-12 * max(1.0, abs(estimate)):
        return Estimate(estimate=estimate, method=method, n=n, refused="no_spread")
    low, high = student.interval(estimate, se, n - 2, confidence)
    return Estimate(
        estimate=estimate, se=se, df=n - 2.0, ci_low=low, ci_high=high, p=student.p_value(estimate / se, n - 2),
        method=method, n=n, flags=("no_school_clustering",),
    )  # fmt: skip
