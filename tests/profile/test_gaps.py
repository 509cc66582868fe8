"""Gaps between groups: common items only, no direction assumed, no interval where few answered."""

from datetime import date
from itertools import combinations

import numpy as np
import pytest

from tests.scoring.makers import answers, framework
from toolbox.model import Average, Averages
from toolbox.profile import profile
from toolbox.statistics import independent_change

OF = framework({"A": 3, "B": 2})
RNG = np.random.default_rng(5)


def rows(group, n, school="North", unasked=(), low=1):
    drawn = RNG.integers(low, 6, (n, 5)).astype(str)
    drawn[:, list(unasked)] = "-"
    return [(school, group, "".join(row)) for row in drawn]


def made(of_rows, of=OF, **options):
    return profile(answers(of_rows, of), of, round_name="r", collected_on=date(2026, 1, 1), **options)


def points(of_rows, group, columns, school=None):
    held = [row for where, who, row in of_rows if who == group and school in (None, where)]
    return np.array([[int(row[column]) for column in columns] for row in held]).mean(axis=1)


def test_every_pair_of_groups_in_every_area():
    found = made(rows("leaders", 11) + rows("teachers", 24) + rows("pupils", 60)).gaps
    pairs = list(combinations(("leaders", "teachers", "pupils"), 2))
    assert [(gap.area, gap.group, gap.other) for gap in found] == [(area, *pair) for area in "AB" for pair in pairs]


def test_a_gap_rests_on_the_items_both_were_asked():
    held = rows("teachers", 24) + rows("pupils", 60, unasked=(1,), low=2)
    area, other = made(held).gaps
    assert (area.items, area.items_all, other.items) == (("t.A1", "t.A3"), 3, ("t.B1", "t.B2"))
    teachers, pupils = points(held, "teachers", (0, 2)), points(held, "pupils", (0, 2))
    assert (area.mean, area.mean_other) == pytest.approx((teachers.mean(), pupils.mean()))
    assert area.mean != pytest.approx(points(held, "teachers", (0, 1, 2)).mean()), (
        "not over what only teachers were asked"
    )
    plain = independent_change(pupils, teachers)
    assert (area.difference.estimate, area.difference.ci_low, area.difference.ci_high) == pytest.approx(
        (plain.estimate, plain.ci_low, plain.ci_high)
    )
    assert area.difference.estimate < 0, "the first group minus the other, whichever is higher"


def test_all_who_were_invited_do_not_make_a_gap_certain():
    held = rows("teachers", 24) + rows("pupils", 60)
    known = made(held, invited={("North", "teachers"): 24, ("North", "pupils"): 60})
    assert known.areas[0].mean.refused == "all_answered"
    assert known.gaps == made(held).gaps


def test_few_persons_have_no_interval_and_fewer_no_gap():
    gaps = {
        gap.group: gap
        for gap in made(rows("leaders", 7) + rows("heads", 4) + rows("pupils", 60)).gaps
        if gap.other == "pupils"
    }
    assert (gaps["leaders"].difference.estimate is None, gaps["leaders"].difference.refused) == (False, "few_persons")
    assert (gaps["heads"].difference.estimate, gaps["heads"].difference.refused) == (None, "too_few_persons")


def test_nothing_in_common_is_no_gap():
    assert made(rows("teachers", 12, unasked=(0, 1, 2)) + rows("pupils", 12, unasked=(3, 4))).gaps == ()


def test_an_optional_item_counts_where_the_school_put_it_to_both():
    """North asks both groups A3, South its teachers only, East has no pupils in the round."""
    of = framework({"A": 3}, optional=("A3",))

    def cut(held, blank=False):
        return [(school, group, row[:2] + ("-" if blank else row[2])) for school, group, row in held]

    held = [
        *cut(rows("teachers", 12)), *cut(rows("pupils", 12)),
        *cut(rows("teachers", 12, "South")), *cut(rows("pupils", 12, "South"), blank=True),
        *cut(rows("teachers", 12, "East")),
    ]  # fmt: skip
    (gap,) = made(held, of).gaps
    teachers = [
        points(held, "teachers", (0, 1, 2) if school == "North" else (0, 1), school)
        for school in ("North", "South", "East")
    ]
    assert gap.mean == pytest.approx(np.concatenate(teachers).mean())
    (south,) = made(held, of, schools=["South"]).gaps
    assert (south.items, south.items_all) == (("t.A1", "t.A2"), 3)


def test_one_school_of_many_is_as_if_it_were_alone():
    held = rows("teachers", 12) + rows("pupils", 30)
    more = held + rows("teachers", 14, "South") + rows("pupils", 40, "South")
    alone, among = made(held).gaps, made(more, schools=["North"]).gaps
    assert among == alone
    assert made(more).gaps[0].n == 26


def test_many_schools_count_as_schools():
    held = [row for school in ("N", "E", "S", "W") for row in rows("teachers", 12, school) + rows("pupils", 20, school)]
    found = made(held).gaps[0]
    assert found.difference.n_schools == 4
    assert found.difference.method != made(held, schools=["N"]).gaps[0].difference.method


def test_averages_lie_apart_but_nobody_knows_how_surely():
    held = Averages(
        rows=tuple(
            Average(school="Elm", group=group, area=area, mean=mean, n=n)
            for group, area, mean, n in (("teachers", "A", 3.4, 20), ("pupils", "A", 3.9, 90), ("pupils", "B", 2.0, 90))
        )
    )
    (gap,) = profile(held, OF, round_name="r", collected_on=date(2026, 1, 1)).gaps
    assert (gap.area, gap.difference.estimate, gap.difference.ci_low) == ("A", pytest.approx(-0.5), None)
    assert (gap.difference.refused, gap.items) == ("averages", ())


def test_gaps_can_be_left_out():
    assert made(rows("teachers", 12) + rows("pupils", 12), gaps=False).gaps == ()
