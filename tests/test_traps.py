"""The published traps, from what is kept to the sentence a visitor reads.

A share that was printed as 85 %; schools and teachers of four hubs that tell two stories; a fall after training that is a
stricter eye. Each has a counterpart, so that no test here passes because a sentence always stands there.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from tests.test_sample import TRUTH
from toolbox import sample
from toolbox.comparison import compare
from toolbox.disclosure import ReleasedComparison, release
from toolbox.disclosure.hubs import ReleasedHub, release_hub
from toolbox.frameworks import load
from toolbox.indicators import Kept, hub_sheet, preset
from toolbox.model import (
    Answers,
    Fraction,
    HandCount,
    Membership,
    MentoringSession,
    Policy,
    School,
    Viewer,
)
from toolbox.reading.pseudonyms import Pseudonyms
from toolbox.store import open_store
from toolbox.wording import recalibration_note
from toolbox.wording.doses import fraction
from toolbox.wording.indicators import against_target, card_lines, claim, hub_sentences
from toolbox.wording.templates import say

VIEWER = Viewer()
FRAMEWORK = load("selfie-2020")


# ── 74 of 93 ─────────────────────────────────────────────────────────────────────────────────────


def test_seventy_four_of_ninety_three_is_printed_with_its_fraction() -> None:
    assert fraction(Fraction(part=74, whole=93)) == "74 of 93 (79.6 %)"


def test_an_entered_number_is_printed_with_its_fraction_on_the_card_and_in_the_claim() -> None:
    programme = preset("mensi")
    wanted = next(each for each in programme.indicators if each.counts == "by_hand")
    entered = HandCount(programme="mensi", indicator=wanted.id, on=date(2022, 6, 1), value=74, of=93)
    sheet = hub_sheet(Kept(hand=(entered,)), replace(programme, indicators=(wanted,)), as_of=date(2022, 7, 1))
    (found,) = release_hub(sheet, Policy(), VIEWER).indicators
    for words in (" ".join(card_lines(found)), claim(found)):
        assert "74 of 93" in words
        assert "79.6 %" in words
        assert "85" not in words


# ── 27 schools and 565 teachers ──────────────────────────────────────────────────────────────────

#: As the four hubs were published: schools, teachers.
HUBS = {"Estonia": (6, 205), "Finland": (4, 60), "Georgia": (5, 100), "Lithuania": (12, 200)}


def four_hubs(*, came: float = 1.0) -> Kept:
    """Everybody came once, or such a part of every school."""
    rows, sessions, roster = [], [], []
    for hub, (schools, teachers) in HUBS.items():
        for place in range(schools):
            name = f"{hub} {place}"
            persons = tuple(f"P-{hub}-{each}" for each in range(place, teachers, schools))
            roster.append(School(school=name, hub=hub, country=hub, teachers=len(persons)))
            rows.append(
                Membership(kind="school", member=name, role="mentee", school=name, cluster=hub, since=date(2022, 1, 3))
            )
            here = persons[: round(came * len(persons))]
            sessions.append(MentoringSession(on=date(2022, 2, 1), receiver=name, persons=here, hours=1.0))
    return Kept(roster=tuple(roster), memberships=tuple(rows), sessions=tuple(sessions))


def test_four_hubs_keep_schools_and_teachers_apart() -> None:
    released = of_four_hubs(four_hubs())
    found = {each.indicator.id: each for each in released.indicators}
    assert against_target(found["schools"]) == "27 against a target of 75 (36.0 %)"
    assert against_target(found["teachers"]) == "565 against a target of 600 (94.2 %)"
    words = hub_sentences(released)
    assert "27 schools against a target of 75" in words[0]
    assert "565 teachers against a target of 600" in words[0]
    assert say("hub_two_numbers") in words
    assert say("hub_two_numbers") not in hub_sentences(of_four_hubs(four_hubs(came=0.38))), "36 % of both is one story"


def of_four_hubs(kept: Kept) -> ReleasedHub:
    return release_hub(hub_sheet(kept, preset("ihub4schools"), as_of=date(2022, 3, 1)), Policy(), VIEWER)


# ── a fall among those who began highest ─────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def rounds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Answers, Answers]:
    """The two rounds of the sample hub."""
    store = open_store(folder=tmp_path_factory.mktemp("rounds"))
    store.migrate()
    key = Pseudonyms(store.pseudonym_key())
    made = [sample._save(store, VIEWER, each, key) for each in sample.ROUNDS]
    yield tuple(store.answers(VIEWER, each.id) for each in made)
    store.close()


def of_schools(answers: Answers, names: list[str]) -> Answers:
    """A hub of these schools only, as if the others had never been asked."""
    rows = np.isin(answers.school, [answers.schools.index(name) for name in names])
    place = {answers.schools.index(name): new for new, name in enumerate(sorted(names))}
    return replace(
        answers, person=answers.person[rows], school=np.array([place[each] for each in answers.school[rows].tolist()]),
        group=answers.group[rows], schools=tuple(sorted(names)), values=np.asfortranarray(answers.values[rows]),
    )  # fmt: skip


def change_of(rounds: tuple[Answers, Answers], names: list[str]) -> ReleasedComparison:
    before, after = (of_schools(each, names) for each in rounds)
    found = compare(
        before, after, FRAMEWORK, before_name="autumn", after_name="spring",
        before_on=sample.ROUNDS[0].collected_on, after_on=sample.ROUNDS[1].collected_on,
    )  # fmt: skip
    return release(found)


def test_a_fall_concentrated_among_the_highest_starters_raises_the_note(rounds) -> None:
    area = TRUTH["recalibration"]["area"]
    name = next(each.name for each in FRAMEWORK.areas if each.id == area)
    note = recalibration_note(change_of(rounds, TRUTH["schools"]["mentored"]), "teachers")
    assert f"On “{name}”, the teachers who rated highest at the start came down most" in note
    assert recalibration_note(change_of(rounds, TRUTH["schools"]["not_yet"]), "teachers") == ""
