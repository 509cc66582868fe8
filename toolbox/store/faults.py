"""A database's complaint -> a sentence a visitor can act on. What is not listed here is a bug and stays one."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, NoSuchModuleError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from toolbox.model import ToolboxError

_KEPT = "Nothing was saved, and nothing that was saved before is lost."

SENTENCES = {
    "disk_full": f"The disk of the store is full. {_KEPT} Free some space on it, and save again.",
    "store_locked": f"The store is busy: something else has been writing to it for too long. {_KEPT} "
    "Wait a moment and try again; if it stays so, close other programs that have the data folder open.",
    "store_read_only": f"The store may only be read. {_KEPT} Allow writing to the data folder and its files.",
    "store_damaged": "The store's file is damaged or is not a store. Put back a copy of the data folder from before.",
    "store_unreachable": "The store cannot be opened. Check that the data folder is there and, for a database "
    "server, that it runs, that TOOLBOX_DATABASE_URL names it correctly and that its password is right.",
}

#: SQLite says it in words only; PostgreSQL has five-letter codes.
_SQLITE = (
    ("disk is full", "disk_full"),
    ("disk i/o error", "store_unreachable"),
    ("database is locked", "store_locked"),
    ("database table is locked", "store_locked"),
    ("readonly database", "store_read_only"),
    ("malformed", "store_damaged"),
    ("not a database", "store_damaged"),
    ("unable to open database file", "store_unreachable"),
)
_POSTGRES = {
    "53100": "disk_full",
    "55P03": "store_locked",
    "40P01": "store_locked",
    "40001": "store_locked",
    "25006": "store_read_only",
    "42501": "store_read_only",
    "XX001": "store_damaged",
    "XX002": "store_damaged",
    "28000": "store_unreachable",
    "28P01": "store_unreachable",
    "3D000": "store_unreachable",
    "53300": "store_unreachable",
    "57P01": "store_unreachable",
    "57P03": "store_unreachable",
}


#: Files beside the database: the key, the backup, the file itself when it is made.
_SYSTEM = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EACCES: "store_read_only",
    errno.EPERM: "store_read_only",
    errno.EROFS: "store_read_only",
}


def code_of(error: Exception) -> str:
    """Which of :data:`SENTENCES` an error is; "" when it is none of them.

    Example:
        >>> import sqlite3
        >>> code_of(OperationalError("INSERT", {}, sqlite3.OperationalError("database or disk is full")))
        'disk_full'
    """
    if isinstance(error, NoConnectionFree):
        return "store_locked"
    if isinstance(error, OSError):
        return _SYSTEM.get(error.errno, "")
    said = error.orig if isinstance(error, DBAPIError) else error
    state = getattr(said, "sqlstate", None)
    if state in _POSTGRES:
        return _POSTGRES[state]
    if state is None and type(said).__module__.startswith("psycopg") and isinstance(error, OperationalError):
        return "store_unreachable"  # no server, or it went away
    words = str(said).lower()
    return next((code for part, code in _SQLITE if part in words), "")


@contextmanager
def spoken() -> Iterator[None]:
    """Turn what a database complains about inside the block into a :class:`ToolboxError`."""
    try:
        yield
    except (DBAPIError, NoConnectionFree, sqlite3.Error, OSError) as error:
        code = code_of(error)
        if not code:
            raise
        raise ToolboxError(code, SENTENCES[code]) from error
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        if "psycopg" not in str(error):
            raise
        raise ToolboxError(
            "no_postgresql_driver",
            "TOOLBOX_DATABASE_URL names a PostgreSQL database, but its driver is not installed. "
            "Install it with: pip install 'psycopg[binary]'",
        ) from error
