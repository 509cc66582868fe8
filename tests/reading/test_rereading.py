"""The next file of a survey is read by the choices kept for it, and never worse than its bytes alone would be."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from openpyxl import Workbook

from toolbox.model import Choices, ToolboxError
from toolbox.reading import Pseudonyms, read
from toolbox.reading.recipes import guess, read_as_before

KEY = Pseudonyms(b"a key of the tests")
HEAD = ("Date", "Name of your school", "Your role", "We have a plan", "Devices work")
ROWS = (
    ("03/04/2026 10:00", "Möisaküla kool", "teacher", "Agree", "Disagree"),
    ("05/04/2026 10:00", "Tamme kool", "pupil", "Disagree", "Strongly agree"),
    ("04/04/2026 10:00", "Tamme kool", "leader", "Agree", "Neutral"),
)


def table(separator: str = ",", rows=ROWS, above: tuple[str, ...] = (), encoding: str = "utf-8") -> bytes:
    """The survey as text, with lines above its heading."""
    lines = [*above, separator.join(HEAD), *(separator.join(row) for row in rows)]
    return ("\n".join(lines) + "\n").encode(encoding)


def workbook(**sheets: tuple[tuple[str, ...], ...]) -> bytes:
    """The survey on each of several sheets."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in (HEAD, *rows):
            sheet.append(row)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def earlier(content: bytes, **choices):
    """The recipe a person left behind who read a file by these choices."""
    return replace(guess(read(content, choices=Choices(**choices)), None), choices=Choices(**choices), name="Autumn")


def test_dates_that_fit_both_ways_are_read_as_before() -> None:
    recipe = earlier(table(), date_order="mdy")
    assert read(table(rows=ROWS[:2])).first is None
    found = read_as_before(table(rows=ROWS[:2]), "next.csv", [recipe], pseudonym=KEY)
    assert (found.reading.first.month, found.reading.first.day) == (3, 4)
    assert found.choices == Choices(date_order="mdy")
    assert found.said == "As in the earlier round: month first."
    assert not [problem for problem in found.reading.problems if problem.code == "date_order_unclear"]


def test_dates_that_speak_for_themselves_are_followed_and_that_is_said() -> None:
    recipe = earlier(table(), date_order="mdy")
    later = table(rows=(*ROWS, ("27/04/2026 10:00", "Tamme kool", "pupil", "Agree", "Agree")))
    found = read_as_before(later, "next.csv", [recipe], pseudonym=KEY)
    assert found.reading.last.day == 27
    assert found.reading.date_order == "dmy"
    assert found.choices == Choices()
    assert "Not as in the earlier round" in found.said
    assert "day first (before: month first)" in found.said
    assert guess(found.reading, None, recipe).choices.date_order == "dmy"


def test_without_dates_nothing_is_said_of_their_order() -> None:
    recipe = earlier(table(), date_order="mdy")
    rows = tuple(("", *row[1:]) for row in ROWS)
    assert read_as_before(table(rows=rows), "next.csv", [recipe], pseudonym=KEY).said == ""


def test_what_a_person_chose_comes_before_what_a_recipe_keeps() -> None:
    recipe = earlier(table(), date_order="mdy")
    found = read_as_before(table(), "next.csv", [recipe], choices=Choices(date_order="dmy"), pseudonym=KEY)
    assert found.reading.first.month == 4
    assert (found.choices, found.said) == (Choices(date_order="dmy"), "")


def test_the_encoding_is_taken_over_where_it_had_to_be_guessed() -> None:
    old = table(encoding="cp1257")
    recipe = earlier(old, encoding="cp1254")
    found = read_as_before(old, "next.csv", [recipe], pseudonym=KEY)
    assert found.reading.encoding == "cp1254"
    assert "As in the earlier round: Windows-1254" in found.said
    plainly = read_as_before(table(), "next.csv", [recipe], pseudonym=KEY)
    assert plainly.reading.encoding == "utf-8"
    assert "Möisaküla kool" in set(plainly.reading.table["Name of your school"])
    assert "UTF-8 (before: Windows-1254)" in plainly.said
    ascii_only = table(rows=ROWS[1:])
    assert read_as_before(ascii_only, "next.csv", [recipe], pseudonym=KEY).said == ""


def test_a_separator_is_taken_over_where_the_file_does_not_tell_it() -> None:
    rows = tuple((*row[:3], f"{row[3]}, really, {row[3]}", row[4]) for row in ROWS)
    odd = table(separator="#", rows=rows)
    recipe = earlier(odd, separator="#")
    found = read_as_before(odd, "next.csv", [recipe], pseudonym=KEY)
    assert list(found.reading.table.columns) == list(HEAD)
    assert found.choices.separator == "#"
    assert "As in the earlier round" in found.said


def test_a_file_with_another_separator_is_read_all_the_same() -> None:
    recipe = earlier(table(separator=";"), separator=";")
    found = read_as_before(table(), "next.csv", [recipe], pseudonym=KEY)
    assert (found.reading.separator, len(found.reading.table)) == (",", 3)
    assert "comma-separated (before: semicolon-separated)" in found.said


def test_heading_rows_are_taken_over_and_never_eat_an_answer() -> None:
    double = table(above=(",".join(f"Part {number}" for number in range(1, 6)),))
    recipe = earlier(double, heading_rows=2)
    found = read_as_before(double, "next.csv", [recipe], pseudonym=KEY)
    assert (found.reading.heading_rows, len(found.reading.table)) == (2, 3)
    assert "2 heading rows" in found.said
    single = read_as_before(table(), "next.csv", [recipe], pseudonym=KEY)
    assert len(single.reading.table) == 3
    assert single.reading.heading_rows == 1


def test_the_sheet_of_the_same_name_is_taken() -> None:
    both = workbook(Everybody=ROWS, Sorted=ROWS[:2])
    recipe = earlier(both, sheet="Sorted")
    assert read(both).sheet == "Everybody"
    found = read_as_before(both, "next.xlsx", [recipe], pseudonym=KEY)
    assert (found.reading.sheet, found.choices.sheet) == ("Sorted", "Sorted")
    assert "As in the earlier round: sheet 'Sorted'" in found.said
    other = read_as_before(workbook(Everybody=ROWS), "next.xlsx", [recipe], pseudonym=KEY)
    assert other.reading.sheet == "Everybody"
    assert "sheet 'Everybody' (before: sheet 'Sorted')" in other.said


def test_a_recipe_of_another_survey_changes_nothing() -> None:
    recipe = earlier(b"A;B;C\n1;2;3\n4;5;6\n", separator=";", date_order="mdy")
    found = read_as_before(table(), "next.csv", [recipe], pseudonym=KEY)
    assert (found.choices, found.said) == (Choices(), "")


def test_a_refused_file_stays_refused_in_its_own_words() -> None:
    recipe = earlier(table(), date_order="mdy", separator=",", encoding="cp1257", sheet="Answers")
    for content in (b"", b"%PDF-1.7\n", b"<html><body><table></table></body></html>"):
        with pytest.raises(ToolboxError) as alone:
            read(content, "next.csv")
        with pytest.raises(ToolboxError) as with_recipe:
            read_as_before(content, "next.csv", [recipe])
        assert with_recipe.value.message == alone.value.message


def test_the_tool_chosen_by_hand_is_chosen_again() -> None:
    recipe = earlier(table(), reader="google_forms")
    other = replace(recipe, reader=read(table(), choices=Choices(reader="google_forms")).reader)
    found = read_as_before(table(), "next.csv", [other], pseudonym=KEY)
    assert found.reading.reader == "google_forms"
