"""Who stayed: persons once, schools and roles aside; and which wave stood where."""

from datetime import date

from toolbox.mentoring import retention, waves_between
from toolbox.model import Membership, School

FIRST, LAST = date(2025, 10, 1), date(2026, 5, 1)
ROSTER = (School(school="Elm", wave="1"), School(school="Oak", wave="2"), School(school="Ash"))


def row(member: str, school: str = "Elm", role: str = "mentee", kind: str = "person", **days) -> Membership:
    return Membership(member=member, school=school, role=role, kind=kind, **days)


def of(found, what: str, wave: str = ""):
    return next(each.stayed for each in found if (each.what, each.wave) == (what, wave))


def test_who_left_one_school_and_is_at_another_stayed_and_counts_once() -> None:
    rows = [row("P-1", until=date(2026, 1, 31)), row("P-1", "Oak"), row("P-2", until=date(2026, 1, 31))]
    found = retention(rows, ROSTER, from_day=FIRST, to_day=LAST)
    assert (of(found, "teachers").part, of(found, "teachers").whole) == (1, 2)
    assert (of(found, "teachers", "1").part, of(found, "teachers", "1").whole) == (0, 2)
    assert (of(found, "teachers", "2").part, of(found, "teachers", "2").whole) == (1, 1)


def test_a_mentor_who_is_a_mentee_counts_in_both_and_once_in_each() -> None:
    rows = [row("P-1"), row("P-1", role="mentor"), row("P-1", "Oak", role="mentor", until=date(2026, 2, 1))]
    found = retention(rows, ROSTER, from_day=FIRST, to_day=LAST)
    assert (of(found, "teachers").whole, of(found, "mentors").whole, of(found, "mentors").part) == (1, 1, 1)


def test_who_left_before_or_joined_after_is_not_in_it() -> None:
    rows = [row("P-1", until=date(2025, 9, 30)), row("P-2", since=date(2026, 5, 2)), row("P-3", since=LAST)]
    found = retention(rows, ROSTER, from_day=FIRST, to_day=LAST)
    assert (of(found, "teachers").part, of(found, "teachers").whole) == (1, 1)
    assert [each.what for each in found] == ["teachers"]


def test_mentor_schools_and_leaders_are_no_mentee_schools_and_no_teachers() -> None:
    rows = [row("Elm", kind="school", role="mentor"), row("Oak", "Oak", kind="school"), row("P-9", role="leader")]
    found = retention(rows, ROSTER, from_day=FIRST, to_day=LAST)
    assert {(each.what, each.stayed.whole) for each in found} == {("schools", 1)}


def test_nothing_is_nothing() -> None:
    assert retention([], ROSTER, from_day=FIRST, to_day=LAST) == ()


def test_waves_stand_by_their_schools_first_days_as_an_evaluations_arms_do() -> None:
    roster = [
        School(school="A", wave="1", starts=date(2025, 9, 1)),
        School(school="B", wave="1", starts=FIRST),
        School(school="C", wave="2", starts=LAST),
        School(school="D", wave="2"),
        School(school="E", starts=FIRST),
    ]
    found = waves_between(roster, "ABCDE", FIRST, LAST)
    assert [(each.wave, each.before, each.began, each.waiting) for each in found] == [("1", 1, 1, 0), ("2", 0, 0, 2)]
    assert waves_between(roster, "CD", FIRST, LAST)[0].waiting == 2
