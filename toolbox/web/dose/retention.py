"""Who stayed: schools, teachers and mentors, by what is written down about who belongs where."""

from __future__ import annotations

import streamlit as st

from toolbox.disclosure.given import ReleasedStay
from toolbox.model import Round
from toolbox.web import noting, showing
from toolbox.web.dose import asked, files
from toolbox.web.glance import Row
from toolbox.web.plain import plain
from toolbox.wording.doses import WHAT, few, fraction, stay_sentences


def part(before: Round, after: Round, school: str | None) -> None:
    """Of the hub as a whole; nothing where nobody's membership is recorded."""
    if school is not None:
        return
    rows = asked.stays(before, after)
    if not rows:
        return
    st.header("Who stayed in mentoring", anchor=False)
    st.markdown("\n".join(f"- {plain(words)}" for words in stay_sentences(rows, noting.policy())))
    st.caption(
        "By the list of who belongs where, each once, whatever schools or roles name them. Who did not answer again may "
        "have stayed, and who left may have answered."
    )
    with st.expander("Show the numbers", icon=":material/table_rows:", key="change_stays"):
        showing.table([_row(each) for each in rows], "Who stayed in mentoring, by kind of member and wave")
        files.below({"retention": "This table (CSV)"}, before, after, None, key="change_stays")


def _row(row: ReleasedStay) -> Row:
    why = f"hidden: {few(row.hidden, noting.policy())}" if row.stayed is None else ""
    return {
        "Of whom": WHAT[row.what].capitalize(),
        "Wave": plain(row.wave) or "all, each once",
        "Stayed": plain(why) if row.stayed is None else fraction(row.stayed),
    }
