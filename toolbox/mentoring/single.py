"""One teacher's own change beside what a single person's change must exceed. For the teacher's mentor, with consent, only.

The minimal detectable change of an area is worked out from everybody of the group who answered both times: their spread at the
start, and how consistently the area measures. Nothing here is released: see :mod:`toolbox.disclosure.single`.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

import numpy as np

from toolbox.comparison.cells import points
from toolbox.linking import link
from toolbox.model import Answers, Estimate, Framework, ToolboxError
from toolbox.scoring import common_items, of_group, score
from toolbox.statistics.reliability import reliability
from toolbox.statistics.reliable_change import reliable_change


@dataclass(frozen=True, kw_only=True)
class SingleArea:
    """One area of one teacher."""

    area: str
    before: float | None
    after: float | None
    detectable: Estimate
    """Minimal detectable change, 95 %, in points of the scale; with the reason where it is refused."""
    others: tuple[int, int, int]
    """Of the same school and group, with a value before, after, both times: those who did not agree to be looked at.

    Their average follows from the school's and from those known."""


@dataclass(frozen=True, kw_only=True)
class SingleChange:
    """One teacher's areas."""

    person: str
    school: str
    group: str
    areas: tuple[SingleArea, ...]


def single_change(
    person: str, before: Answers, after: Answers, framework: Framework, *, agreed: Set[str] = frozenset()
) -> SingleChange:
    """One person's change in every area both rounds asked in the same words.

    Args:
        before, after: everybody's answers, in the framework's words.
        agreed: everybody who ever agreed that a mentor looks at their change.

    Raises:
        ToolboxError: ``not_both_rounds`` where the person did not answer once in each round, in one school and group.
    """
    school, group = _where(person, before, after)
    rounds = [of_group(each, group) for each in (before, after)]
    links = link(*rounds)
    items, _ = common_items(*rounds, framework, group=group)
    scores = [score(each, framework, items=items) for each in rounds]
    own = [int(np.flatnonzero(each.person == person)[0]) for each in rounds]
    known = frozenset({*agreed, person})
    shared = [area.id for area in framework.areas if all(area.id in each.areas for each in scores)]
    areas = []
    for area in shared:
        values = [each.score[:, each.areas.index(area)] for each in scores]
        pairs = [each[rows] for each, rows in zip(values, (links.before_rows, links.after_rows), strict=True)]
        both = np.isfinite(pairs[0]) & np.isfinite(pairs[1])
        there = [np.isfinite(value) & _others(each, school, known) for value, each in zip(values, rounds, strict=True)]
        twice = there[0][links.before_rows] & there[1][links.after_rows]
        here = [value[row] for value, row in zip(values, own, strict=True)]
        areas.append(
            SingleArea(
                area=area,
                before=_number(here[0]),
                after=_number(here[1]),
                detectable=_detectable(rounds[0], framework, area, items, pairs[0][both], pairs[1][both]),
                others=(int(there[0].sum()), int(there[1].sum()), int(twice.sum())),
            )
        )
    return SingleChange(person=person, school=school, group=group, areas=tuple(areas))


def _where(person: str, before: Answers, after: Answers) -> tuple[str, str]:
    """School and group of the one row in each round that is this person's."""
    found = []
    for each in (before, after):
        rows = np.flatnonzero(each.person == person) if person else []
        if len(rows) == 1:
            found.append((each.schools[each.school[rows[0]]], each.groups[each.group[rows[0]]]))
    if len(found) < 2 or found[0] != found[1]:
        raise ToolboxError(
            "not_both_rounds",
            "This teacher's code does not stand once in each of the last two rounds, in the same school and group, so there is no "
            "change to look at. Who changed school, or answered in two, cannot be followed. Check the code, or wait for the next round.",
        )
    return found[0]


def _others(answers: Answers, school: str, known: Set[str]) -> np.ndarray:
    if school not in answers.schools:
        return np.zeros(len(answers.person), bool)
    return (answers.school == answers.schools.index(school)) & ~np.isin(answers.person.astype(str), sorted(known))


def _detectable(
    first: Answers, framework: Framework, area: str, items: tuple[str, ...], before: np.ndarray, after: np.ndarray
) -> Estimate:
    held = [item for item in framework.items_of(area) if item.id in items and item.id in first.items]
    values = np.column_stack([points(first, item, framework) for item in held])
    values = values[np.isfinite(values).all(axis=1)]
    consistent = reliability(values, draws=0)
    return reliable_change(
        before, after, consistent.omega.estimate, source="omega", n_reliability=consistent.n
    ).mdc95  # fmt: skip


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
