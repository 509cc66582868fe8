"""What the ledger knows, on the pages: comparisons that share a round, and a round deleted and uploaded once more."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from tests.disclosure.test_compared_before import TWO, persons, saved
from tests.disclosure.test_gone import DAY, SIZES, corrected, round_of
from tests.store.makers import source
from tests.web.conftest import Open, said
from toolbox.model import Plan
from toolbox.store.ledger import about_compared
from toolbox.store.schema import ShownRow
from toolbox.web import released, state
from toolbox.web.evaluated import evaluation


def designs(found) -> set[tuple[str, str]]:
    return {(row.design, row.hidden) for row in found.areas}


def test_the_second_comparison_of_a_round_is_held_against_the_first(empty_store: Open) -> None:
    empty_store("start")
    first, second, third = (each.id for each in saved(state.store(), persons({"Elm": 30}, TWO)))
    assert designs(released.comparison(first, second, None)) == {("paired", "")}
    assert designs(released.comparison(first, third, "Elm")) == {("independent", "")}
    assert designs(released.comparison(first, third, "Elm", public=True)) == {("independent", "")}
    assert designs(released.comparison(first, second, "Elm")) == {("paired", "")}
    known = [each.about for each in state.store().ledger.shown(state.viewer(), (first,))]
    assert known.count(about_compared(first, second)) == 1
    # An evaluation of the first and the third says no more than the Change page.
    plan = Plan(rounds=("Round 0", "Round 2"), comparison="one_group")
    found = evaluation((first, third), plan, blocks=("change",))
    assert {line.hidden for line in found.lines if line.contrast == "change"} == {"protects_few"}
    plan = Plan(rounds=("Round 0", "Round 1"), comparison="one_group")
    found = evaluation((first, second), plan, blocks=("change",))
    assert {line.hidden for line in found.lines if line.contrast == "change"} == {""}


def test_an_evaluation_is_noted_as_the_comparison_it_is(empty_store: Open) -> None:
    empty_store("start")
    first, second, third = (each.id for each in saved(state.store(), persons({"Elm": 30}, TWO)))
    found = evaluation((first, second), Plan(rounds=("Round 0", "Round 1"), comparison="one_group"), blocks=("change",))
    assert {line.hidden for line in found.lines if line.contrast == "change"} == {""}
    assert designs(released.comparison(first, third, None)) == {("independent", "")}


@pytest.mark.parametrize(("many", "why"), [(2, "protects_few"), (5, "")])
def test_three_rounds_in_one_evaluation_tell_of_the_few_neither(empty_store: Open, many, why) -> None:
    """What rests on the second round as well would tell of those who missed one of the later two; other joiners, and enough,
    let every two rounds by themselves be compared."""
    empty_store("start")
    gone = [
        {"Elm": set(range(30, 45))},
        {"Elm": {*range(10 + many), *range(40, 45)}},
        {"Elm": {*range(10), *range(10 + many, 10 + 2 * many), *range(30, 40)}},
    ]
    ids = [each.id for each in saved(state.store(), persons({"Elm": 45}, gone))]
    plan = Plan(rounds=("Round 0", "Round 1", "Round 2"), comparison="one_group")
    found = evaluation(ids, plan, blocks=("change", "missing"))
    assert {line.hidden for line in found.lines if line.contrast == "change"} == {""}
    assert {line.hidden for line in found.lines if line.contrast == "all_available"} == {why}
    known = [each.about for each in state.store().ledger.shown(state.viewer(), ids)]
    compared = [about_compared(*two) for two in combinations(ids, 2)]
    assert [about for about in known if about.startswith("compared:")] == ([compared[1]] if why else compared)


def test_a_round_deleted_on_the_page_is_known_again_when_it_is_uploaded_once_more(empty_store: Open) -> None:
    empty_store("start")
    kept = {"collected_on": DAY, "framework": "selfie-2020"}
    answers = round_of(SIZES)
    first = state.store().save_round(
        state.viewer(), name="Autumn", answers=answers, sources=(source("a" * 64),), **kept
    )
    assert {cell.hidden for cell in released.profile(first.id, None).areas} == {""}
    at = empty_store("data")
    assert "how many people of each school and group answered each question" in said(at)
    at.checkbox(key=f"data_delete_{first.id}").check().run()
    at.button(key=f"delete_{first.id}").click().run()
    assert not at.exception
    assert state.store().rounds(state.viewer()) == ()
    with state.store()._read() as session:
        told = " ".join(str(row.state) for row in session.query(ShownRow).all())
    assert not [who for who in answers.person if who in told]
    again = state.store().save_round(
        state.viewer(), name="Corrected", answers=corrected(answers, 2), sources=(source("b" * 64),), **kept
    )
    hidden = {
        school: {cell.hidden for cell in released.profile(again.id, school).areas} for school in ("Ash", "Elm", None)
    }
    assert hidden == {"Ash": {""}, "Elm": {"since"}, None: {"since"}}
    assert not empty_store("school").exception
    state.store().delete_round(state.viewer(), again.id)
    shuffled = np.random.default_rng(1).permutation(len(answers))
    as_it_was = replace(
        answers, person=answers.person[shuffled], school=answers.school[shuffled], group=answers.group[shuffled],
        values=np.asfortranarray(answers.values[shuffled]),
    )  # fmt: skip
    same = state.store().save_round(
        state.viewer(), name="Again", answers=as_it_was, sources=(source("c" * 64),), **kept
    )
    assert {cell.hidden for school in ("Elm", None) for cell in released.profile(same.id, school).areas} == {""}
