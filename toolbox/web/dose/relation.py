"""Change beside hours of mentoring: in words with the warnings, area by area as thirds, line and band."""

from __future__ import annotations

from functools import partial

import streamlit as st

from toolbox.charts.dose import dose
from toolbox.disclosure import ReleasedComparison
from toolbox.disclosure.doses import ReleasedDose, ReleasedRelation
from toolbox.disclosure.words import signed
from toolbox.model import Round
from toolbox.web import showing
from toolbox.web.dose import asked, files
from toolbox.web.glance import Row
from toolbox.web.plain import plain
from toolbox.wording import group_name
from toolbox.wording.doses import (
    more_hours,
    relation_alt,
    relation_sentences,
    relation_words,
    slope_words,
    step_of,
    third_name,
)

THIRDS = ("Fewest hours", "Middle", "Most hours")


def part(compared: ReleasedComparison, before: Round, after: Round) -> None:
    """Each group whose hours are known: only of all schools together, and only where the same persons are followed."""
    found = asked.study_of_all(compared, before, after)
    if found is None or not found.relations:
        return
    st.header("Change beside hours of mentoring", anchor=False)
    st.markdown(_about(found))
    for group in dict.fromkeys(row.group for row in found.relations):
        st.markdown(f"**{plain(group_name(group))}**")
        st.markdown("\n".join(f"- {plain(words)}" for words in relation_sentences(found, group)))
        rows = [row for row in found.relations if row.group == group]
        if any(row.thirds for row in rows):
            _areas(found, group, rows)
    labels = {"dose": "Change beside hours (CSV)"}
    if any(row.thirds for row in found.relations):
        labels["dose_thirds"] = "Thirds by hours (CSV)"
    if any(row.band for row in found.relations):
        labels["dose_line"] = "The lines (CSV)"
    if not all(row.hidden for row in found.relations):
        files.below(labels, before, after, None, key="change_dose")
    if found.left_out:
        st.caption(f"Not in it, for nobody wrote down who came: {plain(', '.join(found.left_out))}.")


def _about(found: ReleasedDose) -> str:
    if found.relations[0].per == "teacher":
        return (
            "Those who answered both times, in schools mentored between the rounds, by the hours each of them came to. Who came "
            "to none counts with 0."
        )
    return (
        "Those who answered both times, in mentored schools, by the hours their school got for each teacher on its roster, or as "
        "the hub entered them."
    )


def _areas(found: ReleasedDose, group: str, rows: list[ReleasedRelation]) -> None:
    with st.expander(
        f"{group_name(group)}: area by area",
        icon=":material/show_chart:",
        key=f"change_dose_{group}",
        on_change="rerun",
    ) as look:
        if not look.open:
            return
        names = {area.id: area.name for area in found.framework.areas}
        drawn = {row.area: row for row in rows if row.thirds}
        first = next(
            (area for area, row in drawn.items() if row.verdict in ("rose_more", "rose_less")), next(iter(drawn))
        )
        area = st.selectbox(
            "Area",
            list(drawn),
            index=list(drawn).index(first),
            format_func=names.__getitem__,
            key=f"change_dose_area_{group}",
        )
        row = drawn.get(area, drawn[first])
        part_of = f"{group} {row.area}"
        showing.chart(found, "dose", part_of, partial(dose, found, row), relation_alt(found, row))
        step = step_of(rows)
        showing.table(
            [_row(found, each, names, step) for each in rows], f"Change of {group} by hours of mentoring in each area"
        )
        st.caption(
            "The line is for people who began at the average; “no clear relation” allows for all areas having been looked at."
        )


def _row(found: ReleasedDose, row: ReleasedRelation, names: dict[str, str], step: int) -> Row:
    said = [f"**{signed(each.change)}** {third_name(each, 'h')} (n {each.n:,})" for each in row.thirds]
    places = THIRDS if len(said) == len(THIRDS) else (THIRDS[0], THIRDS[-1])
    return {
        "Area": plain(names[row.area]),
        **(dict.fromkeys(THIRDS, "") | dict(zip(places, said, strict=False))),
        f"For {more_hours(step)} (range that fits)": slope_words(row, step),
        "In words": plain(relation_words(row, found.policy)),
    }
