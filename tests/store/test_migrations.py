"""The tables: described once, made the same on both databases, never touched by an older program."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory

from tests.store.makers import EVERYONE, answers, same, save
from toolbox.model import ToolboxError
from toolbox.store import migrating
from toolbox.store.schema import REVISION, VERSION_TABLE


def stamp(store, version: str) -> None:
    """Write another version into the database."""
    with store.engine.execution_options(immediate=True).begin() as connection:
        connection.execute(sa.text(f"UPDATE {VERSION_TABLE} SET version_num = :version"), {"version": version})


def test_the_migrations_make_exactly_the_tables_described(store):
    store.migrate()
    with migrating.changing(store.engine) as connection:
        command.check(migrating.alembic_config(connection))  # raises when they differ


def test_the_check_would_see_a_difference(store):
    store.migrate()
    with store.engine.execution_options(immediate=True).begin() as connection:
        connection.execute(sa.text("ALTER TABLE rounds DROP COLUMN sample"))
    with pytest.raises(Exception, match="New upgrade operations detected"), migrating.changing(store.engine) as changed:
        command.check(migrating.alembic_config(changed))


def test_the_newest_migration_is_the_version_the_tables_are_of():
    script = ScriptDirectory.from_config(migrating.alembic_config())
    assert script.get_heads() == [REVISION]
    files = {path.name.split("_")[0] for path in (migrating.MIGRATIONS / "versions").glob("*.py")}
    assert files == {revision.revision for revision in script.walk_revisions()}


def test_migrating_twice_changes_nothing(store, place):
    made = save(store)
    again = place.open()
    again.migrate()
    assert again.rounds(EVERYONE) == (made,)
    again.close()


def test_a_database_of_a_newer_version_is_refused(store, place):
    made = save(store)
    stamp(store, "9999")
    newer = place.open()
    for call in (newer.migrate, newer.pseudonym_key, lambda: newer.rounds(EVERYONE), lambda: save(newer)):
        with pytest.raises(ToolboxError, match=r"newer version of the toolbox.*left as it is\. Update") as refused:
            call()
        assert refused.value.code == "newer_database"
    newer.close()
    stamp(store, REVISION)
    assert store.rounds(EVERYONE) == (made,)


def test_a_database_of_a_newer_version_is_left_untouched(sqlite_place):
    store = sqlite_place.open()
    save(store)
    stamp(store, "9999")
    store.close()
    path = sqlite_place.folder / "toolbox.db"
    files = sorted(file.name for file in sqlite_place.folder.iterdir())
    before = hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns
    newer = sqlite_place.open()
    with pytest.raises(ToolboxError):
        newer.migrate()
    newer.close()
    assert (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns) == before
    assert sorted(file.name for file in sqlite_place.folder.iterdir()) == files


def older(store, monkeypatch, tmp_path: Path, change: str) -> None:
    """Pretend the program is one version further, with a migration ``9000`` that does ``change``."""
    folder = tmp_path / "migrations"
    (folder / "versions").mkdir(parents=True)
    for file in (migrating.MIGRATIONS / "env.py", *(migrating.MIGRATIONS / "versions").glob("*.py")):
        (folder / file.relative_to(migrating.MIGRATIONS)).write_bytes(file.read_bytes())
    (folder / "versions" / "9000_next.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\n"
        f"revision, down_revision = '9000', '{REVISION}'\ndef upgrade():\n    {change}\n"
    )
    monkeypatch.setattr(migrating, "MIGRATIONS", folder)
    monkeypatch.setattr(migrating, "REVISION", "9000")


ADD = "with op.batch_alter_table('rounds') as t: t.add_column(sa.Column('note', sa.Text())); t.alter_column('name', type_=sa.String(500))"


def test_an_older_database_is_brought_forward_with_all_its_rows(store, place, monkeypatch, tmp_path):
    made = save(store)
    older(store, monkeypatch, tmp_path, ADD)  # SQLite copies and drops the table the data sets hang on
    newer = place.open()
    newer.migrate()
    with newer.engine.connect() as connection:
        assert "note" in {column["name"] for column in sa.inspect(connection).get_columns("rounds")}
    assert newer.rounds(EVERYONE) == (made,)
    assert same(newer.answers(EVERYONE, made.id), answers())
    newer.delete_round(EVERYONE, made.id)  # foreign keys are kept again
    with newer.engine.connect() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM data_sets")).scalar() == 0
    newer.close()


def test_a_round_saved_before_codes_were_compared_still_opens(store, place):
    """The tables of version 0001 hold no clues and no accepted pairs; a step back and forth keeps every round."""
    made = save(store)
    with migrating.changing(store.engine) as connection:
        command.downgrade(migrating.alembic_config(connection), "0001")
    with store.engine.connect() as connection:
        assert "clues" not in {column["name"] for column in sa.inspect(connection).get_columns("data_sets")}
        assert not sa.inspect(connection).has_table("accepted_pairs")
    newer = place.open()
    assert newer.rounds(EVERYONE) == (made,)
    assert same(newer.answers(EVERYONE, made.id), answers())
    assert newer.clues(EVERYONE, made.id) is None
    assert newer.pairs.accepted(EVERYONE, made.id, made.id) == frozenset()
    newer.close()


def test_a_migration_that_fails_leaves_the_older_database_as_it_was(store, place, monkeypatch, tmp_path):
    made = save(store)
    older(store, monkeypatch, tmp_path, ADD + "\n    raise RuntimeError('half way')")
    newer = place.open()
    with pytest.raises(RuntimeError, match="half way"):
        newer.migrate()
    newer.close()
    monkeypatch.undo()
    again = place.open()
    assert again.rounds(EVERYONE) == (made,)
    with again.engine.connect() as connection:
        assert "note" not in {column["name"] for column in sa.inspect(connection).get_columns("rounds")}
    again.close()


def test_a_backup_is_made_before_an_older_sqlite_file_is_changed(sqlite_place, monkeypatch, tmp_path):
    store = sqlite_place.open()
    made = save(store)
    store.close()
    older(store, monkeypatch, tmp_path, ADD)
    newer = sqlite_place.open()
    newer.migrate()
    newer.close()
    monkeypatch.undo()
    backup = sqlite_place.folder / f"toolbox.db.before-{REVISION}"
    if os.name == "posix":
        assert backup.stat().st_mode & 0o077 == 0
    (sqlite_place.folder / "toolbox.db").write_bytes(backup.read_bytes())
    back = sqlite_place.open()
    assert back.rounds(EVERYONE) == (made,)
    back.close()


def test_rows_left_without_their_parent_stop_a_migration(sqlite_place):
    store = sqlite_place.open()
    save(store)

    def orphans() -> None:
        with migrating.changing(store.engine) as connection:
            Operations(MigrationContext.configure(connection)).execute("DELETE FROM rounds")

    with pytest.raises(RuntimeError, match="without their parent"):
        orphans()
    assert len(store.rounds(EVERYONE)) == 1
    store.close()


def test_the_sqlite_file_is_opened_as_promised(sqlite_place):
    store = sqlite_place.open()
    store.migrate()
    with store.engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "busy_timeout", "foreign_keys", "synchronous", "secure_delete", "auto_vacuum")
        }
    assert found == {
        "journal_mode": "wal",
        "busy_timeout": 10_000,
        "foreign_keys": 1,
        "synchronous": 1,
        "secure_delete": 1,
        "auto_vacuum": 2,
    }
    if os.name == "posix":
        assert sqlite_place.folder.stat().st_mode & 0o077 == 0
        assert (sqlite_place.folder / "toolbox.db").stat().st_mode & 0o077 == 0
    store.close()
