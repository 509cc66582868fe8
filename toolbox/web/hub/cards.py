"""Sentences, what to see to, and one card an indicator: its number, its target, and how it is counted."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from toolbox.disclosure.hubs import ReleasedHub, ReleasedIndicator
from toolbox.model import ToDo
from toolbox.web import showing
from toolbox.web.plain import plain
from toolbox.wording.indicators import (
    against_target,
    card_lines,
    fraction_words,
    hub_sentences,
    number_words,
    rule,
    to_do_rule,
    to_do_words,
    unit,
    why_not,
)

#: Cards beside each other at a desk; on a telephone they stand below each other.
ABREAST = 3
#: Names said in the list; more are counted.
MOST_NAMES = 12


def sentences(found: ReleasedHub) -> None:
    """Three or four sentences before anything else."""
    showing.sentences(hub_sentences(found))


def to_do(found: ReleasedHub) -> None:
    """What somebody should see to, in words, with names and rule."""
    st.header("To see to", anchor=False)
    if not found.to_do:
        st.markdown("Nothing is on the list.")
    for each in found.to_do:
        with st.container(border=True, key=f"hub_do_{each.code}", gap="xsmall"):
            st.markdown(f"**{plain(to_do_words(each))}**")
            st.markdown(plain(_names(each)))
            st.caption(plain(to_do_rule(each)))


def _names(each: ToDo) -> str:
    more = len(each.names) - MOST_NAMES
    return ", ".join(each.names[:MOST_NAMES]) + (f" and {more:,} more" if more > 0 else "")


def indicators(found: ReleasedHub) -> None:
    """Direct ones, then indirect ones; never one sum of both."""
    direct = [each for each in found.indicators if each.indicator.direct]
    indirect = [each for each in found.indicators if not each.indicator.direct]
    st.header("Indicators against target", anchor=False)
    _cards(direct, found)
    if indirect:
        st.subheader("Reached indirectly, through colleagues", anchor=False)
        st.caption("Stands beside the numbers above and is never added to them.")
        _cards(indirect, found)


def _cards(these: Sequence[ReleasedIndicator], found: ReleasedHub) -> None:
    for start in range(0, len(these), ABREAST):
        for column, each in zip(st.columns(ABREAST), these[start : start + ABREAST], strict=False):
            with column, st.container(border=True, height="stretch", key=f"hub_card_{each.indicator.id}", gap="small"):
                _card(each, found)


def _card(each: ReleasedIndicator, found: ReleasedHub) -> None:
    st.markdown(f"**{plain(each.indicator.name)}**")
    if each.value is None:
        st.markdown(plain(why_not(each, found.policy)))
    elif each.indicator.target:
        share = min(1.0, each.value / each.indicator.target)
        st.progress(share, text=f"**{plain(against_target(each, found.policy))}**")
    else:
        st.markdown(f"**{plain(number_words(each, found.policy))}** {plain(unit(each.indicator, each.value))}")
    if told := fraction_words(each):
        st.markdown(plain(told))
    if each.stale:
        st.badge("Nothing new for 90 days", icon=":material/schedule:", color="orange")
    if not each.indicator.confirmed:
        st.badge("Target recalled", icon=":material/help:", color="orange")
    with st.expander("How it is counted", key=f"hub_how_{each.indicator.id}"):
        for line in (
            each.indicator.definition,
            f"Counting rule: {rule(each.indicator)}",
            *card_lines(each, found.policy),
        ):
            if line:
                st.markdown(plain(line))
