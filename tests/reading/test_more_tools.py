"""What is special to Alchemer, Typeform, Canvas, Moodle and SELFIE."""

from __future__ import annotations

import pytest

from tests.reading import invented_more
from tests.reading.persons import STATEMENTS, answers, text, workbook
from tests.reading.test_coded_exports import kinds, told
from toolbox.reading import read
from toolbox.reading.recognised import sentence


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


def test_typeform_options_that_come_again_are_told_apart() -> None:
    reading = read(invented_more.typeform(), "responses.csv")
    assert [key for key in reading.table if key.startswith("Other")] == [
        "Other (behind: A course)",
        "Other (behind: Tablets)",
    ]
    assert kinds(reading)["A course"] == kinds(reading)["Tablets"] == "multi"
    assert reading.finished.tolist() == [True, True, True, True, False, True]
    assert set(reading.table["Network ID"]) == {""}


def test_canvas_points_are_set_aside_and_answers_taken_apart() -> None:
    reading = read(invented_more.canvas_survey(), "report.csv")
    assert texts(reading)["405: Devices work."] == "Devices work."
    assert kinds(reading)["405: points of 1.0"] == "metadata"
    assert kinds(reading)["407: What helped?"] == "multi"
    assert reading.table["407: What helped?"].tolist()[3:5] == ["A walk, outside; A course", "A walk, outside"]
    assert reading.people == 6
    assert not any("Eksempel" in cell for cell in reading.table["name"])


def test_canvas_anonymous_survey_has_no_persons() -> None:
    heading = [
        "section",
        "section_id",
        "submitted",
        "attempt",
        "7: Is it fun?",
        "1.0",
        "n correct",
        "n incorrect",
        "score",
    ]
    reading = read(text([heading, ["All", "9", "2025-03-01 10:00:00 UTC", "1", "Agree", "0", "0", "1", "0"]]))
    assert (reading.reader, reading.people) == ("canvas_survey", None)


def test_moodle_feedback_below_its_title_with_dates_in_long_words() -> None:
    reading = read(invented_more.moodle_feedback(), "feedback.xlsx")
    assert str(reading.first) == "2025-10-03 08:15:00"
    assert {question.code for question in reading.questions} >= {"P1", "P2", "P3"}
    assert texts(reading)["(P2) Devices work."] == "Devices work."
    assert told(reading, "lines_above")


def test_moodle_questionnaire_rows_share_a_question() -> None:
    reading = read(invented_more.moodle_questionnaire(), "q.csv")
    assert texts(reading)["Q04_How far do you agree?->Devices work."] == "How far do you agree? [Devices work.]"
    assert [question.code for question in reading.questions if question.code.startswith("Q04")] == [
        "Q04_1",
        "Q04_2",
        "Q04_3",
    ]
    assert not any("Eksempel" in cell for column in reading.table for cell in reading.table[column])


def test_a_list_of_dates_and_names_is_not_yet_moodle() -> None:
    rows = [["Anna Eksempel", f"2025-03-0{n}", "Agree"] for n in range(1, 5)]
    assert read(text([["Full name", "Date", "How was it?"], *rows])).reader == "plain_table"


AVERAGES = [("A. Leadership", "leaders", "3.8", "4"), ("A. Leadership", "teachers", "3.1", "23")]
AVERAGES += [("H. Pupils' competence", "leaders", "4.0", "4"), ("H. Pupils' competence", "teachers", "3.25", "23")]


@pytest.mark.parametrize(
    "rows",
    [
        [
            ["Area", "leaders", "teachers"],
            ["A. Leadership", "3.8", "3.1"],
            ["H. Pupils' competence", "4.0", "3.25"],
            ["n", "4", "23"],
        ],
        [
            ["", "leaders", "n leaders", "teachers", "n teachers"],
            ["A. Leadership", "3.8", "4", "3.1", "23"],
            ["H. Pupils' competence", "4.0", "4", "3.25", "23"],
        ],
        [
            ["Area", "leaders", "teachers"],
            ["A. Leadership", "3.8 (4)", "3.1 (n=23)"],
            ["H. Pupils' competence", "4.0 (4)", "3.25 (23)"],
        ],
        [
            ["Group", "A. Leadership", "H. Pupils' competence", "n"],
            ["leaders", "3.8", "4.0", "4"],
            ["teachers", "3.1", "3.25", "23"],
        ],
        [["Area", "Group", "Average", "n"], *AVERAGES],
    ],
    ids=["n in a row", "n in columns", "n in brackets", "groups as rows", "long"],
)
def test_selfie_averages_of_any_shape_are_one_table(rows) -> None:
    reading = read(text([["SELFIE report of spring"], *rows], "\t"))
    assert reading.reader == "selfie_areas"
    assert [tuple(map(str, row)) for row in reading.table.to_numpy().tolist()] == AVERAGES
    assert "not answers of persons" in told(reading, "averages")[0]
    assert sentence(reading) == "A table of SELFIE area averages, 4 averages, tab-separated, UTF-8."


def test_answers_of_a_few_persons_are_no_averages() -> None:
    rows = [["Role", "q1", "q2"], ["teacher", "4", "5"], ["pupil", "3", "2"]]
    assert read(text(rows)).reader == "plain_table"
    assert (
        read(text([["School", "Teacher", "Pupil"], ["Tamme", "Agree", "Disagree"], ["Kase", "Agree", "Agree"]])).reader
        == "plain_table"
    )


def test_averages_beside_the_answers_are_another_sheet() -> None:
    summary = [["Area", "Teacher", "Pupil"], ["Plan", "3.8", "3.1"]]
    reading = read(
        workbook({"Summary": summary, "Answers": [["School", "Role", *STATEMENTS], *map(persons_row, range(6))]})
    )
    assert (reading.reader, reading.sheet) == ("plain_table", "Answers")


def persons_row(turn: int) -> list[str]:
    """School, role and answers of one invented person."""
    school, role, _, *said = answers(turn)
    return [school, role, *said]


def test_canvas_report_of_latest_attempts_has_no_attempt_and_a_name_asked_for_is_one() -> None:
    content = (
        "name,id,sis_id,section,section_id,section_sis_id,submitted,"
        '"101: <p>Name: (leave blank if you\ndo not consent)</p>",0.0,102: Pick one,102: score,n correct,n incorrect,score\n'
        "Mari Mets,11,A1,Sec A,5,,2026-09-25 23:30:00 UTC,Mari Mets,0.0,B,1.0,1,0,1.0\n"
        "Jaan Kask,12,A2,Sec A,5,,2026-09-26 01:00:00 UTC,Jaan Kask,0.0,A,0.0,0,1,0.0\n"
    )
    reading = read(content.encode())
    assert reading.reader == "canvas_survey"
    asked = {question.code: question for question in reading.questions if question.code}
    assert list(asked) == ["101", "102"]
    assert asked["101"].identifier == "name"
    assert asked["101"].text == "Name: (leave blank if you do not consent)"
    assert sum(question.kind == "metadata" for question in reading.questions) == 9
