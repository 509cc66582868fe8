"""Whom have we reached against target, what should somebody see to, and what may be claimed?"""

import streamlit as st

from toolbox.web import sampling, state
from toolbox.web.hub import asking, cards, choosing, growing, hand, indicator_files, kinds, sheet

st.title("The hub", anchor=False)
sampling.badge(state.rounds())

asked = choosing.part()
choosing.about(asked.programme)
found = asking.hub(asked)

cards.sentences(found)
cards.to_do(found)
cards.indicators(found)
growing.growth(found)
growing.transitions(found)
growing.clusters(found)
kinds.part(asked)
hand.part(asked)
indicator_files.part(asked)
sheet.part(asked)
