"""Next steps: three open at most, each school's own, nobody's work lost, kept when their round is deleted."""

from __future__ import annotations

import inspect
from dataclasses import replace
from datetime import date

import pytest

from tests.store.makers import EVERYONE, save
from tests.store.test_together import at_once
from toolbox.model import Action, ToolboxError, Viewer
from toolbox.store.actions import Actions
from toolbox.store.positions import Positions

ELM = Viewer(role="head", schools=frozenset({"Elm"}))
OAK = Viewer(role="head", schools=frozenset({"Oak"}))


def step(words="Meet once a month", school="Elm", **more) -> Action:
    return Action(school=school, framework="selfie-2020", area="B", item="B1", step=words, **more)


def refusal(call, *arguments, **named) -> str:
    with pytest.raises(ToolboxError) as refused:
        call(*arguments, **named)
    return refused.value.code


def test_a_step_comes_back_as_it_was_chosen(store):
    asked = step(owner=" Deputy  head ", due=date(2027, 1, 12), target=3.5, group="teachers", chosen_in="ab" * 16)
    kept = store.actions.add(ELM, asked)
    assert kept == replace(asked, id=kept.id, owner="Deputy head", made_on=kept.made_on)
    assert kept.id
    assert kept.made_on is not None
    assert store.actions.of(ELM, "Elm") == store.actions.open_steps(EVERYONE, "Elm") == (kept,)
    assert store.actions.of(EVERYONE, "Oak") == ()


def test_a_fourth_open_step_is_refused_in_words_and_a_finished_one_makes_room(store):
    first, *_ = [store.actions.add(ELM, step(f"Step {number}")) for number in range(3)]
    with pytest.raises(ToolboxError, match="Elm has 3 next steps open") as refused:
        store.actions.add(ELM, step("Step 4"))
    assert refused.value.code == "three_open"
    store.actions.add(OAK, step("Another school", school="Oak"))
    done = store.actions.change(ELM, replace(first, state="done"))
    store.actions.add(ELM, step("Step 4"))
    assert refusal(store.actions.change, ELM, replace(done, state="open")) == "three_open"
    assert [each.step for each in store.actions.open_steps(ELM, "Elm")] == ["Step 1", "Step 2", "Step 4"]
    assert store.actions.of(ELM, "Elm", state="done") == (done,)
    assert len(store.actions.of(ELM, "Elm")) == 4, "what is done stays to be read"


def test_of_many_who_add_at_once_three_are_kept(store):
    store.migrate()
    refused = []

    def add(number: int) -> None:
        try:
            store.actions.add(ELM, step(f"Step {number}"))
        except ToolboxError as told:
            refused.append(told.code)

    at_once(add, 8)
    assert refused == ["three_open"] * 5
    assert len(store.actions.open_steps(ELM, "Elm")) == 3


def test_of_two_who_change_one_step_the_second_is_told(store):
    kept = store.actions.add(ELM, step())
    mine = store.actions.change(ELM, replace(kept, owner="Librarian"))
    assert refusal(store.actions.change, ELM, replace(kept, owner="Head")) == "changed_meanwhile"
    assert refusal(store.actions.delete, ELM, kept.id, version=kept.version) == "changed_meanwhile"
    assert store.actions.of(ELM, "Elm") == (mine,)


def test_of_many_who_change_one_step_at_once_one_is_kept(store):
    kept = store.actions.add(ELM, step())
    told = []

    def change(number: int) -> None:
        try:
            store.actions.change(ELM, replace(kept, step=f"Words {number}"))
            told.append("kept")
        except ToolboxError as error:
            told.append(error.code)

    at_once(change, 6)
    assert sorted(told) == ["changed_meanwhile"] * 5 + ["kept"]
    assert store.actions.of(ELM, "Elm")[0].version == 2


def test_a_step_of_another_school_does_not_exist(store):
    kept = store.actions.add(ELM, step())
    assert store.actions.of(OAK, "Elm") == ()
    for call in (
        lambda: store.actions.change(OAK, replace(kept, school="Oak", step="Ours now")),
        lambda: store.actions.delete(OAK, kept.id, version=1),
        lambda: store.actions.delete(OAK, "no such", version=1),
    ):
        assert refusal(call) == "no_such_action"
    assert refusal(store.actions.add, OAK, step()) == "not_allowed"
    assert store.actions.of(ELM, "Elm") == (kept,)


def test_a_change_moves_no_step_to_another_school(store):
    kept = store.actions.add(EVERYONE, step())
    store.actions.change(EVERYONE, replace(kept, school="Oak"))
    assert [each.school for each in store.actions.of(EVERYONE, "Elm")] == ["Elm"]
    assert store.actions.of(EVERYONE, "Oak") == ()


def test_steps_stay_when_their_round_is_deleted(store):
    made = save(store)
    kept = store.actions.add(EVERYONE, step(chosen_in=made.id))
    store.delete_round(EVERYONE, made.id)
    assert store.actions.of(EVERYONE, "Elm") == (kept,)


def test_a_step_is_deleted_for_good(store):
    kept = store.actions.add(ELM, step())
    store.actions.delete(ELM, kept.id, version=1)
    assert store.actions.of(ELM, "Elm") == ()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (step("  "), "no words yet"),
        (step("x" * 501), "has 501 letters; up to 500 fit"),
        (step(owner="x" * 81), "has 81 letters; up to 80 fit"),
        (step(due=date(26, 1, 1)), "The day 0026-01-01 cannot be meant"),
        (step(target=float("nan")), "target is not a number"),
        (replace(step(), area=""), "belongs to a school and to an area"),
        (step(school=" "), "belongs to a school"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(store, wrong, words):
    with pytest.raises(ToolboxError, match=words) as refused:
        store.actions.add(EVERYONE, wrong)
    assert refused.value.code == "bad_action"
    assert store.actions.of(EVERYONE, "Elm") == ()


def test_letters_of_any_language_fit(store):
    assert store.actions.add(ELM, step("Žurnāls – ежемесячно 每月 " + "ž" * 470, owner="Õppejuht")).owner == "Õppejuht"


@pytest.mark.parametrize("room", [Actions, Positions])
def test_every_call_names_the_viewer(room):
    for name, call in inspect.getmembers(room, inspect.isfunction):
        if not name.startswith("_"):
            assert list(inspect.signature(call).parameters)[1] == "viewer", name
