"""Change beside hours in words: what may be said, what has to be said with it, what never."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests.mentoring.hubs import hub
from toolbox.disclosure.doses import release_doses
from toolbox.disclosure.examples import dose_of
from toolbox.disclosure.given import release_given
from toolbox.model import Policy, Viewer
from toolbox.wording.doses import equity_sentences, given_sentence, relation_sentences, relation_words

NEVER = re.compile(
    r"\b(caused|effect|impact|thanks to|works|proves|significant|insignificant|small|large|ranks?|p =)\b", re.IGNORECASE
)


def said(**asked) -> tuple[str, ...]:
    return relation_sentences(release_doses(hub(**asked), Policy(), Viewer()), "teachers")


@pytest.mark.parametrize("asked", [{"effect": 0.12}, {"effect": -0.12}, {}, {"need": 3.0}, {"schools": 6}])
def test_nothing_is_claimed_and_the_choice_of_hours_is_always_named(asked: dict) -> None:
    sentences = said(**asked)
    assert not any(NEVER.search(each) for each in sentences), sentences
    if "schools" not in asked:
        assert any("Schools chose their hours" in each for each in sentences)


def test_a_relation_is_named_with_its_areas_and_its_direction() -> None:
    assert said(effect=0.12)[0].startswith("Teachers with more hours of mentoring tended to rise more in “")
    assert said(effect=-0.12)[0].startswith("Teachers with more hours of mentoring tended to rise less in “")


def test_no_clear_relation_is_said_in_these_words() -> None:
    assert said()[0].startswith("No clear relation: the answers do not show whether teachers with more hours")


def test_weak_starters_who_got_more_are_named() -> None:
    assert any("began lower in" in each and "rise more anyway" in each for each in said(need=3.0))
    assert not any("began lower in" in each for each in said(seed=4))


def test_a_refusal_is_one_sentence_with_its_reason() -> None:
    assert said(schools=6) == (
        "Change is not set beside hours here: fewer than 8 mentored schools answered both times.",
    )


def test_every_area_has_words_in_the_table() -> None:
    for asked in ({"effect": 0.12}, {}, {"schools": 6}, {"per": "school", "small": 1}):
        found = release_doses(hub(**asked), Policy(), Viewer())
        assert all(relation_words(row, found.policy) for row in found.relations)


def test_the_gap_is_said_beside_what_it_does_anyway() -> None:
    found = release_doses(hub(schools=20, never=0.4), Policy(), Viewer())
    first, reached = equity_sentences(found, "teachers")
    assert "even when nothing happens" in first
    assert re.search(r"of those who began lowest about \d+ of \d+ came to a session", reached)


def test_what_was_given_is_said_with_its_fractions_and_leaves_out_what_is_hidden() -> None:
    days = date(2025, 10, 1), date(2026, 5, 1)
    rows = release_given(*dose_of(Elm=(12, 20), Oak=(9, 30)), Policy())
    assert given_sentence(rows, *days) == (
        "Between 1 October 2025 and 1 May 2026, 4 of 4 planned sessions were held in 2 schools: 4 hours, about 0.8 hours for each "
        "teacher on the roster. About 20 of 50 (40 %) teachers on the roster came to one session at least."
    )
    few = release_given(*dose_of(Elm=(2, 20)), Policy())
    assert (
        given_sentence(few, *days)
        == "Between 1 October 2025 and 1 May 2026, 2 of 2 planned sessions were held: 2 hours."
    )
