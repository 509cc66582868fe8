"""A list of schools as people keep it: titles above, other headings, local dates; what cannot be read is said."""

from __future__ import annotations

import io
from datetime import date, datetime

import openpyxl
import pytest

from toolbox.model import SchoolFacts, ToolboxError
from toolbox.reading.school_lists import matched, read_schools


def workbook(*rows) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def test_a_workbook_with_a_title_above_and_real_dates():
    content = workbook(
        ["Schools of the hub", None, None, None],
        [],
        ["Hours", "School name", "Mentoring began", "Remarks"],
        [12, "Elm", datetime(2025, 10, 27), "calls on Mondays"],
        [None, "Oak", None, None],
    )
    found = read_schools(content, "schools.xlsx")
    assert found.columns == {"school", "starts", "hours"}
    assert found.facts == (
        SchoolFacts(school="Elm", starts=date(2025, 10, 27), hours=12.0),
        SchoolFacts(school="Oak"),
    )


@pytest.mark.parametrize(
    "content", ["school;hub\nElm;North\n", "school\thub\nElm\tNorth\n", "\ufeffSchool,Hub\nElm,North\n"]
)
def test_any_separator(content):
    assert read_schools(content.encode()).facts == (SchoolFacts(school="Elm", hub="North"),)


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        ("name,hub\nElm,North\n", "school_list_columns", "no column with the heading “school”"),
        ("school,place\nElm,North\n", "school_list_columns", "no column “hub”, “starts” or “hours”"),
        ("school,hub\n,North\n", "school_list_columns", "Row 2 of The list has no school"),
        ("school,hub\nElm,North\nelm ,South\n", "school_list_twice", "more than once"),
        ("school,starts\nElm,03/04/2025\n", "school_list_date", "day or the month first"),
        ("school,starts\nElm,2025-10-27\nOak,soon\n", "school_list_date", "“soon” in the column “starts”"),
        ("school,hours\nElm,about ten\n", "school_list_hours", "“about ten” for Elm"),
        ("school,hours\nElm,-3\n", "school_list_hours", "“-3” for Elm"),
        ("school,hub\n", "school_list_empty", "no school below"),
        ("", "empty_file", "empty"),
        ("%PDF-1.4 report", "pdf", "PDF"),
    ],
)
def test_what_cannot_be_read_is_said(content, code, words):
    with pytest.raises(ToolboxError, match=words) as refused:
        read_schools(content.encode())
    assert refused.value.code == code


def test_names_are_matched_to_the_schools_of_the_rounds_and_unknown_ones_told():
    listed = read_schools("school,hub\n  vėjo TILTO progimnazija.,North\nAsh,South\n".encode())
    made, unknown = matched(listed, ["Vėjo tilto progimnazija", "Elm"], [])
    assert made == (SchoolFacts(school="Vėjo tilto progimnazija", hub="North"),)
    assert unknown == ("Ash",)
