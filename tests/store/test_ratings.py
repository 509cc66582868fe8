"""What stands beside agreed ratings, and ratings given without a file."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from tests.store.makers import EVERYONE, answers, save
from toolbox.model import Average, Averages, RatingNote, State, ToolboxError, Viewer
from toolbox.store.ratings import LONGEST_EVIDENCE, agreed

ITEMS = ("m.1", "m.2", "m.3")
ELM, OAK = Viewer(role="head", schools=frozenset({"Elm"})), Viewer(role="head", schools=frozenset({"Oak"}))


def rated(store, schools=("Elm", "Oak"), viewer=EVERYONE):
    """A round in which each school rated itself once."""
    given = answers(schools=schools, people=1, items=ITEMS, group="school")
    given = replace(given, person=np.array([""] * len(schools), object))
    return save(store, viewer, answers=given, framework="own-rubric", invited={}, sources=())


def note(of, item="m.1", school="Elm", **more) -> RatingNote:
    return RatingNote(round=of.id, school=school, item=item, **more)


@contextmanager
def refused(code: str):
    with pytest.raises(ToolboxError) as error:
        yield
    assert error.value.code == code


def test_a_note_is_kept_whole_and_by_itself(store):
    of = rated(store)
    whole = note(
        of, evidence="ICT plan, page 3", target=4, due=date(2027, 6, 30), external=2, external_by="visit of the hub"
    )
    store.ratings.change_notes(EVERYONE, [whole, note(of, "m.2")], seen=[])
    (kept,) = store.ratings.notes(EVERYONE, of.id, "Elm")
    assert replace(kept, version=1) == whole, "a note that says nothing is not kept"
    assert store.ratings.notes(EVERYONE, of.id, "Oak") == ()


def test_nobody_reads_or_writes_beside_another_schools_ratings(store):
    of = rated(store)
    store.ratings.change_notes(ELM, [note(of, evidence="only ours")], seen=[])
    with refused("no_such_round"):
        store.ratings.notes(OAK, of.id, "Elm")
    with refused("no_such_round"):
        store.ratings.change_notes(OAK, [note(of, evidence="theirs")], seen=[])
    assert [each.evidence for each in store.ratings.notes(ELM, of.id, "Elm")] == ["only ours"]


def test_two_people_lose_nothing(store):
    of = rated(store)
    first = second = store.ratings.notes(EVERYONE, of.id, "Elm")
    store.ratings.change_notes(EVERYONE, [note(of, "m.1", evidence="from the first")], seen=first)
    store.ratings.change_notes(EVERYONE, [note(of, "m.2", evidence="from the second")], seen=second)
    with refused("changed_meanwhile"):
        store.ratings.change_notes(
            EVERYONE, [note(of, "m.1", evidence="over it"), note(of, "m.3", evidence="lost with it")], seen=second
        )
    kept = {each.item: each.evidence for each in store.ratings.notes(EVERYONE, of.id, "Elm")}
    assert kept == {"m.1": "from the first", "m.2": "from the second"}, "all of a change or none of it"


def test_a_note_taken_away_and_written_again_is_not_the_one_that_was_seen(store):
    of = rated(store)
    store.ratings.change_notes(EVERYONE, [note(of, evidence="one")], seen=[])
    seen = store.ratings.notes(EVERYONE, of.id, "Elm")
    store.ratings.change_notes(EVERYONE, [note(of)], seen=seen)
    store.ratings.change_notes(EVERYONE, [note(of, evidence="two")], seen=[])
    with refused("changed_meanwhile"):
        store.ratings.change_notes(EVERYONE, [note(of, evidence="three")], seen=seen)


def test_notes_stay_when_the_ratings_change_and_go_with_the_round(store):
    of = rated(store)
    store.ratings.change_notes(EVERYONE, [note(of, evidence="stays")], seen=[])
    again = store.ratings.give(EVERYONE, of.id, "Elm", {"m.1": 5}, group="school", items=ITEMS, version=of.version)
    assert again.sha256 != of.sha256
    assert [each.evidence for each in store.ratings.notes(EVERYONE, of.id, "Elm")] == ["stays"]
    store.delete_round(EVERYONE, of.id)
    with refused("no_such_round"):
        store.ratings.notes(EVERYONE, of.id, "Elm")


@pytest.mark.parametrize(
    "bad",
    [
        {"evidence": "x" * (LONGEST_EVIDENCE + 1)},
        {"external_by": "x" * 201},
        {"target": 101},
        {"external": -1},
        {"due": date(2206, 1, 1)},
    ],
)
def test_what_cannot_be_kept_is_refused(store, bad):
    of = rated(store)
    with refused("bad_rating_note"):
        store.ratings.change_notes(EVERYONE, [note(of, **bad)], seen=[])


def test_ratings_given_again_take_the_place_of_the_schools_own_and_of_no_other(store):
    of = rated(store)
    before = store.answers(EVERYONE, of.id)
    store.ratings.give(EVERYONE, of.id, "Elm", {"m.1": 4, "m.3": 1}, group="staff", items=ITEMS, version=of.version)
    now = store.answers(EVERYONE, of.id)
    assert now.values.tolist() == [[4, State.BLANK, 1], before.values[1].tolist()]
    assert now.groups == ("school",), "a school keeps the group it rated itself as"
    assert store.answers(EVERYONE, of.id, sha256=of.sha256).values.tolist() == before.values.tolist()


def test_a_school_that_has_none_yet_joins_the_round(store):
    of = rated(store, schools=("Elm",))
    now = store.ratings.give(EVERYONE, of.id, "Ash", {"m.2": 2}, group="school", items=ITEMS, version=of.version)
    assert now.schools == ("Elm", "Ash")
    assert store.answers(EVERYONE, of.id).values[1].tolist() == [State.BLANK, 2, State.BLANK]


def test_ratings_are_refused_where_they_would_overwrite_something(store):
    of = rated(store)
    store.update_round(EVERYONE, of.id, version=of.version, name="Meanwhile")
    with refused("changed_meanwhile"):
        store.ratings.give(EVERYONE, of.id, "Elm", {"m.1": 4}, group="school", items=ITEMS, version=of.version)
    with refused("not_allowed"):
        store.ratings.give(ELM, of.id, "Elm", {"m.1": 4}, group="school", items=ITEMS, version=of.version + 1)
    with refused("no_answers"):
        store.ratings.give(EVERYONE, of.id, "Elm", {"other": 4}, group="school", items=ITEMS, version=of.version + 1)
    survey = save(store)
    with refused("not_a_rating"):
        store.ratings.give(EVERYONE, survey.id, "Elm", {"x.1": 4}, group="school", items=("x.1",), version=1)
    reported = Averages(rows=(Average(school="Elm", group="pupils", area="A", mean=3.0, n=9),))
    reported = save(store, answers=reported, invited={})
    with refused("not_a_rating"):
        store.ratings.give(EVERYONE, reported.id, "Elm", {"x.1": 4}, group="school", items=("x.1",), version=1)


def test_a_head_gives_the_ratings_of_a_round_of_the_own_school(store):
    mine = save(
        store,
        ELM,
        answers=agreed("Elm", {"m.1": 3}, group="school", items=ITEMS),
        framework="own",
        invited={},
        sources=(),
    )
    again = store.ratings.give(ELM, mine.id, "Elm", {"m.1": 4}, group="school", items=ITEMS, version=mine.version)
    assert store.answers(ELM, again.id).values[0].tolist() == [4, State.BLANK, State.BLANK]
    with refused("no_such_round"):
        store.ratings.give(OAK, mine.id, "Oak", {"m.1": 4}, group="school", items=ITEMS, version=again.version)
