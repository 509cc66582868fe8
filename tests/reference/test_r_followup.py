"""Persons who leave, start low, look back, and the next round: ours against what R's packages said in followup.csv."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from tests.reference.test_r import HERE, agrees, said
from toolbox.statistics import (
    all_available,
    bayes_factor,
    by_starting_level,
    change_with_start,
    delta_shift,
    equivalence,
    mee_chua,
    oldham,
    paired_change,
    pooling,
    posterior,
    power_of,
    recalibration,
    reliable_change,
    response_shift,
    sample_size,
    smallest_detectable,
    smallest_effect,
)


@pytest.fixture(scope="module")
def expected() -> dict[str, float]:
    return said("followup")


@pytest.fixture(scope="module")
def people() -> dict[str, np.ndarray]:
    rows = list(csv.DictReader((HERE / "four_rounds.csv").read_text().splitlines()[1:]))
    return {name: np.array([float(row[name] or "nan") for row in rows]) for name in rows[0]}


def part(expected: dict[str, float], prefix: str) -> dict[str, float]:
    found = {key.removeprefix(f"{prefix}."): value for key, value in expected.items() if key.startswith(f"{prefix}.")}
    assert found, prefix
    return found


@pytest.mark.parametrize(("name", "rounds"), [("four", "1234"), ("two", "14")])
def test_all_available_answers(people, expected, name, rounds):
    wanted = part(expected, f"fiml.{name}")
    found = all_available(np.column_stack([people[f"r{one}"] for one in rounds]))
    ours = {f"mean{place}": mean.estimate for place, mean in enumerate(found.means, 1)}
    ours |= {f"se{place}": mean.se for place, mean in enumerate(found.means, 1)}
    ours |= {
        "delta": found.change.estimate, "delta_se": found.change.se, "low": found.change.ci_low,
        "high": found.change.ci_high, "log_likelihood": found.log_likelihood,
        "n_any": found.n_any, "pairs": found.pairs.estimate, "n_pairs": found.pairs.n, "sd_first": found.sd_first,
    }  # fmt: skip
    # lavaan stops when its own criterion is met, at about six digits.
    assert found.change.p == pytest.approx(wanted.pop("p"), rel=5e-4)
    assert ours == pytest.approx(wanted, rel=2e-5, abs=5e-6)


def test_all_available_answers_of_schools(people, expected):
    found = all_available(np.column_stack([people[f"r{one}"] for one in "1234"]), people["school"])
    wanted = part(expected, "fiml_school")
    ours = {name: getattr(found.change, name) for name in wanted}
    assert ours.pop("p") == pytest.approx(wanted.pop("p"), rel=5e-4)
    assert ours == pytest.approx(wanted, rel=2e-5, abs=5e-6)
    assert found.pairs == paired_change(
        *(people[name][kept] for kept in [~np.isnan(people["r1"] + people["r4"])] for name in ("r1", "r4", "school"))
    )


def test_leavers_lowered(people, expected):
    found = delta_shift(np.column_stack([people[f"r{one}"] for one in "1234"]), (0.1, 0.3, 0.5))
    assert [each.estimate for each in found] == pytest.approx([expected[f"lowered{one}"] for one in "123"], abs=5e-6)


@pytest.mark.parametrize(("name", "size"), [("rubin", {"n": 60, "k": 3}), ("rubin_large", {})])
def test_completed_sets_pooled(expected, name, size):
    found = pooling([0.41, 0.52, 0.33, 0.47, 0.60], [0.11, 0.13, 0.10, 0.12, 0.14], **size)
    ours = {
        "estimate": found.found.estimate, "se": found.found.se, "df": found.found.df, "p": found.found.p,
        "within": found.within, "between": found.between, "increase": found.increase,
        "missing_information": found.missing_information,
    }  # fmt: skip
    assert ours == pytest.approx(part(expected, name), rel=1e-10)


@pytest.mark.parametrize(("name", "reliability", "less"), [("rci", 0.8, None), ("rci_less", 0.75, 0.15)])
def test_single_persons(people, expected, name, reliability, less):
    found = reliable_change(people["before"], people["after"], reliability, comparison_change=less)
    ours = {
        field: getattr(found, field).estimate for field in ("sd_before", "error", "difference_error", "mdc95", "mdc90")
    }
    ours |= {"improved": found.improved, "worse": found.worse, "unchanged": found.unchanged}
    assert ours | {"first": found.index[0], "last": found.index[-1]} == pytest.approx(part(expected, name), rel=1e-10)


@pytest.mark.parametrize(("name", "parts"), [("thirds", 3), ("quarters", 4)])
def test_starting_levels(people, expected, name, parts):
    found = by_starting_level(people["before"], people["after"], people["school"], parts=parts)
    assert len(found) == parts
    for place, level in enumerate(found):
        wanted = part(expected, f"{name}.{place}")
        ours = (level.n, level.mean_before.estimate, level.expected.estimate)
        assert ours == pytest.approx((wanted["n"], wanted["mean_before"], wanted["expected"]), rel=1e-9)
        agrees(level.observed, expected, f"{name}.{place}.observed")


def test_start_and_change(people, expected):
    before, after, school = people["before"], people["after"], people["school"]
    assert change_with_start(before, after).estimate == pytest.approx(expected["start.r"])
    agrees(oldham(before, after), expected, "start.oldham")
    agrees(oldham(before, after, school), expected, "oldham_clustered")
    plain, clustered = mee_chua(before, after, 3), mee_chua(before, after, 3, school)
    agrees(plain.effect, expected, "mee.effect")
    agrees(plain.slope, expected, "mee.slope")
    agrees(clustered.effect, expected, "mee_effect")
    agrees(clustered.slope, expected, "mee_slope")


def test_looking_back(people, expected):
    found = response_shift(people["before"], people["then"], people["after"], people["school"])
    agrees(found.shift, expected, "shift")
    agrees(found.change, expected, "change")
    agrees(found.change_from_then, expected, "from_then")


def test_a_better_eye(people, expected):
    found = recalibration(people["before"], people["seen"], people["school"])
    agrees(found.change, expected, "seen")
    agrees(found.concentration, expected, "concentration")
    assert found.appears
    assert recalibration(people["before"], people["after"], people["school"]).appears is False


def test_margins(people, expected):
    before, after, school = people["before"], people["after"], people["school"]
    found = equivalence(paired_change(before, after), 0.3)
    ours = {name: getattr(found, name) for name in ("t_lower", "p_lower", "t_upper", "p_upper")}
    ours |= {"low": found.found.ci_low, "high": found.found.ci_high}
    assert ours == pytest.approx(part(expected, "tost"), rel=1e-9)
    found = equivalence(paired_change(before, after, school), 0.3)
    ours = {"p_lower": found.p_lower, "p_upper": found.p_upper, "low": found.found.ci_low, "high": found.found.ci_high}
    assert ours == pytest.approx(part(expected, "tost_clustered"), rel=1e-8)
    assert found.found.p == found.p_upper
    assert found.ruled_out


def test_posterior(people, expected):
    wanted = part(expected, "posterior")
    found = posterior(
        paired_change(people["before"], people["after"], people["school"]), wanted["sd_before"], wanted["smallest"]
    )
    ours = [found.change.estimate, found.change.se, found.above_zero.estimate, found.above_smallest.estimate]
    assert ours == pytest.approx([wanted[name] for name in ("mean", "sd", "above_zero", "above_smallest")], rel=1e-8)


@pytest.mark.parametrize(
    ("name", "t", "sizes", "width"),
    [
        ("pairs", 2.4, (30,), None), ("none", 0, (12,), None), ("strong", 6, (80,), None), ("wide", 2.4, (30,), 1.0),
        ("two", 2.1, (25, 40), None), ("negative", -3.1, (295,), None),
    ],
)  # fmt: skip
def test_bayes_factors(expected, name, t, sizes, width):
    found = bayes_factor(t, *sizes, **({} if width is None else {"width": width}))
    assert found.log == pytest.approx(expected[f"factor.{name}"], abs=1e-6)
    assert found.found.estimate == pytest.approx(np.exp(expected[f"factor.{name}"]), rel=1e-6)


def test_bayes_factor_of_answers(people, expected):
    change = paired_change(people["before"], people["after"])
    found = bayes_factor(change.estimate / change.se, change.n)
    assert found.log == pytest.approx(expected["factor.data"], abs=1e-6)


def test_the_next_round(expected):
    two = {"kind": "two_samples"}
    ours = {
        "power_pairs": power_of(40, 0.3), "power_two": power_of(40, 0.3, **two),
        "power_one_sided": power_of(25, 0.4, sides=1, **two), "power_strict": power_of(8, 0.1, both_tails=True, **two),
        "n_pairs": sample_size(0.3), "n_two": sample_size(0.25, power=0.9, alpha=0.01, **two),
        "effect_pairs": smallest_effect(60), "effect_two": smallest_effect(35, sides=1, **two),
        "two_levels": smallest_detectable(40, 9, 0.12, treated=0.4, explained_person=0.3, explained_school=0.5, covariates=1),
        "three_levels": smallest_detectable(14, 8, 0.10, schools_per_hub=5, rho_hub=0.05),
        "one_group": smallest_detectable(14, 9, 0.1, design="one_group"),
    }  # fmt: skip
    ours = {name: found.estimate for name, found in ours.items()}
    assert ours == pytest.approx(part(expected, "plan"), rel=1e-9)
