"""The rounds as every block reads them: who is who, which items count, which schools are in which arm."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np

from toolbox.comparison import compare
from toolbox.comparison.cells import Sample, measured_of
from toolbox.comparison.rounds import Scope, of_group, scope
from toolbox.evaluation.arms import Arms, arms_of
from toolbox.evaluation.checks import checked
from toolbox.linking import Links, in_plain_order, link
from toolbox.model import Answers, Change, Comparison, Estimate, EvaluationRound, Framework, Plan
from toolbox.statistics import independent_change, independent_effect, paired_change, paired_effect

Found = TypeVar("Found")

#: What the pages' intervals hold; a plan may ask for another confidence.
PAGES_CONFIDENCE = 0.95


@dataclass(frozen=True, kw_only=True, eq=False)
class Pairs:
    """One group in one area (or item): who answered the first and the last round validly, person by person."""

    area: str
    item: str
    group: str
    scale: tuple[float, float]
    before: np.ndarray
    after: np.ndarray
    """Of those who answered both times, in the same order."""
    school: np.ndarray
    """Of each of them, as a place in ``Study.schools``."""
    left: np.ndarray
    """Values before of those who answered before only, and (``left_school``) their schools."""
    left_school: np.ndarray
    joined: np.ndarray
    joined_school: np.ndarray
    change: Change
    """As the Change page has it: the same persons, and (``two_samples``) two groups of persons."""
    two_samples: Change

    @property
    def moved(self) -> np.ndarray:
        """After − before."""
        return self.after - self.before

    def of(self, schools: np.ndarray) -> np.ndarray:
        """Which pairs belong to these schools (bool for each of ``Study.schools``)."""
        return schools[self.school]


@dataclass(frozen=True, kw_only=True, eq=False)
class Study:
    """What is evaluated. ``schools`` are those of all rounds, in alphabetical order; arms and codes refer to them."""

    plan: Plan
    framework: Framework
    rounds: tuple[EvaluationRound, ...]
    schools: tuple[str, ...]
    groups: tuple[str, ...]
    areas: tuple[str, ...]
    arms: Arms
    comparison: Comparison | None = None
    pairs: tuple[Pairs, ...] = ()
    """Every area of every group, then every item; none with one round."""
    then: EvaluationRound | None = None
    _known: dict[tuple, object] = field(default_factory=dict, repr=False)
    """What several blocks ask for, computed once."""

    @property
    def first(self) -> EvaluationRound:
        return self.rounds[0]

    @property
    def last(self) -> EvaluationRound:
        return self.rounds[-1]

    @property
    def institutional(self) -> bool:
        """Whether an answer is a school's agreed rating, not a person's."""
        return self.framework.kind == "rubric"

    @property
    def of_areas(self) -> tuple[Pairs, ...]:
        return tuple(pairs for pairs in self.pairs if not pairs.item)

    @property
    def of_items(self) -> tuple[Pairs, ...]:
        return tuple(pairs for pairs in self.pairs if pairs.item)

    def links(self, first: EvaluationRound, second: EvaluationRound, group: str) -> Links:
        """Who of a group is who in two rounds; found once."""
        return self.once(
            ("links", first.name, second.name, group),
            lambda: link(of_group(first.answers, group), of_group(second.answers, group), by_school=self.institutional),
        )

    def once(self, key: tuple, make: Callable[[], Found]) -> Found:
        """The same answer to the same question of several blocks, computed once."""
        if key not in self._known:
            self._known[key] = make()
        return self._known[key]

    def places(self, answers: Answers) -> np.ndarray:
        """For each row its school's place in ``schools``."""
        place = {name: number for number, name in enumerate(self.schools)}
        return np.array([place[name] for name in answers.schools], np.int64)[np.asarray(answers.school, np.int64)]

    def by_school(self, school: np.ndarray) -> tuple[int, ...]:
        """How many of these rows in each school, as a crowd wants it."""
        return tuple(np.bincount(school, minlength=len(self.schools)).tolist())


def study_of(rounds: Sequence[EvaluationRound], framework: Framework, plan: Plan) -> Study:
    """Everything the blocks need, read once.

    Raises:
        ToolboxError: see :mod:`toolbox.evaluation.checks`, and the faults of :func:`toolbox.comparison.compare`.
    """
    chosen, then, groups, areas = checked(rounds, framework, plan)
    chosen, then = _in_plain_order(chosen, then)
    schools = tuple(sorted({school for each in chosen for school in present(each.answers)}))
    known = {
        "plan": plan, "framework": framework, "rounds": chosen, "schools": schools, "groups": groups, "areas": areas,
        "arms": arms_of(plan, schools, chosen), "then": then,
    }  # fmt: skip
    if len(chosen) == 1:
        return Study(**known)
    first, last = chosen[0], chosen[-1]
    comparison = compare(
        first.answers,
        last.answers,
        framework,
        before_name=first.name,
        after_name=last.name,
        before_on=first.collected_on,
        after_on=last.collected_on,
        invited_before=first.invited,
        invited_after=last.invited,
        sha256=(first.sha256, last.sha256),
    )
    view = scope(
        first.answers,
        last.answers,
        None,
        (first.name, last.name),
        (first.collected_on, last.collected_on),
        (first.sha256, last.sha256),
    )
    bare = Study(**known, comparison=comparison)
    found = [pairs for group in groups for pairs in _pairs(bare, view, group)]
    return Study(
        **known,
        comparison=comparison,
        pairs=tuple(sorted(found, key=lambda pairs: bool(pairs.item))),
        _known=bare._known,
    )


def _in_plain_order(
    chosen: Sequence[EvaluationRound], then: EvaluationRound | None
) -> tuple[tuple[EvaluationRound, ...], EvaluationRound | None]:
    """The rounds with rows in an order that neither codes nor files decide: repeated elsewhere, the same digits."""
    rounds = (*chosen, *([then] if then else []))
    plain = in_plain_order([each.answers for each in rounds])
    rounds = tuple(replace(each, answers=answers) for each, answers in zip(rounds, plain, strict=True))
    return rounds[: len(chosen)], rounds[-1] if then else None


def present(answers: Answers) -> list[str]:
    """The schools with at least one row."""
    there = np.bincount(np.asarray(answers.school, np.int64), minlength=len(answers.schools)) > 0
    return [name for name, some in zip(answers.schools, there, strict=True) if some]


def _pairs(study: Study, view: Scope, group: str) -> Iterator[Pairs]:
    first, last = (of_group(each.answers, group) for each in (study.first, study.last))
    links = study.links(study.first, study.last, group)
    places = study.places(first), study.places(last)
    rows = {(row.area, row.item): row for row in study.comparison.paired if row.group == group}
    others = {(row.area, row.item): row for row in study.comparison.independent if row.group == group}
    for cell in measured_of(Sample(first, last, links, view, study.framework, group)):
        if cell.area not in study.areas or (cell.area, cell.item) not in rows:
            continue
        valid = np.isfinite(cell.before), np.isfinite(cell.after)
        linked = valid[0][links.before_rows] & valid[1][links.after_rows]
        one, two = links.before_rows[linked], links.after_rows[linked]
        once = [each.copy() for each in valid]
        once[0][one] = False
        once[1][two] = False
        pair, everybody = rows[cell.area, cell.item], others[cell.area, cell.item]
        if study.plan.confidence != PAGES_CONFIDENCE:
            known = {"confidence": study.plan.confidence, "institutional": study.institutional}
            same = cell.before[one], cell.after[two]
            sides = cell.before[valid[0]], cell.after[valid[1]], places[0][valid[0]], places[1][valid[1]]
            pair = _as_sure(
                pair, paired_change(*same, places[0][one], **known),
                paired_effect(*same, places[0][one], scale=cell.scale, **known),
            )  # fmt: skip
            everybody = _as_sure(
                everybody, independent_change(*sides, **known), independent_effect(*sides, scale=cell.scale, **known)
            )
        yield Pairs(
            area=cell.area,
            item=cell.item,
            group=group,
            scale=cell.scale,
            before=cell.before[one],
            after=cell.after[two],
            school=places[0][one],
            left=cell.before[once[0]],
            left_school=places[0][once[0]],
            joined=cell.after[once[1]],
            joined_school=places[1][once[1]],
            change=pair,
            two_samples=everybody,
        )


def _as_sure(row: Change, change: Estimate, effect: Estimate) -> Change:
    """The Change page's row with the intervals of another confidence; what it does not show stays hidden."""

    def wider(shown: Estimate, found: Estimate) -> Estimate:
        return shown if shown.ci_low is None else replace(shown, ci_low=found.ci_low, ci_high=found.ci_high)

    return replace(row, change=wider(row.change, change), effect=wider(row.effect, effect))
