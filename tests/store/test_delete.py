"""Deleted means gone: not in the database's files, not in its log, not in a backup."""

from __future__ import annotations

import gc
import secrets
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import text

from tests.store.makers import EVERYONE, answers, save, source
from toolbox.store import to_parquet

MARK = "Zinnwald-Schule"


def traces(folder: Path, *marks: bytes) -> list[tuple[str, bytes]]:
    """(file, mark) for every mark found in any file of a folder."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [(path.name, mark) for path in files for content in [path.read_bytes()] for mark in marks if mark in content]


def telling(answered) -> list[bytes]:
    """Pieces of the stored bytes, all over, that cannot stand anywhere else by chance."""
    content = to_parquet(answered)
    pieces = [content[at : at + 24] for at in range(0, len(content) - 24, 1024)]
    return [piece for piece in pieces if len(set(piece)) > 16 and not piece.isascii()]


@pytest.fixture
def secret_round():
    """A round of some pages, whose bytes are like no others."""
    people = answers(schools=(MARK, "Oak"), people=3000, items=[f"x.{number}" for number in range(20)])
    people.values[:] = np.random.default_rng(secrets.randbits(64)).integers(1, 6, people.values.shape)
    return people


def test_nothing_of_a_deleted_round_is_left_in_any_file(sqlite_place, secret_round):
    store = sqlite_place.open()
    kept = save(store, name="Kept")
    made = save(
        store, name="Round of Zinnwald", answers=secret_round, sources=(source(file="zinnwald.csv"),), invited={}
    )
    made = store.add_to_round(
        EVERYONE, made.id, answers=answers(start=10_000), sources=(source("cd" * 32, "more-zinnwald.csv"),), version=1
    )
    store.update_round(EVERYONE, made.id, version=2, name="Round of Zinnwald, corrected")
    marks = [MARK.encode(), b"Zinnwald", b"zinnwald.csv", *telling(secret_round)]
    assert len(marks) > 20
    assert {mark for _, mark in traces(sqlite_place.folder, *marks)} == set(marks)  # the search would find them
    store.close()  # the log is written into the file
    size = (sqlite_place.folder / "toolbox.db").stat().st_size
    store.delete_round(EVERYONE, made.id)
    assert traces(sqlite_place.folder, *marks) == []
    assert (sqlite_place.folder / "toolbox.db").stat().st_size < size
    assert store.rounds(EVERYONE) == (kept,)
    store.close()
    assert traces(sqlite_place.folder, *marks) == []


def test_nothing_is_left_when_another_store_is_open_too(sqlite_place, secret_round):
    store, other = sqlite_place.open(), sqlite_place.open()
    made = save(store, answers=secret_round, invited={})
    assert len(other.answers(EVERYONE, made.id)) == len(secret_round)
    gc.collect()
    store.delete_round(EVERYONE, made.id)
    assert traces(sqlite_place.folder, MARK.encode(), *telling(secret_round)) == []
    assert other.rounds(EVERYONE) == ()
    store.close()
    other.close()


def test_a_backup_made_before_a_migration_goes_with_the_first_delete(sqlite_place):
    store = sqlite_place.open()
    made = save(store)
    backup = sqlite_place.folder / "toolbox.db.before-0000"
    backup.write_bytes(b"Elm")
    store.delete_round(EVERYONE, made.id)
    assert not backup.exists()
    store.close()


@pytest.mark.postgres
def test_no_row_of_a_deleted_round_is_left_on_a_server(postgres_place, secret_round):
    store = postgres_place.open()
    made = save(store, answers=secret_round, invited={})
    store.add_to_round(EVERYONE, made.id, answers=answers(start=10_000), sources=(source("cd" * 32),), version=1)
    size = text("SELECT pg_total_relation_size('data_sets')")
    with store.engine.connect() as connection:
        before = connection.execute(size).scalar()
    store.delete_round(EVERYONE, made.id)
    with store.engine.connect() as connection:
        for table in ("rounds", "data_sets", "sources"):
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() == 0
        assert connection.execute(size).scalar() < before  # written anew, without the deleted bytes
    store.close()
