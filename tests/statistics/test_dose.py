"""Hours of mentoring: refusals, thirds, and what must hold whatever the data."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolbox.statistics import cr2, dose_response
from toolbox.statistics.dose import rank_correlation


def invented(seed: int, schools=12, persons=5):
    random = np.random.default_rng(seed)
    school = np.repeat(np.arange(schools), persons)
    hours = random.integers(2, 30, schools)[school] + random.integers(0, 3, len(school))
    before = random.normal(3, 0.6, len(school))
    after = 0.5 * before + 1.5 + 0.02 * hours + random.normal(0, 0.2, schools)[school]
    return before, after + random.normal(0, 0.3, len(school)), hours.astype(float), school


def everything(found):
    return found.slope, found.quadratic, found.spearman


@pytest.mark.parametrize(
    ("schools", "persons", "refused"),
    [(8, 3, "few_persons"), (7, 9, "few_schools"), (1, 60, "few_schools"), (0, 0, "no_answers"), (2, 1, "few_persons")],
)
def test_refused_as_a_whole(schools, persons, refused):
    columns = invented(1, max(schools, 1), max(persons, 1))
    found = dose_response(*(column[: schools * persons] for column in columns))
    assert {each.refused for each in everything(found)} == {refused}
    assert {each.estimate for each in everything(found)} == {None}
    assert found.thirds == ()


def test_the_same_hours_for_everybody():
    before, after, hours, school = invented(2)
    for schools in (school, None):
        assert dose_response(before, after, hours * 0 + 7.7, schools).slope.refused == "same_hours"


def test_hours_of_two_kinds_have_no_bend():
    """Two different hours: a line, no curve."""
    before, after, _, school = invented(3)
    found = dose_response(before, after, np.where(school % 2, 10.0, 20.0), school)
    assert found.slope.p is not None
    assert (found.quadratic.refused, found.quadratic.estimate) == ("collinear", None)
    assert len(found.thirds) == 2


def test_hubs_beside():
    before, after, hours, school = invented(4)
    hub = np.array(["north", "south", "west"])[school % 3]
    dummies = [(hub == name).astype(float) for name in ("south", "west")]
    expected = cr2(after, np.column_stack([np.ones(60), hours, before, *dummies]), school, contrast=1)
    found = dose_response(before, after, hours, school, hub).slope
    assert [found.estimate, found.se, found.df, found.p] == pytest.approx(
        [expected.estimate, expected.se, expected.df, expected.p]
    )


def test_the_rank_correlation_of_clustered_persons_has_no_p():
    before, after, hours, school = invented(5)
    clustered, plain = (dose_response(before, after, hours, schools).spearman for schools in (school, None))
    assert (clustered.p, clustered.refused) == (None, "description")
    assert plain.estimate == clustered.estimate
    assert 0 <= plain.p <= 1
    assert plain.flags == ("no_school_clustering",)


def test_rank_correlation_at_its_ends():
    x = np.arange(5.0)
    assert (rank_correlation(x, x**3).estimate, rank_correlation(x, x**3).p) == (pytest.approx(1), 0.0)
    assert rank_correlation(x, -x).estimate == pytest.approx(-1)
    assert rank_correlation(x, x * 0).refused == "no_spread"
    assert rank_correlation(x[:2], x[:2]).refused == "no_spread"


def test_thirds_keep_equal_hours_together():
    before, after, hours, school = invented(6)
    found = dose_response(before, after, hours, school).thirds
    assert sum(third.change.n for third in found) == 60
    assert all(a.high < b.low for a, b in pairwise(found))
    change = after - before
    for third in found:
        inside = (hours >= third.low) & (hours <= third.high)
        assert third.change.estimate == pytest.approx(change[inside].mean())
        assert third.n_schools == len(set(school[inside]))
        assert (third.change.p, third.change.refused) == (None, "description")


def test_missing_and_unequal_columns():
    before, after, hours, school = invented(7)
    with pytest.raises(ValueError, match="leave incomplete rows out"):
        dose_response(before, after, np.where(hours > 20, np.nan, hours), school)
    with pytest.raises(ValueError, match="one of each per person"):
        dose_response(before, after[1:], hours, school)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), shift=st.floats(-50, 50), scale=st.floats(0.1, 20))
def test_shift_scale_and_order(seed, shift, scale):
    before, after, hours, school = invented(seed)
    order = np.random.default_rng(seed).permutation(len(before))
    one = dose_response(before, after, hours, school)
    minutes = dose_response(
        scale * before[order] + shift, scale * after[order] + shift, 60 * hours[order], school[order]
    )
    for mine, other, unit in ((one.slope, minutes.slope, scale / 60), (one.quadratic, minutes.quadratic, scale / 3600)):
        assert [other.estimate, other.se] == pytest.approx([mine.estimate * unit, mine.se * unit], rel=1e-5, abs=1e-12)
        assert other.df == pytest.approx(mine.df, rel=1e-5)
    assert minutes.spearman.estimate == pytest.approx(one.spearman.estimate, abs=0.02)
