"""Logs that are kept: their events as Parquet files in the data folder, one a log, and a row for each in the database.

A file is written under another name, put in its place, and only then entered: an interrupted save leaves a file nobody asks
for, never a row without its events. The same log twice is one. Two logs that overlap (a course's log downloaded in January and
again in June) share events, which have the same ``id``: those that are kept already are not kept again. Identical rows of one
log are events of their own, as the log says.
"""

from __future__ import annotations

import os
from dataclasses import fields
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import select

from toolbox.model import EVENT_COLUMNS, EventFile, Reading, ToolboxError, Viewer
from toolbox.store import keys
from toolbox.store.entries import alone
from toolbox.store.faults import spoken
from toolbox.store.rights import must_see_everything
from toolbox.store.schema import EventFileRow

if TYPE_CHECKING:
    from toolbox.store.repository import Store

FOLDER = "events"
SCHEMA = pa.schema([pa.field(name, pa.type_for_alias(kind)) for name, kind in EVENT_COLUMNS if kind != "timestamp[us]"])
SCHEMA = SCHEMA.insert(1, pa.field("at", pa.timestamp("us")))
#: What makes an event itself, in this order; ``source`` is the same in every log of a tool.
_NATURAL = ("at", "day", "actor", "school", "kind", "minutes", "count", "topic", "method", "delivered")


class Events:
    """``store.events``. Every call names the viewer and is one transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def files(self, viewer: Viewer) -> tuple[EventFile, ...]:
        """The logs that are kept, latest saved first. What they are, not what is in them: any viewer may know."""
        asked = select(EventFileRow).order_by(EventFileRow.saved_at.desc(), EventFileRow.id)
        with self._store._read() as session:
            return tuple(_record(row) for row in session.scalars(asked))

    def paths(self, viewer: Viewer) -> tuple[Path, ...]:
        """The Parquet files, in the order of their ids. Empty logs have none.

        Events do not name schools as a rule: who sees some schools only asks for them through the memberships that viewer
        sees (``toolbox.engine``), never for all of them.

        Raises:
            ToolboxError: ``events_missing`` where a file is not in the data folder.
        """
        with self._store._read() as session:
            found = session.scalars(select(EventFileRow.id).where(EventFileRow.events > 0).order_by(EventFileRow.id))
            return tuple(self._there(id) for id in found)

    def add(self, viewer: Viewer, reading: Reading, *, sample: bool = False) -> EventFile:
        """Keep a log; one that is kept already is told as it was kept. For a viewer of every school.

        Raises:
            ToolboxError: ``not_allowed``, ``no_events``, the key's faults and the store's.
        """
        must_see_everything(viewer, "A log")
        if reading.events is None or not len(reading.events):
            raise ToolboxError(
                "no_events", "This file holds no events, so there is nothing to keep. Choose another one."
            )
        table = to_table(reading.events)
        with self._store._write_beside() as session:
            keys.vouch(session, self._store.folder)
            alone(session, EventFileRow)
            if (there := session.get(EventFileRow, reading.sha256)) is not None:
                return _record(there)
            same = session.scalars(
                select(EventFileRow.id).where(EventFileRow.reader == reading.reader, EventFileRow.events > 0)
            )
            new = table.filter(pa.array(~self._kept(list(same), table["id"].to_numpy())))
            if len(new):
                with spoken():
                    self._write(reading.sha256, new)
            row = EventFileRow(
                id=reading.sha256, file=reading.file, reader=reading.reader, events=len(new), there=len(table) - len(new),
                first=reading.first, last=reading.last, saved_at=datetime.now(UTC).replace(tzinfo=None), sample=sample,
            )  # fmt: skip
            session.add(row)
            session.flush()
            return _record(row)

    def delete(self, viewer: Viewer, id: str) -> None:
        """Delete a log with its events. An event another log had too is gone until that log is uploaded again.

        Raises:
            ToolboxError: ``not_allowed``, ``no_such_log``.
        """
        must_see_everything(viewer, "A log")
        with self._store._write_beside() as session:
            row = session.get(EventFileRow, id, with_for_update=True)
            if row is None:
                raise ToolboxError("no_such_log", "This log is no longer here. Reload the page to see what there is.")
            session.delete(row)
        with spoken():
            self._path(id).unlink(missing_ok=True)

    def _path(self, id: str) -> Path:
        return self._store.folder / FOLDER / f"{id}.parquet"

    def _there(self, id: str) -> Path:
        path = self._path(id)
        if not path.is_file():
            raise ToolboxError(
                "events_missing",
                f"The events of a log that is kept are gone: {FOLDER}/{path.name} is not in the data folder. Put it back from "
                "a copy of the folder, or delete the log on the Data page and upload it again.",
            )
        return path

    def _kept(self, files: list[str], ids: np.ndarray) -> np.ndarray:
        found = np.zeros(len(ids), bool)
        for id in files:
            found |= np.isin(ids, pq.read_table(self._there(id), columns=["id"])["id"].to_numpy())
        return found

    def _write(self, id: str, table: pa.Table) -> None:
        path = self._path(id)
        path.parent.mkdir(mode=0o700, exist_ok=True)
        part = path.with_suffix(".part")
        os.close(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600))
        try:
            pq.write_table(table, part, compression="zstd")
            with part.open("rb") as written:
                os.fsync(written.fileno())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)


def to_table(events: pd.DataFrame) -> pa.Table:
    """Events of a reading (columns ``EVENTS``) as they are kept: columns ``EVENT_COLUMNS``, by time, with their ids.

    Example:
        >>> one = {"at": pd.Timestamp("2026-01-07 10:00"), "day": np.nan, "actor": "P-1", "school": "", "kind": "viewed",
        ...        "minutes": np.nan, "count": 1, "topic": "", "method": "", "delivered": True, "source": "moodle_log"}
        >>> table = to_table(pd.DataFrame([one, one]))
        >>> table.num_rows, len(set(table["id"].to_pylist()))
        (2, 2)
    """
    columns = {name: events[name] for name in _NATURAL}
    columns["at"] = columns["at"].astype("datetime64[us]")
    ids = _ids(columns)
    made = {"id": pa.array(ids)}
    for field in list(SCHEMA)[1:]:
        series = events[field.name] if field.name not in columns else columns[field.name]
        text = pa.types.is_string(field.type)
        made[field.name] = pa.array(series.astype(str) if text else series, type=field.type, from_pandas=True)
    table = pa.table(made, schema=SCHEMA)
    order = np.lexsort((ids, columns["at"].to_numpy().view(np.int64)))
    return table.take(pa.array(order))


def _ids(columns: dict[str, pd.Series]) -> np.ndarray:
    """One int64 for each event: of what it says, and of which among identical events of its log it is."""
    found = np.zeros(len(columns["at"]), np.uint64)
    for name in _NATURAL:
        found = _mixed(found, _numbers(columns[name]))
    order = np.argsort(found, kind="stable")
    runs = np.flatnonzero(np.diff(found[order], prepend=found[order][:1] + np.uint64(1)))
    lengths = np.diff(runs, append=len(found))
    nth = np.empty(len(found), np.uint64)
    nth[order] = np.arange(len(found)) - np.repeat(runs, lengths)
    return _mixed(found, nth).view(np.int64)


def _numbers(column: pd.Series) -> np.ndarray:
    """The values of a column as 64 bits each, the same in every version of every library."""
    kind = column.dtype.kind
    if kind in "M":
        return column.to_numpy().view(np.uint64)
    if kind == "f":
        values = column.to_numpy(np.float64)
        return (np.where(np.isnan(values), np.float64("nan"), values) + 0.0).view(np.uint64)
    if kind in "iub":
        return column.to_numpy().astype(np.int64).view(np.uint64)
    words = column.astype("category").cat
    said = [blake2b(str(word).encode(), digest_size=8).digest() for word in words.categories]
    hashes = np.frombuffer(b"".join([*said, bytes(8)]), np.uint64)  # the last: a cell that is missing
    return hashes[words.codes.to_numpy()]


def _mixed(before: np.ndarray, more: np.ndarray) -> np.ndarray:
    """Two columns of 64 bits made one (the finaliser of splitmix64)."""
    with np.errstate(over="ignore"):
        found = before * np.uint64(0x9E3779B97F4A7C15) + more + np.uint64(0x632BE59BD9B4E019)
        found = (found ^ (found >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        found = (found ^ (found >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return found ^ (found >> np.uint64(31))


def _record(row: EventFileRow) -> EventFile:
    return EventFile(**{part.name: getattr(row, part.name) for part in fields(EventFile)})
