"""The summary a mentor leaves behind at a school, as PDF and as Word document, each built when somebody clicks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from toolbox.reports.leave_behind import leave_behind
from toolbox.reports.one_page import OnePage, one_page, pdf, word
from toolbox.web import noting, state
from toolbox.web.mentees import asked, one_school
from toolbox.web.mentees.whose import Chosen
from toolbox.web.plain import file_name
from toolbox.web.school.report import DOCX


def part(closer: one_school.Closer, chosen: Chosen) -> None:
    """The two files, where the school has a profile they can be made of."""
    st.subheader("A summary to leave behind", anchor=False)
    if closer.last is None:
        st.markdown(
            "Once the school has answered in a round, its profile and what was given fit on one sheet of paper."
        )
        return
    st.markdown(
        "One sheet of paper for the school: what was given, where it stands, what moved, its next steps, what you suggest. No note "
        "and no person is in it."
    )
    school, last = closer.card.school, closer.last.id

    def page(name: str) -> OnePage:
        # A mentor is told who came to own sessions; a paper that stays behind is for everybody there.
        with state.seen_as(replace(chosen.viewer, person="")), noting.as_file(name):
            return made(school, last, chosen)

    with st.container(horizontal=True, key="mentees_files"):
        _button("PDF", "pdf", "application/pdf", lambda name: pdf(page(name))[0], school)
        _button("Word", "docx", DOCX, lambda name: word(pdf(page(name))[1]), school)


def made(school: str, last: str, chosen: Chosen) -> OnePage:
    """The summary, asked of the store anew for who looks now."""
    cards = asked.mentee_cards(chosen.schools, chosen.today, chosen.limits)
    card = next(each for each in cards if each.school == school)
    rounds = [each for each in state.rounds() if school in each.schools]
    of = next(each for each in rounds if each.id == last)
    closer = one_school.closer_of(card, rounds, of)
    steps = [step for step in card.steps if step.framework == closer.profile.framework.id]
    page = one_page(closer.profile, change=closer.change, steps=steps, invented=of.sample)
    return leave_behind(page, card, chosen.today)


def _button(label: str, ending: str, mime: str, make: Callable[[str], bytes], school: str) -> None:
    name = f"{file_name(school, 'mentoring')}.{ending}"
    st.download_button(
        label, data=lambda: make(name), file_name=name, mime=mime, on_click="ignore", icon=":material/download:",
        key=f"mentees_file_{ending}", type="primary" if ending == "pdf" else "secondary",
    )  # fmt: skip
