"""How a gap moved: over the items of both rounds, the later difference minus the earlier."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from tests.scoring.makers import answers, framework
from toolbox.model import Average, Averages, State
from toolbox.profile import profile
from toolbox.profile.gap_moves import gap_moves, over_common_items

OF = framework({"A": 3, "B": 2})


def a_round(seed, high, sizes, gone=()):
    """Answers of groups: in the group ``high`` nobody answers below 3; ``gone`` items were not asked."""
    draw = np.random.default_rng(seed)
    rows = []
    for group, n in sizes:
        drawn = draw.integers(3 if group == high else 1, 6, (n, 5)).astype(str)
        drawn[:, list(gone)] = "-"
        rows += [("North", group, "".join(row)) for row in drawn]
    return answers(rows, OF)


def made(found):
    return profile(found, OF, round_name="r", collected_on=date(2026, 1, 1))


def moves_of(now, before):
    return gap_moves(*(made(each) for each in over_common_items(now, before, OF)))


BEFORE = a_round(1, "leaders", (("leaders", 14), ("teachers", 30)))
NOW = a_round(2, "teachers", (("leaders", 15), ("teachers", 33)))


def test_the_later_gap_minus_the_earlier():
    for move, now, before in zip(moves_of(NOW, BEFORE), made(NOW).gaps, made(BEFORE).gaps, strict=True):
        assert (move.now, move.before) == (now, before), "nothing changed in what was asked"
        assert move.moved.estimate == pytest.approx(now.difference.estimate - before.difference.estimate)
        assert move.moved.se == pytest.approx((now.difference.se**2 + before.difference.se**2) ** 0.5)
        assert move.moved.estimate < -1
        assert move.clear


def test_only_what_was_asked_both_times():
    fewer = a_round(1, "leaders", (("leaders", 14), ("teachers", 30)), gone=(1, 3))
    area, other = moves_of(NOW, fewer)
    assert (area.now.items, other.now.items) == (("t.A1", "t.A3"), ("t.B2",))
    assert area.now.mean_other != pytest.approx(made(NOW).gaps[0].mean_other)
    reworded = replace(fewer, reworded=frozenset({"t.A1"}))
    assert moves_of(NOW, reworded)[0].now.items == ("t.A3",)


def test_an_item_that_moved_to_another_area_is_no_part_of_its_average():
    moved = replace(BEFORE, moved=frozenset({"t.A2"}))
    assert moves_of(NOW, moved)[0].now.items == ("t.A1", "t.A3")


def test_groups_in_another_order_are_turned_round():
    turned = a_round(1, "leaders", (("teachers", 30), ("leaders", 14)))
    (move, _) = moves_of(NOW, turned)
    assert (move.before.group, move.before.other) == ("leaders", "teachers")
    there = made(turned).gaps[0]
    assert (there.group, move.before.mean, move.before.n) == ("teachers", there.mean_other, there.n_other)
    assert (move.before.difference.ci_low, move.before.difference.ci_high) == (
        -there.difference.ci_high, -there.difference.ci_low,
    )  # fmt: skip


def test_a_group_that_was_asked_less_before_is_compared_on_that_in_both_rounds():
    """Teachers were not asked A2 before: the gap of then rests on two items, that of now on three, so none is told."""
    before = replace(BEFORE, values=BEFORE.values.copy(order="F"))
    teachers = np.asarray(before.group) == before.groups.index("teachers")
    before.values[teachers, 1] = State.BLANK
    assert [move.now.area for move in moves_of(NOW, before)] == ["B"]


def test_few_persons_leave_the_move_unsure():
    few = a_round(3, "leaders", (("leaders", 6), ("teachers", 30)))
    (move, _) = moves_of(NOW, few)
    assert (move.moved.ci_low, move.moved.refused, move.clear) == (None, "few_persons", False)


def test_nothing_in_common():
    first = a_round(1, "leaders", (("leaders", 14), ("teachers", 30)), gone=(0, 1, 2))
    second = a_round(2, "leaders", (("leaders", 14), ("teachers", 30)), gone=(3, 4))
    assert over_common_items(first, second, OF) is None


def test_averages_beside_answers_are_not_compared():
    averages = Averages(
        rows=tuple(Average(school="North", group=group, area="A", mean=3.0, n=20) for group in ("leaders", "teachers"))
    )
    assert over_common_items(averages, BEFORE, OF) is None
    (move,) = moves_of(averages, averages)
    assert (move.moved.estimate, move.moved.refused) == (0.0, "averages")
