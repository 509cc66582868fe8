"""Logs as JSON tables, and the shapes statements and events come in."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

from tests.reading.activities import _ENGLISH, moodle_english, moodle_rows
from toolbox.model import ToolboxError
from toolbox.reading import read

KEYS = [
    "time",
    "fullnameuser",
    "relatedfullnameuser",
    "context",
    "component",
    "eventname",
    "description",
    "origin",
    "ip",
]


@pytest.mark.parametrize(
    "shape",
    [
        [moodle_rows()],  # as Moodle writes it: lists in a list, no heading
        moodle_rows(),
        [_ENGLISH, *moodle_rows()],
        [dict(zip(_ENGLISH, row, strict=True)) for row in moodle_rows()],
        [[dict(zip(KEYS, row, strict=True)) for row in moodle_rows()]],
    ],
    ids=["lists in a list", "lists", "with heading", "objects", "objects in a list"],
)
@pytest.mark.parametrize("indent", [None, 1])
def test_a_moodle_log_in_json_is_the_log_in_csv(shape, indent) -> None:
    reading, csv = read(json.dumps(shape, indent=indent).encode(), pseudonym=str), read(moodle_english(), pseudonym=str)
    assert (reading.reader, len(reading.table)) == ("moodle_log", len(csv.table))
    columns = ["at", "actor", "kind", "topic"]
    assert reading.events[columns].astype(str).equals(csv.events[columns].astype(str))


def test_a_name_that_the_first_object_lacks_is_a_column_too() -> None:
    rows = [{"school": "Tamme", "q1": "Agree"}, {"school": "Kase", "q1": "Disagree", "q2": "Well"}]
    reading = read(json.dumps(rows).encode())
    assert (reading.reader, list(reading.table.columns)) == ("plain_table", ["school", "q1", "q2"])


def test_bad_lines_of_a_json_table_are_counted() -> None:
    lines = [json.dumps({"id_student": f"s{n}", "date": n, "sum_click": 2}) for n in range(10)]
    reading = read("\n".join([*lines[:4], '{"id_student": ', "oops", *lines[4:]]).encode())
    assert reading.reader == "clicks_table"
    (told,) = [problem for problem in reading.problems if problem.code == "bad_lines"]
    assert (told.message, told.rows) == ("2 of 12 lines could not be read; 10 used.", (5, 6))


@pytest.mark.parametrize("content", [b'[["a","b"],["c",]]', b"[" * 100_000, b'[["a", "b"], ["c"'])
def test_broken_lists_are_refused_in_words(content) -> None:
    with pytest.raises(ToolboxError):
        read(content)


def test_a_flat_event_of_a_known_tool_stays_an_event() -> None:
    event = {
        "@context": "http://purl.imsglobal.org/ctx/caliper/v1p1",
        "type": "Event",
        "actor": "https://x.example/u/1",
    }
    event |= {"action": "Viewed", "object": "https://x.example/p/1", "eventTime": "2025-10-03T08:15:00Z"}
    assert read(json.dumps(event).encode()).first == datetime(2025, 10, 3, 8, 15)
