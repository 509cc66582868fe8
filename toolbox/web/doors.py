"""The start page's parts: the first step, what is loaded, and a door for each of three visitors."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from toolbox.model import Round
from toolbox.web import navigation, sampling, state

#: Who, the question answered, the file needed, what one leaves with, the page, the words on the button, its icon.
DOORS = (
    (
        "School head",
        "Where does my school stand, and where do leaders, teachers and pupils see it differently?",
        "One export of your survey. A column that says who answered (leader, teacher, pupil) shows the differences.",
        "A few sentences, a profile and its numbers for the staff meeting.",
        "school",
        "See a school’s profile",
        ":material/school:",
    ),
    (
        "Mentor",
        "How are the schools I accompany doing, and what changed since we began?",
        "A log of your sessions, or a list of who belongs where; for what changed, two exports of the same survey.",
        "A card, a timeline and a next step for each school, and a summary to leave behind.",
        "mentees",
        "See a mentor’s schools",
        ":material/groups:",
    ),
    (
        "Researcher",
        "What is the evidence, exactly?",
        "Two exports with a code for each person, so that their answers can be paired. Without one, the rounds are "
        "compared as two samples.",
        "Evaluation tables with a codebook, every exclusion counted.",
        "tables",
        "Get the tables",
        ":material/table_chart:",
    ),
)


def first_step(found: Sequence[Round]) -> None:
    """The one thing to do first: look at a profile where there is one, upload where there is none."""
    with st.container(horizontal=True, key="first_step"):
        if found:
            if st.button("See a school’s profile", type="primary", icon=":material/school:", key="start_school"):
                st.switch_page(navigation.path("school"))
            if st.button("Upload your own export", icon=":material/upload_file:", key="start_upload"):
                st.switch_page(navigation.path("upload"))
        else:
            if st.button("Upload your first export", type="primary", icon=":material/upload_file:", key="start_upload"):
                st.switch_page(navigation.path("upload"))
            sampling.bring_back_button(key="start_bring_back")


def at_a_glance(found: Sequence[Round]) -> None:
    """What is loaded: rounds, schools, answers, and when a file was last read."""
    read = [source.read_at for each in found for source in each.sources]
    with st.grid(4, min_column_width=150, gap="small", key="glance"):
        st.metric("Rounds", len(found), border=True)
        st.metric("Schools", len(state.schools_of(found)), border=True)
        st.metric("Answers", f"{sum(each.people for each in found):,}", border=True)
        st.metric("Last read", f"{max(read).day} {max(read):%b %y}" if read else "nothing yet", border=True)


def three_doors() -> None:
    """A card for each visitor: the question, the file it needs, what one leaves with."""
    for column, (who, question, file, leaves_with, page, words, icon) in zip(st.columns(3), DOORS, strict=True):
        with column, st.container(border=True, height="stretch", key=f"door_{page}"):
            st.markdown(f"### {icon} {who}")
            st.markdown(f"**{question}**")
            st.markdown(f"**You need:** {file}")
            st.markdown(f"**You leave with:** {leaves_with}")
            st.space("stretch")
            if st.button(words, key=f"door_{page}_open", width="stretch"):
                st.switch_page(navigation.path(page))


def promise() -> None:
    """What happens to people's answers here."""
    st.caption(
        ":material/lock: Files are read on this machine and sent nowhere. Names, e-mail addresses and the like are "
        "replaced by codes before anything is kept. A number that stands for fewer than five people is hidden, and the "
        "page says so."
    )
