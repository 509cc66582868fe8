"""The evaluation of several rounds as a page may have it, and single answers: kept, released and written down.

Kept as :mod:`toolbox.web.released` keeps its results: the store is asked first whether this viewer may see the rounds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
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


@st.cache_resource(max_entries=KEPT_EVALUATIONS, show_spinner="Working out the evaluation …")
def _evaluated(
    asked: tuple[released.Asked, ...],
    digest: int,
    plan: Plan,
    viewer: Viewer,
    policy: Policy,
    blocks: tuple[str, ...],
    earlier: Earlier,
    _framework: Framework,
) -> Evaluation:
    """Not released yet: only :func:`_evaluation` takes it."""
    rounds = _evaluation_rounds(asked, viewer)
    shown = {each.name: noting.shown(viewer, one.id) for each, one in zip(rounds, asked, strict=True)}
    ids = {each.name: one.id for each, one in zip(rounds, asked, strict=True)}
    rounds = as_linked(rounds, list(shown.items()), plan, policy)
    found = evaluation_since(evaluate(rounds, _framework, plan, blocks=blocks), list(shown.items()), policy)
    before = dict(earlier)

    def told(two: tuple[str, str]) -> list[Told]:
        lineage = state.in_common(*(each.framework for each in asked))
        alone = told_alone([ids[name] for name in two], [shown[name] for name in two])
        return [*released.told_earlier(before.get(two, ()), policy, lineage), *alone]

    return evaluation_beside(found, ids, {each.name: each.answers for each in rounds}, told, policy)


@st.cache_resource(max_entries=KEPT_EVALUATIONS, show_spinner=False)
def _evaluation(
    asked: tuple[released.Asked, ...],
    digest: int,
    plan: Plan,
    viewer: Viewer,
    policy: Policy,
    blocks: tuple[str, ...],
    earlier: Earlier,
    sets: Sets,
    _framework: Framework,
) -> ReleasedEvaluation:
    found = _evaluated(asked, digest, plan, viewer, policy, blocks, earlier, _framework)
    return release(with_sets(found, sets), policy=policy, viewer=viewer)


def _asked_evaluation(
    round_ids: Sequence[str], plan: Plan, blocks: tuple[str, ...]
) -> tuple[tuple[released.Asked, ...], int, Plan, Viewer, Policy, tuple[str, ...], Earlier, Sets, Framework]:
    """What an evaluation is kept by, with the comparisons shown and the sets of schools told of before."""
    viewer, policy = state.viewer(), noting.policy()
    asked = tuple(released._asked(viewer, id) for id in round_ids)
    framework = state.framework(asked[-1].framework)
    seen = state.store().ledger.shown(viewer, round_ids)
    survey = framework.kind != "rubric"
    earlier = tuple((two, compared_earlier(each, seen)) for two, each in _compared(asked, policy)) if survey else ()
    known = (asked, hash(framework), plan, viewer, policy, blocks, earlier)
    return (*known, sets_before(_evaluated(*known, framework), seen, round_ids), framework)


def _compared(asked: Sequence[released.Asked], policy: Policy) -> EveryTwo:
    names = names_apart([each.name for each in asked])
    return every_two(names, [each.id for each in asked], [each.sha256 for each in asked], policy)


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
    known: list[tuple] = []

    def states(_: Found) -> list[Shown]:
        asked, policy, sets = known[0][0], known[0][4], known[0][-2]
        found = _evaluated(*known[0][:-2], known[0][-1])
        compared = told_of_every_two(_compared(asked, policy), found, _evaluation(*known[0]))
        return [*sets_states(sets, round_ids, policy), *compared]

    def made() -> Found:
        known[:] = [_asked_evaluation(round_ids, plan, blocks)]
        return make(*known[0])

    return noting.noted(
        "evaluation",
        round_ids,
        made,
        framework=state.framework(state.store().round(state.viewer(), round_ids[-1]).framework),
        also=states,
    )


@st.cache_resource(max_entries=KEPT_EVALUATIONS, show_spinner=False)
def _tables(
    asked: tuple[released.Asked, ...],
    digest: int,
    plan: Plan,
    viewer: Viewer,
    policy: Policy,
    blocks: tuple[str, ...],
    earlier: Earlier,
    sets: Sets,
    _framework: Framework,
) -> tuple[Table, ...]:
    return block_tables(_evaluation(asked, digest, plan, viewer, policy, blocks, earlier, sets, _framework))


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
