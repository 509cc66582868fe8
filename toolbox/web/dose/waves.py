"""Mentored schools beside those that were not yet, wave by wave."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from toolbox.charts.waves import waves as drawn
from toolbox.disclosure import ReleasedEvaluation, ReleasedLine
from toolbox.mentoring import WaveStanding
from toolbox.mentoring.waves import first_mentored
from toolbox.model import Plan, Round, ToolboxError
from toolbox.web import assignment, evaluated, showing, state
from toolbox.web.dose import asked, files
from toolbox.web.glance import Row
from toolbox.web.plain import plain
from toolbox.wording import group_name
from toolbox.wording.doses import wave_standing
from toolbox.wording.waves import (
    Waves,
    about_waves,
    change_beside,
    how_begun,
    needs_assignment,
    needs_third_round,
    wave_lines,
    wave_name,
    wave_sentences,
    waves_alt,
    why_not,
)


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
        st.caption(plain(needs_third_round(state.framework(after.framework).name)))
        return
    how = assignment.assignment(rounds)
    if not how.text:
        st.caption(needs_assignment())
        return
    facts, _ = asked.facts(rounds)
    names = evaluated.names_apart([each.name for each in rounds])
    plan = Plan(rounds=names, comparison="waves", schools=facts, assignment=how.text, at_random=how.at_random)
    roster = asked.records(rounds[0], rounds[-1]).roster
    begun = first_mentored(roster, state.schools_of(rounds), [each.collected_on for each in rounds])
    try:
        _shown(
            evaluated.evaluation([each.id for each in rounds], plan, ("waves",)), dict(zip(names, begun, strict=True))
        )
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


def _shown(found: ReleasedEvaluation, waves: Waves) -> None:
    groups = dict.fromkeys(line.group for line in found.lines if line.contrast == "wave_average")
    if not groups:
        st.caption(about_waves(False))
        return
    st.markdown(about_waves(True))
    for group in groups:
        st.markdown(f"**{plain(group_name(group))}**")
        st.markdown("\n".join(f"- {plain(words)}" for words in wave_sentences(found, group, waves)))
        lines = wave_lines(found, group)
        with st.expander(
            f"{group_name(group)}: wave by wave", icon=":material/waves:", key=f"change_waves_{group}", on_change="rerun",
        ) as look:  # fmt: skip
            if look.open:
                under = {(line.area, line.arm): _under(line, found, waves) for line in lines}
                if any(not line.hidden and line.found.estimate is not None for line in lines):
                    make = partial(drawn, found, group, lines, under)
                    showing.chart(found, "waves", f"{group} {waves!r}", make, waves_alt(found, group, waves))
                rows = [_row(found, line, waves) for line in lines]
                showing.table(rows, f"Change of {group} in each wave beside schools not yet mentored")
    st.caption(plain(how_begun(found)))


def _under(line: ReleasedLine, found: ReleasedEvaluation, waves: Waves) -> str:
    return f"{wave_name(line.arm, waves)}: {change_beside(line) or why_not(line, found)}"


def _row(found: ReleasedEvaluation, line: ReleasedLine, waves: Waves) -> Row:
    names = {area.id: area.name for area in found.framework.areas}
    name = wave_name(line.arm, waves)
    return {
        "Area": plain(names[line.area]),
        "Wave": plain(name[:1].upper() + name[1:]),
        "First mentored at": plain(line.arm),
        "Schools": f"{line.found.n_schools:,}" if line.found.n_schools and not line.hidden else "",
        "More than those not begun (range that fits)": plain(change_beside(line)),
        "To be said": plain(why_not(line, found)),
    }
