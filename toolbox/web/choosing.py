"""What a visitor picks at the top of a page: framework, round or rounds, school.

Keys carry the page's name in front, because Streamlit shares what stands in the address among all pages. Only names
of rounds and schools ever stand there. What was picked is remembered for the next page of the same visit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import streamlit as st

from toolbox.model import Framework, Round
from toolbox.web import state

#: The choice that means every school in view.
ALL = ""


def day(when: date) -> str:
    """A date as people write it.

    Example:
        >>> day(date(2026, 3, 9))
        '9 March 2026'
    """
    return f"{when.day} {when:%B %Y}"


def labels(found: Iterable[Round]) -> dict[str, str]:
    """Each round's id and the name it is picked by: with its date, and numbered where two would look the same.

    Example:
        >>> def invented(id): return Round(id=id, name="Spring", collected_on=date(2026, 3, 9), framework="f",
        ...     sha256="", people=9, schools=(), groups=())
        >>> labels([invented("a"), invented("b")])
        {'a': 'Spring (9 March 2026)', 'b': 'Spring (9 March 2026), no. 2'}
    """
    named: dict[str, str] = {}
    times: dict[str, int] = {}
    for each in found:
        label = f"{each.name} ({day(each.collected_on)})"
        times[label] = times.get(label, 0) + 1
        named[each.id] = label if times[label] == 1 else f"{label}, no. {times[label]}"
    return named


def pick(
    label: str, options: Mapping[str, str], *, key: str, remember: str, first: str | None = None, help: str | None = None
) -> str:
    """One choice among ``options`` (value → what is shown), in the address and remembered for the next page.

    Args:
        key: of the widget and in the address: the page's name, then what is chosen.
        remember: under which name the choice is kept for other pages.
        first: the value chosen where nothing was chosen before; the first option otherwise.
    """
    values = list(options)
    kept = f"remembered_{remember}"
    if st.session_state.get(key, values[0]) not in values:
        del st.session_state[key]
    if key not in st.session_state and key not in st.query_params and st.session_state.get(kept) in values:
        st.session_state[key] = st.session_state[kept]
    index = values.index(first) if first in values else 0
    chosen = st.selectbox(
        label, values, index=index, format_func=options.__getitem__, key=key, bind="query-params", help=help, placeholder="Choose"
    )
    st.session_state[kept] = chosen
    return chosen


def pick_framework(found: Iterable[Round], *, page: str) -> Framework:
    """The framework of the rounds; asked only where the rounds use more than one."""
    known = state.frameworks()
    used = {each.framework: known[each.framework].name for each in found if each.framework in known}
    if len(used) < 2:
        return state.framework(next(iter(used), next(iter(found)).framework))
    return known[pick("Framework", used, key=f"{page}_framework", remember="framework")]


def pick_school(schools: Iterable[str], *, page: str) -> str | None:
    """One school, or ``None`` for all in view. Nothing is asked where there is only one."""
    names = tuple(schools)
    options = {name: name for name in names}
    if len(names) > 1:
        options[ALL] = f"All {len(names)} schools together"
    return pick("School", options, key=f"{page}_school", remember="school") or None


def pick_round(found: Iterable[Round], *, page: str) -> Round:
    """One round; the latest where nothing was chosen before."""
    by_id = {each.id: each for each in found}
    chosen = pick("Round", labels(by_id.values()), key=f"{page}_round", remember="round", first=list(by_id)[-1])
    return by_id[chosen]


def _swap(first: str, second: str) -> None:
    """Exchange two choices; runs before the page does."""
    before, after = st.session_state[first], st.session_state[second]
    st.session_state[first], st.session_state[second] = after, before


def pick_two_rounds(found: Iterable[Round], *, page: str) -> tuple[Round, Round]:
    """Two rounds, the earliest and the latest where nothing was chosen before."""
    by_id = {each.id: each for each in found}
    named, values = labels(by_id.values()), list(by_id)
    left, right = st.columns(2)
    with left:
        before = pick("Before", named, key=f"{page}_before", remember="before", first=values[0])
    with right:
        after = pick("After", named, key=f"{page}_after", remember="after", first=values[-1])
    return by_id[before], by_id[after]


def in_order(before: Round, after: Round, *, page: str) -> bool:
    """Whether the two rounds can be compared as chosen; says what is odd and offers to put it right."""
    if before.id == after.id:
        st.info("The same round is chosen twice. Choose another round as “Before” or as “After” to see what changed.")
        return False
    if before.collected_on > after.collected_on:
        with st.container(border=True):
            st.warning(
                f"“{before.name}” was collected on {day(before.collected_on)}, after “{after.name}” "
                f"({day(after.collected_on)}). As chosen, growth would show as decline."
            )
            st.button("Swap the two rounds", on_click=_swap, args=(f"{page}_before", f"{page}_after"), key=f"{page}_swap")
    return True
