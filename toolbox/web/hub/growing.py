"""Growth by month and wave, schools that became another type, clusters side by side."""

from __future__ import annotations

import streamlit as st

from toolbox import charts
from toolbox.disclosure.hubs import ReleasedHub
from toolbox.disclosure.words import amount, hidden
from toolbox.web import showing
from toolbox.web.plain import plain
from toolbox.wording.growing import (
    cluster_sentence,
    growth_alt,
    growth_sentence,
    month,
    transition_sentences,
    types_words,
)

WHAT = {"schools": "Schools", "teachers": "Teachers", "sessions": "Sessions"}
#: Transitions said one by one; more are folded away.
MOST_SAID = 8


def growth(found: ReleasedHub) -> None:
    """One chart, its words and its numbers."""
    st.header("Growth by wave", anchor=False)
    if not found.growth:
        st.markdown("Nothing to draw yet: no school was reached by that day, as far as is written down.")
        return
    st.markdown(plain(growth_sentence(found)))
    what = (
        st.segmented_control("Show", list(WHAT), default="schools", format_func=WHAT.get, key="hub_growth") or "schools"
    )
    if what == "teachers":
        st.caption("Teachers are counted in lots, so that no step of the line tells of a few.")
    if all(getattr(each, what) is None for each in found.growth):
        st.markdown(plain(hidden("few_persons", found.policy).capitalize() + "."))
    else:
        showing.chart(found, "growth", what, lambda dark: charts.growth(found, what, dark), growth_alt(found, what))
    rows = [
        {
            "Month": month(each.month),
            "Wave": plain(each.wave) or "all, each once",
            "Schools": amount(each.schools),
            "Teachers": plain(hidden("few_persons", found.policy)) if each.teachers is None else amount(each.teachers),
            "Sessions": amount(each.sessions),
            "Hours": amount(each.hours),
        }
        for each in found.growth
    ]
    showing.numbers(rows, "Reached by the end of each month, by wave", key="hub_growth_numbers")


def transitions(found: ReleasedHub) -> None:
    """Schools that became another type, with their days."""
    st.header("Schools that became another type", anchor=False)
    said = transition_sentences(found)
    st.markdown("  \n".join(plain(each) for each in said[:MOST_SAID]))
    if found.transitions:
        st.caption(plain(types_words()))
    if len(said) > MOST_SAID:
        with st.expander(f"{len(said) - MOST_SAID:,} more", key="hub_transitions_more"):
            st.markdown("  \n".join(plain(each) for each in said[MOST_SAID:]))


def clusters(found: ReleasedHub) -> None:
    """Clusters that work alike, with how many there are."""
    st.header("Clusters side by side", anchor=False)
    st.markdown(plain(cluster_sentence(found)))
    for by, heading in (("model", "By model"), ("incentive", "By incentive")):
        kinds = [each for each in found.clusters if each.by == by]
        if not kinds:
            continue
        st.subheader(heading, anchor=False)
        showing.table([_kind(each, found) for each in kinds], f"Clusters {heading.lower()}")


def _kind(each, found: ReleasedHub) -> dict[str, str]:
    why = hidden(each.hidden, found.policy) if each.hidden else ""
    share, hours = each.reached_per_cent, each.hours_per_teacher
    return {
        "Kind": plain(each.name or "not written down"),
        "Clusters": amount(each.clusters),
        "Mentee schools": amount(each.schools),
        "Hours per teacher": plain(why or ("not known" if hours is None else f"{hours:.1f}")),
        "Teachers reached": plain(why or ("not known" if share is None else f"about {share} %")),
        "Silent clusters": amount(each.silent),
    }
