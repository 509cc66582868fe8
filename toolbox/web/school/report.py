"""A page for the staff meeting: what is on it, for whom, and the two files, each built when somebody clicks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from toolbox.disclosure import ReleasedComparison, ReleasedProfile
from toolbox.model import Action, Round, ToolboxError
from toolbox.reports.one_page import AUDIENCES, OnePage, leaves_out, one_page, pdf, word
from toolbox.web import noting, released, state
from toolbox.web.gap_moves import gap_moves, last_before
from toolbox.web.plain import file_name, plain

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: Refusals that mean that two rounds have nothing to compare.
CANNOT_COMPARE = ("no_common_group", "no_common_items", "no_common_school", "unknown_school", "swapped_rounds")


def part(round_id: str, school: str | None, found: ReleasedProfile) -> None:
    """The choice of the audience, what the public version leaves out, and the buttons."""
    st.header("A page for the staff meeting", anchor=False)
    st.markdown(
        "One sheet of paper: the findings, where each group stands, what moved since the round before, the next steps."
    )
    audience = st.segmented_control(
        "For whom", list(AUDIENCES), default="internal", required=True, format_func=AUDIENCES.__getitem__,
        key="school_report_audience",
    )  # fmt: skip
    public = audience == "public"
    with_steps = not public
    if public and _steps(found):
        with_steps = st.checkbox("With the next steps, without who sees to them", key="school_report_steps")
    if public:
        _beyond(round_id, school, with_steps)

    def make(name: str) -> OnePage:
        with noting.as_file(name):
            return _page(round_id, school, public=public, with_steps=with_steps)

    with st.container(horizontal=True, key="school_report_files"):
        _button("PDF", "pdf", "application/pdf", lambda name: pdf(make(name))[0], found, public)
        _button("Word", "docx", DOCX, lambda name: word(pdf(make(name))[1]), found, public)
    st.caption("Both files say the same; a screen reader can read the PDF aloud. Hidden numbers stay hidden in them.")


def _button(
    label: str, ending: str, mime: str, make: Callable[[str], bytes], found: ReleasedProfile, public: bool
) -> None:
    whose = found.schools[0] if len(found.schools) == 1 else "all schools"
    name = f"{file_name(whose, found.round, *(['public'] if public else []))}.{ending}"
    st.download_button(
        label, data=lambda: make(name), file_name=name, mime=mime, on_click="ignore", icon=":material/download:",
        key=f"school_report_{ending}", type="primary" if ending == "pdf" else "secondary",
    )  # fmt: skip


def _beyond(round_id: str, school: str | None, with_steps: bool) -> None:
    """What a reader of the public version does not get to see."""
    inside = _page(round_id, school, public=False, with_steps=True)
    outside = _page(round_id, school, public=True, with_steps=with_steps)
    gone = leaves_out(inside, outside)
    with st.container(border=True, key="school_report_beyond"):
        if not gone:
            st.markdown("The public version shows the same averages.")
            return
        st.markdown("**The public version leaves out**")
        st.markdown("\n".join(f"- {plain(each)}" for each in gone))


def _page(round_id: str, school: str | None, *, public: bool, with_steps: bool) -> OnePage:
    """The page as it is asked for now: every result is asked of the store again, for this viewer and audience."""
    of = state.store().round(state.viewer(), round_id)
    found = released.profile(round_id, school, public=public)
    before = last_before(of, school, state.rounds())
    change = _change(before, of, school, public=public) if before else None
    return one_page(
        found,
        change=change,
        moves=gap_moves(of, before, school) if change is not None and not public else (),
        steps=_steps(found) if with_steps else (),
        whose="" if school else _hub(found.schools),
        invented=of.sample,
    )


def _change(before: Round, of: Round, school: str | None, *, public: bool) -> ReleasedComparison | None:
    """The round before and this one; None where the two have nothing to compare."""
    try:
        return released.comparison(before.id, of.id, school, public=public)
    except ToolboxError as refusal:
        if refusal.code in CANNOT_COMPARE:
            return None
        raise


def _steps(found: ReleasedProfile) -> tuple[Action, ...]:
    """What the school is doing now in this framework."""
    if len(found.schools) != 1:
        return ()
    steps = state.store().actions.open_steps(state.viewer(), found.schools[0])
    return tuple(step for step in steps if step.framework == found.framework.id)


def _hub(schools: Sequence[str]) -> str:
    """The name of the hub where all schools in view are of one."""
    hubs = {facts.hub for facts in state.store().school_facts(state.viewer()) if facts.school in schools}
    return hubs.pop() if len(hubs) == 1 else ""
