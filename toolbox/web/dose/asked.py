"""The hub's records of mentoring as a page may have them: read once for a state of the store, released, written down."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from toolbox.disclosure.doses import ReleasedDose, release_doses
from toolbox.disclosure.given import ReleasedGiven, ReleasedStay, in_steps, release_given, release_retention
from toolbox.disclosure.released import ReleasedComparison
from toolbox.disclosure.told import Sets, sets_before, sets_states, with_sets
from toolbox.mentoring import (
    DoseStudy,
    Given,
    Hours,
    WaveStanding,
    dose_study,
    hours_of,
    retention,
    school_doses,
    together,
    waves_between,
)
from toolbox.model import (
    Framework,
    Retention,
    Round,
    SchoolDose,
    SchoolFacts,
    Shown,
    ToolboxError,
    Viewer,
)
from toolbox.web import noting, released, state
from toolbox.web.studies import Asked, asked_now, studied

#: Records and results kept per process.
KEPT_RECORDS, KEPT_STUDIES = 8, 16
HOURS_ARE = "Hours of a school are those of sessions held between the rounds, for each teacher on its roster."


def records(before: Round, after: Round) -> Given:
    """What the hub wrote down, between two rounds."""
    viewer = state.viewer()
    kept = state.store().mentoring_state(viewer)
    return _records(kept, viewer, before.collected_on, after.collected_on)


@st.cache_resource(max_entries=KEPT_RECORDS, show_spinner=False)
def _records(kept: str, viewer: Viewer, since, until) -> Given:
    store = state.store()
    return Given(
        sessions=store.sessions.all(viewer, until=until),
        roster=store.roster.all(viewer),
        memberships=store.memberships.all(viewer),
        since=since,
        until=until,
    )


@st.cache_resource(max_entries=KEPT_RECORDS, show_spinner=False)
def _doses(kept: str, viewer: Viewer, since, until) -> tuple[tuple[SchoolDose, ...], SchoolDose]:
    """What every school was given between two days, and all together: added up once, for every school that is chosen."""
    found = _records(kept, viewer, since, until)
    asked = found.sessions, found.roster, found.memberships
    return school_doses(*asked, since=since, until=until), together(*asked, since=since, until=until)


def _given_between(before: Round, after: Round) -> tuple[tuple[SchoolDose, ...], SchoolDose]:
    viewer = state.viewer()
    return _doses(state.store().mentoring_state(viewer), viewer, before.collected_on, after.collected_on)


def given(before: Round, after: Round, school: str | None) -> tuple[ReleasedGiven, ...]:
    """What was given to every school and to all together (last), or to one; () where nothing is recorded."""

    def made() -> tuple[ReleasedGiven, ...]:
        doses, whole = _given_between(before, after)
        if not any(each.sessions_planned for each in doses):
            return ()
        rows = release_given(doses, whole, noting.policy())
        return rows if school is None else tuple(row for row in rows if row.school == school)

    return _noted(made, before, after, school)


@st.cache_resource(max_entries=KEPT_RECORDS, show_spinner=False)
def _stayed(kept: str, viewer: Viewer, since, until) -> tuple[Retention, ...]:
    found = _records(kept, viewer, since, until)
    return retention(found.memberships, found.roster, from_day=since, to_day=until)


def stays(before: Round, after: Round) -> tuple[ReleasedStay, ...]:
    """Who stayed between two rounds; () where no membership is recorded."""

    def made() -> tuple[ReleasedStay, ...]:
        viewer = state.viewer()
        stayed = _stayed(state.store().mentoring_state(viewer), viewer, before.collected_on, after.collected_on)
        return release_retention(stayed, noting.policy())

    return _noted(made, before, after, None)


def _noted(made, before: Round, after: Round, school: str | None):
    """Without rounds: nobody's answers are in it."""
    return noting.noted(
        "dose", (), made, schools=(school,) if school else (), beside=state.store().mentoring_state(state.viewer())
    )


def waves(before: Round, after: Round) -> tuple[WaveStanding, ...]:
    """Waves between two rounds: the hub's own record, in which nobody is counted."""

    def made() -> tuple[WaveStanding, ...]:
        return waves_between(records(before, after).roster, state.schools_of((before, after)), *_days(before, after))

    return _noted(made, before, after, None)


def _days(before: Round, after: Round):
    return before.collected_on, after.collected_on


def facts(rounds: tuple[Round, ...]) -> tuple[tuple[SchoolFacts, ...], Hours]:
    """What is known of the schools of these rounds, with hours in one unit: out of sessions where there are any."""
    there = set(state.schools_of(rounds))
    found = records(rounds[0], rounds[-1])
    doses, _ = _given_between(rounds[0], rounds[-1])
    hours = hours_of(doses, found.roster)
    near = dict(hours.by_school)
    if hours.per == "teacher":  # the plan is printed with the tables: as near as the Change page tells them
        near |= {each.school: in_steps(each) for each in doses if each.school in near}
    known = tuple(
        SchoolFacts(school=each.school, hub=each.hub, starts=each.starts, hours=near.get(each.school))
        for each in found.roster
        if each.school in there and (each.hub or each.starts is not None or each.hours is not None)
    )
    return known, hours


@st.cache_resource(max_entries=KEPT_STUDIES, show_spinner="Setting change beside hours …")
def _studied(asked: Asked, _framework: Framework, _given: Given) -> DoseStudy | None:
    """Not released yet: only :func:`_released` takes it."""
    return studied(asked, _framework, lambda first, last: dose_study(first, last, _framework, _given))


@st.cache_resource(max_entries=KEPT_STUDIES, show_spinner=False)
def _released(asked: Asked, sets: Sets, _framework: Framework, _given: Given) -> ReleasedDose | None:
    study = _studied(asked, _framework, _given)
    if study is None:
        return None
    with_told = replace(study, evaluation=with_sets(study.evaluation, sets))
    return release_doses(with_told, policy=asked.policy, viewer=asked.viewer)


def study_of_all(compared: ReleasedComparison, before: Round, after: Round) -> ReleasedDose | None:
    """The study, where the page looks at every school: of some alone, change beside hours is not told."""
    return study(before, after) if len(compared.schools) == compared.of_schools else None


def study(before: Round, after: Round) -> ReleasedDose | None:
    """Change beside hours of all schools together; None where no hours are known or nobody's answers can be followed.

    Raises:
        ToolboxError: where a round is gone or may not be seen.
    """
    policy, found = noting.policy(), records(before, after)
    if not found.sessions and not any(each.hours is not None for each in found.roster):
        return None
    if before.framework != after.framework:
        return None
    framework = state.framework(after.framework)
    ids, kept = (before.id, after.id), state.store().mentoring_state(state.viewer())
    sets: Sets = ()
    compared: list[Shown] = []

    def made() -> ReleasedDose | None:
        nonlocal sets, compared
        asked, told, seen = asked_now(ids, framework, kept)
        compared = [told]
        shown = _studied(asked, framework, found)
        if shown is None:
            return None
        sets = sets_before(shown.evaluation, seen, ids)
        return _released(asked, sets, framework, found)

    try:
        return noting.noted(
            "dose",
            ids,
            made,
            framework=framework,
            beside=kept,
            also=lambda result: [] if result is None else [*sets_states(sets, ids, policy), *compared],
        )
    except ToolboxError as refusal:
        if refusal.code in ("no_common_group", "no_common_items", "only_counted"):
            return None
        raise


released.ELSEWHERE += [_records, _doses, _stayed, _studied, _released]
