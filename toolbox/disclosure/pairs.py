"""Rules 4 and 6 for the same persons twice: who left or joined must not follow, here or from all schools together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations, product
from typing import get_args

import numpy as np

from toolbox.disclosure import rules
from toolbox.disclosure.by_school import Told, told
from toolbox.disclosure.closure import MEAN, SPREAD
from toolbox.disclosure.near_ends import near_ends
from toolbox.disclosure.rests import Told as Mean
from toolbox.disclosure.rules import View
from toolbox.disclosure.sides import ALL, Sides, hidden_alone, since_of
from toolbox.model import Change, Policy


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


def pairs_seen(
    row: Change, least: int, policy: Policy, view: View, sides: Sides, also: Sequence[bool] = (), means: bool = False
) -> str:
    """Rule 4 on pairs: what is hidden of schools must not follow from the total, nor the few who left or joined.

    ``also`` marks schools whose number is hidden for a further reason; ``means`` asks for the means of the pairs.
    """
    if row.item and _shown_otherwise(sides, sides.places):
        return "since"
    if row.item and (reason := _of_area(least, policy, view, sides, means)):
        return reason if reason == "few" else "beside"
    return _seen(row, least, policy, view, sides, also, means)


def _shown_otherwise(sides: Sides, places: Sequence[int]) -> bool:
    """Whether one of these schools (of none given: any) was shown in another state in one of the rounds.

    Its pairs' items, told of two states beside everybody's of both, leave those who came late and left some items out.
    """
    states = sides.pairs[0].since if sides.pairs else ()
    return any(any(state[place]) for state in states for place in places or range(len(state)))


def _seen(row: Change, least: int, policy: Policy, view: View, sides: Sides, also: Sequence[bool], means: bool) -> str:
    """The same of a row by itself."""
    behind = _behind(row, least, policy, sides, also, means)
    own = row.n_before, row.n_after, row.n_pairs
    if view == "one" and any(gone and size == own for gone, size in zip(behind.on_pages, row.siblings, strict=True)):
        return "complement"
    if view == "all" and (reason := _everybody_hidden(row, least, policy, sides, means)):
        return reason
    since = since_of(row, 2)
    if row.n_pairs >= least and rules.since_hides(since, sides.places or range(len(row.siblings)), least):
        return "since"
    enough = least if since else policy.min_n
    if row.item and behind.beside.any() and view == "all":
        # An item few schools asked is theirs alone, though it stands under all schools.
        away = (behind.pairs > 0) & behind.beside
        if away.any() and not rules.covered(behind.pairs, away, least, [], enough):
            return "complement"
    found = rules.seen(
        row.n_pairs,
        least,
        view,
        behind.pairs,
        behind.withheld,
        behind.apart,
        enough,
        behind.unknown,
        behind.few,
        bool(row.since),
    )
    # Where nobody left, or nobody joined, a shown change and everybody's mean give both means: nothing is kept by hiding them.
    follows = means and view == "one" and row.n_pairs in (row.n_before, row.n_after)
    return "" if found == "complement" and follows else found


def _of_area(least: int, policy: Policy, view: View, sides: Sides, means: bool) -> str:
    """Why items of pairs are not told: their area is not, or one of them is not, which would follow from the others.

    Worked out once for all of them.
    """
    key = least, view, means
    if key not in sides.seen:
        rows = [row for row in sides.pairs if row.n_pairs]
        reasons = (
            _seen(row, least, policy, view, sides, (), means)
            or ("" if protects(row.n_before, row.n_after, row.n_pairs, policy) else "beside")
            for row in rows
        )
        sides.seen[key] = next((reason for reason in reasons if reason), "")
    return sides.seen[key]


def _everybody_hidden(row: Change, least: int, policy: Policy, sides: Sides, means: bool) -> str:
    """Where the pairs are everybody who answered a round, their mean is that of all schools together: why it is hidden there.

    Where they are everybody in both, the mean of one and the change give that of the other. Who answered once in a school that
    tells its pairs' means is known from its pages, and counts as one of them.
    """
    before, after, pairs = np.array(row.siblings, np.int64).reshape(-1, 3).T
    known = (pairs >= max(policy.min_n, policy.min_bands)) & protects_means(before, after, pairs, policy)
    everybody = [bool((known | (n == pairs)).all()) for n in (before, after)]
    if not means and not all(everybody):
        return ""
    level = MEAN if least <= policy.min_n else SPREAD
    sides_whole = (side for side, whole in zip(sides.rounds, everybody, strict=False) if whole)
    return next((reason for side in sides_whole if (reason := side.reason(row, None, policy, level))), "")


def pairs_told(row: Change, least: int, policy: Policy, sides: Sides) -> Told:
    """Rule 24: hidden are the schools of which neither the Change page nor the School pages tell how its pairs changed."""
    behind = _behind(row, least, policy, sides, (), False)
    sizes, others = behind.pairs, (behind.apart, policy.min_n, behind.unknown, behind.few)
    hidden = behind.withheld | (sizes < least)
    away = hidden | (sizes <= rules.complement(sizes, hidden, least, *others).up_to)
    return told(sizes, away & np.any([each > 0 for each in behind.unknown], axis=0), policy)


def pairs_hidden(row: Change, least: int, policy: Policy, sides: Sides) -> np.ndarray:
    """Of every school whether its own Change page hides how its pairs changed, with ``least`` asked for; a bool each."""
    behind = _behind(row, least, policy, sides, (), False)
    hidden = behind.withheld | (behind.pairs < least)
    others = (behind.apart, policy.min_n, behind.unknown, behind.few)
    return hidden | (behind.pairs <= rules.complement(behind.pairs, hidden, least, *others).up_to)


def pairs_apart(
    row: Change, inside: Sequence[bool], least: int, policy: Policy, sides: Sides, means: bool = False
) -> bool:
    """Rule 14: whether the pairs of some of the schools may be told, beside what every school's own page shows.

    What is hidden of these schools' pages must be nothing, or two schools at least with ``least`` pairs, and nobody or
    enough who left or joined.
    """
    if row.item and _shown_otherwise(sides, np.flatnonzero(inside).tolist()):
        return False
    if row.item and sides.pairs and not pairs_apart(sides.pairs[0], inside, least, policy, sides, means):
        return False
    behind = _behind(row, least, policy, sides, (), means)
    since = since_of(row, 2)
    if rules.since_hides(since, np.flatnonzero(inside), least):
        return False
    sizes, others = behind.pairs, (behind.apart, least if since else policy.min_n, behind.unknown)
    away = np.array(inside, bool) & _away(behind, row, least, policy)
    return rules.covered(sizes, away, least, *others, few=behind.few)


def beside_means(row: Change, inside: Sequence[bool], least: int, policy: Policy, sides: Sides) -> bool:
    """Rule 14: whether the change of the pairs of some schools may be told where the means of all together are.

    Somebody may take as much of one from the other as they like: of the pairs in these schools and of those in the others
    then another round is left, or both.
    """
    if row.item and sides.pairs and not beside_means(sides.pairs[0], inside, least, policy, sides):
        return False
    here = np.array(inside, bool)
    behind = {kind: _behind(row, least, policy, sides, (), kind) for kind in (False, True)}
    away = {kind: _away(each, row, least, policy) for kind, each in behind.items()}
    tells = _tells_change(row, policy)
    for means in permutations(get_args(Mean), 2):
        these, others = (behind[each != "change"].of[each] for each in means)
        hidden = np.where(here, *(away[each != "change"] for each in means))
        once, unknown = (
            [np.where(here, one, other) for one, other in product(*each)] for each in zip(these, others, strict=True)
        )
        found = sides.rests(bool(row.item)) if sides.known else None
        if not rules.covered(behind[True].pairs, hidden, 0, once, policy.min_n, unknown) or (
            found and found.few_together(hidden, np.where(here, *means), tells, policy.min_n)
        ):
            return False
    return True


def _away(behind: _Behind, row: Change, least: int, policy: Policy) -> np.ndarray:
    """Of every school whether what is told of its pairs is hidden. A school told of in an earlier state covers for nobody later."""
    sizes, hidden = behind.pairs, behind.withheld | (behind.pairs < least)
    enough = least if since_of(row, 2) else policy.min_n
    cut = rules.complement(sizes, hidden, least, behind.apart, enough, behind.unknown, behind.few)
    return hidden | (sizes <= (0 if row.since else cut.up_to))


def _tells_change(row: Change, policy: Policy) -> np.ndarray:
    before, after, pairs = np.array(row.siblings, np.int64).reshape(-1, 3).T
    return protects(before, after, pairs, policy) & (pairs >= max(policy.min_n, policy.min_bands))


def everybody_paired(row: Change, schools: set[str], among: Sequence[str], policy: Policy, sides: Sides) -> bool:
    """Rule 14: whether the pairs of a set are everybody of a round there, in the schools that do not tell theirs.

    Nobody left these, or nobody joined: then the pairs' change tells their means, and a mean of theirs is everybody's.
    """
    before, after, pairs = np.array(row.siblings, np.int64).reshape(-1, 3).T
    least = max(policy.min_n, policy.min_bands)
    tells = ~_away(_behind(row, least, policy, sides, (), True), row, least, policy)
    rest = np.array([school in schools for school in among], bool) & ~tells
    left, joined = (before - pairs)[rest], (after - pairs)[rest]
    return bool(rest.any()) and (not left.any() or not joined.any())


@dataclass(frozen=True, kw_only=True)
class _Behind:
    """What stands behind the pairs of every school, a place for each."""

    pairs: np.ndarray
    withheld: np.ndarray
    """Whether the school's own pairs are hidden for another reason than their number."""
    on_pages: np.ndarray
    """Whether its School page hides one of the rounds."""
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


def _behind(row: Change, least: int, policy: Policy, sides: Sides, also: Sequence[bool], means: bool) -> _Behind:
    """Worked out once for each row, as long as it is looked at: every total, page and set asks it."""
    key = id(row), least, policy, means
    if len(also) or not sides.rounds:
        return _found_behind(row, least, policy, sides, also, means)
    if key not in sides.behind:
        sides.behind[key] = row, _found_behind(row, least, policy, sides, (), means)
    return sides.behind[key][1]


def _found_behind(row: Change, least: int, policy: Policy, sides: Sides, also: Sequence[bool], means: bool) -> _Behind:
    before, after, pairs = np.array(row.siblings, np.int64).reshape(-1, 3).T
    kept = protects_means if means else protects
    withheld = ~(protects(before, after, pairs, policy) & kept(before, after, pairs, policy))
    on_pages = np.any([_on_page(row, side, least, policy, sides) for side in (0, 1)], axis=0)
    withheld |= on_pages
    hidden = [_on_page(row, side, policy.min_n, policy, sides) for side in (0, 1)]
    beside_page = [
        np.where(gone, sides.rounds[side].beside_hidden() if sides.rounds else ALL, 0)
        for side, gone in enumerate(hidden)
    ]
    left, joined = before - pairs, after - pairs
    lefts, joineds = (_once_then(row, side, once, sides) for side, once in enumerate((left, joined)))
    tells_change = _tells_change(row, policy)
    # Pairs are everybody but those who answered once: where the School pages show everybody, the fewer of the two. Where a
    # page tells everybody but for a few (``Side.beside_hidden``), of the other as many more. Schools whose pages are hidden are told
    # of together, by their pairs or by those who answered once, as all choose alike.
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
                found[1].extend(np.minimum(who, other + more) for who, other in ((pairs, once), (once, pairs)))
    else:
        apart = [one + other for one in lefts for other in joineds]
        unknown = [np.minimum(pairs, once + first + second) for once in apart]
        # Those who answered one round only are as well known by that round's page alone.
        beside = [np.min([first + second, other + first, one + second], axis=0) for one in lefts for other in joineds]
        unknown += [np.minimum(once, pairs + more) for once, more in zip(apart, beside, strict=True)]
        # Where nobody left, everybody's mean is that of the pairs before, and the change gives their mean after.
        for once, more, follows in ((joined, second, not left.any()), (left, first, not joined.any())):
            unknown += [np.minimum(pairs, once + more), np.minimum(once, pairs + more)] * follows
        of = {"change": (apart, unknown)}
    apart, unknown = ([each for parts in of.values() for each in parts[place]] for place in (0, 1))
    if len(also):
        withheld = withheld | np.array(also, bool)
    if since := since_of(row, 2):
        withheld = withheld | np.array(rules.few_since(since, least), bool)
        apart = [*apart, *(np.array(each, np.int64) for each in since)]
    tells_few = few_left(row, policy, sides, means)
    near_an_end = near_ends(row.room, np.array(hidden), tells_change, means)

    then = _told_then(row, policy, lefts, joineds)
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
        return any(found.few_together(away, each, tells_change, policy.min_n) for each in wanted)

    return _Behind(
        pairs=pairs, withheld=withheld | tells_few, on_pages=on_pages, apart=apart, unknown=unknown, beside=tells_few,
        few=few, of=of,
    )  # fmt: skip


def _told_then(row: Change, policy: Policy, lefts: list[np.ndarray], joineds: list[np.ndarray]) -> np.ndarray:
    """Of every school whether its own Change page may have told of these pairs in a state shown before: it covers for nobody
    now, whatever hides it."""
    if not row.since:
        return np.zeros(len(row.siblings), bool)
    pairs = np.array([size[2] for size in row.siblings], np.int64)
    same = np.any([[school[2] == 0 for school in state] for state in row.since], axis=0)
    protected = [rules.none_or_enough(one + other, policy) for one in lefts for other in joineds]
    return same & (pairs >= max(policy.min_n, policy.min_bands)) & np.any(protected, axis=0)


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
