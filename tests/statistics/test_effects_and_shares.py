"""Effect sizes, shares, intervals of a mean and adjusted p."""

from __future__ import annotations

import numpy as np
import pytest

from toolbox.statistics import (
    adjusted,
    ends,
    holm,
    independent_effect,
    mean_interval,
    moved,
    paired_effect,
    student,
)
from toolbox.statistics.effect_sizes import paired_effects


@pytest.fixture
def two_rounds():
    random = np.random.default_rng(11)
    school = np.repeat(np.arange(8), [3, 5, 6, 7, 4, 9, 2, 6])
    before = np.round(4 * random.normal(2.8, 0.6, 42)) / 4
    return before, np.round(4 * (before + random.normal(0.3, 0.5, 42))) / 4, school


def test_swap_flips_and_shift_and_scale_leave_g_alone(two_rounds):
    before, after, school = two_rounds
    for form, labels in ((paired_effect, (school,)), (independent_effect, (school, school))):
        one, other = form(before, after, *labels), form(after, before, *labels)
        assert (other.estimate, other.ci_low, other.ci_high) == pytest.approx(
            (-one.estimate, -one.ci_high, -one.ci_low), rel=1e-8
        )
        moved_up = form(3 * before + 7, 3 * after + 7, *labels)
        assert (moved_up.estimate, moved_up.ci_low, moved_up.ci_high) == pytest.approx(
            (one.estimate, one.ci_low, one.ci_high), rel=1e-8
        )


def test_row_order_is_irrelevant(two_rounds):
    before, after, school = two_rounds
    order = np.random.default_rng(5).permutation(len(before))
    one, other = paired_effect(before, after, school), paired_effect(before[order], after[order], school[order])
    assert (one.estimate, one.ci_low) == pytest.approx((other.estimate, other.ci_low))


def test_limits_of_the_noncentral_t_are_where_its_tails_say():
    from scipy.special import nctdtr

    for t, df in ((4.06, 9), (0.0, 5.3), (-2.5, 40), (80.0, 30000), (25.0, 7), (0.3, 3.1)):
        low, high = student.noncentral_limits(t, df)
        assert low < high
        assert nctdtr(df, low, t) == pytest.approx(0.975, abs=1e-7)
        assert nctdtr(df, high, t) == pytest.approx(0.025, abs=1e-7)


def test_coverage_of_the_interval_of_g_av():
    """Algina-Keselman at n = 20: 95 % of intervals hold the true value (within three Monte-Carlo errors)."""
    random, inside = np.random.default_rng(3), 0
    for _ in range(500):
        trait = random.normal(0, np.sqrt(0.6), 20)
        before, after = (trait + shift + random.normal(0, np.sqrt(0.4), 20) for shift in (0.0, 0.5))
        found = paired_effect(before, after)
        inside += found.ci_low < 0.5 < found.ci_high
    assert abs(inside / 500 - 0.95) < 3 * np.sqrt(0.05 * 0.95 / 500)


def test_small_sample_factor_shrinks_and_vanishes():
    assert student.small_sample_factor(4) < student.small_sample_factor(40) < 1
    assert student.small_sample_factor(4000) == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize("form", [paired_effect, independent_effect])
def test_refusals(form, two_rounds):
    before, after, school = two_rounds
    labels = (school,) if form is paired_effect else (school, school)
    assert form(before, after, *labels, scale=(-10, 20)).refused == "narrow_before"
    top = np.where(np.arange(42) < 7, 5.0, before)
    assert form(top, after, *labels, scale=(1, 5)).refused == "ceiling"
    assert form(before, np.where(np.arange(42) < 7, 5.0, 3 * np.ones(42)), *labels, scale=(1, 5)).refused == "ceiling"
    assert form(before, after, *labels, scale=(1.5, 4.75)).refused == ""
    flat = np.full(12, 3.0)
    assert form(flat, flat).refused == "no_spread"
    few = tuple(label[:8] for label in labels)
    assert form(before[:8], after[:8], *few).refused in ("few_pairs", "few_persons")
    few = tuple(label[:4] for label in labels)
    assert form(before[:4], after[:4], *few).refused == "too_few_persons"
    one_school = tuple(np.zeros(42, int) for _ in labels)
    assert form(before, after, *one_school).flags == ("these_persons_only",)


def test_no_spread_gives_no_forms():
    assert paired_effects(np.arange(6.0), np.arange(6.0) + 1) is None
    assert paired_effects(np.full(6, 2.0), np.arange(6.0)) is None


def test_a_unit_hardly_known_gives_no_endless_interval():
    """Six units say too little of their own spread: the method's limits have no end, so none are told."""
    before, after = np.array([1.0, 1.3, 1.3, 1.7, 1.3, 2.0]), np.array([1.7, 2.0, 2.0, 2.3, 1.7, 2.7])
    found = paired_effects(before, after, np.arange(6))
    assert found.g_av.estimate is not None
    assert found.d_z.ci_low is None
    assert found.d_z.ci_high is None
    assert all(
        each.ci_low is None or np.isfinite([each.ci_low, each.ci_high]).all()
        for each in (found.d_z, found.g_z, found.d_av, found.g_av)
    )


def test_moved_counts_equal_means_as_the_same():
    thirds = np.array([1 / 3 + 1 / 3 + 1 / 3, 0.1 + 0.2])
    found = moved(thirds, [1.0, 0.3])
    assert (found.higher, found.same, found.lower) == (0, 2, 0)
    assert found.superiority.estimate == 0.5


def test_moved_swaps_and_adds_up(two_rounds):
    before, after, school = two_rounds
    one, other = moved(before, after), moved(after, before)
    assert (one.higher, one.same, one.lower) == (other.lower, other.same, other.higher)
    assert one.higher + one.same + one.lower == one.n == 42
    assert one.superiority.estimate + other.superiority.estimate == pytest.approx(1)
    assert moved(before, after, school, draws=200).superiority.refused == "few_schools"
    assert moved([], []).superiority.refused == "no_answers"


def test_interval_of_the_share_moved_by_drawing_schools():
    random = np.random.default_rng(2)
    school = np.repeat(np.arange(30), 8)
    before = random.normal(0, 1, 240)
    after = before + random.normal(0.3, 1, 240) + random.normal(0, 0.4, 30)[school]
    found = moved(before, after, school, draws=4000).superiority
    shares = 0.5 * (1 + np.sign(after - before)).reshape(30, 8).mean(axis=1)
    normal = 1.96 * shares.std(ddof=1) / np.sqrt(30)
    assert found.ci_low == pytest.approx(shares.mean() - normal, abs=0.015)
    assert found.ci_high == pytest.approx(shares.mean() + normal, abs=0.015)
    assert found == moved(before, after, school, draws=4000).superiority, "the seed makes it repeatable"


def test_moved_everybody_up_has_an_interval_without_width():
    school = np.repeat(np.arange(12), 3)
    found = moved(np.zeros(36), np.ones(36), school, draws=100).superiority
    assert (found.ci_low, found.estimate, found.ci_high) == (1.0, 1.0, 1.0)


def test_ends_flag_from_fifteen_per_cent():
    values = np.full(100, 3.0)
    values[:15], values[15:29] = 5, 1
    found = ends(values, 1, 5)
    assert found.flags == ("ceiling",)
    assert (found.ceiling.estimate, found.floor.estimate) == (0.15, 0.14)
    assert ends([], 1, 5).ceiling.refused == "no_answers"


def test_mean_interval_narrows_with_the_share_who_answered():
    values = np.random.default_rng(1).normal(3, 1, 40)
    widths = [
        found.ci_high - found.ci_low
        for found in (mean_interval(values), *(mean_interval(values, n) for n in (400, 50)))
    ]
    assert widths[0] > widths[1] > widths[2]
    assert widths[2] == pytest.approx(widths[0] * np.sqrt(1 - 40 / 50))
    everyone = mean_interval(values, 40)
    assert (everyone.estimate, everyone.ci_low, everyone.refused) == (values.mean(), None, "all_answered")
    impossible = mean_interval(values, 30)
    assert impossible.flags == ("more_than_invited",)
    assert impossible.ci_high - impossible.ci_low == pytest.approx(widths[0])


def test_mean_interval_refusals():
    assert mean_interval([]).refused == "no_answers"
    few = mean_interval([3.0, 4.0, 5.0, 3.0, 4.0])
    assert (few.estimate, few.ci_low, few.refused) == (3.8, None, "few_persons")
    assert mean_interval(np.full(20, 3.0)).refused == "no_spread"


def test_holm_never_lowers_a_p_and_keeps_refusals():
    p = [0.04, None, 0.01, 0.03, None]
    found = holm(p)
    assert [found[0], found[2], found[3]] == pytest.approx([0.06, 0.03, 0.06])
    assert (found[1], found[4]) == (None, None)
    assert holm([None, None]) == (None, None)
    assert holm([]) == ()
    assert adjusted([0.5], "none") == (0.5,)
    assert adjusted([0.02, 0.04], "BH") == pytest.approx((0.04, 0.04))


def test_holm_does_not_mind_the_order():
    p = np.random.default_rng(0).uniform(0, 0.2, 12)
    order = np.random.default_rng(1).permutation(12)
    assert np.array(holm(p))[order] == pytest.approx(np.array(holm(p[order])))


@pytest.mark.parametrize(
    ("method", "name"),
    [
        ("bonferroni", "bonferroni"),
        ("holm", "holm"),
        ("hochberg", "simes-hochberg"),
        ("BH", "fdr_bh"),
        ("BY", "fdr_by"),
    ],
)
def test_adjustments_equal_statsmodels(method, name):
    from statsmodels.stats.multitest import multipletests

    random = np.random.default_rng(8)
    for m in (1, 2, 7, 40):
        p = np.round(random.uniform(0, 0.3, m), 2)  # rounded, so that some are tied
        assert adjusted(list(p), method) == pytest.approx(multipletests(p, method=name)[1].tolist(), rel=1e-12)


@pytest.mark.parametrize("p", [[0.04], [0.01, 0.04, 0.03], [0.5, 0.5, 0.9, 0.02, 0.02], [1.0, 0.0, 0.3]])
def test_holm_is_that_of_statsmodels(p):
    from statsmodels.stats.multitest import multipletests

    assert adjusted(p, "holm") == tuple(multipletests(p, method="holm")[1].tolist())


@pytest.mark.parametrize("form", [paired_effect, independent_effect])
def test_six_agreed_ratings_are_no_unit_either(form):
    before = np.array([2.0, 3, 2, 4, 3, 2])
    labels = (np.arange(6),) if form is paired_effect else (np.arange(6), np.arange(6))
    found = form(before, before + np.array([0.5, 1, 0, 0.5, 1, 1]), *labels, institutional=True)
    assert (found.estimate, found.refused != "") == (None, True)
