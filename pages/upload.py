"""Upload: from a survey's export to a saved round."""

import streamlit as st

from toolbox.web.mapping import flow

st.title("Upload answers", anchor=False)
st.markdown("Drop the export of your survey tool. You check what was recognised, then save it as a round.")
flow.walk()
