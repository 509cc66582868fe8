"""What a hub counts, through the gate: persons in lots, never fewer than five between any two numbers."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from itertools import combinations
from random import Random

import pytest

from tests.indicators.hubs import DAY, HUB, held, mentors
from toolbox.disclosure.hubs import ReleasedHub, ReleasedIndicator, in_lots, release_hub
from toolbox.indicators import Kept, hub_sheet
from toolbox.indicators.kept import Done
from toolbox.model import PUBLIC, Indicator, Policy, Programme, School, ToolboxError, Viewer

WANTED = Programme(
    id="p",
    name="P",
    indicators=tuple(
        Indicator(id=id, name=id, definition="", counts=counts, target=100, **said)
        for id, counts, said in (
            ("schools", "schools", {}),
            ("teachers", "teachers", {}),
            ("finnish", "teachers", {"only": (("country", "Finland"),)}),
            ("colleagues", "teachers", {"direct": False}),
            ("mentors", "mentors", {}),
            ("active", "active_members", {"window_days": 30}),
        )
    ),
)


def hub(seed: int) -> Kept:
    """Twelve schools in three waves and two countries; teachers come for the first time on any day."""
    draw = Random(seed)
    rows, sessions, roster = [], [], []
    for place in range(12):
        school, persons = f"S{place}", [f"P{place}-{each}" for each in range(draw.randint(4, 25))]
        roster.append(
            School(school=school, wave=str(place % 3), country=("Finland", "Estonia")[place % 2], teachers=len(persons))
        )
        rows += mentors(school, "C", *persons, role="mentee", since=date(2025, 9, 1))
        for _ in range(draw.randint(0, 8)):
            came = draw.sample(persons, draw.randint(0, min(6, len(persons))))
            if draw.random() < 0.1:
                came.append("P0-0")
            sessions.append(held(f"2026-0{draw.randint(1, 6)}-{draw.randint(10, 28)}", school, *came, giver=""))
    return Kept(roster=tuple(roster), memberships=tuple(rows), sessions=tuple(sessions))


def released(kept: Kept = HUB, day: date = DAY, policy: Policy = Policy()) -> ReleasedHub:
    return release_hub(hub_sheet(kept, WANTED, as_of=day), policy, Viewer())


def of(found: ReleasedHub) -> dict[str, ReleasedIndicator]:
    return {each.indicator.id: each for each in found.indicators}


def told(found: ReleasedHub) -> list[int]:
    """Every number of persons who came that a page tells, hidden ones as 0: those are known to be a few."""
    one = of(found)
    numbers = [int(one[id].value or 0) for id in ("teachers", "finnish")]
    numbers += [count or 0 for _, count in one["teachers"].by_wave]
    numbers += [each.teachers or 0 for each in found.growth]
    if one["colleagues"].value is not None:
        numbers.append(one["colleagues"].whole - int(one["colleagues"].value))
    return numbers


@pytest.mark.parametrize("seed", range(12))
def test_no_two_numbers_of_any_days_differ_by_a_few(seed: int) -> None:
    kept = hub(seed)
    total = []
    for day in (date(2026, 1, 9) + timedelta(days=step) for step in range(0, 180, 4)):
        found = of(released(kept, day))
        total.append(int(found["teachers"].value or 0))
        waves = [count or 0 for _, count in found["teachers"].by_wave]
        for size in range(1, len(waves) + 1):
            for some in combinations(waves, size):
                assert abs(total[-1] - sum(some)) not in range(1, 5)
    assert total == sorted(total)
    for before, after in combinations(sorted(set(total)), 2):
        assert after - before >= 5
    months = [each.teachers or 0 for each in released(kept, DAY).growth if not each.wave]
    assert all(abs(one - other) not in range(1, 5) for one in months for other in (*months, *total))


@pytest.mark.parametrize("seed", range(12))
def test_only_whole_lots_are_told(seed: int) -> None:
    """Whoever is told of with or without somebody else is told of with four others at least: each number is a sum of lots."""
    kept = hub(seed)
    sheet = hub_sheet(kept, WANTED, as_of=DAY)
    raw = {each.indicator.id: each for each in sheet.values}
    persons = {id: {person for person, _ in raw[id].persons} for id in ("teachers", "finnish")}
    shown = of(release_hub(sheet, Policy(), Viewer()))
    for id in persons:
        assert (shown[id].value or 0) <= len(persons[id])
        assert (shown[id].bound == "at_least") == (shown[id].value is not None and shown[id].value < len(persons[id]))
    rest = int(shown["teachers"].value or 0) - int(shown["finnish"].value or 0)
    assert rest == 0 or rest >= 5


def test_a_lot_never_changes_when_more_come() -> None:
    days = {f"P{each}": date(2026, 1, 1) + timedelta(days=Random(each).randint(0, 60)) for each in range(40)}
    whole = in_lots(days, 5)
    for last in range(0, 61, 3):
        until = date(2026, 1, 1) + timedelta(days=last)
        early = in_lots({person: day for person, day in days.items() if day <= until}, 5)
        assert early == {person: day for person, day in whole.items() if day <= until}


def test_fewer_than_five_are_hidden_with_the_reason_and_nothing_gives_them_back() -> None:
    found = of(released())
    assert (found["teachers"].value, found["teachers"].hidden) == (None, "few_persons"), "four came"
    assert found["colleagues"].value is None, "the roster less the colleagues would tell who came"
    assert (found["schools"].value, found["mentors"].value) == (6, 3), "schools and offices are the hub's own records"
    assert all(each.teachers in (0, None) for each in released().growth)
    assert found["active"].value in (0, None)


def test_those_who_never_came_are_nobody_or_five() -> None:
    persons = tuple(f"P{each}" for each in range(18))
    for teachers, whole in ((18, 18), (20, None), (23, 23)):
        kept = Kept(
            roster=(School(school="Elm", teachers=teachers),),
            memberships=tuple(mentors("Elm", "C", role="mentee")),
            sessions=(held("2026-05-01", "Elm", *persons, giver=""),),
        )
        found = of(released(kept))
        assert (found["teachers"].value, found["teachers"].whole) == (18, whole)
        assert (found["colleagues"].value is None) == (whole is None)


def test_numbers_for_the_funder_are_of_ten_and_to_the_five_below() -> None:
    for seed in range(6):
        found = released(hub(seed), policy=PUBLIC)
        assert all(number % 5 == 0 for number in told(found) if number)
        assert not any(0 < number < 10 for number in told(found))
        assert not found.to_do
        assert not found.transitions
        assert not found.clusters
        inside, outside = of(released(hub(seed)))["teachers"].value or 0, of(found)["teachers"].value or 0
        assert outside <= inside


def test_clusters_of_fewer_than_five_schools_have_no_mean() -> None:
    for each in released().clusters:
        assert each.hidden == "few_in_kind"
        assert each.hours_per_teacher is None
        assert each.reached_per_cent is None
        assert each.clusters
    sheet = hub_sheet(hub(3), WANTED, as_of=DAY)
    assert not sheet.clusters, "nobody said how the cluster works"


def test_nobody_who_sees_some_schools_gets_a_sheet_of_all() -> None:
    with pytest.raises(ToolboxError, match="see all of them"):
        release_hub(hub_sheet(HUB, WANTED, as_of=DAY), Policy(), Viewer(role="mentor", schools=frozenset({"Elm"})))


def test_no_pseudonym_leaves() -> None:
    def texts(value: object):
        if is_dataclass(value):
            for part in fields(value):
                yield from texts(getattr(value, part.name))
        elif isinstance(value, tuple):
            for each in value:
                yield from texts(each)
        elif isinstance(value, str):
            yield value

    assert not [text for text in texts(released(hub(1))) if text.startswith("P") and "-" in text]


def test_only_the_gate_makes_them() -> None:
    with pytest.raises(TypeError):
        ReleasedHub(programme="P", as_of=DAY, indicators=())


@pytest.mark.parametrize(
    ("persons", "times", "value", "bound"), [(4, 3, None, ""), (5, 1, 5, ""), (6, 3, 15, "at_least"), (0, 0, 0, "")]
)
def test_what_few_shared_is_not_told_and_more_in_steps(persons: int, times: int, value, bound: str) -> None:
    rows = mentors("Elm", "C", *(f"P-{n}" for n in range(9)), role="mentee")
    done = [Done("post created", f"P-{n}", date(2026, 5, 4), times) for n in range(persons)]
    done += [Done("post created", "P-stranger", date(2026, 5, 4), 7), Done("post created", "P-8", date(2026, 12, 1), 1)]
    wanted = Indicator(id="m", name="M", definition="", counts="materials", actions=("Post created",))
    kept = Kept(memberships=tuple(rows), done=tuple(done))
    sheet = hub_sheet(kept, Programme(id="p", name="P", indicators=(wanted,)), as_of=DAY)
    (found,) = release_hub(sheet, Policy(), Viewer()).indicators
    assert (found.value, found.bound) == (value, bound)
    assert found.hidden == ("few_persons" if value is None else "")
    assert found.unknown in (0, 5), "in steps, too"
