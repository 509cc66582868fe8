"""Drift of items and differences of published summaries, against R; the rules around both."""

from __future__ import annotations

import numpy as np
import pytest

from tests.reference.test_r import agrees, said
from toolbox.statistics import drift, summary_difference

MANY = [0.12, -0.05, 0.31, 0.08, 0.22, 0.17, -0.9, 0.02, 0.4, 0.11, 0.19, 0.25, 0.07]
CASES = {
    "drift": ([0.1, 0.2, 0.9, 0.1, 0.3, 0.2, 0.1, 0.4], [1] * 4 + [2] * 4),
    "many": (MANY, [1] * 3 + [2] * 5 + [3] * 5),
}


@pytest.mark.parametrize("name", CASES)
def test_items_beside_their_area(name):
    expected = said("trends")
    found = drift(*CASES[name], width=4)
    for place, each in enumerate(found, start=1):
        assert each.deviation.estimate == pytest.approx(expected[f"{name}.dev{place}"], rel=1e-12, abs=1e-12)
        assert each.robust_z.estimate == pytest.approx(expected[f"{name}.z{place}"], rel=1e-9)


def test_one_item_is_named_and_the_others_are_left_alone():
    assert [place for place, each in enumerate(drift(*CASES["many"], width=4)) if each.drifts] == [6]


def test_half_a_point_is_meant_on_five_steps_and_wider_on_wider_scales():
    change, area = [0.0, 0.0, 0.0, 0.9], ["A"] * 4
    assert [drift(change, area, width=width)[3].drifts for width in (4, 5, 6)] == [True, True, False]


def test_what_chance_gives_is_left_alone():
    change, area = [0.0, 0.0, 0.0, 0.9], ["A"] * 4
    assert drift(change, area, width=4, se=[0.25] * 4)[3].drifts
    assert not drift(change, area, width=4, se=[0.3] * 4)[3].drifts


def test_two_items_cannot_tell_which_of_them_moved():
    found = drift([0.0, 1.4], ["A", "A"], width=4)
    assert [(each.deviation.refused, each.drifts) for each in found] == [("few_items", False)] * 2
    assert drift([], [], width=4) == ()


def test_without_a_usual_spread_only_points_count():
    assert {each.robust_z.refused for each in drift([0.2] * 9, [1] * 9, width=4)} == {"no_spread"}
    assert {each.robust_z.refused for each in drift([0.1, 0.2, 0.3], [1] * 3, width=4)} == {"few_items"}


def test_few_false_alarms_among_items_that_moved_alike():
    """Twenty answers a round, six areas of four items: the standard errors keep chance out of most pages."""
    draw = np.random.default_rng(20261126)
    area = np.repeat(np.arange(6), 4)
    alarms = []
    for _ in range(300):
        answers = np.clip(np.rint(draw.normal(3.2, 1, (2, 20, 24)) + draw.normal(0, 0.5, (2, 20, 1))), 1, 5)
        change = answers[1].mean(axis=0) - answers[0].mean(axis=0)
        se = np.sqrt((answers.var(axis=1, ddof=1) / 20).sum(axis=0))
        alarms.append(any(each.drifts for each in drift(change, area, width=4, se=se)))
    assert np.mean(alarms) < 0.1


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("school", (3.4, 0.8, 24, 3.1, 0.9, 420)),
        ("icils", (48, 9, 31, 45.54, 9.38, 420)),
        ("even", (2.5, 1.1, 10, 2.5, 0.4, 10)),
    ],
)
def test_differences_of_summaries(name, numbers):
    agrees(summary_difference(*numbers), said("trends"), name)


def test_a_difference_without_a_spread_has_no_interval():
    for numbers in ((3.4, None, 24, 3.1, 0.9, 420), (3.4, 0.8, 24, 3.1, None, 420), (3.4, 0.8, 24, 3.1, 0.9, None)):
        found = summary_difference(*numbers)
        assert (round(found.estimate, 10), found.refused, found.ci_low) == (0.3, "summary_only", None)
    assert summary_difference(3.4, 0.8, 9, 3.1, 0.9, 420).refused == "few_persons"
    assert summary_difference(3.4, 0.0, 12, 3.1, 0.0, 420).refused == "no_spread"
