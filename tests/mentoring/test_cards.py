"""A mentee school's card: who is silent by which rule, in which phase, what is suggested next."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from toolbox.mentoring import school_doses
from toolbox.mentoring.cards import Limits, cards, filled, mentees_in_log, mentees_of, next_step, silences, timeline
from toolbox.model import PHASES, Action, Membership, MenteeCard, MentoringSession, Round, School

TODAY = date(2026, 4, 1)
MONDAY = date(2026, 1, 5)
USUAL = Limits()


def held(days_ago: int, school: str = "Elm", **more) -> MentoringSession:
    return MentoringSession(on=TODAY - timedelta(days=days_ago), receiver=school, **({"hours": 1.0} | more))


def card(*sessions: MentoringSession, roster: int | None = 20, **more) -> MenteeCard:
    asked = {"weeks": {}, "logs": None, "actions": {}, "today": TODAY} | more
    members = [Membership(kind="school", member="Elm", role="mentee", school="Elm", cluster="C")]
    doses = school_doses(sessions, [School(school="Elm", teachers=roster)], members)
    (found,) = cards(["Elm"], doses, sessions, members, **asked)
    return found


def rules(*sessions: MentoringSession, weeks=(), logs=None, limits: Limits = USUAL) -> list[tuple[str, int | None]]:
    found = silences("Elm", sessions, weeks, logs=logs, today=TODAY, limits=limits)
    return [(each.rule, each.days) for each in found]


def test_silence_begins_on_the_day_of_the_rule_and_not_before() -> None:
    assert rules(held(59)) == []
    assert rules(held(60)) == [("no_session_since", 60)]
    assert rules(held(60), limits=Limits(session_days=61)) == []
    assert rules() == [("no_session", None)]


def test_what_is_planned_or_yet_to_come_breaks_no_silence() -> None:
    assert rules(held(5, delivered=False)) == [("no_session", None)]
    assert rules(held(-5)) == [("no_session", None)]
    assert rules(held(100), held(5, delivered=False)) == [("no_session_since", 100)]


def test_activity_is_silent_only_up_to_the_last_day_of_the_logs_and_only_where_there_was_some() -> None:
    logs = (date(2025, 10, 1), date(2026, 2, 28))
    weeks = [(MONDAY, 7), (MONDAY + timedelta(weeks=1), 0)]
    assert rules(held(1), weeks=weeks, logs=logs) == [("no_activity_since", 48)]
    assert rules(held(1), weeks=weeks, logs=(logs[0], date(2026, 1, 30))) == []
    assert rules(held(1), weeks=[], logs=logs) == []
    assert rules(held(1), weeks=weeks, logs=None) == []


def test_the_phase_is_that_of_the_latest_session_held_and_since_it_first_was() -> None:
    found = card(
        held(40, phase="mapping"), held(30, phase="planning"), held(20), held(10, phase="planning"),
        held(-10, phase="development", delivered=False),
    )  # fmt: skip
    assert (found.phase, found.phase_since) == ("planning", TODAY - timedelta(days=30))
    assert (found.last_contact, found.next_planned) == (TODAY - timedelta(days=10), TODAY + timedelta(days=10))


def test_of_two_phases_on_one_day_the_later_one_holds() -> None:
    for some in (("reflection", "development"), ("development", "reflection")):
        assert card(*(held(3, phase=phase) for phase in some)).phase == "reflection"


def test_a_hubs_own_phase_is_kept_and_something_is_suggested() -> None:
    found = card(held(3, phase="Probelauf"))
    assert found.phase == "Probelauf"
    assert next_step(found, never=0, teachers=20, today=TODAY) == "keep_on"


@pytest.mark.parametrize(
    ("roster", "came", "never"), [(20, 12, 8), (20, 0, 20), (None, 12, None), (10, 12, None)], ids=str
)
def test_never_reached_is_what_the_roster_leaves_over(roster, came, never) -> None:
    persons = tuple(f"P-{number}" for number in range(came))
    named = card(held(3, persons=persons), roster=roster)
    assert named.never_reached == (never if came else None), "a session nobody noted the persons of tells nothing"


def test_weeks_between_are_nobody_and_a_school_in_no_log_has_none() -> None:
    assert filled([], (MONDAY, MONDAY)) == ()
    assert [persons for _, persons in filled([(MONDAY, 4)], (MONDAY, MONDAY + timedelta(days=20)))] == [4, 0, 0]


@pytest.mark.parametrize("phase", PHASES)
def test_every_phase_has_a_next_step(phase) -> None:
    from toolbox.wording.mentees import NEXT

    found = card(held(3, phase=phase), held(-3, delivered=False))
    code = next_step(found, never=None, teachers=20, today=TODAY)
    assert code in NEXT
    assert code == ("choose_focus" if phase in ("planning", "development", "reflection") else f"after_{phase}")


def test_the_most_pressing_step_comes_first() -> None:
    late = Action(school="Elm", framework="f", area="A", step="Meet", due=TODAY - timedelta(days=1))
    open_ = Action(school="Elm", framework="f", area="A", step="Meet")
    with_step = card(held(3, phase="development"), actions={"Elm": (open_,)})
    assert next_step(card(), never=None, teachers=20, today=TODAY) == "plan_first"
    assert next_step(card(held(90)), never=None, teachers=20, today=TODAY) == "plan_session"
    assert next_step(card(held(90), held(-5, delivered=False)), never=None, teachers=20, today=TODAY) == "agree_phase"
    overdue = card(held(3, phase="planning"), actions={"Elm": (late,)})
    assert next_step(overdue, never=None, teachers=20, today=TODAY) == "review_steps"
    assert next_step(with_step, never=8, teachers=20, today=TODAY) == "reach_the_others"
    assert next_step(with_step, never=None, teachers=None, today=TODAY) == "count_teachers"
    assert next_step(with_step, never=2, teachers=20, today=TODAY) == "after_development"


def test_mentees_are_those_of_the_day_and_never_the_mentor_itself() -> None:
    def school(name: str, role: str, cluster: str, **more) -> Membership:
        return Membership(kind="school", member=name, role=role, school=name, cluster=cluster, **more)

    rows = [
        school("Oak", "mentor", "C"), school("Oak", "mentee", "D"), school("Ash", "mentor", "D"), school("Elm", "mentee", "C"),
        school("Yew", "mentee", "C", until=date(2026, 1, 31)), Membership(member="P-1", role="mentee", school="Fir", cluster="C"),
    ]  # fmt: skip
    assert mentees_of(rows, "Oak", TODAY) == ("Elm",)
    assert mentees_of(rows, "Oak", date(2026, 1, 31)) == ("Elm", "Yew")
    assert mentees_of(rows, "Ash", TODAY) == ("Oak",), "a mentor that is a mentee, too"
    assert mentees_in_log([held(3, giver="Oak"), held(3, "Oak", giver="Oak")], "Oak") == ("Elm",)


def test_the_timeline_has_one_schools_own_marks_in_the_order_of_time() -> None:
    round_ = Round(
        id="r", name="Autumn", collected_on=TODAY - timedelta(days=50), framework="f", sha256="", people=9,
        schools=("Elm",), groups=(),
    )  # fmt: skip
    other = held(9, "Oak", topic="other")
    found = timeline("Elm", [held(3, topic="safety"), held(-3, delivered=False), other], [(MONDAY, 4)], [round_], [])
    assert [mark.kind for mark in found] == ["activity", "round", "session", "planned"]
    assert not [mark for mark in found if "other" in mark.words]
