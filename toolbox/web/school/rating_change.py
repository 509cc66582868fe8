"""Changing the agreed ratings of a school: the round gets a new data set, the ratings before stay with the old one."""

from __future__ import annotations

import streamlit as st

from toolbox.disclosure import ReleasedProfile
from toolbox.model import THE_SCHOOL, Round
from toolbox.web import state
from toolbox.web.refusals import saying_what_went_wrong
from toolbox.web.school.levels import level_editor

_SAID = "rating_change_said"


def part(found: ReleasedProfile, of: Round, school: str) -> None:
    """The levels in a table, folded away; not of a school that rated itself more than once."""
    if words := st.session_state.pop(_SAID, ""):
        st.success(words, icon=":material/check_circle:")
    if any("several_ratings" in cell.flags for cell in found.items):
        st.caption(
            "This school has more than one rating of an indicator in this round, so they cannot be changed here. Delete the "
            "round on the Data page and enter the ratings again."
        )
        return
    box = st.expander("Change the ratings", icon=":material/edit:", key="rating_change", on_change="rerun")
    if not box.open:
        return
    with box:
        st.caption("The ratings as they are now stay in the store as an earlier data set of this round.")
        now = {cell.item: int(cell.median) for cell in found.items if cell.median is not None}
        levels = level_editor(found.framework, now, key=f"rating_change_{of.id}_{school}_{of.version}")
        if st.button("Save the ratings", type="primary", key=f"rating_change_save_{of.id}_{school}"):
            if levels == now:
                st.info("Nothing was changed.", icon=":material/info:")
                return
            with saying_what_went_wrong():
                items = [item.id for item in found.framework.items]
                state.store().ratings.give(
                    state.viewer(), of.id, school, levels, group=THE_SCHOOL, items=items, version=of.version
                )
                st.session_state[_SAID] = "Saved. The page shows the ratings as they are now."
                st.rerun()
