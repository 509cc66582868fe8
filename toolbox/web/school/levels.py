"""A table in which a person chooses a level for each indicator of a rubric."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from toolbox.model import Framework, Item

#: Pixels of a table: a row and its heading.
ROW, HEADING, MOST = 35, 38, 700


def level_editor(framework: Framework, now: Mapping[str, int], *, key: str) -> dict[str, int]:
    """The levels (item → level) as the visitor has them now; ``now`` is what the table opened on.

    An indicator without a level is not in the answer.
    """
    areas = {area.id: area.name for area in framework.areas}
    items = [item for area in framework.areas for item in framework.items_of(area.id)]
    options = list(dict.fromkeys(name for item in items for name in level_names(framework, item).values()))
    frame = pd.DataFrame(
        {
            "Area": pd.Series([areas[item.area] for item in items], dtype="str"),
            "Indicator": pd.Series([f"{item.code} {item.name}".strip() for item in items], dtype="str"),
            "Level": pd.Series([level_names(framework, item).get(now.get(item.id)) for item in items], dtype="object"),
        }
    )
    changed = st.data_editor(
        frame,
        hide_index=True,
        num_rows="fixed",
        disabled=["Area", "Indicator"],
        placeholder="not rated",
        height=min(HEADING + ROW * len(items), MOST),
        column_config={
            "Area": st.column_config.TextColumn(width="medium"),
            "Indicator": st.column_config.TextColumn(width="large"),
            "Level": st.column_config.SelectboxColumn(options=options, width="medium"),
        },
        key=key,
        alt="The level of each indicator; the column Level can be filled in",
    )
    return {
        item.id: level
        for item, said in zip(items, changed["Level"], strict=True)
        if (level := level_of(framework, item, said)) is not None
    }


def level_names(framework: Framework, item: Item) -> dict[int, str]:
    """Every level of an item as it can be chosen: its number, and its name where it has one.

    Example:
        >>> from toolbox.disclosure.examples import rubric
        >>> framework = rubric(high=3)
        >>> level_names(framework, framework.items[0])
        {1: '1', 2: '2', 3: '3'}
    """
    scale = framework.scale_of(item)
    named = dict(scale.labels) or {level.value: level.name for level in framework.levels}
    return {level: f"{level} {named.get(level, '')}".strip() for level in range(scale.low, scale.high + 1)}


def level_of(framework: Framework, item: Item, said: object) -> int | None:
    """The level chosen words stand for; None where nothing is chosen, or something this item's scale has not."""
    return {name: level for level, name in level_names(framework, item).items()}.get(said)
