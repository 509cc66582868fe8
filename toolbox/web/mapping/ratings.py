"""A school's agreed ratings, chosen in a table and saved as a round: no file needed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime

import streamlit as st

from toolbox.model import THE_SCHOOL, Framework, Source, ToolboxError
from toolbox.store.ratings import agreed
from toolbox.web import state
from toolbox.web.mapping import session
from toolbox.web.mapping.deciding import tidy
from toolbox.web.mapping.save import EARLIEST, LATEST, LONGEST
from toolbox.web.plain import plain
from toolbox.web.refusals import saying_what_went_wrong
from toolbox.web.school.levels import level_editor

#: In front of every widget's key.
KEY = "ratings_typed"
_TYPING = "upload_ratings_typing"
#: How a round made here says where it came from.
READER_KEY = "agreed_ratings"


def offer() -> None:
    """The way in for a school that agreed on its ratings round a table."""
    if not _rubrics():
        return
    with st.expander("No file: the school agreed on its ratings?", icon=":material/checklist:"):
        st.markdown(
            "For a framework with one agreed rating an indicator: choose the levels in a table, and the school page shows "
            "them. They can be changed there later."
        )
        st.button("Enter agreed ratings", icon=":material/edit:", key="upload_type_ratings", on_click=_begin)


def typing() -> bool:
    """Whether the visitor is entering ratings now."""
    return bool(st.session_state.get(_TYPING))


def _begin() -> None:
    st.session_state[_TYPING] = True
    session.forget_saved()


def _end() -> None:
    st.session_state.pop(_TYPING, None)


def _rubrics() -> Mapping[str, Framework]:
    return {id: each for id, each in session.frameworks().items() if each.kind == "rubric" and each.items}


def typed() -> None:
    """The form: framework, school, date, a level for each indicator."""
    st.button("Back to files", icon=":material/arrow_back:", key="upload_ratings_back", on_click=_end)
    known = _rubrics()
    chosen = st.selectbox(
        "Framework", list(known), format_func=lambda id: known[id].name, key=f"{KEY}_framework", persist_state="session"
    )
    framework = known[chosen]
    school, name, on, into = _about(framework)
    st.header("The ratings", anchor=False)
    st.caption(
        "Leave the level empty where the school has not agreed on one yet: it is counted as not rated. A column of levels can be "
        "pasted from a spreadsheet, written as the list offers them."
    )
    levels = level_editor(framework, {}, key=f"{KEY}_{framework.id}_levels")
    if st.button("Save the ratings", type="primary", icon=":material/save:", key=f"{KEY}_save"):
        with saying_what_went_wrong():
            _save(framework, levels, school, name, on, into)


def _about(framework: Framework) -> tuple[str, str, date | None, str]:
    """School, name and date of the round, and the round it joins ("" for one of its own)."""
    own = [each for each in state.rounds() if not each.sample]
    # A typed name becomes one of the options, which makes the widget a new one: the name is kept beside it.
    key, kept = f"{KEY}_school", f"{KEY}_school_kept"
    before = st.session_state[key] = st.session_state.get(kept)
    left, right = st.columns(2)
    with left:
        school = st.selectbox(
            "School",
            list(dict.fromkeys([*([before] if before else []), *state.schools_of(own)])),
            index=None,
            placeholder="Choose or type a name",
            accept_new_options=True,
            key=key,
            on_change=lambda: st.session_state.update({kept: st.session_state[key]}),
        )
    school = tidy(school or "")
    open_rounds = {each.id: each for each in own if each.framework == framework.id and school not in each.schools}
    with right:
        into = st.selectbox(
            "Round",
            ["", *open_rounds],
            format_func=lambda id: plain(open_rounds[id].name) if id else "A new round",
            help="Schools that rated themselves at the same time belong into one round.",
            key=f"{KEY}_{framework.id}_into",
        )
    if into:
        return school, open_rounds[into].name, open_rounds[into].collected_on, into
    left, right = st.columns(2)
    with left:
        name = st.text_input(
            "Name of the round", placeholder="For example: Autumn 2026", max_chars=LONGEST, key=f"{KEY}_name"
        )
    with right:
        on = st.date_input(
            "Date the school agreed on the ratings", value=None, min_value=EARLIEST, max_value=LATEST, format="DD/MM/YYYY",
            key=f"{KEY}_on",
        )  # fmt: skip
    return school, tidy(name), on, ""


def _save(framework: Framework, levels: Mapping[str, int], school: str, name: str, on: date | None, into: str) -> None:
    if not school:
        raise ToolboxError(
            "no_school", "Which school agreed on these ratings? Choose it or type its name, then save again."
        )
    if on is None:
        raise ToolboxError("no_date", "When did the school agree on these ratings? Choose a date, then save again.")
    store, viewer = state.store(), state.viewer()
    items = [item.id for item in framework.items]
    if into:
        of = store.round(viewer, into)
        saved = store.ratings.give(viewer, into, school, levels, group=THE_SCHOOL, items=items, version=of.version)
    else:
        answers = agreed(school, levels, group=THE_SCHOOL, items=items)
        if framework.id not in state.frameworks():
            store.save_framework(viewer, framework)
        source = Source(
            file="entered in the toolbox",
            sha256=hashlib.sha256(repr((school, on, sorted(levels.items()))).encode()).hexdigest(),
            reader=READER_KEY,
            read_at=datetime.now(UTC).replace(microsecond=0),
            rows=1,
            kept=1,
        )
        saved = store.save_round(
            viewer, name=name, collected_on=on, framework=framework.id, answers=answers, sources=(source,)
        )
    for key in [key for key in st.session_state if isinstance(key, str) and key.startswith(f"{KEY}_")]:
        del st.session_state[key]
    _end()
    session.remember_saved(saved, "")
    st.rerun()
