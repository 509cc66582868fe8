"""Sessions and memberships as they are kept now, read once for every state of the store and every viewer.

A click reads one row, the state; ten thousand sessions are read anew only after somebody changed one.
"""

from __future__ import annotations

import streamlit as st

from toolbox.model import Membership, MentoringSession, Viewer
from toolbox.web import state


def sessions(viewer: Viewer) -> tuple[MentoringSession, ...]:
    """Every session the viewer may see, earliest first."""
    return _sessions(*_now(viewer), viewer)


def memberships(viewer: Viewer) -> tuple[Membership, ...]:
    """Every row of the schools the viewer may see."""
    return _memberships(*_now(viewer), viewer)


def _now(viewer: Viewer) -> tuple[str, str]:
    """Which store it is and how it stands; the second is another for every other viewer."""
    store = state.store()
    return str(store.engine.url), store.mentoring_state(viewer)


@st.cache_resource(show_spinner=False, max_entries=6)
def _sessions(url: str, now: str, _viewer: Viewer) -> tuple[MentoringSession, ...]:
    return state.store().sessions.all(_viewer)


@st.cache_resource(show_spinner=False, max_entries=6)
def _memberships(url: str, now: str, _viewer: Viewer) -> tuple[Membership, ...]:
    return state.store().memberships.all(_viewer)
