"""What R says of a linear model, said by our regressions: coef, summary, confint, anova, robust standard errors.

A command that fits ``lm`` and picks numbers out of it is read as it stands; every number comes from
:mod:`toolbox.statistics`, so other formulas, columns and filters need nothing new here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from tests.reference.r_data import Formula, Model, Workspace
from tests.reference.r_functions import FUNCTIONS, level_name
from tests.reference.r_language import Node, NotInThisR
from toolbox.statistics import attrition, cr2
from toolbox.statistics.cluster_robust import Fit, fit
from toolbox.statistics.dose import rank_correlation
from toolbox.statistics.group_effect import plain
from toolbox.statistics.two_sample_effects import TwoSampleEffects, two_sample_effects


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
        """``x[i]``, ``x[i, j]`` with numbers from 1, names or conditions; an empty place is all of it."""
        found, names = self.values, []
        for axis in reversed(range(len(keys))):
            places = self._places(axis, keys[axis])
            found = np.take(found, places[0] if len(places) == 1 else places, axis=axis)
            if len(places) > 1:
                names.insert(0, tuple(self.names[axis][place] for place in places))
        return Named(found, tuple(names)) if names else found

    def _places(self, axis: int, key: object) -> list[int]:
        keys = [] if key is None else list(np.atleast_1d(np.asarray(key, object)))
        if key is None or all(isinstance(one, bool | np.bool_) for one in keys):
            return [place for place in range(len(self.names[axis])) if key is None or keys[place]]
        return [self.names[axis].index(one) if isinstance(one, str) else int(one) - 1 for one in keys]

    def part(self, name: str) -> object:
        """A column (or a place of a single row) by the beginning of its name, as ``$`` finds it."""
        names = self.names[-1]
        found = [place for place, one in enumerate(names) if one == name]
        found = found or [place for place, one in enumerate(names) if one.startswith(name)]
        if not found:
            raise NotInThisR(f"no {name} in {names}")
        return np.take(self.values, found[0], axis=-1)


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

    def _index(self, of: Node, arguments: list) -> object:
        found = self.value(of)
        if isinstance(found, Named):
            return found.at([None if node is None else self.value(node) for _, node in arguments])
        return super()._index(of, arguments)

    def _item(self, of: Node, arguments: list) -> object:
        return self._index(of, arguments) if isinstance(self.value(of), Named) else super()._item(of, arguments)

    def _part(self, of: Node, name: str) -> object:
        found = self.value(of)
        if isinstance(found, Summary):
            return self._of_summary(found.model, name)
        if isinstance(found, Model):
            known = {"df.residual": len(found.y) - len(found.names), "coefficients": self._r_coef(found)}
            return known[name]
        return found.part(name) if isinstance(found, Named) else super()._part(of, name)

    def _of_summary(self, model: Model, name: str) -> object:
        residual_sum, left = _fit(model).residual_sum, len(model.y) - len(model.names)
        known: dict[str, object] = {
            "coefficients": self._r_coef(Summary(model)), "sigma": (residual_sum / left) ** 0.5,
            "r.squared": 1 - residual_sum / np.square(model.y - model.y.mean()).sum(), "df": (len(model.names), left),
        }  # fmt: skip
        found = [value for key, value in known.items() if key.startswith(name)]
        if len(found) != 1:
            raise NotInThisR(f"summary(m)${name}")
        return found[0]

    def _r_summary(self, model: Model) -> Summary:
        return Summary(model)

    def _r_coef(self, of: Model | Summary) -> Named:
        if isinstance(of, Model):
            return Named(_fit(of).coefficients, (of.names,))
        rows = [(each.estimate, each.se, each.estimate / each.se, each.p) for each in _each(of.model)]
        return Named(np.array(rows), (of.model.names, ("Estimate", "Std. Error", "t value", "Pr(>|t|)")))

    def _r_confint(self, model: Model, which: object = None, level: float = 0.95) -> object:
        rows = [(each.ci_low, each.ci_high) for each in _each(model, confidence=level)]
        return Named(np.array(rows), (model.names, ("2.5 %", "97.5 %"))).at([which, None])

    def _r_vcov(self, model: Model) -> Named:
        return self._r_vcovHC(model, "const")

    def _r_vcovHC(self, model: Model, type: str = "HC3") -> Named:
        spread = {"const": "OLS", "HC2": "HC2", "HC3": "HC3"}.get(type)
        if spread is None:
            raise NotInThisR(f"vcovHC {type}")
        # Only variances are asked for; a covariance would be seen at once.
        table = np.full((len(model.names),) * 2, np.nan)
        np.fill_diagonal(table, [each.se**2 for each in _each(model, spread)])
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

    def _r_conf_int(self, model: Model, vcov, cluster=None, level: float = 0.95, **_) -> Named:
        robust = vcov if isinstance(vcov, Robust) else self._r_vcovCR(model, cluster, vcov)
        rows = []
        for place in range(len(model.names)):
            one = cr2(model.y, model.x, robust.cluster, contrast=place, kind=robust.kind, confidence=level, least_df=0)
            rows.append((one.estimate, one.se, one.df, one.ci_low, one.ci_high))
        return Named(np.array(rows, float), (model.names, ("beta", "SE", "df", "CI_L", "CI_U")))

    def _r_anova(self, small: Model, large: Model) -> Named:
        """F of the columns the second model has more."""
        from scipy.special import fdtrc

        fits = _fit(small), _fit(large)
        added, left = len(large.names) - len(small.names), len(large.y) - len(large.names)
        f = (fits[0].residual_sum - fits[1].residual_sum) / added / (fits[1].residual_sum / left)
        rows = np.array([[np.nan, np.nan], [f, fdtrc(added, left, f)]])
        return Named(rows, (("1", "2"), ("F", "Pr(>F)")))

    def _r_cor(self, x, y, method: str = "pearson", use: str = "everything") -> float:
        known = np.isfinite(x) & np.isfinite(y) if use != "everything" else np.ones(len(x), bool)
        x, y = np.asarray(x, float)[known], np.asarray(y, float)[known]
        return rank_correlation(x, y).estimate if method == "spearman" else float(np.corrcoef(x, y)[0, 1])

    def _r_cor_test(self, x, y=None, method: str = "pearson", data=None, exact=None, **_) -> dict:
        if isinstance(x, Formula):
            inner = self.with_columns(data if data is not None else y)
            x, y = (inner.value(side) for side in x.right[2:])
        if method != "spearman":
            return FUNCTIONS["cor.test"](x, y)
        known = np.isfinite(x) & np.isfinite(y)
        found = rank_correlation(np.asarray(x, float)[known], np.asarray(y, float)[known])
        return {"estimate": found.estimate, "p.value": found.p}

    def _r_hedges_g(self, x, y, **_) -> dict:
        found = _effects(x, y).g_exact
        return {"Hedges_g": found.estimate, "CI_low": found.ci_low, "CI_high": found.ci_high}

    def _r_cohens_d(self, x, y, **_) -> dict:
        found = _effects(x, y).d
        return {"Cohens_d": found.estimate, "CI_low": found.ci_low, "CI_high": found.ci_high}

    def _r_diag(self, table: Named) -> Named:
        return Named(np.diag(table.values), table.names[:1])

    def _r_table(self, first, second=None) -> Named | Crossed:
        if second is not None:
            return Crossed(np.asarray(first), np.asarray(second))
        levels = list(first.categories) if isinstance(first, pd.Categorical) else sorted(set(pd.Series(first).dropna()))
        counts = np.array([(np.asarray(first) == level).sum() for level in levels])
        return Named(counts, (tuple(level_name(level) for level in levels),))

    def _r_tapply(self, values, by, function, **named) -> Named:
        by, values = np.asarray(by), np.asarray(values)
        levels = sorted(set(pd.Series(by).dropna()))
        found = [
            function(values[by == level], **{key.replace("_", "."): one for key, one in named.items()})
            for level in levels
        ]
        return Named(np.array(found, float), (tuple(level_name(level) for level in levels),))

    def _r_quantile(self, values, probabilities, **_) -> np.ndarray:
        return np.quantile(np.asarray(values, float), probabilities)

    def _r_cut(self, values, breaks, include_lowest=False, labels=None, right=True) -> np.ndarray:
        if labels is None or not right:
            raise NotInThisR("cut with labels")
        place = np.searchsorted(breaks, values, side="left").astype(float)
        if include_lowest:
            place[np.asarray(values) == breaks[0]] = 1
        return np.where((place < 1) | (place >= len(breaks)), np.nan, place)

    def _r_chisq_test(self, first, second=None, correct: bool = True) -> dict:
        table = first if second is None else Crossed(np.asarray(first), np.asarray(second))
        if not isinstance(table, Crossed) or table.second.dtype.kind != "b":
            raise NotInThisR("a table of other than groups by lost or not")
        if correct and len(set(table.first)) == 2:
            # R's default for two by two; ours has no continuity correction.
            from scipy.stats import chi2_contingency

            return {"p.value": chi2_contingency(pd.crosstab(table.first, table.second)).pvalue}
        return {"p.value": attrition(table.second, table.first).differential.p}


def _effects(x, y) -> TwoSampleEffects:
    x, y = (np.asarray(side, float)[~np.isnan(np.asarray(side, float))] for side in (x, y))
    return two_sample_effects(y, x)


def _fit(model: Model) -> Fit:
    found = fit(model.y, model.x, np.arange(len(model.y)))
    if found is None:
        raise NotInThisR("a model with columns that are combinations of others")
    return found


def _each(model: Model, spread: str = "OLS", confidence: float = 0.95) -> list:
    """Every coefficient of a model of persons, with its standard error."""
    fitted = _fit(model)
    return [plain(fitted, contrast, spread, confidence=confidence) for contrast in np.eye(len(model.names))]
