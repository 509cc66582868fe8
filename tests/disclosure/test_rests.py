"""Whom the means of everybody and of the pairs leave: counted, and solved for by somebody who knows linear algebra."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from toolbox.comparison.uneven import ONCE, PART, uneven
from toolbox.disclosure.rests import rests

OPEN = np.zeros((2, 1), bool)
FEW = 4


def rows_of(kinds, many: int, *, items_of_pairs: bool) -> tuple[list[np.ndarray], list[int]]:
    """Every mean one open school tells of the first round, as weights over kinds × items; kinds answer their first items."""
    answered = np.array([max(kind[0], 0) for kind in kinds])
    there = np.arange(many) < answered[:, None]
    share = there / np.maximum(answered, 1)[:, None]
    pair = np.array([kind[0] > 0 and kind[1] > 0 for kind in kinds])
    told = [share, share * pair[:, None]]
    told += [there * (np.arange(many) == item) for item in range(many)]
    if items_of_pairs:
        told += [there * pair[:, None] * (np.arange(many) == item) for item in range(many)]
    return [each.ravel().astype(float) for each in told], [kind[3] for kind in kinds]


def tells_of_few(told: list[np.ndarray], persons: list[int], many: int) -> bool:
    """Whether some sum of them is about one to four persons: sought by trying every set of kinds so small."""
    weights = np.repeat(np.sqrt(persons), many)
    _, values, basis = np.linalg.svd(np.array(told) * weights, full_matrices=False)
    space = basis[values > 1e-9].reshape(-1, len(persons), many)
    for chosen in product((False, True), repeat=len(persons)):
        number = int(np.dot(chosen, persons))
        if 0 < number <= FEW:
            block = space[:, np.array(chosen)].reshape(len(space), -1)
            if np.linalg.svd(block, compute_uv=False)[0] > 1 - 1e-9:
                return True
    return False


KIND = st.tuples(st.integers(1, 4), st.sampled_from([0, 4]), st.just(0), st.integers(1, 7))


@settings(max_examples=300, deadline=None)
@given(st.lists(KIND, min_size=1, max_size=5, unique_by=lambda kind: kind[:2]))
def test_one_school_tells_of_a_few_exactly_where_linear_algebra_finds_them(kinds):
    """``few`` looks at the pairs; what everybody's means tell alone is the School page's to decide."""
    told, persons = rows_of(kinds, 4, items_of_pairs=False)
    if tells_of_few([told[0], *told[2:]], persons, 4):  # hidden on the School page already
        return
    found = rests([kinds], OPEN, OPEN).few("before", FEW + 1)[0]
    if tells_of_few(told, persons, 4):
        assert found


@pytest.mark.parametrize(
    ("kinds", "few"),
    [
        ([(4, 4, 0, 9)], False),  # everybody answered both times
        ([(4, 4, 0, 9), (4, 0, 0, 3)], True),  # three answered once
        ([(4, 4, 0, 9), (4, 0, 0, 6)], False),
        (
            [(4, 4, 0, 9), (4, 0, 0, 3), (1, 0, 0, 5)],
            True,
        ),  # five of those answering once answered one item: three are left
        ([(4, 4, 0, 9), (4, 0, 0, 5), (1, 0, 0, 5)], False),
        ([(4, 4, 0, 9), (3, 4, 0, 2), (4, 0, 0, 6), (3, 0, 0, 5)], False),
        ([(4, 4, 0, 9), (3, 4, 0, 2), (3, 0, 0, 7)], True),
    ],
)
def test_the_pairs_of_one_school(kinds, few):
    told, persons = rows_of(kinds, 4, items_of_pairs=False)
    assert rests([kinds], OPEN, OPEN).few("before", FEW + 1)[0] == few == tells_of_few(told, persons, 4)


def test_items_of_the_pairs_tell_of_who_answered_another_number_of_them():
    kinds = [(4, 4, 0, 9), (3, 4, ONCE + PART, 2), (4, 0, 0, 6)]
    alone, both = (rests([kinds], OPEN, OPEN, items=items) for items in (False, True))
    assert not alone.few("before", 5)[0]
    assert both.few("before", 5)[0]


def told_of(before: np.ndarray, after: np.ndarray, told: str) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """(what the School pages tell, what they and the pairs' area and items tell) as weights over persons × rounds × items.

    Somebody who answered nothing in a round was not there; everybody else has a score.
    """
    there = np.stack([before, after], axis=1)
    pair = there.any(axis=2).all(axis=1)
    items = np.arange(there.shape[2])
    share = there / np.maximum(there.sum(axis=2, keepdims=True), 1)
    both = there.all(axis=1, keepdims=True) & there
    area, each = share * pair[:, None, None], [both * (items == item) for item in items]
    pages, of_pairs = [], []
    for side in (0, 1):
        here = (np.arange(2) == side)[:, None]
        pages += [share * here, *(there * here * (items == item) for item in items)]
        if told == ("before", "after")[side]:
            of_pairs += [area * here, *(one * here for one in each)]
    if told == "change":
        sign = np.array([-1.0, 1.0])[:, None]
        of_pairs += [area * sign, *(one * sign for one in each)]
    return [row.astype(float) for row in pages], [row.astype(float) for row in (*pages, *of_pairs)]


def about_a_few(told: list[np.ndarray], persons: np.ndarray) -> bool:
    """Whether some sum of them is about one to four persons."""
    rows = np.array(told) * np.sqrt(persons)[:, None, None]
    _, values, basis = np.linalg.svd(rows.reshape(len(rows), -1), full_matrices=False)
    space = basis[values > 1e-9].reshape(-1, *rows.shape[1:])
    sets = (np.array(each, bool) for each in product((False, True), repeat=len(persons)))
    return any(
        np.linalg.svd(space[:, some].reshape(len(space), -1), compute_uv=False)[0] > 1 - 1e-9
        for some in sets
        if 0 < persons[some].sum() <= FEW
    )


SOME = st.lists(st.booleans(), min_size=3, max_size=3)
PERSONS = st.tuples(SOME, SOME, st.integers(1, 7)).filter(lambda kind: any(kind[0]) or any(kind[1]))


@settings(max_examples=400, deadline=None)
@given(st.lists(PERSONS, min_size=1, max_size=6), st.sampled_from(["before", "after", "change"]))
@example([([True] * 3, [True] * 3, 7), ([True] * 3, [False] * 3, 4), ([True, False, False], [False] * 3, 5)], "before")
def test_pairs_told_with_their_items_tell_of_a_few_wherever_linear_algebra_finds_them(kinds, told):
    """Whichever items somebody left out. What everybody's means tell alone is the School page's to decide."""
    before, after, persons = (np.array(each) for each in zip(*kinds, strict=True))
    pages, everything = told_of(before, after, told)
    if about_a_few(pages, persons) or not about_a_few(everything, persons):
        return
    rows = np.repeat(np.arange(len(persons)), persons)
    given = before[rows], after[rows]
    valid = tuple(each.any(axis=1) for each in given)
    given = tuple(each[ok] for each, ok in zip(given, valid, strict=True))
    pair = valid[0] & valid[1]
    linked = tuple(np.flatnonzero(pair[ok]) for ok in valid)
    school = tuple(np.zeros(len(each), int) for each in given)
    found = uneven(given, tuple(np.ones(len(each), bool) for each in given), linked, school, 1)
    few = rests(found, OPEN, OPEN, items=True).few(told, FEW + 1)[0]
    by_item = [[each[:, item] for each in (before, after)] for item in range(before.shape[1])]
    # An item by itself: who answered it once (rule 6).
    alone = [persons[one & ~two].sum() for first, second in by_item for one, two in ((first, second), (second, first))]
    if told == "change":
        alone = [first + second for first, second in zip(alone[::2], alone[1::2], strict=True)]
    assert few or any(0 < number <= FEW for number in alone)


def test_schools_that_do_not_tell_their_pairs_are_counted_together():
    kinds = [((4, 4, 0, 9), (4, 0, 0, 3)), ((4, 4, 0, 8), (4, 0, 0, 2)), ((4, 4, 0, 20), (4, 0, 0, 6))]
    shown, nobody = np.zeros((2, 3), bool), np.zeros(3, bool)
    found = rests(kinds, shown, shown)
    assert found.few_together(np.array([True, False, False]), "before", nobody, 5)
    assert not found.few_together(np.array([True, True, False]), "before", nobody, 5)
    # Where everybody of one answered both times, its pages tell its pairs, and the other stands alone.
    found = rests([((4, 4, 0, 9),), *kinds[1:]], shown, shown)
    assert found.few_together(np.array([True, True, False]), "before", nobody, 5)


def test_a_school_that_hides_an_item_takes_part_only_with_all_that_do():
    """One of nine pairs left an item out: the item is hidden on its page, and the pairs are everybody."""
    kinds = [((4, 4, 0, 8), (3, 4, 0, 1)), ((4, 4, 0, 8), (3, 4, 0, 4))]
    hides, gone, nobody = np.array([[True, True], [False, False]]), np.zeros((2, 2), bool), np.zeros(2, bool)
    one, both = np.array([True, False]), np.array([True, True])
    assert not rests(kinds, hides, gone).few_together(both, "before", nobody, 5)
    alone = np.array([[True, False], [False, False]])
    assert rests(kinds, alone, gone).few_together(one, "before", nobody, 5)
    assert not rests(kinds, alone, gone, whole=(False, True)).few_together(one, "before", nobody, 5)
