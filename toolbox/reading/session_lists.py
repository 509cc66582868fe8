"""A mentoring log that was read (``reading.activities.mentoring_log``) as sessions: one for each row, with who came.

A row without the mentee's school, or without a day anybody can read, is no session that could be kept: it is counted and
told, never dropped in silence.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from toolbox.model import PHASES, MentoringSession, Problem, Reading, ToolboxError
from toolbox.reading.school_names import SchoolNames
from toolbox.reading.words import match_form

READER = "mentoring_log"
#: What the column of phases is called.
_PHASE = frozenset({"phase", "phase of mentoring", "mentoring phase", "stage", "step", "faas", "etapp", "vaihe", "fazė",
                    "etapas", "fāze", "posms", "fas", "fase", "phase der begleitung", "étape", "fáza", "faza"})  # fmt: skip
_MOST_ROWS = 200


@dataclass(frozen=True, kw_only=True)
class SessionList:
    """The sessions of a log, persons as pseudonyms, schools as the file writes them."""

    sessions: tuple[MentoringSession, ...]
    problems: tuple[Problem, ...] = ()


def sessions_of(reading: Reading, *, receiver: str = "") -> SessionList:
    """The sessions of a mentoring log, in the order of its rows.

    Args:
        reading: of a mentoring log.
        receiver: the mentee school of rows that name none, where a person said so.

    Raises:
        ToolboxError: ``not_a_session_log`` for a log of another tool.
    """
    if reading.reader != READER or reading.events is None:
        raise ToolboxError(
            "not_a_session_log",
            f"{reading.file} is no log of mentoring sessions: it was read as {reading.title}. Its events can be kept as they are.",
        )
    rows = _rows(reading)
    phases = _phases(reading)
    numbers = reading.row_numbers
    sessions: list[MentoringSession] = []
    without_day: list[int] = []
    without_school: list[int] = []
    for row, one in rows.items():
        if one.on is None:
            without_day.append(int(numbers[row]))
            continue
        if not (one.receiver or receiver):
            without_school.append(int(numbers[row]))
            continue
        sessions.append(one.session(receiver, phases[row] if phases else ""))
    problems = (
        *_told(without_day, "sessions_without_day", "without a day that can be read"),
        *_told(without_school, "sessions_without_school", "without the mentee school they were for"),
    )
    return SessionList(sessions=tuple(sessions), problems=problems)


class _Row:
    """What the events of one row of the log say together."""

    def __init__(self, at: np.datetime64, minutes: float, method: str, topic: str, delivered: bool) -> None:
        self.on = None if np.isnat(at) else at.astype("datetime64[D]").item()
        # Typed hours such as 0.8333 come back as 50 minutes, not as a hair less.
        self.hours = None if math.isnan(minutes) else round(minutes, 6) / 60
        self.method, self.topic, self.delivered = method, topic, delivered
        self.giver = self.receiver = ""
        self.mentors: set[str] = set()
        self.persons: set[str] = set()

    def session(self, receiver: str, phase: str) -> MentoringSession:
        return MentoringSession(
            on=self.on, giver=self.giver, receiver=self.receiver or receiver, mentors=tuple(sorted(self.mentors - {""})),
            persons=tuple(sorted(self.persons - {""})), hours=self.hours, method=self.method, topic=self.topic,
            phase=phase, delivered=self.delivered,
        )  # fmt: skip


def _rows(reading: Reading) -> dict[int, _Row]:
    found: dict[int, _Row] = {}
    events = reading.events
    text = {name: events[name].astype(str).tolist() for name in ("actor", "school", "kind", "topic", "method")}
    minutes, delivered = events["minutes"].tolist(), events["delivered"].tolist()
    at = events["at"].to_numpy()
    for place, row in enumerate(events["row"].tolist()):
        one = found.get(row)
        if one is None:
            one = _Row(at[place], minutes[place], text["method"][place], text["topic"][place], delivered[place])
            found[row] = one
        if text["kind"][place] == "mentoring":
            one.mentors.add(text["actor"][place])
            one.giver = one.giver or text["school"][place]
        else:
            one.persons.add(text["actor"][place])
            one.receiver = one.receiver or text["school"][place]
    return found


def _phases(reading: Reading) -> list[str]:
    """For each row of the table its phase, in our words where they are known; [] where no column says it."""
    column = next((each.key for each in reading.questions if match_form(each.heading) in _PHASE), None)
    if column is None:
        return []
    ours = {match_form(phase): phase for phase in PHASES}
    return [ours.get(match_form(word), " ".join(word.split())) for word in reading.table[column].astype(str)]


def _told(rows: list[int], code: str, what: str) -> tuple[Problem, ...]:
    if not rows:
        return ()
    said = f"1 row {what} was left out." if len(rows) == 1 else f"{len(rows):,} rows {what} were left out."
    return (Problem(code=code, message=said, rows=tuple(rows[:_MOST_ROWS]), count=len(rows)),)


def with_names(
    sessions: Iterable[MentoringSession], names: Iterable[str] | SchoolNames, former: Mapping[str, str] | None = None
) -> tuple[tuple[MentoringSession, ...], tuple[str, ...]]:
    """The sessions under the names schools have here, and the names nobody knows; their sessions stay as they are.

    Example:
        >>> from datetime import date
        >>> held = MentoringSession(on=date(2026, 1, 7), giver="oak ", receiver="Elmwood")
        >>> found, unknown = with_names([held], ["Elm", "Oak"], {"Elmwood": "Elm"})
        >>> found[0].giver, found[0].receiver, unknown
        ('Oak', 'Elm', ())
    """
    sessions = tuple(sessions)
    known = names if isinstance(names, SchoolNames) else SchoolNames(names, former)

    def named(one: MentoringSession) -> MentoringSession:
        return replace(one, giver=known.of(one.giver) or one.giver, receiver=known.of(one.receiver) or one.receiver)

    said = (name for one in sessions for name in (one.giver, one.receiver))
    return tuple(named(one) for one in sessions), known.unknown(said)
