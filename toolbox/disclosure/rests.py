"""Whom the means of everybody, of the pairs and of the items leave, once somebody has subtracted all that can be subtracted.

One round of an area. Told are a times the area of everybody, c times the area of the pairs, and b times the sum of the
items. A person who answered s items is left with (a + c) / s + b on each of them, who answered this round only with
a / s + b. So two numbers m and m' can be chosen: pairs who answered m items and those answering once who answered m' are
gone, everybody else is left. They are another number each, as long as c is not zero; where c is zero this is the School
page, decided by :mod:`toolbox.disclosure.closure`. Without items (b = 0) either all pairs are gone or all who answered
once. Where the items of the pairs are told as well, m and m' may be the same, all pairs may be gone with the items, and who
answered an item in one of the two rounds only is left as well. Two rounds hang together by the change of the pairs: who is
left in either is left.

What somebody may choose hangs on what is told:

- *A school that tells its pairs* may choose items where its page shows all of them.
- *Schools that do not* are told of by all schools together less those that do, with c the same for all. Each may choose for
  itself what its own page tells, but a school whose page hides some items takes part in these only together with all
  schools that hide some, those that tell their pairs included, and schools whose pages tell nothing choose alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Literal

import numpy as np

from toolbox.comparison.uneven import NEVER_TWICE, ONCE, PART

Told = Literal["before", "after", "change"]
"""What is told of the pairs: their mean in a round, or only how it changed."""
OfEach = Told | np.ndarray
"""The same for all schools, or for each of them."""
Kinds = Sequence[Sequence[tuple[int, int, int, int]]]
"""Of every school its persons by what they answered: see :mod:`toolbox.comparison.uneven`."""

_ALL, _NONE, _TOO_FEW = -2, 0, -1


@dataclass(frozen=True, kw_only=True, eq=False)
class Rests:
    """Whom somebody could be left with: choices × schools."""

    left: np.ndarray
    """Persons."""
    taken: np.ndarray
    """choices × rounds: whether the choice says anything of a round."""
    apart: np.ndarray
    """choices × rounds: whether it needs the pairs' mean (c not zero)."""
    items: np.ndarray
    """choices × rounds: whether it needs the items."""
    hides: np.ndarray
    """rounds × schools: whether the School page hides some of the items, or all there is."""
    gone: np.ndarray
    """rounds × schools: whether it hides all there is."""
    whole: tuple[bool, bool] = (True, True)
    """Whether all schools together show every item, in each round."""
    unlike: Unlike | None = None
    """Where the items of the pairs are told as well."""
    kept: dict = field(default_factory=dict, repr=False)

    def _needs(self, told: OfEach, both: np.ndarray) -> np.ndarray:
        """choices × schools: what the pairs' mean of all schools brings to each of those that do not tell theirs.

        ``both``: schools that tell their change, so that their pairs of one round are as good as those of the other.
        """
        told = np.broadcast_to(told, self.left.shape[1:])
        alone = (self.apart & ~self.taken[:, ::-1])[:, :, None]
        before, after = (alone[:, side] | (alone[:, 1 - side] & both) for side in (0, 1))
        return np.where(told == "change", self.apart.all(axis=1)[:, None], np.where(told == "before", before, after))

    def few(self, told: Told, least: int) -> np.ndarray:
        """For each school whether, told its pairs, its own pages tell of one to ``least`` - 1 persons."""
        away = (self.items[:, :, None] & self.hides).any(axis=1)
        chosen = self._needs(told, np.zeros(self.left.shape[1], bool)) & ~away
        found = (chosen & (self.left > 0) & (self.left < least)).any(axis=0)
        return found | self.unlike.few(told, least) if self.unlike else found

    def fewest(self, side: int, told: Sequence[Told]) -> np.ndarray:
        """How few each school, told its pairs, leaves of what its page hides in a round: its items, as the total has them."""
        nobody = np.zeros(self.left.shape[1], bool)
        needs = [self._needs(each, nobody)[:, :1].any(axis=1) for each in told]
        alone = ~self.apart.any(axis=1) & ~self.taken[:, 1 - side]
        chosen = np.any([*needs, alone], axis=0) & self.items[:, side]
        return self.left[chosen].min(axis=0, initial=np.iinfo(np.int64).max)

    def few_together(self, away: np.ndarray, told: OfEach, both: np.ndarray, least: int) -> bool:
        """Whether all schools together tell of a few in those that do not tell their pairs (``away``, a bool each)."""
        told = np.broadcast_to(told, away.shape)
        shut = away & np.choose(_side(told), [*self.gone, self.gone.all(axis=0)])
        if self.unlike and self.unlike.few_together(away, shut, told, both, least):
            return True
        for with_items in product(*((False, True) if shown else (False,) for shown in self.whole)):
            chosen, bits, beside = self._chosen(told, with_items, both, least)
            whole = _Sums(least)
            whole.add(bits[away & ~shut])
            if any(with_items):
                whole.add(beside[~away & (self.hides & ~self.gone)[list(with_items)].any(axis=0)])
            # What is told of some schools and of others need not be chosen alike.
            for each in np.unique(told[shut]):
                tied = shut & (told == each)
                alike = chosen[:, tied].all(axis=1)
                whole.add([_bits(np.unique(self.left[alike][:, tied].sum(axis=1)), least)])
            if whole.few:
                return True
        return False

    def _chosen(
        self, told: np.ndarray, with_items: tuple[bool, bool], both: np.ndarray, least: int
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Where the total's items of these rounds are taken: what each school may choose; the numbers of persons that may
        leave in each, as bits; and the same of schools that tell their pairs and hide items."""
        key = told.tobytes(), with_items, both.tobytes(), least
        if key not in self.kept:
            takes = np.array(with_items)
            unlike = self.items[:, :, None] != takes[:, None]
            chosen = self._needs(told, both) & ~(unlike & self.hides).any(axis=1)
            missing = (takes[:, None] & self.hides) & ~self.items[:, :, None]
            self.kept[key] = chosen, self._numbers(chosen, least), self._numbers(~missing.any(axis=1), least)
        return self.kept[key]

    def _numbers(self, chosen: np.ndarray, least: int) -> np.ndarray:
        found = np.zeros(self.left.shape[1], object)
        for number in range(least):
            found += np.where((chosen & (self.left == number)).any(axis=0), 1 << number, 0).astype(object)
        return found


@dataclass(frozen=True, kw_only=True, eq=False)
class Unlike:
    """Whom the pairs' area and items leave where each item is weighed as somebody likes.

    Those who answered everything vanish together: the pairs where the items are weighed as one says, those who answered
    once as another says. Where the two are not the same either are left, whatever items the others answered, so that these
    are to be enough. Who left items out may vanish beside them or not: where there are none who did not, nobody knows.
    """

    pairs: np.ndarray
    """Pairs of each school who answered everything, both times."""
    pairs_part: np.ndarray
    """Those who left something out."""
    never_twice: np.ndarray
    """Those of them who answered no item both times: they vanish with the items of everybody."""
    once: np.ndarray
    """rounds × schools: who answered everything, in this round only."""
    once_part: np.ndarray
    asked: np.ndarray
    """schools × items: whether anybody answered it."""

    def _once(self, told: OfEach, both: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        side = _side(np.broadcast_to(told, both.shape))
        fewest = np.where(both, self.once.min(axis=0), self.once)
        part = np.where(both, self.once_part.max(axis=0), self.once_part)
        return np.choose(side, [*fewest, self.once.sum(axis=0)]), np.choose(side, [*part, self.once_part.sum(axis=0)])

    def few(self, told: Told, least: int) -> np.ndarray:
        """For each school whether it tells of one to ``least`` - 1 persons by itself."""
        once, part = self._once(told, np.zeros(len(self.pairs), bool))
        return self._free(once, part, least) & (np.minimum(once, self.pairs) < least) | (self.never_twice > 0)

    def _free(self, once: np.ndarray, part: np.ndarray, least: int) -> np.ndarray:
        """Whether a school has pairs, and others beside those who answered everything."""
        beside = (once + part > 0) & (self.pairs + self.pairs_part > 0)
        return beside | ((self.pairs < least) & (self.pairs_part > 0))

    def few_together(self, away: np.ndarray, shut: np.ndarray, told: np.ndarray, both: np.ndarray, least: int) -> bool:
        """The same of schools that do not tell their pairs (``away``), where those whose pages tell nothing (``shut``) choose alike."""
        once, part = self._once(told, both)
        there = away & (self.pairs + self.pairs_part > 0)
        unknown = (self._free(once, part, least) | (self.never_twice > 0)) & (np.minimum(once, self.pairs) == 0)
        many = self.asked.sum(axis=1)
        # Items may be weighed alike in all schools but those that asked this one; or where as many were asked.
        sets = {each.tobytes(): each for each in (*self.asked.T, *(many != number for number in np.unique(many[away])))}
        alike = len(np.unique(many[shut])) < 2
        for some in sets.values():
            free, tied = there & some & ~(shut & alike), away & some & shut & alike
            persons = np.minimum(once, self.pairs) * free
            blocks = [tied & (told == each) for each in np.unique(told[tied])]
            for taken in product(((once, part), (self.pairs, self.pairs_part)), repeat=len(blocks)):
                left = persons + sum(who * block for (who, _), block in zip(taken, blocks, strict=True))
                others = any(also[block].any() for (_, also), block in zip(taken, blocks, strict=True))
                # Of one school left among those that asked other items all of it follows.
                if 0 < left.sum() < least or np.count_nonzero(left) == 1:
                    return True
                if not left.any() and (unknown[free].any() or others):
                    return True
        return False


class _Sums:
    """The sums of one number each of several schools that stay below a least number, as bits."""

    def __init__(self, least: int) -> None:
        self.below, self.any = (1 << least) - 1, 1

    def add(self, several: Iterable[int]) -> None:
        for bits in several:
            found, number = 0, 0
            while bits >> number:
                if bits >> number & 1:
                    found |= self.any << number
                number += 1
            self.any = found & self.below

    @property
    def few(self) -> bool:
        return self.any > 1


def _side(told: np.ndarray) -> np.ndarray:
    """Before, after or the change, as a place in a list of the three."""
    return np.select([told == "before", told == "after"], [0, 1], 2)


def _bits(numbers: np.ndarray, least: int) -> int:
    return sum(1 << int(number) for number in numbers if number < least)


def rests(
    kinds: Kinds,
    hides: np.ndarray,
    gone: np.ndarray,
    *,
    items: bool = False,
    whole: tuple[bool, bool] = (True, True),
    asked: np.ndarray | None = None,
) -> Rests:
    """Whom each choice leaves in every school. ``items``: those of the pairs are told as well; ``asked``: as in
    :class:`Unlike`, else every school was asked everything; the others as in :class:`Rests`.

    Example: of nine pairs one answered three of four items before; six answered once, all four items. Nobody is told of
    alone, until the pairs' items are told, too.

    >>> kinds, shown = [((4, 4, 0, 8), (3, 4, 0, 1), (4, 0, 0, 6))], np.zeros((2, 1), bool)
    >>> [rests(kinds, shown, shown, items=items).few("before", 5).item() for items in (False, True)]
    [False, True]
    """
    flat = np.array([(school, *kind) for school, each in enumerate(kinds) for kind in each], np.int64).reshape(-1, 5)
    school, before, after, lost, persons = flat.T
    pair = (before > 0) & (after > 0)
    rounds = [_round(each, pair, (lost & ONCE) > 0, items) for each in (before, after)]
    left, taken, apart, needed = [], [], [], []
    for first, second in product(*rounds):
        left.append(first.left | second.left)
        taken.append((first.taken, second.taken))
        apart.append((first.apart, second.apart))
        needed.append((first.items, second.items))
    made = np.zeros((len(left), len(kinds)), np.int64)
    if len(flat):
        there, first = np.unique(school, return_index=True)
        made[:, there] = np.add.reduceat(np.array(left) * persons, first, axis=1)
    return Rests(
        left=made, taken=np.array(taken), apart=np.array(apart), items=np.array(needed), hides=hides | gone, gone=gone,
        whole=whole, unlike=_unlike(flat, pair, len(kinds), asked) if items else None,
    )  # fmt: skip


def _unlike(flat: np.ndarray, pair: np.ndarray, many: int, asked: np.ndarray | None) -> Unlike:
    school, before, after, lost, persons = flat.T
    part = lost & PART > 0
    alone = [(before != _NONE) & (after == _NONE), (before == _NONE) & (after != _NONE)]
    # Who has no score in one of the rounds is no pair, and has items in both.
    scored = (before != _TOO_FEW) & (after != _TOO_FEW)
    mixed = ~pair & (before != _NONE) & (after != _NONE)

    def counted(who: np.ndarray) -> np.ndarray:
        return np.bincount(school[who], weights=persons[who], minlength=many).astype(np.int64)

    return Unlike(
        pairs=counted(pair & ~part),
        pairs_part=counted(pair & part),
        never_twice=counted(pair & (lost & NEVER_TWICE > 0)),
        once=np.stack([counted(each & scored & ~part) for each in alone]),
        once_part=np.stack([counted((each & ~(scored & ~part)) | mixed) for each in alone]),
        asked=np.ones((many, 1), bool) if asked is None else asked,
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class _Choice:
    left: np.ndarray
    """Of every kind of person, whether they are left."""
    taken: bool = True
    apart: bool = True
    items: bool = False


def _round(answered: np.ndarray, pair: np.ndarray, lost: np.ndarray, told_items: bool) -> list[_Choice]:
    """What can be chosen in one round: nothing; without the items; with them."""
    there = answered != _NONE
    scored = there & (answered != _TOO_FEW)
    made = [_Choice(left=there & False, taken=False, apart=False)]
    made += [_Choice(left=scored & ~pair), _Choice(left=scored & pair)]
    numbers = (_NONE, *np.unique(answered[answered > 0]).tolist())
    for m, once in product(numbers, repeat=2):
        left = there & np.where(pair, answered != m, answered != once)
        if told_items:
            made.append(_Choice(left=left | (there & pair & lost), items=True))
        else:
            made.append(_Choice(left=left, items=True, apart=m != once))
    if told_items:
        unlike = there & pair & lost
        # Everybody's items less those of the pairs leave nothing of any pair but who answered one of these once.
        alone = [there & ~pair & (answered != once) for once in numbers]
        made += [_Choice(left=left | more, items=True) for left in alone for more in (unlike & False, unlike)]
        # The pairs' area less their items is about pairs only, whatever the School pages tell.
        made += [_Choice(left=unlike | (there & pair & (answered != m))) for m in numbers]
    return made
