"""Fields of records, gathered as numbers that stand for texts: a million records take some tens of megabytes."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
import numpy as np

from toolbox.model import Problem
from toolbox.reading.activities.records import DECLINED, decoded
from toolbox.reading.activities.times import NAT
from toolbox.reading.grid import Column
from toolbox.reading.layout import Happened, Moment, RecordReader

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LOCAL_EPOCH = datetime(1970, 1, 1)
_UNKNOWN = np.iinfo(np.int64).min
#: Repeated fields remembered at a time.
_MOST = 50_000


class Gathered:
    """Fields of the events so far: texts as numbers, one array each."""

    def __init__(self, reader: RecordReader) -> None:
        self._unpack, self._quick = reader.unpack, reader.quick
        self.actors: dict[str, int] = {"": 0}
        self._doings: dict[tuple[str, str, str], int] = {}
        """Kind, topic and method together: what was done."""
        self._actor, self._doing = array("i"), array("i")
        self._at, self._minutes, self._rows, self._ids = array("q"), array("d"), array("q"), array("q")
        self._voids = set[int]()
        self._names = set[str]()
        self.records = self.unfit = 0
        if reader.quick:
            self._shaped = msgspec.json.Decoder(reader.quick.shape).decode
        # Codes of fields as the file writes them, so that what repeats is looked at once.
        self._known_who: dict[bytes, tuple[int, ...]] = {}
        self._known_what: dict[tuple[bytes, bytes], int] = {}

    def take(self, records: Iterable[Mapping[str, Any]]) -> None:
        """Add the events of records; one without what an event needs is counted."""
        for record in records:
            self._name(record)
            for moment in self._unpack(record):
                if moment is None:
                    self.unfit += 1
                else:
                    self._add(moment)
            self.records += 1

    def take_lines(self, lines: Sequence[bytes], place: int) -> int:
        """Add the events of lines from a place on, as far as their fields can be looked up.

        Returns:
            The place of the first line that must be taken as a record.
        """
        shaped, single, who, what = self._shaped, self._quick.single, self._quick.who, self._quick.what
        known_who, known_what = self._known_who.get, self._known_what.get
        actor, doing, at, minutes, ids, rows = (
            held.append for held in (self._actor, self._doing, self._at, self._minutes, self._ids, self._rows)
        )
        for here in range(place, len(lines)):
            try:
                record = shaped(lines[here])
            except DECLINED:
                return here
            persons, done = known_who(who(record)), known_what(what(record))
            if persons is None or done is None:
                learned = self._learned(lines[here], who(record), what(record))
                if learned is None:
                    return here
                persons, done = learned
            moment, number, length = single(record)
            if not moment:
                return here
            seconds, code = _seconds(moment), hash(number.lower()) if number else 0
            for person in persons:
                actor(person)
                doing(done)
                at(seconds)
                minutes(length)
                ids(code)
                rows(self.records)
            self.records += 1
        return len(lines)

    def _learned(self, line: bytes, who: bytes, what: tuple[bytes, bytes]) -> tuple[tuple[int, ...], int] | None:
        """Who and what of a line, by the rule; None where a member is missing or something is taken back."""
        record = decoded(line)
        self._name(record)
        moments = list(self._unpack(record))
        if not moments or any(moment is None or moment.voids for moment in moments):
            return None
        if len(self._known_who) + len(self._known_what) >= _MOST:
            self._known_who.clear()
            self._known_what.clear()
        persons = tuple(self.actors.setdefault(moment.actor, len(self.actors)) for moment in moments)
        self._known_who[who], self._known_what[what] = persons, self._done(moments[0])
        return persons, self._known_what[what]

    def _name(self, record: Mapping[str, Any]) -> None:
        """Keep the name of whoever acted, to be taken out of topics."""
        who = record.get("actor")
        if isinstance(who, dict) and isinstance(who.get("name"), str):
            self._names.add(who["name"])

    def _done(self, moment: Moment) -> int:
        return self._doings.setdefault((moment.kind, moment.topic, moment.method), len(self._doings))

    def _add(self, moment: Moment) -> None:
        if moment.voids:
            self._voids.add(hash(moment.voids.lower()))
            self._voids.add(hash(moment.id.lower()) if moment.id else 0)
        self._actor.append(self.actors.setdefault(moment.actor, len(self.actors)))
        self._doing.append(self._done(moment))
        self._at.append(_seconds(moment.at))
        self._minutes.append(moment.minutes)
        # 64 bits for a record's number, the same for the same text within this run; nothing of it is kept.
        self._ids.append(hash(moment.id.lower()) if moment.id else 0)
        self._rows.append(self.records)

    def happened(self) -> tuple[Happened, tuple[Problem, ...]]:
        """Everything gathered, without repeats and without what was taken back; and what to tell of that."""
        rows, ids = np.asarray(self._rows, np.int64), np.asarray(self._ids, np.int64)
        # A statement on a group gives several events of one number: they belong together, by their row.
        _, first, which = np.unique(ids, return_index=True, return_inverse=True)
        repeated = (ids != 0) & (rows != rows[first][which]) if len(ids) else np.zeros(0, bool)
        taken_back = np.isin(ids, np.asarray(sorted(self._voids - {0}), np.int64))
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
        doing = np.asarray(self._doing, np.int32)[kept]
        at = np.asarray(self._at, np.int64)[kept]
        kinds, topics, methods = zip(*self._doings, strict=True) if self._doings else ((), (), ())
        return Happened(
            rows=rows[kept],
            at=np.where(at == _UNKNOWN, NAT.astype(np.int64), at).astype("datetime64[s]"),
            minutes=np.asarray(self._minutes)[kept],
            order="ymd",
            persons=frozenset(self._names),
            actor=_column(np.asarray(self._actor, np.int32)[kept], tuple(self.actors)),
            kind=_column(doing, kinds),
            topic=_column(doing, topics),
            method=_column(doing, methods),
        ), problems


def _column(codes: np.ndarray, words: Sequence[str]) -> Column:
    """Texts as they are, without halves of letters (JSON may hold them and nothing else can write them)."""
    kept = {"": 0}
    turn = [kept.setdefault(_sound(word), len(kept)) for word in words]
    return Column(codes=np.asarray([*turn, 0], np.int32)[codes], words=tuple(kept)).compact()


def _sound(word: str) -> str:
    """A text without halves of letters, which JSON may hold and nothing else can write."""
    return word if word.isascii() else word.encode("utf-8", "replace").decode()


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
