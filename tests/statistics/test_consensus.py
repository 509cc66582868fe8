"""Agreement inside one group: refusals, ends of the scale, and what must not change it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolbox.statistics import consensus, difference_between, independent_change

answers = st.lists(st.lists(st.integers(1, 5), min_size=3, max_size=3), min_size=6, max_size=30)


def values(found):
    return [
        getattr(found, name).estimate
        for name in ("r_wg", "r_wg_skewed", "r_wg_star", "a_wg", "ad_mean", "ad_median", "at_low_end", "at_high_end")
    ]


def test_too_few_persons_and_persons_without_an_answer():
    assert consensus(np.full((4, 3), 3.0), 1, 5).refused == "too_few_persons"
    items = np.full((8, 2), 3.0)
    items[:4] = np.nan
    assert (consensus(items, 1, 5).n, consensus(items, 1, 5).refused) == (4, "too_few_persons")
    assert consensus(np.zeros((0, 3)), 1, 5).n == 0
    apart = np.full((6, 6), np.nan)
    np.fill_diagonal(apart, 3)
    assert consensus(apart, 1, 5).refused == "no_answers", "six persons, and no item two of them answered"


def test_all_alike_at_an_end_is_full_agreement():
    found = consensus(np.full((8, 3), 5.0), 1, 5)
    assert values(found) == [1, 1, 1, 1, 0, 0, 0, 1]


def test_a_mean_too_near_an_end_leaves_a_wg_out_but_not_the_rest():
    """Nine fives and a four: no larger spread is possible with that mean, so nothing can be set beside it."""
    near = np.array([[5.0]] * 9 + [[4.0]])
    assert (consensus(near, 1, 5).a_wg.estimate, consensus(near, 1, 5).a_wg.refused) == (None, "no_value")
    assert consensus(near, 1, 5).r_wg.estimate > 0.9
    both = np.hstack([near, np.array([[2.0], [3]] * 5)])
    assert consensus(both, 1, 5).a_wg.estimate == consensus(both[:, 1:], 1, 5).a_wg.estimate


def test_the_skewed_null_is_kept_for_five_options():
    assert consensus(np.array([[1.0], [2], [3], [4], [2]]), 1, 4).r_wg_skewed.refused == "no_null"
    assert consensus(np.array([[0.0], [1], [2], [4], [2]]), 0, 4).r_wg_skewed.refused == ""


def test_poles_apart_fall_below_zero_only_in_the_index_that_can():
    found = consensus(np.array([[1.0, 5], [5, 1]] * 5), 1, 5)
    assert found.r_wg.estimate == 0
    assert found.r_wg_star.estimate < 0
    assert (found.at_low_end.estimate, found.at_high_end.estimate) == (0.5, 0.5)


@pytest.mark.parametrize(
    ("low", "high", "ends"), [(1, 5, (1, 2, 4, 5)), (1, 4, (1, 4)), (1, 7, (1, 2, 6, 7)), (0, 1, (0, 1))]
)
def test_the_ends_are_the_outer_thirds(low, high, ends):
    items = np.repeat(np.arange(low, high + 1), 3)[:, None].astype(float)
    found = consensus(items, low, high)
    share = found.at_low_end.estimate + found.at_high_end.estimate
    assert share == pytest.approx(len(ends) / (high - low + 1))


@settings(max_examples=60, deadline=None)
@given(answers, st.randoms())
def test_order_of_persons_and_items_and_turning_the_scale_round_change_nothing(rows, random):
    items = np.array(rows, float)
    before = values(consensus(items, 1, 5))
    shuffled = items[random.sample(range(len(items)), len(items))][:, random.sample(range(3), 3)]
    assert values(consensus(shuffled, 1, 5)) == pytest.approx(before, abs=1e-9)
    turned = values(consensus(6 - items, 1, 5))
    assert turned[:6] == pytest.approx(before[:6], abs=1e-9)
    assert turned[6:] == pytest.approx(before[:5:-1])


@settings(max_examples=60, deadline=None)
@given(answers)
def test_indices_stay_where_they_belong(rows):
    found = consensus(np.array(rows, float), 1, 5)
    assert 0 <= found.r_wg_skewed.estimate <= found.r_wg.estimate <= 1
    assert found.r_wg_star.estimate <= found.r_wg.estimate + 1e-12
    assert 0 <= found.ad_median.estimate <= found.ad_mean.estimate + 1e-12 <= 2 + 1e-12
    assert found.a_wg.estimate is None or found.a_wg.estimate <= 1 + 1e-12


def test_a_difference_of_differences_is_refused_where_one_of_them_is():
    known = independent_change([1, 2, 3, 4], [2, 4, 5, 5])
    same = independent_change([3, 3, 3], [4, 4, 4])
    found = difference_between(same, known)
    assert (found.estimate, found.se, found.refused) == (known.estimate - same.estimate, None, "no_spread")
    turned = difference_between(known, independent_change([2, 3, 4, 5], [2, 2, 5, 5]))
    assert turned.ci_low < turned.estimate < turned.ci_high
