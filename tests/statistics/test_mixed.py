"""Nested models: what must hold whatever the data, beside the values from R."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolbox.statistics import cr2, student
from toolbox.statistics.mixed import mixed_contrast, mixed_robust, nested
from toolbox.statistics.mixed.moments import deviance, deviances, moments
from toolbox.statistics.mixed.sums import sums


def rounds(seed: int, schools: int = 9, persons: int = 50, tau: float = 0.4, own: float = 0.6, waves: int = 3):
    """Rows of some rounds, a fifth of them lost: (y, x, school, person)."""
    random = np.random.default_rng(seed)
    school_of = np.concatenate([np.arange(schools), random.integers(0, schools, persons - schools)])
    level = random.normal(0, tau, schools)[school_of] + random.normal(0, own, persons)
    person, when = np.tile(np.arange(persons), waves), np.repeat(np.arange(waves), persons)
    kept = (random.random(len(person)) > 0.2) | (when == 0)
    person, when = person[kept], when[kept]
    school = school_of[person]
    y = 3 + level[person] + 0.1 * when + random.normal(0, 0.5, len(person))
    x = np.column_stack([np.ones(len(y)), school % 2, when, (school % 2) * when]).astype(float)
    return y, x, school, person


def dense(y, x, school, person, ratio_person, ratio_school):
    """The textbook by n × n matrices: (components' matrices, V⁻¹, P)."""
    rows = len(y)
    same = [np.equal.outer(label, label).astype(float) for label in (person, school) if label is not None]
    parts = [*same, np.eye(rows)]
    ratios = [ratio_person, ratio_school][2 - len(same) :]
    inverse = np.linalg.inv(sum(ratio * part for ratio, part in zip([*ratios, 1.0], parts, strict=True)))
    projection = inverse - inverse @ x @ np.linalg.inv(x.T @ inverse @ x) @ x.T @ inverse
    return parts, inverse, projection


@pytest.mark.parametrize("ratios", [(0.7, 0.2), (0.0, 0.0), (3.0, 0.0), (0.0, 5.0), (40.0, 0.01)])
@pytest.mark.parametrize("levels", [2, 3])
def test_closed_forms_are_the_matrices(ratios, levels):
    y, x, school, person = rounds(1)
    if levels == 2:
        person, ratios = None, (0.0, ratios[1])
    at = sums(y, x, school, person)
    found = moments(at, *ratios)
    parts, inverse, projection = dense(y, x, school, person, *ratios)
    basis, residual = x @ at.root, (y - x @ (at.root @ at.projected)) / at.length
    assert found.deviance == pytest.approx(
        -np.linalg.slogdet(inverse)[1]
        + np.linalg.slogdet(basis.T @ inverse @ basis)[1]
        + (len(y) - 4) * np.log(residual @ projection @ residual)
    )
    assert found.deviance == pytest.approx(deviance(at, *ratios), rel=1e-14)
    traces = [[np.trace(projection @ one @ projection @ other) for other in parts] for one in parts]
    assert found.expected == pytest.approx(np.array(traces), rel=1e-9)
    squares = [
        [residual @ projection @ one @ projection @ other @ projection @ residual for other in parts] for one in parts
    ]
    assert found.quadratic == pytest.approx(np.array(squares), rel=1e-9)
    first = [basis.T @ inverse @ one @ inverse @ basis for one in parts]
    assert found.first == pytest.approx(np.array(first), rel=1e-9, abs=1e-12)
    second = [[basis.T @ inverse @ one @ inverse @ other @ inverse @ basis for other in parts] for one in parts]
    assert found.second == pytest.approx(np.array(second), rel=1e-9, abs=1e-12)


def test_slopes_and_curvature_are_those_of_the_likelihood():
    at, step = sums(*rounds(2)), 1e-6
    here = moments(at, 0.8, 0.3)
    for place, shift in enumerate(np.eye(2) * step):
        up, down = (moments(at, 0.8 + sign * shift[0], 0.3 + sign * shift[1]) for sign in (1, -1))
        assert here.gradient[place] == pytest.approx((up.deviance - down.deviance) / (2 * step), rel=1e-6)
        assert here.hessian[place] == pytest.approx((up.gradient - down.gradient) / (2 * step), rel=1e-6)


@pytest.mark.parametrize("levels", [2, 3])
def test_balanced_variances_are_those_of_the_analysis_of_variance(levels):
    random = np.random.default_rng(3)
    schools, persons, times = 8, 5, 3
    shape = (schools, persons, times)
    y = (
        random.normal(0, 1, (schools, 1, 1))
        + random.normal(0, 0.8, (schools, persons, 1))
        + random.normal(0, 0.5, shape)
    )
    school, person, _ = (index.ravel() for index in np.indices(shape))
    if levels == 2:
        within = np.square(y - y.mean(axis=(1, 2), keepdims=True)).sum() / (schools * (persons * times - 1))
        between = persons * times * y.mean(axis=(1, 2)).var(ddof=1)
        expected = [(between - within) / (persons * times), within]
    else:
        within = np.square(y - y.mean(axis=2, keepdims=True)).sum() / (schools * persons * (times - 1))
        middle = times * y.mean(axis=2).var(axis=1, ddof=1).mean()
        between = persons * times * y.mean(axis=(1, 2)).var(ddof=1)
        expected = [(middle - within) / times, (between - middle) / (persons * times), within]
    assert min(expected) > 0
    fit = nested(y.ravel(), np.ones(y.size), school, person if levels == 3 else None)
    assert fit.components == pytest.approx(expected, rel=1e-8)
    for ddf in ("kenward_roger", "satterthwaite"):
        found = mixed_contrast(fit, 0, ddf=ddf)
        assert found.df == pytest.approx(schools - 1, rel=1e-7)
        assert found.se == pytest.approx(y.mean(axis=(1, 2)).std(ddof=1) / schools**0.5, rel=1e-8)


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 10_000), shift=st.floats(-1e4, 1e4), unit=st.floats(1e-3, 1e3), levels=st.sampled_from([2, 3])
)
def test_shift_unit_order_and_names_change_nothing(seed, shift, unit, levels):
    y, x, school, person = rounds(seed)
    order = np.random.default_rng(seed).permutation(len(y))
    name = np.random.default_rng(seed + 1).permutation(1000)[:50].astype(str)
    three = levels == 3
    one = nested(y, x, school, person if three else None)
    other = nested((shift + unit * y)[order], x[order], name[school][order], name[person][order] if three else None)
    assert other.components == pytest.approx(unit**2 * np.array(one.components), rel=1e-6, abs=1e-9 * unit**2)
    assert other.flags == one.flags
    assert other.log_likelihood == pytest.approx(one.log_likelihood - (len(y) - 4) * np.log(unit), rel=1e-8)
    for ddf in ("kenward_roger", "satterthwaite"):
        first, second = (mixed_contrast(fit, 3, ddf=ddf) for fit in (one, other))
        assert (second.estimate, second.se) == pytest.approx(
            (unit * first.estimate, unit * first.se), rel=1e-6, abs=1e-9
        )
        assert (second.df, second.p) == pytest.approx((first.df, first.p), rel=1e-5)


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 100_000),
    schools=st.integers(3, 12),
    tau=st.sampled_from([0, 0.05, 0.2, 1.5]),
    own=st.sampled_from([0, 0.1, 1, 6]),
    waves=st.integers(2, 4),
)
def test_nowhere_is_the_likelihood_higher(seed, schools, tau, own, waves):
    """A fine grid over the whole quarter plane, zero included, finds nothing better: what MixedLM fails at."""
    fit = nested(*rounds(seed, schools, 30, tau, own, waves))
    fine = np.concatenate([[0], np.logspace(-5, 4, 19)])
    best = min(min(deviances(fit.given, one, fine)) for one in fine)
    assert fit.at.deviance <= best + 1e-9
    inside = np.array(fit.components[:2]) > 0
    assert np.abs(fit.at.gradient[inside]).max(initial=0) < 1e-5
    assert (fit.at.gradient[~inside] > -1e-9).all()


def test_variances_at_zero_are_kept_and_said():
    random = np.random.default_rng(5)
    y = random.normal(0, 0.8, (6, 5, 1)) + random.normal(0, 0.5, (6, 5, 3))
    y -= y.mean(axis=(1, 2), keepdims=True)
    school, person, _ = (index.ravel() for index in np.indices(y.shape))
    fit = nested(y.ravel(), np.ones(y.size), school, person)
    assert (fit.variance_school, fit.flags) == (0, ("singular",))
    assert fit.variance_person > 0
    # Satterthwaite forgets what lies at zero; Kenward-Roger keeps it and trusts the mean less.
    plain, careful = mixed_contrast(fit, 0, ddf="satterthwaite"), mixed_contrast(fit, 0)
    assert plain.flags == careful.flags == ("singular",)
    assert plain.df == pytest.approx(6 * 5 - 1)
    assert careful.df == pytest.approx(6 - 1)


def test_regressors_that_take_every_school_leave_no_variance_of_schools():
    y, x, school, person = rounds(4)
    dummies = (school[:, None] == np.unique(school)).astype(float)
    assert nested(y, dummies, school, person).refused == "collinear"
    two = school < 2
    assert nested(y[two], x[two], school[two], person[two]).refused == "collinear"


def test_a_person_of_the_same_name_in_another_school_is_another_person():
    y, x, school, person = rounds(6)
    within = np.array(
        [np.flatnonzero(np.unique(person[school == s]) == p)[0] for s, p in zip(school, person, strict=True)]
    )
    assert nested(y, x, school, within).log_likelihood == pytest.approx(
        nested(y, x, school, person).log_likelihood, rel=1e-14
    )


def test_a_doubled_school_is_one_more_school():
    y, x, school, person = rounds(7)
    again = school == 2
    more = nested(
        np.append(y, y[again]),
        np.vstack([x, x[again]]),
        np.append(school, school[again] + 100),
        np.append(person, person[again]),
    )
    assert more.n_schools == nested(y, x, school, person).n_schools + 1


def test_scaling_a_regressor_scales_its_coefficient_only():
    y, x, school, person = rounds(8)
    one = mixed_contrast(nested(y, x, school, person), 2)
    other = mixed_contrast(nested(y, x * [1, 1, 1e8, 1], school, person), 2)
    assert (other.estimate * 1e8, other.se * 1e8, other.df) == pytest.approx((one.estimate, one.se, one.df), rel=1e-7)


def test_a_contrast_of_weights_is_the_reparametrised_coefficient():
    y, x, school, person = rounds(9)
    turned = x.copy()
    turned[:, 2] -= turned[:, 1]
    one = mixed_contrast(nested(y, x, school, person), [0, 1, 1, 0])
    other = mixed_contrast(nested(y, turned, school, person), 1)
    assert (one.estimate, one.se, one.df) == pytest.approx((other.estimate, other.se, other.df), rel=1e-7)


def test_the_interval_is_students():
    found = mixed_contrast(nested(*rounds(10)), 1, confidence=0.9)
    assert (found.ci_low, found.ci_high) == pytest.approx(student.interval(found.estimate, found.se, found.df, 0.9))


@pytest.mark.parametrize(("schools", "refused"), [(3, "few_schools_for_model"), (5, "few_schools_for_model"), (6, "")])
def test_few_schools_have_no_p(schools, refused):
    y, x, school, person = rounds(11, schools=schools)
    found = mixed_contrast(nested(y, x, school, person), 2)
    assert (found.refused, found.p is None) == (refused, bool(refused))
    assert found.ci_low < found.estimate < found.ci_high


def test_few_degrees_have_no_p():
    y, x, school, _ = rounds(12, schools=6, tau=2.0, own=0.1)
    found = mixed_contrast(nested(y, np.column_stack([x[:, :2], school == 3, school == 4]).astype(float), school), 1)
    assert found.df < 4
    assert (found.p, found.refused) == (None, "few_degrees")


@pytest.mark.parametrize(
    ("refused", "y", "x", "school", "person"),
    [
        ("no_answers", [], [], [], None),
        ("few_schools", [1.0], [1.0], [1], None),
        ("few_schools", [1.0, 2, 4], [1.0, 1, 1], [1, 1, 1], None),
        ("few_schools", [1.0, 2, 4, 3], [1.0, 1, 1, 1], [1, 1, 1, 1], [1, 1, 2, 2]),
        ("no_repeats", [1.0, 2], [1.0, 1], [1, 2], None),
        ("no_repeats", [1.0, 2, 3, 4], [1.0, 1, 1, 1], [1, 1, 2, 2], [1, 2, 3, 4]),
        ("no_repeats", [1.0, 2, 3, 4], [1.0, 1, 1, 1], [1, 1, 2, 2], [1, 1, 2, 2]),
        ("no_spread", [3.0] * 6, [1.0] * 6, [1, 1, 1, 2, 2, 2], None),
        ("no_spread", [0.1] * 6, [1.0] * 6, [1, 1, 1, 2, 2, 2], None),
        ("no_spread", [3.0, 3, 3, 4, 4, 4], [1.0] * 6, [1, 1, 1, 2, 2, 2], None),
        ("no_spread", [3.0, 3, 2, 2, 4, 4], [1.0] * 6, [1, 1, 1, 1, 2, 2], [1, 1, 2, 2, 3, 3]),
        ("collinear", [1.0, 2, 3, 5], [[1.0, 2], [1, 2], [1, 2], [1, 2]], [1, 1, 2, 2], None),
        ("collinear", [1.0, 2, 3, 5], [[1.0, 0], [1, 0], [1, 0], [1, 0]], [1, 1, 2, 2], None),
        ("collinear", [1.0, 2, 3], np.eye(3).tolist(), [1, 1, 2], None),
    ],
)
def test_what_has_no_model(refused, y, x, school, person):
    x = np.array(x, float).reshape(len(y), -1) if y else np.ones((0, 1))
    fit = nested(np.array(y), x, np.array(school), None if person is None else np.array(person))
    assert fit.refused == refused
    assert (fit.coefficients, fit.variance_school, fit.log_likelihood) == (None, None, None)
    found = mixed_contrast(fit, 0)
    assert (found.refused, found.estimate, found.p) == (refused, None, None)
    assert found.n == len(y)


def test_a_missing_value_is_a_mistake_not_a_silent_loss():
    with pytest.raises(ValueError, match="leave incomplete rows out"):
        nested(np.array([1.0, np.nan, 2]), np.ones(3), np.array([1, 1, 2]))
    with pytest.raises(ValueError, match="agree"):
        nested(np.array([1.0, 2]), np.ones((3, 1)), np.array([1, 1, 2]))
    with pytest.raises(ValueError, match="agree"):
        nested(np.array([1.0, 2]), np.ones((2, 1)), np.array([1, 2]), np.array([1]))


def test_a_handful_of_rows_is_refused_without_a_warning(recwarn):
    """Kenward-Roger's corrected variance can fall below zero where there is next to nothing to estimate it from."""
    y, school = np.array([3.25, 3.25, 3, 3, 3.25]), np.array([2, 4, 0, 3, 0])
    random = np.random.default_rng(12)
    refused = set()
    for _ in range(300):
        x = np.column_stack([np.ones(5), random.normal(size=5), school % 2])
        found = mixed_contrast(nested(y, x, school), 2, least_schools=0, least_df=0)
        refused.add(found.refused)
        assert (found.p is None) == bool(found.refused)
    assert "few_degrees" in refused
    assert not recwarn.list


def test_weighting_by_means_is_weighting_by_the_whole_covariance():
    """The root taken person by person and school by school gives CR2 of the Cholesky root of every school's matrix."""
    y, x, school, person = rounds(11, schools=12)
    fit = nested(y, x, school, person)
    rows = np.concatenate([np.flatnonzero(school == one) for one in range(12)])
    whole = []
    for one in range(12):
        here = school == one
        same = person[here][:, None] == person[here][None, :]
        covariance = fit.variance_school + fit.variance_person * same + fit.variance_residual * np.eye(int(here.sum()))
        columns = np.column_stack([y, x])[here]
        whole.append(np.linalg.solve(np.linalg.cholesky(covariance), columns))
    weighted = np.vstack(whole)
    expected = cr2(weighted[:, 0], weighted[:, 1:], school[rows], contrast=3)
    found = mixed_robust(y, x, school, person, 3)
    for name in ("estimate", "se", "df", "ci_low", "p"):
        assert getattr(found, name) == pytest.approx(getattr(expected, name), rel=1e-9), name
