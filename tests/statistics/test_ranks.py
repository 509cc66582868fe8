"""Signed ranks, order of two groups, assumptions: what must hold for any numbers, and every refusal."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolbox.model import Estimate
from toolbox.statistics import (
    assumptions,
    brown_forsythe,
    cliffs_delta,
    ordering,
    overlap,
    rank_biserial,
    signed_rank,
)
from toolbox.statistics.ordering import common_language, glass_delta
from toolbox.statistics.rearranging import sums_of_halves
from toolbox.statistics.signed_rank import hodges_lehmann, midranks, rank_sums

examples = settings(max_examples=60, derandomize=True, database=None, deadline=None)
#: Quarter points, as means of four answers are.
quarters = st.integers(-12, 12).map(lambda whole: whole / 4)
likert = st.lists(quarters, min_size=1, max_size=40).map(np.array)
pairs = st.lists(st.tuples(quarters, quarters), min_size=2, max_size=30).map(lambda rows: np.array(rows).T)


@pytest.fixture
def two_rounds():
    random = np.random.default_rng(11)
    school = np.repeat(np.arange(12), random.integers(2, 7, 12))
    before = np.round(4 * random.normal(2.8, 0.6, len(school))) / 4
    return before, np.round(4 * (before + random.normal(0.2, 0.5, len(school)))) / 4, school


@examples
@given(pairs)
def test_swap_turns_every_sign(rows):
    before, after = rows
    one, other = signed_rank(before, after), signed_rank(after, before)
    assert (one.pratt.rose, one.pratt.fell) == (other.pratt.fell, other.pratt.rose)
    assert one.test.estimate == pytest.approx(-other.test.estimate, abs=1e-12)
    assert (one.test.p, one.test.refused) == (other.test.p, other.test.refused)
    assert one.zeros + one.higher + one.lower == one.n


@examples
@given(pairs, st.integers(1, 7), quarters, st.randoms())
def test_scale_shift_and_order_of_rows_leave_the_test_alone(rows, factor, shift, random):
    before, after = rows
    order = list(range(len(before)))
    random.shuffle(order)
    one = signed_rank(before, after)
    other = signed_rank(factor * before[order] + shift, factor * after[order] + shift)
    assert (one.pratt, one.wilcoxon, one.sign) == (other.pratt, other.wilcoxon, other.sign)
    assert other.test.estimate == pytest.approx(factor * one.test.estimate)


@examples
@given(st.lists(st.integers(-4, 4), min_size=1, max_size=9).map(np.array))
def test_exact_p_counts_every_sign(change):
    for keep_zeros in (True, False):
        found = rank_sums(change, keep_zeros=keep_zeros)
        ranks = midranks(np.abs(change if keep_zeros else change[change != 0]))
        ranks = ranks[(change if keep_zeros else change[change != 0]) != 0]
        if not ranks.size:
            assert found.p_exact is None
            continue
        places = np.arange(2 ** len(ranks))[:, None] >> np.arange(len(ranks))
        sums = (2 * (places & 1) - 1) @ ranks
        assert found.p_exact == pytest.approx((np.abs(sums) >= abs(found.rose - found.fell) - 1e-9).mean())


@examples
@given(likert | st.lists(st.floats(-5, 5), min_size=1, max_size=40).map(np.array))
def test_shift_is_the_median_of_all_walsh_averages(change):
    sums = np.add.outer(change, change)[np.triu_indices(len(change))]
    assert hodges_lehmann(change) == pytest.approx(np.median(sums) / 2, abs=1e-12)


def test_shift_of_ten_thousand_without_fifty_million_pairs():
    change = np.random.default_rng(4).normal(0.3, 1, 2_500)
    sums = np.add.outer(change, change)[np.triu_indices(len(change))]
    assert hodges_lehmann(change) == pytest.approx(np.median(sums) / 2, abs=1e-12)
    assert hodges_lehmann(np.arange(10_000.0)) == 4999.5
    assert hodges_lehmann(np.repeat([0.0, 0.25, 1.0], [40_000, 50_000, 10_000])) == 0.125


def test_floating_point_noise_does_not_break_ties():
    before, after = np.array([0.1, 0.7, 1.1, 2.0]), np.array([0.3, 0.9, 1.3, 1.8])
    assert len(set((after - before).tolist())) > 1
    assert (signed_rank(before, after).pratt.rose, signed_rank(before, after).pratt.fell) == (7.5, 2.5)


def test_normal_above_two_hundred_and_close_to_exact():
    change = np.round(4 * np.random.default_rng(1).normal(0.05, 1, 200)) / 4
    exact = signed_rank(np.zeros(200), change)
    assert exact.test.p == exact.pratt.p_exact
    assert "exact" in exact.test.method
    assert exact.pratt.p_normal == pytest.approx(exact.pratt.p_exact, abs=0.003)
    more = signed_rank(np.zeros(201), np.append(change, 0.25))
    assert more.pratt.p_exact is None
    assert more.test.p == more.pratt.p_normal
    assert "normal" in more.test.method


@pytest.mark.parametrize(
    ("n", "schools", "refused", "p"),
    [
        (0, 0, "no_answers", False),
        (1, 1, "too_few_persons", False),
        (2, 2, "too_few_persons", False),
        (4, 4, "too_few_persons", False),
        (8, 4, "few_pairs", False),
        (40, 1, "few_schools", False),
        (40, 5, "few_schools", False),
        (40, 6, "", True),
    ],
)
def test_signed_rank_by_number_of_schools(n, schools, refused, p):
    random = np.random.default_rng(3)
    before = random.normal(0, 1, n)
    found = signed_rank(before, before + random.normal(0.2, 1, n), np.arange(n) % max(schools, 1))
    assert (found.test.refused, found.test.p is not None) == (refused, p)
    assert (found.test.estimate is not None) == (n >= 10)
    assert (found.median is not None) == (n >= 5)
    assert found.pratt is None or found.pratt.p_normal is None


def test_nobody_moved():
    same = np.full(20, 3.0)
    for school in (None, np.arange(20) % 10):
        found = signed_rank(same, same, school)
        assert (found.test.refused, found.test.estimate, found.test.p, found.zeros) == ("no_spread", 0.0, None, 20)
        assert (found.pratt.z, found.sign.refused, rank_biserial(same, same, school).refused) == (
            None, "no_spread", "no_spread",
        )  # fmt: skip


def test_all_schools_moved_alike_gives_no_t():
    found = signed_rank(np.zeros(24), np.ones(24), np.repeat(np.arange(8), 3))
    assert (found.clustered.refused, found.test.p) == ("no_spread", None)


def test_duplicating_a_school_adds_one(two_rounds):
    before, after, school = two_rounds
    twice = [np.concatenate([column, column[school == 3]]) for column in (before, after)]
    labels = np.concatenate([school, np.full((school == 3).sum(), 99)])
    assert signed_rank(*twice, labels).test.n_schools == signed_rank(before, after, school).test.n_schools + 1
    renamed = signed_rank(before, after, np.array([f"S{40 - one}" for one in school]))
    assert renamed.test == signed_rank(before, after, school).test


def test_type_one_error_where_schools_differ():
    """ICC .10, 8 schools of 12: the clustered form keeps 5 %, ranks person by person do not."""
    random, runs = np.random.default_rng(9), 600
    school, found = np.repeat(np.arange(8), 12), []
    for _ in range(runs):
        change = random.normal(0, 0.1**0.5, 8)[school] + random.normal(0, 0.9**0.5, 96)
        found.append(
            (signed_rank(0 * change, change, school).test.p < 0.05, signed_rank(0 * change, change).test.p < 0.05)
        )
    clustered, naive = np.mean(found, axis=0)
    assert abs(clustered - 0.05) < 3 * (0.05 * 0.95 / runs) ** 0.5
    assert naive > 0.10


def test_biserial_interval_needs_ten_schools(two_rounds):
    before, after, school = two_rounds
    found = rank_biserial(before, after, school, draws=500)
    assert -1 <= found.ci_low < found.estimate < found.ci_high <= 1
    assert found == rank_biserial(before, after, school, draws=500), "the seed makes it repeatable"
    assert abs(rank_biserial(before, after, school, draws=500, keep_zeros=True).estimate) < abs(found.estimate)
    few = school < 9
    fewer = rank_biserial(before[few], after[few], school[few])
    assert (fewer.ci_low, fewer.refused, fewer.estimate is None) == (None, "few_schools", False)
    assert rank_biserial(before[:8], after[:8], school[:8]).refused == "few_pairs"
    assert rank_biserial(before[:4], after[:4], school[:4]).refused == "too_few_persons"
    assert rank_biserial([], []).refused == "no_answers"
    assert rank_biserial(before, after).flags == ("no_school_clustering",)


def test_biserial_interval_is_that_of_schools_drawn_one_by_one(two_rounds):
    before, after, school = two_rounds
    random, drawn = np.random.default_rng(0), []
    for _ in range(2_000):
        rows = np.concatenate([np.flatnonzero(school == one) for one in random.integers(0, 12, 12)])
        drawn.append(rank_biserial(before[rows], after[rows]).estimate)
    found = rank_biserial(before, after, school)
    assert (found.ci_low, found.ci_high) == pytest.approx(tuple(np.quantile(drawn, [0.025, 0.975])), abs=0.02)


@examples
@given(pairs, st.integers(1, 5), quarters)
def test_cliffs_delta_is_the_mean_of_all_signs(rows, factor, shift):
    first, second = rows[0][:-1], rows[1]
    found = cliffs_delta(first, second)
    assert found.estimate == pytest.approx(np.sign(np.subtract.outer(second, first)).mean())
    assert cliffs_delta(second, first).estimate == pytest.approx(-found.estimate)
    stretched = cliffs_delta(factor * first + shift, factor * second + shift)
    assert (stretched.estimate, stretched.p) == (found.estimate, found.p)


@examples
@given(pairs)
def test_p_of_order_is_mann_whitneys(rows):
    from scipy.stats import mannwhitneyu

    found = cliffs_delta(*rows)
    if found.refused == "no_spread":
        assert len(np.unique(rows)) == 1
    else:
        assert found.p == pytest.approx(mannwhitneyu(rows[1], rows[0], method="asymptotic").pvalue, rel=1e-9)


def test_order_with_schools(two_rounds):
    _, after, school = two_rounds
    first, second = school < 6, school >= 6
    sides = after[first], after[second], school[first], school[second]
    found = cliffs_delta(*sides, draws=1_000)
    assert found.ci_low < found.estimate < found.ci_high
    assert found.p is None
    assert found.n_schools == 12
    assert found.estimate == pytest.approx(cliffs_delta(*sides[:2]).estimate)
    assert cliffs_delta(*sides).ci_low is None
    assert cliffs_delta(sides[0], sides[1][:12], sides[2], np.repeat([20, 21, 22], 4)).refused == "few_schools"
    assert cliffs_delta(sides[0], sides[1][:4], sides[2], sides[3][:4]).refused == "too_few_persons"
    with pytest.raises(ValueError, match="one group only"):
        cliffs_delta(sides[0], sides[1], sides[2])


def test_order_at_the_edges():
    assert cliffs_delta([], [1.0]).refused == "no_answers"
    assert cliffs_delta([2.0, 2.0], [2.0]).refused == "no_spread"
    apart = cliffs_delta([1.0, 2.0, 3.0], [4.0, 5.0, 6.0])
    assert (apart.estimate, apart.ci_low, apart.refused) == (1.0, None, "no_overlap")
    assert 0.05 < apart.p < 0.1
    for form in (common_language, glass_delta):
        assert form([1.0], [1.0, 2.0]).refused == "few_persons"
        assert form([2.0, 2.0], [2.0, 2.0]).refused == "no_spread"
    whole = ordering([1.0, 2.0, 3.0], [2.0, 3.0, 4.0])
    assert whole.superiority.estimate == pytest.approx((whole.cliffs_delta.estimate + 1) / 2)
    assert whole.superiority.ci_high == pytest.approx((whole.cliffs_delta.ci_high + 1) / 2)


def test_overlap_carries_limits_and_refusals():
    found = overlap(Estimate(estimate=0.0, ci_low=-0.5, ci_high=0.5, se=0.2, method="Hedges' g", n=40))
    assert (found.u3.estimate, found.improvement_index.estimate) == (0.5, 0.0)
    assert found.improvement_index.ci_low == pytest.approx(-found.improvement_index.ci_high)
    assert (found.u3.se, found.u3.n) == (None, 40)
    assert overlap(Estimate(refused="ceiling")).u3.refused == "ceiling"
    assert overlap(Estimate(refused="ceiling")).improvement_index.estimate is None


def test_assumptions_turn_and_scale(two_rounds):
    before, after, _ = two_rounds
    one, other = assumptions(before, after), assumptions(3 * after + 1, 3 * before + 1)
    assert other.skewness == pytest.approx(-one.skewness)
    assert other.pitman_morgan.estimate == pytest.approx(-one.pitman_morgan.estimate)
    assert (other.shapiro.estimate, other.kurtosis, other.outliers) == pytest.approx(
        (one.shapiro.estimate, one.kurtosis, one.outliers)
    )
    far = assumptions(np.zeros(21), np.append(np.linspace(-1, 1, 20), 9.0))
    assert far.outliers == 1
    assert far.skewness > 0


def test_assumptions_refused():
    for n in (0, 1, 2):
        assert assumptions(np.zeros(n), np.arange(n)).refused == "few_pairs"
    assert assumptions(np.zeros(9), np.ones(9)).refused == "no_spread"
    assert assumptions(np.arange(7.0), [1, 0, 5, 2, 9, 4, 4]).shapiro.refused == "few_pairs"
    random = np.random.default_rng(0)
    assert assumptions(np.zeros(5001), random.normal(0, 1, 5001)).shapiro.refused == "beyond_shapiro"
    assert assumptions(np.zeros(9), np.arange(9.0)).pitman_morgan.refused == "no_spread"


def test_brown_forsythe_is_anova_of_distances_and_does_not_mind_names():
    from scipy.stats import levene

    random = np.random.default_rng(5)
    values, group = random.normal(0, 1, 60), np.repeat(["a", "b", "c"], [10, 20, 30])
    found = brown_forsythe(values, group)
    expected = levene(*(values[group == one] for one in "abc"), center="median")
    assert (found.estimate, found.p) == pytest.approx((expected.statistic, expected.pvalue))
    order = random.permutation(60)
    again = brown_forsythe(7 - 2 * values[order], np.array([f"g{one}" for one in group[order]]))
    assert again.p == pytest.approx(found.p)
    assert again.estimate == pytest.approx(found.estimate)
    assert brown_forsythe(values, np.ones(60)).refused == "one_group"
    assert brown_forsythe([], []).refused == "one_group"
    assert brown_forsythe([1.0, 2.0], ["a", "b"]).refused == "few_persons"
    assert brown_forsythe([1.0, 1.0, 2.0, 2.0], ["a", "a", "b", "b"]).refused == "no_spread"


@pytest.mark.parametrize("form", [signed_rank, rank_biserial, assumptions])
def test_incomplete_or_unpaired_rows_are_not_guessed_at(form):
    with pytest.raises(ValueError, match="leave incomplete rows out"):
        form([1.0, np.nan, 2.0], [1.0, 2.0, 2.0])
    with pytest.raises(ValueError, match="pair them first"):
        form([1.0, 2.0], [1.0, 2.0, 3.0])


def test_labels_must_be_as_many_as_rows():
    with pytest.raises(ValueError, match="every row"):
        signed_rank(np.zeros(12), np.ones(12), np.arange(11))
    with pytest.raises(ValueError, match="every row"):
        brown_forsythe(np.zeros(12), np.arange(11))
    with pytest.raises(ValueError, match="leave incomplete rows out"):
        cliffs_delta([1.0, np.nan], [1.0])


@examples
@given(st.lists(st.integers(0, 9), max_size=12).map(np.array))
def test_chances_of_sums_add_up(scores):
    chance = sums_of_halves(scores.astype(np.int64))
    assert chance.sum() == pytest.approx(1)
    assert chance == pytest.approx(chance[::-1])
