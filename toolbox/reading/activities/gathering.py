"""Fields of records, gathered as numbers that stand for texts: a million records take some tens of megabytes."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any

import msgspec
import numpy as np

from toolbox.model import Problem
from toolbox.reading.activities.records import DECLINED, decoded
from toolbox.reading.grid import Column
from toolbox.reading.layout import Happened, Moment, RecordReader

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LOCAL_EPOCH = datetime(1970, 1, 1)
_BITS = 2**64 - 1
_UNKNOWN = np.iinfo(np.int64).min
#: Repeated fields remembered at a time.
_MOST = 50_000


class Gathered:
    """Fields of the events so far: texts as numbers, one array each."""

    def __init__(self, reader: RecordReader) -> None:
        self._unpack = reader.unpack
        self.words: dict[str, dict[str, int]] = {field: {"": 0} for field in ("actor", "kind", "topic", "method")}
        self.codes = {field: array("i") for field in self.words}
        self.at, self.minutes, self.rows = array("q"), array("d"), array("q")
        self.ids, self.voids = array("Q"), set[int]()
        self.records = self.unfit = 0
        if quick := reader.quick:
            self._shaped = msgspec.json.Decoder(quick.shape).decode
            self._who, self._what, self._single = attrgetter(*quick.who), attrgetter(*quick.what), quick.single
            self._persons: dict[Any, tuple[int, ...]] = {}
            self._doings: dict[Any, tuple[int, int, int]] = {}

    def take(self, records: Iterable[Mapping[str, Any]]) -> None:
        """Add the events of records; one without what an event needs is counted."""
        for record in records:
            for moment in self._unpack(record):
                if moment is None:
                    self.unfit += 1
                else:
                    self._add(moment)
            self.records += 1

    def take_line(self, line: bytes) -> bool:
        """Add the events of a line whose fields are known from earlier ones; False where it must be taken as a record."""
        try:
            record = self._shaped(line)
        except DECLINED:
            return False
        who, what = _bytes(self._who(record)), _bytes(self._what(record))
        persons, doing = self._persons.get(who), self._doings.get(what)
        if persons is None or doing is None:
            moments = list(self._unpack(decoded(line)))
            if not moments or any(moment is None or moment.voids for moment in moments):
                return False
            persons = tuple(self._code("actor", moment.actor) for moment in moments)
            doing = tuple(self._code(field, getattr(moments[0], field)) for field in ("kind", "topic", "method"))
            _remember(self._persons, who, persons)
            _remember(self._doings, what, doing)
        moment, number, minutes = self._single(record)
        if not moment:
            return False
        at, number = _seconds(moment), _number(number) if number else 0
        actor, kind, topic, method = self.codes.values()
        for person in persons:
            actor.append(person)
            kind.append(doing[0])
            topic.append(doing[1])
            method.append(doing[2])
            self.at.append(at)
            self.minutes.append(minutes)
            self.ids.append(number)
            self.rows.append(self.records)
        self.records += 1
        return True

    def _code(self, field: str, word: str) -> int:
        words = self.words[field]
        return words.setdefault(word, len(words))

    def _add(self, moment: Moment) -> None:
        if moment.voids:
            self.voids.add(_number(moment.voids))
            self.voids.add(_number(moment.id) if moment.id else 0)
        for field, codes in self.codes.items():
            codes.append(self._code(field, getattr(moment, field)))
        self.at.append(_seconds(moment.at))
        self.minutes.append(moment.minutes)
        self.ids.append(_number(moment.id) if moment.id else 0)
        self.rows.append(self.records)

    def happened(self) -> tuple[Happened, tuple[Problem, ...]]:
        """Everything gathered, without repeats and without what was taken back; and what to tell of that."""
        rows, ids = np.asarray(self.rows, np.int64), np.asarray(self.ids, np.uint64)
        # A statement on a group gives several events of one number: they belong together, by their row.
        _, first, which = np.unique(ids, return_index=True, return_inverse=True)
        repeated = (ids != 0) & (rows != rows[first][which]) if len(ids) else np.zeros(0, bool)
        taken_back = np.isin(ids, np.asarray(sorted(self.voids - {0}), np.uint64))
        kept = np.flatnonzero(~repeated & ~taken_back)
        problems = (
            *counted(
                self.unfit, "unfit_records", "{count} {records} without a person, an action or a time {were} left out."
            ),
            *counted(
                int((repeated & ~taken_back).sum()),
                "repeated_records",
                "{count} {records} stood in this file again under the same number and {were} counted once.",
            ),
            *counted(
                int(taken_back.sum()),
                "voided_records",
                "{count} {records} {were} taken back by whoever wrote them (voided) and left out.",
            ),
        )
        columns = {
            field: Column(
                codes=np.asarray(codes, np.int32)[kept], words=tuple(map(_sound, self.words[field]))
            ).compact()
            for field, codes in self.codes.items()
        }
        at = np.asarray(self.at, np.int64)[kept]
        stamps = np.where(at == _UNKNOWN, np.datetime64("NaT", "s").astype(np.int64), at).astype("datetime64[s]")
        return Happened(
            rows=rows[kept], at=stamps, minutes=np.asarray(self.minutes)[kept], order="ymd", **columns
        ), problems


def _bytes(fields: Any) -> Any:
    return tuple(map(bytes, fields)) if isinstance(fields, tuple) else bytes(fields)


def _remember(known: dict[Any, Any], key: Any, value: Any) -> None:
    if len(known) >= _MOST:
        known.clear()
    known[key] = value


def _sound(word: str) -> str:
    """A text without halves of letters, which JSON may hold and nothing else can write."""
    return word if word.isascii() else word.encode("utf-8", "replace").decode()


def _number(text: str) -> int:
    """64 bits for a record's number, the same for the same text within this run; nothing of it is kept."""
    return hash(text.lower()) & _BITS or 1


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
    since = (moment - _EPOCH) if moment.tzinfo else (moment - _LOCAL_EPOCH)
    return since.days * 86_400 + since.seconds


def counted(count: int, code: str, message: str) -> Iterator[Problem]:
    """A problem that was met so often, where it was met; ``{count}``, ``{records}`` and ``{were}`` agree with the number."""
    if count:
        words = {"records": "record", "were": "was"} if count == 1 else {"records": "records", "were": "were"}
        yield Problem(code=code, message=message.format(count=f"{count:,}", **words), count=count)
