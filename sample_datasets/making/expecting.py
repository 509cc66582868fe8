"""One sample in ``exports/``: the file as the tool writes it, and what reading it must give, said by whoever made it up."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of the table a survey reader must give."""

    key: str
    kind: str
    cells: Sequence[str]
    code: str = ""
    text: str | None = None
    """The question; None where it is the key itself."""
    persons: bool = False
    """Whether the cells are persons, of whom the reader shows pseudonyms: they are written as ``person 1`` and so on."""


@dataclass(frozen=True, kw_only=True)
class Event:
    """One event an activity reader must give; ``at`` "" is unknown."""

    row: int
    at: str
    actor: str
    kind: str
    school: str = ""
    minutes: float | None = None
    day: float | None = None
    count: int = 1
    topic: str = ""
    method: str = ""
    delivered: bool = True


@dataclass(frozen=True, kw_only=True)
class Export:
    """A sample: file name, bytes, and columns (surveys) or events (activities)."""

    file: str
    content: bytes
    columns: Sequence[Column] = ()
    events: Sequence[Event] | None = None
    facts: dict[str, object] = field(default_factory=dict)
    """Whatever else ``python -m toolbox read --json`` must print of this file."""
    problems: dict[str, int] = field(default_factory=dict)
    """Code → count of each problem that must be told, and no other."""

    def files(self, reader: str) -> dict[str, bytes]:
        """The three files of the folder ``exports/<reader>``."""
        surveyed = self.events is None
        known: dict[str, object] = {"file": self.file, "reader": reader, "kind": "survey" if surveyed else "activity"}
        if surveyed:
            known |= {"rows": len(self.columns[0].cells), "columns": len(self.columns)}
            known["questions"] = [
                {"column": one.key, "code": one.code, "text": one.key if one.text is None else one.text}
                | {"kind": one.kind}
                for one in self.columns
            ]
            rows = [[one.key for one in self.columns]]
            rows += zip(*(stand_ins(one.cells) if one.persons else one.cells for one in self.columns), strict=True)
        else:
            known |= {"events": len(self.events), "people": len({one.actor for one in self.events} - {""}) or None}
            rows = [list(Event.__dataclass_fields__)]
            actors = stand_ins(one.actor for one in self.events)
            for one, actor in zip(self.events, actors, strict=True):
                rows.append([_shown(value) for value in (vars(one) | {"actor": actor}).values()])
        known |= {**self.facts, "problems": self.problems}
        return {
            self.file: self.content,
            "expected.csv": csv_of(rows),
            "expected.json": (json.dumps(known, indent=1, ensure_ascii=False) + "\n").encode(),
        }


def stand_ins(identities: Iterable[str]) -> list[str]:
    """Persons by number, in the order they first appear; nobody stays "".

    Example:
        >>> stand_ins(["mari", "", "jaan", "mari"])
        ['person 1', '', 'person 2', 'person 1']
    """
    numbers: dict[str, int] = {}
    return [one and f"person {numbers.setdefault(one, len(numbers) + 1)}" for one in identities]


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else f"{value:.6g}" if isinstance(value, float) else str(value)


def csv_of(
    rows: Iterable[Sequence[object]],
    separator: str = ",",
    *,
    quote_all: bool = False,
    encoding: str = "utf-8",
    end: str = "\n",
) -> bytes:
    """Rows as a text file. ``encoding`` may be ``utf-8-sig`` or ``utf-16-le`` with a mark in front (``utf-16``)."""
    text = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    csv.writer(text, delimiter=separator, quoting=quoting, lineterminator=end).writerows(rows)
    if encoding == "utf-16":
        return b"\xff\xfe" + text.getvalue().encode("utf-16-le")
    return text.getvalue().encode(encoding)


def iso(moment: datetime) -> str:
    """``2025-10-03 08:15:00``, as most tools and the cells of a workbook have it."""
    return f"{moment:%Y-%m-%d %H:%M:%S}"


def span(moments: Sequence[datetime]) -> dict[str, str]:
    """First and last moment as ``read --json`` prints them."""
    return {"first": min(moments).isoformat(), "last": max(moments).isoformat()}
