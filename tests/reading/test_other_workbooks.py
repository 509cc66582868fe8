"""Older workbooks (.ods, .xls) and packed files hold the same table as the text file."""

from __future__ import annotations

import gzip
import io
import zipfile
from datetime import timedelta

import pytest

from tests.reading.other_workbooks import ods, xls
from tests.reading.persons import STATEMENTS, answers, text
from toolbox.model import ToolboxError
from toolbox.reading import read

ROWS = [["School", "Role", "Code", *STATEMENTS], *map(answers, range(6))]
NUMBERS = [["School", "Hours", "Plan"], ["Tamme", 0.435, 4], ["Kase", 12.5, 5]]


def zipped(content: bytes, name: str) -> bytes:
    """An archive of one file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        ods({"Answers": ROWS}),
        xls("Answers", ROWS),
        gzip.compress(text(ROWS)),
        zipped(text(ROWS), "answers.csv"),
        zipped(ods({"Answers": ROWS}), "answers.ods"),
        gzip.compress(xls("Answers", ROWS)),
    ],
    ids=["ods", "xls", "csv.gz", "csv.zip", "ods.zip", "xls.gz"],
)
def test_the_same_table_whatever_it_is_packed_in(content) -> None:
    reading = read(content)
    assert [list(reading.table), *reading.table.to_numpy().tolist()] == ROWS
    assert reading.row_numbers.tolist() == [2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize("content", [ods({"S": NUMBERS}), xls("S", NUMBERS)], ids=["ods", "xls"])
def test_numbers_keep_their_point(content) -> None:
    assert read(content).table.to_numpy().tolist() == [["Tamme", "0.435", "4"], ["Kase", "12.5", "5"]]


def test_lengths_of_time_are_not_left_out() -> None:
    rows = [
        ["School", "Took"],
        ["Tamme", timedelta(minutes=45)],
        ["Kase", timedelta(hours=26, minutes=5)],
        ["Elm", "1 h"],
    ]
    table = read(ods({"S": rows, "T": rows})).table
    assert table["Took"].tolist() == ["00:45:00", "26:05:00", "1 h"]


@pytest.mark.parametrize("content", [ods({"S": [[], [], *ROWS]}), xls("S", [[], [], *ROWS])], ids=["ods", "xls"])
def test_rows_are_numbered_as_in_the_workbook(content) -> None:
    assert read(content).row_numbers.tolist() == [4, 5, 6, 7, 8, 9]


@pytest.mark.parametrize("content", [ods({"S": ROWS}), xls("S", ROWS)], ids=["ods", "xls"])
def test_a_workbook_cut_anywhere_is_refused_in_words(content) -> None:
    for length in range(20, len(content) - 600, max(1, len(content) // 12)):
        with pytest.raises(ToolboxError):
            read(content[:length])


def outcome(content: bytes) -> str:
    """The code of a refusal, "" where the file is read; any other exception is a fault of ours."""
    try:
        read(content)
    except ToolboxError as refused:
        return refused.code
    return ""


def test_an_archive_damaged_in_any_byte_is_read_or_refused_in_words() -> None:
    whole = zipped(text(ROWS), "answers.csv")
    codes = {
        outcome(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :]) for place in range(0, len(whole), 3)
    }
    assert "broken_archive" in codes
