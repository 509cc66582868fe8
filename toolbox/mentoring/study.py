"""Two rounds and the hours between them, put together as the gate wants them: who is mentored, who got how much.

*Mentored* is here a school that got mentoring between the two rounds and was not mentored before the first, which would be
no start. A person's hours are their own where sessions say who came; 0 where the school had such sessions and they came to
none. Where nobody wrote down who came, everybody of a school has the school's hours per rostered teacher.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Literal

import numpy as np

from toolbox.comparison.cells import Measured, Sample, measured_of
from toolbox.comparison.rounds import Scope
from toolbox.mentoring.doses import hours_of, school_doses, teacher_doses
from toolbox.mentoring.equity import equity, starts
from toolbox.mentoring.relation import DosePairs, parts, relations
from toolbox.mentoring.two_rounds import two_rounds
from toolbox.model import (
    DoseRelation,
    Equity,
    Evaluation,
    EvaluationRound,
    Framework,
    Line,
    Membership,
    MentoringSession,
    School,
)


@dataclass(frozen=True, kw_only=True)
class Given:
    """What the hub wrote down about mentoring, between two rounds. Hashable: results are kept by it."""

    sessions: tuple[MentoringSession, ...] = ()
    roster: tuple[School, ...] = ()
    memberships: tuple[Membership, ...] = ()
    since: date
    until: date


@dataclass(frozen=True, kw_only=True)
class SetBeside:
    """Whose hours are set beside change."""

    per: Literal["teacher", "school"]
    by_school: Mapping[str, float]
    """Of every mentored school: per rostered teacher, or as entered; 0 where only ``by_person`` counts."""
    by_person: Mapping[tuple[str, str], float] = field(default_factory=dict)
    """(school, pseudonym) → hours; of these schools everybody else has 0."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Told:
    """One relation with what the gate must know of the persons behind it. Schools are ``Evaluation.schools``."""

    relation: DoseRelation
    cells: np.ndarray
    """Pairs by school, third of hours (and, last, those whose hours do not count), third at the start."""
    spread: np.ndarray
    """For each school the persons whose hours are not the commonest of it: what a line says of more than its mean."""
    hours: tuple[float, ...]
    """Mean hours of each third."""


@dataclass(frozen=True, kw_only=True, eq=False)
class DoseStudy:
    """Not released. ``evaluation`` holds the comparison and the sets of schools told apart, for the gate and its ledger."""

    evaluation: Evaluation
    told: tuple[Told, ...]
    equity: tuple[Equity, ...] = ()
    left_out: tuple[str, ...] = ()
    """Mentored schools whose hours are not known."""


def hours_between(given: Given) -> tuple[SetBeside, tuple[str, ...]]:
    """The hours of schools and persons between two rounds, and the mentored schools without any.

    Example:
        >>> held = MentoringSession(on=date(2026, 1, 2), receiver="Elm", hours=1.5, persons=("P-1",))
        >>> given = Given(sessions=(held,), since=date(2025, 10, 1), until=date(2026, 5, 1))
        >>> found, _ = hours_between(given)
        >>> found.per, dict(found.by_person)
        ('teacher', {('Elm', 'P-1'): 1.5})
    """
    period = {"since": given.since, "until": given.until}
    begun = {each.school: each.starts for each in given.roster if each.starts is not None}
    before = {school for school, day in begun.items() if day < given.since}
    doses = tuple(
        each for each in school_doses(given.sessions, given.roster, given.memberships, **period)
        if each.school not in before
    )  # fmt: skip
    named = {
        each.school for each in doses if each.sessions_delivered > each.unnamed or not each.sessions_delivered
    }  # fmt: skip
    if any(each.sessions_delivered > each.unnamed for each in doses):
        persons = {
            (each.school, each.person): each.hours
            for each in teacher_doses(given.sessions, given.memberships, **period)
            if each.school in named
        }
        left_out = sorted({each.school for each in doses} - named)
        return SetBeside(per="teacher", by_school=dict.fromkeys(named, 0.0), by_person=persons), tuple(left_out)
    late = {school for school, day in begun.items() if day >= given.until}
    entered = [each for each in given.roster if each.school not in before | late]
    found = hours_of(doses, entered)
    return SetBeside(per="school", by_school=found.by_school), found.left_out


def dose_study(before: EvaluationRound, after: EvaluationRound, framework: Framework, given: Given) -> DoseStudy | None:
    """Change beside hours in every area of every group; None where nobody can be followed or no hours are known.

    Raises:
        ToolboxError: those of :func:`toolbox.comparison.compare`.
    """
    hours, left_out = hours_between(given)
    rounds = two_rounds(before, after, framework) if hours.by_school else None
    if rounds is None:
        return None
    cells = [each for sample in rounds.groups() for each in _of_group(sample, hours)]
    found = relations([each.pairs for each in cells], per=hours.per)
    told = tuple(_told(cell, one, rounds.view) for cell, one in zip(cells, found, strict=True))
    comparison = rounds.comparison
    evaluation = rounds.evaluation(_line(each, comparison.schools, hours) for each in told)
    levels = {(each.area, each.group): each for each in comparison.starting}
    fair = tuple(
        equity(levels[cell.pairs.area, cell.pairs.group], cell.everybody, cell.everybody.hours > 0)
        for cell in cells
        if hours.per == "teacher" and (cell.pairs.area, cell.pairs.group) in levels
    )
    return DoseStudy(evaluation=evaluation, told=told, equity=fair, left_out=left_out)


@dataclass(frozen=True, kw_only=True, eq=False)
class _Cell:
    """One group in one area: everybody who answered both rounds, and of whom hours count (``inside``)."""

    everybody: DosePairs
    """Schools as places among all schools; hours NaN where they do not count."""

    @cached_property
    def inside(self) -> np.ndarray:
        return np.isfinite(self.everybody.hours)

    @cached_property
    def pairs(self) -> DosePairs:
        """Those whose hours count."""
        names = ("before", "after", "hours", "school")
        return replace(self.everybody, **{name: getattr(self.everybody, name)[self.inside] for name in names})


def _of_group(sample: Sample, hours: SetBeside) -> Iterator[_Cell]:
    places = sample.view.places(sample.before)
    names = np.array(sample.view.all_schools, object)[places]
    if hours.per == "teacher":
        own = [
            hours.by_person.get((school, person), 0.0) if school in hours.by_school else np.nan
            for school, person in zip(names.tolist(), sample.before.person.tolist(), strict=True)
        ]
    else:
        own = [hours.by_school.get(school, np.nan) for school in names.tolist()]
    known = np.array(own, float)
    if hours.per == "teacher" and not (known > 0).any():
        return  # nobody of this group came to a session: hours are not theirs
    for cell in measured_of(sample, items=False):
        yield _cell(cell, sample, places, known)


def _cell(cell: Measured, sample: Sample, places: np.ndarray, known: np.ndarray) -> _Cell:
    links = sample.links
    both = np.isfinite(cell.before[links.before_rows]) & np.isfinite(cell.after[links.after_rows])
    one, two = links.before_rows[both], links.after_rows[both]
    return _Cell(
        everybody=DosePairs(
            area=cell.area, group=sample.group, before=cell.before[one], after=cell.after[two], hours=known[one],
            school=places[one],
        )
    )  # fmt: skip


def _told(cell: _Cell, relation: DoseRelation, view: Scope) -> Told:
    many, thirds = len(view.all_schools), max(len(relation.thirds), 1)
    part = np.full(len(cell.everybody), thirds, np.int64)
    part[cell.inside] = parts(cell.pairs, relation) if relation.thirds else 0
    cells = np.zeros((many, thirds + 1, 3), np.int64)
    np.add.at(cells, (cell.everybody.school, part, starts(cell.everybody.before)), 1)
    spread = np.zeros(many, np.int64)
    for school in np.unique(cell.pairs.school):
        _, counts = np.unique(cell.pairs.hours[cell.pairs.school == school], return_counts=True)
        spread[school] = counts.sum() - counts.max()
    own = part[cell.inside]
    means = tuple(float(cell.pairs.hours[own == third].mean()) for third in range(len(relation.thirds)))
    return Told(relation=relation, cells=cells, spread=spread, hours=means)


def _line(told: Told, schools: Sequence[str], hours: SetBeside) -> Line:
    """The sets of schools a relation tells apart: by schools' hours each third, else the mentored; and all others."""
    counted = told.cells.sum(axis=2)
    thirds = counted[:, :-1] > 0
    if hours.per == "teacher" or not told.relation.thirds:
        thirds = thirds.any(axis=1, keepdims=True)
    sets = [
        tuple(school for school, here in zip(schools, inside, strict=True) if here)
        for inside in (*thirds.T, ~thirds.any(axis=1))
    ]
    return Line(
        block="groups", contrast="dose", about="pairs", area=told.relation.area, group=told.relation.group,
        found=told.relation.slope, n_pairs=told.relation.slope.n, inside=tuple(each for each in sets if each),
    )  # fmt: skip
