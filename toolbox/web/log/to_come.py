"""A session that is said to have taken place on a day that is still to come: a slip, said before it is kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from toolbox.model import MentoringSession
from toolbox.web import steps
from toolbox.web.choosing import day


def not_yet(session: MentoringSession) -> str:
    """Why the session cannot have taken place, and what to do; "" where it can."""
    if not _is_to_come(session):
        return ""
    return f"It cannot have taken place yet: {day(session.on)} is still to come. Correct the day, or say that it is planned only."


def warning(sessions: Iterable[MentoringSession]) -> str:
    """What is said of a whole log; "" where no session is such."""
    found = sorted(each.on for each in sessions if _is_to_come(each))
    if not found:
        return ""
    what = "1 session is" if len(found) == 1 else f"{len(found):,} sessions are"
    first = day(found[0]) if len(found) == 1 else f"the first on {day(found[0])}"
    return (
        f"{what} said to have taken place on a day that is still to come ({first}). Are day and month the wrong way round, or was "
        "it only planned? If you keep it as it is, it counts once that day has come."
    )


def _is_to_come(session: MentoringSession) -> bool:
    # Somewhere it is tomorrow already.
    return session.delivered and session.on > steps.today() + timedelta(days=1)
