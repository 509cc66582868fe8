"""Over the rounds: one small panel an area. Put together when it is opened, because it reads every round."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from toolbox import charts, tables
from toolbox.charts.trends import unseen_always
from toolbox.disclosure import ReleasedTrend
from toolbox.disclosure.words import group_hidden
from toolbox.model import Round, ToolboxError
from toolbox.web import other_rounds, released, showing
from toolbox.web.plain import plain
from toolbox.web.refusals import saying_what_went_wrong
from toolbox.web.school import short_tables
from toolbox.wording import marks_said, trend_alt, trend_sentences
from toolbox.wording.cautions import drifted

#: Panels beside each other at a desk.
BESIDE = 2


def part(among: Sequence[Round], asked: Round, school: str | None) -> None:
    """The areas over the rounds of one school, or of all; nothing where there is one round only."""
    rounds, earlier = other_rounds.rounds_of(among, asked, school)
    if len(rounds) < 2:
        return
    st.header("Over the rounds", anchor=False)
    look = st.expander(
        f"Each area over {len(rounds)} rounds", icon=":material/timeline:", key="school_rounds", on_change="rerun"
    )
    if not look.open:
        return
    with look, saying_what_went_wrong():
        found = other_rounds.trend(rounds, school)
        said = [*trend_sentences(found), *_items_apart(rounds, school)]
        st.markdown("\n".join(f"- {plain(each)}" for each in said))
        if earlier:
            st.caption(f"The newest {len(rounds)} of {len(rounds) + earlier} rounds are shown.")
        _panels(found)
        if lines := marks_said(found):
            st.caption(plain(" ".join(lines)))
        _left_out(found)
        showing.numbers(
            short_tables.trend(found), "Average of each area by group and round", key="school_rounds_numbers"
        )
        short_tables.table_file(
            lambda: tables.trend_table(other_rounds.trend(rounds, school)), "rounds", found.schools, asked.name,
            key="school_rounds",
        )  # fmt: skip


def _panels(found: ReleasedTrend) -> None:
    """A panel for each area of which something may be shown; of the others a line saying why not."""
    always = unseen_always(found)
    for group, reason in always.items():
        st.markdown(f":material/visibility_off: {plain(group_hidden(group, reason, found.policy))}")
    shown = {point.area for point in found.points if not point.hidden}
    areas = [area for area in found.framework.areas if area.id in shown]
    for first in range(0, len(areas), BESIDE):
        for place, area in zip(st.columns(BESIDE), areas[first : first + BESIDE], strict=False):
            with place:
                make = partial(charts.panel, found, area.id)
                showing.chart(found, "panel", area.id, make, trend_alt(found, area.id))
    for area in found.framework.areas:
        reasons = dict.fromkeys(
            (point.group, point.hidden)
            for point in found.points
            if point.area == area.id and area.id not in shown and point.group not in always
            if found.rounds[point.round].places
        )
        if reasons:
            said = "; ".join(group_hidden(group, reason, found.policy) for group, reason in reasons)
            st.markdown(f":material/visibility_off: {plain(area.name)}: {plain(said)}")


def _items_apart(rounds: Sequence[Round], school: str | None) -> list[str]:
    """Items that moved unlike their area between the last two rounds, group by group."""
    before, after = rounds[-2:]
    try:
        found = released.comparison(before.id, after.id, school)
    except ToolboxError:  # what cannot be compared item by item has no item to name; the Change page says why
        return []
    return [said for group in dict.fromkeys(row.group for row in found.items) if (said := drifted(found, group))]


def _left_out(found: ReleasedTrend) -> None:
    """Items no mean of all rounds rests on, and why; their codes are enough here."""
    codes = {item.id: item.code for item in found.framework.items}
    reasons: dict[str, list[str]] = {}
    for item, reason in found.dropped_items:
        reasons.setdefault(reason, []).append(codes.get(item, item))
    if reasons:
        listed = "; ".join(f"{', '.join(items)} ({WHY.get(reason, reason)})" for reason, items in reasons.items())
        st.caption(f":material/rule: Not in these averages: {plain(listed)}.")


#: Why an item is in no mean of all rounds.
WHY = {
    "reworded": "wording changed",
    "not_in_all": "not asked in every round",
    "moved": "moved to another area",
    "categories": "ordered categories, counted instead",
}
