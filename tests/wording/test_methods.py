"""The methods text names what was computed, what was refused, and what was read or only recalled."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.invented import answers
from tests.reports.evaluated import AWKWARD, BIG, facts, known, released_of, two_rounds
from toolbox.model import Plan
from toolbox.tables.contrasts import CONTRASTS, LEFT_OUT, REFUSALS
from toolbox.tables.reasons import REFUSED
from toolbox.wording.estimators import ESTIMATORS, OF_CONTRAST, estimators_of
from toolbox.wording.methods import BY_LOT, NOT_BY_LOT, ONE_GROUP, methods
from toolbox.wording.references import REFERENCES

WORDS = REFUSED | REFUSALS | LEFT_OUT
ROUNDS = two_rounds(gone={(school, group): 2 for school, group in BIG})
SCHOOLS = facts(sorted(school for school, _ in BIG), 4)
TWO = Plan(
    rounds=("Round 1", "Round 2"), comparison="two_groups", schools=SCHOOLS, bayesian=True, retest=(("A", 0.8),),
    assignment="# Not a heading\n*Those* who <asked> first | [x](y)",
)  # fmt: skip
RELEASED = released_of(ROUNDS, TWO)
TEXT = methods(RELEASED, WORDS)


def test_every_contrast_of_the_tables_has_a_paragraph():
    assert [contrast for contrast in CONTRASTS if not estimators_of(contrast)] == []
    assert set(OF_CONTRAST.values()) <= set(ESTIMATORS)


def test_every_line_that_was_computed_has_its_paragraph():
    for line in RELEASED.lines:
        keys = estimators_of(line.contrast, line.effect_name)
        assert keys, line.contrast
        for key in keys:
            assert f"### {ESTIMATORS[key].title}" in TEXT
    assert "As named by the lines" not in TEXT


def test_what_was_not_computed_has_none():
    one = methods(released_of(ROUNDS, Plan(rounds=("Round 1", "Round 2"))), WORDS)
    for key in ("ancova", "did", "waves", "dose", "posterior", "then_test"):
        assert f"### {ESTIMATORS[key].title}\n" not in one, key
    assert f"### {ESTIMATORS['ancova'].title}" in TEXT


def test_every_source_is_known_and_marked():
    for about in ESTIMATORS.values():
        assert set(about.sources) <= set(REFERENCES), about.title
    read, recalled = TEXT.split("## Literature")[1].split("As recalled, not checked against the source")
    for reference in REFERENCES.values():
        assert f"- {reference.short}:" not in (recalled if reference.read else read)
    assert "Pustejovsky & Tipton (2018)" in recalled


@pytest.mark.parametrize("key", sorted(ESTIMATORS))
def test_a_paragraph_is_a_paragraph(key):
    about = ESTIMATORS[key]
    assert about.text.endswith(".")
    assert not about.refused or about.refused.endswith(".")
    assert "  " not in about.text + about.refused
    assert not re.search(r"thanks to|proves|significan|small effect|large effect", about.text)


def test_the_limits_are_said():
    one = methods(released_of(ROUNDS, Plan(rounds=("Round 1", "Round 2"))), WORDS)
    assert NOT_BY_LOT in one
    assert ONE_GROUP in one
    assert NOT_BY_LOT in TEXT
    by_lot = methods(released_of(ROUNDS, replace(TWO, at_random=True)), WORDS)
    assert BY_LOT in by_lot
    assert NOT_BY_LOT not in by_lot


def test_assignment_is_quoted_and_does_nothing():
    assert "> \\# Not a heading\n> \\*Those\\* who \\<asked\\> first \\| \\[x\\](y)" in TEXT


def test_without_assignment_it_is_said_why_groups_are_not_compared():
    text = methods(released_of(ROUNDS, replace(TWO, assignment="  ")), WORDS)
    assert "How the mentored schools were chosen is not stated" in text
    assert "Table “groups”: the plan does not say who chose" in text


def test_no_school_is_named():
    """The text goes into papers: schools stand in the tables only."""
    assert not any(school in TEXT for school in AWKWARD)


def test_no_version_and_no_day_of_writing():
    from datetime import date

    assert str(date.today()) not in TEXT
    assert "2.4" not in TEXT
    assert methods(released_of(ROUNDS, TWO), WORDS) == TEXT


def test_one_round_has_a_text_too():
    rounds = known([answers(BIG)])
    text = methods(released_of(rounds), WORDS)
    assert "there is one round" in text
    assert "1 round of" in text


def test_hidden_rows_are_counted_by_reason():
    small = two_rounds({("North", "teachers"): 4, ("South", "teachers"): 6})
    text = methods(released_of(small), WORDS)
    assert re.search(r"- Table “change”, \d+ rows: hidden: ", text)
