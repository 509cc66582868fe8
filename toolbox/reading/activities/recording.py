"""From JSON records to a Reading with its events, one record at a time.

Of each record a few fields are kept, as numbers that stand for texts, so that a million records take some tens of
megabytes. Records of one number are one event; a record that takes another back removes both.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import chain, islice
from typing import Any, BinaryIO

import numpy as np
import pandas as pd

from toolbox.model import Choices, Problem, Question, Reading, ToolboxError
from toolbox.reading.activities.framing import framed, people_in
from toolbox.reading.activities.records import MOST_LINES, Told, records
from toolbox.reading.grid import Column
from toolbox.reading.layout import Happened, Reader

#: Records looked at to tell whose they are.
_LOOK = 25
_UNKNOWN = np.iinfo(np.int64).min


def read_records(
    stream: BinaryIO,
    readers: Sequence[Reader],
    *,
    name: str,
    sha256: str,
    choices: Choices,
    pseudonym: Callable[[str], str],
) -> Reading:
    """The reading of a JSON log.

    Raises:
        ToolboxError: ``json`` where no tool is known by its records; ``no_events`` where there are none;
            ``broken_json``, ``json_too_deep``.
    """
    told = Told()
    drawn = records(stream, told)
    first = list(islice(drawn, _LOOK))
    if not first:
        raise ToolboxError(
            "no_events",
            f"None of the {told.bad:,} lines of this file is valid JSON. Download it again."
            if told.bad
            else "There are no events in this file yet: its list is empty. Check the dates you chose in the export.",
        )
    reader = _reader_of(first, readers, choices)
    gathered = _Gathered()
    for record in chain(first, drawn):
        gathered.take(reader, record)
    happened, dropped = gathered.happened()
    if not len(happened.rows):
        raise ToolboxError(
            "no_events", f"No record of this {reader.title} file says who did what. Export it again with all fields."
        )
    events = framed(happened, reader.key, pseudonym)
    known = happened.at[~np.isnat(happened.at)]
    columns = {"actor": events["actor"], "action": events["method"], "object": events["topic"]}
    return Reading(
        reader=reader.key,
        kind="activity",
        title=reader.title,
        file=name,
        sha256=sha256,
        table=pd.DataFrame(columns, copy=False),
        row_numbers=happened.rows + 1,
        questions=tuple(
            Question(
                key=key,
                heading=key,
                text=key,
                kind="key" if key == "actor" else "metadata",
                identifier="name" if key == "actor" else "",
            )
            for key in columns
        ),
        problems=(*bad_lines(told), *dropped, _persons(gathered)),
        people=people_in(events),
        first=known.min().item() if known.size else None,
        last=known.max().item() if known.size else None,
        times=happened.at,
        encoding=told.encoding,
        heading_rows=0,
        date_order="ymd",
        events=events.assign(row=np.arange(len(events), dtype=np.int64)),
    )


def _reader_of(first: Sequence[Mapping[str, Any]], readers: Sequence[Reader], choices: Choices) -> Reader:
    """The one reader that claims most of the first records."""
    able = [reader for reader in readers if reader.record is not None and choices.reader in ("", reader.key)]
    claims = [(sum(bool(reader.record.claims(record)) for record in first), reader) for reader in able]
    count, reader = max(claims, key=lambda claim: claim[0], default=(0, None))
    if not count or reader is None:
        raise ToolboxError(
            "json",
            "This is a JSON file, but of no tool that is known here: xAPI statements, Caliper events, Open edX tracking logs "
            "and Graasp actions are. Export a survey as CSV or XLSX and upload that.",
        )
    return reader


class _Gathered:
    """Fields of the events so far: texts as numbers, one array each."""

    def __init__(self) -> None:
        self.words: dict[str, dict[str, int]] = {field: {"": 0} for field in ("actor", "kind", "topic", "method")}
        self.codes = {field: array("i") for field in self.words}
        self.at, self.minutes, self.rows = array("q"), array("d"), array("q")
        self.ids, self.voids = array("Q"), set[int]()
        self.names = set[str]()
        self.records = self.unfit = 0

    def take(self, reader: Reader, record: Mapping[str, Any]) -> None:
        """Add the events of a record; one without what an event needs is counted."""
        who = record.get("actor")
        name = who.get("name") if isinstance(who, dict) else None
        if isinstance(name, str):
            self.names.add(name)
        for moment in reader.record.unpack(record):
            if moment is None:
                self.unfit += 1
                continue
            if moment.voids:
                self.voids.add(_number(moment.voids))
                self.voids.add(_number(moment.id) if moment.id else 0)
            for field, codes in self.codes.items():
                words = self.words[field]
                codes.append(words.setdefault(getattr(moment, field), len(words)))
            self.at.append(_seconds(moment.at))
            self.minutes.append(moment.minutes)
            self.ids.append(_number(moment.id) if moment.id else 0)
            self.rows.append(self.records)
        self.records += 1

    def happened(self) -> tuple[Happened, tuple[Problem, ...]]:
        """Everything gathered, without repeats and without what was taken back; and what to tell of that."""
        rows, ids = np.asarray(self.rows, np.int64), np.asarray(self.ids, np.uint64)
        # A statement on a group gives several events of one number: they belong together, by their row.
        _, first, which = np.unique(ids, return_index=True, return_inverse=True)
        repeated = (ids != 0) & (rows != rows[first][which]) if len(ids) else np.zeros(0, bool)
        taken_back = np.isin(ids, np.asarray(sorted(self.voids - {0}), np.uint64))
        kept = np.flatnonzero(~repeated & ~taken_back)
        problems = (
            *_counted(
                self.unfit, "unfit_records", "{count} {records} without a person, an action or a time {were} left out."
            ),
            *_counted(
                int((repeated & ~taken_back).sum()),
                "repeated_records",
                "{count} {records} stood in this file again under the same number and {were} counted once.",
            ),
            *_counted(
                int(taken_back.sum()),
                "voided_records",
                "{count} {records} {were} taken back by whoever wrote them (voided) and left out.",
            ),
        )
        columns = {
            field: Column(codes=np.asarray(codes, np.int32)[kept], words=tuple(self.words[field])).compact()
            for field, codes in self.codes.items()
        }
        at = np.asarray(self.at, np.int64)[kept]
        stamps = np.where(at == _UNKNOWN, np.datetime64("NaT", "s").astype(np.int64), at).astype("datetime64[s]")
        return Happened(
            rows=rows[kept],
            at=stamps,
            minutes=np.asarray(self.minutes)[kept],
            order="ymd",
            persons=frozenset(self.names),
            **columns,
        ), problems


def _number(text: str) -> int:
    """64 bits for a record's number, the same for the same text."""
    return int.from_bytes(hashlib.blake2b(text.lower().encode(), digest_size=8).digest(), "big") or 1


def _seconds(text: str) -> int:
    """Seconds since 1970 in UTC of an ISO 8601 moment; without an offset it counts as UTC.

    Example:
        >>> _seconds("2025-10-03T10:15:00.5+02:00") == _seconds("2025-10-03T08:15:00Z")
        True
    """
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return _UNKNOWN
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())


def _counted(count: int, code: str, message: str) -> Iterator[Problem]:
    if count:
        words = {"records": "record", "were": "was"} if count == 1 else {"records": "records", "were": "were"}
        yield Problem(code=code, message=message.format(count=f"{count:,}", **words), count=count)


def bad_lines(told: Told) -> Iterator[Problem]:
    """Lines that are no JSON: how many, and which."""
    if told.bad:
        lines = tuple(told.bad_lines[:MOST_LINES])
        message = f"{told.bad:,} of {told.bad + told.read:,} lines could not be read; {told.read:,} used."
        yield Problem(code="bad_lines", message=message, rows=lines, count=told.bad)


def _persons(gathered: _Gathered) -> Problem:
    persons = len(gathered.words["actor"]) - 1
    message = f"We found accounts, names or addresses of {persons:,} {'person' if persons == 1 else 'persons'}. They are replaced by codes, and not stored."
    return Problem(code="personal_data", message=message, count=persons)
