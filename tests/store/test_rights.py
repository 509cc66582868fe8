"""Every call asks who is asking: a viewer of one school gets that school and nothing that tells of the others."""

from __future__ import annotations

import inspect
from dataclasses import replace

import pytest

from tests.store.makers import EVERYONE, answers, save, source
from tests.store.test_rounds import RECIPE
from tests.store.test_shelf import FRAMEWORK
from toolbox.model import ToolboxError, Viewer
from toolbox.store import Store

ELM = Viewer(role="head", schools=frozenset({"Elm"}))
ASH = Viewer(role="head", schools=frozenset({"Ash"}))
NOBODY = Viewer(role="guest", schools=frozenset())


def refusal(call, *arguments, **named) -> str:
    with pytest.raises(ToolboxError) as refused:
        call(*arguments, **named)
    assert "Oak" not in refused.value.message
    return refused.value.code


def test_a_round_is_cut_down_to_the_viewers_schools(store):
    made = save(store, recipe=RECIPE)
    mine = store.round(ELM, made.id)
    assert (mine.schools, mine.people, mine.invited) == (("Elm",), 3, {("Elm", "pupils"): 5})
    assert mine.sources == ()
    assert mine.recipe is None
    assert store.rounds(ELM) == (mine,)
    assert "Oak" not in repr(mine)


def test_answers_are_cut_down_to_the_viewers_schools(store):
    made = save(store)
    mine, everyones = store.answers(ELM, made.id), store.answers(EVERYONE, made.id)
    assert mine.schools == ("Elm",)
    assert list(mine.person) == list(everyones.person[:3])
    assert mine.values.tolist() == everyones.values[:3].tolist()
    oak = store.answers(Viewer(schools=frozenset({"Oak"})), made.id)
    assert (oak.schools, list(oak.school), list(oak.person)) == (("Oak",), [0, 0, 0], list(everyones.person[3:]))


@pytest.mark.parametrize("viewer", [ASH, NOBODY])
def test_a_round_of_other_schools_does_not_exist(store, viewer):
    made = save(store)
    assert store.rounds(viewer) == ()
    for call in (store.round, store.answers, store.delete_round):
        assert refusal(call, viewer, made.id) == refusal(call, viewer, "no-such-id") == "no_such_round"
    assert refusal(store.update_round, viewer, made.id, version=1, name="x") == "no_such_round"
    mine = answers(schools=tuple(viewer.schools) or ("Elm",))
    assert refusal(store.add_to_round, viewer, made.id, answers=mine, sources=(source(),), version=1) in (
        "no_such_round",
        "not_allowed",
    )
    assert store.same_file(viewer, "ab" * 32) is None
    assert store.round(EVERYONE, made.id) == made


def test_a_round_of_several_schools_is_not_one_schools_to_change(store):
    made = save(store)
    assert refusal(store.update_round, ELM, made.id, version=1, name="Ours") == "not_allowed"
    assert refusal(store.delete_round, ELM, made.id) == "not_allowed"
    more = answers(schools=("Elm",), start=50)
    assert refusal(store.add_to_round, ELM, made.id, answers=more, sources=(source(),), version=1) == "not_allowed"
    assert store.same_file(ELM, "ab" * 32) is None
    assert store.round(EVERYONE, made.id) == made


def test_a_viewer_saves_and_changes_rounds_of_the_own_school_only(store):
    assert refusal(save, store, ELM) == "not_allowed"
    assert refusal(save, store, ELM, answers=answers(schools=("Elm",))) == "not_allowed"  # invited names Oak
    assert store.rounds(EVERYONE) == ()
    made = save(store, ELM, answers=answers(schools=("Elm",)), invited={})
    assert made.sources == (source(),)
    assert store.same_file(ELM, "ab" * 32) == made
    assert store.same_file(ASH, "ab" * 32) is None
    other = answers(schools=("Oak",), start=50)
    assert refusal(store.add_to_round, ELM, made.id, answers=other, sources=(source(),), version=1) == "not_allowed"
    assert refusal(store.update_round, ELM, made.id, version=1, invited={("Oak", "pupils"): 3}) == "not_allowed"
    store.update_round(ELM, made.id, version=1, name="Ours")
    store.delete_round(ELM, made.id)
    assert store.rounds(EVERYONE) == ()


def test_a_round_that_invited_another_school_too_is_not_one_schools_to_change(store):
    made = save(store, answers=answers(schools=("Elm",)), recipe=RECIPE)
    mine = store.round(ELM, made.id)
    assert (mine.people, mine.sources, mine.recipe, mine.invited) == (3, (), None, {("Elm", "pupils"): 5})
    assert refusal(store.delete_round, ELM, made.id) == "not_allowed"
    assert refusal(store.update_round, ELM, made.id, version=1, invited={}) == "not_allowed"


def test_recipes_that_name_other_schools_are_not_shown_or_replaced(store):
    named = replace(RECIPE, schools=(("E", "Elm"), ("O", "Oak")))
    store.save_recipe(EVERYONE, named)
    assert store.recipes(ELM) == ()
    assert refusal(store.save_recipe, ELM, RECIPE) == "not_allowed"
    assert refusal(store.save_recipe, ELM, replace(RECIPE, name="new", school="Oak")) == "not_allowed"
    assert refusal(store.delete_recipe, ELM, RECIPE.name) == "not_allowed"
    assert store.recipes(EVERYONE) == (named,)
    plain = replace(RECIPE, name="plain", school="Elm")
    store.save_recipe(ELM, plain)
    assert store.recipes(ELM) == (plain,)
    assert store.recipes(ASH) == ()
    store.delete_recipe(ELM, "plain")
    assert store.recipes(EVERYONE) == (named,)


def test_what_belongs_to_the_whole_hub_is_its_coordinators_to_change(store):
    store.save_framework(EVERYONE, FRAMEWORK)
    assert refusal(store.save_framework, ELM, replace(FRAMEWORK, name="Other")) == "not_allowed"
    assert refusal(store.delete_framework, ELM, FRAMEWORK.id) == "not_allowed"
    assert store.frameworks(ELM) == (FRAMEWORK,)
    assert refusal(store.set_setting, ELM, "sample", True) == "not_allowed"
    assert store.setting(EVERYONE, "sample") is None


def test_every_call_that_touches_rows_names_the_viewer():
    whole = {"migrate", "pseudonym_key", "close"}
    for name, call in inspect.getmembers(Store, inspect.isfunction):
        if not name.startswith("_") and name not in whole:
            assert list(inspect.signature(call).parameters)[1] == "viewer", name
