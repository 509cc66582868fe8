"""Items on their own steps: counts and shares add up, answers are joined as little as persons allow, refusals are said."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.invented import CORE, answers, evaluated, second_round
from toolbox.statistics.cumulative_logit import cumulative_logit

ITEM = CORE[0]


def hub(size: int, schools: int = 12, **more):
    first = answers({(f"S{n:02d}", "teachers"): size for n in range(schools)}, items=CORE[:2])
    return first, second_round(first, shift=0.3, **more)


def lines_of(made, contrast, item=ITEM):
    return [line for line in made.lines if (line.block, line.contrast, line.item) == ("items", contrast, item)]


def both(first, second):
    """Valid answers to the first item of the same rows in both rounds."""
    values = first.values[:, 0].astype(int), second.values[:, 0].astype(int)
    kept = (values[0] > 0) & (values[1] > 0)
    return values[0][kept], values[1][kept], first.school[kept]


def test_shares_are_those_of_the_counts_on_the_page():
    made = evaluated(*hub(20))
    head = lines_of(made, "change")[0]
    for name, counted in (("share_up", "higher"), ("share_same", "same"), ("share_down", "lower")):
        found = lines_of(made, name)[0].found
        assert found.estimate == pytest.approx(head.values[counted] / head.n_pairs)


def spread_out(per_cell=6, schools=12):
    """Every answer before with every answer after equally often: a table of enough in every cell."""
    many = 25 * per_cell
    sizes = {(f"S{n:02d}", "teachers"): many // schools + (n < many % schools) for n in range(schools)}
    first = answers(sizes, items=CORE[:2])
    cells = np.arange(many) % 25
    values = np.stack([np.stack([cells // 5, cells % 5]), np.stack([cells % 5, cells // 5])], axis=2) + 1
    return tuple(replace(first, values=np.asfortranarray(each.astype(np.int8))) for each in values)


def test_the_table_counts_everybody_once():
    rounds = spread_out()
    before, after, _ = both(*rounds)
    lines = lines_of(evaluated(*rounds), "transition")
    assert len(lines) == 25
    assert sum(line.values["persons"] for line in lines) == len(before) == lines[0].n_pairs
    assert sum(line.found.estimate for line in lines) == pytest.approx(1)
    for line in lines:
        inside = (before == line.values["answer_before"]) & (after == line.values["answer_after"])
        assert line.values["persons"] == inside.sum()


@pytest.mark.parametrize(
    "change",
    [
        lambda first, second: (first, with_one(second)),
        lambda first, second: (without_rows(first, 3), second),
        lambda first, second: (first, without_rows(second, 19)),
    ],
)
def test_one_cell_or_side_of_a_few_and_there_is_no_table(change):
    rounds = change(*spread_out(per_cell=7))
    lines = lines_of(evaluated(*rounds), "transition")
    assert [line.found.refused for line in lines] == ["few_in_cells"]


def with_one(found):
    """Three persons of one cell who answer otherwise: 4 are left there."""
    values = found.values.copy(order="F")
    values[np.flatnonzero(np.arange(len(found)) % 25 == 0)[:3], 0] = 2
    return replace(found, values=values)


def without_rows(found, many):
    rows = np.arange(many, len(found))
    return replace(
        found, person=found.person[rows], school=found.school[rows], group=found.group[rows],
        values=np.asfortranarray(found.values[rows]),
    )  # fmt: skip


def test_the_odds_are_the_estimator_s_with_errors_by_school():
    rounds = hub(20)
    before, after, school = both(*rounds)
    expected = cumulative_logit(
        np.concatenate([before, after]), np.repeat([0.0, 1.0], len(before)), np.tile(school, 2)
    )  # fmt: skip
    line = lines_of(evaluated(*rounds), "cumulative_logit")[0]
    for name in ("estimate", "se", "df", "ci_low", "ci_high", "p"):
        assert getattr(line.found, name) == pytest.approx(getattr(expected.coefficients[0], name))
    assert line.effect.estimate == pytest.approx(np.exp(line.found.estimate))
    assert (line.part, line.p_adjusted) == ("check", None)
    assert line.found.n == len(before)


def test_a_table_of_a_few_is_refused():
    first, second = hub(1)
    made = evaluated(first, second)
    assert [line.found.refused for line in lines_of(made, "transition")] == ["few_in_cells"]
    tiny = evaluated(*hub(3, schools=3))
    assert not lines_of(tiny, "transition")
    assert not lines_of(tiny, "share_up")


def test_everybody_alike_has_no_odds():
    first, second = hub(20)
    alike = [replace(each, values=np.asfortranarray(np.full_like(each.values, 3))) for each in (first, second)]
    made = evaluated(*alike)
    line = lines_of(made, "cumulative_logit")[0]
    assert (line.found.estimate, line.found.refused) == (None, "one_category")
    assert lines_of(made, "share_same")[0].found.estimate == 1.0


def test_nobody_followed_no_steps():
    first = answers({(f"S{n}", "pupils"): 25 for n in range(10)}, keyed=False)
    made = evaluated(first, second_round(first, shift=0.4), areas=("A",))
    assert not [line for line in made.lines if line.contrast in ("share_up", "transition", "cumulative_logit")]
