"""Which wave of schools was mentored between two rounds, and which was not yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from toolbox.model import School


@dataclass(frozen=True, kw_only=True)
class WaveStanding:
    """One wave between two rounds: how many of its schools had been mentored before, began, were waiting."""

    wave: str
    before: int
    began: int
    waiting: int


def waves_between(
    roster: Iterable[School], schools: Iterable[str], since: date, until: date
) -> tuple[WaveStanding, ...]:
    """The waves of these schools, by name; a school of no wave is in none. Nothing that is not the hub's own record.

    A school began where its first day lies between the rounds, as in an evaluation's arms.

    Example:
        >>> roster = [School(school="Elm", wave="1", starts=date(2025, 10, 27)), School(school="Oak", wave="2")]
        >>> waves_between(roster, ["Elm", "Oak"], date(2025, 10, 1), date(2026, 5, 1))[1]
        WaveStanding(wave='2', before=0, began=0, waiting=1)
    """
    here = set(schools)
    counted: dict[str, list[int]] = {}
    for each in roster:
        if each.school in here and each.wave:
            place = 2 if each.starts is None or each.starts >= until else 0 if each.starts < since else 1
            counted.setdefault(each.wave, [0, 0, 0])[place] += 1
    return tuple(
        WaveStanding(wave=wave, before=before, began=began, waiting=waiting)
        for wave, (before, began, waiting) in sorted(counted.items())
    )


def first_mentored(
    roster: Iterable[School], schools: Iterable[str], days: Sequence[date]
) -> tuple[tuple[str, ...], ...]:
    """For the day of every round the waves whose schools were mentored for the first time then, by name.

    Example:
        >>> roster = [School(school="Elm", wave="1", starts=date(2025, 10, 27)), School(school="Oak", wave="2")]
        >>> first_mentored(roster, ["Elm", "Oak"], [date(2025, 10, 1), date(2026, 5, 1)])
        ((), ('1',))
    """
    here, found = set(schools), [set() for _ in days]
    for each in roster:
        if each.school in here and each.wave and each.starts is not None:
            place = next((at for at, day in enumerate(days) if each.starts < day), None)
            if place is not None:
                found[place].add(each.wave)
    return tuple(tuple(sorted(each)) for each in found)
