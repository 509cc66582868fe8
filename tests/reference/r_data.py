"""What the data lines of an R command leave in R's workspace: columns, subsets, small functions of them.

Anything else (models, packages) is left as :class:`Unknown`, and the mapping takes what it needs from the syntax.
R's t.test and p.adjust are ours, so that a case that adjusts p-values of t tests checks both.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from tests.reference import r_frames
from tests.reference.r_formula import design, written
from tests.reference.r_functions import FUNCTIONS as PLAIN
from tests.reference.r_functions import SIGNS, ranked, read_csv, rows_of
from tests.reference.r_language import Node, NotInThisR, parse
from tests.reference.r_mixed import random_intercepts
from toolbox.statistics import independent_change, paired_change

FUNCTIONS = {**PLAIN, **r_frames.FUNCTIONS}


@dataclass(frozen=True)
class Unknown:
    """A value this workspace does not have, and why."""

    why: str


@dataclass(frozen=True, eq=False)
class Formula:
    """A formula: its sides as syntax, and the workspace its names live in."""

    left: Node | None
    right: Node


@dataclass(frozen=True, eq=False)
class Model:
    """A call of ``lm``: design with named columns, complete rows only."""

    y: np.ndarray
    x: np.ndarray
    names: tuple[str, ...]
    complete: np.ndarray


@dataclass(eq=False)
class Workspace:
    """Names and their values after the statements were run in order."""

    folder: Path
    values: dict[str, object] = field(default_factory=dict)

    def run(self, command: str) -> list[Node]:
        """Run every assignment that can be run; returns all statements as syntax."""
        statements = parse(command)
        for statement in statements:
            if statement[0] != "assign":
                continue
            try:
                self.assign(statement[1], self.value(statement[2]))
            except (NotInThisR, KeyError, TypeError, ValueError, AttributeError) as error:
                if statement[1][0] == "name":
                    self.values[statement[1][1]] = Unknown(f"{type(error).__name__}: {error}")
        return statements

    def assign(self, target: Node, value: object) -> None:
        if target[0] == "name":
            self.values[target[1]] = value
        elif target[0] in ("part", "item") and target[1][0] == "name":
            frame = self.get(target[1][1]).copy()
            column = value[:, 0] if isinstance(value, np.ndarray) and value.ndim == 2 else value
            frame[target[2] if target[0] == "part" else self.value(target[2][0][1])] = column
            self.values[target[1][1]] = frame
        elif target[0] == "index" and target[1][0] == "call" and target[1][1] == ("name", "names"):
            name = target[1][2][0][1][1]
            frame, place = self.get(name), int(self.value(target[2][0][1])) - 1
            self.values[name] = frame.rename(columns={frame.columns[place]: value})
        elif target[0] == "index" and target[1][0] == "part" and target[1][1][0] == "name":
            column = np.array(self.value(target[1]))
            column = column.astype(float) if column.dtype.kind in "iub" else column
            column[rows_of(self.value(target[2][0][1]), len(column))] = value
            self.assign(target[1], column)
        else:
            raise NotInThisR(f"assignment to {target[0]}")

    def get(self, name: str) -> object:
        """A value by name; raises NotInThisR where it is unknown."""
        if name in ("TRUE", "T", "FALSE", "F"):
            return name[0] == "T"
        if name in ("NA", "NULL"):
            return np.nan if name == "NA" else None
        if name not in self.values and name in FUNCTIONS:
            return FUNCTIONS[name]
        if name not in self.values:
            raise NotInThisR(f"no {name}")
        value = self.values[name]
        if isinstance(value, Unknown):
            raise NotInThisR(f"{name}: {value.why}")
        return value

    def value(self, node: Node) -> object:
        """What an expression is worth here."""
        return getattr(self, f"_{node[0]}")(*node[1:])

    def _number(self, number):
        return number

    _string = _number

    def _name(self, name):
        return self.get(name)

    def _block(self, statements):
        result = None
        for statement in statements:
            result = self.value(statement)
        return result

    def _assign(self, target, value):
        found = self.value(value)
        self.assign(target, found)
        return found

    def _function(self, parameters, body):
        def called(*given):
            inner = type(self)(self.folder, dict(self.values))
            inner.values.update(zip([name for name, _ in parameters], given, strict=False))
            return inner.value(body)

        return called

    def _part(self, of, name):
        found = self.value(of)
        if isinstance(found, pd.DataFrame):
            return _column(found, name)
        return found[name]

    def _item(self, of, arguments):
        found, key = self.value(of), self.value(arguments[0][1])
        if isinstance(found, pd.DataFrame):
            return _column(found, key)
        return found[key] if isinstance(key, str) else found[int(key) - 1]

    def _index(self, of, arguments):
        found = self.value(of)
        keys = [None if node is None else self.value(node) for _, node in arguments]
        if isinstance(found, pd.Series):
            return _named(found, keys[0])
        if isinstance(found, np.ndarray) and found.ndim == 2 and len(keys) == 2:
            places = [slice(None) if key is None else rows_of(key, n) for key, n in zip(keys, found.shape, strict=True)]
            part = found[places[0]][:, places[1]]
            return part.ravel() if 1 in part.shape else part
        if not isinstance(found, pd.DataFrame):
            return found[rows_of(keys[0], len(found))]
        if len(keys) == 1:
            return found[list(np.atleast_1d(keys[0]))]
        if keys[0] is not None:
            found = found.iloc[rows_of(keys[0], len(found))]
        if keys[1] is None:
            return found.reset_index(drop=True)
        if np.ndim(keys[1]) == 0:
            return _column(found, keys[1] if isinstance(keys[1], str) else found.columns[int(keys[1]) - 1])
        columns = np.atleast_1d(keys[1])
        names = [name if isinstance(name, str) else found.columns[int(name) - 1] for name in columns]
        return found[names].reset_index(drop=True)

    def _unary(self, sign, of):
        if sign == "~":
            return Formula(None, of)
        found = self.value(of)
        return ~np.asarray(found, bool) if sign == "!" else -found if sign == "-" else found

    def _binary(self, sign, left, right):
        if sign == "~":
            return Formula(left, right)
        a, b = self.value(left), self.value(right)
        if isinstance(b, pd.Series):
            # Names do not decide which numbers meet.
            b = b.to_numpy()
        if sign in ("==", "!=", "%in%"):
            a, b = r_frames.alike(a, b)
        if sign == "%in%":
            return np.isin(np.asarray(a), np.atleast_1d(b))
        if sign == ":":
            return np.arange(a, b + 1)
        return SIGNS[sign](a, b)

    def _call(self, function, arguments):
        name = function[1].split("::")[-1] if function[0] == "name" else ""
        if name in ("lm", "t.test", "wilcox.test"):
            return getattr(self, f"_{name.replace('.', '_')}")(arguments)
        if name == "read.csv":
            return read_csv(self.folder / self.value(arguments[0][1]))
        if name == "data.frame":
            return pd.DataFrame({keyword or written(node): self.value(node) for keyword, node in arguments})
        if name in ("subset", "with", "transform", "lmer", "model.matrix", "aggregate"):
            return getattr(self, f"_{name.replace('.', '_')}")(*arguments)
        given = [self.value(node) for keyword, node in arguments if not keyword]
        named = {keyword: self.value(node) for keyword, node in arguments if keyword}
        made = getattr(self, f"_r_{name.replace('.', '_')}", None)
        if made is not None and name not in self.values:
            return made(*given, **{keyword.replace(".", "_"): value for keyword, value in named.items()})
        if name in self.values or function[0] != "name":
            return self.value(function)(*given, **named)
        if name not in FUNCTIONS:
            raise NotInThisR(f"function {name}")
        return FUNCTIONS[name](*given, **named)

    def _sides(self, arguments):
        """The samples a test compares, written side by side or as ``y ~ group``, and its named arguments."""
        given = [self.value(node) for keyword, node in arguments if keyword in ("", "data")]
        named = {keyword: self.value(node) for keyword, node in arguments if keyword not in ("", "data")}
        if isinstance(given[0], Formula):
            inner = self.with_columns(given[1]) if len(given) > 1 else self
            y, by = (np.asarray(inner.value(side)) for side in (given[0].left, given[0].right))
            given = [y[by == level] for level in sorted(set(pd.Series(by).dropna()))]
        return [np.asarray(side, float) for side in given], named

    def _t_test(self, arguments):
        given, named = self._sides(arguments)
        if len(given) == 1 or named.get("paired"):
            other = given[1] if len(given) == 2 else np.full(len(given[0]), float(named.get("mu", 0)))
            known = np.isfinite(given[0]) & np.isfinite(other)
            found = paired_change(other[known], given[0][known])
        else:
            found = independent_change(*(side[np.isfinite(side)] for side in given[1::-1]))
        return {"p.value": found.p, "statistic": found.estimate / found.se, "parameter": found.df}

    def _wilcox_test(self, arguments):
        (first, second), named = self._sides(arguments)
        return {"p.value": ranked(first, second, bool(named.get("correct", True)))}

    def _subset(self, of, rows, *_):
        frame = self.value(of[1])
        kept = np.asarray(self.with_columns(frame).value(rows[1]), bool)
        return frame[kept].reset_index(drop=True)

    def _with(self, of, inside):
        return self.with_columns(self.value(of[1])).value(inside[1])

    def _transform(self, of, *columns):
        frame = self.value(of[1])
        inner = self.with_columns(frame)
        return frame.assign(**{name: inner.value(node) for name, node in columns})

    def _model_matrix(self, formula, of):
        frame = self.value(of[1])
        return design(self.with_columns(frame), self.value(formula[1]).right, len(frame)).x

    def _aggregate(self, *arguments):
        plain = [self.value(node) for keyword, node in arguments if not keyword]
        named = {keyword: self.value(node) for keyword, node in arguments if keyword}
        return r_frames.aggregate(self, *plain[:1], **dict(zip(("data", "FUN"), plain[1:], strict=False)), **named)

    def _lmer(self, *arguments):
        given = [self.value(node) for keyword, node in arguments if keyword in ("", "formula", "data")]
        if any(keyword == "REML" and not self.value(node) for keyword, node in arguments):
            raise NotInThisR("lmer without REML")
        return random_intercepts(self if len(given) < 2 else self.with_columns(given[1]), given[0])

    def with_columns(self, frame: pd.DataFrame) -> Workspace:
        """This workspace with the columns of a data frame as names."""
        columns = {name: _column(frame, name) for name in frame.columns}
        return type(self)(self.folder, {**self.values, **columns})

    def _lm(self, arguments):
        formula = self.value(arguments[0][1])
        frame = next((self.value(node) for keyword, node in arguments[1:] if keyword in ("", "data")), None)
        inner = self if frame is None else self.with_columns(frame)
        y = np.asarray(inner.value(formula.left), float)
        found = design(inner, formula.right, len(y))
        complete = np.isfinite(y) & np.isfinite(found.x).all(axis=1)
        return Model(y[complete], found.x[complete], found.names, complete)


def _column(frame: pd.DataFrame, name: str):
    """One column: an array, a factor with its levels."""
    column = frame[name]
    return column.array if isinstance(column.dtype, pd.CategoricalDtype) else column.to_numpy()


def _named(found: pd.Series, key: object):
    """Part of a named vector: by name, by condition, or by place."""
    if np.asarray(key).dtype.kind in "OU":
        part = found.reindex([str(one) for one in np.atleast_1d(np.asarray(key, object))]).to_numpy()
        return part if np.ndim(key) else part[0]
    return found.iloc[rows_of(key, len(found))]
