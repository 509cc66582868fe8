"""Flow, attrition with its boundary, baselines: counts that add up, refusals, invariants."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolbox.statistics import attrition, baseline_equivalence, flow
from toolbox.statistics.attrition_boundary import BOUNDARY, limits, standing


class TestFlow:
    def test_every_stage_adds_up(self):
        random = np.random.default_rng(1)
        before, after = random.random(200) < 0.8, random.random(200) < 0.7
        both = before & after
        school, reason = random.integers(0, 9, 200), np.where(random.random(200) < 0.5, "moved school", "")
        steps = [("invited", 260), ("before", before), ("both", both), ("analysed", both & (school > 2))]
        found = flow(steps, school, reason)
        assert [step.n for step in found] == [260, before.sum(), both.sum(), (both & (school > 2)).sum()]
        for earlier, step in pairwise(found):
            assert step.n == earlier.n - step.lost
            assert step.share == pytest.approx(step.n / earlier.n)
        assert sum(count for _, count in found[2].reasons) == found[2].lost
        assert (found[0].n_schools, found[3].n_schools) == (None, 6)
        assert (found[0].lost, found[0].share, found[1].reasons) == (None, None, ())

    def test_who_comes_back_is_not_lost(self):
        """Answering after without before: those lost are counted one by one."""
        before, after = np.array([1, 1, 0, 0], bool), np.array([1, 0, 1, 1], bool)
        assert flow([("before", before), ("after", after)])[1].lost == 1

    def test_more_answers_than_invited(self):
        step = flow([("invited", 3), ("before", np.ones(4, bool))])[1]
        assert (step.lost, step.share) == (None, pytest.approx(4 / 3))

    def test_nobody(self):
        found = flow([("before", np.zeros(0, bool)), ("after", np.zeros(0, bool))])
        assert [(step.n, step.lost, step.share) for step in found] == [(0, None, None), (0, 0, None)]
        assert flow([]) == ()


def left(seed: int, schools=12, persons=8):
    random = np.random.default_rng(seed)
    school = np.repeat(np.arange(schools), persons)
    before = random.normal(3, 0.6, len(school))
    return random.random(len(school)) < 0.3 + 0.1 * (school % 2), school % 2 == 1, before, school


class TestAttrition:
    def test_shares_add_up(self):
        lost, mentored, before, _ = left(1)
        found = attrition(lost, mentored, before)
        waiting, treated = (share for _, share in found.by_group)
        assert [name for name, _ in found.by_group] == ["False", "True"]
        assert found.n == waiting.n + treated.n == 96
        assert found.overall.estimate == pytest.approx(
            (waiting.estimate * waiting.n + treated.estimate * treated.n) / 96
        )
        assert found.differential.estimate == pytest.approx(treated.estimate - waiting.estimate)
        assert found.overall.ci_low < found.overall.estimate < found.overall.ci_high

    def test_by_school_has_an_interval_and_refuses(self):
        lost, mentored, before, school = left(2)
        found = attrition(lost, mentored, before, school)
        assert found.differential.ci_low < found.differential.estimate < found.differential.ci_high
        assert found.differential.n_schools == found.stayer_leaver.n_schools == 12
        few = school < 6
        refused = attrition(lost[few], mentored[few], before[few], school[few]).differential
        assert (refused.refused, refused.p) == ("few_schools_per_group", None)
        assert refused.estimate is not None

    def test_three_groups_take_the_widest_gap(self):
        lost = np.repeat([1, 0, 1, 0, 1, 0], [2, 8, 5, 5, 1, 9]).astype(bool)
        found = attrition(lost, np.repeat(["a", "b", "c"], 10))
        assert (found.differential.estimate, found.differential.df) == (pytest.approx(0.4), 2)

    def test_nobody_lost_and_everybody_lost(self):
        for lost in (np.zeros(40, bool), np.ones(40, bool)):
            found = attrition(lost, np.repeat([True, False], 20), np.linspace(1, 5, 40))
            assert (found.differential.estimate, found.differential.refused) == (0.0, "no_spread")
            assert found.stayer_leaver.refused == "too_few_persons"
        assert attrition(np.zeros(40, bool), np.repeat([True, False], 20)).boundary == "cautious"
        assert attrition(np.ones(40, bool), np.repeat([True, False], 20)).boundary == "above"

    def test_one_group_small_groups_nobody(self):
        lost = left(3)[0]
        assert attrition(lost).differential.refused == "no_comparison"
        assert (attrition(lost).boundary, attrition(lost).by_group) == (None, ())
        assert attrition(lost).stayer_leaver.refused == "no_answers"
        assert attrition(lost[:9], np.repeat([True, False], [4, 5])).boundary is None
        nobody = attrition(np.zeros(0, bool), np.zeros(0, bool))
        assert (nobody.overall.refused, nobody.boundary, nobody.n) == ("no_answers", None, 0)

    def test_scores_that_are_missing_count_for_loss_only(self):
        lost, mentored, before, _ = left(4)
        holed = np.where(np.arange(96) % 5 == 0, np.nan, before)
        found = attrition(lost, mentored, holed)
        assert (found.n, found.stayer_leaver.n) == (96, np.isfinite(holed).sum())
        assert attrition(lost, mentored, np.full(96, 3.0)).stayer_leaver.refused == "no_spread"
        with pytest.raises(ValueError, match="for each of them"):
            attrition(lost, mentored[1:])

    def test_stayers_who_stood_higher_are_positive(self):
        lost = np.repeat([True, False], 20)
        assert attrition(lost, before=np.linspace(1, 5, 40)).stayer_leaver.estimate > 0

    @settings(max_examples=25, deadline=None)
    @given(seed=st.integers(0, 10_000))
    def test_order_of_rows_and_swapped_groups(self, seed):
        lost, mentored, before, school = left(seed)
        order = np.random.default_rng(seed).permutation(96)
        one = attrition(lost, mentored, before, school)
        moved = attrition(lost[order], ~mentored[order], before[order], school[order])
        assert moved.overall == one.overall
        assert -moved.differential.estimate == pytest.approx(one.differential.estimate)
        assert moved.differential.se == pytest.approx(one.differential.se)
        assert moved.stayer_leaver.estimate == pytest.approx(one.stayer_leaver.estimate)
        assert moved.boundary == one.boundary


class TestBoundary:
    def test_the_cautious_column_follows_from_a_normal_model(self):
        """Loss of a share P biases a group by alpha × the mean of those left; at the boundary the bias is 0.055."""
        from scipy.optimize import brentq
        from scipy.stats import norm

        def kept(loss):
            return norm.pdf(norm.ppf(1 - loss)) / (1 - loss) if loss > 0 else 0.0

        for overall, cautious, _ in BOUNDARY[1:]:

            def bias(differential, overall=overall / 100):
                return 0.45 * kept(overall + differential / 2) - 0.39 * kept(overall - differential / 2) - 0.055

            assert 100 * brentq(bias, 0, 0.12) == pytest.approx(cautious, abs=0.11)

    def test_rows_and_between_them(self):
        for overall, cautious, optimistic in BOUNDARY:
            assert limits(overall / 100) == pytest.approx((cautious / 100, optimistic / 100))
            assert standing(overall / 100, cautious / 100) == "cautious"
            assert standing(overall / 100, -optimistic / 100) == "optimistic"
            assert standing(overall / 100, optimistic / 100 + 0.001) == "above"
        assert limits(0.525) == pytest.approx((0.0065, 0.0315))
        assert limits(0.551) is None
        assert standing(0.551, 0.0) == "above"


class TestBaseline:
    @pytest.mark.parametrize("sizes", [(4, 30), (30, 4), (0, 0), (1, 2)])
    def test_few_persons(self, sizes):
        found = baseline_equivalence(np.arange(sizes[0]), np.arange(sizes[1]))
        assert (found.effect.refused, found.effect.estimate, found.verdict) == ("too_few_persons", None, None)
        assert (found.mean, found.sd) == ((None, None), (None, None))

    def test_no_spread(self):
        found = baseline_equivalence(np.full(9, 3.0), np.full(9, 3.0))
        assert (found.effect.refused, found.variance_ratio, found.verdict) == ("no_spread", None, None)
        assert found.mean == (3.0, 3.0)

    def test_a_word_nobody_said(self):
        found = baseline_equivalence(np.zeros(9), np.repeat([1, 0], [4, 5]))
        assert (found.effect.refused, found.verdict, found.binary) == ("empty_cell", None, True)
        assert found.mean == (0.0, pytest.approx(4 / 9))

    def test_numbers_that_happen_to_be_zero_and_one(self):
        first, second = np.repeat([1, 0], [6, 4]), np.repeat([1, 0], [5, 5])
        assert baseline_equivalence(first, second).binary
        assert not baseline_equivalence(first, second, binary=False).binary

    def test_a_missing_value_is_the_callers_to_leave_out(self):
        with pytest.raises(ValueError, match="leave incomplete rows out"):
            baseline_equivalence(np.array([1, 2, 3, np.nan, 5]), np.arange(5))

    def test_schools_widen_the_interval(self):
        random = np.random.default_rng(5)
        school = np.repeat(np.arange(8), 10)
        values = random.normal(0, 1, 8)[school] + random.normal(0, 0.3, 80)
        first, second = values[school % 2 == 1], values[school % 2 == 0]
        plain = baseline_equivalence(first, second).effect
        clustered = baseline_equivalence(first, second, school[school % 2 == 1], school[school % 2 == 0]).effect
        assert clustered.estimate == plain.estimate
        assert clustered.n_schools == 8
        assert clustered.ci_high - clustered.ci_low > plain.ci_high - plain.ci_low

    @settings(max_examples=25, deadline=None)
    @given(seed=st.integers(0, 10_000), shift=st.floats(-50, 50), scale=st.floats(0.1, 20))
    def test_shift_scale_and_swap(self, seed, shift, scale):
        random = np.random.default_rng(seed)
        first, second = random.normal(3, 0.7, 30), random.normal(3.1, 0.5, 25)
        one = baseline_equivalence(first, second)
        moved = baseline_equivalence(scale * first + shift, scale * second + shift)
        swapped = baseline_equivalence(second, first)
        assert moved.effect.estimate == pytest.approx(one.effect.estimate, rel=1e-6, abs=1e-9)
        assert moved.variance_ratio == pytest.approx(one.variance_ratio, rel=1e-6)
        assert swapped.effect.estimate == pytest.approx(-one.effect.estimate)
        assert swapped.verdict == one.verdict
        words = random.random(30) < 0.4, random.random(25) < 0.6
        assert baseline_equivalence(*words).effect.estimate == pytest.approx(
            -baseline_equivalence(*words[::-1]).effect.estimate
        )
