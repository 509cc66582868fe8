"""The next round of a survey: by code, then by words, then by likeness that a person confirms; each difference is named."""

from __future__ import annotations

import random
import time

from tests.reading import invented
from toolbox.frameworks import load
from toolbox.reading import Pseudonyms, read
from toolbox.reading.recipes import apply, difference, guess
from toolbox.reading.recipes.guessing import TO_CONFIRM

WORDS = [
    "teachers",
    "pupils",
    "school",
    "plan",
    "devices",
    "lessons",
    "network",
    "support",
    "training",
    "time",
    "parents",
    "leaders",
    "goals",
    "safety",
    "data",
    "feedback",
    "groups",
    "online",
    "books",
    "tasks",
    "content",
    "rights",
    "health",
    "outside",
    "projects",
    "marks",
    "talk",
    "share",
    "write",
    "build",
]
SCALE = ("Strongly disagree", "Disagree", "Slightly agree", "Agree", "Strongly agree")


def statements(count: int, seed: int = 1) -> list[str]:
    """As many different statements."""
    draw = random.Random(seed)
    return [f"In our school {' '.join(draw.sample(WORDS, 9))} number {place}" for place in range(count)]


def survey(columns: dict[str, str], people: int = 12, scale: tuple[str, ...] = SCALE, seed: int = 1) -> bytes:
    """A LimeSurvey export: code → text."""
    draw = random.Random(seed)
    head = ["id. Response ID", "submitdate. Date submitted", "lastpage. Last page", "startlanguage. Start language"]
    head += ["school. School", "role. Role", *(f"{code}. {text}" for code, text in columns.items())]
    rows = [
        [str(n + 1), f"2026-03-09 10:{n:02d}:00", "3", "en", f"School {n % 2}", ("Teacher", "Pupil")[n % 2]]
        + [draw.choice(scale) for _ in columns]
        for n in range(people)
    ]
    return invented.text([head, *rows], ";")


def test_a_later_round_of_150_columns_against_231() -> None:
    texts = statements(231)
    before = {f"Q{place}": text for place, text in enumerate(texts)}
    # 148 kept (60 of them under new codes), two of them worded a little differently, 2 new.
    after = {f"Q{place}": text for place, text in enumerate(texts[:88])}
    after |= {f"N{place}": text for place, text in enumerate(texts[88:148])}
    after["N58"] = after["N58"].replace("In our school", "At our school")
    after["Q87"] = after["Q87"].replace(" number", ", as number")
    after |= {"X1": "Somebody asks what nobody asked before", "X2": "Nothing like it was in the first survey"}
    recipe = guess(read(survey(before)), None)
    began = time.perf_counter()
    found = difference(recipe, read(survey(after, seed=2)))
    assert time.perf_counter() - began < 5
    assert (len(found.new), len(found.missing), len(found.alike)) == (2, 83, 1)
    assert "2 new columns, 83 missing" in found.sentence
    assert found.alike[0][1].startswith("N58")
    assert [key.split(".")[0] for key in found.reworded] == ["Q87"]
    assert found.statements[0] == 83


def test_renamed_codes_are_found_by_their_words() -> None:
    texts = statements(20)
    recipe = guess(read(survey({f"Q{n}": text for n, text in enumerate(texts)})), None)
    found = difference(recipe, read(survey({f"Z{n + 40}": text for n, text in enumerate(texts)})))
    assert (found.new, found.missing, found.alike, found.reworded) == ((), (), (), ())
    assert len(found.renamed) == 20


def test_codes_that_moved_on_do_not_carry_a_question_to_the_next() -> None:
    """A question was put in front, and every code moved on by one: the words say which is which."""
    texts = statements(10)
    recipe = guess(read(survey({f"Q{n}": text for n, text in enumerate(texts)})), None)
    now = ["A question that was put in front of all the others this time", *texts]
    found = difference(recipe, read(survey({f"Q{n}": text for n, text in enumerate(now)})))
    assert (len(found.new), found.missing, found.reworded) == (1, (), ())
    assert {old.split(". ")[1]: new.split(". ")[1] for old, new in found.matched if old.startswith("Q")} == {
        text: text for text in texts
    }


def test_another_language_is_matched_by_code_and_all_of_it_is_flagged() -> None:
    selfie = load("selfie-2020")
    codes = ("A1", "A2", "A3", "C1", "C2")
    english = survey({code: f"Statement {code} in English words" for code in codes})
    estonian = survey(
        {code: f"Väide {code} eesti keeles" for code in codes},
        scale=("Ei nõustu üldse", "Ei nõustu", "Pigem nõustun", "Nõustun", "Nõustun täielikult"),
    )
    recipe = guess(read(english), selfie)
    reading = read(estonian)
    found = difference(recipe, reading)
    assert (found.missing, found.new, len(found.reworded)) == ((), (), 5)
    assert found.new_answers
    again = guess(reading, selfie, recipe)
    assert all(each.reworded for each in again.columns if each.meaning == "item")
    applied = apply(again, reading, selfie, Pseudonyms(b"key"))
    assert applied.answers.reworded == frozenset(f"selfie2020.{code}" for code in codes)


def test_a_match_by_likeness_waits_for_a_person() -> None:
    texts = statements(6)
    recipe = guess(read(survey({f"Q{n}": text for n, text in enumerate(texts)})), None)
    changed = {f"Z{n}": text for n, text in enumerate(texts)}
    changed["Z3"] = changed["Z3"].replace("In our school", "In our own school")
    again = guess(read(survey(changed)), None, recipe)
    (waiting,) = [each for each in again.columns if TO_CONFIRM in each.why]
    assert waiting.code == "Z3"
    assert waiting.reworded
