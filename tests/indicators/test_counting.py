"""Counted once, by a printed rule; and the published traps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.indicators.hubs import DAY, HUB, held, mentors
from toolbox.indicators import RULES, Kept, preset, value_of
from toolbox.indicators.clusters import cluster_kinds
from toolbox.indicators.kept import Done
from toolbox.model import Cluster, HandCount, Indicator, IndicatorValue, School


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
    assert found.counted_once == 2, "P-elm1 in a second school, and as a mentor"
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


def shared(who: str, on: date, times: int = 1, action: str = "post created") -> Done:
    return Done(action, who, on, times)


WORDS = {"actions": ("Post created", "Shared")}


def test_materials_are_what_members_did_by_the_words_of_the_file() -> None:
    may, june = date(2026, 5, 4), date(2026, 6, 15)
    done = (
        shared("P-elm1", may, 2), shared("P-elm1", june, action="shared"), shared("P-yew1", may),
        shared("P-yew1", date(2025, 12, 1)), shared("P-stranger", may, 7), shared("", may), shared("P-elm1", may, 9, "post viewed"),
    )  # fmt: skip
    kept = replace(HUB, done=done)
    found = of("materials", kept, **WORDS)
    assert found.value == 4, "P-elm1 is a member in three ways and counts once; P-yew1 was none in December"
    assert (found.unknown, found.doers, found.updated) == (9, 2, june)
    assert of("materials", kept, day=may, **WORDS).value == 3
    assert of("materials", kept, only=(("country", "Finland"),), **WORDS).value == 4, "P-elm1 teaches at Oak, too"
    assert of("materials", kept, only=(("hub", "Lakes"),), **WORDS).value == 1
    assert of("materials", kept, day=date(2025, 1, 1), **WORDS).value == 0, (
        "the logs have the words, and nobody had shared"
    )


def test_materials_no_log_has_are_refused_with_the_reason() -> None:
    assert of("materials", HUB, **WORDS).refused == "no_logs"
    assert of("materials", replace(HUB, done=()), **WORDS).refused == "not_in_logs"
    viewed = replace(HUB, done=(shared("P-elm1", DAY, action="post viewed"),))
    assert of("materials", viewed, **WORDS).refused == "not_in_logs"
    assert of("materials", viewed).refused == "no_actions"


def rostered(*, until: date | None) -> Kept:
    """Ten of Fir's twelve places are held by members who came; of two who left one had come."""
    persons = [f"P-{n}" for n in range(10)]
    rows = mentors("Fir", "North", *persons, role="mentee")
    rows += mentors("Fir", "North", "P-left", "P-gone", role="mentee", until=until)[1:]
    sessions = (held("2025-10-01", "Fir", "P-left", *persons), held("2026-03-02", "Fir", "P-0"))
    return Kept(roster=(School(school="Fir", teachers=12),), memberships=tuple(rows), sessions=sessions)


def test_who_left_counts_for_good_and_stands_in_the_whole_they_were_part_of() -> None:
    stayed, left = (rostered(until=until) for until in (None, date(2026, 1, 31)))
    assert [(of("teachers", kept).part, of("teachers", kept).whole) for kept in (stayed, left)] == [(11, 12), (11, 14)]
    early = of("teachers", left, day=date(2026, 2, 1))
    assert (early.part, early.whole) == (11, 12), "before the last session nobody had left"
    indirect = of("teachers", left, direct=False)
    assert (indirect.value, indirect.whole) == (3, 14)


def test_reach_of_clusters_is_of_teachers_who_are_still_there() -> None:
    kept = replace(rostered(until=date(2026, 1, 31)), clusters=(Cluster(name="North", model="rural"),))
    (kind, *_) = cluster_kinds(kept, as_of=DAY)
    assert (kind.reached.part, kind.reached.whole) == (10, 12)
    (kind, *_) = cluster_kinds(kept, as_of=date(2026, 2, 1))
    assert (kind.reached.part, kind.reached.whole) == (11, 12)


def test_a_share_never_exceeds_its_whole() -> None:
    kept = replace(rostered(until=None), roster=(School(school="Fir", teachers=8),))
    assert (of("teachers", kept).value, of("teachers", kept).whole) == (11, None)


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
