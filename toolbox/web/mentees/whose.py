"""Whose mentees: a mentor's school, the day somebody looks from, the rules for silence, and the mentor's own code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from toolbox.mentoring.cards import Limits, mentees_in_log, mentees_of
from toolbox.model import Membership, MentoringSession, Viewer
from toolbox.web import choosing, looked_from, navigation, sampling, state
from toolbox.web.log import kept, persons
from toolbox.web.plain import plain

DAY = "mentees_day"


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """A mentor's school, its mentees on a day, and as whom the page asks from here on."""

    mentor: str
    schools: tuple[str, ...]
    today: date
    limits: Limits
    viewer: Viewer


def choose_or_stop() -> Chosen:
    """What stands at the top of the page; where nobody mentors anybody yet, what to do, and the end of the page."""
    viewer = state.viewer()
    rows, sessions = kept.memberships(viewer), kept.sessions(viewer)
    mentors = mentor_schools(rows, sessions)
    if not mentors:
        _nothing_yet()
    left, right = st.columns(2)
    with left:
        mentor = choosing.pick(
            "Mentor school", {name: name for name in mentors}, key="mentees_mentor", remember="mentor"
        )
    with right:
        today = looked_from.pick(
            "Looked at from", key=DAY,
            help="Silence is counted up to this day, and who is a mentee on it. Hours and sessions are all that are recorded.",
        )  # fmt: skip
    looked_from.note(today, key=DAY)
    limits, person = _rules(rows, sessions, mentor)
    schools, by_log = mentees_of(rows, mentor, today), False
    if not schools:
        schools, by_log = mentees_in_log(sessions, mentor), True
    if not schools:
        st.info(
            f"{plain(mentor)} has no mentee school on {choosing.day(today)}. Choose another day, or enter who belongs where on the "
            "Data page."
        )
        st.stop()
    if by_log:
        st.caption(
            "Nobody wrote down which schools are its mentees on this day, so these are the schools it held sessions for."
        )
    return Chosen(
        mentor=mentor, schools=schools, today=today, limits=limits,
        viewer=Viewer(role="mentor", schools=frozenset({mentor, *schools}), person=person),
    )  # fmt: skip


def mentor_schools(rows: Sequence[Membership], sessions: Sequence[MentoringSession]) -> tuple[str, ...]:
    """Schools that mentor, or have a person who does, or gave a session; by name.

    Example:
        >>> mentor_schools([Membership(member="P-1", role="mentor", school="Oak", cluster="C")],
        ...     [MentoringSession(on=date(2026, 1, 7), giver="Ash", receiver="Elm")])
        ('Ash', 'Oak')
    """
    listed = {row.school for row in rows if row.role == "mentor" and row.cluster}
    return tuple(sorted(listed | {each.giver for each in sessions if each.giver}))


def _rules(rows: Sequence[Membership], sessions: Sequence[MentoringSession], mentor: str) -> tuple[Limits, str]:
    with st.expander("Rules for silence, and your own code", icon=":material/tune:", key="mentees_rules"):
        left, middle, right = st.columns(3)
        usual = Limits()
        session_days = left.number_input(
            "Silent after days without a session", min_value=1, max_value=730, value=usual.session_days, key="mentees_silent",
            persist_state="session",
        )  # fmt: skip
        activity_days = middle.number_input(
            "Silent after days without activity", min_value=1, max_value=730, value=usual.activity_days,
            key="mentees_inactive", help="Only of schools that are in a log that is kept.", persist_state="session",
        )  # fmt: skip
        typed = right.text_input(
            "Your own code", key="mentees_code", type="password",
            help="The code you give in the survey, if you mentor yourself: you are then told who came to your own sessions as a "
            "number, and see the teachers who agreed that you see their change. It is replaced by a pseudonym at once.",
        )  # fmt: skip
        person = persons.one_of(typed)
        if person and not is_mentor(person, rows, sessions, mentor):
            st.error(
                f"No mentor of {plain(mentor)} is known under this code. Check the code, or enter who mentors on the Data page.",
                icon=":material/error:",
            )
            person = ""
    return Limits(session_days=int(session_days), activity_days=int(activity_days)), person


def is_mentor(person: str, rows: Sequence[Membership], sessions: Sequence[MentoringSession], mentor: str) -> bool:
    """Whether somebody mentors for a school: as a member of it, or in a session it gave."""
    listed = any(row.member == person and row.role == "mentor" and row.school == mentor for row in rows)
    return listed or any(person in each.mentors for each in sessions if each.giver == mentor)


def _nothing_yet() -> None:
    with st.container(border=True, key="nothing_yet"):
        st.header("Nothing to show yet", anchor=False)
        st.markdown(
            "This page shows a mentor's own schools: when you last met, what was given, who went silent, what moved. Upload a log "
            "of mentoring sessions, or a list of who belongs where; empty ones to fill in are on the Data page."
        )
        with st.container(horizontal=True):
            if st.button("Upload a log or a list", type="primary", icon=":material/upload_file:", key="mentees_upload"):
                st.switch_page(navigation.path("upload"))
            if st.button("Templates on the Data page", icon=":material/folder_open:", key="mentees_data"):
                st.switch_page(navigation.path("data"))
            if not any(each.sample for each in state.rounds()):
                sampling.bring_back_button(key="bring_back")
    st.stop()
