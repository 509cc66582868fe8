"""What a profile contains, what it leaves out, and what the gate can rely on."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from tests.scoring.makers import answers, framework
from toolbox.model import Answers, State, ToolboxError
from toolbox.profile import profile
from toolbox.scoring import score

OF = framework({"A": 2, "B": 2}, reverse=("B2",))
TWELVE = ["4433", "3322", "5511", "4444", "2342", "3451", "4545", "1122", "5432", "33nn", "4d5-", "o444"]


def made(rows, of=OF, **options):
    return profile(answers(rows, of), of, round_name="Spring", collected_on=date(2026, 3, 1), **options)


def rows(school="North", group="teachers", digits=TWELVE):
    return [(school, group, each) for each in digits]


def test_groups_stand_apart_and_there_is_no_total():
    found = made(rows() + rows(group="pupils", digits=["5555"] * 6))
    assert [(cell.area, cell.group) for cell in found.areas] == [
        ("A", "teachers"), ("A", "pupils"), ("B", "teachers"), ("B", "pupils"),
    ]  # fmt: skip
    assert [count.group for count in found.groups] == ["teachers", "pupils"]
    assert len(found.items) == 8


def test_a_cell_agrees_with_the_scores_and_the_plain_formulas():
    found = made(rows(), invited={("North", "teachers"): 30})
    scores = score(answers(rows(), OF), OF).score
    for place, cell in enumerate(found.areas):
        valid = scores[np.isfinite(scores[:, place]), place]
        n = len(valid)
        assert cell.n == n
        assert cell.mean.estimate == pytest.approx(valid.mean())
        assert cell.sd == pytest.approx(valid.std(ddof=1))
        assert cell.top_share == pytest.approx((valid >= 4).mean())
        assert cell.mean.se == pytest.approx(valid.std(ddof=1) / n**0.5 * (1 - n / 30) ** 0.5)
        assert cell.mean.df == n - 1
        assert cell.mean.ci_low < cell.mean.estimate < cell.mean.ci_high


def test_without_the_number_invited_the_interval_is_wider():
    known = made(rows(), invited={("North", "teachers"): 14}).areas[0].mean
    unknown = made(rows()).areas[0].mean
    assert unknown.se > known.se
    assert "finite_population" in known.flags
    assert "finite_population" not in unknown.flags


def test_item_cells_count_every_answer_and_every_state_once():
    found = made(rows())
    for cell in found.items:
        assert [value for value, _ in cell.counts] == [1, 2, 3, 4, 5], "unused options keep their place"
        assert sum(count for _, count in cell.counts) == cell.n
        assert sum(count for _, count in cell.counts) + sum(count for _, count in cell.states) == len(TWELVE)
    last = dict(found.items[3].states)
    assert (last[State.NOT_APPLICABLE], last[State.BLANK], last[State.DECLINED]) == (1, 1, 0)
    assert dict(found.items[0].states)[State.OFF_SCALE] == 1
    assert dict(found.items[1].states)[State.DECLINED] == 1


def test_a_reversed_item_has_its_mean_turned_round_and_its_counts_as_answered():
    found = made(rows(digits=["4411"] * 3 + ["4412"] * 9))
    cell = found.items[3]
    assert cell.note == "reversed"
    assert dict(cell.counts) == {1: 3, 2: 9, 3: 0, 4: 0, 5: 0}
    assert cell.mean.estimate == pytest.approx((3 * 5 + 9 * 4) / 12)
    assert cell.top_share == 1.0


def test_what_a_group_was_not_asked_has_no_cell():
    found = made(rows() + rows(group="pupils", digits=["44--"] * 6))
    assert [(cell.area, cell.group) for cell in found.areas] == [("A", "teachers"), ("A", "pupils"), ("B", "teachers")]
    assert ("t.B1", "pupils") not in {(cell.item, cell.group) for cell in found.items}


def test_one_school_in_view_and_what_the_gate_needs_of_the_others():
    two = rows("North") + rows("South", digits=["4444"] * 5)
    found = made(two, schools=["South"])
    assert (found.schools, found.of_schools) == (("South",), 2)
    cell = found.areas[0]
    assert cell.n == 5
    assert cell.sd == 0.0
    assert cell.siblings == (12, 5)
    assert cell.alike == (False, True)
    whole = made(two)
    assert whole.areas[0].n == 17 == sum(whole.areas[0].siblings)
    assert whole.areas[0].siblings == cell.siblings


def test_thirds_of_everybody_alike_have_no_spread_at_all():
    """A gate that looks for unanimous answers must not be fooled by rounding: 11/3 is no exact number."""
    of = framework({"A": 3})
    found = made(rows(digits=["443"] * 7), of)
    assert found.areas[0].sd == 0.0
    assert found.areas[0].mean.refused == "few_persons"
    many = made(rows(digits=["443"] * 70 + ["434"] * 30), of)
    assert many.areas[0].sd == 0.0
    assert many.areas[0].mean.refused == "no_spread"


def test_all_who_were_invited_answered():
    found = made(rows(digits=["4433", "3322"] * 6), invited={("North", "teachers"): 12})
    assert found.areas[0].mean.refused == "all_answered"
    assert found.areas[0].mean.estimate == 3.5


def test_invited_of_many_schools_is_known_only_when_it_is_known_of_all():
    two = rows("North") + rows("South")
    both = {("North", "teachers"): 20, ("South", "teachers"): 30, ("West", "teachers"): 7}
    assert made(two, invited=both).groups[0].invited == 50
    assert made(two, invited={("North", "teachers"): 20}).groups[0].invited is None
    assert made(two, invited={("North", "teachers"): 20}, schools=["North"]).groups[0].invited == 20


def test_a_group_that_was_invited_and_stayed_silent_is_counted():
    two = rows("North") + rows("South", group="pupils", digits=["4444"])
    found = made(two, schools=["North"], invited={("North", "pupils"): 80})
    assert [(count.group, count.answered, count.invited) for count in found.groups] == [
        ("teachers", 12, None), ("pupils", 0, 80),
    ]  # fmt: skip
    assert {cell.group for cell in found.areas} == {"teachers"}


def test_gaps_that_shift_an_area_are_flagged():
    """Half the persons skip the easy item: averaging over persons and over items then part."""
    of = framework({"A": 2})
    found = made(rows(digits=["52"] * 10 + ["-2"] * 10), of)
    assert "item_means_differ" in found.areas[0].mean.flags
    assert "item_means_differ" not in made(rows(digits=["52"] * 20), of).areas[0].mean.flags


def test_often_not_applicable_is_flagged():
    of = framework({"A": 2})
    found = made(rows(digits=["4n"] * 4 + ["44"] * 10), of)
    assert ["often_not_applicable" in cell.mean.flags for cell in found.items] == [False, True]
    fewer = made(rows(digits=["4n"] * 3 + ["44"] * 10), of)
    assert not any("often_not_applicable" in cell.mean.flags for cell in fewer.items)


def test_nobody_scored_leaves_a_reason_not_a_nought():
    of = framework({"A": 4})
    found = made(rows(digits=["4---", "-4--", "--4-", "---4"]), of)
    (cell,) = found.areas
    assert (cell.n, cell.mean.estimate, cell.mean.refused, cell.sd, cell.top_share) == (
        0,
        None,
        "no_answers",
        None,
        None,
    )


def test_two_ratings_of_one_school_are_flagged():
    of = framework({"A": 2}, kind="rubric", high=3, top_from=None)
    found = made(rows(group="staff", digits=["12", "32"]), of)
    assert found.areas[0].mean.flags == ("several_ratings",)


def test_unsorted_rows_give_the_same_profile():
    mixed = rows("North") + rows("South", group="pupils", digits=["4444", "5511", "1515"]) + rows("South")
    straight = answers(mixed, OF)
    order = np.random.default_rng(3).permutation(len(straight))
    shuffled = replace(
        straight, person=straight.person[order], school=straight.school[order],
        group=straight.group[order], values=straight.values[order],
    )  # fmt: skip
    options = {"round_name": "r", "collected_on": date(2026, 1, 1)}
    found, again = (profile(each, OF, **options) for each in (straight, shuffled))
    assert replace(again, gaps=()) == replace(found, gaps=())
    assert [gap.difference.estimate for gap in again.gaps] == pytest.approx(
        [gap.difference.estimate for gap in found.gaps]
    )


def test_a_large_round_agrees_with_a_plain_count():
    rng = np.random.default_rng(11)
    n, of = 200_000, framework({"A": 3, "B": 2}, reverse=("B1",))
    values = rng.integers(1, 6, (n, 5), dtype=np.int8)
    values[rng.random((n, 5)) < 0.1] = State.BLANK
    school, group = rng.integers(0, 40, n), rng.integers(0, 3, n)
    order = np.lexsort((group, school))
    large = Answers(
        person=np.full(n, ""), school=school[order], group=group[order], schools=tuple(f"S{i}" for i in range(40)),
        groups=("leaders", "teachers", "pupils"), items=tuple(item.id for item in of.items),
        values=np.asfortranarray(values),
    )  # fmt: skip
    found = profile(large, of, round_name="r", collected_on=date(2026, 1, 1), schools=["S3", "S17"])
    scores = score(large, of).score
    in_view = np.isin(large.school, [3, 17])
    for cell in found.areas:
        place = "AB".index(cell.area)
        chosen = scores[in_view & (large.group == large.groups.index(cell.group)), place]
        chosen = chosen[np.isfinite(chosen)]
        assert cell.n == len(chosen)
        assert cell.mean.estimate == pytest.approx(chosen.mean(), rel=1e-12)
        assert cell.sd == pytest.approx(chosen.std(ddof=1), rel=1e-10)
    for cell in found.items:
        column = values[in_view & (large.group == large.groups.index(cell.group)), large.items.index(cell.item)]
        assert dict(cell.counts) == {value: int((column == value).sum()) for value in range(1, 6)}
        assert dict(cell.states)[State.BLANK] == (column == State.BLANK).sum()


@pytest.mark.parametrize(
    ("options", "code"), [({"schools": ["East"]}, "unknown_school"), ({"schools": []}, "no_answers")]
)
def test_views_that_cannot_be_are_refused(options, code):
    with pytest.raises(ToolboxError) as caught:
        made(rows(), **options)
    assert caught.value.code == code


def test_items_can_be_left_out():
    assert made(rows(), items=False).items == ()
