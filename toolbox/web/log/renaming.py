"""A school gets another name: what follows it is shown before, and everything kept about it is found under the new one."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from toolbox.model import Viewer
from toolbox.web import released, state
from toolbox.web.log import kept, names
from toolbox.web.plain import plain
from toolbox.web.refusals import saying_what_went_wrong

_TURN, _SAID = "rename_school_turn", "rename_school_said"


def part(viewer: Viewer, schools: Sequence[str]) -> None:
    """The name to change, the new one, what follows, and the button."""
    if words := st.session_state.pop(_SAID, ""):
        st.success(words, icon=":material/check_circle:")
    with st.expander("Give a school another name", icon=":material/edit:", key="rename_school"):
        turn = st.session_state.get(_TURN, 0)
        left, right = st.columns(2)
        school = left.selectbox("School", list(schools), index=None, placeholder="Choose", key=f"rename_school_{turn}")
        to = " ".join((right.text_input("New name", key=f"rename_school_to_{turn}", max_chars=200) or "").split())
        if not school or not to or to == school:
            st.caption("Choose a school and write its new name; you then see what follows.")
            return
        st.markdown("\n".join(f"- {plain(line)}" for line in follows(viewer, school, to, schools)))
        with saying_what_went_wrong():
            if st.button("Give it this name", type="primary", key=f"rename_school_do_{turn}"):
                state.store().roster.rename(viewer, school, to)
                released.forget()
                st.session_state[_TURN] = turn + 1
                st.session_state[_SAID] = f"Done: {plain(school)} is called {plain(to)} now."
                st.rerun()


def follows(viewer: Viewer, school: str, to: str, schools: Sequence[str]) -> tuple[str, ...]:
    """What is kept about a school, in lines, as it will be found under the new name."""
    store = state.store()
    rounds = [each.name for each in state.rounds() if school in each.schools]
    sessions = sum(school in (each.giver, each.receiver) for each in kept.sessions(viewer))
    members = len(store.memberships.all(viewer, school=school))
    steps = len(store.actions.of(viewer, school))
    lines = [
        f"Its answers in {_named(rounds)}" if rounds else "No answers: it is in no round",
        f"{sessions:,} mentoring session{'' if sessions == 1 else 's'}, {members:,} row{'' if members == 1 else 's'} of members, "
        f"{steps:,} next step{'' if steps == 1 else 's'}, and what the roster says",
        f"A list or log that still says “{school}” is filed under “{to}”",
    ]
    if to in schools:
        lines.insert(0, f"There is a school “{to}” already: both become one school, and that cannot be undone")
    return tuple(lines)


def _named(rounds: Sequence[str]) -> str:
    first, more = ", ".join(f"“{name}”" for name in rounds[: names.NAMED]), len(rounds) - names.NAMED
    return f"{first} and {more} more" if more > 0 else first
