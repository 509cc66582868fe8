"""Where does a school stand, and where do leaders, teachers and pupils see it differently?"""

import streamlit as st

from toolbox.web import account, choosing, offering, released, sampling, showing, steps
from toolbox.web.school import (
    gaps,
    instruments,
    merging,
    next_steps,
    others,
    position,
    ratings,
    report,
    small_schools,
    unity,
)
from toolbox.web.school import rounds as over_rounds
from toolbox.wording import profile_sentences

st.title("Where a school stands", anchor=False)
rounds = sampling.rounds_or_stop(doing="where a school stands")

asked = choosing.school_and_round(rounds, page="school")
found = released.profile(asked.round.id, asked.school)

who, *findings = profile_sentences(found)

showing.scope_of_profile(found, asked.round, who)
small_schools.whose(found)
showing.sentences(findings)
account.waiting(asked.school, asked.round)
stated = position.part(found, asked.round.id)
showing.profile(found, stated)
merging.part(found, asked.round)
small_schools.part(found, asked.round)
unity.part(found)
gaps.part(found, asked, rounds)
over_rounds.part(rounds, asked.round, asked.school)
others.part(found, asked.round, asked.school)
showing.items(found, page="school", reported=others.chosen(found))
ratings.part(found, asked.round)
next_steps.part(found, asked.round.id)
instruments.part(rounds, asked.round, found)
report.part(asked.round.id, asked.school, found)
offering.profile_files(asked.round.id, asked.school, found, more=steps.table_of(found, asked.round.id))
