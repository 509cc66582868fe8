"""Rounds: what goes in comes out; changes are versions; what is refused leaves everything as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import get_type_hints

import numpy as np
import pytest

from tests.store.makers import EVERYONE, answers, same, save, source
from toolbox.model import AnswerScale, Choices, ColumnMeaning, Problem, Recipe, State, ToolboxError
from toolbox.store import joined_all, rounds

RECIPE = Recipe(
    name="SELFIE through LimeSurvey",
    reader="limesurvey",
    framework="selfie-2020",
    columns=(
        ColumnMeaning(column="G01Q01. School", code="G01Q01", meaning="school"),
        ColumnMeaning(column="G02Q01[A1]. …", meaning="item", item="selfie2020.A1", scale="agree", reworded=True),
    ),
    scales=(AnswerScale(id="agree", words=(("agree", 5), ("no answer", int(State.BLANK)))),),
    groups=(("Schüler", "pupils"),),
    choices=Choices(separator=";", date_order="dmy"),
)


def test_a_round_comes_back_as_it_was_saved(store):
    made = save(store, recipe=RECIPE, sample=True)
    again = store.round(EVERYONE, made.id)
    assert again == made
    assert (made.name, made.collected_on, made.framework) == ("Autumn 2026", date(2026, 10, 1), "selfie-2020")
    assert (made.people, made.schools, made.groups) == (6, ("Elm", "Oak"), ("pupils",))
    assert made.invited == {("Elm", "pupils"): 5, ("Oak", "pupils"): 9}
    assert made.sources == (source(),)
    assert made.recipe == RECIPE
    assert (made.version, made.sample) == (1, True)
    assert same(store.answers(EVERYONE, made.id), answers())
    assert set(get_type_hints(type(made))) == set(vars(made))  # a new field of Round would be seen here


def test_answers_are_read_only_and_sorted_by_school_and_group(store):
    mixed = answers()
    order = np.array([5, 0, 3, 1, 4, 2])
    shuffled = type(mixed)(
        **{
            **vars(mixed),
            **{name: getattr(mixed, name)[order] for name in ("person", "school", "group")},
            "values": mixed.values[order],
        }
    )
    found = store.answers(EVERYONE, save(store, answers=shuffled).id)
    assert list(found.school) == [0, 0, 0, 1, 1, 1]
    assert dict(zip(found.person, found.values[:, 1], strict=True)) == dict(
        zip(mixed.person, mixed.values[:, 1], strict=True)
    )
    with pytest.raises(ValueError, match="read-only"):
        found.values[0, 0] = 1


def test_words_of_the_file_are_not_kept_with_its_problems(store):
    told = Problem(code="encoding_guessed", message="Not in UTF-8.", count=1, example="'Jürgen'")
    saved = save(store, sources=(replace(source(), problems=(told,)),))
    assert store.round(EVERYONE, saved.id).sources[0].problems == (replace(told, example=""),)


def test_rounds_are_listed_earliest_first(store):
    later = save(store, name="Spring", collected_on=date(2027, 4, 1))
    earlier = save(store, name="Autumn")
    assert [round_.id for round_ in store.rounds(EVERYONE)] == [earlier.id, later.id]


def test_the_same_answers_have_the_same_checksum_and_others_another(store):
    first, again = save(store), save(store)
    assert first.sha256 == again.sha256
    assert save(store, answers=answers(people=4)).sha256 != first.sha256


def test_a_file_saved_before_is_known(store):
    made = save(store)
    newer = save(store, name="Again", collected_on=date(2026, 12, 1))
    assert store.same_file(EVERYONE, "ab" * 32).id == newer.id
    store.delete_round(EVERYONE, newer.id)
    assert store.same_file(EVERYONE, "ab" * 32).id == made.id
    assert store.same_file(EVERYONE, "cd" * 32) is None


def test_more_answers_make_a_new_data_set_of_old_and_new(store):
    made = save(store)
    teachers = answers(schools=("Oak", "Ash"), group="teachers", items=("x.2", "x.9"), start=100)
    added = store.add_to_round(
        EVERYONE, made.id, answers=teachers, sources=(source("cd" * 32),), invited={("Ash", "teachers"): 4}, version=1
    )
    assert (added.version, added.people) == (2, 12)
    assert added.sha256 != made.sha256
    assert added.schools == ("Elm", "Oak", "Ash")
    assert set(added.groups) == {"pupils", "teachers"}
    assert added.invited == {("Elm", "pupils"): 5, ("Oak", "pupils"): 9, ("Ash", "teachers"): 4}
    assert [one.sha256 for one in added.sources] == ["ab" * 32, "cd" * 32]
    found = store.answers(EVERYONE, made.id)
    assert found.items == ("x.1", "x.2", "x.9")
    place = found.school.astype(int) * 2 + found.group
    assert (np.diff(place) >= 0).all()
    old = found.values[found.group == found.groups.index("pupils")]
    assert (old[:, 2] == State.NOT_SHOWN).all()
    assert np.array_equal(old[:, :2], answers().values)


def test_the_answers_a_report_was_made_of_can_be_had_again(store):
    made = save(store)
    added = store.add_to_round(EVERYONE, made.id, answers=answers(start=50), sources=(source("cd" * 32),), version=1)
    assert len(store.answers(EVERYONE, made.id)) == 12
    assert same(store.answers(EVERYONE, made.id, sha256=made.sha256), answers())
    assert len(store.answers(EVERYONE, made.id, sha256=added.sha256)) == 12
    with pytest.raises(ToolboxError, match="no answers with that checksum") as refused:
        store.answers(EVERYONE, made.id, sha256="ff" * 32)
    assert refused.value.code == "no_such_data_set"


def test_people_who_answer_again_are_counted_once_with_their_newer_answers(store):
    made = save(store)
    again = answers(people=1, items=("x.2", "x.3"))  # P-000001 in Elm is there already, P-000002 was in Elm, not Oak
    again.values[:] = [[State.BLANK, 2], [4, 4]]
    added = store.add_to_round(EVERYONE, made.id, answers=again, sources=(source("cd" * 32),), version=1)
    assert added.people == 7
    assert added.sources[1].problems[-1].code == "already_in_round"
    assert added.sources[1].problems[-1].count == 1
    found = store.answers(EVERYONE, made.id)
    row = found.values[[place for place, key in enumerate(found.person) if key == "P-000001"]]
    assert row.tolist() == [[State.BLANK, 2, 2]]  # x.1 and x.2 as before (blank now says nothing), x.3 is new


def test_people_without_a_key_are_never_taken_for_the_same(store):
    nameless = answers()
    nameless.person[:] = ""
    made = save(store, answers=nameless)
    added = store.add_to_round(EVERYONE, made.id, answers=nameless, sources=(source("cd" * 32),), version=1)
    assert added.people == 12
    assert added.sources[1].problems == source().problems


def test_a_change_says_what_it_changes_and_leaves_the_rest(store):
    made = save(store, recipe=RECIPE)
    changed = store.update_round(EVERYONE, made.id, version=1, name=" Autumn term ")
    assert changed == store.round(EVERYONE, made.id)
    assert vars(changed) == {**vars(made), "name": "Autumn term", "version": 2}
    changed = store.update_round(EVERYONE, made.id, version=2, collected_on=date(2026, 9, 30), invited={})
    assert vars(changed) == {
        **vars(made),
        "name": "Autumn term",
        "version": 3,
        "collected_on": date(2026, 9, 30),
        "invited": {},
    }


def test_a_change_of_an_older_version_is_refused_and_overwrites_nothing(store):
    made = save(store)
    now = store.update_round(EVERYONE, made.id, version=1, name="Mine")
    with pytest.raises(ToolboxError, match="not saved over theirs") as refused:
        store.update_round(EVERYONE, made.id, version=1, name="Yours")
    assert refused.value.code == "changed_meanwhile"
    with pytest.raises(ToolboxError) as refused:
        store.add_to_round(EVERYONE, made.id, answers=answers(start=50), sources=(source(),), version=1)
    assert refused.value.code == "changed_meanwhile"
    assert store.round(EVERYONE, made.id) == now


def test_a_deleted_round_is_gone_for_everyone(store):
    made, other = save(store), save(store, name="Other")
    store.delete_round(EVERYONE, made.id)
    for call in (store.round, store.answers, store.delete_round):
        with pytest.raises(ToolboxError, match="not there any more") as refused:
            call(EVERYONE, made.id)
        assert refused.value.code == "no_such_round"
    with pytest.raises(ToolboxError):
        store.update_round(EVERYONE, made.id, version=1, name="Back")
    assert [round_.id for round_ in store.rounds(EVERYONE)] == [other.id]
    assert same(store.answers(EVERYONE, other.id), answers())


@pytest.mark.parametrize("name", ["", "  "])
def test_a_round_needs_a_name(store, name):
    with pytest.raises(ToolboxError, match="Give it one") as refused:
        save(store, name=name)
    assert refused.value.code == "no_name"
    assert store.rounds(EVERYONE) == ()


def test_a_round_needs_answers(store):
    full = answers()
    empty = type(full)(
        **{
            **vars(full),
            **{name: getattr(full, name)[:0] for name in ("person", "school", "group", "values")},
        }
    )
    with pytest.raises(ToolboxError, match="No answers are left") as refused:
        save(store, answers=empty)
    assert refused.value.code == "no_answers"
    assert store.rounds(EVERYONE) == ()


def test_answers_larger_than_a_database_can_hold_are_refused(store, monkeypatch):
    monkeypatch.setattr("toolbox.store.rounds.LARGEST", 1000)
    with pytest.raises(ToolboxError, match="Save them as several rounds") as refused:
        save(store)
    assert refused.value.code == "too_large"
    assert store.rounds(EVERYONE) == ()


@pytest.mark.parametrize("written", ["anna@school.example", "Anna Berg", "12345", "P-", "P-AB CD"])
def test_a_person_key_that_is_no_pseudonym_is_never_stored(store, written):
    named = answers()
    named.person[2] = written
    with pytest.raises(ValueError, match="not a pseudonym"):
        save(store, answers=named)
    assert store.rounds(EVERYONE) == ()


def test_damaged_answers_are_refused_and_not_shown(store):
    from sqlalchemy import text

    made = save(store)
    with store.engine.execution_options(immediate=True).begin() as connection:
        connection.execute(text("UPDATE data_sets SET payload = :wrong"), {"wrong": b"PAR1 no longer"})
    with pytest.raises(ToolboxError, match="no longer match their checksum") as refused:
        store.answers(EVERYONE, made.id)
    assert refused.value.code == "damaged_data_set"


def test_several_sources_are_added_all_or_none(store, monkeypatch):
    made = save(store)
    sources = tuple(source(f"{n:02d}" * 32, f"{n}.csv") for n in range(1, 4))
    real = rounds.add_source

    def last_fails(session, id, place, one):
        if one.file == "3.csv":
            raise ToolboxError("disk_full", "The disk is full.")
        real(session, id, place, one)

    monkeypatch.setattr(rounds, "add_source", last_fails)
    with pytest.raises(ToolboxError, match="disk is full"):
        store.add_to_round(EVERYONE, made.id, answers=answers(start=50), sources=sources, version=1)
    assert store.round(EVERYONE, made.id) == made
    monkeypatch.setattr(rounds, "add_source", real)
    added = store.add_to_round(EVERYONE, made.id, answers=answers(start=50), sources=sources, version=1)
    assert [one.file for one in added.sources[1:]] == ["1.csv", "2.csv", "3.csv"]
    assert added.version == 2
    with pytest.raises(ToolboxError) as late:
        store.add_to_round(EVERYONE, made.id, answers=answers(start=90), sources=sources, version=1)
    assert late.value.code == "changed_meanwhile"


def test_many_sets_of_answers_are_one_set_whatever_their_number():
    parts = [answers(people=3, start=1 + 10 * n) for n in range(7)]
    together, twice = joined_all([*parts, answers(people=3, start=1)])
    assert (len(together), twice) == (sum(map(len, parts)), len(parts[0]))
    with pytest.raises(ValueError, match="no answers"):
        joined_all([])
