"""What is found by rearranging or drawing schools (or persons) anew."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.reference.case import Case
from tests.reference.r_language import Node, calls
from toolbox.statistics import label_permutation, school_bootstrap, sign_flip, wild_bootstrap
from toolbox.statistics.school_bootstrap import Bootstrapped

#: R's helpers go through every arrangement, however many there are.
EVERY = 20_000_000


def _paired_permutation(case: Case) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, node in case.statements[-1][2]:
        flipped, tested = next(calls(node, "signflip"), None), next(calls(node, "perm.test"), None)
        if flipped is not None:
            change = np.asarray(case.workspace.value(flipped[2][0][1]), float)
            found[name] = sign_flip(change, most=EVERY).p
        elif tested is not None:
            after, before = (np.asarray(case.workspace.value(part), float) for _, part in tested[2][:2])
            found[name] = sign_flip(after - before, most=EVERY).p
        else:
            found[name] = case.workspace.value(node)
    return found


def _cluster_permutation(case: Case) -> dict[str, Any]:
    means, label = (_rows_behind(case, node) for _, node in next(calls(case.statements, "perm_cluster"))[2][:2])
    values, school = means
    found = label_permutation(values, label[0], school, most=EVERY, least_schools=0)
    return {"diff": found.estimate, "p_two": found.p, "n_perm": found.arrangements}


def _rows_behind(case: Case, node: Node) -> tuple[np.ndarray, np.ndarray]:
    """(value of every person, school) that a vector of school means was made of by ``tapply(value, school, mean)``."""
    while node[0] == "call" and node[1][1] != "tapply":
        node = node[2][0][1]
    if node[0] == "name":
        node = next(s[2] for s in reversed(case.statements) if s[0] == "assign" and s[1] == node)
    made = next(calls(node, "tapply"), None)
    if made is None:
        values = np.asarray(case.workspace.value(node), float)
        return values, np.arange(values.size)
    values, school = (case.workspace.value(part) for _, part in made[2][:2])
    return np.asarray(values, float), np.asarray(school)


def _wild(case: Case) -> dict[str, Any]:
    y, x, at, school = (node for _, node in next(calls(case.statements, "wcr_enum"))[2][:4])
    value = case.workspace.value
    found = wild_bootstrap(
        np.asarray(value(y), float), np.asarray(value(x), float), np.asarray(value(school)), int(value(at)) - 1,
        most_every=20, least_schools=0, least_treated=0,
    )  # fmt: skip
    return {"t": found.estimate / found.se, "p": found.p, "n_draws": found.arrangements}


#: The end of an interval of R's boot.ci, by the name of its element.
LIMITS = {"bca": ("ci_low", "ci_high"), "percent": ("percentile_low", "percentile_high")}


def _bootstrap(case: Case) -> dict[str, Any]:
    """Every ``boot(data, function(x, i) …)`` of the command, its limits by ``boot.ci``, its jackknife by their order."""
    boots = {name: _booted(case, call) for name, call in _assigned(case, "boot")}
    intervals = {name: boots[call[2][0][1][1]] for name, call in _assigned(case, "boot.ci")}
    found: dict[str, Any] = {}
    for name, node in case.statements[-1][2]:
        of = node[1] if node[0] == "index" else None
        if of is not None and of[0] == "part" and of[1][1] in intervals and of[2] in LIMITS:
            found[name] = getattr(intervals[of[1][1]], LIMITS[of[2]][int(node[2][0][1][1]) - 4])
    accelerations = [name for name, _ in case.statements[-1][2] if name.startswith("accel")]
    return found | {name: one.acceleration for name, one in zip(accelerations, boots.values(), strict=False)}


def _assigned(case: Case, function: str) -> list[tuple[str, Node]]:
    return [(s[1][1], call) for s in case.statements if s[0] == "assign" for call in calls(s[2], function)]


def _booted(case: Case, call: Node) -> Bootstrapped:
    """Our bootstrap of persons, with the statistic as the command's function gives it."""
    data, function = (case.workspace.value(node) for _, node in call[2][:2])
    return school_bootstrap(lambda rows: float(function(data, rows + 1)), [np.arange(len(data))])


METHODS = {
    "paired_permutation": _paired_permutation,
    "cluster_permutation": _cluster_permutation,
    "wild_cluster_bootstrap_enumerated": _wild,
    "bootstrap_bca": _bootstrap,
}
