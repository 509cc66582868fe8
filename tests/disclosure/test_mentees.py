"""Rule 35: a mentor's cards tell no few persons; not alone, not beside the total, not by what is suggested next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from toolbox.disclosure.examples import dose_of
from toolbox.disclosure.given import release_given
from toolbox.disclosure.mentees import ReleasedCard, release_cards, release_timeline
from toolbox.mentoring.cards import cards
from toolbox.model import Fraction, MentoringSession, Policy, SchoolDose, TimelineMark, ToolboxError, Viewer

TODAY = date(2026, 2, 1)
MONDAY = date(2026, 1, 5)


def released(
    viewer: Viewer = Viewer(), policy: Policy = Policy(), weeks=None, sessions=(), **schools: tuple[int, int]
) -> dict[str, ReleasedCard]:
    everywhere = dose_of(**schools)
    held = sessions or [
        MentoringSession(on=date(2026, 1, 7), receiver=school, hours=1.0, phase="mapping", mentors=("P-M",))
        for school in schools
    ]
    mine = [school for school in schools if viewer.may_see(school)]
    found = cards(
        mine, everywhere[0], held, [], weeks=weeks or {}, logs=(MONDAY, MONDAY), actions={}, today=TODAY
    )  # fmt: skip
    told = release_cards(found, everywhere, held, policy=policy, viewer=viewer, today=TODAY)
    return {card.school: card for card in told}


@pytest.mark.parametrize(("came", "of"), [(3, 20), (17, 20), (20, 23)])
def test_few_who_came_and_few_who_never_did_are_not_told(came, of) -> None:
    card = released(Elm=(came, of), Oak=(10, 20), Ash=(10, 20))["Elm"]
    assert card.given.reached is None
    assert card.never is None
    assert card.given.hidden == "few"


@pytest.mark.parametrize(("came", "of", "never"), [(10, 20, 10), (20, 20, 0), (0, 20, None)])
def test_enough_or_nobody_is_told(came, of, never) -> None:
    card = released(Elm=(came, of), Oak=(10, 20), Ash=(10, 20))["Elm"]
    assert (card.given.reached, card.never) == (came, never)


def test_a_hidden_school_does_not_follow_from_the_others_though_the_viewer_sees_two_only() -> None:
    everyone = released(Elm=(12, 20), Oak=(3, 20), Ash=(9, 20))
    mine = released(Viewer(role="mentor", schools=frozenset({"Elm", "Ash"})), Elm=(12, 20), Oak=(3, 20), Ash=(9, 20))
    assert set(mine) == {"Elm", "Ash"}
    for school, card in mine.items():
        assert card.given.reached == everyone[school].given.reached, "who looks makes no difference"
    assert everyone["Oak"].given.reached is None
    assert [card.school for card in everyone.values() if card.given.hidden == "complement"] == ["Ash"]


def test_what_is_suggested_next_does_not_tell_what_is_hidden() -> None:
    hidden = released(Elm=(3, 40), Oak=(10, 20), Ash=(10, 20))["Elm"]
    told = released(Elm=(6, 40), Oak=(10, 20), Ash=(10, 20))["Elm"]
    assert (hidden.next_step, told.next_step) == ("after_mapping", "reach_the_others")


def test_a_mentor_who_ran_every_session_is_told_and_nobody_else() -> None:
    everyone = {"Elm": (3, 20), "Oak": (10, 20), "Ash": (10, 20)}
    assert released(Viewer(person="P-M"), **everyone)["Elm"].given.reached == 3
    assert released(Viewer(person="P-N"), **everyone)["Elm"].given.reached is None
    assert released(Viewer(), **everyone)["Elm"].given.reached is None
    two = [
        MentoringSession(on=date(2026, 1, day), receiver="Elm", hours=1.0, mentors=(who,))
        for day, who in ((7, "P-M"), (8, "P-N"))
    ]
    assert released(Viewer(person="P-M"), sessions=two, **everyone)["Elm"].given.reached is None


def test_a_week_of_few_is_hidden_and_nobody_is_nobody() -> None:
    card = released(Elm=(10, 20), Oak=(10, 20), weeks={"Elm": [(MONDAY, 4)]})["Elm"]
    assert card.weeks == ((MONDAY, None),)
    assert released(Elm=(10, 20), Oak=(10, 20), weeks={"Elm": [(MONDAY, 5)]})["Elm"].weeks == ((MONDAY, 5),)


def test_raised_minimums_hide_more_and_never_less() -> None:
    schools = {"Elm": (6, 20), "Oak": (10, 20), "Ash": (30, 60), "Fir": (30, 60)}
    usual, raised = released(**schools), released(policy=Policy(min_n=8), **schools)
    assert usual["Elm"].given.reached == 5, "6, to the nearest five"
    assert raised["Elm"].given.reached is None
    for school, card in usual.items():
        assert card.given.reached is not None or raised[school].given.reached is None


def test_another_mentors_school_is_refused() -> None:
    everywhere = dose_of(Elm=(10, 20))
    found = cards(["Elm"], everywhere[0], [], [], weeks={}, logs=None, actions={}, today=TODAY)
    with pytest.raises(ToolboxError) as refusal:
        release_cards(
            found, everywhere, [], policy=Policy(), viewer=Viewer(schools=frozenset({"Oak"})), today=TODAY
        )  # fmt: skip
    assert refusal.value.code == "not_your_school"
    with pytest.raises(ToolboxError) as refusal:
        release_cards(found, everywhere, [], policy=Policy().publicly, viewer=Viewer(), today=TODAY)
    assert refusal.value.code == "not_public"
    with pytest.raises(ToolboxError):
        release_timeline("Elm", [], policy=Policy(), viewer=Viewer(schools=frozenset({"Oak"})))


def test_nobody_builds_a_card_but_the_gate() -> None:
    card = released(Elm=(10, 20), Oak=(10, 20))["Elm"]
    with pytest.raises(TypeError):
        replace(card, never=3)


def test_the_timeline_tells_of_no_session_how_many_came() -> None:
    marks = [TimelineMark(at=MONDAY, kind=kind, persons=12) for kind in ("session", "planned", "activity")]
    found = release_timeline("Elm", marks, policy=Policy(), viewer=Viewer())
    assert [mark.persons for mark in found.marks] == [None, None, 12]


def test_hours_of_one_session_do_not_tell_how_many_came() -> None:
    """18 of 20 teachers at one session of an hour: 0.9 hours each, which would be who never came."""

    def dose(school: str, sessions: int) -> SchoolDose:
        return SchoolDose(
            school=school, sessions_delivered=sessions, sessions_planned=sessions, hours_delivered=sessions, hours_planned=sessions,
            person_hours=18.0, teachers=20, per_teacher=0.9, reached=Fraction(part=18, whole=20),
        )  # fmt: skip

    whole = replace(dose("", 4), teachers=60, reached=Fraction(part=54, whole=60))
    rows = {row.school: row for row in release_given([dose("Elm", 1), dose("Oak", 3), dose("Ash", 3)], whole, Policy())}
    assert (rows["Elm"].per_teacher, rows["Elm"].reached) == (None, None)
    assert [school for school in ("Oak", "Ash") if rows[school].per_teacher is not None], (
        "not more is hidden than must be"
    )
