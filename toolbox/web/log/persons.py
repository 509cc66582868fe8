"""Codes of persons, typed where nobody chooses them from a list: they become pseudonyms at once and are not kept."""

from __future__ import annotations

import re

from toolbox.reading.pseudonyms import Pseudonyms
from toolbox.web import state

#: What stands between two codes.
_BETWEEN = re.compile(r"[,;\n\t]+")
HELP = (
    "The codes they give in the survey, with commas between. They are replaced by pseudonyms before anything is kept."
)


def pseudonyms_of(typed: str) -> tuple[str, ...]:
    """The persons of a field, each once, sorted; what cannot be a code ("none") is nobody."""
    pieces = [" ".join(piece.split()) for piece in _BETWEEN.split(typed)]
    if not any(pieces):
        return ()
    pseudonym = Pseudonyms(state.store().pseudonym_key())
    return tuple(sorted({pseudonym(piece) for piece in pieces if piece} - {""}))
