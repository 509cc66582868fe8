"""How many persons a cell differs by from what was shown of it before: what the ledger adds to a result for the gate.

The persons of a round as it is shown differ from every earlier state by nobody or enough in each school and group
(:mod:`toolbox.disclosure.states`). Of a single area or item fewer of them may have a value: six late answers, two of which
left an item out, are four in that item. Their numbers are counted here, cell by cell and school by school, and put into
``Cell.since`` and ``Change.since``; :func:`toolbox.disclosure.rules.few_since` reads them. Late persons who all have the same value count as one
where they are fewer than ``min_bands`` (rule 3: their mean is everybody's answer).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from toolbox.comparison import compare
from toolbox.disclosure.cell_values import Key, Values, cell_values, compared_values
from toolbox.disclosure.gone import comparison_again, profile_again
from toolbox.disclosure.states import AsShown
from toolbox.linking import link
from toolbox.linking.again import apart
from toolbox.model import (
    Answers,
    Averages,
    Cell,
    Change,
    Comparison,
    Evaluation,
    EvaluationRound,
    Framework,
    Grid,
    Plan,
    Policy,
    Profile,
    ToolboxError,
)
from toolbox.profile import count


@dataclass(frozen=True, kw_only=True, eq=False)
class _Two:
    """Two states of a round: whose row is whose, and every cell's values in both."""

    rows: np.ndarray
    """n × 2: rows (now, then) of one person; -1 where the person is in one state only."""
    block: np.ndarray
    """Of each of ``rows`` the (school, group), as an index into ``blocks``."""
    blocks: tuple[tuple[str, str], ...]
    now: Values
    then: Values
    kept: dict[tuple[str, int], np.ndarray] = field(default_factory=dict, repr=False)

    def persons(self, key: Key, policy: Policy) -> np.ndarray:
        """For each of ``blocks`` the persons whose value in a cell differs; 1 where a few all moved alike, and in an item
        where a few of those who differ left some of its area's items out."""
        found = self._differing(key, policy.min_bands)
        return np.where((found > 0) & self._uneven(key[0], policy.min_n), 1, found) if key[1] else found

    def _uneven(self, area: str, least: int) -> np.ndarray:
        """For each of ``blocks`` whether those who differ, or all but a few of them, answered another number of the area's
        items: an area's difference less its items' leaves those few (rule 11)."""
        if (area, least) not in self.kept:
            items = sorted({key for key in (*self.now, *self.then) if key[0] == area and key[1]})
            then, now = (
                np.stack([_picked(values.get(key), self.rows[:, side]) for key in items], axis=1)
                if items else np.zeros((len(self.rows), 0))
                for values, side in ((self.then, 1), (self.now, 0))
            )  # fmt: skip
            differs = ((then != now) & ~(np.isnan(then) & np.isnan(now))).any(axis=1)
            given = [np.isfinite(each) for each in (then, now)]
            many = np.maximum(given[0].sum(axis=1), given[1].sum(axis=1))
            otherwise = (given[0] != given[1]).any(axis=1) & given[0].any(axis=1) & given[1].any(axis=1)
            many = np.where(otherwise, -1, many)
            found = np.zeros(len(self.blocks), bool)
            for block in np.unique(self.block[differs]):
                kinds, persons = np.unique(many[differs & (self.block == block)], return_counts=True)
                found[block] = len(kinds) > 1 and min(persons[-1], persons[:-1].sum()) < least
            self.kept[area, least] = found
        return self.kept[area, least]

    def _differing(self, key: Key, alike_below: int) -> np.ndarray:
        then, now = (_picked(values.get(key), self.rows[:, side]) for values, side in ((self.then, 1), (self.now, 0)))
        gone, new = np.isfinite(then) & np.isnan(now), np.isnan(then) & np.isfinite(now)
        at = np.flatnonzero(gone | new | (then != now) & np.isfinite(then) & np.isfinite(now))
        size, block = len(self.blocks), self.block[at]
        found = np.bincount(block, minlength=size)
        # An answer more, an answer less and another answer are told apart, so that they are never alike.
        moves = np.nan_to_num(now[at]) - np.nan_to_num(then[at]) + np.where(gone[at], -1e4, np.where(new[at], 1e4, 0.0))
        lowest, highest = np.full(size, np.inf), np.full(size, -np.inf)
        np.minimum.at(lowest, block, moves)
        np.maximum.at(highest, block, moves)
        return np.where((found > 0) & (found < alike_below) & (lowest == highest), 1, found)


def _picked(values: np.ndarray | None, rows: np.ndarray) -> np.ndarray:
    if values is None or not len(values):
        return np.full(len(rows), np.nan)
    return np.where(rows < 0, np.nan, values[rows])


def profile_since(profile: Profile, shown: AsShown, policy: Policy) -> Profile:
    """A profile whose cells know by how many persons they differ from each state shown before."""
    profile = profile_again(profile, shown.again, policy)
    if not shown.earlier or profile.framework.kind == "rubric":
        return profile
    place = {school: at for at, school in enumerate(shown.answers.schools)}
    states = states_before(shown, profile.framework)

    def known(cell: Cell) -> Cell:
        key = cell.area, cell.item
        since = [_by_school(two, two.persons(key, policy), cell.group, place) for two in states]
        since = tuple(tuple(numbers.tolist()) for numbers in since if numbers.any())
        return replace(cell, since=(*cell.since, *since)) if since else cell

    return replace(
        profile,
        areas=tuple(known(cell) for cell in profile.areas),
        items=tuple(known(cell) for cell in profile.items),
        grids=with_before(profile.grids, shown.earlier, profile.framework),
    )


def states_before(shown: AsShown, framework: Framework, items: Sequence[str] | None = None) -> list[_Two]:
    """A round beside each of its states that was shown, its areas over these items."""
    now = cell_values(shown.answers, framework, items)
    return [_two(shown.answers, then, now, cell_values(then, framework, items)) for then in shown.earlier]


#: Grids of answers that were shown, as long as somebody holds those: counting a round takes longer than looking at it.
_GRIDS: WeakKeyDictionary[Answers, dict[Framework, tuple[Grid, ...]]] = WeakKeyDictionary()


def with_before(grids: tuple[Grid, ...], earlier: Sequence[Answers], framework: Framework) -> tuple[Grid, ...]:
    """The grids of a round with those of each state of it that was shown before."""
    states = [{(each.area, each.group, each.item): each for each in _grids(then, framework)} for then in earlier]
    return tuple(
        replace(grid, kept={}, before=(*grid.before, *before))
        if (before := tuple(each[key] for each in states if (key := (grid.area, grid.group, grid.item)) in each))
        else grid
        for grid in grids
    )


def _grids(then: Answers, framework: Framework) -> tuple[Grid, ...]:
    held = _GRIDS.setdefault(then, {})
    if framework not in held:
        try:
            held[framework] = count(then, framework).grids
        except ToolboxError:  # an earlier state with no item of this framework: nothing of it was shown
            held[framework] = ()
    return held[framework]


def _two(now: Answers, then: Answers, values_now: Values, values_then: Values) -> _Two:
    found = apart(now, then)
    gone = np.setdiff1d(found.then, found.pairs[:, 1])
    new = np.setdiff1d(found.now, found.pairs[:, 0])
    rows = np.concatenate(
        [found.same, found.pairs, np.stack([new, np.full(len(new), -1)], axis=1), np.stack([np.full(len(gone), -1), gone], axis=1)]
    )  # fmt: skip
    there = rows[:, 0] >= 0
    block = np.where(
        there, found.block_now[rows[:, 0]] if len(now) else 0, found.block_then[rows[:, 1]] if len(then) else 0
    )
    return _Two(rows=rows, block=block, blocks=found.blocks, now=values_now, then=values_then)


def _by_school(two: _Two, persons: np.ndarray, group: str, place: Mapping[str, int]) -> np.ndarray:
    """The numbers of one group, laid out by school of the round as it is now."""
    made = np.zeros(len(place), np.int64)
    for (school, of), number in zip(two.blocks, persons.tolist(), strict=True):
        if of == group and number and school in place:
            made[place[school]] = number
    return made


# ── comparisons ──────────────────────────────────────────────────────────────────────────────────


def sides_shown(before: AsShown, after: AsShown, policy: Policy) -> list[tuple[Answers, Answers]]:
    """Two rounds in every state they were shown in, the last being now: what a comparison is made of.

    Late answers may be enough in a school and group, and the pairs among them few: then those pairs stay unlinked (their
    codes are left out of the second round) until enough have come, instead of hiding the pairs of everybody.
    """
    if isinstance(before.answers, Averages) or isinstance(after.answers, Averages):
        return [(before.answers, after.answers)]
    states = [
        (one, two) for one in (*before.earlier, before.answers) for two in (*after.earlier, after.answers)
    ]  # fmt: skip
    shown: list[set[Person]] = []
    made: list[tuple[Answers, Answers]] = []
    for one, two in states:
        linked = _linked(one, two)
        waits = {
            block
            for then in shown
            for block, number in Counter(who[:2] for who in linked ^ then).items()
            if number < policy.min_n
        }
        last = shown[-1] if shown else set()
        apart = {who for who in linked if who[:2] in waits and who not in last}
        shown.append(linked - apart)
        made.append((one, _without_codes(two, apart) if apart else two))
    return made


Person = tuple[str, str, str]
"""(school, group, pseudonym)"""


def _linked(before: Answers, after: Answers) -> set[Person]:
    rows = link(before, after).before_rows
    return {
        (before.schools[before.school[row]], before.groups[before.group[row]], str(before.person[row])) for row in rows
    }


def _without_codes(answers: Answers, persons: set[Person]) -> Answers:
    person = np.array(answers.person, object)
    for row in np.flatnonzero(np.isin(person.astype(str), [who for _, _, who in persons])):
        if (answers.schools[answers.school[row]], answers.groups[answers.group[row]], person[row]) in persons:
            person[row] = ""
    return replace(answers, person=person)


def comparison_since(comparison: Comparison, states: Sequence[tuple[Answers, Answers]], policy: Policy) -> Comparison:
    """A comparison whose rows know by how many persons and pairs they differ from what was shown before.

    ``states``: as :func:`sides_shown` gives them; the comparison is that of the last.
    """
    if len(states) < 2 or comparison.framework.kind == "rubric":
        return comparison
    return _since(comparison, states, _earlier(comparison, states, policy), policy)


#: Comparisons of answers that were shown, as long as somebody holds those: every school's page asks for the same ones.
_COMPARED: WeakKeyDictionary[Answers, WeakKeyDictionary[Answers, dict[tuple, Comparison | None]]] = WeakKeyDictionary()


def _earlier(
    comparison: Comparison, states: Sequence[tuple[Answers, Answers]], policy: Policy
) -> tuple[Comparison, ...]:
    """The two rounds of all schools in every state but the last, each knowing those before it."""
    made: tuple[Comparison, ...] = ()
    for place, (before, after) in enumerate(states[:-1]):
        held = _COMPARED.setdefault(before, WeakKeyDictionary()).setdefault(after, {})
        key = comparison.framework, policy, place
        if key not in held:
            then = _compared_then(comparison, before, after)
            held[key] = None if then is None else _since(then, states[: place + 1], made, policy)
        if (found := held[key]) is not None:
            made = (*made, found)
    return made


def _compared_then(comparison: Comparison, before: Answers, after: Answers) -> Comparison | None:
    """None where nothing could be compared then."""
    try:
        return compare(
            before, after, comparison.framework, before_name=comparison.before, after_name=comparison.after,
            before_on=comparison.before_on, after_on=comparison.after_on,
        )  # fmt: skip
    except ToolboxError:
        return None


def _since(
    comparison: Comparison, states: Sequence[tuple[Answers, Answers]], shown: Sequence[Comparison], policy: Policy
) -> Comparison:
    *earlier, (before, after) = states
    place = {school: at for at, school in enumerate(_schools_of(before, after))}
    framework = comparison.framework
    ways = _ways(before, after, framework)
    now = [_Linked.of(before, after, values, place) for values in ways]
    states = []
    for one, other in earlier:
        for (first, second), pairs, then in zip(ways, now, _ways(one, other, framework), strict=True):
            sides = _two(before, one, first, then[0]), _two(after, other, second, then[1])
            states.append((*sides, pairs, _Linked.of(one, other, then, place)))

    def known(row: Change) -> Change:
        key = row.area, row.item
        made = []
        for one, two, now, then in states:
            sides = [_by_school(each, each.persons(key, policy), row.group, place) for each in (one, two)]
            numbers = np.stack([*sides, now.unlike(then, key, row.group)], axis=1)
            if numbers.any():
                made.append(tuple(tuple(each) for each in numbers.tolist()))
        return replace(row, since=tuple(dict.fromkeys(made))) if made else row

    sides = [list({id(each[side]): each[side] for each in earlier}.values()) for side in (0, 1)]
    return replace(
        comparison,
        earlier=tuple(shown),
        grids=tuple(
            with_before(grids, [each for each in states if each is not current], framework)
            for grids, states, current in zip(comparison.grids, sides, (before, after), strict=False)
        ),
        paired=tuple(known(row) for row in comparison.paired),
        independent=tuple(known(row) for row in comparison.independent),
        accepted=tuple(known(row) for row in comparison.accepted),
    )


def _ways(before: Answers, after: Answers, framework: Framework) -> tuple[tuple[Values, Values], ...]:
    """Both rounds as their own pages have them, and as a comparison does: of those who differ fewer may have a value over the
    items in common, and who left others out shows on the pages only."""
    return (cell_values(before, framework), cell_values(after, framework)), compared_values(before, after, framework)


def as_linked(
    rounds: Sequence[EvaluationRound], shown: Sequence[tuple[str, AsShown]], plan: Plan, policy: Policy
) -> list[EvaluationRound]:
    """The rounds of an evaluation with late pairs of its first and last round left unlinked while they are few."""
    by_name = dict(shown)
    first, last = plan.rounds[0], plan.rounds[-1]
    if first == last or first not in by_name or last not in by_name:
        return list(rounds)
    answers = sides_shown(by_name[first], by_name[last], policy)[-1][1]
    return [replace(each, answers=answers) if each.name == last else each for each in rounds]


def evaluation_since(evaluation: Evaluation, rounds: Sequence[tuple[str, AsShown]], policy: Policy) -> Evaluation:
    """The same for what an evaluation's tables are decided by. ``rounds``: by the names the plan calls them."""
    by_name = dict(rounds)
    names = [name for name, _, _ in evaluation.rounds]
    comparison = evaluation.comparison
    if comparison is not None:
        two = by_name[names[0]], by_name[names[-1]]
        comparison = comparison_since(comparison, sides_shown(*two, policy), policy)
        comparison = comparison_again(comparison, [each.again for each in two], policy)
    return replace(
        evaluation,
        comparison=comparison,
        profiles=tuple(profile_since(each, by_name[each.round], policy) for each in evaluation.profiles),
    )


def _schools_of(before: Answers, after: Answers) -> tuple[str, ...]:
    """As ``Change.siblings`` has them."""
    held = [{each.schools[place] for place in np.unique(each.school)} for each in (before, after)]
    return tuple(dict.fromkeys([*sorted(held[0]), *sorted(held[1])]))


@dataclass(frozen=True, kw_only=True, eq=False)
class _Linked:
    """Who answered both rounds in one state of them: named, and with every cell's value in each."""

    who: np.ndarray
    """(school, group, pseudonym) as one word."""
    group: np.ndarray
    school: np.ndarray
    """Place among the schools of the comparison, -1 where it is not there any more."""
    first: Values
    second: Values
    size: int

    @classmethod
    def of(cls, before: Answers, after: Answers, values: tuple[Values, Values], place: Mapping[str, int]) -> _Linked:
        links = link(before, after)
        rows = links.before_rows
        schools = (
            np.array(before.schools, object)[np.asarray(before.school)[rows]] if len(rows) else np.array([], object)
        )
        groups = np.array(before.groups, object)[np.asarray(before.group)[rows]] if len(rows) else np.array([], object)
        names = [
            f"{school}\x1f{group}\x1f{who}"
            for school, group, who in zip(schools, groups, before.person[rows], strict=True)
        ]
        first, second = values
        return cls(
            who=np.array(names, object), group=groups, size=len(place),
            school=np.array([place.get(school, -1) for school in schools], np.int64),
            first={key: each[links.before_rows] for key, each in first.items()},
            second={key: each[links.after_rows] for key, each in second.items()},
        )  # fmt: skip

    def unlike(self, then: _Linked, key: Key, group: str) -> np.ndarray:
        """For each school the pairs that were not there then, are not there now, or had another value in either round."""
        codes, _ = pd.factorize(np.concatenate([self.who, then.who]))
        values = np.full((4, int(codes.max(initial=-1)) + 1), np.nan)
        school = np.full(values.shape[1], -1, np.int64)
        for side, (each, of) in enumerate(((self, codes[: len(self.who)]), (then, codes[len(self.who) :]))):
            if key not in each.first or key not in each.second:
                continue
            first, second = each.first[key], each.second[key]
            there = np.isfinite(first) & np.isfinite(second) & (each.group == group)
            values[2 * side, of[there]], values[2 * side + 1, of[there]] = first[there], second[there]
            school[of[there]] = each.school[there]
        same = np.all((values[:2] == values[2:]) | (np.isnan(values[:2]) & np.isnan(values[2:])), axis=0)
        at = school[~same]
        return np.bincount(at[at >= 0], minlength=self.size)
