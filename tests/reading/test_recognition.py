"""Exactly one reader claims each invented export, and the sentence says what was recognised."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.reading import activities, invented
from tests.reading.persons import workbook
from tests.reading.test_samples import FOLDER, expected
from toolbox.model import Choices, ToolboxError
from toolbox.reading import READERS, read
from toolbox.reading.activities.records import Told
from toolbox.reading.activities.records import records as each_record
from toolbox.reading.opening import grids, records
from toolbox.reading.recognised import sentence
from toolbox.reading.recognising import TwoClaims, claimants, recognise

SAMPLES = (*invented.SAMPLES, *activities.SAMPLES)
samples = pytest.mark.parametrize(
    ("sample", "reader", "name"), SAMPLES, ids=[sample.__name__ for sample, _, _ in SAMPLES]
)


def claims(content: bytes, name: str) -> list[str]:
    """The keys of every reader that claims a file, without the one that takes any table."""
    if (stream := records(content)) is not None:
        first = next(iter(each_record(stream, Told())))
        return [one.key for one in READERS if one.record is not None and one.record.claims(first)]
    return sorted({one.key for grid in grids(content, name) for one in claimants(grid, READERS[:-1])})


@samples
def test_exactly_one_reader_claims_each_export(sample, reader, name) -> None:
    assert claims(sample(), name) == ([] if reader == "plain_table" else [reader])


@pytest.mark.parametrize("reader", [reader.key for reader in READERS])
def test_exactly_one_reader_claims_each_sample_of_the_hub(reader) -> None:
    name = expected(reader)["file"]
    content = (FOLDER / reader / name).read_bytes()
    assert claims(content, name) == ([] if reader == "plain_table" else [reader])


def test_two_claims_are_logged_as_our_error_and_asked_of_the_visitor(caplog) -> None:
    first, *_, last = READERS
    (grid,) = grids(invented.limesurvey_codes())
    with pytest.raises(TwoClaims, match=r"looks like an export of LimeSurvey and of LimeSurvey\."):
        recognise(grid, (first, replace(first, key="twin"), last))
    assert "limesurvey and twin claim one export" in caplog.text
    assert recognise(grid, (first, replace(first, key="twin"), last), Choices(reader="twin")).reader.key == "twin"


@samples
def test_the_reader_is_the_one_expected(sample, reader, name) -> None:
    reading = read(sample(), name)
    assert reading.reader == reader
    assert (reading.events is None) == (reading.kind == "survey")
    assert reading.kind == "activity" or len(reading.table) == (
        7
        if reader == "selfie_areas"
        else 5
        if sample.__name__.startswith("qualtrics") and "legacy" not in sample.__name__
        else 6
    )
    assert list(reading.table.columns) == [question.key for question in reading.questions]


@pytest.mark.parametrize(
    ("sample", "said"),
    [
        (invented.limesurvey_codes, "A LimeSurvey export, 6 answers, 5 finished, semicolon-separated, UTF-8."),
        (invented.google_workbook, "A Google Forms export, 6 answers, sheet 'Form Responses 1' of 3."),
        (invented.qualtrics_tsv, "A Qualtrics export, 5 answers, 4 finished, tab-separated, UTF-16."),
        (invented.plain, "A plain table, 6 answers, comma-separated, UTF-8."),
    ],
)
def test_the_sentence(sample, said) -> None:
    assert sentence(read(sample())) == said


def test_the_sheet_is_chosen_by_signature_not_by_place() -> None:
    reading = read(invented.google_workbook())
    assert reading.sheet == "Form Responses 1"
    (told,) = [problem for problem in reading.problems if problem.code == "many_sheets"]
    assert "'Form Responses 1' (6 rows)" in told.message
    assert "'TransformData' (6 rows)" in told.message


def test_a_person_may_choose_another_sheet() -> None:
    reading = read(invented.google_workbook(), choices=Choices(sheet="TransformData"))
    assert (reading.sheet, reading.reader, len(reading.table)) == ("TransformData", "plain_table", 6)
    with pytest.raises(ToolboxError, match="has no sheet 'Data'"):
        read(invented.google_workbook(), choices=Choices(sheet="Data"))


def test_a_person_may_choose_reader_separator_and_heading_rows() -> None:
    assert read(invented.google_sheet(), choices=Choices(reader="plain_table")).reader == "plain_table"
    assert len(read(b"a;b,c\n1;2,3\n4;5,6\n", choices=Choices(separator=",")).questions) == 2
    assert len(read(invented.plain(), choices=Choices(heading_rows=2)).table) == 5
    with pytest.raises(ToolboxError, match="no reader 'nothing'"):
        read(invented.plain(), choices=Choices(reader="nothing"))


@pytest.mark.parametrize("reader", [reader.key for reader in READERS if reader.kind == "survey"])
def test_a_reader_chosen_by_hand_reads_any_table(reader) -> None:
    """Nobody is stopped from choosing the wrong tool; the columns are then shown as they are."""
    for sample in (invented.plain, invented.google_workbook, invented.limesurvey_codes, invented.surveymonkey):
        assert len(read(sample(), choices=Choices(reader=reader)).table) >= 2


def test_lines_above_the_heading_are_set_aside_and_told() -> None:
    reading = read(invented.plain_with_title())
    assert reading.questions[0].key == "School"
    (told,) = [problem for problem in reading.problems if problem.code == "lines_above"]
    assert told.rows == (1, 2)
    assert list(reading.row_numbers) == [4, 5, 6, 7, 8, 9]


def test_of_answers_and_their_copy_in_numbers_the_words_are_used() -> None:
    heading = ["School", "Role", "We have a plan", "Devices work"]
    words = [
        ["Tamme", "teacher", "Agree", "Disagree"],
        ["Kase", "pupil", "Agree", "Agree"],
        ["Kase", "pupil", "Disagree", "Agree"],
    ]
    numbers = [["1", "2", "4", "2"], ["2", "1", "4", "4"], ["2", "1", "2", "4"]]
    content = workbook(
        {"TransformData": [[*heading, "Sum"], *([*row, "9"] for row in numbers)], "Data": [heading, *words]}
    )
    reading = read(content)
    assert reading.sheet == "Data"
    told = next(problem.message for problem in reading.problems if problem.code == "many_sheets")
    assert "'TransformData' (3 rows, it looks like the same answers as numbers)" in told
