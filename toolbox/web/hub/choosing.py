"""Which programme, and as of which day."""

from __future__ import annotations

import streamlit as st

from toolbox.indicators import presets
from toolbox.model import Programme
from toolbox.web import looked_from, state
from toolbox.web.hub.asking import Asked
from toolbox.web.plain import plain

#: What is chosen is kept when the file is saved under the same id.
WHICH, AS_OF = "hub_programme", "hub_as_of"


def part() -> Asked:
    """The programme and the day a visitor picks: what is kept here first, then the presets."""
    kept = state.store().indicators.programmes(state.viewer())
    offered = {each.id: each for each in kept}
    for each in presets():
        offered.setdefault(each.id, each)
    mine = {each.id for each in kept}
    which, when = st.columns([2, 1])
    chosen = which.selectbox(
        "Programme", list(offered), key=WHICH, persist_state="session",
        format_func=lambda id: offered[id].name if id in mine else f"{offered[id].name} (preset)",
    )  # fmt: skip
    with when:
        day = looked_from.pick("As of", key=AS_OF)
    looked_from.note(day, key=AS_OF)
    return Asked(programme=offered[chosen or next(iter(offered))], as_of=day)


def about(programme: Programme) -> None:
    """What the programme is and where its targets come from."""
    told = [each for each in (programme.about, f"Source: {programme.source}" if programme.source else "") if each]
    if told:
        st.caption(plain(" ".join(told)))
