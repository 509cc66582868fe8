"""Regressions with standard errors that know schools."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.reference.case import Case
from tests.reference.r_data import Model
from tests.reference.r_language import calls
from toolbox.statistics import cr2
from toolbox.statistics.cluster_robust import fit


def _cluster_robust(case: Case) -> dict[str, Any]:
    model, school = _clustered_model(case)
    at = _target(case, model)
    found = {kind: cr2(model.y, model.x, school, contrast=at, kind=kind, least_df=0)
             for kind in ("CR0", "CR1", "CR1S", "CR2", "CR3")}  # fmt: skip
    fitted = fit(model.y, model.x, school)
    spread = fitted.residual_sum / (fitted.n - model.x.shape[1])
    plain = np.sqrt(spread * (fitted.root @ fitted.root.T)[at, at])
    low, high = found["CR2"].ci_low, found["CR2"].ci_high
    return {
        "b": found["CR2"].estimate, "se_ols": plain, **{f"se_{kind}": each.se for kind, each in found.items()},
        "df_CR2": found["CR2"].df, "p_CR2": found["CR2"].p, "ci_lo": low, "ci_hi": high, "ci_lo_CR2": low,
        "ci_hi_CR2": high, "t_CR2": found["CR2"].estimate / found["CR2"].se, "G": found["CR2"].n_schools,
        "n": found["CR2"].n,
    }  # fmt: skip


def _clustered_model(case: Case) -> tuple[Model, np.ndarray]:
    """The first model a cluster-robust call names, and the cluster of each of its rows."""
    for call in (*calls(case.statements, "vcovCR"), *calls(case.statements, "coef_test")):
        named = dict(call[2])
        if "cluster" in named:
            model = case.workspace.value(call[2][0][1])
            school = np.asarray(case.workspace.value(named["cluster"]))
            return model, school[model.complete] if len(school) == len(model.complete) else school
    raise LookupError("the command names no cluster")


def _target(case: Case, model: Model) -> int:
    """The coefficient asked for: ``k``, or the one whose name stands in the expression of ``b``."""
    if isinstance(case.workspace.values.get("k"), str):
        return model.names.index(case.workspace.values["k"])
    asked = case.answer("b")
    if asked[0] in ("index", "item") and asked[2][0][1][0] == "string":
        return model.names.index(asked[2][0][1][1])
    if asked[0] in ("index", "item") and asked[2][0][1][0] == "number":
        return int(asked[2][0][1][1]) - 1
    assert len(model.names) == 1, f"which of {model.names}?"
    return 0


METHODS = {
    "cluster_robust_CR2": _cluster_robust,
}
