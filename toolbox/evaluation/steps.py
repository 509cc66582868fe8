"""Steps: a statement on its own answers, not on their mean: from which to which persons went, and the odds of a higher one."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from toolbox.evaluation.lines import described
from toolbox.evaluation.study import Pairs, Study
from toolbox.model import Crowd, Estimate, Line
from toolbox.statistics.cumulative_logit import cumulative_logit
from toolbox.statistics.decision import LEAST_FOR_INTERVAL, LEAST_PERSONS, MANY_SCHOOLS
from toolbox.statistics.transitions import transitions

#: Fewer answers than this have no steps; more are a number, not a choice among words.
LEAST_OPTIONS, MOST_OPTIONS = 3, 11
#: Every answer by itself is told of so many persons only, as in the gate.
LEAST_FOR_OPTIONS = 20


def step_lines(study: Study, pairs: Pairs) -> Iterator[Line]:
    """Shares up, same and down; the table of answers before by answers after; the cumulative logit."""
    low, high = (int(end) for end in pairs.scale)
    if len(pairs.before) < LEAST_FOR_INTERVAL or not LEAST_OPTIONS <= high - low + 1 <= MOST_OPTIONS:
        return
    found = transitions(pairs.before, pairs.after, (low, high))
    for name, share in (("share_up", found.up), ("share_same", found.same), ("share_down", found.down)):
        yield described(pairs, name, block="items", found=share)
    yield _odds(study, pairs)
    yield from _table(study, pairs, np.array(found.counts), low)


def _odds(study: Study, pairs: Pairs) -> Line:
    """Answers of both rounds on the round; a person's two answers lie in one school, which the errors are clustered by."""
    y = np.concatenate([pairs.before, pairs.after])
    later, school = np.repeat([0.0, 1.0], len(pairs.before)), np.tile(pairs.school, 2)
    made = cumulative_logit(y, later, school, confidence=study.plan.confidence)
    found = made.coefficients[0] if made.coefficients else Estimate(refused=made.refused)
    names = ("estimate", "se", "df", "ci_low", "ci_high", "p", "method", "n_schools", "refused")
    known = {name: getattr(found, name) for name in names}
    if found.n_schools < MANY_SCHOOLS and found.p is not None:
        # The plain sandwich finds too much among few schools, and its t knows no better degrees than their number.
        known |= {"p": None, "refused": "few_schools"}
    return described(
        pairs, "cumulative_logit", block="items", about="pairs", part="check",
        found=Estimate(**known, n=len(pairs.before), flags=made.flags),
        ci_method="t, sandwich by school" if found.ci_low is not None else "",
        effect_name="odds_ratio", effect=made.odds_ratios[0] if made.odds_ratios else Estimate(),
    )  # fmt: skip


def _table(study: Study, pairs: Pairs, counts: np.ndarray, low: int) -> Iterator[Line]:
    """Every answer before by every answer after, whole or not at all.

    With some cells hidden, or answers joined, the hidden ones often follow: from the answers of each round, the counts
    up, same and down and the correlation, all of which are shown elsewhere. So every cell is nobody or enough.
    """
    n, crowds = len(pairs.before), _crowds(study, pairs, counts)
    if not all(each.n == 0 or each.n >= _least(each) for each in crowds):
        yield described(pairs, "transition", block="items", about="pairs", found=Estimate(n=n, refused="few_in_cells"))
        return
    for (before, after), persons in np.ndenumerate(counts):
        yield described(
            pairs, "transition", block="items", about="pairs", crowds=crowds,
            found=Estimate(estimate=int(persons) / n, n=n, method="share of those who answered both times"),
            values={"answer_before": low + before, "answer_after": low + after, "persons": int(persons)},
        )  # fmt: skip


def _crowds(study: Study, pairs: Pairs, counts: np.ndarray) -> tuple[Crowd, ...]:
    """Everybody a table tells of: those in a cell, those of a row or column all in one cell, and those who answered once.

    Beside everybody's answers in a round, the table gives the answers of those who left or joined.
    """
    alike = (Crowd(n=int(line.sum())) for line in (*counts, *counts.T) if (line > 0).sum() == 1)
    return (
        *(Crowd(n=int(persons), mean_only=True) for persons in counts.ravel()),
        *alike,
        Crowd(n=len(pairs.before), by_school=study.by_school(pairs.school), options=True),
        *(Crowd(n=len(once), options=True) for once in (pairs.left, pairs.joined)),
    )


def _least(crowd: Crowd) -> int:
    if crowd.options:
        return LEAST_FOR_OPTIONS
    return LEAST_PERSONS if crowd.mean_only else LEAST_FOR_INTERVAL
