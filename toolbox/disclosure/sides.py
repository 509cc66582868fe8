"""Each round of a comparison by itself: what its profile hides, the comparison hides as well, item by item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from toolbox.disclosure import rules
from toolbox.disclosure.beside import Gaps, company, gaps_of
from toolbox.disclosure.rules import View
from toolbox.model import Change, Comparison, Policy


@dataclass(frozen=True, kw_only=True)
class Sides:
    """One group and area of a comparison: rules 3, 5 and 11 for the rounds and for the pairs."""

    rounds: tuple[Gaps, ...] = ()
    """Rule 11 before and after; empty where nothing is known."""
    pairs: Gaps | None = None
    hidden: frozenset[str] = frozenset()
    """Items not shown as two groups of persons, in the schools in view."""
    pairs_gap: str = ""
    """The item not shown for the pairs in view."""
    places: tuple[int, ...] = ()
    """Where the schools in view stand among all schools of the two rounds."""


NOTHING = Sides()


def sides_of(comparison: Comparison, policy: Policy, view: View) -> dict[tuple[str, str], Sides]:
    """(area, group) -> what is hidden beside something else."""
    rows = comparison.independent or comparison.paired
    found = {}
    for area in rows:
        if area.item:
            continue
        items = [row for row in rows if row.item and (row.area, row.group) == (area.area, area.group)]
        found[area.area, area.group] = _of_area(area, items, comparison.places, policy, view)
    return found


def _of_area(area: Change, items: list[Change], places: tuple[int, ...], policy: Policy, view: View) -> Sides:
    if not area.gaps:
        return Sides(places=places)
    before, after, pairs = (
        gaps_of(
            [persons[side] for persons in area.gaps],
            {row.item: [size[side] for size in row.siblings] for row in items},
            policy.min_n,
        )
        for side in range(3)
    )
    hidden: set[str] = set()
    for side, gaps in enumerate((before, after)):
        gap = gaps.here(places)
        known = [
            (
                row.item,
                _size(row, side),
                "beside" if row.item == gap else _reason(row, side, policy, view, gaps, places),
            )
            for row in items
        ]
        also = company(_size(area, side), _reason(area, side, policy, view, None, places), known, gap, policy)
        hidden |= also | {gap}
    return Sides(
        rounds=(before, after),
        pairs=pairs,
        hidden=frozenset(hidden - {""}),
        pairs_gap=pairs.here(places),
        places=places,
    )


def _size(row: Change, side: int) -> int:
    return (row.n_before, row.n_after)[side]


def _reason(row: Change, side: int, policy: Policy, view: View, gaps: Gaps | None, places: Sequence[int]) -> str:
    spread = (row.sd_before, row.sd_after)[side]
    if policy.min_n <= _size(row, side) < policy.min_bands and spread == 0:
        return "alike"
    return _seen(row, side, policy.min_n, policy, view, gaps, places)


def sides_seen(row: Change, least: int, policy: Policy, view: View, sides: Sides) -> str:
    """Rules 1, 4 and 11 on each round by itself; the reason of the first that fails."""
    gaps = sides.rounds if row.item and sides.rounds else (None, None)
    reasons = (_seen(row, side, least, policy, view, gaps[side], sides.places) for side in (0, 1))
    return next((reason for reason in reasons if reason), "")


def _seen(
    row: Change, side: int, least: int, policy: Policy, view: View, gaps: Gaps | None, places: Sequence[int]
) -> str:
    sizes = [size[side] for size in row.siblings]
    withheld, behind = _withheld(row, side, policy, gaps)
    since = since_of(row, side)
    if not since:
        return rules.seen(_size(row, side), least, view, sizes, withheld, behind, policy.min_n)
    # The persons in view are every school's, or one school's: what differs of them must be nobody, or enough.
    if _size(row, side) >= least and rules.since_hides(since, places or range(len(sizes)), least):
        return "since"
    late = rules.few_since(since, least)
    withheld = [gone or new for gone, new in zip(withheld, late, strict=True)]
    return rules.seen(_size(row, side), least, view, sizes, withheld, [*behind, *since], least)


def since_of(row: Change, side: int) -> list[tuple[int, ...]]:
    """For each earlier state that was shown, and each school, the persons (or, ``side`` 2, pairs) that differ."""
    found = [tuple(each[side] for each in state) for state in row.since]
    return [each for each in found if any(each)]


def _withheld(row: Change, side: int, policy: Policy, gaps: Gaps | None) -> tuple[list[bool], list[list[int]]]:
    """(schools hidden for another reason than their number, the persons an item is hidden for) of one round."""
    sizes = [size[side] for size in row.siblings]
    alike = [flags[side] for flags in row.alike] or [False] * len(sizes)
    withheld = [same and size < policy.min_bands for same, size in zip(alike, sizes, strict=True)]
    if gaps is None:
        return withheld, []
    withheld = [gone or beside for gone, beside in zip(withheld, gaps.hidden_in(row.item), strict=True)]
    return withheld, [gaps.persons_behind(row.item)]


def hidden_alone(row: Change, side: int, least: int, policy: Policy, sides: Sides) -> list[bool]:
    """For each school whether its own School page hides this number of persons who answered the round."""
    sizes = [size[side] for size in row.siblings]
    withheld, behind = _withheld(row, side, policy, sides.rounds[side] if row.item and sides.rounds else None)
    hidden = [gone or size < least for gone, size in zip(withheld, sizes, strict=True)]
    enough = policy.min_n
    if since := since_of(row, side):
        hidden = [gone or late for gone, late in zip(hidden, rules.few_since(since, least), strict=True)]
        behind, enough = [*behind, *since], least
    up_to = rules.complement(sizes, hidden, least, behind, enough).up_to if len(sizes) > 1 else 0
    return [size > 0 and (gone or size <= up_to) for size, gone in zip(sizes, hidden, strict=True)]


def round_apart(row: Change, side: int, inside: Sequence[bool], least: int, policy: Policy, sides: Sides) -> bool:
    """Whether everybody of a round in some of the schools may be told of, beside what every School page shows."""
    sizes = [size[side] for size in row.siblings]
    hidden = hidden_alone(row, side, least, policy, sides)
    away = np.array(inside, bool) & np.array(hidden, bool)
    return rules.covered(np.array(sizes, np.int64), away, least, [], policy.min_n)
