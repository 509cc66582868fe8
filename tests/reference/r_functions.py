"""The functions of R that prepare data, as far as the reference cases use them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from toolbox.statistics import adjusted


def read_csv(path: Path) -> pd.DataFrame:
    """As R reads it: NA is missing; a blank is missing in a column of numbers and a word of its own among words."""
    frame = pd.read_csv(path, keep_default_na=False, na_values=["NA"])
    for name in frame.columns:
        if frame[name].dtype.kind not in "biuf":
            blank = frame[name].where(frame[name] != "")
            numbers = pd.to_numeric(blank, errors="coerce")
            frame[name] = numbers if numbers.notna().equals(blank.notna()) else frame[name].astype(object)
    return frame


def level_name(level: object) -> str:
    """A factor level as R writes it."""
    if isinstance(level, bool | np.bool_):
        return str(level).upper()
    return str(int(level)) if isinstance(level, float | np.floating) and float(level).is_integer() else str(level)


def rows_of(key: object, n: int) -> np.ndarray:
    """What stands between the brackets, as a numpy index: a condition, places from 1, or places to leave out."""
    key = np.atleast_1d(np.asarray(key))
    if key.dtype.kind == "b":
        return key
    if key.dtype == object:
        return np.array([bool(one) and not pd.isna(one) for one in key])
    places = key.astype(int)
    return np.delete(np.arange(n), -places - 1) if (places < 0).any() else places - 1


def _join(*parts, sep=" ", collapse=None):
    parts = [np.atleast_1d(part) for part in parts]
    n = max(map(len, parts))
    joined = [sep.join(level_name(part[place % len(part)]) for part in parts) for place in range(n)]
    return collapse.join(joined) if collapse is not None else np.array(joined, object) if n > 1 else joined[0]


def _combine(*parts, **named):
    parts = [*parts, *named.values()]
    if any(np.asarray(one).dtype.kind in "OU" for one in parts):
        return np.concatenate([np.atleast_1d(np.asarray(one, object)) for one in parts])
    return np.concatenate([np.atleast_1d(one) for one in parts])


def _complete(*parts):
    found = [part.isna().any(axis=1).to_numpy() if isinstance(part, pd.DataFrame) else pd.isna(part) for part in parts]
    return ~np.any(found, axis=0)


def _without_missing(values):
    return values.dropna().reset_index(drop=True) if isinstance(values, pd.DataFrame) else values[~pd.isna(values)]


def _each(values, function):
    values = values.values() if isinstance(values, dict) else values
    return [function(value) for value in values]


def _to_vector(values, function):
    return np.array(_each(values, function))


def _split(frame, by):
    return {level: frame[by == level].reset_index(drop=True) for level in sorted(set(pd.Series(by).dropna()))}


def _side_by_side(*columns, **named):
    columns = [np.asarray(column) for column in (*columns, *named.values())]
    n = max(len(column) if column.ndim else 1 for column in columns)
    return np.column_stack([column if column.ndim else np.full(n, column) for column in columns])


def _correlated(x, y, **_):
    from scipy.stats import pearsonr

    known = np.isfinite(x) & np.isfinite(y)
    return {"p.value": pearsonr(x[known], y[known]).pvalue}


def ranked(first: np.ndarray, second: np.ndarray, correct: bool) -> float:
    """p of the Mann-Whitney test, normal approximation: raw material of cases that adjust p-values."""
    from scipy.stats import mannwhitneyu

    sides = (side[np.isfinite(side)] for side in (first, second))
    return mannwhitneyu(*sides, method="asymptotic", use_continuity=correct).pvalue


def _removing(made):
    def called(*values, **named):
        values = np.concatenate([np.ravel(np.asarray(one, float)) for one in values])
        return made(values[~np.isnan(values)] if named.get("na.rm") else values)

    return called


SIGNS = {
    "+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide, "^": np.power, "<": np.less, ">": np.greater,
    "<=": np.less_equal, ">=": np.greater_equal, "&": np.logical_and, "&&": np.logical_and, "|": np.logical_or,
    "||": np.logical_or, "==": lambda a, b: np.asarray(a) == b, "!=": lambda a, b: np.asarray(a) != b,
    "%%": np.mod, "%/%": np.floor_divide,
}  # fmt: skip

FUNCTIONS = {
    "c": _combine, "paste": _join, "paste0": lambda *parts, **named: _join(*parts, sep="", **named),
    "is.na": pd.isna, "complete.cases": _complete, "na.omit": _without_missing, "unname": lambda x: x, "I": lambda x: x,
    "as.integer": lambda x: np.asarray(x).astype(int), "as.numeric": lambda x: np.asarray(x, float),
    "as.character": lambda x: np.asarray([level_name(one) for one in x], object), "factor": lambda x, *_, **__: x,
    "round": lambda x, digits=0: np.round(x, int(digits)), "length": len,
    "nrow": len, "ncol": lambda x: x.shape[1], "unique": lambda x: pd.unique(x),
    "abs": np.abs, "sqrt": np.sqrt, "log": np.log, "exp": np.exp, "seq_along": lambda x: np.arange(1, len(x) + 1),
    "sum": _removing(np.sum), "mean": _removing(np.mean), "median": _removing(np.median), "min": _removing(np.min),
    "max": _removing(np.max), "sd": _removing(lambda x: x.std(ddof=1)), "var": _removing(lambda x: x.var(ddof=1)),
    "ifelse": np.where, "which": lambda x: np.flatnonzero(x) + 1,
    "rowMeans": lambda x, **named: x.mean(axis=1, skipna=bool(named.get("na.rm"))).to_numpy(),
    "interaction": lambda *parts, **_: _join(*parts, sep="."), "data.frame": lambda **columns: pd.DataFrame(columns),
    "head": lambda x, n=6: x[: int(n)], "sapply": _to_vector, "vapply": lambda x, f, *_: _to_vector(x, f),
    "lapply": _each, "list": lambda *parts, **named: named or list(parts),
    "split": _split, "cor.test": _correlated, "cbind": _side_by_side,
    "p.adjust": lambda p, method="holm": np.array(adjusted(list(p), method)),
}  # fmt: skip
