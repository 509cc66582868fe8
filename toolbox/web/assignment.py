"""Who chose the mentored schools, how, and when: asked once, kept for the hub, printed before any comparison."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from toolbox.model import Round
from toolbox.web import state
from toolbox.web.refusals import saying_what_went_wrong

SETTING = "assignment"
#: Long enough for a careful paragraph.
LONGEST = 2000


@dataclass(frozen=True, kw_only=True)
class Assignment:
    """How schools came to be mentored."""

    text: str = ""
    at_random: bool = False


def assignment(rounds: Sequence[Round]) -> Assignment:
    """What the hub wrote down; of the invented sample alone, what its makers did."""
    kept = state.store().setting(state.viewer(), SETTING)
    if kept:
        return Assignment(text=kept["text"], at_random=kept["at_random"])
    if rounds and all(each.sample for each in rounds):
        from toolbox.sample import ASSIGNMENT

        return Assignment(text=ASSIGNMENT)
    return Assignment()


def _keep(key: str) -> None:
    """Runs when either field changes, before the page does."""
    said = Assignment(
        text=str(st.session_state[f"{key}_text"]).strip()[:LONGEST], at_random=bool(st.session_state[f"{key}_random"])
    )
    with saying_what_went_wrong():
        state.store().set_setting(state.viewer(), SETTING, {"text": said.text, "at_random": said.at_random})


def ask(rounds: Sequence[Round], *, key: str) -> Assignment:
    """The two fields; what is written is kept for the whole hub."""
    known = assignment(rounds)
    text = st.text_area(
        "Who chose the mentored schools, how, and when?",
        value=known.text,
        max_chars=LONGEST,
        height=80,
        placeholder="For example: schools applied; the hub let those begin first that had time for a mentor; nothing was drawn by lot.",
        help="Printed before every comparison of mentored and waiting schools. Without it none is made.",
        key=f"{key}_text",
        on_change=_keep,
        args=(key,),
    )
    at_random = st.checkbox(
        "The mentored schools were drawn by lot",
        value=known.at_random,
        key=f"{key}_random",
        on_change=_keep,
        args=(key,),
    )
    return Assignment(text=text.strip(), at_random=at_random)
