"""What is said of a hub claims no more than reach, and says each number with its fraction."""

from __future__ import annotations

import re

import pytest

from tests.indicators.hubs import DAY, HUB
from tests.indicators.test_counting import published
from tests.wording.test_templates import said_too_much
from toolbox.disclosure.hubs import release_hub, released_example
from toolbox.indicators import RULES, hub_sheet, presets
from toolbox.model import Policy, Viewer
from toolbox.wording.indicators import (
    against_target,
    card_lines,
    claim,
    claim_limits,
    cluster_sentence,
    growth_alt,
    growth_sentence,
    hub_sentences,
    rule,
    to_do_rule,
    to_do_words,
    transition_sentences,
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
    assert against_target(released_example("countries", 4, target=5)) == "4 of 5"


def test_at_least_stands_before_the_number_wherever_it_is_said() -> None:
    found = released_example("teachers", 85, target=600, bound="at_least")
    assert against_target(found) == "at least 85 of 600 (14.2 %)"
    assert claim(found) == "“By 30 June 2026: at least 85 of 600 teachers (14.2 %), each counted once.”"
    assert any("so that nobody can be picked out" in each for each in card_lines(found))


def test_neither_a_target_nor_its_missing_is_guessed() -> None:
    found = released_example("teachers", 600, target=600, bound="at_most")
    assert found.reached is None
    assert released_example("teachers", 598, target=600, bound="at_least").reached is None
    assert released_example("teachers", 600, target=600, bound="at_least").reached is True
