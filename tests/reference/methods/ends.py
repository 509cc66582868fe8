"""Answers at the ends of a scale."""

from __future__ import annotations

from typing import Any

from tests.reference.case import Case
from toolbox.statistics import ends


def _ceiling_floor(case: Case) -> dict[str, Any]:
    (values,) = case.numbers("x")
    low, high = (case.workspace.value(case.answer(name)[2][0][1][3]) for name in ("p_floor", "p_ceiling"))
    found = ends(values, low, high)
    return {
        "n": values.size, "p_floor": found.floor.estimate, "p_ceiling": found.ceiling.estimate,
        "floor_wilson": (found.floor.ci_low, found.floor.ci_high),
        "ceiling_wilson": (found.ceiling.ci_low, found.ceiling.ci_high),
    }  # fmt: skip


METHODS = {
    "ceiling_floor": _ceiling_floor,
}
