"""Every session that is kept, to be corrected, confirmed as held, or taken out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from toolbox.disclosure.words import many
from toolbox.model import PHASES, MentoringSession, ToolboxError, Viewer
from toolbox.store.sessions import LONGEST_NOTE, LONGEST_WORD
from toolbox.web import state
from toolbox.web.choosing import day
from toolbox.web.day_column import day_column
from toolbox.web.log import editing, kept, persons, to_come
from toolbox.web.plain import plain
from toolbox.web.refusals import saying_what_went_wrong

_TEXTS = {"Method": "method", "Topic": "topic", "Phase": "phase", "Note": "note"}


def part(viewer: Viewer, *, key: str = "sessions") -> None:
    """The table of the sessions of one mentee school, or of all, latest first."""
    every = _mine(viewer)
    if not every:
        st.markdown("No session is kept yet. Write one down, or bring the log you keep on the Upload page.")
        return
    held = sum(each.delivered for each in every)
    st.markdown(
        f"{many(len(every), 'session')} {'is' if len(every) == 1 else 'are'} kept: {held:,} took place, {len(every) - held:,} planned only."
    )
    receivers = sorted({each.receiver for each in every})
    with st.expander("Look through and correct the sessions", icon=":material/event_note:", key=f"{key}_table"):
        chosen = st.selectbox(
            "Mentee school", ["", *receivers], key=f"{key}_of", placeholder="Choose",
            format_func=lambda name: name or f"All {len(receivers)} schools",
        )  # fmt: skip
        rows = _shown(viewer, chosen)
        if sum(not chosen or each.receiver == chosen for each in every) > len(rows):
            st.caption(f"The latest {len(rows):,} are shown. Choose a school to see all of its sessions.")
        table = kind(viewer, f"{key}_{receivers.index(chosen) if chosen else 'all'}")
        editing.show(table, lambda: _shown(viewer, chosen))
        _who_came(viewer, rows, key)


def kind(viewer: Viewer, key: str = "sessions") -> editing.Kind[MentoringSession]:
    """What the table's rows are and how one is saved."""
    sessions, names = state.store().sessions, _schools(viewer)

    def change(wanted: MentoringSession, seen: MentoringSession) -> None:
        moved = (wanted.on, wanted.delivered) != (seen.on, seen.delivered)
        if moved and (words := to_come.not_yet(wanted)):
            raise ToolboxError("not_yet", words)
        sessions.change(viewer, wanted)

    return editing.Kind(
        key=key,
        id=lambda each: each.id,
        name=lambda each: f"The session of {day(each.on)} with {each.receiver}",
        said=said,
        frame=frame,
        read=read,
        change=change,
        take_out=lambda seen: sessions.take_out(viewer, seen.id, version=seen.version),
        columns={
            "Day": day_column(
                required=True,
                help="A session has a day: one that never was is taken out at the end",
            ),
            "Mentee school": st.column_config.SelectboxColumn(options=names, required=True),
            "Mentor school": st.column_config.SelectboxColumn(options=names),
            "Hours": st.column_config.NumberColumn(step=0.01, help="Of 60 minutes"),
            "Took place": st.column_config.CheckboxColumn(help="Not ticked: planned only"),
            "Came": st.column_config.NumberColumn(help="Persons written down; their codes are typed anew below"),
            "Method": st.column_config.TextColumn(max_chars=LONGEST_WORD),
            "Topic": st.column_config.TextColumn(max_chars=LONGEST_WORD),
            "Phase": st.column_config.TextColumn(max_chars=LONGEST_WORD, help=f"Of the way: {', '.join(PHASES)}"),
            "Note": st.column_config.TextColumn(max_chars=LONGEST_NOTE),
            editing.TAKE_OUT: st.column_config.CheckboxColumn(help="Its file does not bring it back"),
        },
        fixed=("Came",),
        alt="Mentoring sessions: day, schools, hours, whether it took place, method, topic, phase and note can be corrected",
        several="sessions",
    )


def _mine(viewer: Viewer) -> tuple[MentoringSession, ...]:
    """Those the viewer may correct: of mentee schools in view."""
    return tuple(each for each in kept.sessions(viewer) if viewer.may_see(each.receiver))


def _shown(viewer: Viewer, receiver: str) -> tuple[MentoringSession, ...]:
    rows = [each for each in _mine(viewer) if not receiver or each.receiver == receiver]
    return tuple(reversed(rows[-editing.MOST_ROWS :]))


def _schools(viewer: Viewer) -> list[str]:
    from toolbox.web.schools import known

    return list(known(viewer))


def frame(rows: Sequence[MentoringSession]) -> pd.DataFrame:
    """The rows as the table shows them."""
    return pd.DataFrame(
        {
            "Day": pd.Series([pd.Timestamp(each.on) for each in rows], dtype="datetime64[s]"),
            "Mentee school": pd.Series([each.receiver for each in rows], dtype="str"),
            "Mentor school": pd.Series([each.giver or None for each in rows], dtype="str"),
            "Hours": pd.Series([each.hours for each in rows], dtype="float64"),
            "Took place": pd.Series([each.delivered for each in rows], dtype="bool"),
            "Came": pd.Series([len(each.persons) for each in rows], dtype="int64"),
            **{title: pd.Series([getattr(each, part) for each in rows], dtype="str") for title, part in _TEXTS.items()},
        }
    )


def read(row: Mapping[str, Any], seen: MentoringSession) -> MentoringSession:
    """The session a row of the table says; persons and version are those it was opened on.

    Example:
        >>> held = MentoringSession(id="a", on=date(2026, 1, 7), receiver="Elm", hours=1.5, topic="maps", persons=("P-1",))
        >>> read(frame([held]).to_dict("records")[0], held) == held
        True
    """
    on, hours, giver = row["Day"], row["Hours"], row["Mentor school"]
    texts = {part: "" if pd.isna(row[title]) else str(row[title]) for title, part in _TEXTS.items()}
    return replace(
        seen,
        on=seen.on if pd.isna(on) else date(on.year, on.month, on.day),
        receiver=seen.receiver if pd.isna(row["Mentee school"]) else row["Mentee school"],
        giver="" if pd.isna(giver) else giver,
        hours=None if pd.isna(hours) else float(hours),
        delivered=bool(row["Took place"]),
        **texts,
    )


def said(each: MentoringSession) -> str:
    """A session in words.

    Example:
        >>> said(MentoringSession(on=date(2026, 1, 7), giver="Oak", receiver="Elm", hours=1.5, topic="maps"))
        '7 January 2026, Oak with Elm, 1.5 hours, maps, took place'
    """
    schools = f"{each.giver} with {each.receiver}" if each.giver else each.receiver
    hours = "" if each.hours is None else f"{each.hours:g} hour{'' if each.hours == 1 else 's'}"
    parts = [day(each.on), schools, hours, each.method, each.topic, each.phase, each.note and f"note “{each.note}”"]
    return ", ".join(filter(None, [*parts, "took place" if each.delivered else "planned only"]))


def _who_came(viewer: Viewer, rows: Sequence[MentoringSession], key: str) -> None:
    """Codes of one session typed anew: they cannot be read back, so they are replaced together."""
    by_id = {each.id: each for each in rows}
    chosen = st.selectbox(
        "Who came to which session?", list(by_id), index=None, key=f"{key}_who", placeholder="Choose a session",
        format_func=lambda id: plain(f"{day(by_id[id].on)}, {by_id[id].receiver}, {len(by_id[id].persons)} came"),
    )  # fmt: skip
    if chosen is None:
        return
    opened: MentoringSession = st.session_state.setdefault(f"{key}_who_{chosen}", by_id[chosen])
    with st.form(f"{key}_who_form_{chosen}", border=True, enter_to_submit=False):
        typed = st.text_input(
            f"Codes of everybody who came, in place of the {len(opened.persons)} kept", key=f"{key}_who_codes_{chosen}",
            help=persons.HELP,
        )  # fmt: skip
        if not st.form_submit_button("Keep these persons"):
            return
    with saying_what_went_wrong():
        now = persons.pseudonyms_of(typed)
        try:
            state.store().sessions.change(viewer, replace(opened, persons=now))
        finally:  # saved or refused: the next try begins with what is kept then
            st.session_state.pop(f"{key}_who_{chosen}", None)
        st.success(f"Kept: {len(now)} {'person' if len(now) == 1 else 'persons'} came on {day(opened.on)}.")
