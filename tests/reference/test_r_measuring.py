"""How well items measure, held against psych, lavaan, multilevel and ordinal on invented answers (measuring.R)."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from tests.reference.test_r import HERE, said
from toolbox.statistics import (
    agreement,
    cumulative_logit,
    cumulative_logit_of_schools,
    invariance,
    one_factor,
    r_wg,
    reliability,
    transitions,
)
from toolbox.statistics.factor import FactorFit

SCALE = ("a1", "a2", "a3", "a4")


@pytest.fixture(scope="module")
def answers() -> dict[str, np.ndarray]:
    rows = list(csv.DictReader((HERE / "measured.csv").read_text().splitlines()[1:]))
    return {name: np.array([float(row[name]) for row in rows]) for name in rows[0]}


@pytest.fixture(scope="module")
def items(answers) -> np.ndarray:
    return np.column_stack([answers[name] for name in SCALE])


@pytest.fixture(scope="module")
def expected() -> dict[str, float]:
    return said("measuring")


def numbered(expected: dict[str, float], name: str) -> list[float]:
    found = [expected[f"{name}.{place}"] for place in range(1, 50) if f"{name}.{place}" in expected]
    assert found, name
    return found


def values(estimates) -> list[float]:
    return [each.estimate for each in estimates]


@pytest.mark.parametrize("part", ["four", "two"])
def test_reliability(items, expected, part):
    found = reliability(items if part == "four" else items[:, :2])
    ours = {
        "alpha": found.alpha.estimate, "low": found.alpha.ci_low, "high": found.alpha.ci_high, "ase": found.alpha.se,
        "standardised": found.alpha_standardised.estimate, "average_r": found.average_r.estimate,
        "lambda2": found.lambda2.estimate, "error": found.measurement_error.estimate,
    }  # fmt: skip
    assert ours == pytest.approx({name: expected[f"{part}.{name}"] for name in ours}, rel=1e-10)
    assert values(found.item_rest) == pytest.approx(numbered(expected, f"{part}.rest"), rel=1e-10)


def test_omega_and_what_each_item_adds(items, expected):
    found = reliability(items)
    assert values(found.alpha_if_dropped) == pytest.approx(numbered(expected, "dropped"), rel=1e-10)
    # lavaan and psych stop their searches at about 1e-8.
    assert found.omega.estimate == pytest.approx(expected["omega"], rel=1e-6)
    assert found.omega_standardised.estimate == pytest.approx(expected["omega_minres"], rel=1e-6)
    assert found.loadings == pytest.approx(numbered(expected, "loading"), rel=1e-6)
    assert reliability(items[:, :2]).spearman_brown.estimate == pytest.approx(expected["spearman_brown"], rel=1e-10)


def fits(found: FactorFit, expected: dict[str, float], prefix: str) -> None:
    ours = {
        "chi2": found.test.estimate, "df": found.test.df, "p": found.test.p, "cfi": found.cfi,
        "rmsea": found.rmsea.estimate, "rmsea_low": found.rmsea.ci_low, "rmsea_high": found.rmsea.ci_high,
        "srmr": found.srmr,
    }  # fmt: skip
    # R searches the limits of RMSEA with uniroot, and its parameters are good to 1e-6, which SRMR shows first.
    assert ours == pytest.approx({name: expected[f"{prefix}.{name}"] for name in ours}, rel=2e-5)
    assert found.test.estimate == pytest.approx(expected[f"{prefix}.chi2"], rel=1e-8)


def test_one_factor(items, expected):
    fits(one_factor(items), expected, "one")


@pytest.mark.parametrize("part", ["items4", "items7"])
def test_invariance(answers, items, expected, part):
    found = invariance(items, answers["arm"])
    if part == "items7":
        more = np.column_stack([items, *(answers[name] for name in ("b1", "b2", "b3"))])
        found = invariance(more, answers["arm"], ["a"] * 4 + ["b"] * 3)
    for name in ("configural", "metric", "scalar"):
        fits(getattr(found, name), expected, f"{part}.{name}")
    ours = found.scalar_step.cfi, found.scalar_step.test.estimate, found.scalar_step.test.df
    for place, index in enumerate(("cfi", "chi2", "df")):
        wanted = expected[f"{part}.scalar.{index}"] - expected[f"{part}.metric.{index}"]
        assert ours[place] == pytest.approx(wanted, rel=1e-7)


def test_agreement(answers, items, expected):
    found = agreement(items, answers["school"], 5, least=2)
    ours = found.icc1.estimate, found.icc2.estimate, found.f.estimate, found.f.p
    assert ours == pytest.approx([expected[name] for name in ("icc1", "icc2", "f", "f_p")], rel=1e-9)
    # nlme's search, even tightened, stops at 1e-7.
    assert [first.estimate for first, _ in found.items] == pytest.approx(numbered(expected, "item_icc"), rel=1e-6)
    lone = r_wg(answers["c"][:, None], answers["school"], 2.0, least=2)
    for name, index in (("even", found.r_wg), ("skewed", found.r_wg_skewed), ("away", found.average_deviation),
                        ("lone", lone)):  # fmt: skip
        assert index.values == pytest.approx(numbered(expected, name), rel=1e-12, abs=1e-14)
    kept = agreement(items, answers["school"], 5)
    assert kept.r_wg.values == (None, *found.r_wg.values[1:]), "the school of four has no index of its own"


def test_ordered_answers(answers, expected):
    y, x = answers["c"], np.column_stack([answers["arm"], answers["b1"]])
    found = cumulative_logit(y, x)
    both = (*found.thresholds, *found.coefficients)
    assert values(found.thresholds) == pytest.approx(numbered(expected, "threshold"), rel=1e-6)
    assert values(found.coefficients) == pytest.approx(numbered(expected, "beta"), rel=1e-6)
    assert [each.se for each in both] == pytest.approx(numbered(expected, "se"), rel=1e-6)
    assert found.log_likelihood == pytest.approx(expected["loglik"], rel=1e-12)
    clustered = cumulative_logit(y, x, answers["school"])
    both = (*clustered.thresholds, *clustered.coefficients)
    assert [each.se for each in both] == pytest.approx(numbered(expected, "school_se"), rel=1e-6)
    assert both[-1].df == 23


def test_ordered_answers_with_an_intercept_of_the_school(answers, expected):
    y, x = answers["c"], np.column_stack([answers["arm"], answers["b1"]])
    found = cumulative_logit_of_schools(y, x, answers["school"])
    both = (*found.thresholds, *found.coefficients)
    # clmm stops at a gradient of 1e-3; ours is not below its likelihood.
    assert values(found.thresholds) == pytest.approx(numbered(expected, "mixed_threshold"), rel=1e-4)
    assert values(found.coefficients) == pytest.approx(numbered(expected, "mixed_beta"), rel=1e-5)
    assert [each.se for each in both] == pytest.approx(numbered(expected, "mixed_se"), rel=1e-5)
    assert found.spread.estimate == pytest.approx(expected["mixed_sd"], rel=1e-5)
    assert found.log_likelihood == pytest.approx(expected["mixed_loglik"], rel=1e-10)
    assert found.log_likelihood >= expected["mixed_loglik"] - 1e-9


def test_transitions(answers, expected):
    found = transitions(answers["a1"], answers["c"], 5)
    assert np.ravel(found.counts).tolist() == numbered(expected, "move")
