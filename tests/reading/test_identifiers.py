"""No name, address or telephone number gets past reading; persons stay the same person under one key."""

from __future__ import annotations

import pytest

from tests.reading import invented
from toolbox.reading import Pseudonyms, read
from toolbox.reading.printed import as_json
from toolbox.reading.pseudonyms import normalise

KEY = Pseudonyms(b"a key of the tests")
SECRETS = ("mari.maasikas@kool.example", "Mari Maasikas", "192.0.2.77", "+372 5555 1234", "58.3776")


def secretive() -> bytes:
    heading = [
        "Timestamp",
        "What is your name?",
        "E-posti aadress",
        "IP address",
        "Phone number",
        "Latitude",
        "What would you change?",
        "I like maths",
    ]
    rows = [
        [
            "2025-10-03 08:15:00",
            "Mari Maasikas",
            "mari.maasikas@kool.example",
            "192.0.2.77",
            "+372 5555 1234",
            "58.3776",
            "Write to mari.maasikas@kool.example or +372 5555 1234",
            "Agree",
        ],
        [
            "2025-10-04 08:15:00",
            "Jaan Tamm",
            "jaan@kool.example",
            "192.0.2.78",
            "+372 5555 1235",
            "58.3777",
            "My computer is 192.0.2.77",
            "Disagree",
        ],
    ]
    return invented.text([heading, *rows])


def test_nothing_personal_is_left_anywhere() -> None:
    reading = read(secretive(), pseudonym=KEY)
    everything = (
        repr(reading.table.to_numpy().tolist())
        + repr(reading.questions)
        + repr(reading.problems)
        + repr(as_json(reading))
    )
    for secret in SECRETS:
        assert secret not in everything
    kinds = {question.key: question.identifier for question in reading.questions}
    assert kinds == {
        "Timestamp": "",
        "What is your name?": "name",
        "E-posti aadress": "e-mail",
        "IP address": "ip",
        "Phone number": "phone",
        "Latitude": "place",
        "What would you change?": "",
        "I like maths": "",
    }
    (told,) = [problem for problem in reading.problems if problem.code == "personal_data"]
    assert (
        "names (2), e-mail addresses (2), internet addresses (2), telephone numbers (2) and places (2)" in told.message
    )
    (written,) = [problem for problem in reading.problems if problem.code == "personal_data_in_text"]
    assert written.count == 2


def test_addresses_are_found_by_content_under_any_heading() -> None:
    reading = read(b"Q1,Q2\nmari@kool.example,4\njaan@kool.example,5\n", pseudonym=KEY)
    assert reading.questions[0].identifier == "e-mail"
    assert reading.table["Q1"].iloc[0] == KEY("mari@kool.example")


def test_names_are_found_by_content_under_a_short_heading() -> None:
    people = ["Mari Maasikas", "Jaan Tamm", "Liis Kask", "Peeter Paan", "Anna Arro", "Kati Karu"]
    reading = read(invented.text([["Respondent", "Q1"], *([name, "4"] for name in people)]))
    assert reading.questions[0].identifier == "name"


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("What is the name of your school?", ["Tamme School", "Kase School"]),
        ("School name", ["Tamme School", "Kase School"]),
        ("I use e-mail to talk with parents", ["Agree", "Disagree"]),
        ("Respondent ID", ["11400000001", "11400000002"]),
        ("City", ["Sinine Linn", "Punane Linn", "Must Linn", "Valge Linn", "Roheline Linn", "Hall Linn"]),
        ("Role", ["Class Teacher", "School Leader", "Class Teacher", "Head Teacher", "Subject Teacher"]),
        ("Version", ["1.2.3.4000", "2.0.0.5000"]),
    ],
)
def test_what_is_no_person_stays(heading: str, cells: list[str]) -> None:
    reading = read(invented.text([[heading, "Q1"], *([cell, "4"] for cell in cells)]))
    assert reading.questions[0].identifier == ""
    assert reading.table.iloc[:, 0].tolist() == cells


def test_anonymous_is_nobody() -> None:
    reading = read(invented.microsoft_workbook(), pseudonym=KEY)
    assert set(reading.table["Email"]) == {""}
    assert not [problem for problem in reading.problems if problem.code == "personal_data"]
    assert reading.people is None


def test_one_key_one_person_another_key_another() -> None:
    first, again = read(secretive(), pseudonym=KEY), read(secretive(), pseudonym=KEY)
    other = read(secretive(), pseudonym=Pseudonyms(b"another key"))
    assert first.table["E-posti aadress"].tolist() == again.table["E-posti aadress"].tolist()
    assert set(first.table["E-posti aadress"]).isdisjoint(other.table["E-posti aadress"])
    assert read(secretive()).table["E-posti aadress"].tolist() != first.table["E-posti aadress"].tolist()
    assert first.people == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A7-3k", "a73K "),
        ("Mari@Kool.example ", "mari@kool.example"),
        ("Õ 12", "o12"),
        ("１２３", "123"),
        ("123.0", "123"),
        ("Mari  Maasikas", "mari maasikas"),
    ],
)
def test_spellings_of_one_key(one: str, other: str) -> None:
    assert normalise(one) == normalise(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [("a.b@x.example", "ab@x.example"), ("a+b@x.example", "a@x.example"), ("Kärt", "Kart"), ("12", "1.2.0a")],
)
def test_different_keys_stay_different(one: str, other: str) -> None:
    assert normalise(one) != normalise(other)


@pytest.mark.parametrize(
    "text", ["", " ", "-", "{TOKEN}", "${e://Field/code}", "@CODE@", "n/a", "None", "anonymous", "???"]
)
def test_what_cannot_be_a_key(text: str) -> None:
    assert normalise(text) == ""
    assert KEY(text) == ""
