"""The school's stated position: offered where leaders are hidden, entered knowingly, marked apart, taken back."""

from __future__ import annotations

import ast
import inspect

import pytest

from tests.web.conftest import Open, said
from toolbox.model import Position
from toolbox.web import released, state, steps
from toolbox.web.school import position

FEW = "Pilvelahe Põhikool"


def key(name: str, turn: int = 0, school: str = FEW) -> str:
    return f"position_{name}_{state.rounds()[-1].id}_{school}_{turn}"


def kept() -> dict[str, float]:
    return {each.area: each.value for each in state.store().positions.of(state.viewer(), state.rounds()[-1].id, FEW)}


@pytest.fixture
def page(sample_store: Open):
    at = sample_store("school", school_school=FEW)
    assert not at.exception
    return at


def test_it_is_offered_where_leaders_are_too_few_and_begins_empty(page) -> None:
    assert "State the school’s own position" in [each.label for each in page.expander]
    assert all(page.number_input(key=key(area)).value is None for area in "ABCDEFGH")
    words = said(page)
    assert "no person’s answer" in words
    assert "take it back" in words


def test_it_is_stated_knowingly_shown_apart_and_taken_back(page) -> None:
    page.number_input(key=key("A")).set_value(3.5)
    page.button(key=key("save")).click().run()
    assert "Tick the box" in page.error[0].value
    assert kept() == {}
    before = released.profile(state.rounds()[-1].id, FEW)
    page.checkbox(key=key("knowing")).check()
    page.button(key=key("save")).click().run()
    assert not page.exception
    assert kept() == {"A": 3.5}
    shown = page.table[0].value
    assert shown["Stated by the school"].tolist()[0] == "**3.5**"
    assert set(shown["Stated by the school"].tolist()[1:]) == {"not stated"}
    assert "the school states 3.5" in str(page.get("vega_lite_chart")[0].proto)
    assert released.profile(state.rounds()[-1].id, FEW) == before, "what was answered is as it was"
    assert all(cell.hidden for cell in before.areas if cell.group == "leaders")
    page.button(key=key("back", 1)).click().run()
    assert kept() == {}
    assert "Taken back." in said(page)


def test_what_somebody_else_stated_meanwhile_is_not_overwritten(page) -> None:
    theirs = Position(round=state.rounds()[-1].id, school=FEW, area="A", value=2.0)
    page.number_input(key=key("A")).set_value(3.5)
    page.checkbox(key=key("knowing")).check()
    state.store().positions.change(state.viewer(), (theirs,), seen=())
    page.button(key=key("save")).click().run()
    assert not page.exception
    assert "Someone else changed what the school states" in page.error[0].value
    assert kept() == {"A": 2.0}
    assert page.number_input(key=key("A")).value == 3.5, "what was typed stays"


def test_it_is_not_offered_where_leaders_are_shown_or_schools_are_together(sample_store: Open) -> None:
    for school in state.rounds()[-1].schools if sample_store("start") else ():
        found = released.profile(state.rounds()[-1].id, school)
        shown = [cell for cell in found.areas if cell.group == "leaders" and not cell.hidden]
        assert bool(position.hidden_leaders(found)) == (not shown)
    at = sample_store("school")
    at.selectbox(key="school_school").select("").run()
    assert not [each for each in at.expander if "school’s own position" in each.label]


def test_files_hold_it_for_the_school(page) -> None:
    id = state.rounds()[-1].id
    state.store().positions.change(state.viewer(), (Position(round=id, school=FEW, area="B", value=4),), seen=())
    found = released.profile(id, FEW)
    assert [table.name for table in steps.table_of(found, id)()] == ["positions"]


def test_nothing_of_an_answer_can_reach_it() -> None:
    """The part takes released results and the store of positions only; its fields are filled from what was stated."""
    tree = ast.parse(inspect.getsource(position))
    names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert not names & {"answers", "mean", "median", "shares", "groups", "gaps"}
    assert "positions" in names
