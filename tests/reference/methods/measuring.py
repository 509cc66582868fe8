"""How well the items measure: reliability, agreement in schools, the same thing in every group, ordered answers.

The commands' last lines are read as they stand, over objects that hold our numbers (:mod:`tests.reference.r_measuring`).
"""

from __future__ import annotations

from typing import Any

from tests.reference.case import Case
from tests.reference.r_language import Node, calls
from tests.reference.r_measuring import EVERYBODY, Measuring
from toolbox.statistics import reliability


def _run(case: Case) -> tuple[Measuring, list[Node], dict[str, Any]]:
    workspace = Measuring(case.folder)
    statements = workspace.run(case.raw["r_command"])
    return workspace, statements, workspace.answers(statements)


def _as_it_stands(case: Case) -> dict[str, Any]:
    return _run(case)[2]


def _reliability(case: Case) -> dict[str, Any]:
    """What the command works out by hand is held against our own number of the same items."""
    workspace, statements, found = _run(case)
    items = workspace.value(next(calls(statements, "alpha"))[2][0][1]).dropna()
    ours = reliability(items.to_numpy(float), least=EVERYBODY)
    return found | {
        "n": ours.n, "k": ours.k, "omega_cfa_ml_unstd": ours.omega.estimate,
        "sem_total": ours.measurement_error.estimate, "guttman_lambda2": ours.lambda2.estimate,
        "alpha_ci_feldt": (ours.alpha.ci_low, ours.alpha.ci_high),
    }  # fmt: skip


METHODS = {
    "reliability": _reliability,
    "agreement_icc_rwg": _as_it_stands,
    "measurement_invariance": _as_it_stands,
    "ordinal_model": _as_it_stands,
    "ordinal_mixed_model": _as_it_stands,
}
