"""A trend beside what was shown of its rounds before: a point of four late persons is not shown."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tests.invented import SELFIE, answers
from tests.over_rounds import held
from toolbox.disclosure import release_trend
from toolbox.disclosure.states import AsShown
from toolbox.disclosure.trend_since import trend_since
from toolbox.model import Answers, Policy, Shown, State
from toolbox.profile.trends import trend

FIRST = answers({("North", "teachers"): 30})
NOW = answers({("North", "teachers"): 30}, seed=2)


def rows(of: Answers, kept: np.ndarray) -> Answers:
    return replace(
        of,
        person=of.person[kept],
        school=of.school[kept],
        group=of.group[kept],
        values=np.asfortranarray(of.values[kept]),
    )


def seen(late: int, leave_out: int):
    """Areas A and B of the second round, which got ``late`` more answers; ``leave_out`` of those left area A out."""
    values = NOW.values.copy(order="F")
    area = [place for place, item in enumerate(NOW.items) if item.startswith("selfie2020.A")]
    values[np.ix_(np.arange(30 - late, 30 - late + leave_out), area)] = State.NOT_APPLICABLE
    now = replace(NOW, values=values)
    shown = []
    rounds = [held(0, FIRST), held(1, now)]
    for (of, answered), earlier in zip(rounds, ((), (rows(now, np.arange(30 - late)),)), strict=True):
        shown.append(AsShown(round=of, answers=answered, state=Shown(about=of.id, data_set="x"), earlier=earlier))
    found = trend_since(trend(rounds, SELFIE), shown, Policy())
    return {
        point.area: (point.hidden, point.ci_low is not None)
        for point in release_trend(found).points
        if point.round == 1
    }


def test_six_late_answers_are_shown_and_four_of_them_are_not():
    assert seen(late=10, leave_out=0)["A"] == ("", True)
    assert seen(late=6, leave_out=0)["A"] == ("", False), "six have a mean, and no interval beside the one before"
    told = seen(late=6, leave_out=2)
    assert told["A"] == ("since", False)
    assert told["B"][0] == ""


def test_a_round_that_was_never_shown_before_is_shown_whole():
    shown = [
        AsShown(round=of, answers=answered, state=Shown(about=of.id, data_set="x"))
        for of, answered in (held(0, FIRST), held(1, NOW))
    ]
    found = trend([held(0, FIRST), held(1, NOW)], SELFIE)
    assert trend_since(found, shown, Policy()) is found
