"""What a counting rule found, and the day of the newest record behind it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from toolbox.indicators.kept import Kept


@dataclass(frozen=True, kw_only=True)
class Counted:
    """What a rule found."""

    value: float | None
    part: int | None = None
    whole: int | None = None
    updated: date | None = None
    counted_once: int = 0
    by_wave: tuple[tuple[str, int], ...] = ()
    unknown: int = 0
    persons: tuple[tuple[str, date], ...] = ()
    active: tuple[tuple[int, int], ...] = ()
    doers: int = 0
    refused: str = ""


def latest(days: Iterable[date | None]) -> date | None:
    """The latest of the days that are known."""
    return max((each for each in days if each is not None), default=None)


def latest_session(kept: Kept, day: date) -> date | None:
    """The day of the latest session held by a day."""
    held = kept.held_by(day)
    return held[-1].on if held else None
