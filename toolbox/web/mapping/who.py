"""Who answered: which column says the school, the group and the person, or the one name for all."""

from __future__ import annotations

import streamlit as st

from toolbox.model import GROUPS, Meaning
from toolbox.reading.recipes.persons import group_of
from toolbox.web import state
from toolbox.web.mapping import session
from toolbox.web.mapping.cells import samples, short
from toolbox.web.mapping.draft import Draft, columns_of, questions, with_constant, with_meaning


def show(draft: Draft) -> None:
    """Three pickers: school, group, person's code."""
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
        format_func=lambda key: short(asked[key]) if key else none,
        **session.led(draft, f"who_{meaning}", column, set_column),
    )
    if column:
        st.caption(samples(asked[column]))
    elif meaning == "person":
        st.caption("Without a code, two rounds are compared as groups, not person by person.")
    else:
        _constant(draft, meaning, ask)


def _spelled(meaning: Meaning, name: str | None) -> str:
    """A name somebody typed; a group in any language the toolbox knows is the group the other files speak of.

    Example:
        >>> _spelled("group", "Enseignants"), _spelled("group", "Cooks"), _spelled("school", "Teachers")
        ('teachers', 'Cooks', 'Teachers')
    """
    typed = " ".join((name or "").split())
    return group_of(typed) or typed if meaning == "group" else typed


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
            draft,
            f"one_{meaning}",
            now or None,
            lambda old, name: with_constant(old, **{meaning: _spelled(meaning, name)}),
        ),
    )
