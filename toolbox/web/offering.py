"""Downloads: built when somebody clicks, from what the store says this viewer may see at that moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

import streamlit as st

from toolbox import reports, tables
from toolbox.disclosure import ReleasedComparison, ReleasedProfile
from toolbox.model import RatingNote, Round, Table
from toolbox.tables import COLUMNS
from toolbox.tables.columns import P_VALUE
from toolbox.web import noting, released, state
from toolbox.web.plain import file_name, plain

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

#: What one row of each table is, by the table's name.
ROWS = {
    "groups": "One row a group: how many answered, of how many invited.",
    "profile": "One row an area and group: average, spread, interval, share at the top.",
    "gaps": "One row an area and pair of groups: how far they lie apart, over the items both were asked.",
    "levels": "One row an area, group and level: what share of persons stands there.",
    "unity": "One row an area and group: agreement on its items, what was left out, worst-case bounds.",
    "items": "One row an item and group.",
    "rated_areas": "One row an area of a rubric: middle, lowest and highest rating, how many reach the required level.",
    "ratings": "One row an indicator of a rubric: rating, levels to go; for the school itself target, evidence, rating from outside.",
    "schools_at_levels": "One row an area or indicator and level: how many schools stand there.",
    "answers": "One row an item, group and answer: what share chose it.",
    "funnel": "One row a group: who answered before, after, and both times.",
    "links": "One row a group: whose code was found again, whose nearly, and whose not.",
    "change_accepted": "One row an area and group: the change with the accepted pairs of codes added.",
    "positions": "One row an area: where the school itself states that it stands.",
    "next_steps": "One row a next step and group: what it stood at when chosen and stands at now.",
    "baseline": "One row an area and group: those who answered both times beside those who answered once.",
    "change": "One row an area and group: before, after, change, interval, standardised change.",
    "change_items": "One row an item and group: before, after, change.",
    "starting": "One row an area, group and third by starting level: change beside what was to be expected anyway.",
    "given": "One row a school, the last all together: sessions, hours and teachers reached.",
    "methods": "One row a school and method of its sessions.",
    "dose": "One row an area and group: points more for an hour more, and what that says in words.",
    "dose_thirds": "One row an area, group and third by hours: hours and change.",
    "dose_line": "One row a point of the line in each chart, with its band.",
    "equity": "One row an area and group: the gap that closed beside what closes anyway, and who was reached.",
    "wave_standing": "One row a wave: how many of its schools were mentored before, began, were waiting.",
    "retention": "One row a kind of member and wave: who took part, and who stayed.",
}

#: Columns that say the same in every row of a page; the line above the tables says it already. Files have them all.
SAID_ABOVE = ("schools", "round", "collected_on", "before", "after")

Result = ReleasedProfile | ReleasedComparison
Ask = Callable[[], Result]
#: Builds further tables of a workbook when it is asked for.
More = Callable[[], tuple[Table, ...]]


def parts(found: Result, notes: Iterable[RatingNote] = ()) -> tuple[Table, ...]:
    """The evaluation tables of a result, in the order of the workbook; ``notes`` stand beside the ratings of a rubric."""
    if isinstance(found, ReleasedProfile):
        makers = (
            tables.groups_table, tables.profile_table, tables.gaps_table, tables.levels_table, tables.unity_table,
            tables.items_table, tables.answers_table, tables.rated_areas_table, tables.schools_at_levels_table,
            partial(tables.ratings_table, notes=tuple(notes)),
        )  # fmt: skip
    else:
        makers = (
            tables.funnel_table, tables.links_table, tables.change_table, tables.accepted_table, tables.change_items_table,
            tables.baseline_table, tables.starting_table,
        )  # fmt: skip
    made = tuple(make(found) for make in makers)
    return tuple(table for table in made if len(table.frame))


def _notes(found: Result, ids: tuple[str, ...]) -> tuple[RatingNote, ...]:
    """What the one school in view wrote beside its ratings, asked of the store for whoever takes the file."""
    if not isinstance(found, ReleasedProfile) or found.framework.kind != "rubric" or len(found.schools) != 1:
        return ()
    return state.store().ratings.notes(state.viewer(), ids[0], found.schools[0])


def _rounds(ids: Iterable[str]) -> tuple[Round, ...]:
    return tuple(state.store().round(state.viewer(), id) for id in ids)


def _workbook(ask: Ask, ids: tuple[str, ...], file: str = "tables.xlsx", *, more: More = tuple) -> bytes:
    with noting.as_file(file):
        found = ask()
        return reports.workbook(
            (*parts(found, _notes(found, ids)), *more()), tables.notes_table(found, rounds=_rounds(ids)), found.policy
        )


def _csv(ask: Ask, name: str, file: str = "", ids: tuple[str, ...] = (), *, more: More = tuple) -> bytes:
    with noting.as_file(file or f"{name}.csv"):
        found = ask()
        notes = _notes(found, ids) if ids and name == "ratings" else ()
        made = [table for table in parts(found, notes) if table.name == name]
        return reports.csv(made[0] if made else next(table for table in more() if table.name == name))


def _named(found: Result, what: str) -> str:
    """A file's name: whose, which round or rounds, what."""
    whose = found.schools[0] if len(found.schools) == 1 else "all schools"
    when = found.round if isinstance(found, ReleasedProfile) else f"{found.before} to {found.after}"
    return file_name(what, whose, when)


def _workbook_button(
    ask: Ask,
    ids: tuple[str, ...],
    found: Result,
    *,
    key: str,
    label: str = "All tables (XLSX)",
    type: str = "secondary",
    width: str = "content",
    more: More = tuple,
) -> None:
    what = "profile" if isinstance(found, ReleasedProfile) else "change"
    file = f"{_named(found, what)}.xlsx"
    st.download_button(
        label, data=lambda: _workbook(ask, ids, file, more=more), file_name=file, mime=XLSX,
        on_click="ignore", icon=":material/download:", key=f"{key}_xlsx", type=type, width=width,
    )  # fmt: skip


def _csv_button(
    ask: Ask, name: str, label: str, found: Result, *, key: str, ids: tuple[str, ...] = (), width: str = "content",
    more: More = tuple,
) -> None:  # fmt: skip
    file = f"{_named(found, name)}.csv"
    st.download_button(
        label, data=lambda: _csv(ask, name, file, ids, more=more), file_name=file, mime="text/csv",
        on_click="ignore", icon=":material/download:", key=f"{key}_{name}_csv", width=width,
    )  # fmt: skip


def _files(
    ask: Ask, ids: tuple[str, ...], found: Result, csvs: Iterable[tuple[str, str]], *, key: str, more: More = tuple
) -> None:
    st.header("Take it away", anchor=False)
    with st.container(horizontal=True, key=f"{key}_files"):
        _workbook_button(ask, ids, found, key=key, more=more)
        for name, label in csvs:
            _csv_button(ask, name, label, found, key=key, ids=ids)
    st.caption("The workbook explains every column and notes every exclusion. Hidden numbers stay hidden in the files.")


def profile_files(round_id: str, school: str | None, found: ReleasedProfile, *, more: More = tuple) -> None:
    """The downloads of the school page; ``more`` makes further sheets of the workbook."""
    csvs = (("profile", "Areas (CSV)"), ("items", "Items (CSV)")) if found.items else (("profile", "Areas (CSV)"),)
    if found.framework.kind == "rubric" and len(found.schools) == 1:
        csvs = (("rated_areas", "Areas (CSV)"), ("ratings", "Ratings (CSV)"))
    _files(lambda: released.profile(round_id, school), (round_id,), found, csvs, key="school", more=more)


def change_files(
    before_id: str, after_id: str, school: str | None, found: ReleasedComparison, *, more: More = tuple
) -> None:
    """The downloads of the change page; ``more`` makes further sheets of the workbook."""
    csvs = (("change", "Change by area (CSV)"), ("funnel", "Who answered (CSV)"))
    ask = partial(released.comparison, before_id, after_id, school)
    _files(ask, (before_id, after_id), found, csvs, key="change", more=more)


def profile_tables(round_id: str, school: str | None, found: ReleasedProfile) -> None:
    """Every table of a profile with its downloads."""
    _all_tables(lambda: released.profile(round_id, school), (round_id,), found)


def change_tables(
    before_id: str, after_id: str, school: str | None, found: ReleasedComparison, *, more: More = tuple
) -> None:
    """Every table of a comparison with its downloads; ``more`` makes further ones."""
    _all_tables(partial(released.comparison, before_id, after_id, school), (before_id, after_id), found, more=more)


def _all_tables(ask: Ask, ids: tuple[str, ...], found: Result, *, more: More = tuple) -> None:
    with st.container(border=True, key="tables_workbook"):
        words, button = st.columns([4, 1], vertical_alignment="center")
        words.markdown(
            "**Everything in one file.** A sheet for each table below, a codebook with the meaning, unit and rule of every "
            "column, and a sheet of notes: rounds, sources, what was left out, versions."
        )
        with button:
            _workbook_button(
                ask, ids, found, key="tables", label="Workbook (XLSX)", type="primary", width="stretch", more=more
            )
    for table in (*parts(found), *more()):
        with st.container(border=True, key=f"table_{table.name}"):
            words, button = st.columns([4, 1], vertical_alignment="center")
            words.markdown(f"**{plain(table.title)}**  \n{ROWS[table.name]} {len(table.frame):,} rows.")
            with button:
                _csv_button(ask, table.name, "CSV", found, key="tables", ids=ids, width="stretch", more=more)
            look = st.expander("Look at it", icon=":material/table_rows:", key=f"look_{table.name}", on_change="rerun")
            if look.open:
                with look:
                    preview(table)


def preview(table: Table) -> None:
    """A table to look through, with the headings of the workbook and the meaning of each column on hover."""
    order = [name for name in table.frame.columns if name not in SAID_ABOVE]
    st.dataframe(
        table.frame, hide_index=True, column_order=order, column_config=columns_of(table, order), alt=table.title
    )
    for note in table.notes:
        st.caption(plain(note))


def columns_of(table: Table, names: Iterable[str]) -> dict[str, object]:
    """How the columns of a table are headed, formatted and explained on the screen."""
    made = {}
    for name in names:
        column = COLUMNS[name]
        if column.format.startswith("yyyy"):
            made[name] = st.column_config.DateColumn(column.label, help=column.meaning, format="YYYY-MM-DD")
        elif column.format == P_VALUE:  # two digits that count: a tiny one is not zero
            made[name] = st.column_config.NumberColumn(column.label, help=column.meaning, format="%.2g")
        elif column.format:
            places = len(column.format.partition(".")[2])
            made[name] = st.column_config.NumberColumn(column.label, help=column.meaning, format=f"%.{places}f")
        else:
            made[name] = st.column_config.TextColumn(column.label, help=column.meaning)
    return made
