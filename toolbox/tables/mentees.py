"""A mentor's schools as tables: one row a school, and who was active week by week.

Sentences come with whoever asks, because tables and wording stand on one floor.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import pandas as pd

from toolbox.disclosure.mentees import ReleasedCard
from toolbox.model import Table
from toolbox.tables.doses import GIVEN, Why, given_cells
from toolbox.tables.frames import frame_of

MENTEES = (
    "schools", "cluster", "as_of", "phase", "phase_since", "last_session", "next_session", "days_without", "silent",
    *(name for name in GIVEN if name != "last_session"), "never_reached", "steps_open", "works_on", "suggested_next",
)  # fmt: skip
WEEKS = ("schools", "week", "active_persons", "hidden")

Said = Callable[[ReleasedCard], str]


def mentees_table(
    cards: Sequence[ReleasedCard], today: date, *, why: Why, silent: Said, works_on: Said, suggested: Said
) -> Table:
    """One row a mentee school as of a day."""
    made = [
        {
            **given_cells(card.given, why),
            "schools": card.school,
            "cluster": card.cluster,
            "as_of": pd.Timestamp(today),
            "phase": card.phase,
            "phase_since": _stamp(card.phase_since),
            "last_session": _stamp(card.last_contact),
            "next_session": _stamp(card.next_planned),
            "days_without": (today - card.last_contact).days if card.last_contact else None,
            "silent": silent(card),
            # Sessions that name nobody may have reached some of the others.
            "never_reached": None if card.given.unnamed else card.never,
            "steps_open": len(card.steps),
            "works_on": works_on(card),
            "suggested_next": suggested(card),
        }
        for card in cards
    ]
    return Table(name="mentees", title="A mentor's schools", frame=frame_of(made, MENTEES))


def weeks_table(cards: Sequence[ReleasedCard]) -> Table:
    """One row a school and week of the logs that are kept."""
    made = [
        {
            "schools": card.school,
            "week": pd.Timestamp(week),
            "active_persons": persons,
            "hidden": f"hidden: 1 to {card.policy.min_n - 1} persons were active, or were not"
            if persons is None
            else "",
        }
        for card in cards
        for week, persons in card.weeks
    ]
    return Table(name="weeks", title="Active persons by week", frame=frame_of(made, WEEKS))


def _stamp(day: date | None) -> pd.Timestamp | None:
    return None if day is None else pd.Timestamp(day)
