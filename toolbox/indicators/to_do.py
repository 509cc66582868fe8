"""What somebody should see to next: schools and clusters by name, never persons."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import combinations

from toolbox.indicators.kept import Kept
from toolbox.model import IndicatorValue, MentoringSession, ToDo

#: Days without a session after which a cluster is silent.
SILENT_DAYS = 60
#: Mentee schools a mentor school can take, where nobody declared more or fewer.
CAPACITY = 3


def to_do(kept: Kept, values: Iterable[IndicatorValue], *, as_of: date) -> tuple[ToDo, ...]:
    """Everything to see to, what concerns schools without help first. Nothing to do is no line.

    Example:
        >>> from toolbox.model import Membership
        >>> alone = Membership(kind="school", member="Elm", role="mentee", school="Elm", since=date(2026, 1, 7))
        >>> [(each.code, each.count) for each in to_do(Kept(memberships=(alone,)), (), as_of=date(2026, 1, 9))]
        [('schools_without_mentor', 1), ('never_reached', 1), ('schools_without_roster', 1)]
    """
    found = (
        ("schools_without_mentor", without_mentor(kept, as_of), None),
        ("mentors_above_capacity", above_capacity(kept, as_of), CAPACITY),
        ("clusters_silent", silent_clusters(kept, as_of), SILENT_DAYS),
        ("never_reached", never_reached(kept, as_of), None),
        ("schools_without_roster", without_roster(kept, as_of), None),
        ("sessions_perhaps_twice", perhaps_twice(kept, as_of), None),
        ("indicators_stale", tuple(each.indicator.name for each in values if each.stale), None),
    )
    return tuple(
        ToDo(code=code, count=len(names), names=tuple(dict.fromkeys(names)), limit=limit)
        for code, names, limit in found
        if names
    )


def without_mentor(kept: Kept, day: date) -> tuple[str, ...]:
    """Mentee schools of no cluster that has a mentor; and schools whose mentoring has begun and that are nobody's mentee."""
    mentors, mentees = kept.pairs_on(day)
    wanting = set().union(*mentees.values(), set())
    wanting |= {each.school for each in kept.roster if each.starts is not None and each.starts <= day}
    having = set().union(*(schools for cluster, schools in mentees.items() if cluster and mentors.get(cluster)), set())
    giving = set().union(*mentors.values(), set())
    return tuple(sorted(wanting - having - giving))


def above_capacity(kept: Kept, day: date) -> tuple[str, ...]:
    """Mentor schools with more mentee schools than all their clusters together can take."""
    mentors, mentees = kept.pairs_on(day)
    declared = {each.name: each.capacity for each in kept.clusters if each.capacity is not None}
    load: dict[str, set[str]] = {}
    room: dict[str, int] = {}
    for cluster, schools in mentors.items():
        for school in schools if cluster else ():
            load.setdefault(school, set()).update(mentees.get(cluster, set()))
            room[school] = room.get(school, 0) + declared.get(cluster, CAPACITY)
    return tuple(sorted(school for school, own in load.items() if len(own) > room[school]))


def silent_clusters(kept: Kept, day: date) -> tuple[str, ...]:
    """Clusters with mentees, older than the limit, in which no session was held within it."""
    mentors, mentees = kept.pairs_on(day)
    began = {}
    for row in kept.memberships:
        if row.role == "mentee" and row.since is not None:
            began[row.cluster] = min(began.get(row.cluster, row.since), row.since)
    by_school: dict[str, list[MentoringSession]] = {}
    for each in kept.held_by(day):
        by_school.setdefault(each.receiver, []).append(each)
    found = []
    for cluster, schools in mentees.items():
        if not cluster or not schools:
            continue
        held = [
            each.on
            for school in schools
            for each in by_school.get(school, ())
            if not each.giver or each.giver in mentors.get(cluster, ())
        ]
        last = max(held, default=began.get(cluster))
        if last is None or (day - last).days > SILENT_DAYS:
            found.append(cluster)
    return tuple(sorted(found))


def never_reached(kept: Kept, day: date) -> tuple[str, ...]:
    """Mentee schools without one session held so far."""
    _, mentees = kept.pairs_on(day)
    held = {each.receiver for each in kept.held_by(day)}
    return tuple(sorted(set().union(*mentees.values(), set()) - held))


def without_roster(kept: Kept, day: date) -> tuple[str, ...]:
    """Schools reached of which nobody wrote down how many teachers they have."""
    return tuple(sorted(each for each in kept.schools_by(day) if kept.school(each).teachers is None))


def perhaps_twice(kept: Kept, day: date) -> tuple[str, ...]:
    """Mentee school and day of every session that may be another one written down otherwise.

    Same day, mentor's and mentee's school, both held; somebody came to both, or one of them names nobody; the topic is the
    same, or one has none; and of length and method one at most differs. Who came may differ. Another topic is another session.
    """
    return tuple(
        f"{receiver}, {on.isoformat()}" for on, receiver in kept.once("twice", lambda: _alike(kept.held)) if on <= day
    )


def _alike(held: Iterable[MentoringSession]) -> tuple[tuple[date, str], ...]:
    alike: dict[tuple, list[MentoringSession]] = {}
    for each in held:
        alike.setdefault((each.on, each.giver, each.receiver), []).append(each)
    return tuple(
        (on, receiver)
        for (on, _, receiver), sessions in sorted(alike.items())
        if any(_perhaps_one(*pair) for pair in combinations(sessions, 2))
    )


def _perhaps_one(one: MentoringSession, other: MentoringSession) -> bool:
    if one.persons and other.persons and not set(one.persons) & set(other.persons):
        return False
    if one.topic and other.topic and one.topic.casefold() != other.topic.casefold():
        return False
    lengths = one.hours is not None and other.hours is not None and one.hours != other.hours
    methods = bool(one.method and other.method) and one.method.casefold() != other.method.casefold()
    return not (lengths and methods)
