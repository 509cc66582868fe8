"""What to see to, growth, transitions, clusters: on a hub where each is planted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.indicators.hubs import DAY, HUB, held, mentors
from toolbox.indicators import Kept, hub_sheet, preset
from toolbox.model import Cluster, School

SHEET = hub_sheet(HUB, preset("ihub4schools"), as_of=DAY)


def names(kept: Kept = HUB, day: date = DAY) -> dict[str, tuple[str, ...]]:
    return {each.code: each.names for each in hub_sheet(kept, preset("ihub4schools"), as_of=day).to_do}


def test_everything_planted_is_on_the_list() -> None:
    found = names()
    assert found["schools_without_mentor"] == ("Bay",), "begun and nobody's mentee; Box has not begun"
    assert found["mentors_above_capacity"] == ("Ash",)
    assert found["clusters_silent"] == ("South",), "North had a session in May"
    assert found["never_reached"] == ("Lone",)
    assert found["schools_without_roster"] == ("Lone", "Yew")
    assert found["sessions_perhaps_twice"] == ("Elm, 2026-02-02",), "another topic is another session"
    assert "indicators_stale" in found, "mentors and hubs: nothing began since January"


def test_a_declared_capacity_is_what_counts() -> None:
    roomy = replace(HUB, clusters=(Cluster(name="North", capacity=4), Cluster(name="South", capacity=0)))
    assert names(roomy)["mentors_above_capacity"] == ("Elm",)


def test_a_mentor_who_left_leaves_the_school_without_one() -> None:
    gone = Kept(
        memberships=tuple(mentors("Ash", "North", until=date(2026, 1, 31)) + mentors("Elm", "North", role="mentee"))
    )
    assert "schools_without_mentor" not in names(gone, date(2026, 1, 31))
    assert names(gone)["schools_without_mentor"] == ("Elm",)


def test_a_young_cluster_is_not_yet_silent() -> None:
    young = Kept(memberships=tuple(mentors("Ash", "N", since=DAY) + mentors("Elm", "N", role="mentee", since=DAY)))
    assert "clusters_silent" not in names(young)
    assert names(young, date(2026, 12, 31))["clusters_silent"] == ("N",)


def test_growth_counts_each_once_in_all_and_in_each_wave() -> None:
    last = {each.wave: each for each in SHEET.growth if each.month == date(2026, 6, 1)}
    assert (last[""].schools, last[""].teachers, last[""].sessions, last[""].hours) == (6, 4, 8, 13.5)
    assert (last["1"].teachers, last["2"].teachers) == (3, 1)
    first = next(each for each in SHEET.growth if not each.wave)
    assert (first.month, first.schools, first.teachers) == (date(2025, 9, 1), 5, 0)
    for wave in last:
        line = [each.schools for each in SHEET.growth if each.wave == wave]
        assert line == sorted(line)


def test_a_transition_has_its_day_and_one_to_come_is_not_there() -> None:
    found = SHEET.transitions
    assert [(each.school, each.before, each.after, each.on) for each in found] == [
        ("Elm", "AP", "AS", date(2026, 2, 1))
    ]
    assert not hub_sheet(HUB, preset("ihub4schools"), as_of=date(2026, 1, 31)).transitions


def test_clusters_are_what_is_compared() -> None:
    kinds = {(each.by, each.name): each for each in SHEET.clusters}
    assert set(kinds) == {("model", "top-down"), ("model", "virtual"), ("incentive", "pay"), ("incentive", "")}
    top = kinds["model", "top-down"]
    assert (top.clusters, top.schools, top.silent) == (1, 4, 0)
    # Elm 11 person hours of 10 teachers, Oak 8 of 8; Fir's one session names nobody.
    assert round(top.hours_per_teacher, 3) == round((4 + 4 + 3 + 4 + 2 + 2) / 18, 3)
    assert top.reached.part == 3
    assert kinds["model", "virtual"].silent == 1


def test_an_empty_store_has_a_sheet() -> None:
    sheet = hub_sheet(Kept(), preset("mensi"), as_of=DAY)
    assert (sheet.to_do, sheet.growth, sheet.transitions, sheet.clusters) == ((), (), (), ())


def test_a_thousand_schools_take_no_time() -> None:
    import time

    rows, sessions, roster = [], [], []
    for place in range(1000):
        school, cluster = f"S{place}", f"C{place // 5}"
        persons = tuple(f"P{place}-{each}" for each in range(8))
        rows += mentors(school, cluster, *persons, role="mentor" if place % 5 == 0 else "mentee")
        sessions += [
            held(f"2026-0{month}-0{day}", school, *persons[:4], giver="") for month in (1, 2, 3, 4) for day in (1, 2)
        ]
        roster.append(School(school=school, country=f"L{place % 12}", wave=str(place % 4), teachers=10))
    kept = Kept(roster=tuple(roster), memberships=tuple(rows), sessions=tuple(sessions))
    began = time.perf_counter()
    sheet = hub_sheet(kept, preset("ihub4schools"), as_of=DAY)
    assert hub_sheet(kept, preset("mensi"), as_of=DAY).values[0].value == 200
    assert time.perf_counter() - began < 20
    assert sheet.values[0].value == 1000


def test_what_reached_its_target_is_not_asked_for_anew() -> None:
    """Of what is told exactly. That nothing new came for teachers tells on which side of the target they are."""
    late = date(2026, 12, 31)
    wanted = preset("ihub4schools")
    few = replace(wanted, indicators=tuple(replace(each, target=1) for each in wanted.indicators if each.target))
    stale = {value.indicator.id: value.stale for value in hub_sheet(HUB, few, as_of=late).values}
    assert stale == {"schools": False, "teachers": True, "hubs": False, "countries": False}
    many = hub_sheet(HUB, wanted, as_of=late)
    assert all(value.stale for value in many.values if value.indicator.target)
