"""The chart of change beside hours: thirds and a line, in both palettes, and never a point a school."""

from __future__ import annotations

import json

import pytest

from tests.mentoring.hubs import hub
from toolbox.charts.dose import LINE, THIRDS, dose
from toolbox.disclosure.doses import ReleasedDose, ReleasedRelation, release_doses
from toolbox.model import Policy, Viewer
from toolbox.wording.doses import relation_alt


@pytest.fixture(scope="module")
def found() -> ReleasedDose:
    return release_doses(hub(effect=0.12), Policy(), Viewer())


def area(found: ReleasedDose, id: str = "D") -> ReleasedRelation:
    return next(row for row in found.relations if row.area == id)


@pytest.mark.parametrize("dark", [False, True])
def test_every_third_and_the_line_are_drawn_and_nothing_else(found: ReleasedDose, dark: bool) -> None:
    row = area(found)
    spec = dose(found, row, dark).to_dict()
    drawn = [each for values in spec["datasets"].values() for each in values if "said" in each]
    assert {(each["x"], each["y"]) for each in drawn} == {(third.hours, third.change) for third in row.thirds}
    words = json.dumps(spec)
    assert THIRDS in words
    assert LINE in words
    assert "School" not in words.replace("Schools", "")


def test_without_a_line_the_thirds_stand_alone(found: ReleasedDose) -> None:
    from dataclasses import replace

    from toolbox.disclosure.released import gate

    with gate():
        row = replace(area(found), band=(), line_hidden="protects_school", verdict="")
    words = json.dumps(dose(found, row).to_dict())
    assert THIRDS in words
    assert LINE not in words
    assert "Line" not in relation_alt(found, row)


def test_the_words_say_what_the_chart_shows(found: ReleasedDose) -> None:
    said = relation_alt(found, area(found))
    assert said.count("(n ") == 3
    assert "hours more" in said or "hour more" in said
