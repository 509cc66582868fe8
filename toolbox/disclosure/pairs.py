"""Rules 4 and 6 for the same persons twice: who left or joined must not follow, here or from all schools together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from toolbox.disclosure import rules
from toolbox.disclosure.rules import View
from toolbox.disclosure.sides import Sides, hidden_alone
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
    sizes = [size[2] for size in row.siblings]
    behind = _behind(row, least, policy, sides, also, means)
    own = row.n_before, row.n_after, row.n_pairs
    if view == "one" and any(gone and size == own for gone, size in zip(behind.on_pages, row.siblings, strict=True)):
        return "complement"
    return rules.seen(
        row.n_pairs, least, view, sizes, behind.withheld, behind.apart, policy.min_n, behind.unknown
    )  # fmt: skip


def pairs_apart(
    row: Change, inside: Sequence[bool], least: int, policy: Policy, sides: Sides, means: bool = False
) -> bool:
    """Rule 14: whether the pairs of some of the schools may be told, beside what every school's own page shows.

    What is hidden of these schools' pages must be nothing, or two schools at least with ``least`` pairs, and nobody or
    enough who left or joined.
    """
    behind = _behind(row, least, policy, sides, (), means)
    sizes, unknown, apart = [size[2] for size in row.siblings], behind.unknown, behind.apart
    hidden = [gone or size < least for gone, size in zip(behind.withheld, sizes, strict=True)]
    cut = rules.complement(sizes, hidden, least, apart, policy.min_n, unknown)
    away = {
        place
        for place, (here, gone, size) in enumerate(zip(inside, hidden, sizes, strict=True))
        if here and (gone or size <= cut.up_to) and (size or any(each[place] for each in apart))
    }
    return rules.covered(sizes, away, least, apart, policy.min_n, unknown)


@dataclass(frozen=True, kw_only=True)
class _Behind:
    """What stands behind the pairs of every school."""

    withheld: list[bool]
    """Whether the school's own pairs are hidden for another reason than their number."""
    on_pages: list[bool]
    """Whether the School page hides one of the rounds."""
    apart: list[list[int]]
    """Who left or joined."""
    unknown: list[list[int]]
    """The fewest persons of every school whom the School pages leave unknown of its pairs (rule 18)."""


def _behind(row: Change, least: int, policy: Policy, sides: Sides, also: Sequence[bool], means: bool) -> _Behind:
    kept = protects_means if means else protects
    gap = sides.pairs.hidden_in(row.item) if row.item and sides.pairs else [False] * len(row.siblings)
    rounds = [hidden_alone(row, side, least, policy, sides) for side in (0, 1)]
    on_pages = [any(both) for both in zip(*rounds, strict=True)]
    withheld = [
        not (protects(*size, policy) and kept(*size, policy)) or beside or any(more)
        for size, beside, *more in zip(row.siblings, gap, on_pages, *([also] if also else []), strict=True)
    ]
    once = [_answered_once(size, policy, means) for size in row.siblings]
    apart = [list(each) for each in zip(*once, strict=True)]
    hidden = [hidden_alone(row, side, policy.min_n, policy, sides) for side in (0, 1)]
    left, joined = ([n - size[2] for n, size in zip(side, row.siblings, strict=True)] for side in _rounds(row))
    if means:
        parts = list(zip(apart, hidden, strict=True))
    else:
        parts = [(apart[0], [any(both) for both in zip(*hidden, strict=True)])]
        # Where nobody left, everybody's mean is that of the pairs before, and the change gives their mean after.
        parts += [(joined, hidden[1])] * (not any(left)) + [(left, hidden[0])] * (not any(joined))
    # Pairs are everybody but those who answered once: where the School pages show everybody, the fewer of the two.
    unknown = [
        [size[2] if away else min(size[2], some) for size, some, away in zip(row.siblings, *each, strict=True)]
        for each in parts
    ]
    if row.item and sides.pairs:
        apart.append(sides.pairs.persons_behind(row.item))
    return _Behind(withheld=withheld, on_pages=on_pages, apart=apart, unknown=unknown)


def _rounds(row: Change) -> tuple[list[int], list[int]]:
    """How many of every school answered before, and after."""
    return [size[0] for size in row.siblings], [size[1] for size in row.siblings]


def _answered_once(size: tuple[int, int, int], policy: Policy, means: bool) -> tuple[int, ...]:
    """Who left or joined in a school, as what follows for the hidden schools together is about: for means each by itself.

    Where a school's change may be seen, those who left and those who joined follow from each other.

    Example:
        >>> [_answered_once((17, 21, 16), Policy(), means) for means in (False, True)]
        [(6,), (1, 1)]
    """
    left, joined = (n - size[2] for n in size[:2])
    if not means:
        return (left + joined,)
    return (min(left, joined),) * 2 if protects(*size, policy) else (left, joined)
