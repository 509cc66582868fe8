"""Signs, labels and residuals of schools dealt out anew; schools drawn: exact where small, seeded where drawn, refused."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolbox.model import Estimate
from toolbox.statistics import (
    cr2,
    label_permutation,
    moved,
    paired_change,
    rank_biserial,
    school_bootstrap,
    sign_flip,
    wild_bootstrap,
)
from toolbox.statistics.school_bootstrap import acceleration

examples = settings(max_examples=60, derandomize=True, database=None, deadline=None)
#: Means of three and of four answers, and numbers on no grid at all.
changes = (
    st.lists(st.integers(-9, 9).map(lambda whole: whole / 3), min_size=5, max_size=9)
    | st.lists(st.integers(-9, 9).map(lambda whole: whole / 4), min_size=5, max_size=9)
    # No change is as small as what counts as a tie (1e-10).
    | st.lists(st.floats(-3, 3).map(lambda value: round(value, 6)), min_size=5, max_size=9)
).map(np.array)


@pytest.fixture
def trial():
    """Twelve schools of 2 to 9, half of them treated: school, treated, before, after."""
    random = np.random.default_rng(21)
    school = np.repeat(np.arange(12), random.integers(2, 10, 12))
    treated = (school % 2).astype(float)
    before = np.round(4 * random.normal(3, 0.6, len(school))) / 4
    after = before + 0.3 * treated + random.normal(0, 0.2, 12)[school] + random.normal(0, 0.5, len(school))
    return school, treated, before, np.round(4 * after) / 4


@examples
@given(changes)
def test_sign_flips_count_every_arrangement(change):
    found = sign_flip(change)
    if found.refused == "no_spread":
        assert np.abs(change).max() <= 1e-10
        return
    sums = np.array(list(product((1, -1), repeat=len(change)))) @ change
    assert found.p == pytest.approx((np.abs(sums) >= abs(change.sum()) - 1e-10).mean(), abs=1e-12)
    assert found.p >= found.smallest_p
    assert found.every
    assert found.arrangements == 2 ** len(change)


@examples
@given(changes, st.randoms())
def test_sign_flips_do_not_mind_order_or_direction(change, random):
    order = list(range(len(change)))
    random.shuffle(order)
    assert sign_flip(-change[order]).p == pytest.approx(sign_flip(change).p, abs=1e-12)


def test_drawn_signs_are_close_to_counted_ones():
    change = np.round(4 * np.random.default_rng(2).normal(0.08, 0.6, 300)) / 4
    counted = sign_flip(change)
    # A grain of noise puts the changes off every grid, so signs are drawn.
    drawn = sign_flip(change + np.random.default_rng(3).normal(0, 1e-5, 300))
    assert (counted.every, drawn.every, drawn.arrangements) == (True, False, 9_999)
    assert drawn.p == pytest.approx(counted.p, abs=4 * (counted.p / 9_999) ** 0.5)
    assert drawn.smallest_p == 1e-4
    assert counted.smallest_p < 1e-60
    assert counted.arrangements is None
    again = sign_flip(change + np.random.default_rng(3).normal(0, 1e-5, 300))
    assert drawn == again, "the seed makes it repeatable"


def test_drawn_p_is_never_zero():
    change = np.random.default_rng(0).normal(3, 0.1, 60)
    assert sign_flip(change, draws=199).p == 1 / 200


def test_sign_flip_of_schools_is_that_of_their_sums(trial):
    school, _, before, after = trial
    found = sign_flip(after - before, school)
    assert found.p == pytest.approx(sign_flip(np.bincount(school, after - before)).p)
    assert found.estimate == pytest.approx(paired_change(before, after, school).estimate)
    assert (found.n_schools, found.arrangements, found.smallest_p) == (12, 4096, 2**-11)
    assert sign_flip(after - before, np.array([f"S{9 * one}" for one in school])).p == found.p


def test_smallest_p_of_few_schools():
    """Four schools that all rose cannot give less than 2 in 16, a school without change halves what is left."""
    assert sign_flip(np.ones(8), np.repeat(range(4), 2)).p == 2 / 16
    with_one_still = sign_flip(np.repeat([1.0, 2.0, 1.0, 0.0], 2), np.repeat(range(4), 2))
    assert (with_one_still.p, with_one_still.smallest_p) == (2 / 8, 2 / 8)


@pytest.mark.parametrize(
    ("change", "school", "refused"),
    [
        ([], None, "no_answers"),
        ([], [], "no_answers"),
        ([0.5], [1], "too_few_persons"),
        ([0.5, 1.0], [1, 2], "too_few_persons"),
        ([0.5] * 12, [1] * 12, "few_schools"),
        ([0.5] * 12, [1, 2, 3] * 4, "few_schools"),
        ([0.0] * 12, [1, 2, 3, 4] * 3, "no_spread"),
        ([0.0] * 3, None, "no_spread"),
    ],
)
def test_sign_flip_refused(change, school, refused):
    found = sign_flip(change, school)
    assert isinstance(found, Estimate)
    assert (found.refused, found.p, found.smallest_p) == (refused, None, None)


@examples
@given(st.lists(st.integers(-8, 8).map(lambda whole: whole / 4), min_size=8, max_size=10).map(np.array))
def test_labels_count_every_choice(means):
    label = np.arange(len(means)) < 4
    found = label_permutation(means, label, np.arange(len(means)))
    if found.refused == "no_spread":
        assert np.ptp(means) == 0
        return
    seen = means[label].mean() - means[~label].mean()
    apart = [means[list(one)].mean() - np.delete(means, list(one)).mean() for one in combinations(range(len(means)), 4)]
    assert found.estimate == pytest.approx(seen)
    assert found.arrangements == len(apart)
    assert found.p == pytest.approx((np.abs(apart) >= abs(seen) - 1e-10).mean())
    assert found.p >= found.smallest_p > 0
    other = label_permutation(means + 2, ~label, np.arange(len(means)))
    assert (other.p, other.estimate) == (pytest.approx(found.p), pytest.approx(-found.estimate))


def test_drawn_labels_are_close_to_counted_ones(trial):
    school, treated, before, after = trial
    counted = label_permutation(after - before, treated, school)
    drawn = label_permutation(after - before, treated, school, most=100)
    assert (counted.every, counted.arrangements, drawn.every, drawn.arrangements) == (True, 924, False, 9_999)
    assert drawn.p == pytest.approx(counted.p, abs=4 * (counted.p / 9_999) ** 0.5 + 1e-4)
    assert drawn == label_permutation(after - before, treated, school, most=100)


def test_labels_refused(trial):
    school, treated, _, after = trial
    few = (school < 7) & (school != 5)
    assert label_permutation(after[few], treated[few], school[few]).refused == "few_schools"
    one_arm = treated == 1
    assert label_permutation(after[one_arm], treated[one_arm], school[one_arm]).refused == "few_schools"
    assert label_permutation(0 * after, treated, school).refused == "no_spread"
    for n in (0, 1, 2):
        assert label_permutation(after[:n], treated[:n], school[:n]).refused == "too_few_persons"
    with pytest.raises(ValueError, match="partly treated"):
        label_permutation(after, np.arange(len(after)) % 2, school)


def wild(trial, **options):
    school, treated, before, after = trial
    return wild_bootstrap(after, np.column_stack([np.ones(len(after)), treated, before]), school, 1, **options)


def test_wild_bootstrap_is_refitting_one_by_one(trial):
    """The linear form against a plain loop: fit without the coefficient, turn residuals, fit again, CR1S t."""
    school, treated, before, after = trial
    few = school < 8
    design = np.column_stack([np.ones(few.sum()), treated[few], before[few]])
    without = design[:, [0, 2]]
    fitted = without @ np.linalg.lstsq(without, after[few], rcond=None)[0]

    def t(y):
        one = cr2(y, design, school[few], contrast=1, kind="CR1S", least_df=0)
        return one.estimate / one.se

    turned = [
        t(fitted + np.array(signs)[school[few]] * (after[few] - fitted)) for signs in product((1.0, -1.0), repeat=8)
    ]
    found = wild_bootstrap(after[few], design, school[few], 1)
    assert found.estimate / found.se == pytest.approx(t(after[few]))
    assert found.p == pytest.approx((np.abs(turned) >= abs(t(after[few])) - 1e-10).mean())
    assert (found.every, found.arrangements, found.smallest_p) == (True, 256, 2 / 256)


def test_wild_bootstrap_turns_scales_and_ignores_order_and_names(trial):
    school, treated, before, after = trial
    one = wild(trial)
    order = np.random.default_rng(1).permutation(len(school))
    shuffled = [column[order] for column in (school * 7 + 3, treated, before, after)]
    assert wild(shuffled).p == one.p
    other = wild((school, treated, before, 5 - 3 * after))
    assert (other.p, other.estimate) == (one.p, pytest.approx(-3 * one.estimate))


def test_wild_interval_holds_what_is_not_rejected(trial):
    found = wild(trial, interval=True)
    assert found.ci_low < found.estimate < found.ci_high
    for end, outward in ((found.ci_low, -1), (found.ci_high, 1)):
        assert wild(trial, null=end - outward * 1e-6).p > 0.05 >= wild(trial, null=end + outward * 1e-6).p
    assert (found.ci_low > 0 or found.ci_high < 0) == (found.p <= 0.05)
    tighter = wild(trial, interval=True, confidence=0.5)
    assert found.ci_low < tighter.ci_low < tighter.ci_high < found.ci_high


def test_wild_interval_without_end():
    """Six schools, 64 signs: no p under 1/32, so nothing is rejected at 1 %."""
    random = np.random.default_rng(0)
    found = wild_bootstrap(random.normal(0, 1, 30), np.ones(30), np.arange(30) % 6, 0, interval=True, confidence=0.99)
    assert (found.ci_low, found.ci_high) == (None, None)
    assert found.p >= found.smallest_p == 1 / 32


def test_wild_draws_beyond_twelve_schools_and_webb(trial):
    counted, drawn = wild(trial), wild(trial, most_every=11)
    assert (counted.every, counted.arrangements, drawn.every, drawn.arrangements) == (True, 4096, False, 9_999)
    assert drawn.p == pytest.approx(counted.p, abs=4 * (counted.p / 9_999) ** 0.5 + 1e-4)
    webb = wild(trial, weights="webb")
    assert (webb.every, webb.arrangements) == (False, 9_999)
    assert "webb" in webb.method
    assert webb == wild(trial, weights="webb")
    assert webb.p != wild(trial, weights="webb", seed=2).p


def test_wild_refused(trial):
    school, treated, before, after = trial
    some = school < 5
    assert wild([column[some] for column in trial]).refused == "few_schools"
    lopsided = (school < 3).astype(float)
    assert wild((school, lopsided, before, after)).refused == "few_treated"
    assert wild((school, 1 - lopsided, before, after)).refused == "few_treated"
    doubled = np.column_stack([np.ones(len(after)), treated, 2 * treated])
    assert wild_bootstrap(after, doubled, school, 1).refused == "collinear"
    assert wild_bootstrap(after, np.column_stack([doubled, treated]), school, 0).refused == "collinear"
    assert wild((school, treated, before, before)).refused == "no_spread"
    assert wild_bootstrap([], np.ones((0, 1)), [], 0).refused == "few_schools"
    assert wild_bootstrap([1.0, 2.0], np.ones(2), [1, 2], 0).refused == "few_schools"
    six = np.arange(6)
    assert wild_bootstrap(np.arange(6.0), np.vander(six, 6), six, 0).refused == "collinear"
    with pytest.raises(ValueError, match="leave incomplete rows out"):
        wild((school, treated, np.where(school == 2, np.nan, before), after))


def mean(values):
    return float(values.mean())


def test_drawn_schools_give_the_spread_of_schools():
    random = np.random.default_rng(6)
    school = np.repeat(np.arange(40), 10)
    values = random.normal(0, 1, 400) + random.normal(0, 0.7, 40)[school]
    schools, persons = school_bootstrap(mean, [values], school), school_bootstrap(mean, [values])
    assert schools.se == pytest.approx(values.reshape(40, 10).mean(axis=1).std(ddof=1) / 40**0.5, rel=0.05)
    assert persons.se == pytest.approx(values.std(ddof=1) / 20, rel=0.05)
    assert schools.se > 1.5 * persons.se
    assert (schools.n_schools, persons.n_schools, persons.flags) == (40, 0, ("no_school_clustering",))


def test_limits_move_with_the_statistic():
    random = np.random.default_rng(7)
    school, values = np.repeat(np.arange(15), 4), random.exponential(1, 60)
    found = school_bootstrap(mean, [values], school, draws=2_000)
    moved_up = school_bootstrap(lambda one: 3 * mean(one) - 2, [values], school, draws=2_000)
    assert (moved_up.ci_low, moved_up.ci_high) == pytest.approx((3 * found.ci_low - 2, 3 * found.ci_high - 2))
    assert found == school_bootstrap(mean, [values], school, draws=2_000), "the seed makes it repeatable"
    left_out = np.array([values[school != one].mean() for one in range(15)])
    assert found.acceleration == pytest.approx(acceleration(left_out))
    # A long tail to the right: both limits lie further right than the percentiles.
    assert found.ci_low > found.percentile_low
    assert found.ci_high > found.percentile_high


def test_persons_drawn_as_scipy_draws_them():
    from scipy.stats import bootstrap

    values = np.random.default_rng(8).exponential(1, 40)
    found = school_bootstrap(mean, [values])
    other = bootstrap((values,), np.mean, n_resamples=9_999, rng=np.random.default_rng(1)).confidence_interval
    assert (found.ci_low, found.ci_high) == pytest.approx((other.low, other.high), abs=0.03)


def test_percentiles_above_two_thousand():
    school, values = np.repeat(np.arange(12), 200), np.random.default_rng(0).normal(0, 1, 2_400)
    found = school_bootstrap(mean, [values], school, draws=300)
    assert (found.ci_low, found.ci_high) == (found.percentile_low, found.percentile_high)
    assert found.acceleration is None
    assert "percentiles" in found.method


def test_school_bootstrap_refused():
    values, school = np.arange(45.0), np.arange(45) % 9
    assert school_bootstrap(mean, [values], school).refused == "few_schools"
    assert school_bootstrap(mean, [values], school).estimate == 22
    assert school_bootstrap(mean, [values[:4]], school[:4]).refused == "too_few_persons"
    assert school_bootstrap(mean, [values[:4]]).refused == "few_persons"
    assert school_bootstrap(mean, [[]], []).refused == "no_answers"
    many = np.arange(45) % 15
    assert school_bootstrap(mean, [np.ones(45)], many, draws=50).refused == "no_spread"
    assert school_bootstrap(lambda one: np.nan, [values], many, draws=50).refused == "no_value"
    sometimes = school_bootstrap(lambda one: np.nan if one[0] % 2 else one.mean(), [values], many, draws=50)
    assert (sometimes.refused, sometimes.ci_low) == ("no_value", None)
    rarely = school_bootstrap(
        lambda one: np.nan if (one[:6] == 14).all() else one.mean(), [np.repeat(np.arange(15.0), 3)], many, draws=50
    )
    assert rarely.ci_low is not None
    with pytest.raises(ValueError, match="pair them first"):
        school_bootstrap(mean, [values, values[:3]], many)


def test_shares_that_moved_have_intervals(trial):
    school, _, before, after = trial
    found = moved(before, after, school, draws=999)
    shares = [found.share_higher, found.share_same, found.share_lower]
    assert sum(share.estimate for share in shares) == pytest.approx(1)
    assert [share.estimate * found.n for share in shares] == pytest.approx([found.higher, found.same, found.lower])
    for share in (*shares, found.superiority):
        assert 0 <= share.ci_low <= share.estimate <= share.ci_high <= 1
        assert "BCa" in share.method
    few = moved(before[school < 9], after[school < 9], school[school < 9], draws=999)
    assert (few.share_higher.ci_low, few.share_higher.refused) == (None, "few_schools")
    assert moved(before, after).share_higher.refused == ""
    large = [np.tile(column, 40) for column in (before, after, school)]
    assert "percentiles" in moved(*large, draws=99).share_higher.method


def test_type_one_error_of_school_rearrangements():
    """ICC .10, 8 schools: signs of schools and wild bootstrap keep 5 %, signs of persons do not."""
    random, runs = np.random.default_rng(5), 400
    school, found = np.repeat(np.arange(8), 12), []
    for _ in range(runs):
        change = random.normal(0, 0.1**0.5, 8)[school] + random.normal(0, 0.9**0.5, 96)
        forms = sign_flip(change, school), wild_bootstrap(change, np.ones(96), school, 0), sign_flip(change, draws=499)
        found.append([form.p <= 0.05 for form in forms])
    schools, wild_weights, persons = np.mean(found, axis=0)
    reach = 3 * (0.05 * 0.95 / runs) ** 0.5
    assert abs(schools - 0.05) < reach
    assert abs(wild_weights - 0.05) < reach
    assert persons > 0.10


def test_nothing_is_drawn_where_nothing_was_to_be_drawn(trial):
    """With 0 draws what can be counted is counted, the rest is refused and keeps its estimate."""
    school, treated, before, after = trial
    change = after - before
    assert sign_flip(change, school, draws=0) == sign_flip(change, school)
    assert label_permutation(change, treated, school, draws=0) == label_permutation(change, treated, school)
    assert wild(trial, draws=0) == wild(trial)
    apart = change + np.random.default_rng(0).normal(0, 1e-4, len(change))
    for found in (
        sign_flip(apart, draws=0),
        label_permutation(change, treated, school, draws=0, most=100),
        wild(trial, draws=0, most_every=11),
        wild(trial, draws=0, weights="webb"),
        rank_biserial(before, after, school, draws=0),
    ):
        assert (found.refused, found.p, found.ci_low) == ("resampling_off", None, None)
        assert found.estimate is not None
