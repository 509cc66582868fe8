"""What was given between the rounds, in words and numbers, with the definition of each."""

from __future__ import annotations

import streamlit as st

from toolbox.disclosure.given import ReleasedGiven
from toolbox.model import Fraction, Round
from toolbox.web import noting, showing
from toolbox.web.dose import asked, files
from toolbox.web.glance import Row
from toolbox.web.plain import plain
from toolbox.wording.doses import DEFINITIONS, few, fraction, given_sentence, hours, reach


def part(before: Round, after: Round, school: str | None) -> None:
    """One sentence, the definitions, and school by school on demand; nothing where no session is recorded."""
    rows = asked.given(before, after, school)
    if not rows:
        return
    st.header("What was given between the rounds", anchor=False)
    st.markdown(plain(given_sentence(rows, before.collected_on, after.collected_on)))
    if unnamed := rows[-1].unnamed:
        st.caption(
            f"{unnamed:,} of these sessions name nobody who came: they are in the hours given, and in nobody's own."
        )
    label = "School by school" if school is None else "The numbers"
    with st.expander(label, icon=":material/table_rows:", key="change_given"):
        showing.table([_row(row) for row in rows], "What each school was given between the rounds")
        for words in _notes(rows):
            st.caption(plain(words))
        labels = {"given": "This table (CSV)"}
        if any(row.by_method for row in rows):
            labels["methods"] = "Sessions by method (CSV)"
        files.below(labels, before, after, school, key="change_given")


def _row(row: ReleasedGiven) -> Row:
    planned = Fraction(part=row.sessions_delivered, whole=row.sessions_planned or None)
    return {
        "School": plain(row.school) if row.school else "**All together**",
        "Sessions held of planned": fraction(planned),
        "Hours given of planned": f"{hours(row.hours_delivered)} of {hours(row.hours_planned)}",
        "Hours per teacher": _or_why(
            None if row.per_teacher is None else f"about {hours(row.per_teacher)}", row.hours_hidden
        ),
        "Teachers reached": _or_why(reach(row) or None, row.hidden),
    }


def _or_why(said: str | None, reason: str) -> str:
    return said if said is not None else "not shown" if reason else "not known"


def _notes(rows: tuple[ReleasedGiven, ...]) -> list[str]:
    """What stands below the table: methods, why something is not shown, how each number is made."""
    methods = "; ".join(f"{method or 'method not said'} {sessions:,}" for method, sessions, _ in rows[-1].by_method)
    reasons = dict.fromkeys(each for row in rows for each in (row.hidden, row.hours_hidden) if each)
    return [
        *([f"Sessions held, by method: {methods}."] if methods else []),
        *([f"Not shown: {'; or '.join(few(reason, noting.policy()) for reason in reasons)}."] if reasons else []),
        *DEFINITIONS,
    ]
