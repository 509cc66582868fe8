"""The hub as it may be seen on a day: read once for a state of the store, counted, released, written down, handed over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import streamlit as st

from toolbox.disclosure.hubs import ReleasedHub, release_hub
from toolbox.indicators import Kept, hub_sheet
from toolbox.indicators.counting import WINDOW_DAYS
from toolbox.indicators.kept import Done, plain_word
from toolbox.model import Policy, Programme, Viewer
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
    days = [each.window_days or WINDOW_DAYS for each in programme.indicators if each.counts == "active_members"]
    kept = _kept(folder, beside, viewer).beside(
        acts=_acts(viewer, as_of - timedelta(days=max(days)), as_of) if days else (),
        done=_done(viewer, {plain_word(word) for each in programme.indicators for word in each.actions}),
        hand=state.store().indicators.hand_counts(viewer, programme.id),
    )
    return release_hub(hub_sheet(kept, programme, as_of=as_of), by, viewer)


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


def _acts(viewer: Viewer, since: date, until: date) -> tuple[tuple[str, date], ...]:
    """Who did something on which day, out of the kept logs: only two columns are read, and only these days."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.dataset as ds

    paths = state.store().events.paths(viewer)
    if not paths:
        return ()
    at = pc.field("at")
    first, last = (
        pa.scalar(datetime(day.year, day.month, day.day), pa.timestamp("us"))
        for day in (since, until + timedelta(days=1))
    )
    wanted = (at >= first) & (at < last) & (pc.field("actor") != "")
    table = ds.dataset([str(path) for path in paths]).to_table(
        columns={"actor": pc.field("actor"), "day": pc.field("at").cast(pa.date32(), safe=False)}, filter=wanted
    )
    found = table.group_by(["actor", "day"]).aggregate([])
    return tuple(sorted(zip(found["actor"].to_pylist(), found["day"].to_pylist(), strict=True)))


def _done(viewer: Viewer, words: set[str]) -> tuple[Done, ...] | None:
    """What the kept logs hold of these actions, added up by person and day; None where no log is kept."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.dataset as ds

    paths = state.store().events.paths(viewer)
    if not paths or not words:
        return () if paths else None
    action = pc.utf8_lower(pc.utf8_trim_whitespace(pc.field("method")))
    wanted = pc.is_in(action, pa.array(sorted(words))) & pc.field("delivered") & pc.is_valid(pc.field("at"))
    columns = {
        "action": action, "who": pc.field("actor"), "on": pc.field("at").cast(pa.date32(), safe=False),
        "count": pc.field("count"),
    }  # fmt: skip
    table = ds.dataset([str(path) for path in paths]).to_table(columns=columns, filter=wanted)
    found = table.group_by(["action", "who", "on"]).aggregate([("count", "sum")])
    rows = zip(*(found[name].to_pylist() for name in ("action", "who", "on", "count_sum")), strict=True)
    return tuple(sorted(Done(*row) for row in rows))


released.ELSEWHERE += [_released, _kept]
