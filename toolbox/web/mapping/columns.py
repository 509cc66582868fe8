"""Step 3: who answered, and what each column stands for; whole blocks at once."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from toolbox.model import Meaning, Question
from toolbox.web import state
from toolbox.web.mapping import session
from toolbox.web.mapping.blocks import Block, View, blocks, in_view, on_page, pages
from toolbox.web.mapping.draft import (
    WORD,
    Draft,
    columns_of,
    doubts,
    meanings,
    questions,
    with_area,
    with_constant,
    with_item,
    with_items_from,
    with_meaning,
    with_reverse,
)
from toolbox.web.plain import plain

GROUPS = ("leaders", "teachers", "pupils", "parents", "staff")
ROWS = 12
_VIEWS: dict[View, str] = {"look": "Need a look", "used": "Used", "unused": "Not used", "all": "All"}
_MEANINGS: tuple[Meaning, ...] = ("item", "school", "group", "person", "unused")


def show(draft: Draft) -> None:
    """Who answered, then the columns."""
    _who(draft)
    st.subheader("What each column stands for", anchor=False)
    uncertain = doubts(draft)
    counted = Counter(each.meaning for each in meanings(draft).values())
    st.markdown(_summary(counted, len(uncertain)))
    counts = {"look": len(uncertain), "used": sum(counted.values()) - counted["unused"], "unused": counted["unused"]}
    counts["all"] = sum(counted.values())
    key = f"upload_{draft.key}_view"
    if key not in st.session_state:
        st.session_state[key] = "look" if uncertain else "used"
    view = st.segmented_control(
        "Show", list(_VIEWS), format_func=lambda each: f"{_VIEWS[each]} ({counts[each]})", key=key, required=True
    )
    shown = in_view(draft, view)
    if not shown:
        st.caption("Nothing here.")
        return
    page = 1
    if pages(shown, ROWS) > 1:
        page = st.pagination(pages(shown, ROWS), key=f"upload_{draft.key}_page_{view}")
    for block in blocks(draft, on_page(shown, page, ROWS)):
        _block(draft, block, uncertain)


def _summary(counted: Counter[Meaning], uncertain: int) -> str:
    """How many columns are used as what, in one line.

    Example:
        >>> _summary(Counter({"item": 12, "school": 1, "unused": 3}), 0)
        '**16 columns:** 12 statements, the school; 3 not used. Nothing needs a second look.'
    """
    parts = [f"{counted['item']} statement{'' if counted['item'] == 1 else 's'}"]
    parts += [f"the {WORD[meaning]}" for meaning in ("school", "group", "person") if counted[meaning]]
    look = {0: "Nothing needs a second look.", 1: "**1 needs a look.**"}.get(uncertain, f"**{uncertain} need a look.**")
    return f"**{sum(counted.values())} columns:** {', '.join(parts)}; {counted['unused']} not used. {look}"


# ── who answered ─────────────────────────────────────────────────────────────────────────────────


def _who(draft: Draft) -> None:
    st.subheader("Who answered", anchor=False)
    left, middle, right = st.columns(3)
    with left:
        _one_column(draft, "school", "School", "The same school for all", "Which school are these answers from?")
    with middle:
        _one_column(draft, "group", "Group", "The same group for all", "Which group answered?")
    with right:
        _one_column(draft, "person", "Person’s code", "No code in this file", "")


def _one_column(draft: Draft, meaning: Meaning, label: str, none: str, ask: str) -> None:
    """Pick the column that says the school, group or person; where there is none, name the one for all."""
    asked = questions(draft)
    now = columns_of(draft, meaning)
    column = now[0].column if now else ""

    def set_column(old: Draft, chosen: str) -> Draft:
        if chosen:
            return with_meaning(old, [chosen], meaning)
        return with_meaning(old, [each.column for each in columns_of(old, meaning)], "unused")

    # A column nobody filled in can say nothing about who answered.
    options = ["", *(key for key, question in asked.items() if question.kind != "empty" or key == column)]
    st.selectbox(
        label,
        options,
        format_func=lambda key: _short(asked[key]) if key else none,
        **session.led(draft, f"who_{meaning}", column, set_column),
    )
    if column:
        st.caption(_samples(asked[column]))
    elif meaning == "person":
        st.caption("Without a code, two rounds are compared as groups, not person by person.")
    else:
        _constant(draft, meaning, ask)


def _constant(draft: Draft, meaning: Meaning, ask: str) -> None:
    recipe = draft.recipe
    now = getattr(recipe, meaning) if recipe else ""
    known = state.schools_of(state.rounds()) if meaning == "school" else GROUPS
    st.selectbox(
        ask,
        list(dict.fromkeys([*([now] if now else []), *known])),
        index=None,
        accept_new_options=True,
        placeholder="Choose or type a name",
        **session.led(
            draft, f"one_{meaning}", now or None, lambda old, name: with_constant(old, **{meaning: name or ""})
        ),
    )


# ── blocks and columns ───────────────────────────────────────────────────────────────────────────


def _block(draft: Draft, block: Block, uncertain: dict[str, str]) -> None:
    with st.container(border=True):
        if len(block.columns) > 1:
            _together(draft, block)
        for column in block.columns:
            _column(draft, column, uncertain.get(column, ""))


def _together(draft: Draft, block: Block) -> None:
    """What holds for a block of columns as a whole."""
    answers = " · ".join(block.answers[:7])
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{len(block.columns)} columns answered alike** {plain(f'({answers})') if answers else ''}")
        with st.popover("Decide all at once", icon=":material/done_all:"):
            name = f"all_{block.columns[0]}"
            if draft.own is not None:
                _area(draft, name, block.columns, "Area for all of them", None)
            else:
                items = (
                    {item.id: f"{item.code} {item.name}" for item in draft.framework.items} if draft.framework else {}
                )
                st.selectbox(
                    "Items in order, beginning with",
                    list(items),
                    index=None,
                    format_func=lambda item: plain_label(items[item]),
                    placeholder="Choose the first item",
                    **session.led(
                        draft, f"{name}_first", None, lambda old, item: with_items_from(old, block.columns, item)
                    ),
                )
            st.button(
                "Use none of them",
                key=f"upload_{draft.key}_{name}_none",
                on_click=lambda: session.keep(with_meaning(session.drafts()[draft.key], block.columns, "unused")),
            )


def _column(draft: Draft, column: str, doubt: str) -> None:
    """One column: its words and samples on the left, its meaning on the right."""
    question, now = questions(draft)[column], meanings(draft)[column]
    left, right = st.columns([3, 2], vertical_alignment="top")
    with left:
        code = f"`{question.code}` " if question.code and "`" not in question.code else ""
        st.markdown(f"{code}{plain(_cut(question.text or question.heading or 'no heading', 220))}")
        st.caption(" — ".join(filter(None, (_samples(question), plain(now.why)))))
        if doubt:
            st.markdown(f":orange-badge[:material/visibility: {plain(doubt)}]")
    with right:
        st.selectbox(
            "Meaning of this column",
            _MEANINGS,
            format_func=lambda meaning: WORD[meaning][0].upper() + WORD[meaning][1:],
            label_visibility="collapsed",
            **session.led(
                draft, f"meaning_{column}", now.meaning, lambda old, meaning: with_meaning(old, [column], meaning)
            ),
        )
        if now.meaning == "item" and draft.own is not None:
            _area(draft, f"area_{column}", (column,), "Area", dict(draft.own.areas).get(column))
            st.checkbox(
                "Turned round: agreeing means being less far along",
                **session.led(
                    draft,
                    f"reverse_{column}",
                    column in draft.own.reverse,
                    lambda old, on: with_reverse(old, column, on),
                ),
            )
        elif now.meaning == "item":
            _item(draft, column, now.item)


def _item(draft: Draft, column: str, item: str) -> None:
    items = {each.id: f"{each.code} {each.name}" for each in draft.framework.items} if draft.framework else {}
    st.selectbox(
        "Item of the framework",
        list(items),
        index=None,
        format_func=lambda each: plain_label(items[each]),
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


def plain_label(text: str) -> str:
    """A text for the list of a picker, which prints it as it is."""
    return _cut(text, 90)


def _short(question: Question) -> str:
    return _cut(" ".join(filter(None, (question.code, question.text or question.heading))) or "no heading", 70)


def _samples(question: Question) -> str:
    if question.identifier:
        return f"Held {_HELD[question.identifier]}; replaced by codes, never stored."
    if not question.samples:
        return "No answers in this column"
    return "For example: " + " · ".join(plain(_cut(sample, 50)) for sample in question.samples[:3])


_HELD = {
    "name": "names",
    "e-mail": "e-mail addresses",
    "ip": "internet addresses",
    "phone": "telephone numbers",
    "place": "places",
}


def _cut(text: str, length: int) -> str:
    """A text on one line, shortened with an ellipsis.

    Example:
        >>> _cut("one two three", 8)
        'one two…'
    """
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"
