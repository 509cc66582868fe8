"""What must stay hidden of one group and area so that nothing hidden can be solved for, decided for all pages jointly.

The pages of a round are linear equations. A school's page tells its area's mean and its items' means; the page of all
schools tells the same sums over schools. Two things tie them together: items add up to their area, and schools add up
to all schools. A cell hidden in one school may therefore follow through a chain - from all schools to a school, from an
item to the area, on to the next item, back to another school. So everything is decided here at once, for every school
and all of them, from the numbers of persons (and from how near to an end of the scale they are together); a view picks its row.

How it is kept simple enough to prove: **hidden sets are nested.** The items of an area have one order, those most left
out in the whole round first. A school that must hide an item hides everything up to it in that order; where its area is
hidden, so are all its items. A school's *depth* is how far that goes. Then:

1. *Own page.* Persons who left out some of the items are the difference of the area's mean and its items' means. Where
   they (or those who left out none) are fewer than k, an item is hidden. Where nobody left out any, one hidden item would
   follow from the others: two are hidden. At least one of them was answered by k persons who have a score: the area
   less the others is about these.
2. *Cover.* The deepest schools that hide, of those with an answer to everything they hide, are two at least, with k
   persons in all. Whatever follows from all schools minus the shown ones is then either nothing, or about these together:
   they hide all that anybody hides, so no combination of totals can cancel two of them and leave another school.
   A school told of in a state shown before covers with those alone who came or changed since: the rest is known.
3. *Rest.* The one combination that cancels every school in which nobody left out an item - the area less its items -
   leaves those who did. They number nobody, or come from two schools and are k. The same for schools that hide all and
   were asked (or answered) another number of items than those cancelled.
4. *Room.* Of what 1, 2 and 3 count on, the answers together are more than one answer of the scale's whole width away from
   either end of the scale (:data:`toolbox.disclosure.depths.ROOM`); else they are known though nothing can be solved for.

Where 2 fails, the next smallest schools go as deep as the deepest; where those would be more than a quarter of all
persons, all schools together hide every column that a school hides. Where 3 fails, the next smallest school with persons
who left items out hides the first item; where there is none, all schools together hide it.

Spread and options are sums of squares and counts: an area's do not follow from its items', so each column is guarded by
subtraction between schools alone (:func:`toolbox.disclosure.rules.complement`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from toolbox.disclosure import depths, rules
from toolbox.model import Grid, Policy

#: Reasons by number, as they stand in a decision.
REASONS = ("", "no_answers", "few", "alike", "since", "complement", "beside")
SHOWN, NOTHING, FEW, ALIKE, SINCE, COMPLEMENT, BESIDE = range(len(REASONS))

MEAN, SPREAD, OPTIONS = range(3)
"""Levels of detail: the mean; spread, interval, three bands; every option."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Decision:
    """Why each number of a grid is hidden (:data:`REASONS`, 0 where it is shown), by level of detail."""

    grid: Grid
    schools: np.ndarray
    """levels × schools × columns."""
    together: np.ndarray
    """levels × columns, of all schools together."""
    left_out: np.ndarray
    """Persons of each school whom the area and its items would tell of: see :func:`toolbox.disclosure.depths.left_out`."""

    def reason(self, place: int | None, column: int, level: int = MEAN) -> str:
        """Of one school, or of all together (None)."""
        found = self.together[level, column] if place is None else self.schools[level, place, column]
        return REASONS[found]

    @property
    def open(self) -> np.ndarray:
        """For each school whether its page hides nothing of what was answered."""
        return (self.schools[MEAN] <= NOTHING).all(axis=1)


def decision(grid: Grid, policy: Policy) -> Decision:
    """What stays hidden of a grid under a policy; worked out once and kept with the grid.

    Under higher minimums than the default ones everything hidden under those is hidden, too: whoever reads both has read
    nothing but the default.
    """
    key = policy.min_n, policy.min_bands, policy.min_distribution
    if key not in grid.kept:
        found, usual = _decide(grid, policy), Policy()
        if key != (usual.min_n, usual.min_bands, usual.min_distribution):
            first = decision(grid, usual)
            found = replace(
                found,
                schools=np.where(first.schools, first.schools, found.schools),
                together=np.where(first.together, first.together, found.together),
            )
        grid.kept[key] = found
    return grid.kept[key]


def _decide(grid: Grid, policy: Policy) -> Decision:
    hidden_then, unknown = _hidden_then(grid, policy), _unknown(grid, policy)
    schools, together = _means(grid, policy, hidden_then[MEAN], unknown[MEAN])
    all_schools, all_together = (
        [schools],
        [_items_too(grid, schools, _late(grid, schools, together, policy.min_n), policy.min_n)],
    )
    for level, least in (
        (SPREAD, max(policy.min_n, policy.min_bands)), (OPTIONS, max(policy.min_n, policy.min_distribution)),
    ):  # fmt: skip
        late = _few_since(grid, least) | hidden_then[level]
        before = np.where((all_schools[-1] == SHOWN) & late, SINCE, all_schools[-1]).astype(np.int8)
        found = [
            _column(grid.n[:, at], before[:, at], all_together[-1][at], least, unknown[level][:, at])
            for at in range(grid.n.shape[1])
        ]
        all_schools.append(np.stack([each for each, _ in found], axis=1))
        all_together.append(_late(grid, all_schools[-1], np.array([each for _, each in found], np.int8), least))
    return Decision(
        grid=grid, schools=np.stack(all_schools), together=np.stack(all_together), left_out=depths.left_out(grid)
    )  # fmt: skip


def _column(
    n: np.ndarray, before: np.ndarray, together: int, least: int, unknown: np.ndarray
) -> tuple[np.ndarray, int]:
    """One column at a finer level of detail; what is hidden at the coarser one stays hidden."""
    found = before.copy()
    found[(found == SHOWN) & (n < least)] = FEW
    total = together or (FEW if n.sum() < least else SHOWN)
    if len(n) > 1 and not total:
        cut = rules.complement(n, found > NOTHING, least)
        if cut.total or _told_then(n, found, cut, unknown):
            total = COMPLEMENT
        found[(found == SHOWN) & (n <= cut.up_to)] = COMPLEMENT
    return found, total


# ── what was shown before (the ledger of releases) ──


def _few_since(grid: Grid, least: int) -> np.ndarray:
    """schools × columns: whether a number differs by a few persons from what was shown of it before."""
    if grid.since is None:
        return np.zeros(grid.n.shape, bool)
    return ((grid.since > 0) & (grid.since < least)).any(axis=0)


def _hidden_then(grid: Grid, policy: Policy) -> np.ndarray:
    """levels × schools × columns: whether a number was hidden when an earlier state was shown.

    It stays hidden. Beside the total shown then, and the schools that have not changed since, it would give away what was
    hidden with it: the few who had answered first, once more have come to them or to the school that covered for them.
    """
    return _then(grid, policy, lambda codes: codes > NOTHING)


def _unknown(grid: Grid, policy: Policy) -> np.ndarray:
    """levels × schools × columns: persons of whom no state shown before tells. A number shown then is known, but for those
    who came or changed since."""
    # A state from which nobody differs stands in no row of ``since``.
    each_differs = grid.since is not None and len(grid.since) >= len(grid.before)
    changed = grid.since.min(axis=0) if each_differs and grid.since is not None else 0
    shown = _then(grid, policy, lambda codes: codes == SHOWN)
    return np.where(shown, np.minimum(grid.n, changed), grid.n)


def _then(grid: Grid, policy: Policy, what: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    """levels × schools × columns of this grid: whether it holds of what was decided on any state shown before."""
    found = np.zeros((3, *grid.n.shape), bool)
    place = {school: at for at, school in enumerate(grid.schools)}
    for then in grid.before if len(grid.schools) > 1 else ():
        held = what(decision(then, policy).schools)
        rows = [(place[school], at) for at, school in enumerate(then.schools) if school in place]
        columns = [(0, 0)]
        columns += [(1 + grid.items.index(item), 1 + at) for at, item in enumerate(then.items) if item in grid.items]
        for now, at in columns:
            for here, there in rows:
                found[:, here, now] |= held[:, there, at]
    return found


def _told_then(n: np.ndarray, found: np.ndarray, cut: rules.Cut, unknown: np.ndarray) -> bool:
    """Whether a school that is to be hidden for the others' sake was told before: it covers for nobody."""
    return bool(((found == SHOWN) & (n <= cut.up_to) & (unknown < n)).any())


def _late(grid: Grid, schools: np.ndarray, together: np.ndarray, least: int) -> np.ndarray:
    """The same of all schools together, and of the hidden ones that follow from them."""
    if grid.since is None:
        return together
    found = together.copy()
    for state in grid.since:
        for persons in (state.sum(axis=0), np.where(schools > NOTHING, state, 0).sum(axis=0)):
            found[np.isin(found, (SHOWN, COMPLEMENT)) & (persons > 0) & (persons < least)] = SINCE
    return found


def _items_too(grid: Grid, schools: np.ndarray, together: np.ndarray, least: int) -> np.ndarray:
    """Rule 3 of the room for all schools together: where a number is hidden for what it says itself, the items go, too.

    Not those that no school hides: they are sums of what is shown. Nor, where it says something of late answers, those that
    nobody answered in the schools these came to.
    """
    alike_or_few = (together == ALIKE).any() or together[0] == FEW
    said = alike_or_few or (together == SINCE).any()
    secret = (np.arange(len(together)) > 0) & (schools > NOTHING).any(axis=0)
    if said and not alike_or_few and grid.since is not None:
        late = _few_since(grid, least).any(axis=1)
        secret &= (grid.n[late] > 0).any(axis=0) | (grid.since[:, late] > 0).any(axis=(0, 1))
    return np.where(secret & said & (together == SHOWN), BESIDE, together).astype(np.int8)


# ── means ──


def _means(grid: Grid, policy: Policy, hidden_then: np.ndarray, unknown: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    least = policy.min_n
    own, together = _own(grid.n, grid.alike, policy), _own(grid.n.sum(axis=0), grid.alike_all, policy)
    own[(own == SHOWN) & (_few_since(grid, least) | hidden_then)] = SINCE
    if len(grid.schools) > 1 and grid.n.shape[1] == 1:
        return _alone(grid, own, together, least, unknown[:, 0])
    order, state = depths.begun(grid, own, least, unknown)
    first = state.depth.copy()
    hidden_together = np.zeros(state.whole, bool)
    if len(grid.schools) > 1:
        if not depths.cover(state):
            state.depth[:] = first
            state.raised[:] = False
            hidden_together = depths.hidden(state).any(axis=0)
        elif not depths.cover_rest(state):
            hidden_together[0] = True
    hidden = np.zeros(own.shape, bool)
    hidden[:, order] = depths.hidden(state)
    code = np.where(state.raised, COMPLEMENT, BESIDE)[:, None]
    schools = np.where((own == SHOWN) & hidden, code, own).astype(np.int8)
    if len(grid.schools) == 1:
        return schools, schools[0].copy()
    away = np.zeros(own.shape[1], bool)
    away[order] = hidden_together
    return schools, np.where((together == SHOWN) & away, COMPLEMENT, together).astype(np.int8)


def _own(n: np.ndarray, alike: np.ndarray, policy: Policy) -> np.ndarray:
    """Rules 1 and 3 of the room: what a number's own persons say."""
    few, same = n < policy.min_n, alike & (n < policy.min_bands)
    return np.where(n == 0, NOTHING, np.where(few, FEW, np.where(same, ALIKE, SHOWN))).astype(np.int8)


def _alone(
    grid: Grid, own: np.ndarray, together: np.ndarray, least: int, unknown: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """A column that adds up to nothing: only schools can be subtracted."""

    def near_an_end(away: np.ndarray) -> bool:
        return grid.room is not None and bool((grid.room[:, away, 0].sum(axis=1) < depths.ROOM).any())

    cut = rules.complement(grid.n[:, 0], own[:, 0] > NOTHING, least, (), 0, (), near_an_end)
    told = _told_then(grid.n[:, 0], own[:, 0], cut, unknown)
    own, together = own.copy(), together.copy()
    own[(own == SHOWN) & (grid.n <= cut.up_to)] = COMPLEMENT
    if cut.total or told:
        together[together == SHOWN] = COMPLEMENT
    return own, together
