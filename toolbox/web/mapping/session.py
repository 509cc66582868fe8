"""Where half-done work lives: in the visitor's own session, one draft a file or set of files. Nothing here reaches the store.

Widgets are led by the draft: before a widget is drawn its value is set from the draft (``lead``), and its callback
changes the draft (``edit``). So a choice survives when its widget is not on the screen, and two files never mix.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import streamlit as st

from toolbox.model import Framework, Recipe, Round
from toolbox.reading.pseudonyms import Pseudonyms
from toolbox.web import state
from toolbox.web.mapping.draft import Draft, Step, files_of

_DRAFTS = "upload_drafts"
_CURRENT = "upload_current"
_DROPS = "upload_drops"
_FRAMEWORKS = "upload_frameworks"
_NOTES = "upload_notes"
_SAVED = "upload_saved"
_PAST = "upload_past"
#: So many decisions can be taken back.
MOST_UNDONE = 30


def drafts() -> dict[str, Draft]:
    """The files of this session by key, in the order they came."""
    return st.session_state.setdefault(_DRAFTS, {})


def keep(draft: Draft) -> None:
    """Put a draft, or its changed copy, into the session; what was decided before can be had back by :func:`undo`."""
    old = drafts().get(draft.key)
    if old is not None and old.recipe is not None and _decided(old) != _decided(draft):
        past = st.session_state.setdefault(_PAST, {}).setdefault(draft.key, [])
        past.append(old)
        del past[:-MOST_UNDONE]
    drafts()[draft.key] = draft


def _decided(draft: Draft) -> tuple:
    """What a person decided, other than where to look."""
    places = tuple((each.school, each.group) for each in draft.files)
    return id(draft.reading), draft.offer, draft.own, draft.recipe, places


def can_undo(key: str) -> bool:
    """Whether something was decided about a file that can be taken back."""
    return bool(st.session_state.get(_PAST, {}).get(key))


def undo(key: str) -> None:
    """Take back what was decided last about a file; the step stays the one looked at."""
    if key in drafts() and can_undo(key):
        drafts()[key] = replace(st.session_state[_PAST][key].pop(), step=drafts()[key].step)


def drop(key: str) -> None:
    """Forget a file and everything decided about it."""
    drafts().pop(key, None)
    st.session_state.get(_PAST, {}).pop(key, None)
    for name in [name for name in st.session_state if isinstance(name, str) and name.startswith(f"upload_{key}_")]:
        del st.session_state[name]


def exchange(old: Iterable[str], new: Iterable[Draft]) -> None:
    """Put drafts into the place of others: the first takes the place of the first."""
    gone, fresh = list(old), list(new)
    before, placed = dict(drafts()), {each.key: each for each in fresh}
    order: dict[str, Draft] = {}
    for key, draft in before.items():
        if key in gone:
            order |= placed
            placed = {}
        elif key not in order:
            order[key] = draft
    for key in gone:
        if key not in {each.key for each in fresh}:
            drop(key)
    st.session_state[_DRAFTS] = {**order, **placed}


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


def recipes() -> list[Recipe]:
    """The recipes of earlier rounds whose framework is here, the latest first."""
    known = frameworks()
    return [each for each in state.store().recipes(state.viewer()) if each.framework in known]


def seen_before(draft: Draft) -> tuple[tuple[str, Round], ...]:
    """Each file that is in a round already, with that round."""
    found = [(each, state.store().same_file(state.viewer(), each.reading.sha256)) for each in files_of(draft)]
    return tuple((each.draft.file, known) for each, known in found if known is not None)


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
