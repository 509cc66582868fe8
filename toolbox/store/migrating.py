"""From any older version of the tables to this one: backup first, all or nothing, one process at a time."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from toolbox.model import ToolboxError
from toolbox.store.connection import forget_deleted, is_sqlite, one_at_a_time, prepare_file
from toolbox.store.faults import spoken
from toolbox.store.schema import REVISION, VERSION_TABLE

MIGRATIONS = Path(__file__).with_name("migrations")
_BACKUP = ".before-"
#: Any number, the same in every process: who holds it may change the tables of a PostgreSQL database.
_ADVISORY = 7_240_516_321


def migrate(engine: Engine, folder: Path) -> None:
    """Bring the database to :data:`~toolbox.store.schema.REVISION`; does nothing when it is there already.

    Raises:
        ToolboxError: ``newer_database`` (left untouched), and what :mod:`toolbox.store.faults` lists.
    """
    path = file_of(engine)
    with spoken():
        if (path is None or (path.exists() and path.stat().st_size)) and _version(engine) == REVISION:
            empty_log(engine)
            return
        with one_at_a_time(folder):
            if path is not None:
                prepare_file(path)
            version = _version(engine)
            if path is not None and version:
                _back_up(path, version)
            with changing(engine) as connection:
                upgrade(connection)


def empty_log(engine: Engine) -> None:
    """Bring what a process that ended hard left in SQLite's log into the file; it may hold what was deleted since."""
    path = file_of(engine)
    log = path.with_name(f"{path.name}-wal") if path else None
    if log and log.exists() and log.stat().st_size:
        # On a full disk there is no room for it: what is there can still be read, and the next start tries again.
        with contextlib.suppress(sqlite3.OperationalError):
            forget_deleted(engine)


def upgrade(connection: Connection, to: str = "head") -> None:
    """Run the migrations that are missing, inside the transaction given."""
    from alembic import command  # slow to import, hardly ever needed

    command.upgrade(alembic_config(connection), to)


def alembic_config(connection: Connection | None = None):
    """Alembic's settings, without an .ini file."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


@contextlib.contextmanager
def changing(engine: Engine):
    """A connection to change tables with: one transaction, alone.

    SQLite changes a table by copying it and dropping the old one; with foreign keys on, the drop would delete the
    rows of other tables too. So they are off, and checked before the end.
    """
    with engine.execution_options(immediate=True).connect() as connection:
        raw = connection.connection.driver_connection
        if is_sqlite(engine):
            raw.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                if not is_sqlite(engine):
                    connection.execute(text("SET LOCAL lock_timeout = '10min'"))
                    connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _ADVISORY})
                yield connection
                if is_sqlite(engine) and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()):
                    raise RuntimeError(f"A migration left rows without their parent: {broken[:3]}")
        finally:
            if is_sqlite(engine):
                raw.execute("PRAGMA foreign_keys=ON")


def file_of(engine: Engine) -> Path | None:
    """The SQLite file; None for a server."""
    return Path(engine.url.database) if is_sqlite(engine) else None


def remove_backups(engine: Engine) -> None:
    """Remove the copies made before migrations: after a delete they would still hold what is to be gone."""
    path = file_of(engine)
    for backup in path.parent.glob(f"{path.name}{_BACKUP}*") if path else ():
        backup.unlink(missing_ok=True)


def _version(engine: Engine) -> str:
    """The version of the tables; "" when there are none yet.

    Raises:
        ToolboxError: ``newer_database`` when it is none this program knows.
    """
    with engine.connect() as connection:
        if not inspect(connection).has_table(VERSION_TABLE):
            return ""
        version = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar() or ""
    known = {file.name.split("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*.py")}
    if version and version not in known:
        raise ToolboxError(
            "newer_database",
            f"The store was written by a newer version of the toolbox (its tables are of version {version}, this "
            f"program knows up to {REVISION}). It was left as it is. Update the toolbox, or name another data "
            "folder in TOOLBOX_DATA.",
        )
    return version


def _back_up(path: Path, version: str) -> None:
    backup = path.with_name(f"{path.name}{_BACKUP}{version}")
    os.close(os.open(backup, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600))
    with contextlib.closing(sqlite3.connect(path)) as now, contextlib.closing(sqlite3.connect(backup)) as copy:
        now.backup(copy)
