"""R's formulas: the columns of a design with treatment contrasts, and the groups of random intercepts.

Terms are ordered as R orders them (main effects, then products); a factor has one column less than levels where its
margin is in the model, else one a level; columns are named as R names them.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from tests.reference.r_functions import level_name
from tests.reference.r_language import Node, NotInThisR

Term = tuple[Node, ...]


@dataclass(frozen=True, eq=False)
class Design:
    """Named columns of a formula's right side; rows as they are, missing ones included."""

    x: np.ndarray
    names: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Group:
    """A grouping factor of random intercepts: its name as lme4 prints it, and a code per row (−1 where missing)."""

    name: str
    code: np.ndarray
    labels: np.ndarray


def design(workspace: Any, right: Node, n: int) -> Design:
    """The model matrix of a formula's right side, its names taken from a workspace that knows the columns.

    Random terms, ``(1 | school)``, are passed over.
    """
    terms, intercept = _terms(right)
    kept: list[Term] = [()] if intercept else []
    kept += sorted(terms, key=len)
    columns: dict[str, np.ndarray] = {}
    for term in kept:
        columns |= _columns(workspace, term, kept, n)
    return Design(np.column_stack(list(columns.values())), tuple(columns))


def sides(workspace: Any, formula: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """(left, right) of ``cbind(a, b) ~ c + d`` as named columns."""
    left = formula.left
    outcomes = [node for _, node in left[2]] if left[0] == "call" and left[1] == ("name", "cbind") else [left]
    groups = [term[0] for term in _expanded(formula.right)[0]]
    return tuple({written(node): workspace.value(node) for node in nodes} for nodes in (outcomes, groups))


def grouping(workspace: Any, right: Node) -> list[Group]:
    """The grouping factors of ``(1 | a/b)``, ``(1 | a) + (1 | a:b)`` …, most levels first, as lme4 prints them."""
    groups: list[Group] = []
    for bar in _bars(right):
        if bar[2] != ("number", 1.0):
            raise NotInThisR("only random intercepts")
        groups += _nesting(workspace, bar[3])
    return sorted(groups, key=lambda group: -len(set(group.code.tolist()) - {-1}))


def written(node: Node) -> str:
    """An expression as R writes it in the name of a column."""
    kind = node[0]
    if kind == "name":
        return node[1]
    if kind == "number":
        return f"{node[1]:g}"
    if kind == "string":
        return f'"{node[1]}"'
    if kind == "part":
        return f"{written(node[1])}${node[2]}"
    if kind == "call":
        given = [f"{name} = {written(inner)}" if name else written(inner) for name, inner in node[2]]
        return f"{written(node[1])}({', '.join(given)})"
    if kind == "unary":
        return f"{node[1]}{written(node[2])}"
    if kind == "binary":
        tight = node[1] in ("^", ":")
        return f"{written(node[2])}{node[1] if tight else f' {node[1]} '}{written(node[3])}"
    raise NotInThisR(f"a name for {kind}")


def independent(given: Design) -> Design:
    """Without the columns that are combinations of those before them, as R drops them."""
    kept: list[int] = []
    known = np.isfinite(given.x).all(axis=1)
    for place, column in enumerate(given.x[known].T):
        basis = given.x[known][:, kept]
        left = column - basis @ np.linalg.lstsq(basis, column, rcond=None)[0] if kept else column
        if np.linalg.norm(left) > 1e-7 * max(np.linalg.norm(column), 1e-300):
            kept.append(place)
    return Design(given.x[:, kept], tuple(given.names[place] for place in kept))


def _terms(node: Node) -> tuple[list[Term], bool]:
    """(terms, whether there is an intercept) of a formula's right side, each term once."""
    terms, intercept = _expanded(node)
    return list(dict.fromkeys(terms)), intercept


def _expanded(node: Node) -> tuple[list[Term], bool]:
    if node == ("number", 1.0):
        return [], True
    if node == ("number", 0.0):
        return [], False
    if node[0] == "unary" and node[1] == "-" and node[2] == ("number", 1.0):
        return [], False
    if node[0] != "binary" or node[1] not in ("+", "-", "*", ":", "/", "^", "%in%", "|"):
        return [(_hashable(node),)], True
    sign, left, right = node[1:]
    if sign == "|":
        return [], True
    first, intercept = _expanded(left)
    if sign == "^":
        products = [_product(*parts) for size in range(1, int(right[1]) + 1) for parts in combinations(first, size)]
        return products, intercept
    if sign == "-":
        if right == ("number", 1.0):
            return first, False
        away = [_parts(term) for term in _expanded(right)[0]]
        return [term for term in first if _parts(term) not in away], intercept
    second, also = _expanded(right)
    if sign == "+":
        # 0 or 1 on either side decides; every other term leaves the intercept as it is.
        return first + second, intercept and also
    crossed = [_product(one, other) for one in first for other in second]
    if sign in (":", "%in%"):
        return crossed, True
    if sign == "/":
        return first + [_product(*first, other) for other in second], True
    return first + second + crossed, True


def _hashable(node: object):
    return tuple(_hashable(part) for part in node) if isinstance(node, tuple | list) else node


def _product(*terms: Term) -> Term:
    return tuple({repr(part): part for term in terms for part in term}.values())


def _parts(term: Term) -> set[str]:
    """What a term is a product of, in any order; a call holds a list, so it is told by how it is written."""
    return {repr(part) for part in term}


def _columns(workspace: Any, term: Term, terms: list[Term], n: int) -> dict[str, np.ndarray]:
    columns = {"(Intercept)": np.ones(n)} if not term else {"": np.ones(n)}
    for part in term:
        margin = _parts(term) - {repr(part)}
        contrasted = any(_parts(other) == margin for other in terms)
        own = _variable(workspace, part, n, contrasted)
        columns = {
            f"{before}:{name}".removeprefix(":"): values * column
            for name, column in own.items()
            for before, values in columns.items()
        }
    return columns


def _variable(workspace: Any, part: Node, n: int, contrasted: bool) -> dict[str, np.ndarray]:
    found, name = workspace.value(part), written(part)
    if isinstance(found, pd.Categorical) or np.asarray(found).dtype.kind in "OUS":
        levels = list(found.categories) if isinstance(found, pd.Categorical) else sorted(set(pd.Series(found).dropna()))
        present = [level for level in levels if (np.asarray(found) == level).any()]
        missing = pd.isna(found)
        return {
            f"{name}{level_name(level)}": np.where(missing, np.nan, np.asarray(found) == level)
            for level in present[1 if contrasted else 0 :]
        }
    found = np.asarray(found)
    if found.dtype.kind == "b":
        both = {f"{name}FALSE": (~found).astype(float), f"{name}TRUE": found.astype(float)}
        return {f"{name}TRUE": both[f"{name}TRUE"]} if contrasted else both
    if found.ndim == 2 and found.shape[1] == 1:
        return {name: found[:, 0]}
    if found.ndim == 2:
        return {f"{name}{place + 1}": column for place, column in enumerate(found.T)}
    return {name: np.broadcast_to(found.astype(float), n)}


def _bars(node: object) -> list[Node]:
    if isinstance(node, tuple) and node and node[0] == "binary" and node[1] in ("|", "||"):
        return [node]
    return [bar for part in node for bar in _bars(part)] if isinstance(node, tuple) else []


def _nesting(workspace: Any, node: Node) -> list[Group]:
    if node[0] == "binary" and node[1] == "/":
        outer, inner = _nesting(workspace, node[2]), _group(workspace, node[3])
        return [*outer, _crossed(inner, outer[-1])]
    return [_group(workspace, node)]


def _group(workspace: Any, node: Node) -> Group:
    if node[0] == "binary" and node[1] == ":":
        return _crossed(_group(workspace, node[2]), _group(workspace, node[3]))
    values = workspace.value(node)
    return Group(written(node), pd.factorize(np.asarray(values, object))[0], np.asarray(values))


def _crossed(first: Group, second: Group) -> Group:
    both = first.code * (second.code.max() + 1) + second.code
    code = pd.factorize(np.where((first.code < 0) | (second.code < 0), -1, both))[0]
    code = np.where((first.code < 0) | (second.code < 0), -1, code)
    return Group(f"{first.name}:{second.name}", code, code)
