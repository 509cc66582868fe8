"""Means over some of an area's items only - a gap, a trend, a change after a question was reworded: one more equation each.

Beside the area's mean and its items' means, a mean over some items tells nothing new of those who answered all of them: it
is a sum of what is shown already. It tells of those who left items out, and of an item that is hidden. So it is shown
only where the whole area and each of its items are, and those who left items out number nobody or ``min_bands`` - more
than k, because several such means of one area may be looked at (another group, another round) - in view and in the
schools that do not show it taken together.
"""

from __future__ import annotations

from collections.abc import Sequence

from toolbox.disclosure import rules
from toolbox.disclosure.rules import View
from toolbox.model import Policy


def part_seen(
    n: int,
    sd: float | None,
    siblings: Sequence[int],
    alike: Sequence[bool],
    gaps: Sequence[int],
    places: Sequence[int],
    policy: Policy,
    view: View,
    *,
    part: bool,
    least: int = 0,
) -> str:
    """Why a mean over some (``part``) or all items of an area is not shown; "" where it is.

    ``siblings``, ``alike`` and ``gaps`` as of a :class:`toolbox.model.Cell`, ``places`` of the schools in view among
    them; ``least`` asks for more persons than k.

    Example:
        >>> part_seen(24, 1.0, (24,), (False,), (3,), (0,), Policy(), "only", part=True)
        'beside'
        >>> part_seen(24, 1.0, (24,), (False,), (0,), (0,), Policy(), "only", part=True)
        ''
    """
    least = max(least, policy.min_n)
    if policy.min_n <= n < policy.min_bands and sd == 0:
        return "alike"
    same = alike or (False,) * len(siblings)
    away = [flag and size < policy.min_bands for flag, size in zip(same, siblings, strict=True)]
    if not part or not gaps:
        return rules.seen(n, least, view, siblings, away)
    few = [0 < persons < policy.min_bands for persons in gaps]
    if 0 < sum(gaps[place] for place in places) < policy.min_bands:
        return "beside"
    withheld = [gone or some for gone, some in zip(away, few, strict=True)]
    return rules.seen(n, least, view, siblings, withheld, [gaps], policy.min_n)
