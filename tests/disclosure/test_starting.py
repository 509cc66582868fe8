"""Rule 16: thirds by starting level, all three or none, never of one school among several, never a few out of a hidden one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.invented import answers, compared, second_round, told_comparison
from toolbox.disclosure import release

HUB = answers({(f"S{number:02}", "teachers"): 14 for number in range(10)})
LATER = second_round(HUB, shift=0.3)


def test_all_schools_together_show_three_thirds_beside_what_was_to_be_expected():
    found = told_comparison(HUB, LATER)
    assert len(found.starting) == 8
    for row in found.starting:
        assert [third.third for third in row.thirds] == ["lowest", "middle", "highest"]
        change = next(each for each in found.areas if each.area == row.area)
        assert sum(third.n for third in row.thirds) == change.n_pairs
        assert all(third.n >= 10 for third in row.thirds)
        whole = sum(third.n * third.observed.estimate for third in row.thirds) / change.n_pairs
        assert whole == pytest.approx(change.change.estimate)
        alone = sum(third.n * third.expected for third in row.thirds)
        assert alone == pytest.approx(0, abs=1e-9), "regression to the mean moves nobody on average"
        assert row.thirds[0].expected > 0 > row.thirds[2].expected


def test_one_school_among_several_shows_none_and_the_only_school_does():
    assert told_comparison(HUB, LATER, "S00").starting == ()
    alone = answers({("S", "teachers"): 60})
    assert any(not row.hidden for row in told_comparison(alone, second_round(alone, shift=0.3)).starting)


def test_a_third_of_too_few_hides_all_three():
    few = answers({("S", "teachers"): 30}, spread=0.3)
    found = told_comparison(few, second_round(few, shift=0.3))
    small = compared(few, second_round(few, shift=0.3)).starting
    thin = {row.area for row in small if min(third.n for third in row.thirds) < 10}
    assert thin, "thirds of thirty people with equal scores are seldom ten each"
    for row in found.starting:
        assert (row.hidden == "few") is (row.area in thin)
        assert bool(row.thirds) is (row.area not in thin)


def test_thirty_people_are_needed():
    few = answers({("S", "teachers"): 29})
    assert told_comparison(few, second_round(few, shift=0.3)).starting == ()


def test_where_the_means_are_hidden_the_thirds_are():
    gone = np.zeros(len(HUB), bool)
    gone[:3] = True
    later = replace(
        LATER, person=LATER.person[~gone], school=LATER.school[~gone], group=LATER.group[~gone],
        values=np.asfortranarray(LATER.values[~gone]),
    )  # fmt: skip
    found = told_comparison(HUB, later)
    assert {row.mean_before for row in found.areas if row.design == "paired"} <= {None} or not found.areas
    assert all(row.hidden and not row.thirds for row in found.starting)


def test_a_third_of_one_hidden_school_hides_the_thirds():
    comparison = compared(HUB, LATER)
    row = comparison.starting[0]
    only = [tuple(third.n if place == 0 else 0 for place in range(10)) for third in row.thirds]
    # The first school has three who left, so its own pairs are not shown; a third that is all its own would show them.
    sizes = tuple((17, 14, 14) if place == 0 else size for place, size in enumerate(comparison.paired[0].siblings))
    moved = replace(
        comparison,
        starting=(replace(row, thirds=(replace(row.thirds[0], by_school=only[0]), *row.thirds[1:])),),
        paired=tuple(replace(each, siblings=sizes) if not each.item else each for each in comparison.paired),
    )
    (hidden,) = release(moved).starting
    assert hidden.hidden
    assert not hidden.thirds


def test_the_pattern_of_a_stricter_eye_is_marked():
    values = HUB.values.astype(float)
    mean = np.where(values > 0, values, np.nan)
    start = np.nanmean(mean, axis=1)
    top = start > np.quantile(start, 0.7)
    stricter = np.where((values > 1) & top[:, None], values - 1, values)
    later = replace(HUB, values=np.asfortranarray(stricter.astype(np.int8)))
    found = told_comparison(HUB, later)
    assert any(row.recalibration for row in found.starting)
    assert not any(row.recalibration for row in told_comparison(HUB, LATER).starting)
