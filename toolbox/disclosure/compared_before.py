"""Comparisons that share a round, beside each other: who answered both times in the one, and who did in the other.

A mean of everybody who answered a round, of those of them who also answered a second one (P), and of those who also answered
a third one (Q) are three sums over the persons of one round. Any sum of these, each taken as often as one likes, tells of
the persons who do not drop out of it. With everybody U that is, beside what rule 6 asks already, those in P or Q but not in
both, and those in both or neither: each must be nobody, or enough. The ledger knows which comparisons were shown, and of
which data sets; how many persons are left is counted here, school by school, area by area and item by item, and added to
``Change.since``, whose third column is about pairs.

Where a school shows how its pairs changed but not their means, whoever answered the other round only is left over, too. What is hidden of several schools follows for them together, of each school by
another sum: so the fewest of each school add up to one more number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product

import numpy as np

from toolbox.disclosure.cell_values import Key, Values, cell_values, compared_values
from toolbox.disclosure.left_over import THREE, TWO_STATES, Others, enough_for_all
from toolbox.disclosure.released import ReleasedEvaluation
from toolbox.disclosure.since import _schools_of, _Two, _two
from toolbox.disclosure.states import AsShown, levels
from toolbox.disclosure.told import Pair
from toolbox.linking import link
from toolbox.linking.again import same_persons
from toolbox.model import Answers, Change, Comparison, Evaluation, Framework, Line, Policy, Shown
from toolbox.store.ledger import about_compared

Sides = tuple[Answers, Answers]
EveryTwo = tuple[tuple[tuple[str, str], Shown], ...]
"""(((round, round), their comparison as the ledger notes it), …)"""


@dataclass(frozen=True, kw_only=True, eq=False)
class Told:
    """Two rounds as they were compared (linked as they were then), or one round whose School pages were shown."""

    ids: tuple[str, ...]
    sides: tuple[Answers, ...]


def compared_state(ids: tuple[str, str], data_sets: tuple[str, str], policy: Policy) -> Shown:
    """A comparison of two rounds as the ledger notes it."""
    return Shown(about=about_compared(*ids), policy=levels(policy), members=data_sets)


def compared_earlier(state: Shown, seen: Sequence[Shown]) -> tuple[Shown, ...]:
    """The other comparisons with one of these rounds that were shown before this one was first shown.

    What was shown under these least numbers or lower ones tells no less than what is shown now.

    Example:
        >>> def at(order, *ids, policy=Policy()): return replace(compared_state(ids, ("x", "y"), policy), order=order)
        >>> seen = [at(1, "a", "b"), at(2, "a", "c"), at(3, "b", "c")]
        >>> [each.about for each in compared_earlier(at(0, "a", "c", policy=Policy(min_n=8)), seen)]
        ['compared:a:b']
        >>> [each.about for each in compared_earlier(at(0, "c", "d"), seen)]
        ['compared:a:b', 'compared:a:c', 'compared:b:c']
    """
    all_told = [each for each in seen if each.about.startswith("compared:")]
    first = min(
        (
            each.order
            for each in all_told
            if (each.about, each.members) == (state.about, state.members)
            and all(then <= now for then, now in zip(each.policy, state.policy, strict=True))
        ),
        default=0,
    )
    return tuple(each for each in all_told if each.about != state.about and (not first or each.order < first))


def every_two(names: Sequence[str], ids: Sequence[str], data_sets: Sequence[str], policy: Policy) -> EveryTwo:
    """Every two rounds of an evaluation, by the names its plan calls them, as the ledger notes that they were compared."""
    rounds = zip(names, ids, data_sets, strict=True)
    return tuple(
        ((one, other), compared_state((before, after), (first, second), policy))
        for (one, before, first), (other, after, second) in combinations(rounds, 2)
    )


def told_of_every_two(compared: EveryTwo, evaluation: Evaluation, released: ReleasedEvaluation) -> list[Shown]:
    """Those of the comparisons that an evaluation shows: of the first and last round, and the others where a line of
    several rounds is shown."""
    if evaluation.comparison is None:
        return []
    lines = zip(evaluation.lines, released.lines, strict=True)
    several = any(line.between and not seen.hidden for line, seen in lines)
    first, last = evaluation.rounds[0][0], evaluation.rounds[-1][0]
    return [each for two, each in compared if several or two == (first, last)]


def told_of(
    earlier: Iterable[Shown], shown: Callable[[str, str], AsShown], sides: Callable[[AsShown, AsShown], Sides]
) -> list[Told]:
    """Earlier comparisons with the answers they were made from, each once.

    Args:
        shown: a round, by its id, as it was shown from a data set of this checksum.
        sides: two such rounds as they were linked.
    """
    made = {}
    for each in earlier:
        ids = tuple(each.about.split(":")[1:])
        if (ids, each.members) not in made:
            found = [shown(id, sha256) for id, sha256 in zip(ids, each.members, strict=True)]
            if all(isinstance(one.answers, Answers) for one in found):
                made[ids, each.members] = Told(ids=ids, sides=sides(*found))
    return list(made.values())


def told_alone(ids: Sequence[str], rounds: Sequence[AsShown]) -> list[Told]:
    """The states in which the School pages of these rounds were shown before: everybody then, beside the pairs now."""
    return [
        Told(ids=(id,), sides=(each,)) for id, shown in zip(ids, rounds, strict=True) for each in shown.earlier
    ]  # fmt: skip


def evaluation_beside(
    evaluation: Evaluation,
    ids: Mapping[str, str],
    rounds: Mapping[str, Answers],
    told: Callable[[tuple[str, str]], Sequence[Told]],
    policy: Policy,
) -> Evaluation:
    """The same for what an evaluation tells of the pairs of its first and last round, and of every other two.

    Args:
        ids: of its rounds, by the names the plan calls them; ``rounds``: their answers.
        told: what was told beside the comparison of two rounds, by their names.
    """
    names = [name for name, _, _ in evaluation.rounds]
    first, last = names[0], names[-1]
    comparison = evaluation.comparison
    if comparison is None or comparison.framework.kind == "rubric":
        return evaluation
    comparison = comparison_beside(
        comparison, (ids[first], ids[last]), (rounds[first], rounds[last]), told((first, last)), policy
    )
    place = {school: at for at, school in enumerate(evaluation.schools)}
    every_two = []
    for two in combinations(names, 2) if any(line.between for line in evaluation.lines) else ():
        sides = rounds[two[0]], rounds[two[1]]
        if beside := _beside(told(two), (ids[two[0]], ids[two[1]]), sides, evaluation.framework):
            every_two.append((_Pairs.of(sides, evaluation.framework), beside))
    known: dict[tuple[str, str], tuple[tuple[int, ...], ...]] = {}

    def held(line: Line) -> Line:
        if not line.between or not every_two:
            return line
        if (line.area, line.group) not in known:
            row = Change(area=line.area, group=line.group)
            found = {more for pairs, beside in every_two for more in _numbers(pairs, beside, row, place, policy)}
            known[line.area, line.group] = tuple(tuple(size[2] for size in each) for each in sorted(found))
        return replace(line, shared=(*line.shared, *known[line.area, line.group]))

    return replace(evaluation, comparison=comparison, lines=tuple(held(line) for line in evaluation.lines))


def _beside(told: Iterable[Told], ids: tuple[str, str], sides: Sides, framework: Framework) -> list[_Beside]:
    return [found for each in told for found in _sharing(each, ids, sides, framework)]


def comparison_beside(
    comparison: Comparison,
    ids: tuple[str, str],
    sides: Sides,
    told: Sequence[Told],
    policy: Policy,
    accepted: Iterable[Pair] = (),
) -> Comparison:
    """A comparison whose rows know of how many persons they tell beside other comparisons with one of its rounds.

    ``sides``: the answers it is made from; ``accepted``: pairs of codes it takes for one person's.
    """
    if comparison.framework.kind == "rubric" or not all(isinstance(each, Answers) for each in sides):
        return comparison
    beside = _beside(told, ids, sides, comparison.framework)
    if not beside:
        return comparison
    place = {school: at for at, school in enumerate(_schools_of(*sides))}

    def known(rows: Sequence[Change], mine: _Pairs) -> tuple[Change, ...]:
        made = []
        for row in rows:
            more = _numbers(mine, beside, row, place, policy)
            made.append(replace(row, since=(*row.since, *more)) if more else row)
        return tuple(made)

    mine = _Pairs.of(sides, comparison.framework)
    more = (
        _Pairs.of((sides[0], _under_one_code(sides[1], accepted)), comparison.framework)
        if comparison.accepted
        else mine
    )
    return replace(comparison, paired=known(comparison.paired, mine), accepted=known(comparison.accepted, more))


def _under_one_code(after: Answers, accepted: Iterable[Pair]) -> Answers:
    """The second round with the codes the persons of accepted pairs have in the first."""
    codes = {(school, group, now): before for school, group, before, now in accepted}
    person = [
        codes.get((after.schools[school], after.groups[group], who), who)
        for who, school, group in zip(after.person, after.school, after.group, strict=True)
    ]
    return replace(after, person=np.array(person, object))


@dataclass(frozen=True, kw_only=True, eq=False)
class _Pairs:
    """Two rounds with every cell's values, and the rows of one person."""

    sides: Sides
    rows: tuple[np.ndarray, np.ndarray]
    values: tuple[Values, Values]
    """Over the items both rounds have in common."""

    @classmethod
    def of(cls, sides: Sides, framework: Framework) -> _Pairs:
        links = link(*sides)
        return cls(
            sides=sides, rows=(links.before_rows, links.after_rows), values=compared_values(*sides, framework)
        )  # fmt: skip

    def both(self, key: Key, side: int) -> np.ndarray:
        """Of each row of one round whether its person has a value both times."""
        own, other = self.values[side].get(key), self.values[1 - side].get(key)
        found = np.zeros(len(self.sides[side]), bool)
        if own is not None:
            # A round read with another framework may know the cell by another name: then everybody linked counts.
            valid = np.isfinite(own[self.rows[side]])
            valid &= True if other is None else np.isfinite(other[self.rows[1 - side]])
            found[self.rows[side][valid]] = True
        return found

    def once(self, key: Key, side: int, group: str, place: Mapping[str, int]) -> np.ndarray:
        """For each school how many have a value in one round, and none in the other."""
        values = self.values[side].get(key)
        if values is None:
            return np.zeros(len(place), np.int64)
        at = _places(self.sides[side], group, place)[np.isfinite(values) & ~self.both(key, side)]
        return np.bincount(at[at >= 0], minlength=len(place))


@dataclass(frozen=True, kw_only=True, eq=False)
class _Beside:
    """One of the two rounds as it was shown in another comparison, or alone."""

    side: int
    """Which of the rounds compared now."""
    two: _Two
    """That round now, and then."""
    pairs: _Pairs | None = None
    then: int = 0
    """Which of the rounds compared then."""

    def both(self, key: Key) -> np.ndarray:
        """Of each row of the round then whether its person was one of the pairs."""
        if self.pairs is None:
            return np.zeros(len(self.two.then.get(key, ())), bool)
        return self.pairs.both(key, self.then)

    def once(self, key: Key, group: str, place: Mapping[str, int]) -> list[tuple[np.ndarray, np.ndarray]]:
        """How many of each school answered one of the two rounds only: this one, and the other."""
        if self.pairs is None:
            return []
        return [tuple(self.pairs.once(key, side, group, place) for side in (self.then, 1 - self.then))]


def _sharing(told: Told, ids: tuple[str, str], sides: Sides, framework: Framework) -> Iterator[_Beside]:
    """The rounds told of that are compared now, too: the same, or made once more from the same answers."""
    pairs = _Pairs.of(told.sides, framework) if len(told.sides) == 2 else None
    for side, then in product((0, 1), range(len(told.sides))):
        now, other = sides[side], told.sides[then]
        if ids[side] == told.ids[then] or (ids[side] not in told.ids and same_persons(now, other)):
            two = _two(now, other, cell_values(now, framework), cell_values(other, framework))
            yield _Beside(side=side, two=two, pairs=pairs, then=then)


def _places(answers: Answers, group: str, place: Mapping[str, int]) -> np.ndarray:
    """Of each row the place of its school, -1 where it is of another group or the school is not there."""
    if not len(answers):
        return np.zeros(0, np.int64)
    schools = np.array([place.get(school, -1) for school in answers.schools], np.int64)
    here = np.array([name == group for name in answers.groups], bool)
    return np.where(here[np.asarray(answers.group)], schools[np.asarray(answers.school)], -1)


# ── how many persons are left ──


def _numbers(
    mine: _Pairs, beside: Sequence[_Beside], row: Change, place: Mapping[str, int], policy: Policy
) -> tuple[tuple[tuple[int, int, int], ...], ...]:
    """What is added to ``Change.since``: for each sum of which a few persons of a school are left, how many of each."""
    key, group = (row.area, row.item), row.group
    made: list[np.ndarray] = []
    for side in (0, 1):
        here = [each for each in beside if each.side == side]
        pairs = mine.both(key, side) if here else np.zeros(0, bool)
        if not pairs.any():
            continue
        found = list(_sums(mine, here, pairs, side, key, group, place, policy.min_n))
        least = np.min([np.where(each < 0, len(pairs), each) for each in found], axis=0)
        # Of each hidden school another sum may be taken, those of rule 6 among them where it hides the school.
        alone = sum(mine.once(key, each, group, place) for each in (0, 1))
        least = np.where((alone > 0) & (alone < policy.min_n), np.minimum(least, alone), least)
        made += [*(np.maximum(each, 0) for each in found), least]
    told = {tuple(enough_for_all(int(number), policy) for number in each) for each in made}
    return tuple(
        tuple((0, 0, number) for number in each)
        for each in sorted(told)
        if any(0 < number < policy.min_n for number in each)
    )


def _sums(
    mine: _Pairs,
    here: Sequence[_Beside],
    pairs: np.ndarray,
    side: int,
    key: Key,
    group: str,
    place: Mapping[str, int],
    least: int,
) -> Iterator[np.ndarray]:
    """Every sum of one round: with each comparison of before, and with every two."""
    own = mine.once(key, side, group, place), mine.once(key, 1 - side, group, place)
    valid = np.isfinite(mine.values[side][key])
    taken = []
    for each in here:
        then, once = each.both(key), each.once(key, group, place)
        kinds = _kinds(each.two, key, valid, pairs, then, group, place)
        yield from TWO_STATES.persons(kinds, Others.of(own, *once, least=least), least)
        if then.any():
            taken.append((_on_rows_of_now(each.two, then, len(pairs)), once))
    at = _places(mine.sides[side], group, place)
    for (first, one), (second, other) in combinations(taken, 2):
        kinds = (valid + 2 * pairs + 4 * first + 8 * second)[at >= 0]
        counted = np.bincount(at[at >= 0] * 16 + kinds, minlength=len(place) * 16).reshape(-1, 16)
        yield from THREE.persons(counted, Others.of(own, *one, *other, least=least), least)


def _kinds(
    two: _Two, key: Key, valid: np.ndarray, pairs: np.ndarray, then: np.ndarray, group: str, place: Mapping[str, int]
) -> np.ndarray:
    """schools × kinds of persons of two states of a round, as :func:`toolbox.disclosure.left_over.two_states` counts them."""
    before = np.isfinite(two.then[key]) if key in two.then else np.zeros(len(then), bool)
    sides = ((valid, 0), (pairs, 0), (before, 1), (then, 1))
    now, both, was, paired = (
        np.where(two.rows[:, at] >= 0, each[two.rows[:, at]], False) if len(each) else np.zeros(len(two.rows), bool)
        for each, at in sides
    )
    other = np.zeros(len(two.rows), bool)
    known = np.flatnonzero(now & was)
    if len(known):
        other[known] = two.now[key][two.rows[known, 0]] != two.then[key][two.rows[known, 1]]
    schools = [place.get(school, -1) if of == group else -1 for school, of in two.blocks]
    at = np.array(schools, np.int64)[two.block] if len(two.rows) else np.zeros(0, np.int64)
    kinds = now + 2 * both + 4 * was + 8 * paired + 16 * other
    return np.bincount(at[at >= 0] * 32 + kinds[at >= 0], minlength=len(place) * 32).reshape(-1, 32)


def _on_rows_of_now(two: _Two, then: np.ndarray, size: int) -> np.ndarray:
    found = np.zeros(size, bool)
    there = (two.rows >= 0).all(axis=1)
    found[two.rows[there, 0]] = then[two.rows[there, 1]]
    return found
