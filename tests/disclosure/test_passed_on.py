"""Rule 28 on the Change page: an average of all schools is made of five at least, and none is most of it."""

from __future__ import annotations

import numpy as np
import pytest

from tests.invented import answers, evaluated, released_comparison, second_round, told_comparison
from toolbox.disclosure import release
from toolbox.tables import block_tables
from toolbox.wording import change_sentences

SIZES = [
    ((24, 30), "few_for_all"),
    ((24, 30, 21, 18), "few_for_all"),
    ((24, 30, 21, 18, 20), ""),
    ((110, 30, 21, 18, 20), "large_school"),
]


def rounds(sizes, keyed=True):
    first = answers({(name, "teachers"): size for name, size in zip("ABCDE", sizes, strict=False)}, keyed=keyed)
    return first, second_round(first, shift=0.5)


@pytest.mark.parametrize("keyed", [True, False])
@pytest.mark.parametrize(("sizes", "reason"), SIZES)
def test_a_change_of_all_schools_is_of_five_and_none_is_most_of_it(sizes, reason, keyed):
    pair = rounds(sizes, keyed)
    found, told = released_comparison(*pair), told_comparison(*pair)
    assert not any(row.hidden for row in told.areas)
    assert {row.hidden for row in found.areas} == {reason}
    assert all(row.hidden for row in found.items) == bool(reason)
    assert {row.design for row in found.areas} == {"paired" if keyed else "independent"}
    if keyed:
        assert all(row.hidden for row in found.starting) == bool(reason)
    if reason:
        rows = (*found.areas, *found.items)
        assert {(row.mean_before, row.mean_after, row.change.estimate, row.higher, row.n_pairs) for row in rows} == {
            (None,) * 5
        }
    # One school's own page is what it was.
    alone = released_comparison(*pair, "A")
    assert alone == told_comparison(*pair, "A")
    assert not any(row.hidden for row in alone.areas)


def test_those_who_left_are_averages_of_all_schools_too():
    sizes = {(name, "teachers"): 30 for name in "ABCDE"}
    first = answers(sizes)
    # Only two schools lose anybody: their averages would be told as one.
    after = second_round(answers(sizes, gone={("A", "teachers"): 12, ("B", "teachers"): 10}), shift=0.3)
    told, found = told_comparison(first, after), released_comparison(first, after)
    assert not any(row.hidden for row in told.baseline)
    assert {row.hidden for row in found.baseline} == {"few_for_all"}
    assert not any(row.hidden for row in found.areas)


def test_the_page_says_why_and_what_can_be_done():
    _, said = change_sentences(released_comparison(*rounds((24, 30))))
    assert "fewer than 5 schools answered" in said
    assert "Choose one school" in said
    _, said = change_sentences(released_comparison(*rounds((1, 2, 1))))
    assert said == "Too few answers to show without identifying people."


@pytest.mark.parametrize(("sizes", "reason"), SIZES)
def test_evaluation_tables_keep_their_numbers_and_say_what_they_rest_on(sizes, reason):
    found = release(evaluated(*rounds(sizes)))
    lines = [line for line in found.lines if line.contrast == "change" and line.block == "change" and not line.arm]
    assert lines
    assert not any(line.hidden for line in lines)
    assert {reason in line.found.flags for line in lines} == {bool(reason)}
    table = next(table for table in block_tables(found) if table.name == "change")
    words = {"few_for_all": "fewer than 5 schools", "large_school": "more than half"}.get(reason, "pages do not show")
    assert bool(np.any(table.frame["flags"].str.contains(words))) == bool(reason)
