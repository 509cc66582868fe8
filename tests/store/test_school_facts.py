"""What an evaluation takes of the roster; and that nobody's work is lost where several fill it in, and bad numbers are refused."""

from __future__ import annotations

from datetime import date

import pytest

from tests.store.makers import EVERYONE
from tests.store.test_together import at_once
from toolbox.model import School, SchoolFacts, ToolboxError, Viewer

ELM = School(school="Elm", hub="North", starts=date(2025, 10, 27), hours=12.5, teachers=14)
OAK = School(school="Oak", hub="South")
ASH = School(school="Ash", teachers=9, country="Estonia")


def test_an_evaluation_gets_its_part_by_name_and_no_school_of_which_it_knows_nothing(store):
    assert store.school_facts(EVERYONE) == ()
    store.roster.change(EVERYONE, [OAK, ELM, ASH], seen=())
    elm = SchoolFacts(school="Elm", hub="North", starts=date(2025, 10, 27), hours=12.5)
    assert store.school_facts(EVERYONE) == (elm, SchoolFacts(school="Oak", hub="South"))
    assert store.school_facts(Viewer(schools=frozenset({"Oak"}))) == (SchoolFacts(school="Oak", hub="South"),)


def test_a_viewer_changes_only_their_schools(store):
    store.roster.change(EVERYONE, [OAK, ELM], seen=())
    oak = Viewer(schools=frozenset({"Oak"}))
    later = School(school="Oak", hub="East")
    store.roster.change(oak, [later], seen=[OAK])
    with pytest.raises(ToolboxError) as refused:
        store.roster.change(oak, [School(school="Elm", hub="East")], seen=[ELM])
    assert refused.value.code == "not_allowed"
    assert "Elm" not in refused.value.message
    assert store.roster.all(EVERYONE) == (ELM, later)


def test_rows_nobody_changed_do_not_stand_in_the_way(store):
    store.roster.change(EVERYONE, [ELM, OAK], seen=())
    store.roster.change(EVERYONE, [School(school="Elm", hub="West")], seen=[ELM])
    # A second visitor, whose table still shows Elm as it was, changes Oak only.
    store.roster.change(EVERYONE, [ELM, School(school="Oak", hub="East")], seen=[ELM, OAK])
    assert [each.hub for each in store.roster.all(EVERYONE)] == ["West", "East"]


def test_an_emptied_row_and_a_row_taken_out_are_forgotten(store):
    store.roster.change(EVERYONE, [ELM, OAK], seen=())
    store.roster.change(EVERYONE, [School(school="Elm")], seen=[ELM])
    store.roster.change(EVERYONE, [], seen=[OAK])
    assert store.roster.all(EVERYONE) == ()
    store.roster.change(EVERYONE, [School(school="Elm")], seen=[])
    assert store.roster.all(EVERYONE) == ()


def test_of_many_who_fill_in_one_new_school_at_once_one_is_kept_and_the_others_are_told(store):
    store.migrate()
    refused = []

    def fill_in(number: int) -> None:
        try:
            store.roster.change(EVERYONE, [School(school="Elm", hub=f"Hub {number}")], seen=())
        except ToolboxError as told:
            refused.append(told.code)

    at_once(fill_in, 8)
    assert refused == ["changed_meanwhile"] * 7
    assert len(store.roster.all(EVERYONE)) == 1


def test_many_who_fill_in_different_schools_at_once_lose_nothing(store):
    store.migrate()
    at_once(lambda number: store.roster.change(EVERYONE, [School(school=f"S{number}", hours=number)], seen=()), 8)
    assert [each.hours for each in store.roster.all(EVERYONE)] == [0, 1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ([School(school="Elm", hours=-1)], "Elm: -1 hours of mentoring cannot be"),
        ([School(school="Elm", hours=float("nan"))], "nan hours"),
        ([School(school="Elm", hours=1e6)], "Write a number from 0 to 10,000"),
        ([School(school=" ", hub="North")], "A row has no school"),
        ([School(school="Elm", hub="N" * 201)], "longer than 200 letters"),
        ([ELM, School(school="Elm ", hub="South")], "Elm: named more than once"),
    ],
)
def test_what_cannot_be_is_refused_in_words(store, facts, words):
    with pytest.raises(ToolboxError, match=words) as refused:
        store.roster.change(EVERYONE, facts, seen=())
    assert refused.value.code == "bad_school_facts"
    assert store.roster.all(EVERYONE) == ()
