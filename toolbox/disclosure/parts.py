"""Means over some of an area's items only - a gap, a trend, a change after a question was reworded: one more equation each.

Beside the area's mean and its items' means, a mean over some items tells nothing new of those who answered all of them: it
is a sum of what is shown already. It tells of those who left items out, and of an item that is hidden. So it is shown
only where the whole area and each of its items are, and those who left out some of these items are nobody or
``min_bands`` - more than k, because several such means of one area may be looked at (another group, another round) - in
view, and in the schools that do not show it taken together.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from toolbox.disclosure.closure import BESIDE, COMPLEMENT, MEAN, NOTHING, REASONS, Decision
from toolbox.model import Policy


def part_reason(held: Decision, items: Sequence[str], place: int | None, policy: Policy, level: int = MEAN) -> str:
    """Why a mean over these items of an area is not shown; "" where it is. Over all of them it is the area's own.

    ``place`` is the school in view, None for all together.

    Example:
        >>> from toolbox.disclosure.closure import decision
        >>> from toolbox.disclosure.examples import grid_of
        >>> one, none = (decision(grid_of(24, left_out=some), Policy()) for some in (1, 0))
        >>> [part_reason(held, ("A1", "A2"), 0, Policy()) for held in (one, none)]
        ['beside', '']
    """
    known = held.grid.items
    whole = held.reason(place, 0, level)
    if whole or not items or set(items) >= set(known):
        return whole
    columns = [known.index(item) + 1 for item in items if item in known]
    codes = held.together[MEAN] if place is None else held.schools[MEAN, place]
    if (codes > NOTHING).any() or not columns:
        return REASONS[BESIDE]
    shown = _shown(held, columns, policy)
    if place is not None:
        return "" if shown[place] else REASONS[BESIDE]
    if not _enough(held.grid.n.sum(axis=0)[columns], int(held.left_out.sum()), policy):
        return REASONS[BESIDE]
    rest = ~shown & held.grid.n.any(axis=1) & (held.left_out > 0)
    least = _leaving(held.grid.n[:, columns])[rest]
    if rest.any() and ((least > 0).sum() < 2 or least.sum() < policy.min_n):
        return REASONS[COMPLEMENT]
    return ""


def part_hidden(held: Decision, items: Sequence[str], policy: Policy, level: int = MEAN) -> np.ndarray:
    """For each school of the round whether its own page does not show a mean over these items of the area."""
    hidden, known = held.schools[level, :, 0] > NOTHING, held.grid.items
    columns = [known.index(item) + 1 for item in items if item in known]
    return hidden if not columns or set(items) >= set(known) else hidden | ~_shown(held, columns, policy)


def _shown(held: Decision, columns: Sequence[int], policy: Policy) -> np.ndarray:
    """For each school whether its own page shows a mean over these columns."""
    n, left = held.grid.n[:, columns], held.left_out
    return held.open & ((left == 0) | (np.minimum(_leaving(n), left) >= policy.min_bands))


def _enough(n: np.ndarray, left: int, policy: Policy) -> bool:
    return left == 0 or int(_leaving(n[None])[0]) >= policy.min_bands


def _leaving(n: np.ndarray) -> np.ndarray:
    """The fewest persons of each school who answered some of these items, not all: as the numbers of each item tell."""
    return n.max(axis=1) - n.min(axis=1)
