"""Several instruments of one school side by side: each on its own scale, no number made of them, each with a way to it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.web.conftest import Open, said
from toolbox.model import RatingNote
from toolbox.store.ratings import agreed
from toolbox.web import state

SCHOOL = "Tähemäe Gümnaasium"
RATED = {"idi.A1": 2, "idi.A2": 3, "idi.B1": 1}


def rubric_round(framework: str, levels: dict[str, int], on: date = date(2026, 6, 1), name: str = "Own review"):
    known = state.frameworks()[framework]
    answers = agreed(SCHOOL, levels, group="school", items=[item.id for item in known.items])
    return state.store().save_round(state.viewer(), name=name, collected_on=on, framework=framework, answers=answers)


@pytest.fixture
def page(sample_store: Open):
    sample_store("start")

    def open_it(school: str = SCHOOL):
        at = sample_store("school")
        if [each for each in at.selectbox if each.key == "school_framework"]:
            at.selectbox(key="school_framework").select("selfie-2020").run()
        at.selectbox(key="school_school").select(school).run()
        assert not at.exception
        return at

    return open_it


def test_one_instrument_has_nothing_to_stand_beside(page) -> None:
    assert "Several instruments side by side" not in [header.value for header in page().header]


def test_every_instrument_stands_on_its_own_scale(page) -> None:
    rubric_round("idi-rubric", RATED)
    at = page()
    assert "Several instruments side by side" in [header.value for header in at.header]
    words = said(at).replace("\\", "")
    assert "no overall number is made of them" in words
    assert "Own review, 1 June 2026" in words
    panels = [chart for chart in at.get("vega_lite_chart") if "1 to 3" in str(chart.proto)]
    assert panels, "the rubric is drawn from 1 to 3"
    assert "Several instruments side by side" not in [header.value for header in page("Udulinna Kool").header]


def test_the_latest_round_of_each_stands_for_it_and_opens(page) -> None:
    rubric_round("idi-rubric", RATED, date(2024, 6, 1), "Older review")
    newer = rubric_round("idi-rubric", {**RATED, "idi.A1": 3})
    at = page()
    words = said(at).replace("\\", "")
    assert "Older review" not in words
    at.button(key=f"instrument_open_{newer.id}").click().run()
    assert not at.exception
    assert at.selectbox(key="school_round").value == newer.id
    assert at.selectbox(key="school_school").value == SCHOOL


def test_ratings_from_outside_stand_beside_the_schools_own(page) -> None:
    made = rubric_round("idi-rubric", RATED)
    notes = [
        RatingNote(round=made.id, school=SCHOOL, item=item, external=level, external_by="visit of the hub")
        for item, level in (("idi.A1", 1), ("idi.A2", 3))
    ]
    state.store().ratings.change_notes(state.viewer(), notes, seen=())
    at = page()
    assert "Of 2 indicators rated from outside too, the school rates 1 higher, 1 the same and 0 lower" in said(
        at
    ).replace("\\", "")
    shown = next(table.value for table in at.table if "School minus outside" in table.value.columns)
    assert shown["School minus outside"].tolist() == ["+1", "0"]


def test_a_rubric_that_is_never_averaged_is_shown_too(page) -> None:
    known = next(
        each for each in state.frameworks().values() if each.kind == "rubric" and not each.averaged and each.items
    )
    rubric_round(known.id, {known.items[0].id: 2})
    at = page()
    assert "Several instruments side by side" in [header.value for header in at.header]
    assert known.name in said(at).replace("\\", "")


def test_a_step_of_a_rubric_is_chosen_and_told_as_a_level(sample_store: Open) -> None:
    sample_store("start")
    made = rubric_round("idi-rubric", RATED)
    at = sample_store("school")
    at.selectbox(key="school_framework").select("idi-rubric").run()
    assert not at.exception
    at.radio(key="next_focus_0").set_value("else").run()
    at.selectbox(key="next_area_0").select("B").run()
    at.selectbox(key="next_B_0_item").select("idi.B1").run()
    at.text_area(key="next_new_0_words").input("Write the plan together")
    at.selectbox(key="next_new_0_target").select(2)
    at.button(key="next_keep_0").click().run()
    assert not at.exception
    step = next(each for each in state.store().actions.of(state.viewer(), SCHOOL) if each.framework == "idi-rubric")
    assert (step.item, step.target, step.chosen_in) == ("idi.B1", 2.0, made.id)
    words = said(at).replace("\\", "")
    assert "Rated 1 when chosen" in words or "Rated 1." in words
    assert "It belongs to another instrument, SELFIE" in words, "steps of the survey are told, not compared"
