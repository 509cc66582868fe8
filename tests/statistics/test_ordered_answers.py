"""Ordered answers: transitions, proportional odds with schools clustered or with an intercept of their own."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolbox.statistics import cumulative_logit, cumulative_logit_of_schools, transitions
from toolbox.statistics.ordered_answers import joined


def answers(n: int = 300, seed: int = 1, spread: float = 0.6) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    school = random.integers(0, 15, n)
    x = np.column_stack([np.arange(n) % 2, random.normal(size=n)])
    eta = 0.6 * x[:, 0] + 0.4 * x[:, 1] + random.normal(scale=spread, size=15)[school]
    return np.digitize(eta + random.logistic(size=n), [-1.5, -0.3, 0.9, 2.0]) + 1.0, x, school


def numbers(found) -> list[float]:
    return [each.estimate for each in (*found.thresholds, *found.coefficients)]


def test_transitions_of_nobody_and_of_one():
    found = transitions([], [], 5)
    assert (found.refused, found.up.estimate, found.up.refused) == ("no_answers", None, "no_answers")
    assert np.sum(found.counts) == 0
    found = transitions([2], [5], (0, 6))
    assert (found.counts[2][5], found.up.estimate, found.options) == (1, 1.0, (0, 1, 2, 3, 4, 5, 6))


@pytest.mark.parametrize("wrong", [[0.0], [6.0], [2.5]])
def test_transitions_outside_the_scale(wrong):
    with pytest.raises(ValueError, match="whole numbers from 1 to 5"):
        transitions(wrong, [1], 5)


def test_transitions_of_incomplete_rows():
    with pytest.raises(ValueError, match="leave incomplete rows out"):
        transitions([1, np.nan], [1, 2], 5)
    with pytest.raises(ValueError, match="same persons"):
        transitions([1, 2], [1], 5)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=1, max_size=60))
def test_transitions_when_rounds_are_swapped(pairs):
    before, after = np.array(pairs).T
    found, back = transitions(before, after, 5), transitions(after, before, 5)
    assert np.array_equal(np.transpose(found.counts), back.counts)
    assert (found.up.estimate, found.same.estimate) == (back.down.estimate, back.same.estimate)
    assert found.up.estimate + found.same.estimate + found.down.estimate == pytest.approx(1.0)


def test_rare_answers_join_their_rarer_neighbour():
    y = np.repeat([1.0, 2, 3, 4, 5], [3, 40, 12, 4, 20])
    level, categories = joined(y, 10)
    assert categories == ((1.0, 2.0), (3.0, 4.0), (5.0,))
    assert np.bincount(level).tolist() == [43, 16, 20]
    found = cumulative_logit(y, np.arange(79) % 2)
    assert ("joined" in found.flags, len(found.thresholds)) == (True, 2)
    assert joined(np.array([1.0, 2.0]), 10)[1] == ((1.0, 2.0),)


@pytest.mark.parametrize("estimator", [cumulative_logit, lambda y, x: cumulative_logit_of_schools(y, x, y * 0)])
def test_what_cannot_be_estimated(estimator):
    y, x = np.repeat([1.0, 2.0], 15), np.arange(30.0) % 3
    assert estimator(y[:0], x[:0]).refused == "no_answers"
    assert estimator(y[:1], x[:1]).refused == "one_category"
    assert estimator(y * 0, x).refused == "one_category"
    assert estimator(y, x * 0).refused == "collinear"
    assert estimator(y, np.column_stack([x, 2 * x])).refused == "collinear"
    with pytest.raises(ValueError, match="must agree"):
        estimator(y, x[1:])
    with pytest.raises(ValueError, match="leave incomplete rows out"):
        estimator(np.where(y > 1, np.nan, y), x)


def test_endless_odds():
    y = np.repeat([1.0, 2.0], 15)
    assert cumulative_logit(y, y).refused == "separated"
    assert cumulative_logit_of_schools(y, y, np.arange(30) % 3).refused == "separated"


def test_schools():
    y, x, school = answers()
    with pytest.raises(ValueError, match="schools"):
        cumulative_logit(y, x, school[1:])
    with pytest.raises(ValueError, match="schools"):
        cumulative_logit_of_schools(y, x, school[1:])
    one = cumulative_logit(y, x, school * 0).coefficients[0]
    assert (one.se, one.p, one.refused, one.n_schools) == (None, None, "few_schools", 1)
    four = cumulative_logit(y, x, school % 4).coefficients[0]
    assert (four.df, four.p, four.refused, four.ci_low is not None) == (3, None, "few_degrees", True)
    five = cumulative_logit(y, x, school % 5).coefficients[0]
    assert (five.df, five.refused, five.p is not None) == (4, "", True)
    assert cumulative_logit_of_schools(y, x, school * 0).refused == "few_schools"


def test_every_person_a_school_is_the_plain_sandwich():
    y, x, _ = answers(120)
    plain, alone = cumulative_logit(y, x), cumulative_logit(y, x, np.arange(120))
    assert numbers(alone) == numbers(plain)
    assert alone.coefficients[0].se == pytest.approx(plain.coefficients[0].se, rel=0.3)


def test_statsmodels_finds_the_same_to_what_it_can():
    from statsmodels.miscmodels.ordinal_model import OrderedModel

    y, x, _ = answers()
    theirs = OrderedModel(y.astype(int), x, distr="logit").fit(method="bfgs", disp=False, gtol=1e-8)
    found = cumulative_logit(y, x, least=1)
    assert [each.estimate for each in found.coefficients] == pytest.approx(theirs.params[:2], rel=1e-3)
    assert [each.se for each in found.coefficients] == pytest.approx(theirs.bse[:2], rel=1e-3)
    assert found.log_likelihood >= theirs.llf - 1e-9


def test_two_answers_are_a_logistic_regression():
    y, x, _ = answers()
    found = cumulative_logit((y > 3).astype(float), x)
    design = np.column_stack([np.ones(len(x)), x])
    share = 1 / (1 + np.exp(-design @ np.array([-found.thresholds[0].estimate, *numbers(found)[1:]])))
    assert design.T @ ((y > 3) - share) == pytest.approx(0, abs=1e-8)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.2, 5), st.floats(-5, 5))
def test_shift_scale_and_order_of_rows(seed, factor, shift):
    y, x, school = answers(seed=seed)
    found = cumulative_logit(y, x, school)
    order = np.random.default_rng(seed).permutation(len(y))
    other = cumulative_logit(y[order] * 3 - 1, x[order] * factor + shift, school[order])
    assert other.log_likelihood == pytest.approx(found.log_likelihood, rel=1e-10)
    for one, two in zip(found.coefficients, other.coefficients, strict=True):
        assert (two.estimate * factor, two.se * factor) == pytest.approx((one.estimate, one.se), rel=1e-5, abs=1e-7)


def test_answers_counted_from_the_other_end_turn_the_sign():
    y, x, school = answers()
    for estimator in (cumulative_logit, cumulative_logit_of_schools):
        found, turned = estimator(y, x, school), estimator(6 - y, x, school)
        ours = [-each.estimate for each in turned.coefficients]
        assert ours == pytest.approx([each.estimate for each in found.coefficients], rel=1e-4)
        assert turned.log_likelihood == pytest.approx(found.log_likelihood, rel=1e-9)


def test_odds_ratios_carry_their_limits():
    found = cumulative_logit(*answers()[:2])
    one, odds = found.coefficients[0], found.odds_ratios[0]
    assert (odds.estimate, odds.ci_low, odds.ci_high) == pytest.approx(np.exp([one.estimate, one.ci_low, one.ci_high]))


@pytest.mark.parametrize("points", [1, 9, 25, 40])
def test_more_nodes_change_little(points):
    y, x, school = answers()
    found = cumulative_logit_of_schools(y, x, school, points=points)
    best = cumulative_logit_of_schools(y, x, school, points=60)
    assert found.spread.estimate == pytest.approx(best.spread.estimate, rel=0.02 if points == 1 else 1e-4)
    assert found.coefficients[0].se == pytest.approx(best.coefficients[0].se, rel=0.01 if points == 1 else 1e-4)


def test_schools_that_do_not_differ_fall_back_to_the_plain_model():
    y, x, _ = answers(spread=0.0)
    school = np.arange(300) % 15
    found = cumulative_logit_of_schools(y, x, school)
    if "no_school_spread" in found.flags:
        plain = cumulative_logit(y, x)
        assert numbers(found) == pytest.approx(numbers(plain), rel=1e-4)
    else:
        assert found.log_likelihood > cumulative_logit(y, x).log_likelihood
