"""Averages on the upload page: typed, pasted or from a table; then on the pages of results."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from streamlit.testing.v1 import AppTest

from tests.exports import limesurvey
from tests.web.test_upload import drop, field, press, stored, through, words

TABLE = b"Area,Leaders,Teachers,Pupils\nA. Leadership,3.9,3.4,3.0\nSoftware,3.1,3.3,2.9\nNumber of answers,6,18,140\n"


def about(at: AppTest, name: str = "SELFIE 2025") -> None:
    # A typed school is none of the options yet, so it cannot be picked here as a browser types it.
    at.session_state[field(at, "selectbox", "School").key + "_kept"] = "Tamme"
    field(at, "text_input", "Name of the round").set_value(name)
    field(at, "date_input", "Date the answers").set_value(date(2025, 11, 20)).run()


def number(at: AppTest, end: str, value: float) -> None:
    next(each for each in at.number_input if each.key.endswith(end)).set_value(value)


def test_typed_averages_become_a_round(empty_store, tmp_path: Path) -> None:
    at = press(empty_store("upload"), "Type the averages")
    press(at, "Save the round")
    assert "When were the answers collected?" in words(at)
    about(at)
    press(at, "Save the round")
    assert "No average is filled in yet" in words(at)
    number(at, "_A_teachers", 3.4)
    number(at, "_B_teachers", 3.1)
    press(at, "Save the round")
    assert "How many teachers answered?" in words(at)
    assert stored(tmp_path) == ()
    number(at, "_n_teachers", 18)
    press(at, "Save the round")
    assert "Saved: “SELFIE 2025”" in words(at)
    (saved,) = stored(tmp_path)
    assert (saved.people, saved.schools, saved.groups) == (18, ("Tamme",), ("teachers",))
    at.switch_page("../../pages/school.py").run()
    assert not at.exception
    assert "Teachers place “Leadership” highest" in words(at)


def test_a_table_asks_for_areas_it_does_not_recognise(empty_store, tmp_path: Path) -> None:
    at = drop(empty_store("upload"), "selfie.csv", TABLE)
    assert "1 of 2 areas were not recognised" in words(at)
    field(at, "selectbox", "Software").set_value("C").run()
    about(at)
    press(at, "Save the round")
    (saved,) = stored(tmp_path)
    assert saved.people == 164
    for page in ("school", "change", "tables", "data"):
        at.switch_page(f"../../pages/{page}.py").run()
        assert not at.exception, page


def test_the_same_table_is_not_kept_twice(empty_store, tmp_path: Path) -> None:
    at = empty_store("upload")
    for _ in range(2):
        drop(at, "selfie.csv", TABLE)
        about(at)
        press(at, "Save the round")
    assert "This very table is already in “SELFIE 2025”" in words(at)
    assert len(stored(tmp_path)) == 1


def test_answers_are_not_offered_a_round_of_averages_to_be_added_to(empty_store, tmp_path: Path) -> None:
    at = drop(empty_store("upload"), "selfie.csv", TABLE)
    about(at)
    press(at, "Save the round")
    drop(at, "spring.csv", limesurvey(60))
    through(at, name="Spring")
    assert {each.name for each in stored(tmp_path)} == {"SELFIE 2025", "Spring"}
    drop(at, "pupils.csv", limesurvey(60, seed=2))
    for label in ("Next: Framework", "Next: Columns", "Next: Answers", "Next: Check", "Next: Save"):
        press(at, label)
    offered = [option.replace("\\", "") for option in field(at, "radio", "Save as").options]
    assert offered == ["A new round", "Add to “Spring (9 March 2026)”"]


SIX = b"Area,Leaders,Teachers\nLeadership,3.9,3.4\nTeaching and Learning,3.1,3.3\nNumber of answers,6,18\n"


def test_averages_of_a_frame_are_read_where_single_answers_cannot_be(empty_store, tmp_path: Path) -> None:
    at = drop(empty_store("upload"), "selfie-2019.csv", SIX)
    assert "1 of 2 areas were not recognised" in words(at)
    choice = field(at, "selectbox", "Framework")
    assert "idi-rubric" not in choice.options
    assert "SELFIE (six areas, before 2020)" in choice.options
    choice.set_value("selfie-2018").run()
    assert "not recognised" not in words(at)
    about(at, "SELFIE 2019")
    press(at, "Save the round")
    (saved,) = stored(tmp_path)
    assert (saved.framework, saved.people) == ("selfie-2018", 24)
    for page in ("school", "change", "tables", "frameworks", "data"):
        at.switch_page(f"../../pages/{page}.py").run()
        assert not at.exception, page
    at.switch_page("../../pages/school.py").run()
    assert "“Teaching and Learning”" in words(at)
