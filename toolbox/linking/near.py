"""Codes that look like the same code with a slip, where no equal code is found: probable pairs, and possible ones.

A *probable* pair: one code of each round, in one school and group, neither linked by an equal code, with exactly one
difference; and unique: neither code is one difference from any other code of either round in its school and group,
linked or not. In a block where codes lie that close, one slip apart is no evidence (running numbers of a panel are
the plain case). What is not unique is a *tie*, and nobody is chosen. A pair whose known facts differ (birth year,
subject) is *contradicted*: facts rule out, they never choose between two. A *possible* pair has two differences and
is unique in the same way; it is shown and never used.

*How many are wrong.* Codes of two different schools are never the same person's, so every pair one slip apart across
schools is chance. Among the codes of a group that are left over after exact linking, the share of such pairs among
all pairs of codes from different schools, times the number of pairs the rule looks at inside schools, is how many
wrong pairs chance is expected to give. That is the average over every way of exchanging schools, instead of one
shuffle; where there are more than ``MOST`` codes left of a round, so many drawn by a fixed seed stand for all.
Ties and contradictions are not taken off, so the true number is rather lower. Where a group has one school only,
other groups' codes are used; where there is one school and group in all, nothing can be said.

Source: the project's specification of linking; McGloin, Holcomb and Main 1996 (2.7 % of self-made codes matched
wrongly) is why it is estimated at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from toolbox.linking.exact import link, once, places
from toolbox.linking.slips import KINDS, Codes, codes_of, one_slip, two_slips
from toolbox.model import Answers, Clues, NearPair

#: So many left-over codes of a round and group are enough to see how often chance brings two together.
MOST = 2_000
SEED = 20_251_006

Block = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Near:
    """What was found; by school and group, so that it can be told of one school. ``compared`` False: nothing could be."""

    compared: bool = True
    pairs: tuple[NearPair, ...] = ()
    """By school, group, state and pseudonym."""
    ties: tuple[tuple[Block, int], ...] = ()
    """(school, group) → persons before whose code is one slip from several, or from one that is."""
    chances: tuple[tuple[Block, int], ...] = ()
    """(school, group) → pairs of left-over codes the rule looks at."""
    by_chance: tuple[tuple[str, float | None, str], ...] = ()
    """Of each group the share of pairs that chance brings one slip apart (None: unknown), and by whose codes."""

    def probable(self) -> frozenset[tuple[str, str, str, str]]:
        """(school, group, before, after) of the probable pairs."""
        return frozenset(named(pair) for pair in self.pairs if pair.state == "probable")


#: Where no codes can be compared.
NOTHING_NEAR = Near(compared=False)


@dataclass(frozen=True, kw_only=True, eq=False)
class _Side:
    """The codes of one round that stand once in their block and can be compared."""

    answers: Answers
    clues: Clues
    row: np.ndarray
    """Row of the answers."""
    at: np.ndarray
    """Row of the clues."""
    block: np.ndarray
    left: np.ndarray
    """Whether no equal code was found."""

    def codes(self, chosen: np.ndarray, *, apart: bool = True, pairs_of_gaps: bool = False) -> Codes:
        """Forms of some of them; ``apart`` False: as if all were of one block."""
        block = self.block[chosen] if apart else np.zeros(len(chosen), np.int64)
        return codes_of(self.clues, self.at[chosen], block, pairs_of_gaps=pairs_of_gaps)


def near(before: Answers, after: Answers, clues: tuple[Clues | None, Clues | None]) -> Near:
    """Pairs of codes with one or two differences, ties, and how many chance would give.

    ``clues`` are those of the two rounds; where one is None (a round without codes, or saved by an older version)
    nothing can be compared.

    Raises nothing: codes of different kinds (in boxes once, in one piece the other time) simply have no pair.
    """
    if clues[0] is None or clues[1] is None:
        return NOTHING_NEAR
    first, second = _sides(before, after, clues)
    left = tuple(np.flatnonzero(side.left) for side in (first, second))
    cross = one_slip(first.codes(left[0]), second.codes(np.arange(len(second.row))))
    back = one_slip(first.codes(np.arange(len(first.row))), second.codes(left[1]))
    own = [one_slip(side.codes(mine), side.codes(np.arange(len(side.row)))) for side, mine in zip((first, second), left, strict=True)]  # fmt: skip
    # How many codes of either round lie one slip from each that is left over; crowded ones as if it were two.
    around_first = _around(len(left[0]), (cross.first, own[0].first), (cross.crowded_first, own[0].crowded_first))
    around_second = _around(len(left[1]), (back.second, own[1].first), (back.crowded_second, own[1].crowded_first))
    place_second = np.full(len(second.row), -1, np.int64)
    place_second[left[1]] = np.arange(len(left[1]))
    candidates = place_second[cross.second] >= 0
    i, j = cross.first[candidates], place_second[cross.second[candidates]]
    unique = (around_first[i] == 1) & (around_second[j] == 1)
    tied = np.unique(np.concatenate([i[~unique], cross.crowded_first]))
    found = [
        _pair(first, second, left[0][a], left[1][b], KINDS[kind], int(at))
        for a, b, kind, at in zip(i[unique], j[unique], cross.kind[candidates][unique], cross.at[candidates][unique], strict=True)
    ]  # fmt: skip
    found += _possible(first, second, left, around_first, around_second)
    return Near(
        pairs=tuple(sorted(found, key=lambda pair: (pair.school, pair.group, pair.state, pair.before))),
        ties=_by_block(first, left[0][tied]),
        chances=_chances(first, second, left),
        by_chance=_by_chance(first, second, left),
    )


def named(pair: NearPair) -> tuple[str, str, str, str]:
    """What a pair is known by."""
    return pair.school, pair.group, pair.before, pair.after


def with_accepted(after: Answers, accepted: Iterable[NearPair]) -> Answers:
    """The second round as it is when pairs were accepted: their persons have the pseudonym of the first round.

    Everything else then links by equal keys, as always.

    Example:
        >>> after = Answers(person=np.array(["P-2", "P-9"], object), school=np.zeros(2, int), group=np.zeros(2, int),
        ...     schools=("North",), groups=("teachers",), items=(), values=np.zeros((2, 0), np.int8))
        >>> pair = NearPair(school="North", group="teachers", before="P-1", after="P-9", state="probable", slip="other")
        >>> with_accepted(after, [pair]).person.tolist()
        ['P-2', 'P-1']
    """
    turned = {(pair.school, pair.group, pair.after): pair.before for pair in accepted}
    person = np.array(after.person, dtype=object)
    for row in np.flatnonzero(np.isin(person.astype(str), [key[2] for key in turned])):
        key = (after.schools[after.school[row]], after.groups[after.group[row]], person[row])
        person[row] = turned.get(key, person[row])
    return replace(after, person=person)


def _sides(before: Answers, after: Answers, clues: tuple[Clues, Clues]) -> tuple[_Side, _Side]:
    links = link(before, after)
    blocks = places(before, after, *clues)
    tables = (before, after, *clues)
    names = pd.factorize(np.concatenate([np.asarray(table.person, object) for table in tables]))[0].astype(np.int64)
    ends = np.cumsum([len(table) for table in tables])
    keys = [part for part in np.split(names, ends[:-1])]
    width = 1 + max(block.max(initial=0) for block in blocks)
    keys = [key * width + block for key, block in zip(keys, blocks, strict=True)]
    linked = (links.before_rows, links.after_rows)
    return tuple(
        _side(tables[turn], clues[turn], keys[turn], keys[turn + 2], blocks[turn], linked[turn]) for turn in (0, 1)
    )


def _side(answers: Answers, clues: Clues, keys: np.ndarray, clue_keys: np.ndarray, block: np.ndarray, linked) -> _Side:
    keyed = np.asarray(answers.person, object) != ""
    names, rows, _ = once(keys, keyed)
    typed = np.flatnonzero(clues.units > 0)
    _, at_row, at_clue = np.intersect1d(names, clue_keys[typed], return_indices=True)
    row = rows[at_row]
    gone = np.zeros(len(answers), bool)
    gone[linked] = True
    return _Side(answers=answers, clues=clues, row=row, at=typed[at_clue], block=block[row], left=~gone[row])


def _around(many: int, neighbours: Sequence[np.ndarray], crowded: Sequence[np.ndarray]) -> np.ndarray:
    counts = sum(np.bincount(one, minlength=many) for one in neighbours)
    for one in crowded:
        counts[one] += 2
    return counts


def _pair(first: _Side, second: _Side, a: int, b: int, slip: str, at: int) -> NearPair:
    school, group = _place(first.answers, first.row[a])
    possible = slip == "two"
    against = not possible and _contradict(first.clues, second.clues, first.at[a], second.at[b])
    return NearPair(
        school=school,
        group=group,
        before=str(first.answers.person[first.row[a]]),
        after=str(second.answers.person[second.row[b]]),
        state="possible" if possible else "contradicted" if against else "probable",
        slip=slip,
        place=at + 1,
        units=int(first.clues.units[first.at[a]]),
        in_parts=first.clues.in_parts,
    )


def _contradict(first: Clues, second: Clues, a: int, b: int) -> bool:
    """Whether a fact both persons stated differs."""
    there = {name: place for place, name in enumerate(second.fact_names)}
    known = [
        (first.facts[a, place], second.facts[b, there[name]])
        for place, name in enumerate(first.fact_names)
        if name in there
    ]
    return any(one and other and one != other for one, other in known)


def _possible(first, second, left, around_first, around_second) -> list[NearPair]:
    """Pairs with two differences, among codes that have no neighbour one slip away."""
    rest = (left[0][around_first == 0], left[1][around_second == 0])
    rest = tuple(_meeting(side, mine, other, theirs) for side, mine, other, theirs in (
        (first, rest[0], second, rest[1]), (second, rest[1], first, rest[0]),
    ))  # fmt: skip
    found = two_slips(first.codes(rest[0], pairs_of_gaps=True), second.codes(rest[1], pairs_of_gaps=True))
    alone = (np.bincount(found.first, minlength=len(rest[0]))[found.first] == 1) & (
        np.bincount(found.second, minlength=len(rest[1]))[found.second] == 1
    )
    alone &= ~np.isin(found.first, found.crowded_first) & ~np.isin(found.second, found.crowded_second)
    return [
        _pair(first, second, rest[0][a], rest[1][b], "two", -1)
        for a, b in zip(found.first[alone], found.second[alone], strict=True)
    ]


def _meeting(side: _Side, mine: np.ndarray, other: _Side, theirs: np.ndarray) -> np.ndarray:
    """Those of a round whose school and group has somebody left in the other round too."""
    return mine[np.isin(side.block[mine], other.block[theirs])]


def _place(answers: Answers, row: int) -> Block:
    return answers.schools[answers.school[row]], answers.groups[answers.group[row]]


def _by_block(side: _Side, chosen: np.ndarray) -> tuple[tuple[Block, int], ...]:
    blocks, first, counts = np.unique(side.block[chosen], return_index=True, return_counts=True)
    return tuple(
        (_place(side.answers, side.row[chosen[place]]), int(count))
        for _, place, count in zip(blocks, first, counts, strict=True)
    )


def _chances(first: _Side, second: _Side, left) -> tuple[tuple[Block, int], ...]:
    joined = dict(_by_block(second, left[1]))
    return tuple((block, many * joined[block]) for block, many in _by_block(first, left[0]) if block in joined)


def _by_chance(first: _Side, second: _Side, left) -> tuple[tuple[str, float | None, str], ...]:
    """Of each group that is left over in both rounds: the share of pairs across schools that are one slip apart."""
    draw = np.random.default_rng(SEED)
    groups = [np.asarray(side.answers.group)[side.row[mine]] for side, mine in zip((first, second), left, strict=True)]
    named = [
        np.asarray(side.answers.groups, object)[group] for side, group in zip((first, second), groups, strict=True)
    ]
    found = []
    for group in dict.fromkeys(named[0].tolist()):
        mine = _some(draw, left[0][named[0] == group])
        alike, anybody = _some(draw, left[1][named[1] == group]), _some(draw, left[1])
        share, by = _share(first, second, mine, alike), "other_schools"
        if share is None:
            share, by = _share(first, second, mine, anybody), "other_groups"
        found.append((group, share, by if share is not None else "one_block"))
    return tuple(found)


def _some(draw: np.random.Generator, rows: np.ndarray) -> np.ndarray:
    return np.sort(draw.choice(rows, MOST, replace=False)) if len(rows) > MOST else rows


def _share(first: _Side, second: _Side, mine: np.ndarray, theirs: np.ndarray) -> float | None:
    """One-slip pairs among the pairs of different blocks; None where there is no such pair."""
    of_first, of_second = first.block[mine], second.block[theirs]
    blocks, counts = np.unique(of_second, return_counts=True)
    same = dict(zip(blocks.tolist(), counts.tolist(), strict=True))
    pairs = len(mine) * len(theirs) - sum(same.get(block, 0) for block in of_first.tolist())
    if not pairs:
        return None
    found = one_slip(first.codes(mine, apart=False), second.codes(theirs, apart=False))
    apart = of_first[found.first] != of_second[found.second]
    return float(apart.sum() / pairs)
