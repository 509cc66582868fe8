"""What is special to Alchemer, Typeform, Canvas, Moodle and SELFIE."""

from __future__ import annotations

import pytest

from tests.reading import invented_more
from tests.reading.persons import text
from tests.reading.test_coded_exports import kinds, told
from toolbox.reading import read


def texts(reading) -> dict[str, str]:
    """Question in words by column."""
    return {question.key: question.text for question in reading.questions}


def test_alchemer_options_stand_behind_their_question() -> None:
    reading = read(invented_more.alchemer())
    assert (
        texts(reading)["Devices work.:How far do you agree: all in all?"]
        == "How far do you agree: all in all? [Devices work.]"
    )
    assert kinds(reading)["A course:What helped?"] == "multi"
    assert reading.finished.tolist() == [True, True, True, True, False, True]


def test_alchemer_test_answers_are_left_out_and_told() -> None:
    heading = ["Response ID", "Time Started", "Date Submitted", "Status", "School"]
    rows = [
        ["1", "2025-03-01 10:00:00", "2025-03-01 10:05:00", "Complete", "Tamme"],
        ["2", "2025-03-01 10:00:00", "", "Deleted", "x"],
    ]
    reading = read(text([heading, *rows]))
    assert len(reading.table) == 1
    assert told(reading, "test_rows") == ["1 row comes from tests or deleted answers and was left out."]


@pytest.mark.parametrize("heading", [["Task", "Date Submitted", "Status"], ["Response ID", "Date Submitted", "Mood"]])
def test_a_date_submitted_is_not_yet_alchemer(heading) -> None:
    assert read(text([heading, ["1", "2025-03-01", "Late"], ["2", "2025-03-02", "Good"]])).reader == "plain_table"
