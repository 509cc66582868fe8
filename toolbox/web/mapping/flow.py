"""The walk through the steps: which file, which step, back and on; and what comes after saving."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from toolbox.model import Round
from toolbox.web import navigation, state
from toolbox.web.choosing import day
from toolbox.web.mapping import (
    arriving,
    averages,
    columns,
    meaning,
    preview,
    ratings,
    recognised,
    save,
    session,
    waiting,
    words,
)
from toolbox.web.mapping.draft import STEPS, Draft, Step
from toolbox.web.plain import plain
from toolbox.web.refusals import saying_what_went_wrong
from toolbox.web.school import merging, small_schools

SHOW: Mapping[Step, Callable[[Draft], None]] = {
    "file": recognised.show,
    "meaning": meaning.show,
    "columns": columns.show,
    "words": words.show,
    "preview": preview.show,
    "save": save.show,
}


def walk() -> None:
    """Draw the upload page below its title."""
    arriving.collect()
    _saved()
    for sentence in session.notes():
        st.info(plain(sentence), icon=":material/info:")
    waiting.show()
    if averages.typing():
        averages.typed()
        return
    if ratings.typing():
        ratings.typed()
        return
    if not session.drafts():
        recognised.first_drop()
        averages.offer()
        ratings.offer()
        return
    draft = _which_file()
    if averages.of_averages(draft):
        averages.read(draft)
        return
    if draft.reading is not None and draft.recipe is None and draft.step != "file":
        draft = meaning.prepared(draft)
        session.keep(draft)
    _steps(draft)
    with saying_what_went_wrong():
        SHOW[draft.step](draft)
    _back_and_on(draft)
    st.html(_TO_THE_TOP[draft.step], unsafe_allow_javascript=True)


#: A new step begins at its top. Constants: nothing a visitor typed may ever reach these lines.
_TO_THE_TOP: Mapping[Step, str] = {
    step: f"<script>/* {step} */ document.querySelector('[data-testid=stMain]')?.scrollTo(0, 0)</script>"
    for step in STEPS
}


def _which_file() -> Draft:
    """The file being worked on; asked only where there are several."""
    every = session.drafts()
    draft = session.current()
    if len(every) > 1:
        st.session_state["upload_file"] = draft.key
        st.segmented_control(
            f"{len(every)} files are open. Which one are you working on?",
            list(every),
            format_func=lambda key: plain(every[key].file) + _what(every[key]),
            key="upload_file",
            required=True,
            on_change=lambda: session.work_on(st.session_state["upload_file"]),
        )
    else:
        st.markdown(f"**{plain(draft.file)}**")
    return draft


def _what(draft: Draft) -> str:
    if draft.refused:
        return " (not read)"
    return " (a log)" if draft.log is not None else " (a list)" if draft.listed is not None else ""


def _steps(draft: Draft) -> None:
    """Where the person is, and the way to any step."""
    if draft.reading is None:
        return
    key = f"upload_{draft.key}_step"
    st.session_state[key] = draft.step
    numbers = {step: place for place, step in enumerate(STEPS, start=1)}
    st.segmented_control(
        "Steps",
        list(STEPS),
        format_func=lambda step: f"{numbers[step]} {STEPS[step]}",
        key=key,
        required=True,
        label_visibility="collapsed",
        on_change=lambda: session.go(draft.key, st.session_state[key]),
    )


def _back_and_on(draft: Draft) -> None:
    if draft.reading is None:
        return
    order = list(STEPS)
    place = order.index(draft.step)
    with st.container(horizontal=True, key="upload_back_and_on"):
        if place > 0:
            st.button(
                "Back",
                icon=":material/arrow_back:",
                key=f"upload_{draft.key}_back",
                on_click=session.go,
                args=(draft.key, order[place - 1]),
            )
        if place + 1 < len(order):
            st.button(
                f"Next: {STEPS[order[place + 1]]}",
                type="primary",
                icon=":material/arrow_forward:",
                icon_position="right",
                key=f"upload_{draft.key}_next",
                on_click=session.go,
                args=(draft.key, order[place + 1]),
            )
        if session.can_undo(draft.key):
            st.button(
                "Undo",
                icon=":material/undo:",
                help="Take back what you decided last about this file.",
                key=f"upload_{draft.key}_undo",
                on_click=session.undo,
                args=(draft.key,),
            )


def _saved() -> None:
    """What was saved last, and where to go from there."""
    kept = session.last_saved()
    if kept is None:
        return
    saved, recipe = kept
    with st.container(border=True):
        st.success(_what_was_saved(saved), icon=":material/task_alt:")
        if any(each.id == saved.id for each in state.rounds()):
            merging.before_first_look(saved, key="upload_saved")
            small_schools.before_first_look(saved, key="upload_saved")
        with st.container(horizontal=True, vertical_alignment="center"):
            navigation.link("school", "Open the school page")
            navigation.link("change", "Compare two rounds")
            if recipe:
                st.download_button(
                    "Download the recipe",
                    recipe,
                    file_name="recipe.json",
                    mime="application/json",
                    on_click="ignore",
                    icon=":material/download:",
                    key="upload_saved_recipe",
                )


def _what_was_saved(saved: Round) -> str:
    schools = f"{len(saved.schools)} school{'' if len(saved.schools) == 1 else 's'}"
    name = f"Saved: “{plain(saved.name)}” of {day(saved.collected_on)}, "
    if all(source.reader == ratings.READER_KEY for source in saved.sources):
        return f"{name}the agreed ratings of {schools}."
    kept = "The files themselves were not kept." if len(saved.sources) > 1 else "The file itself was not kept."
    return f"{name}{saved.people} answers from {schools}. {kept}"
