"""Rules 4 and 6 for the same persons twice: who left or joined must not follow, here or from all schools together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from toolbox.disclosure import rules
from toolbox.disclosure.rules import View
from toolbox.disclosure.sides import Sides
from toolbox.model import Change, Policy


def protects(n_before: int, n_after: int, n_pairs: int, policy: Policy) -> bool:
    """Rule 6 for the change itself: nobody, or enough, answered only once."""
    return rules.none_or_enough(n_before + n_after - 2 * n_pairs, policy)


def protects_means(n_before: int, n_after: int, n_pairs: int, policy: Policy) -> bool:
    """Rule 6 for the means: nobody, or enough, left; nobody, or enough, joined."""
    return rules.none_or_enough(n_before - n_pairs, policy) & rules.none_or_enough(n_after - n_pairs, policy)


def pairs_seen(
    row: Change, least: int, policy: Policy, view: View, sides: Sides, also: Sequence[bool] = (), means: bool = False
) -> str:
    """Rule 4 on pairs: what is hidden of schools must not follow from the total, nor the few who left or joined.

    ``also`` marks schools whose number is hidden for a further reason; ``means`` asks for the means of the pairs.
    """
    sizes, withheld, apart = _behind(row, policy, sides, also, means)
    return rules.seen(row.n_pairs, least, view, sizes, withheld, apart, policy.min_n)


def pairs_apart(
    row: Change, inside: Sequence[bool], least: int, policy: Policy, sides: Sides, means: bool = False
) -> bool:
    """Rule 14: whether the pairs of some of the schools may be told, beside what every school's own page shows.

    What is hidden of these schools' pages must be nothing, or two schools at least with ``least`` pairs, and nobody or
    enough who left or joined.
    """
    sizes, withheld, apart = _behind(row, policy, sides, (), means)
    hidden = withheld | (sizes < least)
    cut = rules.complement(sizes, hidden, least, apart, policy.min_n)
    away = np.array(inside, bool) & (hidden | (sizes <= cut.up_to))
    return rules.covered(sizes, away, least, apart, policy.min_n)


def _behind(
    row: Change, policy: Policy, sides: Sides, also: Sequence[bool], means: bool
) -> tuple[np.ndarray, np.ndarray, list[np.ndarray]]:
    """(pairs of every school, schools whose own are hidden for another reason than their number, who left or joined)."""
    before, after, pairs = np.array(row.siblings, np.int64).reshape(-1, 3).T
    kept = protects_means if means else protects
    withheld = ~(protects(before, after, pairs, policy) & kept(before, after, pairs, policy))
    left, joined = before - pairs, after - pairs
    apart = [left, joined] if means else [left + joined]
    if len(also):
        withheld |= np.array(also, bool)
    if row.item and sides.pairs:
        withheld |= np.array(sides.pairs.hidden_in(row.item), bool)
        apart.append(np.array(sides.pairs.persons_behind(row.item), np.int64))
    return pairs, withheld, apart
