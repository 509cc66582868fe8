"""How persons spread over levels, in words: whole points, named levels, bands of few."""

from dataclasses import replace

import pytest

from toolbox.disclosure import ReleasedCell
from toolbox.disclosure.examples import FRAMEWORK
from toolbox.disclosure.released import gate
from toolbox.disclosure.spread import spread_of, target_of
from toolbox.model import Level

LEVELS = (
    Level(value=1, name="Aware", at_least=1), Level(value=2, name="Trying", at_least=2), Level(value=3, name="Able", at_least=3),
    Level(value=4, name="Leading", at_least=4.5),
)  # fmt: skip
NAMED = replace(FRAMEWORK, levels=LEVELS)


def cell(*reached, **more):
    with gate():
        return ReleasedCell(**({"area": "A", "group": "teachers", "n": 24, "mean": 3.2, "reached": reached} | more))


def told(found, framework):
    return {step.words: round(step.share, 6) for step in spread_of(found, framework)}


def test_whole_points_from_the_lowest_to_the_highest():
    full = cell((2, 0.9), (3, 0.6), (4, 0.2), (5, 0.0))
    assert told(full, FRAMEWORK) == {
        "under 2": 0.1,
        "2 to under 3": 0.3,
        "3 to under 4": 0.4,
        "4 to under 5": 0.2,
        "5": 0,
    }
    assert [step.position for step in spread_of(full, FRAMEWORK)] == [0, 0.25, 0.5, 0.75, 1]


def test_named_levels_and_bands_of_them():
    full = cell((1, 1.0), (2, 0.9), (3, 0.4), (4, 0.1))
    assert told(full, NAMED) == {"Aware": 0.1, "Trying": 0.5, "Able": 0.3, "Leading": 0.1}
    banded = cell((2, 0.9), (3, 0.4))
    assert told(banded, NAMED) == {"Aware": 0.1, "Trying": 0.5, "Able to Leading": 0.4}


def test_what_lies_below_the_first_level_is_named_so():
    higher = replace(
        FRAMEWORK, levels=(Level(value=1, name="Aware", at_least=2), Level(value=2, name="Able", at_least=3))
    )
    assert told(cell((1, 0.8), (2, 0.5)), higher) == {"below Aware": 0.2, "Aware": 0.3, "Able": 0.5}


def test_where_nothing_is_shown_nothing_is_told():
    assert spread_of(cell(), FRAMEWORK) == ()
    assert target_of(cell(top_share=None), FRAMEWORK) is None


@pytest.mark.parametrize(("mean", "target"), [(3.2, ("Able", 0.4)), (2.2, ("Trying", 0.9)), (1.4, None)])
def test_the_step_looked_at_is_the_one_the_average_has_reached(mean, target):
    assert target_of(cell((1, 1.0), (2, 0.9), (3, 0.4), (4, 0.1), mean=mean), NAMED) == target
