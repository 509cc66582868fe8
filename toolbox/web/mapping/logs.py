"""A log of what people did, dropped among the surveys: what was read in it, and the button that keeps it.

Events are about single persons, so only released counts are shown, and there is no download here.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import streamlit as st

from toolbox.disclosure import ReleasedKind, ReleasedLog, release_log
from toolbox.model import Policy
from toolbox.reading.recognised import sentence
from toolbox.reading.session_lists import READER
from toolbox.web.choosing import day
from toolbox.web.mapping import arriving, lists, session
from toolbox.web.mapping.draft import Draft
from toolbox.web.mapping.files import said
from toolbox.web.plain import plain
from toolbox.web.refusals import saying_what_went_wrong

#: Kinds of events in the words of a person.
_KINDS = {
    "viewed": "Looked at something",
    "played": "Played a video or an exercise",
    "created": "Made something",
    "changed": "Changed something",
    "removed": "Removed something",
    "submitted": "Handed something in",
    "graded": "Graded or gave feedback",
    "completed": "Completed something",
    "entered": "Came in",
    "left": "Left",
    "attended": "Took part in a meeting",
    "organised": "Organised a meeting",
    "mentoring": "Mentored (the mentor’s side)",
    "mentored": "Was mentored (the mentee’s side)",
    "other": "Something else",
}


#: Logs kept by hand may be old; this many school years can be chosen.
_SCHOOL_YEARS = 25


def ask(draft: Draft) -> None:
    """What only a person knows of a log: its school year, and whether staff count. An answer reads the file again."""
    told = {problem.code: problem for problem in draft.log.problems} if draft.log is not None else {}
    if "no_year" in told or draft.choices.school_year:
        _school_year(draft)
    if "staff_accounts" in told or "staff_left_out" in told:
        _staff(draft, one=(told.get("staff_accounts") or told["staff_left_out"]).count == 1)


def _school_year(draft: Draft) -> None:
    latest = date.today().year - (date.today().month < 8)
    years = sorted({*range(latest, latest - _SCHOOL_YEARS, -1), draft.choices.school_year or latest}, reverse=True)
    key = session.lead(draft, "school_year", draft.choices.school_year or None)
    st.selectbox(
        "Which school year is it?",
        years,
        format_func=lambda year: f"{year}/{(year + 1) % 100:02}",
        placeholder="Choose the school year",
        help="A school year runs from August to July.",
        key=key,
        width=320,
        on_change=lambda: _again(draft.key, school_year=st.session_state[key] or 0),
    )


def _staff(draft: Draft, *, one: bool) -> None:
    out = draft.choices.without_staff
    whom = "the staff account" if one else "the staff accounts"
    st.button(
        f"Count {whom} again" if out else f"Leave {whom} out",
        icon=":material/person_add:" if out else ":material/person_remove:",
        key=f"upload_{draft.key}_staff",
        on_click=lambda: _again(draft.key, without_staff=not out),
    )


def _again(key: str, **choice: object) -> None:
    if (draft := session.drafts().get(key)) is not None:
        arriving.again(draft, replace(draft.choices, **choice))  # type: ignore[arg-type]


def show(draft: Draft) -> None:
    """What was read: tool, events, people, first and last, kinds, what is asked; then it can be kept."""
    log = draft.log
    if log is None:
        return
    least = Policy().min_n
    found = release_log(log)
    st.success(plain(sentence(replace(log, people=found.people))), icon=":material/task_alt:")
    st.info(
        "This is a log of what people did, not answers to a survey, so it cannot become a round. Nothing of it is kept before "
        "you say so below.",
        icon=":material/info:",
    )
    if log.first is not None and log.last is not None:
        st.markdown(f"**First event:** {day(log.first.date())} · **last event:** {day(log.last.date())}")
    st.table(
        _table(found, least),
        hide_index=True,
        border="horizontal",
        alt="Events by kind: how many, by how many people, how many minutes",
    )
    if any(kind.events is None for kind in found.kinds):
        st.caption(
            f"Hidden: fewer than {least} people did this, or the file does not say who. Others may be hidden beside it, so "
            "that nobody’s part can be worked out from the rest."
        )
    for problem in log.problems:
        if (log.reader, problem.code) != (READER, "entered_twice"):  # of sessions, such rows are one: said there
            st.markdown(f"- {plain(said(problem))}")
    ask(draft)
    with saying_what_went_wrong():
        (lists.held if log.reader == READER else lists.kept_events)(draft, log)


def _table(found: ReleasedLog, least: int) -> pd.DataFrame:
    """The kinds; without a column of minutes where the log knows none."""
    frame = pd.DataFrame([_row(kind, least) for kind in found.kinds])
    return frame if any(kind.minutes is not None for kind in found.kinds) else frame.drop(columns="Minutes")


def _row(kind: ReleasedKind, least: int) -> dict[str, str]:
    row = {"What people did": _KINDS.get(kind.kind, kind.kind)}
    if kind.events is None:
        return {**row, "Events": f"hidden: fewer than {least} people", "People": "", "Minutes": ""}
    minutes = "" if kind.minutes is None else f"{kind.minutes:,.0f}"
    return {**row, "Events": f"{kind.events:,}", "People": f"{kind.people:,}", "Minutes": minutes}
