"""What result pages draw: scope, sentences, charts with their text twin and their numbers, reasons for what is hidden.

Takes released results only and computes nothing; words come from ``toolbox.wording``, tables from ``toolbox.tables``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import streamlit as st

from toolbox import charts, tables
from toolbox.disclosure import ReleasedComparison, ReleasedCount, ReleasedFunnel, ReleasedProfile
from toolbox.model import Round, Table
from toolbox.web import sampling
from toolbox.web.choosing import day
from toolbox.web.plain import plain
from toolbox.wording import change_alt, group_name, hidden, profile_alt


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


def answered(count: ReleasedCount) -> str:
    """Who answered of one group, in words; a share only where it stands for twenty people or more."""
    if count.answered is None:
        return f"{group_name(count.group)}: {hidden(count.hidden)}"
    said = f"{group_name(count.group)}: {count.answered:,}"
    if count.invited is None:
        return f"{said}, number invited not known"
    share = f" ({count.rate:.0%})" if count.rate is not None and count.invited >= 20 else ""
    return f"{said} of {count.invited:,} invited{share}"


def _scope(title: str, lines: Iterable[str], rounds: Sequence[Round]) -> None:
    with st.container(key="scope", gap="xsmall"):
        st.subheader(plain(title), anchor=False)
        sampling.badge(rounds)
        for line in lines:
            st.markdown(line)


def scope_of_profile(found: ReleasedProfile, of: Round) -> None:
    """What a profile is about: school, round, framework, who answered."""
    _scope(
        in_view(found.schools, found.of_schools),
        (
            f"{plain(found.round)}, {day(found.collected_on)} · {plain(found.framework.name)}",
            "**Who answered** · " + " · ".join(plain(answered(count)) for count in found.groups),
        ),
        (of,),
    )


def scope_of_change(found: ReleasedComparison, of: Sequence[Round]) -> None:
    """What a comparison is about: school, both rounds, framework."""
    _scope(
        in_view(found.schools, found.of_schools),
        (
            f"Before: {plain(found.before)}, {day(found.before_on)} · After: {plain(found.after)}, {day(found.after_on)}",
            plain(found.framework.name),
        ),
        of,
    )


def sentences(said: Sequence[str]) -> None:
    """The findings in words, before any chart."""
    with st.container(border=True, key="sentences"):
        for sentence in said:
            st.markdown(plain(sentence))


def _chart(drawn: Any, alt: str) -> None:
    st.altair_chart(drawn, width="stretch", theme=None, alt=alt)


def numbers(table: Table, *, label: str = "Show the numbers", key: str) -> None:
    """The numbers behind a chart, folded away, as a real table: readable by a screen reader and whole in print."""
    with st.expander(label, icon=":material/table_rows:", key=key):
        st.table(tables.shown(table), hide_index=True, border="horizontal", alt=table.title)
        for note in table.notes:
            st.caption(plain(note))


def profile(found: ReleasedProfile) -> None:
    """The areas by group: chart, text twin, numbers."""
    st.subheader("The areas, as each group sees them", anchor=False)
    _chart(charts.profile(found, dark=dark()), profile_alt(found))
    _reasons((cell.group, cell.hidden) for cell in found.areas)
    numbers(tables.profile_table(found), key="profile_numbers")


def _reasons(cells: Iterable[tuple[str, str]]) -> None:
    """Why some numbers are not shown: one line for each reason, naming the groups."""
    by_reason: dict[str, dict[str, None]] = {}
    for group, reason in cells:
        if reason:
            by_reason.setdefault(reason, {})[group_name(group)] = None
    for reason, groups in by_reason.items():
        st.caption(f":material/visibility_off: {plain(', '.join(groups))}: {plain(hidden(reason))}")


def items(found: ReleasedProfile, *, page: str) -> None:
    """The statements of one area, when asked for."""
    asked = {area.id: area.name for area in found.framework.areas if any(cell.area == area.id for cell in found.items)}
    if not asked:
        return
    st.subheader("Statement by statement", anchor=False)
    area = st.selectbox(
        "Area", list(asked), index=None, format_func=asked.__getitem__, placeholder="Choose an area to see its statements",
        key=f"{page}_area", persist_state="session",
    )  # fmt: skip
    if area is None:
        return
    _chart(
        charts.items(found, area, dark=dark()),
        f"Answers to each statement of {asked[area]}, by group; the numbers are below.",
    )
    _reasons((cell.group, cell.hidden) for cell in found.items if cell.area == area)
    numbers(tables.items_table(found, area), key=f"{page}_items_numbers")


def _number(size: int | None) -> str:
    return "fewer than 5" if size is None else f"{size:,}"


def _step(label: str, size: int | None, invited: int | None) -> None:
    of = f"of {invited:,} invited" if invited is not None else None
    st.metric(label, _number(size), delta=of, delta_color="off", delta_arrow="off", border=True)


def funnel(found: ReleasedComparison) -> None:
    """Who answered before, after, and both times: read first, because it says what the change can be about."""
    st.subheader("Who answered", anchor=False)
    for row in found.funnel:
        _funnel_of(row)


def _funnel_of(row: ReleasedFunnel) -> None:
    st.markdown(f"**{plain(group_name(row.group))}**")
    with st.grid(3, min_column_width=150, gap="small"):
        _step("Answered before", row.before, row.invited_before)
        _step("Answered after", row.after, row.invited_after)
        _step("Linked: answered both times", row.linked, None)


def changes(found: ReleasedComparison) -> None:
    """The change of each group: chart, text twin, numbers."""
    for group in dict.fromkeys(row.group for row in found.areas):
        st.subheader(plain(group_name(group)), anchor=False)
        _chart(charts.change(found, group, dark=dark()), change_alt(found, group))
        numbers(tables.change_table(found, group), key=f"change_numbers_{group}")


def left_out(found: ReleasedComparison) -> None:
    """Statements that are in no change, and why."""
    names = {item.id: f"{item.code} {item.name}" for item in found.framework.items}
    words = {"reworded": "its wording changed", "only_before": "asked only before", "only_after": "asked only after"}
    if found.dropped_items:
        listed = "; ".join(
            f"{names.get(item, item)} ({words.get(reason, reason)})" for item, reason in found.dropped_items
        )
        st.caption(f":material/rule: Left out of the comparison: {plain(listed)}.")
