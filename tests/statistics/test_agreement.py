"""Agreement inside schools: refusals, bounds, and what must not change it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolbox.statistics import agreement, r_wg


def answers(sizes=(6, 9, 12, 15, 8), k: int = 4, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    school = np.repeat(np.arange(len(sizes)), sizes)
    level = random.normal(3, 0.7, len(sizes))[school][:, None]
    return np.clip(np.round(level + random.normal(scale=0.8, size=(len(school), k))), 1, 5), school


def test_too_little_is_refused():
    items, school = answers()
    assert agreement(items[:0], school[:0], 5).refused == "no_answers"
    lone = agreement(items[:1], school[:1], 5)
    assert (lone.icc1.refused, lone.r_wg.refused, lone.r_wg.values) == ("few_schools", "few_in_school", (None,))
    two = agreement(items[:2], np.array(["a", "b"]), 5)
    assert (two.icc1.refused, two.items[0][0].refused) == ("few_in_school", "no_repeats")
    one_school = agreement(items[school == 3], school[school == 3], 5)
    assert (one_school.icc1.refused, one_school.r_wg.values[0] is None) == ("few_schools", False)
    alike = agreement(np.full((20, 3), 4.0), np.arange(20) % 2, 5)
    assert (alike.icc1.refused, alike.items[0][0].refused, alike.r_wg.values) == ("no_spread", "no_spread", (1.0, 1.0))


def test_a_school_under_five_has_no_index_of_its_own():
    items, school = answers(sizes=(4, 5, 9))
    found = agreement(items, school, 5)
    assert found.sizes == (4, 5, 9)
    for index in (found.r_wg, found.r_wg_skewed, found.average_deviation):
        assert [value is None for value in index.values] == [True, False, False]
        assert index.mean.n_schools == 2
    assert found.icc1.n_schools == 3


def test_items_have_an_icc_from_ten_schools_on():
    items, school = answers(sizes=(6,) * 10)
    first, second = agreement(items, school, 5).items[0]
    assert first.ci_low < first.estimate < first.ci_high
    assert second.ci_low < second.estimate < second.ci_high
    assert first.estimate < second.estimate
    few = school < 9
    assert [each.refused for each in agreement(items[few], school[few], 5).items[0]] == ["few_schools_for_icc"] * 2


def test_missing_answers_and_labels_that_do_not_fit():
    items, school = answers()
    with pytest.raises(ValueError, match="must agree"):
        agreement(items, school[1:], 5)
    items[0, 0] = np.nan
    with pytest.raises(ValueError, match="leave incomplete rows out"):
        agreement(items, school, 5)


def test_more_spread_than_chance_counts_as_none():
    split = np.array([[1.0], [5.0]] * 4)
    assert r_wg(split, np.zeros(8), 2.0).values == (0.0,)
    assert r_wg(np.full((8, 1), 2.0), np.zeros(8), 2.0).values == (1.0,)


def test_the_skewed_null_is_known_for_five_options_only():
    items, school = answers()
    assert agreement(items, school, 7).r_wg_skewed.refused == "no_null"
    assert agreement(items, school, 5).r_wg_skewed.refused == ""


def test_no_verdict_but_a_distribution():
    found = agreement(*answers(), 5).r_wg
    low, high = found.quarters
    assert low <= found.median.estimate <= high
    assert found.share_from_70 == np.mean(np.array(found.values) >= 0.7)


def test_with_equal_schools_reml_is_the_analysis_of_variance():
    items, school = answers(sizes=(8,) * 6)
    found = agreement(items[:, :1], school, 5, least_schools=2)
    assert found.items[0][0].estimate == pytest.approx(found.icc1.estimate, rel=1e-6)
    assert found.items[0][1].estimate == pytest.approx(found.icc2.estimate, rel=1e-6)
    assert found.icc1.ci_low < found.icc1.estimate < found.icc1.ci_high


def test_schools_that_do_not_differ():
    items = np.tile(np.array([[1.0], [2.0], [4.0], [5.0]]), (3, 1))
    found = agreement(items, np.repeat([1, 2, 3], 4), 5, least_schools=2)
    assert found.icc1.refused == "no_spread"
    assert found.items[0][0].estimate == pytest.approx(0.0, abs=1e-6)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 5))
def test_labels_and_order_of_rows(seed, turn):
    items, school = answers(seed=seed)
    found = agreement(items, school, 5, least_schools=2)
    order = np.random.default_rng(seed).permutation(len(school))
    names = np.roll(np.array(["e", "k", "a", "z", "m"]), turn)
    other = agreement(items[order], names[school][order], 5, least_schools=2)
    assert other.icc1.estimate == pytest.approx(found.icc1.estimate, rel=1e-9, abs=1e-12)
    assert other.items[1][0].estimate == pytest.approx(found.items[1][0].estimate, rel=1e-4, abs=1e-6)
    mapped = dict(zip(other.schools, other.r_wg.values, strict=True))
    assert [mapped[name] for name in names] == pytest.approx(found.r_wg.values)
    moved = agreement(items + 10, school, 5)
    assert moved.average_deviation.values == pytest.approx(found.average_deviation.values)


def test_a_school_told_twice_is_a_further_school():
    items, school = answers()
    twice = agreement(np.vstack([items, items[school == 2]]), np.append(school, np.full(12, 9)), 5)
    assert twice.icc1.n_schools == 6


def schools_with(share: float, size: int, schools: int = 8) -> tuple[np.ndarray, np.ndarray]:
    """Persons of whose differences exactly this share lies between schools: MSW = 1, MSB = (1 + (n - 1) share) / (1 - share)."""
    within, between = np.arange(size) - (size - 1) / 2, np.arange(schools) - (schools - 1) / 2
    within = within / within.std(ddof=1)
    between = between / between.std(ddof=1) * ((1 + (size - 1) * share) / (1 - share) / size) ** 0.5
    return (between[:, None] + within).reshape(-1, 1), np.repeat(np.arange(schools), size)


@pytest.mark.parametrize(
    ("share", "printed"),
    [
        (0.05, ".208 .345 .513 .612 .759 .840"),
        (0.10, ".357 .526 .690 .769 .870 .917"),
        (0.20, ".556 .714 .833 .882 .938 .962"),
    ],
)
def test_how_reliable_a_mean_of_so_many_persons_is(share, printed):
    """R: ``n * icc / (1 + (n - 1) * icc)`` for n = 5, 10, 20, 30, 60, 100."""
    for size, expected in zip((5, 10, 20, 30, 60, 100), printed.split(), strict=True):
        found = agreement(*schools_with(share, size), 5)
        assert found.icc1.estimate == pytest.approx(share, abs=1e-12)
        assert found.icc2.estimate == pytest.approx(float(expected), abs=5.1e-4)


@pytest.mark.parametrize(("share", "persons"), [(0.05, 45), (0.10, 21), (0.15, 14), (0.20, 10)])
def test_how_many_persons_a_reliable_mean_takes(share, persons):
    """For .70; at a fifth between schools ten persons are enough, at a twentieth few schools have as many as it takes."""
    before, enough = (agreement(*schools_with(share, size), 5).icc2.estimate for size in (persons - 1, persons))
    assert before < 0.70 <= enough + 1e-12
