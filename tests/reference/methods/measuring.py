"""How well the items measure: reliability, agreement in schools, the same thing in every group, ordered answers."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd

from tests.reference.case import Case
from tests.reference.r_data import Workspace, _columns, _terms
from tests.reference.r_language import Node, calls
from toolbox.statistics import agreement, cumulative_logit, cumulative_logit_of_schools, invariance, r_wg, reliability
from toolbox.statistics.agreement import Within


def _values(estimates) -> list[float]:
    return [each.estimate for each in estimates]


def _reliability(case: Case) -> dict[str, Any]:
    """The items of the first call of psych's alpha."""
    call = next(calls(case.statements, "alpha"))
    items = case.workspace.value(call[2][0][1]).dropna()
    found = reliability(items.to_numpy(float), least=2)
    ends = found.alpha.ci_low, found.alpha.ci_high
    standardised = np.abs(found.loadings_standardised)
    # lavaan starts with the first item pointing up and stays there; ours point the way most items do.
    loadings = np.array(found.loadings)
    common = standardised.sum() ** 2
    return {
        "n": found.n, "k": found.k, "alpha_raw": found.alpha.estimate, "alpha_std": found.alpha_standardised.estimate,
        "alpha_ci_feldt": ends, "alpha_ase_duhachek": found.alpha.se, "avg_r": found.average_r.estimate,
        "r_drop": _values(found.item_rest), "alpha_if_dropped": _values(found.alpha_if_dropped),
        "omega_total_minres_std": common / (common + (1 - standardised**2).sum()),
        "omega_cfa_ml_unstd": found.omega.estimate, "cfa_loadings": loadings * np.sign(loadings[0]),
        "sem_total": found.measurement_error.estimate, "guttman_lambda2": found.lambda2.estimate,
        "spearman_brown": found.spearman_brown.estimate,
    }  # fmt: skip


def _agreement(case: Case) -> dict[str, Any]:
    """Items, schools and null variances as the calls of ``rwg.j``, ``rwg`` and ``mult.icc`` name them."""
    workspace = case.workspace
    long, school, null = _asked(workspace, next(calls(case.statements, "rwg.j")))
    complete = ~np.isnan(long).any(axis=1)
    scale = agreement(long[complete], school[complete], round((12 * null + 1) ** 0.5), least=2)
    joint = r_wg(long[complete], school[complete], null, least=2)
    found = {
        "n": len(long), "G": len(pd.unique(school)), "icc1": scale.icc1.estimate, "icc2": scale.icc2.estimate,
        "F": scale.f.estimate, **_described("rwgj", joint),
    }  # fmt: skip
    for call in calls(case.statements, "rwg"):
        one, of, against = _asked(workspace, call)
        known = ~np.isnan(one[:, 0])
        place = next(i for i in range(long.shape[1]) if np.array_equal(long[:, i], one[:, 0], equal_nan=True)) + 1
        found |= _described(f"rwg_item{place}", r_wg(one[known], of[known], against, least=2))
    for call in calls(case.statements, "mult.icc"):
        many, of, _ = _asked(workspace, call)
        size, both = len(of) / len(pd.unique(of)), []
        for column in many.T:
            known = ~np.isnan(column)
            both.append(agreement(column[known, None], of[known], 5, least=2).items[0][0].estimate)
        share = np.array(both)
        # The package takes schools' sizes from all rows, also those without an answer.
        found |= {"item_icc1": share, "item_icc2": size * share / (1 + (size - 1) * share)}
    return found


def _asked(workspace: Workspace, call: Node) -> tuple[np.ndarray, np.ndarray, float]:
    items, school = (workspace.value(node) for name, node in call[2][:2])
    table = items.to_numpy(float) if isinstance(items, pd.DataFrame) else np.asarray(items, float)[:, None]
    null = dict(call[2]).get("ranvar")
    return table, np.asarray(school), float(workspace.value(null)) if null else 2.0


def _described(name: str, found: Within) -> dict[str, Any]:
    values = np.array(found.values, float)
    return {
        f"{name}_mean": found.mean.estimate, f"{name}_median": found.median.estimate,
        f"share_{name}_ge70": found.share_from_70, f"{name}_min": np.nanmin(values), f"{name}_max": np.nanmax(values),
        **{f"{name}_first{n}": values[:n] for n in range(1, 21)},
    }  # fmt: skip


def _invariance(case: Case) -> dict[str, Any]:
    """The model's text names factors and items, ``group`` the groups; every list of indices is one of three models."""
    call = next(calls(case.statements, "cfa"))
    named = dict(call[2])
    text, frame = (case.workspace.value(node) for name, node in call[2] if name in ("", "model", "data"))
    factors = [(part.split("=~")[0].strip(), re.findall(r"[\w.]+", part.split("=~")[1]))
               for part in re.split(r"[\n;]", text) if "=~" in part]  # fmt: skip
    items = [item for _, mine in factors for item in mine]
    table, group = frame[items].to_numpy(float), frame[case.workspace.value(named["group"])].to_numpy()
    known = ~np.isnan(table).any(axis=1) & ~pd.isna(group)
    belongs = [place for place, (_, mine) in enumerate(factors) for _ in mine]
    found = invariance(table[known], group[known], belongs, least=2, least_items=2)
    indices = next(calls(case.statements, "fitMeasures"))[2][1][1]
    fields = list(case.workspace.value(indices))

    def listed(fit) -> list[float]:
        every = {"chisq": fit.test.estimate, "df": fit.test.df, "pvalue": fit.test.p, "cfi": fit.cfi, "srmr": fit.srmr,
                 "rmsea": fit.rmsea.estimate, "rmsea.ci.lower": fit.rmsea.ci_low,
                 "rmsea.ci.upper": fit.rmsea.ci_high}  # fmt: skip
        return [every[field] for field in fields]

    steps = {"metric": found.metric_step, "scalar": found.scalar_step}
    return {
        **{name: listed(getattr(found, name)) for name in ("configural", "metric", "scalar")},
        **{f"delta_cfi_{name}": step.cfi for name, step in steps.items()},
        **{f"delta_rmsea_{name}": step.rmsea for name, step in steps.items()},
        **{f"delta_chisq_{name}": step.test.estimate for name, step in steps.items()},
        **{f"delta_df_{name}": step.test.df for name, step in steps.items()},
        **{f"p_{name}": step.test.p for name, step in steps.items()},
        "fields": ",".join(fields),
    }  # fmt: skip


def _ordered(case: Case, name: str) -> tuple[np.ndarray, np.ndarray, list[np.ndarray]]:
    """Answers, columns of regressors and groupings of the formula, rows complete in all of them."""
    call = next(calls(case.statements, name))
    formula = case.workspace.value(next(node for key, node in call[2] if key in ("", "formula")))
    frame = case.workspace.value(next(node for key, node in call[2] if key == "data" or _is_frame(case, key, node)))
    inner = case.workspace.with_columns(frame)
    answers, columns, groups = np.asarray(inner.value(formula.left)), {}, []
    for term in _terms(formula.right):
        if term[0] == "binary" and term[1] == "|":
            groups.append(np.asarray(inner.value(term[3])))
        elif term != ("number", 1.0):
            columns |= _columns(inner, term, len(answers))
    x = np.column_stack(list(columns.values()))
    known = ~pd.isna(answers) & ~np.isnan(x).any(axis=1) & ~np.any([pd.isna(each) for each in groups], axis=0)
    return np.unique(answers[known], return_inverse=True)[1], x[known], [each[known] for each in groups]


def _is_frame(case: Case, key: str, node: Node) -> bool:
    return not key and node[0] == "name" and isinstance(case.workspace.value(node), pd.DataFrame)


def _ordinal(case: Case) -> dict[str, Any]:
    y, x, _ = _ordered(case, "clm")
    return _said(cumulative_logit(y, x, least=1))


def _ordinal_mixed(case: Case) -> dict[str, Any]:
    call = next(calls(case.statements, "clmm"))
    y, x, (school,) = _ordered(case, "clmm")
    points = int(case.workspace.value(dict(call[2]).get("nAGQ", ("number", 1.0))))
    found = cumulative_logit_of_schools(y, x, school, least=1, points=points)
    spreads = {key: found.spread.estimate for key in case.raw["expected"] if key.startswith("sd_")}
    return {**_said(found), **spreads, "n_groups": found.spread.n_schools}


def _said(found) -> dict[str, Any]:
    return {
        "thresholds": _values(found.thresholds), "beta": _values(found.coefficients),
        "se": [each.se for each in found.coefficients], "p": [each.p for each in found.coefficients],
        "z": [each.estimate / each.se for each in found.coefficients], "loglik": found.log_likelihood,
        "or": _values(found.odds_ratios), "n": found.n,
    }  # fmt: skip


METHODS = {
    "reliability": _reliability,
    "agreement_icc_rwg": _agreement,
    "measurement_invariance": _invariance,
    "ordinal_model": _ordinal,
    "ordinal_mixed_model": _ordinal_mixed,
}
