"""What next: at most three steps, each beside the number that tells how it goes; and choosing one, with reasons.

A button acts on the step as it stood on the screen, an editor on the step as it was opened. Where somebody else was quicker,
nothing of theirs is overwritten: it is said in words, and what was typed stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from toolbox import charts, reports
from toolbox.disclosure import ReleasedProfile, StepBeside
from toolbox.model import Action, ToolboxError
from toolbox.store.actions import MOST_OPEN
from toolbox.tables import steps_table
from toolbox.web import noting, released, showing, state, steps
from toolbox.web.plain import file_name, plain
from toolbox.web.school import choosing_steps
from toolbox.web.school.step_fields import fields
from toolbox.wording import Focus, owner_advice, step_about, step_sentences, step_when, steps_alt

_SAID, _REFUSED, _EDITED = "next_said", "next_refused", "next_edited"
SAID = {"done": "Marked as done.", "dropped": "Dropped. It stays to be read below.", "open": "Open again."}


def part(found: ReleasedProfile, round_id: str) -> None:
    """The steps of the one school in view, and choosing another."""
    st.header("What next", anchor=False)
    if len(found.schools) != 1:
        st.markdown("Next steps belong to one school. Choose a school at the top to see its steps, or to choose one.")
        return
    if words := st.session_state.pop(_SAID, ""):
        st.success(words, icon=":material/check_circle:")
    if words := st.session_state.pop(_REFUSED, ""):
        st.error(words, icon=":material/error:")
    every = steps.of_school(found, round_id)
    active = [step for step in every if step.action.state == "open"]
    if not active:
        st.markdown("No next step is open. One to three at a time is enough; more rarely happen.")
    for step in active:
        _card(step, found)
    _picture(active, found)
    if len(active) < MOST_OPEN:
        choosing_steps.part(found, round_id, first=not every)
    else:
        st.caption(
            f"{MOST_OPEN} steps are open, which is as many as a school can carry. To choose another, mark one as done or drop it."
        )
    _history([step for step in every if step.action.state != "open"], found)
    if every:
        _file(found, round_id)


def _card(step: StepBeside, found: ReleasedProfile) -> None:
    action = step.action
    with st.container(border=True, key=f"step_{action.id}"):
        st.markdown(f"**{plain(action.step)}**")
        _told(step, found)
        with st.container(horizontal=True, key=f"step_buttons_{action.id}"):
            _turn_button(action, "done", "Done", ":material/check:")
            st.button(
                "Edit", icon=":material/edit:", on_click=_open_editor, args=(action,), key=f"step_edit_{action.id}"
            )
            _turn_button(action, "dropped", "Drop", ":material/close:")
        if st.session_state.get(_EDITED, action).id == action.id and _EDITED in st.session_state:
            _editor(step, found)


def _told(step: StepBeside, found: ReleasedProfile) -> None:
    """Who and when, what it is about, and where that stands: short lines, close together."""
    who = [part for part in (step.action.owner, step_when(step, steps.today())) if part]
    lines = [f":material/person: {plain(' · '.join(who))}"] if who else []
    lines.append(f":material/target: {plain(step_about(step))}")
    lines += [plain(sentence) for sentence in step_sentences(step, found.policy)]
    st.markdown("  \n".join(lines))
    if said := owner_advice(step.action.owner):
        st.caption(f":material/info: {plain(said)}")


def _turn_button(action: Action, to: str, label: str, icon: str) -> None:
    st.button(label, icon=icon, on_click=_turn, args=(action, to), key=f"step_{to}_{action.id}")


def _turn(action: Action, to: str) -> None:
    """Done, dropped or open again; runs before the page does, on the step as the visitor saw it."""
    try:
        state.store().actions.change(state.viewer(), replace(action, state=to))
    except ToolboxError as refusal:
        st.session_state[_REFUSED] = refusal.message
    else:
        st.session_state[_SAID] = SAID[to]


def _open_editor(action: Action) -> None:
    st.session_state[_EDITED] = action


def _editor(step: StepBeside, found: ReleasedProfile) -> None:
    """What will show it, the step's words, owner, day and aim; saved over the version it was opened on and no other."""
    seen: Action = st.session_state[_EDITED]
    with st.form(f"step_form_{seen.id}", border=False):
        focus = Focus(area=seen.area, item=seen.item, group=seen.group)
        if seen.framework == found.framework.id:
            focus = choosing_steps.settled(found, focus, f"step_{seen.id}")
        filled = fields(f"step_{seen.id}", seen, step.framework)
        with st.container(horizontal=True):
            saved = st.form_submit_button("Save", type="primary", key=f"step_save_{seen.id}")
            left = st.form_submit_button("Leave as it is", key=f"step_leave_{seen.id}")
    if left:
        del st.session_state[_EDITED]
        st.rerun()
    if not saved:
        return
    try:
        state.store().actions.change(state.viewer(), replace(seen, item=focus.item, group=focus.group, **filled))
    except ToolboxError as refusal:
        st.error(refusal.message, icon=":material/error:")
        if refusal.code == "changed_meanwhile":
            # What was typed stays in the fields; saved again, it goes over the step as it is shown above now.
            st.session_state[_EDITED] = step.action
    else:
        del st.session_state[_EDITED]
        st.session_state[_SAID] = "Saved."
        st.rerun()


def _picture(active: Sequence[StepBeside], found: ReleasedProfile) -> None:
    """The open steps of this framework in one chart, with its text twin; the numbers stand in the cards already."""
    shown = charts.steps_drawn(active, found.framework.id)
    if shown:
        key = repr([(step.action, step.values) for step in shown])
        showing.chart(
            found, "steps", key, lambda dark: charts.steps(shown, found.policy, dark), steps_alt(shown, found.policy)
        )


def _history(closed: Sequence[StepBeside], found: ReleasedProfile) -> None:
    if not closed:
        return
    with st.expander(f"Done and dropped steps ({len(closed)})", icon=":material/history:", key="next_history"):
        for step in closed:
            action = step.action
            with st.container(border=True, key=f"step_{action.id}"):
                st.markdown(f"**{plain(action.step)}** · {action.state}")
                _told(step, found)
                with st.container(horizontal=True, key=f"step_buttons_{action.id}"):
                    _turn_button(action, "open", "Open again", ":material/undo:")
                    with st.popover("Delete", icon=":material/delete:", key=f"step_delete_{action.id}"):
                        st.markdown("The step is gone for good. What was answered stays.")
                        st.button(
                            "Delete for good", on_click=_delete, args=(action,), key=f"step_gone_{action.id}",
                            type="primary",
                        )  # fmt: skip


def _delete(action: Action) -> None:
    try:
        state.store().actions.delete(state.viewer(), action.id, version=action.version)
    except ToolboxError as refusal:
        st.session_state[_REFUSED] = refusal.message
    else:
        st.session_state[_SAID] = "Deleted."


def _file(found: ReleasedProfile, round_id: str) -> None:
    """Every step with its numbers, to take along: for the school, since it holds the school's own words."""
    school = found.schools[0]
    file = f"{file_name('next steps', school)}.csv"
    st.download_button(
        "Next steps (CSV)", data=lambda: as_csv(round_id, school, file), file_name=file, mime="text/csv",
        on_click="ignore", icon=":material/download:", key="next_csv",
    )  # fmt: skip


def as_csv(round_id: str, school: str, file: str) -> bytes:
    """The steps as a file, from what the store says this viewer may see now; a release of its own."""
    with noting.as_file(file):
        found = released.profile(round_id, school)
        return reports.csv(steps_table(steps.of_school(found, round_id), found.policy))
