"""What the change page says about those who did not answer again: in words, as a chart, in numbers."""

from __future__ import annotations

from functools import partial

import streamlit as st

from toolbox import charts
from toolbox.disclosure import ReleasedComparison
from toolbox.web import link_rows
from toolbox.web.plain import plain
from toolbox.web.showing import chart, table
from toolbox.wording import group_name, leavers, leavers_alt


def who_left(found: ReleasedComparison) -> None:
    """One sentence a group; the averages of those who stayed and those who left, area by area, on demand."""
    said = {
        group: words for group in dict.fromkeys(row.group for row in found.followed) if (words := leavers(found, group))
    }
    if not said:
        return
    st.header("Who did not answer again", anchor=False)
    # Only where the change is of the same persons, and something is told of the others, is there a question to ask.
    if any(row.design == "paired" for row in found.areas) and any(
        row.before_only is not None for row in found.baseline
    ):
        st.markdown(
            "The change of those who could be followed says nothing of the others. Were they alike when it began?"
        )
    st.markdown("\n".join(f"- {plain(words)}" for words in said.values()))
    for group in said:
        if not any(row.group == group and row.before_only is not None for row in found.baseline):
            continue
        with st.expander(
            f"{group_name(group)}: area by area",
            icon=":material/group_remove:",
            key=f"change_left_{group}",
            on_change="rerun",
        ) as look:
            if look.open:
                chart(found, "leavers", group, partial(charts.leavers, found, group), leavers_alt(found, group))
                table(
                    link_rows.baseline(found, group),
                    f"{group_name(group)} who answered both times beside those who answered once",
                )
                st.caption(
                    "In words: alike up to 0.05 standard deviations apart, a little higher or lower up to 0.25, clearly above "
                    "that."
                )
