"""How the gaps between groups moved between two rounds: asked of the store, computed once, released, written down.

Kept as :mod:`toolbox.web.released` keeps its results.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from toolbox.disclosure import ReleasedGapMove, release_gap_moves
from toolbox.disclosure.since import profile_since
from toolbox.disclosure.states import AsShown
from toolbox.frameworks import Lineage
from toolbox.model import Answers, Averages, Policy, Profile, Round, Viewer
from toolbox.profile import profile as make_profile
from toolbox.profile.counting import Counted, count
from toolbox.profile.gap_moves import over_common_items
from toolbox.web import noting, released, state

#: Pairs of rounds kept counted.
KEPT_PAIRS = 3


def last_before(asked: Round, school: str | None, rounds: Sequence[Round]) -> Round | None:
    """The newest earlier round of the same school (of all together: of the same schools) that can be compared.

    Rounds of one family of frameworks; the invented sample and a visitor's own rounds are never compared.
    """
    family = state.families(each.framework for each in (*rounds, asked))
    earlier = [
        each
        for each in rounds
        if each.collected_on < asked.collected_on
        and each.sample == asked.sample
        and family[each.framework] == family[asked.framework]
        and (school in each.schools if school else set(each.schools) == set(asked.schools))
    ]
    return max(earlier, key=lambda each: each.collected_on, default=None)


@dataclass(frozen=True, kw_only=True, eq=False)
class _Side:
    """One of two rounds: whole, as the gate decides on it, and over the items of both, as its gaps are made."""

    whole: Counted | Averages
    common: Counted | Averages
    shown: AsShown


@st.cache_resource(max_entries=KEPT_PAIRS, show_spinner=False)
def _sides(
    now: released.Asked, before: released.Asked, digest: int, viewer: Viewer, policy: Policy, _lineage: Lineage
) -> tuple[_Side, _Side] | None:
    """Both rounds counted, so that a click from school to school no longer looks at every answer.

    None where they have no item in common. What the page counted already is not counted again.
    """
    asked, framework = (now, before), _lineage.framework
    shown = [released._in_words(noting.shown(viewer, each.id), _lineage.of(each.framework)) for each in asked]
    both = over_common_items(shown[0].answers, shown[1].answers, framework)
    if both is None:
        return None

    def side(each: released.Asked, held: AsShown, answers: Answers | Averages) -> _Side:
        own = held.answers is noting.shown(viewer, each.id).answers
        whole = (
            released.counted(each, hash(framework), viewer, policy, framework)
            if own
            else count(held.answers, framework)
        )
        return _Side(whole=whole, common=whole if answers is held.answers else count(answers, framework), shown=held)

    return tuple(side(*one) for one in zip(asked, shown, both, strict=True))


@st.cache_resource(max_entries=released.KEPT_RESULTS, show_spinner=False)
def _moves(
    now: released.Asked,
    before: released.Asked,
    digest: int,
    schools: tuple[str, ...] | None,
    viewer: Viewer,
    policy: Policy,
    _lineage: Lineage,
) -> tuple[ReleasedGapMove, ...]:
    sides = _sides(now, before, digest, viewer, policy, _lineage)
    if sides is None:
        return ()

    def made(each: released.Asked, side: _Side) -> Profile:
        of = {"round_name": each.name, "collected_on": each.collected_on, "schools": schools, "sha256": each.sha256}
        whole = make_profile(side.whole, _lineage.framework, invited=dict(each.invited), **of)
        if side.common is not side.whole:
            whole = replace(whole, gaps=make_profile(side.common, _lineage.framework, items=False, **of).gaps)
        return profile_since(whole, side.shown, policy)

    return release_gap_moves(
        *(made(*one) for one in zip((now, before), sides, strict=True)), policy=policy, viewer=viewer
    )


def gap_moves(now: Round, before: Round, school: str | None) -> tuple[ReleasedGapMove, ...]:
    """How the gaps between groups moved from one round to a later one, over the items of both.

    Raises:
        ToolboxError: where a round is gone or may not be seen, or holds no answers of the school.
    """
    viewer, policy = state.viewer(), noting.policy()
    schools = (school,) if school else None
    lineage = state.in_common(before.framework, now.framework)

    def made() -> tuple[ReleasedGapMove, ...]:
        asked = (released._asked(viewer, each.id) for each in (now, before))
        return _moves(*asked, hash(lineage), schools, viewer, policy, lineage)

    return noting.noted(
        "comparison", (before.id, now.id), made, schools=schools or (), framework=lineage.framework, by=policy
    )


released.ELSEWHERE += [_sides, _moves]
