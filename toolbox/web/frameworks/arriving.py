"""A framework out of a file of one's own, put on the shelf."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from toolbox.frameworks import TEMPLATE, changed, check_descent, parse, shipped
from toolbox.model import Framework, ToolboxError
from toolbox.web import released, state
from toolbox.web.frameworks import session, words
from toolbox.web.plain import plain
from toolbox.web.refusals import saying_what_went_wrong

_TURN = "frameworks_file_turn"


def offer() -> None:
    """The two ways to a framework of one's own: make it here, or bring a file."""
    st.button(
        "Make a framework", type="primary", icon=":material/add:", key="frameworks_begin", on_click=session.begin,
        args=(None, "new"),
    )  # fmt: skip
    with st.expander("Bring a framework as a file", icon=":material/upload_file:", key="frameworks_bring"):
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
        known = state.frameworks()
        _refuse_shipped(made.id)
        _refuse_false_descent(made, known)
        older = known.get(made.id)
        st.markdown(f"**{plain(made.name)}**: {words.kind(made).lower()}, {words.size(made)}.")
        meant = older is None or _meant(older, made, key=f"frameworks_file_{turn}_corrected")
        if not st.button("Keep this framework", type="primary", key=f"frameworks_file_{turn}_keep", disabled=not meant):
            return
        state.store().save_framework(state.viewer(), made, seen=older)
        released.forget()
        st.session_state[_TURN] = turn + 1
        session.end(made)
        st.rerun()


def _meant(older: Framework, made: Framework, *, key: str) -> bool:
    """Whether what rounds would show otherwise may take the older one's place; what they would lose the store refuses."""
    if not any(each.framework == older.id for each in state.rounds()):
        return True
    told = changed(older, made)
    if told.lost or not told.altered:
        return True
    listed = "\n".join(f"- {plain(sentence)}" for sentence in told.altered[:12])
    st.warning(f"**Rounds read so far would show this from now on**\n\n{listed}", icon=":material/info:")
    return st.checkbox("These are corrections: the people who answered were asked this.", key=key)


def _refuse_false_descent(made: Framework, known: Mapping[str, Framework]) -> None:
    """A version must speak truly of the one it follows, where that one is here."""
    wrong = list(check_descent(made, known[made.follows])) if made.follows in known else []
    if wrong:
        raise ToolboxError(
            "framework_rule",
            f'This framework says that it follows "{made.follows}", but: {"; ".join(wrong[:5])}. Correct these ids and '
            "bring the file again.",
        )


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
