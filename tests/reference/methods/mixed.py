"""Models of rows in persons in schools, and what is read off them."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.reference.case import Case
from tests.reference.r_language import Node, calls
from tests.reference.r_mixed import Mixed
from toolbox.statistics.mixed import mixed_contrast, shrunken_means, wwc_cluster_effect
from toolbox.statistics.mixed.cluster_effects import effect_of


def _model(case: Case) -> dict[str, Any]:
    model = _models(case)[-1]
    target = _target(case, model)
    at = model.names.index(target)
    kr = mixed_contrast(model.fit, at, least_schools=0, least_df=0)
    plain = mixed_contrast(model.fit, at, ddf="satterthwaite", least_schools=0, least_df=0)
    parts = model.fit.components
    return {
        "coef": model.fit.coefficients, "se": model.fit.se, "var_components": parts, "icc_top": parts[0] / sum(parts),
        "vc_names": [*(f"{name} (Intercept)" for name in model.groups), "Residual NA"], "target": target,
        "reml_loglik": model.fit.log_likelihood, "b": kr.estimate, "se_b": plain.se, "df_satterthwaite": plain.df,
        "p_satterthwaite": plain.p, "se_kr": kr.se, "df_kr": kr.df, "p_kr": kr.p, "ci_kr_lo": kr.ci_low,
        "ci_kr_hi": kr.ci_high, "t_kr": kr.estimate / kr.se, "t_satterthwaite": plain.estimate / plain.se,
        "n": model.fit.n, "G": model.fit.n_schools, "sigma": parts[-1] ** 0.5,
    }  # fmt: skip


def _models(case: Case) -> list[Mixed]:
    """The models the command fits, in order."""
    return [
        case.workspace.get(statement[1][1])
        for statement in case.statements
        if statement[0] == "assign" and statement[1][0] == "name" and any(calls([statement[2]], "lmer"))
    ]


def _target(case: Case, model: Mixed) -> str:
    """The coefficient asked for: ``k``, or the name in ``fixef(m)["…"]``, or the last one."""
    named = case.workspace.values.get("k")
    if isinstance(named, str):
        return named
    for node in _below(case.statements):
        if node[0] in ("index", "item") and node[1][0] == "call" and node[1][1][1].split("::")[-1] == "fixef":
            key = node[2][0][1]
            if key[0] == "string":
                return key[1]
            if key[0] == "number" and key[1] > 1:
                return model.names[int(key[1]) - 1]
    return model.names[-1]


def _below(node: object):
    if isinstance(node, tuple) and node and isinstance(node[0], str):
        yield node
    if isinstance(node, tuple | list):
        for part in node:
            yield from _below(part)


def _school_profile(case: Case) -> dict[str, Any]:
    model = _models(case)[-1]
    assert model.x.shape[1] == 1, "a profile has no regressors"
    found = shrunken_means(model.y, model.labels)
    vectors = {
        "raw": found.raw, "eb": found.shrunken, "condsd": found.sd, "reliability": found.reliability, "n": found.n,
    }  # fmt: skip
    answers = {
        "grand": found.grand.estimate, "tau2": found.variance_school, "sigma2": found.variance_residual,
        "mean_reliability": found.reliability.mean(), "min_reliability": found.reliability.min(),
        "G": len(found.n), "icc": found.variance_school / (found.variance_school + found.variance_residual),
    }  # fmt: skip
    for name, node in case.statements[-1][2]:
        values = vectors.get(name.split("_")[0])
        if name not in answers and values is not None:
            answers[name] = values[_places(case, node, len(values))]
    return answers


def _places(case: Case, node: Node, n: int) -> np.ndarray | slice:
    """``[1:5]`` at the end of an expression, as places from 0."""
    if node[0] == "index" and len(node[2]) == 1 and node[2][0][1] is not None:
        return np.atleast_1d(case.workspace.value(node[2][0][1])).astype(int) - 1
    return slice(0, n)


def _effect_of_schools(case: Case) -> dict[str, Any]:
    return _total_variance(case) if any(calls(case.statements, "lmer")) else _wwc(case)


def _total_variance(case: Case) -> dict[str, Any]:
    """Two models: the one with the coefficient asked for, and the one without regressors."""
    models = _models(case)
    full = max(models, key=lambda model: model.x.shape[1])
    plain = min(models, key=lambda model: model.x.shape[1])
    nt, nc = case.numbers("nt", "nc")
    found = effect_of(full.fit, plain.fit, full.names.index(_target(case, full)), nt[nt > 0], nc[nc > 0])
    answers = {
        "b": found.difference.estimate, "icc_unconditional": found.icc, "icc_conditional": found.icc_conditional,
        "es_total_unconditional": found.d, "es_within_conditional": found.d_within,
        "es_total_conditional": found.d_conditional, "total_sd_unconditional": found.total_sd,
        "hedges2007_gT": (found.effect.estimate, found.effect.se, found.effect.ci_low, found.effect.ci_high),
    }  # fmt: skip
    per_school = next(calls(case.statements[-1], "table"))
    answers["mean_cluster"] = case.workspace.value(per_school).mean()
    answers["design_effect"] = 1 + (answers["mean_cluster"] - 1) * found.icc
    return answers


def _wwc(case: Case) -> dict[str, Any]:
    """``gT(mean(x)-mean(y), S, N, N/M, rho)``: x treated, y not, M schools."""
    x, y = case.numbers("x", "y")
    treated = np.repeat([1, 0], [len(x), len(y)])
    call = next(calls(case.statements, "gT"))
    rho = float(case.workspace.value(call[2][-1][1]))
    found = wwc_cluster_effect(np.concatenate([x, y]), treated, _schools(case), rho=rho, least_schools=0)
    return {
        "diff": found.difference, "S": found.pooled_sd, "N": found.effect.n, "n": found.mean_size, "rho": found.rho,
        "g": found.effect.estimate, "h": found.effect.df, "improvement_index": found.improvement_index,
    }  # fmt: skip


def _schools(case: Case) -> np.ndarray:
    """The label in ``unique(…)`` for the rows of x, then of y: the same brackets around another column."""
    label = next(calls(case.statements, "unique"))[2][0][1]
    chosen = {
        statement[1][1]: statement[2]
        for statement in case.statements
        if statement[0] == "assign" and statement[1] in (("name", "x"), ("name", "y"))
    }
    while any(node[0] == "call" for node in chosen.values()):
        chosen = {name: node[2][0][1] if node[0] == "call" else node for name, node in chosen.items()}
    return np.concatenate([case.workspace.value(("index", label, chosen[name][2])) for name in ("x", "y")])


METHODS = {
    "mixed_model_random_intercept": _model,
    "mixed_model_three_level_rounds": _model,
    "mixed_model_group_by_round": _model,
    "shrunken_school_profile": _school_profile,
    "cluster_effect_size_total_variance": _effect_of_schools,
}
