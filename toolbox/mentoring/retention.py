"""Who stayed: of the schools, teachers and mentors who took part between two days, how many still did on the second.

Memberships are counted, not answers: who did not answer again may well have stayed.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal

from toolbox.mentoring.staff import TEACHERS
from toolbox.model import Fraction, Membership, Retention, School

What = Literal["schools", "teachers", "mentors"]


def retention(
    memberships: Iterable[Membership], roster: Iterable[School] = (), *, from_day: date, to_day: date
) -> tuple[Retention, ...]:
    """Schools, teachers and mentors, all together (wave "") and, where there are several, by their school's wave.

    A person counts once, though two schools or roles name them: who left one school and is still a member at another
    stayed. In a wave they count for its schools; so one who is in two waves stands in both.

    Example:
        >>> rows = [Membership(member=f"P-{n}", role="mentee", school="Elm", until=date(2026, 1, 31) if n < 2 else None)
        ...     for n in range(9)]
        >>> found, = retention(rows, from_day=date(2025, 10, 1), to_day=date(2026, 5, 1))
        >>> found.what, found.stayed.part, found.stayed.whole
        ('teachers', 7, 9)
    """
    waves = {each.school: each.wave for each in roster}
    here = [each for each in memberships if _took_part(each, from_day, to_day)]
    named = sorted({wave for row in here if (wave := waves.get(row.school, ""))})
    made = []
    for what in ("schools", "teachers", "mentors"):
        rows = [row for row in here if _kind(row) == what]
        for wave in ("", *(named if len(named) > 1 else ())):
            own = [row for row in rows if not wave or waves.get(row.school, "") == wave]
            everybody = {row.member for row in own}
            if everybody:
                still = {row.member for row in own if row.on(to_day)}
                stayed = Fraction(part=len(still), whole=len(everybody))
                made.append(Retention(what=what, wave=wave, from_day=from_day, to_day=to_day, stayed=stayed))
    return tuple(made)


def _took_part(row: Membership, from_day: date, to_day: date) -> bool:
    return (row.since is None or row.since <= to_day) and (row.until is None or row.until >= from_day)


def _kind(row: Membership) -> What | None:
    """Mentee schools, persons who are teachers or mentees, persons who are mentors; who is both is two rows."""
    if row.kind == "school":
        return "schools" if row.role == "mentee" else None
    if row.role in TEACHERS:
        return "teachers"
    return "mentors" if row.role == "mentor" else None
