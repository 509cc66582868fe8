"""Where half-done work lives: in the visitor's own session, one draft a file. Nothing here reaches the store.

Widgets are led by the draft: before a widget is drawn its value is set from the draft (``lead``), and its callback
changes the draft (``edit``). So a choice survives when its widget is not on the screen, and two files never mix.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from toolbox.model import Choices, Framework, Recipe, Round
from toolbox.reading.pseudonyms import Pseudonyms
from toolbox.web import state
from toolbox.web.mapping.draft import Draft, Step, key_of, opened

_DRAFTS = "upload_drafts"
_CURRENT = "upload_current"
_DROPS = "upload_drops"
_FRAMEWORKS = "upload_frameworks"
_NOTES = "upload_notes"
_SAVED = "upload_saved"


def drafts() -> dict[str, Draft]:
    """The files of this session by key, in the order they came."""
    return st.session_state.setdefault(_DRAFTS, {})


def keep(draft: Draft) -> None:
    """Put a draft, or its changed copy, into the session."""
    drafts()[draft.key] = draft


def drop(key: str) -> None:
    """Forget a file and everything decided about it."""
    drafts().pop(key, None)
    for name in [name for name in st.session_state if isinstance(name, str) and name.startswith(f"upload_{key}_")]:
        del st.session_state[name]


def current() -> Draft | None:
    """The file being worked on."""
    every = drafts()
    chosen = st.session_state.get(_CURRENT)
    return every.get(chosen) or next(iter(every.values()), None)


def work_on(key: str) -> None:
    """Turn to another file."""
    st.session_state[_CURRENT] = key


def go(key: str, step: Step) -> None:
    """Turn to another step of a file."""
    if key in drafts():
        keep(replace(drafts()[key], step=step))


def frameworks() -> dict[str, Framework]:
    """Every framework by id: those of the toolbox and of the store, and those this visitor brought along."""
    return {**st.session_state.get(_FRAMEWORKS, {}), **state.frameworks()}


def keep_framework(framework: Framework) -> None:
    """Keep a framework from a file; it reaches the store with the first round that uses it."""
    st.session_state.setdefault(_FRAMEWORKS, {})[framework.id] = framework


def drop_zone() -> str:
    """Key of the file uploader. A new key makes Streamlit let go of the files the old one holds."""
    return f"upload_drop_{st.session_state.get(_DROPS, 0)}"


def empty_drop_zone() -> None:
    """Let go of the raw files in the uploader."""
    st.session_state[_DROPS] = st.session_state.get(_DROPS, 0) + 1


def pseudonym() -> Callable[[str], str]:
    """Turns a person's key into a pseudonym under the key of this store."""
    return Pseudonyms(state.store().pseudonym_key())


def pseudonyms_of(draft: Draft) -> Callable[[str], str]:
    """The same, kept with the draft: the answers of a large file are made again without making every code again."""
    return st.session_state.setdefault(f"upload_{draft.key}_pseudonyms", pseudonym())


def take(name: str, content: bytes) -> str:
    """Open a dropped file as a draft; a sentence where the same file is open already, "" otherwise."""
    if known := drafts().get(key_of(content)):
        return f"“{name}” holds exactly the same as “{known.file}”, which is already here. It was not added again."
    known_frameworks = frameworks()
    recipes = [each for each in state.store().recipes(state.viewer()) if each.framework in known_frameworks]
    draft = opened(name, content, Choices(), pseudonym(), recipes=recipes)
    keep(draft)
    work_on(draft.key)
    return ""


def read_by(draft: Draft, recipe: Recipe) -> Draft:
    """The draft read by the choices of a recipe a person brought, unless a person said how to read this file."""
    if draft.settled:
        return draft
    again = opened(draft.file, draft.content, Choices(), pseudonym(), recipes=[recipe])
    if again.reading is None or not again.as_before:
        return draft
    return replace(draft, reading=again.reading, choices=again.choices, as_before=again.as_before)


def note(sentence: str) -> None:
    """Say something once, at the next drawing of the page."""
    st.session_state.setdefault(_NOTES, []).append(sentence)


def notes() -> list[str]:
    """The sentences to be said now."""
    return st.session_state.pop(_NOTES, [])


def remember_saved(saved: Round, recipe_json: str) -> None:
    """Keep what was saved last, to say so and to offer what comes next; the other pages begin with it."""
    st.session_state["remembered_round"] = saved.id
    st.session_state["remembered_framework"] = saved.framework
    if len(saved.schools) == 1:
        st.session_state["remembered_school"] = saved.schools[0]
    st.session_state[_SAVED] = (saved, recipe_json)


def last_saved() -> tuple[Round, str] | None:
    """The round saved last in this session, with its recipe."""
    return st.session_state.get(_SAVED)


def forget_saved() -> None:
    """No longer speak of the round saved last."""
    st.session_state.pop(_SAVED, None)


# ── widgets led by the draft ─────────────────────────────────────────────────────────────────────


def lead(draft: Draft, name: str, value: Any) -> str:
    """The key of a widget, whose value is set from the draft before it is drawn."""
    key = f"upload_{draft.key}_{name}"
    st.session_state[key] = value
    return key


def edit(draft_key: str, widget_key: str, change: Callable[[Draft, Any], Draft]) -> None:
    """Callback of a widget: change the draft by the widget's new value."""
    if draft_key in drafts():
        keep(change(drafts()[draft_key], st.session_state[widget_key]))


def led(draft: Draft, name: str, value: Any, change: Callable[[Draft, Any], Draft]) -> dict[str, Any]:
    """Key and callback of a widget led by the draft, to be spread into its call."""
    key = lead(draft, name, value)
    return {"key": key, "on_change": edit, "args": (draft.key, key, change)}
