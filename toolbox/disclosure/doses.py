"""The gate for what was given and what moved beside it (rule 34).

A relation of change with hours is told of all schools together only. Thirds by persons' own hours cut through schools, so
they are one more sum beside every school's own page and beside the thirds by starting level: whoever is left once all that
can be subtracted is subtracted must be nobody, or enough, and never one hidden school. The line is made of more than
schools' means where persons of a school have different hours; where they have not, it is as many equations about hidden
schools as it has numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from toolbox.disclosure import rules
from toolbox.disclosure.behind import Ground, ground_of, why_hidden
from toolbox.disclosure.by_school import SEVERAL, as_told, short
from toolbox.disclosure.pairs import pairs_told
from toolbox.disclosure.pairs_behind import pairs_hidden
from toolbox.disclosure.released import ReleasedStart
from toolbox.disclosure.released.gate_only import FromGate, gate
from toolbox.disclosure.sides import NOTHING
from toolbox.mentoring.study import DoseStudy, Told
from toolbox.model import Change, Equity, Estimate, Fraction, Framework, Policy, ToolboxError, Viewer

#: Numbers a line tells: its slope and its standard error, and where it stands.
OF_A_LINE = 3


@dataclass(frozen=True, kw_only=True)
class ReleasedDoseThird(FromGate):
    """A third by hours. Its ends are where it is cut: the most hours anybody got are somebody's."""

    above: float | None
    up_to: float | None
    hours: float
    """On average."""
    n: int
    change: float


@dataclass(frozen=True, kw_only=True)
class ReleasedRelation(FromGate):
    """Change beside hours in one area of one group."""

    area: str
    group: str
    per: str
    verdict: str
    """ "rose_more", "rose_less", "no_clear_relation", "refused"; "" where it is hidden."""
    n: int | None = None
    n_schools: int | None = None
    slope: Estimate = Estimate()
    bends: bool = False
    """A straight line does not describe it."""
    thirds: tuple[ReleasedDoseThird, ...] = ()
    band: tuple[tuple[float, float, float, float], ...] = ()
    starts: str = ""
    """ "lower", "higher": where those with more hours began; "" where neither is clear."""
    hidden: str = ""
    """Why nothing is told; ``line_hidden``: why no line, though thirds are."""
    line_hidden: str = ""


@dataclass(frozen=True, kw_only=True)
class ReleasedEquity(FromGate):
    """One area: the gap between those who began lowest and highest, and who of them was reached."""

    area: str
    group: str
    lowest: Estimate = Estimate()
    highest: Estimate = Estimate()
    closing: Estimate = Estimate()
    expected: float | None = None
    reached: tuple[Fraction, ...] = ()
    """Who came to the nearest five, for a session more must not tell where one person began; () where a number is too small."""
    hidden: str = ""


@dataclass(frozen=True, kw_only=True)
class ReleasedDose(FromGate):
    """What may be seen of a study of change beside hours."""

    framework: Framework
    rounds: tuple[str, str]
    relations: tuple[ReleasedRelation, ...]
    equity: tuple[ReleasedEquity, ...]
    left_out: tuple[str, ...] = ()
    policy: Policy = Policy()


def release_doses(study: DoseStudy, policy: Policy, viewer: Viewer) -> ReleasedDose:
    """A study as this viewer may see it: of all its schools together.

    Raises:
        ToolboxError: ``not_public``, ``not_your_school``.
    """
    if policy.audience == "public":
        raise ToolboxError(
            "not_public",
            "Change beside hours of mentoring is worked out for the hub: it holds numbers of persons and of schools. For "
            "the public, take the School or the Change page's public version.",
        )
    evaluation = study.evaluation
    view = rules.view_of(evaluation.schools, evaluation.of_schools, viewer)
    # Raised minimums hide what the default ones hide, as everywhere.
    grounds = [ground_of(evaluation, each, viewer, view) for each in dict.fromkeys((policy, Policy()))]
    with gate():
        return ReleasedDose(
            framework=evaluation.framework,
            rounds=(evaluation.rounds[0][0], evaluation.rounds[-1][0]),
            relations=tuple(
                _relation(each, line, grounds) for each, line in zip(study.told, evaluation.lines, strict=True)
            ),
            equity=_equity(study, grounds),
            left_out=study.left_out,
            policy=policy,
        )


# ── change beside hours ──


def _relation(told: Told, line, grounds: Sequence[Ground]) -> ReleasedRelation:
    found = told.relation
    known = {"area": found.area, "group": found.group, "per": found.per}
    if found.slope.refused and not found.thirds:
        why = Estimate(refused=found.slope.refused)
        return ReleasedRelation(**known, verdict="refused", slope=why)
    row = grounds[0].paired[found.area, found.group, ""]
    thirds = next((why for each in grounds if (why := _why_no_thirds(told, line, row, each))), "")
    if thirds:
        return ReleasedRelation(**known, verdict="", hidden=thirds)
    line_hidden = next((why for each in grounds if (why := _why_no_line(told, line, row, each))), "")
    sizes = {"n": found.slope.n, "n_schools": found.slope.n_schools}
    with_thirds = {"thirds": _thirds(told)}
    if line_hidden:
        return ReleasedRelation(**known, **sizes, **with_thirds, verdict="", line_hidden=line_hidden)
    return ReleasedRelation(
        **known,
        **sizes,
        **with_thirds,
        verdict=found.verdict,
        slope=_in_few_digits(found.slope),
        bends=found.bend.p is not None and found.bend.p < 0.05,
        band=tuple(tuple(round(value, 2) for value in each) for each in found.band),
        starts={"up": "higher", "down": "lower"}.get(rules.direction(found.starts_lower), ""),
    )


def _in_few_digits(found: Estimate) -> Estimate:
    return replace(as_told(found, "few_digits"), estimate=short(found.estimate, 2))


def _thirds(told: Told) -> tuple[ReleasedDoseThird, ...]:
    """To one decimal: a session that is corrected may move one person to another third."""
    found = told.relation.thirds
    cuts = [None, *(each.high for each in found[:-1]), None]
    return tuple(
        ReleasedDoseThird(
            above=low, up_to=high, hours=round(hours, 1), n=each.change.n, change=round(each.change.estimate, 1)
        )
        for each, low, high, hours in zip(found, cuts[:-1], cuts[1:], told.hours, strict=True)
    )


def _why_no_thirds(told: Told, line, row: Change, ground: Ground) -> str:
    """Rule 14 for the sets of schools, enough persons in each third, and nobody left over by subtraction."""
    reason = why_hidden(replace(line, about="changes"), ground)
    if reason:
        return reason
    if any(each.change.n < ground.least for each in told.relation.thirds):
        return "few"
    shown = ~_hidden(row, ground)
    levels = (shown, ~_hidden(row, ground, ground.policy.min_n))
    return "" if all(nobody_left(told.cells, each, ground.policy.min_n) for each in levels) else "complement"


def _why_no_line(told: Told, line, row: Change, ground: Ground) -> str:
    """A line rests on each round's values, and on more than hidden schools' means, or on enough of those."""
    reason = why_hidden(line, ground)
    if reason:
        return reason
    away = _hidden(row, ground)
    thirds = told.cells[:, :-1].sum(axis=2)
    hidden = away & (thirds.sum(axis=1) > 0)
    if not hidden.any() or told.spread[~away].sum() >= ground.least:
        return ""
    equations = int((thirds[hidden].sum(axis=0) > 0).sum())
    return "" if int(hidden.sum()) >= max(SEVERAL, equations + OF_A_LINE) else "protects_school"


def _hidden(row: Change, ground: Ground, least: int | None = None) -> np.ndarray:
    """Of every school whether its own Change page hides how its pairs changed on average."""
    least = least or ground.least
    asked = ("hidden_pairs", row.area, row.group, least)
    if asked not in ground.known:
        sides = ground.sides.get((row.area, row.group), NOTHING)
        ground.known[asked] = pairs_hidden(row, least, ground.policy, sides)
    return ground.known[asked]


def nobody_left(cells: np.ndarray, shown: np.ndarray, least: int) -> bool:
    """Whether thirds by hours can be told beside schools' own pages and thirds by starting level.

    ``cells``: persons by school, third of hours (last: those whose hours do not count) and third at the start; ``shown``:
    schools whose own page tells their change. Somebody may take any sum of what is told: a person in a third of hours with
    a, at the start with c, is left with a + c, and a school that is shown is taken from that with what most of its persons
    are left with. The others are left over: nobody, or ``least``; and of hidden schools none, or two, or ``least`` others.

    Example:
        >>> cells = np.zeros((3, 3, 3), int)
        >>> cells[0, 0, 1], cells[1, 0, 1], cells[1, 1, 1], cells[2, 1, 1] = 12, 3, 20, 15
        >>> nobody_left(cells, np.array([True, True, True]), 5)  # the low third less the first school is three persons
        False
        >>> cells[1, 0, 1] = 6
        >>> nobody_left(cells, np.array([True, True, True]), 5)
        True
        >>> nobody_left(cells, np.array([True, False, True]), 5)  # … and a hidden school by itself
        False
    """
    weights = np.array(list(product((-1, 0, 1), repeat=cells.shape[1] - 1)))
    hours = np.concatenate([weights[weights.any(axis=1)], np.zeros((len(weights) - 1, 1), int)], axis=1)
    starts = np.array(list(product((-1, 0, 1), repeat=3)))
    left_with = (hours[:, None, :, None] + starts[None, :, None, :]).reshape(-1, cells.shape[1] * 3)
    flat = cells.reshape(len(cells), -1)
    persons = flat.sum(axis=1)
    alike = np.stack([(left_with == value).astype(np.int64) @ flat.T for value in (-2, -1, 0, 1, 2)])
    left = np.where(shown, persons - alike.max(axis=0), persons - alike[2])
    of_shown, of_hidden = left[:, shown].sum(axis=1), left[:, ~shown].sum(axis=1)
    schools = (left[:, ~shown] > 0).sum(axis=1)
    everybody = of_shown + of_hidden
    covered = (schools != 1) | (of_shown >= least)
    return bool(((everybody == 0) | ((everybody >= least) & covered)).all())


# ── those who began low ──


def _equity(study: DoseStudy, grounds: Sequence[Ground]) -> tuple[ReleasedEquity, ...]:
    made = []
    for found in study.equity:
        seen = [each.starting.get((found.area, found.group)) for each in grounds]
        made.append(_fair(found, seen, grounds))
    return tuple(made)


def _fair(found: Equity, several: Sequence[ReleasedStart | None], grounds: Sequence[Ground]) -> ReleasedEquity:
    """Rule 16, and rule 8 for those reached and those not: who came is known, so where somebody began would follow."""
    known = {"area": found.area, "group": found.group}
    for seen in several:
        if seen is None or seen.hidden:
            return ReleasedEquity(**known, hidden=seen.hidden if seen is not None else "protects_few")
    policy, seen = grounds[0].policy, several[0]
    row = grounds[0].paired[found.area, found.group, ""]
    sides = grounds[0].sides.get((found.area, found.group), NOTHING)
    how = pairs_told(row, grounds[0].least, policy, sides)
    counts = [part for each in found.reached for part in (each.part, each.whole - each.part)]
    small = not all(rules.none_or_enough(count, each.policy) for count in counts for each in grounds)
    closing = as_told(found.closing, how)
    return ReleasedEquity(
        **known,
        lowest=seen.thirds[0].observed,
        highest=seen.thirds[-1].observed,
        closing=replace(closing, estimate=closing.estimate if how == "whole" else short(closing.estimate)),
        expected=found.expected,
        reached=() if small else tuple(_to_five(each) for each in found.reached),
    )


def _to_five(found: Fraction) -> Fraction:
    return Fraction(part=min(5 * round(found.part / 5), found.whole), whole=found.whole)
