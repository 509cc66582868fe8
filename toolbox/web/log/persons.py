"""Codes of persons, typed where nobody chooses them from a list: they become pseudonyms at once and are not kept."""

from __future__ import annotations

import re

import streamlit as st

from toolbox.reading.pseudonyms import Pseudonyms
from toolbox.web import state

#: What stands between two codes.
_BETWEEN = re.compile(r"[,;\n\t]+")
HELP = (
    "The codes they give in the survey, with commas between. They are replaced by pseudonyms before anything is kept."
)

HELP_ONE = "The code given in the survey. It is replaced by a pseudonym at once."


def one_of(typed: str) -> str:
    """The one person of a field; "" where it is empty, or where it cannot be one, which is said."""
    found = pseudonyms_of(typed)
    if len(found) > 1:
        st.error("One code at a time: there are several in this field.", icon=":material/error:")
    elif typed.strip() and not found:
        st.error("That is no personal code. Write the code of the survey.", icon=":material/error:")
    return found[0] if len(found) == 1 else ""


def pseudonyms_of(typed: str) -> tuple[str, ...]:
    """The persons of a field, each once, sorted; what cannot be a code ("none") is nobody."""
    pieces = [" ".join(piece.split()) for piece in _BETWEEN.split(typed)]
    if not any(pieces):
        return ()
    pseudonym = Pseudonyms(state.store().pseudonym_key())
    return tuple(sorted({pseudonym(piece) for piece in pieces if piece} - {""}))
