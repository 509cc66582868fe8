"""The rules for a profile, one test a rule."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.invented import (
    CORE,
    SELFIE,
    answers,
    profile_of,
    released_comparison,
    released_profile,
    second_round,
)
from toolbox.disclosure import release
from toolbox.frameworks import load
from toolbox.model import Answers, Cell, Estimate, State


def one(found, group, area="A", item=""):
    """The cell of one group in one area or item."""
    rows = found.items if item else found.areas
    return next(cell for cell in rows if (cell.group, cell.area, cell.item) == (group, area, item))


@pytest.mark.parametrize(("size", "hidden"), [(0, "no_answers"), (1, "few"), (4, "few"), (5, ""), (24, "")])
def test_fewer_than_five_are_hidden(size, hidden):
    cell = Cell(area="A", group="teachers", n=size, mean=Estimate(estimate=3.0), sd=0.7, siblings=(size,))
    found = release(replace(profile_of(answers({("North", "teachers"): 24})), areas=(cell,), items=(), grids=())).areas[
        0
    ]
    assert found.hidden == hidden
    assert (found.n, found.mean) == ((None, None) if hidden else (size, 3.0))


@pytest.mark.parametrize("size", [5, 9, 10, 19, 20])
def test_detail_grows_with_the_number_of_persons(size):
    found = released_profile(answers({("North", "teachers"): size}, seed=4), "North")
    area = one(found, "teachers")
    assert area.mean is not None
    assert (area.sd is None) == (size < 10)
    assert (area.ci_low is None) == (size < 10)
    assert (area.top_share is None) == (size < 10)
    for item in found.items:
        if item.hidden:
            continue
        assert len(item.shares) == (0 if item.n < 10 else 3 if item.n < 20 else 5)
        assert bool(item.states) == (item.n >= 10)
        if item.shares:
            assert sum(share for *_, share in item.shares) == pytest.approx(1)


def test_three_bands_cover_the_scale():
    found = released_profile(answers({("North", "teachers"): 15}, seed=4), "North")
    bands = next(item.shares for item in found.items if not item.hidden)
    assert [(low, high) for low, high, _ in bands] == [(1, 2), (3, 3), (4, 5)]


def test_unanimous_answers_of_a_few_are_hidden_with_their_items():
    same = answers({("North", "teachers"): 8})
    same = replace(same, values=np.full_like(same.values, 4))
    found = released_profile(same, "North")
    assert {cell.hidden for cell in found.areas} == {"alike"}
    assert {cell.hidden for cell in found.items} == {"alike"}


def test_unanimous_answers_of_many_are_shown():
    same = answers({("North", "teachers"): 12})
    same = replace(same, values=np.full_like(same.values, 4))
    assert one(released_profile(same, "North"), "teachers").mean == 4


def test_one_unanimous_item_takes_another_with_it():
    some = answers({("North", "teachers"): 8}, seed=3)
    values = some.values.copy(order="F")
    values[values < 0] = 3
    values[:, CORE.index("selfie2020.A1")] = 5
    found = released_profile(replace(some, values=values), "North")
    hidden = {cell.item: cell.hidden for cell in found.items if cell.area == "A" and cell.hidden}
    assert hidden.pop("selfie2020.A1") == "alike"
    assert list(hidden.values()) == ["beside"], "the area and the other items would give it away"


def test_a_lone_small_school_hides_the_next_smallest():
    sizes = {("A", "leaders"): 3, ("B", "leaders"): 6, ("C", "leaders"): 20, ("D", "leaders"): 22, ("E", "leaders"): 21}
    five = answers(sizes)
    shown = {school: one(released_profile(five, school), "leaders").hidden for school in "ABCDE"}
    assert shown == {"A": "few", "B": "complement", "C": "", "D": "", "E": ""}
    assert one(released_profile(five), "leaders").hidden == ""


def test_where_the_next_smallest_is_large_the_total_is_hidden_instead():
    two = answers({("A", "leaders"): 3, ("B", "leaders"): 20})
    assert one(released_profile(two, "B"), "leaders").hidden == ""
    total = one(released_profile(two), "leaders")
    assert (total.hidden, total.n, total.mean) == ("complement", None, None)


def test_two_small_schools_with_five_persons_protect_each_other():
    sizes = {("A", "leaders"): 3, ("B", "leaders"): 2, ("C", "leaders"): 20, ("D", "leaders"): 20, ("E", "leaders"): 20}
    assert one(released_profile(answers(sizes)), "leaders").n == 65


@pytest.mark.parametrize(
    ("sizes", "reason"),
    [
        ((24, 30), "few_for_all"),
        ((24, 30, 21, 18), "few_for_all"),
        ((24, 30, 21, 18, 0), "few_for_all"),
        ((24, 30, 21, 18, 20), ""),
        ((110, 30, 21, 18, 20), "large_school"),
    ],
)
def test_an_average_of_all_schools_is_of_five_and_none_is_most_of_it(sizes, reason):
    asked = {(name, "teachers"): size for name, size in zip("ABCDE", sizes, strict=False) if size}
    asked |= {(name, "pupils"): 30 for name in "ABCDE"}
    found = answers(asked)
    hub = released_profile(found)
    of = [cell.hidden for cell in (*hub.areas, *hub.items) if cell.group == "teachers"]
    assert reason in of
    assert all(of) == bool(reason)
    assert all(gap.hidden for gap in hub.gaps) == bool(reason)
    assert one(hub, "pupils").hidden == ""
    # A school's own page is what it was, with as many schools beside it as there may be.
    assert one(released_profile(found, "B"), "teachers").hidden == ""


@pytest.mark.parametrize(
    ("sizes", "reason"),
    [
        ((20, 20, 15), ""),
        ((20, 15, 14), "few_for_all"),  # 49 pupils
        ((60, 60), "few_for_all"),  # either would know the other's
        ((60, 20, 15), "large_school"),
    ],
)
def test_of_pupils_fifty_in_three_schools_are_enough(sizes, reason):
    asked = {(name, group): size for name, size in zip("ABC", sizes, strict=False) for group in ("pupils", "teachers")}
    hub = released_profile(answers(asked))
    assert {cell.hidden for cell in hub.areas if cell.group == "pupils"} == {reason}
    assert {cell.hidden for cell in hub.areas if cell.group == "teachers"} == {"few_for_all"}


def test_a_lone_unanimous_school_is_protected_too():
    three = answers({("A", "leaders"): 7, ("B", "leaders"): 6, ("C", "leaders"): 30}, seed=5)
    values = three.values.copy(order="F")
    values[three.school == 0] = 4
    three = replace(three, values=values)
    assert one(released_profile(three, "A"), "leaders").hidden == "alike"
    assert one(released_profile(three, "B"), "leaders").hidden == "complement"


def test_a_school_coarse_alone_makes_the_next_one_coarse():
    sizes = {(name, "teachers"): size for name, size in zip("ABCDE", (8, 12, 30, 40, 35), strict=True)}
    five = answers(sizes, seed=2)
    detail = {school: one(released_profile(five, school), "teachers").sd is not None for school in "ABCDE"}
    assert detail == {"A": False, "B": False, "C": True, "D": True, "E": True}
    assert one(released_profile(five), "teachers").sd is not None


def test_a_total_without_the_sizes_of_the_schools_is_never_shown():
    bare = replace(profile_of(answers({("A", "teachers"): 20, ("B", "teachers"): 20})).areas[0], siblings=(), alike=())
    with pytest.raises(ValueError, match="sizes of every school"):
        release(
            replace(
                profile_of(answers({("A", "teachers"): 20, ("B", "teachers"): 20})), areas=(bare,), items=(), grids=()
            )
        )


def test_sizes_below_five_are_hidden_and_rates_need_a_sensible_number_invited():
    found = released_profile(
        answers({("North", "leaders"): 3, ("North", "teachers"): 24, ("North", "pupils"): 50}),
        "North",
        invited={("North", "leaders"): 4, ("North", "teachers"): 30, ("North", "pupils"): 40},
    )
    counts = {count.group: (count.answered, count.rate, count.hidden) for count in found.groups}
    assert counts == {"leaders": (None, None, "few"), "teachers": (24, 0.8, ""), "pupils": (50, None, "")}


def test_remarks_tell_nothing_of_the_hidden():
    few = answers({("North", "leaders"): 4, ("North", "teachers"): 30})
    values = few.values.copy(order="F")
    values[:4, :2] = State.NOT_APPLICABLE
    for cell in (*released_profile(replace(few, values=values), "North").areas, *released_profile(few, "North").items):
        if cell.hidden:
            assert cell.flags == ()
            assert cell.states == ()


def test_a_rubric_is_what_the_school_states_itself():
    rubric = load("idi-rubric")
    ratings = np.array([[1, 1, 2, 2, 1, 3, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 2, 2, 2]], np.int8)
    stated = Answers(
        person=np.array([""], object), school=np.zeros(1, int), group=np.zeros(1, int), schools=("B",), groups=("staff",),
        items=tuple(item.id for item in rubric.items), values=np.asfortranarray(ratings),
    )  # fmt: skip
    found = released_profile(stated, "B", framework=rubric)
    assert [round(cell.mean, 2) for cell in found.areas] == [1.33, 2.0, 1.67, 1.5, 1.0, 1.75]
    assert found.groups[0].answered == 1
    assert {cell.hidden for cell in found.items} == {""}


def test_the_framework_of_the_example_is_the_shipped_one():
    assert released_profile(answers({("North", "teachers"): 24}), "North").framework is SELFIE


@pytest.mark.parametrize(("size", "whole"), [(14, False), (30, True)])
def test_an_item_told_in_bands_has_no_spread_that_would_open_them(size, whole):
    found = answers({("Elm", "teachers"): size}, seed=3)
    seen = released_profile(found, "Elm")
    assert all(cell.sd is not None and cell.ci_low is not None for cell in seen.areas)
    for cell in (each for each in seen.items if not each.hidden):
        parts = (len(cell.shares) == 5, cell.sd is not None, cell.se is not None, cell.ci_low is not None)
        assert parts == (whole,) * 4
    seen = released_comparison(found, second_round(found, shift=0.3), "Elm")
    told = [row for row in seen.items if row.mean_before is not None and row.change.se is not None]
    assert told
    for row in told:
        assert [part is not None for part in (row.sd_before, row.sd_after, row.change.df)] == [whole] * 3
        assert whole or row.effect.estimate is None
    assert all(row.sd_before is not None for row in seen.areas)
