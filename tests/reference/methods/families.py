"""p-values adjusted together."""

from __future__ import annotations

from typing import Any

from tests.reference.case import Case
from toolbox.statistics import adjusted


def _multiplicity(case: Case) -> dict[str, Any]:
    raw = [float(p) for p in case.workspace.get("p")]
    return {method: adjusted(raw, method) for method in ("none", "bonferroni", "holm", "hochberg", "BH", "BY")}


METHODS = {
    "multiplicity": _multiplicity,
}
