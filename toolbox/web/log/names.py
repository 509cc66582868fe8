"""Schools a list names and nobody here knows: each is a new school, is one that is known, or its rows are left out.

Nothing is guessed: a name that looks like a known one has to be decided before anything can be kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from toolbox.reading.school_names import SchoolNames
from toolbox.web.plain import plain

_NEW, _OUT = "\x00new", "\x00out"
#: So many names are decided one by one at most; a list with more of them has other headings or is of another hub.
MOST = 60
#: So many names stand in a sentence; further ones are counted.
NAMED = 8


def ask(unknown: Sequence[str], schools: Sequence[str], key: str) -> Mapping[str, str] | None:
    """For each unknown name the school it means, "" to leave its rows out; None while something is undecided."""
    if not unknown:
        return {}
    known = SchoolNames(schools)
    near = {name: known.near(name) for name in unknown}
    st.warning(_found(unknown, near), icon=":material/help:")
    all_new = "The school is new" if len(unknown) == 1 else f"All {len(unknown):,} are new schools"
    ways = [all_new, "Decide one by one"] if schools else [all_new]
    way = st.segmented_control(
        "What are they?", ways, default=ways[-1] if any(near.values()) else all_new, required=True, key=f"{key}_way"
    )
    if way == all_new:
        return {name: name for name in unknown}
    if len(unknown) > MOST:
        st.caption(f"The first {MOST} can be decided here; the rows of the others are left out.")
    decided: dict[str, str] = {}
    options = [_NEW, _OUT, *schools]
    said = {_NEW: "A new school", _OUT: "Leave its rows out"}
    for place, name in enumerate(unknown[:MOST]):
        hint = f" (looks like {plain(near[name])})" if near[name] else ""
        chosen = st.selectbox(
            f"{plain(name)}{hint}", options, index=None if near[name] else 0, key=f"{key}_name_{place}", width=480,
            format_func=lambda each: said.get(each, each), placeholder="Choose",
        )  # fmt: skip
        if chosen is not None:
            decided[name] = {_NEW: name, _OUT: ""}.get(chosen, chosen)
    open_still = min(len(unknown), MOST) - len(decided)
    if open_still:
        st.caption(f"{open_still:,} {'name waits' if open_still == 1 else 'names wait'} for a decision.")
        return None
    return decided | dict.fromkeys(unknown[MOST:], "")


def _found(unknown: Sequence[str], near: Mapping[str, str]) -> str:
    """What is said of them.

    Example:
        >>> _found(["Ash"], {"Ash": ""})
        'Ash is not known here yet.'
        >>> _found([f"S{number}" for number in range(10)], {"S1": "S01"})
        'S0, S1, S2, S3, S4, S5, S6, S7 and 2 more are not known here yet. 1 looks like a school that is.'
    """
    first, more = ", ".join(plain(name) for name in unknown[:NAMED]), len(unknown) - NAMED
    also = f" and {more:,} more" if more > 0 else ""
    alike = sum(map(bool, near.values()))
    hint = f" {alike:,} {'looks' if alike == 1 else 'look'} like a school that is." if alike else ""
    return f"{first}{also} {'is' if len(unknown) == 1 else 'are'} not known here yet.{hint}"


def with_decisions(schools: Sequence[str], former: Mapping[str, str], decided: Mapping[str, str]) -> SchoolNames:
    """The schools that are known once it is decided; names left out stay unknown.

    Example:
        >>> known = with_decisions(["Elm"], {}, {"Ash": "Ash", "Elmm": "Elm", "Oak": ""})
        >>> known.of("ash"), known.of("Elmm"), known.of("Oak")
        ('Ash', 'Elm', None)
    """
    new = [to for said, to in decided.items() if to == said]
    return SchoolNames([*schools, *new], {**former, **{said: to for said, to in decided.items() if to}})
