"""What a page may ask of the rooms below: the store, who is asking, the rounds and the frameworks.

The store is one per process and data folder. Who is asking is settled here and passed down with every call;
the store checks it, not the page.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import streamlit as st

from toolbox.model import Framework, Round, ToolboxError, Viewer
from toolbox.store import Store, open_store

if TYPE_CHECKING:
    from toolbox.frameworks import Lineage

#: Setting under which the store remembers that it has been started before.
STARTED = "started"


@st.cache_resource(show_spinner=False)
def _opened(url: str, folder: str) -> Store:
    """The store of one database and data folder, brought up to date. Keyed by both, so that tests get their own."""
    store = open_store()
    store.migrate()
    return store


def store() -> Store:
    """The store, open and of this version.

    Raises:
        ToolboxError: in words for the visitor, where it is locked, full or of a newer version.
    """
    return _opened(os.environ.get("TOOLBOX_DATABASE_URL", ""), os.environ.get("TOOLBOX_DATA", ""))


#: Whose eyes are looked through inside :func:`seen_as`.
_AS: ContextVar[Viewer | None] = ContextVar("seen_as", default=None)


def viewer() -> Viewer:
    """Who is asking. There is one local viewer so far, who may see every school, or looks as a mentor does."""
    return _AS.get() or Viewer()


@contextmanager
def seen_as(other: Viewer) -> Iterator[None]:
    """Inside, everything is asked for as this viewer, who sees no more than who looks really does."""
    token = _AS.set(other)
    try:
        yield
    finally:
        _AS.reset(token)


def first_start() -> bool:
    """Load the invented sample hub the first time an empty store is opened, and never again by itself.

    Returns:
        Whether the sample hub was loaded now.
    """
    opened, asking = store(), viewer()
    # Claimed before it is loaded: of two servers that start on one empty store, one loads.
    claimed = opened.set_setting(asking, STARTED, datetime.now(UTC).isoformat(timespec="seconds"), once=True)
    if not claimed or opened.rounds(asking):
        return False
    from toolbox import sample

    sample.load(opened, asking)
    return True


def rounds() -> tuple[Round, ...]:
    """Every round the viewer may see, earliest first."""
    return store().rounds(viewer())


def frameworks() -> dict[str, Framework]:
    """Every framework by id: those that come with the toolbox, then those of one's own."""
    from toolbox.frameworks import shipped

    own = store().frameworks(viewer())
    return {framework.id: framework for framework in (*shipped(), *own)}


def framework(id: str) -> Framework:
    """The framework of a round.

    Raises:
        ToolboxError: ``framework_gone`` where a round's own framework was deleted since.
    """
    known = frameworks()
    if id not in known:
        raise ToolboxError(
            "framework_gone",
            f'This round was read with the framework "{id}", which is no longer here. Upload its TOML file again on the '
            "Upload page, or delete the round on the Data page.",
        )
    return known[id]


def families(ids: Iterable[str]) -> dict[str, str]:
    """Framework id → the family it belongs to: one for all versions that follow one another."""
    from toolbox.frameworks import family_of

    known = frameworks()
    return {id: family_of(id, known) for id in ids}


def in_common(*ids: str) -> Lineage:
    """The version in which rounds of these frameworks are compared, and what of the others may be: the newest of them.

    Raises:
        ToolboxError: ``framework_gone``; ``other_framework`` where they are no versions of one framework.
    """
    from toolbox.frameworks import lineage

    known = frameworks()
    found = [lineage(framework(id), known) for id in dict.fromkeys(ids)]
    for each in found:
        if all(id in each for id in ids):
            return each
    names = " and ".join(f"“{each.framework.name}”" for each in found)
    raise ToolboxError(
        "other_framework",
        f"These rounds were read with {names}, of which none is a version of the other, so they cannot be compared. "
        "Choose two rounds of one framework; where one framework takes the other's place, make that known on the "
        "Frameworks page.",
    )


def schools_of(found: Iterable[Round]) -> tuple[str, ...]:
    """Every school of these rounds, once, by name."""
    return tuple(sorted({school for each in found for school in each.schools}))
