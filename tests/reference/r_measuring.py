"""R's packages for measuring (psych, lavaan, multilevel, ordinal), as far as commands pick numbers out of them.

Every number comes from our estimators; only the shape of the objects is R's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from tests.reference.r_data import Formula, Workspace
from tests.reference.r_formula import design, grouping
from tests.reference.r_functions import rows_of
from tests.reference.r_language import Node, NotInThisR
from toolbox.statistics import agreement, cumulative_logit, cumulative_logit_of_schools, invariance, r_wg, reliability
from toolbox.statistics.agreement import Agreement
from toolbox.statistics.cumulative_logit import CumulativeLogit
from toolbox.statistics.factor import FactorFit, one_factor
from toolbox.statistics.reliability import feldt_interval

EVERYBODY = 2
"""The least number of persons the cases are run with: R refuses nobody."""


@dataclass(frozen=True, eq=False)
class Variances:
    """A call of ``aov`` of a mean over groups."""

    found: Agreement


@dataclass(frozen=True, eq=False)
class Measured:
    """A call of ``cfa``: the model, and the names of its factors and items."""

    fit: FactorFit
    factors: tuple[tuple[str, tuple[str, ...]], ...]


class Measuring(Workspace):
    """A workspace that knows these packages, and that a factor stays one."""

    def _function(self, parameters, body):
        def called(*given):
            inner = Measuring(self.folder, dict(self.values))
            inner.values.update(zip([name for name, _ in parameters], given, strict=False))
            return inner.value(body)

        return called

    def with_columns(self, frame: pd.DataFrame) -> Measuring:
        return Measuring(self.folder, {**self.values, **{name: _column(frame, name) for name in frame.columns}})

    def assign(self, target: Node, value: object) -> None:
        """Also ``d[["a"]] <-`` and ``d[, names] <-``."""
        if target[0] in ("item", "index") and target[1][0] == "name":
            keys = [None if node is None else self.value(node) for _, node in target[2]]
            frame = self.get(target[1][1])
            if isinstance(frame, pd.DataFrame) and (len(keys) == 1 or keys[0] is None):
                frame = frame.copy()
                names = np.atleast_1d(keys[-1])
                names = [name if isinstance(name, str) else frame.columns[int(name) - 1] for name in names]
                frame[names if target[0] == "index" else names[0]] = np.asarray(value)
                self.values[target[1][1]] = frame
                return
        super().assign(target, value)

    def _part(self, of, name):
        found = self.value(of)
        return _column(found, name) if isinstance(found, pd.DataFrame) else found[name]

    def _item(self, of, arguments):
        found, key = self.value(of), self.value(arguments[0][1])
        return (
            _column(found, key)
            if isinstance(found, pd.DataFrame) and isinstance(key, str)
            else super()._item(of, arguments)
        )

    def _index(self, of, arguments):
        found = self.value(of)
        if isinstance(found, pd.DataFrame) and len(arguments) == 2 and arguments[1][1] is not None:
            rows, column = (None if node is None else self.value(node) for _, node in arguments)
            if np.ndim(column) == 0:
                name = column if isinstance(column, str) else found.columns[int(column) - 1]
                values = _column(found, name)
                if isinstance(rows, str):
                    return values[list(found.index).index(rows)]
                return values if rows is None else values[rows_of(rows, len(values))]
        return super()._index(of, arguments)

    def _call(self, function, arguments):
        name = function[1].split("::")[-1] if function[0] == "name" else ""
        if name in _WITH_FORMULA and name not in self.values:
            return self._fitted(name, arguments)
        if name in _CALLS and name not in self.values:
            given = [self.value(node) for keyword, node in arguments if not keyword]
            return _CALLS[name](*given, **{keyword: self.value(node) for keyword, node in arguments if keyword})
        return super()._call(function, arguments)

    def _fitted(self, name: str, arguments: list[tuple[str, Node]]) -> object:
        """Models given by a formula: the frame is the second argument, or ``data``."""
        named = {keyword: self.value(node) for keyword, node in arguments if keyword}
        given = [self.value(node) for keyword, node in arguments if not keyword]
        formula = named.pop("formula", None) or given.pop(0)
        frame = named.get("data", given[0] if given else None)
        inner = self if frame is None else self.with_columns(frame)
        return _WITH_FORMULA[name](inner, formula, **named)

    def answers(self, statements: list[Node]) -> dict[str, Any]:
        """Every number of the command's last list(...) that can be worked out."""
        found = {}
        for name, node in statements[-1][2]:
            try:
                found[name] = self.value(node)
            except (NotInThisR, KeyError, TypeError, ValueError, AttributeError, IndexError):
                # Left to the mapping, and where it has no number either the test says so.
                continue
        return found


def _column(frame: pd.DataFrame, name: str) -> object:
    values = frame[name]
    return values.array if isinstance(values.dtype, pd.CategoricalDtype) else values.to_numpy()


def _factor(values, levels=None, labels=None, ordered=False, **_):
    if isinstance(values, pd.Categorical):
        levels = values.categories if levels is None else levels
    values = np.asarray(values, object)
    levels = sorted(set(pd.Series(values).dropna())) if levels is None else list(np.atleast_1d(levels))
    found = pd.Categorical(values, categories=levels, ordered=bool(ordered))
    return found.rename_categories(list(np.atleast_1d(labels))) if labels is not None else found


def _levels(values) -> np.ndarray:
    """A grouping, as numbers in the order of its levels; NaN where missing."""
    values = values if isinstance(values, pd.Categorical) else _factor(values)
    return np.where(values.codes < 0, np.nan, values.codes)


def _table(items) -> np.ndarray:
    return (
        items.to_numpy(float) if isinstance(items, pd.DataFrame) else np.asarray(items, float).reshape(len(items), -1)
    )


def _cut(values, breaks, labels=None, right=True, **_):
    cut = pd.cut(np.asarray(values, float), np.asarray(breaks, float), right=bool(right), labels=labels)
    return cut if labels is not None else cut.rename_categories([str(one) for one in cut.categories])


def _relevel(values, ref):
    values = values if isinstance(values, pd.Categorical) else _factor(values)
    return _factor(values, levels=[ref, *(level for level in values.categories if level != ref)])


def _grep(pattern, values, value=False, **_):
    found = np.array([bool(re.search(pattern, str(one))) for one in values])
    return np.asarray(values, object)[found] if value else np.flatnonzero(found) + 1


def _sprintf(pattern, *values):
    values = [np.atleast_1d(one) for one in values]
    whole = "d" in pattern
    made = [pattern % tuple(int(one) if whole else one for one in row) for row in zip(*values, strict=True)]
    return np.array(made, object) if len(made) > 1 else made[0]


# psych -----------------------------------------------------------------------------------------------------------


def _of_complete(items) -> Any:
    table = _table(items)
    return reliability(table[~np.isnan(table).any(axis=1)], least=EVERYBODY)


def _alpha(items, *_, **__):
    found = _of_complete(items)
    values = {"raw_alpha": found.alpha, "std.alpha": found.alpha_standardised, "average_r": found.average_r}
    total = {name: each.estimate for name, each in values.items()} | {"ase": found.alpha.se}
    return {
        "total": total,
        "item.stats": pd.DataFrame({"r.drop": [each.estimate for each in found.item_rest]}, index=items.columns),
        "alpha.drop": pd.DataFrame(
            {"raw_alpha": [each.estimate for each in found.alpha_if_dropped]}, index=items.columns
        ),
    }


def _fa(items, *_, **__):
    return {"loadings": pd.DataFrame({"MR1": _of_complete(items).loadings_standardised}, index=items.columns)}


# lavaan ----------------------------------------------------------------------------------------------------------


def _cfa(model, data, group=None, **named):
    """One factor in one group, or any number in several; which of the three models ``group.equal`` says."""
    factors = tuple(
        (part.split("=~")[0].strip(), tuple(re.findall(r"[A-Za-z.][\w.]*", part.split("=~")[1])))
        for part in re.split(r"[\n;]", model)
        if "=~" in part
    )
    items = [item for _, mine in factors for item in mine]
    table = data[items].to_numpy(float)
    known = ~np.isnan(table).any(axis=1)
    if group is None:
        assert len(factors) == 1, "several factors are fitted over groups"
        return Measured(one_factor(table[known]), factors)
    of = data[group]
    known &= of.notna().to_numpy()
    belongs = [place for place, (_, mine) in enumerate(factors) for _ in mine]
    found = invariance(table[known], of.to_numpy()[known], belongs, least=EVERYBODY, least_items=2)
    equal = set(np.atleast_1d(named.get("group.equal", [])).tolist())
    step = {
        frozenset(): "configural",
        frozenset({"loadings"}): "metric",
        frozenset({"loadings", "intercepts"}): "scalar",
    }
    return Measured(getattr(found, step[frozenset(equal)]), factors)


def _parameters(of: Measured, *_, **__) -> pd.DataFrame:
    items = [item for _, mine in of.factors for item in mine]
    loading = np.array(of.fit.loadings[0])
    rows, place = [], 0
    for factor, mine in of.factors:
        own = loading[place : place + len(mine)]
        # lavaan starts with the first item pointing up and stays there; ours point the way most items do.
        rows += [(factor, "=~", item, value * (np.sign(own[0]) or 1)) for item, value in zip(mine, own, strict=True)]
        place += len(mine)
    rows += [(item, "~~", item, value) for item, value in zip(items, of.fit.residuals[0], strict=True)]
    return pd.DataFrame(rows, columns=["lhs", "op", "rhs", "est"])


def _measures(of: Measured, which=("chisq", "df", "pvalue", "cfi", "rmsea", "srmr"), *_, **__) -> np.ndarray:
    fit = of.fit
    every = {
        "chisq": fit.test.estimate, "df": fit.test.df, "pvalue": fit.test.p, "cfi": fit.cfi, "srmr": fit.srmr,
        "rmsea": fit.rmsea.estimate, "rmsea.ci.lower": fit.rmsea.ci_low, "rmsea.ci.upper": fit.rmsea.ci_high,
        "ntotal": fit.test.n,
    }  # fmt: skip
    return np.array([every[name] for name in np.atleast_1d(which)], float)


# multilevel ------------------------------------------------------------------------------------------------------


def _known(items, school) -> tuple[np.ndarray, np.ndarray]:
    table, group = _table(items), _levels(school)
    kept = ~np.isnan(table).any(axis=1) & ~np.isnan(group)
    return table[kept], group[kept]


def _rwg_of(name: str):
    def called(x, grpid, ranvar=2.0):
        table, group = _known(x, grpid)
        found = r_wg(table, group, float(ranvar), least=EVERYBODY)
        return pd.DataFrame({"grpid": np.unique(group), name: np.array(found.values, float)})

    return called


def _ad_m(x, grpid, *_, **__):
    table, group = _known(x, grpid)
    found = agreement(table, group, 5, least=EVERYBODY)
    return pd.DataFrame({"grpid": found.schools, "AD.M": np.array(found.average_deviation.values, float)})


def _mult_icc(x, grpid):
    rows, group = [], _levels(grpid)
    # The package takes the size of a group from all its rows, also those without an answer.
    size = np.isfinite(group).sum() / len(np.unique(group[np.isfinite(group)]))
    for column in _table(x).T:
        table, of = _known(column, grpid)
        share = agreement(table, of, 5, least=EVERYBODY, least_schools=EVERYBODY).items[0][0].estimate
        rows.append((share, size * share / (1 + (size - 1) * share)))
    return pd.DataFrame(rows, columns=["ICC1", "ICC2"])


def _aov(inner: Measuring, formula: Formula, **_) -> Variances:
    return Variances(agreement(*_known(inner.value(formula.left), inner.value(formula.right)), 5, least=EVERYBODY))


# ordinal ---------------------------------------------------------------------------------------------------------


def _ordered(inner: Measuring, formula: Formula) -> tuple[np.ndarray, np.ndarray, list[np.ndarray]]:
    """Answers as numbers, columns of regressors, groupings; rows complete in all of them."""
    answers = _levels(inner.value(formula.left))
    found = design(inner, formula.right, len(answers))
    x = found.x[:, [name != "(Intercept)" for name in found.names]]
    groups = [np.where(each.code < 0, np.nan, each.code) for each in grouping(inner, formula.right)]
    known = np.isfinite(np.column_stack([answers, x, *groups])).all(axis=1)
    return answers[known], x[known], [each[known] for each in groups]


def _clm(inner: Measuring, formula: Formula, **_) -> dict[str, Any]:
    y, x, _groups = _ordered(inner, formula)
    return _odds(cumulative_logit(y, x, least=1))


def _clmm(inner: Measuring, formula: Formula, **named) -> dict[str, Any]:
    y, x, (school,) = _ordered(inner, formula)
    found = cumulative_logit_of_schools(y, x, school, least=1, points=int(named.get("nAGQ", 1)))
    return _odds(found) | {"ST": [np.array([found.spread.estimate])]}


def _odds(found: CumulativeLogit) -> dict[str, Any]:
    both = (*found.thresholds, *found.coefficients)
    table = pd.DataFrame([(each.estimate, each.se, each.estimate / each.se, each.p) for each in both],
                         columns=["Estimate", "Std. Error", "z value", "Pr(>|z|)"])  # fmt: skip
    first, second = (np.array([each.estimate for each in part]) for part in (found.thresholds, found.coefficients))
    return {"alpha": first, "beta": second, "coefficients": table, "logLik": found.log_likelihood, "nobs": found.n}


def _summary(of, *_, **__):
    if not isinstance(of, Variances):
        return of
    f = of.found.f
    return [pd.DataFrame({"Df": [len(of.found.schools) - 1, f.df], "Sum Sq": np.nan, "Mean Sq": np.nan,
                          "F value": [f.estimate, np.nan], "Pr(>F)": [f.p, np.nan]})]  # fmt: skip


_WITH_FORMULA = {"aov": _aov, "clm": _clm, "clmm": _clmm}
_CALLS = {
    "factor": _factor, "as.factor": _factor, "ordered": lambda x, *a, **b: _factor(x, *a, **b),
    "droplevels": lambda x: x, "nlevels": lambda x: len(x.categories), "levels": lambda x: np.array(x.categories),
    "unique": lambda x: pd.unique(np.asarray(x)), "names": lambda x: np.array(list(x), object),
    "colnames": lambda x: np.array(list(x), object), "nrow": len,
    "as.ordered": _factor, "relevel": _relevel, "grep": _grep, "pmin": np.minimum, "pmax": np.maximum, "cut": _cut, "sprintf": _sprintf, "alpha": _alpha, "fa": _fa, "feldt": lambda a, n, k, *_: np.array(feldt_interval(float(a), int(n), int(k))),
    "cfa": _cfa, "parameterEstimates": _parameters, "parameterestimates": _parameters, "fitMeasures": _measures,
    "fitmeasures": _measures, "rwg.j": _rwg_of("rwg.j"), "rwg": _rwg_of("rwg"), "ad.m": _ad_m, "mult.icc": _mult_icc,
    "ICC1": lambda of: of.found.icc1.estimate, "ICC2": lambda of: of.found.icc2.estimate, "summary": _summary,
    "coef": lambda of: of["coefficients"], "logLik": lambda of: of["logLik"], "nobs": lambda of: of["nobs"],
    "quantile": lambda x, share, **_: np.quantile(x, share), "range": lambda x: np.array([np.min(x), np.max(x)]),
    "as.numeric": lambda x: np.asarray(x, float),
}  # fmt: skip
