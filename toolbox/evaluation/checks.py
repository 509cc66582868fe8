"""Whether a plan can be followed with these rounds; a sentence where it cannot."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from toolbox.model import Answers, Averages, EvaluationRound, Framework, Plan, ToolboxError


def checked(
    rounds: Sequence[EvaluationRound], framework: Framework, plan: Plan
) -> tuple[tuple[EvaluationRound, ...], EvaluationRound | None, tuple[str, ...], tuple[str, ...]]:
    """(rounds of the plan in order of time, the round that asked "how was it then?", groups, areas).

    Raises:
        ToolboxError: ``no_rounds``, ``unknown_round``, ``averages_only``, ``swapped_rounds``, ``no_answers``,
            ``unknown_group``, ``unknown_area``.
    """
    if not plan.rounds:
        raise ToolboxError("no_rounds", "The plan names no round. Choose at least one, for a change two.")
    wanted = [_named(rounds, name) for name in plan.rounds]
    then = _named(rounds, plan.then_round) if plan.then_round else None
    for each in (*wanted, *([then] if then else [])):
        if isinstance(each.answers, Averages):
            raise ToolboxError(
                "averages_only",
                f'Of "{each.name}" only averages are known, not the answers behind them, so its spread and its persons '
                "cannot be evaluated. Its averages stand on the School and Change pages; for these tables choose "
                "rounds read from answers.",
            )
        if not len(each.answers):
            raise ToolboxError("no_answers", f'"{each.name}" holds no answers. Choose another round.')
    for one, two in pairwise(wanted):
        if one.collected_on > two.collected_on:
            raise ToolboxError(
                "swapped_rounds",
                f'"{one.name}" ({one.collected_on:%d %B %Y}) was collected after "{two.name}" '
                f"({two.collected_on:%d %B %Y}): put the rounds in order of time, or correct a date on the Data page.",
            )
    return tuple(wanted), then, _groups(wanted, plan), _areas(framework, plan)


def _named(rounds: Sequence[EvaluationRound], name: str) -> EvaluationRound:
    found = next((each for each in rounds if each.name == name), None)
    if found is None:
        there = ", ".join(f'"{each.name}"' for each in rounds) or "none"
        raise ToolboxError(
            "unknown_round", f'The plan names the round "{name}", which is not there ({there}). Choose it again.'
        )
    return found


def _groups(rounds: Sequence[EvaluationRound], plan: Plan) -> tuple[str, ...]:
    both = [group for group in groups_in(rounds[0].answers) if group in groups_in(rounds[-1].answers)]
    unknown = [group for group in plan.groups if group not in both]
    if unknown:
        raise ToolboxError(
            "unknown_group",
            f'Nobody of the group {", ".join(unknown)} answered both "{rounds[0].name}" and "{rounds[-1].name}". '
            f"Groups that did: {', '.join(both) or 'none'}.",
        )
    return plan.groups or tuple(both)


def groups_in(answers: Answers) -> tuple[str, ...]:
    """Groups with at least one row."""
    there = np.bincount(np.asarray(answers.group, np.int64), minlength=len(answers.groups)) > 0
    return tuple(name for name, some in zip(answers.groups, there, strict=True) if some)


def _areas(framework: Framework, plan: Plan) -> tuple[str, ...]:
    known = tuple(area.id for area in framework.areas)
    unknown = [area for area in (*plan.areas, *plan.primary) if area not in known]
    if unknown:
        raise ToolboxError(
            "unknown_area",
            f'"{framework.name}" has no area {", ".join(dict.fromkeys(unknown))}. It has: {", ".join(known)}.',
        )
    return tuple(area for area in known if not plan.areas or area in plan.areas)
