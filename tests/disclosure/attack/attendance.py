"""Several spans of time read together: how many may have come when, given all that was told of a school.

Persons of a school are told apart by which of its sessions they came to; how many there are of each kind is the unknown. What
is told - reached and hours, of every span of time, each as near as it is told - leaves a range for any number somebody may
want to know: who came in one span and not in another, who missed a session, how many came to one. The same for who left.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, product

import numpy as np
from scipy.optimize import LinearConstraint, milp

from tests.disclosure.attack.hubs import DAYS
from tests.disclosure.attack.mentored import Mentored
from tests.disclosure.attack.mentoring import SPANS, Told, given_told, stays_told
from toolbox.disclosure import given as gate
from toolbox.model import MentoringSession

FEW = 4
Span = tuple[date | None, date | None]


@dataclass(frozen=True)
class Interval:
    """A sum over kinds of persons, and between what bounds it lies."""

    of: np.ndarray
    low: float
    high: float


def few_known(told: Sequence[Interval], wanted: Mapping[str, np.ndarray], most: int) -> list[str]:
    """What must be one to four persons, though nothing says so."""
    if not told:
        return []
    rows = np.array([each.of for each in told])
    # Programs of this size take a moment each, so first without whole numbers: their range is wider.
    limits = LinearConstraint(
        rows, [each.low - 1e-7 for each in told], [each.high + 1e-7 for each in told]
    )  # fmt: skip

    def least(weights: np.ndarray, whole: bool) -> float:
        found = milp(
            weights, integrality=np.full(rows.shape[1], int(whole)), bounds=(0, most), constraints=limits,
            options={"time_limit": 5.0},
        )  # fmt: skip
        assert found.x is not None, f"What was told does not add up: {found.message}"
        return float(found.mip_dual_bound if whole and found.status else found.fun)

    found = []
    for name, weights in wanted.items():
        low, high = least(weights, False), -least(-weights, False)
        if low > FEW + 1e-6 or high < 1 - 1e-6:
            continue
        if low < 1e-6 or high > FEW + 1 - 1e-6:
            low, high = least(weights, True), -least(-weights, True)
        if low > 1 - 1e-6 and high < FEW + 1e-6:
            found.append(f"{name}: {low:.0f} to {high:.0f}")
    return found


# ── who came ──


def attendance_known(kept: Mentored, *, off: int = 2) -> list[str]:
    """What follows of a few in any school; ``off``: by how much a number told of persons may be off."""
    everything = [given_told(kept, span) for span in SPANS]
    found = []
    for school in kept.staff:
        held = [each for each in kept.sessions if each.receiver == school and each.delivered and each.persons]
        if 0 < len(held) <= 6:
            found += [f"{school} {each}" for each in _of_school(school, held, everything, off)]
    return found


def _of_school(school: str, held: list[MentoringSession], everything: Sequence[Told], off: int) -> list[str]:
    kinds = np.array(list(product((0, 1), repeat=len(held))))
    length = np.array([each.hours for each in held])
    told, came = [], {}
    for each in everything:
        inside = np.array([_in(one.on, each.span) for one in held])
        came[each.span] = (kinds[:, inside].sum(axis=1) > 0).astype(float)
        for row in each.rows:
            if row.school == school:
                told += _told(row, came[each.span], kinds[:, inside] @ length[inside], length[inside], off)
    if not told:
        return []
    whole = next(row.teachers for each in everything for row in each.rows if row.school == school)
    told.append(Interval(np.ones(len(kinds)), whole, whole))
    return few_known(told, dict(_wanted(came, kinds)), whole)


def _told(row, came: np.ndarray, hours: np.ndarray, lengths: np.ndarray, off: int) -> Iterator[Interval]:
    if row.reached is not None:
        exact = row.reached in (0, row.teachers)
        low, high = (row.reached - off, row.reached + off) if not exact else (row.reached, row.reached)
        if row.left or row.reached != row.reached_least or not off:
            # Those taken off came as well.
            yield Interval(came, low, high + row.left + off)
        else:
            # Whoever knows the rule knows that there are five at least who came, and five who did not.
            yield Interval(came, low if exact else max(low, 5), high if exact else min(high, row.teachers - 5))
    if row.per_teacher:
        least = 5 * lengths.max(initial=0.0) / row.teachers
        step = next(each for each in gate.STEPS_OF_HOURS if each >= least) if off else 0.0
        below = 0.0 if abs(row.per_teacher - step) < 1e-9 else row.per_teacher - step / 2
        yield Interval(hours, below * row.teachers, (row.per_teacher + step / 2) * row.teachers)
        yield Interval(came, 5, row.teachers)


def _in(on: date, span: Span) -> bool:
    return (span[0] is None or on >= span[0]) and (span[1] is None or on <= span[1])


def _wanted(came: Mapping[Span, np.ndarray], kinds: np.ndarray) -> Iterator[tuple[str, np.ndarray]]:
    for span, one in came.items():
        yield f"came {span}", one
        yield f"did not come {span}", 1 - one
    for (first, one), (second, other) in combinations(came.items(), 2):
        yield f"came {first}, not {second}", one * (1 - other)
        yield f"came {second}, not {first}", other * (1 - one)
    for place in range(kinds.shape[1]):
        yield f"came to session {place}", kinds[:, place].astype(float)
        yield f"was not at session {place}", 1.0 - kinds[:, place]
    if kinds.shape[1] > 1:
        yield "missed a session", (kinds.sum(axis=1) < kinds.shape[1]).astype(float)
        yield "came more than once", (kinds.sum(axis=1) > 1).astype(float)


# ── who left ──


def leaving_known(kept: Mentored, *, off: int = 2) -> list[str]:
    """What follows of a few who left, in a wave or in all: persons are told apart by when they came and left."""
    edges = [*DAYS, None]
    kinds = [
        (wave, since, until) for wave in ("1", "2") for since in range(4) for until in range(4)
    ]  # since: first round at which they were there; until: first round at which they were gone (3: still there)

    def on(kind, place: int) -> bool:
        return kind[1] <= place < kind[2]

    def overlap(kind, first: int, last: int) -> bool:
        return kind[1] <= last and kind[2] > first

    def row(holds) -> np.ndarray:
        return np.array([float(holds(kind)) for kind in kinds])

    told, wanted = [], {}
    for span in SPANS[:3]:
        first, last = edges.index(span[0]), edges.index(span[1])
        for wave in ("", "1", "2"):
            here = row(lambda kind, f=first, t=last, w=wave: w in ("", kind[0]) and overlap(kind, f, t))
            still = here * row(lambda kind, t=last: on(kind, t))
            wanted[f"left {span} of {wave}"] = here - still
            for each in stays_told(kept, span):
                if each.what == "teachers" and each.wave == wave and each.stayed is not None:
                    told.append(Interval(here, each.stayed.whole - off, each.stayed.whole + off))
                    told.append(Interval(still, each.stayed.part - off, each.stayed.part + off))
                    if each.stayed.part == each.stayed.whole:
                        told.append(Interval(here - still, 0, 0))
                    else:
                        told.append(Interval(here - still, 5, 10**4))
    return few_known(told, wanted, 10**4)
