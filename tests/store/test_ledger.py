"""The ledger of releases: written before anything leaves, by several at once, read by those who may, kept for long."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.store.makers import EVERYONE, ended, save, start
from toolbox.model import Release, Shown, ToolboxError, Viewer
from toolbox.store.ledger import about_pairs, about_sets

MORNING = datetime(2026, 10, 5, 8, 30, tzinfo=UTC)
OAK = Viewer(role="head", schools=frozenset({"Oak"}))


def release(*rounds, **changes) -> Release:
    asked = {
        "at": MORNING, "role": "local", "what": "profile", "how": "file", "rounds": tuple(each.id for each in rounds),
        "data_sets": tuple(each.sha256 for each in rounds), "detail": "profile.csv",
    }  # fmt: skip
    return Release(**{**asked, **changes})


def state(round_, **changes) -> Shown:
    return Shown(**{"about": f"round:{round_.id}", "data_set": round_.sha256, **changes})


def test_the_same_on_the_same_day_is_one_row_with_its_times(store) -> None:
    made = save(store)
    for hours in (0, 1, 2):
        store.ledger.add(EVERYONE, release(made, at=MORNING + timedelta(hours=hours)), [state(made)])
    store.ledger.add(
        EVERYONE,
        release(made, at=MORNING + timedelta(days=1)),
        [state(made)],
        seen=store.ledger.shown(EVERYONE, [made.id]),
    )
    store.ledger.add(EVERYONE, release(made, role="head"), [state(made)])
    found = store.ledger.releases(EVERYONE)
    assert found.of == 3
    assert sorted((each.role, each.at.day, each.times) for each in found.releases) == [
        ("head", 5, 1), ("local", 5, 3), ("local", 6, 1),
    ]  # fmt: skip
    first = next(each for each in found.releases if each.times == 3)
    assert (first.first_at.hour, first.at.hour, first.rounds_gone) == (8, 10, ())
    assert [each.data_set for each in store.ledger.shown(EVERYONE, [made.id])] == [made.sha256], (
        "one state, shown often"
    )


def test_a_page_is_written_once_a_day_by_a_process(store, place, monkeypatch) -> None:
    made = save(store)
    for _ in range(3):
        store.ledger.add(EVERYONE, release(made, how="page"), [state(made)])
    monkeypatch.setattr(store, "_write", None)  # the next call must not write at all
    store.ledger.add(EVERYONE, release(made, how="page", at=MORNING + timedelta(minutes=1)), [state(made)])
    with pytest.raises(TypeError):
        store.ledger.add(EVERYONE, release(made, how="page", at=MORNING + timedelta(days=1)), [state(made)])
    assert [each.times for each in store.ledger.releases(EVERYONE).releases] == [1]
    other = place.open()
    other.ledger.add(EVERYONE, release(made, how="page"), [state(made)])
    assert [each.times for each in other.ledger.releases(EVERYONE).releases] == [2]
    other.close()


def test_a_new_state_is_refused_where_another_was_shown_meanwhile(store) -> None:
    made = save(store)
    seen = store.ledger.shown(EVERYONE, [made.id])
    store.ledger.add(EVERYONE, release(made), [state(made)], seen=seen)
    with pytest.raises(ToolboxError) as refused:
        store.ledger.add(EVERYONE, release(made), [state(made, data_set="f" * 64)], seen=seen)
    assert refused.value.code == "shown_meanwhile"
    store.ledger.add(EVERYONE, release(made, role="head"), [state(made)], seen=seen)  # nothing new in it
    seen = store.ledger.shown(EVERYONE, [made.id])
    store.ledger.add(EVERYONE, release(made), [state(made, data_set="f" * 64)], seen=seen)
    assert [each.data_set for each in store.ledger.shown(EVERYONE, [made.id])] == [made.sha256, "f" * 64]


def test_two_processes_lose_no_release_and_no_state(store, place) -> None:
    made = save(store)
    ended([start("show", place, made.id, role, 12) for role in ("head", "researcher")])
    found = store.ledger.shown(EVERYONE, [made.id])
    assert len(found) == 24
    assert [each.order for each in found] == sorted({each.order for each in found})
    assert store.ledger.releases(EVERYONE, per=0).of == 24


def test_what_cannot_be_written_down_is_not_shown(sqlite_place) -> None:
    store = sqlite_place.open(wait=0.2)
    made = save(store)
    with sqlite3.connect(sqlite_place.folder / "toolbox.db") as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ToolboxError) as refused:
            store.ledger.add(EVERYONE, release(made, how="page"), [state(made)])
        other.rollback()
    assert refused.value.code == "not_recorded"
    assert "This is not shown" in refused.value.message
    assert "store is busy" in refused.value.message
    assert store.ledger.releases(EVERYONE).of == 0
    store.ledger.add(EVERYONE, release(made, how="page"), [state(made)])  # a failed page is not taken for written
    assert store.ledger.releases(EVERYONE).of == 1
    store.close()


def test_a_deleted_round_stays_in_the_ledger_and_its_states_go(store) -> None:
    first, second = save(store), save(store, name="Spring", sources=())
    pairs = Shown(about=about_pairs(first.id, second.id), members=("Elm\x1fpupils\x1fab",))
    sets = Shown(about=about_sets([second.id, first.id]), members=("Elm",))
    store.ledger.add(EVERYONE, release(first, second), [state(first), state(second), pairs, sets])
    assert len(store.ledger.shown(EVERYONE, [first.id, second.id])) == 4
    beside = [each.about for each in store.ledger.shown(EVERYONE, [second.id])]
    assert beside == [f"round:{second.id}", sets.about], "schools told apart in another round as well"
    store.delete_round(EVERYONE, first.id)
    (found,) = store.ledger.releases(EVERYONE, round=first.id).releases
    assert (found.rounds, found.rounds_gone) == ((first.id, second.id), (first.id,))
    assert [each.about for each in store.ledger.shown(EVERYONE, [second.id])] == [f"round:{second.id}"]
    with store.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM shown").scalar() == 1


def test_rounds_of_one_file_know_of_each_other(store) -> None:
    first, second = save(store), save(store, name="Again")
    store.ledger.add(EVERYONE, release(first), [state(first)])
    assert [each.about for each in store.ledger.shown(EVERYONE, [second.id])] == [f"round:{first.id}"]


def test_a_viewer_reads_releases_of_what_he_may_see(store) -> None:
    made = save(store)
    for schools in ((), ("Oak",), ("Elm",), ("Elm", "Oak")):
        store.ledger.add(EVERYONE, release(made, schools=schools), [state(made)])
    assert [each.schools for each in store.ledger.releases(OAK).releases] == [("Oak",)]
    assert store.ledger.releases(OAK).of == 1
    with pytest.raises(ToolboxError) as refused:
        store.ledger.shown(Viewer(schools=frozenset({"Fir"})), [made.id])
    assert refused.value.code == "no_such_round"
    with pytest.raises(ToolboxError) as refused:
        store.ledger.add(Viewer(schools=frozenset({"Fir"})), release(made), [state(made)])
    assert refused.value.code == "no_such_round"
    with pytest.raises(ToolboxError) as refused:
        store.ledger.prune(OAK, date(2030, 1, 1))
    assert refused.value.code == "not_allowed"


def test_pages_and_filters(store) -> None:
    first, second = save(store), save(store, name="Spring")
    for number in range(7):
        store.ledger.add(
            EVERYONE, release(first, detail=f"{number}.csv", at=MORNING + timedelta(minutes=number)), [state(first)]
        )
    seen = store.ledger.shown(EVERYONE, [second.id])
    store.ledger.add(EVERYONE, release(first, second, what="comparison", how="page"), [state(second)], seen=seen)
    assert store.ledger.releases(EVERYONE, round=second.id).of == 1
    assert store.ledger.releases(EVERYONE, round=first.id, how="file").of == 7
    assert store.ledger.releases(EVERYONE, what="comparison").releases[0].how == "page"
    pages = [store.ledger.releases(EVERYONE, how="file", page=number, per=3).releases for number in (1, 2, 3)]
    assert [[each.detail for each in page] for page in pages] == [
        ["6.csv", "5.csv", "4.csv"], ["3.csv", "2.csv", "1.csv"], ["0.csv"],
    ]  # fmt: skip


def test_old_releases_are_pruned_and_what_the_gate_needs_is_kept(store) -> None:
    made = save(store)
    store.ledger.add(EVERYONE, release(made), [state(made)])
    store.ledger.add(
        EVERYONE,
        release(made, at=MORNING + timedelta(days=400)),
        [state(made)],
        seen=store.ledger.shown(EVERYONE, [made.id]),
    )
    assert store.ledger.prune(EVERYONE, date(2027, 1, 1)) == 1
    assert [each.at.year for each in store.ledger.releases(EVERYONE).releases] == [2027]
    assert len(store.ledger.shown(EVERYONE, [made.id])) == 1
    with store.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM released_rounds").scalar() == 1


def test_the_ledger_holds_no_answer_and_no_pseudonym(sqlite_place) -> None:
    store = sqlite_place.open()
    made = save(store)
    store.ledger.add(EVERYONE, release(made), [state(made)])
    with store.engine.connect() as connection:
        held = [
            *connection.exec_driver_sql("SELECT release FROM releases"),
            *connection.exec_driver_sql("SELECT state FROM shown"),
        ]
    assert held
    assert not [row for row in held if "P-0" in str(row)]
    store.close()


# ── merged groups ────────────────────────────────────────────────────────────────────────────────


def test_merged_groups_are_kept_with_the_round_and_taken_back(store) -> None:
    made = save(store)
    assert store.mergings.of(EVERYONE, made.id) == {}
    store.mergings.change(EVERYONE, made.id, {"leaders": "staff", "teachers": "staff"}, seen=())
    assert store.mergings.of(EVERYONE, made.id) == {"leaders": "staff", "teachers": "staff"}
    store.mergings.change(EVERYONE, made.id, {}, seen=())
    assert store.mergings.of(EVERYONE, made.id) == {}
    store.mergings.change(EVERYONE, made.id, {"leaders": "staff"}, seen=())
    store.delete_round(EVERYONE, made.id)
    with store.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM mergings").scalar() == 0


def test_merging_is_refused_where_the_round_was_shown_meanwhile_or_is_not_ones_own(store) -> None:
    made = save(store)
    store.ledger.add(EVERYONE, release(made), [state(made)])
    with pytest.raises(ToolboxError) as refused:
        store.mergings.change(EVERYONE, made.id, {"leaders": "staff"}, seen=())
    assert refused.value.code == "shown_meanwhile"
    with pytest.raises(ToolboxError) as refused:
        store.mergings.change(OAK, made.id, {"leaders": "staff"}, seen=store.ledger.shown(EVERYONE, [made.id]))
    assert refused.value.code == "not_allowed"
    store.mergings.change(EVERYONE, made.id, {"leaders": "staff"}, seen=store.ledger.shown(EVERYONE, [made.id]))


def test_a_state_is_the_same_whenever_it_was_shown() -> None:
    assert Shown(about="round:1") == replace(Shown(about="round:1"), order=7)
