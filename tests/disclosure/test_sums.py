"""Areas and their items, hidden schools together, both pages side by side: nothing adds up to fewer than five persons."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.disclosure.test_comparisons import gate
from tests.invented import SELFIE, answers, released_profile, second_round, told_comparison
from toolbox.model import State

AREA = {item.id: item.area for item in SELFIE.items}
SIZES = {"N": {"leaders": 7, "teachers": 14}, "S": {"leaders": 12, "teachers": 26}, "W": {"leaders": 9, "teachers": 40}}


def hub(seed: int):
    return answers({(s, g): n for s, groups in SIZES.items() for g, n in groups.items()}, seed=seed)


def left_out(found, school: str | None, group: str, area: str) -> int:
    """Persons who answered some, not all, of the items of an area."""
    rows = np.asarray(found.group) == found.groups.index(group)
    if school:
        rows &= np.asarray(found.school) == found.schools.index(school)
    columns = [place for place, item in enumerate(found.items) if AREA[item] == area]
    given = (found.values[rows][:, columns] > 0).sum(axis=1)
    return int(((given > 0) & (given < len(columns))).sum())


def columns_of(found, area: str) -> list[str]:
    return [item for item in found.items if AREA[item] == area]


@pytest.mark.parametrize("seed", range(6))
def test_area_minus_items_never_tells_of_the_few_who_left_one_out(seed):
    found = hub(seed)
    told = 0
    for school in (None, *SIZES):
        seen = released_profile(found, school)
        for area in seen.areas:
            if area.hidden or not 0 < left_out(found, school, area.group, area.area) < 5:
                continue
            told += 1
            items = [item for item in seen.items if (item.area, item.group) == (area.area, area.group)]
            assert any(item.hidden for item in items), (school, area.group, area.area)
    assert told


def test_one_person_who_left_an_item_out_did_follow_before():
    """What rule 11 is for: J · n · area mean − sum of n · item mean is that person's score."""
    found = hub(1)
    values = np.where(found.values < 0, 3, found.values).astype(np.int8)
    items = columns_of(found, "A")
    rows = (found.school == 1) & (found.group == 1)
    person, column = int(np.flatnonzero(rows)[0]), found.items.index(items[0])
    values[person, column] = State.NOT_APPLICABLE
    full = replace(found, values=np.asfortranarray(values))
    block = values[rows][:, [found.items.index(item) for item in items]].astype(float)
    block[block < 0] = np.nan
    area_mean, n = np.nanmean(block, axis=1).mean(), len(block)
    solved = len(items) * n * area_mean - np.nansum(block)
    assert solved == pytest.approx(np.nanmean(block[0]))
    seen = released_profile(full, "S")
    hidden = {item.item for item in seen.items if item.hidden and (item.group, item.area) == ("teachers", "A")}
    assert hidden == {items[0]}
    assert not next(cell for cell in seen.areas if (cell.group, cell.area) == ("teachers", "A")).hidden


@pytest.mark.parametrize("seed", range(3))
def test_a_change_shows_no_item_its_profile_hides(seed):
    first = hub(seed)
    after = replace(second_round(first, shift=0.3), person=np.array([""] * len(first), dtype=object))
    for school in SIZES:
        change = {(row.group, row.item): row for row in told_comparison(first, after, school).items}
        for found in (first, after):
            for item in released_profile(found, school).items:
                if item.hidden and (item.group, item.item) in change:
                    assert change[item.group, item.item].hidden, (school, item.group, item.item)


@pytest.mark.parametrize("seed", range(3))
def test_pairs_do_not_tell_of_the_few_who_left_an_item_out(seed):
    first = hub(seed)
    after = second_round(first, shift=0.3)
    told = 0
    for school in (None, *SIZES):
        seen = told_comparison(first, after, school)
        for area in seen.areas:
            if area.hidden or area.design != "paired" or not 0 < left_out(first, school, area.group, area.area) < 5:
                continue
            told += 1
            assert any(row.hidden for row in seen.items if (row.area, row.group) == (area.area, area.group))
    assert told


ALL = {"schools": ("A", "B", "C", "D"), "of_schools": 4}


def total(*schools: tuple[int, int, int]):
    return [sum(each) for each in zip(*schools, strict=True)]


def test_the_leavers_of_two_hidden_schools_together_are_still_two_persons():
    schools = ((13, 12, 12), (15, 14, 14), (40, 40, 40), (46, 46, 40))
    row = gate(*total(*schools), siblings=schools, **ALL)
    assert (row.design, row.why) == ("independent", "protects_few")


def test_hidden_schools_with_enough_leavers_leave_the_total_paired():
    schools = ((15, 12, 12), (16, 14, 14), (40, 40, 40), (46, 46, 40))
    assert gate(*total(*schools), siblings=schools, **ALL).design == "paired"


def test_another_school_goes_along_where_that_makes_enough_leavers():
    schools = ((13, 12, 12), (15, 14, 14), (21, 15, 15), (80, 80, 80))
    assert gate(*total(*schools), siblings=schools, **ALL).design == "paired"
    assert gate(*schools[2], siblings=schools, schools=("C",), of_schools=4).design == "independent"
    assert gate(*schools[3], siblings=schools, schools=("D",), of_schools=4).design == "paired"


def test_means_of_all_pairs_do_not_give_the_means_one_school_keeps():
    schools = ((23, 22, 20), (25, 26, 20), (30, 30, 25), (30, 30, 25))  # 3 left and 2 joined in the first
    alone = gate(*schools[0], siblings=schools, schools=("A",), of_schools=4)
    assert (alone.design, alone.mean_before) == ("paired", None)
    together = gate(*total(*schools), siblings=schools, **ALL)
    assert together.mean_before is None or gate(
        *schools[1], siblings=schools, schools=("B",), of_schools=4
    ).mean_before is None  # fmt: skip


def lone(alike, sizes, **more):
    """All schools together where one small school is all alike."""
    return gate(*total(*sizes), siblings=sizes, alike=alike, **ALL, **more)


def test_a_school_of_one_mind_does_not_follow_from_two_groups_of_persons():
    sizes = ((6, 6, 0), (30, 30, 0), (30, 30, 0), (30, 30, 0))
    alike = ((True, False, False), *[(False, False, False)] * 3)
    assert lone(alike, sizes).hidden == "complement"
    assert not lone(((False,) * 3,) * 4, sizes).hidden


def test_pairs_that_all_rose_do_not_follow_from_the_counts_of_all():
    sizes = ((6, 6, 6), (30, 30, 30), (30, 30, 30), (30, 30, 30))
    alike = ((False, False, True), *[(False, False, False)] * 3)
    assert lone(alike, sizes, moved=(50, 26, 20)).higher is None
    assert lone(((False,) * 3,) * 4, sizes, moved=(50, 26, 20)).higher == 50
