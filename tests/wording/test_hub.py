"""What is said of a hub claims no more than reach, and says each number with its fraction."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from tests.indicators.hubs import DAY, HUB
from tests.indicators.test_counting import published
from tests.wording.test_templates import said_too_much
from toolbox.disclosure.hubs import ReleasedGrowth, ReleasedHub, release_hub, released_example
from toolbox.disclosure.released.gate_only import gate
from toolbox.indicators import RULES, hub_sheet, presets
from toolbox.model import Policy, ToDo, Viewer
from toolbox.wording.growing import cluster_sentence, growth_alt, growth_sentence, transition_sentences
from toolbox.wording.indicators import (
    against_target,
    card_lines,
    claim,
    claim_limits,
    fraction_words,
    hub_sentences,
    rule,
    to_do_rule,
    to_do_words,
)


@pytest.mark.parametrize("programme", presets(), ids=lambda each: each.id)
@pytest.mark.parametrize("kept", [HUB, published()], ids=["planted", "published"])
def test_no_sentence_claims_more_than_reach(programme, kept) -> None:
    found = release_hub(hub_sheet(kept, programme, as_of=DAY), Policy(), Viewer())
    told = [*hub_sentences(found), growth_sentence(found), growth_alt(found, "schools"), growth_alt(found, "teachers")]
    told += [*transition_sentences(found), cluster_sentence(found), *claim_limits(found)]
    for each in found.indicators:
        told += [against_target(each), claim(each), rule(each.indicator), *card_lines(each)]
    for each in found.to_do:
        told += [to_do_words(each), to_do_rule(each)]
    # A programme's own name in an address is no sentence of ours.
    assert not [each for each in told if said_too_much(re.sub(r"https?://\S+", "", each))]


@pytest.mark.parametrize("key", RULES)
def test_every_rule_is_a_sentence(key) -> None:
    assert RULES[key].words.endswith(".")
    assert not said_too_much(RULES[key].words)


def test_a_target_of_few_has_no_per_cent() -> None:
    assert against_target(released_example("countries", 4, target=5)) == "4 against a target of 5"


def test_at_least_stands_before_the_number_wherever_it_is_said() -> None:
    found = released_example("teachers", 85, target=600, bound="at_least")
    assert against_target(found) == "at least 85 against a target of 600 (14.2 %)"
    assert (
        claim(found) == "“By 30 June 2026: at least 85 teachers against a target of 600 (14.2 %), each counted once.”"
    )
    assert any("so that nobody can be picked out" in each for each in card_lines(found))
    found = released_example("teachers", 85, bound="at_least", part=85, whole=100)
    assert fraction_words(found).startswith("at least 85 of 100 teachers on the rosters")


def test_neither_a_target_nor_its_missing_is_guessed() -> None:
    found = released_example("teachers", 600, target=600, bound="at_most")
    assert found.reached is None
    assert released_example("teachers", 598, target=600, bound="at_least").reached is None
    assert released_example("teachers", 600, target=600, bound="at_least").reached is True


@pytest.mark.parametrize(
    ("code", "one", "more"),
    [
        ("schools_without_mentor", "1 school without", "2 schools without"),
        ("mentors_above_capacity", "1 mentor above", "2 mentors above"),
        ("clusters_silent", "1 cluster silent", "2 clusters silent"),
        ("never_reached", "1 mentee school without", "2 mentee schools without"),
        ("schools_without_roster", "1 school of which", "2 schools of which"),
        ("sessions_perhaps_twice", "1 session perhaps", "2 sessions perhaps"),
        ("indicators_stale", "1 indicator with", "2 indicators with"),
    ],
)
def test_counts_on_the_list_agree_with_what_is_counted(code: str, one: str, more: str) -> None:
    assert to_do_words(ToDo(code=code, count=1, names=("Elm",), limit=60)).startswith(one)
    assert to_do_words(ToDo(code=code, count=2, names=("Elm", "Oak"), limit=60)).startswith(more)


@pytest.mark.parametrize("counts", [key for key in RULES if key != "by_hand"])
def test_one_of_something_is_named_as_one(counts: str) -> None:
    """Whether the number itself is one, or what it is of."""
    one, more = RULES[counts].one, RULES[counts].unit
    assert claim(released_example(counts, 1)).startswith(f"“By 30 June 2026: 1 {one}")
    assert not claim(released_example(counts, 1)).startswith(f"“By 30 June 2026: 1 {more}")
    assert f"2 {more} against a target of 1" in claim(released_example(counts, 2, target=1))
    assert f": 1 {one} against a target of 2" in claim(released_example(counts, 1, target=2))


def test_more_than_promised_is_no_part_of_it() -> None:
    found = released_example("active_members", 70, target=60, bound="at_least", part=70, whole=110)
    assert against_target(found) == "at least 70 against a target of 60 (116.7 %)"
    assert fraction_words(found) == "at least 70 of at least 110 members on that day"
    assert "within the last 90 days." in rule(found.indicator)
    assert "The number is told in steps of 5" in " ".join(card_lines(found))


def test_whom_an_indicator_is_limited_to_stands_in_its_sentences() -> None:
    found = released_example("schools", 4, target=24)
    limited = replace(found.indicator, only=(("type", "AS"),))
    with gate():
        found = replace(found, indicator=limited)
    assert claim(found) == "“By 30 June 2026: 4 schools of type AS against a target of 24 (16.7 %), each counted once.”"
    assert rule(limited).endswith("Only of type AS.")


def test_an_address_is_left_as_it_is() -> None:
    found = released_example("schools", 4, target=24)
    with gate():
        found = replace(found, indicator=replace(found.indicator, source="Page, https://example.org/plan/"))
    assert "Source of the target: Page, https://example.org/plan/" in card_lines(found)


def test_each_kind_of_number_that_is_not_whole_says_why() -> None:
    def waits(counts: str, bound: str, **known) -> str:
        return " ".join(card_lines(released_example(counts, 85, bound=bound, **known)))

    assert "They are told once there are 5 of them" in waits("teachers", "at_least")
    assert "They are taken off once there are 5 of them" in waits("teachers", "at_most")
    assert "in steps of 5" in waits("materials", "at_least")


def grown(*schools: int, hours: float = 8.0) -> ReleasedHub:
    with gate():
        months = [
            ReleasedGrowth(month=date(2026, at, 1), wave="", schools=count, teachers=None, sessions=at, hours=hours)
            for at, count in enumerate(schools, start=1)
        ]
        return ReleasedHub(programme="Example", as_of=date(2026, 3, 31), indicators=(), growth=tuple(months))


def test_what_did_not_grow_is_not_said_to_have_grown() -> None:
    assert growth_sentence(grown(4, 4, 4)) == (
        "January 2026 to March 2026: 4 schools reached, no more than at the start, 3 sessions held, 8 hours in all."
    )
    assert growth_sentence(grown(3, 4)) == (
        "January 2026 to February 2026: from 3 to 4 schools reached, 2 sessions held, 8 hours in all."
    )
    assert growth_sentence(grown(1, hours=1.0)) == "January 2026: 1 school reached, 1 session held, 1 hour in all."
    assert growth_alt(grown(4, 4), "schools").endswith("All: 4 throughout.")
    assert growth_alt(grown(3, 4), "schools").endswith("All: from 3 to 4.")
