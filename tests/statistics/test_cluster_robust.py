"""CR2: what must hold whatever the data, beside the values from R."""

from __future__ import annotations

import numpy as np
import pytest

from toolbox.statistics import cr2, independent_change, paired_change, student
from toolbox.statistics.cluster_robust import cr2_means, fit, fit_means, robust_se, school_codes


@pytest.fixture
def random():
    return np.random.default_rng(20251006)


def test_equals_t_on_school_means_when_sizes_are_equal(random):
    """Intercept only, equal sizes: nothing is gained or lost against one mean per school."""
    school = np.repeat(np.arange(9), 6)
    change = random.normal(0.3, 1, 54) + random.normal(0, 0.5, 9)[school]
    means = change.reshape(9, 6).mean(axis=1)
    found = cr2(change, np.ones((54, 1)), school)
    se = means.std(ddof=1) / 3
    assert found.estimate == pytest.approx(means.mean())
    assert found.se == pytest.approx(se)
    assert found.df == pytest.approx(8)
    assert (found.ci_low, found.ci_high) == pytest.approx(student.interval(means.mean(), se, 8))


def test_a_school_of_its_own_each_is_the_plain_t(random):
    change = random.normal(0.3, 1, 30)
    plain = paired_change(np.zeros(30), change)
    found = cr2_means(change, np.arange(30))
    assert (found.se, found.df, found.p) == pytest.approx((plain.se, plain.df, plain.p))


def test_order_of_rows_and_names_of_schools_are_irrelevant(random):
    school = np.repeat(np.arange(8), [1, 3, 4, 9, 2, 5, 7, 4])
    x = np.column_stack([np.ones(35), random.normal(size=35), school % 2])
    y = random.normal(size=35)
    order = random.permutation(35)
    names = np.array(["h", "a", "g", "b", "f", "c", "e", "d"])[school]
    one, other = cr2(y, x, school, contrast=2), cr2(y[order], x[order], names[order], contrast=2)
    assert (one.estimate, one.se, one.df, one.p) == pytest.approx(
        (other.estimate, other.se, other.df, other.p), rel=1e-10
    )


def test_scaling_a_regressor_scales_its_coefficient_only(random):
    school = np.repeat(np.arange(8), 5)
    x = np.column_stack([np.ones(40), random.normal(size=40)])
    y = random.normal(size=40)
    one = cr2(y, x, school, contrast=1)
    other = cr2(y, x * [1, 1e6], school, contrast=1)
    assert (other.estimate * 1e6, other.se * 1e6) == pytest.approx((one.estimate, one.se))
    assert (other.df, other.p) == pytest.approx((one.df, one.p))


def test_a_doubled_school_is_not_two_schools(random):
    """The same answers under the same label change nothing about how many schools there are; a new label does."""
    school = np.repeat(np.arange(6), 5)
    change = random.normal(0.2, 1, 30)
    again = np.concatenate([change, change[school == 2]])
    same = cr2_means(again, np.concatenate([school, np.full(5, 2)]))
    copied = cr2_means(again, np.concatenate([school, np.full(5, 6)]))
    assert (same.n_schools, copied.n_schools) == (6, 7)
    assert copied.df > same.df


def test_means_without_a_matrix_are_the_regression(random):
    school = random.integers(0, 7, 60)
    y, later = random.normal(size=60), np.repeat([0, 1], [25, 35])
    slow = cr2(y, np.column_stack([np.ones(60), later]), school, contrast=1)
    quick = cr2_means(y, school, later)
    assert (quick.estimate, quick.se, quick.df, quick.p) == pytest.approx((slow.estimate, slow.se, slow.df, slow.p))


def test_against_the_definition_by_full_matrices(random):
    """A = (I − H)^(−1/2) formed in full, B = the whole n × n form: slow, but the textbook."""
    school = np.repeat(np.arange(6), [1, 2, 3, 5, 7, 4])
    x = np.column_stack([np.ones(22), random.normal(size=22), random.normal(size=22)])
    y = random.normal(size=22)
    m = np.linalg.inv(x.T @ x)
    hat = x @ m @ x.T
    residual = y - hat @ y
    wanted = np.array([0.0, 1.0, -1.0])
    columns, variance = [], 0.0
    for each in range(6):
        rows = np.flatnonzero(school == each)
        values, vectors = np.linalg.eigh(np.eye(len(rows)) - hat[np.ix_(rows, rows)])
        root = vectors @ np.diag(values**-0.5) @ vectors.T
        weight = root @ x[rows] @ m @ wanted
        variance += float(weight @ residual[rows]) ** 2
        columns.append((np.eye(22) - hat)[:, rows] @ weight)
    form = np.array(columns) @ np.array(columns).T
    se, df = robust_se(fit(y, x, school), wanted)
    assert se == pytest.approx(np.sqrt(variance))
    assert df == pytest.approx(np.trace(form) ** 2 / np.trace(form @ form))


def test_no_p_below_four_degrees(random):
    school = np.repeat(np.arange(4), 10)
    found = paired_change(np.zeros(40), random.normal(size=40), school)
    assert found.df == pytest.approx(3)
    assert found.p is None
    assert found.refused == "few_degrees"
    assert found.ci_low < found.estimate < found.ci_high


def test_degrees_of_exactly_four_are_enough(random):
    found = paired_change(np.zeros(50), random.normal(size=50), np.repeat(np.arange(5), 10))
    assert found.df == pytest.approx(4)
    assert found.p is not None


def test_collinear_regressors_are_refused(random):
    x = np.column_stack([np.ones(20), np.arange(20), 2 * np.arange(20) + 3])
    found = cr2(random.normal(size=20), x, np.repeat(np.arange(5), 4), contrast=1)
    assert found.refused == "collinear"
    assert found.estimate is None


def test_as_many_columns_as_rows_is_refused():
    assert cr2(np.array([1.0, 2.0]), np.array([[1.0, 0.0], [1.0, 1.0]]), np.array([0, 1])).refused == "collinear"


def test_nobody_moved_differently_has_no_interval():
    found = cr2_means(np.full(40, 0.5), np.repeat(np.arange(8), 5))
    assert found.estimate == 0.5
    assert (found.se, found.p, found.refused) == (None, None, "no_spread")


def test_a_single_school_has_no_standard_error():
    found = cr2_means(np.arange(10.0), np.zeros(10, int))
    assert found.estimate == 4.5
    assert found.refused == "few_schools"


def test_a_part_with_nobody_has_no_difference():
    assert fit_means(np.arange(4.0), np.zeros(4, int), 2, np.arange(4)) is None


def test_a_missing_value_is_a_mistake_not_a_silent_loss():
    with pytest.raises(ValueError, match="missing"):
        cr2(np.array([1.0, np.nan, 2.0]), np.ones((3, 1)), np.arange(3))
    with pytest.raises(ValueError, match="agree"):
        cr2(np.array([1.0, 2.0]), np.ones((3, 1)), np.arange(3))


@pytest.mark.parametrize("labels", [["x", "z", "y", "x"], [1000000000, 3, 7, 1000000000], [-1, 5, 2, -1]])
def test_labels_of_any_kind(labels):
    codes, count = school_codes(np.array(labels))
    assert count == 3
    assert codes[0] == codes[3]
    assert len(set(codes.tolist())) == 3


def test_type_one_error_of_the_headline(random):
    """Nothing changed, schools differ (intraclass correlation .10): about 5 % of intervals miss zero."""
    missed = 0
    for _ in range(600):
        sizes = random.integers(2, 15, 8)
        school = np.repeat(np.arange(8), sizes)
        change = random.normal(0, np.sqrt(0.9), sizes.sum()) + random.normal(0, np.sqrt(0.1), 8)[school]
        found = cr2_means(change, school)
        missed += not found.ci_low < 0 < found.ci_high
    # Three Monte-Carlo standard errors of 600 runs at 5 %.
    assert abs(missed / 600 - 0.05) < 3 * np.sqrt(0.05 * 0.95 / 600)


def test_two_samples_cluster_too(random):
    school = np.repeat(np.arange(6), 10)
    found = independent_change(random.normal(3, 1, 60), random.normal(3.4, 1, 60), school, school)
    assert found.n_schools == 6
    assert "CR2" in found.method
