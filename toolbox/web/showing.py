"""What result pages draw: scope, sentences, charts with their text twin and their numbers, reasons for what is hidden.

Takes released results only and computes nothing; words come from ``toolbox.wording``, tables from ``toolbox.tables``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from toolbox import charts
from toolbox.disclosure import ReleasedComparison, ReleasedProfile
from toolbox.model import Round
from toolbox.web import glance, sampling
from toolbox.web.choosing import day
from toolbox.web.plain import plain
from toolbox.wording import change_alt, group_name, hidden, items_alt, profile_alt


def dark() -> bool:
    """Whether the visitor's page is dark now."""
    return st.context.theme.type == "dark"


def in_view(schools: Sequence[str], of_schools: int) -> str:
    """The schools a result is about, in words.

    Example:
        >>> in_view(("Northbank",), 3), in_view(("A", "B", "C"), 3)
        ('Northbank', 'All 3 schools of the round')
    """
    if len(schools) == 1:
        return schools[0]
    return f"All {of_schools} schools of the round" if len(schools) == of_schools else f"{len(schools)} schools"


def _scope(title: str, lines: Iterable[str], rounds: Sequence[Round]) -> None:
    with st.container(key="scope", gap="xsmall"):
        st.header(plain(title), anchor=False)
        sampling.badge(rounds)
        for line in lines:
            st.markdown(line)


def scope_of_profile(found: ReleasedProfile, of: Round, who: str) -> None:
    """What a profile is about: school, round, framework, who answered."""
    _scope(
        in_view(found.schools, found.of_schools),
        (
            f"{plain(found.round)}, {day(found.collected_on)} · {plain(found.framework.name)}",
            plain(who),
        ),
        (of,),
    )


def scope_of_change(found: ReleasedComparison, of: Sequence[Round]) -> None:
    """What a comparison is about: school, both rounds, framework."""
    _scope(
        in_view(found.schools, found.of_schools),
        (
            f"Before: {plain(found.before)}, {day(found.before_on)} · After: {plain(found.after)}, {day(found.after_on)} · "
            f"{plain(found.framework.name)}",
        ),
        of,
    )


def sentences(said: Sequence[str]) -> None:
    """The findings in words, before any chart."""
    with st.container(border=True, key="sentences"):
        for sentence in said:
            st.markdown(plain(sentence))


def _chart(drawn: Any, alt: str) -> None:
    """A chart with its text twin as its name for a screen reader."""
    st.altair_chart(drawn.properties(description=alt), width="stretch", theme=None)


def _table(rows: Sequence[glance.Row], alt: str) -> None:
    """A real table: readable by a screen reader and whole in print. Columns without a word in them are left out."""
    frame = pd.DataFrame(rows)
    st.table(frame.loc[:, (frame != "").any()], hide_index=True, border="horizontal", alt=alt)


def numbers(rows: Sequence[glance.Row], alt: str, *, label: str = "Show the numbers", key: str) -> None:
    """The numbers behind a chart, folded away."""
    with st.expander(label, icon=":material/table_rows:", key=key):
        _table(rows, alt)


def profile(found: ReleasedProfile) -> None:
    """The areas by group: chart, text twin, numbers."""
    st.header("The areas, as each group sees them", anchor=False)
    _chart(charts.profile(found, dark=dark()), profile_alt(found))
    numbers(glance.areas(found), "Average of each area by group", key="profile_numbers")


def _reasons(cells: Iterable[tuple[str, str]]) -> None:
    """Why some numbers are not shown: one line for each reason, naming the groups."""
    by_reason: dict[str, dict[str, None]] = {}
    for group, reason in cells:
        if reason:
            by_reason.setdefault(reason, {})[group_name(group)] = None
    for reason, groups in by_reason.items():
        st.caption(f":material/visibility_off: {plain(', '.join(groups))}: {plain(hidden(reason))}")


def items(found: ReleasedProfile, *, page: str) -> None:
    """The items of one area, when asked for."""
    asked = {area.id: area.name for area in found.framework.areas if any(cell.area == area.id for cell in found.items)}
    if not asked:
        return
    st.header("Item by item", anchor=False)
    area = st.selectbox(
        "Area", list(asked), index=None, format_func=asked.__getitem__, placeholder="Choose an area to see its items",
        key=f"{page}_area", persist_state="session",
    )  # fmt: skip
    if area is None:
        return
    _chart(
        charts.items(found, area, dark=dark()),
        items_alt(found, area),
    )
    _reasons((cell.group, cell.hidden) for cell in found.items if cell.area == area)
    numbers(glance.items(found, area), f"Average of each item of {asked[area]} by group", key=f"{page}_items_numbers")


def funnel(found: ReleasedComparison) -> None:
    """Who answered before, after, and both times: read first, because it says what the change can be about."""
    st.header("Who answered", anchor=False)
    _table(glance.funnel(found), "Who answered before, after, and both times")


def changes(found: ReleasedComparison) -> None:
    """The change of each group: how it was compared, chart, change in words and numbers."""
    for group in dict.fromkeys(row.group for row in found.areas):
        st.header(plain(group_name(group)), anchor=False)
        if reason := glance.all_hidden(found, group):
            st.markdown(f":material/visibility_off: {plain(reason)}")
            continue
        for line in glance.designs(found, group):
            st.markdown(plain(line))
        alt = f"Change of {group} in each area"
        if not glance.has_averages(found, group):
            _table(glance.change(found, group), alt)
            continue
        _chart(charts.change(found, group, dark=dark()), change_alt(found, group))
        label = "Show the change in words and numbers"
        numbers(glance.change(found, group), alt, label=label, key=f"change_numbers_{group}")


def left_out(found: ReleasedComparison) -> None:
    """Items that are in no change, and why."""
    names = {item.id: f"{item.code} {item.name}" for item in found.framework.items}
    words = {"reworded": "its wording changed", "only_before": "asked only before", "only_after": "asked only after"}
    if found.dropped_items:
        listed = "; ".join(
            f"{names.get(item, item)} ({words.get(reason, reason)})" for item, reason in found.dropped_items
        )
        st.caption(f":material/rule: Left out of the comparison: {plain(listed)}.")
