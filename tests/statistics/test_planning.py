"""The next round: power, sizes and smallest effects agree with each other and with simulated studies."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolbox.model import Estimate
from toolbox.statistics import power_of, sample_size, smallest_detectable, smallest_effect

kinds = st.sampled_from(["paired", "two_samples"])


@settings(max_examples=60, deadline=None)
@given(n=st.floats(3, 5000), power=st.floats(0.3, 0.99), kind=kinds, sides=st.sampled_from([1, 2]))
def test_size_effect_and_power_undo_each_other(n, power, kind, sides):
    how = {"kind": kind, "sides": sides}
    effect = smallest_effect(n, power=power, **how).estimate
    assert power_of(n, effect, **how).estimate == pytest.approx(power, abs=1e-9)
    assert sample_size(effect, power=power, **how).estimate == pytest.approx(n, rel=1e-6)


def test_power_at_the_edges():
    assert power_of(30, 0.0).estimate == pytest.approx(0.025)
    assert power_of(30, 0.0, both_tails=True).estimate == pytest.approx(0.05)
    assert power_of(30, -0.5).estimate == power_of(30, 0.5).estimate
    assert power_of(100_000, 0.5).estimate == pytest.approx(1.0)
    assert power_of(1e8, 0.0003).estimate == pytest.approx(0.8508, abs=1e-3)
    assert power_of(1, 0.5).refused == smallest_effect(1).refused == "few_persons"
    assert sample_size(0).refused == "no_effect"
    assert sample_size(-0.3, sides=1).refused == "no_effect"
    assert sample_size(1e-7).refused == "beyond_numbers"
    assert sample_size(60).flags == ("fewest_possible",)
    assert sample_size(0.3).n == 90
    assert smallest_effect(30, power=0.01, sides=1).estimate == 0.0
    for how in ({"alpha": 0}, {"sides": 3}):
        with pytest.raises(ValueError, match="between 0 and 1"):
            power_of(30, 0.3, **how)
    with pytest.raises(ValueError, match="between 0 and 1"):
        smallest_effect(30, power=1.0)


@settings(max_examples=60, deadline=None)
@given(units=st.integers(4, 500), persons=st.integers(1, 60), rho=st.floats(0, 0.6))
def test_designs_agree_where_they_meet(units, persons, rho):
    one = smallest_detectable(units, persons, rho, design="one_group").estimate
    assert one > 0
    assert smallest_detectable(units + 1, persons, rho, design="one_group").estimate < one
    assert smallest_detectable(units, persons + 1, rho, design="one_group").estimate <= one + 1e-12
    two = smallest_detectable(units, persons, rho).estimate
    assert smallest_detectable(units, persons, rho, treated=0.3).estimate > two
    assert smallest_detectable(units, persons, rho, schools_per_hub=1, rho_hub=0.0).estimate == pytest.approx(two)
    # A hub of one school that takes all the school's variance is that school.
    assert smallest_detectable(units, persons, 0.0, schools_per_hub=1, rho_hub=rho).estimate == pytest.approx(two)


def test_uncertainty_of_the_intraclass_correlation_is_handed_on():
    rho = Estimate(estimate=0.1, ci_low=-0.02, ci_high=0.25)
    found = smallest_detectable(20, 8, rho)
    ends = [smallest_detectable(20, 8, each).estimate for each in (0.0, 0.1, 0.25)]
    assert [found.ci_low, found.estimate, found.ci_high] == pytest.approx(ends)
    assert found.flags == ("interval_from_icc",)
    assert smallest_detectable(20, 8, Estimate(refused="few_schools")).refused == "few_schools"
    assert (found.df, found.n, found.n_schools) == (18.0, 160, 20)


def test_what_a_design_refuses():
    assert smallest_detectable(2, 10, 0.1).refused == "few_schools"
    assert smallest_detectable(1, 10, 0.1, design="one_group").refused == "few_schools"
    assert smallest_detectable(5, 10, 0.1, covariates=3).refused == "few_schools"
    assert smallest_detectable(20, 10, 0.1, explained_school=1, explained_person=1).refused == "no_spread"
    for wrong in ({"rho": 1.2}, {"treated": 1.0}, {"rho_hub": 0.95}, {"persons": 0.5}, {"schools_per_hub": 0}):
        with pytest.raises(ValueError, match=r"between 0 and 1|at least one"):
            smallest_detectable(**({"units": 20, "persons": 10, "rho": 0.1} | wrong))


@pytest.mark.parametrize("design", ["one_group", "two_groups", "hubs"])
def test_simulated_studies_of_that_size_succeed_as_often_as_said(design):
    """3,000 seeded studies at the smallest detectable effect: the t test on means finds it in about 80 of 100."""
    random = np.random.default_rng(20260408)
    studies, units, persons = 3000, 16, 8
    if design == "hubs":
        effect = smallest_detectable(units, persons, 0.1, schools_per_hub=4, rho_hub=0.05)
        spread = (0.05 + 0.1 / 4 + 0.85 / (4 * persons)) ** 0.5
    else:
        effect = smallest_detectable(units, persons, 0.1, design=design)
        spread = (0.1 + 0.9 / persons) ** 0.5
    from scipy.special import stdtrit

    means = random.normal(0, spread, (studies, units))
    limit = stdtrit(effect.df, 0.975)
    if design == "one_group":
        means += effect.estimate
        t = means.mean(axis=1) / (means.std(axis=1, ddof=1) / units**0.5)
    else:
        first, second = means[:, : units // 2] + effect.estimate, means[:, units // 2 :]
        pooled = (first.var(axis=1, ddof=1) + second.var(axis=1, ddof=1)) / 2
        t = (first.mean(axis=1) - second.mean(axis=1)) / (pooled * 4 / units) ** 0.5
    assert abs((np.abs(t) > limit).mean() - 0.8) < 0.025
