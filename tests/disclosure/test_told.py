"""Accepted pairs and schools told apart, once more: what two results differ by is nobody, or enough."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.invented import answers, second_round
from toolbox.disclosure import release
from toolbox.disclosure.told import (
    accepted_state,
    accepted_to_show,
    differences,
    own_sets,
    sets_before,
    sets_states,
    with_sets,
)
from toolbox.evaluation import evaluate
from toolbox.frameworks import load
from toolbox.model import EvaluationRound, Plan, Policy, SchoolFacts

PAIRS = [("Elm", "teachers", f"P-{n}", f"P-F{n}") for n in range(40)]


def now(accepted, *shown) -> frozenset:
    states = [replace(accepted_state(each, "a", "b", Policy()), order=place) for place, each in enumerate(shown, 1)]
    return accepted_to_show(accepted, PAIRS, states, "a", "b", Policy())


@pytest.mark.parametrize("more", [1, 4, 9])
def test_fewer_than_ten_more_pairs_wait(more) -> None:
    assert now(PAIRS[: 12 + more], PAIRS[:12]) == frozenset(PAIRS[:12])


def test_ten_more_pairs_count_and_every_earlier_release_is_one() -> None:
    assert now(PAIRS[:22], PAIRS[:12]) == frozenset(PAIRS[:22])
    assert now(PAIRS[:25], PAIRS[:12], PAIRS[:22]) == frozenset(PAIRS[:22])
    assert now(PAIRS[:12], PAIRS[:12], PAIRS[:22]) == frozenset(PAIRS[:12]), "shown so before"


def test_a_pair_taken_back_waits_too_and_all_of_them_do_not() -> None:
    assert now(PAIRS[:11], PAIRS[:12]) == frozenset(PAIRS[:12])
    assert now([], PAIRS[:12]) == frozenset()


def test_pairs_too_few_to_be_shown_are_no_state_and_none_holds_its_pseudonyms() -> None:
    assert accepted_state(PAIRS[:9], "a", "b", Policy()).members == ()
    words = accepted_state(PAIRS[:10], "a", "b", Policy()).members
    assert len(words) == 10
    assert not [word for word in words if "P-" in word]


# ── schools told apart ──

SELFIE = load("selfie-2020")
SIZES = {(f"S{number}", "teachers"): 30 if number < 6 else 9 for number in range(11)}


def evaluation(*mentored: str):
    first = answers(SIZES, seed=3)
    second = second_round(first, shift=0.2)
    facts = tuple(SchoolFacts(school=school, starts=date(2026, 1, 7)) for school in mentored)
    rounds = [
        EvaluationRound(name=name, collected_on=on, answers=each, sha256=name)
        for name, on, each in (("Autumn", date(2025, 10, 1), first), ("Spring", date(2026, 5, 1), second))
    ]
    plan = Plan(
        rounds=("Autumn", "Spring"), comparison="two_groups", schools=facts, assignment="by application", areas=("A",)
    )
    return evaluate(rounds, SELFIE, plan, blocks=("groups",))


def headlines(found, sets=()) -> list:
    return [line for line in release(with_sets(found, sets)).lines if line.part == "headline"]


def test_arms_that_differ_by_one_hidden_school_are_not_both_shown() -> None:
    first, second = evaluation("S0", "S1", "S6", "S7"), evaluation("S0", "S1", "S6", "S7", "S8")
    ids = ("a", "b")
    assert not any(line.hidden for line in headlines(first))
    shown = [
        replace(each, order=place)
        for place, each in enumerate(sets_states(sets_before(first, (), ids), ids, Policy()), 1)
    ]
    alone = headlines(second)
    beside = headlines(second, sets_before(second, shown, ids))
    assert len(alone) == len(beside) > 0
    assert not any(line.hidden for line in alone)
    # S8 has nine pairs: its own page hides their spread, so two sets that differ by it may not both tell theirs.
    assert {line.hidden for line in beside} == {"protects_few"}
    # The first evaluation is what it was: it was shown before the second.
    assert sets_before(first, shown, ids) == sets_before(first, (), ids)
    assert not any(line.hidden for line in headlines(first, sets_before(first, shown, ids)))


def test_nor_where_the_other_evaluation_shares_a_round_only() -> None:
    first, second = evaluation("S0", "S1", "S6", "S7"), evaluation("S0", "S1", "S6", "S7", "S8")
    sets = sets_before(first, (), ("a", "b", "c"))
    shown = [replace(each, order=place) for place, each in enumerate(sets_states(sets, ("a", "b", "c"), Policy()), 1)]
    assert {line.hidden for line in headlines(second, sets_before(second, shown, ("a", "b")))} == {"protects_few"}
    # Told of in other rounds first, a set is new in these all the same.
    later = [replace(each, about="sets:a:b", order=9) for each in shown]
    assert sets_before(first, [*later, *shown], ("a", "b")) == sets_before(first, later, ("a", "b"))


def test_arms_that_differ_by_a_school_everybody_sees_may_both_be_shown() -> None:
    first, second = evaluation("S0", "S1", "S2"), evaluation("S0", "S1", "S2", "S3")
    shown = [replace(each, order=1) for each in sets_states(sets_before(first, (), ("a", "b")), ("a", "b"), Policy())]
    assert [line.hidden for line in headlines(second, sets_before(second, shown, ("a", "b")))] == [
        line.hidden for line in headlines(second)
    ]


def test_a_set_and_its_complement_are_one_thing() -> None:
    told = sets_before(evaluation("S0", "S1"), (), ("a", "b"))
    assert {frozenset(one) for one, _ in told} == {
        frozenset({"S0", "S1"}), frozenset({f"S{number}" for number in range(2, 11)}),
    }  # fmt: skip
    assert len(own_sets(evaluation("S0", "S1"))) == 2
    assert differences(("S0",), ((("S0",), (("S1",),)),), ("S0", "S1", "S2")) == [{"S0", "S1"}, {"S2"}]
