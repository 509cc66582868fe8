"""The day a page about mentoring looks from: today; where the newest record lies long ago, that record's day, and the page says so.

A live hub is looked at as it stands today. Of a project that ended, or a hub that is only shown, today would call every pair
silent and every number old.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import streamlit as st

from toolbox.model import EventFile, Membership, MentoringSession, Round
from toolbox.store.days import EARLIEST, LATEST
from toolbox.web import state, steps
from toolbox.web.choosing import day as said
from toolbox.web.log import kept

#: Days after the newest record from which on nobody keeps the records now.
LONG_AGO = 120


def usual() -> date:
    """The day the visitor's page opens on."""
    viewer = state.viewer()
    newest = newest_record(
        kept.sessions(viewer), kept.memberships(viewer), state.store().events.files(viewer), state.rounds()
    )
    return opens_on(newest, steps.today())


def opens_on(newest: date | None, today: date) -> date:
    """Today, or the day of the newest record where that is long ago.

    Example:
        >>> [opens_on(each, date(2026, 4, 1)).isoformat() for each in (None, date(2026, 1, 7), date(2025, 11, 7), date(2026, 9, 1))]
        ['2026-04-01', '2026-04-01', '2025-11-07', '2026-04-01']
    """
    return newest if newest is not None and (today - newest).days > LONG_AGO else today


def newest_record(
    sessions: Iterable[MentoringSession], memberships: Iterable[Membership], logs: Iterable[EventFile],
    rounds: Iterable[Round] = (),
) -> date | None:  # fmt: skip
    """The latest day of a session, planned ones too, of a kept log, of a round, or on which somebody began to belong somewhere.

    Example:
        >>> held = MentoringSession(on=date(2026, 1, 7), receiver="Elm")
        >>> newest_record([held], [Membership(member="P-1", role="mentee", school="Elm", since=date(2026, 2, 2))], ())
        datetime.date(2026, 2, 2)
    """
    days = [each.on for each in sessions]
    days += [row.since for row in memberships if row.since]
    days += [each.last.date() for each in logs if each.last]
    days += [each.collected_on for each in rounds]
    return max(days, default=None)


def pick(label: str, *, key: str, help: str | None = None) -> date:
    """A field for the day; as long as nobody chose another, it follows the records."""
    opens = usual()
    before = st.session_state.get(f"{key}_usual", opens)
    if st.session_state.setdefault(key, opens) == before != opens:
        st.session_state[key] = opens
    st.session_state[f"{key}_usual"] = opens
    chosen = st.date_input(label, min_value=EARLIEST, max_value=LATEST, format="YYYY-MM-DD", key=key, help=help)
    return chosen if isinstance(chosen, date) else opens


def note(chosen: date, *, key: str) -> None:
    """Why the page does not look from today, with the way there; and from today the way back."""
    opens, today = usual(), steps.today()
    if opens == today or chosen not in (opens, today):
        return
    with st.container(horizontal=True, vertical_alignment="center", key=f"{key}_note"):
        if chosen == opens:
            words, label, to = (
                f"Nothing newer is written down, so the page looks from {said(opens)}.",
                "Look from today",
                today,
            )
        else:
            words, label, to = f"Nothing was written down after {said(opens)}.", "Look from that day", opens
        st.caption(words, width="content")
        st.button(
            label, icon=":material/today:", key=f"{key}_other", type="tertiary", on_click=_look, args=(key, to)
        )  # fmt: skip


def _look(key: str, to: date) -> None:
    st.session_state[key] = to
