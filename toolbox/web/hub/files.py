"""The hub's own numbers to take away, as the page shows them: every table as CSV, all as one workbook with its codebook."""

from __future__ import annotations

import streamlit as st

from toolbox import tables
from toolbox.disclosure.hubs import ReleasedHub
from toolbox.model import Table
from toolbox.reports import indicator_sheet
from toolbox.tables.indicators import CLUSTERS, GROWTH, INDICATORS
from toolbox.web import taking
from toolbox.web.hub.asking import Asked, hub

LABELS = {
    "indicators": "Indicators (CSV)", "growth": "Growth by month (CSV)", "clusters": "Clusters (CSV)",
    "transitions": "Types of schools (CSV)",
}  # fmt: skip
_PLAIN = ("hidden", "notes", "hours_hidden", "reached_hidden")


def part(found: ReleasedHub, asked: Asked) -> None:
    """For the hub itself: with its clusters, and in numbers as this page tells them."""
    st.header("Take it away", anchor=False)
    st.markdown("The numbers of this page for the hub's own work. For anybody beyond the hub, take the sheet below.")
    columns = dict.fromkeys(name for name in (*INDICATORS, *GROWTH, *CLUSTERS) if name not in _PLAIN)
    taking.explained(columns, key="hub_explained")
    there = {table.name for table in _tables(found)}
    about = (asked.programme.id, asked.as_of.isoformat())
    with st.container(horizontal=True, key="hub_tables"):
        taking.book(
            lambda: _tables(hub(asked)), ("hub", *about), key="hub_all", notes=lambda: indicator_sheet.notes(hub(asked))
        )
        taking.csvs(
            {name: label for name, label in LABELS.items() if name in there},
            lambda name: next(table for table in _tables(hub(asked)) if table.name == name),
            about, key="hub_all",
        )  # fmt: skip


def _tables(found: ReleasedHub) -> tuple[Table, ...]:
    made = (
        indicator_sheet.indicators(found), tables.growth_table(found), tables.clusters_table(found),
        tables.transitions_table(found),
    )  # fmt: skip
    return tuple(table for table in made if len(table.frame))
