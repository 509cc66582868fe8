"""How are a mentor's own schools doing: who was met, who went silent, what moved, what next?"""

import streamlit as st

from toolbox.web import state
from toolbox.web.log import form
from toolbox.web.mentees import asked, files, leave_behind, one_school, overview, single, whose

st.title("A mentor's schools", anchor=False)
chosen = whose.choose_or_stop()
with state.seen_as(chosen.viewer):
    form.part(state.viewer(), chosen.schools)
    found = asked.mentee_cards(chosen.schools, chosen.today, chosen.limits)
    overview.part(found, chosen)
    files.part(found, chosen)
    closer = one_school.choose(found)
    one_school.timeline(closer)
    one_school.profile(closer)
    one_school.focus(closer)
    leave_behind.part(closer, chosen)
    single.part(closer)
