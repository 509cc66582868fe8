"""Step 3: who answered, and what each column stands for; whole blocks at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import streamlit as st

from toolbox.model import Meaning
from toolbox.web.mapping import session, who
from toolbox.web.mapping.blocks import Block, View, blocks, in_view, on_pages
from toolbox.web.mapping.cells import cut, samples, short
from toolbox.web.mapping.deciding import (
    with_area,
    with_item,
    with_items_from,
    with_meaning,
    with_reverse,
    with_reworded,
)
from toolbox.web.mapping.draft import WORD, Draft, doubts, meanings, questions
from toolbox.web.mapping.results import without
from toolbox.web.plain import plain

_VIEWS: dict[View, str] = {"look": "Need a look", "used": "Used", "unused": "Not used", "all": "All"}
_MEANINGS: tuple[Meaning, ...] = ("item", "school", "group", "person", "fact", "unused")


def show(draft: Draft) -> None:
    """Who answered, then the columns."""
    who.show(draft)
    st.subheader("What each column stands for", anchor=False)
    uncertain = doubts(draft)
    counted = Counter(each.meaning for each in meanings(draft).values())
    st.markdown(_summary(counted, len(uncertain)))
    if left := _left(draft, counted):
        st.info(f"Still to be said: {left}.", icon=":material/edit_note:")
    counts = {"look": len(uncertain), "used": sum(counted.values()) - counted["unused"], "unused": counted["unused"]}
    counts["all"] = sum(counted.values())
    key = f"upload_{draft.key}_view"
    if key not in st.session_state:
        st.session_state[key] = "look" if uncertain else "used" if counted["item"] else "unused"
    view = st.segmented_control(
        "Show", list(_VIEWS), format_func=lambda each: f"{_VIEWS[each]} ({counts[each]})", key=key, required=True
    )
    every = on_pages(blocks(draft, in_view(draft, view)))
    if not every:
        st.markdown("No column is left that needs a look." if view == "look" else "No column here.")
        return
    page = 1
    if len(every) > 1:
        page = st.pagination(len(every), key=f"upload_{draft.key}_page_{view}")
    for block in every[min(page, len(every)) - 1]:
        _block(draft, block, uncertain)


def _left(draft: Draft, counted: Counter[Meaning]) -> str:
    """What a round cannot do without and nobody has said yet, in words."""
    parts = []
    for meaning, words in (("school", "which school the answers are from"), ("group", "which group answered")):
        if lost := without(draft, meaning):
            parts.append(f"{words} ({f'{len(lost)} files, ' if draft.files else ''}above)")
    if not counted["item"]:
        parts.append("which columns are statements (below, under “Not used”)")
    return "; ".join(parts)


def _summary(counted: Counter[Meaning], uncertain: int) -> str:
    """How many columns are used as what, in one line.

    Example:
        >>> _summary(Counter({"item": 12, "school": 1, "unused": 3}), 0)
        '**16 columns:** 12 statements, the school; 3 not used. Nothing needs a second look.'
    """
    parts = [f"{counted['item']} statement{'' if counted['item'] == 1 else 's'}"]
    parts += [f"the {WORD[meaning]}" for meaning in ("school", "group", "person") if counted[meaning]]
    if counted["fact"]:
        parts.append(f"{counted['fact']} fact{'' if counted['fact'] == 1 else 's'}")
    look = {0: "Nothing needs a second look.", 1: "**1 needs a look.**"}.get(uncertain, f"**{uncertain} need a look.**")
    return f"**{sum(counted.values())} columns:** {', '.join(parts)}; {counted['unused']} not used. {look}"


def _block(draft: Draft, block: Block, uncertain: Mapping[str, str]) -> None:
    with st.container(border=True):
        if len(block.columns) == 1:
            _column(draft, block.columns[0], uncertain.get(block.columns[0], ""))
            return
        answers = " · ".join(block.answers[:7])
        st.markdown(f"**{len(block.columns)} columns answered alike** {plain(f'({answers})') if answers else ''}")
        _together(draft, block)
        if draft.own is None:
            for column in block.columns:
                _column(draft, column, uncertain.get(column, ""))
            return
        first = [f"{plain(short(questions(draft)[column], 60))}" for column in block.columns[:4]]
        more = f" and {len(block.columns) - 4} more" if len(block.columns) > 4 else ""
        st.caption(" · ".join(first) + more)
        with st.expander("One by one", icon=":material/format_list_bulleted:"):
            for column in block.columns:
                _column(draft, column, uncertain.get(column, ""))


def _together(draft: Draft, block: Block) -> None:
    """Decide a block of columns as a whole."""
    name = f"all_{block.columns[0]}"
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    with left:
        if draft.own is not None:
            areas = {dict(draft.own.areas).get(column, "") for column in block.columns}
            _area(draft, name, block.columns, "Area for all of them", areas.pop() or None if len(areas) == 1 else None)
        else:
            items = {item.id: f"{item.code} {item.name}" for item in draft.framework.items} if draft.framework else {}
            st.selectbox(
                "Set all of them, in order, beginning with the item",
                list(items),
                index=None,
                format_func=lambda item: cut(items[item], 90),
                placeholder="Leave as they are",
                **session.led(
                    draft, f"{name}_first", None, lambda old, item: with_items_from(old, block.columns, item or "")
                ),
            )
    with right:
        st.button(
            "Use none of them",
            key=f"upload_{draft.key}_{name}_none",
            on_click=lambda: session.keep(with_meaning(session.drafts()[draft.key], block.columns, "unused")),
        )


def _column(draft: Draft, column: str, doubt: str) -> None:
    """One column: its words and samples on the left, its meaning on the right."""
    question, now = questions(draft)[column], meanings(draft)[column]
    left, middle, right = st.columns([6, 3, 4], vertical_alignment="top")
    with left:
        code = f"`{question.code}` " if question.code and "`" not in question.code else ""
        st.markdown(f"{code}{plain(cut(question.text or question.heading or 'no heading', 220))}")
        st.caption(" — ".join(filter(None, (samples(question), plain(now.why)))))
        if doubt:
            st.markdown(f":orange-badge[:material/visibility: {plain(doubt)}]")
    with middle:
        st.selectbox(
            "Meaning of this column",
            _MEANINGS,
            format_func=lambda meaning: WORD[meaning][0].upper() + WORD[meaning][1:],
            label_visibility="collapsed",
            **session.led(
                draft, f"meaning_{column}", now.meaning, lambda old, meaning: with_meaning(old, [column], meaning)
            ),
        )
    with right:
        if now.meaning == "item" and draft.own is not None:
            _area(draft, f"area_{column}", (column,), "Area", dict(draft.own.areas).get(column))
            st.checkbox(
                "Turned round",
                help="Agreeing means being less far along, as in “Devices fail during lessons”.",
                **session.led(
                    draft,
                    f"reverse_{column}",
                    column in draft.own.reverse,
                    lambda old, on: with_reverse(old, column, on),
                ),
            )
        elif now.meaning == "item":
            _item(draft, column, now.item)
        elif now.meaning == "fact":
            st.caption(
                "Kept unreadable (as a hash), and used only to tell that two nearly equal codes are two people’s."
            )
        if now.meaning == "item" and now.reworded:
            st.checkbox(
                "Leave it out of comparisons",
                help="Its words changed since the earlier round. Untick this where the change does not alter what is asked.",
                **session.led(draft, f"reworded_{column}", True, lambda old, on: with_reworded(old, column, on)),
            )


def _item(draft: Draft, column: str, item: str) -> None:
    items = {each.id: f"{each.code} {each.name}" for each in draft.framework.items} if draft.framework else {}
    st.selectbox(
        "Item of the framework",
        list(items),
        index=None,
        format_func=lambda each: cut(items[each], 90),
        placeholder="Choose the item",
        label_visibility="collapsed",
        **session.led(
            draft,
            f"item_{column}",
            item if item in items else None,
            lambda old, each: with_item(old, column, each or ""),
        ),
    )


def _area(draft: Draft, name: str, columns: tuple[str, ...], label: str, now: str | None) -> None:
    own = draft.own
    known = list(dict.fromkeys(area for _, area in own.areas)) if own else []
    st.selectbox(
        label,
        known,
        index=None,
        accept_new_options=True,
        placeholder="Choose or type an area",
        label_visibility="collapsed" if len(columns) == 1 else "visible",
        **session.led(draft, name, now, lambda old, area: with_area(old, columns, area or "")),
    )
