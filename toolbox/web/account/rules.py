"""The rules in force in plain words, and raising the least numbers. Nobody can lower them below the floor."""

from __future__ import annotations

import streamlit as st

from toolbox.disclosure.minimums import MOST, set_minimums
from toolbox.model import Policy
from toolbox.web import noting, released, state
from toolbox.web.plain import plain
from toolbox.web.refusals import saying_what_went_wrong
from toolbox.wording.ledger import rules_in_words

_SAID = "account_said"


def part() -> None:
    """The sentences, and a form folded away."""
    by = noting.policy()
    if words := st.session_state.pop(_SAID, ""):
        st.success(words, icon=":material/check_circle:")
    st.markdown("\n".join(f"- {plain(rule)}" for rule in rules_in_words(by)))
    if state.viewer().schools is None:
        _raise(by)


def _raise(by: Policy) -> None:
    floor = Policy()
    with (
        st.expander("Protect more: raise the least numbers", icon=":material/shield:", key="account_raise"),
        st.form("account_minimums", border=False),
    ):
        st.markdown(
            "They hold for every page, file and shell job of this store, from the next look on. They can be raised, and set back as "
            f"far as {floor.min_n}, {floor.min_bands} and {floor.min_distribution}, never below."
        )
        places = st.columns(3)
        asked = [
            place.number_input(label, min_value=least, max_value=MOST, value=now, step=1, key=f"account_{name}")
            for place, label, least, now, name in zip(
                places,
                ("People behind an average", "Behind its spread and interval", "Behind every option"),
                (floor.min_n, floor.min_bands, floor.min_distribution),
                (by.min_n, by.min_bands, by.min_distribution),
                ("min_n", "min_bands", "min_distribution"),
                strict=True,
            )
        ]
        if st.form_submit_button("Keep these numbers", key="account_minimums_save"):
            with saying_what_went_wrong():
                now = set_minimums(state.store(), state.viewer(), *(int(each) for each in asked))
                released.forget()
                st.session_state[_SAID] = (
                    f"Kept: at least {now.min_n} people behind an average, {now.min_bands} behind its spread, {now.min_distribution} "
                    "behind every option."
                )
                st.rerun()
