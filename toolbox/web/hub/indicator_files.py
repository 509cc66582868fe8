"""The indicator file: looked at, taken away, brought, edited. A change that somebody else made meanwhile is not saved over."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from toolbox.indicators import programme_of, to_toml
from toolbox.model import Programme
from toolbox.web import state
from toolbox.web.hub.asking import Asked
from toolbox.web.plain import file_name, plain
from toolbox.web.refusals import saying_what_went_wrong

_SAID, _TURN = "hub_file_said", "hub_file_turn"


def part(asked: Asked) -> None:
    """Download, bring, edit."""
    st.header("Indicator file", anchor=False)
    if words := st.session_state.pop(_SAID, ""):
        st.success(words, icon=":material/check_circle:")
    programme = asked.programme
    kept = {each.id: each for each in state.store().indicators.programmes(state.viewer())}
    st.markdown(
        "A programme's targets, definitions and limits are a text file (TOML) that you can edit. "
        + (
            "This one is kept here."
            if programme.id in kept
            else "This one is a preset: it is kept here once you save it."
        )
    )
    st.download_button(
        "Download the indicator file", to_toml(programme).encode(), file_name=f"{file_name(programme.id)}.toml",
        mime="application/toml", icon=":material/download:", on_click="ignore", key="hub_file_down",
    )  # fmt: skip
    _edit(programme, kept)
    _bring(kept)
    if programme.id in kept:
        _delete(kept[programme.id])


def _edit(programme: Programme, kept: dict[str, Programme]) -> None:
    with st.expander("Edit it here", icon=":material/edit:", key="hub_file_edit"):
        turn = st.session_state.setdefault(_TURN, 0)
        opened = st.session_state.setdefault(f"hub_file_opened_{programme.id}_{turn}", programme)
        with st.form(f"hub_file_form_{programme.id}_{turn}", border=False):
            text = st.text_area("The file", to_toml(opened), height=420, key=f"hub_file_text_{programme.id}_{turn}")
            if st.form_submit_button("Check and save", type="primary", key="hub_file_save"):
                with saying_what_went_wrong():
                    made = programme_of(text.encode())
                    same = made.id == opened.id
                    _keep(replace(made, version=opened.version if same else 1), new=not same or made.id not in kept)


def _bring(kept: dict[str, Programme]) -> None:
    turn = st.session_state.setdefault(_TURN, 0)
    brought = st.file_uploader(
        "Or bring an indicator file (TOML)", type=["toml"], max_upload_size=1, key=f"hub_file_brought_{turn}"
    )
    if brought is None:
        return
    with saying_what_went_wrong():
        made = programme_of(brought.getvalue())
        there = kept.get(made.id)
        st.markdown(plain(f"{made.name}: {len(made.indicators)} indicators.") + (" It replaces the one that is kept under the same id." if there else ""))  # fmt: skip
        if st.button("Keep this file", type="primary", key="hub_file_keep"):
            _keep(replace(made, version=there.version if there else 1), new=there is None)


def _delete(programme: Programme) -> None:
    with st.expander("Delete it", icon=":material/delete:", key="hub_file_delete"):
        st.markdown("The file goes; a preset of the same id is offered again. Numbers entered by hand stay.")
        if st.button("Delete this indicator file", icon=":material/delete:", key="hub_file_delete_now"):
            with saying_what_went_wrong():
                state.store().indicators.delete(state.viewer(), programme.id, version=programme.version)
                st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
                st.session_state[_SAID] = f"Deleted: {plain(programme.name)}."
                st.rerun()


def _keep(programme: Programme, *, new: bool) -> None:
    saved = state.store().indicators.save(state.viewer(), programme, new=new)
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
    st.session_state[_SAID] = f"Kept: {plain(saved.name)}, {len(saved.indicators)} indicators."
    st.rerun()
