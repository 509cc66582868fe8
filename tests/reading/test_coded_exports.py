"""What is special to tools that write codes, events and check boxes: REDCap, SoSci, Kobo, ODK, SPSS."""

from __future__ import annotations

import subprocess

import numpy as np
import pytest

from tests.reading import invented_more
from tests.reading.persons import text
from toolbox.model import Choices, Reading, State, ToolboxError
from toolbox.reading import read, statistics_files
from toolbox.reading.grid import Column, Declared, Grid
from toolbox.reading.recipes.scales import state_of
from toolbox.reading.surveys import spss


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
    assert "choose the event this round is made of" in message
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
    "rows",
    [
        [["study_id", "redcap_data_access_group", "plan"], ["1", "tamme", "4"]],
        [["", "study_id", "plan", "school_complete"], ["1", "AAAA", "4", "2"], ["2", "BBBB", "NA", "0"]],
        [["Study ID", "We have a plan.", "Complete?"], ["1", "Agree", "Complete"], ["2", "", "Incomplete"]],
        [["code", "helped___1", "helped___2", "about_complete"], ["A1", "1", "0", ""], ["B2", "0", "0", "2"]],
    ],
    ids=["a data access group", "row numbers of R before it", "labels", "check boxes"],
)
def test_redcap_in_many_shapes(rows) -> None:
    assert read(text(rows)).reader == "redcap"


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


def test_spss_answers_are_words_where_labels_cover_them() -> None:
    reading = read(invented_more.spss(), "answers.sav")
    texts = {question.key: question.text for question in reading.questions}
    assert texts["a"] == "We have a plan."
    assert reading.table["a"].tolist()[:2] == ["Strongly disagree", "Disagree"]
    assert kinds(reading)["a"] == "scale"
    assert kinds(reading)["role"] == "choice"
    assert kinds(reading)["filled_in"] == "date"


def test_spss_scale_with_labelled_ends_stays_in_numbers() -> None:
    reading = read(invented_more.spss(), "answers.sav")
    texts = {question.key: question.text for question in reading.questions}
    assert texts["content"] == "How content are you? (1 = not at all, 10 = completely)"
    assert reading.table["content"].tolist() == ["1", "10", "7", "", "3", "Don't know"]
    assert told(reading, "user_missing") == [
        "1 answer is marked as missing in the SPSS file (for example '99' (no answer) in 'content') and counts as blank."
    ]


def test_spss_file_that_ends_its_reader_is_refused(monkeypatch) -> None:
    """The library under it can crash on a damaged file; only the process that reads it may end."""
    crashed = subprocess.CompletedProcess(args=[], returncode=-11, stdout=b"")
    monkeypatch.setattr(statistics_files.subprocess, "run", lambda *told, **more: crashed)
    with pytest.raises(ToolboxError, match=r"save it again as \.sav"):
        read(invented_more.spss(), "answers.sav")


def test_spss_multiple_response_sets_are_several_choices() -> None:
    """The library that writes test files knows no sets, so the declaration is given by hand."""
    columns = tuple(Column.of_cells([name, "1", "0"]) for name in ("helped1", "helped2"))
    declared = (
        Declared(text="What helped? [A colleague]", kind="multi"),
        Declared(text="What helped? [A course]", kind="multi"),
    )
    grid = Grid(columns=columns, row_numbers=np.arange(3), source="spss", declared=declared)
    laid = spss.lay_out([grid.row(0)], grid.take(slice(1, None)))
    assert laid.texts == ("What helped? [A colleague]", "What helped? [A course]")
    assert laid.kinds == {0: "multi", 1: "multi"}


def test_spss_files_cut_anywhere_are_refused_in_words() -> None:
    whole = invented_more.spss()
    for length in (8, 170, len(whole) // 2, len(whole) - 300):
        with pytest.raises(ToolboxError) as refused:
            read(whole[:length], "answers.sav")
        assert refused.value.code in ("spss_damaged", "no_answers")


def test_sosci_tests_are_left_out_and_told() -> None:
    reading = read(invented_more.sosci(), "rdata.csv")
    assert (reading.separator, reading.encoding, len(reading.table)) == ("\t", "utf-16", 6)
    assert told(reading, "test_rows") == ["1 row comes from tests or previews and was left out."]
    assert reading.finished.tolist() == [True, True, True, True, False, True]


def test_sosci_check_boxes_are_words_and_told() -> None:
    reading = read(invented_more.sosci(), "rdata.csv")
    assert reading.table["AB01_01"].tolist() == ["No", "Yes", "No", "Yes", "No", "Yes"]
    assert kinds(reading)["AB01_02"] == "multi"
    assert kinds(reading)["AB01"] == "metadata"
    assert kinds(reading)["AA01_01"] == "scale"
    assert "2 check boxes" in told(reading, "check_boxes")[0]


def test_sosci_answers_one_and_two_are_no_check_boxes_where_the_count_disagrees() -> None:
    heading = ["CASE", "QUESTNNR", "MODE", "STARTED", "AB01", "AB01_01", "AB01_02", "FINISHED"]
    rows = [[str(n), "q", "interview", "2025-03-01 10:00:00", "7", str(1 + n % 2), "1", "1"] for n in range(6)]
    reading = read(text([heading, *rows], "\t"))
    assert reading.reader == "sosci"
    assert reading.table["AB01_01"].tolist() == ["1", "2"] * 3


def test_sosci_second_row_of_texts_is_a_heading() -> None:
    reading = read(invented_more.sosci_with_texts(), "data.csv")
    assert reading.heading_rows == 2
    assert {question.key: question.text for question in reading.questions}["AA01_02"] == "Zustimmung [Devices work.]"


def test_sosci_answers_not_given_are_blank() -> None:
    assert state_of("-9", "sosci") is State.BLANK
    assert state_of("-1", "sosci") is State.UNKNOWN


def test_kobo_uses_one_of_two_shapes_of_several_answers() -> None:
    reading = read(invented_more.kobo(), "kobo.csv")
    found = kinds(reading)
    assert found["What helped?"] == "metadata"
    assert found["What helped?/A colleague"] == found["What helped?/A course"] == "multi"
    words = {question.key: question.text for question in reading.questions}
    assert words["What helped?/A course"] == "What helped? [A course]"
    assert words["Our school/Devices work."] == "Devices work."


def test_kobo_repeated_group_is_named_and_not_read_as_answers() -> None:
    reading = read(invented_more.kobo_workbook(), "kobo.xlsx")
    assert (reading.sheet, len(reading.table)) == ("School survey", 6)
    assert "'visits' (40 rows, repeated inside the answers)" in told(reading, "many_sheets")[0]


def test_odk_archive_holds_the_answers_and_its_repeats() -> None:
    reading = read(invented_more.odk(), "school.zip")
    assert (reading.reader, reading.sheet, reading.sheets) == ("odk", "school", ("school", "school-visits"))
    assert "'school-visits' (18 rows, repeated inside the answers)" in told(reading, "many_sheets")[0]
    assert {question.key: question.text for question in reading.questions}["about-school"] == "school"
    assert kinds(reading)["helped"] == "multi"
    assert kinds(reading)["plan-a"] == "scale"
    assert read(invented_more.odk(), choices=Choices(sheet="school-visits")).reader == "odk"


def test_odk_table_people_cleaned_is_known_by_its_instances() -> None:
    rows = [[f"2025-03-0{n}", "tamme", f"uuid:0000-{n}"] for n in range(1, 5)]
    assert read(text([["day", "school", "instanceID"], *rows])).reader == "odk"
    assert (
        read(text([["day", "school", "instanceID"], *([*row[:2], str(n)] for n, row in enumerate(rows))])).reader
        == "plain_table"
    )


def test_a_repeated_group_chosen_bears_what_its_record_says() -> None:
    content = invented_more.kobo_workbook()
    main = read(content)
    (told_of,) = [problem.message for problem in main.problems if problem.code == "many_sheets"]
    assert "repeated inside the answers" in told_of
    sheet = next(name for name in main.sheets if name != main.sheet)
    chosen = read(content, choices=Choices(sheet=sheet))
    assert chosen.reader == "kobo"
    assert "_parent_index" not in chosen.table.columns
    assert {"_uuid", "_submission_time"} < set(chosen.table.columns)
    assert "bear what" in told(chosen, "joined_records")[0]


def test_a_repeated_table_of_an_archive_bears_what_its_record_says() -> None:
    chosen = read(invented_more.odk(), choices=Choices(sheet="school-visits"))
    assert (chosen.reader, "PARENT_KEY" in chosen.table.columns) == ("odk", False)
    assert "SubmissionDate" in chosen.table.columns
