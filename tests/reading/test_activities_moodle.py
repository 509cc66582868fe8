"""Moodle logs with the traps of schools: dates of many languages, no year, Excel's damage, staff and other names."""

from __future__ import annotations

import json
from datetime import datetime

import numpy as np
import pytest

from tests.reading import activities
from toolbox.model import Choices
from toolbox.reading import read
from toolbox.shell import main

HEADING = activities._ENGLISH
VIEWED = "The user with id '{}' viewed the course with id '7'."


def log(rows: list[tuple[str, ...]], heading: list[str] = HEADING) -> bytes:
    """A log of (time, display name, description, context)."""
    lines = [[at, name, "-", where, "System", "Seen", told, "web", "192.0.2.7"] for at, name, told, where in rows]
    return activities.table([heading, *lines])


def at(*moments: str) -> bytes:
    return log([(moment, "Mari Udu", VIEWED.format(31), "Course: Room") for moment in moments])


def codes(reading) -> set[str]:
    return {problem.code for problem in reading.problems}


def said(reading, code: str) -> str:
    (told,) = [problem.message for problem in reading.problems if problem.code == code]
    return told


@pytest.mark.parametrize(
    "written",
    [
        "3. Oktober 2025, 12:44",  # de
        "3 oct. 2025, 12:44",  # fr
        "3 ott 2025, 12:44",  # it
        "3 de octubre de 2025, 12:44",  # es
        "03/10/25 às 12:44",  # pt
        "2025 m. spalio 3 d., 12:44",  # lt, long
        "2025/10/03, 12:44",  # eu
        "2025(e)ko urriak 3, 12:44",  # eu, long
        "3 okt. 2025, 12:44",  # nl, nb
        "2025-10-03, 12:44",  # sv
        "3.10.2025 klo 12.44",  # fi
        "3 lokakuuta 2025, 12:44",  # fi
        "3. oktoober 2025, 12:44",  # et
        "2025. gada 3. oktobris, 12:44",  # lv
        "3 октября 2025, 12:44",  # ru
        "3 жовтня 2025, 12:44",  # uk
        "3 Οκτωβρίου 2025, 12:44",  # el
        "3 ოქტომბერი 2025, 12:44",  # ka
        "3 paź 2025, 12:44",  # pl
        "3. října 2025, 12:44",  # cs
        "2025. október 3., 12:44",  # hu
        "3 Ekim 2025, 12:44",  # tr
        "03/10/25، 12:44",  # ar
        "3 أكتوبر 2025، 12:44",  # ar
        "2025年 10月 03日(金) 12:44",  # ja
        "2025年10月3日 星期五 12:44",  # zh
        "2025년 10월 3일 오후 12:44",  # ko
        "Fri Oct  3 12:44:00 2025",  # C
        "45933.530555",  # an Excel day number
        "1759495440",  # seconds since 1970
    ],
)
def test_moments_of_every_language_are_the_same_moment(written) -> None:
    reading = read(at(written, written))
    # Two equal dates alone tell no order: the day is 3 or 10, and what is taken is told.
    assert reading.first == datetime(2025, 10, 3, 12, 44)
    assert reading.events["at"].notna().all()


def test_a_log_of_one_day_is_read_in_the_order_of_its_language() -> None:
    rows = [("25/10/03, 12:44", "Mari Udu", VIEWED.format(31), "Course: Room")] * 2
    lithuanian = ["Laikas", "Visas naudotojo vardas", "Susijęs naudotojas", "Įvykio kontekstas", "Komponentas"]
    lithuanian += ["Įvykio pavadinimas", "Aprašas", "Kilmė", "IP adresas"]
    assert read(log(rows, lithuanian)).first == datetime(2025, 10, 3, 12, 44)
    assert read(log(rows)).first == datetime(2003, 10, 25, 12, 44)


def test_the_school_year_of_a_log_without_years_is_asked_and_can_be_answered(tmp_path, capsys) -> None:
    content = at("02 Sep, 12:44", "17 Oct, 12:44", "05 Feb, 08:15")
    asked = read(content)
    assert "This log has no year in its dates" in said(asked, "no_year")
    assert "Which school year is it?" in said(asked, "no_year")
    assert asked.events["at"].isna().all()
    answered = read(content, choices=Choices(school_year=2014))
    assert (answered.first, answered.last) == (datetime(2014, 9, 2, 12, 44), datetime(2015, 2, 5, 8, 15))
    assert "no_year" not in codes(answered)
    file = tmp_path / "logs.csv"
    file.write_bytes(content)
    assert main(["read", str(file), "--json", "--school-year", "2014/15"]) == 0
    assert json.loads(capsys.readouterr().out)["last"] == "2015-02-05T08:15:00"


@pytest.mark.parametrize("typed", ["14/15", "2014/17", "soon"])
def test_a_school_year_typed_wrongly_is_refused_in_words(typed, tmp_path, capsys) -> None:
    assert main(["read", "logs.csv", "--school-year", typed]) == 2
    assert "write 2014/15" in capsys.readouterr().err


def test_times_that_excel_cut_are_told_and_not_taken_for_hours() -> None:
    reading = read(at("33:50.5", "12:01.0", "59:59.9"))
    assert reading.first is None
    assert said(reading, "times_cut").startswith("3 times were cut before upload (the first: '33:50.5')")
    assert "without opening it in Excel" in said(reading, "times_cut")


def test_a_time_nobody_can_read_is_counted() -> None:
    reading = read(at("17/10/25, 12:44", "yesterday", "18/10/25, 12:44"))
    assert said(reading, "dates_unknown").startswith("1 time could not be read (the first: 'yesterday')")


def test_a_log_that_stops_at_the_row_limit_says_which_events_are_missing() -> None:
    minutes = np.datetime64("2025-10-03T08:00", "m") - np.arange(65_535)
    rows = [f"{at:%d/%m/%y, %H:%M}" for at in minutes.tolist()]
    told = said(read(at(*rows)), "row_limit")
    assert told == (
        "This file stops at Excel's row limit, so events before 18 Aug 2025, 19:46 are missing. "
        "Download it again and upload without opening it in Excel."
    )
    assert "events after 03 Oct 2025, 08:00 are missing" in said(read(at(*rows[::-1])), "row_limit")


def staff_log() -> bytes:
    report = "The user with id '{}' viewed the {} for the course with id '7'."
    own = "The user with id '33' enrolled the user with id '33' using the enrolment method 'self' in the course with id '7'."
    rows = [("Tiit Torn", report.format(2, "log report")), ("Tiit Torn", VIEWED.format(2)), ("Ene Rand", report.format(3, "grader report"))]  # fmt: skip
    rows += [("Mari Udu", VIEWED.format(31)), ("Jaan Pilv", "The user with id '32' viewed the user report in the gradebook."), ("Liis Täht", own)]  # fmt: skip
    return log([("17/10/25, 12:44", name, told, "Course: Room") for name, told in rows])


def test_staff_in_a_log_of_pupils_is_asked_about_and_can_be_left_out(tmp_path, capsys) -> None:
    asked = read(staff_log())
    assert said(asked, "staff_accounts") == "2 accounts look like staff (they edit or view reports). Leave them out?"
    assert (asked.people, len(asked.events)) == (5, 6)
    without = read(staff_log(), choices=Choices(without_staff=True))
    assert (without.people, len(without.events)) == (3, 3)
    assert said(without, "staff_left_out").endswith("What they did was left out.")
    file = tmp_path / "logs.csv"
    file.write_bytes(staff_log())
    assert main(["read", str(file), "--json", "--without-staff"]) == 0
    assert json.loads(capsys.readouterr().out)["people"] == 3


def test_pupils_who_see_their_own_grades_are_no_staff() -> None:
    reading = read(log([("17/10/25, 12:44", "Jaan Pilv", "The user with id '32' viewed the user report in the gradebook.", "Course: Room")]))  # fmt: skip
    assert "staff_accounts" not in codes(reading)


def test_who_acts_under_another_name_is_found_in_any_language() -> None:
    rows = [("Tiit Torn als Mari Udu", 31), ("Tiit Torn en tant que Mari Udu", 31), ("Tiit Torn", 2), ("Mari Udu", 31)]
    rows = [("17/10/25, 12:44", name, VIEWED.format(number), "Course: Room") for name, number in rows]
    actors = read(log(rows), pseudonym=str).events["actor"].tolist()
    assert actors == ["moodle account 2"] * 3 + ["moodle account 31"]


def test_names_inside_a_context_are_removed() -> None:
    rows = [("17/10/25, 12:44", "Mari Udu", VIEWED.format(31), "Forum: Talk with Jaan Pilv about plans")]
    rows += [("17/10/25, 12:45", "Jaan Pilv", VIEWED.format(32), "Assignment: Write to jaan.pilv@kool.example")]
    topics = read(log(rows)).events["topic"].tolist()
    assert topics == ["Forum: Talk with (name removed) about plans", "Assignment: Write to (e-mail removed)"]


def test_headings_known_in_part_are_completed_by_the_order_of_columns() -> None:
    heading = ["რა დროს", "ვინ", "ვისზე", "სად", "კომპონენტი", "რა მოხდა", "აღწერა", "საიდან", "მისამართი"]
    reading = read(log([("17/10/25, 12:44", "Mari Udu", VIEWED.format(31), "Course: Room")], heading))
    assert reading.events["topic"].tolist() == ["Course: Room"]
    assert reading.events["kind"].tolist() == ["viewed"]


def test_actions_before_27_without_their_links() -> None:
    rows = [["ROOM", "17 October 2013, 12:44 PM", "192.0.2.7", "Mari Udu", "course view", "Room"]]
    rows += [["ROOM", "17 October 2013, 12:45 PM", "192.0.2.7", "Mari Udu", "forum add post", "Hello"]]
    reading = read(
        activities.table([["Course", "Time", "IP Address", "User full name", "Action", "Information"], *rows])
    )
    assert (reading.reader, reading.events["kind"].tolist()) == ("moodle_log", ["viewed", "created"])


def test_a_table_of_the_log_s_own_store() -> None:
    heading = ["id", "eventname", "component", "action", "userid", "courseid", "timecreated", "origin", "ip"]
    rows = [["1", "\\core\\event\\course_viewed", "core", "viewed", "31", "7", "1759495450", "web", "192.0.2.7"]]
    rows += [["2", "\\core\\event\\course_viewed", "core", "viewed", "0", "7", "1759495451", "cli", ""]]
    reading = read(activities.table([heading, *rows]), pseudonym=str)
    assert (reading.reader, reading.people) == ("moodle_log", 1)
    assert reading.events["actor"].tolist() == ["moodle account 31", ""]
    assert reading.first == datetime(2025, 10, 3, 12, 44, 10)


@pytest.mark.parametrize(
    ("heading", "rows", "read_as"),
    [
        (["", "E-mail", "Quiz", "", "Notes", ""], [["Mari Udu", "m@kool.example", "Done", "", "Not done", ""]], (1, 0)),
        (["Unnamed: 0", "Quiz", "Unnamed: 2"], [["Mari Udu", "Done", "2025-10-17 12:44"], ["Jaan", "Not", ""]], (2, 1)),
        (["Id", "Name", "Quiz", "Quiz - Completion date"], [["3", "Mari Udu", "Done", "2025-10-17 12:44"]], (1, 1)),
        (["", "All actions"], [["Mari Udu", "Yes (5)"], ["Jaan Pilv", "No"]], (2, 1)),
    ],
    ids=["nobody has done anything yet", "named by another program", "completion of a course", "participation"],
)
def test_reports_of_completion_and_participation(heading, rows, read_as) -> None:
    reading = read(activities.table([heading, *rows]), pseudonym=str)
    assert reading.reader == "moodle_completion"
    assert (len(reading.table), len(reading.events)) == read_as


def test_participation_counts_times() -> None:
    events = read(activities.table([["", "All actions"], ["Mari Udu", "Yes (5)"], ["Jaan Pilv", "No"]])).events
    assert (events["count"].tolist(), events["kind"].tolist()) == ([5], ["viewed"])
