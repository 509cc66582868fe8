"""Disk full, store locked, power cut, no server: a clear sentence, and what was saved before is still whole."""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
import time

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from tests.store.makers import EVERYONE, answers, same, save, source, start
from toolbox.model import ToolboxError
from toolbox.store import open_store
from toolbox.store.connection import writing
from toolbox.store.faults import SENTENCES, spoken


def whole(store) -> None:
    """Every round can be read, and no row is left without its round."""
    for round_ in store.rounds(EVERYONE):
        assert len(store.answers(EVERYONE, round_.id)) == round_.people
        assert len(round_.sources) == round_.version
    with store.engine.connect() as connection:
        for table in ("data_sets", "sources"):
            lost = f"SELECT count(*) FROM {table} WHERE round_id NOT IN (SELECT id FROM rounds)"
            assert connection.execute(text(lost)).scalar() == 0
        if store.engine.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"


def test_a_full_disk_is_said_and_loses_nothing(sqlite_place):
    store = sqlite_place.open()
    made = save(store)
    store.close()

    # SQLite counts its pages: at this limit it behaves as it does on a full disk.
    @event.listens_for(store.engine, "connect")
    def full(connection, _record):
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages + 2}")

    with pytest.raises(ToolboxError, match=r"disk of the store is full\. Nothing was saved") as refused:
        save(store, name="Large", answers=answers(people=20_000))
    assert refused.value.code == "disk_full"
    with pytest.raises(ToolboxError, match="disk of the store is full"):
        store.add_to_round(EVERYONE, made.id, answers=answers(people=20_000), sources=(source(),), version=1)
    assert store.rounds(EVERYONE) == (made,)
    assert same(store.answers(EVERYONE, made.id), answers())
    whole(store)
    store.close()
    store = sqlite_place.open()  # space again
    assert save(store, name="Large", answers=answers(people=20_000)).people == 40_000
    store.close()


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("state", "code"), [("53100", "disk_full"), ("25006", "store_read_only"), ("57P03", "store_unreachable")]
)
def test_what_a_server_complains_about_is_said(postgres_place, state, code):
    store = postgres_place.open()
    store.migrate()
    with pytest.raises(ToolboxError) as refused, writing(store.engine) as session:
        session.execute(text(f"DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{state}'; END $$"))
    assert refused.value.code == code
    store.close()


def test_a_locked_store_is_said_and_loses_nothing(place):
    store = place.open(wait=0.3)
    made = save(store)
    with store.engine.execution_options(immediate=True).begin() as other:
        if place.backend == "postgres":
            other.execute(text("LOCK TABLE rounds, sources, data_sets IN EXCLUSIVE MODE"))
        began = time.monotonic()
        with pytest.raises(ToolboxError, match=r"store is busy.*Nothing was saved") as refused:
            save(store, name="Second")
        assert refused.value.code == "store_locked"
        assert time.monotonic() - began < 5
        with pytest.raises(ToolboxError, match="store is busy"):
            store.update_round(EVERYONE, made.id, version=1, name="Renamed")
        with pytest.raises(ToolboxError, match="store is busy"):
            store.delete_round(EVERYONE, made.id)
        assert store.rounds(EVERYONE) == (made,)  # reading goes on
    assert store.rounds(EVERYONE) == (made,)
    assert store.update_round(EVERYONE, made.id, version=1, name="Renamed").version == 2
    store.close()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL to end a process with")
def test_a_save_killed_before_its_end_leaves_nothing_half(store, place):
    made = save(store)
    killed = start("die_saving", place)
    killed.communicate(timeout=120)
    assert killed.returncode == -signal.SIGKILL
    assert store.rounds(EVERYONE) == (made,)
    whole(store)
    assert save(store, name="After").people == 6


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL to end a process with")
def test_additions_killed_at_any_moment_leave_nothing_half(store, place):
    made = save(store)
    for wait in (0.0, 0.02, 0.05):
        version = store.round(EVERYONE, made.id).version
        adding = start("keep_adding", place, made.id)
        assert adding.stdout.readline() == "going\n"
        while store.round(EVERYONE, made.id).version < version + 2:
            assert adding.poll() is None
        time.sleep(wait)
        os.kill(adding.pid, signal.SIGKILL)
        adding.communicate()
        whole(store)


def test_a_fault_in_the_middle_saves_nothing(store):
    made = save(store)

    def fails_half_way() -> None:
        with writing(store.engine) as session:
            session.execute(text("DELETE FROM rounds"))
            raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        fails_half_way()
    assert store.rounds(EVERYONE) == (made,)


def test_a_file_that_is_no_store_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "toolbox.db"
    path.write_bytes(b"%PDF-1.7 not a database at all" * 100)
    before = path.read_bytes()
    with pytest.raises(ToolboxError, match="damaged or is not a store") as refused:
        open_store(folder=tmp_path).rounds(EVERYONE)
    assert refused.value.code == "store_damaged"
    assert path.read_bytes() == before


@pytest.mark.postgres
def test_a_server_that_is_not_there_is_said(tmp_path):
    pytest.importorskip("psycopg", reason="psycopg, the driver of PostgreSQL, is not installed")
    store = open_store(f"postgresql://hub:secret-word@/toolbox?host={tmp_path}", tmp_path, wait=1)
    with pytest.raises(ToolboxError, match="cannot be opened") as refused:
        store.rounds(EVERYONE)
    assert refused.value.code == "store_unreachable"
    assert "secret-word" not in refused.value.message


def test_a_missing_driver_is_said(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(ToolboxError, match="pip install") as refused:
        open_store("postgresql://hub@localhost/toolbox", tmp_path)
    assert refused.value.code == "no_postgresql_driver"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (sqlite3.OperationalError("database is locked"), "store_locked"),
        (sqlite3.DatabaseError("database disk image is malformed"), "store_damaged"),
        (sqlite3.OperationalError("unable to open database file"), "store_unreachable"),
        (NoConnectionFree("QueuePool limit reached"), "store_locked"),
        (PermissionError(13, "Permission denied"), "store_read_only"),
        (sqlite3.OperationalError("no such table: rounds"), ""),
        (FileNotFoundError(2, "No such file"), ""),
    ],
)
def test_a_complaint_is_told_and_a_bug_stays_a_bug(error, code):
    with pytest.raises(ToolboxError if code else type(error)) as raised, spoken():
        raise error
    assert getattr(raised.value, "code", "") == code
    assert not code or raised.value.message == SENTENCES[code]


def test_a_read_only_store_can_be_read_and_says_why_it_cannot_be_written(sqlite_place):
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        store = sqlite_place.open()  # root may write everywhere, so the file itself is told to refuse

        @event.listens_for(store.engine, "connect")
        def closed(connection, _record):
            connection.execute("PRAGMA query_only=ON") if made else None

        made = None
        made = save(store)
        store.close()
    else:
        store = sqlite_place.open()
        made = save(store)
        store.close()
        (sqlite_place.folder / "toolbox.db").chmod(0o400)
    with pytest.raises(ToolboxError, match="may only be read") as refused:
        save(store, name="Second")
    assert refused.value.code == "store_read_only"
    assert store.rounds(EVERYONE) == (made,)
    store.close()


def test_a_reader_in_the_way_of_a_delete_is_said(sqlite_place):
    store = sqlite_place.open(wait=0.3)
    made = save(store)
    with sqlite3.connect(sqlite_place.folder / "toolbox.db") as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM rounds").fetchone()
        with pytest.raises(ToolboxError, match="is deleted and nobody can open it") as refused:
            store.delete_round(EVERYONE, made.id)
        assert refused.value.code == "delete_unfinished"
        assert store.rounds(EVERYONE) == ()
        other.rollback()
    assert b"Oak" in b"".join(path.read_bytes() for path in sqlite_place.folder.iterdir())
    sqlite_place.open().migrate()  # the next start clears what is left
    assert b"Oak" not in b"".join(path.read_bytes() for path in sqlite_place.folder.iterdir())
    other.close()
    store.close()
