"""Whether the codes of a file occur in the round before: said while the file, and so its column, is still at hand."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from toolbox.linking import link
from toolbox.model import Averages, Round
from toolbox.web import state
from toolbox.web.mapping.draft import Draft
from toolbox.web.mapping.results import Made
from toolbox.web.plain import plain


def show(draft: Draft, found: Made, others: Iterable[Round]) -> None:
    """Warn where no code of the file occurs in the latest other round of the same schools and groups."""
    here = set(found.answers.schools), set(found.answers.groups)
    meeting = [each for each in others if here[0] & set(each.schools) and here[1] & set(each.groups)]
    if not meeting or not (found.answers.person != "").any():
        return
    other = meeting[-1]
    key = f"upload_{draft.key}_codes"
    if key not in st.session_state or st.session_state[key][:2] != (found, other.sha256):
        before = state.store().answers(state.viewer(), other.id)
        links = None if isinstance(before, Averages) else link(before, found.answers)
        nobody = links is not None and bool(links.keyed_before) and not len(links)
        st.session_state[key] = (found, other.sha256, nobody)
    if st.session_state[key][2]:
        st.warning(no_code_matches(other.name, found.examples), icon=":material/link_off:")


def no_code_matches(round_name: str, examples: tuple[str, ...]) -> str:
    """The warning; codes of this file may be shown to who has it, those of the other round are not kept.

    Example:
        >>> no_code_matches("Autumn 2025", ("a73k",))
        'No code of this file occurs in “Autumn 2025”. Examples from this file, as they are compared: a73k. The codes of “Autumn 2025” are kept as pseudonyms only, so they cannot be shown. Is the code in another column?'
    """
    shown = plain(", ".join(examples))
    named = f"“{plain(round_name)}”"
    return (
        f"No code of this file occurs in {named}."
        + (f" Examples from this file, as they are compared: {shown}." if shown else "")
        + f" The codes of {named} are kept as pseudonyms only, so they cannot be shown. Is the code in another column?"
    )
