"""Numbers no record here holds: entered for a day, corrected, never saved over somebody else's."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from toolbox.model import HandCount
from toolbox.web import state
from toolbox.web.choosing import day
from toolbox.web.day_column import ANY_DAY
from toolbox.web.hub.asking import Asked
from toolbox.web.plain import plain
from toolbox.web.refusals import saying_what_went_wrong

_SAID = "hub_hand_said"


def part(asked: Asked) -> None:
    """What was entered, a form for a new number, and one to correct another."""
    wanted = {each.id: each for each in asked.programme.indicators if each.counts == "by_hand"}
    if not wanted:
        return
    st.header("Entered by hand", anchor=False)
    if words := st.session_state.pop(_SAID, ""):
        st.success(words, icon=":material/check_circle:")
    known = [each for each in state.store().indicators.hand_counts(state.viewer(), asked.programme.id) if each.indicator in wanted]  # fmt: skip
    if known:
        rows = [{"Indicator": wanted[each.indicator].name, "Day": day(each.on), "Number": _number(each), "Source": each.source} for each in known]  # fmt: skip
        st.table([{name: plain(said) for name, said in row.items()} for row in rows], hide_index=True, border="horizontal", alt="Numbers entered by hand")  # fmt: skip
    with (
        st.expander("Enter a number", icon=":material/edit:", key="hub_hand_new"),
        st.form("hub_hand_form", border=False),
    ):
        which = st.selectbox("Indicator", list(wanted), format_func=lambda id: wanted[id].name, key="hub_hand_which")
        on = st.date_input("For the day", value=asked.as_of, format="YYYY-MM-DD", key="hub_hand_on", **ANY_DAY)
        value, of, source = _fields("new", None)
        if st.form_submit_button("Enter", type="primary", key="hub_hand_enter"):
            _enter(HandCount(programme=asked.programme.id, indicator=which, on=on, value=value or 0.0, of=of, source=source), value)  # fmt: skip
    if known:
        _correct(known, wanted)


def _correct(known: list[HandCount], wanted: dict) -> None:
    with st.expander("Correct a number", icon=":material/history_edu:", key="hub_hand_correct"):
        keyed = {f"{each.indicator}|{each.on.isoformat()}": each for each in known}
        chosen = st.selectbox(
            "Which", list(keyed), index=None, placeholder="Choose", key="hub_hand_old",
            format_func=lambda key: f"{wanted[keyed[key].indicator].name}, {day(keyed[key].on)}: {_number(keyed[key])}",
        )  # fmt: skip
        if chosen is None:
            return
        opened = st.session_state.setdefault(f"hub_hand_opened_{chosen}", keyed[chosen])
        with st.form(f"hub_hand_form_{chosen}", border=False):
            value, of, source = _fields(chosen, opened)
            if st.form_submit_button("Save", type="primary", key=f"hub_hand_save_{chosen}"):
                _enter(replace(opened, value=value or 0.0, of=of, source=source), value, new=False, forget=chosen)


def _fields(key: str, seen: HandCount | None) -> tuple[float | None, float | None, str]:
    value = st.number_input("Number", min_value=0.0, value=seen.value if seen else None, step=1.0, format="%g", key=f"hub_hand_value_{key}")  # fmt: skip
    of = st.number_input("Of how many, where it is a part of something", min_value=0.0, value=seen.of if seen else None, step=1.0, format="%g", key=f"hub_hand_of_{key}")  # fmt: skip
    source = st.text_input("Where the number comes from", value=seen.source if seen else "", max_chars=200, key=f"hub_hand_source_{key}")  # fmt: skip
    return value, of, source.strip()


def _enter(count: HandCount, typed: float | None, *, new: bool = True, forget: str = "") -> None:
    if typed is None:
        st.error("There is no number yet. Write one.", icon=":material/error:")
        return
    if count.of is not None and count.value > count.of:
        st.error("The part is larger than its whole. Correct one of the two.", icon=":material/error:")
        return
    with saying_what_went_wrong():
        state.store().indicators.enter(state.viewer(), count, new=new)
        st.session_state.pop(f"hub_hand_opened_{forget}", None)
        st.session_state[_SAID] = f"Kept for {day(count.on)}: {plain(_number(count))}."
        st.rerun()


def _number(each: HandCount) -> str:
    return f"{each.value:g}" if each.of is None else f"{each.value:g} of {each.of:g}"
