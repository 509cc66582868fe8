"""A recipe of an evaluation says everything, and is read strictly."""

from __future__ import annotations

import json
from datetime import date

import pytest

from toolbox.evaluation.recipe import EvaluationRecipe, NamedRound, from_json, to_json
from toolbox.model import Plan, Policy, SchoolFacts, ToolboxError
from toolbox.reading.recipes import to_json as survey_recipe

FULL = EvaluationRecipe(
    plan=Plan(
        rounds=("Autumn / 2025", "Spring"),
        groups=("teachers",),
        areas=("A",),
        comparison="two_groups",
        schools=(
            SchoolFacts(school="=Žaibo \"ežero\" mokykla", hub="north", starts=date(2025, 11, 1), hours=12.5),
            SchoolFacts(school="مدرسة"),
        ),
        covariates=("hub",),
        retest=(("A", 0.81),),
        assignment="The hub chose.\nIn autumn.",
        smallest_change=None,
    ),
    framework="selfie-2020",
    framework_version="2020",
    rounds=(
        NamedRound(name="Autumn / 2025", collected_on=date(2025, 10, 6), sha256="a" * 64, invited_sha256="c" * 64),
        NamedRound(name="Spring", collected_on=date(2026, 5, 4), sha256="b" * 64),
    ),
    policy=Policy(min_n=7),
    versions={"toolbox": "0.1.0"},
)  # fmt: skip


def changed(**changes) -> str:
    """The recipe with keys of the whole, or of the plan (``plan_seed``), set."""
    plain = json.loads(to_json(FULL))
    for name, value in changes.items():
        place, _, inner = name.partition("_")
        if place == "plan" and inner:
            plain["plan"][inner] = value
        else:
            plain[name] = value
    return json.dumps(plain)


def refused(text: str) -> str:
    with pytest.raises(ToolboxError) as refusal:
        from_json(text)
    assert refusal.value.code in ("bad_recipe", "newer_recipe")
    return refusal.value.message


def test_it_comes_back_as_it_was():
    assert from_json(to_json(FULL)) == FULL
    assert from_json("\ufeff" + to_json(FULL)) == FULL
    assert to_json(from_json(to_json(FULL))) == to_json(FULL)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "line 1 is not valid JSON"),
        ("[]", 'does not begin with "evaluation"'),
        ("null", 'does not begin with "evaluation"'),
        ('{"evaluation": true}', 'does not begin with "evaluation"'),
        ('{"evaluation": 1}', "missing required field plan"),
        ('{"evaluation": 1, "evaluation": 1}', "“evaluation” stands in it twice"),
        ('{"evaluation": 1, "plan": NaN}', "NaN is not a number"),
        ('{"evaluation": 2}', "newer version"),
        (changed(colour="red"), "“colour” is not known. Known there: plan, framework"),
        (changed(plan_groop=[]), "“plan.groop” is not known"),
        (changed(plan_schools=[{"school": "A", "born": 1}]), "“plan.schools.born” is not known"),
        (changed(rounds=[{"name": "x", "note": ""}]), "“rounds.note” is not known"),
        (changed(plan_seed="1"), "at “plan.seed” expected int, got str"),
        (changed(plan_seed=-1), "“plan.seed” not below 0"),
        (changed(plan_draws=5), "“plan.draws” has to be 99"),
        (changed(plan_confidence=95), "a share from 0.5 to below 1"),
        (changed(plan_smallest_change=-0.2), "expected more than 0, or null"),
        (changed(plan_comparison="rank"), "at “plan.comparison” invalid enum value 'rank'"),
        (changed(plan_rounds=["Autumn / 2025", "Winter"]), "rounds that “rounds” does not name"),
        (changed(plan_then_round="Then"), "rounds that “rounds” does not name"),
        (changed(plan_rounds=[]), "rounds that “rounds” does not name"),
        (changed(rounds=[{"name": "Autumn / 2025", "collected_on": "6 October", "sha256": ""}]), "invalid"),
        (changed(policy={"min_n": 1}), "never lowered"),
        (to_json(FULL).replace("a" * 64, "a" * 63), "sha256 of “Autumn / 2025”"),
        (to_json(FULL).replace('"Spring"', '"Autumn / 2025"'), "the same name"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_sentence(text, told):
    assert told in refused(text)


def test_the_other_kind_of_recipe_is_named():
    from toolbox.model import Recipe

    other = survey_recipe(Recipe(name="A", reader="plain_table", framework="selfie-2020", columns=()))
    assert "recipe of a survey's columns" in refused(other)
