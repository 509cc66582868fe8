"""What stands beside a group's mean in an area: how its persons spread, how much they agree, and what silence may hide."""

from __future__ import annotations

import numpy as np

from toolbox.model import Framework, Scale, State, Unity
from toolbox.scoring.slices import Slices
from toolbox.scoring.tallies import STATES, Tally
from toolbox.statistics import consensus

#: Ways of leaving an answer out that are told of an area. A question not shown was not asked.
AWAY = (State.NOT_APPLICABLE, State.UNKNOWN, State.DECLINED, State.BLANK)


def bounds(n: int, mean: float | None, invited: int | None, scale: Scale) -> tuple[float, float] | None:
    """Where the mean of all ``invited`` lies if the silent had all given the lowest, the highest answer.

    None where the number invited is not known, or more answered than were invited.

    Example:
        >>> [round(end, 4) for end in bounds(8, 3.3229167, 25, Scale(id="s", low=1, high=5))]
        [1.7433, 4.4633]
    """
    if mean is None or invited is None or invited < n:
        return None
    silent = invited - n
    return (n * mean + silent * scale.low) / invited, (n * mean + silent * scale.high) / invited


def steps(framework: Framework, scale: Scale) -> tuple[tuple[int, float], ...]:
    """(level, least score) of the steps persons are counted by: named levels, else whole points above the lowest.

    Example:
        >>> from toolbox.frameworks import load
        >>> framework = load("selfie-2020")
        >>> steps(framework, framework.scales[0])
        ((2, 2.0), (3, 3.0), (4, 4.0), (5, 5.0))
    """
    if framework.levels:
        return tuple((level.value, level.at_least) for level in framework.levels)
    return tuple((value, float(value)) for value in range(scale.low + 1, scale.high + 1))


def rows_of(slices: Slices, chosen: np.ndarray) -> np.ndarray:
    """The rows of some slices, in order."""
    starts, sizes = slices.starts[chosen], slices.sizes[chosen]
    before = np.cumsum(sizes) - sizes
    return np.repeat(starts - before, sizes) + np.arange(sizes.sum())


def unity(values: np.ndarray, scores: np.ndarray, tallies: list[Tally]) -> Unity | None:
    """How much the persons with a score agree on the items of one scale; ``values`` are persons × items as answered.

    None for ordered categories, which have no steps to be apart by.
    """
    scale = tallies[0].scale
    if scale.categories:
        return None
    if any((each.scale.low, each.scale.high) != (scale.low, scale.high) for each in tallies):
        return Unity(n=int(np.isfinite(scores).sum()), refused="several_scales")
    held = values[np.isfinite(scores)].astype(float)
    held[(held < scale.low) | (held > scale.high)] = np.nan
    turned = [each.item.reverse for each in tallies]
    held[:, turned] = scale.low + scale.high - held[:, turned]
    found = consensus(held, scale.low, scale.high)
    ends = (found.at_low_end.estimate, found.at_high_end.estimate)
    return Unity(
        r_wg=found.r_wg.estimate,
        r_wg_skewed=found.r_wg_skewed.estimate,
        a_wg=found.a_wg.estimate,
        ad_mean=found.ad_mean.estimate,
        ad_median=found.ad_median.estimate,
        both_ends=None if None in ends else ends,
        n=found.n,
        refused=found.refused,
    )


def shares_away(tallies: list[Tally], chosen: np.ndarray, asked: np.ndarray) -> tuple[tuple[State, float], ...]:
    """How much of what was asked was left out, by the reason; ``asked``: slices × the same items."""
    counts = {state: 0 for state in AWAY}
    total = 0
    for column, each in enumerate(tallies):
        there = chosen[asked[chosen, column]]
        states = dict(zip(STATES, each.states[there].sum(axis=0).tolist(), strict=True))
        total += int(each.counts[there].sum()) - states[State.NOT_SHOWN]
        for state in AWAY:
            counts[state] += states[state]
    return tuple((state, number / total) for state, number in counts.items()) if total else ()
