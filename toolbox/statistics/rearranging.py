"""Rearrangement checks: how often a change this large turns up when signs, or labels, are dealt out anew.

Schools are what is rearranged, for mentoring is given to schools. Every arrangement is counted where there are at
most 50,000, or where the changes lie on a grid (means of whole answers do) and the count can be carried forward school
by school; otherwise arrangements are drawn, and p = (count + 1) / (draws + 1). Arrangements as extreme as the one seen
count (tolerance 1e-10). The p is exact where mentoring was dealt out by lot, or as if; else it is a check.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, combinations, islice
from math import comb

import numpy as np

from toolbox.model import Estimate
from toolbox.statistics.cluster_robust import school_codes
from toolbox.statistics.columns import labels, numbers
from toolbox.statistics.decision import LEAST_PERSONS, LEAST_SCHOOLS

#: Up to this many arrangements every one is looked at.
MOST_ARRANGEMENTS = 50_000
DRAWS = 9_999
_TIE = 1e-10
#: Steps of one addition each that counting on a grid may take (a quarter of a second).
_MOST_STEPS = 100_000_000


@dataclass(frozen=True, kw_only=True)
class Rearranged(Estimate):
    """An estimate with the p of its rearrangements."""

    smallest_p: float | None = None
    """The least p these schools could have given, whatever they had answered."""
    arrangements: int | None = 0
    """Arrangements there are, or that were drawn; None beyond 2^50."""
    every: bool = False
    """Whether every arrangement was counted."""


def sign_flip(
    change: np.ndarray,
    school: np.ndarray | None = None,
    *,
    draws: int = DRAWS,
    seed: int = 1,
    most: int = MOST_ARRANGEMENTS,
) -> Rearranged:
    """Mean change, with p from turning the sign of whole schools (of single persons without ``school``).

    R: ``s <- tapply(d, school, sum); S <- as.matrix(expand.grid(rep(list(c(-1, 1)), length(s)))) %*% s;
    mean(abs(S) >= abs(sum(d)) - 1e-10)``; by persons ``exactRankTests::perm.test(after, before, paired = TRUE)``.
    Refused: ``no_answers``, ``too_few_persons``, ``few_schools`` (under 4), ``no_spread`` (nobody moved);
    ``resampling_off`` with 0 ``draws`` where arrangements would have to be drawn.

    >>> found = sign_flip([1, 2, 0.5, 1, 1.5], school=["a", "b", "c", "d", "d"])
    >>> found.estimate, found.p, found.smallest_p, found.arrangements
    (1.2, 0.125, 0.125, 16)
    """
    (change,) = numbers(change)
    n, count, turned = change.size, 0, change
    unit = "persons" if school is None else "schools"
    counts = {"method": f"mean change, signs of {unit} turned", "n": n}
    if school is not None:
        codes, count = school_codes(labels(school, n))
        turned = np.bincount(codes, change)
        counts["n_schools"] = count
    if n == 0:
        return Rearranged(refused="no_answers", **counts)
    if school is not None and n < LEAST_PERSONS:
        return Rearranged(refused="too_few_persons", **counts)
    estimate = float(change.mean())
    if school is not None and count < LEAST_SCHOOLS:
        return Rearranged(estimate=estimate, refused="few_schools", **counts)
    turned = turned[np.abs(turned) > _TIE]
    if turned.size == 0:
        return Rearranged(estimate=estimate, refused="no_spread", **counts)
    counts["flags"] = ("no_school_clustering",) if school is None else ()
    units, observed = count or n, abs(float(turned.sum()))
    whole = _on_grid(turned)
    if whole is not None and whole.size * float(np.abs(whole).sum()) <= _MOST_STEPS:
        chance = sums_of_halves(np.abs(whole))
        apart = np.abs(2 * np.arange(len(chance)) - np.abs(whole).sum())
        p = min(1.0, float(chance[apart >= abs(int(whole.sum()))].sum()))
        every, arrangements = True, 2**units if units <= 50 else None
    elif 2**turned.size <= most:
        p = float((np.abs(_every_sum(turned)) >= observed - _TIE).mean())
        every, arrangements = True, 2**units if units <= 50 else None
    elif not draws:
        return Rearranged(estimate=estimate, refused="resampling_off", **counts)
    else:
        sums = _drawn_sums(turned, draws, np.random.default_rng(seed))
        p = (float((np.abs(sums) >= observed - _TIE).sum()) + 1) / (draws + 1)
        every, arrangements = False, draws
        counts["method"] += f", {draws} draws, seed {seed}"
    least = 2.0 ** (1 - turned.size) if every else 1 / (draws + 1)
    return Rearranged(estimate=estimate, p=p, smallest_p=least, arrangements=arrangements, every=every, **counts)


def label_permutation(
    change: np.ndarray,
    treated: np.ndarray,
    school: np.ndarray,
    *,
    draws: int = DRAWS,
    seed: int = 1,
    most: int = MOST_ARRANGEMENTS,
    least_schools: int = LEAST_SCHOOLS,
) -> Rearranged:
    """Mean of school means, treated − untreated, with p from dealing the label out among schools anew.

    ``treated`` is 0 or 1 and the same for everybody of a school (else ValueError). Every school counts once.
    R: ``m <- tapply(d, school, mean); t <- combn(length(m), sum(tr), function(k) mean(m[k]) - mean(m[-k]));
    mean(abs(t) >= abs(mean(m[tr == 1]) - mean(m[tr == 0])) - 1e-10)``
    Refused: ``too_few_persons``, ``few_schools`` (under 4 in a group), ``no_spread`` (all schools alike);
    ``resampling_off`` with 0 ``draws`` where labels would have to be drawn.

    >>> found = label_permutation([1, 2, 3, 4, 5, 6, 7, 8], [0, 0, 0, 0, 1, 1, 1, 1], range(8))
    >>> found.estimate, found.arrangements, round(found.p, 4)
    (4.0, 70, 0.0286)
    """
    change, treated = numbers(change, treated)
    codes, count = school_codes(labels(np.asarray(school), change.size))
    method = "difference of means of school means, labels dealt out anew"
    counts = {"method": method, "n": change.size, "n_schools": count}
    if change.size < LEAST_PERSONS:
        return Rearranged(refused="too_few_persons", **counts)
    sizes = np.bincount(codes)
    share = np.bincount(codes, treated) / sizes
    if not np.isin(share, (0.0, 1.0)).all():
        raise ValueError("Some schools are partly treated: labels of whole schools are what is dealt out.")
    label, means = share > 0.5, np.bincount(codes, change) / sizes
    chosen = int(label.sum())
    if min(chosen, count - chosen) == 0:
        return Rearranged(refused="few_schools", **counts)
    estimate = float(means[label].mean() - means[~label].mean())
    if min(chosen, count - chosen) < least_schools:
        return Rearranged(estimate=estimate, refused="few_schools", **counts)
    if np.ptp(means) <= _TIE:
        return Rearranged(estimate=estimate, refused="no_spread", **counts)
    # The difference is a linear function of the sum over the schools chosen: sums are all that is needed.
    means = means - means.mean()
    every = comb(count, chosen) <= most
    if not every and not draws:
        return Rearranged(estimate=estimate, refused="resampling_off", **counts)
    if every:
        sums = _every_choice(means, chosen)
    else:
        sums = _drawn_choices(means, chosen, draws, np.random.default_rng(seed))
        counts["method"] += f", {draws} draws, seed {seed}"
    apart = np.abs(sums) * (1 / chosen + 1 / (count - chosen))
    extreme = float((apart >= abs(estimate) - _TIE).sum())
    if every:
        p, least = extreme / len(sums), float((apart >= apart.max() - _TIE).mean())
    else:
        p, least = (extreme + 1) / (draws + 1), 1 / (draws + 1)
    return Rearranged(estimate=estimate, p=p, smallest_p=least, arrangements=len(sums), every=every, **counts)


def sums_of_halves(scores: np.ndarray) -> np.ndarray:
    """Chance of every sum 0..Σ scores when each whole score is in or out by the toss of a coin.

    >>> sums_of_halves(np.array([1, 2]))
    array([0.25, 0.25, 0.25, 0.25])
    """
    chance = np.zeros(int(scores.sum()) + 1)
    chance[0], reached = 1.0, 0
    for score in np.sort(scores):
        score = int(score)
        with_it = 0.5 * chance[: reached + 1]
        chance[: reached + 1] = with_it
        reached += score
        chance[score : reached + 1] += with_it.copy()
    return chance


def _on_grid(values: np.ndarray) -> np.ndarray | None:
    """The values as whole multiples of the coarsest of some steps (an item's share of a mean, a decimal), or None."""
    for parts in (*range(1, 13), 20, 24, 36, 48, 60, 100, 120, 420, 840, 1_000, 2_520, 10_000):
        scaled = values * parts
        whole = np.rint(scaled)
        if np.abs(scaled - whole).max() < 1e-6 and np.abs(whole).max() < 2**50:
            return whole.astype(np.int64)
    return None


def _every_sum(values: np.ndarray) -> np.ndarray:
    sums = np.zeros(1)
    for value in values:
        sums = np.concatenate([sums + value, sums - value])
    return sums


def _drawn_sums(values: np.ndarray, draws: int, random: np.random.Generator) -> np.ndarray:
    """Sums under drawn signs: of persons who moved equally far only how many turned matters, a binomial count."""
    sizes, counts = np.unique(np.round(np.abs(values), 10), return_counts=True)
    sums = np.zeros(draws)
    for size, count in zip(sizes, counts, strict=True):
        sums += size * (2.0 * random.binomial(count, 0.5, draws) - count)
    return sums


def _every_choice(values: np.ndarray, chosen: int) -> np.ndarray:
    """The sum of every choice of ``chosen`` values."""
    sums, places = [], combinations(range(len(values)), chosen)
    while block := list(islice(places, 20_000)):
        index = np.fromiter(chain.from_iterable(block), np.int64, len(block) * chosen)
        sums.append(values[index].reshape(-1, chosen).sum(axis=1))
    return np.concatenate(sums)


def _drawn_choices(values: np.ndarray, chosen: int, draws: int, random: np.random.Generator) -> np.ndarray:
    """The same of drawn choices, some draws at a time: ten thousand schools times draws would not fit."""
    sums, block = [], max(1, 2_000_000 // len(values))
    for start in range(0, draws, block):
        dealt = np.tile(values, (min(block, draws - start), 1))
        sums.append(random.permuted(dealt, axis=1)[:, :chosen].sum(axis=1))
    return np.concatenate(sums)
