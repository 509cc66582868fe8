"""The change of a set of schools beside the means of all together: whom somebody who knows linear algebra is left with."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from toolbox.disclosure.pairs import beside_means, pairs_apart, pairs_seen
from toolbox.disclosure.pairs_behind import pairs_hidden
from toolbox.disclosure.sides import NOTHING
from toolbox.model import Change, Policy

POLICY, FEW = Policy(), 4
BEFORE, AFTER = 0, 1
LEFT, JOINED, PAIR = 0, 1, 2
#: Of a school: who answered before only, after only, both times; and whether it is one of the set.
SCHOOL = st.tuples(
    st.sampled_from([0, 0, 1, 2, 5, 7]), st.sampled_from([0, 0, 1, 2, 5, 7]), st.sampled_from([5, 8, 14]), st.booleans()
)


def compared(schools) -> Change:
    siblings = tuple((left + pairs, joined + pairs, pairs) for left, joined, pairs, _ in schools)
    before, after, pairs = (sum(size[side] for size in siblings) for side in range(3))
    return Change(area="C", group="teachers", siblings=siblings, n_before=before, n_after=after, n_pairs=pairs)


def told_of(row: Change, inside) -> tuple[list[np.ndarray], np.ndarray]:
    """(what the pages tell, and then the change of the set) as weights over schools × kinds × rounds."""
    many = len(row.siblings)
    kinds = np.array([[(True, False), (False, True), (True, True)]] * many, float)
    sign, pairs = np.array([-1.0, 1.0]), (np.arange(3) == PAIR)[:, None]
    of = [(np.arange(many) == school)[:, None, None] for school in range(many)]
    told = [kinds * each * (np.arange(2) == side) for each in of for side in (BEFORE, AFTER)]
    shown = ~pairs_hidden(row, POLICY.min_n, POLICY, NOTHING)
    told += [kinds * each * pairs * sign for each, tells in zip(of, shown, strict=True) if tells]
    told += [kinds * pairs * (np.arange(2) == side) for side in (BEFORE, AFTER)]
    return told, kinds * np.array(inside)[:, None, None] * pairs * sign


def about_a_few(told: list[np.ndarray], persons: np.ndarray) -> bool:
    rows = np.array(told).reshape(len(told), persons.size, 2) * np.sqrt(persons.ravel())[:, None]
    _, values, basis = np.linalg.svd(rows.reshape(len(rows), -1), full_matrices=False)
    space = basis[values > 1e-9].reshape(-1, persons.size, 2)
    small = [place for place, number in enumerate(persons.ravel()) if 0 < number <= FEW]
    sets = (
        [place for place, here in zip(small, each, strict=True) if here] for each in product((0, 1), repeat=len(small))
    )
    return any(
        np.linalg.svd(space[:, some].reshape(len(space), -1), compute_uv=False)[0] > 1 - 1e-9
        for some in sets
        if some and persons.ravel()[some].sum() <= FEW
    )


@settings(max_examples=300)
@given(st.lists(SCHOOL, min_size=3, max_size=5))
@example([(7, 1, 8, True), (7, 1, 8, True), (1, 7, 8, False), (1, 7, 8, False)])
def test_a_set_is_told_of_only_where_nothing_follows_of_a_few(schools):
    row, inside = compared(schools), [each[3] for each in schools]
    assume(any(inside) and not all(inside))
    assume(not pairs_seen(row, POLICY.min_n, POLICY, "all", NOTHING, means=True))
    pages, change = told_of(row, inside)
    persons = np.array([each[:3] for each in schools])
    if about_a_few([*pages, change], persons) and not about_a_few(pages, persons):
        alone = all(pairs_apart(row, each, POLICY.min_n, POLICY, NOTHING) for each in (inside, ~np.array(inside)))
        assert not (alone and beside_means(row, inside, POLICY.min_n, POLICY, NOTHING))


def test_it_is_told_of_where_enough_are_left_either_way():
    told = compared([(7, 7, 8, True), (7, 7, 8, True), (7, 7, 8, False), (7, 7, 8, False)])
    mixed = compared([(7, 1, 8, True), (7, 1, 8, True), (1, 7, 8, False), (1, 7, 8, False)])
    for row, enough in ((told, True), (mixed, False)):
        assert pairs_apart(row, [True, True, False, False], 5, POLICY, NOTHING)
        assert beside_means(row, [True, True, False, False], 5, POLICY, NOTHING) == enough
