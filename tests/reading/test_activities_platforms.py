"""Reports of Canvas, Google Workspace and tables of clicks in more shapes; and one person across tools."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

from tests.reading import activities
from tests.reading.activities import table
from toolbox.model import EVENT_KINDS, EVENTS, Choices
from toolbox.reading import Pseudonyms, read

KEY = Pseudonyms(b"one key")


@pytest.mark.parametrize(
    ("heading", "row", "at", "views"),
    [
        (["Student ID", "Student Name", "Course Name", "Content Type", "Content Name", "Times Viewed", "Times Participated", "Start Date (UTC)", "First Viewed (UTC)", "Last Viewed (UTC)"], ["31", "Mari Udu", "Room", "page", "Notes of Mari Udu", "4", "1", "", "2025-10-03 08:15", "2025-10-05 08:15"], datetime(2025, 10, 5, 8, 15), 4),
        (["Student Name", "Student ID", "Week", "Page Views", "Participations"], ["Mari Udu", "31", "2025-10-06", "12", "3"], datetime(2025, 10, 6), 12),
        (["Content", "Times Viewed", "Times Participated", "Last Viewed"], ["Quiz 5", "4", "1", "Oct 5, 2025 8:15pm"], datetime(2025, 10, 5, 20, 15), 4),
        (["Controller", "Action", "Interaction Seconds", "Created At", "Url", "User Agent", "Remote Ip"], ["pages", "show", "30", "2025-10-03 08:15:00 UTC", "https://room.example/users/31", "M", "192.0.2.7"], datetime(2025, 10, 3, 8, 15), 1),
    ],
    ids=["course activity", "by week", "one person's access", "page views"],
)  # fmt: skip
def test_reports_of_canvas(heading, row, at, views) -> None:
    reading = read(table([heading, row]))
    assert (reading.reader, reading.first, reading.events["count"].tolist()) == ("canvas", at, [views])
    assert "Mari" not in reading.events.to_string() + reading.table.to_string()


def test_the_access_report_has_no_year_and_asks() -> None:
    rows = [["Content", "Times Viewed", "Times Participated", "Last Viewed"], ["Quiz 5", "4", "1", "Oct 5 8:15pm"]]
    assert "no_year" in {problem.code for problem in read(table(rows)).problems}
    assert read(table(rows), choices=Choices(school_year=2025)).first == datetime(2025, 10, 5, 20, 15)


def test_meetings_of_google_count_their_seconds() -> None:
    heading = ["Date", "Event", "Description", "Meeting code", "Participant identifier", "Organizer email", "Duration", "Participant name"]  # fmt: skip
    row = [
        "2025-10-03T08:15:00+03:00",
        "Endpoint left",
        "left",
        "ABC",
        "mari@kool.example",
        "t@kool.example",
        "1800",
        "Mari Udu",
    ]
    reading = read(table([heading, row]), pseudonym=KEY)
    assert (reading.reader, reading.events["minutes"].tolist()) == ("google_workspace", [30])
    assert reading.events["actor"].tolist() == [KEY("mari@kool.example")]
    assert "Mari" not in reading.table.to_string()


def test_the_pupil_joins_and_the_teacher_adds() -> None:
    heading = ["Date", "Event name", "Description", "Actor", "Course title", "Impacted users"]
    rows = [["2025-10-03T08:15:00Z", "User joined a course", "x", "mari@kool.example", "Room", "mari@kool.example"]]
    rows += [
        ["2025-10-03T08:16:00Z", "User added to a course", "x", "teacher@kool.example", "Room", "jaan@kool.example"]
    ]
    events = read(table([heading, *rows]), pseudonym=KEY).events
    assert events["actor"].tolist() == [KEY("mari@kool.example"), KEY("teacher@kool.example")]


@pytest.mark.parametrize(
    ("content", "day", "count"),
    [
        (table([["Étudiant", "Date", "Clics"], ["Zoé", "3/10/2025", "4"], ["Luc", "13/10/2025", "2"]], ";", "mac_roman", "\r"), None, 6),
        (table([["id_student", "date", "sum_click"], ["28400", "-10", "1 204"], ["30268", "0", "11.0"]]), -10, 1215),
        (table([["User ID", "Course ID", "Timestamp", "Hits"], ["u1", "c1", "2025-10-03 08:15:00", "4"]]), None, 4),
    ],
    ids=["French, Mac, CR", "offsets", "hits"],
)  # fmt: skip
def test_tables_of_clicks(content, day, count) -> None:
    reading = read(content)
    assert (reading.reader, reading.events["count"].sum()) == ("clicks_table", count)
    assert reading.events["day"].min() == day if day else reading.events["at"].notna().all()


def test_one_address_is_one_person_across_tools() -> None:
    mail = "Mari.Udu@kool.example"
    stay = ["4/13/2021, 9:00:00 AM", "4/13/2021, 10:00:00 AM", "1h"]
    files = [
        table([["Name", "Join Time", "Leave Time", "Duration", "Email", "Role"], ["Mari Udu", *stay, mail, "Attendee"]], "\t"),
        table([["", "Email address", "Quiz", ""], ["Mari Udu", mail, "Done", "2025-10-17 12:44:10"]]),
        table([["Date", "Event name", "Description", "Actor"], ["2025-10-03T08:15:00Z", "User joined", "x", mail]]),
        table([["Student Name", "Student Email", "Content", "Times Viewed", "Times Participated"], ["Mari Udu", mail, "Quiz", "4", "1"]]),
        json.dumps([{"actor": {"mbox": f"MAILTO:{mail}"}, "verb": {"id": "http://adlnet.gov/expapi/verbs/answered"}, "object": {"id": "https://x.example/1"}, "timestamp": "2025-10-03T10:15:00Z"}]).encode(),
    ]  # fmt: skip
    readings = [read(content, pseudonym=KEY) for content in files]
    assert [one.reader for one in readings] == [
        "teams_attendance",
        "moodle_completion",
        "google_workspace",
        "canvas",
        "xapi",
    ]
    assert {actor for one in readings for actor in one.events["actor"]} == {KEY("mari.udu@kool.example")}


@pytest.mark.parametrize("sample", [sample for sample, _, _ in activities.SAMPLES], ids=lambda sample: sample.__name__)
def test_what_holds_for_every_log(sample) -> None:
    reading = read(sample())
    events = reading.events
    assert tuple(events.columns) == EVENTS
    kinds = {name: str(events[name].dtype) for name in EVENTS}
    words = ("actor", "school", "kind", "topic", "method", "source")
    assert {kinds[name] for name in words} == {"category"}
    assert [kinds[name] for name in ("row", "at", "day", "minutes", "count", "delivered")] == ["int64", "datetime64[s]", "float64", "float64", "int64", "bool"]  # fmt: skip
    assert set(events["kind"]) <= set(EVENT_KINDS)
    assert set(events["source"]) == {reading.reader}
    assert not (events["minutes"] < 0).any()
    assert not (events["count"] < 0).any()
    assert events["row"].between(0, len(reading.table) - 1).all()
    assert all(not actor or actor.startswith("P-") for actor in events["actor"].cat.categories)
    text = " ".join(word for name in ("topic", "method", "school") for word in events[name].cat.categories)
    assert not any(
        name in text for name in ("Mari Udu", "Jaan Pilv", "Tiit Torn", "Liis Täht", "@kool.example", "192.0.2.")
    )
    assert len({str(one) for one in events["topic"].cat.categories}) == len(events["topic"].cat.categories)
