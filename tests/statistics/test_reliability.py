"""Reliability and factor models: what they refuse, and what must not change them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolbox.statistics import invariance, one_factor, reliability
from toolbox.statistics.factor_draws import omegas
from toolbox.statistics.factor_model import moments, solve


def answers(n: int = 240, k: int = 5, seed: int = 1, loading: float = 0.8) -> np.ndarray:
    random = np.random.default_rng(seed)
    trait = random.normal(size=(n, 1))
    return np.clip(np.round(3 + loading * trait + random.normal(scale=0.8, size=(n, k))), 1, 5)


def everything(found) -> list[float]:
    return [found.alpha.estimate, found.alpha.ci_low, found.alpha.se, found.omega.estimate,
            found.omega_standardised.estimate, found.lambda2.estimate, found.average_r.estimate,
            *(each.estimate for each in (*found.item_rest, *found.alpha_if_dropped))]  # fmt: skip


@pytest.mark.parametrize("n", [0, 1, 2, 29])
def test_under_thirty_persons_nothing_is_given(n):
    found = reliability(answers()[:n])
    assert found.refused == "few_for_reliability"
    assert (found.alpha.estimate, found.omega.estimate, found.n) == (None, None, n)
    assert found.alpha.refused == found.item_rest[0].refused == "few_for_reliability"
    assert reliability(answers()[:30]).alpha.estimate is not None


def test_under_a_hundred_persons_it_is_marked():
    assert reliability(answers()[:99]).flags == ("small_sample",)
    assert reliability(answers()[:100]).flags == ()


def test_a_missing_answer_is_not_guessed():
    items = answers()
    items[3, 2] = np.nan
    for estimator in (reliability, one_factor, lambda x: invariance(x, np.zeros(len(x)))):
        with pytest.raises(ValueError, match="leave incomplete rows out"):
            estimator(items)
    with pytest.raises(ValueError, match="persons × items"):
        reliability(items[:, 0])
    with pytest.raises(ValueError, match="must agree"):
        reliability(answers(), np.zeros(3))
    with pytest.raises(ValueError, match="must agree"):
        invariance(answers(), np.zeros(3))
    with pytest.raises(ValueError, match="must agree"):
        invariance(answers(), np.zeros(240), [0, 1])


def test_an_item_everyone_answers_alike_says_nothing():
    items = answers()
    items[:, 2] = 4
    found = reliability(items)
    assert (found.k, found.flags) == (4, ("constant_item",))
    assert (found.item_rest[2].estimate, found.item_rest[2].refused) == (None, "no_spread")
    without = reliability(np.delete(items, 2, axis=1))
    assert found.alpha == without.alpha
    # The mean still counts the item: its spread, and so its error, shrinks with it.
    assert found.measurement_error.estimate == pytest.approx(0.8 * without.measurement_error.estimate)
    assert reliability(np.full((40, 4), 3.0)).refused == "no_spread"
    assert reliability(np.column_stack([items[:, :1], np.ones((240, 2))])).refused == "few_items"


def test_one_and_two_items():
    items = answers()
    assert reliability(items[:, :1]).refused == "few_items"
    found = reliability(items[:, :2])
    r = np.corrcoef(items[:, 0], items[:, 1])[0, 1]
    assert found.spearman_brown.estimate == pytest.approx(2 * r / (1 + r))
    assert found.spearman_brown.estimate == pytest.approx(found.alpha_standardised.estimate)
    assert (found.omega.refused, found.omega_standardised.refused) == ("few_items", "few_items")
    assert [each.refused for each in found.alpha_if_dropped] == ["few_items", "few_items"]
    assert reliability(items[:, :3]).spearman_brown.refused == "not_two_items"


def test_an_item_that_runs_against_the_others_is_named_and_not_turned():
    items = answers()
    items[:, 0] = 6 - items[:, 0]
    found = reliability(items)
    assert found.flags == ("item_against_scale",)
    assert found.item_rest[0].estimate < 0 < found.item_rest[1].estimate
    assert found.loadings[0] < 0 < found.loadings[1]


def test_an_item_that_repeats_another_has_no_omega():
    items = answers()
    items[:, 1] = items[:, 0]
    found = reliability(items)
    assert (found.omega.estimate, found.omega.refused) == (None, "collinear")
    assert found.alpha.estimate is not None
    assert reliability(np.repeat(items[:, :1], 4, axis=1)).alpha.estimate == pytest.approx(1.0)


def test_items_that_cancel_have_no_scale():
    items = answers()[:, :2]
    items[:, 1] = 6 - items[:, 0]
    assert reliability(items).refused == "no_spread"


def test_items_with_nothing_in_common():
    found = reliability(answers(seed=4, loading=0.0))
    assert abs(found.alpha.estimate) < 0.3
    assert found.omega.refused in ("", "not_converged")


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.1, 20), st.floats(-50, 50))
def test_shift_scale_and_order_of_rows(seed, factor, shift):
    items = answers(seed=seed)
    found = everything(reliability(items))
    assert everything(reliability(items * factor + shift)) == pytest.approx(found, rel=1e-6)
    shuffled = np.random.default_rng(seed).permutation(items)
    assert everything(reliability(shuffled)) == pytest.approx(found, rel=1e-8)


def test_more_of_the_same_persons_change_the_interval_only():
    items = answers()
    once, twice = reliability(items), reliability(np.vstack([items, items]))
    assert twice.alpha.estimate == pytest.approx(once.alpha.estimate)
    assert twice.omega.estimate == pytest.approx(once.omega.estimate, rel=1e-8)
    assert twice.alpha.ci_high - twice.alpha.ci_low < once.alpha.ci_high - once.alpha.ci_low


def test_omega_gets_an_interval_from_ten_schools_on():
    items, school = answers(), np.arange(240) % 12
    assert reliability(items, school).omega.ci_low is None
    found = reliability(items, school, draws=60, seed=3).omega
    assert found.ci_low < found.estimate < found.ci_high
    assert (found.n_schools, found == reliability(items, school, draws=60, seed=3).omega) == (12, True)
    assert reliability(items, school % 9, draws=60).omega.ci_low is None


def test_many_draws_at_once_are_the_draws_one_by_one():
    items, random = answers(n=90, k=4, loading=0.6), np.random.default_rng(5)
    samples = [moments(items[random.integers(0, 90, 90)]) for _ in range(40)]
    whole = one_factor(items)
    found = omegas(np.array([each.covariance for each in samples]), whole.loadings[0], whole.residuals[0])
    assert np.isfinite(found).sum() > 30
    for sample, value in zip(samples, found, strict=True):
        alone = solve([sample], np.zeros(4, int))
        if np.isfinite(value):
            common = alone.loadings[0].sum() ** 2
            assert value == pytest.approx(common / (common + alone.residuals[0].sum()), rel=1e-5)


def test_one_factor_reproduces_what_made_the_answers():
    random = np.random.default_rng(2)
    loading = np.array([0.9, 0.7, 0.5, 0.8])
    items = random.normal(size=(100_000, 1)) * loading + random.normal(scale=0.6, size=(100_000, 4))
    found = one_factor(items)
    assert found.loadings[0] == pytest.approx(loading, abs=0.01)
    assert found.residuals[0] == pytest.approx([0.36] * 4, abs=0.01)
    assert (found.test.df, found.cfi > 0.999) == (2, True)
    assert one_factor(items[:, :3]).test.p is None, "three items always fit"


def test_one_factor_refuses():
    assert one_factor(answers()[:, :2]).test.refused == "few_items"
    assert one_factor(answers()[:1]).test.refused == "too_few_persons"
    assert one_factor(answers()[:4]).test.refused == "collinear"


def test_invariance_refuses():
    items, arm = answers(n=400), np.arange(400) % 2
    assert invariance(items, arm).refused == ""
    assert invariance(items[:399], arm[:399]).refused == "few_for_invariance"
    assert invariance(items, np.zeros(400)).refused == "one_group"
    assert invariance(items[:0], arm[:0]).refused == "one_group"
    assert invariance(items[:, :3], arm).refused == "few_items"
    assert invariance(items, arm, [0, 0, 0, 0, 1]).refused == "few_items", "a factor of one item"
    items[arm == 1, 2] = 3
    found = invariance(items, arm)
    assert (found.refused, found.configural.cfi, found.metric_step.test.refused) == ("collinear", None, "collinear")


def test_invariance_sees_what_differs():
    items, arm = answers(n=900, k=4), np.arange(900) % 2
    same = invariance(items, arm)
    assert same.scalar_step.test.p > 0.01
    shifted = items.copy()
    shifted[arm == 1, 0] += 0.5
    found = invariance(shifted, arm)
    assert found.metric_step.test.estimate == pytest.approx(same.metric_step.test.estimate, abs=1e-6)
    assert found.scalar_step.test.p < 1e-6
    assert found.scalar_step.cfi < -0.01


def test_groups_may_change_places_and_names():
    items, arm = answers(n=500, k=4), np.arange(500) % 2
    found, other = invariance(items, arm), invariance(items, np.where(arm == 1, "a", "b"))
    assert other.n == found.n[::-1]
    for name in ("configural", "metric", "scalar"):
        one, two = getattr(found, name), getattr(other, name)
        assert two.test.estimate == pytest.approx(one.test.estimate, rel=1e-7)
        assert two.srmr == pytest.approx(one.srmr, rel=1e-5)
    rescaled = invariance(items * [1, 10, 0.1, 3] + [0, 5, 1, -7], arm)
    assert rescaled.scalar.test.estimate == pytest.approx(found.scalar.test.estimate, rel=1e-7)


def test_an_item_worded_the_other_way_changes_no_fit():
    items, arm = answers(n=500, k=4), np.arange(500) % 2
    turned = items * [1, -1, 1, 1]
    assert invariance(turned, arm).scalar.test.estimate == pytest.approx(invariance(items, arm).scalar.test.estimate)
    assert one_factor(turned).loadings[0][1] < 0
