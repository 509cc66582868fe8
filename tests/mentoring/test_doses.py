"""Dose: held and planned, persons once, teachers only, one unit for all schools."""

from datetime import date

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from toolbox.engine import asking
from toolbox.mentoring import hours_of, school_doses, teacher_doses, together
from toolbox.model import Fraction, Membership, MentoringSession, School


def session(day: int, receiver: str = "Elm", hours: float | None = 2.0, persons: tuple[str, ...] = ("P-1",), **more):
    return MentoringSession(on=date(2026, 1, day), receiver=receiver, hours=hours, persons=persons, **more)


def person(name: str, role: str, school: str = "Elm") -> Membership:
    return Membership(member=name, role=role, school=school)


ELM = School(school="Elm", teachers=4)


def test_planned_is_all_that_was_planned_and_only_what_was_held_is_a_dose() -> None:
    (dose,) = school_doses([session(2), session(3, hours=3.0, delivered=False)], [ELM])
    assert (dose.sessions_delivered, dose.sessions_planned) == (1, 2)
    assert (dose.hours_delivered, dose.hours_planned, dose.person_hours) == (2.0, 5.0, 2.0)


def test_leaders_who_came_are_no_teachers_reached() -> None:
    held = [session(2, persons=("P-1", "P-2", "P-9"))]
    (dose,) = school_doses(held, [ELM], [person("P-9", "leader")])
    assert (dose.reached.part, dose.person_hours) == (2, 4.0)
    (dose,) = school_doses(held, [ELM], [person("P-1", "mentee"), person("P-2", "teacher")])
    assert (dose.reached.part, dose.person_hours) == (2, 4.0)


def test_a_leader_who_teaches_and_a_mentor_who_is_mentored_are_teachers() -> None:
    rows = [person("P-1", "leader"), person("P-1", "teacher"), person("P-2", "mentor"), person("P-2", "mentee")]
    (dose,) = school_doses([session(2, persons=("P-1", "P-2"))], [ELM], rows)
    assert dose.reached.part == 2


def test_a_person_in_two_schools_is_in_both_and_once_in_all() -> None:
    held = [session(2), session(2, "Oak"), session(3, "Oak", persons=("P-2",))]
    roster = [ELM, School(school="Oak", teachers=6)]
    assert [each.reached.part for each in school_doses(held, roster)] == [1, 2]
    assert together(held, roster).reached == together(held, roster).reached.__class__(part=2, whole=10)
    assert together(held, [ELM]).reached.whole is None


def until(name: str, last: int | None, school: str = "Elm", role: str = "mentee") -> Membership:
    return Membership(member=name, role=role, school=school, until=date(2026, 1, last) if last else None)


def test_somebody_named_twice_in_one_session_came_once() -> None:
    held = [session(2, persons=("P-1", "P-1", "P-2", ""))]
    (dose,) = school_doses(held, [ELM])
    assert (dose.person_hours, dose.per_teacher, dose.reached.part) == (4.0, 1.0, 2)
    assert together(held, [ELM]).person_hours == 4.0
    assert [(each.person, each.hours, each.sessions) for each in teacher_doses(held)] == [
        ("P-1", 2.0, 1),
        ("P-2", 2.0, 1),
    ]


def test_who_left_before_the_last_session_is_told_apart_and_keeps_the_hours() -> None:
    held = [session(2, persons=("P-1", "P-2", "P-3")), session(20, persons=("P-3",))]
    rows = [until("P-1", 19), until("P-2", 20), until("P-3", None), until("P-4", 10)]
    (dose,) = school_doses(held, [ELM], rows)
    assert (dose.reached, dose.came, dose.person_hours) == (Fraction(part=2, whole=4), 3, 8.0)
    assert [(each.person, each.came) for each in dose.left] == [("P-4", False), ("P-1", True)]
    (dose,) = school_doses(held, [ELM], rows, until=date(2026, 1, 15))
    assert (dose.reached.part, dose.left) == (3, ()), "on that day nobody had left"
    planned = [*held, session(28, delivered=False)]
    assert school_doses(planned, [ELM], rows)[0].reached.part == 2, "a session that was not held is not the last"


def test_who_left_before_the_span_began_is_in_no_number_of_it() -> None:
    held = [session(2, persons=("P-1", "P-2")), session(20, persons=("P-2",))]
    (dose,) = school_doses(held, [ELM], [until("P-1", 5), until("P-2", None)], since=date(2026, 1, 10))
    assert (dose.reached.part, dose.came, dose.left) == (1, 1, ())


def test_a_mentee_who_became_a_mentor_has_not_left_and_one_who_only_leads_has() -> None:
    held = [session(2, persons=("P-1", "P-2")), session(20, persons=())]
    rows = [until("P-1", 5), until("P-1", None, role="mentor"), until("P-2", 5), until("P-2", None, role="leader")]
    (dose,) = school_doses(held, [ELM], rows)
    assert (dose.reached.part, [each.person for each in dose.left]) == (1, ["P-2"])


def test_who_went_to_another_mentee_school_left_the_one_and_not_the_hub() -> None:
    held = [session(2, persons=("P-1", "P-2")), session(20, persons=("P-2",)), session(20, "Oak", persons=("P-3",))]
    roster = [ELM, School(school="Oak", teachers=6)]
    rows = [until("P-1", 5), until("P-2", None), until("P-3", None, "Oak"), until("P-1", None, "Oak")]
    assert [each.reached.part for each in school_doses(held, roster, rows)] == [1, 1]
    whole = together(held, roster, rows)
    assert (whole.reached, whole.left) == (Fraction(part=3, whole=10), ())
    whole = together(held, roster, [*rows[:3], until("P-1", 10, "Oak")])
    assert (whole.reached.part, whole.came, {each.person for each in whole.left}) == (2, 3, {"P-1"})


def test_no_reach_exceeds_its_roster() -> None:
    (dose,) = school_doses([session(2, persons=tuple(f"P-{n}" for n in range(5)))], [ELM])
    assert (dose.reached, dose.teachers) == (Fraction(part=5, whole=None), 4)


def test_a_school_whose_sessions_name_nobody_has_no_dose_per_teacher() -> None:
    (dose,) = school_doses([session(2, persons=()), session(3, persons=(), hours=None)], [ELM])
    assert (dose.per_teacher, dose.unnamed, dose.without_length, dose.hours_delivered) == (None, 2, 1, 2.0)
    assert hours_of([dose], [ELM]).left_out == ("Elm",)


def test_a_session_of_leaders_only_is_not_one_without_names() -> None:
    (dose,) = school_doses([session(2, persons=("P-9",))], [ELM], [person("P-9", "leader")])
    assert (dose.unnamed, dose.per_teacher) == (0, 0.0)


def test_a_mentee_school_without_a_session_has_a_dose_of_none() -> None:
    rows = [Membership(kind="school", member="Elm", role="mentee", school="Elm", since=date(2025, 9, 1))]
    (dose,) = school_doses([], [ELM], rows)
    assert (dose.school, dose.sessions_planned, dose.per_teacher, dose.last) == ("Elm", 0, 0.0, None)
    assert not school_doses([], [ELM], rows, until=date(2025, 8, 31))


def test_days_are_both_included() -> None:
    held = [session(day) for day in (1, 2, 3, 4)]
    (dose,) = school_doses(held, [ELM], since=date(2026, 1, 2), until=date(2026, 1, 3))
    assert (dose.sessions_delivered, dose.first, dose.last) == (2, date(2026, 1, 2), date(2026, 1, 3))


def test_sums_a_hub_entered_never_stand_beside_hours_per_teacher() -> None:
    roster = [ELM, School(school="Oak", hours=30.0, teachers=10)]
    found = hours_of(school_doses([session(2)], roster), roster)
    assert (dict(found.by_school), found.per, found.left_out) == ({"Elm": 0.5}, "teacher", ("Oak",))
    found = hours_of(school_doses([session(2, delivered=False)], roster), roster)
    assert (dict(found.by_school), found.per) == ({"Oak": 30.0}, "school")


SESSIONS = st.lists(
    st.builds(
        session,
        st.integers(1, 28),
        st.sampled_from(["Elm", "Oak", "Ash"]),
        st.one_of(st.none(), st.sampled_from([0.5, 1.0, 1.5, 3.0])),
        st.lists(st.sampled_from([f"P-{n}" for n in range(6)])).map(tuple),
        delivered=st.booleans(),
        method=st.sampled_from(["", "visit", "workshop"]),
    ),
    max_size=12,
)


@given(SESSIONS)
def test_schools_persons_and_methods_add_up(held: list[MentoringSession]) -> None:
    doses, whole = school_doses(held, []), together(held, [])
    persons = teacher_doses(held)
    assert sum(each.person_hours for each in doses) == whole.person_hours == sum(each.hours for each in persons)
    assert whole.reached.part == len({each.person for each in persons})
    for dose in (*doses, whole):
        assert sum(sessions for _, sessions, _ in dose.by_method) == dose.sessions_delivered
        assert sum(hours for _, _, hours in dose.by_method) == dose.hours_delivered
        assert dose.per_teacher is None


@settings(max_examples=10, deadline=None)
@given(SESSIONS)
def test_a_page_and_the_engine_count_alike(held: list[MentoringSession]) -> None:
    """A page counts the sessions it has in memory, the engine millions: the same numbers, the same rules."""
    ours, engines = school_doses(held, []), asking.doses(held)
    assert [each.school for each in ours] == engines["school"].tolist()
    for name in ("sessions_delivered", "sessions_planned", "unnamed", "without_length"):
        assert [getattr(each, name) for each in ours] == engines[name].tolist()
    for name in ("hours_delivered", "hours_planned", "person_hours"):
        assert np.allclose([getattr(each, name) for each in ours], engines[name], rtol=0, atol=1e-9)
    assert [each.reached.part for each in ours] == engines["reached"].tolist()
    for name in ("first", "last"):
        days = [None if np.isnat(day) else day.astype("datetime64[D]").item() for day in engines[name].to_numpy()]
        assert [getattr(each, name) for each in ours] == days
    by_person = asking.doses_by_person(held)
    told = [(each.person, each.school, each.hours, each.sessions) for each in teacher_doses(held)]
    assert told == list(by_person[["person", "school", "hours", "sessions"]].itertuples(index=False, name=None))
