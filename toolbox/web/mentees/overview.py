"""The mentees together: up to three sentences, who went silent by which rule, and a card for each school."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from toolbox.disclosure.mentees import ReleasedCard
from toolbox.web import sampling, showing, state
from toolbox.web.mentees.whose import Chosen
from toolbox.web.plain import plain
from toolbox.wording.mentees import card_lines, mentee_sentences, next_words, reached_rule, silence_words

#: What begins each line of a card says what it is about, so a reader finds it without reading all.
ICONS = {
    "Phase": ":material/flag:",
    "Last contact": ":material/event:",
    "Sessions held": ":material/groups:",
    "Hours given": ":material/schedule:",
    "Hours per teacher": ":material/person:",
    "Teachers reached": ":material/how_to_reg:",
    "Active persons": ":material/monitoring:",
    "Activity": ":material/monitoring:",
    "Working on": ":material/target:",
}


def part(found: Sequence[ReleasedCard], chosen: Chosen) -> None:
    """Sentences, silences, cards."""
    with st.container(key="scope", gap="xsmall"):
        st.header(plain(chosen.mentor), anchor=False)
        sampling.badge([each for each in state.rounds() if chosen.mentor in each.schools])
    showing.sentences(mentee_sentences(found, chosen.mentor, chosen.today, chosen.limits.session_days))
    silent = [card for card in found if card.silences]
    if silent:
        with st.container(key="mentees_silences"):
            for card in silent:
                words = "  \n".join(plain(silence_words(each)) for each in card.silences)
                st.warning(words, icon=":material/notifications_off:")
    st.header("School by school", anchor=False)
    for card in found:
        _card(card)
    st.caption(plain(reached_rule()))


def _card(card: ReleasedCard) -> None:
    with st.container(border=True, key=f"mentee_{card.school}", gap="small"):
        with st.container(horizontal=True, vertical_alignment="center", key=f"mentee_head_{card.school}"):
            st.subheader(plain(card.school), anchor=False, width="content")
            if card.silences:
                st.badge("Silent", icon=":material/notifications_off:", color="orange")
            if card.cluster:
                st.caption(plain(card.cluster), width="content")
        st.markdown("  \n".join(_line(each) for each in card_lines(card, areas_of(card))))
        st.markdown(f":material/arrow_forward: **Suggested next:** {plain(next_words(card))}")


def _line(words: str) -> str:
    icon = next((icon for begins, icon in ICONS.items() if words.startswith(begins)), ":material/info:")
    return f"{icon} {plain(words)}"


def areas_of(card: ReleasedCard) -> tuple[str, ...]:
    """The areas the open steps of a school are about, by name."""
    known = state.frameworks()
    found = []
    for step in card.steps:
        areas = known[step.framework].areas if step.framework in known else ()
        found.append(next((each.name for each in areas if each.id == step.area), step.area))
    return tuple(dict.fromkeys(f"“{name}”" for name in found))
