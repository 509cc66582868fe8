"""Rules 4 and 6 for the same persons twice: who left or joined must not follow, here or from all schools together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations, product
from typing import get_args

import numpy as np

from toolbox.disclosure import rules
from toolbox.disclosure.by_school import Told, told
from toolbox.disclosure.closure import MEAN, SPREAD
from toolbox.disclosure.pairs_behind import Behind, behind_of, protects, protects_means, tells_change
from toolbox.disclosure.rests import Told as Mean
from toolbox.disclosure.rules import View
from toolbox.disclosure.sides import Sides, since_of
from toolbox.model import Change, Policy


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
    behind = behind_of(row, least, policy, sides, also, means)
    own = row.n_before, row.n_after, row.n_pairs
    if view == "one" and any(gone and size == own for gone, size in zip(behind.on_pages, row.siblings, strict=True)):
        return "complement"
    if view == "one" and sides.places and behind.hidden_then[sides.places[0]]:
        return "since"
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
    behind = behind_of(row, least, policy, sides, (), False)
    sizes, others = behind.pairs, (behind.apart, policy.min_n, behind.unknown, behind.few)
    hidden = behind.withheld | (sizes < least)
    away = hidden | (sizes <= rules.complement(sizes, hidden, least, *others).up_to)
    return told(sizes, away & np.any([each > 0 for each in behind.unknown], axis=0), policy)


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
    behind = behind_of(row, least, policy, sides, (), means)
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
    behind = {kind: behind_of(row, least, policy, sides, (), kind) for kind in (False, True)}
    away = {kind: _away(each, row, least, policy) for kind, each in behind.items()}
    tells = tells_change(row, policy)
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


def _away(behind: Behind, row: Change, least: int, policy: Policy) -> np.ndarray:
    """Of every school whether what is told of its pairs is hidden. A school told of in an earlier state covers for nobody later."""
    sizes, hidden = behind.pairs, behind.withheld | (behind.pairs < least)
    enough = least if since_of(row, 2) else policy.min_n
    cut = rules.complement(sizes, hidden, least, behind.apart, enough, behind.unknown, behind.few)
    return hidden | (sizes <= (0 if row.since else cut.up_to))


def everybody_paired(row: Change, schools: set[str], among: Sequence[str], policy: Policy, sides: Sides) -> bool:
    """Rule 14: whether the pairs of a set are everybody of a round there, in the schools that do not tell theirs.

    Nobody left these, or nobody joined: then the pairs' change tells their means, and a mean of theirs is everybody's.
    """
    before, after, pairs = np.array(row.siblings, np.int64).reshape(-1, 3).T
    least = max(policy.min_n, policy.min_bands)
    tells = ~_away(behind_of(row, least, policy, sides, (), True), row, least, policy)
    rest = np.array([school in schools for school in among], bool) & ~tells
    left, joined = (before - pairs)[rest], (after - pairs)[rest]
    return bool(rest.any()) and (not left.any() or not joined.any())
