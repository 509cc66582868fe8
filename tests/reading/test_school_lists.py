"""A list of schools as people keep it: titles above, other headings, local dates; what cannot be read is said."""

from __future__ import annotations

import io
from datetime import date, datetime

import openpyxl
import pytest

from toolbox.model import School, ToolboxError
from toolbox.reading.list_kinds import list_kind
from toolbox.reading.school_lists import matched, read_schools
from toolbox.reading.school_names import SchoolNames


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
    assert found.schools == (
        School(school="Elm", starts=date(2025, 10, 27), hours=12.0),
        School(school="Oak"),
    )


@pytest.mark.parametrize(
    "content", ["school;hub\nElm;North\n", "school\thub\nElm\tNorth\n", "\ufeffSchool,Hub\nElm,North\n"]
)
def test_any_separator(content):
    assert read_schools(content.encode()).schools == (School(school="Elm", hub="North"),)


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        ("name,hub\nElm,North\n", "school_list_columns", "no column with the heading “school”"),
        ("school,place\nElm,North\n", "school_list_columns", "no other column has a heading that is known"),
        ("school,hub\n,North\n", "school_list_columns", "Row 2 of The list has no school"),
        ("school,teachers\nElm,about 20\n", "school_list_number", "“about 20” for Elm"),
        ("school,type\nElm,best\n", "school_list_type", "“best” is no type of school"),
        ("school,type,type_since\nElm,,2025-09-01\n", "school_list_type", "no type for 2025-09-01"),
        ("school,type\nElm,AS\nElm,AP\n", "school_list_twice", "more than once"),
        ("school,hub,type,type_since\nElm,N,AS,2025-09-01\nElm,S,AP,\n", "school_list_twice", "says two things"),
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
    assert made == (School(school="Vėjo tilto progimnazija", hub="North"),)
    assert unknown == ("Ash",)


def test_the_roster_of_a_hub_in_every_column():
    content = (
        "School;Country;Region;Hub;Level of education;Type;Type since;Wave;Starts;Teachers;Leaders;Students;Remarks\n"
        "Elm;Estonia;Islands;North;ISCED 2;AP;1.9.2024;1;27.10.2025;24;3;310;none\n"
        "Elm;;;;;Advanced School;1.2.2026;;;;;;\n"
        "Oak;Finland;;North;;;;2;;;;;\n"
    )
    found = read_schools(content.encode())
    assert found.columns == {
        *("school", "country", "region", "hub", "level", "types", "wave", "starts", "teachers", "leaders", "pupils")
    }
    elm, oak = found.schools
    assert elm.types == (("AP", date(2024, 9, 1)), ("AS", date(2026, 2, 1)))
    assert (elm.starts, elm.teachers, elm.leaders, elm.pupils) == (date(2025, 10, 27), 24, 3, 310)
    assert oak == School(school="Oak", country="Finland", hub="North", wave="2")


def test_one_order_of_day_and_month_for_all_days_of_a_list():
    found = read_schools(b"school,starts,type,type since\nElm,03/04/2025,AP,27/10/2024\n")
    assert found.schools[0].starts == date(2025, 4, 3)


def test_a_type_that_is_new_joins_the_history_and_nothing_of_it_is_lost():
    kept = School(school="Elm", types=(("AP", date(2024, 9, 1)),), teachers=20)
    listed = read_schools(b"school,type,type since,hub\nElm,AS,2026-02-01,North\n")
    (made,), _ = matched(listed, ["Elm"], [kept])
    assert made.types == (("AP", date(2024, 9, 1)), ("AS", date(2026, 2, 1)))
    assert (made.teachers, made.hub) == (20, "North")
    corrected = read_schools(b"school,type,type since\nElm,AP,2024-08-15\n")
    assert matched(corrected, ["Elm"], [kept])[0][0].types == (("AP", date(2024, 8, 15)),)
    same = read_schools(b"school,type,hub\nElm,AP,North\n")
    assert matched(same, ["Elm"], [kept])[0][0].types == kept.types, "a day the list does not have is kept"
    unsaid = read_schools(b"school,type,hub\nElm,AS,North\n")
    with pytest.raises(ToolboxError, match="since when") as refused:
        matched(unsaid, ["Elm"], [kept])
    assert refused.value.code == "school_list_type"


def test_two_rows_that_mean_one_school_are_refused():
    listed = read_schools(b"school,hub\nElmwood,North\nElm,South\n")
    known = SchoolNames(["Elm"], {"Elmwood": "Elm"})
    with pytest.raises(ToolboxError, match="Two rows of this list mean Elm"):
        matched(listed, known, [])


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("school,hub,starts\nElm,North,\n", "schools"),
        ("school,I use a computer,I plan lessons,I share\nElm,5,4,3\n", ""),
        ("school,hub,I use a computer,I plan lessons,I share,I ask,I read\nElm,N,5,4,3,2,1\n", ""),
        ("member,kind,role,school,cluster,from,to\nAB12,person,mentee,Elm,,,\n", "memberships"),
        ("Date,School,Hours\n2025-10-03,Elm,2\n", ""),
    ],
)
def test_what_looks_like_a_list(content, kind):
    assert list_kind(content.encode()) == kind
