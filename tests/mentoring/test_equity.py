"""The gap between those who began low and high, beside what a choice of persons alone would close."""

import pytest

from tests.mentoring.hubs import hub


def test_a_gap_that_closes_by_chance_alone_is_what_was_expected() -> None:
    for each in hub(effect=0.0, schools=20).equity:
        assert each.closing.estimate == pytest.approx(each.lowest.estimate - each.highest.estimate)
        assert each.closing.ci_low < each.expected < each.closing.ci_high


def test_every_person_followed_is_in_one_third_reached_or_not() -> None:
    study = hub(never=0.3)
    for each in study.equity:
        row = next(row for row in study.evaluation.comparison.paired if (row.area, row.item) == (each.area, ""))
        assert sum(part.whole for part in each.reached) == row.n_pairs
        assert all(0 <= part.part <= part.whole for part in each.reached)


def test_more_for_those_who_began_low_is_seen() -> None:
    shares = [part.per_cent for part in hub(need=4.0, never=0.0, schools=16).equity[0].reached]
    assert shares[0] > shares[-1]
