"""What is kept here, where did it come from, what was left out, and how does it go away?"""

import streamlit as st

from toolbox.web import account, keeping, log, sampling, schools, state

st.title("What is kept here", anchor=False)

keeping.said_before()
rounds = state.rounds()
sampling.banner(rounds, page="data")
if not any(each.sample for each in rounds):
    sampling.bring_back_button(key="data_bring_back")
if rounds:
    keeping.overview(rounds)
else:
    account.left_behind()
    keeping.no_rounds()
schools.facts_part()
log.parts(state.viewer())
if not rounds:
    st.stop()
chosen = keeping.look_closer(rounds)
keeping.sources(chosen)
account.of_round(chosen)
keeping.rename(chosen)
keeping.invited(chosen)
keeping.recipe(chosen)
keeping.delete(chosen)
account.whole(rounds)
