"""A rubric on the School page, and ratings entered without any file."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import openpyxl
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tests import counted
from tests.web.conftest import Open, said
from toolbox.model import THE_SCHOOL, RatingNote, Round, State, Viewer
from toolbox.web import offering, released, state

ELM = (3, 1, 4, 2, -1, 5)


def save(rows: dict[str, tuple[int, ...]], name: str = "Autumn 2026") -> Round:
    """A round of :data:`counted.NORMS` in the store the page opens."""
    store, viewer = state.store(), Viewer()
    store.save_framework(viewer, replace(counted.NORMS, own=True))
    return store.save_round(
        viewer, name=name, collected_on=date(2026, 10, 5), framework="norms", answers=counted.rated(rows)
    )


def emptied(open_page: Open) -> None:
    """The store started, and the sample hub put away."""
    open_page("start")
    for each in state.rounds():
        state.store().delete_round(Viewer(), each.id)


@pytest.fixture
def elm(empty_store: Open) -> tuple[AppTest, Round]:
    emptied(empty_store)
    of = save({"Elm": ELM})
    at = empty_store("school")
    return at, of


def test_the_page_says_what_is_short_furthest_first(elm):
    at, _ = elm
    assert not at.exception
    assert not at.error
    words = said(at)
    assert "3 of 6 indicators reach level 3; every one has to." in words.replace("\\", "")
    headers = [header.value for header in at.header]
    assert "What is short of level 3, furthest first" in headers
    assert "Item by item" not in headers
    table = next(
        table.value for table in at.table if "Next level" in table.value.columns or "Now" in table.value.columns
    )
    assert [row.replace("\\", "") for row in table["Indicator"]] == [
        "P2 Norm 2 of P",
        "L1 Norm 1 of L",
        "L2 Norm 2 of L",
    ]
    assert table["Now"].tolist() == ["1 (2 levels to go)", "2 (1 level to go)", "not rated"]
    assert "average" not in " ".join(table.to_string().lower().split())
    assert "6 indicators are rated" in words.replace("\\", "")


def test_what_a_school_writes_is_kept_harmless_and_its_own(elm):
    at, of = elm
    store = state.store()
    note = RatingNote(
        round=of.id, school="Elm", item="norms.P2", evidence="<script>alert(1)</script> [here](http://x)", target=3,
        due=date(2027, 6, 30), external=2, external_by="visit of the hub",
    )  # fmt: skip
    store.ratings.change_notes(Viewer(), [note], seen=[])
    at.run()
    assert not at.exception
    told = next(
        table.value for table in at.table if "In words" in table.value.columns and "Indicator" in table.value.columns
    )
    words = told["In words"].tolist()[1]
    assert "\\<script\\>" in words
    assert "\\[here\\]" in words
    assert "target 3 by 30 Jun 2027" in words.replace("\\", "")
    assert "1 with a target have reached it" in said(at).replace("\\", "")


def test_two_people_write_in_the_same_table(elm):
    at, of = elm
    at.session_state["rating_notes"] = True
    at.run()
    editor = f"rating_notes_{of.id}_Elm_0"
    mine = {"edited_rows": {0: {"Evidence": "mine"}, 2: {"Target": "4"}}, "added_rows": [], "deleted_rows": []}
    at.session_state[editor] = mine
    at.run()
    other = RatingNote(round=of.id, school="Elm", item="norms.L3", evidence="from somebody else")
    state.store().ratings.change_notes(Viewer(), [other], seen=[])
    at.session_state[editor] = mine
    at.button(key=f"{editor}_save").click().run()
    assert not at.exception
    assert [success.value for success in at.success] == ["Saved beside 2 ratings."]
    kept = {note.item: note for note in state.store().ratings.notes(Viewer(), of.id, "Elm")}
    assert kept["norms.P1"].evidence == "mine"
    assert kept["norms.P3"].target == 4
    assert kept["norms.L3"].evidence == "from somebody else"


def test_a_row_somebody_else_wrote_meanwhile_is_told_and_not_overwritten(elm):
    at, of = elm
    at.session_state["rating_notes"] = True
    at.run()
    editor = f"rating_notes_{of.id}_Elm_0"
    mine = {"edited_rows": {0: {"Evidence": "mine"}}, "added_rows": [], "deleted_rows": []}
    at.session_state[editor] = mine
    at.run()
    theirs = RatingNote(round=of.id, school="Elm", item="norms.P1", evidence="theirs")
    state.store().ratings.change_notes(Viewer(), [theirs], seen=[])
    at.session_state[editor] = mine
    at.button(key=f"{editor}_save").click().run()
    assert not at.exception
    assert not at.error
    told = at.warning[0].value.replace("\\", "")
    assert "P1" in told
    assert "norms.P1" not in told
    assert "evidence “theirs”" in told
    assert [note.evidence for note in state.store().ratings.notes(Viewer(), of.id, "Elm")] == ["theirs"]

    at.session_state[editor] = mine
    at.button(key=f"{editor}_save").click().run()
    assert [success.value for success in at.success] == ["Saved beside 1 rating."]
    assert [note.evidence for note in state.store().ratings.notes(Viewer(), of.id, "Elm")] == ["mine"]


def test_several_schools_are_counted_at_their_levels(empty_store: Open):
    emptied(empty_store)
    save({"Elm": ELM, "Oak": (3, 3, 3, 3, 3, 3)})
    at = empty_store("school")
    at.selectbox(key="school_school").select("").run()
    assert not at.exception
    words = said(at).replace("\\", "")
    assert "In every area, 1 of 2 schools have every indicator at level 3 or above." in words
    told = next(table.value for table in at.table if "Schools at each level" in table.value.columns)
    assert told["Schools at each level"].tolist()[1] == "1 at level 1, 1 at level 3"
    assert not [each for each in at.expander if "Write beside" in each.label], "nothing one school wrote among several"


def test_ratings_are_entered_without_a_file(empty_store: Open):
    emptied(empty_store)
    state.store().save_framework(Viewer(), replace(counted.NORMS, own=True))
    at = empty_store("upload")
    at.button(key="upload_type_ratings").click().run()
    assert not at.exception
    at.selectbox(key="ratings_typed_framework").select("norms").run()
    at.session_state["ratings_typed_school_kept"] = "Elm"
    at.run()
    at.text_input(key="ratings_typed_name").set_value("Agreed in autumn").run()
    at.button(key="ratings_typed_save").click().run()
    assert "When did the school agree" in at.error[0].value
    at.date_input(key="ratings_typed_on").set_value(date(2026, 10, 5)).run()
    at.button(key="ratings_typed_save").click().run()
    assert "No indicator has a level yet" in at.error[0].value
    at.session_state["ratings_typed_norms_levels"] = {
        "edited_rows": {0: {"Level": "4"}, 3: {"Level": "2"}}, "added_rows": [], "deleted_rows": [],
    }  # fmt: skip
    at.button(key="ratings_typed_save").click().run()
    assert not at.exception
    (saved,) = state.rounds()
    assert (saved.name, saved.schools, saved.groups) == ("Agreed in autumn", ("Elm",), (THE_SCHOOL,))
    answers = state.store().answers(Viewer(), saved.id)
    assert dict(zip(answers.items, answers.values[0].tolist(), strict=True)) == {
        "norms.P1": 4, "norms.P2": State.BLANK, "norms.P3": State.BLANK, "norms.L1": 2, "norms.L2": State.BLANK, "norms.L3": State.BLANK,
    }  # fmt: skip
    at.switch_page("../../pages/school.py").run()
    assert not at.exception
    assert "4 of 6 indicators are not rated" in said(at).replace("\\", "")


def test_changed_ratings_are_a_new_data_set_of_the_same_round(elm):
    at, of = elm
    at.session_state["rating_change"] = True
    at.run()
    editor = f"rating_change_{of.id}_Elm_{of.version}"
    at.session_state[editor] = {"edited_rows": {1: {"Level": "3"}}, "added_rows": [], "deleted_rows": []}
    at.button(key=f"rating_change_save_{of.id}_Elm").click().run()
    assert not at.exception
    now = state.store().round(Viewer(), of.id)
    assert now.sha256 != of.sha256
    assert state.store().answers(Viewer(), of.id).values[0].tolist() == [3, 3, 4, 2, State.BLANK, 5]
    assert state.store().answers(Viewer(), of.id, sha256=of.sha256).values[0].tolist() == [3, 1, 4, 2, State.BLANK, 5]
    assert "4 of 6 indicators reach level 3" in said(at).replace("\\", "")


def test_ordered_categories_are_shown_without_an_average(empty_store: Open):
    emptied(empty_store)
    store = state.store()
    store.save_framework(Viewer(), replace(counted.DEVICES, own=True))
    answers = replace(counted.pupils(60), person=pd.Series([""] * 60).to_numpy(object))
    store.save_round(Viewer(), name="Pupils", collected_on=date(2026, 10, 5), framework="devices", answers=answers)
    at = empty_store("school")
    assert not at.exception
    assert "counted, not averaged" in said(at)
    before = len(at.get("vega_lite_chart"))
    at.selectbox(key="school_area").select("T").run()
    assert not at.exception
    words = said(at)
    assert "up to 1 hour" in words
    assert "The steps between them are not equal" in words
    assert len(at.get("vega_lite_chart")) == before + 2, "one chart an item"
    store.benchmarks.save(Viewer(), counted.PIRLS_2021)
    at.run()
    at.selectbox(key="school_beside").select(store.benchmarks.all(Viewer(), "devices")[0].id).run()
    assert not at.exception
    specs = [str(each.proto.spec) for each in at.get("vega_lite_chart")]
    assert any("Reported elsewhere" in spec and "512 points in reading" in spec for spec in specs)


def test_what_the_school_wrote_is_in_its_own_files_and_in_no_formula(elm):
    _, of = elm
    note = RatingNote(
        round=of.id, school="Elm", item="norms.P2", evidence="=1+1", target=3, external=2, external_by="visit"
    )
    state.store().ratings.change_notes(Viewer(), [note], seen=[])

    def ask():
        return released.profile(of.id, "Elm")

    book = openpyxl.load_workbook(io.BytesIO(offering._workbook(ask, (of.id,))))
    sheet = next(sheet for sheet in book if sheet.title == "Ratings by indicator")
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None and "1+1" in str(cell.value)]
    assert len(cells) == 1
    assert cells[0].data_type == "s", "words a person typed are never a formula"
    text = offering._csv(ask, "ratings", "ratings.csv", (of.id,)).decode("utf-8-sig")
    assert "1+1" in text
    assert ",=1+1" not in text
    assert "1+1" not in offering._csv(ask, "rated_areas", "rated_areas.csv", (of.id,)).decode("utf-8-sig")
