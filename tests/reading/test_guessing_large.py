"""A file of many answers is guessed from its distinct words and headings; each framework looks at headings only."""

from __future__ import annotations

import random

import pytest

from toolbox.frameworks import shipped
from toolbox.reading import Pseudonyms, read
from toolbox.reading.pseudonyms import normalise
from toolbox.reading.recipes import guess, guessing, look, persons
from toolbox.reading.recipes.earlier import ALIKE, likeness

PEOPLE = 6000


@pytest.fixture(scope="module")
def large():
    """A survey with a code, a number and a sentence that differ in every row."""
    draw = random.Random(4)
    lines = [
        "Name of your school,Your role,Your code,Hours online,What is your school doing well?,C1. Plan,C2. Devices"
    ]
    for number in range(PEOPLE):
        school, role = f"School {number % 70}", ("leader", "teacher", "pupil")[number % 3]
        said = " ".join(f"w{draw.randrange(9999)}" for _ in range(10))
        first, second = draw.randint(1, 5), draw.randint(1, 5)
        lines.append(f"{school},{role},AB{number:05d},{draw.random() * 40:.4f},{said},{first},{second}")
    return read(("\n".join(lines) + "\n").encode(), pseudonym=Pseudonyms(b"a key of the tests"))


class Counting:
    """Stands in for a compiled pattern, or a function, and counts how often it is asked."""

    def __init__(self, behind) -> None:
        self.behind, self.asked = behind, 0

    def search(self, text: str):
        """As a pattern."""
        self.asked += 1
        return self.behind.search(text)

    def __call__(self, *given):
        """As a function."""
        self.asked += 1
        return self.behind(*given)


def test_no_pattern_runs_over_every_code_and_sentence(large, monkeypatch) -> None:
    stems, states = Counting(persons._SCHOOL_STEMS), Counting(guessing.state_of)
    monkeypatch.setattr(persons, "_SCHOOL_STEMS", stems)
    monkeypatch.setattr(guessing, "state_of", states)
    recipe = guess(large, shipped()[0])
    assert {
        column.meaning: column.column for column in recipe.columns if column.meaning in ("school", "group", "person")
    } == {
        "school": "Name of your school",
        "group": "Your role",
        "person": "Your code",
    }
    assert 0 < stems.asked <= 2100
    assert 0 < states.asked <= 2100


def test_looking_once_gives_the_same_recipes(large) -> None:
    looked = look(large)
    for framework in (None, *shipped()):
        assert guess(large, framework, looked=looked) == guess(large, framework)


def test_each_framework_looks_at_headings_only(large, monkeypatch) -> None:
    looked = look(large)

    def never(*_):
        raise AssertionError("the cells were looked through again")

    monkeypatch.setattr(guessing, "_could_be_item", never)
    monkeypatch.setattr(guessing, "_persons", never)
    for framework in shipped():
        guess(large, framework, looked=looked)


def test_the_quick_bounds_of_likeness_change_no_result() -> None:
    import difflib

    draw = random.Random(7)
    words = [
        "we",
        "have",
        "a",
        "written",
        "plan",
        "for",
        "technology",
        "teachers",
        "pupils",
        "learn",
        "devices",
        "safe",
        "online",
        "network",
    ]
    texts = [" ".join(draw.choices(words, k=draw.randint(0, 8))) for _ in range(60)]
    for one in texts:
        for other in texts:
            ratio = difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()
            assert likeness(one, other) == ratio or (likeness(one, other) == 0.0 and ratio < ALIKE * 0.7)


def test_plain_codes_take_the_short_way_to_the_same_form() -> None:
    for text, form in (
        ("AB012", "ab012"),
        (" Test ", ""),
        ("N/A", ""),
        ("123.0", "123"),
        ("Õ12", "o12"),
        ("ÕIE", "õie"),
    ):
        assert normalise(text) == form
