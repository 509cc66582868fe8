"""What is read off nested models: how alike schools' persons are, schools' means, effect sizes of groups of schools."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from toolbox.model import Estimate
from toolbox.statistics.mixed import (
    design_effect,
    intraclass,
    nested,
    shrunken_means,
    total_variance_effect,
    wwc_cluster_effect,
)
from toolbox.statistics.mixed.intraclass import exact_limits


def schools(seed: int, sizes=(1, 2, 4, 5, 6, 7, 7, 8, 9, 11, 12, 14), icc: float = 0.2):
    random = np.random.default_rng(seed)
    school = np.repeat(np.arange(len(sizes)), sizes)
    y = random.normal(0, icc**0.5, len(sizes))[school] + random.normal(0, (1 - icc) ** 0.5, len(school))
    return 3 + y, school


def test_equal_schools_give_searles_interval():
    from scipy.stats import f

    y, school = schools(1, (6,) * 12, icc=0.4)
    means = y.reshape(12, 6).mean(axis=1)
    ratio = 6 * means.var(ddof=1) / (np.square(y - means[school]).sum() / 60)
    ends = [(ratio / f.ppf(p, 11, 60) - 1) / (ratio / f.ppf(p, 11, 60) + 5) for p in (0.975, 0.025)]
    found = intraclass(y, school)
    assert found.estimate == pytest.approx((ratio - 1) / (ratio + 5), rel=1e-8)
    assert (found.ci_low, found.ci_high) == pytest.approx((max(ends[0], 0), ends[1]), abs=1e-10)
    # Large-sample variance of an intraclass correlation of equal schools (Fisher), n and G − 1 kept apart.
    rho = found.estimate
    between, within = (1 + 5 * rho), (1 - rho)
    slope = np.array([within, -between]) * 6 / (between + 5 * within) ** 2
    assert found.se == pytest.approx(np.sqrt(slope**2 @ [2 * between**2 / 11, 2 * within**2 / 60]), rel=1e-7)


@pytest.mark.parametrize("icc", [0.0, 0.1, 0.4])
def test_the_interval_keeps_its_promise_with_unequal_schools(icc):
    """The truth lies in 95 of 100 intervals, at zero too: three Monte-Carlo standard errors of 500."""
    hits = 0
    for seed in range(500):
        low, high = exact_limits(*schools(seed, icc=icc), 0.95)
        hits += low <= icc <= high
    assert abs(hits / 500 - (0.975 if icc == 0 else 0.95)) < 3 * np.sqrt(0.05 * 0.95 / 500) + 0.025 * (icc == 0)


def test_a_share_has_no_unit_and_no_order():
    y, school = schools(3)
    order = np.random.default_rng(3).permutation(len(y))
    one, other = intraclass(y, school), intraclass((1e6 - 40 * y)[order], np.array(list("kdgafbhcejil"))[school][order])
    for name in ("estimate", "se", "ci_low", "ci_high"):
        assert getattr(other, name) == pytest.approx(getattr(one, name), rel=1e-6)


def test_nine_schools_do_not_tell_how_schools_differ():
    y, school = schools(4)
    assert intraclass(y[school < 9], school[school < 9]).refused == "few_schools_for_icc"
    assert intraclass(y[school < 9], school[school < 9]).estimate is None
    assert intraclass(y[school < 9], school[school < 9], least_schools=2).estimate is not None


@pytest.mark.parametrize(
    ("refused", "y", "school"),
    [
        ("no_answers", [], []),
        ("few_schools", [3.0], [1]),
        ("few_schools", [3.0, 4], [1, 1]),
        ("no_repeats", [3.0, 4], [1, 2]),
        ("no_spread", [3.0] * 40, [*range(20), *range(20)]),
        ("no_spread", [*range(20), *range(20)], [*range(20), *range(20)]),
    ],
)
def test_what_has_no_share_and_no_profile(refused, y, school):
    y, school = np.array(y, float), np.array(school)
    assert intraclass(y, school).refused == refused
    assert design_effect(intraclass(y, school)).refused == refused
    found = shrunken_means(y, school)
    assert (found.refused, len(found.raw)) == (refused, 0)
    assert total_variance_effect(y, school % 2, school, least_schools=0).effect.refused in (
        refused,
        "few_schools_per_group",
    )


def test_design_effect_follows_its_share():
    found = intraclass(*schools(5))
    deff = design_effect(found)
    assert deff.estimate == pytest.approx(1 + (found.n / 12 - 1) * found.estimate)
    assert deff.ci_low <= deff.estimate <= deff.ci_high
    assert design_effect(replace(found, ci_low=None, se=None)).ci_low is None


@pytest.mark.parametrize(("icc", "printed"), [(0.09, 3.02), (0.07, 2.65), (0.01, 1.15), (0.02, 1.38)])
def test_published_design_effects(icc, printed):
    """Of self-rated digital competence: one mean size, 24, explains all four within the two decimals the ICC is printed in.

    Empirical Research in Vocational Education and Training 2020, article s40461-020-00091-y, table 3.
    """
    rounded = Estimate(estimate=icc, ci_low=icc - 0.005, ci_high=icc + 0.005, n=24 * 10, n_schools=10)
    found = design_effect(rounded)
    assert found.ci_low < printed < found.ci_high
    assert found.ci_high - found.ci_low == pytest.approx(0.23)


def test_shrinking_moves_towards_the_grand_mean_and_small_schools_more():
    y, school = schools(6)
    found = shrunken_means(y, school)
    grand = found.grand.estimate
    assert (np.abs(found.shrunken - grand) <= np.abs(found.raw - grand) + 1e-12).all()
    assert (np.diff(found.reliability[np.argsort(found.n)]) >= 0).all()
    assert found.sd**2 == pytest.approx(found.variance_school * (1 - found.reliability))
    # The best linear guess: what a model's equations by matrices give.
    fit = nested(y, np.ones(len(y)), school)
    same = np.equal.outer(school, school)
    v = fit.variance_school * same + fit.variance_residual * np.eye(len(y))
    effect = fit.variance_school * (np.arange(12)[:, None] == school) @ np.linalg.solve(v, y - grand)
    assert found.shrunken == pytest.approx(grand + effect)


def test_a_school_is_shown_with_its_interval_or_not_at_all():
    found = shrunken_means(*schools(7, icc=0.3))
    few = found.of(1)
    assert (few.n, few.refused, few.estimate, few.se) == (2, "too_few_persons", None, None)
    five = found.of(3)
    assert (five.n, five.refused) == (5, "")
    assert five.estimate == found.shrunken[3]
    assert five.ci_high - five.estimate == pytest.approx(1.959963985 * found.sd[3])
    low, high = found.compared(3)
    assert (high - low) / 2 == pytest.approx(1.39 * found.sd[3])


def test_a_mean_of_little_worth_is_preliminary():
    found = shrunken_means(*schools(8, icc=0.3))
    for place in range(3, 12):
        assert ("preliminary" in found.of(place).flags) == (found.reliability[place] < 0.7)
    sure = int(np.argmax(found.reliability))
    assert found.reliability[sure] >= 0.7
    assert "preliminary" in found.of(sure, invited=2 * int(found.n[sure]) + 1).flags
    assert "preliminary" not in found.of(sure, invited=2 * int(found.n[sure])).flags


def test_schools_that_do_not_differ_are_all_the_grand_mean():
    y, school = schools(9, icc=0.0)
    y = y - (np.bincount(school, y) / np.bincount(school))[school] + 3
    found = shrunken_means(y, school)
    assert found.shrunken == pytest.approx(np.full(12, 3.0))
    assert "singular" in found.of(11).flags
    assert "preliminary" in found.of(11).flags
    share = intraclass(y, school)
    assert (share.estimate, share.ci_low, share.ci_high, share.flags) == (0.0, 0.0, 0.0, ("singular",))


def groups(seed: int = 10, step: float = 0.4):
    y, school = schools(seed, (4, 6, 8, 10, 5, 7, 9, 11))
    treated = (school % 2).astype(float)
    return y + step * treated, treated, school


def test_effects_have_no_unit_and_change_sign_with_the_groups():
    y, treated, school = groups()
    other = (1000 + 50 * y, treated, school)
    turned = (y, 1 - treated, school)
    for effect in (total_variance_effect, wwc_cluster_effect):
        one = effect(y, treated, school).effect
        assert effect(*other).effect.estimate == pytest.approx(one.estimate, rel=1e-6)
        assert effect(*other).effect.se == pytest.approx(one.se, rel=1e-6)
        assert effect(*turned).effect.estimate == pytest.approx(-one.estimate, rel=1e-6)
        assert effect(*turned).effect.se == pytest.approx(one.se, rel=1e-6)


def test_without_clustering_the_wwc_effect_is_hedges_g():
    y, treated, school = groups()
    found = wwc_cluster_effect(y, treated, school, rho=0.0)
    n = len(y)
    assert found.effect.df == n - 2
    d = found.difference / found.pooled_sd
    assert found.effect.estimate == pytest.approx((1 - 3 / (4 * n - 9)) * d)
    first, second = treated.sum(), (1 - treated).sum()
    assert found.effect.se == pytest.approx(
        (1 - 3 / (4 * n - 9)) * (1 / first + 1 / second + d * d / (2 * (n - 2))) ** 0.5
    )


def test_equal_schools_give_hedges_equal_size_formula():
    y, school = schools(11, (5,) * 10, icc=0.3)
    treated = (school % 2).astype(float)
    found = total_variance_effect(y, treated, school)
    rho, n, total = found.icc, 5, 50
    g = found.d * np.sqrt(1 - 2 * (n - 1) * rho / (total - 2))
    assert found.effect.estimate == pytest.approx(g)
    spread = ((total - 2) * (1 - rho) ** 2 + n * (total - 2 * n) * rho**2 + 2 * (total - 2 * n) * rho * (1 - rho)) / (
        2 * (total - 2) * (total - 2 - 2 * (n - 1) * rho)
    )
    assert found.effect.se == pytest.approx(np.sqrt((1 / 25 + 1 / 25) * (1 + (n - 1) * rho) + g * g * spread))


def test_a_larger_assumed_correlation_is_less_sure():
    low, high = (wwc_cluster_effect(*groups(), rho=rho).effect for rho in (0.1, 0.2))
    assert high.se > low.se
    assert high.df < low.df


def test_groups_of_three_schools_have_no_effect_size():
    y, treated, school = groups()
    some = school < 7
    for effect in (total_variance_effect, wwc_cluster_effect):
        found = effect(y[some], treated[some], school[some]).effect
        assert found == Estimate(method=found.method, n=found.n, n_schools=7, refused="few_schools_per_group")


def test_nobody_in_a_group_and_no_spread():
    y, treated, school = groups()
    assert total_variance_effect(y, 0 * treated, school).effect.refused == "few_schools_per_group"
    assert wwc_cluster_effect(y, 0 * treated, school).effect.refused == "few_schools_per_group"
    assert wwc_cluster_effect(treated, treated, school).effect.refused == "no_spread"
    assert total_variance_effect(0 * y, treated, school).effect.refused == "no_spread"
    with pytest.raises(ValueError, match="leave incomplete rows out"):
        wwc_cluster_effect(np.where(y > 3, np.nan, y), treated, school)
    with pytest.raises(ValueError, match="leave incomplete rows out"):
        total_variance_effect(np.where(y > 3, np.nan, y), treated, school)


def test_one_school_in_a_group_has_no_effect_size_whatever_is_asked():
    y, treated, school = groups()
    some = (school < 5) & ((school == 1) | (treated == 0))
    for effect in (total_variance_effect, wwc_cluster_effect):
        assert effect(y[some], treated[some], school[some], least_schools=0).effect.refused == "few_schools_per_group"
