"""Where do the groups see it differently, and did they come closer since the last round?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from toolbox import charts
from toolbox.disclosure import ReleasedGap, ReleasedGapMove, ReleasedProfile
from toolbox.model import Round
from toolbox.web import choosing, showing
from toolbox.web.gap_moves import gap_moves, last_before
from toolbox.web.plain import plain
from toolbox.web.school import rows
from toolbox.wording import gap_said, gaps_alt, moves_sentence, pair_name, pairs, unsure_sentence, widest

WIDEST = ""
"""The choice that shows, in every area, the two groups that lie furthest apart."""


def part(found: ReleasedProfile, asked: choosing.OneRound, rounds: Sequence[Round]) -> None:
    """Two dots an area, widest gap first, with what is said of it and how it moved."""
    there = pairs(found)
    if not there:
        return
    st.header("Where the groups see it differently", anchor=False)
    pair = _pair(there)
    earlier = last_before(asked.round, asked.school, rounds)
    moves = gap_moves(asked.round, earlier, asked.school) if earlier else ()
    said = _said(found, moves, earlier.name if earlier else "")
    if earlier and (sentence := moves_sentence(moves, earlier.name)):
        st.markdown(plain(sentence))
    chosen = widest(found.gaps, pair)
    if unsure := unsure_sentence(found, chosen):
        st.markdown(plain(unsure))
    told = [(gap, "" if unsure else said(gap)) for gap in chosen]
    words = tuple(each for _, each in told)
    showing.chart(
        found,
        "gaps",
        str(hash((pair, words))),
        partial(charts.gaps, found, told),
        gaps_alt(found, pair, dict(told).__getitem__),
    )
    showing.numbers(rows.gaps(found, told), "How far the groups lie apart in each area", key="gaps_numbers")
    if any("pupils" in each for each in there):
        st.caption(
            plain(
                "Pupils and adults answer from different places. A gap between them is two viewpoints, not a mistake."
            )
        )


def _said(found: ReleasedProfile, moves: Sequence[ReleasedGapMove], since: str) -> Callable[[ReleasedGap], str]:
    by_place = {(move.area, move.group, move.other): move for move in moves}
    return lambda gap: gap_said(gap, found, by_place.get((gap.area, gap.group, gap.other)), since)


def _pair(there: Sequence[tuple[str, str]]) -> tuple[str, str] | None:
    if len(there) == 1:
        return there[0]
    named = {WIDEST: "The two furthest apart in each area", **{pair_name(pair): pair_name(pair) for pair in there}}
    if st.session_state.get("school_pair", WIDEST) not in named:
        del st.session_state["school_pair"]
    chosen = st.selectbox(
        "Groups", list(named), format_func=lambda name: plain(named[name]), key="school_pair", persist_state="session"
    )
    return next((pair for pair in there if pair_name(pair) == chosen), None)
