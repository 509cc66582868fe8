"""Who stayed: schools, teachers and mentors, by what is written down about who belongs where."""

from __future__ import annotations

import streamlit as st

from toolbox.model import Round
from toolbox.web import noting
from toolbox.web.dose import asked
from toolbox.web.plain import plain
from toolbox.wording.doses import stay_sentences


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
