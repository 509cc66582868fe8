"""What the change page says about mentored schools beside schools still waiting: only where both exist."""

from __future__ import annotations

from functools import partial

import streamlit as st

from toolbox import charts
from toolbox.disclosure import ReleasedComparison, ReleasedEvaluation
from toolbox.disclosure.words import interval, points, signed
from toolbox.model import Estimate, Plan, Round
from toolbox.web import assignment, evaluated, navigation, schools, showing
from toolbox.web.dose import asked
from toolbox.web.glance import Row
from toolbox.web.plain import plain
from toolbox.wording import dose_sentence, group_name, group_sentences, groups_alt, hidden
from toolbox.wording.groups import beside, difference_said, groups_of, start_said, too_few_schools


def waiting_schools(compared: ReleasedComparison, before: Round, after: Round) -> None:
    """Schools in which mentoring began between the rounds beside those still waiting; nothing where one kind is missing.

    Only of all schools together, and only of persons' answers: not of averages, nor of ratings schools agreed on.
    """
    facts, hours = asked.facts((before, after))
    mentored, waiting, _ = schools.counted(facts, (before, after))
    persons = compared.framework.kind != "rubric" and not any(row.why == "averages" for row in compared.areas)
    if len(compared.schools) < compared.of_schools or not mentored or not waiting or not persons:
        return
    st.header("Mentored schools beside schools still waiting", anchor=False)
    if few := too_few_schools(mentored, waiting):
        st.markdown(plain(few))
        return
    how = assignment.assignment((before, after))
    if not how.text:
        st.markdown(
            "Before the two are compared, write down who chose the mentored schools, how, and when: readers have to know "
            "whether the two kinds of schools differed from the start."
        )
        navigation.link("tables", "Write it down on the Tables page")
        return
    names = evaluated.names_apart((before.name, after.name))
    plan = Plan(rounds=names, comparison="two_groups", schools=facts, assignment=how.text, at_random=how.at_random)
    _shown(evaluated.evaluation((before.id, after.id), plan, ("baseline", "groups")))
    if hours.per == "teacher":
        st.caption(asked.HOURS_ARE)


def _shown(found: ReleasedEvaluation) -> None:
    groups = groups_of(found)
    if not groups:
        st.markdown(
            "No group can be followed from one round to the next, so the two kinds of schools cannot be compared."
        )
        return
    for group in groups:
        st.markdown(f"**{plain(group_name(group))}**")
        said = [each for each in (*group_sentences(found, group), dose_sentence(found, group)) if each]
        st.markdown("\n".join(f"- {plain(each)}" for each in said))
        if all(row.hidden for row in beside(found, group)):  # also where nobody can be followed
            continue
        with st.expander(
            f"{group_name(group)}: area by area",
            icon=":material/compare:",
            key=f"change_beside_{group}",
            on_change="rerun",
        ) as look:
            if look.open:
                make = partial(charts.groups, found, _areas(found, group), group)
                showing.chart(found, "groups", group, make, groups_alt(found, group))
                showing.table(_rows(found, group), f"{group_name(group)} of mentored and of waiting schools")
    st.caption(f"How schools came to be mentored: {plain(found.plan.assignment)}")


def _areas(found: ReleasedEvaluation, group: str) -> list[tuple]:
    return [
        (row.area, {"mentored": row.mentored, "waiting": row.waiting}, row.hidden, difference_said(row))
        for row in beside(found, group)
    ]


def _rows(found: ReleasedEvaluation, group: str) -> list[Row]:
    names = {area.id: area.name for area in found.framework.areas}

    def went(line) -> str:
        first, last = line.values.get("mean_before"), line.values.get("mean_after")
        change = "" if line.found.estimate is None else f"**{signed(line.found.estimate)}**"
        return f"{points(first)} → {points(last)} ({change})" if None not in (first, last) else change

    return [
        {
            "Area": plain(names[row.area]),
            "Mentored": "" if row.hidden else went(row.mentored),
            "Waiting": "" if row.hidden else went(row.waiting),
            "Difference at the same start": "" if row.hidden or not row.compared else _range(row.difference.found),
            "At the start": plain(hidden(row.hidden, found.policy)) if row.hidden else start_said(row),
        }
        for row in beside(found, group)
    ]


def _range(found: Estimate) -> str:
    fits = f" ({interval(found.ci_low, found.ci_high)})" if found.ci_low is not None else ""
    return f"**{signed(found.estimate)}**{fits}"
