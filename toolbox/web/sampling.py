"""The invented sample hub, as a visitor meets it: marked as invented, put away, brought back."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from toolbox.model import Round
from toolbox.web import navigation, released, state


def _put_away() -> None:
    from toolbox import sample

    sample.put_away(state.store(), state.viewer())
    released.forget()
    st.toast("The invented sample is put away. You can bring it back on the Data page.")


def bring_back_button(*, key: str, type: str = "secondary") -> None:
    """A button that loads the sample hub again and shows the page anew."""
    if st.button("Bring back the invented sample", icon=":material/science:", key=key, type=type):
        from toolbox import sample

        with st.spinner("Loading the invented sample …"):
            sample.load(state.store(), state.viewer())
        st.rerun()


def banner(found: Iterable[Round], *, page: str) -> None:
    """Say that sample rounds are invented, with a button that puts them away; nothing where there are none."""
    invented = [each for each in found if each.sample]
    if not invented:
        return
    with st.container(border=True, key=f"{page}_sample"):
        words, button = st.columns([4, 1], vertical_alignment="center")
        words.markdown(
            ":material/science: **Invented sample.** These schools and people do not exist; they are here so that you "
            "can look around before you upload anything."
        )
        if button.button("Put the sample away", key=f"{page}_put_away", width="stretch"):
            _put_away()
            st.rerun()


def badge(found: Iterable[Round]) -> None:
    """A small mark on result pages, so that a printed sample page is never taken for a real school."""
    if any(each.sample for each in found):
        st.badge("Invented sample", icon=":material/science:", color="orange")


def rounds_or_stop(*, least: int = 1, doing: str) -> tuple[Round, ...]:
    """Every round in view; where there are fewer than ``least``, say what to do and end the page.

    Args:
        doing: what the page would show, to complete "To see …,".
    """
    found = state.rounds()
    if len(found) >= least:
        return found
    missing = "there is no round yet" if not found else "there is one round so far and it takes two"
    with st.container(border=True, key="nothing_yet"):
        st.header("Nothing to show yet", anchor=False)
        st.markdown(
            f"To see {doing}, upload an export of your survey: {missing}. A *round* is one time you asked the survey, "
            "for example “autumn 2025”. CSV and Excel files from LimeSurvey, Google Forms, Microsoft Forms, Qualtrics "
            "and SurveyMonkey are read as they come."
        )
        with st.container(horizontal=True):
            if st.button("Upload an export", type="primary", icon=":material/upload_file:", key="to_upload"):
                st.switch_page(navigation.path("upload"))
            if not any(each.sample for each in found):
                bring_back_button(key="bring_back")
    st.stop()
