"""Mentored schools beside those that were not yet, wave by wave."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from toolbox.disclosure import ReleasedEvaluation, ReleasedLine, hidden
from toolbox.disclosure.words import interval, signed
from toolbox.mentoring import WaveStanding
from toolbox.model import Plan, Round, ToolboxError
from toolbox.tables.reasons import REFUSED
from toolbox.web import assignment, evaluated, showing, state
from toolbox.web.dose import asked, files
from toolbox.web.glance import Row
from toolbox.web.plain import plain
from toolbox.wording import group_name
from toolbox.wording.doses import wave_standing


def part(before: Round, after: Round) -> None:
    """Which wave was where between these rounds; with a third round what each wave changed, beside those not begun."""
    standing = asked.waves(before, after)
    if len(standing) < 2:
        return
    st.header("Wave by wave", anchor=False)
    said = [wave_standing(each.wave, each.before, each.began, each.waiting) for each in standing]
    st.markdown("\n".join(f"- {plain(words)}" for words in said))
    _numbers(standing, before, after)
    rounds = _series(after)
    if len(rounds) < 3:
        st.caption(
            "Two rounds show one wave beside those not yet mentored (above). With a third round each wave is set beside the "
            "schools that had not begun by then."
        )
        return
    how = assignment.assignment(rounds)
    if not how.text:
        st.caption("To set each wave beside the others, write down on the Tables page how schools came to be mentored.")
        return
    facts, _ = asked.facts(rounds)
    names = evaluated.names_apart([each.name for each in rounds])
    plan = Plan(rounds=names, comparison="waves", schools=facts, assignment=how.text, at_random=how.at_random)
    try:
        _shown(evaluated.evaluation([each.id for each in rounds], plan, ("waves",)))
    except ToolboxError as refusal:
        st.caption(plain(str(refusal)))


def _numbers(standing: Sequence[WaveStanding], before: Round, after: Round) -> None:
    with st.expander("Show the numbers", icon=":material/table_rows:", key="change_wave_standing"):
        rows = [
            {
                "Wave": plain(each.wave), "Mentored before": f"{each.before:,}", "Began between the rounds": f"{each.began:,}",
                "Not yet mentored": f"{each.waiting:,}",
            }
            for each in standing
        ]  # fmt: skip
        showing.table(rows, "Schools of each wave by where they stood between the rounds")
        files.below({"wave_standing": "This table (CSV)"}, before, after, None, key="change_wave_standing")


def _series(after: Round) -> tuple[Round, ...]:
    """The rounds of the same framework up to this one, in order of time."""
    found = [
        each for each in state.rounds() if each.framework == after.framework and each.collected_on <= after.collected_on
    ]
    return tuple(sorted(found, key=lambda each: each.collected_on))


def _shown(found: ReleasedEvaluation) -> None:
    lines = [line for line in found.lines if line.contrast == "wave_average"]
    if not lines:
        st.caption(
            "No wave can be set beside schools that had not begun: nobody can be followed, or nobody was waiting."
        )
        return
    st.markdown(
        "How much more each wave changed from just before it began than the schools that had not begun by then, over the "
        "rounds since. Schools were not drawn by lot unless that is said, so this is no proof that mentoring did it."
    )
    for group in dict.fromkeys(line.group for line in lines):
        with st.expander(
            f"{group_name(group)}: wave by wave",
            icon=":material/waves:",
            key=f"change_waves_{group}",
            on_change="rerun",
        ) as look:
            if look.open:
                rows = [_row(found, line) for line in lines if line.group == group]
                showing.table(rows, f"Change of {group} in each wave beside schools not yet mentored")
    st.caption(f"How schools came to be mentored: {plain(found.plan.assignment)}")


def _row(found: ReleasedEvaluation, line: ReleasedLine) -> Row:
    names = {area.id: area.name for area in found.framework.areas}
    seen = line.found
    fits = f" ({interval(seen.ci_low, seen.ci_high)})" if seen.ci_low is not None else ""
    why = hidden(line.hidden, found.policy) if line.hidden else "" if seen.estimate is not None else seen.refused
    return {
        "Area": plain(names[line.area]),
        "First mentored at": plain(line.arm),
        "More than those not begun (range that fits)": "" if seen.estimate is None else f"**{signed(seen.estimate)}**{fits}",
        "Why not": plain(REFUSED.get(why, why)),
    }  # fmt: skip
