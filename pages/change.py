"""What changed between two rounds, and how sure can one be?"""

from functools import partial

import streamlit as st

from toolbox.web import (
    account,
    beside,
    choosing,
    dose,
    following,
    leaving,
    offering,
    released,
    sampling,
    showing,
    starting,
)
from toolbox.wording import change_sentences

st.title("What changed between two rounds", anchor=False)
rounds = sampling.rounds_or_stop(least=2, doing="what changed")

asked = choosing.school_and_two_rounds(rounds, page="change")
found = released.comparison(asked.before.id, asked.after.id, asked.school)

showing.scope_of_change(found, (asked.before, asked.after))
showing.funnel(found)
showing.sentences(change_sentences(found))
account.waiting(asked.school, asked.before, asked.after)
showing.changes(found)
showing.left_out(found)
beside.waiting_schools(found, asked.before, asked.after)
leaving.who_left(found)
starting.by_start(found)
dose.parts(found, asked.before, asked.after, asked.school)
following.followed(found)
following.nearly(found, asked.before.id, asked.after.id, asked.school)
given = partial(dose.tables_of, asked.before, asked.after, asked.school)
offering.change_files(asked.before.id, asked.after.id, asked.school, found, more=given)
