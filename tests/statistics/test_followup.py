"""Single persons, starting levels, looking back, margins and Bayes: invariants and every refusal."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolbox.model import Estimate
from toolbox.statistics import (
    bayes_factor,
    by_starting_level,
    change_with_start,
    chosen_part,
    equivalence,
    mee_chua,
    oldham,
    paired_change,
    posterior,
    recalibration,
    reliable_change,
    response_shift,
)


def two_rounds(seed: int, n: int = 80, r: float = 0.6, gain: float = 0.2):
    random = np.random.default_rng(seed)
    before = random.normal(3, 0.7, n)
    after = 3 + gain + r * (before - 3) + random.normal(0, 0.7 * (1 - r * r) ** 0.5, n)
    return before, after, np.arange(n) % 10


seeds = st.integers(0, 10_000)
PAIRS = [
    lambda b, a: oldham(b, a), lambda b, a: change_with_start(b, a), lambda b, a: mee_chua(b, a, 3.0),
    lambda b, a: by_starting_level(b, a), lambda b, a: chosen_part(b, a, b > 3), lambda b, a: recalibration(b, a),
    lambda b, a: response_shift(b, a, a), lambda b, a: reliable_change(b, a, 0.8),
]  # fmt: skip


@pytest.mark.parametrize("form", PAIRS)
def test_missing_values_and_odd_lengths_are_mistakes(form):
    before, after, _ = two_rounds(1)
    with pytest.raises(ValueError, match="leave incomplete rows out"):
        form(np.where(before > 4, np.nan, before), after)
    with pytest.raises(ValueError, match="pair them first"):
        form(before, after[:-1])


@pytest.mark.parametrize("n", [0, 1, 2])
def test_nobody_one_and_two_persons_are_refused_not_broken(n):
    before, after = np.array([2.0, 3.0])[:n], np.array([3.0, 3.5])[:n]
    assert oldham(before, after).refused == change_with_start(before, after).refused == "few_pairs"
    assert mee_chua(before, after, 3).effect.refused == "few_pairs"
    assert reliable_change(before, after, 0.8).refused == "too_few_persons"
    assert recalibration(before, after).concentration.refused == "few_persons"
    assert recalibration(before, after).appears is None
    assert all(level.expected.estimate is None for level in by_starting_level(before, after))
    assert bayes_factor(1.0, n).found.refused == ("" if n == 2 else "too_few_persons")


def test_nobody_differs():
    same = np.full(40, 3.0)
    assert oldham(same, same).refused == mee_chua(same, same, 3).effect.refused == "no_spread"
    assert reliable_change(same, same + 1, 0.8).refused == "no_spread"
    assert recalibration(same, same).concentration.refused in {"no_spread", "few_persons"}
    lowest, *others = by_starting_level(same, same + 1)
    assert (lowest.n, lowest.expected.refused) == (40, "no_spread")
    assert {other.expected.refused for other in others} == {"no_answers"}


# Single persons


@settings(max_examples=50, deadline=None)
@given(seed=seeds, shift=st.floats(-9, 9), factor=st.floats(0.1, 9))
def test_reliable_change_is_free_of_units_and_order(seed, shift, factor):
    before, after, _ = two_rounds(seed)
    one = reliable_change(before, after, 0.8)
    order = np.random.default_rng(seed).permutation(len(before))
    other = reliable_change(factor * before[order] + shift, factor * after[order] + shift, 0.8)
    assert other.mdc95.estimate == pytest.approx(factor * one.mdc95.estimate)
    assert other.index == pytest.approx(one.index[order], abs=1e-9)
    assert one.improved + one.worse + one.unchanged == one.n
    turned = reliable_change(after, before, 0.8)
    assert turned.n == one.n


@pytest.mark.parametrize(
    ("how", "refused"),
    [
        ({"reliability": None}, "no_reliability"),
        ({"reliability": 0.69}, "low_reliability"),
        ({"reliability": 1.0}, "no_spread"),
        ({"reliability": 0.8, "source": "alpha", "n_reliability": 99}, "few_for_one_person"),
        ({"reliability": 0.8, "source": "omega", "n_reliability": 100}, ""),
        ({"reliability": 0.7, "n_reliability": 12}, ""),
    ],
)
def test_what_reliable_change_refuses(how, refused):
    before, after, _ = two_rounds(2)
    found = reliable_change(before, after, **how)
    assert (found.refused, found.mdc95.refused, found.improved is None, found.index is None) == (
        refused, refused, bool(refused), bool(refused),
    )  # fmt: skip
    assert (found.mdc95.estimate is None) == bool(refused)


def test_reliable_change_says_where_its_reliability_is_from():
    before, after, _ = two_rounds(3)
    assert reliable_change(before, after, 0.8, source="alpha").flags == ("optimistic",)
    assert reliable_change(before, after, 0.8, source="retest").flags == ()
    against = reliable_change(before, after, 0.8, comparison_change=0.2)
    assert against.flags == ("against_comparison",)
    assert against.index == pytest.approx(reliable_change(before, after - 0.2, 0.8).index)
    assert [reliable_change(before[:n], after[:n], 0.8).refused for n in (4, 5, 9, 10)] == [
        "too_few_persons", "few_pairs", "few_pairs", "",
    ]  # fmt: skip
    with pytest.raises(ValueError, match="between 0 and 1"):
        reliable_change(before, after, 1.2)


# Starting levels


@settings(max_examples=50, deadline=None)
@given(seed=seeds, shift=st.floats(-9, 9), factor=st.floats(0.1, 9))
def test_starting_levels_are_free_of_units_and_order(seed, shift, factor):
    before, after, _ = two_rounds(seed)
    order = np.random.default_rng(seed).permutation(len(before))
    ones = by_starting_level(before, after)
    others = by_starting_level(factor * before[order] + shift, factor * after[order] + shift)
    for one, other in zip(ones, others, strict=True):
        assert one.n == other.n
        assert other.expected.estimate == pytest.approx(factor * one.expected.estimate, abs=1e-8)
        assert other.observed.estimate == pytest.approx(factor * one.observed.estimate, abs=1e-8)
    assert oldham(factor * before + shift, factor * after + shift).estimate == pytest.approx(
        oldham(before, after).estimate
    )
    expected = sum(one.n * one.expected.estimate for one in ones)
    assert expected == pytest.approx(0, abs=1e-9)


def test_without_any_change_the_lowest_third_gains_what_was_expected():
    before, after, _ = two_rounds(4, n=40_000, r=0.5, gain=0.0)
    lowest, _, highest = by_starting_level(before, after)
    for part in (lowest, highest):
        assert abs(part.observed.estimate - part.expected.estimate) < 4 * part.observed.se
    assert lowest.expected.estimate > 0.3
    assert abs(oldham(before, after).estimate) < 0.02
    assert change_with_start(before, after).estimate < -0.4


def test_equal_first_scores_stay_together():
    before = np.array([2.0] * 30 + [3.0] * 5 + [4.0] * 5)
    parts = by_starting_level(before, before + np.tile([0, 0.5], 20), parts=4)
    assert [part.n for part in parts] == [30, 0, 0, 10]
    assert (parts[0].lowest, parts[0].highest, parts[1].expected.refused) == (2.0, 2.0, "no_answers")
    with pytest.raises(ValueError, match="at least 2 parts"):
        by_starting_level(before, before, parts=1)
    with pytest.raises(ValueError, match="marks for"):
        chosen_part(before, before, np.ones(3, bool))


def test_few_persons_of_a_starting_level_are_not_shown():
    before, after, school = two_rounds(5)
    chosen = np.arange(len(before)) < 4
    part = chosen_part(before, after, chosen, school)
    assert (part.observed.estimate, part.expected.estimate, part.mean_before.estimate) == (None, None, None)
    assert part.expected.refused == "too_few_persons"
    few = chosen_part(before, after, np.arange(len(before)) < 9, school)
    assert (few.mean_before.estimate, few.expected.refused) == (None, "few_pairs")
    assert chosen_part(before, after, np.arange(len(before)) < 10, school).mean_before.estimate is not None
    one_school = oldham(before, after, np.zeros(len(before), int))
    assert (one_school.p, one_school.refused) == (None, "few_schools")
    assert oldham(before[:9], after[:9], school[:9]).refused == "few_pairs"
    assert mee_chua(before[:9], after[:9], 3, school[:9]).slope.refused == "few_pairs"


@settings(max_examples=25, deadline=None)
@given(seed=seeds)
def test_mee_chua_at_the_mean_is_the_mean_change(seed):
    before, after, school = two_rounds(seed)
    for labels in (None, school):
        found = mee_chua(before, after, float(before.mean()), labels)
        assert found.effect.estimate == pytest.approx((after - before).mean())
    assert mee_chua(before + 5, after + 5, 8.0).effect.estimate == pytest.approx(
        mee_chua(before, after, 3.0).effect.estimate
    )


# Looking back


def test_looking_back_adds_up_and_never_replaces():
    before, after, school = two_rounds(6)
    then = before - 0.3 + np.random.default_rng(6).normal(0, 0.2, len(before))
    found = response_shift(before, then, after, school)
    assert found.change.estimate == pytest.approx(found.shift.estimate + found.change_from_then.estimate)
    assert found.change == paired_change(before, after, school)
    assert found.shift.estimate < 0
    assert response_shift(before[:4], then[:4], after[:4], school[:4]).shift.refused == "too_few_persons"


# The pattern of a better eye


def test_the_pattern_needs_both_a_fall_and_its_place():
    random = np.random.default_rng(8)
    before, _, school = two_rounds(8, n=150)
    noise = random.normal(0, 0.3, 150)
    top = before > np.quantile(before, 2 / 3)
    assert recalibration(before, before + noise - 0.9 * top, school).appears is True
    # A fall of everybody alike is a fall.
    assert recalibration(before, before + noise - 0.5, school).appears is False
    # The top fell, but everybody together rose.
    assert recalibration(before, before + noise - 0.9 * top + 0.8, school).appears is False
    assert recalibration(before[:20], before[:20], school[:20]).concentration.refused == "few_persons"
    assert recalibration(before, before + noise, np.zeros(150, int)).appears is None
    highest = np.minimum(before, 3.4)
    capped = recalibration(highest, highest - 0.1, school, scale=(1, 3.4))
    assert (capped.appears, capped.concentration.refused) == (None, "ceiling")
    assert recalibration(before, before + noise - 0.9 * top, school, scale=(1, 5)).appears is True


def test_regression_to_the_mean_alone_seldom_raises_the_flag():
    """A fall of everybody with plain regression to the mean: the flag is up in at most a few of a hundred."""
    raised = [recalibration(*two_rounds(seed, n=90, r=0.6, gain=-0.3)).appears for seed in range(300)]
    assert None not in raised
    assert sum(raised) / 300 <= 0.025 + 3 * (0.025 * 0.975 / 300) ** 0.5


# Margins


@settings(max_examples=100, deadline=None)
@given(estimate=st.floats(-2, 2), se=st.floats(0.01, 1), df=st.floats(4, 200), margin=st.floats(0.05, 2))
def test_ruled_out_is_the_same_as_the_interval_inside_the_margin(estimate, se, df, margin):
    found = equivalence(Estimate(estimate=estimate, se=se, df=df), margin)
    inside = -margin < found.found.ci_low and found.found.ci_high < margin
    if min(abs(found.found.ci_low + margin), abs(found.found.ci_high - margin)) > 1e-9:
        assert found.ruled_out == inside
    turned = equivalence(Estimate(estimate=-estimate, se=se, df=df), margin)
    assert (turned.p_lower, turned.p_upper) == pytest.approx((found.p_upper, found.p_lower))


def test_what_equivalence_refuses():
    good = Estimate(estimate=0.1, se=0.05, df=20, n=40)
    assert equivalence(good, None).found.refused == "no_margin"
    assert equivalence(Estimate(estimate=0.1), 0.2).found.refused == "no_standard_error"
    assert equivalence(Estimate(refused="few_pairs"), 0.2).found.refused == "few_pairs"
    few = equivalence(Estimate(estimate=0.1, se=0.05, df=2.5, refused="few_degrees"), 0.3)
    assert (few.found.refused, few.found.p, few.ruled_out) == ("few_degrees", None, None)
    assert few.found.ci_low is not None
    assert equivalence(good, (-0.1, 0.3)).margin == (-0.1, 0.3)
    for margin in (-0.2, 0, (0.3, 0.1), float("nan")):
        with pytest.raises(ValueError, match="lower and a higher end"):
            equivalence(good, margin)


# Bayes


def test_posterior_lies_between_nothing_and_the_estimate():
    found = posterior(Estimate(estimate=0.4, se=0.1, df=30, n=90, n_schools=12), 0.8, 0.16)
    assert 0 < found.change.estimate < 0.4
    assert found.change.se < 0.1
    assert found.above_smallest.estimate < found.above_zero.estimate < 1
    assert (found.change.p, found.change.n_schools) == (None, 12)
    turned = posterior(Estimate(estimate=-0.4, se=0.1, df=30), 0.8)
    assert turned.above_zero.estimate == pytest.approx(1 - found.above_zero.estimate)
    assert (turned.above_smallest.estimate, turned.above_smallest.refused) == (None, "no_margin")
    assert "few_degrees" in posterior(Estimate(estimate=0.4, se=0.1, df=5), 0.8).change.flags
    for refused in ("few_schools", "few_degrees"):
        no_p = posterior(Estimate(estimate=0.4, se=0.1, df=2, refused=refused), 0.8, 0.16)
        assert (no_p.above_zero.estimate, no_p.above_smallest.refused, no_p.change.ci_low is None) == (
            None, refused, False,
        )  # fmt: skip
    assert posterior(Estimate(refused="few_pairs"), 0.8).change.refused == "few_pairs"
    assert posterior(Estimate(estimate=1.0), 0.8).above_zero.refused == "no_standard_error"
    assert posterior(Estimate(estimate=1.0, se=0.1), 0.0).above_zero.refused == "no_spread"


@settings(max_examples=60, deadline=None)
@given(t=st.floats(0, 30), n=st.integers(2, 5000))
def test_bayes_factor_grows_with_t_and_knows_no_sign(t, n):
    one = bayes_factor(t, n)
    assert bayes_factor(-t, n).log == one.log
    assert bayes_factor(t + 0.5, n).log > one.log
    assert np.isfinite(one.log)


def test_bayes_factor_at_the_edges():
    assert bayes_factor(float("inf"), 20).found.refused == "no_spread"
    assert bayes_factor(1.0, 1, 1).found.refused == "too_few_persons"
    assert bayes_factor(0.0, 100_000).log < -5
    huge = bayes_factor(200, 100_000)
    assert (huge.found.estimate, huge.found.refused) == (None, "beyond_numbers")
    assert huge.log > 700
    assert bayes_factor(2.1, 25, 40).log == pytest.approx(bayes_factor(2.1, 40, 25).log)
    with pytest.raises(ValueError, match="positive"):
        bayes_factor(1.0, 20, width=0)
