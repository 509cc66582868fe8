"""Written down first, shown after: rounds as they may be shown, and a row in the ledger before anything leaves.

A page asks :func:`noted` for a result; the result is made, the ledger is written, and only then handed over. Where the
ledger cannot be written nothing is handed over: the refusal says so in words. A download is a release of its own
(:func:`as_file`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import TypeVar

import streamlit as st

from toolbox.disclosure.gone import is_gone
from toolbox.disclosure.minimums import policy_of
from toolbox.disclosure.states import AsShown, as_shown, levels, state_now
from toolbox.model import Framework, Policy, Release, Round, Shown, ToolboxError, Viewer
from toolbox.web import state

Found = TypeVar("Found")

#: Rounds kept per process as they may be shown. Answers are a byte each: 100,000 persons × 60 items are 6 MB.
KEPT_ANSWERS = 6

#: How what is asked for leaves: on a page, or as a file of this name.
_WAY: ContextVar[tuple[str, str]] = ContextVar("way", default=("page", ""))


@contextmanager
def as_file(name: str) -> Iterator[None]:
    """What is released inside leaves as a file."""
    token = _WAY.set(("file", name))
    try:
        yield
    finally:
        _WAY.reset(token)


def policy(*, public: bool = False) -> Policy:
    """The rules in force in this store; ``public``: for what leaves beyond the hub."""
    found = policy_of(state.store(), state.viewer())
    return found.publicly if public else found


@dataclass(frozen=True, kw_only=True)
class Looked:
    """A round as the store had it when somebody asked: read once for everything one result needs."""

    round: Round
    state: Shown
    """What it would be shown as now."""
    seen: tuple[Shown, ...]
    """Every state shown so far."""

    @property
    def merged(self) -> dict[str, str]:
        """Group → what it is shown as."""
        return dict(self.state.merged)

    @property
    def key(self) -> str:
        """What decides how the round may be shown, as a word a cache can key on."""
        now = self.state
        rounds = [each for each in self.seen if each.about.startswith("round:")]
        before = [each for each in rounds if not now.order or each.order < now.order]
        gone = [(each.about, each.order) for each in self.seen if is_gone(each)]
        said = [
            (each.about, each.data_set, each.policy, each.merged, each.together, each.members)
            for each in (now, *before)
        ]
        # A school that got another name is the same in the data set, and another on the screen.
        return hashlib.sha256(repr((self.round.schools, said, gone)).encode()).hexdigest()


#: What was read for the result being made; None between results.
_LOOKED: ContextVar[dict[tuple[Viewer, str], Looked] | None] = ContextVar("looked", default=None)


def looked(viewer: Viewer, round_id: str) -> Looked:
    """The round as the store has it now, or had it when this result was begun; refuses where it may not be seen."""
    known = _LOOKED.get()
    if known is not None and (viewer, round_id) in known:
        return known[viewer, round_id]
    found = state.store().round(viewer, round_id)
    now, seen = state_now(state.store(), viewer, found, policy())
    made = Looked(round=found, state=now, seen=seen)
    if known is not None:
        known[viewer, round_id] = made
    return made


def shown(viewer: Viewer, round_id: str) -> AsShown:
    """A round as results are made from it now. Shared: never written to.

    Raises:
        ToolboxError: as :func:`toolbox.disclosure.states.as_shown`.
    """
    now = looked(viewer, round_id)
    survey = state.framework(now.round.framework).kind != "rubric"
    return _shown(round_id, now.key, now.state.data_set, viewer, policy(), survey)


def shown_from(round_id: str, sha256: str) -> AsShown:
    """Every school of a round as results were made from it when this was its data set. Shared: never written to.

    What a comparison must not tell is decided by all there is, whoever looks: nothing of this is handed on.
    """
    return _shown(round_id, looked(Viewer(), round_id).key, sha256, Viewer(), policy(), True)


@st.cache_resource(max_entries=KEPT_ANSWERS, show_spinner=False)
def _shown(round_id: str, key: str, sha256: str, viewer: Viewer, by: Policy, survey: bool) -> AsShown:
    return as_shown(state.store(), viewer, round_id, by, survey=survey, sha256=sha256)


def noted(
    what: str,
    ids: Sequence[str],
    make: Callable[[], Found],
    *,
    schools: Sequence[str] = (),
    framework: Framework | None = None,
    by: Policy | None = None,
    also: Callable[[Found], Sequence[Shown]] = lambda found: (),
    beside: str = "",
) -> Found:
    """Make a result, write down that it leaves, hand it over.

    ``schools``: those in view, () for all of the rounds; ``also``: further states it shows (accepted pairs, sets of schools);
    ``beside``: the state of what is kept beside rounds, where that is shown (then there may be no round in it).

    Raises:
        ToolboxError: ``not_recorded``, and whatever ``make`` refuses with.
    """
    store, viewer, (how, name) = state.store(), state.viewer(), _WAY.get()
    by = by or policy()
    for _ in range(3):
        seen = store.ledger.shown(viewer, ids)
        token = _LOOKED.set({})
        try:
            found = make()
            now = [looked(viewer, id) for id in ids]
        finally:
            _LOOKED.reset(token)
        rounds = [each.round for each in now]
        states = [_under(each, by) for each in now]
        release = Release(
            at=datetime.now(UTC),
            role=viewer.role,
            what=what,
            how=how,
            audience=by.audience,
            rounds=tuple(ids),
            data_sets=tuple(each.data_set for each in states),
            framework=f"{framework.id} {digest(framework)}" if framework else "",
            schools=tuple(schools) or _mine(viewer, rounds),
            policy=levels(by),
            merged=tuple(sorted({pair for each in states for pair in (*each.merged, *each.together)})),
            files=tuple(sorted({source.sha256 for each in rounds for source in each.sources})),
            detail=name,
            beside=beside,
        )
        try:
            store.ledger.add(viewer, release, (*states, *also(found)), seen=seen)
            return found
        except ToolboxError as refusal:
            if refusal.code != "shown_meanwhile":
                raise
    raise ToolboxError(
        "shown_meanwhile",
        "This round is being changed by somebody at this moment. Wait a little, then reload the page.",
    )


def _under(now: Looked, by: Policy) -> Shown:
    """The state as it is shown under these rules, which may be those for beyond the hub."""
    wanted = replace(now.state, policy=levels(by), order=0)
    return next((each for each in now.seen if each == wanted), wanted)


def _mine(viewer: Viewer, rounds: Sequence[Round]) -> tuple[str, ...]:
    """All schools of the rounds are not named one by one, those of a viewer of some are."""
    return () if viewer.schools is None else state.schools_of(rounds)


@lru_cache(maxsize=64)
def digest(framework: Framework) -> str:
    """A framework's content in eight characters: a corrected one is another."""
    return hashlib.sha256(repr(framework).encode()).hexdigest()[:8]


def forget() -> None:
    """Drop every kept round."""
    _shown.clear()
