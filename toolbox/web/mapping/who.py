"""Who answered: which column says the school, the group and the person, or the one name for all, or for each file."""

from __future__ import annotations

import streamlit as st

from toolbox.model import GROUPS, THE_SCHOOL, Meaning
from toolbox.reading.recipes.persons import group_of
from toolbox.web import state
from toolbox.web.mapping import session
from toolbox.web.mapping.cells import samples, short
from toolbox.web.mapping.deciding import with_constant, with_meaning
from toolbox.web.mapping.draft import Draft, FileOfSet, columns_of, questions
from toolbox.web.mapping.sets import with_place
from toolbox.web.plain import plain

#: So many files are asked about on one page.
FILES = 15


def show(draft: Draft) -> None:
    """Three pickers: school, group, person's code."""
    st.subheader("Who answered", anchor=False)
    left, middle, right = st.columns(3)
    with left:
        all_alike = "Another for each file" if draft.files else "The same school for all"
        _one_column(draft, "school", "School", all_alike, "Which school are these answers from?")
    with middle:
        all_alike = "Another for each file" if draft.files else "The same group for all"
        all_alike = "The school itself" if _of_the_school(draft) else all_alike
        _one_column(draft, "group", "Group", all_alike, "Which group answered?")
    with right:
        _one_column(draft, "person", "Person’s code", "No code in this file", "")
    if draft.files:
        _each_file(draft)


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
    elif meaning == "group" and _of_the_school(draft):
        st.caption("The school itself states these ratings, so no group is asked for.")
    elif meaning == "person":
        st.caption("Without a code, two rounds are compared as groups, not person by person.")
    elif draft.files:
        st.caption("No column says it: name it for each file below.")
    else:
        _constant(draft, meaning, ask)


def _of_the_school(draft: Draft) -> bool:
    """Whether the answers are a school's own agreed ratings, so that no group of persons is asked for."""
    return draft.recipe is not None and draft.recipe.group == THE_SCHOOL


def _each_file(draft: Draft) -> None:
    """File → school, group, answers; asked where no column of that file says it."""
    asked = {
        meaning: [each for each in draft.files if not _in_a_column(draft, each, meaning)]
        for meaning in ("school", "group")
    }
    if _of_the_school(draft):
        asked["group"] = []
    waiting = [each for each in draft.files if each in asked["school"] or each in asked["group"]]
    if not waiting:
        return
    with st.container(border=True):
        st.markdown("**Which school and group is each file from?** Filled in from the files’ names where they say it.")
        _all_files(draft, asked)
        page = 1
        if len(waiting) > FILES:
            page = st.pagination(-(-len(waiting) // FILES), key=f"upload_{draft.key}_files_page")
        for each in waiting[(page - 1) * FILES : page * FILES]:
            name, school, group = st.columns([3, 3, 2], vertical_alignment="center")
            name.markdown(f"{plain(each.draft.file)}  \n:small[{len(each.reading.table):,} answers]")
            with school:
                if each in asked["school"]:
                    _place(draft, each, "school", state.schools_of(state.rounds()))
            with group:
                if each in asked["group"]:
                    _place(draft, each, "group", GROUPS)


def _all_files(draft: Draft, asked: dict[str, list[FileOfSet]]) -> None:
    """One school, or one group, for every file that is asked about; "" while they differ."""
    name, school, group = st.columns([3, 3, 2], vertical_alignment="center")
    name.markdown("**All of these files**")
    known = {"school": state.schools_of(state.rounds()), "group": GROUPS}
    for column, meaning in ((school, "school"), (group, "group")):
        if not asked[meaning]:
            continue
        told = {getattr(each, meaning) for each in asked[meaning]}
        now = told.pop() if len(told) == 1 else ""
        keys = [each.draft.key for each in asked[meaning]]

        def set_all(old: Draft, name: str | None, meaning: str = meaning, keys: list[str] = keys) -> Draft:
            for key in keys if name else ():
                old = with_place(old, key, **{meaning: _spelled(meaning, name)})
            return old

        with column:
            st.selectbox(
                f"{meaning.capitalize()} of all files",
                list(dict.fromkeys([*([now] if now else []), *known[meaning]])),
                index=None,
                accept_new_options=True,
                placeholder=f"One {meaning} for all of them",
                label_visibility="collapsed",
                **session.led(draft, f"{meaning}_of_all", now or None, set_all),
            )


def _in_a_column(draft: Draft, file: FileOfSet, meaning: Meaning) -> bool:
    return any(each.column in file.reading.table for each in columns_of(draft, meaning))


def _place(draft: Draft, file: FileOfSet, meaning: Meaning, known: tuple[str, ...]) -> None:
    now = getattr(file, meaning) or getattr(draft.recipe, meaning, "")
    told = dict.fromkeys(getattr(each, meaning) for each in draft.files if getattr(each, meaning))
    st.selectbox(
        f"{meaning.capitalize()} of {file.draft.file}",
        list(dict.fromkeys([*([now] if now else []), *told, *known])),
        index=None,
        accept_new_options=True,
        placeholder=f"{meaning.capitalize()}: choose or type",
        label_visibility="collapsed",
        **session.led(
            draft,
            f"{meaning}_of_{file.draft.key}",
            now or None,
            lambda old, name: with_place(old, file.draft.key, **{meaning: _spelled(meaning, name)}),
        ),
    )


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
