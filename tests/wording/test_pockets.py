"""Whole school or pockets, in two sentences."""

from __future__ import annotations

import re

from tests.invented import answers, released_profile
from toolbox.wording import pockets_sentences
from toolbox.wording.unity import agreement_words, spread_words
from toolbox.wording.unsaid import MUST_NOT_MATCH, MUST_NOT_SAY

SIZES = {("Elm", "leaders"): 6, ("Elm", "teachers"): 24, ("Elm", "pupils"): 90}


def test_every_area_is_named_where_its_own_words_put_it():
    found = released_profile(answers(SIZES), "Elm")
    reached, views = pockets_sentences(found)
    names = {area.id: area.name for area in found.framework.areas}
    teachers = [cell for cell in found.areas if cell.group == "teachers"]
    assert reached.startswith("How many teachers reach 4: ")
    for kind, words in (("in pockets", "in pockets"), ("a beginning", "a beginning")):
        part = next((each for each in reached.split(": ", 1)[1].split("; ") if each.startswith(kind)), "")
        for cell in teachers:
            there = spread_words(cell, found.framework).endswith(words)
            assert (f"“{names[cell.area]}”" in part or part.rstrip(".").endswith("in every area")) == there
    for cell in teachers:
        if agreement_words(cell) == "opinions are split":
            assert names[cell.area] in views


def test_of_few_persons_nothing_is_said():
    assert pockets_sentences(released_profile(answers({("Elm", "teachers"): 8}), "Elm")) == ()


def test_no_claim_and_no_jargon():
    for seed in range(5):
        for said in pockets_sentences(released_profile(answers(SIZES, seed=seed), "Elm")):
            assert not any(word in said.lower() for word in MUST_NOT_SAY)
            assert not any(re.search(pattern, said) for pattern in MUST_NOT_MATCH)
