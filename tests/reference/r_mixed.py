"""``lmer`` of nested random intercepts, answered by our own model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from tests.reference.r_formula import design, grouping, independent
from tests.reference.r_language import NotInThisR
from toolbox.statistics.mixed import NestedFit, nested


@dataclass(frozen=True, eq=False)
class Mixed:
    """A fitted model with its names: rows are the complete ones, ``school`` the coarsest group, codes per row."""

    fit: NestedFit
    y: np.ndarray
    x: np.ndarray
    names: tuple[str, ...]
    groups: tuple[str, ...]
    """As lme4 prints them: most levels first."""
    school: np.ndarray
    labels: np.ndarray
    """The labels of the coarsest group, where it is one column."""
    complete: np.ndarray

    @property
    def components(self) -> tuple[float, ...]:
        return self.fit.components


def random_intercepts(workspace: Any, formula: Any) -> Mixed:
    """Fit ``y ~ x + (1 | a/b)``; the workspace knows the columns."""
    y = np.asarray(workspace.value(formula.left), float)
    found, groups = design(workspace, formula.right, len(y)), grouping(workspace, formula.right)
    codes = np.stack([group.code for group in groups])
    complete = np.isfinite(y) & np.isfinite(found.x).all(axis=1) & (codes >= 0).all(axis=0)
    found = independent(type(found)(found.x[complete], found.names))
    y, codes = y[complete], codes[:, complete]
    if len(groups) > 2:
        raise NotInThisR("more than two groups")
    if len(groups) == 2 and len(set(zip(*codes.tolist(), strict=True))) > len(set(codes[0].tolist())):
        raise NotInThisR("crossed groups")
    fit = nested(y, found.x, codes[-1], codes[0] if len(groups) == 2 else None)
    return Mixed(
        fit=fit, y=y, x=found.x, names=found.names, groups=tuple(group.name for group in groups), school=codes[-1],
        labels=groups[-1].labels[complete], complete=complete,
    )  # fmt: skip
