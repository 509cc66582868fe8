"""What is planted in the sample hub, and what it comes to on the scale people answer on.

Each person has a standing on an unbounded scale; an answer is that standing rounded to 1..5. Rounding bends a change, so
the shift on the unbounded scale is solved for: the *expected* change of the area score on 1..5 is exactly the planted one.
All random parts are normal, so the expectation is a sum of normal probabilities and needs no simulation:
E[answer] = 1 + sum over k = 1..4 of P(standing > k + 0.5).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import erf, sqrt
from statistics import NormalDist

import numpy as np

from .questions import AREAS, CODES, PUPIL_CODES, REWORDED

# ── the spread of standings (standard deviations, in points) ────────────────────────────────────
SCHOOL, SCHOOL_AREA = 0.20, 0.15
PERSON, PERSON_AREA, PERSON_ITEM = 0.45, 0.30, 0.30
MOOD = 0.55
"""What differs between two answers of the same person to the same statement."""
SCHOOL_CHANGE, PERSON_CHANGE = 0.06, 0.22
"""How much schools and persons differ in their change of an area."""

#: Where each group stands in autumn, by area (before rounding).
START = {
    "leaders": dict(zip(AREAS, (3.7, 3.4, 3.5, 3.5, 3.7, 3.5, 3.3, 3.5), strict=True)),
    "teachers": dict(zip(AREAS, (3.2, 3.0, 3.2, 3.0, 3.5, 3.2, 3.1, 3.3), strict=True)),
    "pupils": dict(zip(AREAS, (3.0, 3.0, 2.9, 3.0, 3.3, 3.0, 2.9, 3.4), strict=True)),
}

#: Planted expected change of the area score (spring minus autumn, points on 1..5), by part and group, areas A to H.
PLANTED = {
    ("mentored", "leaders"): (0.30, 0.20, 0.05, 0.30, 0.10, 0.20, 0.05, 0.10),
    ("mentored", "teachers"): (0.10, 0.20, 0.05, 0.45, 0.15, 0.30, -0.20, 0.10),
    ("mentored", "pupils"): (0.0, 0.0, 0.0, 0.0, 0.05, 0.15, 0.0, 0.05),
    ("not_yet", "leaders"): (0.05, 0.05, 0.0, 0.05, 0.05, 0.05, 0.0, 0.05),
    ("not_yet", "teachers"): (0.05, 0.05, 0.0, 0.05, 0.05, 0.05, 0.05, 0.05),
    ("not_yet", "pupils"): (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
    ("mentor", "leaders"): (0.05, 0.10, 0.0, 0.10, 0.05, 0.05, 0.05, 0.05),
    ("mentor", "teachers"): (0.05, 0.10, 0.0, 0.10, 0.05, 0.05, 0.05, 0.05),
    ("mentor", "pupils"): (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
}

#: Areas in which mentored teachers gain more the more hours they had (points before rounding, per hour): who had none stays
#: about where they were. In D it is large enough to be found although eight areas are looked at.
PER_HOUR = {"D": 0.07, "F": 0.05}
#: Area in which those mentored teachers who rated themselves high come down (points per standard deviation above average).
RECALIBRATED, COMES_DOWN = "G", 0.45
#: The reworded statement reads harder: everybody answers lower, which is no change of the school.
REWORDED_SHIFT = -0.6
#: How much easier or harder a statement is than its area, taking turns so that it is the same in every run.
EASE = {code: (0.25, -0.2, 0.05, -0.1, 0.15, -0.15)[place % 6] for place, code in enumerate(CODES)}

_GRID = np.array([NormalDist().inv_cdf((step + 0.5) / 200) for step in range(200)])
_erf = np.vectorize(erf, otypes=[float])


@dataclass(frozen=True, kw_only=True)
class Shift:
    """How one group of one part moves in one area, before rounding and as expected on 1..5."""

    base: float
    per_hour: float
    comes_down: float
    mean_hours: float
    before: float
    change: float

    def of(self, hours: np.ndarray, high: np.ndarray) -> np.ndarray:
        """The shift of persons with these hours and this standing (in standard deviations above average)."""
        return self.base + self.per_hour * (hours - self.mean_hours) - self.comes_down * np.maximum(high, 0.0)


def asked(group: str, area: str) -> tuple[str, ...]:
    """The codes a group answers in an area; the reworded statement is not among those compared."""
    codes = PUPIL_CODES if group == "pupils" else CODES
    return tuple(code for code in codes if code[0] == area and code != REWORDED)


def expected_answer(mean: np.ndarray, spread: float) -> np.ndarray:
    """The expected rounded answer (1..5) where standings are normal around ``mean``.

    Example:
        >>> float(expected_answer(np.array([3.0]), 1.0)[0])
        3.0
    """
    cuts = np.array([1.5, 2.5, 3.5, 4.5])
    above = 0.5 * (1 + _erf((np.asarray(mean, float)[..., None] - cuts) / (spread * sqrt(2))))
    return 1 + above.sum(axis=-1)


def slope(shift: Shift, group: str, area: str, hours: np.ndarray) -> float:
    """Points on 1..5 an hour brings: the line through the expected changes of persons with these hours."""
    spread = sqrt(SCHOOL**2 + SCHOOL_AREA**2 + PERSON**2 + PERSON_AREA**2 + PERSON_ITEM**2 + MOOD**2)
    later = sqrt(spread**2 + SCHOOL_CHANGE**2 + PERSON_CHANGE**2)
    level = START[group][area] + np.array([EASE[code] for code in asked(group, area)])[:, None]
    moved = expected_answer(level + shift.of(hours, np.zeros(1))[None, :], later) - expected_answer(level, spread)
    return float(np.polyfit(hours, moved.mean(axis=0), 1)[0])


def solve(part: str, group: str, area: str, hours: np.ndarray) -> Shift | None:
    """Find the shift whose expected change on 1..5 is the planted one; None where the group is not asked."""
    codes = asked(group, area)
    if not codes:
        return None
    planted = PLANTED[part, group][AREAS.index(area)]
    doses = part == "mentored" and group == "teachers"
    per_hour = PER_HOUR.get(area, 0.0) if doses else 0.0
    comes_down = COMES_DOWN if doses and area == RECALIBRATED else 0.0
    person = sqrt(PERSON**2 + PERSON_AREA**2)
    rest = SCHOOL**2 + SCHOOL_AREA**2 + PERSON_ITEM**2 + MOOD**2
    later = SCHOOL_CHANGE**2 + PERSON_CHANGE**2
    high, dose = (_GRID, np.zeros(1)) if comes_down else (np.zeros(1), hours if per_hour else np.zeros(1))
    # Where the shift depends on the person's own standing, that part is summed over the grid instead of the spread.
    kept = 0.0 if comes_down else person**2
    ease = np.array([EASE[code] for code in codes])
    level = START[group][area] + ease[:, None] + (person * high if comes_down else np.zeros(1))[None, :]
    before = float(expected_answer(level, sqrt(rest + kept)).mean())

    def change(base: float) -> tuple[Shift, float]:
        shift = Shift(
            base=base,
            per_hour=per_hour,
            comes_down=comes_down,
            mean_hours=float(dose.mean()),
            before=before,
            change=planted,
        )
        moved = level + shift.of(dose, high)[None, :]
        return shift, float(expected_answer(moved, sqrt(rest + kept + later)).mean()) - before

    low, top = -3.0, 3.0
    for _ in range(40):
        middle = (low + top) / 2
        low, top = (middle, top) if change(middle)[1] < planted else (low, middle)
    return change(round((low + top) / 2, 6))[0]
