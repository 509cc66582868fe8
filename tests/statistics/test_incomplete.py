"""All available answers, the delta shift, completed data sets pooled: exact answers, invariants, refusals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolbox.statistics import all_available, delta_shift, pooled, pooling
from toolbox.statistics.normal_likelihood import maximise


def rounds(seed: int, n: int = 60, size: int = 3, lost: float = 0.25) -> np.ndarray:
    random = np.random.default_rng(seed)
    values = random.normal(3, 0.6, (n, 1)) + random.normal(0, 0.5, (n, size)) + 0.1 * np.arange(size)
    values[random.random(values.shape) < lost] = np.nan
    values[:12] = np.where(np.isnan(values[:12]), 3.0 + random.normal(0, 0.3, (12, size)), values[:12])
    return values


def numbers(found) -> list[float]:
    return [found.change.estimate, found.change.se, *(mean.estimate for mean in found.means), found.log_likelihood]


def test_nobody_missing_gives_the_plain_means():
    values = rounds(1, lost=0)
    found = all_available(values)
    n, change = len(values), values[:, -1] - values[:, 0]
    assert [mean.estimate for mean in found.means] == pytest.approx(values.mean(axis=0))
    assert [mean.se for mean in found.means] == pytest.approx(values.std(axis=0) / n**0.5)
    assert found.change.estimate == pytest.approx(found.pairs.estimate)
    assert found.change.se == pytest.approx(change.std() / n**0.5)
    assert found.patterns == (((0, 1, 2), n),)


def test_last_round_missing_is_the_regression_on_the_first():
    """Two rounds, some without the second: the likelihood has a closed answer (Anderson 1957)."""
    values = rounds(2, n=80, size=2, lost=0)
    values[50:, 1] = np.nan
    stayed, first = values[:50], values[:, 0]
    slope = np.cov(stayed.T, ddof=0)[0, 1] / stayed[:, 0].var()
    found = all_available(values)
    last = stayed[:, 1].mean() + slope * (first.mean() - stayed[:, 0].mean())
    assert found.means[1].estimate == pytest.approx(last, rel=1e-9)
    assert found.change.estimate == pytest.approx(last - first.mean(), rel=1e-8)
    left = (stayed[:, 1] - stayed[:, 1].mean() - slope * (stayed[:, 0] - stayed[:, 0].mean())).var()
    gap = first.mean() - stayed[:, 0].mean()
    variance = left * (1 / 50 + gap**2 / (50 * stayed[:, 0].var())) + slope**2 * first.var() / 80
    assert found.means[1].se == pytest.approx(variance**0.5, rel=1e-9)


def test_the_information_is_the_curvature_of_the_likelihood():
    """The spread of the means against the second differences of the log-likelihood, profiled by nothing: all parameters."""
    values = rounds(3, n=70, size=3)
    fitted = maximise(values)
    rows, columns = np.triu_indices(3)

    def log_likelihood(at: np.ndarray) -> float:
        covariance = np.zeros((3, 3))
        covariance[rows, columns] = covariance[columns, rows] = at[3:]
        total = 0.0
        for row in values:
            there = ~np.isnan(row)
            if there.any():
                part = covariance[np.ix_(there, there)]
                gap = row[there] - at[:3][there]
                total -= (
                    there.sum() * np.log(2 * np.pi) + np.linalg.slogdet(part)[1] + gap @ np.linalg.solve(part, gap)
                ) / 2
        return total

    at = np.concatenate([fitted.means, fitted.covariance[rows, columns]])
    assert log_likelihood(at) == pytest.approx(fitted.log_likelihood, rel=1e-12)
    step, size = 1e-3, len(at)
    curvature = np.zeros((size, size))
    for i in range(size):
        for j in range(size):
            ends = [(1, 1), (1, -1), (-1, 1), (-1, -1)]
            moved = [a * b * log_likelihood(at + step * (a * np.eye(size)[i] + b * np.eye(size)[j])) for a, b in ends]
            curvature[i, j] = sum(moved) / (4 * step**2)
    assert np.linalg.inv(-curvature) == pytest.approx(fitted.spread, rel=2e-3, abs=2e-5)
    assert all(
        log_likelihood(at + 1e-3 * way) < fitted.log_likelihood for way in np.vstack([np.eye(size), -np.eye(size)])
    )


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), shift=st.floats(-50, 50), factor=st.floats(0.05, 20))
def test_a_constant_moves_means_and_a_factor_scales(seed, shift, factor):
    values = rounds(seed)
    one, other = all_available(values), all_available(factor * values + shift)
    assert other.change.estimate == pytest.approx(factor * one.change.estimate, rel=1e-6, abs=1e-7 * factor)
    assert other.change.se == pytest.approx(factor * one.change.se, rel=1e-6)
    assert other.means[0].estimate == pytest.approx(factor * one.means[0].estimate + shift, rel=1e-6, abs=1e-6)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_order_of_rows_is_irrelevant_and_swapping_rounds_turns_the_sign(seed):
    values = rounds(seed)
    one = all_available(values)
    assert numbers(all_available(values[np.random.default_rng(seed).permutation(len(values))])) == pytest.approx(
        numbers(one), rel=1e-7, abs=1e-9
    )
    turned = all_available(values[:, ::-1])
    assert turned.change.estimate == pytest.approx(-one.change.estimate, rel=1e-6, abs=1e-8)
    assert turned.change.se == pytest.approx(one.change.se, rel=1e-7)


def test_every_person_a_school_of_her_own_is_the_sandwich_and_equal_schools_are_t_on_their_means():
    values = rounds(9, n=48, lost=0)
    school = np.repeat(np.arange(8), 6)
    found = all_available(values, school)
    means = np.array([values[school == one, -1].mean() - values[school == one, 0].mean() for one in range(8)])
    assert found.change.se == pytest.approx(means.std(ddof=1) / 8**0.5)
    assert (found.change.df, found.change.n_schools, found.change.flags) == (7.0, 8, ())
    named = all_available(values, np.array(list("abcdefgh"))[school])
    assert named.change == found.change
    single = all_available(values, np.arange(48)).change
    change = values[:, -1] - values[:, 0]
    assert single.se == pytest.approx(change.std(ddof=1) / 48**0.5)


def test_three_schools_have_no_p_and_four_have():
    values = rounds(10, n=60)
    few, enough = all_available(values, np.arange(60) % 3), all_available(values, np.arange(60) % 4)
    assert (few.change.p, few.change.refused, few.change.flags) == (None, "few_schools", ("these_persons_only",))
    assert few.change.se == all_available(values).change.se
    assert (enough.change.p is None, enough.change.refused, enough.change.df) == (False, "", 3.0)
    assert {each.p for each in delta_shift(values, school=np.arange(60) % 3)} == {None}
    assert delta_shift(enough)[0].df == 3.0
    with pytest.raises(ValueError, match="every row belongs to one school"):
        all_available(values, np.arange(59))


def test_rows_without_an_answer_count_nowhere():
    values = rounds(4)
    one, more = all_available(values), all_available(np.vstack([values, np.full((7, 3), np.nan)]))
    assert numbers(one) == pytest.approx(numbers(more))
    assert one.n_any == more.n_any == sum(n for _, n in one.patterns)


def test_leaving_by_the_first_answer_biases_pairs_and_not_all_answers():
    random = np.random.default_rng(11)
    n = 20_000
    first = random.normal(3, 1, n)
    last = 3.5 + 0.5 * (first - 3) + random.normal(0, 0.8, n)
    last[random.random(n) < 1 / (1 + np.exp(-2 * (first - 3)))] = np.nan
    found = all_available(np.column_stack([first, last]))
    assert abs(found.change.estimate - 0.5) < 3 * found.change.se
    assert found.pairs.estimate > 0.6


@pytest.mark.parametrize(
    ("values", "refused"),
    [
        (np.empty((0, 2)), "no_answers"),
        (np.full((30, 2), np.nan), "no_answers"),
        (np.array([[1.0, 2.0]]), "too_few_persons"),
        (np.array([[1.0, 2.0], [2.0, 2.5]]), "too_few_persons"),
        (np.column_stack([np.full(20, 3.0), np.arange(20.0)]), "no_spread"),
        (np.column_stack([np.arange(20.0), np.arange(20.0) + 1]), "no_spread"),
        (np.full((20, 3), 2.0), "no_spread"),
    ],
)
def test_what_is_refused(values, refused):
    found = all_available(values)
    assert (found.change.estimate, found.change.p, found.change.refused) == (None, None, refused)
    assert found.log_likelihood is None
    assert {mean.refused for mean in found.means} == {refused}
    assert {each.refused for each in delta_shift(values)} == {refused}


def test_rounds_nobody_shares_are_refused():
    values = rounds(5, n=40, size=3, lost=0)
    values[:20, 1] = np.nan
    values[20:, 2] = np.nan
    values[:14, 2] = 3.0 + np.arange(14) / 10
    assert all_available(values).change.refused == "rounds_apart"
    assert all_available(values[:, [0, 2]]).change.refused == ""


def test_nine_pairs_are_too_few_and_ten_are_enough():
    values = rounds(6, n=30, size=2, lost=0)
    values[9:, 1] = np.nan
    assert (all_available(values).change.refused, all_available(values).pairs.refused) == ("few_pairs", "few_pairs")
    values[9, 1] = 3.3
    assert all_available(values).change.estimate is not None


@pytest.mark.parametrize("values", [np.arange(5.0), np.ones((5, 1)), np.array([[1, np.inf], [2, 3]])])
def test_what_is_no_matrix_of_rounds_is_a_mistake(values):
    with pytest.raises(ValueError, match=r"Expected persons|infinite"):
        all_available(values)


def test_a_shift_is_the_share_of_leavers_times_its_size():
    values = rounds(7)
    found = all_available(values)
    share = np.isnan(values[~np.isnan(values).all(axis=1), -1]).mean()
    for shift, each in zip((0, 0.2, -0.5), delta_shift(values, (0, 0.2, -0.5)), strict=True):
        moved = shift * share * found.sd_first
        assert each.estimate == pytest.approx(found.change.estimate - moved)
        assert (each.ci_low, each.ci_high) == pytest.approx((found.change.ci_low - moved, found.change.ci_high - moved))
        assert each.se == found.change.se
    whole = rounds(7, lost=0)
    assert {each.refused for each in delta_shift(whole)} == {"all_answered"}
    assert delta_shift(values)[0].p >= 0


def test_pooling_sets_that_agree_gives_their_own_error():
    found = pooling([0.4] * 5, [0.1] * 5, n=60, k=3)
    assert (found.found.estimate, found.found.se, found.between) == pytest.approx((0.4, 0.1, 0.0))
    assert found.found.df == pytest.approx(58 / 60 * 57, rel=1e-3)


@settings(max_examples=50, deadline=None)
@given(seed=st.integers(0, 10_000), shift=st.floats(-9, 9), factor=st.floats(0.1, 9))
def test_pooling_is_free_of_units_and_order(seed, shift, factor):
    random = np.random.default_rng(seed)
    values, errors = random.normal(0, 1, 6), random.uniform(0.5, 2, 6)
    one = pooled(values, errors, n=80, k=2)
    order = random.permutation(6)
    other = pooled(factor * values[order] + shift, factor * errors[order], n=80, k=2)
    assert other.estimate == pytest.approx(factor * one.estimate + shift, abs=1e-9)
    assert (other.se, other.df) == pytest.approx((factor * one.se, one.df), rel=1e-9)


@pytest.mark.parametrize(
    ("estimates", "ses", "size", "refused"),
    [
        ([], [], {}, "few_imputations"),
        ([1.0], [0.2], {}, "few_imputations"),
        ([1.0, 2.0], [0.0, 0.0], {}, "no_spread"),
        ([1.0, 2.0], [0.2, 0.2], {"n": 3, "k": 3}, "few_degrees"),
    ],
)
def test_what_pooling_refuses(estimates, ses, size, refused):
    found = pooled(estimates, ses, **size)
    assert (found.se, found.p, found.refused) == (None, None, refused)


def test_sets_that_do_not_match_are_a_mistake():
    with pytest.raises(ValueError, match="one of each per data set"):
        pooled([1.0, 2.0], [0.1])
    with pytest.raises(ValueError, match="finite estimate"):
        pooled([1.0, np.nan], [0.1, 0.1])


@pytest.mark.parametrize("seed", range(6))
def test_rounds_that_nearly_copy_each_other_end_soon(seed, monkeypatch):
    """A likelihood without a peak is given up after few steps, however many patterns there are."""
    from toolbox.statistics import normal_likelihood

    steps = []
    real = normal_likelihood._information
    monkeypatch.setattr(normal_likelihood, "_information", lambda *given: steps.append(1) or real(*given))
    random = np.random.default_rng(seed)
    values = np.round(4 * random.normal(3, 0.6, (40, 5))) / 4
    values[random.random(values.shape) < 0.4] = np.nan
    values[:, 1] = values[:, 0]
    values[:16] = np.nan_to_num(values[:16], nan=3.25)
    values[:16, 1] = values[:16, 0]
    assert all_available(values).change.refused in {"no_spread", "not_converged"}
    assert len(steps) <= 61
