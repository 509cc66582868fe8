"""What the gate reads in the ledger: a round as it may be shown beside everything of it that was shown before.

All views of one state of the store are safe together by the rules of the room; this module is about two states. A round
gets late or corrected answers, its groups are merged, it is made once more from the same file: what is shown then and
what was shown before must differ by nobody, or by k persons at least.

*Held back.* In a school and group where a new state differs by 1 to k - 1 persons from one shown before, results go on
being made from what was shown last, until there are enough (:func:`toolbox.linking.again.held_back`). Nothing has to be
hidden for it, and a late answer counts as soon as it cannot be told apart. Single areas and items that fewer persons
answered are compared once more by the gate itself (:mod:`toolbox.disclosure.since`).

A state is fixed by when it was first shown: it is held against those shown before it, so that the same recipe gives the
same numbers for ever, whatever came later. Rubrics are a school's own statements (rule 9) and held back from nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from toolbox.disclosure.gone import Again, again, is_gone
from toolbox.linking.again import held_back, moved, same_persons
from toolbox.model import Answers, Averages, Policy, Round, Shown, ToolboxError, Viewer
from toolbox.store import Store
from toolbox.store.ledger import about_round
from toolbox.store.mergings import merged

Block = tuple[str, str]
_EVERYTHING = Viewer()


@dataclass(frozen=True, kw_only=True, eq=False)
class AsShown:
    """A round as results are made from it."""

    round: Round
    answers: Answers | Averages
    """Of the schools the viewer may see, with merged groups under one name."""
    state: Shown
    """What is shown now."""
    seen: tuple[Shown, ...] = ()
    """Every state known when this was read; the ledger refuses to note a new one where there are more by then."""
    earlier: tuple[Answers, ...] = ()
    """The different states shown before, earliest first, cut and merged alike."""
    held: Mapping[Block, int] = field(default_factory=dict)
    """(school, group) → late answers that wait for company."""
    merged: Mapping[str, str] = field(default_factory=dict)
    """Group → what it is shown as."""
    again: Again | None = None
    """The deleted rounds it comes from once more."""

    @property
    def key(self) -> tuple:
        """What a result made from this may be kept by."""
        before = tuple(each for each in self.seen if not self.state.order or each.order < self.state.order)
        return (self.state, tuple((each.about, each) for each in before))


def levels(policy: Policy) -> tuple[int, int, int]:
    """The three least numbers, as a state holds them."""
    return policy.min_n, policy.min_bands, policy.min_distribution


def state_now(
    store: Store, viewer: Viewer, round_: Round, policy: Policy, sha256: str = ""
) -> tuple[Shown, tuple[Shown, ...]]:
    """The state a round would be shown in, and every state shown so far. Reads no answers."""
    seen = store.ledger.shown(viewer, [round_.id])
    into = store.mergings.of(viewer, round_.id)
    state = Shown(
        about=about_round(round_.id), data_set=sha256 or round_.sha256, policy=levels(policy),
        merged=tuple(sorted(into.items())), together=store.together.of(round_.id),
    )  # fmt: skip
    return next((each for each in seen if each == state), state), seen


def as_shown(store: Store, viewer: Viewer, round_id: str, policy: Policy, *, survey: bool, sha256: str = "") -> AsShown:
    """A round as it may be shown now, with every school: what stays hidden of one is decided by all of them, whoever looks.
    The gate keeps a viewer to his schools. ``survey`` False: a rubric, of which nothing is held back.

    Raises:
        ToolboxError: ``no_such_round``, ``no_such_data_set``; ``same_file`` where persons of it were shown in other groups
            or schools, in another round made from the same file.
    """
    round_ = store.round(viewer, round_id)
    state, seen = state_now(store, viewer, round_, policy, sha256)
    into = dict(state.merged)
    reading = _Reading(store, round_id, seen)
    answers, held = reading.answers_of(state) if survey else (reading.raw(state), {})
    earlier = reading.before(state) if survey else []
    different = _different(answers, earlier)
    answers = merged(answers, into)
    gone = survey and isinstance(answers, Answers) and any(is_gone(each) for each in seen)
    return AsShown(
        round=round_,
        answers=answers,
        state=state,
        seen=seen,
        earlier=tuple(merged(each, into) for each in different),
        held={block: number for block, number in held.items() if viewer.may_see(block[0])},
        merged=into,
        again=again(round_, state, seen, answers, store.pseudonym_key()) if gone else None,
    )


class _Reading:
    """The states of one round worked out, each from those before it."""

    def __init__(self, store: Store, round_id: str, seen: tuple[Shown, ...]) -> None:
        self.store, self.about, self.seen = store, about_round(round_id), seen
        self._raw: dict[tuple[str, str], Answers | Averages] = {}
        self._made: dict[tuple[str, Shown], tuple[Answers | Averages, dict[Block, int]]] = {}

    def raw(self, state: Shown) -> Answers | Averages:
        """The answers of a data set as they are kept, of every school: what is held back depends on nobody's rights."""
        key = state.about, state.data_set
        if key not in self._raw:
            self._raw[key] = self.store.answers(_EVERYTHING, state.about.partition(":")[2], sha256=state.data_set)
        return self._raw[key]

    def answers_of(self, state: Shown) -> tuple[Answers | Averages, dict[Block, int]]:
        """The answers a state was, or would be, shown from: groups as they are kept."""
        key = state.about, state
        if key not in self._made:
            now = self.raw(state)
            before = self.before(state)
            if isinstance(now, Averages) or not before or any(each is now for each in before):
                self._made[key] = now, {}  # nothing to hold it against, or shown as it is
            else:
                into = dict(state.merged)
                _refuse_moved(merged(now, into), [merged(each, into) for each in before], self.store, state)
                self._made[key] = _held(now, before, into, state.policy[0])
        return self._made[key]

    def before(self, state: Shown) -> list[Answers]:
        """The different answers shown before a state: of the round itself, and of rounds with the same persons."""
        found: list[Answers] = []
        now = self.raw(state)
        if isinstance(now, Averages):
            return found
        for each in self.seen:
            if each.about.partition(":")[0] != "round" or (each == state and each.about == state.about):
                continue
            if state.order and each.order > state.order:
                continue
            if each.about != state.about:
                raw = self.raw(each)
                if isinstance(raw, Averages) or not same_persons(now, raw):
                    continue
            answers, _ = self.answers_of(each)
            if isinstance(answers, Answers) and not any(answers is other for other in found):
                found.append(answers)
        return found


def _held(now: Answers, before: list[Answers], into: Mapping[str, str], least: int) -> tuple[Answers, dict[Block, int]]:
    """Held back as the groups are shown; merged groups are kept apart in what is handed on where nothing is held."""
    together, held = held_back(merged(now, into), [merged(each, into) for each in before], least)
    return (now, {}) if not held and not into else (together, held)


def _different(now: Answers | Averages, earlier: list[Answers]) -> list[Answers]:
    return [] if isinstance(now, Averages) else [each for each in earlier if each is not now]


def _refuse_moved(now: Answers, before: list[Answers], store: Store, state: Shown) -> None:
    """A round made once more from the same file under other groups or schools: sums of both could be subtracted."""
    for each in before:
        if moved(now, each):
            raise ToolboxError(
                "same_file",
                "This round was made from the same file as another round that has been shown already, with other groups or "
                "schools. Shown both ways, the two could be subtracted until a few persons remain, so this one is not shown. "
                "Delete one of the two on the Data page, or map the file to the same groups and schools.",
            )
