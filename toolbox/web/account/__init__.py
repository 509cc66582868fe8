"""The Data page's account of what has been shown: the rules in force, what each hid, and every release."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from toolbox.model import Round
from toolbox.web import state
from toolbox.web.account import hidden, releases, rules
from toolbox.web.account.hidden import waiting

__all__ = ["left_behind", "of_round", "waiting", "whole"]


def of_round(chosen: Round) -> None:
    """What is hidden of one round, and why."""
    st.subheader("What is hidden of this round", anchor=False)
    hidden.part(chosen)


def whole(found: Sequence[Round]) -> None:
    """The rules, then what has left."""
    st.header("What has been shown, and under which rule", anchor="shown")
    st.markdown(
        "Every number is written down before it leaves this store: what, when, to which role, under which rule. So a later page or "
        "file never gives away what an earlier one hid."
    )
    rules.part()
    with st.expander("What has been shown", icon=":material/history:", key="account_ledger", on_change="rerun") as look:
        if look.open:
            releases.part(found)
    st.caption(
        "The ledger stays when a round is deleted: what was taken away cannot be taken back. It holds no answers. Of a deleted round "
        "that was shown it keeps how many people of each school and group answered each question, and a check number of each, so "
        "that the same file uploaded once more gives no few people away."
    )


def left_behind() -> None:
    """The same where no round is kept any more, but something of one has left."""
    if state.store().ledger.releases(state.viewer(), per=1).of:
        whole(())
