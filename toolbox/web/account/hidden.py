"""Which rule hides how much of one round, and its late answers and merged groups."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from toolbox.disclosure import group_name
from toolbox.disclosure import hidden as reason_words
from toolbox.model import Round
from toolbox.web import noting
from toolbox.web.account import standing
from toolbox.web.plain import plain
from toolbox.web.refusals import saying_what_went_wrong
from toolbox.web.school import merging, small_schools
from toolbox.wording.ledger import held_back


def part(of: Round) -> None:
    """A table of reasons with their counts; a sentence where nothing is hidden."""
    with saying_what_went_wrong():
        _table(of)
        waiting(None, of)
        merging.switch(of, key="data")
        small_schools.switch(of, key="data")


def waiting(school: str | None, *rounds: Round) -> None:
    """Say of each round whose late answers wait for company, in one school or in all in view (None)."""
    for of in rounds:
        schools, groups = standing.held(of.id, school)
        if schools:
            where = f"{plain(of.name)}: " if len(rounds) > 1 else ""
            words = plain(held_back(schools, groups, noting.policy().min_n))
            st.info(where + words, icon=":material/hourglass_top:")


def _table(of: Round) -> None:
    counts = standing.hidden_by_rule(of.id)
    if not counts:
        st.markdown("A rubric is what a school states about itself: nothing of it is hidden.")
        return
    if not any(reason for _, reason, _, _ in counts):
        st.markdown("Nothing is hidden on the School pages of this round.")
        return
    by = noting.policy()
    rows = [
        {
            "Group": plain(group_name(group)),
            "Averages of a school in an area": plain(reason_words(reason, by) if reason else "shown"),
            "How many": f"{number:,} of {every:,}",
        }
        for group, reason, number, every in counts
    ]
    st.table(pd.DataFrame(rows), hide_index=True, border="horizontal", alt="What is shown and hidden, by reason")
