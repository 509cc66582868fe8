"""Followed and not followed, and accepted pairs: nothing about the few follows from two results held side by side."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.invented import answers, compared, mistyped, second_round, told_comparison
from toolbox.disclosure import release
from toolbox.linking import Near
from toolbox.model import Answers, Followed

SIZES = {("North", "teachers"): 40, ("South", "teachers"): 34, ("West", "teachers"): 28}


def without(found: Answers, left: dict[str, int]) -> Answers:
    """A round without the first so many persons of a school."""
    gone: dict[str, int] = dict.fromkeys(left, 0)
    keep = []
    for row, place in enumerate(found.school):
        school = found.schools[place]
        if gone.get(school, 0) < left.get(school, 0):
            gone[school] += 1
        else:
            keep.append(row)
    rows = np.array(keep)
    return replace(
        found, person=found.person[rows], school=found.school[rows], group=found.group[rows],
        values=np.asfortranarray(found.values[rows]),
    )  # fmt: skip


def of(released, kind: str) -> dict:
    return {row.area: row for row in getattr(released, kind)}


@pytest.mark.parametrize("left", [1, 2, 3, 4])
def test_one_to_four_who_left_hide_every_mean_beside_them(left):
    first = answers(SIZES)
    found = told_comparison(first, without(second_round(first, shift=0.3), {"North": left}), "North")
    assert found.baseline
    for row in found.baseline:
        assert row.hidden == "protects_few"
        assert [row.both_before, row.both_after, row.before_only, row.after_only, row.difference_before] == [None] * 5
        assert [row.n_both, row.n_before_only, row.n_after_only] == [None] * 3


def test_five_who_left_are_shown_beside_the_rest_and_are_what_they_are():
    first = answers(SIZES)
    later = without(second_round(first, shift=0.3), {"North": 8})
    found = told_comparison(first, later, "North")
    raw = {row.area: row for row in compared(first, later, "North").baseline}
    shown = [row for row in found.baseline if not row.hidden]
    assert len(shown) >= 6
    for row in shown:
        assert row.before_only == raw[row.area].before_only
        assert row.n_before_only == 8
        assert row.after_only is None
        assert row.n_after_only == 0
        assert row.difference_before == pytest.approx(raw[row.area].difference_before)


def test_few_who_left_and_all_said_the_same_are_hidden():
    first = answers(SIZES)
    values = first.values.copy()
    values[:6] = 5
    first = replace(first, values=values)
    later = without(second_round(first, shift=0.3), {"North": 6})
    assert {row.hidden for row in told_comparison(first, later, "North").baseline} == {"alike"}


def test_nobody_linked_has_no_baseline_and_five_pairs_say_why():
    first = answers(SIZES, keyed=False)
    assert told_comparison(first, second_round(first, shift=0.3), "North").baseline == ()
    small = answers({("North", "teachers"): 7})
    found = told_comparison(small, second_round(small, shift=0.3), "North")
    assert {row.hidden for row in found.baseline} <= {"few_pairs", "alike"}
    assert "few_pairs" in {row.hidden for row in found.baseline}


@pytest.mark.parametrize("seed", range(8))
def test_all_schools_minus_the_shown_ones_never_leave_a_few_who_answered_once(seed):
    draw = np.random.default_rng(seed)
    names = [f"S{number}" for number in range(draw.integers(3, 7))]
    first = answers({(name, "teachers"): int(draw.integers(8, 40)) for name in names}, seed=seed)
    later = without(second_round(first, shift=0.3), {name: int(draw.integers(0, 9)) for name in names})
    alone = {name: of(told_comparison(first, later, name), "baseline") for name in names}
    raw = {name: {row.area: row for row in compared(first, later, name).baseline} for name in names}
    for row in told_comparison(first, later).baseline:
        if row.hidden:
            continue
        away = [raw[name][row.area].n_before_only for name in names if alone[name][row.area].hidden]
        assert sum(away) == 0 or sum(away) >= 5, (seed, row.area)
    for name in names:
        for row in alone[name].values():
            assert row.hidden or row.n_before_only == 0 or row.n_before_only >= 5


@pytest.mark.parametrize("many", [1, 4, 5, 9, 10, 14])
def test_with_and_without_differ_by_nobody_or_at_least_ten(many):
    first = answers({("North", "teachers"): 80})
    later, near = mistyped(first, second_round(first, shift=0.4), many=many)
    found = told_comparison(first, later, "North", near=near, accepted=near.pairs)
    headline = of(found, "areas")
    assert {row.n_pairs for row in headline.values() if not row.hidden} <= set(range(80 - many + 1)) | {None}
    assert found.accepted
    raw = compared(first, later, "North", near=near, accepted=near.pairs)
    pairs = {row.area: row.n_pairs for row in raw.paired if not row.item}
    for row, before in zip(found.accepted, raw.accepted, strict=True):
        added = before.n_pairs - pairs[row.area]
        assert bool(row.hidden) == (added < 10), (row.area, added, row.hidden)
        if row.hidden:
            assert row.hidden == "few_accepted"
            assert (row.change.estimate, row.mean_before, row.n_pairs, row.share, row.higher) == (None,) * 5


@pytest.mark.parametrize("seed", range(6))
def test_accepted_pairs_of_a_few_do_not_follow_from_all_schools(seed):
    """Somebody holds with and without, of each school and of all: what is left over stands for nobody or ten."""
    draw = np.random.default_rng(seed)
    names = [f"S{number}" for number in range(draw.integers(2, 6))]
    first = answers({(name, "teachers"): 60 for name in names}, seed=seed)
    later, near = mistyped(first, second_round(first, shift=0.4), many=14)
    limit = {name: int(draw.choice([0, 2, 4, 9, 11, 14])) for name in names}
    taken: dict[str, int] = {}
    chosen = []
    for pair in near.pairs:
        if taken.setdefault(pair.school, 0) < limit[pair.school]:
            taken[pair.school] += 1
            chosen.append(pair)
    raw = {name: compared(first, later, name, near=near, accepted=chosen) for name in names if limit[name]}
    alone = {name: of(release(found), "accepted") for name, found in raw.items()}
    for row in told_comparison(first, later, near=near, accepted=chosen).accepted:
        if row.hidden:
            continue
        away = []
        for name, found in raw.items():
            counted = [
                next(each.n_pairs for each in rows if (each.area, each.item) == (row.area, ""))
                for rows in (found.accepted, found.paired)
            ]
            added = counted[0] - counted[1]
            if added and (row.area not in alone[name] or alone[name][row.area].hidden):
                away.append(added)
        assert not away or sum(away) >= 10, (seed, row.area, away)


def test_only_probable_pairs_can_be_accepted():
    first = answers({("North", "teachers"): 60})
    later, near = mistyped(first, second_round(first, shift=0.4), many=12)
    possible = tuple(replace(pair, state="possible") for pair in near.pairs)
    found = compared(first, later, "North", near=Near(pairs=possible), accepted=near.pairs)
    assert found.accepted == ()
    assert found.followed[0].accepted == 0
    assert found.followed[0].possible == 12


def test_the_headline_is_the_same_whatever_is_accepted():
    first = answers({("North", "teachers"): 60})
    later, near = mistyped(first, second_round(first, shift=0.4), many=12)
    plain = told_comparison(first, later, "North", near=near)
    taken = told_comparison(first, later, "North", near=near, accepted=near.pairs)
    assert (plain.areas, plain.items, plain.funnel, plain.baseline) == (taken.areas, taken.items, taken.funnel, taken.baseline)  # fmt: skip
    assert plain.accepted == ()


def test_the_share_travels_with_every_paired_row_and_with_no_other():
    first = answers({("North", "teachers"): 60, ("North", "pupils"): 40})
    later = without(second_round(first, shift=0.4), {"North": 12})
    nameless = replace(later, person=np.where(later.group == 1, "", later.person).astype(object))
    for row in (*(found := told_comparison(first, nameless, "North")).areas, *found.items):
        expected = row.n_pairs / row.n_before if row.design == "paired" and not row.hidden else None
        assert row.share == expected
    assert {row.design for row in found.areas} == {"paired", "independent"}


def test_sizes_of_one_to_four_are_hidden_and_what_is_left_over_with_them():
    known = {"group": "teachers", "before": 30, "after": 28, "keyed_before": 29, "keyed_after": 28}
    found = compared(first := answers({("North", "teachers"): 30}), second_round(first, shift=0.3))
    few = release(
        replace(found, followed=(Followed(**known, linked=3, probable=2, ties=0, possible=7, contradicted=0),))
    )
    row = few.followed[0]
    assert (row.linked, row.share, row.before_only, row.after_only, row.probable) == (None,) * 5
    assert (row.ties, row.possible, row.hidden) == (0, 7, "few")
    row = release(replace(found, followed=(Followed(**known, linked=26),))).followed[0]
    assert (row.linked, row.before_only, row.after_only, row.hidden) == (26, None, None, "few")
    row = release(replace(found, followed=(Followed(**known, linked=20),))).followed[0]
    assert (row.linked, row.share, row.before_only, row.after_only, row.hidden) == (20, 20 / 30, 10, 8, "")


def test_a_rubric_has_nobody_to_follow():
    from toolbox.frameworks import shipped

    framework = next(each for each in shipped() if each.kind == "rubric")
    items = tuple(item.id for item in framework.items)
    first = Answers(
        person=np.array(["", ""], object), school=np.array([0, 1]), group=np.array([0, 0]), schools=("North", "South"),
        groups=("leaders",), items=items, values=np.full((2, len(items)), 2, np.int8, order="F"),
    )  # fmt: skip
    found = compared(first, first, framework=framework)
    assert (found.followed, found.baseline, found.accepted) == ((), (), ())
