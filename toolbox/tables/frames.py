"""Rows to frames: one place decides which columns there are, in which order and of which type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from toolbox.model import Framework
from toolbox.tables.columns import COLUMNS, WHOLE


def frame_of(rows: Iterable[Mapping[str, object]], columns: Sequence[str]) -> pd.DataFrame:
    """A frame of exactly these columns. Whole numbers stay whole beside missing ones; text is never missing.

    Example:
        >>> frame_of([{"group": "teachers", "n": 24}, {"group": "leaders", "n": None}], ("group", "n")).dtypes.astype(str).tolist()
        ['str', 'Int64']
    """
    rows = list(rows)
    made = {}
    for name in columns:
        values = [row.get(name) for row in rows]
        how = COLUMNS[name].format
        if how == "":
            made[name] = pd.Series(["" if value is None else str(value) for value in values], dtype="str")
        elif how == WHOLE:
            made[name] = pd.Series(values, dtype="Int64")
        elif how.startswith("yyyy"):
            made[name] = pd.Series(values, dtype="datetime64[s]")
        else:
            made[name] = pd.Series(values, dtype="float64")
    return pd.DataFrame(made)


def schools_of(schools: Sequence[str]) -> str:
    """What a row is about, in one cell.

    Example:
        >>> schools_of(("Northbank School",)), schools_of(("a", "b", "c"))
        ('Northbank School', 'all 3 schools')
    """
    return schools[0] if len(schools) == 1 else f"all {len(schools)} schools"


def names_of(framework: Framework, area: str, item: str) -> dict[str, object]:
    """Codes and names of an area and, where there is one, of an item."""
    found = {"area": area, "area_name": next((each.name for each in framework.areas if each.id == area), area)}
    if item:
        known = next(each for each in framework.items if each.id == item)
        found |= {"item": item, "item_code": known.code, "item_name": known.name}
    return found
