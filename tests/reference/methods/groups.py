"""Mentored against waiting, waves, hours, and who was lost: the commands are read, the numbers are ours."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from tests.reference.case import Case
from tests.reference.r_data import Formula, Model
from tests.reference.r_language import Node, NotInThisR, calls
from tests.reference.r_models import Crossed, Models
from toolbox.model import Estimate
from toolbox.statistics import (
    ancova,
    attrition,
    baseline_equivalence,
    difference_in_changes,
    dose_response,
    lin_adjusted,
    wave_effects,
)
from toolbox.statistics.group_effect import adjusted_means, slopes_alike

#: Not in this small R, or not ours: the number is not returned, and the test says so.
NOT_READ = (NotInThisR, KeyError, IndexError, TypeError, ValueError, AttributeError)


class Command:
    """A reference command, run with our models, and what its names stand for."""

    def __init__(self, case: Case) -> None:
        self.workspace = Models(case.folder)
        self.workspace.values["cs_did"] = _cs_did
        self.statements = self.workspace.run(case.raw["r_command"])
        self.said: dict[str, Node] = dict(self.statements[-1][2])

    def answers(self) -> dict[str, Any]:
        """Every number of the command's last list(...) that can be worked out."""
        found = {}
        for name, node in self.said.items():
            try:
                found[name] = self.workspace.value(node)
            except NOT_READ:
                continue
        return found

    def meaning(self, node: object, depth: int = 8) -> Iterator[Node]:
        """A node with all the definitions of the names in it."""
        if isinstance(node, tuple) and node:
            yield node
            if node[0] == "name" and depth:
                for statement in self.statements:
                    if statement[0] == "assign" and statement[1] == node:
                        yield from self.meaning(statement[2], depth - 1)
                return
        if isinstance(node, tuple | list):
            for part in node:
                yield from self.meaning(part, depth)

    def robust(self, key: str) -> bool:
        """Whether the answer takes a robust standard error from somewhere."""
        asked = {"vcovHC", "vcovCR", "coef_test", "conf_int"}
        called = (node[1] for node in self.meaning(self.said.get(key)) if node[0] == "call" and node[1][0] == "name")
        return any(function[1].split("::")[-1] in asked for function in called)

    def unit(self, key: str) -> float:
        """100 where the answer is in percent."""
        return 100.0 if ("number", 100.0) in self.meaning(self.said.get(key)) else 1.0

    def formula(self, key: str, place: int = 0) -> tuple[Model, Formula, pd.DataFrame] | None:
        """The (place + 1)-th ``lm`` behind an answer: model, formula, and its data."""
        found = [node for node in self.meaning(self.said.get(key)) if node[0] == "call" and node[1] == ("name", "lm")]
        if len(found) <= place:
            return None
        arguments = found[place][2]
        frame = next((node for keyword, node in arguments[1:] if keyword in ("", "data")), None)
        if frame is None:
            return None
        try:
            return (
                self.workspace.value(found[place]),
                self.workspace.value(arguments[0][1]),
                self.workspace.value(frame),
            )
        except NOT_READ:
            return None


def _cs_did(frame, unit, time, start, y, control="notyet") -> dict[str, Any]:
    """The command's function for waves: ours, in the shape its answers are picked from."""
    frame = frame[frame[[unit, time, y]].notna().all(axis=1)]
    found = wave_effects(*(frame[name].to_numpy() for name in (y, unit, time, start)), control=control)
    known = [cell for cell in found.cells if cell.found.estimate is not None]
    waves = [(wave, each) for wave, each in found.by_wave if each.estimate is not None]
    return {
        "attgt": pd.DataFrame(
            [(cell.wave, cell.time, *_with_se(cell.found)) for cell in known], columns=["g", "t", "att", "se"]
        ),
        "simple": _with_se(found.simple),
        "overall": _with_se(found.overall),
        "group": pd.DataFrame(
            [_with_se(each) for _, each in waves], columns=["att", "se"], index=[wave for wave, _ in waves]
        ),
        "dynamic": pd.DataFrame(
            [(far, *_with_se(each)) for far, each in found.by_distance], columns=["e", "att", "se"]
        ),
    }


def _with_se(found: Estimate) -> np.ndarray:
    return np.array([found.estimate, found.se], float)


def _staggered(case: Case) -> dict[str, Any]:
    return Command(case).answers()


def _ancova(case: Case) -> dict[str, Any]:
    """The command's models by our regression; where they are ANCOVA, DiD and Lin as we define them, by those."""
    command = Command(case)
    found = command.answers()
    adjusted, changes = command.formula("ancova_b"), command.formula("did_b")
    if adjusted is None or changes is None or len(changes[0].names) != 2:
        return found
    model, arm = adjusted[0], changes[0].names[1]
    columns = dict(zip(model.names, model.x.T, strict=True))
    others = [name for name in model.names[1:] if name != arm]
    if (
        arm not in columns
        or not np.isin(columns[arm], (0, 1)).all()
        or any(":" in name for name in others)
        or not others
    ):
        return found
    # Which covariate is "before" does not matter to ANCOVA: all are centred alike.
    before, after, treated = columns[others[0]], model.y, columns[arm]
    beside = np.column_stack([columns[name] for name in others[1:]]) if others[1:] else None
    one = ancova(before, after, treated, beside=beside)
    ours = {
        "ancova_b": one.estimate, "ancova_se": one.se, "ancova_t": one.estimate / one.se, "ancova_p": one.p,
        "ancova_lo": one.ci_low, "ancova_hi": one.ci_high,
    }  # fmt: skip
    ours |= {f"se_{kind}": ancova(before, after, treated, beside=beside, spread=kind).se for kind in ("HC2", "HC3")}
    if beside is None:
        means = adjusted_means(before, after, treated)
        ours |= {"adj_mean_tr": means[0].estimate, "adj_mean_ctrl": means[1].estimate}
        if len(changes[0].y) == len(after) and np.allclose(changes[0].y, after - before):
            did = difference_in_changes(before, after, treated)
            ours |= {"did_b": did.estimate, "did_se": did.se, "did_p": did.p}
        if _is_lin(command.formula("lin_b"), before):
            lin, slopes = lin_adjusted(before, after, treated), slopes_alike(before, after, treated)
            ours |= {"lin_b": lin.estimate, "lin_se_HC2": lin.se, "slope_homog_p": slopes.p}
    return found | {key: value for key, value in ours.items() if "HC" in key or not command.robust(key)}


def _is_lin(crossed: tuple | None, before: np.ndarray) -> bool:
    """Whether a model is group × centred before of the same persons."""
    if crossed is None or len(crossed[0].names) != 4 or len(crossed[0].y) != len(before):
        return False
    return any(np.allclose(column, before - before.mean()) for column in crossed[0].x.T)


def _dose(case: Case) -> dict[str, Any]:
    """Slope, bend and rank correlation; hours are the column that the second model also squares."""
    command = Command(case)
    found = command.answers()
    straight, bent = command.formula("se_CR2"), command.formula("p_quadratic")
    if straight is None or bent is None:
        return found
    model, square = straight[0], [name for name in bent[0].names if "^2" in name]
    hours = next((name for name in model.names if len(square) == 1 and f"({name}^2)" in square[0]), None)
    others = [name for name in model.names[1:] if name != hours]
    cluster = next((dict(call[2])["cluster"] for name in ("vcovCR", "coef_test")
                    for call in calls(command.statements, name) if "cluster" in dict(call[2])), None)  # fmt: skip
    if hours is None or len(others) != 1 or cluster is None or len(bent[0].names) != 4:
        return found
    columns = [model.x[:, model.names.index(others[0])], model.y, model.x[:, model.names.index(hours)]]
    school = np.asarray(command.workspace.value(cluster))
    ours = dose_response(*columns, school[model.complete] if len(school) == len(model.complete) else school)
    if not ours.slope.refused:
        found |= {"se_CR2": ours.slope.se, "df_CR2": ours.slope.df, "p_CR2": ours.slope.p}
        found |= {"slope_per_10": ours.slope.estimate} if "slope_per_10" in found else {}
    plain = {} if command.robust("p_quadratic") else {"p_quadratic": dose_response(*columns).quadratic.p}
    return found | plain


def _attrition(case: Case) -> dict[str, Any]:
    """Shares by our attrition, of the groups that ``table(group, lost)`` counts."""
    command = Command(case)
    found = command.answers()
    for call in calls(command.statements, "chisq.test"):
        try:
            given = [command.workspace.value(node) for keyword, node in call[2] if not keyword]
            group, lost = (given[0].first, given[0].second) if isinstance(given[0], Crossed) else given[:2]
        except NOT_READ:
            continue
        ours = attrition(lost, group)
        shares = np.array([share.estimate for _, share in ours.by_group])
        found |= {"n0": ours.n, "overall": ours.overall.estimate * command.unit("overall")}
        for key in [key for key in found if key.startswith("att_")]:
            found[key] = _nearest(shares * command.unit(key), found[key])
        if len(shares) == 2 and "differential" in found:
            # The command says which group is subtracted; ours is the last label minus the first.
            gap = ours.differential.estimate * command.unit("differential")
            found["differential"] = float(np.copysign(gap, found["differential"]))
    return found


def _nearest(shares: np.ndarray, value: float) -> float:
    return float(shares[np.argmin(np.abs(shares - value))])


def baseline_table(case: Case) -> dict[str, Any]:
    """Several variables at the start: small functions of a column compare the rows of two masks they name.

    A function with a logarithm is Cox's d of "column equals word", any other that divides by a root is g.
    """
    command = Command(case)
    found = command.answers()
    for name, node in command.said.items():
        if node[0] != "call" or node[1][0] != "name":
            continue
        defined = next((one[2] for one in command.statements if one[0] == "assign" and one[1] == node[1]), None)
        if defined is None or defined[0] != "function":
            continue
        column = ("name", defined[1][0][0])
        masks = list(
            dict.fromkeys(part[2][0][1] for part in _nodes(defined) if part[0] == "index" and part[1] == column)
        )
        if len(masks) != 2:
            continue
        values, *word = (command.workspace.value(each) for _, each in node[2])
        binary = any(True for _ in calls(defined, "log"))
        if binary:
            values = np.where(pd.isna(values), np.nan, np.asarray(values == word[0], float))
        first, second = (np.asarray(values, float)[np.asarray(command.workspace.value(mask), bool)] for mask in masks)
        sides = (side[~np.isnan(side)] for side in (first, second))
        if binary or any(True for _ in calls(defined, "sqrt")):
            found[name] = baseline_equivalence(*sides, binary=binary).effect.estimate
    return found


def _nodes(node: object) -> Iterator[Node]:
    """Every node below a node."""
    if isinstance(node, tuple) and node and isinstance(node[0], str):
        yield node
    if isinstance(node, tuple | list):
        for part in node:
            yield from _nodes(part)


METHODS = {
    "ancova_did_2x2": _ancova,
    "dose_response": _dose,
    "flow_attrition": _attrition,
    "staggered_did": _staggered,
}
