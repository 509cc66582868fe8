"""The half rule, the states of missing, reversed items, and what counts as asked."""

from dataclasses import replace

import numpy as np
import pytest

from tests.scoring.makers import answers, framework
from toolbox.model import Answers, ToolboxError
from toolbox.scoring import common_items, score

FOUR = framework({"A": 4})

#: Ten persons, an area of four items; expected scores published with the specification (computed in R 4.2).
FIXTURE = ["443-", "3---", "5445", "2322", "--43", "4544", "33-2", "----", "1221", "4454"]
EXPECTED = [3.6666667, np.nan, 4.5, 2.25, 3.5, 4.25, 2.6666667, np.nan, 1.5, 4.25]


def scores(rows, of=FOUR, **options):
    return score(answers([("North", "teachers", row) for row in rows], of), of, **options).score[:, 0]


def test_the_half_rule_gives_the_published_scores():
    np.testing.assert_allclose(scores(FIXTURE), EXPECTED, atol=5e-8)


def test_the_half_rule_can_be_moved():
    assert np.isfinite(scores(FIXTURE, half=0.25)).sum() == 9
    assert np.isfinite(scores(FIXTURE, half=1.0)).sum() == 5
    with pytest.raises(ValueError, match="half"):
        scores(FIXTURE, half=0)


def test_an_odd_number_of_items_needs_the_larger_half():
    assert np.isnan(scores(["4----", "44---", "444--", "44444"], framework({"A": 5}))).tolist() == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize("sign", ["-", "n", "x", "d", "o"])
def test_no_state_ever_counts_as_a_number(sign):
    assert scores(["4444", f"44{sign}4"]).tolist() == [4.0, 4.0]


def test_a_value_outside_the_scale_is_no_value():
    of = framework({"A": 4}, high=4)
    assert scores(["1234", "9234"], of).tolist() == [2.5, 3.0]


def test_reversed_items_are_turned_round():
    of = framework({"A": 4}, reverse=("A2",))
    assert scores(["4244", "5155", "1-11"], of).tolist() == [4.0, 5.0, 1.0]
    from_nought = framework({"A": 4}, reverse=("A2",), low=0, high=4)
    assert scores(["4044", "0400"], from_nought).tolist() == [4.0, 0.0]


def test_an_item_nobody_of_a_group_answered_was_not_asked_of_it():
    rows = [("North", "teachers", "4444"), ("North", "pupils", "5---"), ("South", "pupils", "-3--")]
    found = score(answers(rows, FOUR), FOUR)
    assert found.asked[:, 0].tolist() == [4, 2, 2]
    assert found.score[:, 0].tolist() == [4.0, 5.0, 3.0]


def test_not_applicable_is_an_answer_so_the_item_was_asked():
    rows = [("North", "pupils", "5nnn"), ("North", "pupils", "55--")]
    found = score(answers(rows, FOUR), FOUR)
    assert found.asked[:, 0].tolist() == [4, 4]
    assert np.isnan(found.score[0, 0])
    assert found.score[1, 0] == 5.0


def test_an_optional_item_is_looked_at_school_by_school():
    of = framework({"A": 4}, optional=("A3", "A4"))
    rows = [("North", "teachers", "44--"), ("North", "teachers", "4---"), ("South", "teachers", "4-22")]
    found = score(answers(rows, of), of)
    assert found.asked[:, 0].tolist() == [2, 2, 4]
    assert found.score[:, 0].tolist()[:2] == [4.0, 4.0]


def test_an_item_not_shown_to_a_person_was_not_asked_of_that_person():
    found = score(answers([("N", "t", "4444"), ("N", "t", "3xxx"), ("N", "t", "xxxx")], FOUR), FOUR)
    assert found.asked[:, 0].tolist() == [4, 1, 0]
    assert found.score[:2, 0].tolist() == [4.0, 3.0]
    assert np.isnan(found.score[2, 0])


def test_an_item_shown_to_nobody_of_a_group_is_left_out_once_not_twice():
    rows = [("N", "teachers", "4444"), ("N", "pupils", "5xx-"), ("N", "pupils", "x5xx")]
    found = score(answers(rows, FOUR), FOUR)
    assert found.asked[:, 0].tolist() == [4, 1, 1]
    assert found.score[:, 0].tolist() == [4.0, 5.0, 5.0]


def test_rows_come_back_in_the_order_they_came():
    rows = [("North", "teachers", "1111"), ("South", "pupils", "2222"), ("North", "pupils", "3333")]
    found = score(answers(rows, FOUR), FOUR)
    assert found.score[:, 0].tolist() == [1.0, 2.0, 3.0]
    assert found.person.tolist() == ["P-0", "P-1", "P-2"]


def test_only_the_items_asked_for_are_scored():
    rows = [("North", "teachers", "1551")]
    found = score(answers(rows, FOUR), FOUR, items=["t.A1", "t.A4"])
    assert found.score.ravel().tolist() == [1.0]
    assert found.asked.ravel().tolist() == [2]


def test_areas_the_round_did_not_ask_are_left_out():
    of = framework({"A": 2, "B": 2})
    held = answers([("North", "teachers", "45")], of)
    assert held.items == ("t.A1", "t.A2")
    assert score(held, of).areas == ("A",)


def test_answers_of_another_framework_are_refused():
    with pytest.raises(ToolboxError) as caught:
        score(answers([("North", "teachers", "4444")], FOUR), FOUR, items=["somewhere.else"])
    assert caught.value.code == "no_items"


def test_no_answers_give_no_scores():
    empty = answers([("N", "t", "4444")], FOUR)
    nobody = replace(
        empty, person=empty.person[:0], school=empty.school[:0], group=empty.group[:0], values=empty.values[:0]
    )
    assert score(nobody, FOUR).score.shape == (0, 1)


def test_a_long_round_is_scored_like_a_short_one():
    """Blocks, pairs of items and slices are only for speed: the result is that of the plain rule, person by person."""
    rng = np.random.default_rng(7)
    of = framework({"A": 3, "B": 4}, reverse=("B2",), optional=("A3",))
    n = 150_000
    codes = np.array([1, 2, 3, 4, 5, -101, -102, -103, -104, -105], np.int8)
    values = codes[rng.choice(10, (n, 7), p=[0.17] * 5 + [0.03] * 5)]
    school, group = np.sort(rng.integers(0, 5, n)), rng.integers(0, 2, n)
    order = np.lexsort((group, school))
    long = Answers(
        person=np.full(n, ""), school=school[order], group=group[order], schools=tuple("abcde"), groups=("t", "p"),
        items=tuple(item.id for item in of.items), values=np.asfortranarray(values),
    )  # fmt: skip
    found = score(long, of)
    numbers = np.where(values >= 1, values, np.nan).astype(float)
    numbers[:, 4] = 6 - numbers[:, 4]
    shown = values != -104
    for place, columns in enumerate(([0, 1, 2], [3, 4, 5, 6])):
        valid = np.isfinite(numbers[:, columns]).sum(axis=1)
        asked = shown[:, columns].sum(axis=1)
        enough = (valid > 0) & (2 * valid >= asked)
        expected = np.full(n, np.nan)
        expected[enough] = np.nansum(numbers[:, columns], axis=1)[enough] / valid[enough]
        np.testing.assert_allclose(found.score[:, place], expected, rtol=1e-12)


def test_common_items_by_group():
    before = answers([("N", "teachers", "4444"), ("N", "pupils", "44--")], FOUR)
    after = answers([("N", "teachers", "-444"), ("N", "pupils", "444-")], FOUR)
    everyone, dropped = common_items(before, after, FOUR)
    assert everyone == ("t.A1", "t.A2", "t.A3", "t.A4")
    assert dropped == ()
    pupils, dropped = common_items(before, after, FOUR, group="pupils")
    assert pupils == ("t.A1", "t.A2")
    assert dropped == (("t.A3", "only_after"),)
    assert common_items(before, after, FOUR, group="parents") == ((), ())


def test_a_reworded_item_is_dropped_whichever_round_says_so():
    before = answers([("N", "teachers", "4444")], FOUR)
    after = replace(before, reworded=frozenset({"t.A2"}))
    for one, other in ((before, after), (after, before)):
        common, dropped = common_items(one, other, FOUR)
        assert common == ("t.A1", "t.A3", "t.A4")
        assert dropped == (("t.A2", "reworded"),)
