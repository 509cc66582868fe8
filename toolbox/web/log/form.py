"""A session is written down in a minute: when, with which school, how long, what about, who came, and a note."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from toolbox.model import PHASES, Added, Membership, MentoringSession, ToolboxError, Viewer
from toolbox.store.sessions import LONGEST_NOTE, LONGEST_WORD, MOST_HOURS
from toolbox.web import state
from toolbox.web.choosing import day
from toolbox.web.day_column import ANY_DAY
from toolbox.web.log import kept, persons, to_come
from toolbox.web.plain import plain

#: Ways of mentoring that are offered until a hub has words of its own.
METHODS = ("lesson visit", "co-planning", "workshop", "online meeting")
_TURN, _SAID = "log_form_turn", "log_form_said"


def part(viewer: Viewer, schools: Sequence[str]) -> None:
    """The form that enters one session of one of these mentee schools; what was typed stays until it is kept."""
    said = st.session_state.pop(_SAID, ())
    if not schools:
        st.caption("A session is written down for a mentee school, and no school is in view here yet.")
        return
    words = _Words.of(viewer)
    turn = st.session_state.get(_TURN, 0)
    with st.expander("Write down a session", icon=":material/edit_calendar:", key="log_form"):
        with st.form(f"log_form_{turn}", border=False, enter_to_submit=False):
            session = _fields(viewer, schools, words, f"log_{turn}")
            if st.form_submit_button("Keep this session", type="primary", icon=":material/save:"):
                _keep(viewer, session)
        # Below the button, where whoever pressed it looks.
        for kind, told_words in said:
            (st.success if kind == "kept" else st.warning)(told_words)


def _fields(viewer: Viewer, schools: Sequence[str], words: _Words, key: str) -> MentoringSession | None:
    """The fields; the session they say, or None where a needed one is empty."""
    left, middle, right = st.columns(3)
    on = left.date_input("Day", value="today", format="YYYY-MM-DD", key=f"{key}_on", **ANY_DAY)
    receiver = middle.selectbox(
        "Mentee school",
        list(schools),
        index=0 if len(schools) == 1 else None,
        key=f"{key}_receiver",
        placeholder="Choose",
    )
    givers = ["", *words.givers]
    giver = right.selectbox(
        "Mentor school", givers, index=1 if len(givers) == 2 else 0, key=f"{key}_giver",
        format_func=lambda name: name or "Not said",
    )  # fmt: skip
    left, middle, right = st.columns(3)
    hours = left.number_input(
        "Hours", value=1.0, min_value=0.0, max_value=MOST_HOURS, step=0.25, format="%.2f", key=f"{key}_hours",
        help="Hours of 60 minutes. Leave it empty where nobody knows.",
    )  # fmt: skip
    method = middle.selectbox(
        "Method", list(words.methods), index=None, accept_new_options=True, key=f"{key}_method",
        placeholder="Choose, or write your own",
    )  # fmt: skip
    phase = right.selectbox(
        "Phase", list(words.phases), index=None, accept_new_options=True, key=f"{key}_phase",
        placeholder="Choose, or write your own",
    )  # fmt: skip
    topic = st.text_input("Topic", max_chars=LONGEST_WORD, key=f"{key}_topic", placeholder="What it was about")
    came = st.text_input(
        "Who came (codes)", key=f"{key}_persons", help=persons.HELP, placeholder="Leave empty where nobody noted it"
    )
    mentors = "" if viewer.person else st.text_input("Who mentored (codes)", key=f"{key}_mentors", help=persons.HELP)
    note = st.text_area(
        "Note", max_chars=LONGEST_NOTE, height=90, key=f"{key}_note",
        placeholder="For yourself and whoever mentors this school. No names of teachers or pupils",
        help="Seen by who may see the mentee school, and never beside answers or in a file.",
    )  # fmt: skip
    held = st.checkbox(
        "It took place", value=True, key=f"{key}_held", help="Leave it out for a session that is planned."
    )
    if not isinstance(on, date) or not receiver:
        return None
    return MentoringSession(
        on=on, giver=giver or "", receiver=receiver, hours=hours or None, method=method or "", phase=phase or "", topic=topic,
        mentors=(viewer.person,) if viewer.person else persons.pseudonyms_of(mentors), persons=persons.pseudonyms_of(came),
        note=note, delivered=held,
    )  # fmt: skip


def _keep(viewer: Viewer, session: MentoringSession | None) -> None:
    if session is None:
        st.error("Choose the day and the mentee school.", icon=":material/error:")
        return
    if words := to_come.not_yet(session):
        st.error(words, icon=":material/error:")
        return
    try:
        added = state.store().sessions.add(viewer, [session])
    except ToolboxError as refusal:  # what was typed stays in the form
        st.error(refusal.message, icon=":material/error:")
        return
    st.session_state[_SAID] = told(session, added, state.store().memberships.all(viewer, school=session.receiver))
    if added.added:
        st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
    st.rerun()


def told(session: MentoringSession, added: Added, members: Iterable[Membership]) -> tuple[tuple[str, str], ...]:
    """What is said once a session was kept, or was there.

    Example:
        >>> held = MentoringSession(on=date(2026, 1, 7), receiver="Elm", persons=("P-1", "P-2"), hours=1.5)
        >>> told(held, Added(added=1, there=0), [Membership(member="P-1", role="mentee", school="Elm")])[0]
        ('kept', 'Kept: the session of 7 January 2026 with Elm, 1.5 hours, 2 persons came.')
    """
    name = f"the session of {day(session.on)} with {plain(session.receiver)}"
    if not added.added:
        return (
            ("there", f"There was nothing to add: {name} is kept already, word for word, or was taken out before. If there "
             "were two alike, tell them apart by their topic."),
        )  # fmt: skip
    hours = "" if session.hours is None else f", {session.hours:g} hour{'' if session.hours == 1 else 's'}"
    count = len(session.persons)
    came = (
        f", {count} {'person' if count == 1 else 'persons'} {'came' if session.delivered else 'expected'}"
        if count
        else ""
    )
    said = [("kept", f"Kept: {name}{hours}{came}.")]
    listed = {row.member for row in members if row.kind == "person"}
    if listed and (strangers := len(set(session.persons) - listed)):
        who = "1 of them is" if strangers == 1 else f"{strangers} of them are"
        said.append(
            ("strangers", f"{who} in no list of {plain(session.receiver)}. If a code was mistyped, a person is counted who "
             "does not exist: type the codes of that session anew in the table of sessions.")
        )  # fmt: skip
    return tuple(said)


@dataclass(frozen=True)
class _Words:
    """What has been said before: schools that mentor, methods and phases, most used first."""

    givers: tuple[str, ...]
    methods: tuple[str, ...]
    phases: tuple[str, ...]

    @classmethod
    def of(cls, viewer: Viewer) -> _Words:
        sessions = kept.sessions(viewer)
        givers = {row.school for row in kept.memberships(viewer) if row.role == "mentor"}
        givers |= {each.giver for each in sessions if each.giver and viewer.may_see(each.giver)}
        methods = [word for word, _ in Counter(each.method for each in sessions if each.method).most_common(20)]
        others = sorted({each.phase for each in sessions if each.phase} - set(PHASES))
        return cls(
            givers=tuple(sorted(givers)), methods=tuple(dict.fromkeys((*methods, *METHODS))), phases=(*PHASES, *others)
        )
