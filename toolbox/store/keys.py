"""The key that turns person codes into pseudonyms: a file in the data folder, and its fingerprint in the database.

Without the same key the same person gets another pseudonym, and rounds silently no longer link; so a database that
knows another key's fingerprint is refused, as long as it holds a round.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from toolbox.model import ToolboxError
from toolbox.store.connection import put
from toolbox.store.schema import ConsentRow, EventFileRow, FactRow, MembershipRow, MentoringSessionRow, RoundRow

FILE = "pseudonym.key"
_FACT = "key_fingerprint"
_BYTES = 32


def read_key(folder: Path) -> bytes | None:
    """The key in the data folder; None when there is none.

    Raises:
        ToolboxError: ``key_unreadable`` when the file is there but holds no key, or may not be read.
    """
    path = folder / FILE
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise ToolboxError("key_unreadable", _UNREADABLE.format(path=path)) from error
    if len(key) != _BYTES:
        raise ToolboxError("key_unreadable", _UNREADABLE.format(path=path))
    return key


def make_key(folder: Path) -> bytes:
    """Make the key file, whole or not at all, readable by its owner only. Call it under ``one_at_a_time``."""
    key = secrets.token_bytes(_BYTES)
    half = folder / f"{FILE}.{secrets.token_hex(4)}"
    opened = os.open(half, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(opened, "w", encoding="ascii") as file:
            file.write(key.hex() + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.replace(half, folder / FILE)
    finally:
        half.unlink(missing_ok=True)  # after a fault; otherwise it has its final name by now
    return key


def fingerprint(key: bytes) -> str:
    """Recognises a key without telling it.

    Example:
        >>> fingerprint(bytes(32)) == fingerprint(bytes(32)) != fingerprint(bytes([1] * 32))
        True
    """
    return hmac.new(key, b"fingerprint of the pseudonym key", hashlib.sha256).hexdigest()[:16]


def known_fingerprint(session: Session) -> str:
    """The fingerprint of the key the rounds were made with; "" when nothing is kept that needs one."""
    fact = session.get(FactRow, _FACT)
    return fact.value if fact and _any_person(session) else ""


def vouch(session: Session, folder: Path) -> None:
    """Before pseudonyms are written: their key is the one of those that are there; the first settle it.

    Raises:
        ToolboxError: ``key_missing``, ``key_mismatch``, ``key_unreadable``.
    """
    key = read_key(folder)
    if key and known_fingerprint(session) == fingerprint(key):
        return
    if key:
        # Two servers with a key each may both be the first: the row is locked, so the second sees the first's round.
        put(session, FactRow, {"name": _FACT}, {"value": fingerprint(key)}, replace=False)
    fact = session.get(FactRow, _FACT, with_for_update=True, populate_existing=True)
    check(fact.value if fact and _any_person(session) else "", key, folder)
    if key:
        fact.value = fingerprint(key)


def _any_person(session: Session) -> bool:
    """Whether anything is kept that names persons by pseudonyms."""
    held = (RoundRow.id, MentoringSessionRow.id, MembershipRow.id, EventFileRow.id, ConsentRow.person)
    return any(session.scalars(select(column).limit(1)).first() is not None for column in held)


def check(known: str, key: bytes | None, folder: Path) -> None:
    """Refuse a key the database does not know.

    Raises:
        ToolboxError: ``key_missing``, ``key_mismatch``.
    """
    if known and key is None:
        raise ToolboxError("key_missing", _MISSING.format(path=folder / FILE))
    if known and not hmac.compare_digest(known, fingerprint(key)):
        raise ToolboxError("key_mismatch", _MISMATCH.format(path=folder / FILE))


_MISSING = (
    "The key file {path} is missing, and the store holds rounds made with it. Without it people of a new round could "
    "not be recognised in the earlier ones. Put the file back from a copy of the data folder. If it is lost for good, "
    "delete all rounds and upload their files again: a new key is then made."
)
_MISMATCH = (
    "The key file {path} is not the one the rounds in this store were made with. With it people of a new round would "
    "not be recognised in the earlier ones. Put back the key file that belongs to this database, or name the data "
    "folder it lies in with TOOLBOX_DATA."
)
_UNREADABLE = "The key file {path} cannot be read or holds no key. Put it back from a copy of the data folder."
