"""Rules 4 and 6 for the same persons twice: who left or joined must not follow, here or from all schools together."""

from __future__ import annotations

from collections.abc import Sequence

from toolbox.disclosure import rules
from toolbox.disclosure.rules import View
from toolbox.disclosure.sides import Sides
from toolbox.model import Change, Policy


def protects(n_before: int, n_after: int, n_pairs: int, policy: Policy) -> bool:
    """Rule 6 for the change itself: nobody, or enough, answered only once."""
    return rules.none_or_enough(n_before + n_after - 2 * n_pairs, policy)


def protects_means(n_before: int, n_after: int, n_pairs: int, policy: Policy) -> bool:
    """Rule 6 for the means: nobody, or enough, left; nobody, or enough, joined."""
    return all(rules.none_or_enough(n - n_pairs, policy) for n in (n_before, n_after))


def pairs_seen(
    row: Change, least: int, policy: Policy, view: View, sides: Sides, also: Sequence[bool] = (), means: bool = False
) -> str:
    """Rule 4 on pairs: what is hidden of schools must not follow from the total, nor the few who left or joined.

    ``also`` marks schools whose number is hidden for a further reason; ``means`` asks for the means of the pairs.
    """
    withheld, apart = _behind(row, policy, sides, also, means)
    return rules.seen(row.n_pairs, least, view, [size[2] for size in row.siblings], withheld, apart, policy.min_n)


def pairs_apart(
    row: Change, inside: Sequence[bool], least: int, policy: Policy, sides: Sides, means: bool = False
) -> bool:
    """Rule 14: whether the pairs of some of the schools may be told, beside what every school's own page shows.

    What is hidden of these schools' pages must be nothing, or two schools at least with ``least`` pairs, and nobody or
    enough who left or joined.
    """
    withheld, apart = _behind(row, policy, sides, (), means)
    sizes = [size[2] for size in row.siblings]
    hidden = [gone or size < least for gone, size in zip(withheld, sizes, strict=True)]
    cut = rules.complement(sizes, hidden, least, apart, policy.min_n)
    away = {
        place
        for place, (here, gone, size) in enumerate(zip(inside, hidden, sizes, strict=True))
        if here and (gone or size <= cut.up_to) and (size or any(each[place] for each in apart))
    }
    return rules.covered(sizes, away, least, apart, policy.min_n)


def _behind(
    row: Change, policy: Policy, sides: Sides, also: Sequence[bool], means: bool
) -> tuple[list[bool], list[list[int]]]:
    """(schools whose own pairs are hidden for another reason than their number, who left or joined in every school)."""
    kept = protects_means if means else protects
    gap = sides.pairs.hidden_in(row.item) if row.item and sides.pairs else [False] * len(row.siblings)
    withheld = [
        not (protects(*size, policy) and kept(*size, policy)) or beside or any(more)
        for size, beside, *more in zip(row.siblings, gap, *([also] if also else []), strict=True)
    ]
    left = [before - pairs for before, _, pairs in row.siblings]
    joined = [after - pairs for _, after, pairs in row.siblings]
    apart = [left, joined] if means else [[sum(both) for both in zip(left, joined, strict=True)]]
    if row.item and sides.pairs:
        apart.append(sides.pairs.persons_behind(row.item))
    return withheld, apart
