"""Which of two lists of codes differ by a slip, seen from their keyed forms alone (``toolbox.reading.slips``).

Equal hashes are found by sorting, not by holding every code against every other: 100,000 codes take a second or two.
A form that very many codes share would give very many pairs; codes that crowded are one slip from several anyway, so
they are named (``crowded``) and no pair of theirs is made.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from toolbox.model import Clues
from toolbox.model.rounds import forms_each

#: So many codes that share one form are not told apart one by one.
CROWD = 60
_MIX = np.uint64(0x9E3779B97F4A7C15)
KINDS = ("other", "missing", "added", "swapped", "two")


@dataclass(frozen=True, kw_only=True, eq=False)
class Codes:
    """Codes to compare: of each its size, its block (only codes of one block meet) and its forms, laid out flat."""

    block: np.ndarray
    units: np.ndarray
    whole: np.ndarray
    one: np.ndarray
    one_of: np.ndarray
    """Which code a form with one unit taken out belongs to, and which unit it is (``one_at``)."""
    one_at: np.ndarray
    two: np.ndarray
    two_of: np.ndarray
    two_at: np.ndarray
    in_parts: bool

    def __len__(self) -> int:
        return len(self.whole)


def codes_of(clues: Clues, rows: np.ndarray, block: np.ndarray, *, pairs_of_gaps: bool = False) -> Codes:
    """The codes of some rows of clues (all with units); ``block`` for each of them."""
    units = clues.units.astype(np.int64)
    sizes = forms_each(clues)
    two = np.maximum(sizes - 1 - units, 0)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]]) if len(units) else np.zeros(0, np.int64)
    mine, start = units[rows], starts[rows]
    one_of, one_at = _counted(mine)
    many_two = two[rows] if pairs_of_gaps else np.zeros(len(rows), np.int64)
    two_of, two_at = _counted(many_two)
    # Block and form become one number, so that only codes of one block meet.
    salt = (block.astype(np.uint64) + np.uint64(1)) * _MIX
    forms = clues.forms
    return Codes(
        block=block,
        units=mine,
        whole=forms[start] ^ salt,
        one=forms[start[one_of] + 1 + one_at] ^ salt[one_of],
        one_of=one_of,
        one_at=one_at,
        two=forms[start[two_of] + 1 + mine[two_of] + two_at] ^ salt[two_of],
        two_of=two_of,
        two_at=two_at,
        in_parts=clues.in_parts,
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class Pairs:
    """``first[i]`` and ``second[i]`` are a slip apart, of kind ``KINDS[kind[i]]`` at unit ``at[i]`` of the first."""

    first: np.ndarray
    second: np.ndarray
    kind: np.ndarray
    at: np.ndarray
    crowded_first: np.ndarray
    crowded_second: np.ndarray


def one_slip(first: Codes, second: Codes) -> Pairs:
    """Every pair of codes of one block with exactly one difference; codes that are equal are none."""
    a, b, crowd_a, crowd_b = _meet(first.one, second.one)
    i, j, p, q = first.one_of[a], second.one_of[b], first.one_at[a], second.one_at[b]
    differ = (first.whole[i] != second.whole[j]) & (first.units[i] == second.units[j])
    same_place = differ & (p == q)
    found = [(i[same_place], j[same_place], np.full(same_place.sum(), 0), p[same_place])]
    crowded = [first.one_of[crowd_a]], [second.one_of[crowd_b]]
    if not first.in_parts:
        found.append(_swapped(i, j, p, q, differ))
        for kind, one, other in ((2, first, second), (1, second, first)):
            # The shorter code as a whole is the longer one with a unit taken out.
            at, gap, crowd_whole, crowd_gap = _meet(one.whole, other.one)
            short, long = at, other.one_of[gap]
            place = other.one_at[gap]
            fits = one.units[short] + 1 == other.units[long]
            pair = (short, long) if kind == 2 else (long, short)
            found.append((pair[0][fits], pair[1][fits], np.full(fits.sum(), kind), place[fits]))
            crowded[kind == 1].append(crowd_whole)
            crowded[kind == 2].append(other.one_of[crowd_gap])
    return _once(found, crowded)


def two_slips(first: Codes, second: Codes) -> Pairs:
    """Pairs with two differences (among them a few with one, when a pair of gaps holds a swap: leave those out)."""
    a, b, crowd_a, crowd_b = _meet(first.two, second.two)
    i, j = first.two_of[a], second.two_of[b]
    fits = (first.two_at[a] == second.two_at[b]) & (first.units[i] == second.units[j])
    found = [(i[fits], j[fits])]
    crowded = [first.two_of[crowd_a]], [second.two_of[crowd_b]]
    if not first.in_parts:
        a, b, _, _ = _meet(first.one, second.one)  # one missing here, another there
        i, j = first.one_of[a], second.one_of[b]
        fits = first.units[i] == second.units[j]
        found.append((i[fits], j[fits]))
        for swap, one, other in ((False, first, second), (True, second, first)):
            for shorter, of in ((one.one, one.one_of), (one.whole, np.arange(len(one)))):
                a, b, _, _ = _meet(shorter, other.two)
                pair = (of[a], other.two_of[b])
                found.append(pair[::-1] if swap else pair)
    none = [(i, j, np.full(len(i), 4), np.full(len(i), -1)) for i, j in found]
    return _once(none, crowded)


def _swapped(i, j, p, q, differ) -> tuple:
    """Pairs where A without p is B without p + 1, and A without p + 1 is B without p."""
    width = np.int64(64)
    big = np.int64(max(j.max(initial=0) + 1, 1))
    up, down = differ & (q == p + 1), differ & (p == q + 1)
    key_up = (i[up] * big + j[up]) * width + p[up]
    key_down = (i[down] * big + j[down]) * width + q[down]
    both = np.intersect1d(key_up, key_down)
    pair = both // width
    return pair // big, pair % big, np.full(len(both), 3), both % width


def _once(found, crowded) -> Pairs:
    """Each pair once: the first kind that fits, the first place (of 'aa' either may be the one that is missing)."""
    first, second, kind, at = (np.concatenate([part[place] for part in found]).astype(np.int64) for place in range(4))
    order = np.lexsort((at, kind, second, first))
    first, second, kind, at = first[order], second[order], kind[order], at[order]
    fresh = np.ones(len(first), bool)
    fresh[1:] = (first[1:] != first[:-1]) | (second[1:] != second[:-1])
    sides = [np.unique(np.concatenate(side)) if side else np.zeros(0, np.int64) for side in crowded]
    return Pairs(
        first=first[fresh], second=second[fresh], kind=kind[fresh], at=at[fresh],
        crowded_first=sides[0], crowded_second=sides[1],
    )  # fmt: skip


def _meet(first: np.ndarray, second: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """(places in first, places in second) of equal numbers, and the places of numbers too many share."""
    order = np.argsort(second, kind="stable")
    sorted_ = second[order]
    low = np.searchsorted(sorted_, first, "left")
    many = np.searchsorted(sorted_, first, "right") - low
    crowd = many > CROWD
    crowd_first = np.flatnonzero(crowd)
    shared = [np.arange(low[at], low[at] + many[at]) for at in _distinct(first, crowd_first)]
    crowd_second = order[np.unique(np.concatenate(shared))] if shared else np.zeros(0, np.int64)
    many = np.where(crowd, 0, many)
    at_first = np.repeat(np.arange(len(first)), many)
    within = np.arange(len(at_first)) - np.repeat(np.cumsum(many) - many, many)
    return at_first, order[np.repeat(low, many) + within], crowd_first, crowd_second


def _distinct(values: np.ndarray, at: np.ndarray) -> np.ndarray:
    """One place for each different value among some places."""
    return at[np.unique(values[at], return_index=True)[1]]


def _counted(sizes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(owner, number within the owner) of every one of ``sizes`` things.

    Example:
        >>> [part.tolist() for part in _counted(np.array([2, 0, 1]))]
        [[0, 0, 2], [0, 1, 0]]
    """
    owner = np.repeat(np.arange(len(sizes)), sizes)
    return owner, np.arange(len(owner)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
