"""What is known about schools, on the data page: typed, brought from a file, never saved over somebody else's work."""

from __future__ import annotations

from datetime import date

from tests.web.conftest import Open, said
from toolbox.model import SchoolFacts
from toolbox.web import schools, state


def facts() -> dict[str, SchoolFacts]:
    return {each.school: each for each in state.store().school_facts(state.viewer())}


def test_the_sample_hub_brings_hubs_and_days(sample_store: Open) -> None:
    at = sample_store("data")
    assert not at.exception
    assert "Of 15 schools the hub is known for 15, the first day of mentoring for 15, hours for 0." in said(at)
    assert at.file_uploader[0].label.startswith("Or bring a list")


def test_saving_without_a_change_says_so(sample_store: Open) -> None:
    at = sample_store("data")
    before = facts()
    at.button(key="schools_save_0").click().run()
    assert "Nothing was changed." in said(at)
    assert facts() == before


def test_a_list_is_looked_at_before_it_is_kept(sample_store: Open) -> None:
    at = sample_store("data")
    first = sorted(facts())[0]
    content = f"School;Starts;Hours\n{first.upper()};2025-11-03;7,5\nNowhere;2025-11-03;2\n"
    at.file_uploader[0].upload("schools.csv", content.encode()).run()
    assert not at.exception
    assert "Nowhere is in no round and was left out" in said(at)
    assert facts()[first].hours is None, "nothing is kept before somebody says so"
    at.button(key="schools_take_0").click().run()
    assert not at.exception
    assert "Saved: 1 school from schools\\.csv." in said(at)
    kept = facts()[first]
    assert (kept.starts, kept.hours) == (date(2025, 11, 3), 7.5)
    assert kept.hub, "a column the list does not have changes nothing"


def test_a_list_that_cannot_be_read_is_refused_in_words(sample_store: Open) -> None:
    at = sample_store("data")
    at.file_uploader[0].upload("schools.csv", b"name;hub\nElm;North\n").run()
    assert not at.exception
    assert "no column with the heading “school”" in at.error[0].value


def test_an_empty_store_asks_for_no_schools(empty_store: Open) -> None:
    at = empty_store("data")
    assert not at.exception


def test_facts_of_a_row() -> None:
    import pandas as pd

    row = {"School": "Elm", "Hub": None, "Mentoring began": pd.Timestamp("2025-10-27"), "Hours": float("nan")}
    assert schools._facts_of(row) == SchoolFacts(school="Elm", starts=date(2025, 10, 27))
