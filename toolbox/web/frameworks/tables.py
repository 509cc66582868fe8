"""Items and levels as tables a visitor types into, and back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from toolbox.model import Area, Framework, Item, Level, Scale

#: Columns of the table of items; the last is never shown and tells which item a row was.
CODE, NAME, REVERSE, OPTIONAL, AREA, SCALE, TEXT, SAME, ID = (
    "Code", "Item", "Turned round", "Optional", "Area", "Scale", "Full wording", "Same question", "id",
)  # fmt: skip


def item_rows(framework: Framework, area: str, meant: frozenset[str] = frozenset()) -> pd.DataFrame:
    """The items of one area, a row each.

    Example:
        >>> from toolbox.frameworks.examples import FIRST
        >>> item_rows(FIRST, "A")[["Code", "Item", "Turned round"]].values.tolist()
        [['A1', 'We plan together', False], ['A2', 'We meet weekly', False]]
    """
    rows = [
        (item.code, item.name, item.reverse, item.optional, area, item.scale, item.text, item.id in meant, item.id)
        for item in framework.items_of(area)
    ]
    frame = pd.DataFrame(rows, columns=[CODE, NAME, REVERSE, OPTIONAL, AREA, SCALE, TEXT, SAME, ID])
    words, truths = [CODE, NAME, AREA, SCALE, TEXT, ID], [REVERSE, OPTIONAL, SAME]
    return frame.astype({**dict.fromkeys(words, "str"), **dict.fromkeys(truths, "boolean")})


def items_of(
    frame: pd.DataFrame, area: Area, scales: tuple[Scale, ...], before: Mapping[str, Item]
) -> tuple[tuple[Item, ...], frozenset[str]]:
    """The items typed into the table of one area, and the ids of those meant as the same question.

    A row without an item is left out; one without a code gets the next free one of its area; one that names another
    area goes there. ``before``: the items the
    table was opened on, by id, for what the table does not show.

    Example:
        >>> frame = pd.DataFrame({"Code": ["A1", None], "Item": ["We plan", "We meet"], "Turned round": [False, None]})
        >>> [(item.code, item.name, item.reverse) for item in items_of(frame, Area(id="A", name=""), (), {})[0]]
        [('A1', 'We plan', False), ('A2', 'We meet', False)]
    """
    made: list[Item] = []
    meant = set()
    taken = {_words(row.get(CODE)) for row in frame.to_dict("records")}
    for row in frame.to_dict("records"):
        name = _words(row.get(NAME))
        if not (name or _words(row.get(CODE))):
            continue
        code = _words(row.get(CODE)) or _next_code(area.id, taken)
        taken.add(code)
        id = _words(row.get(ID))
        start = before.get(id, Item(id="", code="", area="", name=""))
        scale = _words(row.get(SCALE)) or start.scale or (scales[0].id if scales else "")
        made.append(
            replace(
                start,
                code=code,
                area=_words(row.get(AREA)) or area.id,
                name=name,
                text=_words(row.get(TEXT)),
                scale=scale if scale in {each.id for each in scales} or not scales else scales[0].id,
                reverse=_true(row.get(REVERSE)),
                optional=_true(row.get(OPTIONAL)),
                descent=None,
            )
        )
        if id and _true(row.get(SAME)):
            meant.add(id)
    return tuple(made), frozenset(meant)


def next_area(areas: tuple[Area, ...]) -> str:
    """The id of one area more: the next letter, or a number where the letters are used up.

    Example:
        >>> next_area((Area(id="A", name=""), Area(id="C", name="")))
        'B'
    """
    taken = {area.id for area in areas}
    letters = (chr(ord("A") + place) for place in range(26))
    return next((letter for letter in letters if letter not in taken), f"A{len(areas) + 1}")


def level_rows(levels: tuple[Level, ...]) -> pd.DataFrame:
    """The named levels of an area's score, a row each."""
    rows = [(level.name, level.at_least) for level in levels]
    return pd.DataFrame(rows, columns=["Level", "From"]).astype({"Level": "str", "From": "float64"})


def levels_of(frame: pd.DataFrame) -> tuple[Level, ...]:
    """The levels typed in, counted from 1 in the order of the table.

    Example:
        >>> levels_of(pd.DataFrame({"Level": ["Beginning", None, "Settled"], "From": [1.0, None, 3.5]}))
        (Level(value=1, name='Beginning', at_least=1.0), Level(value=2, name='Settled', at_least=3.5))
    """
    rows = [(_words(row["Level"]), row["From"]) for row in frame.to_dict("records")]
    typed = [(name, float(start)) for name, start in rows if name and not pd.isna(start)]
    return tuple(Level(value=place, name=name, at_least=start) for place, (name, start) in enumerate(typed, start=1))


def _next_code(area: str, taken: set[str]) -> str:
    stem = area if re.fullmatch(r"[A-Za-z]+", area) else f"{area}."
    number = 1
    while f"{stem}{number}" in taken:
        number += 1
    return f"{stem}{number}"


def _words(value: object) -> str:
    return "" if value is None or pd.isna(value) else " ".join(str(value).split())


def _true(value: object) -> bool:
    return not (value is None or pd.isna(value)) and bool(value)
