"""What stands beside a mean: worst-case bounds, shares at or above a level, agreement, what was left out."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from tests.scoring.makers import answers, framework
from toolbox.model import Level, State
from toolbox.profile import profile

FIXTURE_B = ["443-", "3---", "5445", "2322", "--43", "4544", "33-2", "----", "1221", "4454"]
OF = framework({"A": 4})


def made(rows, of=OF, **options):
    return profile(answers(rows, of), of, round_name="r", collected_on=date(2026, 1, 1), **options)


def group(digits, school="North", name="teachers"):
    return [(school, name, row) for row in digits]


@pytest.fixture(scope="module")
def cell():
    return made(group(FIXTURE_B), invited={("North", "teachers"): 25}).areas[0]


def test_where_the_mean_of_everybody_invited_lies(cell):
    """The silent had all chosen the lowest, or the highest, answer: fixture B of the specification."""
    assert cell.bounds == pytest.approx((1.7433333, 4.4633333), abs=5.1e-8)
    assert made(group(FIXTURE_B)).areas[0].bounds is None
    assert made(group(FIXTURE_B), invited={("North", "teachers"): 7}).areas[0].bounds is None
    full = made(group(["4444"] * 6 + ["3333"] * 6), invited={("North", "teachers"): 12}).areas[0]
    assert full.bounds == (3.5, 3.5)


def test_shares_at_or_above_every_point_of_the_scale(cell):
    scores = np.array([11 / 3, 4.5, 2.25, 3.5, 4.25, 8 / 3, 1.5, 4.25])
    assert dict(cell.reached) == {point: (scores >= point).mean() for point in (2, 3, 4, 5)}
    assert dict(cell.reached)[4] == cell.top_share


def test_shares_at_or_above_every_named_level():
    of = replace(OF, levels=(Level(value=1, name="Start", at_least=1), Level(value=2, name="On the way", at_least=2.5)))
    found = made(group(FIXTURE_B), of).areas[0]
    assert found.reached == ((1, 1.0), (2, 6 / 8))


def test_agreement_is_that_of_those_who_have_a_score(cell):
    assert cell.unity.n == 8
    assert (cell.unity.r_wg, cell.unity.r_wg_skewed) == pytest.approx((0.5473684, 0), abs=5.1e-8)
    given = [int(sign) for row in FIXTURE_B if row not in ("3---", "----") for sign in row if sign != "-"]
    assert cell.unity.both_ends == pytest.approx(
        (np.mean([value <= 2 for value in given]), np.mean([value >= 4 for value in given]))
    )


def test_everybodys_average_alike_is_no_agreement():
    found = made(group(["5142", "1524", "3351", "2415", "4233", "5511"])).areas[0]
    assert (found.sd, found.unity.r_wg) == (0.0, 0.0)
    assert found.unity.a_wg == pytest.approx(-0.1428571, abs=5.1e-8)


def test_a_reversed_item_is_turned_round_before_agreement_is_looked_at():
    of = framework({"A": 2}, reverse=("A2",))
    found = made(group(["51", "42", "33", "51", "42"]), of).areas[0].unity
    same = made(group(["55", "44", "33", "55", "44"]), framework({"A": 2})).areas[0].unity
    assert (found.r_wg, found.both_ends) == (same.r_wg, same.both_ends)


def test_agreement_is_of_one_school_only():
    two = group(FIXTURE_B) + group(FIXTURE_B, "South")
    assert made(two).areas[0].unity is None
    assert made(two, schools=["South"]).areas[0].unity.n == 8


def test_a_rubric_has_none_of_it():
    of = framework({"A": 2}, kind="rubric", high=3, top_from=None)
    found = made(group(["12", "32"], name="staff"), of)
    assert (found.areas[0].reached, found.areas[0].unity, found.areas[0].shares_away, found.gaps) == ((), None, (), ())


def test_what_was_left_out_by_reason():
    of = framework({"A": 2, "B": 1})
    found = made(group(["4n3", "4-3", "d43", "x43", "n44"]), of).areas[0]
    assert dict(found.shares_away) == {
        State.NOT_APPLICABLE: 2 / 9, State.UNKNOWN: 0, State.DECLINED: 1 / 9, State.BLANK: 1 / 9,
    }, "a question not shown was not asked"  # fmt: skip


def test_the_share_at_the_top_has_an_interval_of_this_group(cell):
    item = made(group(FIXTURE_B), invited={("North", "teachers"): 25}).items[0]
    assert item.top_range == pytest.approx((0.2481055, 0.7518945), abs=5.1e-8)
    assert made(group(FIXTURE_B)).items[0].top_range == pytest.approx((0.2152161, 0.7847839), abs=5.1e-8)
    everybody = made(group(["4444"] * 6 + ["3333"] * 6), invited={("North", "teachers"): 12}).areas[0]
    assert (everybody.top_share, everybody.top_range) == (0.5, None)


def test_nobody_with_a_score():
    found = made(group(["4---", "-4--", "--4-", "---4"])).areas[0]
    assert (found.bounds, found.reached, found.top_range) == (None, (), None)
    assert (found.unity.n, found.unity.r_wg, found.unity.refused) == (0, None, "too_few_persons")
