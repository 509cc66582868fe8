"""Rows people bring in files again and again (memberships, sessions): each is kept once, and what was taken out stays out.

A row's key is a hash of what it said when it was brought. A log that grows over the year is uploaded every month: rows
that are kept already add nothing, also after a person corrected them here or took them out, and also where the file still
has a school's former name.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product
from typing import Any, TypeVar

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from toolbox.model import Added, ToolboxError, Viewer
from toolbox.store.connection import put
from toolbox.store.rounds import _now
from toolbox.store.schema import FactRow, Table, TakenOutRow

Row = TypeVar("Row", bound=Table)

#: Databases take so many values in one question.
_AT_A_TIME = 500


def all_names(former: Mapping[str, str]) -> Callable[[str], tuple[str, ...]]:
    """Every name of the school called so now: first that of now.

    Example:
        >>> all_names({"Elm": "Elm Academy"})("Elm Academy")
        ('Elm Academy', 'Elm')
    """
    return lambda now: (now, *sorted(name for name, later in former.items() if later == now))


def key_of(what: str, *parts: object) -> str:
    """The natural key of a row.

    Example:
        >>> key_of("session", "2026-01-07", "Elm")[:8]
        '332c5346'
    """
    plain = json.dumps([what, *parts], ensure_ascii=False, default=str)
    return hashlib.sha256(plain.encode()).hexdigest()


def keys_of(what: str, schools: Sequence[str], parts: Sequence[object], names: Callable) -> tuple[str, ...]:
    """The key under the schools' names of now, then those under every former name."""
    return tuple(key_of(what, *each, *parts) for each in product(*(names(school) for school in schools)))


def bring(session: Session, table: type[Row], keyed: Iterable[tuple[tuple[str, ...], Mapping[str, Any]]]) -> Added:
    """Keep rows that are not kept yet. ``keyed``: (the keys it may be known by, its columns), in the order of the file."""
    alone(session, table)
    wanted = list(keyed)
    known = _known(session, table, {key for keys, _ in wanted for key in keys})
    brought: set[str] = set()
    new: list[dict[str, Any]] = []
    there = twice = 0
    for keys, columns in wanted:
        if not brought.isdisjoint(keys):
            twice += 1
        elif not known.isdisjoint(keys):
            there += 1
        else:
            new.append({"id": secrets.token_hex(16), "key": keys[0], "version": 1, **columns})
        brought.update(keys)
    if new:  # in one go: thirty thousand objects of the mapper took three times as long
        session.execute(insert(table), new)
    return Added(added=len(new), there=there, twice=twice)


def _known(session: Session, table: type[Row], keys: set[str]) -> set[str]:
    ordered, found = sorted(keys), set()
    for start in range(0, len(ordered), _AT_A_TIME):
        some = ordered[start : start + _AT_A_TIME]
        for column in (table.key, TakenOutRow.key):
            found.update(session.scalars(select(column).where(column.in_(some))))
    return found


def take_out(session: Session, row: Row) -> None:
    """Delete a row for good; its file does not bring it back."""
    put(session, TakenOutRow, {"key": row.key}, {"at": _now()})
    session.delete(row)


#: The fact that is another after every change of what is kept beside rounds.
_STATE = "beside_rounds"


def changed(session: Session) -> None:
    """Make the state of what is kept beside rounds another."""
    put(session, FactRow, {"name": _STATE}, {"value": secrets.token_hex(16)})


def state_of(session: Session, viewer: Viewer) -> str:
    """A word for what is kept beside rounds: another after every change, and for every other viewer."""
    row = session.get(FactRow, _STATE)
    schools = None if viewer.schools is None else sorted(viewer.schools)
    said = [row.value if row else "", viewer.role, viewer.person, schools]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def alone(session: Session, table: type[Table]) -> None:
    """Of two who bring the same rows at the same moment, the second waits here and finds them there.

    SQLite lets one writer in at a time; PostgreSQL is told to, because a row that is not there yet cannot be locked.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"LOCK TABLE {table.__tablename__} IN SHARE ROW EXCLUSIVE MODE"))


def as_opened(row: Table | None, version: int, may: bool, what: str) -> None:
    """Refuse a change to a row that is gone, is not the viewer's, or is another by now.

    Raises:
        ToolboxError: ``no_such_row``, ``changed_meanwhile``.
    """
    if row is None or not may:
        raise ToolboxError("no_such_row", f"This {what} is no longer here. Reload the page to see what there is.")
    if row.version != version:
        raise ToolboxError(
            "changed_meanwhile",
            f"Someone else changed this {what} since you opened it, so nothing of yours was saved over theirs. Look at it "
            "as it is now, and make your change again.",
        )
