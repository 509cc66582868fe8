"""What must hold of every estimator whatever the data: units, order, names, direction, and whom it counts.

Each line of :data:`PAIRED` and :data:`ARMS` is one estimator of a change or of a difference of changes, brought to one
shape. A new estimator joins the table and is held to all of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolbox.model import Estimate
from toolbox.statistics import (
    all_available,
    ancova,
    cliffs_delta,
    cr2,
    difference_in_changes,
    equivalence,
    independent_change,
    independent_effect,
    intraclass,
    lin_adjusted,
    mixed_contrast,
    nested,
    paired_change,
    paired_effect,
    rank_biserial,
    shrunken_means,
    sign_flip,
    signed_rank,
)


def mixed_change(before: np.ndarray, after: np.ndarray, school: np.ndarray) -> Estimate:
    """The change by the mixed model of two rounds, persons in schools."""
    n = before.size
    later, who = np.repeat([0.0, 1.0], n), np.tile(np.arange(n), 2)
    fitted = nested(np.concatenate([before, after]), np.column_stack([np.ones(2 * n), later]), np.tile(school, 2), who)
    return mixed_contrast(fitted, np.array([0.0, 1.0]))


#: name → (estimator, what multiplying all scores by c does to the estimate: c to the power of …)
PAIRED: dict[str, tuple[Callable[..., Estimate], int]] = {
    "mean change": (paired_change, 1),
    "mean change, two samples": (lambda b, a, s: independent_change(b, a, s, s), 1),
    "mean change, mixed model": (mixed_change, 1),
    "all available answers": (lambda b, a, s: all_available(np.column_stack([b, a]), s).change, 1),
    "Hodges-Lehmann": (lambda b, a, s: signed_rank(b, a, s).test, 1),
    "g_av": (paired_effect, 0),
    "Hedges' g": (lambda b, a, s: independent_effect(b, a, s, s), 0),
    "rank-biserial": (lambda b, a, s: rank_biserial(b, a, s, draws=200), 0),
    "Cliff's delta": (lambda b, a, s: cliffs_delta(b, a, s, s), 0),
    "sign flips": (lambda b, a, s: sign_flip(a - b, s), 1),
}
ARMS: dict[str, Callable[..., Estimate]] = {
    "ANCOVA": ancova,
    "difference in changes": difference_in_changes,
    "Lin": lin_adjusted,
}

hubs = st.builds(
    lambda seed, schools: (seed, schools), st.integers(0, 2**32 - 1), st.integers(8, 14)
)  # from 8 schools on nothing here is refused for their number


def hub(drawn: tuple[int, int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Before, after (quarter points from 1 to 5) and school of the teachers of several schools."""
    random = np.random.default_rng(drawn[0])
    sizes = random.integers(3, 9, drawn[1])
    school = np.repeat(np.arange(drawn[1]), sizes)
    level = 3 + random.normal(0, 0.4, drawn[1])[school]
    before, after = (np.round(4 * (level + shift + random.normal(0, 0.5, school.size))) / 4 for shift in (0.0, 0.3))
    return before, after, school


def close(one: Estimate, other: Estimate, *, scale: float = 1.0, sign: int = 1, rtol: float = 1e-6) -> None:
    """Whether two estimates are the same but for unit and direction; the interval turns round with the direction."""
    turned = one if sign > 0 else replace(one, ci_low=one.ci_high, ci_high=one.ci_low)
    for name in ("estimate", "ci_low", "ci_high", "se", "p", "df"):
        ours, theirs = getattr(turned, name), getattr(other, name)
        assert (ours is None) == (theirs is None), (name, ours, theirs)
        if ours is None:
            continue
        factor = 1.0 if name in ("p", "df") else scale if name == "se" else scale * sign
        assert theirs == pytest.approx(factor * ours, rel=rtol, abs=1e-8), name
    assert (one.refused, one.n, one.n_schools) == (other.refused, other.n, other.n_schools)


few = settings(max_examples=15, deadline=None)


@pytest.mark.parametrize("name", PAIRED)
@few
@given(drawn=hubs, shift=st.sampled_from([-3.0, 0.5, 100.0]), scale=st.sampled_from([0.25, 2.0, 8.0]))
def test_another_scale_changes_the_unit_only(name, drawn, shift, scale):
    estimator, power = PAIRED[name]
    before, after, school = hub(drawn)
    one, other = estimator(before, after, school), estimator(shift + scale * before, shift + scale * after, school)
    close(one, other, scale=scale**power, rtol=1e-5)


@pytest.mark.parametrize("name", PAIRED)
@few
@given(drawn=hubs)
def test_the_order_of_rows_and_the_names_of_schools_do_not_matter(name, drawn):
    estimator, _ = PAIRED[name]
    before, after, school = hub(drawn)
    order = np.random.default_rng(drawn[0]).permutation(before.size)
    # Drawn intervals draw schools in the order of their names, so there only the rows are shuffled.
    backwards = name != "rank-biserial"
    named = np.array([f"School {9 - number % 10}{number}" for number in school]) if backwards else school
    close(estimator(before, after, school), estimator(before[order], after[order], named[order]), rtol=1e-5)


@pytest.mark.parametrize("name", [name for name in PAIRED if name != "rank-biserial"])
@few
@given(drawn=hubs)
def test_swapped_rounds_turn_the_direction_round(name, drawn):
    estimator, _ = PAIRED[name]
    before, after, school = hub(drawn)
    close(estimator(before, after, school), estimator(after, before, school), sign=-1, rtol=1e-5)


@few
@given(drawn=hubs)
def test_swapped_rounds_turn_the_rank_biserial_round(drawn):
    """Its interval is drawn, with the same schools each time: quantiles turn round up to one step between draws."""
    before, after, school = hub(drawn)
    one, other = rank_biserial(before, after, school), rank_biserial(after, before, school)
    assert other.estimate == pytest.approx(-one.estimate)
    if one.ci_low is not None:
        assert (other.ci_low, other.ci_high) == pytest.approx((-one.ci_high, -one.ci_low), abs=0.05)


@pytest.mark.parametrize(
    "name",
    ["mean change", "mean change, two samples", "mean change, mixed model", "all available answers", "Hodges-Lehmann"],
)
@few
@given(drawn=hubs)
def test_a_school_twice_is_one_school_more(name, drawn):
    estimator, _ = PAIRED[name]
    before, after, school = hub(drawn)
    again = school == school[-1]
    more = [np.concatenate([values, values[again]]) for values in (before, after)]
    names = np.concatenate([school, np.full(again.sum(), school[-1] + 1)])
    one, other = estimator(before, after, school), estimator(*more, names)
    assert other.n_schools == one.n_schools + 1
    assert other.n - one.n in (again.sum(), 2 * again.sum())


@pytest.mark.parametrize("name", ARMS)
@few
@given(drawn=hubs, scale=st.sampled_from([0.25, 4.0]))
def test_arms(name, drawn, scale):
    """Unit, order, names of schools, and which arm is called treated."""
    before, after, school = hub(drawn)
    arm = school % 2 == 0
    one = ARMS[name](before, after, arm, school)
    close(one, ARMS[name](7 + scale * before, 7 + scale * after, arm, school), scale=scale, rtol=1e-5)
    close(one, ARMS[name](before, after, ~arm, school), sign=-1, rtol=1e-5)
    order = np.random.default_rng(drawn[0]).permutation(before.size)
    close(
        one, ARMS[name](before[order], after[order], arm[order], np.array([f"S{n}" for n in school])[order]), rtol=1e-5
    )


@few
@given(seed=st.integers(0, 2**32 - 1), schools=st.integers(5, 20), size=st.integers(2, 9))
def test_equal_schools_make_cr2_a_t_test_of_school_means(seed, schools, size):
    change = np.random.default_rng(seed).normal(0.2, 1, (schools, size))
    found = cr2(change.ravel(), np.ones((change.size, 1)), np.repeat(np.arange(schools), size))
    means = change.mean(axis=1)
    assert found.estimate == pytest.approx(means.mean())
    assert found.se == pytest.approx(means.std(ddof=1) / schools**0.5)
    assert found.df == pytest.approx(schools - 1)


@few
@given(seed=st.integers(0, 2**32 - 1), schools=st.integers(10, 20), size=st.integers(3, 9))
def test_balanced_reml_is_analysis_of_variance(seed, schools, size):
    random = np.random.default_rng(seed)
    y = random.normal(0, 0.7, schools)[:, None] + random.normal(0, 1, (schools, size))
    within = float(y.var(axis=1, ddof=1).mean())
    between = float((y.mean(axis=1).var(ddof=1) * size - within) / size)
    if between <= 0.01:  # at the boundary REML pools the two
        return
    found = shrunken_means(y.ravel(), np.repeat(np.arange(schools), size))
    assert found.variance_residual == pytest.approx(within, rel=1e-5)
    assert found.variance_school == pytest.approx(between, rel=1e-4)
    share = intraclass(y.ravel(), np.repeat(np.arange(schools), size))
    assert share.estimate == pytest.approx(between / (between + within), rel=1e-4)


@few
@given(drawn=hubs, margin=st.sampled_from([0.1, 0.3, 1.0]))
def test_equivalence_agrees_with_its_interval(drawn, margin):
    """The two one-sided tests reject at 5 % exactly where the 90 % interval lies inside the margins."""
    before, after, school = hub(drawn)
    found = equivalence(paired_change(before, after, school), margin)
    inside = -margin < found.found.ci_low and found.found.ci_high < margin
    assert (found.found.p < 0.05) == inside
