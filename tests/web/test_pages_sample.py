"""Every result page on the sample hub: what a visitor reads, picks and takes away."""

from __future__ import annotations

import io

import openpyxl
import pytest

from tests.web.conftest import Open, said
from toolbox.web import navigation, offering, released, state

EIGHT_TEACHERS = "Žaibo ežero mokykla"


def test_start_shows_what_is_loaded_and_three_doors(sample_store: Open) -> None:
    at = sample_store("start")
    assert not at.exception
    words = said(at)
    assert "Rounds: 2" in words
    assert "Invented sample." in words
    for door in ("School head", "Mentor", "Researcher"):
        assert door in words
    assert words.count("**You need:**") == 3
    assert at.button(key="start_school").label == "See a school’s profile"


def test_the_sample_can_be_put_away_and_brought_back(sample_store: Open) -> None:
    at = sample_store("start")
    at.button(key="start_put_away").click().run()
    assert not at.exception
    assert "Rounds: 0" in said(at)
    at.button(key="start_bring_back").click().run(timeout=120)
    assert not at.exception
    assert "Rounds: 2" in said(at)


def test_school_page_reads_from_scope_to_downloads(sample_store: Open) -> None:
    at = sample_store("school")
    assert not at.exception
    assert not at.error
    words = said(at)
    assert "Who answered" in words
    assert 1 <= len(at.container(key="sentences").markdown) <= 3
    assert len(at.get("vega_lite_chart")) >= 2, "the areas, and how each group spreads"
    assert "Area" in at.table[0].value.columns
    assert at.get("download_button")
    assert "Invented sample" in words


def test_the_latest_round_is_shown_first_and_a_choice_follows_to_the_next_page(sample_store: Open) -> None:
    at = sample_store("school")
    rounds = state.rounds()
    assert at.selectbox(key="school_round").value == rounds[-1].id
    other = next(name for name in rounds[-1].schools if name != at.selectbox(key="school_school").value)
    at.selectbox(key="school_school").select(other).run()
    assert other in [header.value for header in at.header]
    at.switch_page("../../pages/change.py").run()
    assert not at.exception
    assert at.selectbox(key="change_school").value == other


def test_the_address_opens_a_school(sample_store: Open) -> None:
    at = sample_store("school", school_school=EIGHT_TEACHERS)
    assert not at.exception
    assert at.selectbox(key="school_school").value == EIGHT_TEACHERS


def test_an_address_that_names_no_school_falls_back(sample_store: Open) -> None:
    at = sample_store("school", school_school="Nowhere", school_round="Never")
    assert not at.exception
    assert at.selectbox(key="school_school").value in state.rounds()[-1].schools


def test_small_groups_are_hidden_with_the_reason_everywhere(sample_store: Open) -> None:
    """Every school of the sample in turn: a hidden average is a reason in words, never 0 and never blank."""
    at = sample_store("school")
    seen = 0
    for school in state.rounds()[-1].schools:
        found = released.profile(state.rounds()[-1].id, school)
        hidden = [cell for cell in found.areas if cell.hidden]
        if not hidden:
            continue
        seen += 1
        at.selectbox(key="school_school").select(school).run()
        assert not at.exception
        shown = at.table[0].value
        assert not (shown == "").any(axis=None)
        assert "hidden" in shown.to_string()
    assert seen, "the sample holds groups too small to show"


def test_items_of_an_area_are_shown_when_asked_for(sample_store: Open) -> None:
    at = sample_store("school")
    before = len(at.get("vega_lite_chart"))
    area = at.selectbox(key="school_area")
    assert area.value is None
    area.select_index(0).run()
    assert not at.exception
    assert len(at.get("vega_lite_chart")) == before + 1


def test_all_schools_together(sample_store: Open) -> None:
    for page in ("school", "change"):
        at = sample_store(page)
        at.selectbox(key=f"{page}_school").select("").run()
        assert not at.exception
        assert not at.error
        assert "schools" in said(at)


def test_change_page_begins_with_who_answered(sample_store: Open) -> None:
    at = sample_store("change")
    assert not at.exception
    assert not at.error
    assert [header.value for header in at.header][1] == "Who answered"
    assert list(at.table[0].value.columns) == ["Group", "Before", "After", "Both times (linked)"]
    assert 1 <= len(at.container(key="sentences").markdown) <= 3
    assert "Compared as" in said(at)
    before, after = (at.selectbox(key=f"change_{when}").value for when in ("before", "after"))
    assert [before, after] == [each.id for each in state.rounds()]


def test_rounds_in_the_wrong_order_are_offered_to_be_swapped(sample_store: Open) -> None:
    at = sample_store("change")
    first, last = (each.id for each in state.rounds())
    at.selectbox(key="change_before").select(last)
    at.selectbox(key="change_after").select(first).run()
    assert "seem swapped" in said(at)
    at.button(key="change_swap").click().run()
    assert not at.exception
    assert at.selectbox(key="change_before").value == first
    assert at.selectbox(key="change_after").value == last
    assert "seem swapped" not in said(at)


def test_the_same_round_twice_is_not_compared(sample_store: Open) -> None:
    at = sample_store("change")
    at.selectbox(key="change_before").select(state.rounds()[-1].id).run()
    assert not at.exception
    assert "chosen twice" in said(at)
    assert not at.get("vega_lite_chart")


@pytest.mark.parametrize("kind", ["profile", "change"])
def test_tables_page_offers_each_table_and_looks_at_one(sample_store: Open, kind: str) -> None:
    at = sample_store("tables")
    at.get_by_key("tables_of").select(kind).run()
    assert not at.exception
    assert not at.error
    labels = [button.label for button in at.get("download_button")]
    assert labels[0] == "Workbook (XLSX)"
    assert labels.count("CSV") == 7


def test_downloads_are_built_from_what_the_store_says_now(sample_store: Open) -> None:
    sample_store("tables")
    chosen = state.rounds()[-1]
    school = chosen.schools[0]

    def ask() -> released.ReleasedProfile:
        return released.profile(chosen.id, school)

    book = openpyxl.load_workbook(io.BytesIO(offering._workbook(ask, (chosen.id,), "profile.xlsx")))
    assert {"Areas by group", "Codebook", "Notes"} <= set(book.sheetnames)
    assert offering._csv(ask, "profile", "profile.csv").startswith(b"\xef\xbb\xbf")
    state.store().delete_round(state.viewer(), chosen.id)
    from toolbox.model import ToolboxError

    with pytest.raises(ToolboxError, match="not there any more"):
        offering._csv(ask, "profile", "profile.csv")


def test_preview_has_the_heading_of_every_column(sample_store: Open) -> None:
    sample_store("tables")
    found = released.profile(state.rounds()[-1].id, None)
    for table in offering.parts(found):
        assert offering.columns_of(table, table.frame.columns).keys() == set(table.frame.columns)
        assert table.name in offering.ROWS


def test_every_page_has_one_title(sample_store: Open) -> None:
    for file, _, _ in navigation.LINES:
        at = sample_store(file.removesuffix(".py"))
        assert not at.exception, file
        assert len(at.title) == 1, file


def test_which_tables_are_looked_at_stands_in_the_address(sample_store: Open) -> None:
    at = sample_store("tables", tables_of="Two rounds: the change")
    assert not at.exception
    assert at.get_by_key("tables_of").value == "change"
    assert any(picker.label == "Before" for picker in at.selectbox)
