"""Activity by week as the pages take it: counted once over the kept logs and laid beside them, so that a click reads no event.

What is laid down is a small Parquet file in the data folder: no person is in it, but counts of few are, so it is as closed as
the logs themselves and has not passed the gate. It goes when the logs it was counted from change, and when its viewer's
memberships do.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path
from typing import Literal

import pandas as pd
import streamlit as st

from toolbox.engine import asking
from toolbox.model import Viewer
from toolbox.store import Store
from toolbox.store.faults import spoken
from toolbox.web import released, state

FOLDER = "prepared"
#: Raised when the engine counts otherwise: what an older version laid down is not taken.
_VERSION = 1
_By = Literal["school", "hub"]


def weeks(viewer: Viewer, *, by: _By = "school") -> pd.DataFrame:
    """Who was active week by week, as :func:`toolbox.engine.asking.weeks` has it: unreleased, and shared, never written to.

    School by school it is counted once for everybody, and who sees some schools is handed those: a school's weeks are the
    same beside any others.

    Raises:
        ToolboxError: ``events_missing``, ``engine_unreachable``, ``no_spark_driver``, the store's.
    """
    opened, asks = state.store(), viewer if by == "hub" else Viewer()
    found = _weeks(str(opened.folder), opened.mentoring_state(asks), asks, by, opened)
    if asks == viewer or viewer.schools is None:
        return found
    return found[found["school"].isin(viewer.schools)].reset_index(drop=True)


@st.cache_resource(max_entries=released.KEPT_RESULTS, show_spinner="Counting activity …")
def _weeks(folder: str, beside: str, viewer: Viewer, by: _By, _store: Store) -> pd.DataFrame:
    return prepared(_store, viewer, by=by)


released.ELSEWHERE += [_weeks]


def prepared(store: Store, viewer: Viewer, *, by: _By = "school") -> pd.DataFrame:
    """The same, kept by no process: from what is laid down, else counted and laid down."""
    paths = store.events.paths(viewer)
    if not paths:
        _clear(store.folder / FOLDER, keep="")
        return asking.weeks((), ())
    members, former = store.memberships.all(viewer), store.roster.former_names(viewer)
    logs = _digest(_VERSION, [path.name for path in paths])
    asks = f"{logs}-{_digest(viewer, by)}"
    path = store.folder / FOLDER / f"{asks}-{_digest(members, sorted(former.items()))}.parquet"
    try:
        return pd.read_parquet(path).astype(asking.WEEKS)
    except (OSError, ValueError):  # not there yet, or damaged: it can be counted again
        found = asking.weeks(paths, members, former=former, by=by)
    with spoken():
        _lay_down(found, path)
        _clear(path.parent, keep=logs, but=path, of=asks)
    return found


def _digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:24]


def _lay_down(found: pd.DataFrame, path: Path) -> None:
    path.parent.mkdir(mode=0o700, exist_ok=True)
    part = path.with_suffix(f".{secrets.token_hex(4)}.part")
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        found.to_parquet(part, index=False)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _clear(folder: Path, *, keep: str, but: Path | None = None, of: str = "") -> None:
    """Remove what was counted from other logs, and what this viewer had before."""
    for path in folder.glob("*.parquet") if folder.is_dir() else ():
        if path != but and (not keep or not path.name.startswith(keep) or (of and path.name.startswith(of))):
            path.unlink(missing_ok=True)
