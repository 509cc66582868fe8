"""Reach against target: what a programme promised, counted by a printed rule, and what a hub should see to next.

Schools, persons and sessions are counted once however many rows name them: persons by pseudonym, schools by name of now,
sessions by id. What was reached by a day is everything that had begun by then, also what ended since. Direct (in a session,
a member) and indirect (a colleague of somebody who was) are never added up. Nothing here has passed the gate.
"""

from __future__ import annotations

from toolbox.indicators.counting import RULES, STALE_DAYS, WINDOW_DAYS, Rule, value_of
from toolbox.indicators.files import preset, presets, programme_of, to_toml
from toolbox.indicators.kept import Kept
from toolbox.indicators.sheet import hub_sheet

__all__ = [
    "RULES",
    "STALE_DAYS",
    "WINDOW_DAYS",
    "Kept",
    "Rule",
    "hub_sheet",
    "preset",
    "presets",
    "programme_of",
    "to_toml",
    "value_of",
]
