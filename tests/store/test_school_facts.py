"""What is known about schools: each sees their own, nobody's work is lost, bad numbers are refused in words."""

from __future__ import annotations

from datetime import date

import pytest

from tests.store.makers import EVERYONE
from tests.store.test_together import at_once
from toolbox.model import SchoolFacts, ToolboxError, Viewer

ELM = SchoolFacts(school="Elm", hub="North", starts=date(2025, 10, 27), hours=12.5)
OAK = SchoolFacts(school="Oak", hub="South")


def test_what_was_saved_comes_back_by_name(store):
    assert store.school_facts(EVERYONE) == ()
    store.change_school_facts(EVERYONE, [OAK, ELM], seen=())
    assert store.school_facts(EVERYONE) == (ELM, OAK)


def test_a_viewer_sees_and_changes_only_their_schools(store):
    store.change_school_facts(EVERYONE, [OAK, ELM], seen=())
    oak = Viewer(schools=frozenset({"Oak"}))
    assert store.school_facts(oak) == (OAK,)
    later = SchoolFacts(school="Oak", hub="East")
    store.change_school_facts(oak, [later], seen=[OAK])
    assert store.school_facts(oak) == (later,)
    with pytest.raises(ToolboxError) as refused:
        store.change_school_facts(oak, [SchoolFacts(school="Elm", hub="East")], seen=[ELM])
    assert refused.value.code == "not_allowed"
    assert "Elm" not in refused.value.message
    assert store.school_facts(EVERYONE) == (ELM, later)


def test_a_change_on_what_is_no_longer_there_is_refused_whole(store):
    store.change_school_facts(EVERYONE, [ELM, OAK], seen=())
    meanwhile = SchoolFacts(school="Elm", hub="West")
    store.change_school_facts(EVERYONE, [meanwhile], seen=[ELM])
    with pytest.raises(ToolboxError, match="Elm since you opened this table") as refused:
        store.change_school_facts(
            EVERYONE, [SchoolFacts(school="Oak", hub="East"), SchoolFacts(school="Elm", hub="South")], seen=[ELM, OAK]
        )
    assert refused.value.code == "changed_meanwhile"
    assert store.school_facts(EVERYONE) == (meanwhile, OAK), "the other row was not saved either"


def test_rows_nobody_changed_do_not_stand_in_the_way(store):
    store.change_school_facts(EVERYONE, [ELM, OAK], seen=())
    store.change_school_facts(EVERYONE, [SchoolFacts(school="Elm", hub="West")], seen=[ELM])
    # A second visitor, whose table still shows Elm as it was, changes Oak only.
    store.change_school_facts(EVERYONE, [ELM, SchoolFacts(school="Oak", hub="East")], seen=[ELM, OAK])
    assert [facts.hub for facts in store.school_facts(EVERYONE)] == ["West", "East"]


def test_an_emptied_row_and_a_row_taken_out_are_forgotten(store):
    store.change_school_facts(EVERYONE, [ELM, OAK], seen=())
    store.change_school_facts(EVERYONE, [SchoolFacts(school="Elm")], seen=[ELM])
    store.change_school_facts(EVERYONE, [], seen=[OAK])
    assert store.school_facts(EVERYONE) == ()
    store.change_school_facts(EVERYONE, [SchoolFacts(school="Elm")], seen=[])
    assert store.school_facts(EVERYONE) == ()


def test_of_many_who_fill_in_one_new_school_at_once_one_is_kept_and_the_others_are_told(store):
    store.migrate()
    refused = []

    def fill_in(number: int) -> None:
        try:
            store.change_school_facts(EVERYONE, [SchoolFacts(school="Elm", hub=f"Hub {number}")], seen=())
        except ToolboxError as told:
            refused.append(told.code)

    at_once(fill_in, 8)
    assert refused == ["changed_meanwhile"] * 7
    assert len(store.school_facts(EVERYONE)) == 1


def test_many_who_fill_in_different_schools_at_once_lose_nothing(store):
    store.migrate()
    at_once(
        lambda number: store.change_school_facts(EVERYONE, [SchoolFacts(school=f"S{number}", hours=number)], seen=()), 8
    )
    assert [facts.hours for facts in store.school_facts(EVERYONE)] == [0, 1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ([SchoolFacts(school="Elm", hours=-1)], "Elm: -1 hours of mentoring cannot be"),
        ([SchoolFacts(school="Elm", hours=float("nan"))], "nan hours"),
        ([SchoolFacts(school="Elm", hours=1e6)], "Write a number from 0 to 10,000"),
        ([SchoolFacts(school=" ", hub="North")], "A row has no school"),
        ([SchoolFacts(school="Elm", hub="N" * 201)], "longer than 200 letters"),
        ([ELM, SchoolFacts(school="Elm ", hub="South")], "Elm: named more than once"),
    ],
)
def test_what_cannot_be_is_refused_in_words(store, facts, words):
    with pytest.raises(ToolboxError, match=words) as refused:
        store.change_school_facts(EVERYONE, facts, seen=())
    assert refused.value.code == "bad_school_facts"
    assert store.school_facts(EVERYONE) == ()
