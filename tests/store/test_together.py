"""Several processes at once: nothing is lost, nothing is half, nobody is in the way for long."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from tests.store.makers import EVERYONE, answers, ended, rename, same, save, start


def test_four_processes_change_one_round_two_hundred_times_each(store, place):
    made = save(store, name="Round 0")
    ended([start("rename", place, made.id, 200) for _ in range(4)])
    after = store.round(EVERYONE, made.id)
    assert after.name == "Round 800"
    assert after.version == 801


def test_processes_that_start_a_store_at_once_agree(place, tmp_path):
    go = tmp_path / "go"
    workers = [start("begin", place, go) for _ in range(4)]
    go.touch()
    told = ended(workers)
    assert len(set(told)) == 1
    opened = place.open()
    assert opened.pseudonym_key().hex() == told[0]
    assert opened.rounds(EVERYONE) == ()
    opened.close()


def test_processes_save_and_delete_side_by_side(store, place):
    kept = save(store, name="Kept")
    ended([start("save_and_delete", place, name, 10) for name in ("a", "b", "c")])
    left = [round_.name for round_ in store.rounds(EVERYONE)]
    assert sorted(left) == sorted(["Kept", *(f"{name} {number}" for name in "abc" for number in range(0, 10, 2))])
    assert same(store.answers(EVERYONE, kept.id), answers())


def at_once(work, many: int) -> None:
    """Let threads do the same work at once; fails with the first fault of any of them."""
    ready = threading.Barrier(many)

    def begin(number: int) -> None:
        ready.wait(30)
        work(number)

    with ThreadPoolExecutor(many) as threads:
        list(threads.map(begin, range(many)))


def test_threads_share_one_store(store):
    made = save(store, name="Round 0")
    at_once(lambda _: rename(store, made.id, "20"), 4)
    assert store.round(EVERYONE, made.id).name == "Round 80"
    at_once(lambda _: store.answers(EVERYONE, made.id), 8)


def test_two_set_the_same_setting_for_the_first_time(store):
    store.migrate()
    at_once(lambda number: store.set_setting(EVERYONE, "language", number), 8)
    assert store.setting(EVERYONE, "language") in range(8)


def test_what_is_to_be_done_once_is_done_by_one(store):
    store.migrate()
    told = {}
    at_once(lambda number: told.update({number: store.set_setting(EVERYONE, "started", number, once=True)}), 8)
    assert sorted(told.values()) == [False] * 7 + [True]
    assert told[store.setting(EVERYONE, "started")]


def test_threads_open_a_store_at_once(place):
    store = place.open()
    keys = set()
    at_once(lambda _: keys.add(store.pseudonym_key()), 6)
    assert len(keys) == 1
    store.close()
