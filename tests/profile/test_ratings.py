"""Rubrics by what sums them up, and the level nearest to all ratings."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.counted import NORMS, found, rated, released
from toolbox.disclosure.examples import rubric
from toolbox.model import Policy
from toolbox.statistics import levels

ELM = {"Elm": (3, 1, 4, 2, -1, 5)}


@given(st.lists(st.integers(1, 5), min_size=1, max_size=40))
def test_the_nearest_profile_of_one_level_is_the_median_level(ratings):
    """Every constant profile is tried: those nearest by taxicab distance are the levels from lower to upper median."""
    distance = {level: sum(abs(each - level) for each in ratings) for level in range(1, 6)}
    nearest = [level for level, far in distance.items() if far == min(distance.values())]
    told = levels(ratings)
    assert (nearest[0], nearest[-1]) == told.nearest
    assert told.median.estimate == np.median(ratings) == sum(told.nearest) / 2
    assert told.away.estimate == min(distance.values())


def test_compliance_counts_what_reaches_the_level_and_never_averages():
    people, logging = found(rated(ELM), NORMS).areas
    assert (people.met, people.indicators, people.rated) == (2, 3, 3)
    assert (logging.met, logging.indicators, logging.rated) == (1, 3, 2), "what is not rated is not reached"
    assert (logging.lowest, logging.highest) == (2, 5)
    assert logging.counts == ((1, 0), (2, 1), (3, 0), (4, 0), (5, 1))
    for cell in (people, logging):
        assert (cell.mean.estimate, cell.sd, cell.mean.refused) == (None, None, "counted")
    items = {cell.item: cell for cell in found(rated(ELM), NORMS).items}
    assert {id: cell.distance for id, cell in items.items()} == {
        "norms.P1": 0, "norms.P2": 2, "norms.P3": 0, "norms.L1": 1, "norms.L2": None, "norms.L3": 0,
    }  # fmt: skip
    assert items["norms.L2"].mean.refused == "no_answers"
    assert items["norms.P2"].mean.estimate == 1, "one rating is its own average"


def test_an_indicator_the_file_has_no_column_for_is_still_not_rated():
    answers = rated({"Elm": (3, 3, 3, 3, 3, 3)})
    fewer = type(answers)(
        **{name: getattr(answers, name) for name in ("person", "school", "group", "schools", "groups", "reworded")},
        items=answers.items[:2],
        values=np.asfortranarray(answers.values[:, :2]),
    )
    told = found(fewer, NORMS)
    assert [(cell.area, cell.met, cell.indicators, cell.rated) for cell in told.areas] == [
        ("P", 2, 3, 2),
        ("L", 0, 3, 0),
    ]
    assert [cell.n for cell in told.items] == [1, 1, 0, 0, 0, 0]


def test_several_schools_are_counted_at_their_levels():
    rows = {"Ash": (3, 4, 5, 3, 3, 3), "Elm": (3, 1, 4, 2, -1, 5), "Oak": (3, 3, 3, 3, -1, 3)}
    people, logging = found(rated(rows), NORMS).areas
    assert people.counts == ((1, 1), (2, 0), (3, 2), (4, 0), (5, 0)), "a school's level is its lowest norm"
    assert (people.met, people.n) == (2, 3)
    assert logging.met == 1, "Oak did not rate one norm, so not every one of its norms reaches the level"
    assert (logging.rated, logging.indicators) == (7, 9)
    assert people.mean.estimate is None
    by_median = found(rated({"A": (1, 3, 4, 4), "B": (2, 2, 3, 5), "C": (5, 5, 5, 5)}, rubric(4)), rubric(4))
    assert by_median.areas[0].counts == ((1, 0), (2, 1), (3, 1), (4, 0), (5, 1)), "the lower of two middle levels"
    assert [cell.mean.refused for cell in by_median.items] == ["counted"] * 4


def test_a_school_that_rated_itself_twice_is_told_of():
    answers = rated({"Elm": (3, 1, 4, 2, -1, 5), "Oak": (5, 5, 5, 5, 5, 5)})
    twice = type(answers)(
        **{name: getattr(answers, name) for name in ("person", "group", "groups", "items", "values")},
        school=np.zeros(2, int),
        schools=("Elm",),
    )
    told = found(twice, NORMS)
    assert all("several_ratings" in cell.mean.flags for cell in told.areas)
    assert [cell.met for cell in told.areas] == [2, 2], "the lower of two ratings decides what is reached"


def test_what_is_released_of_a_rubric_is_what_the_school_stated():
    shown = released(rated(ELM), NORMS)
    people = shown.areas[0]
    assert (people.hidden, people.mean, people.met, people.lowest, people.levels[0]) == ("counted", None, 2, 1, (1, 1))
    assert [cell.hidden for cell in shown.items] == ["", "", "", "", "no_answers", ""]
    public = released(rated(ELM), NORMS, policy=Policy(audience="public"))
    assert public.areas[0].met == 2


@pytest.mark.parametrize("ratings", list(itertools.product((1, 2, 3), repeat=3))[::4])
def test_median_lowest_and_highest_are_those_of_the_ratings(ratings):
    (cell,) = found(rated({"Elm": ratings}, rubric(3)), rubric(3)).areas
    assert (cell.median, cell.lowest, cell.highest) == (np.median(ratings), min(ratings), max(ratings))
