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


def statement(number: int, **more) -> dict:
    held = {
        "id": f"00000000-0000-4000-8000-{number:012d}",
        "actor": {"mbox": "mailto:mari.udu@kool.example", "name": "Mari Udu"},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/answered"},
        "object": {"id": "https://lrs.kool.example/quiz/5", "definition": {"name": {"en": "Quiz of Mari Udu"}}},
        "timestamp": "2025-10-03T10:15:00+03:00",
    }
    return held | more


ONE, TWO = json.dumps(statement(1)), json.dumps(statement(2))


@pytest.mark.parametrize(
    "content",
    [
        f"{ONE},\n{TWO},\n",
        f"\ufeff{ONE}\r\n\r\n{TWO}\r\n",
        f"{json.dumps(statement(1), indent=2)}\n{json.dumps(statement(2), indent=2)}\n",
        f"[\n{ONE},\n{TWO},\n]\n",
        json.dumps({"results": [statement(1), statement(2)]}),
        json.dumps({"hits": {"total": 2, "hits": [{"_id": "a", "_source": statement(n)} for n in (1, 2)]}}),
        "\n".join(json.dumps({"_id": {"$oid": "a"}, "statement": statement(n)}) for n in (1, 2)),
    ],
    ids=[
        "lines with commas",
        "mark and blank lines",
        "objects over lines",
        "comma at the end",
        "results",
        "search",
        "store",
    ],
)
def test_statements_in_more_wrappings(content) -> None:
    reading = read(content.encode())
    assert (reading.reader, len(reading.events), reading.people) == ("xapi", 2, 1)
    assert reading.first == datetime(2025, 10, 3, 7, 15)
    assert set(reading.events["topic"]) == {"Quiz of (name removed)"}


@pytest.mark.parametrize(
    ("length", "minutes"),
    [("PT12M3S", 12.05), ("PT0.5S", 1 / 120), ("P1DT2H", 1560), ("P1W", 10_080), ("P0Y0M0DT0H5M0S", 5), ("P1M", None)],
)
def test_lengths_of_iso_8601(length, minutes) -> None:
    (read_as,) = read(json.dumps([statement(1, result={"duration": length})]).encode()).events["minutes"].tolist()
    assert read_as == pytest.approx(minutes) if minutes else read_as != read_as


def test_a_program_and_somebody_not_told_are_nobody_in_caliper() -> None:
    event = {
        "@context": "http://purl.imsglobal.org/ctx/caliper/v1p2",
        "action": "Viewed",
        "object": "https://x.example/p",
    }
    event |= {"eventTime": "2025-10-03T08:15:00Z"}
    actors = [
        "http://purl.imsglobal.org/caliper/Person",
        {"id": "https://x.example/app", "type": "SoftwareApplication"},
    ]
    events = [
        {**event, "id": f"urn:uuid:{n}", "actor": actor} for n, actor in enumerate([*actors, "https://x.example/u/1"])
    ]
    reading = read(json.dumps(events).encode())
    assert (len(reading.events), reading.people) == (3, 1)


def test_what_a_program_wrote_above_the_records_is_a_bad_line() -> None:
    event = {
        "username": "mari",
        "event_type": "play_video",
        "event_source": "browser",
        "time": "2025-10-03T08:15:00+00:00",
    }
    reading = read(f"Starting the export\n{json.dumps(event)}\n{json.dumps(event)}\n".encode())
    assert reading.reader == "edx_tracking"
    assert [p.message for p in reading.problems if p.code == "bad_lines"] == ["1 of 3 lines could not be read; 2 used."]
