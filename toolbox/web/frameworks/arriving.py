"""A framework out of a file of one's own, put on the shelf."""

from __future__ import annotations

import streamlit as st

from toolbox.frameworks import TEMPLATE, parse, shipped
from toolbox.model import ToolboxError
from toolbox.web import released, state
from toolbox.web.frameworks import session
from toolbox.web.plain import plain
from toolbox.web.refusals import saying_what_went_wrong

_TURN = "frameworks_file_turn"


def offer() -> None:
    """The two ways to a framework of one's own: make it here, or bring a file."""
    with st.container(horizontal=True, key="frameworks_ways"):
        st.button(
            "Make a framework",
            type="primary",
            icon=":material/add:",
            key="frameworks_begin",
            on_click=session.begin,
            args=(None, "new"),
        )
        with st.popover("Bring a file", icon=":material/upload_file:"):
            _file()


def _file() -> None:
    turn = st.session_state.get(_TURN, 0)
    file = st.file_uploader("A framework as TOML", type=["toml"], key=f"frameworks_file_{turn}", max_upload_size=1)
    st.download_button(
        "Download one to start from",
        TEMPLATE,
        file_name="own-framework.toml",
        mime="text/plain",
        on_click="ignore",
        icon=":material/download:",
        key="frameworks_template",
    )
    if file is None:
        return
    with saying_what_went_wrong():
        made = parse(_text(file.name, file.getvalue()))
        _refuse_shipped(made.id)
        state.store().save_framework(state.viewer(), made)
        released.forget()
        st.session_state[_TURN] = turn + 1
        session.end(made)
        st.rerun()


def _text(name: str, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ToolboxError("not_text", f"“{plain(name)}” is not a text file in UTF-8. Choose a TOML file.") from None


def _refuse_shipped(id: str) -> None:
    if any(each.id == id for each in shipped()):
        raise ToolboxError(
            "framework_id_taken",
            f'"{id}" is the id of a framework that comes with the toolbox. Give yours another id, for example with '
            "your school's name in it, and bring the file again.",
        )
