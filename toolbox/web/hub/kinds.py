"""Clusters that work alike: how the schools in them changed between two rounds, by model and by incentive."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from toolbox.charts.kinds import kinds
from toolbox.disclosure.clusters import ReleasedKind, ReleasedKinds, release_clusters, told_before
from toolbox.disclosure.told import sets_states
from toolbox.mentoring.clusters import By, ClusterStudy, cluster_study, kinds_between
from toolbox.model import (
    Cluster,
    Framework,
    Membership,
    Round,
    Shown,
    ToolboxError,
)
from toolbox.web import noting, released, showing, state
from toolbox.web.glance import Row
from toolbox.web.hub.asking import Asked
from toolbox.web.log import kept
from toolbox.web.plain import plain
from toolbox.web.studies import Asked as StudyAsked
from toolbox.web.studies import asked_now, studied
from toolbox.wording import group_name
from toolbox.wording.kinds import (
    change_words,
    kind_name,
    kinds_about,
    kinds_alt,
    kinds_cost,
    kinds_in_view,
    kinds_limits,
    kinds_offered,
    kinds_sentences,
)

KEPT = 16
#: In this order: what was told first is what the second is held against.
_BY: tuple[By, ...] = ("model", "incentive")
_NOT_YET = (
    "Nothing can be set side by side yet: fewer than five mentee schools of one kind of cluster answered, or all schools are of "
    "one kind."
)


def part(asked: Asked) -> None:
    """The change of each kind in the last two rounds of a framework, with the number of clusters in view."""
    st.header("How their schools changed", anchor=False)
    viewer = state.viewer()
    described = [each for each in kept.clusters(viewer) if each.model or each.incentive]
    rounds = _rounds(asked)
    if not described:
        st.caption("This needs clusters whose model or incentive is written down.")
        return
    if not rounds:
        st.caption(
            "This needs two rounds of the same framework by that day: then the change between the last two stands here."
        )
        return
    before, after = _choose(rounds)
    told: list[ReleasedKinds] = []
    by_what = _asked_for(described, before, after)
    for by in by_what:
        try:
            found = changes(before, after, by)
        except ToolboxError as refusal:
            st.caption(plain(str(refusal)))
            continue
        if found is not None:
            told.append(found)
    if by_what and not told:
        st.caption(_NOT_YET)
    if told:
        st.markdown(plain(kinds_about(told[0], before.collected_on, after.collected_on)))
    for found in told:
        _shown(found)
    for words in kinds_limits(told):
        st.caption(plain(words))


def _asked_for(described: Sequence[Cluster], before: Round, after: Round) -> list[By]:
    """By what clusters are set side by side: nothing before somebody asks. What is shown is held against everything that is
    shown later, so opening this page must not decide what stays hidden on the Change page.
    """
    members, schools = kept.memberships(state.viewer()), sorted({*before.schools} & {*after.schools})
    days = {"since": before.collected_on, "until": after.collected_on}
    apart = {
        by: found
        for by in _BY
        if any(getattr(each, by) for each in described)
        and (found := kinds_between(described, members, schools, by=by, **days)).compared
    }
    if not apart:
        st.caption(_NOT_YET)
        return []
    many = [by for by, found in apart.items() if found.comparable]
    st.markdown("\n\n".join(map(plain, kinds_offered(many, [by for by in apart if by not in many]))))
    asked = st.toggle("Show their changes side by side", key=f"hub_kinds_asked_{before.id}_{after.id}")
    st.caption(kinds_cost(few=not many))
    return list(apart) if asked else []


def _rounds(asked: Asked) -> dict[str, tuple[Round, Round]]:
    """Framework → its last two rounds by the day that is looked at."""
    found: dict[str, list[Round]] = {}
    for each in sorted(state.rounds(), key=lambda each: each.collected_on):
        if each.collected_on <= asked.as_of and state.framework(each.framework).kind != "rubric":
            found.setdefault(each.framework, []).append(each)
    return {framework: (these[-2], these[-1]) for framework, these in found.items() if len(these) > 1}


def _choose(rounds: dict[str, tuple[Round, Round]]) -> tuple[Round, Round]:
    names = {framework: plain(state.framework(framework).name) for framework in rounds}
    if len(rounds) == 1:
        return next(iter(rounds.values()))
    chosen = st.selectbox("Framework", list(rounds), format_func=names.__getitem__, key="hub_kinds_framework")
    return rounds[chosen or next(iter(rounds))]


def _shown(found: ReleasedKinds) -> None:
    by = found.by
    st.subheader(f"By {by}", anchor=False)
    st.markdown("\n".join(f"- {plain(words)}" for words in kinds_in_view(found)))
    for group in dict.fromkeys(row.group for row in found.rows):
        rows = [row for row in found.rows if row.group == group]
        st.markdown(f"**{plain(group_name(group))}**")
        st.markdown("\n".join(f"- {plain(words)}" for words in kinds_sentences(found, group)))
        if not any(not row.hidden for row in rows):
            continue
        with st.expander(
            f"{group_name(group)} by {by}: area by area", icon=":material/hub:", key=f"hub_kinds_{by}_{group}",
            on_change="rerun",
        ) as look:  # fmt: skip
            if look.open:
                showing.chart(found, "kinds", f"{by} {group}", partial(kinds, found, group), kinds_alt(found, group))
                showing.table(_table(found, rows), f"Change of {group} by the {by} of their clusters")


def _table(found: ReleasedKinds, rows: Sequence[ReleasedKind]) -> list[Row]:
    names = {area.id: area.name for area in found.framework.areas}
    return [
        {
            "Area": plain(names[row.area]),
            "Clusters": plain(kind_name(row)),
            "How many": f"{row.clusters:,}" if row.name else "",
            "Mentee schools": f"{row.schools:,}",
            "People": "" if row.n is None else f"{row.n:,}",
            "Change (range that fits)": plain(change_words(row, found)),
        }
        for row in rows
    ]


# ── asking ──


def changes(before: Round, after: Round, by: By) -> ReleasedKinds | None:
    """The change of each kind as it may be seen; None where no two sets of schools can be told apart.

    Raises:
        ToolboxError: ``not_allowed``, ``not_recorded``, and where a round is gone or the two cannot be compared.
    """
    viewer, policy = state.viewer(), noting.policy()
    framework, ids = state.framework(after.framework), (before.id, after.id)
    records, clusters, members = state.store().mentoring_state(viewer), kept.clusters(viewer), kept.memberships(viewer)
    sets: tuple[tuple[str, ...], ...] = ()
    compared: list[Shown] = []

    def made() -> ReleasedKinds | None:
        nonlocal sets, compared
        asked, told, seen = asked_now(ids, framework, records)
        compared = [told]
        study = _studied(asked, by, framework, clusters, members)
        if study is None:
            return None
        sets = study.kinds.sets
        return _released(asked, by, told_before(sets, seen, ids), framework, clusters, members)

    def states(result: ReleasedKinds | None) -> list[Shown]:
        """What is hidden is told of nobody, so only what is shown is held against what comes later."""
        if result is None or not result.told:
            return []
        return [*sets_states(tuple((each, ()) for each in sets), ids, policy), *compared]

    return noting.noted("hub", ids, made, framework=framework, beside=records, also=states)


@st.cache_resource(max_entries=KEPT, show_spinner="Setting clusters side by side …")
def _studied(
    asked: StudyAsked, by: By, _framework: Framework, _clusters: tuple[Cluster, ...], _members: tuple[Membership, ...]
) -> ClusterStudy | None:
    """Not released yet: only :func:`_released` takes it."""
    return studied(
        asked, _framework, lambda first, last: cluster_study(first, last, _framework, _clusters, _members, by=by)
    )


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def _released(
    asked: StudyAsked, by: By, told: tuple[tuple[str, ...], ...], _framework: Framework, _clusters: tuple[Cluster, ...],
    _members: tuple[Membership, ...],
) -> ReleasedKinds | None:  # fmt: skip
    study = _studied(asked, by, _framework, _clusters, _members)
    return None if study is None else release_clusters(study, told, asked.policy, asked.viewer)


released.ELSEWHERE += [_studied, _released]
