"""The script every visit runs: page settings, navigation, then the page asked for."""

from pathlib import Path

import streamlit as st

from toolbox.web import look, navigation, state
from toolbox.web.refusals import saying_what_went_wrong

ICON = Path(__file__).with_name("static") / "icon.svg"

st.set_page_config(page_title="Learning Analytics Toolbox", page_icon=str(ICON), layout="wide")
st.logo(str(ICON), size="large")
page = st.navigation(navigation.pages(), position="top")

st.html(look.STYLE)
with st.container(horizontal_alignment="center"), st.container(width=1040, key="page"):
    with saying_what_went_wrong():
        state.store()
        page.run()
    st.html(navigation.LANGUAGE, unsafe_allow_javascript=True)
    st.html(navigation.ONE_STEP_A_PAGE, unsafe_allow_javascript=True)
