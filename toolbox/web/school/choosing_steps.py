"""Choosing a next step: what it is about (suggested, with the reason), what will show it, then the step itself."""

from __future__ import annotations

import streamlit as st

from toolbox.disclosure import ReleasedProfile, group_name, standing
from toolbox.model import Action, Area, Item
from toolbox.web import state
from toolbox.web.plain import plain
from toolbox.web.refusals import saying_what_went_wrong
from toolbox.web.school.step_fields import fields
from toolbox.wording import Focus, prompts, suggestions
from toolbox.wording.focus import cell_of
from toolbox.wording.steps import number

_TURN, _SAID = "next_turn", "next_said"
_ELSE = "else"


def part(found: ReleasedProfile, round_id: str, *, first: bool) -> None:
    """The way to a new step, folded away where the school has steps already."""
    areas = tuple(area for area in found.framework.areas if any(cell.area == area.id for cell in found.areas))
    if not areas:
        return
    with st.expander("Choose a next step", icon=":material/add_task:", expanded=first, key="next_choose"):
        focus = _focus(found, areas, round_id)
        _form(found, round_id, settled(found, focus, _key(f"{focus.area}{focus.item}{focus.group}")))


def _key(name: str) -> str:
    """Of a field of the step that is being chosen: another one once it is kept, so that the next begins empty."""
    return f"next_{name}_{st.session_state.get(_TURN, 0)}"


def _aims(found: ReleasedProfile, round_id: str) -> dict[str, int]:
    """The level each indicator of a rubric is to reach, where the school wrote one beside its rating."""
    if found.framework.kind != "rubric":
        return {}
    notes = state.store().ratings.notes(state.viewer(), round_id, found.schools[0])
    return {note.item: note.target for note in notes if note.target is not None}


def _focus(found: ReleasedProfile, areas: tuple[Area, ...], round_id: str) -> Focus:
    """What it is about: a suggestion, or any area."""
    told = suggestions(found, _aims(found, round_id))
    options = {f"{focus.area} {focus.item}": focus for focus in told}
    chosen = _ELSE
    if told:
        names = {key: _name(found, focus) for key, focus in options.items()} | {_ELSE: "Something else"}
        whys = [plain(_sentence(focus.why)) for focus in told] + [""]
        chosen = st.radio(
            "What is it about?", [*options, _ELSE], format_func=lambda key: plain(names[key]), captions=whys,
            key=_key("focus"),
        )  # fmt: skip
    if chosen != _ELSE:
        return options[chosen]
    every = {area.id: area.name for area in areas}
    return Focus(area=st.selectbox("Area", list(every), format_func=every.__getitem__, key=_key("area")))


def settled(found: ReleasedProfile, focus: Focus, key: str) -> Focus:
    """The statement and the group whose answers will show whether it went as hoped."""
    rubric = found.framework.kind == "rubric"
    statements = {item.id: f"{item.code} {item.name}" for item in _asked(found, focus.area)}
    left, right = st.columns(2)
    item = focus.item
    if statements:
        options = ["", *statements]
        whole = next(area.name for area in found.framework.areas if area.id == focus.area)
        item = left.selectbox(
            "What will show whether it went as hoped", options, index=options.index(item) if item in options else 0,
            format_func=lambda id: statements.get(id, f"{whole} as a whole"), key=f"{key}_item",
        )  # fmt: skip
    groups = [cell.group for cell in found.areas if cell.area == focus.area]
    if rubric or len(groups) < 2:
        return Focus(area=focus.area, item=item, group="" if rubric else "".join(groups))
    options = ["", *groups]
    group = right.selectbox(
        "Whose answers", options, index=options.index(focus.group) if focus.group in options else 0,
        format_func=lambda group: group_name(group) if group else "Every group’s", key=f"{key}_group",
    )  # fmt: skip
    return Focus(area=focus.area, item=item, group=group)


def _form(found: ReleasedProfile, round_id: str, focus: Focus) -> None:
    for said in prompts(found, focus):
        st.markdown(f":material/stairs: {plain(said)}")
    empty = Action(
        school=found.schools[0], framework=found.framework.id, area=focus.area, item=focus.item, group=focus.group, step="",
        chosen_in=round_id,
    )  # fmt: skip
    with st.form(_key("form"), border=False):
        filled = fields(_key("new"), empty, found.framework, today=_today(found, focus))
        kept = st.form_submit_button("Keep this step", type="primary", key=_key("keep"))
    if not kept:
        return
    with saying_what_went_wrong():
        state.store().actions.add(state.viewer(), Action(**{**vars(empty), **filled}))
        st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
        st.session_state[_SAID] = "Kept. The next round will show how it went."
        st.rerun()


def _today(found: ReleasedProfile, focus: Focus) -> str:
    """Where the number stands today; nothing where it is hidden, or where it would be one of several groups'."""
    cell = cell_of(found, focus)
    rubric = found.framework.kind == "rubric"
    at = standing(cell, found.framework) if focus.group or rubric else None
    return "" if at is None else number(at, rated=rubric)


def _asked(found: ReleasedProfile, area: str) -> tuple[Item, ...]:
    """The statements of an area that were asked here and have an average."""
    here = {cell.item for cell in found.items}
    return tuple(
        item
        for item in found.framework.items_of(area)
        if item.id in here and not found.framework.scale_of(item).categories
    )


def _name(found: ReleasedProfile, focus: Focus) -> str:
    item = next((item for item in found.framework.items if item.id == focus.item), None)
    if item is not None:
        return f"{item.code} {item.name}"
    return next(area.name for area in found.framework.areas if area.id == focus.area)


def _sentence(text: str) -> str:
    """Half a sentence as a whole one.

    Example:
        >>> _sentence("teachers place it lowest")
        'Teachers place it lowest.'
    """
    return f"{text[:1].upper()}{text[1:]}." if text else ""
