"""The rules for two rounds: which form is shown, and how much of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from tests.invented import SELFIE, answers, compared, released_comparison, second_round
from toolbox.disclosure import release
from toolbox.disclosure.comparisons import release_comparison
from toolbox.model import Change, Comparison, Estimate, Funnel, Policy, Viewer

FULL = Estimate(estimate=0.4, se=0.1, df=20, ci_low=0.2, ci_high=0.6, p=0.001, n=30)


def gate(
    before: int,
    after: int,
    pairs: int,
    *,
    moved=(3, 1, 1),
    siblings=None,
    schools=("A",),
    of_schools=1,
    sds=(0.8, 0.7),
    alike=(),
):
    """One area and group of given sizes through the gate."""
    known = {
        "area": "A", "group": "teachers", "n_before": before, "n_after": after, "n_pairs": pairs, "items_common": 3,
        "mean_before": 3.0, "mean_after": 3.4, "sd_before": sds[0], "sd_after": sds[1], "median_before": 3.0,
        "median_after": 3.3, "change": FULL, "effect": FULL, "siblings": siblings or ((before, after, pairs),),
        "alike": alike,
    }  # fmt: skip
    higher, same, lower = moved
    found = Comparison(
        framework=SELFIE, before="x", after="y", before_on=date(2025, 1, 1), after_on=date(2026, 1, 1), schools=schools,
        of_schools=of_schools, funnel=(Funnel(group="teachers", before=before, after=after, linked=pairs, keyed_before=before, keyed_after=after),),
        paired=(Change(design="paired", higher=higher, same=same, lower=lower, **known),),
        independent=(Change(design="independent", **known),),
    )  # fmt: skip
    return release_comparison(found, Policy(), Viewer()).areas[0]


@pytest.mark.parametrize(
    ("before", "after", "pairs", "design", "why", "hidden"),
    [
        (30, 30, 30, "paired", "linked", ""),
        (30, 31, 28, "paired", "linked", ""),  # 2 left + 3 joined = 5
        (30, 30, 29, "independent", "protects_few", ""),  # 1 + 1
        (31, 30, 30, "independent", "protects_few", ""),
        (36, 30, 30, "paired", "linked", ""),
        (30, 30, 4, "independent", "few_pairs", ""),
        (30, 30, 0, "independent", "no_keys", ""),
        (30, 4, 4, "independent", "few_pairs", "few"),
        (30, 4, 0, "independent", "no_keys", "few"),
        (30, 0, 0, "independent", "no_keys", "no_answers"),
        (4, 30, 3, "independent", "few_pairs", "few"),
    ],
)
def test_the_form_that_protects_everyone(before, after, pairs, design, why, hidden):
    row = gate(before, after, pairs, moved=(pairs, 0, 0))
    assert (row.design, row.why, row.hidden) == (design, why, hidden)
    if hidden:
        assert row.mean_before is None
        assert row.change.estimate is None
        assert row.n_before is None


def test_from_ten_pairs_everything():
    row = gate(30, 30, 30, moved=(20, 5, 5))
    assert (row.change, row.effect, row.mean_before, row.higher, row.direction, row.clear) == (
        FULL,
        FULL,
        3.0,
        20,
        "up",
        True,
    )


@pytest.mark.parametrize("pairs", [5, 9])
def test_five_to_nine_pairs_give_counts_and_medians_only(pairs):
    row = gate(pairs, pairs, pairs, moved=(pairs - 2, 1, 1))
    assert (row.higher, row.same, row.lower) == (pairs - 2, 1, 1)
    assert (row.median_before, row.median_after) == (3.0, 3.3)
    assert row.change.estimate is None
    assert row.mean_before is None
    assert row.sd_after is None
    assert row.effect.estimate is None
    assert "counts_only" in row.flags


@pytest.mark.parametrize("moved", [(7, 0, 0), (0, 7, 0), (0, 0, 7)])
def test_a_few_who_all_moved_alike_are_hidden(moved):
    row = gate(7, 7, 7, moved=moved)
    assert row.hidden == "alike"
    assert (row.higher, row.same, row.lower, row.n_pairs, row.median_before) == (None, None, None, None, None)


def test_many_who_all_moved_alike_are_shown():
    assert gate(12, 12, 12, moved=(12, 0, 0)).higher == 12


@pytest.mark.parametrize(("before", "after"), [(33, 35), (32, 36), (36, 33)])
def test_paired_means_that_would_reveal_leavers_or_joiners_are_withheld(before, after):
    row = gate(before, after, 30, moved=(20, 5, 5))
    assert row.design == "paired"
    assert row.change == FULL
    assert (row.mean_before, row.mean_after, row.sd_before, row.median_after) == (None, None, None, None)
    assert row.effect.refused == "protects_few"
    assert "means_protected" in row.flags


def test_two_groups_of_five_to_nine_give_averages_only():
    row = gate(8, 7, 0)
    assert (row.mean_before, row.mean_after, row.change.estimate) == (3.0, 3.4, 0.4)
    assert (row.change.ci_low, row.change.p, row.sd_before, row.effect.estimate) == (None, None, None, None)
    assert row.direction == ""


def test_a_unanimous_side_of_a_few_is_hidden():
    assert gate(8, 30, 0, sds=(0.0, 0.7)).hidden == "alike"
    assert gate(30, 30, 0, sds=(0.0, 0.7)).hidden == ""


def test_a_lone_school_without_pairs_hides_the_next_or_the_total():
    siblings = ((20, 20, 20), (3, 3, 3))
    total = gate(23, 23, 23, siblings=siblings, schools=("A", "B"), of_schools=2)
    assert (total.design, total.hidden) == ("independent", "complement")
    assert gate(20, 20, 20, siblings=siblings, of_schools=2).hidden == ""
    three = ((20, 20, 20), (3, 3, 3), (6, 6, 6))
    assert gate(29, 29, 29, siblings=three, schools=("A", "B", "C"), of_schools=3).design == "paired"
    next_smallest = gate(6, 6, 6, siblings=three, of_schools=3, moved=(4, 1, 1))
    assert next_smallest.hidden == "complement"


def test_a_school_whose_pairs_are_protected_does_not_follow_from_the_total():
    siblings = ((20, 20, 20), (30, 30, 29))  # the second shows two groups, because one left and one joined
    total = gate(50, 50, 49, siblings=siblings, schools=("A", "B"), of_schools=2)
    assert (total.design, total.why) == ("independent", "protects_few")


def test_the_funnel_hides_small_sizes():
    first = answers({("North", "teachers"): 24, ("North", "leaders"): 3})
    funnel = {row.group: row for row in released_comparison(first, second_round(first, shift=0.3), "North").funnel}
    assert (funnel["teachers"].before, funnel["teachers"].linked, funnel["teachers"].hidden) == (24, 24, "")
    assert (funnel["leaders"].before, funnel["leaders"].linked, funnel["leaders"].hidden) == (None, None, "few")


def test_real_rounds_pass_and_keep_every_row():
    first = answers({(school, group): size for school in "ABCDE" for group, size in (("teachers", 20), ("pupils", 30))})
    after = second_round(first, shift=0.5)
    after = replace(after, person=np.where(after.group == 1, "", after.person))
    raw, found = compared(first, after), released_comparison(first, after)
    assert len(found.areas) == 16
    assert len(found.areas) + len(found.items) == len(raw.paired)
    assert {row.design for row in found.areas if row.group == "teachers"} == {"paired"}
    assert {(row.design, row.why) for row in found.areas if row.group == "pupils"} == {("independent", "no_keys")}
    assert all(row.direction == "up" for row in found.areas)


@pytest.mark.parametrize(("areas", "clear"), [(1, True), (8, False)])
def test_a_change_of_one_school_is_clear_only_if_many_looks_leave_it_so(areas, clear):
    """t = 2.2 of 20 degrees: an interval beside zero. Few schools have no p to show, and chance all the same."""
    bare = Estimate(estimate=0.4, se=0.18, df=20, ci_low=0.02, ci_high=0.78, n=21, n_schools=1, refused="few_schools")
    rows = tuple(
        Change(
            design="paired", area=area.id, group="teachers", n_before=21, n_after=21, n_pairs=21, mean_before=3.0,
            mean_after=3.4, higher=12, same=5, lower=4, change=bare, siblings=((21, 21, 21),),
        )
        for area in SELFIE.areas[:areas]
    )  # fmt: skip
    found = Comparison(
        framework=SELFIE, before="x", after="y", before_on=date(2025, 1, 1), after_on=date(2026, 1, 1), schools=("A",),
        of_schools=1, funnel=(), paired=rows, independent=(),
    )  # fmt: skip
    seen = release(found)
    assert [row.clear for row in seen.areas] == [clear] * areas
    assert {row.p_adjusted for row in seen.areas} == {None}
