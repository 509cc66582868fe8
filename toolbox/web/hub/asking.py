"""The hub as it may be seen on a day: read once for a state of the store, counted, released, written down, handed over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import streamlit as st

from toolbox.disclosure.hubs import ReleasedHub, release_hub
from toolbox.indicators import Kept, hub_sheet
from toolbox.indicators.kept import Done, plain_word
from toolbox.model import HubSheet, Policy, Programme, Viewer
from toolbox.web import noting, released, state


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the page is asked for."""

    programme: Programme
    as_of: date


def hub(asked: Asked, *, public: bool = False) -> ReleasedHub:
    """The hub's sheet as this viewer may see it; ``public``: for beyond the hub.

    Raises:
        ToolboxError: ``not_allowed``, ``not_recorded``, the store's.
    """
    store, viewer, by = state.store(), state.viewer(), noting.policy(public=public)
    beside = store.mentoring_state(viewer)
    return noting.noted(
        "hub", (), lambda: _released(str(store.folder), beside, viewer, asked.programme, asked.as_of, by), by=by,
        beside=beside,
    )  # fmt: skip


@st.cache_resource(max_entries=32, show_spinner="Counting …")
def _released(folder: str, beside: str, viewer: Viewer, programme: Programme, as_of: date, by: Policy) -> ReleasedHub:
    return release_hub(_sheet(folder, beside, viewer, programme, as_of), by, viewer)


@st.cache_resource(max_entries=4, show_spinner=False)
def _sheet(folder: str, beside: str, viewer: Viewer, programme: Programme, as_of: date) -> HubSheet:
    """Counted once for the hub's page and for the funder's sheet below it."""
    wanted = any(each.counts == "active_members" for each in programme.indicators)
    kept = _kept(folder, beside, viewer).beside(
        acts=_acts(folder, viewer, as_of) if wanted else (),
        done=_done(folder, viewer, {plain_word(word) for each in programme.indicators for word in each.actions}),
        hand=state.store().indicators.hand_counts(viewer, programme.id),
    )
    return hub_sheet(kept, programme, as_of=as_of)


@st.cache_resource(max_entries=2, show_spinner="Reading what is kept …")
def _kept(folder: str, beside: str, viewer: Viewer) -> Kept:
    """What every programme and every day is counted from. Shared: never written to."""
    store = state.store()
    return Kept(
        roster=store.roster.all(viewer),
        memberships=store.memberships.all(viewer),
        clusters=store.memberships.clusters(viewer),
        sessions=store.sessions.all(viewer),
    )


def _acts(folder: str, viewer: Viewer, until: date) -> tuple[tuple[str, date], ...]:
    """Everybody's latest day with something done by a day, out of the kept logs."""
    actors, begin, days = _days(folder, *_logs(viewer))
    if not actors:
        return ()
    never = np.datetime64(date.min, "D")
    latest = np.maximum.reduceat(np.where(days <= np.datetime64(until, "D"), days, never), begin)
    return tuple((actor, day) for actor, day in zip(actors, latest.tolist(), strict=True) if day != date.min)


def _logs(viewer: Viewer) -> tuple[tuple, tuple[str, ...]]:
    """The logs kept now, in values a cache can key on, and where their events lie."""
    events = state.store().events
    return tuple((each.id, each.saved_at) for each in events.files(viewer)), tuple(map(str, events.paths(viewer)))


@st.cache_resource(max_entries=2, show_spinner="Reading what is kept …")
def _days(folder: str, logs: tuple, paths: tuple[str, ...]) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Who did something on which days, read once for these logs: actors, where the days of each begin, days in their order."""
    import pandas as pd
    import pyarrow as pa
    import pyarrow.parquet as pq

    if not paths:
        return [], np.zeros(0, np.int64), np.zeros(0, "datetime64[D]")
    # Texts are numbered as they lie in the file: a million of them are never made.
    parts = [pq.read_table(path, columns=["actor", "at"], read_dictionary=["actor"]) for path in paths]
    table = pa.concat_tables(parts).unify_dictionaries().combine_chunks()
    who, day = table["actor"].chunk(0), table["at"].cast(pa.date32(), safe=False).to_numpy().astype("datetime64[D]")
    names = who.dictionary.to_pylist()
    known = ~np.isnat(day) & np.array([name != "" for name in names])[who.indices.to_numpy()]
    # A person and a day in one number, since before anybody's first.
    pairs = who.indices.to_numpy().astype(np.int64)[known] << 32 | day.astype(np.int64)[known] + 2**31
    pairs = np.sort(pd.unique(pairs))
    of, begin = np.unique(pairs >> 32, return_index=True)
    return [names[one] for one in of.tolist()], begin, ((pairs & (2**32 - 1)) - 2**31).astype("datetime64[D]")


def _done(folder: str, viewer: Viewer, words: set[str]) -> tuple[Done, ...] | None:
    """What the kept logs hold of these actions, added up by person and day; None where no log is kept."""
    logs, paths = _logs(viewer)
    if not paths or not words:
        return () if paths else None
    return _done_in(folder, logs, paths, frozenset(words))


@st.cache_resource(max_entries=4, show_spinner="Reading what is kept …")
def _done_in(folder: str, logs: tuple, paths: tuple[str, ...], words: frozenset[str]) -> tuple[Done, ...]:
    """Read once for these logs and actions."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.dataset as ds

    action = pc.utf8_lower(pc.utf8_trim_whitespace(pc.field("method")))
    wanted = pc.is_in(action, pa.array(sorted(words))) & pc.field("delivered") & pc.is_valid(pc.field("at"))
    columns = {
        "action": action, "who": pc.field("actor"), "on": pc.field("at").cast(pa.date32(), safe=False),
        "count": pc.field("count"),
    }  # fmt: skip
    table = ds.dataset(list(paths)).to_table(columns=columns, filter=wanted)
    found = table.group_by(["action", "who", "on"]).aggregate([("count", "sum")])
    rows = zip(*(found[name].to_pylist() for name in ("action", "who", "on", "count_sum")), strict=True)
    return tuple(sorted(Done(*row) for row in rows))


released.ELSEWHERE += [_released, _sheet, _kept, _days, _done_in]
