"""How the database is opened, and how a transaction begins and ends.

SQLite: WAL, ``BEGIN IMMEDIATE`` for writes (a plain ``BEGIN`` that reads and then writes fails under load despite the
busy timeout), foreign keys kept, deleted bytes overwritten. PostgreSQL: writes lock the row they read first
(``FOR UPDATE``); reads see one moment of the database (REPEATABLE READ).
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from toolbox.store.faults import code_of, spoken


def engine_of(url: URL, wait: float) -> Engine:
    """An engine for the database; ``wait`` is how many seconds it waits for another writer. Opens nothing yet."""
    with spoken():
        if url.get_backend_name() == "sqlite":
            engine = create_engine(url, connect_args={"timeout": wait, "check_same_thread": False})
            event.listen(engine, "connect", _sqlite_connected)
            event.listen(engine, "begin", _sqlite_begins)
        else:
            engine = create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": max(int(wait), 2)})
            event.listen(engine, "connect", _postgres_connected(wait))
    return engine


def is_sqlite(engine: Engine) -> bool:
    """Whether this is the file in the data folder, not a server."""
    return engine.dialect.name == "sqlite"


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session that reads one moment of the store."""
    options = {} if is_sqlite(engine) else {"isolation_level": "REPEATABLE READ"}
    with (
        spoken(),
        engine.execution_options(**options).connect() as connection,
        connection.begin(),
        Session(connection) as session,
    ):
        yield session


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """A session that saves everything at the end of the block, or nothing when the block fails."""
    with (
        spoken(),
        engine.execution_options(immediate=True).connect() as connection,
        connection.begin(),
        Session(connection) as session,
    ):
        yield session
        session.flush()


def put(session: Session, table: type, key: dict, values: dict, *, replace: bool = True) -> bool:
    """Insert a row, or change (``replace``) the one that is there; whether anything was written.

    One statement, so that two at once do not collide.
    """
    insert = (postgresql if session.get_bind().dialect.name == "postgresql" else sqlite).insert
    asked = insert(table).values(**key, **values)
    places = {"index_elements": list(key)}
    asked = asked.on_conflict_do_update(set_=values, **places) if replace else asked.on_conflict_do_nothing(**places)
    return session.execute(asked.returning(*(getattr(table, name) for name in key))).first() is not None


def forget_deleted(engine: Engine) -> bool:
    """Make the database's files forget deleted rows; False when a reader was in the way for too long.

    SQLite overwrote them already (``secure_delete``): the file is shrunk and its log emptied. PostgreSQL keeps
    deleted rows until the table is written anew; its own log and backups are its operator's.
    """
    if is_sqlite(engine):
        with contextlib.closing(engine.raw_connection()) as pooled:
            raw = pooled.driver_connection
            raw.execute("PRAGMA incremental_vacuum").fetchall()
            busy, _, _ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return not busy
    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        try:
            connection.execute(
                text(
                    "VACUUM (FULL) rounds, sources, data_sets, accepted_pairs, rating_notes, positions, mergings, shown, "
                    "memberships, mentoring_sessions, consents"
                )
            )
        except OperationalError as error:
            if code_of(error) != "store_locked":
                raise
            return False
        return True


def prepare_file(path: Path) -> None:
    """Make an empty SQLite file readable by its owner only, in WAL mode, able to shrink. Leaves a filled one alone."""
    if path.exists() and path.stat().st_size:
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    with contextlib.closing(sqlite3.connect(path, timeout=60)) as made:
        made.execute("PRAGMA auto_vacuum=INCREMENTAL")
        made.execute("PRAGMA journal_mode=WAL")


@contextmanager
def one_at_a_time(folder: Path, seconds: float = 120) -> Iterator[None]:
    """Let one process of this machine at a time make the key, the database or its tables.

    An empty SQLite file is the lock: its lock works alike on Linux, macOS and Windows and ends with its process.
    """
    with contextlib.closing(sqlite3.connect(folder / "starting.lock", timeout=seconds, isolation_level=None)) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        yield


def _sqlite_connected(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # BEGIN is ours, below
    # The log does not keep the size of the largest round for ever.
    for setting in ("foreign_keys=ON", "synchronous=NORMAL", "secure_delete=ON", "journal_size_limit=4000000"):
        connection.execute(f"PRAGMA {setting}")


def _sqlite_begins(connection) -> None:
    immediate = connection.get_execution_options().get("immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _postgres_connected(wait: float):
    def connected(connection, _record: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = {int(wait * 1000)}")
        connection.commit()

    return connected
