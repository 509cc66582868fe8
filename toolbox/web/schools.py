"""What is known about the schools beside their answers: typed into a table or brought from a spreadsheet.

The table remembers what it was opened on. A school somebody else changed meanwhile is not overwritten; the others of
that table can be saved again at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd
import streamlit as st

from toolbox.model import Round, School, SchoolFacts
from toolbox.web import state
from toolbox.web.plain import plain
from toolbox.web.refusals import saying_what_went_wrong

_SEEN, _TURN, _SAID = "schools_seen", "schools_turn", "schools_said"
#: So many names stand in a sentence; further ones are counted.
NAMED = 8


def facts() -> tuple[SchoolFacts, ...]:
    """What is known about the schools this visitor may see."""
    return state.store().school_facts(state.viewer())


def counted(facts: Sequence[SchoolFacts], rounds: Sequence[Round]) -> tuple[int, int, int]:
    """(schools mentored between first and last round, still waiting, mentored before the first round).

    Example:
        >>> def of(on): return Round(id="", name="", collected_on=on, framework="", sha256="", people=1,
        ...     schools=("a", "b", "c"), groups=())
        >>> facts = (SchoolFacts(school="a", starts=date(2026, 1, 7)), SchoolFacts(school="b", starts=date(2025, 1, 7)))
        >>> counted(facts, (of(date(2025, 10, 1)), of(date(2026, 5, 1))))
        (1, 1, 1)
    """
    first, last = rounds[0].collected_on, rounds[-1].collected_on
    begun = {each.school: each.starts for each in facts if each.starts is not None and each.starts < last}
    before = sum(day < first for day in begun.values())
    return len(begun) - before, len(state.schools_of(rounds)) - len(begun), before


def facts_part(found: Sequence[Round]) -> None:
    """The part of a page where hub, first day and hours of each school are kept."""
    st.header("What is known about the schools", anchor=False)
    if words := st.session_state.pop(_SAID, ""):
        st.success(words, icon=":material/check_circle:")
    known = facts()
    st.markdown(_summary(state.schools_of(found), known))
    with st.expander("Hub, first day of mentoring and hours", icon=":material/school:", key="schools_table"):
        st.markdown(
            "Schools whose mentoring began between two rounds can be set beside schools that were still waiting. Leave "
            "the day empty where mentoring has not begun, and the hours where nobody counted."
        )
        _editor(found)
        st.divider()
        _from_file(found)


def _summary(schools: Sequence[str], known: Sequence[SchoolFacts]) -> str:
    """How much is known, in one line.

    Example:
        >>> _summary(("Elm", "Oak"), (SchoolFacts(school="Elm", hub="North"),))
        'Of 2 schools the hub is known for 1, the first day of mentoring for 0, hours for 0.'
    """
    here = [each for each in known if each.school in set(schools)]
    counted = (
        sum(bool(each.hub) for each in here),
        sum(each.starts is not None for each in here),
        sum(each.hours is not None for each in here),
    )
    return (
        f"Of {len(schools):,} schools the hub is known for {counted[0]:,}, the first day of mentoring for {counted[1]:,}, "
        f"hours for {counted[2]:,}."
    )


def _opened_on(found: Sequence[Round]) -> tuple[SchoolFacts, ...]:
    """What the table shows: as it is kept now, and unchanged from the first change a visitor makes until it is saved."""
    begun = st.session_state.get(f"schools_edited_{_turn()}", {}).get("edited_rows")
    if _SEEN not in st.session_state or not begun:
        known = {each.school: each for each in facts()}
        names = sorted({*state.schools_of(found), *known})
        st.session_state[_SEEN] = tuple(known.get(name, SchoolFacts(school=name)) for name in names)
    return st.session_state[_SEEN]


def _turn() -> int:
    return st.session_state.get(_TURN, 0)


def _anew() -> None:
    """Let table and file field open on what is kept now."""
    st.session_state.pop(_SEEN, None)
    st.session_state[_TURN] = _turn() + 1


def _editor(found: Sequence[Round]) -> None:
    seen = _opened_on(found)
    frame = pd.DataFrame(
        {
            "School": pd.Series([each.school for each in seen], dtype="str"),
            "Hub": pd.Series([each.hub for each in seen], dtype="str"),
            "Mentoring began": pd.Series([each.starts for each in seen], dtype="datetime64[s]"),
            "Hours": pd.Series([each.hours for each in seen], dtype="float64"),
        }
    )
    changed = st.data_editor(
        frame,
        hide_index=True,
        num_rows="fixed",
        disabled=["School"],
        placeholder="",
        column_config={
            "Mentoring began": st.column_config.DateColumn(format="YYYY-MM-DD", help="Empty: not begun"),
            "Hours": st.column_config.NumberColumn(
                min_value=0, step=0.01, help="Hours of mentoring this school has had"
            ),
        },
        key=f"schools_edited_{_turn()}",
        alt="Hub, first day of mentoring and hours of each school; every column but the first can be filled in",
    )
    if st.button("Save the table", key=f"schools_save_{_turn()}"):
        _save(tuple(_facts_of(row) for row in changed.to_dict("records")), seen)


def _facts_of(row: dict[str, object]) -> SchoolFacts:
    hub, starts, hours = row["Hub"], row["Mentoring began"], row["Hours"]
    return SchoolFacts(
        school=str(row["School"]),
        hub="" if pd.isna(hub) else str(hub).strip(),
        starts=None if pd.isna(starts) else date(starts.year, starts.month, starts.day),
        hours=None if pd.isna(hours) else float(hours),
    )


def _save(now: Sequence[SchoolFacts], seen: Sequence[SchoolFacts]) -> None:
    changed = [(after, before) for after, before in zip(now, seen, strict=True) if after != before]
    if not changed:
        st.info("Nothing was changed.", icon=":material/info:")
        return
    _anew()
    with saying_what_went_wrong():
        state.store().change_school_facts(
            state.viewer(), [after for after, _ in changed], seen=[before for _, before in changed]
        )
        _say_and_rerun(f"Saved: {len(changed):,} {'school' if len(changed) == 1 else 'schools'}.")


def _say_and_rerun(words: str) -> None:
    st.session_state[_SAID] = words
    st.rerun()


def _from_file(found: Sequence[Round]) -> None:
    """The same from a spreadsheet: what was understood is shown before anything is saved."""
    turn = _turn()
    file = st.file_uploader(
        "Or bring a list: CSV or Excel with the headings school, hub, starts, hours",
        type=["csv", "tsv", "txt", "xlsx", "xls", "ods"],
        max_upload_size=5,
        key=f"schools_file_{turn}",
    )
    if file is None:
        return
    from toolbox.reading.school_lists import matched, read_schools

    with saying_what_went_wrong():
        before = {each.school: each for each in state.store().roster.all(state.viewer())}
        now, unknown = matched(
            read_schools(file.getvalue(), file.name), {*state.schools_of(found), *before}, before.values()
        )
        was = [before.get(each.school, School(school=each.school)) for each in now]
        changed = [(after, old) for after, old in zip(now, was, strict=True) if after != old]
        if unknown:
            st.warning(_unknown(unknown), icon=":material/help:")
        if not changed:
            st.info("Everything in this list is kept already.", icon=":material/info:")
            return
        rows = [
            {
                "School": each.school,
                "Hub": each.hub,
                "Mentoring began": "" if each.starts is None else f"{each.starts:%Y-%m-%d}",
                "Hours": "" if each.hours is None else f"{each.hours:g}",
            }
            for each, _ in changed
        ]
        st.dataframe(pd.DataFrame(rows), hide_index=True, alt="What will be kept about each school of the list")
        many = f"{len(changed):,} {'school' if len(changed) == 1 else 'schools'}"
        if st.button(f"Keep this for {many}", type="primary", key=f"schools_take_{turn}"):
            state.store().roster.change(
                state.viewer(), [after for after, _ in changed], seen=[old for _, old in changed]
            )
            _anew()
            _say_and_rerun(f"Saved: {many} from {plain(file.name)}.")


def _unknown(names: Sequence[str]) -> str:
    """Schools of a list that are in no round.

    Example:
        >>> print(_unknown(["Ash"]))
        Ash is in no round and was left out. Write the name as the answers have it.
        >>> print(_unknown([f"S{number}" for number in range(10)]))
        S0, S1, S2, S3, S4, S5, S6, S7 and 2 more are in no round and were left out. Write the names as the answers have them.
    """
    first, more = ", ".join(plain(name) for name in names[:NAMED]), len(names) - NAMED
    if len(names) == 1:
        return f"{first} is in no round and was left out. Write the name as the answers have it."
    also = f" and {more} more" if more > 0 else ""
    return f"{first}{also} are in no round and were left out. Write the names as the answers have them."
