"""Rules 18 and 19: no single school's agreement, and no few who went from one answer to another, follow from a table."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.evaluation.test_steps import spread_out
from tests.invented import CORE, SELFIE, answers, as_rounds, evaluated, second_round
from toolbox.disclosure import release
from toolbox.evaluation import evaluate
from toolbox.model import Plan, Policy

OVER = ("r_wg", "r_wg_skewed", "average_deviation")


def hub(*sizes: int):
    first = answers({(f"S{n:02d}", "teachers"): size for n, size in enumerate(sizes)}, items=CORE[:6])
    # Everybody answers everything: the schools' sizes are those of the agreement.
    values = np.where(first.values < 0, 3, first.values).astype(np.int8)
    first = replace(first, values=np.asfortranarray(values))
    return first, second_round(first, shift=0.3)


def seen(*rounds, policy=Policy(), **plan):
    made = release(evaluated(*rounds, areas=("A",), **plan), policy=policy)
    return {line.contrast: line for line in made.lines if line.round == "Round 1" and line.block == "reliability"}


@pytest.mark.parametrize(
    ("sizes", "hidden"),
    [
        ((12,) * 10, ""),
        ((12,) * 10 + (4,) * 6, ""),
        ((12,) * 10 + (8,), "single_schools"),
        ((12,) * 10 + (8,) * 4, "single_schools"),
        ((12,) * 10 + (8,) * 5, ""),
        ((8,) * 12, ""),
    ],
)
def test_small_schools_are_told_of_as_five_or_not_at_all(sizes, hidden):
    lines = seen(*hub(*sizes))
    for name in OVER:
        assert lines[name].hidden == hidden
        assert (lines[name].found.estimate is None) == bool(hidden)
        assert (lines[name].values["quarter_low"] is None) == bool(hidden)


def test_with_small_schools_no_digit_tells_how_many_persons_a_value_is_made_of():
    for small, sizes in ((False, (12,) * 12), (True, (12,) * 7 + (7,) * 5)):
        for name, line in seen(*hub(*sizes)).items():
            if name not in OVER:
                continue
            shown = (line.found.estimate, line.values["quarter_low"], line.values["quarter_high"])
            assert all(value == round(value, 2) for value in shown) == small


def test_schools_of_fewer_than_five_do_not_enter():
    lines = seen(*hub(*(12,) * 10, 4, 3, 1))
    assert {lines[name].found.n for name in (*OVER, "icc_1", "icc_2")} == {120}
    assert {lines[name].found.n_schools for name in (*OVER, "icc_1", "icc_2")} == {10}


def test_a_stricter_policy_lets_no_smaller_school_enter():
    lines = seen(*hub(*(14,) * 12), policy=Policy(min_n=15, min_bands=30))
    assert {lines[name].hidden for name in OVER} <= {"few", "single_schools"}
    assert "" not in {lines[name].hidden for name in OVER}


def steps(released, item=CORE[0]):
    return [line for line in released.lines if line.block == "items" and line.item == item]


def test_a_table_shown_has_no_cell_of_a_few_and_follows_the_policy():
    made = evaluated(*spread_out())
    shown = [line for line in steps(release(made)) if line.contrast == "transition"]
    assert len(shown) == 25
    assert {line.values["persons"] for line in shown} == {6}
    strict = [line for line in steps(release(made, policy=Policy(min_n=7))) if line.contrast == "transition"]
    assert {line.values["persons"] for line in strict} == {None}
    assert {line.hidden for line in strict} == {"few"}
    assert {line.values["answer_before"] for line in strict} == {1, 2, 3, 4, 5}


def test_shares_are_hidden_where_the_counts_are():
    """One school of nine whose teachers all rose, beside one too small: together they would follow."""
    for seed in range(6):
        draw = np.random.default_rng(seed)
        sizes = {(f"S{n}", "teachers"): int(draw.integers(5, 16)) for n in range(6)}
        first = answers(sizes, seed=seed, items=CORE[:3])
        second = second_round(first, shift=0.3, seed=seed)
        rose = second.values.copy(order="F")
        rose[first.school == 0] = np.clip(first.values[first.school == 0] + 1, -9, 5)
        for item in CORE[:3]:
            lines = steps(release(evaluated(first, replace(second, values=rose))), item)
            head = next(line for line in lines if line.contrast == "change")
            for line in lines:
                if line.contrast in ("share_up", "share_same", "share_down", "transition"):
                    assert head.values.get("higher") is not None or line.found.estimate is None


@pytest.mark.parametrize(("more", "hidden"), [(0, False), (3, True), (6, False)])
def test_a_few_who_only_looked_back_do_not_follow(more, hidden):
    """Everybody's mean of the round that looked back stands on the School page."""
    first, second = hub(*(14,) * 10)
    gone = np.arange(len(first)) >= more
    kept = [
        replace(
            each, person=each.person[gone], school=each.school[gone], group=each.group[gone],
            values=np.asfortranarray(each.values[gone]),
        )
        for each in (first, second)
    ]  # fmt: skip
    rounds = as_rounds(*kept, second_round(first, shift=-0.3, seed=3))
    plan = Plan(rounds=("Round 1", "Round 2"), then_round="Round 3", areas=("A",))
    lines = {line.contrast: line for line in release(evaluate(rounds, SELFIE, plan)).lines if line.block == "change"}
    for name in ("response_shift", "change_since_then"):
        assert (lines[name].found.estimate is None) == hidden
        assert lines[name].hidden == ("few" if hidden else "")
