"""Paired and independent change, and the branches of the decision tree one by one."""

from __future__ import annotations

import numpy as np
import pytest

from toolbox.statistics import independent_change, one_group, paired_change


@pytest.fixture
def two_rounds():
    random = np.random.default_rng(7)
    school = np.repeat(np.arange(12), random.integers(2, 9, 12))
    before = random.normal(3, 0.7, len(school))
    return before, before + random.normal(0.3, 0.5, len(school)), school


def fields(found):
    return [found.se, found.df, found.p]


@pytest.mark.parametrize("clustered", [True, False])
def test_swapping_rounds_flips_the_sign(two_rounds, clustered):
    before, after, school = two_rounds
    labels = school if clustered else None
    one, other = paired_change(before, after, labels), paired_change(after, before, labels)
    assert other.estimate == pytest.approx(-one.estimate)
    assert (other.ci_low, other.ci_high) == pytest.approx((-one.ci_high, -one.ci_low))
    assert fields(other) == pytest.approx(fields(one))
    labels = (school, school) if clustered else (None, None)
    one, other = independent_change(before, after, *labels), independent_change(after, before, *labels)
    assert other.estimate == pytest.approx(-one.estimate)
    assert fields(other) == pytest.approx(fields(one))


@pytest.mark.parametrize("form", [paired_change, independent_change])
def test_a_constant_added_to_both_changes_nothing_and_a_factor_scales(two_rounds, form):
    before, after, school = two_rounds
    labels = (school,) if form is paired_change else (school, school)
    one = form(before, after, *labels)
    shifted, scaled = form(before + 10, after + 10, *labels), form(4 * before, 4 * after, *labels)
    assert [shifted.estimate, *fields(shifted)] == pytest.approx([one.estimate, *fields(one)])
    assert [scaled.estimate, scaled.se] == pytest.approx([4 * one.estimate, 4 * one.se])
    assert (scaled.df, scaled.p) == pytest.approx((one.df, one.p))


def test_row_order_is_irrelevant(two_rounds):
    before, after, school = two_rounds
    order = np.random.default_rng(1).permutation(len(before))
    one, other = paired_change(before, after, school), paired_change(before[order], after[order], school[order])
    assert [other.estimate, *fields(other)] == pytest.approx([one.estimate, *fields(one)])


@pytest.mark.parametrize(
    ("n", "schools", "branch", "interval", "p", "refused"),
    [
        (0, 0, "suppress", False, False, "too_few_persons"),
        (4, 1, "suppress", False, False, "too_few_persons"),
        (5, 1, "counts", False, False, "few_pairs"),
        (9, 5, "counts", False, False, "few_pairs"),
        (10, 1, "persons", True, False, "few_schools"),
        (10, 3, "persons", True, False, "few_schools"),
        (10, 4, "few_schools", True, True, ""),
        (90, 9, "few_schools", True, True, ""),
        (90, 10, "many_schools", True, True, ""),
        (3, None, "unclustered", True, True, ""),
    ],
)
def test_every_branch(n, schools, branch, interval, p, refused):
    found = one_group(n, schools)
    assert (found.name, found.interval, found.p, found.refused) == (branch, interval, p, refused)
    assert found.clustered == (branch in ("few_schools", "many_schools"))


def test_a_rubric_rating_is_no_person():
    assert one_group(2, 2, institutional=True).name == "persons"
    found = paired_change([2.0, 1.0], [3.0, 2.5], [0, 1], institutional=True)
    assert found.estimate == 1.25
    assert found.refused == "few_schools"
    assert paired_change([2.0], [3.0], [0], institutional=True).estimate == 1.0


def some(n, schools, seed=3):
    random = np.random.default_rng(seed)
    before = random.normal(3, 0.7, n)
    return before, before + random.normal(0.3, 0.5, n), np.arange(n) % schools


def test_four_pairs_show_nothing_and_nine_no_mean():
    for n, reason in ((4, "too_few_persons"), (9, "few_pairs")):
        found = paired_change(*some(n, 2))
        assert (found.estimate, found.se, found.ci_low, found.p) == (None, None, None, None)
        assert (found.refused, found.n) == (reason, n)


def test_up_to_three_schools_speak_for_these_persons():
    before, after, school = some(30, 3)
    found, plain = paired_change(before, after, school), paired_change(before, after)
    assert (found.ci_low, found.ci_high) == (plain.ci_low, plain.ci_high)
    assert found.p is None
    assert plain.p is not None
    assert found.refused == "few_schools"
    assert "these_persons_only" in found.flags
    assert found.n_schools == 3


def test_from_four_schools_on_the_schools_carry_the_interval():
    for schools in (5, 12):
        found = paired_change(*some(60, schools))
        assert (found.refused, found.n_schools, found.flags) == ("", schools, ())
        assert "CR2" in found.method


def test_two_samples_with_five_to_nine_show_the_difference_only():
    before, after, school = some(30, 3)
    found = independent_change(before[:9], after, school[:9], school)
    assert found.estimate == pytest.approx(after.mean() - before[:9].mean())
    assert (found.ci_low, found.p, found.refused) == (None, None, "few_persons")
    assert independent_change(before[:4], after, school[:4], school).refused == "too_few_persons"


def test_two_samples_of_one_school_are_welch_without_p():
    before, after, _ = some(30, 1)
    found = independent_change(before, after[:20], np.zeros(30, int), np.zeros(20, int))
    plain = independent_change(before, after[:20])
    assert "Welch" in found.method
    assert (found.ci_low, found.ci_high) == (plain.ci_low, plain.ci_high)
    assert (found.p, found.refused) == (None, "few_schools")


def test_everybody_the_same_has_no_interval():
    same = np.full(12, 3.0)
    for found in (paired_change(same, same + 1), independent_change(same, same + 1)):
        assert found.estimate == 1.0
        assert (found.ci_low, found.p, found.refused) == (None, None, "no_spread")


def test_unpaired_arrays_are_a_mistake():
    with pytest.raises(ValueError, match="pair them first"):
        paired_change([1, 2], [1, 2, 3])


def test_nobody_at_all():
    assert paired_change([], []).refused == "no_answers"
    assert independent_change([], [1.0, 2.0]).refused == "no_answers"
