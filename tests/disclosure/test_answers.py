"""Single answers leave under new names only, with somebody who may take them, and never from a small school by name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.invented import SELFIE, answers, second_round
from toolbox.disclosure import SMALL_SCHOOLS, release_answers
from toolbox.linking import link
from toolbox.model import Average, Averages, Round, State, ToolboxError, Viewer

BIG = {("North", "teachers"): 9, ("South", "teachers"): 12, ("East", "teachers"): 7}


def known(name: str, number: int) -> Round:
    return Round(
        id=name, name=name, collected_on=date(2025, 10 + number, 1), framework=SELFIE.id, sha256=str(number) * 64,
        people=0, schools=(), groups=(),
    )  # fmt: skip


def taken(*found, viewer: Viewer = Viewer(), **more):
    rounds = [(known(f"round {number}", number), each) for number, each in enumerate(found)]
    return release_answers(rounds, SELFIE, viewer=viewer, **more)


@pytest.mark.parametrize(
    "viewer",
    [
        Viewer(schools=frozenset({"North"})),
        Viewer(role="researcher", schools=frozenset(BIG)),
        Viewer(role="head"),
        Viewer(role="mentor", schools=frozenset()),
    ],
)
def test_who_may_not_take_answers_is_refused(viewer):
    with pytest.raises(ToolboxError) as refusal:
        taken(answers(BIG), viewer=viewer)
    assert refusal.value.code == "answers_not_allowed"


def test_nobody_else_can_build_one():
    with pytest.raises(TypeError, match="disclosure"):
        replace(taken(answers(BIG)), left_out=())


def test_a_researcher_of_every_school_may():
    assert len(taken(answers(BIG), viewer=Viewer(role="researcher"))) == 28


def test_pseudonyms_are_new_each_time_and_nobodys_else():
    first = answers(BIG)
    one, two = taken(first), taken(first)
    assert not set(one.person) & set(first.person)
    assert not set(one.person) & set(two.person)
    assert len(set(one.person)) == 28


def test_the_order_of_the_rows_does_not_give_the_persons_away():
    first = answers({("North", "teachers"): 200})
    one, two = taken(first), taken(first)
    assert not np.array_equal(one.values, two.values)
    assert sorted(map(tuple, one.values)) == sorted(map(tuple, two.values))


def test_persons_are_linked_as_the_comparison_links_them():
    first = answers(BIG)
    after = second_round(first, shift=0.3)
    person = np.array(after.person, object)
    person[0], person[1], person[2] = "", person[3], "P-9-9-9"  # unknown; a key twice; somebody new
    after = replace(after, person=person)
    found = taken(first, after)
    both = set(found.person[found.round == 0]) & set(found.person[found.round == 1])
    assert len(both) == len(link(first, after)) == 28 - 4
    assert all((found.person[found.round == 1] == each).sum() == 1 for each in found.person[found.round == 1])


def test_one_key_in_two_schools_is_two_persons():
    first = answers({("North", "teachers"): 9, ("South", "teachers"): 9})
    first = replace(first, person=np.array([f"P-{number % 9}" for number in range(18)], object))
    assert len(set(taken(first).person)) == 18


def test_small_schools_lose_their_name_in_every_round():
    sizes = {("North", "teachers"): 9, ("South", "teachers"): 12, ("Elm", "teachers"): 6, ("Oak", "teachers"): 4}
    first = answers(sizes)
    after = answers(sizes, gone={("Elm", "teachers"): 3})
    found = taken(first, after)
    assert set(found.school) == {"North", "South", SMALL_SCHOOLS}
    assert found.merged == (("teachers", 2, 6 + 4 + 3 + 4),)
    assert not found.complete


def test_one_small_school_takes_the_next_smallest_with_it():
    found = taken(answers({("Elm", "teachers"): 3, ("Oak", "teachers"): 6, ("Ash", "teachers"): 20}))
    assert set(found.school) == {"Ash", SMALL_SCHOOLS}
    assert found.merged == (("teachers", 2, 9),)


def test_too_few_in_all_are_left_out():
    found = taken(
        answers({("Elm", "leaders"): 2, ("Oak", "leaders"): 2, ("Elm", "teachers"): 8, ("Oak", "teachers"): 8})
    )
    assert found.left_out == (("leaders", 4),)
    assert set(found.group) == {"teachers"}
    assert found.groups == ("teachers",)


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_no_label_stands_for_fewer_than_five_in_a_round(sizes):
    made = [answers({(f"S{place}", "teachers"): size[number] for place, size in enumerate(sizes)}) for number in (0, 1)]
    found = taken(*made)
    for number in (0, 1):
        _, counts = np.unique(found.school[found.round == number].astype(str), return_counts=True)
        assert (counts >= 5).all()
    total = sum(map(sum, sizes))
    assert len(found) + sum(rows for _, rows in found.left_out) == total


def test_answers_stay_what_they_were():
    first = answers(BIG)
    fewer = answers(BIG, items=first.items[:5], shift=1.0)
    found = taken(first, fewer)
    of_first, of_second = found.values[found.round == 0], found.values[found.round == 1]
    assert sorted(map(tuple, of_first)) == sorted(map(tuple, first.values))
    assert (of_second[:, 5:] == State.NOT_SHOWN).all()
    assert sorted(map(tuple, of_second[:, :5])) == sorted(map(tuple, fewer.values))


def test_only_the_groups_asked_for():
    found = taken(
        answers({("North", "teachers"): 9, ("North", "pupils"): 9, ("South", "pupils"): 9}), groups=("pupils",)
    )
    assert set(found.group) == {"pupils"}
    assert len(found) == 18


def test_a_round_of_averages_has_no_answers_to_take():
    averages = Averages(rows=(Average(school="North", group="teachers", area="A", mean=3.0, n=9),))
    with pytest.raises(ToolboxError) as refusal:
        taken(averages)
    assert refusal.value.code == "averages_only"


def test_nobody_at_all():
    found = taken(answers({("North", "teachers"): 0}))
    assert len(found) == 0
    assert found.complete
