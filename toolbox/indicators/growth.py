"""How many were reached by the end of each month, in all and by wave; and which schools became another type."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from toolbox.indicators.kept import Kept
from toolbox.model import Growth, Transition

#: Months on one chart; an older beginning is told as what was there by then.
MOST_MONTHS = 60


def growth(kept: Kept, *, as_of: date) -> tuple[Growth, ...]:
    """Month by month up to the day, every wave and all together (wave ""): each counted once in each.

    Example:
        >>> from toolbox.model import MentoringSession
        >>> held = tuple(MentoringSession(on=date(2026, month, 3), receiver="Elm", hours=2, persons=("P-1", f"P-{month}"))
        ...     for month in (1, 2))
        >>> [(each.month.month, each.schools, each.teachers, each.hours) for each in growth(Kept(sessions=held), as_of=date(2026, 2, 9))]
        [(1, 1, 1, 2.0), (2, 1, 2, 4.0)]
    """
    lines = kept.once("growth", lambda: _lines(kept))
    days = [day for line in lines.values() for day in (*line.schools, *line.sessions) if date.min < day <= as_of]
    if not days:
        return ()
    months = _months(min(days), as_of)[-MOST_MONTHS:]
    return tuple(
        line.by(month, min(_end(month), as_of), wave) for wave, line in sorted(lines.items()) for month in months
    )


@dataclass
class _Line:
    """What one wave (or all) grew by, as days in order."""

    schools: list[date] = field(default_factory=list)
    teachers: list[date] = field(default_factory=list)
    sessions: list[date] = field(default_factory=list)
    hours: list[float] = field(default_factory=list)

    def by(self, month: date, day: date, wave: str) -> Growth:
        held = bisect_right(self.sessions, day)
        return Growth(
            month=month, wave=wave, schools=bisect_right(self.schools, day), teachers=bisect_right(self.teachers, day),
            sessions=held, hours=float(sum(self.hours[:held])),
        )  # fmt: skip


def _lines(kept: Kept) -> dict[str, _Line]:
    """Wave → its days; "" is all waves. A school reached since a day nobody wrote down was there from the start."""
    waves = {school: kept.school(school).wave for school in kept.schools}
    lines = {wave: _Line() for wave in ("", *waves.values())}
    for school, since in kept.schools.items():
        for wave in {"", waves[school]}:
            lines[wave].schools.append(since or date.min)
    first: dict[tuple[str, str], date] = {}
    for (person, school), on in kept.teachers.items():
        for wave in {"", waves[school]}:
            first[wave, person] = min(on, first.get((wave, person), on))
    for (wave, _), on in first.items():
        lines[wave].teachers.append(on)
    for each in kept.held:
        for wave in {"", waves[each.receiver]}:
            lines[wave].sessions.append(each.on)
            lines[wave].hours.append(each.hours or 0.0)
    for line in lines.values():
        line.schools.sort()
        line.teachers.sort()
    return lines


def _months(first: date, last: date) -> list[date]:
    """
    Example:
        >>> [str(each) for each in _months(date(2025, 12, 31), date(2026, 1, 1))]
        ['2025-12-01', '2026-01-01']
    """
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [_month(first, place) for place in range(count)]


def _month(first: date, later: int) -> date:
    months = first.year * 12 + first.month - 1 + later
    return date(months // 12, months % 12 + 1, 1)


def _end(month: date) -> date:
    return date.fromordinal(_month(month, 1).toordinal() - 1)


def transitions(kept: Kept, *, as_of: date) -> tuple[Transition, ...]:
    """Every school that became another type by the day, earliest first.

    Example:
        >>> from toolbox.model import School
        >>> elm = School(school="Elm", types=(("AP", None), ("AS", date(2026, 2, 1))))
        >>> [(each.before, each.after, str(each.on)) for each in transitions(Kept(roster=(elm,)), as_of=date(2026, 3, 1))]
        [('AP', 'AS', '2026-02-01')]
    """
    found = (each for school in kept.roster for each in _of_school(school.school, school.types))
    return tuple(sorted((each for each in found if each.on is None or each.on <= as_of), key=_when))


def _of_school(school: str, types: tuple[tuple[str, date | None], ...]) -> Iterable[Transition]:
    for (before, _), (after, on) in pairwise(types):
        if before != after:
            yield Transition(school=school, before=before, after=after, on=on)


def _when(each: Transition) -> tuple[date, str]:
    return each.on or date.min, each.school
