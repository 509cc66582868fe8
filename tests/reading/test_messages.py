"""Every bad input of the specification that the file itself shows, and the words it is told in.

One row of the table is one test: a file made here, and what the person reads. What only shows in the dialogue, between two
rounds or on a page is in ``tests/web/test_messages.py``.
"""

from __future__ import annotations

import gzip
import json

import pytest

from tests.reading import activities, invented
from tests.reading.test_bad_input import archive, refusal, told
from toolbox.frameworks import load
from toolbox.model import Reading
from toolbox.reading import Pseudonyms, read
from toolbox.reading.recipes import apply, difference, guess
from toolbox.reading.recipes.cautions import mixed_scales, numbers_in_answers
from toolbox.reading.recipes.repeating import without_repeats

SELFIE = load("selfie-2020")


def table(heading: list[str], *rows: list[str]) -> bytes:
    """A comma-separated file."""
    return invented.text([heading, *rows])


def said(reading: Reading, code: str) -> str:
    """One problem as the page shows it: message and example."""
    problem = told(reading, code)
    return f"{problem.message} {problem.example}"


# ── what happened before the upload ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize("lines", [65_536, 1_048_576])
def test_a_file_that_stops_at_a_row_limit(lines: int) -> None:
    dates = b"".join(b"2026-03-%02d 10:00:00,Tamme,4\n" % (1 + place % 20) for place in range(20))
    whole, rest = divmod(lines - 1, 20)
    body = dates * whole + b"2026-03-01 09:00:00,Tamme,4\n" * rest
    reading = read(b"Timestamp,School,Q1\n" + body)
    words = said(reading, "row_limit")
    assert f"row limit ({lines:,}), so rows after 2026-03-20 10:00 are missing" in words
    assert "Download it again and upload it without opening it in Excel." in words


def test_a_log_that_stops_at_a_row_limit() -> None:
    head = b"Time,User full name,Event context,Component,Event name,Description,Origin,IP address\n"
    line = b'"17/10/21, 12:44","Anu %d","Course: X","System","Course viewed","The user with id \'%d\' viewed the course with id \'2\'.","web","10.0.0.1"\n'
    lines = b"".join(line % (place % 7, 10 + place % 7) for place in range(65_535))
    words = said(read(head + lines), "row_limit")
    assert "so events after 17 Oct 2021, 12:44 are missing. Download it again" in words


def test_answers_excel_made_into_dates() -> None:
    cells = ["1-3", "4-6", "2025-01-03 00:00:00", "7+", "4-6"] * 9
    words = said(read(table(["School", "How often?"], *(["Tamme", cell] for cell in cells))), "excel_dates")
    assert words.startswith("9 answers to 'How often?' look like dates (for example '2025-01-03 00:00:00').")
    assert (
        "Excel probably changed an answer such as '1-3'. Upload the original file, or say what this date stands for."
        in words
    )


@pytest.mark.parametrize("word", ["Õpetaja", "Mokytoja, žinoma", "Schüler"])
def test_letters_damaged_before_the_upload(word: str) -> None:
    damaged = word.encode().decode("cp1252")
    words = said(read(table(["Roll", "Q1"], [damaged, "4"], ["x", "5"])), "damaged_letters")
    assert "Letters were damaged before upload, in 1 cells." in words
    assert "Download the file again and upload it without opening it in Excel, or choose the encoding" in words
    assert "which probably was '" in words
    assert word.split()[-1] in words


# ── what a person has to decide ──────────────────────────────────────────────────────────────────


def test_both_orders_of_dates_fit() -> None:
    rows = [[f"0{1 + place % 9}/0{1 + place % 8}/2025 10:00", "Tamme", "4"] for place in range(71)]
    words = said(read(table(["Timestamp", "School", "Q1"], *rows)), "date_order_unclear")
    assert "day first or month first? All 71 dates fit both." in words


def test_dates_without_a_year() -> None:
    rows = [["17 Oct, 12:44", *row[1:]] for row in activities.moodle_rows()]
    words = said(read(activities.table([activities._ENGLISH, *rows])), "no_year")
    assert words.startswith("This log has no year in its dates (the first: '17 Oct, 12:44'). Which school year is it?")


def test_a_workbook_with_many_sheets() -> None:
    words = said(read(invented.google_workbook()), "many_sheets")
    assert words.startswith("We found 3 filled sheets and used 'Form Responses 1' (6 rows).")
    assert "'TransformData' has as many rows: perhaps the same answers as numbers." in words
    assert "Choose another under “Not right?”" in words


def test_encoding_is_shown_by_words_with_accents() -> None:
    words = said(
        read(invented.text([["School", "Q1"], ["Šiaulių mokykla", "4"]], encoding="cp1257")), "encoding_guessed"
    )
    assert "If accented letters look wrong, choose another encoding." in words
    assert "'Šiaulių'" in words


# ── files that hold no answers ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"%PDF-1.7\n1 0 obj", "report.pdf", ("This is a report (PDF), not the answers.", "In LimeSurvey choose Responses > Export")),
        (b"\x89PNG\r\n\x1a\n" + bytes(80), "chart.png", ("This is a picture, not the answers.", "in SurveyMonkey choose Analyze Results > Save As > Export file")),
        (b"", "a.csv", ("This file is empty.", "Download it again")),
        (b"School,Q1\n", "a.csv", ("There are no answers in this file yet", "Download it again when answers have come in.")),
        (b"<html><body><table><tr><td>4</td></tr></table></body></html>", "a.xls", ("This is a web page", "save it as .xlsx", "export the answers as CSV")),
        (b'<?xml version="1.0"?><Workbook/>', "a.xls", ("This is an XML file", "save it as .xlsx")),
        (archive({"Index/Document.iwa": b"x", "Metadata/Properties.plist": b"x"}), "a.numbers", ("This is a Numbers or Pages file.", "File > Export To > CSV or Excel")),
        (b'{"url": "https://docs.example/x", "doc_id": "abc"}', "a.gsheet", ("This is a link to a file, not the file.", "choose File > Download > Microsoft Excel (.xlsx)")),
        (b"[InternetShortcut]\nURL=https://share.example/x\n", "Answers.url", ("This is a link to a file", "File > Download")),
    ],
    ids=["pdf", "picture", "empty", "heading only", "html as xls", "xml", "numbers", "gsheet", "shortcut"],
)  # fmt: skip
def test_a_file_that_is_not_the_answers(content: bytes, name: str, words: tuple[str, ...]) -> None:
    message = refusal(content, name).message
    for part in words:
        assert part in message, message


def test_a_workbook_locked_with_a_password() -> None:
    locked = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    assert (
        refusal(locked).message
        == "This workbook is locked with a password. Save a copy without it and upload the copy."
    )


def test_a_workbook_with_macros_is_read_like_any_other() -> None:
    assert len(read(invented.google_workbook(), "answers.xlsm").table) == 6


def test_broken_json() -> None:
    whole = json.dumps(activities.statements(), indent=1)
    message = refusal(whole.replace('",\n', '",,\n', 1).encode(), "statements.json").message
    assert "is not valid JSON" in message, message
    assert "line" in message.casefold()


def test_lines_of_json_that_cannot_be_read() -> None:
    lines = gzip.decompress(activities.xapi_lines_gz()).splitlines()
    broken = [*lines[:2], lines[2][:20], *lines[3:]]
    words = said(read(b"\n".join(broken)), "bad_lines")
    assert words.startswith(f"1 of {len(lines)} lines could not be read; {len(lines) - 1} used.")


# ── rows and columns ─────────────────────────────────────────────────────────────────────────────


def test_answers_from_previews_and_tests() -> None:
    words = said(read(invented.qualtrics()), "test_rows")
    assert "from previews, tests or spam and" in words
    assert "left out" in words


def test_hundreds_of_empty_columns() -> None:
    reading = read(table(["School", "Q1", *[""] * 994], ["Tamme", "4", *[""] * 994]))
    assert said(reading, "empty_columns").strip() == "994 empty columns were ignored."


def test_personal_data_is_told_and_gone() -> None:
    rows = [[f"anu{n}@kool.example", f"10.0.0.{n}", "Tamme", "4"] for n in range(1, 7)]
    reading = read(table(["E-mail", "IP address", "School", "Q1"], *rows))
    words = said(reading, "personal_data")
    assert "We found e-mail addresses (6) and " in words
    assert "They are replaced by codes or removed, and not stored." in words
    assert "anu1@" not in reading.table.to_string()


def test_staff_in_a_log_of_learners() -> None:
    words = said(read(activities.moodle_english()), "staff_accounts")
    assert words.startswith("1 account looks like staff (it edits or views reports). Leave it out?")


# ── a recipe and a file ──────────────────────────────────────────────────────────────────────────


def applied(content: bytes):
    """Read, guess and apply."""
    reading = read(content, pseudonym=Pseudonyms(b"key"))
    return apply(guess(reading, SELFIE), reading, SELFIE, Pseudonyms(b"key"))


def sentence_of(found, code: str) -> str:
    """The one problem of this code."""
    (problem,) = [each for each in found.problems if each.code == code]
    return problem.message


def test_a_code_is_missing_in_most_rows() -> None:
    rows = [["Tamme", "teacher", f"AB{n}X" if n < 3 else "", "4", "5"] for n in range(10)]
    words = sentence_of(applied(table(["School", "Role", "Your personal code", "A1", "A2"], *rows)), "key_missing")
    assert words.startswith("7 of 10 answers have no usable code, so at most 3 people can be followed.")
    assert "Groups can still be compared." in words


def test_a_code_that_is_not_unique() -> None:
    rows = [["Tamme", "teacher", "AB12" if n < 4 else f"CD{n}9", "4", "5"] for n in range(10)]
    words = sentence_of(applied(table(["School", "Role", "Your personal code", "A1", "A2"], *rows)), "repeated_key")
    assert "3 answers have a key that occurs again in its" not in words
    assert "3 answers have a key that occurs again in their school and group." in words
    assert "We used the finished, most complete, latest one." in words


def test_scales_of_different_length_are_kept_apart() -> None:
    four, five = ("never", "rarely", "often", "always"), ("1", "2", "3", "4", "5")
    heading = ["School", *(f"How often {n}" for n in range(12)), *(f"How much {n}" for n in range(8))]
    rows = [["Tamme", *[four[n % 4]] * 12, *[five[n % 5]] * 8] for n in range(20)]
    recipe = guess(read(table(heading, *rows)), None)
    used = [
        (scale, [each.column for each in recipe.columns if each.scale == scale.id and each.meaning == "item"])
        for scale in recipe.scales
    ]
    assert mixed_scales(used) == (
        "12 statements use 4 options and 8 use 5. We keep them apart: each set of answers has its own card."
    )


def test_numbers_in_labels_disagree() -> None:
    rows = [
        [
            "Tamme",
            ("Agree (2)", "Neutral (3)", "Disagree (1)")[n % 3],
            ("Agree (6)", "Neutral (5)", "Disagree (7)")[n % 3],
        ]
        for n in range(12)
    ]
    sentences = numbers_in_answers(read(table(["School", "I plan", "I fail"], *rows)).questions)
    assert sentences[0].startswith("'Agree' is 2 in some questions and 6 in others.")
    assert "check which statements are turned round" in sentences[0]


def test_columns_changed_between_rounds() -> None:
    old = [f"Statement number {n} of this survey" for n in range(20)]
    new = [*old[:17], "A question nobody asked before at all"]
    first = read(table(["School", *old], *([f"T{n % 2}", *[str(n % 5 + 1)] * 20] for n in range(10))))
    second = read(table(["School", *new], *([f"T{n % 2}", *[str(n % 5 + 1)] * 18] for n in range(10))))
    found = difference(guess(first, None), second)
    assert (
        found.covers
        == "This round lacks 3 statements and has 1 new question. Comparisons cover the 17 statements in both."
    )
    assert found.sentence == "Against the recipe: 1 new column, 3 missing; 18 as before."


def test_the_same_answers_twice_in_one_upload() -> None:
    content = invented.limesurvey_codes()
    first, second = read(content, "a.csv"), read(content.replace(b"\r\n", b"\n"), "b.csv")
    (_, nothing), (_, words) = without_repeats([first, second])
    assert nothing == ""
    assert words == "“b.csv” holds the same 6 answers as “a.csv” (same times and answers), so it was left out."
