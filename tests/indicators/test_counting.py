"""Counted once, by a printed rule; and the published traps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.indicators.hubs import DAY, HUB, held, mentors
from toolbox.indicators import RULES, Kept, preset, value_of
from toolbox.model import HandCount, Indicator, IndicatorValue, School


def of(counts: str, kept: Kept = HUB, *, day: date = DAY, **said) -> IndicatorValue:
    said = {"target": 100} | said
    return value_of(Indicator(id=counts, name=counts, definition="", counts=counts, **said), kept, as_of=day)


def test_a_school_with_three_rows_and_five_sessions_is_one() -> None:
    found = of("schools")
    assert found.value == 6, "Ash, Elm, Oak, Fir, Lone, Yew"
    assert (found.part, found.whole) == (5, 7), "Lone is on no roster, Bay and Box are not reached"
    assert found.counted_once == 1, "Elm once more, as a mentor in the other cluster"
    assert dict(found.by_wave) == {"1": 3, "2": 2}


def test_a_person_in_two_schools_and_two_roles_is_one() -> None:
    found = of("teachers")
    assert found.value == 4, "P-elm1, P-elm2, P-oak1, P-yew1; P-fir1 was only to come"
    assert found.counted_once == 1
    assert dict(found.by_wave) == {"1": 3, "2": 1}
    assert dict(found.persons)["P-elm1"] == date(2025, 10, 1)
    assert found.whole is None, "nobody counted the teachers of Yew and Lone"
    assert found.unknown == 1, "a session nobody wrote the persons of"
    assert of("mentors").value == 3, "P-elm1 is a mentor as well, once"


def test_direct_and_indirect_never_overlap() -> None:
    direct, indirect = of("teachers"), of("teachers", direct=False)
    rostered = sum(school.teachers for school in HUB.roster if school.school in ("Ash", "Elm", "Oak", "Fir"))
    assert (indirect.value, indirect.whole) == (rostered - 3, rostered), "three who came are of schools with a number"
    assert indirect.unknown == 2
    assert (direct.indicator.direct, indirect.indicator.direct) == (True, False)


@pytest.mark.parametrize(
    ("counts", "value"),
    [("countries", 2), ("hubs", 2), ("communities", 2), ("sessions", 8), ("hours", 13.5), ("facilitators", 0)],
)
def test_the_other_rules(counts: str, value: float) -> None:
    assert of(counts).value == value


def test_planned_sessions_are_the_whole_and_lengths_may_be_missing() -> None:
    assert (of("sessions").part, of("sessions").whole) == (8, 9)
    assert of("hours").unknown == 1


def test_a_day_in_the_past_counts_what_had_begun_by_then() -> None:
    early = date(2025, 12, 31)
    assert of("schools", day=early).value == 5, "Yew began in January"
    assert of("sessions", day=early).value == 2
    assert of("schools", day=early, only=(("type", "AS"),)).value == 1
    assert of("schools", only=(("type", "AS"),)).value == 2, "Elm became one"


def test_a_sum_of_hours_counts_only_for_a_school_without_a_session() -> None:
    kept = replace(HUB, roster=(School(school="Elm", hours=99.0), School(school="Bay", hours=5.0)))
    assert of("hours", kept).value == 13.5 + 5.0


def test_limits_are_any_of_one_kind_and_all_kinds() -> None:
    assert of("schools", only=(("country", "Estonia"),)).value == 2
    assert of("schools", only=(("country", "Estonia"), ("country", "Finland"))).value == 5
    assert of("schools", only=(("country", "Finland"), ("wave", "1"))).value == 1
    assert of("schools", only=(("role", "mentor"),)).value == 2
    assert of("teachers", only=(("country", "Finland"),)).value == 3


def test_an_active_member_did_something_in_the_window() -> None:
    acts = (("P-fir1", date(2026, 6, 29)), ("P-fir1", date(2026, 6, 28)), ("P-nobody", date(2026, 6, 29)))
    kept = replace(HUB, acts=acts)
    found = of("active_members", kept, window_days=30)
    assert (found.value, found.whole) == (1, 8)
    # Since 2 February: the sessions at Elm, Oak and Yew, and the log.
    assert of("active_members", kept, window_days=150).value == 5


def test_seventy_four_of_ninety_three_is_not_eighty_five_per_cent() -> None:
    wanted = next(each for each in preset("mensi").indicators if each.id == "course-completed")
    entered = HandCount(programme="mensi", indicator=wanted.id, on=date(2022, 6, 1), value=74, of=93)
    found = value_of(wanted, Kept(hand=(entered,)), as_of=date(2022, 7, 1))
    assert f"{100 * found.part / found.whole:.1f}" == "79.6"
    assert value_of(wanted, Kept(hand=(entered,)), as_of=date(2022, 5, 1)).refused == "nothing_entered"


def published() -> Kept:
    """Four hubs as they were published: schools and teachers of each."""
    hubs = {"EE": (6, 205), "FI": (4, 60), "GE": (5, 100), "LT": (12, 200)}
    rows, sessions, roster = [], [], []
    for hub, (schools, teachers) in hubs.items():
        for place in range(schools):
            name = f"{hub}{place}"
            persons = tuple(f"P-{hub}-{each}" for each in range(place, teachers, schools))
            roster.append(School(school=name, hub=hub, country=hub, teachers=len(persons)))
            rows += mentors(name, hub, role="mentee", since=date(2022, 1, 1))
            sessions.append(held("2022-02-01", name, *persons, giver=""))
    return Kept(roster=tuple(roster), memberships=tuple(rows), sessions=tuple(sessions))


def test_schools_and_teachers_of_four_hubs_stay_two_numbers() -> None:
    wanted = {each.id: each for each in preset("ihub4schools").indicators}
    found = {id: value_of(wanted[id], published(), as_of=date(2022, 6, 30)) for id in ("schools", "teachers", "hubs")}
    assert (found["schools"].value, found["teachers"].value, found["hubs"].value) == (27, 565, 4)
    assert [f"{found[id].per_cent:.1f}" for id in ("schools", "teachers")] == ["36.0", "94.2"]
    assert (found["teachers"].part, found["teachers"].whole) == (565, 565)


def test_what_is_old_is_called_old() -> None:
    assert not of("sessions").stale, "the last one is 57 days old"
    assert of("sessions", day=date(2026, 12, 31)).stale


@pytest.mark.parametrize("counts", list(RULES))
def test_an_empty_store_counts_nothing_and_says_why(counts: str) -> None:
    found = of(counts, Kept())
    assert found.value is None
    assert found.refused
    assert not found.stale
    assert of(counts, Kept(roster=(School(school="Elm"),))).value is None
