"""What do answers mean: which frameworks are there, what do they measure, and how do I make my own?"""

import streamlit as st

from toolbox.web import state
from toolbox.web.frameworks import arriving, catalogue, making, session

st.title("What answers mean", anchor=False)

session.said_before()
made = session.making()
if made is not None:
    making.show(made)
else:
    st.markdown(
        "A framework says what is asked, in which areas, and on which scale. Everything here is read from a file you can "
        "download; what was not read in a source is named as not confirmed."
    )
    arriving.offer()
    catalogue.show(state.frameworks(), state.rounds())
