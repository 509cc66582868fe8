"""What may be known of a round beside its results: which rule hides how much, whose late answers wait, what may be merged."""

from __future__ import annotations

from datetime import date

import streamlit as st

from toolbox.disclosure.merging import OF_STAFF, Offer
from toolbox.disclosure.merging import offer as merging_offer
from toolbox.disclosure.profiles import hidden_counts
from toolbox.disclosure.since import profile_since
from toolbox.disclosure.small_schools import SmallSchools
from toolbox.disclosure.small_schools import small_schools as offer_small_schools
from toolbox.model import Framework, Policy, Profile, Viewer
from toolbox.profile import profile as make_profile
from toolbox.web import noting, released, state


@st.cache_resource(max_entries=released.KEPT_RESULTS, show_spinner=False)
def _apart(sha256: str, schools: tuple[str, ...], digest: int, _id: str, _framework: Framework) -> Profile:
    """Every school of a round, its groups as they are kept. Not released: only the gate looks at it."""
    answers = state.store().answers(Viewer(), _id)
    return make_profile(answers, _framework, round_name="", collected_on=date.today(), sha256=sha256)


def hidden_by_rule(round_id: str) -> tuple[tuple[str, str, int, int], ...]:
    """Which rule hides how much on the School pages of a round, over its schools and areas; () of a rubric.

    Raises:
        ToolboxError: where the round is gone or may not be seen.
    """
    viewer = state.viewer()
    found = state.store().round(viewer, round_id)
    framework = state.framework(found.framework)
    if framework.kind == "rubric":
        return ()
    return _counts(round_id, noting.looked(viewer, round_id).key, hash(framework), viewer, noting.policy(), framework)


@st.cache_resource(max_entries=released.KEPT_RESULTS, show_spinner=False)
def _counts(
    round_id: str, key: str, digest: int, viewer: Viewer, by: Policy, _framework: Framework
) -> tuple[tuple[str, str, int, int], ...]:
    shown = noting.shown(viewer, round_id)
    whole = make_profile(shown.answers, _framework, round_name="", collected_on=date.min, items=False)
    return hidden_counts(profile_since(whole, shown, by), by)


def held(round_id: str, school: str | None = None) -> tuple[int, tuple[str, ...]]:
    """In how many schools in view late answers wait for company, and of which groups.

    Raises:
        ToolboxError: where the round is gone or may not be seen.
    """
    waiting = [block for block in noting.shown(state.viewer(), round_id).held if school in (None, block[0])]
    return len({name for name, _ in waiting}), tuple(dict.fromkeys(group for _, group in waiting))


def merging(round_id: str) -> Offer | None:
    """Whether leaders and teachers of a round are, or can be, shown as staff; None where it has no two such groups.

    Raises:
        ToolboxError: where the round is gone or may not be seen.
    """
    store, viewer = state.store(), state.viewer()
    found = store.round(viewer, round_id)
    framework = state.framework(found.framework)
    if not set(found.groups) & set(OF_STAFF) or framework.kind == "rubric":
        return None
    apart = _apart(found.sha256, found.schools, hash(framework), round_id, framework)
    made = store.mergings.of(viewer, round_id)
    return merging_offer(apart, made, store.ledger.shown(viewer, [round_id]), round_id, noting.policy())


def small_schools(round_id: str, school: str = "") -> SmallSchools | None:
    """Which small schools of a round are, or can be, shown as one; None where there are none, or nothing can be small.

    ``school``: the one that is looked at, for which a company is looked for.

    Raises:
        ToolboxError: where the round is gone or may not be seen.
    """
    store, viewer = state.store(), state.viewer()
    found = store.round(viewer, round_id)
    framework = state.framework(found.framework)
    if framework.kind == "rubric" or (len(found.schools) < 2 and not store.together.all(viewer)):
        return None
    every = _every_school(round_id, noting.looked(viewer, round_id).key, hash(framework), viewer, framework)
    return offer_small_schools(
        every,
        {each.school: each.hub for each in store.school_facts(viewer)},
        store.together.all(viewer),
        lambda schools: store.together.shown(viewer, schools),
        noting.policy(),
        school,
    )


@st.cache_resource(max_entries=released.KEPT_RESULTS, show_spinner=False)
def _every_school(round_id: str, key: str, digest: int, viewer: Viewer, _framework: Framework) -> Profile:
    """Every school of a round, as its groups are shown. Not released: only the gate looks at it."""
    answers = noting.shown(viewer, round_id).answers
    return make_profile(answers, _framework, round_name="", collected_on=date.min, items=False)


released.ELSEWHERE += [_apart, _counts, _every_school]
