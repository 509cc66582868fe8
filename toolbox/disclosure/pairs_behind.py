"""What stands behind the pairs of every school: who of them is hidden, and what would be known of whom by what is shown.

Worked out school by school, once for a row; :mod:`toolbox.disclosure.pairs` decides by it what may be told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from toolbox.disclosure import rules
from toolbox.disclosure.near_ends import near_ends
from toolbox.disclosure.rests import Told as Mean
from toolbox.disclosure.sides import ALL, Sides, hidden_alone, since_of
from toolbox.model import Change, Policy


@dataclass(frozen=True, kw_only=True)
class Behind:
    """What stands behind the pairs of every school, a place for each."""

    pairs: np.ndarray
    withheld: np.ndarray
    """Whether the school's own pairs are hidden for another reason than their number."""
    on_pages: np.ndarray
    """Whether its School page hides one of the rounds."""
    hidden_then: np.ndarray
    """Whether its Change page hid its pairs in a state shown before (rule 21)."""
    apart: list[np.ndarray]
    """Who left or joined."""
    unknown: list[np.ndarray]
    """The fewest persons of its pairs whom the School pages leave unknown (rule 20)."""
    beside: np.ndarray
    """Whether its pairs tell of a few by themselves (rule 11)."""
    few: rules.Few
    """Whether something would follow of a few of several schools (rule 11)."""
    of: dict[Mean, tuple[list[np.ndarray], list[np.ndarray]]]
    """The same as ``apart`` and ``unknown`` for each mean that is told."""


def protects(n_before: int, n_after: int, n_pairs: int, policy: Policy) -> bool:
    """Rule 6 for the change itself: nobody, or enough, answered only once."""
    return rules.none_or_enough(n_before + n_after - 2 * n_pairs, policy)


def protects_means(n_before: int, n_after: int, n_pairs: int, policy: Policy) -> bool:
    """Rule 6 for the means: nobody, or enough, left; nobody, or enough, joined."""
    return rules.none_or_enough(n_before - n_pairs, policy) & rules.none_or_enough(n_after - n_pairs, policy)


def few_left(row: Change, policy: Policy, sides: Sides, means: bool = False) -> np.ndarray:
    """Rule 11 for pairs: for each school whether its pairs, beside everybody and the items, tell of a few (:mod:`.rests`).

    Where nobody left, or nobody joined, their change and everybody's mean give both means of theirs.
    """
    sizes = row.siblings or ((row.n_before, row.n_after, row.n_pairs),)
    before, after, pairs = np.array(sizes, np.int64).T
    if not sides.known:
        return np.zeros(len(pairs), bool)
    found = sides.tells_of_few(bool(row.item), ("before", "after"), policy)
    if not means:
        follows = (pairs == before) | (pairs == after)
        found = np.where(follows, found, sides.tells_of_few(bool(row.item), ("change",), policy))
    if row.item and sides.pairs:
        found = found | few_left(sides.pairs[0], policy, sides, means)
    return found


def tells_change(row: Change, policy: Policy) -> np.ndarray:
    """Of every school whether its own Change page has the persons to tell how its pairs changed."""
    before, after, pairs = np.array(row.siblings, np.int64).reshape(-1, 3).T
    return protects(before, after, pairs, policy) & (pairs >= max(policy.min_n, policy.min_bands))


def behind_of(row: Change, least: int, policy: Policy, sides: Sides, also: Sequence[bool], means: bool) -> Behind:
    """Worked out once for each row, as long as it is looked at: every total, page and set asks it."""
    key = id(row), least, policy, means
    if len(also) or not sides.rounds:
        return _found(row, least, policy, sides, also, means)
    if key not in sides.behind:
        sides.behind[key] = row, _found(row, least, policy, sides, (), means)
    return sides.behind[key][1]


def pairs_hidden(row: Change, least: int, policy: Policy, sides: Sides, means: bool = False) -> np.ndarray:
    """Of every school whether its own Change page hides how its pairs changed (``means``: their means), with ``least`` asked
    for; a bool each."""
    behind = behind_of(row, least, policy, sides, (), means)
    hidden = behind.withheld | (behind.pairs < least)
    others = (behind.apart, policy.min_n, behind.unknown, behind.few)
    return hidden | (behind.pairs <= rules.complement(behind.pairs, hidden, least, *others).up_to)


def _found(row: Change, least: int, policy: Policy, sides: Sides, also: Sequence[bool], means: bool) -> Behind:
    before, after, pairs = np.array(row.siblings, np.int64).reshape(-1, 3).T
    kept = protects_means if means else protects
    withheld = ~(protects(before, after, pairs, policy) & kept(before, after, pairs, policy))
    on_pages = np.any([_on_page(row, side, least, policy, sides) for side in (0, 1)], axis=0)
    withheld |= on_pages
    hidden_then, told_then = _in_other_states(row, least, policy, sides, means)
    withheld |= hidden_then
    hidden = [_on_page(row, side, policy.min_n, policy, sides) for side in (0, 1)]
    beside_page = [
        np.where(gone, sides.rounds[side].beside_hidden(row.item) if sides.rounds else ALL, 0)
        for side, gone in enumerate(hidden)
    ]
    left, joined = before - pairs, after - pairs
    lefts, joineds = (_once_then(row, side, once, sides) for side, once in enumerate((left, joined)))
    tells = tells_change(row, policy)
    # Pairs are everybody but those who answered once: where the School pages show everybody, the fewer of the two. Where a
    # page tells everybody but for a few (``Side.beside_hidden``), of the other as many at least: who left items out may be those
    # who count as having answered once. Schools whose pages are hidden are told of together, by their pairs or by those who
    # answered once, as all choose alike.
    first, second = beside_page
    either = np.minimum(first, second)
    if means:
        # Where a school's change is seen, those who left and those who joined follow from each other, one page by the other.
        shows = ~pairs_hidden(row, max(policy.min_n, policy.min_bands), policy, sides)
        fewest = np.min([*lefts, *joineds], axis=0)
        of: dict[Mean, tuple[list[np.ndarray], list[np.ndarray]]] = {"before": ([], []), "after": ([], [])}
        for side, (found, several) in enumerate(zip(of.values(), (lefts, joineds), strict=True)):
            more = np.where(shows, either, beside_page[side])
            for each in several:
                once = np.where(shows, fewest, each)
                # A School page that may be seen tells those who answered once by the pairs, and the pairs by them.
                once = np.where(more >= ALL, once, np.minimum(once, pairs))
                found[0].append(once)
                found[1].extend(
                    np.minimum(who, np.maximum(other, more)) for who, other in ((pairs, once), (once, pairs))
                )
    else:
        apart = [one + other for one in lefts for other in joineds]
        unknown = [np.minimum(pairs, np.maximum.reduce([once, first, second])) for once in apart]
        # Those who answered one round only are as well known by that round's page alone.
        beside = [
            np.min([np.maximum(first, second), np.maximum(other, first), np.maximum(one, second)], axis=0)
            for one in lefts
            for other in joineds
        ]
        unknown += [np.minimum(once, np.maximum(pairs, more)) for once, more in zip(apart, beside, strict=True)]
        # Where nobody left, everybody's mean is that of the pairs before, and the change gives their mean after.
        for once, more, follows in ((joined, second, not left.any()), (left, first, not joined.any())):
            unknown += [np.minimum(pairs, np.maximum(once, more)), np.minimum(once, np.maximum(pairs, more))] * follows
        of = {"change": (apart, unknown)}
    apart, unknown = ([each for parts in of.values() for each in parts[place]] for place in (0, 1))
    if len(also):
        withheld = withheld | np.array(also, bool)
    if since := since_of(row, 2):
        withheld = withheld | np.array(rules.few_since(since, least), bool)
        apart = [*apart, *(np.array(each, np.int64) for each in since)]
    tells_few = few_left(row, policy, sides, means)
    near_an_end = near_ends(row.room, np.array(hidden), tells, means)

    then = _told_then(row, policy, lefts, joineds) | told_then
    enough = least if since else policy.min_n

    known: dict[bytes, bool] = {}

    def few(away: np.ndarray) -> bool:
        key = away.tobytes()
        if key not in known:
            known[key] = few_of(away)
        return known[key]

    def few_of(away: np.ndarray) -> bool:
        if near_an_end(away):
            return True
        if (away & then).any() and not rules.covered(pairs, away & ~then, least, apart, enough, unknown):
            return True
        if not sides.known:
            return False
        found = sides.rests(bool(row.item))
        wanted = ("before", "after") if means else ("change",)
        return any(found.few_together(away, each, tells, policy.min_n) for each in wanted)

    return Behind(
        pairs=pairs,
        withheld=withheld | tells_few,
        on_pages=on_pages,
        hidden_then=hidden_then,
        apart=apart,
        unknown=unknown,
        beside=tells_few,
        few=few,
        of=of,
    )


def _told_then(row: Change, policy: Policy, lefts: list[np.ndarray], joineds: list[np.ndarray]) -> np.ndarray:
    """Of every school whether its own Change page may have told of these pairs in a state shown before: it covers for nobody
    now, whatever hides it."""
    if not row.since:
        return np.zeros(len(row.siblings), bool)
    pairs = np.array([size[2] for size in row.siblings], np.int64)
    same = np.any([[school[2] == 0 for school in state] for state in row.since], axis=0)
    protected = [rules.none_or_enough(one + other, policy) for one in lefts for other in joineds]
    return same & (pairs >= max(policy.min_n, policy.min_bands)) & np.any(protected, axis=0)


def _in_other_states(
    row: Change, least: int, policy: Policy, sides: Sides, means: bool
) -> tuple[np.ndarray, np.ndarray]:
    """Of every school whether its Change page hid its pairs in a state shown before, and whether it told of them in one.

    What was hidden then would, beside all schools together as they were, give away the few who were hidden with it.
    """
    hidden, told = (np.zeros(len(row.siblings), bool) for _ in range(2))
    for then in sides.then if len(row.siblings) > 1 else ():
        shown = then.rows.get((row.area, row.group, row.item))
        if shown is None or not len(shown.siblings):
            continue
        there = (then.at >= 0) & (np.array(shown.siblings, np.int64)[then.at, 2] > 0)
        gone = pairs_hidden(shown, least, policy, then.sides, means)[then.at]
        hidden |= there & gone
        told |= there & ~gone
    return hidden, told


def _on_page(row: Change, side: int, least: int, policy: Policy, sides: Sides) -> np.ndarray:
    return np.array(hidden_alone(row, side, least, policy, sides), bool)


def _once_then(row: Change, side: int, once: np.ndarray, sides: Sides) -> list[np.ndarray]:
    """Those of a round who are no pairs: now, and in every state shown before in which the pairs were the same persons.

    Whose late answers are not linked yet are known: they are a page now, less the page then.
    """
    found = [once]
    if not sides.rounds or not len(row.siblings):
        return found
    of, held = sides.rounds[side], sides.rounds[side].held.grid
    paired, now = (np.array([each[at] for each in row.siblings], np.int64) for at in (2, side))
    same = ~np.any([np.zeros(len(now), bool), *(np.array(each) > 0 for each in since_of(row, 2))], axis=0)
    for then in held.before:
        if row.item and row.item not in then.items:
            continue
        column = 1 + then.items.index(row.item) if row.item else 0
        place = {school: at for at, school in enumerate(then.schools)}
        at = np.array([place.get(held.schools[here], -1) if here >= 0 else -1 for here in of.at], np.int64)
        n = np.where(at >= 0, then.n[at, column], 0)
        earlier = np.where(same & (n >= paired) & (n < now), n - paired, once)
        if (earlier != once).any():
            found.append(earlier)
    return found
