"""A next step beside released numbers: the same numbers as the School page's, and never two that do not belong together."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.invented import SELFIE, answers, profile_of, released_profile, second_round, step_of
from toolbox.disclosure import release, step_beside
from toolbox.disclosure.examples import rated
from toolbox.disclosure.released import gate
from toolbox.model import Action, Area, Framework, Item, Level
from toolbox.wording import Focus, prompts, step_about, step_sentences, steps_alt, suggestions

ONE = answers({("North", "leaders"): 3, ("North", "teachers"): 24, ("North", "pupils"): 60})
LATER = second_round(ONE, shift=0.5)
C1 = {"area": "C", "item": "selfie2020.C1"}


def test_the_values_are_those_of_the_two_school_pages():
    step = step_of(ONE, LATER, **C1)
    then, now = released_profile(ONE, "North"), released_profile(LATER, "North")
    for value in step.values:
        for cell, found in ((value.then, then), (value.now, now)):
            assert cell in found.items
            assert (cell.item, cell.group) == ("selfie2020.C1", value.group)
    assert [value.group for value in step.values] == ["leaders", "teachers", "pupils"]
    assert (step.chosen[0], step.seen[0], step.apart) == ("Autumn 2025", "Spring 2026", "")


def test_what_the_gate_hides_is_hidden_here_with_its_reason():
    step = step_of(ONE, LATER, **C1)
    leaders = step.values[0]
    assert leaders.then.hidden == leaders.now.hidden == "few"
    assert leaders.then.mean is leaders.now.mean is None
    assert step_sentences(step)[0] == "Leaders hidden: fewer than 5 answers."
    few = answers({("North", "teachers"): 24})
    fewer = replace(few, **{name: getattr(few, name)[:4] for name in ("person", "school", "group", "values")})
    said = step_sentences(step_of(few, fewer, **C1))[0]
    assert said.startswith("Teachers: ")
    assert said.endswith("when chosen; now hidden: fewer than 5 answers.")


def test_a_group_that_was_named_stands_alone():
    step = step_of(ONE, LATER, **C1, group="teachers")
    assert [value.group for value in step.values] == ["teachers"]
    assert step_about(step) == "C1 Infrastructure, teachers · aim 4.0"
    assert len(step_sentences(step)) == 1
    assert "(between" in step_sentences(step)[0]
    assert "24 answered" in step_sentences(step)[0]


def test_in_the_round_it_was_chosen_in_there_is_one_value():
    step = step_of(ONE, **C1, group="teachers")
    assert step.seen is None
    assert step.values[0].now is None
    assert step.apart == ""
    assert " when chosen" in step_sentences(step)[0]


def test_a_reworded_statement_is_not_set_beside_itself():
    changed = replace(LATER, reworded=frozenset({"selfie2020.C1"}))
    step = step_of(ONE, changed, **C1, group="teachers")
    assert step.apart == "reworded"
    assert step.values[0].then is None
    assert step_sentences(step)[-1].startswith("The statement was worded differently then")
    area = step_of(ONE, changed, area="C", group="teachers")
    assert area.apart == "other_items"
    assert area.values[0].then is None
    assert step_of(ONE, changed, area="A").apart == ""


def test_an_area_asked_with_other_statements_is_not_set_beside_itself():
    fewer = replace(LATER, items=LATER.items[1:], values=np.asfortranarray(LATER.values[:, 1:]))
    assert step_of(ONE, fewer, area="A").apart == "other_items"
    assert step_of(ONE, fewer, area="B").apart == ""
    gone = step_of(ONE, fewer, area="A", item=LATER.items[0])
    assert gone.apart == "not_asked"
    assert all(value.now is None for value in gone.values)


def test_a_round_that_is_gone_is_said_to_be():
    now = released_profile(LATER, "North")
    step = step_beside(Action(school="North", framework="selfie-2020", area="A", step="Meet"), now, None)
    assert step.apart == "gone"
    assert step.chosen is None
    assert step.values[1].now.mean is not None
    assert step_sentences(step)[-1].startswith("The round this was chosen in is no longer here")


def test_an_earlier_round_shows_what_it_was_when_chosen_only():
    then = release(replace(profile_of(LATER, "North"), sha256="1" * 64))
    earlier = released_profile(ONE, "North")
    step = step_beside(Action(school="North", framework="selfie-2020", area="A", step="Meet"), earlier, then)
    assert step.apart == "earlier"
    assert all(value.now is None for value in step.values)


def test_a_step_of_another_instrument_says_so():
    now = released_profile(ONE, "North")
    other = Action(school="North", framework="other", area="Z", step="Meet")
    assert step_beside(other, now, None).apart == "other_framework"
    known = replace(SELFIE, id="other", name="The other one")
    assert "The other one" in step_sentences(step_beside(other, now, None, own=known))[-1]


OLDER = Framework(
    id="older", version="1", name="Older", kind="survey", source="invented", areas=(Area(id="X", name="Leading"),),
    items=(Item(id="older.X1", code="X1", area="X", name="Strategy", scale="agree"),), scales=SELFIE.scales,
)  # fmt: skip


@pytest.mark.parametrize(
    ("items", "apart", "name"),
    [({"older.X1": "selfie2020.A1"}, "", "A1 Digital strategy"), ({}, "other_framework", "X1 Strategy")],
)
def test_a_statement_that_stayed_the_same_is_followed_into_the_next_version(items, apart, name):
    asked = replace(ONE, items=("older.X1",), values=np.asfortranarray(ONE.values[:, :1]))
    then = released_profile(asked, "North", framework=OLDER)
    now = release(replace(profile_of(LATER, "North"), collected_on=replace_year(then.collected_on), sha256="1" * 64))
    step = Action(school="North", framework="older", area="X", item="older.X1", step="Meet", group="teachers")
    found = step_beside(step, now, then, items=items, areas={})
    assert (found.apart, found.name) == (apart, name)
    assert found.values[0].then == next(cell for cell in then.items if cell.group == "teachers")


def replace_year(day):
    return day.replace(year=day.year + 1)


def test_what_could_be_chosen_has_a_reason_made_of_what_is_shown():
    found = released_profile(ONE, "North")
    told = suggestions(found)
    assert 1 <= len(told) <= 4
    assert len({(focus.area, focus.item) for focus in told}) == len(told)
    teachers = [cell for cell in found.areas if cell.group == "teachers"]
    assert told[0].area == min(teachers, key=lambda cell: cell.mean).area
    assert not [focus for focus in told if "leaders" in focus.why.lower()], "leaders are hidden"
    assert suggestions(released_profile(answers({("North", "teachers"): 4}), "North")) == ()


def test_the_text_twin_tells_every_step():
    steps = (step_of(ONE, LATER), step_of(ONE, LATER, **C1, group="teachers"))
    twin = steps_alt(steps)
    assert "C1 Infrastructure" in twin
    assert "Leadership" in twin
    assert "Teachers: " in twin


def rated_step(then: list[int], now: list[int], **more):
    """A step of a rubric all of whose indicators must reach level 3."""
    before, after = rated(then, required=3), rated(now, required=3)
    later = {"round": "Spring 2026", "collected_on": replace_year(before.collected_on), "sha256": "1" * 64}
    with gate():
        after = replace(after, **later)
    step = Action(school="School 1", framework="example-rubric", area="S", step="Meet", target=3, **more)
    return step_beside(step, after, before)


def test_a_rating_is_told_as_a_level_and_an_area_by_what_reaches_it():
    assert step_sentences(rated_step([1, 4, 2], [2, 4, 3], item="example.I1")) == ("Rated 1 when chosen, 2 now.",)
    assert step_about(rated_step([1, 4, 2], [2, 4, 3], item="example.I1")).endswith("aim 3")
    whole = step_sentences(rated_step([1, 4, 2], [2, 4, 3]))
    assert whole == ("Rated 1 of 3 at level 3 or above when chosen, 2 of 3 at level 3 or above now.",)


def test_the_next_level_is_a_prompt_where_the_framework_describes_it():
    found = rated([1, 4, 2], required=3)
    described = replace(
        found.framework,
        items=tuple(
            replace(item, levels=((1, "Nobody is named."), (2, "One person is named."), (3, "A team is named.")))
            for item in found.framework.items
        ),
        scales=(replace(found.framework.scales[0], labels=((1, "ad hoc"), (2, "repeatable"), (3, "defined"))),),
    )
    with gate():
        found = replace(found, framework=described)
    assert prompts(found, Focus(area="S", item="example.I1")) == (
        "The next level is 2, “repeatable”.",
        "A school one level further on: One person is named.",
    )
    assert prompts(found, Focus(area="S", item="example.I2")) == (), "nothing is further on"
    assert prompts(found, Focus(area="S")) == ()


def test_level_names_of_a_survey_are_prompts_too():
    found = released_profile(ONE, "North")
    levels = (Level(value=1, name="beginning", at_least=1.0), Level(value=2, name="practised", at_least=4.5))
    with gate():
        found = replace(found, framework=replace(SELFIE, levels=levels))
    assert prompts(found, Focus(area="A", group="teachers")) == ("The next level is “practised”, from 4.5.",)
    assert [focus for focus in suggestions(found) if "furthest from the next level" in focus.why]
    hidden = Focus(area="A", group="leaders")
    assert prompts(found, hidden) == (), "what is hidden has no next level"


def test_of_a_rubric_the_furthest_from_its_level_is_suggested_first():
    told = suggestions(rated([2, 4, 1], required=3))
    assert [(focus.item, focus.group) for focus in told][:2] == [("example.I3", ""), ("example.I1", "")]
    assert told[0].why == "it is rated 1, and 3 is to be reached"
    aimed = suggestions(rated([2, 4, 1], required=3), {"example.I2": 5, "example.I3": 1})
    assert "example.I2" in [focus.item for focus in aimed]
    assert "example.I3" not in [focus.item for focus in aimed], "where the school aims is where it stands"
