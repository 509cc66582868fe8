"""Step 1: what the file was recognised as, in one sentence, and the way to say "not right"."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from toolbox.model import Choices, Problem
from toolbox.reading import READERS
from toolbox.reading.recognised import sentence
from toolbox.web import state
from toolbox.web.choosing import day
from toolbox.web.mapping import session
from toolbox.web.mapping.draft import Draft, opened
from toolbox.web.plain import plain

#: Megabytes. Any kind of file may be dropped: what it is, is told by its bytes and said in words.
LARGEST = 100

_SEPARATORS = {"": "Decide for me", ",": "Comma ,", ";": "Semicolon ;", "\t": "Tab", "|": "Bar |"}
_ENCODINGS = {
    "": "Decide for me",
    "utf-8": "UTF-8",
    "utf-8-repaired": "UTF-8, damaged letters repaired",
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
        "Survey exports, one or several (CSV, TSV, Excel)",
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
        st.success(
            " ".join(filter(None, (plain(sentence(draft.reading)), plain(draft.as_before)))), icon=":material/task_alt:"
        )
        _seen_before(draft)
        for problem in draft.reading.problems:
            st.markdown(f"- {plain(said(problem))}")
    if draft.refused:
        _remove(draft)
    _not_right(draft)
    title = "Add another file" if draft.refused else "Add another file, or remove this one"
    with st.expander(title, icon=":material/attach_file_add:"):
        drop_zone()
        if not draft.refused:
            _remove(draft)


def _remove(draft: Draft) -> None:
    """The way out of a file: at hand where it holds no answers, put away where it does."""
    st.button(
        "Remove this file",
        key=f"upload_{draft.key}_remove",
        on_click=session.drop,
        args=(draft.key,),
        icon=":material/close:",
    )


def said(problem: Problem) -> str:
    """A problem with an example and the first of its rows in the original file."""
    message = " ".join(problem.message.split())
    if problem.example:
        message = f"{message} For example: {problem.example}."
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
    reading, now, key = draft.reading, draft.choices, f"upload_{draft.key}_choice"
    with st.expander("Not right?", icon=":material/tune:"), st.form(key, border=False):
        st.caption("Change what was decided from the file, then read it again. Your file itself is never changed.")
        left, right = st.columns(2)
        with left:
            tools = {"": "Decide for me", **{reader.key: reader.title for reader in READERS if reader.kind == "survey"}}
            tool = _choose("Export of", tools, now.reader, key)
            separator = _choose("Separator", _SEPARATORS, now.separator, key)
            dates = _choose("Order of dates", _DATES, now.date_order, key)
        with right:
            rows = _choose(
                "Heading rows",
                {"": "Decide for me", **{str(n): str(n) for n in range(1, 6)}},
                str(now.heading_rows),
                key,
            )
            encoding = _choose("Encoding", _ENCODINGS, now.encoding, key)
            sheets = reading.sheets if reading is not None and len(reading.sheets) > 1 else ()
            if sheets:
                decided = {"": f"Decide for me ({reading.sheet})", **{name: name for name in sheets}}
                sheet = _choose("Sheet", decided, now.sheet, key)
            else:
                sheet = now.sheet
        if st.form_submit_button("Read again"):
            chosen = Choices(
                reader=tool,
                separator=separator,
                date_order=dates,
                heading_rows=int(rows or 0),
                encoding=encoding,
                sheet=sheet,
            )
            _again(draft, chosen)


def _choose(label: str, options: Mapping[str, str], now: str, key: str) -> str:
    """A picker of one choice; what nobody decided stands first."""
    values = list(options)
    place = values.index(now) if now in options else 0
    return st.selectbox(label, values, index=place, format_func=options.__getitem__, key=f"{key}_{label}")


def _again(draft: Draft, choices: Choices) -> None:
    """Read the same bytes with other choices. What was mapped before belonged to another table and goes."""
    with st.spinner("Reading …"):
        session.keep(opened(draft.file, draft.content, choices, session.pseudonym(), settled=True))
    st.rerun()
