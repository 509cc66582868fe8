"""Upload: from a survey's export to a saved round."""

import streamlit as st

from toolbox.web.mapping import flow

st.title("Upload answers", anchor=False)
flow.walk()
