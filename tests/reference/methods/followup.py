"""Missing answers, single persons, starting levels, margins, Bayes factors and planning: commands read as they stand."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.reference.case import Case
from tests.reference.r_estimates import Estimates, answers
from tests.reference.r_language import Node, NotInThisR, calls
from toolbox.statistics import change_with_start, chosen_part, reliable_change


def _as_it_stands(case: Case) -> dict[str, Any]:
    return answers(case.raw["r_command"], case.folder)


def _reliable_change(case: Case) -> dict[str, Any]:
    """Ours under the names of the cases; what else is asked of the index, the error or a limit is taken from ours."""
    workspace = Estimates(case.folder)
    statements = workspace.run(case.raw["r_command"])
    pre, post = (np.asarray(workspace.get(name), float) for name in ("pre", "post"))
    reliability = float(workspace.value(case.answer("reliability")))
    found = reliable_change(pre, post, reliability, least=2, least_reliability=0)
    named = {
        "n": found.n, "sd_pre": found.sd_before.estimate, "reliability": found.reliability.estimate,
        "sem": found.error.estimate, "s_diff": found.difference_error.estimate, "mdc95": found.mdc95.estimate,
        "mdc90": found.mdc90.estimate,
    }  # fmt: skip
    # A variable that only stands for one of these is ours from here on, and the index is ours by its name.
    nodes = dict(statements[-1][2])
    known = {nodes[name][1]: value for name, value in named.items() if nodes.get(name, ("",))[0] == "name"}
    asked = answers(case.raw["r_command"], case.folder, **known, rci=found.index)
    counts = {"n_improved": found.improved, "n_worse": found.worse, "n_unchanged": found.unchanged}
    named |= {name: count for name, count in counts.items() if _at_the_limit(nodes.get(name))}
    return asked | {name: value for name, value in named.items() if name in asked}


def _at_the_limit(node: Node | None) -> bool:
    """Whether a count is of persons beyond the 95 % limit, ours."""
    limits = [call[2][0][1] for call in calls(node, "qnorm")]
    return bool(limits) and all(limit == ("number", 0.975) for limit in limits)


def _regression_to_mean(case: Case) -> dict[str, Any]:
    """Numbers of a part are those of the persons the entry's own condition chooses."""
    workspace = Estimates(case.folder)
    statements = workspace.run(case.raw["r_command"])
    pre, post = (np.asarray(workspace.get(name), float) for name in ("pre", "post"))
    found = answers(case.raw["r_command"], case.folder)
    if "r_pre_change" in found:
        found["r_pre_change"] = change_with_start(pre, post).estimate
    for name, node in statements[-1][2]:
        chosen = _condition(workspace, node, len(pre))
        if chosen is None:
            continue
        part = chosen_part(pre, post, chosen)
        ours = {"n": part.n, "mean_pre": part.mean_before.estimate, "observed_change": part.observed.estimate,
                "expected_rtm": part.expected.estimate}  # fmt: skip
        beginning = next((one for one in ours if name.startswith(f"{one}_")), None)
        if beginning:
            found[name] = ours[beginning]
    return found


def _condition(workspace: Estimates, node: Node | None, n: int) -> np.ndarray | None:
    """The first condition on persons below a node: between brackets, or summed to count them."""
    if isinstance(node, list):
        return next((found for one in node if (found := _condition(workspace, one, n)) is not None), None)
    if not isinstance(node, tuple):
        return None
    if node and node[0] in ("index", "call") and len(node) == 3 and len(node[2]) == 1 and node[2][0][1] is not None:
        try:
            value = np.asarray(workspace.value(node[2][0][1]))
        except (NotInThisR, KeyError, TypeError, ValueError):
            value = np.zeros(0)
        if value.dtype.kind == "b" and value.shape == (n,):
            return value
    return next((found for one in node if (found := _condition(workspace, one, n)) is not None), None)


METHODS = {
    "missing_data_fiml": _as_it_stands,
    "missing_data_rubin_pooling": _as_it_stands,
    "reliable_change": _reliable_change,
    "regression_to_mean": _regression_to_mean,
    "equivalence_tost": _as_it_stands,
    "bayes_factor_jzs": _as_it_stands,
    "power_mde": _as_it_stands,
}
