"""What a page may have of more than one round, and of others: trends, bands of a hub, benchmarks.

Kept as :mod:`toolbox.web.released` keeps its results: the store is asked first whether this viewer may see the rounds.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from toolbox.disclosure import ReleasedBand, ReleasedTrend, release_bands, release_trend
from toolbox.disclosure.benchmarks import freeze as frozen
from toolbox.disclosure.since import profile_since
from toolbox.disclosure.trend_since import trend_since
from toolbox.frameworks import Lineage
from toolbox.model import Benchmark, Framework, Policy, Profile, Round, SchoolFacts, ToolboxError, Viewer
from toolbox.profile import profile as make_profile
from toolbox.profile.bands import school_means
from toolbox.profile.trends import trend as make_trend
from toolbox.web import noting, released, state

#: Behind a band stand all schools of a round, whoever looks at it: it holds nothing of a single one.
EVERYONE = Viewer()

#: Rounds on one axis of time; of more the newest are shown.
MOST_ROUNDS = 12


def rounds_of(among: Sequence[Round], asked: Round, school: str | None) -> tuple[tuple[Round, ...], int]:
    """The rounds a trend of this school (or of all schools) leads through, and how many earlier ones are left out.

    Rounds of one family of frameworks and, of all schools, of schools the round asked for has, too. The invented sample
    and a visitor's own rounds never share a line.
    """
    families = state.families({each.framework for each in among})
    with_it = [
        each
        for each in among
        if each.sample == asked.sample
        and families[each.framework] == families[asked.framework]
        and (school in each.schools if school else set(each.schools) & set(asked.schools))
    ]
    line = _one_line({each.framework for each in with_it} | {asked.framework}, asked.framework)
    kept = [each for each in with_it if each.framework in line]
    return tuple(kept[-MOST_ROUNDS:]), max(0, len(kept) - MOST_ROUNDS)


def _one_line(used: set[str], asked: str) -> Lineage:
    """The longest line of versions that leads through the version asked for."""
    known = (state.in_common(id, asked) for id in sorted(used) if _related(id, asked))
    return max(known, key=lambda each: sum(id in each for id in used))


def _related(id: str, asked: str) -> bool:
    try:
        state.in_common(id, asked)
    except ToolboxError as refusal:
        if refusal.code == "other_framework":
            return False
        raise
    return True


@st.cache_resource(max_entries=released.KEPT_RESULTS, show_spinner="Putting the rounds side by side …")
def _trend(
    asked: tuple[released.Asked, ...],
    digest: int,
    schools: tuple[str, ...] | None,
    facts: tuple[SchoolFacts, ...],
    viewer: Viewer,
    policy: Policy,
    _rounds: tuple[Round, ...],
    _line: Lineage,
) -> ReleasedTrend:
    shown = {each.id: noting.shown(viewer, each.id) for each in asked}
    known = {each.framework.id: each.framework for each in _line.ancestors}
    held = [(of, shown[of.id].answers) for of in _rounds]
    found = make_trend(held, _line.framework, known=known, schools=schools, facts=facts)
    spoken = [released._in_words(shown[each.id], _line.of(each.framework)) for each in found.rounds]
    return release_trend(trend_since(found, spoken, policy), policy=policy, viewer=viewer)


def trend(rounds: Sequence[Round], school: str | None) -> ReleasedTrend:
    """One school, or every school in view (``None``), over these rounds.

    Raises:
        ToolboxError: where a round is gone or may not be seen, or the rounds are no trend.
    """
    viewer, policy = state.viewer(), noting.policy()
    line = state.in_common(*(each.framework for each in rounds))
    schools = (school,) if school else None
    there = {name for each in rounds for name in each.schools} if school is None else {school}
    facts = tuple(each for each in state.store().school_facts(viewer) if each.school in there)

    def made() -> ReleasedTrend:
        asked = tuple(released._asked(viewer, each.id) for each in rounds)
        return _trend(asked, hash(line), schools, facts, viewer, policy, tuple(rounds), line)

    ids = [each.id for each in rounds]
    return noting.noted("trend", ids, made, schools=schools or (), framework=line.framework, by=policy)


def _whole(asked: released.Asked, viewer: Viewer, framework: Framework, *, items: bool) -> Profile:
    shown = noting.shown(viewer, asked.id)
    found = make_profile(
        released.counted(asked, hash(framework), viewer, noting.policy(), framework),
        framework,
        round_name=asked.name,
        collected_on=asked.collected_on,
        invited=dict(asked.invited),
        sha256=asked.sha256,
        items=items,
        gaps=False,
    )
    return profile_since(found, shown, noting.policy())


@st.cache_resource(max_entries=released.KEPT_RESULTS, show_spinner=False)
def _bands(
    asked: released.Asked, digest: int, viewer: Viewer, policy: Policy, _framework: Framework
) -> tuple[ReleasedBand, ...]:
    means = school_means(released._answers(asked.sha256, viewer, asked.id), _framework)
    return release_bands(_whole(asked, viewer, _framework, items=False), means, policy=policy)


def bands(round_id: str) -> tuple[ReleasedBand, ...]:
    """How the schools of a round lie in each area and group: a band holds nothing of a single school.

    Raises:
        ToolboxError: where the round is gone or may not be seen.
    """
    policy = noting.policy()
    framework = state.framework(state.store().round(state.viewer(), round_id).framework)

    def made() -> tuple[ReleasedBand, ...]:
        return _bands(released._asked(EVERYONE, round_id), hash(framework), EVERYONE, policy, framework)

    return noting.noted("profile", (round_id,), made, framework=framework, by=policy)


def benchmarks(framework: str) -> tuple[Benchmark, ...]:
    """The benchmarks kept for a framework."""
    return state.store().benchmarks.all(state.viewer(), framework)


def freeze(round_id: str, name: str) -> Benchmark:
    """Keep what a round shows of all its schools today as a reference year.

    Raises:
        ToolboxError: where the round is gone or too small, or a benchmark of this name is there already.
    """
    viewer, policy = state.viewer(), noting.policy()
    framework = state.framework(state.store().round(viewer, round_id).framework)

    def of_today() -> Benchmark:
        found = _whole(released._asked(viewer, round_id), viewer, framework, items=True)
        return frozen(found, name=name, policy=policy, viewer=viewer)

    with noting.as_file(f"benchmark {name}"):
        made = noting.noted("profile", (round_id,), of_today, framework=framework, by=policy)
    return state.store().benchmarks.save(viewer, made)


released.ELSEWHERE += [_trend, _bands]
