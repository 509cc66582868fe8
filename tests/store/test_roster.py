"""The roster: what is known about schools, and that a renamed school keeps everything."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.store.makers import EVERYONE
from toolbox.model import Action, Membership, MentoringSession, School, SchoolFacts, ToolboxError, Viewer

ELM = School(
    school="Elm",
    country="Estonia",
    region="Islands",
    hub="North",
    level="primary",
    teachers=14,
    leaders=2,
    types=(("AP", date(2024, 9, 1)), ("AS", date(2026, 2, 1))),
    wave="1",
    starts=date(2025, 10, 27),
)
OAK = School(school="Oak", hub="North", teachers=8)


def test_what_is_written_comes_back(store):
    store.roster.change(EVERYONE, [OAK, ELM], seen=())
    assert store.roster.all(EVERYONE) == (ELM, OAK)
    assert store.roster.of(EVERYONE, "Elm") == ELM
    assert store.roster.of(EVERYONE, "Ash") == School(school="Ash")
    assert [ELM.type_on(date(2025, 1, 1)), ELM.type_on(date(2026, 3, 1)), ELM.type] == ["AP", "AS", "AS"]


def test_the_facts_of_an_evaluation_are_the_same_row(store):
    store.roster.change(EVERYONE, [ELM, School(school="Ash", teachers=9)], seen=())
    facts = SchoolFacts(school="Elm", hub="North", starts=date(2025, 10, 27))
    assert store.school_facts(EVERYONE) == (facts,)
    store.roster.change(EVERYONE, [replace(ELM, hours=12)], seen=[ELM])
    assert store.school_facts(EVERYONE) == (replace(facts, hours=12.0),)


def test_two_who_change_the_same_school(store):
    store.roster.change(EVERYONE, [ELM, OAK], seen=())
    store.roster.change(EVERYONE, [replace(OAK, teachers=9)], seen=[OAK])
    with pytest.raises(ToolboxError) as refused:
        store.roster.change(EVERYONE, [replace(ELM, wave="2"), replace(OAK, teachers=10)], seen=[ELM, OAK])
    assert refused.value.code == "changed_meanwhile"
    assert store.roster.all(EVERYONE) == (ELM, replace(OAK, teachers=9)), "all of it or nothing"


def test_a_viewer_of_one_school(store):
    store.roster.change(EVERYONE, [ELM, OAK], seen=())
    head = Viewer(role="head", schools=frozenset({"Oak"}))
    assert store.roster.all(head) == (OAK,)
    assert store.roster.of(head, "Elm") == School(school="Elm")
    with pytest.raises(ToolboxError, match="schools you may not see"):
        store.roster.change(head, [replace(ELM, wave="2")], seen=[ELM])
    with pytest.raises(ToolboxError, match="coordinator"):
        store.roster.rename(head, "Oak", "Oak Academy")


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (School(school=" "), "no school"),
        (School(school="Elm", teachers=-1), "-1 teachers"),
        (School(school="Elm", types=(("XS", None),)), "XS"),
        (School(school="Elm", types=(("AP", date(2026, 1, 1)), ("AS", date(2026, 1, 1)))), "same day"),
        (School(school="Elm", wave="w" * 300), "wave"),
        (School(school="Elm", starts=date(26, 3, 1)), "Elm: The day 0026-03-01 cannot be meant"),
        (School(school="Elm", types=(("AP", date(1900, 1, 1)),)), "Elm: The day 1900-01-01 cannot be meant"),
    ],
)
def test_what_cannot_be_is_refused(store, bad, said):
    with pytest.raises(ToolboxError, match=said) as refused:
        store.roster.change(EVERYONE, [bad], seen=())
    assert refused.value.code == "bad_school_facts"


def test_a_renamed_school_keeps_everything(store):
    held = MentoringSession(on=date(2026, 1, 7), giver="Oak", receiver="Elm", persons=("P-1",), hours=2)
    given = replace(held, giver="Elm", receiver="Oak")
    rows = [
        Membership(kind="school", member="Elm", role="mentee", school="Elm", cluster="Cluster Oak"),
        Membership(member="P-1", role="mentee", school="Elm", cluster="Cluster Oak"),
    ]
    store.roster.change(EVERYONE, [ELM, OAK], seen=())
    store.sessions.add(EVERYONE, [held, given], source="log")
    store.memberships.add(EVERYONE, rows, source="list")
    store.actions.add(EVERYONE, Action(school="Elm", framework="f", area="a", step="Meet"))
    store.roster.rename(EVERYONE, "Elm", " Elm  Academy ")
    assert [each.school for each in store.roster.all(EVERYONE)] == ["Elm Academy", "Oak"]
    assert store.roster.of(EVERYONE, "Elm Academy") == replace(ELM, school="Elm Academy")
    assert {(each.giver, each.receiver) for each in store.sessions.all(EVERYONE)} == {
        ("Oak", "Elm Academy"),
        ("Elm Academy", "Oak"),
    }
    assert {each.member for each in store.memberships.all(EVERYONE, school="Elm Academy")} == {"Elm Academy", "P-1"}
    assert len(store.actions.of(EVERYONE, "Elm Academy")) == 1
    assert store.roster.former_names(EVERYONE) == {"Elm": "Elm Academy"}
    again = store.sessions.add(EVERYONE, [held, given], source="the same log, with the old name")
    assert (again.added, again.there) == (0, 2)
    assert store.memberships.add(EVERYONE, rows).added == 0
    new = store.sessions.add(EVERYONE, [replace(held, on=date(2026, 2, 7))])
    assert new.added == 1
    assert store.sessions.all(EVERYONE)[-1].receiver == "Elm Academy", "a session under the old name is the school's"


def test_renamed_twice_and_back(store):
    store.roster.change(EVERYONE, [ELM], seen=())
    held = MentoringSession(on=date(2026, 1, 7), receiver="Elm", hours=2)
    store.sessions.add(EVERYONE, [held])
    store.roster.rename(EVERYONE, "Elm", "Ash")
    store.roster.rename(EVERYONE, "Ash", "Yew")
    assert store.roster.former_names(EVERYONE) == {"Elm": "Yew", "Ash": "Yew"}
    assert store.sessions.add(EVERYONE, [held, replace(held, receiver="Ash")]).added == 0
    store.roster.rename(EVERYONE, "Yew", "Elm")
    assert store.roster.former_names(EVERYONE) == {"Ash": "Elm", "Yew": "Elm"}
    assert store.roster.all(EVERYONE) == (ELM,)


def test_a_name_a_later_round_had_already(store):
    store.roster.change(EVERYONE, [ELM, School(school="Elm Academy", teachers=15)], seen=())
    store.roster.rename(EVERYONE, "Elm", "Elm Academy")
    assert store.roster.all(EVERYONE) == (replace(ELM, school="Elm Academy", teachers=15),)
