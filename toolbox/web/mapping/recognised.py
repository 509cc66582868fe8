"""Step 1: what the file was recognised as, in one sentence, and the way to say "not right"."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from toolbox.model import Choices, Problem
from toolbox.reading.recognised import sentence
from toolbox.web import state
from toolbox.web.choosing import day
from toolbox.web.mapping import session
from toolbox.web.mapping.draft import Draft, opened
from toolbox.web.plain import plain

TYPES = ["csv", "tsv", "txt", "tab", "xlsx", "xlsm", "xls", "ods"]
LARGEST = 100

_SEPARATORS = {"": "Decide for me", ",": "Comma ,", ";": "Semicolon ;", "\t": "Tab", "|": "Bar |"}
_ENCODINGS = {
    "": "Decide for me",
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "cp1252": "Western European (Windows-1252)",
    "cp1250": "Central European (Windows-1250)",
    "cp1257": "Baltic (Windows-1257)",
    "cp1251": "Cyrillic (Windows-1251)",
    "cp1253": "Greek (Windows-1253)",
    "cp1254": "Turkish (Windows-1254)",
}
_DATES = {
    "": "Decide for me",
    "dmy": "Day first (31/12/2026)",
    "mdy": "Month first (12/31/2026)",
    "ymd": "Year first (2026-12-31)",
}
_MOST_ROWS = 5


#: Where each tool keeps its export.
EXPORTS = {
    "LimeSurvey": "Responses → Export → Export responses, as CSV or Excel; question codes and question text both help.",
    "Google Forms": "Responses → Link to Sheets, then in the sheet File → Download → CSV or Excel.",
    "Microsoft Forms": "Responses → Open in Excel.",
    "Qualtrics": "Data & Analysis → Export & Import → Export Data → CSV, “Use choice text”.",
    "SurveyMonkey": "Analyze Results → Save As → Export file → All responses data, as CSV or XLS+.",
    "Anything else": "A table with one row an answer and the questions as headings, as CSV or Excel.",
}


def first_drop() -> None:
    """The page before any file is there."""
    st.markdown("Drop the export of your survey tool. You check what was recognised, then save it as a round.")
    drop_zone()
    st.markdown(
        "Nothing is kept until you save a round at the end. Names, e-mail and internet addresses are replaced by codes "
        "as soon as the file is read."
    )
    with st.expander("Where do I find the export?", icon=":material/help:"):
        st.markdown("\n".join(f"- **{tool}:** {way}" for tool, way in EXPORTS.items()))


def drop_zone() -> None:
    """Where files are dropped. Each is read at once; the uploader then lets go of it."""
    files = st.file_uploader(
        "Survey exports",
        type=TYPES,
        accept_multiple_files=True,
        key=session.drop_zone(),
        max_upload_size=LARGEST,
        help="LimeSurvey, Google Forms, Microsoft Forms, Qualtrics, SurveyMonkey, or a plain table: one row an answer.",
    )
    if not files:
        return
    with st.spinner("Reading …"):
        for file in files:
            if said := session.take(file.name, file.getvalue()):
                session.note(said)
    session.forget_saved()
    session.empty_drop_zone()
    st.rerun()


def show(draft: Draft) -> None:
    """One sentence on the file, what was noticed in it, and the choices behind "Not right?"."""
    if draft.refused:
        st.error(draft.refused, icon=":material/error:")
    elif draft.reading is not None:
        st.success(sentence(draft.reading), icon=":material/task_alt:")
        _seen_before(draft)
        for problem in draft.reading.problems:
            st.markdown(f"- {plain(said(problem))}")
    _not_right(draft)
    with st.expander("Add another file, or remove this one", icon=":material/attach_file_add:"):
        drop_zone()
        st.button(
            "Remove this file",
            key=f"upload_{draft.key}_remove",
            on_click=session.drop,
            args=(draft.key,),
            icon=":material/close:",
        )


def said(problem: Problem) -> str:
    """A problem with the first of its rows in the original file."""
    message = " ".join(problem.message.split())
    if not problem.rows:
        return message
    rows = ", ".join(str(row) for row in problem.rows[:_MOST_ROWS])
    more = " …" if max(problem.count, len(problem.rows)) > _MOST_ROWS else ""
    return f"{message} ({'row' if len(problem.rows) == 1 else 'rows'} {rows}{more})"


def _seen_before(draft: Draft) -> None:
    known = state.store().same_file(state.viewer(), draft.reading.sha256) if draft.reading else None
    if known is not None:
        st.warning(
            f"This very file is already in the round “{plain(known.name)}” of {day(known.collected_on)}. "
            "Saving it again would count the same answers twice.",
            icon=":material/content_copy:",
        )


def _not_right(draft: Draft) -> None:
    """The choices a person may make instead of what was decided from the bytes."""
    reading, now = draft.reading, draft.choices
    with st.expander("Not right?", icon=":material/tune:"), st.form(f"upload_{draft.key}_choices", border=False):
        st.caption("Change what was decided from the file, then read it again. Your file itself is never changed.")
        left, right = st.columns(2)
        sheet = now.sheet
        if reading is not None and len(reading.sheets) > 1:
            sheets = ["", *reading.sheets]
            sheet = left.selectbox(
                "Sheet",
                sheets,
                index=sheets.index(now.sheet) if now.sheet in sheets else 0,
                format_func=lambda name: name or f"Decide for me ({reading.sheet})",
            )
        rows = right.selectbox(
            "Heading rows",
            range(6),
            index=min(now.heading_rows, 5),
            format_func=lambda count: str(count) if count else "Decide for me",
        )
        separator = left.selectbox(
            "Separator", list(_SEPARATORS), index=_place(_SEPARATORS, now.separator), format_func=_SEPARATORS.get
        )
        encoding = right.selectbox(
            "Encoding", list(_ENCODINGS), index=_place(_ENCODINGS, now.encoding), format_func=_ENCODINGS.get
        )
        dates = left.selectbox(
            "Order of dates", list(_DATES), index=_place(_DATES, now.date_order), format_func=_DATES.get
        )
        if st.form_submit_button("Read again"):
            _again(
                draft,
                replace(now, sheet=sheet, heading_rows=rows, separator=separator, encoding=encoding, date_order=dates),
            )


def _place(options: dict[str, str], value: str) -> int:
    return list(options).index(value) if value in options else 0


def _again(draft: Draft, choices: Choices) -> None:
    """Read the same bytes with other choices. What was mapped before belonged to another table and goes."""
    with st.spinner("Reading …"):
        session.keep(opened(draft.file, draft.content, choices, session.pseudonym()))
    st.rerun()
