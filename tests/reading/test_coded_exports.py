"""What is special to tools that write codes, events and check boxes: REDCap, SoSci, Kobo, ODK, SPSS."""

from __future__ import annotations

import numpy as np
import pytest

from tests.reading import invented_more
from tests.reading.persons import text
from toolbox.model import Reading
from toolbox.reading import read


def told(reading: Reading, code: str) -> list[str]:
    """The messages of a code."""
    return [problem.message for problem in reading.problems if problem.code == code]


def kinds(reading: Reading) -> dict[str, str]:
    """Kind by column."""
    return {question.key: question.kind for question in reading.questions}


def test_redcap_events_are_rows_and_told() -> None:
    reading = read(invented_more.redcap())
    assert (reading.people, len(reading.table)) == (3, 6)
    assert reading.finished.tolist() == [True] * 5 + [False]
    assert np.isnat(reading.times).tolist() == [False] * 5 + [True]
    (message,) = told(reading, "several_events")
    assert "2 events: 'before_arm_1' (3 rows), 'after_arm_1' (3 rows)" in message
    assert "export one event at a time" in message
    assert kinds(reading)["helped___1"] == kinds(reading)["helped___2"] == "multi"


def test_redcap_repeated_instruments_are_rows_and_told() -> None:
    heading = ["record_id", "redcap_repeat_instrument", "redcap_repeat_instance", "role", "about_complete"]
    rows = [
        ["1", "", "", "teacher", "2", "", ""],
        ["1", "visits", "1", "", "", "40", "2"],
        ["1", "visits", "2", "", "", "45", "0"],
    ]
    reading = read(text([[*heading, "minutes", "visits_complete"], *rows]))
    assert (reading.reader, reading.people) == ("redcap", 1)
    assert reading.finished.tolist() == [True, True, False]
    assert "'visits' (2 rows)" in told(reading, "repeated_instruments")[0]


def test_redcap_with_labels_knows_what_is_complete() -> None:
    reading = read(invented_more.redcap_labels())
    assert reading.finished.tolist() == [True, True, True, True, False, True]
    assert kinds(reading)["What helped? (choice=A course)"] == "multi"
    assert kinds(reading)["Complete?"] == kinds(reading)["Complete? (2)"] == "metadata"


@pytest.mark.parametrize(
    "heading",
    [
        ["name", "class", "homework_complete"],
        ["id", "task_complete", "school"],
        ["Pupil", "Complete?", "School"],
    ],
)
def test_a_column_called_complete_is_not_yet_redcap(heading) -> None:
    assert read(text([heading, ["a", "1", "0"], ["b", "2", "1"], ["c", "1", "2"]])).reader == "plain_table"
