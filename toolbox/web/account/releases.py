"""What has left: the ledger a page at a time, filtered, as a file, and pruned."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd
import streamlit as st

from toolbox import reports, tables
from toolbox.model import Round
from toolbox.web import choosing, noting, state
from toolbox.web.choosing import day
from toolbox.web.plain import plain
from toolbox.web.refusals import saying_what_went_wrong
from toolbox.wording.ledger import HOW, WHAT, release_line

PER_PAGE = 10
_ALL = "all"
_SAID = "account_pruned"


def part(found: Sequence[Round]) -> None:
    """Filters, one page of rows, the file."""
    if words := st.session_state.pop(_SAID, ""):
        st.success(words, icon=":material/check_circle:")
    store, viewer = state.store(), state.viewer()
    names = choosing.labels(found)
    left, middle, right = st.columns([2, 1, 1])
    of = left.selectbox("Round", ["", *names], format_func=lambda id: names.get(id, "Every round"), key="account_round")
    what = middle.selectbox(
        "What", [_ALL, *WHAT], format_func=lambda each: WHAT.get(each, "Everything"), key="account_what"
    )
    how = right.selectbox(
        "How", [_ALL, *HOW], format_func=lambda each: HOW.get(each, "Every way").capitalize(), key="account_how"
    )
    asked = {"round": of, "what": "" if what == _ALL else what, "how": "" if how == _ALL else how}
    total = store.ledger.releases(viewer, **asked, per=1).of
    if not total:
        st.markdown("Nothing of this has been shown yet.")
        return
    pages = -(-total // PER_PAGE)
    page = st.pagination(pages, key="account_page") if pages > 1 else 1
    here = store.ledger.releases(viewer, **asked, page=min(page or 1, pages), per=PER_PAGE)
    rows = [
        {name: plain(value) for name, value in release_line(each, names, noting.policy()).items()}
        for each in here.releases
    ]
    st.table(pd.DataFrame(rows), hide_index=True, border="horizontal", alt="What was shown, latest first")
    st.caption(
        f"{total:,} {'entry' if total == 1 else 'entries'}, latest first, times in UTC. No entry holds an answer or a number."
    )
    with st.container(horizontal=True, key="account_files"):
        st.download_button(
            "The ledger (CSV)",
            data=lambda: reports.csv(tables.ledger_table(store.ledger.releases(viewer, **asked, per=0).releases, names)),
            file_name="ledger.csv", mime="text/csv", on_click="ignore", icon=":material/download:", key="account_csv",
        )  # fmt: skip
    _prune()


def _prune() -> None:
    """Entries of long ago; what the gate needs of them stays."""
    if state.viewer().schools is not None:
        return
    with (
        st.expander("Forget entries of long ago", icon=":material/auto_delete:", key="account_prune"),
        st.form("account_prune_form", border=False),
    ):
        st.markdown(
            "The ledger may be pruned. Which states of a round were shown is kept apart from it, so that late answers stay protected."
        )
        today = date.today()
        before = st.date_input(
            "Forget what was last shown before", value=date(today.year - 2, today.month, 1), max_value=today,
            format="YYYY-MM-DD", key="account_prune_before",
        )  # fmt: skip
        if st.form_submit_button("Forget these entries", key="account_prune_now"):
            with saying_what_went_wrong():
                gone = state.store().ledger.prune(state.viewer(), before)
                st.session_state[_SAID] = (
                    f"{gone:,} {'entry' if gone == 1 else 'entries'} from before {day(before)} forgotten."
                )
                st.rerun()
