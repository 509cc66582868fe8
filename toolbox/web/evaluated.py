"""The evaluation of several rounds as a page may have it, and single answers: kept, released and written down.

Kept as :mod:`toolbox.web.released` keeps its results: the store is asked first whether this viewer may see the rounds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import streamlit as st

from toolbox.disclosure import ReleasedAnswers, ReleasedEvaluation, release, release_answers
from toolbox.disclosure.compared_before import (
    EveryTwo,
    Told,
    compared_earlier,
    evaluation_beside,
    every_two,
    told_alone,
    told_of_every_two,
)
from toolbox.disclosure.since import as_linked, evaluation_since
from toolbox.disclosure.told import Sets, sets_before, sets_states, with_sets
from toolbox.evaluation import evaluate
from toolbox.model import BLOCKS, Evaluation, EvaluationRound, Framework, Plan, Policy, Round, Shown, Table, Viewer
from toolbox.tables import block_tables
from toolbox.web import noting, released, state

Found = TypeVar("Found")
Earlier = tuple[tuple[tuple[str, str], tuple[Shown, ...]], ...]
"""((two rounds, the comparisons shown before theirs), …)"""

#: Evaluations kept per process.
KEPT_EVALUATIONS = 16


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which evaluation is asked for, in values a cache can key on."""

    rounds: tuple[released.Asked, ...]
    digest: int
    """Of the framework."""
    plan: Plan
    viewer: Viewer
    policy: Policy
    blocks: tuple[str, ...]
    earlier: Earlier
    """The comparisons shown before, of every two rounds."""


@st.cache_resource(max_entries=KEPT_EVALUATIONS, show_spinner="Working out the evaluation …")
def _evaluated(asked: Asked, _framework: Framework) -> Evaluation:
    """Not released yet: only :func:`_evaluation` takes it."""
    plan, viewer, policy = asked.plan, asked.viewer, asked.policy
    rounds = _evaluation_rounds(asked.rounds, viewer)
    shown = {each.name: noting.shown(viewer, one.id) for each, one in zip(rounds, asked.rounds, strict=True)}
    ids = {each.name: one.id for each, one in zip(rounds, asked.rounds, strict=True)}
    rounds = as_linked(rounds, list(shown.items()), plan, policy)
    found = evaluate(rounds, _framework, plan, blocks=asked.blocks)
    found, before = evaluation_since(found, list(shown.items()), policy), dict(asked.earlier)

    def told(two: tuple[str, str]) -> list[Told]:
        lineage = state.in_common(*(each.framework for each in asked.rounds))
        alone = told_alone([ids[name] for name in two], [shown[name] for name in two])
        return [*released.told_earlier(before.get(two, ()), policy, lineage), *alone]

    return evaluation_beside(found, ids, {each.name: each.answers for each in rounds}, told, policy)


@st.cache_resource(max_entries=KEPT_EVALUATIONS, show_spinner=False)
def _evaluation(asked: Asked, sets: Sets, _framework: Framework) -> ReleasedEvaluation:
    """``sets``: of schools, told of before."""
    return release(with_sets(_evaluated(asked, _framework), sets), policy=asked.policy, viewer=asked.viewer)


def _compared(rounds: Sequence[released.Asked], policy: Policy) -> EveryTwo:
    names = names_apart([each.name for each in rounds])
    return every_two(names, [each.id for each in rounds], [each.sha256 for each in rounds], policy)


def _evaluation_rounds(asked: tuple[released.Asked, ...], viewer: Viewer) -> list[EvaluationRound]:
    return [
        EvaluationRound(
            name=name,
            collected_on=each.collected_on,
            answers=released._answers(each.sha256, viewer, each.id),
            sha256=each.sha256,
            invited=dict(each.invited),
        )
        for name, each in zip(names_apart([each.name for each in asked]), asked, strict=True)
    ]


def names_apart(names: Sequence[str]) -> tuple[str, ...]:
    """Names of rounds as a plan calls them: two of one name are numbered.

    Example:
        >>> names_apart(["Spring", "Autumn", "Spring"])
        ('Spring', 'Autumn', 'Spring (2)')
    """
    seen: dict[str, int] = {}
    made = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        made.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(made)


def evaluation(round_ids: Sequence[str], plan: Plan, blocks: tuple[str, ...] = BLOCKS) -> ReleasedEvaluation:
    """The evaluation of a plan over these rounds, which it calls by :func:`names_apart` of their names.

    ``blocks``: those to work out.

    Raises:
        ToolboxError: where a round is gone or may not be seen, or the plan cannot be followed.
    """
    return _noted_evaluation(round_ids, plan, blocks, _evaluation)


def _noted_evaluation(
    round_ids: Sequence[str], plan: Plan, blocks: tuple[str, ...], make: Callable[..., Found]
) -> Found:
    viewer, policy = state.viewer(), noting.policy()
    framework = state.framework(state.store().round(viewer, round_ids[-1]).framework)
    asked: Asked | None = None
    sets: Sets = ()

    def made() -> Found:
        nonlocal asked, sets
        seen = state.store().ledger.shown(viewer, round_ids)
        rounds = tuple(released._asked(viewer, id) for id in round_ids)
        every = _compared(rounds, policy) if framework.kind != "rubric" else ()
        asked = Asked(
            rounds=rounds, digest=hash(framework), plan=plan, viewer=viewer, policy=policy, blocks=blocks,
            earlier=tuple((two, compared_earlier(each, seen)) for two, each in every),
        )  # fmt: skip
        sets = sets_before(_evaluated(asked, framework), seen, round_ids)
        return make(asked, sets, framework)

    def states(_: Found) -> list[Shown]:
        found = _evaluated(asked, framework), _evaluation(asked, sets, framework)
        return [*sets_states(sets, round_ids, policy), *told_of_every_two(_compared(asked.rounds, policy), *found)]

    return noting.noted("evaluation", round_ids, made, framework=framework, also=states)


@st.cache_resource(max_entries=KEPT_EVALUATIONS, show_spinner=False)
def _tables(asked: Asked, sets: Sets, _framework: Framework) -> tuple[Table, ...]:
    return block_tables(_evaluation(asked, sets, _framework))


def evaluation_tables(round_ids: Sequence[str], plan: Plan) -> tuple[Table, ...]:
    """The eleven blocks of the same evaluation, in the order of a report.

    Raises:
        ToolboxError: as :func:`evaluation`.
    """
    return _noted_evaluation(round_ids, plan, BLOCKS, _tables)


def single_answers(rounds: Sequence[Round], framework: Framework) -> ReleasedAnswers:
    """Single answers of whole rounds under new pseudonyms, by the names the rounds are given here.

    Raises:
        ToolboxError: where the viewer may not take them.
    """
    viewer, policy = state.viewer(), noting.policy()

    def made() -> ReleasedAnswers:
        pairs = [(each, noting.shown(viewer, each.id).answers) for each in rounds]
        return release_answers(pairs, framework, viewer=viewer, policy=policy)

    return noting.noted("answers", [each.id for each in rounds], made, framework=framework)


released.ELSEWHERE += [_evaluated, _evaluation, _tables]
