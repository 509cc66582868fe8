"""Answers put together, cut down and counted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.store.makers import answers, same
from tests.store.test_parquet import many
from toolbox.model import State
from toolbox.store.joining import checked, counts, joined, of_schools


def lines(of) -> list[tuple]:
    """Answers as plain rows, for comparison by hand: (person, school, group, {item: value})."""
    return [
        (person, of.schools[school], of.groups[group], dict(zip(of.items, row.tolist(), strict=True)))
        for person, school, group, row in zip(of.person, of.school, of.group, of.values, strict=True)
    ]


def joined_by_hand(old, new) -> dict:
    """The rule of ``joined`` said again, one row after the other."""
    items = dict.fromkeys((*old.items, *new.items))
    found, nameless = {}, 0
    for part in (old, new):
        for person, school, group, values in lines(part):
            nameless += person == ""
            key = (person or nameless, school, group)
            row = found.setdefault(key, dict.fromkeys(items, int(State.NOT_SHOWN)))
            again = part is new and person and key in {(p, s, g) for p, s, g, _ in lines(old)}
            row.update({i: v for i, v in values.items() if not (again and v in (State.BLANK, State.NOT_SHOWN))})
    return found


def test_joined_follows_its_rule_row_by_row():
    old = many(120, items=4)
    new = many(90, items=4, seed=5)
    again = np.arange(1, 120, 3)[:30]  # these people answer a second time, where they answered the first
    for name in ("person", "school", "group"):
        getattr(new, name)[: len(again)] = getattr(old, name)[again]
    new = replace(new, groups=("leaders", "teachers", "parents"))
    new = checked(replace(new, items=("selfie2020.2", "selfie2020.9", "selfie2020.0", "selfie2020.7")))
    together, twice = joined(old, new)
    expected = joined_by_hand(old, new)
    assert twice > 0
    assert len(together) == len(old) + len(new) - twice == len(expected)
    assert sorted(map(repr, ((s, g, p or "", sorted(v.items())) for p, s, g, v in lines(together)))) == sorted(
        map(repr, ((s, g, p if isinstance(p, str) else "", sorted(v.items())) for (p, s, g), v in expected.items()))
    )
    assert checked(together) is together
    assert together.reworded == {"selfie2020.3"}


def test_counts_name_people_by_school_and_group():
    large = many(500)
    found = counts(large)
    assert sum(people for _, _, people in found) == 500
    assert all(
        people == sum(s == school and g == group for _, s, g, _ in lines(large)) for school, group, people in found[:9]
    )


def test_cutting_down_to_no_school_leaves_nothing():
    nothing = of_schools(answers(), lambda _: False)
    assert (len(nothing), nothing.schools, nothing.values.shape) == (0, (), (0, 2))


def test_cutting_down_to_every_school_changes_nothing():
    full = answers()
    assert of_schools(full, lambda _: True) is full


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"values": np.zeros((6, 3), np.int8)}, "differ in length"),
        ({"group": np.zeros(5, np.int16)}, "differ in length"),
        ({"items": ("x.1", "x.1")}, "twice"),
        ({"values": np.zeros((6, 2))}, "int8"),
        ({"school": np.array([0, 0, 0, 1, 1, 2])}, "no name"),
        ({"group": np.array([0, 0, 0, 0, 0, -1])}, "no name"),
    ],
)
def test_answers_that_break_their_promise_are_a_bug(wrong, why):
    with pytest.raises(ValueError, match=why):
        checked(replace(answers(), **wrong))


def test_sorted_answers_are_not_copied():
    full = answers()
    assert checked(full) is full
    assert same(full, answers())
