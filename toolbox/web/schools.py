"""The roster: what is known about the schools beside their answers, typed into a table or brought from a spreadsheet.

The table saves school by school (``toolbox.web.log.editing``): one that somebody else changed meanwhile is not overwritten.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from toolbox.model import SCHOOL_TYPES, Round, School, SchoolFacts, Viewer
from toolbox.web import state
from toolbox.web.day_column import day_column
from toolbox.web.log import editing, kept, names, renaming
from toolbox.web.plain import plain
from toolbox.web.refusals import saying_what_went_wrong

_TURN, _SAID = "schools_turn", "schools_said"
_TEXTS = {"Country": "country", "Region": "region", "Hub": "hub", "Level": "level", "Wave": "wave"}
_COUNTS = {"Teachers": "teachers", "Leaders": "leaders", "Pupils": "pupils"}
#: Types a table can say, with none.
_NO_TYPE = "–"


def known(viewer: Viewer) -> tuple[str, ...]:
    """Every school the viewer may see, by name: of rounds, roster, members and sessions."""
    return tuple(each.school for each in kept.roster(viewer))


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


def facts_part() -> None:
    """The part of a page where the roster is kept."""
    st.header("What is known about the schools", anchor=False)
    if words := st.session_state.pop(_SAID, ""):
        st.success(words, icon=":material/check_circle:")
    viewer = state.viewer()
    rows = kept.roster(viewer)
    st.markdown(_summary(rows))
    with st.expander("The roster: hub, type, wave, first day, teachers", icon=":material/school:", key="schools_table"):
        st.markdown(
            "Teachers on the roster are what hours and reach are divided by. Schools whose mentoring began between two "
            "rounds can be set beside schools that were still waiting. Leave empty what nobody knows."
        )
        if rows:
            editing.show(kind(viewer), lambda: kept.roster(viewer))
            st.divider()
        _from_file(viewer)
    if rows and viewer.schools is None:
        renaming.part(viewer, [each.school for each in rows])


def _summary(rows: Sequence[School]) -> str:
    """How much is known, in one line.

    Example:
        >>> _summary((School(school="Elm", hub="North", teachers=20), School(school="Oak")))
        'Of 2 schools the hub is known for 1, the first day of mentoring for 0, the number of teachers for 1, the type for 0.'
    """
    if not rows:
        return "No school is known yet. Bring a list of schools, or upload answers that name them."
    told = (
        ("hub", sum(bool(each.hub) for each in rows)),
        ("first day of mentoring", sum(each.starts is not None for each in rows)),
        ("number of teachers", sum(each.teachers is not None for each in rows)),
        ("type", sum(bool(each.types) for each in rows)),
    )
    of = "1 school" if len(rows) == 1 else f"{len(rows):,} schools"
    return f"Of {of} " + ", ".join(
        f"the {what} {'is known ' if place == 0 else ''}for {count:,}" for place, (what, count) in enumerate(told)
    ) + "."  # fmt: skip


def kind(viewer: Viewer) -> editing.Kind[School]:
    """What the roster's rows are and how one is saved."""
    return editing.Kind(
        key="schools",
        id=lambda each: each.school,
        name=lambda each: each.school,
        said=said,
        frame=frame,
        read=read,
        change=lambda wanted, seen: state.store().roster.change(viewer, [wanted], seen=[seen]),
        columns={
            "School": st.column_config.TextColumn(pinned=True),
            "Level": st.column_config.TextColumn(help="Of education, such as primary or ISCED 2"),
            "Type": st.column_config.SelectboxColumn(
                options=[_NO_TYPE, *SCHOOL_TYPES], help="AS: advanced school. AP: advanced practitioners"
            ),
            "Type since": day_column(
                help="Another type with a day of its own joins the history; the same day corrects it",
            ),
            "Before": st.column_config.TextColumn(width=150, help="Types it was before"),
            "Wave": st.column_config.TextColumn(help="Schools that started together"),
            "Mentoring began": day_column(help="Empty: not begun"),
            **{title: st.column_config.NumberColumn(step=1, help="On the roster") for title in _COUNTS},
            "Hours": st.column_config.NumberColumn(
                step=0.01, help="Only where a hub has nothing but the sum. Sessions count before it"
            ),
        },
        fixed=("School", "Before"),
        alt="The roster: country, region, hub, level, type, wave, first day, persons and hours of each school can be filled in",
        several="schools",
    )


def frame(rows: Sequence[School]) -> pd.DataFrame:
    """The rows as the table shows them."""

    def days(found: Sequence[date | None]) -> pd.Series:
        return pd.Series([None if day is None else pd.Timestamp(day) for day in found], dtype="datetime64[s]")

    def texts(part: str) -> pd.Series:
        return pd.Series([getattr(each, part) for each in rows], dtype="str")

    return pd.DataFrame(
        {
            "School": texts("school"),
            **{title: texts(part) for title, part in _TEXTS.items() if title != "Wave"},
            "Type": pd.Series([each.type or _NO_TYPE for each in rows], dtype="str"),
            "Type since": days([each.types[-1][1] if each.types else None for each in rows]),
            "Before": pd.Series([_before(each) for each in rows], dtype="str"),
            "Wave": texts("wave"),
            "Mentoring began": days([each.starts for each in rows]),
            **{
                title: pd.Series([getattr(each, part) for each in rows], dtype="Int64")
                for title, part in _COUNTS.items()
            },
            "Hours": pd.Series([each.hours for each in rows], dtype="float64"),
        }
    )


def _before(each: School) -> str:
    return ", ".join(f"{type} since {since}" if since else type for type, since in each.types[:-1])


def read(row: Mapping[str, Any], seen: School) -> School:
    """The school a row of the table says.

    Example:
        >>> elm = School(school="Elm", hub="North", types=(("AP", date(2024, 9, 1)),), teachers=24)
        >>> row = frame([elm]).to_dict("records")[0]
        >>> read(row, elm) == elm
        True
        >>> read(row | {"Type": "AS", "Type since": pd.Timestamp("2026-02-01")}, elm).types[-1]
        ('AS', datetime.date(2026, 2, 1))
    """
    type = "" if pd.isna(row["Type"]) or row["Type"] == _NO_TYPE else row["Type"]
    return replace(
        seen,
        types=types_now(seen.types, type, _day(row["Type since"])),
        starts=_day(row["Mentoring began"]),
        hours=None if pd.isna(row["Hours"]) else float(row["Hours"]),
        **{part: "" if pd.isna(row[title]) else str(row[title]).strip() for title, part in _TEXTS.items()},
        **{part: None if pd.isna(row[title]) else int(row[title]) for title, part in _COUNTS.items()},
    )


def types_now(
    were: tuple[tuple[str, date | None], ...], type: str, since: date | None
) -> tuple[tuple[str, date | None], ...]:
    """The history of types with what the table says of the last: corrected, or joined by another one of a later day.

    Example:
        >>> were = (("AP", date(2024, 9, 1)),)
        >>> types_now(were, "AP", date(2024, 8, 15)), len(types_now(were, "AS", date(2026, 2, 1))), types_now(were, "", None)
        ((('AP', datetime.date(2024, 8, 15)),), 2, ())
    """
    if not type:
        return were[:-1]
    last = were[-1] if were else ("", None)
    another = bool(were) and type != last[0] and since is not None and since != last[1]
    return (*(were if another else were[:-1]), (type, since))


def said(each: School) -> str:
    """What is known about a school, in words.

    Example:
        >>> said(School(school="Elm", hub="North", types=(("AS", None),), teachers=24))
        'hub North, AS, 24 teachers'
    """
    parts = [
        f"{part} {value}" if part in ("hub", "wave") else value
        for part in _TEXTS.values()
        if (value := getattr(each, part))
    ]
    parts += (
        [" ".join(filter(None, [each.type, each.types[-1][1] and f"since {each.types[-1][1]}"]))] if each.types else []
    )
    parts += [f"mentoring began {each.starts}"] if each.starts else []
    parts += [f"{count:,} {part}" for part in _COUNTS.values() if (count := getattr(each, part)) is not None]
    parts += [] if each.hours is None else [f"{each.hours:g} hours"]
    return ", ".join(parts) or "nothing beside its name"


def _day(cell: Any) -> date | None:
    return None if pd.isna(cell) else date(cell.year, cell.month, cell.day)


def _from_file(viewer: Viewer) -> None:
    """The same from a spreadsheet: what was understood is shown before anything is saved."""
    turn = st.session_state.get(_TURN, 0)
    file = st.file_uploader(
        "Or bring a list: CSV or Excel with headings such as school, country, hub, type, wave, starts, teachers",
        type=["csv", "tsv", "txt", "xlsx", "xls", "ods"],
        max_upload_size=5,
        key=f"schools_file_{turn}",
    )
    if file is None:
        return
    from toolbox.reading.school_lists import read_schools

    with saying_what_went_wrong():
        words = bring(viewer, read_schools(file.getvalue(), file.name), file.name, f"schools_list_{turn}")
        if words:
            st.session_state[_TURN] = turn + 1
            st.session_state[_SAID] = plain(words)
            st.rerun()


def bring(viewer: Viewer, listed: Any, file: str, key: str) -> str:
    """Ask what unknown names are, show what would be kept, and keep it on a click; what was kept in words, "" before.

    Raises:
        ToolboxError: what the list's rows and the store refuse.
    """
    from toolbox.reading.school_lists import matched

    store, schools = state.store(), known(viewer)
    former, before = store.roster.former_names(viewer), {each.school: each for each in store.roster.all(viewer)}
    _, unknown = matched(listed, names.with_decisions(schools, former, {}), before.values())
    decided = names.ask(unknown, schools, key)
    if decided is None:
        return ""
    now, _ = matched(listed, names.with_decisions(schools, former, decided), before.values())
    blank = {each.school: before.get(each.school, School(school=each.school)) for each in now}
    changed = [each for each in now if each != blank[each.school]]
    if not changed:
        st.info("Everything in this list is kept already.", icon=":material/info:")
        return ""
    shown = frame(changed)
    told = [title for title in shown if any(not pd.isna(cell) and cell not in ("", _NO_TYPE) for cell in shown[title])]
    st.dataframe(shown[told], hide_index=True, alt="What will be kept about each school of the list")
    many = f"{len(changed):,} {'school' if len(changed) == 1 else 'schools'}"
    if not st.button(f"Keep this for {many}", type="primary", key=f"{key}_take"):
        return ""
    store.roster.change(viewer, changed, seen=[blank[each.school] for each in changed])
    editing.anew(kind(viewer))
    return f"Saved: {many} from {file}."
