"""The fields of a framework being made: what it is, the scale, areas with their items, levels.

Each function draws its part and gives back what is typed there now. A part opens on what it was given when its turn
began; it is not led by what is typed, or a table would lose the cell just edited.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from toolbox.model import Area, Framework, Item, Scale
from toolbox.web.frameworks import tables, words
from toolbox.web.frameworks.session import Making
from toolbox.web.plain import plain

#: More values than this are not named one by one.
MOST_LABELS = 11

#: What a click asks for once everything typed has been read.
Wish = Callable[[Framework], Framework]


def about(making: Making) -> dict[str, object]:
    """Name, kind, source and terms."""
    start, key = making.framework, making.key
    st.subheader("What it is", anchor=False)
    name = st.text_input("Name", start.name, max_chars=120, key=f"{key}_name", placeholder="Our digital survey")
    kinds = list(words.KINDS)
    kind = st.radio(
        "Who answers",
        kinds,
        index=kinds.index(start.kind),
        format_func=words.KINDS.__getitem__,
        key=f"{key}_kind",
        disabled=making.way == "change" and bool(start.items),
    )
    found: dict[str, object] = {"name": name.strip(), "kind": kind, "summary": "mean", "required": None}
    if kind == "rubric":
        ways = list(words.SUMMARIES)
        first = start.summary if start.kind == "rubric" else "median"
        found["summary"] = st.selectbox(
            "An area is summed up by",
            ways,
            index=ways.index(first),
            format_func=words.SUMMARIES.__getitem__,
            key=f"{key}_summary",
        )
        if found["summary"] == "compliance":
            found["required"] = int(
                st.number_input("Required level", value=start.required or 3, step=1, key=f"{key}_required")
            )
    source = st.text_input(
        "Source",
        start.source,
        key=f"{key}_source",
        max_chars=500,
        placeholder="Who wrote the items, and when",
        help="Stands under every result. Name the instrument your items come from, or say that you wrote them.",
    )
    left, middle, right = st.columns(3)
    found["licence"] = left.text_input(
        "Licence", start.licence, key=f"{key}_licence", max_chars=300, help="“own” where you wrote the items yourself"
    ).strip()
    found["version"] = middle.text_input("Version", start.version, key=f"{key}_version", max_chars=40).strip()
    found["valid_from"] = right.text_input(
        "In use since", start.valid_from, key=f"{key}_since", max_chars=10, placeholder="2026 or 2026-09-01"
    ).strip()
    return {**found, "source": source.strip()}


def scales(making: Making, wishes: list[Wish]) -> tuple[Scale, ...]:
    """The answer scales, each with its ends, words and top."""
    st.subheader("Answers", anchor=False)
    several = len(making.framework.scales) > 1
    found = []
    for place, start in enumerate(making.framework.scales):
        with st.container(border=several, key=f"{making.key}_scale_{place}_box"):
            if several:
                st.markdown(f"**Scale “{plain(start.id)}”**")
            found.append(_scale(f"{making.key}_scale_{place}", start))
            if several and st.button("Remove this scale", key=f"{making.key}_scale_{place}_away"):
                wishes.append(lambda made, gone=start.id: _without_scale(made, gone))
    if st.button("Add another scale", icon=":material/add:", key=f"{making.key}_scale_more"):
        wishes.append(_with_scale)
    return tuple(found)


def _scale(key: str, start: Scale) -> Scale:
    left, right, last = st.columns(3)
    low = int(
        left.number_input("Lowest number", value=start.low, step=1, min_value=-100, max_value=126, key=f"{key}_low")
    )
    high = int(
        right.number_input("Highest number", value=start.high, step=1, min_value=-99, max_value=127, key=f"{key}_high")
    )
    categories = st.checkbox(
        "Ordered categories without equal steps: count them, never average them",
        start.categories,
        key=f"{key}_categories",
    )
    values = list(range(low, high + 1)) if low < high else []
    tops = [None, *values[1:]]
    top = last.selectbox(
        "Counted as the top from",
        tops,
        index=tops.index(start.top_from) if start.top_from in tops else 0,
        format_func=lambda value: "no such number" if value is None else str(value),
        key=f"{key}_top_{low}_{high}",
        help="The share of answers from here on is shown beside the average.",
    )
    named = values if len(values) <= MOST_LABELS else [values[0], values[-1]]
    was, labels = dict(start.labels), []
    for row in range(0, len(named), 3):
        for column, value in zip(st.columns(3), named[row : row + 3], strict=False):
            typed = column.text_input(
                f"Words for {value}", was.get(value, ""), key=f"{key}_label_{value}", max_chars=80
            )
            if typed.strip():
                labels.append((value, typed.strip()))
    return Scale(id=start.id, low=low, high=high, labels=tuple(labels), top_from=top, categories=categories)


def _with_scale(made: Framework) -> Framework:
    taken = {scale.id for scale in made.scales}
    id = next(f"scale-{number}" for number in range(1, len(taken) + 2) if f"scale-{number}" not in taken)
    return replace(made, scales=(*made.scales, Scale(id=id, low=1, high=5)))


def _without_scale(made: Framework, gone: str) -> Framework:
    left = tuple(scale for scale in made.scales if scale.id != gone)
    items = tuple(replace(item, scale=left[0].id) if item.scale == gone else item for item in made.items)
    return replace(made, scales=left, items=items)


def areas(
    making: Making, kind: str, typed: tuple[Scale, ...], wishes: list[Wish]
) -> tuple[tuple[Area, ...], tuple[Item, ...], frozenset[str]]:
    """Areas and their items; ids of the items meant as the same question."""
    st.subheader("Areas" if kind == "frame" else "Areas and items", anchor=False)
    if kind != "frame":
        st.caption(
            "One row an item; rows can be pasted from a spreadsheet. Turned round: agreeing means being less far along. "
            "Optional: a school may leave it out. A code is given where you leave it empty."
        )
    before = {item.id: item for item in making.framework.items if item.id}
    found, items, meant = [], [], frozenset()
    for place, start in enumerate(making.framework.areas):
        key = f"{making.key}_area_{place}"
        with st.container(border=True, key=f"{key}_box"):
            name, away = st.columns([4, 1], vertical_alignment="bottom")
            area = replace(
                start,
                name=name.text_input(
                    f"Area {start.id}", start.name, key=f"{key}_name", max_chars=120, placeholder="What it is about"
                ).strip(),
                descent=(),
            )
            if len(making.framework.areas) > 1 and away.button("Remove", key=f"{key}_away", icon=":material/close:"):
                wishes.append(lambda made, gone=start.id: _without_area(made, gone))
            found.append(area)
            if kind != "frame":
                of_area, same = _items(making, area, typed, before, key)
                items += of_area
                if any(item.area != area.id for item in of_area):
                    # It belongs into another table now: nothing to change, but all tables open anew.
                    wishes.append(lambda made: made)
                meant |= same
    if st.button("Add an area", icon=":material/add:", key=f"{making.key}_area_more"):
        wishes.append(lambda made: replace(made, areas=(*made.areas, Area(id=tables.next_area(made.areas), name=""))))
    return tuple(found), tuple(items), meant


def _items(making: Making, area: Area, typed: tuple[Scale, ...], before: dict[str, Item], key: str):
    shown = [tables.CODE, tables.NAME, tables.REVERSE, tables.OPTIONAL]
    shown += [tables.AREA] if len(making.framework.areas) > 1 else []
    shown += [tables.SCALE] if len(making.framework.scales) > 1 else []
    shown += [tables.SAME] if making.way == "version" else []
    frame = st.data_editor(
        tables.item_rows(making.framework, area.id, making.meant),
        num_rows="dynamic",
        hide_index=True,
        placeholder="",
        column_order=[*shown, tables.TEXT],
        column_config={
            tables.CODE: st.column_config.TextColumn(width="small", max_chars=20),
            tables.NAME: st.column_config.TextColumn(width="large", max_chars=300),
            tables.REVERSE: st.column_config.CheckboxColumn(default=False),
            tables.OPTIONAL: st.column_config.CheckboxColumn(default=False),
            tables.AREA: st.column_config.SelectboxColumn(
                options=[each.id for each in making.framework.areas],
                default=area.id,
                help="Choose another to move the item there",
            ),
            tables.SCALE: st.column_config.SelectboxColumn(options=[scale.id for scale in making.framework.scales]),
            tables.SAME: st.column_config.CheckboxColumn(
                default=False, help="Tick it where other words ask the same: rounds are then compared on this item."
            ),
            tables.TEXT: st.column_config.TextColumn(max_chars=4000, help="Only where it differs from the item"),
        },
        key=f"{key}_items",
        alt=f"Items of area {area.id}; rows can be added, changed and removed",
    )
    return tables.items_of(frame, area, typed, before)


def _without_area(made: Framework, gone: str) -> Framework:
    return replace(
        made,
        areas=tuple(area for area in made.areas if area.id != gone),
        items=tuple(item for item in made.items if item.area != gone),
    )


def levels(making: Making, made: Framework) -> Framework:
    """Named levels of an area's score (surveys), or what each level of an item looks like (ratings)."""
    if made.kind == "rubric":
        return _described(making, made)
    if made.kind != "survey" or any(scale.categories for scale in made.scales):
        return replace(made, levels=())
    with st.expander("Named levels of an area’s average", icon=":material/stairs:"):
        st.caption("Only where your framework defines them: the level is reached from this average on.")
        frame = st.data_editor(
            tables.level_rows(making.framework.levels),
            num_rows="dynamic",
            hide_index=True,
            placeholder="",
            key=f"{making.key}_levels",
            alt="Named levels with the average each begins at; rows can be added and removed",
        )
    return replace(made, levels=tables.levels_of(frame))


def _described(making: Making, made: Framework) -> Framework:
    """What a school at each level does: shown as the prompt for the next step."""
    if not made.items:
        return replace(made, levels=())
    with st.expander("What each level looks like", icon=":material/stairs:"):
        st.caption("A school that agreed on a level sees the words of the next one as a prompt.")
        names = {item.code: f"{item.code} {item.name}" for item in made.items}
        chosen = st.selectbox(
            "Item", list(names), format_func=names.__getitem__, key=f"{making.key}_described", placeholder="Choose"
        )
        items = []
        for item in made.items:
            scale = next((each for each in made.scales if each.id == item.scale), None)
            if scale is None or scale.high - scale.low >= MOST_LABELS:
                items.append(item)
                continue
            was, texts = dict(item.levels), []
            for value in range(scale.low, scale.high + 1):
                key = f"{making.key}_level_{item.code}_{value}"
                if item.code == chosen:
                    label = dict(scale.labels).get(value, "")
                    st.text_area(
                        f"Level {value} {label}".strip(),
                        st.session_state.get(f"{key}_kept", was.get(value, "")),
                        key=key,
                        max_chars=4000,
                    )
                    st.session_state[f"{key}_kept"] = st.session_state[key]
                words_typed = str(st.session_state.get(f"{key}_kept", was.get(value, ""))).strip()
                if words_typed:
                    texts.append((value, words_typed))
            items.append(replace(item, levels=tuple(texts)))
    return replace(made, items=tuple(items), levels=())
