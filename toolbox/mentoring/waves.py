"""Which wave of schools was mentored between two rounds, and which was not yet."""

from __future__ import annotations

from collections.abc import Iterable
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
