"""Which of our functions answers a reference case, method by method.

A function here takes a :class:`Case` and returns every number it can name. A method without a function, and a
number a function does not return, is not built yet, and the test says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from tests.reference.r_data import Model, Workspace
from tests.reference.r_language import Node, calls
from toolbox.statistics import adjusted, cr2, ends, independent_change, paired_change, student
from toolbox.statistics.cluster_robust import fit
from toolbox.statistics.effect_sizes import paired_effects
from toolbox.statistics.two_sample_effects import two_sample_effects


@dataclass(frozen=True)
class Case:
    """One case of the file: its R command, run as far as it prepares data."""

    raw: dict[str, Any]
    folder: Path

    @cached_property
    def _run(self) -> tuple[Workspace, list[Node]]:
        workspace = Workspace(self.folder)
        return workspace, workspace.run(self.raw["r_command"])

    @property
    def workspace(self) -> Workspace:
        return self._run[0]

    @property
    def statements(self) -> list[Node]:
        return self._run[1]

    def numbers(self, *names: str) -> tuple[np.ndarray, ...]:
        return tuple(np.asarray(self.workspace.get(name), float) for name in names)

    def answer(self, key: str) -> Node:
        """The syntax of one number in the command's last list(...)."""
        return next(node for name, node in self.statements[-1][2] if name == key)


def _paired_change(case: Case) -> dict[str, Any]:
    pre, post = case.numbers("pre", "post")
    found = paired_change(pre, post)
    return {
        "n": found.n, "mean_pre": pre.mean(), "sd_pre": pre.std(ddof=1), "mean_post": post.mean(),
        "sd_post": post.std(ddof=1), "mean_diff": found.estimate, "sd_diff": found.se * found.n**0.5,
        "r": paired_effects(pre, post).r, "se": found.se, "t": found.estimate / found.se, "df": found.df, "p": found.p,
        "ci_lo": found.ci_low, "ci_hi": found.ci_high,
    }  # fmt: skip


def _paired_effect_sizes(case: Case) -> dict[str, Any]:
    pre, post = case.numbers("pre", "post")
    found, change = paired_effects(pre, post), post - pre
    df = 2 * (found.n - 1) / (1 + found.r**2)
    small, better = student.small_sample_factor(found.n - 1), student.small_sample_factor(df)
    d_av = found.d_av
    reach = 1.959963984540054 * d_av.se
    return {
        "n": found.n, "mean_diff": change.mean(), "sd_diff": change.std(ddof=1), "r": found.r,
        "d_z": found.d_z.estimate, "d_z_lo": found.d_z.ci_low, "d_z_hi": found.d_z.ci_high,
        "g_z": found.g_z.estimate, "g_z_lo": found.g_z.ci_low, "g_z_hi": found.g_z.ci_high,
        "d_av": d_av.estimate, "d_av_lo_AK": d_av.ci_low, "d_av_hi_AK": d_av.ci_high,
        "d_av_lo_norm": d_av.estimate - reach, "d_av_hi_norm": d_av.estimate + reach,
        "g_av": found.g_av.estimate, "g_av_df_n1": small * d_av.estimate, "nu_av": df,
        "g_av_lo_AK": better * d_av.ci_low, "g_av_hi_AK": better * d_av.ci_high,
        "d_rm": found.d_rm, "g_rm": small * found.d_rm, "d_b": found.d_b, "g_b": found.g_b,
        "smcc": found.g_z.estimate, "smcc_var": found.g_z_variance,
        "smcrh": found.g_after, "smcrh_var": found.g_after_variance,
    }  # fmt: skip


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


def _multiplicity(case: Case) -> dict[str, Any]:
    raw = [float(p) for p in case.workspace.get("p")]
    return {method: adjusted(raw, method) for method in ("none", "bonferroni", "holm", "hochberg", "BH", "BY")}


def _two_groups(case: Case) -> dict[str, Any]:
    if "s" in case.workspace.values and "r" in case.workspace.values:
        return _two_groups_by_mask(case)
    x, y = case.numbers("x", "y")
    x, y = x[~np.isnan(x)], y[~np.isnan(y)]
    found, welch = two_sample_effects(y, x), independent_change(y, x)
    return {
        "n1": x.size, "n2": y.size, "mean1": x.mean(), "mean2": y.mean(), "sd1": x.std(ddof=1), "sd2": y.std(ddof=1),
        "cohens_d": found.d.estimate, "d_lo": found.d.ci_low, "d_hi": found.d.ci_high,
        "hedges_g": found.g_exact.estimate, "g_lo": found.g_exact.ci_low, "g_hi": found.g_exact.ci_high,
        "g_wwc": found.g.estimate, "se_wwc": found.g.se, "welch_t": welch.estimate / welch.se,
        "welch_df": welch.df, "welch_p": welch.p, "var_ratio": x.var(ddof=1) / y.var(ddof=1),
    }  # fmt: skip


def _two_groups_by_mask(case: Case) -> dict[str, Any]:
    """Baseline tables: ``g(column)`` compares the rows ``s`` with the rows ``r``; sizes are sums of the masks."""
    first, second = (np.asarray(case.workspace.get(name), bool) for name in ("s", "r"))
    found: dict[str, Any] = {}
    for name, node in case.statements[-1][2]:
        if node[0] == "call" and node[1] == ("name", "g"):
            values = np.asarray(case.workspace.value(node[2][0][1]), float)
            known = ~np.isnan(values)
            found[name] = two_sample_effects(values[second & known], values[first & known]).g.estimate
        elif node[0] == "call" and node[1] == ("name", "sum"):
            found[name] = case.workspace.value(node)
    return found


def _ceiling_floor(case: Case) -> dict[str, Any]:
    (values,) = case.numbers("x")
    low, high = (case.workspace.value(case.answer(name)[2][0][1][3]) for name in ("p_floor", "p_ceiling"))
    found = ends(values, low, high)
    return {
        "n": values.size, "p_floor": found.floor.estimate, "p_ceiling": found.ceiling.estimate,
        "floor_wilson": (found.floor.ci_low, found.floor.ci_high),
        "ceiling_wilson": (found.ceiling.ci_low, found.ceiling.ci_high),
    }  # fmt: skip


METHODS: dict[str, Callable[[Case], dict[str, Any]]] = {
    "paired_change": _paired_change,
    "paired_effect_sizes": _paired_effect_sizes,
    "cluster_robust_CR2": _cluster_robust,
    "multiplicity": _multiplicity,
    "baseline_equivalence_and_group_ES": _two_groups,
    "ceiling_floor": _ceiling_floor,
}
