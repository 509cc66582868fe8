"""Roster, memberships, clusters and sessions as they are kept now, read once for every state of the store and every viewer.

A click reads one row, the state; ten thousand sessions are read anew only after somebody changed one.
"""

from __future__ import annotations

import streamlit as st

from toolbox.model import Cluster, Membership, MentoringSession, School, Viewer
from toolbox.web import state


def sessions(viewer: Viewer) -> tuple[MentoringSession, ...]:
    """Every session the viewer may see, earliest first."""
    return _sessions(*_now(viewer), viewer)


def memberships(viewer: Viewer) -> tuple[Membership, ...]:
    """Every row of the schools the viewer may see."""
    return _memberships(*_now(viewer), viewer)


def roster(viewer: Viewer) -> tuple[School, ...]:
    """A row for every school that is known, blank where nothing else is, by name."""
    rounds = state.store().rounds(viewer)
    return _roster(*_now(viewer), state.schools_of(rounds), viewer)


def clusters(viewer: Viewer) -> tuple[Cluster, ...]:
    """Every cluster: those described, and those members name, by name."""
    return _clusters(*_now(viewer), viewer)


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


@st.cache_resource(show_spinner=False, max_entries=6)
def _roster(url: str, now: str, of_rounds: tuple[str, ...], _viewer: Viewer) -> tuple[School, ...]:
    kept = {each.school: each for each in state.store().roster.all(_viewer)}
    found = {*of_rounds, *kept} | {row.school for row in memberships(_viewer)}
    for each in sessions(_viewer):
        found |= {each.receiver, each.giver}
    names = sorted(name for name in found if name and _viewer.may_see(name))
    return tuple(kept.get(name, School(school=name)) for name in names)


@st.cache_resource(show_spinner=False, max_entries=6)
def _clusters(url: str, now: str, _viewer: Viewer) -> tuple[Cluster, ...]:
    described = {each.name: each for each in state.store().memberships.clusters(_viewer)}
    named = {row.cluster for row in memberships(_viewer) if row.cluster}
    return tuple(described.get(name, Cluster(name=name)) for name in sorted({*described, *named}))
