"""Statements of one's own areas that go against the others of their area: a hint that agreeing means being less far along."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from toolbox.model import LOWEST_VALUE
from toolbox.reading.recipes.persons import column_of
from toolbox.reading.recipes.scales import lookup, value_of
from toolbox.web.mapping.draft import Draft, meanings

#: Weaker than this, or from fewer answers or statements, it says nothing.
AGAINST, FEWEST, STATEMENTS = -0.2, 20, 3


def against(draft: Draft) -> Mapping[str, float]:
    """Column → its correlation with the mean of the other statements of its area, where that is clearly negative.

    Statements already said to be turned round are turned first, so a right choice makes the hint go away.
    """
    if draft.own is None or draft.reading is None:
        return {}
    areas: dict[str, list[str]] = {}
    for column, area in draft.own.areas:
        areas.setdefault(area, []).append(column)
    found: dict[str, float] = {}
    for columns in areas.values():
        values = {column: held for column in columns if (held := _values(draft, column)) is not None}
        if len(values) >= STATEMENTS:
            found |= _against(values)
    return found


def _against(values: Mapping[str, np.ndarray]) -> dict[str, float]:
    """Only the one that disagrees most is told, then the rest is looked at without it: it would pull others down."""
    left, found = dict(values), {}
    while len(left) >= STATEMENTS:
        told = {column: r for column in left if (r := _with_the_rest(left, column)) is not None and r < AGAINST}
        if not told:
            break
        worst = min(told, key=told.__getitem__)
        found[worst] = told[worst]
        del left[worst]
    return found


def _with_the_rest(values: Mapping[str, np.ndarray], column: str) -> float | None:
    rest = np.vstack([held for other, held in values.items() if other != column])
    known = ~np.isnan(rest)
    counted = known.sum(axis=0)
    mean = np.where(known, rest, 0.0).sum(axis=0) / np.maximum(counted, 1)
    both = (counted > 0) & ~np.isnan(values[column])
    one, other = values[column][both], mean[both]
    if len(one) < FEWEST or not one.std() or not other.std():
        return None
    return float(np.corrcoef(one, other)[0, 1])


def _values(draft: Draft, column: str) -> np.ndarray | None:
    """The values of a statement, turned round where a person said so; NaN without one. None where it has no scale."""
    each = meanings(draft).get(column)
    scale = (
        next((s for s in draft.recipe.scales if each is not None and s.id == each.scale), None)
        if draft.recipe
        else None
    )
    if each is None or scale is None or each.meaning != "item" or column not in draft.reading.table:
        return None
    held, forms = column_of(draft.reading, column), lookup(scale)
    worth = np.array(
        [
            float(value)
            if word and (value := value_of(word, scale, forms, draft.reading.reader)) > LOWEST_VALUE
            else np.nan
            for word in held.words
        ]
    )
    made = worth[held.codes]
    return -made if column in draft.own.reverse else made
