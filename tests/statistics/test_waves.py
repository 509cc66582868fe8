"""Waves: refusals, degenerate designs, and what must hold whatever the data."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolbox.statistics import cr2, difference_in_changes, wave_effects

#: Start of every school; rounds are 1 to 5.
STARTS = (3,) * 5 + (4,) * 5 + (0,) * 5


def invented(seed: int, starts=STARTS, persons=4, times=(1, 2, 3, 4, 5)):
    """y, person, time, start, school: everybody answers every round."""
    random = np.random.default_rng(seed)
    schools = len(starts)
    person, time = (grid.ravel() for grid in np.meshgrid(np.arange(schools * persons), times, indexing="ij"))
    school = person // persons
    start = np.array(starts)[school]
    own = random.normal(0, 0.4, schools * persons)[person]
    y = 3 + own + 0.1 * time + 0.3 * ((start > 0) & (time >= start)) + random.normal(0, 0.2, schools)[school] * time / 5
    return y + random.normal(0, 0.3, len(y)), person, time, start, school


def numbers(found):
    """Every estimate with its standard error, in order."""
    each = [cell.found for cell in found.cells]
    each += [estimate for _, estimate in (*found.by_wave, *found.by_distance)]
    each += [found.overall, found.simple, found.pre_trend]
    return [number for one in each for number in (one.estimate, one.se, one.df)]


def test_one_wave_and_two_rounds_is_the_difference_in_changes():
    y, person, time, start, school = invented(1, (2,) * 6 + (0,) * 6, times=(1, 2))
    wide = y.reshape(-1, 2)
    treated, of = (start[::2] > 0).astype(int), school[::2]
    plain = difference_in_changes(wide[:, 0], wide[:, 1], treated)
    assert wave_effects(y, person, time, start).overall.estimate == pytest.approx(plain.estimate)
    clustered = wave_effects(y, person, time, start, school)
    robust = cr2(wide[:, 1] - wide[:, 0], np.column_stack([np.ones(len(of)), treated]), of, contrast=1)
    # Schools of one size: the corrected influence function is CR2, and the degrees agree where the spreads do.
    assert [clustered.overall.estimate, clustered.overall.se] == pytest.approx([robust.estimate, robust.se])
    assert 5 <= clustered.overall.df <= robust.df + 1e-9
    (cell,) = clustered.cells
    assert (cell.before_start, cell.base, cell.n_waiting, cell.n_waiting_schools) == (False, 1, 24, 6)
    assert (cell.found.estimate, cell.found.n, cell.found.n_schools) == (clustered.overall.estimate, 24, 6)


def test_effects_that_are_there_are_found():
    """No noise: a jump of 0.5 for the first wave and 0.2 for the second, on top of what everybody gains."""
    _, person, time, start, school = invented(2)
    jump = np.select([start == 3, start == 4], [0.5, 0.2], 0.0) * ((start > 0) & (time >= start))
    found = wave_effects(3 + 0.3 * time + school / 10 + jump, person, time, start)
    assert {wave: each.estimate for wave, each in found.by_wave} == pytest.approx({3: 0.5, 4: 0.2})
    assert found.overall.estimate == pytest.approx(0.35)
    # Three rounds of the first wave, two of the second.
    assert found.simple.estimate == pytest.approx((3 * 0.5 + 2 * 0.2) / 5)
    assert found.pre_trend.estimate == pytest.approx(0)
    assert [far for far, _ in found.by_distance] == [-2, -1, 0, 1, 2]


def test_a_wave_of_few_schools_has_no_standard_error():
    found = wave_effects(*invented(3, (3,) * 3 + (4,) * 5 + (0,) * 5))
    small, large = (each for _, each in found.by_wave)
    assert (small.refused, small.se, small.p, small.n_schools) == ("few_schools", None, None, 3)
    assert small.estimate is not None
    assert large.se is not None
    assert found.overall.flags == ("small_wave_left_out",)
    assert (found.overall.estimate, found.overall.n_schools) == (pytest.approx(large.estimate), 5)


def test_a_comparison_of_few_schools_has_no_standard_error():
    found = wave_effects(*invented(4, (3,) * 6 + (0,) * 3))
    assert (found.overall.refused, found.overall.se) == ("few_schools", None)
    assert found.overall.estimate == pytest.approx(found.by_wave[0][1].estimate)
    assert wave_effects(*invented(4, (3,) * 6 + (0,) * 3)[:4]).overall.se, "by units nothing is refused"


def test_rounds_whose_comparison_is_small_are_left_out_and_said():
    """Five schools begin at 3, two at 4, three never: from round 4 on only three are waiting."""
    found = wave_effects(*invented(14, (3,) * 5 + (4,) * 2 + (0,) * 3))
    cells = {cell.time: cell.found for cell in found.cells if cell.wave == 3}
    assert [cells[time].se is None for time in (3, 4, 5)] == [False, True, True]
    first = dict(found.by_wave)[3]
    assert (first.estimate, first.flags) == (cells[3].estimate, ("small_wave_left_out",))
    assert (found.overall.estimate, found.overall.se) == pytest.approx((first.estimate, first.se))


def test_nobody_left_to_compare_with():
    """From the last start on nobody waits, and of two waves the later has nobody to be held against from round 3 on."""
    found = wave_effects(*invented(5, (3,) * 5 + (4,) * 5))
    refused = {(cell.wave, cell.time): cell.found.refused for cell in found.cells if cell.found.refused}
    expected = [(3, 4), (3, 5), (4, 3), (4, 4), (4, 5)]
    assert refused == dict.fromkeys(expected, "no_comparison")
    assert dict(found.by_wave)[4].refused == "no_comparison"
    assert [each.flags for _, each in found.by_wave] == [("wave_without_comparison",)] * 2
    assert found.overall.flags == ("wave_without_comparison",)
    assert found.overall.estimate == pytest.approx(dict(found.by_wave)[3].estimate)
    never = wave_effects(*invented(5, (3,) * 5 + (4,) * 5), control="never")
    assert never.overall.refused == "no_comparison"
    assert never.overall.estimate is None


def test_one_round_before_the_start_shows_no_trend():
    found = wave_effects(*invented(6, (2,) * 5 + (0,) * 5))
    assert (found.pre_trend.refused, found.pre_trend.estimate) == ("no_rounds_before", None)


def test_who_began_before_the_first_round_is_left_out():
    y, person, time, start, school = invented(7, (1,) * 3 + STARTS)
    found = wave_effects(y, person, time, start, school)
    assert found.n_left_out == 12
    late = start != 1
    without = wave_effects(y[late], person[late], time[late], start[late], school[late])
    assert numbers(found) == numbers(without)


def test_few_persons():
    for persons, refused in ((4, ""), (1, "few_persons")):
        found = wave_effects(*invented(8, (3,) * 6 + (0,) * 6, persons=persons))
        assert found.overall.refused == refused
        assert found.overall.estimate is not None
    four = wave_effects(*invented(8, (3,) * 4 + (0,) * 6, persons=1))
    assert (four.overall.refused, four.overall.estimate) == ("too_few_persons", None)
    schools = wave_effects(*invented(8, (3,) * 4 + (0,) * 6, persons=1), institutional=True)
    assert schools.overall.se is not None


def test_nobody_one_unit_one_round():
    nobody = wave_effects(np.array([]), np.array([]), np.array([]), np.array([]))
    assert (nobody.cells, nobody.overall.refused, nobody.n_left_out) == ((), "no_comparison", 0)
    y, person, time, start, school = invented(9)
    first = time == 1
    one = wave_effects(y[first], person[first], time[first], start[first], school[first])
    assert (one.cells, one.overall.refused, one.pre_trend.refused) == ((), "no_comparison", "no_rounds_before")
    alone = wave_effects(y[person == 0], person[person == 0], time[person == 0], start[person == 0])
    assert {cell.found.refused for cell in alone.cells} == {"no_comparison"}


def test_no_spread():
    _, person, time, start, school = invented(10)
    found = wave_effects(np.full(len(person), 3.0), person, time, start, school)
    assert (found.overall.estimate, found.overall.se, found.overall.refused) == (0.0, None, "no_spread")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            lambda y, person, time, start, school: (np.where(person == 3, np.nan, y), person, time, start, school),
            "leave",
        ),
        (lambda y, person, time, start, school: (y, person, np.minimum(time, 4), start, school), "two rows"),
        (lambda y, person, time, start, school: (y, person, time, np.where(time == 2, 4, start), school), "start"),
        (lambda y, person, time, start, school: (y, person, time, start, np.where(time == 2, 0, school)), "school"),
        (lambda y, person, time, start, school: (y, person, time, start, school * 0), "two starts"),
        (lambda y, person, time, start, school: (y[1:], person, time, start, school), "same length"),
    ],
)
def test_rows_that_contradict_each_other(change, says):
    with pytest.raises(ValueError, match=says):
        wave_effects(*change(*invented(11)))


@pytest.mark.parametrize("never", [0, np.nan, np.inf, 6])
def test_never_is_zero_or_missing_or_infinite_or_after_the_last_round(never):
    y, person, time, start, _ = invented(12)
    other = np.where(start == 0, never, start.astype(float))
    assert numbers(wave_effects(y, person, time, other)) == numbers(wave_effects(y, person, time, start))


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), shift=st.floats(-50, 50), scale=st.floats(0.1, 20), later=st.integers(1, 2000))
def test_shift_scale_order_labels_and_clock(seed, shift, scale, later):
    y, person, time, start, school = invented(seed)
    one = np.array(numbers(wave_effects(y, person, time, start, school)), float).reshape(-1, 3)
    order = np.random.default_rng(seed).permutation(len(y))
    names = np.array([f"school {99 - label}" for label in school])
    moved = wave_effects(
        scale * y[order] + shift, 7 * person[order], time[order] + later,
        np.where(start > 0, start + later, 0)[order], names[order],
    )  # fmt: skip
    other = np.array(numbers(moved), float).reshape(-1, 3)
    assert other[:, :2] == pytest.approx(scale * one[:, :2], rel=1e-6, abs=1e-9)
    assert other[:, 2] == pytest.approx(one[:, 2], rel=1e-5)


def test_a_hundred_thousand_persons():
    """One pass over a table of persons and rounds for every wave and round: seconds, not minutes."""
    from time import perf_counter

    columns = invented(13, (3,) * 3000 + (4,) * 3000 + (0,) * 4000, persons=10)
    began = perf_counter()
    found = wave_effects(*columns)
    assert perf_counter() - began < 20
    assert found.overall.n == 60_000
