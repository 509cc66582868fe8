"""The data page's parts: the rounds that are kept, what was left out of them, renaming, recipe, deleting for good.

A form remembers the version of the round it was opened on. If somebody else changed the round meanwhile, saving is
refused and nothing of theirs is overwritten.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from toolbox.disclosure.remembering import to_remember
from toolbox.model import Round, ToolboxError
from toolbox.store.days import LONG_SINCE, not_meant
from toolbox.web import choosing, navigation, noting, released, schools, state
from toolbox.web.choosing import day
from toolbox.web.day_column import ANY_DAY
from toolbox.web.plain import file_name, plain
from toolbox.web.refusals import saying_what_went_wrong

_SAID = "data_said"


def said_before() -> None:
    """Show once what the last click did: the page ran anew after it."""
    if words := st.session_state.pop(_SAID, ""):
        st.success(words, icon=":material/check_circle:")


def _say_and_rerun(words: str) -> None:
    st.session_state[_SAID] = words
    st.rerun()


def no_rounds() -> None:
    """No round yet: say what to do."""
    what = "No answers are" if schools.known(state.viewer()) else "Nothing is"
    st.markdown(f"{what} kept yet. Upload an export of your survey; it then appears here with its source.")
    navigation.link("upload", "Upload an export")


def overview(found: Sequence[Round]) -> None:
    """Every round in one table."""
    names = state.frameworks()
    rows = [
        {
            "Round": plain(each.name)
            + ("" if not each.sample or "sample" in each.name.lower() else " (invented sample)"),
            "Collected": f"{each.collected_on:%d %b %Y}",
            "Framework": names[each.framework].name if each.framework in names else each.framework,
            "Answers": f"{each.people:,}",
            "Schools": str(len(each.schools)),
        }
        for each in found
    ]
    st.table(pd.DataFrame(rows), hide_index=True, border="horizontal", alt="Rounds that are kept here")


def look_closer(found: Sequence[Round]) -> Round:
    """The round the rest of the page is about."""
    st.header("Look closer at a round", anchor=False)
    return choosing.one_round(found, page="data")


def sources(chosen: Round) -> None:
    """Where the answers came from, when they were read, and what was left out and why."""
    for source in chosen.sources:
        with st.container(border=True):
            st.markdown(f"**{plain(source.file)}**")
            st.markdown(
                f"Read as {plain(_tool(source.reader))} on {day(source.read_at)} at {source.read_at:%H:%M}. "
                f"{source.kept:,} of {source.rows:,} rows were kept."
            )
            if source.problems:
                rows = [
                    {"What was found": plain(each.message), "Rows of the file": _rows(each.rows, each.count)}
                    for each in source.problems
                ]
                st.table(pd.DataFrame(rows), hide_index=True, border="horizontal", alt="What was found in the file")
            else:
                st.markdown("Nothing was left out.")
            st.caption(f"Fingerprint of the file (SHA-256): {source.sha256[:16]}…")
    st.caption(f"Fingerprint of the answers kept (SHA-256): {chosen.sha256[:16]}…")


def _rows(rows: Sequence[int], count: int) -> str:
    """The first few rows of the file a problem was met in.

    Example:
        >>> _rows((4, 9, 12), 3), _rows((), 0), _rows(tuple(range(2, 40)), 38)
        ('4, 9, 12', '', '2, 3, 4, 5, 6, 7, 8, 9 and 30 more')
    """
    first, more = ", ".join(str(row) for row in rows[:8]), max(count, len(rows)) - 8
    return f"{first} and {more:,} more" if rows and more > 0 else first


def _tool(reader: str) -> str:
    """How a person calls the tool an export came from."""
    from toolbox.reading import READERS

    return next((each.title for each in READERS if each.key == reader), reader)


def _opened_on(chosen: Round, form: str) -> int:
    """The version a form was opened on, which saving hands to the store."""
    return st.session_state.setdefault(f"data_{form}_{chosen.id}", chosen.version)


def _forget(chosen: Round) -> None:
    """Let both forms open anew on the round as it then is."""
    for form in ("rename", "invited"):
        st.session_state.pop(f"data_{form}_{chosen.id}", None)


def rename(chosen: Round) -> None:
    """Change the name and the date of a round."""
    opened_on = _opened_on(chosen, "rename")
    with (
        st.expander("Rename or re-date this round", icon=":material/edit:"),
        st.form(f"rename_{chosen.id}_{opened_on}"),
    ):
        name = st.text_input("Name", value=chosen.name, max_chars=80)
        collected = st.date_input("Collected on", value=chosen.collected_on, format="YYYY-MM-DD", **ANY_DAY)
        if st.form_submit_button("Save name and date", key=f"rename_save_{chosen.id}_{opened_on}"):
            _forget(chosen)
            with saying_what_went_wrong():
                if wrong := not_meant(collected, earliest=LONG_SINCE):
                    raise ToolboxError("odd_date", wrong)
                state.store().update_round(
                    state.viewer(), chosen.id, version=opened_on, name=name.strip(), collected_on=collected
                )
                _say_and_rerun(f"Saved: this round is now called “{plain(name.strip())}”.")


def invited(chosen: Round) -> None:
    """How many were invited, by school and group: with it, pages show the response rate."""
    opened_on = _opened_on(chosen, "invited")
    with (
        st.expander("How many people were invited", icon=":material/groups:"),
        st.form(f"invited_{chosen.id}_{opened_on}", border=False),
    ):
        st.markdown("With these numbers the pages show the response rate. Leave empty what you do not know.")
        rows = [
            {"School": school, "Group": group, "Invited": chosen.invited.get((school, group))}
            for school in chosen.schools
            for group in chosen.groups
        ]
        frame = pd.DataFrame(rows).astype({"Invited": "Int64"})
        changed = st.data_editor(
            frame,
            hide_index=True,
            num_rows="fixed",
            disabled=["School", "Group"],
            column_config={"Invited": st.column_config.NumberColumn(min_value=0, step=1)},
            key=f"invited_table_{chosen.id}_{opened_on}",
        )
        if st.form_submit_button("Save the numbers", key=f"invited_save_{chosen.id}_{opened_on}"):
            _forget(chosen)
            with saying_what_went_wrong():
                numbers = {
                    (row["School"], row["Group"]): int(row["Invited"])
                    for row in changed.to_dict("records")
                    if not pd.isna(row["Invited"]) and int(row["Invited"]) > 0
                }
                state.store().update_round(state.viewer(), chosen.id, version=opened_on, invited=numbers)
                _say_and_rerun("Saved: the numbers invited.")


def recipe(chosen: Round) -> None:
    """Download how the export was turned into answers; it holds no data."""
    if chosen.recipe is None:
        return
    from toolbox.reading.recipes import to_json

    with st.expander("The recipe: how the columns were understood", icon=":material/receipt_long:"):
        st.markdown(
            "The recipe says which column stands for what. It holds nobody’s answers, so you can pass it on; the next "
            "round of the same survey is mapped by it."
        )
        st.download_button(
            "Download the recipe",
            data=lambda: to_json(state.store().round(state.viewer(), chosen.id).recipe).encode(),
            file_name=file_name("recipe", chosen.recipe.name or chosen.name) + ".json",
            mime="application/json",
            on_click="ignore",
            icon=":material/download:",
            key=f"recipe_{chosen.id}",
        )


def delete(chosen: Round) -> None:
    """Delete a round for good, after asking once more."""
    asked = f"data_delete_{chosen.id}"
    with st.expander("Delete this round", icon=":material/delete:", expanded=bool(st.session_state.get(asked))):
        st.markdown(
            f"Deletes “{plain(chosen.name)}” with its {chosen.people:,} answers from the data folder. Nothing of it "
            "can be brought back, other than by uploading the export again."
        )
        st.caption(
            "If its results were shown, what stays is how many people of each school and group answered each question, and a check "
            "number of each school and group from which no answer can be read. So the same file, or a corrected one, can be held "
            "against what was shown of it: where only a few people differ, their school and group is not shown then."
        )
        sure = st.checkbox("Yes, I want to delete this round for good", key=asked)
        pressed = st.button("Delete for good", icon=":material/delete:", key=f"delete_{chosen.id}", disabled=not sure)
        if sure and pressed:
            with saying_what_went_wrong():
                store, viewer = state.store(), state.viewer()
                kept = to_remember(store, viewer, chosen, state.frameworks().get(chosen.framework), noting.policy())
                store.delete_round(viewer, chosen.id, remember=kept)
                released.forget()
                _say_and_rerun(f"Deleted: “{plain(chosen.name)}” and its answers are gone.")
