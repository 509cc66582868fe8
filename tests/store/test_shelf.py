"""Recipes, own frameworks and settings."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from tests.store.makers import EVERYONE, save
from tests.store.test_rounds import RECIPE
from toolbox.model import Area, Framework, Item, Level, Release, Scale, Shown, ToolboxError
from toolbox.store.ledger import about_round

FRAMEWORK = Framework(
    id="own-reading",
    version="1",
    name="Reading at home and at school",
    kind="survey",
    source="made by the hub",
    areas=(Area(id="H", name="At home"),),
    items=(Item(id="own.H1", code="H1", area="H", name="Reads aloud", scale="five", reverse=True),),
    scales=(Scale(id="five", low=1, high=5, labels=((1, "never"), (5, "daily")), top_from=4),),
    levels=(Level(value=1, name="starting", at_least=1.0),),
    own=True,
)


def test_a_recipe_comes_back_as_saved_and_is_replaced_by_name(store):
    store.save_recipe(EVERYONE, RECIPE)
    assert store.recipes(EVERYONE) == (RECIPE,)
    newer = replace(RECIPE, group="teachers")
    store.save_recipe(EVERYONE, newer)
    assert store.recipes(EVERYONE) == (newer,)
    other = replace(RECIPE, name="other")
    store.save_recipe(EVERYONE, other)
    assert store.recipes(EVERYONE) == (other, newer)
    store.delete_recipe(EVERYONE, "other")
    store.delete_recipe(EVERYONE, "never there")
    assert store.recipes(EVERYONE) == (newer,)


def test_a_recipe_needs_a_name(store):
    with pytest.raises(ToolboxError, match="no name"):
        store.save_recipe(EVERYONE, replace(RECIPE, name=" "))


def test_an_own_framework_comes_back_as_saved(store):
    store.save_framework(EVERYONE, FRAMEWORK)
    assert store.frameworks(EVERYONE) == (FRAMEWORK,)
    newer = replace(FRAMEWORK, version="2")
    store.save_framework(EVERYONE, newer)
    assert store.frameworks(EVERYONE) == (newer,)


def test_a_framework_a_round_needs_stays(store):
    store.save_framework(EVERYONE, FRAMEWORK)
    made = save(store, framework=FRAMEWORK.id)
    with pytest.raises(ToolboxError, match="1 round: Autumn 2026") as refused:
        store.delete_framework(EVERYONE, FRAMEWORK.id)
    assert refused.value.code == "framework_in_use"
    assert store.frameworks(EVERYONE) == (FRAMEWORK,)
    store.delete_round(EVERYONE, made.id)
    store.delete_framework(EVERYONE, FRAMEWORK.id)
    assert store.frameworks(EVERYONE) == ()


@pytest.mark.parametrize("value", [True, 0, "spring", None, [1, "a"], {"school": {"areas": ["A"]}}])
def test_a_setting_comes_back_as_set(store, value):
    store.set_setting(EVERYONE, "key", "before")
    store.set_setting(EVERYONE, "key", value)
    assert store.setting(EVERYONE, "key") == value
    assert store.setting(EVERYONE, "another") is None


def test_a_framework_in_use_is_not_changed_so_that_a_round_loses_something(store):
    store.save_framework(EVERYONE, FRAMEWORK)
    other = replace(FRAMEWORK, items=(replace(FRAMEWORK.items[0], id="own.H2", code="H2"),))
    wider = replace(FRAMEWORK, scales=(Scale(id="five", low=0, high=5),))
    store.save_framework(EVERYONE, other)
    store.save_framework(EVERYONE, FRAMEWORK)
    save(store, framework=FRAMEWORK.id)
    for changed, told in ((other, "Item H1 “Reads aloud” would be gone"), (wider, "answered on other numbers")):
        with pytest.raises(ToolboxError, match=told) as refused:
            store.save_framework(EVERYONE, changed)
        assert refused.value.code == "framework_in_use"
        assert "next version" in refused.value.message or "new version" in refused.value.message
    assert store.frameworks(EVERYONE) == (FRAMEWORK,)
    corrected = replace(FRAMEWORK, items=(replace(FRAMEWORK.items[0], reverse=False),))
    store.save_framework(EVERYONE, corrected)
    assert store.frameworks(EVERYONE) == (corrected,)


@pytest.mark.parametrize(
    ("said", "other"),
    [
        ("turned round", lambda item: {"items": (replace(item, reverse=not item.reverse),)}),
        ("may leave out", lambda item: {"items": (replace(item, optional=True),)}),
        ("Levels would begin", lambda item: {"levels": (Level(value=1, name="On the way", at_least=2.5),)}),
    ],
)
def test_a_round_that_was_shown_gets_no_other_averages_of_the_same_answers(store, said, other):
    store.save_framework(EVERYONE, FRAMEWORK)
    made = save(store, framework=FRAMEWORK.id, name="Autumn")
    corrected = replace(FRAMEWORK, **other(FRAMEWORK.items[0]))
    store.save_framework(EVERYONE, corrected)
    store.save_framework(EVERYONE, FRAMEWORK)
    shown = Shown(about=about_round(made.id), data_set=made.sha256)
    release = Release(
        at=datetime(2026, 10, 5), role="local", what="profile", how="page", rounds=(made.id,), data_sets=("x",)
    )
    store.ledger.add(EVERYONE, release, [shown])
    with pytest.raises(ToolboxError, match=said) as refused:
        store.save_framework(EVERYONE, corrected)
    assert refused.value.code == "framework_shown"
    assert "1 round: Autumn" in refused.value.message
    assert "new version" in refused.value.message
    assert store.frameworks(EVERYONE) == (FRAMEWORK,)
    # Words may be corrected, and questions added that nobody was asked.
    words = replace(FRAMEWORK, items=(replace(FRAMEWORK.items[0], name="Reads aloud daily"),))
    store.save_framework(EVERYONE, words)
    assert store.frameworks(EVERYONE) == (words,)
