"""What is the evidence, exactly, to take away?"""

from functools import partial

import streamlit as st

from toolbox.web import choosing, desk, dose, evaluated, offering, released, sampling, showing
from toolbox.wording import profile_sentences

st.title("Evaluation tables", anchor=False)
rounds = sampling.rounds_or_stop(doing="the evaluation tables")

kind = choosing.pick_kind(rounds, page="tables")
if kind == "evaluation":
    chosen = desk.choose(rounds)
    made = evaluated.evaluation(chosen.ids, chosen.plan)
    blocks = evaluated.evaluation_tables(chosen.ids, chosen.plan)
    showing.scope_of_evaluation(made, chosen.rounds)
    desk.take_away(chosen)
    desk.contents(made, blocks)
    desk.every_block(chosen, made, blocks)
elif kind == "change":
    pair = choosing.school_and_two_rounds(rounds, page="tables")
    compared = released.comparison(pair.before.id, pair.after.id, pair.school)
    showing.scope_of_change(compared, (pair.before, pair.after))
    given = partial(dose.tables_of, pair.before, pair.after, pair.school)
    offering.change_tables(pair.before.id, pair.after.id, pair.school, compared, more=given)
else:
    asked = choosing.school_and_round(rounds, page="tables")
    found = released.profile(asked.round.id, asked.school)
    showing.scope_of_profile(found, asked.round, profile_sentences(found)[0])
    offering.profile_tables(asked.round.id, asked.school, found)
