"""The gate for what a hub counts (rule 36): schools, sessions and offices as they are, persons in lots.

Whoever came to a session for the first time is counted on the day on which, with those who came since, there are enough of
them; of everyone who stands in the same waves and the same indicators together. So any two numbers of persons told - of two
days, months, waves or indicators, and of sums of them - differ by nobody or by enough. Higher least numbers, those of the
funder's sheet and raised ones, are reached by whole lots of the default: who reads both versions is told of no other persons.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from toolbox.disclosure.released.gate_only import FromGate, gate
from toolbox.disclosure.rules import LEAST_FOR_ALL
from toolbox.model import (
    PUBLIC,
    ClusterKind,
    Growth,
    HubSheet,
    Indicator,
    IndicatorValue,
    Policy,
    ToDo,
    ToolboxError,
    Transition,
    Viewer,
)

#: Shares of persons in groups of clusters are told in steps of so many per cent, hours to one decimal.
STEP = 5


@dataclass(frozen=True, kw_only=True)
class ReleasedIndicator(FromGate):
    """One indicator as it may be seen."""

    indicator: Indicator
    value: float | None
    bound: Literal["", "at_least", "at_most"] = ""
    """Whether a few more, or fewer, than ``value`` are not told yet."""
    part: int | None = None
    whole: int | None = None
    as_of: date
    updated: date | None = None
    counted_once: int | None = 0
    """None: some, and fewer than may be told; of teachers so many at least."""
    by_wave: tuple[tuple[str, int | None], ...] = ()
    unknown: int = 0
    stale: bool = False
    refused: str = ""
    hidden: str = ""

    @property
    def per_cent(self) -> float | None:
        """Of the target, 0 to 100 and above."""
        if self.value is None or not self.indicator.target:
            return None
        return 100 * self.value / self.indicator.target

    @property
    def reached(self) -> bool | None:
        """Whether the target is reached; None where there is none, or that is not known."""
        if self.value is None or self.indicator.target is None:
            return None
        if self.value >= self.indicator.target:
            return True if self.bound != "at_most" else None
        return False if self.bound != "at_least" else None


@dataclass(frozen=True, kw_only=True)
class ReleasedGrowth(FromGate):
    """How many by the end of a month; ``teachers`` None where too few had come by then."""

    month: date
    wave: str
    schools: int
    teachers: int | None
    sessions: int
    hours: float


@dataclass(frozen=True, kw_only=True)
class ReleasedClusters(FromGate):
    """Clusters that work alike. Hours and reach of fewer than five schools are not told."""

    by: str
    name: str
    clusters: int
    schools: int
    silent: int
    hours_per_teacher: float | None = None
    reached_per_cent: int | None = None
    """Of the teachers on the rosters, to the nearest five per cent."""
    hidden: str = ""


@dataclass(frozen=True, kw_only=True)
class ReleasedHub(FromGate):
    """What may be seen of a hub on a day."""

    programme: str
    as_of: date
    indicators: tuple[ReleasedIndicator, ...]
    to_do: tuple[ToDo, ...] = ()
    growth: tuple[ReleasedGrowth, ...] = ()
    transitions: tuple[Transition, ...] = ()
    clusters: tuple[ReleasedClusters, ...] = ()
    policy: Policy = Policy()


def release_hub(sheet: HubSheet, policy: Policy, viewer: Viewer) -> ReleasedHub:
    """A hub's sheet for somebody who may see every school; for the public without names of schools and clusters.

    Raises:
        ToolboxError: ``not_allowed`` for a viewer of some schools: two such sheets could be subtracted.
    """
    if viewer.schools is not None:
        raise ToolboxError(
            "not_allowed",
            "The hub's page counts every school, so it is for those who may see all of them. Your own mentee schools are "
            "on the Mentees page.",
        )
    waves = waves_of(sheet.waves)
    counted = _counted_from(sheet, waves, policy)
    public = policy.audience == "public"
    days = _days(counted, waves)
    with gate():
        return ReleasedHub(
            programme=sheet.programme,
            as_of=sheet.as_of,
            indicators=tuple(_indicator(each, counted, waves, policy) for each in sheet.values),
            to_do=() if public else sheet.to_do,
            growth=tuple(_growth(each, days, policy, sheet.as_of) for each in sheet.growth),
            transitions=() if public else sheet.transitions,
            clusters=() if public else tuple(_clusters(each) for each in sheet.clusters),
            policy=policy,
        )


def waves_of(waves: tuple[tuple[str, str], ...]) -> Mapping[str, frozenset[str]]:
    """Person → the waves their schools are in."""
    # Nearly everybody is in one wave: a set a wave, not one a person.
    alone = {wave: frozenset([wave]) for _, wave in waves}
    found: dict[str, frozenset[str]] = {}
    for person, wave in waves:
        found[person] = found[person] | alone[wave] if person in found else alone[wave]
    return found


def _counted_from(sheet: HubSheet, waves: Mapping[str, frozenset[str]], policy: Policy) -> dict[str, date]:
    """Person → the day from which they are counted; who waits for enough others is not in it."""
    sets = [dict(value.persons) for value in sheet.values if value.persons]
    first: dict[str, date] = {}
    for persons in sets:
        for person, day in persons.items():
            first[person] = min(day, first.get(person, day))
    alike: dict[tuple, list[str]] = defaultdict(list)
    for person in first:
        alike[waves.get(person, frozenset()), tuple(person in persons for persons in sets)].append(person)
    counted: dict[str, date] = {}
    for persons in alike.values():
        counted |= _lots({person: first[person] for person in persons}, policy)
    return counted


def _lots(first: Mapping[str, date], policy: Policy) -> dict[str, date]:
    """Lots of the default least number; of a higher one, lots of these lots.

    Example:
        >>> days = {f"P-{n}": date(2026, 1, n) for n in range(1, 14)}
        >>> sorted({day.day for day in _lots(days, Policy()).values()}), {day.day for day in _lots(days, Policy(min_n=7)).values()}
        ([5, 10], {10})
    """
    least = Policy().min_n
    lots = in_lots(first, least)
    return lots if policy.min_n <= least else in_lots(lots, policy.min_n)


def in_lots(first: Mapping[str, date], least: int) -> dict[str, date]:
    """Everybody → the day on which there were enough of those who came since the last such day.

    Example:
        >>> days = {"a": date(2026, 1, 1), "b": date(2026, 1, 2), "c": date(2026, 1, 3), "d": date(2026, 1, 4)}
        >>> {person: day.day for person, day in in_lots(days, 2).items()}
        {'a': 2, 'b': 2, 'c': 4, 'd': 4}
        >>> {person: day.day for person, day in in_lots(days, 3).items()}
        {'a': 3, 'b': 3, 'c': 3}
    """
    counted: dict[str, date] = {}
    by_day: dict[date, list[str]] = defaultdict(list)
    for person, day in first.items():
        by_day[day].append(person)
    waiting: list[str] = []
    for day in sorted(by_day):
        waiting += by_day[day]
        if len(waiting) >= least:
            counted |= dict.fromkeys(waiting, day)
            waiting = []
    return counted


def _indicator(
    found: IndicatorValue, counted: Mapping[str, date], waves: Mapping[str, frozenset[str]], policy: Policy
) -> ReleasedIndicator:
    known = ReleasedIndicator(
        indicator=found.indicator, value=found.value, part=found.part, whole=found.whole, as_of=found.as_of,
        updated=found.updated, counted_once=found.counted_once, by_wave=found.by_wave, unknown=found.unknown,
        stale=found.stale, refused=found.refused,
    )  # fmt: skip
    if found.refused:
        return known
    if found.indicator.counts == "active_members":
        return _active(known, found.active, policy)
    if found.indicator.counts == "materials":
        return _away(known) if 0 < found.doers < policy.min_n else _in_steps(known, policy)
    if found.indicator.counts == "teachers":
        return _teachers(known, [person for person, _ in found.persons], counted, waves, policy)
    return known


def _active(known: ReleasedIndicator, schools: tuple[tuple[int, int], ...], policy: Policy) -> ReleasedIndicator:
    """In steps of the least number: who was active changes from day to day, so lots would not do. Added up of what may be told
    of each school: a week's number that its mentor is not told would follow from the others' and the sum. The sheet beyond the
    hub has no weeks: it adds up what is told inside, in larger steps."""
    least = least_active(policy)
    told = _steps(sum(told_of(active, members, least) for active, members in schools), policy)
    if known.value and not told:
        return _away(known)
    # Members of two days differ by those who left.
    whole = None if known.whole is None else _steps(known.whole, policy) or None
    return replace(known, value=told, part=told, whole=whole, bound="at_least" if told < known.value else "")


def told_of(active: int, members: int, least: int) -> int:
    """Those active in a school, or the next number below that leaves nobody or ``least`` active, and as many who were not.

    Example:
        >>> [told_of(active, 20, 5) for active in (4, 12, 17, 20)], told_of(4, 4, 5)
        ([0, 12, 15, 20], 0)
    """
    if active == members and active >= least:
        return active
    found = min(active, members - least)
    return found if found >= least else 0


def _in_steps(known: ReleasedIndicator, policy: Policy) -> ReleasedIndicator:
    """What enough persons did, in steps of the least number: of two days or limits nobody reads what one person did."""
    told, unknown = _steps(int(known.value), policy), _steps(known.unknown, policy)
    return replace(known, value=told, unknown=unknown, bound="at_least" if told < known.value else "")


def _teachers(
    known: ReleasedIndicator, persons: list[str], counted: Mapping[str, date],
    waves: Mapping[str, frozenset[str]], policy: Policy,
) -> ReleasedIndicator:  # fmt: skip
    told = _persons(sum(person in counted for person in persons), policy)
    if persons and not told:
        return _away(known)
    again = _steps(known.counted_once or 0, policy) or (None if known.counted_once else 0)
    if not known.indicator.direct:
        value = known.whole - told
        if 0 < value < policy.min_n:
            return _away(known)
        return replace(
            known, value=value, part=value, bound="at_most" if told < len(persons) else "", counted_once=again
        )
    whole = known.whole if known.whole is None or _enough(known.whole - told, policy) else None
    by_wave = tuple(
        (wave, _persons(sum(person in counted and wave in waves.get(person, ()) for person in persons), policy) or None)
        for wave, _ in known.by_wave
    )
    return replace(
        known, value=told, part=told if whole is not None else None, whole=whole, counted_once=again, by_wave=by_wave,
        bound="at_least" if told < len(persons) else "",
    )  # fmt: skip


def _away(known: ReleasedIndicator) -> ReleasedIndicator:
    return replace(
        known,
        value=None,
        part=None,
        whole=None,
        counted_once=0,
        by_wave=(),
        unknown=0,
        stale=False,
        hidden="few_persons",
    )


def _persons(count: int, policy: Policy) -> int:
    """For the public to the five below (rule 27)."""
    return count // STEP * STEP if policy.audience == "public" else count


def _steps(count: int, policy: Policy) -> int:
    """In steps of the least number, of a raised one in whole steps of the default: two steps that cross tell of a few.

    Example:
        >>> [_steps(count, Policy(min_n=7)) for count in (9, 14, 20)]
        [0, 10, 20]
    """
    return count // step_of(policy) * step_of(policy)


def step_of(policy: Policy) -> int:
    """In steps of how many active members, and what members shared, are told."""
    return Policy().min_n * -(-policy.min_n // Policy().min_n)


def least_active(policy: Policy) -> int:
    """How many active members of a school count at least: beyond the hub as inside, for the sheet has no weeks of schools."""
    return Policy().min_n if policy == PUBLIC else policy.min_n


def _enough(count: int, policy: Policy) -> bool:
    return count <= 0 or count >= policy.min_n


def _days(counted: Mapping[str, date], waves: Mapping[str, frozenset[str]]) -> Mapping[str, list[date]]:
    """Wave ("": all) → the days from which its persons are counted, in order."""
    found: dict[str, list[date]] = defaultdict(list)
    for person, day in counted.items():
        for wave in {"", *waves.get(person, ())}:
            found[wave].append(day)
    return {wave: sorted(days) for wave, days in found.items()}


def _growth(found: Growth, days: Mapping[str, list[date]], policy: Policy, as_of: date) -> ReleasedGrowth:
    after = (found.month.replace(day=1) + timedelta(days=32)).replace(day=1)
    last = min(after - timedelta(days=1), as_of)
    told = _persons(bisect_right(days.get(found.wave, ()), last), policy)
    return ReleasedGrowth(
        month=found.month, wave=found.wave, schools=found.schools, teachers=None if found.teachers and not told else told,
        sessions=found.sessions, hours=found.hours,
    )  # fmt: skip


def _clusters(found: ClusterKind) -> ReleasedClusters:
    known = ReleasedClusters(
        by=found.by, name=found.name, clusters=found.clusters, schools=found.schools, silent=found.silent
    )
    if found.schools < LEAST_FOR_ALL:
        return replace(known, hidden="few_in_kind")
    share = found.reached.per_cent
    hours = found.hours_per_teacher
    return replace(
        known,
        hours_per_teacher=None if hours is None else round(hours, 1),
        reached_per_cent=None if share is None else STEP * round(share / STEP),
    )


def released_example(
    counts: str, value: float, *, target: float | None = None, unit: str = "", **known
) -> ReleasedIndicator:
    """An invented indicator for examples in the rooms above."""
    indicator = Indicator(id=counts, name=counts.capitalize(), definition="", counts=counts, unit=unit, target=target)
    with gate():
        return ReleasedIndicator(indicator=indicator, value=value, as_of=date(2026, 6, 30), **known)


def released_growth_example() -> ReleasedHub:
    """An invented hub of two waves and three months, for examples in the rooms above."""
    with gate():
        months = [
            ReleasedGrowth(
                month=date(2026, place, 1),
                wave=wave,
                schools=schools * place,
                teachers=10 * place,
                sessions=place,
                hours=2.0,
            )
            for wave, schools in (("", 5), ("1", 3), ("2", 2))
            for place in (1, 2, 3)
        ]
        return ReleasedHub(programme="Example", as_of=date(2026, 3, 31), indicators=(), growth=tuple(months))
