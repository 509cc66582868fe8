"""One counting rule a function: what is counted, each once, and of how many.

A rule gets everything kept, the indicator (whom it is limited to, how many days back) and the day; it knows no target.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from toolbox.indicators import given
from toolbox.indicators.counted import Counted, latest, latest_session
from toolbox.indicators.kept import REACHED, Kept
from toolbox.indicators.limits import fits, of_schools
from toolbox.model import Indicator, IndicatorValue, Membership

#: Nothing new for longer than this, and the number is old.
STALE_DAYS = 90
#: What is told in lots or steps, because it counts what persons did.
IN_LOTS = frozenset({"teachers", "active_members", "materials"})
#: Days back in which somebody did something to be active, where the indicator does not say.
WINDOW_DAYS = 90


@dataclass(frozen=True, kw_only=True)
class Rule:
    """How something is counted, in words for the card and as a function."""

    unit: str
    one: str = ""
    """The unit where there is one of it."""
    words: str
    of: str = ""
    """What the denominator is; "" where it is no part of anything."""
    of_indirect: str = ""
    indirect: str = ""
    """The rule where it is reached through somebody else; "" where there is no such way."""
    unknown: str = ""
    """What is not known of those ``unknown`` counts, as the end of a sentence."""
    unknown_indirect: str = ""
    """The same where it is reached through somebody else."""
    count: Callable[[Kept, Indicator, date], Counted]


def value_of(indicator: Indicator, kept: Kept, *, as_of: date) -> IndicatorValue:
    """An indicator counted by its rule, as of a day.

    Raises:
        KeyError: for a rule that is none (files are checked before).

    Example:
        >>> from toolbox.model import School
        >>> rows = [Membership(kind="school", member=each, role="mentee", school=each, cluster=c) for each, c in
        ...     (("Elm", "a"), ("Oak", "a"), ("Elm", "b"))]
        >>> wanted = Indicator(id="s", name="Schools", definition="", counts="schools", target=75)
        >>> found = value_of(wanted, Kept(memberships=tuple(rows)), as_of=date(2026, 1, 1))
        >>> found.value, found.counted_once
        (2, 1)
    """
    found = RULES[indicator.counts].count(kept, indicator, as_of)
    old = found.updated is None or (as_of - found.updated).days > STALE_DAYS
    old = old and found.value is not None and not _reached(indicator, found.value)
    return IndicatorValue(
        indicator=indicator, value=found.value, part=found.part, whole=found.whole, as_of=as_of, updated=found.updated,
        counted_once=found.counted_once, by_wave=found.by_wave, stale=old,
        unknown=found.unknown, persons=found.persons, active=found.active, doers=found.doers, refused=found.refused,
    )  # fmt: skip


def _reached(indicator: Indicator, value: float) -> bool:
    """Whether nothing new has to come. Where few persons more are not told, this would tell of them."""
    return indicator.target is not None and value >= indicator.target and indicator.counts not in IN_LOTS


# ── schools ──


def _schools(kept: Kept, indicator: Indicator, day: date) -> Counted:
    if not kept.schools:
        return Counted(value=None, refused="nothing_kept")
    found = of_schools(kept, indicator, day)
    rows = [row for row in kept.memberships if row.role in REACHED and row.school in found and _begun(row, day)]
    named = {(row.school, row.role, row.cluster, kept.school(row.school).wave) for row in rows}
    again = len(named) - len({row.school for row in rows})
    on_roster = {school.school for school in kept.roster if fits(kept, school.school, indicator, day)}
    return Counted(
        value=len(found),
        part=len(found & on_roster) if on_roster else None,
        whole=len(on_roster) or None,
        updated=latest(kept.schools[school] for school in found) or latest_session(kept, day),
        counted_once=again,
        by_wave=_by_wave(kept, ((school, school) for school in found)),
    )


def _countries(kept: Kept, indicator: Indicator, day: date) -> Counted:
    return _places(kept, indicator, day, "country")


def _hubs(kept: Kept, indicator: Indicator, day: date) -> Counted:
    return _places(kept, indicator, day, "hub")


def _places(kept: Kept, indicator: Indicator, day: date, what: str) -> Counted:
    """Where the schools reached lie."""
    if not kept.schools:
        return Counted(value=None, refused="nothing_kept")
    schools = of_schools(kept, indicator, day)
    said = [getattr(kept.school(school), what) for school in schools]
    known = [each for each in said if each]
    if schools and not known:
        return Counted(value=None, refused="no_roster")
    return Counted(
        value=len(set(known)),
        updated=latest(kept.schools[school] for school in schools),
        unknown=len(said) - len(known),
    )


# ── persons ──


def _teachers(kept: Kept, indicator: Indicator, day: date) -> Counted:
    return (_came if indicator.direct else _colleagues)(kept, indicator, day)


def _came(kept: Kept, indicator: Indicator, day: date) -> Counted:
    """Teachers who came to a session themselves."""
    if not kept.sessions:
        return Counted(value=None, refused="no_sessions")
    pairs = _pairs(kept, indicator, day)
    persons = _first(pairs)
    schools = {school for school in _mentees(kept, day) if fits(kept, school, indicator, day)}
    whole, without = _there(kept, schools | {school for _, school in pairs}, day)
    # More who came than there ever were: a roster is out of date, and there is no share.
    whole = None if without or whole < len(persons) else whole
    return Counted(
        value=len(persons),
        part=len(persons),
        whole=whole or None,
        updated=latest_session(kept, day),
        counted_once=_again(kept, pairs, persons, day),
        by_wave=_by_wave(kept, pairs),
        unknown=sum(not each.persons for each in kept.held_by(day)),
        persons=tuple(sorted(persons.items())),
    )


def _there(kept: Kept, schools: Iterable[str], day: date) -> tuple[int, int]:
    """(teachers who are or were there by a day, schools without a roster): the places of the rosters, and those who left since.

    Whoever came counts for good, so the whole they are a part of holds those who left as well, whether they came or not.
    """
    places, left, without = 0, set(), 0
    for school in schools:
        teachers = kept.school(school).teachers
        if teachers is None:
            without += 1
            continue
        places += teachers
        left |= kept.left_by(school, day)
    return places + len(left), without


def _again(kept: Kept, pairs: Iterable[tuple[str, str]], persons: Iterable[str], day: date) -> int:
    """Rows that name those who came once more: another school they came at, or another role, cluster or school they have."""
    reached = set(persons)
    rows = {
        (row.member, row.school, row.role, row.cluster)
        for row in kept.memberships
        if row.kind == "person" and row.member in reached and _begun(row, day)
    }
    listed = {(member, school) for member, school, _, _ in rows}
    return len(rows) + sum(pair not in listed for pair in pairs) - len(reached)


def _colleagues(kept: Kept, indicator: Indicator, day: date) -> Counted:
    """Teachers of the schools reached, also those who left since, without those who came themselves."""
    if not kept.schools:
        return Counted(value=None, refused="nothing_kept")
    schools = of_schools(kept, indicator, day)
    counts = {school: kept.school(school).teachers for school in schools}
    known = {school: count for school, count in counts.items() if count is not None}
    if not known:
        return Counted(value=None, refused="no_roster")
    persons = _first((pair for pair in _pairs(kept, indicator, day) if pair[1] in known), kept)
    whole, _ = _there(kept, known, day)
    return Counted(
        value=max(0, whole - len(persons)),
        part=max(0, whole - len(persons)),
        whole=whole,
        updated=latest(kept.schools[school] for school in known) or latest_session(kept, day),
        unknown=len(counts) - len(known),
        persons=tuple(sorted(persons.items())),
    )


def _pairs(kept: Kept, indicator: Indicator, day: date) -> dict[tuple[str, str], date]:
    roles = _roles(kept) if any(what == "role" for what, _ in indicator.only) else {}
    return {
        (person, school): on
        for (person, school), on in kept.teachers.items()
        if on <= day and fits(kept, school, indicator, day, roles.get(person))
    }


def _first(pairs: Iterable[tuple[str, str]], kept: Kept | None = None) -> dict[str, date]:
    days = kept.teachers if kept is not None else pairs
    found: dict[str, date] = {}
    for pair in pairs:
        found[pair[0]] = min(found.get(pair[0], days[pair]), days[pair])
    return found


def _office(role: str) -> Callable[[Kept, Indicator, date], Counted]:
    """Persons who hold, or held, an office."""

    def count(kept: Kept, indicator: Indicator, day: date) -> Counted:
        if not kept.memberships:
            return Counted(value=None, refused="nothing_kept")
        rows = [
            row
            for row in kept.memberships
            if row.kind == "person" and row.role == role and _begun(row, day) and fits(kept, row.school, indicator, day)
        ]
        named = {(row.member, row.school, row.cluster) for row in rows}
        persons = {row.member for row in rows}
        return Counted(
            value=len(persons),
            updated=latest(row.since for row in rows),
            counted_once=len(named) - len(persons),
            by_wave=_by_wave(kept, ((row.member, row.school) for row in rows)),
        )

    return count


def _communities(kept: Kept, indicator: Indicator, day: date) -> Counted:
    if not kept.memberships:
        return Counted(value=None, refused="nothing_kept")
    rows = [
        row for row in kept.memberships if row.cluster and _begun(row, day) and fits(kept, row.school, indicator, day)
    ]
    return Counted(value=len({row.cluster for row in rows}), updated=latest(row.since for row in rows))


def _active(kept: Kept, indicator: Indicator, day: date) -> Counted:
    """Members of the day who did something in the window."""
    members: dict[str, set[str]] = {}
    for row in kept.memberships:
        if row.kind == "person" and row.on(day) and fits(kept, row.school, indicator, day, {row.role}):
            members.setdefault(row.member, set()).add(row.school)
    if not members:
        return Counted(value=None, refused="nothing_kept")
    since = day - timedelta(days=indicator.window_days or WINDOW_DAYS)
    active = {person for person, on in kept.acts if since < on <= day}
    for each in kept.held:
        if since < each.on <= day:
            active.update(each.persons, each.mentors)
    active &= members.keys()
    of_schools: dict[frozenset[str], list[bool]] = {}
    for person, schools in members.items():
        of_schools.setdefault(frozenset(schools), []).append(person in active)
    return Counted(
        value=len(active),
        part=len(active),
        whole=len(members),
        active=tuple((sum(each), len(each)) for each in of_schools.values()),
        updated=latest([*(on for _, on in kept.acts if on <= day), latest_session(kept, day)]),
    )


# ── what the rules share ──


def _roles(kept: Kept) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in kept.memberships:
        if row.kind == "person":
            found.setdefault(row.member, set()).add(row.role)
    return found


def _mentees(kept: Kept, day: date) -> set[str]:
    return {row.school for row in kept.memberships if row.role == "mentee" and _begun(row, day)}


def _begun(row: Membership, day: date) -> bool:
    return row.since is None or row.since <= day


def _by_wave(kept: Kept, named: Iterable[tuple[str, str]]) -> tuple[tuple[str, int], ...]:
    """(wave, how many of those named have a school in it), by wave."""
    found: dict[str, set[str]] = {}
    for who, school in named:
        found.setdefault(kept.school(school).wave, set()).add(who)
    return tuple((wave, len(members)) for wave, members in sorted(found.items()) if wave)


#: Every counting rule, by the word an indicator file uses.
RULES: dict[str, Rule] = {
    "schools": Rule(
        one="school", unit="schools", of="schools on the roster", count=_schools,
        words="Schools that were mentors or mentees, or had a session, by that day; each once, whatever its waves, roles and clusters.",
    ),
    "teachers": Rule(
        one="teacher", unit="teachers", of="teachers on the rosters of the mentee schools, or who left them since", count=_teachers,
        words="Teachers who came to one session at least, also those who left since; each once, whatever their schools, roles and waves. "
        "Rosters count places: who teaches at two schools is on both.",
        indirect="Teachers on the rosters of the schools reached, or who left them since, without those who came to a session themselves. "
        "Rosters count places: who teaches at two schools is on both.",
        of_indirect="teachers on the rosters of the schools reached, or who left them since",
        unknown="without persons written down", unknown_indirect="without a number of teachers on the roster",
    ),
    "mentors": Rule(
        one="mentor", unit="mentors", count=_office("mentor"),
        words="Persons who are or were mentors; each once, whatever their clusters and waves, also where they are mentees as well.",
    ),
    "facilitators": Rule(
        one="facilitator", unit="facilitators", count=_office("facilitator"),
        words="Persons who are or were facilitators; each once.",
    ),
    "countries": Rule(
        one="country", unit="countries", count=_countries, words="Countries of the schools reached, as the roster names them.",
        unknown="without a country on the roster",
    ),
    "hubs": Rule(
        one="hub", unit="hubs", count=_hubs, words="Hubs of the schools reached, as the roster names them.",
        unknown="without a hub on the roster",
    ),
    "communities": Rule(
        one="community", unit="communities", count=_communities, words="Clusters or communities with one member at least.",
    ),
    "active_members": Rule(
        one="member", unit="members", of="members on that day", count=_active,
        words="Members on that day who came to a session, or did something a kept log has, within the last {days} days.",
    ),
    "sessions": Rule(
        one="session", unit="sessions", of="sessions planned for the days up to then", count=given.sessions,
        words="Mentoring sessions held; each once, however many files name it.",
    ),
    "hours": Rule(
        one="hour", unit="hours", count=given.hours,
        words="Lengths of the sessions held, however many came; of a school without a session the sum entered on the roster.",
        unknown="without a length written down",
    ),
    "materials": Rule(
        one="material", unit="materials", count=given.materials,
        words="Each time a member of that day shared something, as kept logs have it under the words of the indicator file; once, in "
        "however many logs it stands. Logs do not say what was shared, so the same thing shared twice is two.",
        unknown="by somebody who was no member then, and not counted",
    ),
    "by_hand": Rule(
        unit="", count=given.by_hand, words="Entered by hand: the latest number up to that day.",
    ),
}  # fmt: skip
