"""Where the store lives: a data folder beside ``app.py``, unless the environment says otherwise."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from toolbox.model import ToolboxError

#: The project's root, found from where this package lies, so that the folder does not depend on where one stands.
ROOT = Path(__file__).resolve().parents[2]
DATABASE = "toolbox.db"


def data_folder(folder: Path | None = None) -> Path:
    """The data folder: the one given, else ``TOOLBOX_DATA``, else ``data`` beside ``app.py``; made when missing.

    Raises:
        ToolboxError: ``folder_not_writable``.

    Example:
        >>> import tempfile
        >>> data_folder(Path(tempfile.mkdtemp()) / "hub").is_dir()
        True
    """
    chosen = Path(folder or os.environ.get("TOOLBOX_DATA") or ROOT / "data").expanduser()
    try:
        # Answers of people lie here: closed to every other account of the machine.
        chosen.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ToolboxError("folder_not_writable", _closed(chosen, error)) from error
    if not os.access(chosen, os.W_OK | os.X_OK):
        raise ToolboxError("folder_not_writable", _closed(chosen, "no permission to write"))
    return chosen


def holds_a_store(folder: Path | None = None) -> bool:
    """Whether there is a store already where :func:`data_folder` and :func:`database_url` look; makes nothing.

    Example:
        >>> import tempfile
        >>> holds_a_store(Path(tempfile.mkdtemp()))
        False
    """
    chosen = Path(folder or os.environ.get("TOOLBOX_DATA") or ROOT / "data").expanduser()
    return (chosen / DATABASE).is_file() or (folder is None and bool(os.environ.get("TOOLBOX_DATABASE_URL")))


def database_url(url: str | None, folder: Path) -> URL:
    """The database: the one given, else ``TOOLBOX_DATABASE_URL``, else an SQLite file in the data folder.

    Raises:
        ToolboxError: ``unknown_database`` when it is neither an SQLite file nor PostgreSQL.

    Example:
        >>> database_url("postgres://hub@db.example/toolbox", Path(".")).drivername
        'postgresql+psycopg'
        >>> database_url("sqlite:///rounds.db", Path(".")).database
        'rounds.db'
    """
    text = url or os.environ.get("TOOLBOX_DATABASE_URL") or ""
    if not text:
        text = in_folder(folder)
    try:
        made = make_url(text)
    except ArgumentError as error:
        # The text may hold a password, so it is not repeated.
        raise ToolboxError("unknown_database", _UNKNOWN) from error
    if made.drivername in ("postgres", "postgresql", "postgresql+psycopg"):
        return made.set(drivername="postgresql+psycopg")
    if made.drivername in ("sqlite", "sqlite+pysqlite") and made.database and ":memory:" not in made.database:
        return made.set(drivername="sqlite")
    raise ToolboxError("unknown_database", _UNKNOWN)


def in_folder(folder: Path) -> str:
    """The address of the SQLite file in a data folder.

    Example:
        >>> in_folder(Path("hub"))
        'sqlite:///hub/toolbox.db'
    """
    return URL.create("sqlite", database=(folder / DATABASE).as_posix()).render_as_string()


_UNKNOWN = (
    "The database address (TOOLBOX_DATABASE_URL) was not understood. Expected sqlite:///file.db or "
    "postgresql://name:password@host/database. Correct it, or remove it to use the file in the data folder."
)


def _closed(folder: Path, why: object) -> str:
    reason = why.strerror if isinstance(why, OSError) else why
    return (
        f"The data folder {folder} cannot be written to ({reason}). "
        "Allow writing to it, or name another folder in TOOLBOX_DATA."
    )
