"""The mentoring part of the Change page to take away: each table with its button and its definitions, all in the workbook."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from toolbox import tables
from toolbox.disclosure.doses import ReleasedDose
from toolbox.model import Round, Table
from toolbox.tables import doses
from toolbox.web import noting, state, taking
from toolbox.web.dose import asked
from toolbox.wording.doses import (
    DEFINITIONS,
    beside_expected,
    few,
    relation_sentences,
    relation_words,
)

_COLUMNS = {
    "given": doses.GIVEN, "methods": doses.METHODS, "dose": doses.RELATION, "dose_thirds": doses.THIRDS, "dose_line": doses.LINE,
    "equity": doses.EQUITY, "retention": doses.STAY, "wave_standing": doses.WAVES,
}  # fmt: skip
#: Columns that say of themselves what they are.
_PLAIN = ("hidden", "refused", "notes", "df", "wave_started")


def tables_of(before: Round, after: Round, school: str | None) -> tuple[Table, ...]:
    """Every table of mentoring between two rounds that has a row."""
    made = (table for make in _MAKERS.values() for table in make(before, after, school))
    return tuple(table for table in made if len(table.frame))


def one(name: str, before: Round, after: Round, school: str | None) -> Table:
    """One of them, asked for without the others."""
    make = next(make for names, make in _MAKERS.items() if name in names)
    return next(table for table in make(before, after, school) if table.name == name)


def below(labels: Mapping[str, str], before: Round, after: Round, school: str | None, *, key: str) -> None:
    """Below a part of the page: its tables as CSV, by the label of each, and what their numbers mean."""
    about = (school or "all schools", f"{before.name} to {after.name}")
    columns = dict.fromkeys(column for name in labels for column in _COLUMNS[name] if column not in _PLAIN)
    taking.explained(columns, key=f"{key}_explained")
    with st.container(horizontal=True, key=f"{key}_files"):
        taking.csvs(labels, lambda name: one(name, before, after, school), about, key=key)


def _given(before: Round, after: Round, school: str | None) -> tuple[Table, ...]:
    rows = asked.given(before, after, school)
    if not rows:
        return ()
    names, policy = (before.name, after.name), noting.policy()
    given = tables.given_table(rows, names, why=lambda reason: f"hidden: {few(reason, policy)}", notes=DEFINITIONS)
    return given, tables.methods_table(rows, names)


def _study(before: Round, after: Round, school: str | None) -> tuple[Table, ...]:
    """Of all schools together only, as on the page."""
    if school is not None or state.viewer().schools is not None:
        return ()
    found = asked.study(before, after)
    if found is None:
        return ()
    policy = found.policy
    return (
        tables.relation_table(found, said=lambda row: relation_words(row, policy), notes=_said(found)),
        tables.dose_thirds_table(found),
        tables.dose_line_table(found),
        tables.equity_table(found, beside=beside_expected, few=f"hidden: {few('few', policy)}"),
    )


def _said(found: ReleasedDose) -> tuple[str, ...]:
    """What has to be said with the numbers wherever they go."""
    groups = dict.fromkeys(row.group for row in found.relations)
    left = [f"Not in it, for nobody wrote down who came: {', '.join(found.left_out)}."] if found.left_out else []
    return tuple(dict.fromkeys([words for group in groups for words in relation_sentences(found, group)] + left))


def _waves(before: Round, after: Round, school: str | None) -> tuple[Table, ...]:
    standing = asked.waves(before, after) if school is None else ()
    names = (before.name, after.name)
    return (tables.wave_standing_table(standing, names),) if len(standing) > 1 else ()


def _stays(before: Round, after: Round, school: str | None) -> tuple[Table, ...]:
    rows = asked.stays(before, after) if school is None else ()
    policy, names = noting.policy(), (before.name, after.name)
    return (tables.retention_table(rows, names, why=lambda reason: f"hidden: {few(reason, policy)}"),) if rows else ()


_MAKERS: dict[tuple[str, ...], Callable[[Round, Round, str | None], tuple[Table, ...]]] = {
    ("given", "methods"): _given,
    ("dose", "dose_thirds", "dose_line", "equity"): _study,
    ("wave_standing",): _waves,
    ("retention",): _stays,
}
