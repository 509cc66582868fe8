"""A log of what people did, dropped among the surveys: what was read in it, and that it is not kept yet.

Events are about single persons, so only released counts are shown, and there is no download here.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from toolbox.disclosure import ReleasedKind, ReleasedLog, release_log
from toolbox.model import Policy, Reading
from toolbox.reading.recognised import sentence
from toolbox.web.choosing import day
from toolbox.web.mapping.files import said
from toolbox.web.plain import plain

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


def show(log: Reading) -> None:
    """What was read: tool, events, people, first and last, kinds; then what cannot be done with it here yet."""
    least = Policy().min_n
    found = release_log(log)
    st.success(plain(sentence(replace(log, people=found.people))), icon=":material/task_alt:")
    st.info(
        "This is a log of what people did, not answers to a survey, so it cannot become a round. Keeping logs comes with "
        "the pages for mentoring; until then nothing of it is kept. Drop the export of your survey tool here.",
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
            f"Hidden: fewer than {least} people did this, or the file does not say who; where one kind is hidden, a "
            "second one is too, so that it cannot be worked out."
        )
    for problem in log.problems:
        st.markdown(f"- {plain(said(problem))}")


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
