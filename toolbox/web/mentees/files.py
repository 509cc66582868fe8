"""Own mentees in one table, with what each number means, and the same as files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from toolbox import tables
from toolbox.disclosure.mentees import ReleasedCard
from toolbox.model import Fraction, Table
from toolbox.tables.mentees import MENTEES
from toolbox.web import noting, showing, state, taking
from toolbox.web.choosing import day
from toolbox.web.glance import Row
from toolbox.web.mentees import asked, overview
from toolbox.web.mentees.whose import Chosen
from toolbox.web.plain import plain
from toolbox.wording.doses import few, fraction, hours, reach
from toolbox.wording.mentees import next_words, silence_words

LABELS = {"mentees": "This table (CSV)", "methods": "Sessions by method (CSV)", "weeks": "Active persons by week (CSV)"}
_PLAIN = ("schools", "cluster", "hours_hidden", "reached_hidden")


def part(found: Sequence[ReleasedCard], chosen: Chosen) -> None:
    """One row a school; the files are for everybody in the hub, so nobody's own code opens anything in them."""
    with st.expander("All schools in one table, to take away", icon=":material/table_rows:", key="mentees_table"):
        showing.table([_row(card) for card in found], f"Schools mentored by {chosen.mentor} on {day(chosen.today)}")
        st.caption(
            "Files show what everybody in the hub may see; who came to your own sessions is told on this page only."
        )
        taking.explained([name for name in MENTEES if name not in _PLAIN], key="mentees_explained")
        about = (chosen.mentor, "mentees", chosen.today.isoformat())
        there = {table.name for table in _tables(found, chosen) if len(table.frame)}
        with st.container(horizontal=True, key="mentees_tables"):
            taking.book(lambda: _made(chosen), about, key="mentees_all")
            labels = {name: label for name, label in LABELS.items() if name in there}
            taking.csvs(labels, lambda name: _one(name, chosen), about[:1] + about[2:], key="mentees_all")


def _row(card: ReleasedCard) -> Row:
    given = card.given
    held = Fraction(part=given.sessions_delivered, whole=given.sessions_planned or None)
    reached = reach(given) or None
    return {
        "School": plain(card.school),
        "Last session": day(card.last_contact) if card.last_contact else "none yet",
        "Phase": plain(card.phase) or "none named",
        "Sessions held of planned": fraction(held),
        "Hours per teacher": _or_why(
            None if given.per_teacher is None else hours(given.per_teacher), given.hours_hidden
        ),
        "Teachers reached": _or_why(reached, given.hidden),
        "Silent": "yes" if card.silences else "no",
    }


def _or_why(said: str | None, reason: str) -> str:
    if said is not None:
        return said
    return plain(f"hidden: {few(reason, noting.policy())}") if reason else "not known"


def _made(chosen: Chosen) -> tuple[Table, ...]:
    """The tables asked for anew, as the mentor without an own code."""
    with state.seen_as(replace(chosen.viewer, person="")):
        return tuple(
            table
            for table in _tables(asked.mentee_cards(chosen.schools, chosen.today, chosen.limits), chosen)
            if len(table.frame)
        )


def _one(name: str, chosen: Chosen) -> Table:
    return next(table for table in _made(chosen) if table.name == name)


def _tables(found: Sequence[ReleasedCard], chosen: Chosen) -> tuple[Table, ...]:
    policy = noting.policy()
    of = tables.mentees_table(
        found,
        chosen.today,
        why=lambda reason: f"hidden: {few(reason, policy)}",
        silent=lambda card: " ".join(silence_words(each) for each in card.silences),
        works_on=lambda card: "; ".join(each.strip("“”") for each in overview.areas_of(card)),
        suggested=next_words,
    )
    return of, tables.methods_table([card.given for card in found]), tables.weeks_table(found)
