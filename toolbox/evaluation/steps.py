"""Steps: a statement on its own answers, not on their mean: from which to which persons went, and the odds of a higher one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from toolbox.evaluation.lines import described
from toolbox.evaluation.study import Pairs, Study
from toolbox.model import Crowd, Estimate, Line
from toolbox.statistics.cumulative_logit import cumulative_logit
from toolbox.statistics.decision import LEAST_FOR_INTERVAL, LEAST_PERSONS
from toolbox.statistics.transitions import transitions

#: Fewer answers than this have no steps; more are a number, not a choice among words.
LEAST_OPTIONS, MOST_OPTIONS = 3, 11
#: Every answer by itself is told of so many persons only, as in the gate.
LEAST_FOR_OPTIONS = 20

Parts = tuple[tuple[int, int], ...]
"""Neighbouring answers taken together, each as (lowest, highest)."""


def step_lines(study: Study, pairs: Pairs) -> Iterator[Line]:
    """Shares up, same and down; the table of answers before by answers after; the cumulative logit."""
    low, high = (int(end) for end in pairs.scale)
    if len(pairs.before) < LEAST_FOR_INTERVAL or not LEAST_OPTIONS <= high - low + 1 <= MOST_OPTIONS:
        return
    found = transitions(pairs.before, pairs.after, (low, high))
    for name, share in (("share_up", found.up), ("share_same", found.same), ("share_down", found.down)):
        yield described(pairs, name, block="items", found=share)
    yield _odds(study, pairs)
    yield from _table(study, pairs, np.array(found.counts), low, high)


def _odds(study: Study, pairs: Pairs) -> Line:
    """Answers of both rounds on the round; a person's two answers lie in one school, which the errors are clustered by."""
    y = np.concatenate([pairs.before, pairs.after])
    later, school = np.repeat([0.0, 1.0], len(pairs.before)), np.tile(pairs.school, 2)
    made = cumulative_logit(y, later, school, confidence=study.plan.confidence)
    found = made.coefficients[0] if made.coefficients else Estimate(refused=made.refused)
    names = ("estimate", "se", "df", "ci_low", "ci_high", "p", "method", "n_schools", "refused")
    known = {name: getattr(found, name) for name in names}
    return described(
        pairs, "cumulative_logit", block="items", about="pairs", part="check",
        found=Estimate(**known, n=len(pairs.before), flags=made.flags),
        ci_method="t, sandwich by school" if found.ci_low is not None else "",
        effect_name="odds_ratio", effect=made.odds_ratios[0] if made.odds_ratios else Estimate(),
    )  # fmt: skip


def _table(study: Study, pairs: Pairs, counts: np.ndarray, low: int, high: int) -> Iterator[Line]:
    """Every answer by itself where each cell is nobody or enough, else fewer and wider ones; else no table.

    The ways to join answers are fixed, so that the choice among them tells little. No cell is hidden in a table that is
    shown: none can follow from its rows, its columns or the answers of each round.
    """
    n = len(pairs.before)
    for parts in ways(low, high):
        table = joined(counts, parts, low)
        crowds = _crowds(study, pairs, table, every=len(parts) == high - low + 1)
        if not all(each.n == 0 or each.n >= _least(each) for each in crowds):
            continue
        for row, before in enumerate(parts):
            for column, after in enumerate(parts):
                persons = int(table[row, column])
                yield described(
                    pairs, "transition", block="items", about="pairs", crowds=crowds,
                    found=Estimate(estimate=persons / n, n=n, method="share of those who answered both times"),
                    values={"answer_before": _named(before), "answer_after": _named(after), "persons": persons},
                )  # fmt: skip
        return
    yield described(pairs, "transition", block="items", about="pairs", found=Estimate(n=n, refused="few_in_cells"))


def ways(low: int, high: int) -> tuple[Parts, ...]:
    """Every answer; three bands; the upper half and the rest.

    >>> ways(1, 5)[1:], ways(1, 4)[1:]
    ((((1, 2), (3, 3), (4, 5)), ((1, 3), (4, 5))), (((1, 1), (2, 3), (4, 4)), ((1, 2), (3, 4))))
    """
    width, half = (high - low + 2) // 3, high - (high - low + 1) // 2
    bands = ((low, low + width - 1), (low + width, high - width), (high - width + 1, high))
    every = tuple((value, value) for value in range(low, high + 1))
    return tuple(dict.fromkeys((every, bands, ((low, half), (half + 1, high)))))


def joined(counts: np.ndarray, parts: Parts, low: int) -> np.ndarray:
    """The table with rows and columns added up within each part."""
    starts = [first - low for first, _ in parts]
    return np.add.reduceat(np.add.reduceat(counts, starts, axis=0), starts, axis=1)


def _crowds(study: Study, pairs: Pairs, table: np.ndarray, *, every: bool) -> tuple[Crowd, ...]:
    """Everybody a table tells of: those in a cell, those of a row or column all in one cell, and those who answered once.

    Beside everybody's answers in a round, the table gives the answers of those who left or joined.
    """
    lines = (*table, *table.T)
    alike = (Crowd(n=int(line.sum())) for line in lines if (line > 0).sum() == 1)
    return (
        *(Crowd(n=int(persons), mean_only=True) for persons in table.ravel()),
        *alike,
        Crowd(n=len(pairs.before), by_school=study.by_school(pairs.school), options=every),
        *(Crowd(n=len(once), options=every) for once in (pairs.left, pairs.joined)),
    )


def _least(crowd: Crowd) -> int:
    if crowd.options:
        return LEAST_FOR_OPTIONS
    return LEAST_PERSONS if crowd.mean_only else LEAST_FOR_INTERVAL


def _named(part: Sequence[int]) -> str:
    """Words, because a spreadsheet takes 1-2 for a day.

    >>> _named((4, 5)), _named((3, 3))
    ('4 to 5', '3')
    """
    return str(part[0]) if part[0] == part[1] else f"{part[0]} to {part[1]}"
