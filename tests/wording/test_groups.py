"""What is said of mentored schools beside waiting ones: numbers that add up, reasons for doubt, nothing about why."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from tests.invented import SELFIE, answers, as_rounds, second_round
from tests.wording.test_templates import percentages_of_few, said_too_much
from toolbox.disclosure import release
from toolbox.evaluation import evaluate
from toolbox.model import Plan, SchoolFacts
from toolbox.wording import dose_sentence, group_sentences, groups_alt
from toolbox.wording.groups import beside, groups_of, start_said, too_few_schools

BEGAN = date(2025, 11, 1)


def hub(many: int = 12, persons: int = 16, seed: int = 1):
    return answers({(f"S{number:02}", "teachers"): persons for number in range(many)}, seed=seed)


def looked_at(first, later, mentored, *, hours=None, at_random=False):
    """The released blocks of two groups of schools; ``mentored`` are numbers of schools."""
    rounds = as_rounds(first, later)
    facts = tuple(
        SchoolFacts(school=school, starts=BEGAN, hours=None if hours is None else hours[place])
        for place, school in enumerate(first.schools)
        if place in mentored
    )
    plan = Plan(
        rounds=tuple(each.name for each in rounds), comparison="two_groups", schools=facts, assignment="Schools applied.",
        at_random=at_random,
    )  # fmt: skip
    return release(evaluate(rounds, SELFIE, plan, blocks=("baseline", "groups")))


def moved(first, mentored, *, shift: float, others: float = 0.0, seed: int = 5):
    """The second round: schools of one kind move by ``shift``, the others by ``others``."""
    up, rest = second_round(first, shift=shift, seed=seed), second_round(first, shift=others, seed=seed)
    inside = np.isin(first.school, list(mentored))[:, None]
    return replace(first, values=np.asfortranarray(np.where(inside, up.values, rest.values)))


def test_a_difference_is_told_with_both_changes_its_range_and_the_doubt():
    first = hub()
    found = looked_at(first, moved(first, range(6), shift=0.8), range(6))
    assert groups_of(found) == ("teachers",)
    said = group_sentences(found, "teachers")
    assert said[0] == (
        "Schools in which mentoring began between the two rounds (96 teachers in 6 schools) compared with schools that had not "
        "yet begun (96 in 6)."
    )
    assert re.fullmatch(
        r"On “.+”, teachers of mentored schools changed by \+\d\.\d points, those of schools still waiting by [+−]?\d\.\d; at the "
        r"same starting level the difference, \+\d\.\d, is between \+\d\.\d and \+\d\.\d\.",
        said[1],
    )
    assert said[-1].startswith("Schools were not drawn by lot")
    drawn = group_sentences(looked_at(first, moved(first, range(6), shift=0.8), range(6), at_random=True), "teachers")
    assert not [each for each in drawn if "drawn by lot" in each]


def test_no_difference_is_not_said_to_be_none():
    first = hub()
    said = group_sentences(looked_at(first, moved(first, range(6), shift=0.0), range(6)), "teachers")
    assert said[1].startswith(
        "The answers do not show clearly whether teachers of mentored schools changed differently"
    )


def test_groups_too_far_apart_are_printed_and_not_compared():
    first = hub()
    values = first.values.astype(int)
    apart = np.isin(first.school, range(6))[:, None] & (values > 0) & (values < 5)
    first = replace(first, values=np.asfortranarray((values + apart).astype(np.int8)))
    found = looked_at(first, second_round(first, shift=0.2), range(6))
    rows = beside(found, "teachers")
    assert {row.start for row in rows} == {"apart"}
    assert not any(row.compared for row in rows)
    assert {start_said(row) for row in rows} == {"began too far apart to compare"}
    said = " ".join(group_sentences(found, "teachers"))
    assert "the two groups started too far apart to compare" in said
    assert "the difference" not in said
    assert all(row.mentored.found.estimate is not None for row in rows), "side by side they are shown all the same"


def test_fewer_than_four_schools_of_a_kind_have_a_sentence():
    assert too_few_schools(4, 4) == ""
    assert "at least 4 schools of each, and there are 9 and 3" in too_few_schools(9, 3)


def test_more_hours_and_more_growth_are_no_proof():
    first = hub(16, 20)
    hours = [3.0 * number for number in range(12)]
    later = first
    for place in range(12):
        later = replace(
            later,
            values=np.asfortranarray(
                np.where((first.school == place)[:, None], second_round(first, shift=0.1 * place).values, later.values)
            ),
        )
    said = dose_sentence(looked_at(first, later, range(12), hours=hours), "teachers")
    assert said == (
        "Schools with more mentoring hours tended to rise more; schools chose their hours, so that does not show that hours help."
    )
    assert dose_sentence(looked_at(first, later, range(12)), "teachers") == "", "hours are not known"


def test_people_nobody_can_follow_are_told_as_such():
    first = hub()
    unkeyed = replace(first, person=np.full(len(first), "", object))
    later = replace(moved(first, range(6), shift=0.6), person=unkeyed.person)
    said = group_sentences(looked_at(unkeyed, later, range(6)), "teachers")
    assert said
    assert "nobody could be followed" in said[0].lower()


@pytest.mark.parametrize("seed", range(6))
def test_nothing_forbidden_is_said_of_invented_results(seed):
    draw = np.random.default_rng(seed)
    first = hub(int(draw.choice([8, 12, 18])), int(draw.choice([6, 12, 20])), seed)
    mentored = range(int(draw.integers(4, len(first.schools) - 3)))
    later = moved(
        first, mentored, shift=float(draw.choice([-0.6, 0.0, 0.6])), others=float(draw.choice([-0.3, 0.2])), seed=seed
    )
    found = looked_at(first, later, mentored, hours=[float(place) for place in range(20)])
    texts = [*group_sentences(found, "teachers"), groups_alt(found, "teachers"), dose_sentence(found, "teachers")]
    assert texts[0]
    assert not [(text, bad) for text in texts if (bad := said_too_much(text))]
    assert not [text for text in texts if percentages_of_few(text)]
