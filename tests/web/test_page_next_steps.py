"""What next on the School page: chosen with a reason, kept, changed, done; nobody's work lost; the next round beside it."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import openpyxl
import pytest

from tests.web.conftest import Open, said
from toolbox.model import Action
from toolbox.web import offering, released, state, steps
from toolbox.web.school import next_steps

SCHOOL = "Udulinna Kool"


def kept(school: str = SCHOOL) -> tuple[Action, ...]:
    return state.store().actions.of(state.viewer(), school)


def add(number: int = 1, **more) -> Action:
    """A step kept behind the page's back, as somebody else at the school would."""
    asked = {
        "area": "D",
        "item": "selfie2020.D3",
        "group": "teachers",
        "chosen_in": state.rounds()[0].id,
        "target": 3.5,
    }
    step = Action(school=SCHOOL, framework="selfie-2020", step=f"Step number {number}", **(asked | more))
    return state.store().actions.add(state.viewer(), step)


@pytest.fixture
def school_page(sample_store: Open):
    """Opens the page of one school of the sample with no step yet."""
    sample_store("start")
    for each in kept():
        state.store().actions.delete(state.viewer(), each.id, version=each.version)

    def open_it():
        at = sample_store("school", school_school=SCHOOL)
        assert not at.exception
        return at

    return open_it


def test_a_step_is_chosen_with_a_reason_and_kept(school_page) -> None:
    at = school_page()
    assert "No next step is open." in said(at)
    radio = at.radio(key="next_focus_0")
    assert 2 <= len(radio.options) <= 5
    assert radio.options[-1] == "Something else"
    at.text_area(key="next_new_0_words").input("Colleagues visit each other’s lessons")
    at.text_input(key="next_new_0_owner").input("Deputy head")
    at.date_input(key="next_new_0_due").set_value(date(2099, 1, 12))
    at.number_input(key="next_new_0_target").set_value(3.5)
    at.button(key="next_keep_0").click().run()
    assert not at.exception
    (step,) = kept()
    assert (step.step, step.owner, step.due, step.target) == (
        "Colleagues visit each other’s lessons", "Deputy head", date(2099, 1, 12), 3.5,
    )  # fmt: skip
    assert step.chosen_in == state.rounds()[-1].id
    words = said(at)
    assert "Kept." in words
    assert "By 12 January 2099" in words
    assert at.text_area(key="next_new_1_words").value == "", "the next step begins empty"


def test_something_else_is_any_area_and_statement(school_page) -> None:
    at = school_page()
    at.radio(key="next_focus_0").set_value("else").run()
    at.selectbox(key="next_area_0").select("B").run()
    at.selectbox(key="next_B_0_item").select("selfie2020.B1").run()
    at.text_area(key="next_new_0_words").input("Look back together each term")
    at.button(key="next_keep_0").click().run()
    assert not at.exception
    assert [(each.area, each.item) for each in kept()] == [("B", "selfie2020.B1")]


def test_a_step_without_words_is_refused_and_nothing_typed_is_lost(school_page) -> None:
    at = school_page()
    at.text_input(key="next_new_0_owner").input("Deputy head")
    at.button(key="next_keep_0").click().run()
    assert "has no words yet" in at.error[0].value
    assert at.text_input(key="next_new_0_owner").value == "Deputy head"
    assert kept() == ()


def test_a_name_is_advised_against_in_words(school_page) -> None:
    at = school_page()
    at.text_area(key="next_new_0_words").input("Meet")
    at.text_input(key="next_new_0_owner").input("Anna Kask")
    at.button(key="next_keep_0").click().run()
    assert "looks like a person’s name" in said(at)
    assert kept()[0].owner == "Anna Kask", "advised, not refused"


def test_the_next_round_shows_the_number_beside_the_step(school_page) -> None:
    school_page()
    add()
    at = school_page()
    words = said(at)
    assert "D3 Sharing experiences, teachers · aim 3.5" in words.replace("\\", "")
    first, last = (released.profile(each.id, SCHOOL) for each in state.rounds())
    told = [
        next(cell.mean for cell in found.items if (cell.item, cell.group) == ("selfie2020.D3", "teachers"))
        for found in (first, last)
    ]
    assert f"Teachers: {told[0]:.1f} when chosen, {told[1]:.1f} now" in words.replace("\\", "")
    assert "aim 3.5" in words.replace("\\", "")


def test_three_are_enough(school_page) -> None:
    school_page()
    for number in range(3):
        add(number)
    at = school_page()
    assert "3 steps are open" in said(at)
    assert not [radio for radio in at.radio if radio.key == "next_focus_0"]
    first = kept()[0]
    at.button(key=f"step_done_{first.id}").click().run()
    assert not at.exception
    assert "Marked as done." in said(at)
    assert at.radio(key="next_focus_0")
    assert "Done and dropped steps (1)" in [expander.label for expander in at.expander]
    add(4)
    at.button(key=f"step_open_{first.id}").click().run()
    assert "has 3 next steps open" in at.error[0].value


def test_a_third_chosen_by_somebody_else_meanwhile_is_said(school_page) -> None:
    at = school_page()
    for number in range(3):
        add(number)
    at.text_area(key="next_new_0_words").input("One more")
    at.button(key="next_keep_0").click().run()
    assert not at.exception
    assert [each.step for each in kept()] == [f"Step number {number}" for number in range(3)]
    assert "3 steps are open" in said(at)


def test_a_change_of_somebody_else_is_not_overwritten(school_page) -> None:
    school_page()
    step = add()
    at = school_page()
    at.button(key=f"step_edit_{step.id}").click().run()
    theirs = state.store().actions.change(state.viewer(), replace(step, owner="Librarian"))
    at.text_area(key=f"step_{step.id}_words").input("My words")
    at.button(key=f"step_save_{step.id}").click().run()
    assert not at.exception
    assert "Someone else changed this next step" in at.error[0].value
    assert kept() == (theirs,)
    assert "Librarian" in said(at), "the step as it is now stands above"
    assert at.text_area(key=f"step_{step.id}_words").value == "My words", "what was typed stays"
    at.button(key=f"step_save_{step.id}").click().run()
    assert [each.step for each in kept()] == ["My words"]


def test_what_will_show_it_can_be_changed(school_page) -> None:
    school_page()
    step = add()
    at = school_page()
    at.button(key=f"step_edit_{step.id}").click().run()
    at.selectbox(key=f"step_{step.id}_item").select("")
    at.selectbox(key=f"step_{step.id}_group").select("")
    at.number_input(key=f"step_{step.id}_target").set_value(4.0)
    at.button(key=f"step_save_{step.id}").click().run()
    assert not at.exception
    assert [(each.area, each.item, each.group, each.target, each.version) for each in kept()] == [("D", "", "", 4.0, 2)]
    assert "Saved." in said(at)


def test_a_button_acts_on_the_step_that_was_seen(school_page) -> None:
    school_page()
    step = add()
    at = school_page()
    state.store().actions.change(state.viewer(), replace(step, owner="Librarian"))
    at.button(key=f"step_dropped_{step.id}").click().run()
    assert "Someone else changed this next step" in at.error[0].value
    assert kept()[0].state == "open"


def test_a_step_is_deleted_for_good(school_page) -> None:
    school_page()
    step = add(state="done")
    at = school_page()
    at.button(key=f"step_gone_{step.id}").click().run()
    assert not at.exception
    assert kept() == ()


def test_a_step_outlives_the_round_it_was_chosen_in(school_page) -> None:
    school_page()
    add()
    state.store().delete_round(state.viewer(), state.rounds()[0].id)
    at = school_page()
    words = said(at).replace("\\", "")
    assert "Step number 1" in words
    assert "The round this was chosen in is no longer here" in words


def test_a_day_that_has_passed_is_said_as_any_other(school_page) -> None:
    school_page()
    add(due=date(2026, 1, 12))
    words = said(school_page()).replace("\\", "")
    assert "Planned for 12 January 2026." in words
    assert "overdue" not in words.lower()
    assert "late" not in words.lower().split()


def test_all_schools_together_have_no_steps(school_page, sample_store: Open) -> None:
    school_page()
    add()
    at = sample_store("school")
    at.selectbox(key="school_school").select("").run()
    assert not at.exception
    assert "Next steps belong to one school" in said(at)
    assert "Step number 1" not in said(at)


def test_hidden_numbers_stay_hidden_beside_a_step(school_page) -> None:
    """Leaders of the sample's small schools are too few; their step says why and no number."""
    school_page()
    school = "Pilvelahe Põhikool"
    add_to = Action(
        school=school, framework="selfie-2020", area="A", group="leaders", step="Meet", chosen_in=state.rounds()[0].id
    )
    for each in kept(school):
        state.store().actions.delete(state.viewer(), each.id, version=each.version)
    state.store().actions.add(state.viewer(), add_to)
    found = released.profile(state.rounds()[-1].id, school)
    (step,) = steps.of_school(found, state.rounds()[-1].id)
    assert all(value.now.hidden and value.now.mean is None for value in step.values)


def test_the_files_hold_the_steps_of_one_school(school_page) -> None:
    school_page()
    add()
    chosen = state.rounds()[-1].id

    def sheets(school: str | None) -> list[str]:
        found = released.profile(chosen, school)
        content = offering._workbook(lambda: found, (chosen,), more=steps.table_of(found, chosen))
        return openpyxl.load_workbook(io.BytesIO(content)).sheetnames

    assert "Next steps" in sheets(SCHOOL)
    assert "Next steps" not in sheets(None)
    lines = next_steps.as_csv(chosen, SCHOOL, "next-steps.csv").decode("utf-8-sig").splitlines()
    assert "Step number 1" in lines[1]
    assert "Next steps (CSV)" in [button.label for button in school_page().get("download_button")]
