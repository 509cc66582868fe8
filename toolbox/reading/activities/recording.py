"""From JSON records to a Reading with its events, one record at a time.

Of each record a few fields are kept, as numbers that stand for texts, so that a million records take some tens of
megabytes. Records of one number are one event; a record that takes another back removes both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any, BinaryIO

import numpy as np
import pandas as pd

from toolbox.model import Choices, Problem, Question, Reading, ToolboxError
from toolbox.reading.activities.framing import framed, people_in
from toolbox.reading.activities.gathering import Gathered
from toolbox.reading.activities.records import MOST_LINES, Told, records
from toolbox.reading.layout import Reader

#: Records looked at to tell whose they are.
_LOOK = 25


def read_records(
    stream: BinaryIO,
    readers: Sequence[Reader],
    *,
    name: str,
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
    gathered = Gathered(reader.record)
    told.quick = gathered.take_lines if reader.record.quick else None
    gathered.take(chain(first, drawn))
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


def bad_lines(told: Told) -> Iterator[Problem]:
    """Lines that are no JSON: how many, and which."""
    if told.bad:
        lines = tuple(told.bad_lines[:MOST_LINES])
        message = f"{told.bad:,} of {told.bad + told.read:,} lines could not be read; {told.read:,} used."
        yield Problem(code="bad_lines", message=message, rows=lines, count=told.bad)


def _persons(gathered: Gathered) -> Problem:
    persons = len(gathered.actors) - 1
    message = f"We found accounts, names or addresses of {persons:,} {'person' if persons == 1 else 'persons'}. They are replaced by codes, and not stored."
    return Problem(code="personal_data", message=message, count=persons)
