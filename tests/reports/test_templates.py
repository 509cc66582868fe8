"""Templates come back as they were filled in: whatever a hub types, in every column, through the readers."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toolbox.model import PHASES, ROLES, Cluster, Membership, School
from toolbox.reading import Pseudonyms, read
from toolbox.reading.cluster_lists import described, read_clusters
from toolbox.reading.list_kinds import list_kind
from toolbox.reading.membership_lists import read_memberships
from toolbox.reading.school_lists import matched, read_schools
from toolbox.reading.session_lists import sessions_of
from toolbox.reports.templates_file import (
    CLUSTERS,
    LISTS,
    MEMBERSHIPS,
    ROSTER,
    ROWS,
    SESSIONS,
    clusters_template,
    memberships_template,
    roster_template,
    sessions_template,
)

KEY = Pseudonyms(b"one key")
DAYS = st.dates(date(2001, 1, 1), date(2098, 12, 31))
LETTERS = st.characters(categories=("Lu", "Ll", "Nd"), exclude_characters="ßŉ")
WORDS = st.text(LETTERS, min_size=1, max_size=12)
NAMES = st.lists(WORDS, min_size=1, max_size=3).map(" ".join).filter(lambda name: any(sign.isalpha() for sign in name))
#: Also names a spreadsheet would run, were they not marked as text.
SCHOOLS = st.tuples(st.sampled_from(["", "", "=", "+", "-", "@"]), NAMES).map("".join)
CODES = st.from_regex(r"[A-HJ-NP-Z]{2}[0-9]{2}[A-HJ-NP-Z]", fullmatch=True)
QUICK = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def same(name: str) -> str:
    from toolbox.reading.words import match_form

    return match_form(name)


def filled(template: bytes, headings: tuple[str, ...], rows: list[dict[str, object]]) -> bytes:
    """The template with rows typed in below its headings, as a person would."""
    book = openpyxl.load_workbook(io.BytesIO(template))
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[1]] == list(headings)
    for number, row in enumerate(rows, start=2):
        for place, heading in enumerate(headings, start=1):
            value = row.get(heading)
            if value not in (None, ""):
                cell = sheet.cell(row=number, column=place, value=value)
                if isinstance(value, str):
                    cell.data_type = "s"
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


@st.composite
def rosters(draw) -> list[School]:
    names = draw(st.lists(SCHOOLS, min_size=1, max_size=6, unique_by=same))
    found = []
    for name in names:
        kinds = draw(st.sampled_from([(), ("AS",), ("AP",), ("AP", "AS")]))
        days = sorted(draw(st.lists(DAYS, min_size=len(kinds), max_size=len(kinds), unique=True)))
        texts = {part: draw(st.one_of(st.just(""), NAMES)) for part in ("country", "region", "hub", "level", "wave")}
        counts = {part: draw(st.one_of(st.none(), st.integers(0, 900))) for part in ("teachers", "leaders", "pupils")}
        found.append(
            School(
                school=name, types=tuple(zip(kinds, days, strict=True)), starts=draw(st.one_of(st.none(), DAYS)),
                hours=draw(st.one_of(st.none(), st.integers(0, 400).map(lambda each: each / 4))), **texts, **counts,
            )
        )  # fmt: skip
    return found


@QUICK
@given(rosters())
def test_the_list_of_schools_comes_back_equal(schools: list[School]) -> None:
    content = roster_template(schools)
    assert list_kind(content) == "schools"
    listed = read_schools(content)
    assert listed.schools == tuple(schools)
    now, unknown = matched(listed, [each.school for each in schools], schools)
    assert (now, unknown) == (tuple(schools), ()), "brought back as it is, it changes nothing"


@st.composite
def member_rows(draw) -> list[dict[str, object]]:
    school = draw(st.lists(SCHOOLS, min_size=1, max_size=4, unique_by=same))
    rows = []
    for _ in range(draw(st.integers(1, 8))):
        kind = draw(st.sampled_from(["person", "school"]))
        since, until = sorted((draw(DAYS), draw(DAYS)))
        rows.append(
            {
                "Member": draw(CODES) if kind == "person" else "", "Kind": kind, "Role": draw(st.sampled_from(ROLES)),
                "School": draw(st.sampled_from(school)), "Cluster": draw(st.one_of(st.just(""), NAMES)),
                "From": draw(st.one_of(st.none(), st.just(since))), "To": draw(st.one_of(st.none(), st.just(until))),
            }
        )  # fmt: skip
    return rows


@QUICK
@given(member_rows())
def test_the_list_of_members_comes_back_as_it_was_filled_in(rows: list[dict[str, object]]) -> None:
    template = memberships_template(sorted({row["School"] for row in rows}), ["North", "=South"])
    content = filled(template, MEMBERSHIPS, rows)
    assert list_kind(content) == "memberships"
    found = read_memberships(content, pseudonym=KEY)
    assert not found.problems
    assert len(found.rows) == len(rows)
    for row, said in zip(found.rows, rows, strict=True):
        member = said["School"] if said["Kind"] == "school" else KEY(said["Member"])
        wanted = (member, said["Kind"], said["Role"], said["School"], said["Cluster"], said["From"], said["To"])
        assert (row.member, row.kind, row.role, row.school, row.cluster, row.since, row.until) == wanted


@st.composite
def hubs_of_clusters(draw) -> tuple[list[Cluster], list[Membership]]:
    """What the store may hold: clusters with blanks, and schools in none, one or several of them."""
    names = draw(st.lists(SCHOOLS, min_size=1, max_size=4, unique_by=same))
    schools = draw(st.lists(SCHOOLS, min_size=1, max_size=4, unique_by=same))
    clusters, members = [], []
    for name in names:
        texts = {part: draw(st.one_of(st.just(""), NAMES)) for part in ("hub", "model", "incentive")}
        clusters.append(Cluster(name=name, capacity=draw(st.one_of(st.none(), st.integers(0, 1000))), **texts))
        for school in draw(st.lists(st.sampled_from(schools), max_size=4, unique=True)):
            since, until = sorted((draw(DAYS), draw(DAYS)))
            members.append(
                Membership(
                    kind="school", member=school, role=draw(st.sampled_from(ROLES)), school=school, cluster=name,
                    since=draw(st.one_of(st.none(), st.just(since))), until=draw(st.one_of(st.none(), st.just(until))),
                )
            )  # fmt: skip
    return clusters, members


@QUICK
@given(hubs_of_clusters())
def test_the_list_of_clusters_comes_back_equal(hub: tuple[list[Cluster], list[Membership]]) -> None:
    clusters, members = hub
    within = [(row.cluster, row.role, row.school, row.since, row.until) for row in members]
    content = clusters_template(clusters, within, ["Elm"])
    assert list_kind(content) == "clusters"
    listed = read_clusters(content)
    assert not listed.problems
    assert listed.clusters == tuple(clusters)
    assert sorted(listed.rows, key=repr) == sorted(members, key=repr)
    kept = [replace(each, id=each.name) for each in clusters]
    assert described(listed.clusters, kept) == (), "brought back as it is, it changes nothing"


def test_the_list_of_clusters_comes_back_as_it_was_filled_in() -> None:
    template = clusters_template([], [], ["Elm", "Oak"])
    rows = [
        {"Cluster": "North", "Model": "virtual", "Mentees it can take": 4, "Role": "mentor", "School": "Elm"},
        {"Cluster": "North", "Role": "mentee", "School": "Oak", "From": date(2025, 10, 27)},
    ]
    found = read_clusters(filled(template, CLUSTERS, rows))
    assert found.clusters == (Cluster(name="North", model="virtual", capacity=4),)
    assert [(row.role, row.school, row.since) for row in found.rows] == [
        ("mentor", "Elm", None),
        ("mentee", "Oak", date(2025, 10, 27)),
    ]


@st.composite
def session_rows(draw) -> list[dict[str, object]]:
    schools = draw(st.lists(NAMES, min_size=2, max_size=4, unique_by=same))
    rows = []
    for _ in range(draw(st.integers(2, 8))):
        rows.append(
            {
                "Date": draw(DAYS), "Mentor school": draw(st.sampled_from(["", *schools])), "Mentor": draw(st.one_of(st.just(""), CODES)),
                "School": draw(st.sampled_from(schools)), "Method": draw(st.sampled_from(["", "workshop", "lesson visit"])),
                "Phase": draw(st.sampled_from(["", *PHASES])), "Topic": draw(st.sampled_from(["maps", "digital safety", ""])),
                "Status": draw(st.sampled_from(["held", "planned"])), "Hours": draw(st.one_of(st.none(), st.integers(1, 40).map(lambda each: each / 4))),
                "Who came (codes)": "; ".join(draw(st.lists(CODES, max_size=5))),
            }
        )  # fmt: skip
    return rows


@QUICK
@given(session_rows())
def test_the_log_of_sessions_comes_back_as_it_was_filled_in(rows: list[dict[str, object]]) -> None:
    template = sessions_template(sorted({row["School"] for row in rows}), ["workshop", "lesson visit"])
    reading = read(filled(template, SESSIONS, rows), "sessions.xlsx", pseudonym=KEY)
    assert reading.reader == "mentoring_log"
    found = sessions_of(reading)
    assert not found.problems
    assert len(found.sessions) == len(rows)
    for one, said in zip(found.sessions, rows, strict=True):
        codes = [code for code in said["Who came (codes)"].split("; ") if code]
        assert (one.on, one.giver, one.receiver) == (said["Date"], said["Mentor school"], said["School"])
        mentors = (KEY(said["Mentor"]),) if said["Mentor"] else ()
        assert (one.mentors, one.persons) == (mentors, tuple(sorted(set(map(KEY, codes)))))
        assert (one.hours, one.method, one.topic, one.phase) == (
            said["Hours"],
            said["Method"],
            said["Topic"],
            said["Phase"],
        )
        assert one.delivered == (said["Status"] == "held")


@pytest.mark.parametrize(
    ("template", "offered"),
    [
        (roster_template([School(school="Elm", hub="North")]), {"F": ["AS", "AP"], "D": ["North"]}),
        (memberships_template(["Elm", "=Oak"], ["A"]), {"C": list(ROLES), "D": ["Elm", "=Oak"], "E": ["A"]}),
        (
            clusters_template([Cluster(name="A", hub="N", model="virtual")], [], ["Elm"]),
            {
                "A": ["A"],
                "B": ["N"],
                "C": ["virtual", "top-down", "bottom-up", "rural"],
                "F": list(ROLES),
                "G": ["Elm"],
            },
        ),
        (sessions_template(["Elm"], ["workshop"]), {"D": ["Elm"], "E": ["workshop"], "F": list(PHASES)}),
    ],
)
def test_cells_offer_their_lists(template: bytes, offered: dict[str, list[str]]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(template))
    assert book[LISTS].sheet_state == "hidden"
    rules = {str(rule.sqref): rule for rule in book.worksheets[0].data_validations.dataValidation}
    for column, words in offered.items():
        rule = rules[f"{column}2:{column}{ROWS}"]
        sheet, _, cells = rule.formula1.replace("$", "").partition("!")
        assert [cell.value for (cell,) in book[sheet][cells]] == words


def test_names_a_spreadsheet_would_run_are_text() -> None:
    book = openpyxl.load_workbook(io.BytesIO(roster_template([School(school="=1+1", hub="Elm")])))
    cell = book.worksheets[0]["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1", "s", True)


def test_the_same_bytes_for_the_same_schools() -> None:
    schools = [School(school="Elm", hours=3.0)]
    assert roster_template(schools) == roster_template(schools)
    assert tuple(
        cell.value for cell in openpyxl.load_workbook(io.BytesIO(roster_template(schools))).worksheets[0][1]
    ) == (
        *ROSTER,
        "Hours",
    )
