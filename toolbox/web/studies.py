"""A study of two rounds as both mentoring parts make it: linked as the pages link, held against what was shown before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from toolbox.disclosure.compared_before import compared_earlier, compared_state, evaluation_beside, told_alone
from toolbox.disclosure.since import as_linked, evaluation_since
from toolbox.model import Answers, Evaluation, EvaluationRound, Framework, Plan, Policy, Shown, Viewer
from toolbox.web import evaluated, noting, released, state


class Study(Protocol):
    """What is found out about two rounds, with the evaluation the gate decides on."""

    evaluation: Evaluation


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which study is asked for, in values a cache can key on."""

    rounds: tuple[released.Asked, released.Asked]
    records: str
    digest: int
    viewer: Viewer
    policy: Policy
    earlier: tuple[Shown, ...]
    """Other comparisons with one of these rounds, shown before."""


Found = TypeVar("Found", bound=Study)


def asked_now(ids: tuple[str, str], framework: Framework, records: str) -> tuple[Asked, Shown, tuple[Shown, ...]]:
    """What is asked for now, what showing it would add to the ledger, and what the ledger holds of the two rounds."""
    viewer, policy = state.viewer(), noting.policy()
    rounds = released._asked(viewer, ids[0]), released._asked(viewer, ids[1])
    compared = compared_state(ids, (rounds[0].sha256, rounds[1].sha256), policy)
    seen = tuple(state.store().ledger.shown(viewer, ids))
    asked = Asked(
        rounds=rounds, records=records, digest=hash(framework), viewer=viewer, policy=policy,
        earlier=compared_earlier(compared, seen),
    )  # fmt: skip
    return asked, compared, seen


def studied(
    asked: Asked, framework: Framework, study: Callable[[EvaluationRound, EvaluationRound], Found | None]
) -> Found | None:
    """The study of both rounds, not released yet; None where nobody's own answers can be followed, or it finds nothing."""
    names = evaluated.names_apart([each.name for each in asked.rounds])
    shown = [(name, noting.shown(asked.viewer, each.id)) for name, each in zip(names, asked.rounds, strict=True)]
    if framework.kind == "rubric" or not all(isinstance(one.answers, Answers) for _, one in shown):
        return None
    rounds = [
        EvaluationRound(name=name, collected_on=each.collected_on, answers=one.answers, sha256=each.sha256)
        for (name, one), each in zip(shown, asked.rounds, strict=True)
    ]
    first, last = as_linked(rounds, shown, Plan(rounds=names), asked.policy)
    found = study(first, last)
    if found is None:
        return None
    evaluation = evaluation_since(found.evaluation, shown, asked.policy)
    ids = [each.id for each in asked.rounds]
    told = [
        *released.told_earlier(asked.earlier, asked.policy, state.in_common(framework.id)),
        *told_alone(ids, [one for _, one in shown]),
    ]
    answers = {each.name: each.answers for each in (first, last)}
    beside = evaluation_beside(evaluation, dict(zip(names, ids, strict=True)), answers, lambda _: told, asked.policy)
    return replace(found, evaluation=beside)
