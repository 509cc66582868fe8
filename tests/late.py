"""Rounds in a store that get late answers after they were shown: for tests of what the ledger guards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np

from tests.invented import CORE, SELFIE, answers
from tests.store.makers import EVERYONE, source
from toolbox.disclosure import ReleasedProfile, release
from toolbox.disclosure.since import profile_since
from toolbox.disclosure.states import AsShown, as_shown
from toolbox.model import Answers, Policy, Release, Round, State, Viewer
from toolbox.profile import profile
from toolbox.store import Store

Sizes = Mapping[tuple[str, str], int]


def round_of(sizes: Sizes, *, seed: int = 1, first: int = 1, keyed: bool = True) -> Answers:
    """Invented answers as the store takes them."""
    made = answers(sizes, seed=seed)
    names = [f"P-{number:06X}" if keyed else "" for number in range(first, first + len(made))]
    return replace(
        made, person=np.array(names, object), school=made.school.astype(np.int32), group=made.group.astype(np.int16)
    )


def save(
    store: Store, sizes: Sizes, *, name: str = "Autumn", on: date = date(2026, 10, 1), file: str = "a", **more
) -> Round:
    """A round in the store, made from a file of its own."""
    return store.save_round(
        EVERYONE, name=name, collected_on=on, framework="selfie-2020", answers=round_of(sizes, **more),
        sources=(source(file * 64),),
    )  # fmt: skip


def add(
    store: Store, round_: Round, sizes: Sizes, *, blank: Sequence[str] = (), few: int = 0, file: str = "b", **more
) -> Round:
    """Late answers; of the last ``few`` of them the items of ``blank`` are not answered."""
    late = round_of(sizes, **{"seed": 77, "first": 5000, **more})
    values = late.values.copy()
    for item in blank:
        values[len(late) - few :, CORE.index(item)] = State.BLANK
    now = store.round(EVERYONE, round_.id)
    return store.add_to_round(
        EVERYONE, round_.id, answers=replace(late, values=np.asfortranarray(values)), sources=(source(file * 64),),
        version=now.version,
    )  # fmt: skip


def shown(store: Store, round_: Round, *, policy: Policy = Policy(), viewer: Viewer = EVERYONE) -> AsShown:
    """The round as it may be shown now."""
    return as_shown(store, viewer, round_.id, policy, survey=True)


def released(
    found: AsShown, school: str | None = None, *, policy: Policy = Policy(), viewer: Viewer = EVERYONE
) -> ReleasedProfile:
    """One view of it, through the gate."""
    made = profile(
        found.answers, SELFIE, round_name=found.round.name, collected_on=found.round.collected_on,
        schools=[school] if school else None,
    )  # fmt: skip
    return release(profile_since(made, found, policy), policy=policy, viewer=viewer)


def note(
    store: Store, found: AsShown, *, viewer: Viewer = EVERYONE, how: str = "page", at: datetime | None = None
) -> None:
    """Write down that it was shown."""
    store.ledger.add(
        viewer,
        Release(
            at=at or datetime.now(UTC), role=viewer.role, what="profile", how=how, rounds=(found.round.id,),
            data_sets=(found.state.data_set,), policy=found.state.policy,
        ),
        [found.state],
        seen=found.seen,
    )  # fmt: skip
