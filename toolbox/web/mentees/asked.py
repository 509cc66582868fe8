"""What the Mentees page shows, asked of the store as the mentor, released, written down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from toolbox.disclosure.mentees import ReleasedCard, ReleasedTimeline, release_cards, release_timeline
from toolbox.mentoring import school_doses, together
from toolbox.mentoring.cards import Limits, cards, filled, timeline
from toolbox.model import Action, Round, SchoolDose, ToolboxError, Viewer
from toolbox.web import noting, released, state
from toolbox.web.log import kept


def mentee_cards(schools: Sequence[str], today: date, limits: Limits) -> tuple[ReleasedCard, ...]:
    """One card a mentee school."""
    viewer = state.viewer()

    def made() -> tuple[ReleasedCard, ...]:
        everywhere = _everywhere(str(state.store().engine.url), state.store().mentoring_state(Viewer()))
        sessions = [each for each in kept.sessions(viewer) if each.receiver in schools]
        found = cards(
            schools, (each for each in everywhere[0] if each.school in schools), sessions, kept.memberships(viewer),
            weeks=_weeks(viewer), logs=logs(viewer), actions={school: _open(viewer, school) for school in schools},
            today=today, limits=limits,
        )  # fmt: skip
        return release_cards(found, everywhere, sessions, policy=noting.policy(), viewer=viewer, today=today)

    return noting.noted("mentees", (), made, schools=tuple(schools), beside=state.store().mentoring_state(viewer))


def school_timeline(school: str, rounds: Sequence[Round]) -> ReleasedTimeline:
    """Sessions, activity and rounds of one mentee school."""
    viewer = state.viewer()

    def made() -> ReleasedTimeline:
        weeks = filled(_weeks(viewer).get(school, ()), logs(viewer))
        marks = timeline(school, kept.sessions(viewer), weeks, rounds, kept.memberships(viewer))
        return release_timeline(school, marks, policy=noting.policy(), viewer=viewer)

    return noting.noted("mentees", (), made, schools=(school,), beside=state.store().mentoring_state(viewer))


def logs(viewer: Viewer) -> tuple[date, date] | None:
    """The first and the last day the kept logs tell of."""
    files = [each for each in state.store().events.files(viewer) if each.first and each.last]
    if not files:
        return None
    return min(each.first for each in files).date(), max(each.last for each in files).date()


def _open(viewer: Viewer, school: str) -> tuple[Action, ...]:
    return state.store().actions.open_steps(viewer, school)


def _weeks(viewer: Viewer) -> dict[str, list[tuple[date, int]]]:
    """Active persons by week of each school; nothing where no log is kept, or its events are not to be had now."""
    if not state.store().events.files(viewer):
        return {}
    from toolbox.web import activity

    try:
        found = activity.weeks(viewer)
    except ToolboxError as refusal:
        st.error(refusal.message, icon=":material/error:")
        return {}
    weeks: dict[str, list[tuple[date, int]]] = {}
    for school, week, persons in zip(found["school"], found["week"], found["persons"], strict=True):
        weeks.setdefault(school, []).append((week.date(), int(persons)))
    return weeks


@st.cache_resource(max_entries=4, show_spinner=False)
def _everywhere(url: str, now: str) -> tuple[tuple[SchoolDose, ...], SchoolDose]:
    """What every school was given, and all together: what the gate decides by, whoever looks. Nothing of it is handed on."""
    store, everyone = state.store(), Viewer()
    known = store.sessions.all(everyone), store.roster.all(everyone), store.memberships.all(everyone)
    return school_doses(*known), together(*known)


released.ELSEWHERE += [_everywhere]
