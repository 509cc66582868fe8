"""The only way a page gets a result: asked of the store for this viewer, computed once, released.

A result is kept by the sha256 of its data sets, the framework, the schools in view, the numbers invited, the policy
and the schools the viewer may see. Who may see a round is asked of the store *before* the kept result is looked up,
because what is kept is shared by everyone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from toolbox.comparison import compare
from toolbox.disclosure import (
    ReleasedComparison,
    ReleasedEvaluation,
    ReleasedGapMove,
    ReleasedProfile,
    release,
    release_gap_moves,
)
from toolbox.evaluation import evaluate
from toolbox.frameworks import Lineage
from toolbox.linking import Near, near
from toolbox.linking.near import NOTHING_NEAR, named
from toolbox.linking.words import difference, short
from toolbox.model import BLOCKS, Answers, EvaluationRound, Framework, Plan, Policy, Round, Table, Viewer
from toolbox.profile import profile as make_profile
from toolbox.profile.gap_moves import over_common_items
from toolbox.scoring import in_words_of
from toolbox.tables import block_tables
from toolbox.web import state

#: Results and answers kept per process. Answers are a byte each: 100,000 persons × 60 items are 6 MB.
KEPT_RESULTS, KEPT_ANSWERS, KEPT_NEAR, KEPT_EVALUATIONS = 128, 6, 8, 16

POLICY = Policy()


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which round a result is asked for, in values a cache can key on."""

    id: str
    sha256: str
    name: str
    collected_on: date
    framework: str
    invited: tuple[tuple[tuple[str, str], int], ...]


def _asked(viewer: Viewer, round_id: str) -> Asked:
    """The round as the store has it now; refuses where this viewer may not see it."""
    found: Round = state.store().round(viewer, round_id)
    return Asked(
        id=found.id,
        sha256=found.sha256,
        name=found.name,
        collected_on=found.collected_on,
        framework=found.framework,
        invited=tuple(sorted(found.invited.items())),
    )


@st.cache_resource(max_entries=KEPT_ANSWERS, show_spinner=False)
def _answers(sha256: str, viewer: Viewer, _id: str) -> Answers:
    """The answers of one data set as this viewer may see them. Shared: never written to."""
    return state.store().answers(viewer, _id)


@st.cache_resource(max_entries=KEPT_RESULTS, show_spinner=False)
def _profile(
    asked: Asked, digest: int, schools: tuple[str, ...] | None, viewer: Viewer, policy: Policy, _framework: Framework
) -> ReleasedProfile:
    found = make_profile(
        _answers(asked.sha256, viewer, asked.id),
        _framework,
        round_name=asked.name,
        collected_on=asked.collected_on,
        schools=schools,
        invited=dict(asked.invited),
        sha256=asked.sha256,
    )
    return release(found, policy=policy, viewer=viewer)


@st.cache_resource(max_entries=KEPT_NEAR, show_spinner="Comparing codes …")
def _near(before: Asked, after: Asked, viewer: Viewer) -> Near:
    """Codes of two rounds that look alike, as this viewer may see them."""
    store = state.store()
    return near(
        _answers(before.sha256, viewer, before.id),
        _answers(after.sha256, viewer, after.id),
        (store.clues(viewer, before.id), store.clues(viewer, after.id)),
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
    _lineage: Lineage,
) -> ReleasedComparison:
    alike = NOTHING_NEAR if _lineage.framework.kind == "rubric" else _near(before, after, viewer)
    first, second = (
        in_words_of(_answers(each.sha256, viewer, each.id), _lineage.of(each.framework)) for each in (before, after)
    )
    found = compare(
        first,
        second,
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
    return release(found, policy=policy, viewer=viewer)


@st.cache_resource(max_entries=KEPT_EVALUATIONS, show_spinner="Working out the evaluation …")
def _evaluation(
    asked: tuple[Asked, ...],
    digest: int,
    plan: Plan,
    viewer: Viewer,
    policy: Policy,
    blocks: tuple[str, ...],
    _framework: Framework,
) -> ReleasedEvaluation:
    rounds = _evaluation_rounds(asked, viewer)
    return release(evaluate(rounds, _framework, plan, blocks=blocks), policy=policy, viewer=viewer)


def _evaluation_rounds(asked: tuple[Asked, ...], viewer: Viewer) -> list[EvaluationRound]:
    return [
        EvaluationRound(
            name=name,
            collected_on=each.collected_on,
            answers=_answers(each.sha256, viewer, each.id),
            sha256=each.sha256,
            invited=dict(each.invited),
        )
        for name, each in zip(names_apart([each.name for each in asked]), asked, strict=True)
    ]


def names_apart(names: Sequence[str]) -> tuple[str, ...]:
    """Names of rounds as a plan calls them: two of one name are numbered.

    Example:
        >>> names_apart(["Spring", "Autumn", "Spring"])
        ('Spring', 'Autumn', 'Spring (2)')
    """
    seen: dict[str, int] = {}
    made = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        made.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(made)


def evaluation(round_ids: Sequence[str], plan: Plan, blocks: tuple[str, ...] = BLOCKS) -> ReleasedEvaluation:
    """The evaluation of a plan over these rounds, which it calls by :func:`names_apart` of their names.

    ``blocks``: those to work out.

    Raises:
        ToolboxError: where a round is gone or may not be seen, or the plan cannot be followed.
    """
    viewer = state.viewer()
    asked = tuple(_asked(viewer, id) for id in round_ids)
    framework = state.framework(asked[-1].framework)
    return _evaluation(asked, hash(framework), plan, viewer, POLICY, blocks, framework)


@st.cache_resource(max_entries=KEPT_EVALUATIONS, show_spinner=False)
def _tables(
    asked: tuple[Asked, ...], digest: int, plan: Plan, viewer: Viewer, policy: Policy, _framework: Framework
) -> tuple[Table, ...]:
    return block_tables(_evaluation(asked, digest, plan, viewer, policy, BLOCKS, _framework))


def evaluation_tables(round_ids: Sequence[str], plan: Plan) -> tuple[Table, ...]:
    """The eleven blocks of the same evaluation, in the order of a report.

    Raises:
        ToolboxError: as :func:`evaluation`.
    """
    viewer = state.viewer()
    asked = tuple(_asked(viewer, id) for id in round_ids)
    framework = state.framework(asked[-1].framework)
    return _tables(asked, hash(framework), plan, viewer, POLICY, framework)


def profile(round_id: str, school: str | None) -> ReleasedProfile:
    """Where one school, or every school in view (``None``), stood in a round.

    Raises:
        ToolboxError: where the round is gone or may not be seen, or holds no answers of the school.
    """
    viewer = state.viewer()
    asked = _asked(viewer, round_id)
    framework = state.framework(asked.framework)
    return _profile(asked, hash(framework), (school,) if school else None, viewer, POLICY, framework)


def reworded(round_id: str) -> frozenset[str]:
    """Statements of a round whose wording differs from earlier rounds. A fact of the questionnaire, no result.

    Raises:
        ToolboxError: where the round is gone or may not be seen.
    """
    viewer = state.viewer()
    asked = _asked(viewer, round_id)
    found = _answers(asked.sha256, viewer, asked.id)
    return found.reworded if isinstance(found, Answers) else frozenset()


@st.cache_resource(max_entries=KEPT_RESULTS, show_spinner=False)
def _gap_moves(
    now: Asked,
    before: Asked,
    digest: int,
    schools: tuple[str, ...] | None,
    viewer: Viewer,
    policy: Policy,
    _lineage: Lineage,
) -> tuple[ReleasedGapMove, ...]:
    both = over_common_items(
        *(in_words_of(_answers(each.sha256, viewer, each.id), _lineage.of(each.framework)) for each in (now, before)),
        _lineage.framework,
    )
    if both is None:
        return ()
    later, earlier = (
        make_profile(
            answers,
            _lineage.framework,
            round_name=each.name,
            collected_on=each.collected_on,
            schools=schools,
            invited=dict(each.invited),
            sha256=each.sha256,
        )
        for answers, each in zip(both, (now, before), strict=True)
    )
    return release_gap_moves(later, earlier, policy=policy, viewer=viewer)


def gap_moves(now_id: str, before_id: str, school: str | None) -> tuple[ReleasedGapMove, ...]:
    """How the gaps between groups moved from one round to a later one, over the items of both.

    Raises:
        ToolboxError: where a round is gone or may not be seen, or holds no answers of the school.
    """
    viewer = state.viewer()
    now, before = _asked(viewer, now_id), _asked(viewer, before_id)
    found = state.in_common(before.framework, now.framework)
    return _gap_moves(now, before, hash(found), (school,) if school else None, viewer, POLICY, found)


def comparison(before_id: str, after_id: str, school: str | None) -> ReleasedComparison:
    """What changed between two rounds in one school, or in every school in view (``None``).

    Raises:
        ToolboxError: where a round is gone or may not be seen, or the two cannot be compared.
    """
    viewer = state.viewer()
    before, after = _asked(viewer, before_id), _asked(viewer, after_id)
    found = state.in_common(before.framework, after.framework)
    accepted = state.store().accepted_pairs(viewer, before_id, after_id)
    return _comparison(before, after, hash(found), (school,) if school else None, viewer, POLICY, accepted, found)


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
    accepted = state.store().accepted_pairs(viewer, before_id, after_id)
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
    change = state.store().accept_pairs if accept else state.store().take_back_pairs
    change(state.viewer(), before_id, after_id, [pair.key for pair in pairs])


def forget() -> None:
    """Drop every kept answer and result, so that nothing of a deleted round stays in memory."""
    for kept in (_answers, _profile, _gap_moves, _near, _comparison, _evaluation, _tables):
        kept.clear()
