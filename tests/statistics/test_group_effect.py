"""Mentored against waiting: refusals, degenerate groups, and what must hold whatever the data."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolbox.statistics import (
    adjusted_means,
    ancova,
    cr2,
    d_ppc2,
    difference_in_changes,
    lin_adjusted,
    slopes_alike,
)

ESTIMATORS = [ancova, difference_in_changes, lin_adjusted, slopes_alike, d_ppc2]
ANSWERS = [*ESTIMATORS, lambda *given, **more: adjusted_means(*given, **more)[0]]


def invented(seed: int, sizes=(5, 6, 4, 7, 5, 8, 3, 6, 5, 4)):
    """before, after, treated, school: every second school mentored."""
    random = np.random.default_rng(seed)
    school = np.repeat(np.arange(len(sizes)), sizes)
    before = 3 + random.normal(0, 0.3, len(sizes))[school] + random.normal(0, 0.5, len(school))
    treated = school % 2
    after = 0.6 * before + 1.3 + 0.3 * treated + random.normal(0, 0.2, len(sizes))[school]
    return before, after + random.normal(0, 0.3, len(school)), treated, school


def numbers(found):
    return [found.estimate, found.se, found.df, found.ci_low, found.ci_high, found.p]


@pytest.mark.parametrize("estimator", ANSWERS)
class TestRefusals:
    def test_under_four_schools_in_a_group(self, estimator):
        before, after, treated, school = invented(1, (9,) * 7)
        found = estimator(before, after, treated, school)
        assert (found.refused, found.estimate, found.se, found.p) == ("few_schools_per_group", None, None, None)
        assert found.n_schools == 7

    @pytest.mark.parametrize(("kept", "refused"), [(4, "too_few_persons"), (9, "few_pairs")])
    def test_few_persons_in_a_group(self, estimator, kept, refused):
        before, after, treated, school = invented(2)
        rows = np.concatenate([np.flatnonzero(treated == 0), np.flatnonzero(treated == 1)[:kept]])
        found = estimator(before[rows], after[rows], treated[rows], school[rows])
        assert (found.refused, found.estimate) == (refused, None)

    @pytest.mark.parametrize("n", [0, 1, 2])
    def test_nobody_one_two_persons(self, estimator, n):
        before, after, treated, school = (column[:n] for column in invented(3))
        assert estimator(before, after, treated, school).refused == "too_few_persons"
        plainly = estimator(before, after, treated)
        assert (plainly.estimate, plainly.se) == (None, None)
        assert plainly.refused

    def test_a_group_without_anybody(self, estimator):
        before, after, treated, school = invented(4)
        assert estimator(before, after, treated * 0, school).refused == "too_few_persons"
        assert estimator(before, after, treated * 0).refused == "no_comparison"

    def test_a_missing_value_is_the_callers_to_leave_out(self, estimator):
        before, after, treated, school = invented(5)
        holed = before.copy()
        holed[3] = np.nan
        for rounds in ((holed, after), (after, holed)):
            with pytest.raises(ValueError, match="leave incomplete rows out"):
                estimator(*rounds, treated, school)

    def test_groups_are_zero_and_one(self, estimator):
        before, after, treated, school = invented(5)
        with pytest.raises(ValueError, match=r"1 \(mentored\) or 0"):
            estimator(before, after, treated + 1, school)
        with pytest.raises(ValueError, match="one of each per person"):
            estimator(before[1:], after, treated, school)


def test_no_spread_at_all():
    school = np.repeat(np.arange(8), 5)
    before, after = np.full(40, 3.0), np.full(40, 3.5)
    assert ancova(before, after, school % 2, school).refused == "collinear"
    found = difference_in_changes(before, after, school % 2, school)
    # Nought but for what the processor's own way of adding up leaves.
    assert (found.estimate, found.se, found.refused) == (pytest.approx(0.0, abs=1e-15), None, "no_spread")
    assert d_ppc2(before, after, school % 2, school).refused == "no_spread"


def test_hubs_that_started_together_cannot_be_told_from_mentoring():
    before, after, treated, school = invented(6)
    assert ancova(before, after, treated, school, hub=treated).refused == "collinear"


def test_one_mentored_school_of_many_persons_leaves_few_degrees():
    """Four mentored schools of which one holds nearly everybody: an interval, no p."""
    before, after, treated, school = invented(7, (12, 60, 12, 2, 12, 2, 12, 2))
    found = difference_in_changes(before, after, treated, school)
    assert found.df < 4
    assert (found.p, found.refused) == (None, "few_degrees")
    assert found.ci_low is not None


def test_without_schools_it_says_so():
    before, after, treated, _ = invented(8)
    for estimator in ESTIMATORS:
        found = estimator(before, after, treated)
        assert (found.flags, found.refused) == (("no_school_clustering",), "")
    plain, wider = (ancova(before, after, treated, spread=spread) for spread in ("OLS", "HC3"))
    assert (wider.estimate, wider.df) == (plain.estimate, plain.df)
    assert wider.se != plain.se


def test_ancova_is_the_regression():
    before, after, treated, school = invented(9)
    design = np.column_stack([np.ones(len(before)), treated, before])
    assert numbers(ancova(before, after, treated, school)) == pytest.approx(
        numbers(cr2(after, design, school, contrast=1))
    )


def test_means_differ_by_the_effect():
    before, after, treated, school = invented(10)
    mentored, waiting = adjusted_means(before, after, treated, school)
    assert mentored.estimate - waiting.estimate == pytest.approx(ancova(before, after, treated, school).estimate)


def test_one_slope_for_both_makes_lin_ancova():
    """Where both groups start at the same mean, the interaction moves the effect by nothing."""
    before, after, treated, school = invented(11)
    before = before - np.where(treated == 1, before[treated == 1].mean(), before[treated == 0].mean())
    assert slopes_alike(before, after, treated, school).estimate != 0
    crossed = np.column_stack([np.ones(len(before)), treated, before, treated * before])
    assert lin_adjusted(before, after, treated, school).estimate == pytest.approx(
        cr2(after, crossed, school, contrast=1).estimate
    )


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000), shift=st.floats(-50, 50), scale=st.floats(0.1, 20))
def test_shift_and_scale(seed, shift, scale):
    before, after, treated, school = invented(seed)
    for estimator in (ancova, difference_in_changes, lin_adjusted):
        one = estimator(before, after, treated, school)
        other = estimator(scale * before + shift, scale * after + shift, treated, school)
        assert [other.estimate, other.se] == pytest.approx([scale * one.estimate, scale * one.se], rel=1e-6, abs=1e-9)
        assert [other.df, other.p] == pytest.approx([one.df, one.p], rel=1e-5)
    assert numbers(d_ppc2(scale * before + shift, scale * after + shift, treated, school))[:5] == pytest.approx(
        numbers(d_ppc2(before, after, treated, school))[:5], rel=1e-6
    )


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_order_of_rows_names_of_schools_and_swapped_groups(seed):
    before, after, treated, school = invented(seed)
    order = np.random.default_rng(seed + 1).permutation(len(before))
    names = np.array(list("jihgfedcba"))[school]
    for estimator in ESTIMATORS:
        one = numbers(estimator(before, after, treated, school))
        moved = estimator(before[order], after[order], treated[order], names[order])
        swapped = estimator(before, after, 1 - treated, school)
        assert numbers(moved)[:5] == pytest.approx(one[:5], rel=1e-7)
        assert [-swapped.estimate, swapped.se, swapped.df] == pytest.approx(one[:3], rel=1e-7)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_swapped_rounds_turn_the_difference_in_changes(seed):
    before, after, treated, school = invented(seed)
    one, other = (difference_in_changes(*rounds, treated, school) for rounds in ((before, after), (after, before)))
    assert [-other.estimate, other.se, other.df] == pytest.approx([one.estimate, one.se, one.df], rel=1e-9)


def test_a_copied_school_counts_as_a_school():
    before, after, treated, school = invented(12)
    rows = np.concatenate([np.arange(len(school)), np.flatnonzero(school == 3)])
    names = np.concatenate([school, np.full((school == 3).sum(), 10)])
    assert ancova(before[rows], after[rows], treated[rows], names).n_schools == 11
    assert ancova(before[rows], after[rows], treated[rows], school[rows]).n_schools == 10
