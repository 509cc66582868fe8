"""Who belongs where, out of a spreadsheet: the same pseudonyms as in surveys, and every row that cannot be used is told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from toolbox.model import Membership, ToolboxError
from toolbox.reading import Pseudonyms
from toolbox.reading.list_kinds import list_kind
from toolbox.reading.membership_lists import read_memberships, with_names

SAMPLE = Path(__file__).parents[2] / "sample_datasets" / "memberships.csv"
KEY = Pseudonyms(b"one key")


def test_the_sample_is_read_whole():
    content = SAMPLE.read_bytes()
    found = read_memberships(content, "memberships.csv", pseudonym=KEY)
    lines = content.decode().splitlines()[1:]
    assert len(found.rows) == len(lines)
    assert not found.problems
    for row, line in zip(found.rows, lines, strict=True):
        member, kind, role, school, cluster, since, until = line.split(",")
        wanted = Membership(
            kind=kind, member=school if kind == "school" else KEY(member), role=role, school=school, cluster=cluster,
            since=date.fromisoformat(since), until=date.fromisoformat(until) if until else None,
        )  # fmt: skip
        assert row == wanted
    assert list_kind(content) == "memberships"


def test_a_person_in_two_spellings_is_one_and_no_code_is_kept():
    found = read_memberships(
        b"Member;Role;School;Since\nab 12-C;mentee;Elm;27.10.2025\nAB12C;Mentor;Oak;27.10.2025\n", pseudonym=KEY
    )
    one, other = found.rows
    assert one.member == other.member == KEY("AB12C")
    assert (one.role, other.role) == ("mentee", "mentor")
    assert "AB12C" not in repr(found)
    assert "ab 12-C" not in repr(found)


def test_without_a_kind_a_school_is_what_names_itself():
    found = read_memberships(
        b"member,role,school,cluster\n,mentor,Elm,A\nOAK,mentee,Oak,A\nX1,mentee,Oak,A\n", pseudonym=KEY
    )
    assert [(row.kind, row.member) for row in found.rows] == [
        ("school", "Elm"),
        ("school", "Oak"),
        ("person", KEY("X1")),
    ]


def test_what_cannot_be_used_is_left_out_and_told_by_row_never_by_code():
    content = (
        "member,kind,role,school,from,to\n"
        "A1,person,mentee,Elm,2025-10-27,\n"
        "B2,person,boss,Elm,,\n"
        "C3,person,mentee,,,\n"
        "D4,pupil,mentee,Elm,,\n"
        ",person,mentee,Elm,,\n"
        "none,person,mentee,Elm,,\n"
        "E5,person,mentee,Elm,soon,\n"
        "F6,person,mentee,Elm,2026-02-01,2026-01-01\n"
    )
    found = read_memberships(content.encode(), pseudonym=KEY)
    assert len(found.rows) == 1
    assert {each.code: each.rows for each in found.problems} == {
        "membership_role": (3,), "membership_school": (4,), "membership_kind": (5,), "membership_member": (6, 7),
        "membership_day": (8,), "membership_order": (9,),
    }  # fmt: skip
    said = " ".join(f"{each.message} {each.example}" for each in found.problems)
    assert not any(code in said.split() for code in ("A1", "B2", "C3", "D4", "E5", "F6"))
    assert "1 row with a role that is none of mentor, mentee" in said


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("member,school\nA1,Elm\n", "membership_list_columns"),
        ("member,role,school\n", "membership_list_empty"),
        ("member,role,school,from\nA1,mentee,Elm,03/04/2025\n", "membership_list_date"),
        ("", "empty_file"),
    ],
)
def test_what_cannot_be_read_is_said(content, code):
    with pytest.raises(ToolboxError) as refused:
        read_memberships(content.encode(), pseudonym=KEY)
    assert refused.value.code == code


def test_former_names_and_other_spellings_are_the_school_of_now():
    rows = read_memberships(b"member,role,school\n,mentee,elm\n,mentor,Oakley\nA1,mentee,Ash\n", pseudonym=KEY).rows
    found, unknown = with_names(rows, ["Elm", "Oak"], {"Oakley": "Oak"})
    assert [(row.school, row.kind, row.member) for row in found[:2]] == [
        ("Elm", "school", "Elm"),
        ("Oak", "school", "Oak"),
    ]
    assert unknown == ("Ash",)
