"""One round in two states (before and after a few answers were added to it): whose row is whose, and who differs.

A person with a code is known again by school, group and code; a row without one is the same where every answer is. Rows
that are equal in both states say nothing about each other; the rest, a school and group at a time, are the persons by whom
the two states differ. :func:`held_back` gives the later state as it may be shown beside the earlier ones: in every school
and group it differs from each of them by nobody, or by enough persons.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from toolbox.model import Answers, State

Block = tuple[str, str]
"""(school, group)"""


@dataclass(frozen=True, kw_only=True, eq=False)
class Apart:
    """The rows by which two states of a round differ."""

    now: np.ndarray
    """Rows of the later state that are not in the earlier one as they are; ``then`` the other way round."""
    then: np.ndarray
    block_now: np.ndarray
    """For every row of the later state its school and group, as an index into ``blocks``; ``block_then`` likewise."""
    block_then: np.ndarray
    blocks: tuple[Block, ...]
    pairs: np.ndarray
    """n × 2: rows (now, then) of one person with a code, known again with other answers."""
    same: np.ndarray
    """n × 2: rows (now, then) that are equal."""

    def persons(self) -> np.ndarray:
        """How many persons differ in each block: with a code those in either state; without one the larger number."""
        size = len(self.blocks)
        new, gone = (
            np.bincount(block[rows], minlength=size)
            for block, rows in ((self.block_now, self.now), (self.block_then, self.then))
        )
        known = np.bincount(self.block_now[self.pairs[:, 0]], minlength=size)
        new, gone = new - known, gone - known
        # Who has no code may have been there before, with other answers: fewer persons than rows.
        return known + np.maximum(new, gone)


def apart(now: Answers, then: Answers) -> Apart:
    """The rows by which two states differ; items only one of them has count as not shown in the other.

    Example:
        >>> def state(*rows):
        ...     return Answers(person=np.array([who for who, _ in rows], object), school=np.zeros(len(rows), int),
        ...         group=np.zeros(len(rows), int), schools=("Elm",), groups=("teachers",), items=("x",),
        ...         values=np.array([[value] for _, value in rows], np.int8))
        >>> found = apart(state(("P-1", 3), ("P-2", 5), ("", 4)), state(("P-1", 3), ("P-2", 4)))
        >>> found.now.tolist(), found.then.tolist(), found.pairs.tolist(), found.persons().tolist()
        ([1, 2], [1], [[1, 1]], [2])
    """
    items = tuple(dict.fromkeys((*now.items, *then.items)))
    blocks, (block_now, block_then) = _blocks(now, then)
    rows = np.concatenate([_values(now, items), _values(then, items)])
    who = pd.factorize(np.concatenate([now.person, then.person]).astype(object))[0]
    block = np.concatenate([block_now, block_then])
    whole = np.ascontiguousarray(
        np.concatenate([_bytes(who.astype(np.int32)), _bytes(block.astype(np.int32)), rows.view(np.uint8)], axis=1)
    )
    same = np.unique(whole.view(np.dtype((np.void, whole.shape[1]))).ravel(), return_inverse=True)[1].ravel()
    # The second of two equal rows is only found again in a second equal row.
    side = np.repeat([0, 1], [len(now), len(then)])
    turn = pd.Series(same).groupby([same, side]).cumcount().to_numpy()
    key = same.astype(np.int64) * (int(turn.max(initial=0)) + 1) + turn
    new = np.flatnonzero(~np.isin(key[: len(now)], key[len(now) :]))
    gone = np.flatnonzero(~np.isin(key[len(now) :], key[: len(now)]))
    return Apart(
        now=new, then=gone, block_now=block_now, block_then=block_then, blocks=blocks,
        pairs=_known_again(now, then, new, gone, who, block),
        same=np.stack(np.intersect1d(key[: len(now)], key[len(now) :], assume_unique=True, return_indices=True)[1:], axis=1),
    )  # fmt: skip


def held_back(now: Answers, shown: Sequence[Answers], least: int) -> tuple[Answers, dict[Block, int]]:
    """The state ``now`` as it may be shown after those ``shown`` (earliest first), and whom it holds back.

    A school and group that differs from one of them by 1 to ``least`` - 1 persons stays as it was shown last.

    Returns:
        The answers, and for each (school, group) that stayed how many rows of ``now`` are not in them as they are.
    """
    if not shown:
        return now, {}
    few: set[Block] = set()
    last, latest = None, {}
    for each in shown:
        last = apart(now, each)
        persons = last.persons()
        latest = {block: int(number) for block, number in zip(last.blocks, persons, strict=True)}
        few |= {block for block, number in latest.items() if 0 < number < least}
    if not few:
        return now, {}
    stays = np.array([block in few for block in last.blocks], bool)
    from_now, from_then = ~stays[last.block_now], stays[last.block_then]
    held = {block: latest[block] for block in sorted(few) if latest[block]}
    return _together(now, from_now, shown[-1], from_then), held


def same_persons(now: Answers, other: Answers) -> bool:
    """Whether two rounds hold the same answers of the same persons: at least half of the smaller one's rows."""
    smaller = min(len(now), len(other))
    return bool(smaller) and 2 * _common(now, other).sum() >= smaller


def moved(now: Answers, other: Answers) -> int:
    """How many rows of ``now`` stand in ``other`` with the same answers, but in another school or group."""
    found = apart(now, other)
    if not len(found.now) or not len(found.then):
        return 0
    return int(_common(_rows(now, found.now), _rows(other, found.then)).sum())


def _common(now: Answers, other: Answers) -> np.ndarray:
    """For each row of ``now`` whether the other has the same code with the same answers, wherever."""
    bare = [replace(each, school=np.zeros(len(each), int), group=np.zeros(len(each), int)) for each in (now, other)]
    bare = [replace(each, schools=("",), groups=("",)) for each in bare]
    kept = np.ones(len(now), bool)
    kept[apart(*bare).now] = False
    return kept


def _blocks(*sides: Answers) -> tuple[tuple[Block, ...], list[np.ndarray]]:
    names: dict[Block, int] = {}
    made = []
    for side in sides:
        wide = max(len(side.groups), 1)
        key = np.asarray(side.school).astype(np.int64) * wide + np.asarray(side.group)
        there, inverse = np.unique(key, return_inverse=True)
        places = [
            names.setdefault((side.schools[each // wide], side.groups[each % wide]), len(names)) for each in there
        ]
        made.append(np.array(places, np.int64)[inverse] if len(key) else np.zeros(0, np.int64))
    return tuple(names), made


def _values(answers: Answers, items: Sequence[str]) -> np.ndarray:
    """rows × items; what an answer does not have was not shown."""
    made = np.full((len(answers), len(items)), State.NOT_SHOWN, np.int8)
    place = {item: at for at, item in enumerate(items)}
    for column, item in enumerate(answers.items):
        made[:, place[item]] = answers.values[:, column]
    return made


def _bytes(numbers: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(numbers).view(np.uint8).reshape(len(numbers), -1)


def _known_again(
    now: Answers, then: Answers, new: np.ndarray, gone: np.ndarray, who: np.ndarray, block: np.ndarray
) -> np.ndarray:
    """Rows of one person, where the code stands once among the rows that differ of each state."""
    key = who * (int(block.max(initial=0)) + 1) + block
    sides = []
    for rows, answers, start in ((new, now, 0), (gone, then, len(now))):
        rows = rows[np.asarray(answers.person, object)[rows] != ""]
        keys, first, times = np.unique(key[rows + start], return_index=True, return_counts=True)
        sides.append((keys[times == 1], rows[first[times == 1]]))
    (keys_now, rows_now), (keys_then, rows_then) = sides
    _, at_now, at_then = np.intersect1d(keys_now, keys_then, assume_unique=True, return_indices=True)
    return np.stack([rows_now[at_now], rows_then[at_then]], axis=1).reshape(-1, 2)


def _rows(answers: Answers, rows: np.ndarray) -> Answers:
    return replace(
        answers,
        person=np.asarray(answers.person)[rows],
        school=np.asarray(answers.school)[rows],
        group=np.asarray(answers.group)[rows],
        values=np.asfortranarray(answers.values[rows]),
    )


def _together(now: Answers, from_now: np.ndarray, then: Answers, from_then: np.ndarray) -> Answers:
    """Some rows of two states as one, with the schools and items of both that have rows left."""
    parts = _rows(now, np.flatnonzero(from_now)), _rows(then, np.flatnonzero(from_then))
    items = tuple(dict.fromkeys((*now.items, *then.items)))
    schools, groups = (
        _with_rows([(getattr(part, names), np.asarray(getattr(part, index))) for part in parts])
        for names, index in (("schools", "school"), ("groups", "group"))
    )
    school, group = (
        np.concatenate([_placed(np.asarray(getattr(part, index)), getattr(part, names), kept) for part in parts])
        for names, index, kept in (("schools", "school", schools), ("groups", "group", groups))
    )
    values = np.concatenate([_values(part, items) for part in parts])
    order = np.argsort(school * max(len(groups), 1) + group, kind="stable")
    return replace(
        now,
        person=np.concatenate([np.asarray(part.person, object) for part in parts])[order],
        school=school[order].astype(np.int32),
        group=group[order].astype(np.int16),
        schools=schools,
        groups=groups,
        items=items,
        values=np.asfortranarray(values[order]),
        reworded=now.reworded | then.reworded,
    )


def _with_rows(sides: Sequence[tuple[Sequence[str], np.ndarray]]) -> tuple[str, ...]:
    held = {name for names, index in sides for name in np.asarray(names, object)[np.unique(index)].tolist()}
    return tuple(name for name in dict.fromkeys(name for names, _ in sides for name in names) if name in held)


def _placed(index: np.ndarray, names: Sequence[str], kept: Sequence[str]) -> np.ndarray:
    place: Mapping[str, int] = {name: at for at, name in enumerate(kept)}
    return np.array([place.get(name, -1) for name in names], np.int64)[index] if len(index) else np.zeros(0, np.int64)
