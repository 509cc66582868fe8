"""Which days can be meant. A slip of the keyboard (0026, 1926, 2206) is refused in words, wherever the day was typed."""

from __future__ import annotations

from datetime import date

#: Days of sessions, steps and targets.
EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)
#: From when on somebody can belong to a school, or a school be what it is.
LONG_SINCE = date(1950, 1, 1)


def not_meant(day: date | None, *, earliest: date = EARLIEST) -> str:
    """What is wrong with a day, and what to do; "" where nothing is.

    Example:
        >>> not_meant(date(26, 3, 1))
        'The day 0026-03-01 cannot be meant. Write one from 2000 to 2099.'
        >>> not_meant(date(1989, 9, 1), earliest=LONG_SINCE), not_meant(None)
        ('', '')
    """
    if day is None or earliest <= day <= LATEST:
        return ""
    return f"The day {day.isoformat()} cannot be meant. Write one from {earliest.year} to {LATEST.year}."
