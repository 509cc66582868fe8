"""A renamed school keeps its rounds: answers, clues, invited numbers, accepted pairs, notes, and what was shown of it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.store.makers import EVERYONE, answers, save, source
from toolbox.model import Position, Release, Shown, ToolboxError, Viewer
from toolbox.store.ledger import about_pairs, about_sets


def test_answers_and_numbers_are_read_under_the_name_of_now(store):
    made = save(store)
    before = store.answers(EVERYONE, made.id)
    store.roster.rename(EVERYONE, "Elm", "Yew")
    now = store.round(EVERYONE, made.id)
    assert (now.schools, now.people, now.sha256) == (("Yew", "Oak"), made.people, made.sha256)
    assert now.invited == {("Yew", "pupils"): 5, ("Oak", "pupils"): 9}
    after = store.answers(EVERYONE, made.id)
    assert after.schools == ("Yew", "Oak")
    for name in ("person", "school", "group", "values"):
        assert (getattr(after, name) == getattr(before, name)).all()
    head, stranger = (Viewer(role="head", schools=frozenset({name})) for name in ("Yew", "Elm"))
    assert store.answers(head, made.id).schools == ("Yew",)
    assert store.rounds(stranger) == ()


def test_more_answers_under_either_name_are_the_schools(store):
    made = save(store)
    store.roster.rename(EVERYONE, "Elm", "Yew")
    for number, name in enumerate(("Elm", "Yew")):
        made = store.add_to_round(
            EVERYONE, made.id, answers=answers((name,), people=2, start=100 + 10 * number), sources=(source("c" * 64),),
            invited={(name, "pupils"): 20 + number}, version=store.round(EVERYONE, made.id).version,
        )  # fmt: skip
    assert made.schools == ("Yew", "Oak")
    assert made.people == 10
    assert made.invited["Yew", "pupils"] == 21
    later = save(store, name="Spring", answers=answers(("Elm", "Yew"), people=3))
    assert (later.schools, later.people) == (("Yew",), 6)


def test_two_schools_of_one_round_do_not_become_one(store):
    save(store)
    with pytest.raises(ToolboxError) as refused:
        store.roster.rename(EVERYONE, "Elm", "Oak")
    assert refused.value.code == "two_schools"
    assert store.roster.former_names(EVERYONE) == {}


def test_two_names_of_two_rounds_become_one_school(store):
    first, second = save(store), save(store, name="Spring", answers=answers(("Yew", "Oak")), invited={})
    store.pairs.accept(
        EVERYONE, first.id, second.id, [("Oak", "pupils", "P-1", "P-2"), ("Elm", "pupils", "P-3", "P-4")]
    )
    store.positions.change(EVERYONE, (Position(round=first.id, school="Elm", area="A", value=3.0),), seen=())
    store.roster.rename(EVERYONE, "Elm", "Yew")
    assert {each.schools for each in store.rounds(EVERYONE)} == {("Yew", "Oak")}
    assert ("Yew", "pupils", "P-3", "P-4") in store.pairs.accepted(EVERYONE, first.id, second.id)
    assert [each.value for each in store.positions.of(EVERYONE, first.id, "Yew")] == [3.0]


def test_what_was_shown_is_remembered_under_the_name_of_now(store):
    """Else a set of schools could be shown again without one of them, under another name."""
    one, other = save(store), save(store, name="Spring")
    ids = (one.id, other.id)
    states = (
        Shown(about=about_sets(ids), members=("Elm", "Oak")),
        Shown(about=about_pairs(*ids), members=("Elm\x1fpupils\x1fab", "Oak\x1fpupils\x1fcd")),
    )
    release = Release(
        at=datetime.now(UTC),
        role="local",
        what="evaluation",
        how="page",
        rounds=ids,
        data_sets=(one.sha256, other.sha256),
    )
    store.ledger.add(EVERYONE, release, states)
    store.roster.rename(EVERYONE, "Elm", "Yew")
    found = store.ledger.shown(EVERYONE, ids)
    assert [each.members for each in found] == [("Oak", "Yew"), ("Oak\x1fpupils\x1fcd", "Yew\x1fpupils\x1fab")]
    store.ledger.add(EVERYONE, release, found, seen=found)
    assert len(store.ledger.shown(EVERYONE, ids)) == 2, "the same state under the new name is no new state"


def test_the_collected_day_is_not_touched(store):
    made = save(store)
    store.roster.rename(EVERYONE, "Elm", "Yew")
    changed = store.update_round(EVERYONE, made.id, version=made.version, collected_on=date(2026, 10, 2))
    assert changed.schools == ("Yew", "Oak")
