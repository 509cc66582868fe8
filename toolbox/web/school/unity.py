"""Whole school, or pockets? How the persons of each group spread over the levels, and how much they agree."""

from __future__ import annotations

from functools import partial

import streamlit as st

from toolbox import charts
from toolbox.disclosure import ReleasedProfile
from toolbox.web import showing
from toolbox.web.plain import plain
from toolbox.web.school import rows
from toolbox.wording import bounds_left_out, bounds_words, left_out_words, unity_alt, unity_words


def part(found: ReleasedProfile) -> None:
    """A bar for each group and area with the words below it; what the silent could change, on demand."""
    if found.framework.kind == "rubric" or all(cell.hidden for cell in found.areas):
        return
    one = len(found.schools) == 1
    st.header("Whole school, or pockets?" if one else "How people spread", anchor=False)
    if not any(cell.reached for cell in found.areas):
        st.markdown(
            f"How people spread around an average is shown from {found.policy.min_bands} answers of a group on. "
            "With fewer, single people could be recognised."
        )
        return
    said = {(cell.area, cell.group): unity_words(cell, found) for cell in found.areas}
    away = {area.id: left_out_words(found, area.id) for area in found.framework.areas}
    showing.chart(found, "unity", "", partial(charts.unity, found, said, away=away), unity_alt(found))
    showing.numbers(rows.unity(found, said), "How the persons of each group spread", key="unity_numbers")
    _silent(found)


def _silent(found: ReleasedProfile) -> None:
    """Where the averages of everybody invited could lie: the worst case, for those who ask."""
    known = [cell for cell in found.areas if bounds_words(cell)]
    if not known:
        return
    with st.expander("If everybody invited had answered", icon=":material/unfold_more:", key="unity_bounds"):
        st.markdown(
            plain(
                "Those who did not answer could think anything. Had all of them chosen the lowest answer, or all the highest, "
                "the averages would lie here. That is the worst case, not a likely one. "
                f"{bounds_left_out(found)}"
            )
        )
        showing.table(rows.bounds(found, known), "Where the average of everybody invited could lie")
