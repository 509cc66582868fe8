"""The only way a page gets a result: asked of the store for this viewer, computed once, released.

A result is kept by the sha256 of its data sets, the framework, the schools in view, the numbers invited, the policy
and the schools the viewer may see. Who may see a round is asked of the store *before* the kept result is looked up,
because what is kept is shared by everyone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

import streamlit as st

from toolbox.comparison import compare
from toolbox.disclosure import (
    ReleasedComparison,
    ReleasedProfile,
    release,
)
from toolbox.disclosure.compared_before import (
    Told,
    compared_earlier,
    compared_state,
    comparison_beside,
    told_alone,
    told_of,
)
from toolbox.disclosure.gone import comparison_again
from toolbox.disclosure.since import comparison_since, profile_since, sides_shown
from toolbox.disclosure.states import AsShown
from toolbox.disclosure.told import accepted_state, accepted_to_show
from toolbox.frameworks import Ancestor, Lineage
from toolbox.linking import Near, near
from toolbox.linking.near import NOTHING_NEAR, named
from toolbox.linking.words import difference, short
from toolbox.model import (
    Answers,
    Averages,
    Framework,
    Policy,
    Shown,
    Viewer,
)
from toolbox.profile import Counted, count
from toolbox.profile import profile as make_profile
from toolbox.scoring import in_words_of
from toolbox.store.mergings import merged_clues, merged_invited
from toolbox.web import noting, state

Found = TypeVar("Found")

#: Results kept per process.
KEPT_RESULTS, KEPT_COUNTED, KEPT_NEAR = 128, 6, 8

#: What other modules of this room keep of rounds: forgotten with the rest.
ELSEWHERE: list = []


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which round a result is asked for, in values a cache can key on."""

    id: str
    sha256: str
    name: str
    collected_on: date
    framework: str
    invited: tuple[tuple[tuple[str, str], int], ...]
    state: str = ""
    """What decides how the round may be shown beside what was shown of it before."""


def _asked(viewer: Viewer, round_id: str) -> Asked:
    """The round as the store has it now; refuses where this viewer may not see it."""
    now = noting.looked(viewer, round_id)
    found = now.round
    return Asked(
        id=found.id,
        sha256=found.sha256,
        name=found.name,
        collected_on=found.collected_on,
        framework=found.framework,
        invited=tuple(sorted(merged_invited(found.invited, now.merged).items())),
        state=now.key,
    )


def _answers(sha256: str, viewer: Viewer, id: str) -> Answers:
    """The answers of a round as results are made from them, of the schools this viewer may see."""
    return noting.shown(viewer, id).answers


@st.cache_resource(max_entries=KEPT_COUNTED, show_spinner=False)
def counted(asked: Asked, digest: int, viewer: Viewer, policy: Policy, _framework: Framework) -> Counted | Averages:
    """The round as every view of it is made from, and with it what the gate decided. Shared: never written to."""
    return count(_answers(asked.sha256, viewer, asked.id), _framework)


@st.cache_resource(max_entries=KEPT_RESULTS, show_spinner=False)
def _profile(
    asked: Asked, digest: int, schools: tuple[str, ...] | None, viewer: Viewer, policy: Policy, _framework: Framework
) -> ReleasedProfile:
    found = make_profile(
        counted(asked, digest, viewer, policy, _framework),
        _framework,
        round_name=asked.name,
        collected_on=asked.collected_on,
        schools=schools,
        invited=dict(asked.invited),
        sha256=asked.sha256,
    )
    return release(profile_since(found, noting.shown(viewer, asked.id), policy), policy=policy, viewer=viewer)


@st.cache_resource(max_entries=KEPT_NEAR, show_spinner="Comparing codes …")
def _near(before: Asked, after: Asked, viewer: Viewer) -> Near:
    """Codes of two rounds that look alike, as this viewer may see them."""
    store = state.store()
    return near(
        _answers(before.sha256, viewer, before.id),
        _answers(after.sha256, viewer, after.id),
        tuple(
            merged_clues(store.clues(viewer, each.id), store.mergings.of(viewer, each.id)) for each in (before, after)
        ),
    )


@st.cache_resource(max_entries=KEPT_RESULTS, show_spinner=False)
def _comparison(
    before: Asked,
    after: Asked,
    digest: int,
    schools: tuple[str, ...] | None,
    viewer: Viewer,
    policy: Policy,
    accepted: frozenset[tuple[str, str, str, str]],
    earlier: tuple[Shown, ...],
    _lineage: Lineage,
) -> ReleasedComparison:
    alike = NOTHING_NEAR if _lineage.framework.kind == "rubric" else _near(before, after, viewer)
    rounds = [_in_words(noting.shown(viewer, each.id), _lineage.of(each.framework)) for each in (before, after)]
    states = sides_shown(*rounds, policy)
    found = compare(
        *states[-1],
        _lineage.framework,
        before_name=before.name,
        after_name=after.name,
        before_on=before.collected_on,
        after_on=after.collected_on,
        schools=schools,
        invited_before=dict(before.invited),
        invited_after=dict(after.invited),
        sha256=(before.sha256, after.sha256),
        near=alike,
        accepted=tuple(pair for pair in alike.pairs if named(pair) in accepted),
    )
    found = comparison_again(comparison_since(found, states, policy), [each.again for each in rounds], policy)
    found = comparison_beside(
        found,
        (before.id, after.id),
        states[-1],
        [*told_earlier(earlier, policy, _lineage), *told_alone((before.id, after.id), rounds)],
        policy,
        accepted,
    )
    return release(found, policy=policy, viewer=viewer)


def told_earlier(earlier: Sequence[Shown], policy: Policy, lineage: Lineage) -> list[Told]:
    """Other comparisons as they were shown, in the words of this one where they can be."""

    def shown(id: str, sha256: str) -> AsShown:
        found = noting.shown_from(id, sha256)
        of = found.round.framework
        return _in_words(found, lineage.of(of)) if of in lineage else found

    return told_of(earlier, shown, lambda one, two: sides_shown(one, two, policy)[-1])


def _in_words(shown: AsShown, ancestor: Ancestor) -> AsShown:
    """A round, and what was shown of it before, under the items' present ids."""
    return replace(
        shown,
        answers=in_words_of(shown.answers, ancestor),
        earlier=tuple(in_words_of(each, ancestor) for each in shown.earlier),
    )


def profile(round_id: str, school: str | None, *, public: bool = False) -> ReleasedProfile:
    """Where one school, or every school in view (``None``), stood in a round; ``public``: released beyond the hub.

    Raises:
        ToolboxError: where the round is gone or may not be seen, or holds no answers of the school.
    """
    viewer, policy = state.viewer(), noting.policy(public=public)
    schools = (school,) if school else None
    framework = state.framework(state.store().round(viewer, round_id).framework)

    def made() -> ReleasedProfile:
        return _profile(_asked(viewer, round_id), hash(framework), schools, viewer, policy, framework)

    return noting.noted("profile", (round_id,), made, schools=schools or (), framework=framework, by=policy)


def reworded(round_id: str) -> frozenset[str]:
    """Statements of a round whose wording differs from earlier rounds. A fact of the questionnaire, no result.

    Raises:
        ToolboxError: where the round is gone or may not be seen.
    """
    viewer = state.viewer()
    asked = _asked(viewer, round_id)
    found = _answers(asked.sha256, viewer, asked.id)
    return found.reworded if isinstance(found, Answers) else frozenset()


def comparison(before_id: str, after_id: str, school: str | None, *, public: bool = False) -> ReleasedComparison:
    """What changed between two rounds in one school, or in every school in view (``None``); ``public``: beyond the hub.

    Raises:
        ToolboxError: where a round is gone or may not be seen, or the two cannot be compared.
    """
    viewer, policy = state.viewer(), noting.policy(public=public)
    schools = (school,) if school else None
    lineage = state.in_common(*(state.store().round(viewer, id).framework for id in (before_id, after_id)))
    framework = lineage.framework
    accepted: frozenset[tuple[str, str, str, str]] = frozenset()
    compared = compared_state((before_id, after_id), ("", ""), policy)

    def made() -> ReleasedComparison:
        nonlocal accepted, compared
        before, after = _asked(viewer, before_id), _asked(viewer, after_id)
        compared = compared_state((before_id, after_id), (before.sha256, after.sha256), policy)
        store = state.store()
        chosen = store.pairs.accepted(viewer, before_id, after_id)
        seen = store.ledger.shown(viewer, (before_id, after_id))
        probable = () if framework.kind == "rubric" else _near(before, after, viewer).probable()
        accepted = accepted_to_show(chosen, probable, seen, before_id, after_id, policy)
        earlier = () if framework.kind == "rubric" else compared_earlier(compared, seen)
        return _comparison(before, after, hash(lineage), schools, viewer, policy, accepted, earlier, lineage)

    def states(_: ReleasedComparison) -> list[Shown]:
        found = accepted_state(accepted, before_id, after_id, policy)
        return [compared, *([found] if found.members else [])]

    return noting.noted(
        "comparison", (before_id, after_id), made, schools=schools or (), framework=framework, by=policy, also=states
    )


@dataclass(frozen=True, kw_only=True)
class Offered:
    """A probable pair of codes as it may be looked at: a short pseudonym of each round, never a code or an answer."""

    key: tuple[str, str, str, str]
    before: str
    after: str
    school: str
    group: str
    difference: str
    accepted: bool


def probable_pairs(before_id: str, after_id: str, school: str | None) -> tuple[Offered, ...]:
    """The probable pairs of one school, or of every school in view (``None``), for a person to decide on.

    Raises:
        ToolboxError: where a round is gone or may not be seen.
    """
    viewer = state.viewer()
    before, after = _asked(viewer, before_id), _asked(viewer, after_id)
    if state.in_common(before.framework, after.framework).framework.kind == "rubric":
        return ()
    accepted = state.store().pairs.accepted(viewer, before_id, after_id)
    found = [
        pair
        for pair in _near(before, after, viewer).pairs
        if pair.state == "probable" and school in (None, pair.school)
    ]
    names = short(name for pair in found for name in (pair.before, pair.after))
    return tuple(
        Offered(
            key=named(pair),
            before=names[pair.before],
            after=names[pair.after],
            school=pair.school,
            group=pair.group,
            difference=difference(pair),
            accepted=named(pair) in accepted,
        )
        for pair in found
    )


def decide(before_id: str, after_id: str, pairs: tuple[Offered, ...], *, accept: bool) -> None:
    """Take pairs for one person's codes, or no longer.

    Raises:
        ToolboxError: where a round is gone, or a pair's school is not the viewer's.
    """
    change = state.store().pairs.accept if accept else state.store().pairs.take_back
    change(state.viewer(), before_id, after_id, [pair.key for pair in pairs])


def forget() -> None:
    """Drop every kept answer and result, so that nothing of a deleted round stays in memory."""
    for kept in (counted, _profile, _near, _comparison, *ELSEWHERE):
        kept.clear()
    noting.forget()
