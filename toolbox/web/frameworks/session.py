"""What a visitor is making just now, kept over clicks and other pages until it is saved or left."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from typing import Literal

import streamlit as st

from toolbox.frameworks import BLANK, copied
from toolbox.model import Framework
from toolbox.web.plain import plain

Way = Literal["new", "change", "version"]

_MAKING, _TYPED = "frameworks_making", "frameworks_typed"
_SAID, _SAVED = "frameworks_said", "frameworks_saved"


@dataclass(frozen=True, kw_only=True)
class Making:
    """A framework on its way; ``framework`` may break every rule."""

    mark: str
    """A few letters in front of every widget's key and in the id, so that two frameworks never mix."""
    way: Way
    framework: Framework
    origin: Framework | None = None
    """What is changed, or what the next version takes the place of."""
    meant: frozenset[str] = frozenset()
    """Ids of items that ask the same in other words."""
    turn: int = 0
    """Counted up whenever tables must open anew on what was typed so far."""

    @property
    def key(self) -> str:
        return f"frameworks_{self.mark}_{self.turn}"


def making() -> Making | None:
    """What is being made, if anything; after a visit to another page opened anew on what was typed."""
    made: Making | None = st.session_state.get(_MAKING)
    latest: Making | None = st.session_state.get(_TYPED)
    if made is None or latest is None or f"{made.key}_name" in st.session_state:
        return made
    anew(latest)
    return st.session_state[_MAKING]


def typed(made: Making, framework: Framework) -> None:
    """Remember what is typed, for when its fields are gone."""
    st.session_state[_TYPED] = replace(made, framework=framework)


def begin(framework: Framework | None, way: Way) -> None:
    """Start from nothing (None), from a copy, or on a framework of one's own."""
    start = framework or BLANK
    origin = None
    if way == "new" and framework is not None:
        start = copied(framework)
    elif way != "new":
        origin = framework
        start = replace(start, version=next_version(start.version)) if way == "version" else start
    st.session_state.pop(_TYPED, None)
    st.session_state[_MAKING] = Making(mark=secrets.token_hex(2), way=way, framework=start, origin=origin)


def next_version(version: str) -> str:
    """The version after this one.

    Example:
        >>> next_version("1"), next_version("2025"), next_version("spring")
        ('2', '2026', 'spring, next')
    """
    return str(int(version) + 1) if version.isdecimal() else f"{version}, next"


def anew(made: Making) -> None:
    """Remember it, and let every field open on it in the next run."""
    st.session_state.pop(_TYPED, None)
    st.session_state[_MAKING] = replace(made, turn=made.turn + 1)


def end(saved: Framework | None = None) -> None:
    """Back to the catalogue, on the framework that was saved."""
    st.session_state.pop(_MAKING, None)
    st.session_state.pop(_TYPED, None)
    if saved is not None:
        st.session_state[_SAVED] = saved.id
        say(f"Saved: {plain(saved.name)}. It can be chosen on the Upload page from now on.")


def just_saved() -> str | None:
    """Id of the framework saved by the last click; told once."""
    return st.session_state.pop(_SAVED, None)


def say(words: str) -> None:
    """What the next run says once."""
    st.session_state[_SAID] = words


def said_before() -> None:
    """Show once what the last click did."""
    if words := st.session_state.pop(_SAID, ""):
        st.success(words, icon=":material/check_circle:")
