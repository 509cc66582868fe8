"""A mentoring log as sessions: one a row, who gave it to whom, hours, phase, planned or held; nothing lost in silence."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.reading.activities import book
from toolbox.model import MentoringSession, ToolboxError
from toolbox.reading import Pseudonyms, read
from toolbox.reading.activities.mentoring_titles import TEMPLATE
from toolbox.reading.session_lists import sessions_of, with_names

SAMPLES = Path(__file__).parents[2] / "sample_datasets"
KEY = Pseudonyms(b"one key")
HEADING = [*TEMPLATE]


def log(*rows: list[object], heading: list[str] = HEADING):
    return read(book({"Log": [heading, *rows]}), "log.xlsx", pseudonym=KEY)


def test_the_sample_log_gives_a_session_a_row_with_everything_it_says():
    reading = read((SAMPLES / "mentoring_log.xlsx").read_bytes(), "mentoring_log.xlsx", pseudonym=KEY)
    found = sessions_of(reading)
    assert len(found.sessions) == len(reading.table)
    assert not found.problems
    assert found.sessions[0] == MentoringSession(
        on=date(2025, 10, 28), giver="Udulinna Kool", receiver="Sumuniemen koulu", mentors=(KEY("KK06L"),),
        persons=tuple(sorted(map(KEY, ["GE20H", "MA25T", "LM06K", "HM01A", "TE22J", "LS17P", "VU26T", "EN10B", "BM28A", "BK21T"]))),
        hours=3.0, method="workshop", topic="feedback to pupils", phase="initiative",
    )  # fmt: skip
    planned = [one for one in found.sessions if not one.delivered]
    assert planned
    assert all(one.persons == () for one in planned)
    assert {one.hours for one in found.sessions} <= {1.0, 1.5, 2.0, 3.0}, "five spellings of a length, one number each"


def test_a_log_without_mentor_schools_and_phases():
    reading = read((SAMPLES / "exports/mentoring_log/mentorointi.xlsx").read_bytes(), "log.xlsx", pseudonym=KEY)
    found = sessions_of(reading)
    assert [one.hours for one in found.sessions] == [1.5, 1.5, 1.5, 0.75, 1.5, 2.0, 2.25]
    assert {(one.giver, one.receiver, one.phase) for one in found.sessions} == {("", "Sumuniemen koulu", "")}
    assert found.sessions[1].on == date(2025, 10, 13), "the merged day"
    assert [one.delivered for one in found.sessions].count(False) == 1


def test_somebody_named_twice_in_a_row_came_once():
    reading = log([date(2026, 1, 7), "Oak", "M1", "Elm", "workshop", "Mapping", "x", "held", 1, "A1; B2; a1"])
    (one,) = sessions_of(reading).sessions
    assert one.persons == tuple(sorted((KEY("A1"), KEY("B2"))))
    assert one.phase == "mapping", "in our words where they are known"


def test_a_mentor_who_is_mentored_elsewhere_is_one_person():
    reading = log(
        [date(2026, 1, 7), "Oak", "M1", "Elm", "workshop", "mapping", "x", "held", 1, "A1"],
        [date(2026, 1, 8), "Ash", "M2", "Oak", "workshop", "unser Weg", "x", "held", 1, "M1"],
    )
    first, second = sessions_of(reading).sessions
    assert first.mentors == second.persons == (KEY("M1"),)
    assert second.phase == "unser Weg", "a hub's own word stays"


def test_rows_without_a_school_or_a_day_are_counted_and_a_person_can_say_the_school():
    rows = (
        [date(2026, 1, 7), "Oak", "M1", "Elm", "workshop", "", "x", "held", 1, "A1"],
        ["soon", "Oak", "M1", "Elm", "workshop", "", "z", "planned", 1, None],
    )
    reading = log(rows[0], [date(2026, 1, 9), "Oak", "M1", "Elm", "talk", "", "w", "held", 1, "A1"], rows[1])
    found = sessions_of(reading)
    assert len(found.sessions) == 2
    assert [(each.code, each.count, each.rows) for each in found.problems] == [("sessions_without_day", 1, (4,))]
    heading = [title for title in HEADING if title != "School"]
    alone = log([each for place, each in enumerate(rows[0]) if place != 3], heading=heading)
    without = sessions_of(alone)
    assert without.sessions == ()
    assert [(each.code, each.count, each.rows) for each in without.problems] == [("sessions_without_school", 1, (2,))]
    (one,) = sessions_of(alone, receiver="Elm").sessions
    assert (one.receiver, one.giver) == ("Elm", "Oak")


def test_typed_parts_of_hours_come_back_as_they_were():
    reading = log([date(2026, 1, 7), "Oak", "M1", "Elm", "workshop", "", "x", "held", 50 / 60, "A1"])
    assert sessions_of(reading).sessions[0].hours == 50 / 60


def test_names_of_now_and_unknown_ones():
    held = MentoringSession(on=date(2026, 1, 7), giver="OAK", receiver="Elmwood")
    other = MentoringSession(on=date(2026, 1, 8), giver="", receiver="Ash")
    found, unknown = with_names([held, other], ["Elm", "Oak"], {"Elmwood": "Elm"})
    assert [(one.giver, one.receiver) for one in found] == [("Oak", "Elm"), ("", "Ash")]
    assert unknown == ("Ash",)


def test_another_log_is_no_log_of_sessions():
    reading = read((SAMPLES / "moodle_log.csv").read_bytes(), "moodle_log.csv", pseudonym=KEY)
    with pytest.raises(ToolboxError) as refused:
        sessions_of(reading)
    assert refused.value.code == "not_a_session_log"
