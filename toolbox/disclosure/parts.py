"""Means over some of an area's items only - a gap, a trend, a change after a question was reworded: one more equation each.

Beside the area's mean and its items' means, a mean over some items tells nothing new of those who answered all of them: it
is a sum of what is shown already. It tells of those who left items out, and of an item that is hidden. So it is shown
only where the whole area and each of its items are, and those who left out some of these items are nobody or
``min_distribution`` - more than k, because several such means of one area may be looked at (another group, another round)
and each takes some of them out of the sum - in view, and in the schools that do not show it taken together.

Schools switch optional items on for themselves. Where a school did so in one of two rounds only, or has nobody of the other
group, its persons are compared without the item, and an average of all schools over all items is one without it there:
beside the School page's it tells of these persons. What does not follow from such a school's own page must then be
nothing, or of two schools and ``min_distribution`` persons.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from toolbox.disclosure.closure import BESIDE, COMPLEMENT, MEAN, NOTHING, REASONS, Decision
from toolbox.model import Framework, Grid, Policy


def unlike(grid: Grid, others: Sequence[Grid], framework: Framework) -> np.ndarray:
    """schools × items: optional items answered here, and by nobody of the same school in one of ``others`` (another round,
    the other group): they are left out there."""
    found = np.zeros((len(grid.schools), len(grid.items)), bool)
    optional = {item.id for item in framework.items if item.optional}
    for at, item in enumerate(grid.items):
        if item in optional:
            for other in others:
                there = dict(zip(other.schools, _answered(other, item), strict=True))
                found[:, at] |= [not there.get(school, False) for school in grid.schools]
    return found & (grid.n[:, 1:] > 0)


def _answered(grid: Grid, item: str) -> np.ndarray:
    return grid.n[:, 1 + grid.items.index(item)] > 0 if item in grid.items else np.zeros(len(grid.schools), bool)


def part_reason(
    held: Decision,
    items: Sequence[str],
    place: int | None,
    policy: Policy,
    level: int = MEAN,
    without: np.ndarray | None = None,
) -> str:
    """Why a mean over these items of an area is not shown; "" where it is. Over all of them it is the area's own.

    ``place`` is the school in view, None for all together; ``without``: see :func:`unlike`.

    Example:
        >>> from toolbox.disclosure.closure import decision
        >>> from toolbox.disclosure.examples import grid_of
        >>> one, none = (decision(grid_of(24, left_out=some), Policy()) for some in (1, 0))
        >>> [part_reason(held, ("A1", "A2"), 0, Policy()) for held in (one, none)]
        ['beside', '']
    """
    known = held.grid.items
    whole = held.reason(place, 0, level)
    if without is not None and without.any() and items:
        if place is not None:
            # Asked and answered by nobody, or not asked: a grid does not tell, so the mean may be over either.
            fewer = [item for item in items if item not in known or not without[place, known.index(item)]]
            if len(fewer) < len(items) and (reason := part_reason(held, fewer, place, policy, level)):
                return reason
        elif not whole and not _unlike_covered(held, items, without, policy):
            return REASONS[COMPLEMENT]
    if whole or not items or set(items) >= set(known):
        return whole
    columns = [known.index(item) + 1 for item in items if item in known]
    if len(columns) == 1:
        return whole or held.reason(place, columns[0], level)
    codes = held.together[MEAN] if place is None else held.schools[MEAN, place]
    if (codes > NOTHING).any() or not columns:
        return REASONS[BESIDE]
    shown = _shown(held, columns, policy)
    if place is not None:
        return "" if shown[place] else REASONS[BESIDE]
    return "" if _part_covered(held, columns, ~shown, policy) else REASONS[COMPLEMENT]


def part_apart(
    held: Decision, items: Sequence[str], inside: np.ndarray, policy: Policy, without: np.ndarray | None = None
) -> bool:
    """Whether the mean over these items of the area in some of the schools (``inside``, a bool each) tells of nobody or
    enough of those who left one out."""
    if without is not None and without.any() and not _unlike_covered(held, items, without & inside[:, None], policy):
        return False
    known = held.grid.items
    columns = [known.index(item) + 1 for item in items if item in known]
    if set(items) >= set(known) or len(columns) < 2:
        return True
    shown = _shown(held, columns, policy)
    return not (held.together[MEAN] > NOTHING).any() and _part_covered(held, columns, inside & ~shown, policy)


def _part_covered(held: Decision, columns: Sequence[int], hidden: np.ndarray, policy: Policy) -> bool:
    n = held.grid.n[:, columns]
    rest = hidden & ~_even(held) & n.any(axis=1)
    missing = _missing(held.grid.n, columns)[rest]
    leaving = _fewest(missing)
    # Those who left out another item may drop out of a sum with a third mean (a gap, say): so each item by itself, and together.
    each = (*missing.T, leaving)
    few = [some.any() and ((some > 0).sum() < 2 or some.sum() < policy.min_distribution) for some in each]
    # Where nobody in such a school answered one of the items, its mean is over fewer: of another kind than the others'.
    return not ((n[rest] == 0).any() or any(few) or (rest.any() and not leaving.any()))


def _unlike_covered(held: Decision, items: Sequence[str], without: np.ndarray, policy: Policy) -> bool:
    """Whether the schools that are asked fewer items than they answered tell nothing of a few."""
    there = without & np.isin(held.grid.items, items)
    rest = there.any(axis=1) & ~(held.open & _even(held))
    most = np.iinfo(np.int64).max
    persons = np.where(there, held.grid.n[:, 1:], most).min(axis=1, initial=most)
    # Who answered all follows from the items' means, of the school or of all together, so that the others are left.
    each = (persons[rest], np.minimum(persons, held.left_out)[rest])
    return all(not some.any() or ((some > 0).sum() > 1 and some.sum() >= policy.min_distribution) for some in each)


def part_hidden(
    held: Decision, items: Sequence[str], policy: Policy, level: int = MEAN, without: np.ndarray | None = None
) -> np.ndarray:
    """For each school of the round whether its own page does not show a mean over these items of the area."""
    if without is not None and without.any():
        touched = (without & np.isin(held.grid.items, items)).any(axis=1) & ~(held.open & _even(held))
        return touched | part_hidden(held, items, policy, level)
    codes, known = held.schools[level], held.grid.items
    columns = [known.index(item) + 1 for item in items if item in known]
    if not columns or set(items) >= set(known):
        return codes[:, 0] > NOTHING
    if len(columns) == 1:
        return (codes[:, [0, *columns]] > NOTHING).any(axis=1)
    return (codes[:, 0] > NOTHING) | ~_shown(held, columns, policy)


def _shown(held: Decision, columns: Sequence[int], policy: Policy) -> np.ndarray:
    """For each school whether its own page shows a mean over these columns."""
    n = held.grid.n[:, 1:]
    same = (held.left_out == 0) & ((n == 0) | (n == n.max(axis=1, initial=0, keepdims=True))).all(axis=1)
    leaving = np.minimum(_fewest(_missing(held.grid.n, columns)), held.left_out)
    return held.open & (same | (leaving >= policy.min_distribution))


def _even(held: Decision) -> np.ndarray:
    """For each school whether everybody who answered anything of the area answered all of it."""
    n = held.grid.n[:, 1:]
    return (held.left_out == 0) & (n == n.max(axis=1, initial=0, keepdims=True)).all(axis=1)


def _missing(n: np.ndarray, columns: Sequence[int]) -> np.ndarray:
    """schools × items: persons who left it out, where some answered it."""
    return (n[:, 1:].max(axis=1, keepdims=True) - n[:, columns]) * (n[:, columns] > 0)


def _fewest(missing: np.ndarray) -> np.ndarray:
    """The fewest persons of each school who left out one of these items, of those that some but not all left out."""
    return np.where(missing > 0, missing, np.iinfo(np.int64).max).min(axis=1) * missing.any(axis=1)
