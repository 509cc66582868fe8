"""Several rounds evaluated: what a methodologist asks of them, as the lines of eleven tables.

Numbers here are not yet released: they go through ``disclosure`` before anyone sees them. All schools of the rounds
are in view. Which number is a headline follows :mod:`toolbox.statistics.decision`; checks and sensitivity stand
beside it and never replace it. A block that does not apply is left out with a reason code, never silently:

======================  ============================================================================================
``one_round``           there is one round: nothing to compare
``one_group``           the plan looks at one group: no groups to compare
``no_assignment``       the plan does not say who chose the mentored schools
``no_pairs``            nobody of these groups can be followed from round to round
``rubric``              ratings a school states about itself: no persons to count, lose or scatter
``counted``             levels of a rubric that is not averaged: counted on the Change page, never averaged
``two_groups``          the plan compares two groups, not waves; ``waves`` the other way round
``no_arms``             no school of these rounds is in one of the groups compared
``nothing_missing``     nobody was lost between the rounds
======================  ============================================================================================
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from toolbox.evaluation.attrition import attrition_lines
from toolbox.evaluation.baseline import baseline_lines
from toolbox.evaluation.change import change_lines, followed
from toolbox.evaluation.families import in_families
from toolbox.evaluation.flow import flow_lines
from toolbox.evaluation.groups import group_lines
from toolbox.evaluation.items import item_lines
from toolbox.evaluation.missing import missing_lines
from toolbox.evaluation.power import power_lines
from toolbox.evaluation.reliability import reliability_lines
from toolbox.evaluation.schools import profile_lines, profiles_of
from toolbox.evaluation.study import Study, study_of
from toolbox.evaluation.waves import wave_lines
from toolbox.model import BLOCKS, Evaluation, EvaluationRound, Framework, Line, Plan

__all__ = ["evaluate"]

#: What makes each block's lines.
MAKERS: dict[str, Callable[[Study], Iterable[Line]]] = {
    "flow": flow_lines,
    "attrition": attrition_lines,
    "baseline": baseline_lines,
    "change": change_lines,
    "items": item_lines,
    "groups": group_lines,
    "waves": wave_lines,
    "missing": missing_lines,
    "reliability": reliability_lines,
    "profile": profile_lines,
    "power": power_lines,
}


def evaluate(
    rounds: Sequence[EvaluationRound], framework: Framework, plan: Plan, *, blocks: Sequence[str] = BLOCKS
) -> Evaluation:
    """The evaluation of a plan over its rounds.

    Args:
        rounds: those the plan names, in any order; others are not looked at.
        blocks: those to work out, for a page that shows some of them only.

    Raises:
        ToolboxError: where the plan cannot be followed (:mod:`toolbox.evaluation.checks`), and the faults of
            :func:`toolbox.comparison.compare`.
    """
    study = study_of(rounds, framework, plan)
    lines: list[Line] = []
    left_out: list[tuple[str, str]] = []
    for block in (each for each in BLOCKS if each in blocks):
        reason = _left_out(block, study)
        made = [] if reason or block not in MAKERS else list(MAKERS[block](study))
        if not made:
            left_out.append((block, reason or _nothing(block, study)))
        lines += made
    return Evaluation(
        plan=plan,
        framework=framework,
        rounds=tuple((each.name, each.collected_on, each.sha256) for each in study.rounds),
        schools=study.schools,
        of_schools=len(study.schools),
        lines=in_families(lines, plan),
        comparison=study.comparison,
        profiles=profiles_of(study) if "profile" in blocks else (),
        left_out=tuple(left_out),
    )


#: Blocks that need two rounds, two groups, persons.
OF_TWO_ROUNDS = {"attrition", "baseline", "change", "items", "groups", "waves", "missing", "power"}
OF_ARMS = {"baseline", "groups", "waves"}
OF_PERSONS = {"attrition", "baseline", "groups", "waves", "missing", "reliability", "profile", "power"}


def _left_out(block: str, study: Study) -> str:
    """Why a block does not apply; "" where it does."""
    if study.institutional and block in OF_PERSONS:
        return "rubric"
    if not study.framework.averaged and block in ("change", "items"):
        return "counted"
    if len(study.rounds) < 2 and block in OF_TWO_ROUNDS:
        return "one_round"
    if block in OF_ARMS and study.plan.comparison == "one_group":
        return "one_group"
    if block in OF_ARMS and not study.plan.assignment.strip():
        return "no_assignment"
    if block == "waves" and study.plan.comparison != "waves":
        return "two_groups"
    if block == "groups" and study.plan.comparison == "waves":
        return "waves"
    if block == "waves":
        # Schools of a later wave wait too: nobody needs to wait until the end.
        return "" if len(np.unique(study.arms.starts[study.arms.starts > 0])) > 1 else "no_arms"
    names = study.arms.names
    if block in OF_ARMS and (
        len(names) < 2 or not all((study.arms.number == place).any() for place in range(len(names)))
    ):
        return "no_arms"
    return ""


def _nothing(block: str, study: Study) -> str:
    """Why a block that applies has no line: nobody was lost, or nobody can be followed."""
    anybody = any(followed(pairs) for pairs in study.of_areas)
    return "nothing_missing" if block == "missing" and anybody else "no_pairs"
