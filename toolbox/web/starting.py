"""What the change page says about change by starting level: in words, as a chart, in numbers."""

from __future__ import annotations

from functools import partial

import streamlit as st

from toolbox import charts
from toolbox.disclosure import ReleasedComparison, hidden
from toolbox.disclosure.words import interval, points, signed
from toolbox.web.glance import Row
from toolbox.web.plain import plain
from toolbox.web.showing import chart, table
from toolbox.wording import group_name, starting_alt, starting_sentence

THIRDS = {"lowest": "began lowest", "middle": "in the middle", "highest": "began highest"}


def by_start(found: ReleasedComparison) -> None:
    """Thirds by where people began, beside what was to be expected of them anyway; nothing where none can be shown."""
    said = {
        group: words
        for group in dict.fromkeys(row.group for row in found.starting)
        if (words := starting_sentence(found, group))
    }
    if not said:
        return
    st.header("Change by where people began", anchor=False)
    st.markdown(
        "Those who begin lowest tend to rise and those who begin highest tend to fall even when nothing happens: a first "
        "answer holds some luck, and luck does not come twice. So each third is set beside what was to be expected anyway."
    )
    st.markdown("\n".join(f"- {plain(words)}" for words in said.values()))
    for group in said:
        with st.expander(
            f"{group_name(group)}: area by area", icon=":material/stacked_line_chart:", key=f"change_start_{group}",
            on_change="rerun",
        ) as look:  # fmt: skip
            if look.open:
                chart(found, "starting", group, partial(charts.starting, found, group), starting_alt(found, group))
                table(_rows(found, group), f"Change of {group} by where they began")


def _rows(found: ReleasedComparison, group: str) -> list[Row]:
    names = {area.id: area.name for area in found.framework.areas}
    rows = []
    for row in found.starting:
        if row.group != group:
            continue
        if row.hidden:
            rows.append(_row(names[row.area], why=hidden(row.hidden, found.policy)))
        for third in row.thirds:
            seen = third.observed
            fits = f" ({interval(seen.ci_low, seen.ci_high)})" if seen.ci_low is not None else ""
            rows.append(
                _row(
                    names[row.area],
                    who=f"{THIRDS[third.third]} (n {third.n:,})",
                    start=points(third.mean_before),
                    seen=f"**{signed(seen.estimate)}**{fits}",
                    awaited="" if third.expected is None else signed(third.expected),
                )
            )
    return rows


def _row(area: str, *, who: str = "", start: str = "", seen: str = "", awaited: str = "", why: str = "") -> Row:
    return {
        "Area": plain(area), "Who": who, "Started at": start, "Change seen (range that fits)": seen,
        "To be expected anyway": awaited, "Why hidden": plain(why),
    }  # fmt: skip
