"""What R says of a linear model, said by our regressions: coef, summary, confint, anova, robust standard errors.

A command that fits ``lm`` and picks numbers out of it is read as it stands; every number comes from
:mod:`toolbox.statistics`, so other formulas, columns and filters need nothing new here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from tests.reference.r_data import Model, Workspace
from tests.reference.r_functions import level_name
from tests.reference.r_language import Node, NotInThisR
from toolbox.statistics import attrition, cr2
from toolbox.statistics.cluster_robust import Fit, fit
from toolbox.statistics.dose import rank_correlation
from toolbox.statistics.group_effect import plain
from toolbox.statistics.two_sample_effects import two_sample_effects


@dataclass(frozen=True, eq=False)
class Named:
    """A vector or matrix whose places have names; arithmetic forgets the names."""

    values: np.ndarray
    names: tuple[tuple[str, ...], ...]

    def __array__(self, dtype=None, copy=None):
        return np.asarray(self.values, dtype)

    def __len__(self) -> int:
        return len(self.values)

    def at(self, keys: list[object]) -> object:
        """``x[i]``, ``x[i, j]`` with numbers from 1 or names; an empty place is all of it."""
        found: object = self.values
        for axis in reversed(range(len(keys))):
            if keys[axis] is None:
                continue
            places = [self._place(axis, key) for key in np.atleast_1d(np.asarray(keys[axis], object))]
            found = np.take(found, places[0] if len(places) == 1 else places, axis=axis)
        return found

    def _place(self, axis: int, key: object) -> int:
        return self.names[axis].index(key) if isinstance(key, str) else int(key) - 1

    def part(self, name: str) -> np.ndarray:
        """A column by the beginning of its name, as ``$`` finds it."""
        found = [place for place, column in enumerate(self.names[1]) if column == name]
        found = found or [place for place, column in enumerate(self.names[1]) if column.startswith(name)]
        if not found:
            raise NotInThisR(f"no column {name} in {self.names[1]}")
        return self.values[:, found[0]]


@dataclass(frozen=True, eq=False)
class Summary:
    model: Model


@dataclass(frozen=True, eq=False)
class Robust:
    """``vcovCR(m, cluster, type)``: which correction, by which clusters."""

    kind: str
    cluster: np.ndarray


@dataclass(frozen=True, eq=False)
class Crossed:
    """``table(a, b)``: the two vectors it counts."""

    first: np.ndarray
    second: np.ndarray


class Models(Workspace):
    """A workspace that also knows models and the tests the cases print."""

    def _call(self, function: Node, arguments: list) -> object:
        name = function[1].split("::")[-1] if function[0] == "name" else ""
        made = getattr(self, f"_r_{name.replace('.', '_')}", None)
        if made is None or name in self.values:
            return super()._call(function, arguments)
        given = [self.value(node) for keyword, node in arguments if not keyword]
        return made(*given, **{keyword.replace(".", "_"): self.value(node) for keyword, node in arguments if keyword})

    def _index(self, of: Node, arguments: list) -> object:
        found = self.value(of)
        if isinstance(found, Named):
            return found.at([None if node is None else self.value(node) for _, node in arguments])
        return super()._index(of, arguments)

    def _part(self, of: Node, name: str) -> object:
        found = self.value(of)
        return found.part(name) if isinstance(found, Named) else super()._part(of, name)

    def _r_summary(self, model: Model) -> Summary:
        return Summary(model)

    def _r_coef(self, of: Model | Summary) -> Named:
        if isinstance(of, Model):
            return Named(_fit(of).coefficients, (of.names,))
        rows = [(each.estimate, each.se, each.estimate / each.se, each.p) for each in _each(of.model)]
        return Named(np.array(rows), (of.model.names, ("Estimate", "Std. Error", "t value", "Pr(>|t|)")))

    def _r_confint(self, model: Model, *_, level: float = 0.95) -> Named:
        rows = [(each.ci_low, each.ci_high) for each in _each(model, confidence=level)]
        return Named(np.array(rows), (model.names, ("low", "high")))

    def _r_vcovHC(self, model: Model, type: str = "HC3") -> Named:
        if type not in ("HC2", "HC3"):
            raise NotInThisR(f"vcovHC {type}")
        # Only variances are asked for; a covariance would be seen at once.
        table = np.full((len(model.names),) * 2, np.nan)
        np.fill_diagonal(table, [each.se**2 for each in _each(model, type)])
        return Named(table, (model.names, model.names))

    def _r_vcovCR(self, model: Model, cluster, type: str) -> Robust:
        cluster = np.asarray(cluster)
        return Robust(type, cluster[model.complete] if len(cluster) == len(model.complete) else cluster)

    def _r_coef_test(self, model: Model, vcov, cluster=None, test: str = "Satterthwaite", **_) -> Named:
        robust = vcov if isinstance(vcov, Robust) else self._r_vcovCR(model, cluster, vcov)
        rows = []
        for place in range(len(model.names)):
            one = cr2(model.y, model.x, robust.cluster, contrast=place, kind=robust.kind, least_df=0)
            rows.append((one.estimate, one.se, one.estimate / one.se, one.df, one.p))
        return Named(np.array(rows, float), (model.names, ("beta", "SE", "tstat", "df_Satt", "p_Satt")))

    def _r_anova(self, small: Model, large: Model) -> Named:
        """F of the columns the second model has more."""
        from scipy.special import fdtrc

        fits = _fit(small), _fit(large)
        added, left = len(large.names) - len(small.names), len(large.y) - len(large.names)
        f = (fits[0].residual_sum - fits[1].residual_sum) / added / (fits[1].residual_sum / left)
        rows = np.array([[np.nan, np.nan], [f, fdtrc(added, left, f)]])
        return Named(rows, (("1", "2"), ("F", "Pr(>F)")))

    def _r_cor_test(self, x, y, method: str = "pearson", **named) -> dict:
        if method != "spearman":
            return super()._call(("name", "cor.test"), [])
        known = np.isfinite(x) & np.isfinite(y)
        found = rank_correlation(np.asarray(x, float)[known], np.asarray(y, float)[known])
        return {"estimate": found.estimate, "p.value": found.p}

    def _r_hedges_g(self, x, y, **_) -> dict:
        x, y = (np.asarray(side, float)[~np.isnan(np.asarray(side, float))] for side in (x, y))
        found = two_sample_effects(y, x).g_exact
        return {"Hedges_g": found.estimate, "CI_low": found.ci_low, "CI_high": found.ci_high}

    def _r_table(self, first, second=None):
        if second is None:
            levels, counts = np.unique(np.asarray(first)[~pd.isna(first)], return_counts=True)
            return Named(counts, (tuple(level_name(level) for level in levels),))
        return Crossed(np.asarray(first), np.asarray(second))

    def _r_chisq_test(self, table: Crossed, correct: bool = True) -> dict:
        if correct and len(set(table.first)) == 2:
            raise NotInThisR("the continuity correction")
        return {"p.value": attrition(table.second, table.first).differential.p}


def _fit(model: Model) -> Fit:
    found = fit(model.y, model.x, np.arange(len(model.y)))
    if found is None:
        raise NotInThisR("a model with columns that are combinations of others")
    return found


def _each(model: Model, spread: str = "OLS", confidence: float = 0.95) -> list:
    """Every coefficient of a model of persons, with its standard error."""
    fitted = _fit(model)
    return [plain(fitted, contrast, spread, confidence=confidence) for contrast in np.eye(len(model.names))]
