"""Nested models against lme4, lmerTest and pbkrtest (``mixed.R``), on invented rounds and persons that lie beside."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from tests.reference.test_r import HERE, agrees, said
from toolbox.statistics.mixed import (
    NestedFit,
    intraclass,
    mixed_contrast,
    nested,
    shrunken_means,
    total_variance_effect,
)

R = said("mixed")


def columns(name: str, *wanted: str) -> tuple[np.ndarray, ...]:
    rows = list(csv.DictReader((HERE / name).read_text().splitlines()[1:]))
    return tuple(np.array([float(row[column]) for row in rows]) for column in wanted)


def vector(prefix: str) -> list[float]:
    return [R[name] for name in R if name.removeprefix(prefix).isdigit()]


def told(fit: NestedFit, contrast: int, name: str) -> None:
    """lme4 stops without derivatives: seven digits of a variance are what it gives."""
    assert fit.coefficients == pytest.approx(vector(f"{name}.coef"), rel=1e-6)
    assert fit.se == pytest.approx(vector(f"{name}.se"), rel=1e-6)
    assert fit.components == pytest.approx(vector(f"{name}.variance"), rel=2e-6, abs=1e-12)
    assert fit.log_likelihood == pytest.approx(R[f"{name}.loglik"], rel=1e-12)
    assert fit.log_likelihood >= R[f"{name}.loglik"] - 1e-10, "lower than lme4 found"
    assert ("singular" in fit.flags) == (0 in vector(f"{name}.variance"))
    agrees(mixed_contrast(fit, contrast), R, f"{name}.kr", rtol=3e-6)
    agrees(mixed_contrast(fit, contrast, ddf="satterthwaite"), R, f"{name}.satterthwaite", rtol=5e-6)


def test_rows_in_schools():
    after, before, mentored, school = columns("invented.csv", "after", "before", "mentored", "school")
    told(nested(after, np.column_stack([np.ones(len(after)), mentored, before]), school), 1, "schools")


def test_schools_that_do_not_differ():
    alike, mentored, school = columns("three_rounds.csv", "alike", "mentored", "school")
    told(nested(alike, np.column_stack([np.ones(len(alike)), mentored]), school), 1, "schools_alike")


def test_three_rounds_of_persons_in_schools():
    y, mentored, when, years, school, person = columns(
        "three_rounds.csv", "y", "mentored", "round", "years", "school", "person"
    )
    second, third = (when == 2).astype(float), (when == 3).astype(float)
    x = np.column_stack([np.ones(len(y)), mentored, second, third, years, mentored * second, mentored * third])
    told(nested(y, x, school, person), 6, "rounds")


def test_persons_differ_and_their_schools_do_not():
    alike, when, school, person = columns("three_rounds.csv", "alike", "round", "school", "person")
    told(nested(alike, np.column_stack([np.ones(len(alike)), when == 2, when == 3]), school, person), 2, "rounds_alike")


@pytest.mark.parametrize(
    ("name", "file", "column"), [("icc", "invented", "after"), ("icc_alike", "three_rounds", "alike")]
)
def test_share_between_schools(name, file, column):
    y, school = columns(f"{file}.csv", column, "school")
    agrees(intraclass(y, school), R, name, rtol=2e-6)


def test_school_means():
    after, school = columns("invented.csv", "after", "school")
    found = shrunken_means(after, school)
    assert found.raw == pytest.approx(vector("means.raw"), rel=1e-12)
    assert found.shrunken == pytest.approx(vector("means.shrunken"), rel=1e-6)
    assert found.sd == pytest.approx(vector("means.sd"), rel=1e-6)


def test_effect_on_total_variance():
    after, before, mentored, school = columns("invented.csv", "after", "before", "mentored", "school")
    found = total_variance_effect(after, mentored, school, before)
    for name in ("d", "d_within", "d_conditional", "icc"):
        assert getattr(found, name) == pytest.approx(R[f"total.{name}"], rel=2e-6)
    agrees(found.effect, R, "total.effect", rtol=5e-6)
