"""A trend over any number of rounds: which items it rests on, what its points say, where its line is broken."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from tests.invented import CORE, SELFIE, answers, profile_of
from toolbox.frameworks.examples import FIRST, SECOND, THIRD
from toolbox.model import Answers, Average, Averages, Round, SchoolFacts, State, ToolboxError, Trend
from toolbox.profile.trends import trend

SIZES = {
    (school, group): size
    for school, number in (("Ash", 14), ("Elm", 22), ("Fir", 9), ("Oak", 30), ("Yew", 12))
    for group, size in (("teachers", number), ("pupils", 3 * number))
}


def held(
    name: str, year: int, of: Answers | Averages, framework: str = "selfie-2020"
) -> tuple[Round, Answers | Averages]:
    round = Round(
        id=name, name=name, collected_on=date(year, 5, 4), framework=framework, sha256=name, people=len(of),
        schools=of.schools, groups=of.groups,
    )  # fmt: skip
    return round, of


def three(*, items: tuple = (CORE, CORE, CORE), **more) -> list:
    return [held(f"r{n}", 2023 + n, answers(SIZES, shift=0.1 * n, items=items[n], **more)) for n in range(3)]


def point(found: Trend, round: int, area: str, group: str):
    (one,) = [p for p in found.points if (p.round, p.area, p.group) == (round, area, group)]
    return one


def test_points_are_the_profile_of_each_round_where_all_asked_the_same():
    rounds = three()
    for schools in (None, ["Elm"]):
        found = trend(rounds, SELFIE, schools=schools)
        for place, (_, of) in enumerate(rounds):
            for cell in profile_of(of, schools[0] if schools else None).areas:
                mine = point(found, place, cell.area, cell.group)
                assert mine.mean.estimate == pytest.approx(cell.mean.estimate, rel=1e-12)
                assert (mine.n, mine.sd) == (cell.n, pytest.approx(cell.sd))
                assert (mine.siblings, mine.alike) == (cell.siblings, cell.alike)
                assert (
                    mine.items_common
                    == mine.items_all
                    == len([i for i in SELFIE.items_of(cell.area) if not i.optional])
                )


def test_rounds_come_in_the_order_of_time():
    found = trend(three()[::-1], SELFIE)
    assert [each.id for each in found.rounds] == ["r0", "r1", "r2"]
    assert [each.break_before for each in found.rounds] == [False, False, False]


def test_means_rest_on_the_items_all_rounds_asked():
    short = tuple(item for item in CORE if not item.endswith((".A2", ".A3", ".B1")))
    rounds = three(items=(CORE, short, CORE))
    found = trend(rounds, SELFIE)
    by_hand = trend([(of, only(a, short)) for of, a in rounds], SELFIE)
    for one, other in zip(found.points, by_hand.points, strict=True):
        assert one.mean == other.mean
    assert (point(found, 0, "A", "teachers").items_common, point(found, 0, "A", "teachers").items_all) == (1, 3)
    assert set(found.dropped_items) == {(f"selfie2020.{code}", "not_in_all") for code in ("A2", "A3", "B1")}


def only(of: Answers, items: tuple[str, ...]) -> Answers:
    places = [of.items.index(item) for item in items]
    return replace(of, items=items, values=np.asfortranarray(of.values[:, places]))


def test_a_reworded_item_is_in_no_round():
    rounds = three()
    rounds[2] = (rounds[2][0], replace(rounds[2][1], reworded=frozenset({"selfie2020.C8"})))
    found = trend(rounds, SELFIE)
    assert found.dropped_items == (("selfie2020.C8", "reworded"),)
    assert [point(found, n, "C", "pupils").items_common for n in range(3)] == [5, 5, 5]


def test_a_group_that_stayed_away_once_is_compared_over_its_own_rounds():
    rounds = three()
    rounds[1] = held("r1", 2024, answers({key: n for key, n in SIZES.items() if key[1] == "teachers"}))
    found = trend(rounds, SELFIE)
    assert {p.round for p in found.points if p.group == "pupils"} == {0, 2}
    assert {p.round for p in found.points if p.group == "teachers"} == {0, 1, 2}


def test_a_school_that_came_later_has_no_point_before():
    rounds = three()
    rounds[0] = held("r0", 2023, answers({key: n for key, n in SIZES.items() if key[0] != "Yew"}))
    found = trend(rounds, SELFIE, schools=["Yew"])
    assert found.rounds[0].places == ()
    assert {p.n for p in found.points if p.round == 0} == {0}
    assert all(p.n for p in found.points if p.round)
    assert len(trend(rounds, SELFIE).rounds[0].schools) == 4


def test_an_optional_item_counts_only_where_a_school_always_asked_it():
    name = next(item.id for item in SELFIE.items if item.optional and item.area == "A")
    rounds = three(items=((*CORE, name),) * 3)
    later = rounds[1][1]
    values = later.values.copy(order="F")
    values[later.school == later.schools.index("Ash"), later.items.index(name)] = State.NOT_SHOWN
    rounds[1] = (rounds[1][0], replace(later, values=values))
    without = [(of, only(answered, CORE)) for of, answered in rounds]
    for school, counts in (("Ash", False), ("Elm", True)):
        with_it, without_it = (
            point(trend(each, SELFIE, schools=[school]), 0, "A", "teachers").mean.estimate for each in (rounds, without)
        )
        assert (with_it != pytest.approx(without_it)) == counts


def test_intervals_know_schools_and_no_finite_population():
    found = trend(three(), SELFIE)
    assert "CR2" in point(found, 0, "A", "teachers").mean.method
    one = point(trend(three(), SELFIE, schools=["Elm"]), 0, "A", "teachers")
    half = 2.0796138 * one.sd / one.n**0.5  # t(.975, 21)
    assert one.mean.ci_high - one.mean.estimate == pytest.approx(half, rel=1e-7)
    assert one.mean.p is None
    few = point(trend(three(), SELFIE, schools=["Fir"]), 0, "A", "teachers")
    assert (few.mean.refused, few.mean.ci_low) == ("few_persons", None)


def test_averages_take_part_with_their_areas_and_no_interval():
    rows = [
        Average(school=school, group="teachers", area=area, mean=3.0 + place / 10, n=20)
        for school in ("Ash", "Elm")
        for place, area in enumerate("AB")
    ]
    found = trend([held("old", 2022, Averages(rows=tuple(rows))), *three()], SELFIE)
    old = point(found, 0, "B", "teachers")
    assert (old.mean.estimate, old.mean.refused, old.n, old.siblings) == (pytest.approx(3.1), "averages", 40, (20, 20))
    assert old.items_common == 0
    assert point(found, 1, "B", "teachers").items_common == 3


def of_version(framework, items: tuple[str, ...], level: int) -> Answers:
    values = np.full((12, len(items)), level, np.int8)
    values[::2] += 1
    return Answers(
        person=np.array([""] * 12), school=np.zeros(12, int), group=np.zeros(12, int), schools=("North",),
        groups=("teachers",), items=items, values=np.asfortranarray(values),
    )  # fmt: skip


def test_versions_are_compared_over_what_stayed_and_the_line_is_broken():
    known = {each.id: each for each in (FIRST, SECOND, THIRD)}
    rounds = [
        held(each.id, 2020 + place, of_version(each, tuple(item.id for item in each.items), 2 + place), each.id)
        for place, each in enumerate((FIRST, SECOND, THIRD))
    ]
    found = trend(rounds, THIRD, known=known)
    assert [each.break_before for each in found.rounds] == [False, True, True]
    assert [point(found, n, "A", "teachers").items_common for n in range(3)] == [1, 1, 1]
    assert ("third.A2", "moved") in found.dropped_items or ("third.A2", "reworded") in found.dropped_items
    with pytest.raises(ToolboxError) as refused:
        trend(rounds, FIRST, known=known)
    assert refused.value.code == "other_framework"


def test_marks_are_the_days_mentoring_began_between_two_rounds():
    facts = [
        SchoolFacts(school="Ash", starts=date(2023, 9, 1)),
        SchoolFacts(school="Elm", starts=date(2023, 9, 1)),
        SchoolFacts(school="Fir", starts=date(2023, 10, 1)),
        SchoolFacts(school="Oak", starts=date(2024, 9, 1)),
        SchoolFacts(school="Yew", starts=date(2031, 9, 1)),
        SchoolFacts(school="Gone", starts=date(2024, 9, 1)),
    ]
    found = trend(three(), SELFIE, facts=facts)
    assert [(mark.on, mark.schools) for mark in found.marks] == [(date(2023, 9, 1), 3), (date(2024, 9, 1), 1)]
    assert [mark.schools for mark in trend(three(), SELFIE, schools=["Oak"], facts=facts).marks] == [1]


def test_what_is_no_trend_is_refused_in_words():
    for rounds, framework, schools, code in (
        (three()[:1], SELFIE, None, "one_round"),
        (three(), SELFIE, ["Nowhere"], "unknown_school"),
        (three(), replace(SELFIE, kind="rubric", summary="compliance"), None, "no_average"),
    ):
        with pytest.raises(ToolboxError) as refused:
            trend(rounds, framework, schools=schools)
        assert refused.value.code == code


def test_twelve_rounds_and_everyone_alike():
    items = CORE[:3]
    rounds = [held(f"y{n}", 2010 + n, of_version(SELFIE, items, 3)) for n in range(11)]
    same = of_version(SELFIE, items, 3)
    rounds.append(held("last", 2025, replace(same, values=np.asfortranarray(np.full_like(same.values, 4)))))
    found = trend(rounds, SELFIE)
    assert [p.mean.estimate for p in found.points] == [3.5] * 11 + [4.0]
    assert (found.points[-1].sd, found.points[-1].alike) == (0.0, (True,))
