"""Who a person is: which column is taken for the key and why, what is no key, and what shows a slip in one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from toolbox.frameworks import load
from toolbox.reading import Pseudonyms, read
from toolbox.reading.pseudonyms import is_template, normalise
from toolbox.reading.recipes import apply, guess

FRAMEWORK = load("selfie-2020")
KEY = Pseudonyms(b"a key of the tests")
ROWS = 8


def reading_of(**columns):
    """A plain table of eight teachers; a column's cells are made from the row's number."""
    names = ["School", "Role", *columns, "A1", "A2"]
    lines = [
        ["Tamme", "teacher", *(make(row) for make in columns.values()), str(row % 5 + 1), str((row + 1) % 5 + 1)]
        for row in range(ROWS)
    ]
    text = "\n".join(",".join(f'"{cell}"' for cell in line) for line in [names, *lines]) + "\n"
    return read(text.encode(), pseudonym=KEY)


def applied(reading, **meanings):
    """The answers, with some columns set to a meaning."""
    recipe = guess(reading, FRAMEWORK)
    columns = tuple(
        replace(one, meaning=meanings.get(one.column.replace(" ", "_"), one.meaning)) for one in recipe.columns
    )
    return apply(replace(recipe, columns=columns), reading, FRAMEWORK, KEY)


TOKEN = {"token": lambda row: f"tk{row}x9{row}qz"}
MAIL = {"E-mail": lambda row: f"teacher{row}@school.example"}
PANEL = {"Panel ID": lambda row: f"{40_000 + 37 * row}"}
CODE = {"Personal code": lambda row: f"MA{row}{row}TK"}
NAME = {"Full name": lambda row: f"{('Mari', 'Jaan', 'Kati', 'Peep')[row % 4]} {('Tamm', 'Kask')[row // 4]}"}
ORDER = [(TOKEN, "token", "the tool's own code"), (MAIL, "E-mail", "e-mail addresses"), (PANEL, "Panel ID", "the school or the panel gave"),
         (CODE, "Personal code", "the heading says code"), (NAME, "Full name", "two persons may share a name")]  # fmt: skip


@pytest.mark.parametrize("first", range(len(ORDER)))
def test_the_best_key_is_taken_and_the_reason_stands_beside_it(first):
    """Token, e-mail, school's or panel's number, self-made code, name: in this order, wherever they stand in the file."""
    columns = {}
    for made, _, _ in reversed(ORDER[first:]):
        columns |= made
    found = [one for one in guess(reading_of(**columns), FRAMEWORK).columns if one.meaning == "person"]
    assert [one.column for one in found] == [ORDER[first][1]]
    assert ORDER[first][2] in found[0].why


def test_without_any_key_nobody_is_a_person():
    found = applied(reading_of())
    assert [problem.code for problem in found.problems] == ["no_key"]
    assert found.clues() is None


def test_full_names_are_the_last_resort_and_said_to_be():
    (problem,) = [each for each in applied(reading_of(**NAME)).problems if each.code == "key_is_name"]
    assert problem.message.startswith(
        "People are followed by their full names, which is the last resort: two people of one"
    )
    assert "Choose a code or an e-mail column if there is one." in problem.message


@pytest.mark.parametrize(
    "text", ["{TOKEN}", "{{token}}", "${e://Field/id}", "@CODE@", "[contact('id')]", "[TOKEN]", "%TOKEN%"]
)
def test_what_a_tool_never_filled_in_is_no_key(text):
    assert is_template(text)
    assert normalise(text) == ""
    found = applied(
        reading_of(**{"Personal code": lambda row: text if row < 3 else f"MA{row}{row}TK"}), Personal_code="person"
    )
    (problem,) = [each for each in found.problems if each.code == "key_template"]
    assert problem.count == 3
    assert (found.answers.person == "").sum() == 3


@pytest.mark.parametrize("text", ["A7-3K", "2+2", "[a", "a@b"])
def test_what_people_type_is_no_template(text):
    assert not is_template(text)


def test_a_key_that_stands_again_is_told_with_an_example_from_the_file():
    found = applied(
        reading_of(**{"Personal code": lambda row: "AB12Q" if row < 4 else f"MA{row}{row}TK"}), Personal_code="person"
    )
    (problem,) = [each for each in found.problems if each.code == "repeated_key"]
    assert problem.message == (
        "3 answers have a key that occurs again in their school and group. We used the finished, most complete, latest one."
    )
    assert problem.example == "'AB12Q' appears 4 times"
    assert problem.count == 3


def test_addresses_that_repeat_are_told_without_an_example():
    found = applied(reading_of(**{"E-mail": lambda row: f"teacher{max(row, 3)}@school.example"}))
    (problem,) = [each for each in found.problems if each.code == "repeated_key"]
    assert problem.example == ""


def test_codes_have_forms_and_examples_and_addresses_and_names_have_none():
    found = applied(reading_of(**CODE))
    assert found.clues().units.tolist() == [6] * ROWS
    assert found.examples == ("ma00tk", "ma11tk", "ma22tk")
    for column in (MAIL, NAME):
        found = applied(reading_of(**column))
        assert found.clues() is None
        assert found.examples == ()


def test_a_code_in_four_boxes_is_compared_box_by_box():
    boxes = {f"Code box {number}": lambda row, number=number: f"{'abcd'[number]}{row}" for number in range(4)}
    meanings = {name.replace(" ", "_"): "person" for name in boxes}
    found = applied(reading_of(**boxes), **meanings)
    clues = found.clues()
    assert (clues.in_parts, clues.units.tolist()) == (True, [4] * ROWS)


def test_facts_are_kept_as_hashes_of_what_was_written():
    found = applied(
        reading_of(**CODE, **{"Birth year": lambda row: ("1970", " 1970 ", "1981", "")[row % 4]}), Birth_year="fact"
    )
    facts = found.clues().facts[:, 0]
    assert facts[0] == facts[1] != facts[2]
    assert facts[3] == 0
    assert 1970 not in facts.tolist()


def test_nobody_s_fact_is_used_unless_a_person_said_so():
    found = applied(reading_of(**CODE, **{"Birth year": lambda row: str(1970 + row)}))
    assert found.clues().fact_names == ()
