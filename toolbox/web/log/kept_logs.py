"""Logs that are kept, and what a file brought: told, and forgotten when somebody says so.

Only how much is in a log is shown, never what is in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from toolbox.disclosure.words import many
from toolbox.model import EventFile, Viewer
from toolbox.reading import READERS
from toolbox.web import state
from toolbox.web.choosing import day
from toolbox.web.log import kept
from toolbox.web.plain import plain
from toolbox.web.refusals import saying_what_went_wrong

_SAID = "kept_logs_said"


def part(viewer: Viewer) -> None:
    """The logs, and files whose sessions can be forgotten together."""
    if words := st.session_state.pop(_SAID, ""):
        st.success(words, icon=":material/check_circle:")
    found = state.store().events.files(viewer)
    if found:
        st.table(_table(found), hide_index=True, border="horizontal", alt="Logs of activity that are kept")
    else:
        st.markdown("No log of activity is kept. Drop one on the Upload page.")
    if viewer.schools is not None:
        return
    if found:
        _delete(viewer, found)
    _forget(viewer)


def _table(found: Sequence[EventFile]) -> pd.DataFrame:
    titles = {reader.key: reader.title for reader in READERS}
    return pd.DataFrame(
        [
            {
                "Log": plain(each.file) + (" (invented sample)" if each.sample else ""),
                "Read as": titles.get(each.reader, each.reader),
                "Events kept": f"{each.events:,}",
                "In an earlier log": f"{each.there:,}",
                "From": day(each.first.date()) if each.first else "not said",
                "To": day(each.last.date()) if each.last else "not said",
                "Saved": day(each.saved_at.date()),
            }
            for each in found
        ]
    )


def _delete(viewer: Viewer, found: Sequence[EventFile]) -> None:
    by_id = {each.id: each for each in found}
    with st.expander("Delete a log", icon=":material/delete:", key="kept_logs_delete"):
        st.markdown(
            "Deletes its events from the data folder. Events that another log had too were kept once: those that came with "
            "this log are gone until the other one is uploaded again."
        )
        chosen = st.selectbox(
            "Log", list(by_id), index=None, placeholder="Choose", key="kept_logs_which",
            format_func=lambda id: f"{by_id[id].file} ({many(by_id[id].events, 'event')})",
        )  # fmt: skip
        if chosen is not None and st.button(
            "Delete this log for good", icon=":material/delete:", key=f"delete_{chosen}"
        ):
            with saying_what_went_wrong():
                state.store().events.delete(viewer, chosen)
                _say_and_rerun(f"Deleted: {plain(by_id[chosen].file)} and its events.")


def _forget(viewer: Viewer) -> None:
    """Everything one file of sessions brought, in one go: a file that was the wrong one."""
    store = state.store()
    brought: dict[str, list] = {}
    for each in kept.sessions(viewer):
        if each.source:
            brought.setdefault(each.source, []).append(each)
    if not brought:
        return
    with st.expander("Forget the sessions a file brought", icon=":material/undo:", key="kept_sessions_forget"):
        st.markdown(
            "For a file that was the wrong one. Corrections made to its sessions go with them; brought anew, it is read as if for "
            "the first time. Sessions taken out one by one stay out."
        )
        chosen = st.selectbox(
            "File", list(brought), index=None, placeholder="Choose", key="kept_sessions_which",
            format_func=lambda source: _called(brought[source]),
        )  # fmt: skip
        if chosen is not None and st.button("Forget these sessions", icon=":material/undo:", key=f"forget_{chosen}"):
            with saying_what_went_wrong():
                count = store.sessions.forget_source(viewer, chosen)
                _say_and_rerun(f"Forgotten: {many(count, 'session')}.")


def _called(sessions: Sequence) -> str:
    """A file's name is not kept: what it brought tells which one it was."""
    first, last = min(each.on for each in sessions), max(each.on for each in sessions)
    schools = Counter(each.receiver for each in sessions).most_common(2)
    more = " …" if len({each.receiver for each in sessions}) > 2 else ""
    return (
        f"{many(len(sessions), 'session')}, {day(first)} to {day(last)}: {', '.join(name for name, _ in schools)}{more}"
    )


def _say_and_rerun(words: str) -> None:
    st.session_state[_SAID] = words
    st.rerun()
