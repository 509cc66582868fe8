"""The school's stated position: where leaders are too few to be shown, the head may state where the school stands.

It is entered and never computed: the fields begin empty, nothing here reads an answer, and it enters no average. What hides
the leaders' answers goes on hiding them. It is shown under the school's name, with a mark of its own, and can be taken back.
"""

from __future__ import annotations

import streamlit as st

from toolbox.disclosure import ReleasedProfile
from toolbox.disclosure.words import group_hidden
from toolbox.model import Position, ToolboxError
from toolbox.web import state
from toolbox.web.plain import plain

LEADERS = "leaders"
_TURN, _SAID = "position_turn", "position_said"


def part(found: ReleasedProfile, round_id: str) -> dict[str, float]:
    """What the school states, by area, for the chart that follows; with a way to state it, change it and take it back."""
    if len(found.schools) != 1 or found.framework.kind == "rubric":
        return {}
    now = state.store().positions.of(state.viewer(), round_id, found.schools[0])
    if words := st.session_state.pop(_SAID, ""):
        st.success(words, icon=":material/check_circle:")
    why = hidden_leaders(found)
    if now or why:
        label = "Change what the school states, or take it back" if now else "State the school’s own position"
        with st.expander(label, icon=":material/home_work:", key="position"):
            _explained(why, found)
            _form(found, round_id, now)
    return {each.area: each.value for each in now}


def hidden_leaders(found: ReleasedProfile) -> str:
    """The reason where nothing of the leaders may be shown; "" where something is, or leaders were not asked."""
    reasons = [cell.hidden for cell in found.areas if cell.group == LEADERS]
    return reasons[0] if reasons and all(reasons) else ""


def _explained(why: str, found: ReleasedProfile) -> None:
    said = f"{plain(group_hidden(LEADERS, why, found.policy))}. " if why else ""
    st.markdown(
        f"{said}If you want the leadership’s view beside the others’, you may state it here for the school: one position in "
        "each area you choose. **It is what the school states, shown under the school’s name to everybody who sees this "
        "page.** It is no person’s answer and enters no average, and the leaders’ answers stay hidden. You can take it back at "
        "any time."
    )


def _key(name: str, round_id: str, school: str) -> str:
    return f"position_{name}_{round_id}_{school}_{st.session_state.get(_TURN, 0)}"


def _form(found: ReleasedProfile, round_id: str, now: tuple[Position, ...]) -> None:
    """A field for each area; saved over what the form was opened on and nothing else."""
    school = found.schools[0]
    pinned = _key("seen", round_id, school)
    seen: tuple[Position, ...] = st.session_state.setdefault(pinned, now)
    stated = {each.area: each for each in seen}
    asked = [area for area in found.framework.areas if any(cell.area == area.id for cell in found.areas)]
    values: dict[str, float | None] = {}
    with st.form(_key("form", round_id, school), border=False):
        for place, area in enumerate(asked):
            if place % 2 == 0:  # row by row: on a phone and by keyboard the areas come in their order
                columns = st.columns(2)
            low, high = found.framework.span(area.id)
            values[area.id] = columns[place % 2].number_input(
                f"{area.name}, {low} to {high}", value=stated[area.id].value if area.id in stated else None,
                min_value=float(low), max_value=float(high), step=0.5, format="%.1f", placeholder="Not stated",
                key=_key(area.id, round_id, school),
            )  # fmt: skip
        knowing = st.checkbox(
            "I state this for the school and know that it is shown under its name",
            key=_key("knowing", round_id, school),
        )
        with st.container(horizontal=True):
            saved = st.form_submit_button("State this", type="primary", key=_key("save", round_id, school))
            back = seen and st.form_submit_button("Take it all back", key=_key("back", round_id, school))
    if saved and not knowing:
        st.error("Tick the box above the button first: what is stated is shown under the school’s name.")
        return
    if saved or back:
        wanted = () if back else _positions(values, stated, round_id, school)
        if not wanted and not seen:
            st.info("Nothing is stated yet: fill in at least one area.", icon=":material/info:")
            return
        _save(wanted, seen, pinned, now)


def _positions(
    values: dict[str, float | None], stated: dict[str, Position], round_id: str, school: str
) -> tuple[Position, ...]:
    return tuple(
        Position(
            round=round_id, school=school, area=area, value=value, version=stated[area].version if area in stated else 1
        )
        for area, value in values.items()
        if value is not None
    )


def _save(wanted: tuple[Position, ...], seen: tuple[Position, ...], pinned: str, now: tuple[Position, ...]) -> None:
    try:
        state.store().positions.change(state.viewer(), wanted, seen=seen)
    except ToolboxError as refusal:
        st.error(refusal.message, icon=":material/error:")
        st.session_state[pinned] = now  # what was typed stays; saved again, it goes over what is shown now
        return
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
    st.session_state[_SAID] = "Stated. It is marked with a house below." if wanted else "Taken back."
    st.rerun()
