"""Which question is yours, which file does it need, and what is loaded?"""

import streamlit as st

from toolbox.web import doors, sampling, state

st.title("Learning Analytics Toolbox", anchor=False)
st.markdown(
    "From the survey exports you already have: where your school stands, how leaders, teachers and pupils see it, "
    "and what changed between two rounds."
)

rounds = state.rounds()
doors.first_step(rounds)
sampling.banner(rounds, page="start")
doors.at_a_glance(rounds)

st.header("Which question is yours?", anchor=False)
doors.three_doors()
doors.promise()
