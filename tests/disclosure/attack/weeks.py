"""Weeks of activity read together: of each school week by week, and of the whole hub the active members of some days.

Who was active in which week is the unknown. A school's week tells a sum over those who were active, and over those who were not:
who belongs to a school is known. The hub's number of active members is told in steps, so it leaves a range for what a school hides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from tests.disclosure.attack.equations import Row, System
from tests.disclosure.attack.hubs import DAYS
from tests.disclosure.attack.mentored import TODAY, Mentored
from tests.disclosure.attack.reading import POLICIES, Reader
from toolbox.disclosure import hubs as counted_by
from toolbox.disclosure.mentees import ReleasedCard, release_cards, release_timeline
from toolbox.indicators import Kept, hub_sheet
from toolbox.mentoring.cards import cards, filled, timeline
from toolbox.mentoring.doses import school_doses, together
from toolbox.model import Indicator, Policy, Programme, Viewer
from toolbox.tables.mentees import weeks_table

INSIDE = tuple(policy for policy in POLICIES if policy.audience != "public")
#: Fourteen weeks, in which some leave and some come late.
FIRST = DAYS[0] - timedelta(days=DAYS[0].weekday())
MONDAYS = tuple(FIRST + timedelta(weeks=place) for place in range(14))
LOGS = (FIRST, MONDAYS[-1] + timedelta(days=6))
#: A programme may look back as few days as it likes; a week is what a school's number is of.
WANTED = Programme(
    id="p",
    name="P",
    indicators=(Indicator(id="week", name="week", definition="", counts="active_members", window_days=7),),
)
Of = tuple[str, date]
"""(school, Monday)"""


@dataclass(frozen=True)
class Activity:
    """What kept logs hold: who did something on which day."""

    acts: tuple[tuple[str, date], ...]
    active: Mapping[Of, frozenset[str]]
    """Who was, while they belonged to the school."""
    members: Mapping[Of, frozenset[str]]


def activity(kept: Mentored, seed: int) -> Activity:
    """Schools where hardly anybody is active, about half, or all but a few."""
    draw = np.random.default_rng(5000 + seed)
    acts: set[tuple[str, date]] = set()
    for own in kept.staff.values():
        often = draw.choice([0.05, 0.4, 0.8, 0.97])
        for monday in MONDAYS:
            if draw.random() < 0.2:
                continue  # holidays
            for person in own:
                if draw.random() < often:
                    acts.add((person, monday + timedelta(days=int(draw.integers(7)))))
    rows = [row for row in kept.memberships if row.kind == "person"]
    schools = sorted({row.school for row in rows if row.school in kept.staff})
    active: dict[Of, set[str]] = {(school, monday): set() for school in schools for monday in MONDAYS}
    members: dict[Of, set[str]] = {of: set() for of in active}
    days: dict[str, list[date]] = {}
    for person, day in sorted(acts):
        days.setdefault(person, []).append(day)
    for row in rows:
        if row.school not in kept.staff:
            continue
        for monday in MONDAYS:
            if any(row.on(monday + timedelta(days=place)) for place in range(7)):
                members[row.school, monday].add(row.member)
        for day in days.get(row.member, ()):
            if row.on(day):
                active[row.school, day - timedelta(days=day.weekday())].add(row.member)
    return Activity(
        acts=tuple(sorted(acts)),
        active={of: frozenset(each) for of, each in active.items()},
        members={of: frozenset(each) for of, each in members.items()},
    )


def counted(found: Activity) -> dict[str, list[tuple[date, int]]]:
    """As the engine counts them: weeks without anybody have no row."""
    made: dict[str, list[tuple[date, int]]] = {}
    for (school, monday), persons in sorted(found.active.items()):
        if persons:
            made.setdefault(school, []).append((monday, len(persons)))
    return made


# ── the cards ──


def read_weeks(reader: Reader, kept: Mentored) -> list[str]:
    """Every card and timeline of every mentor; what the hub's number narrows down to a single number is handed back."""
    found = activity(kept, reader.hub.seed)
    system = reader.systems["active"] = System(len(reader.place))
    for policy in INSIDE:
        for card in _cards(reader, kept, found, policy):
            _read(reader, system, card, found, policy)
    return [each for policy in POLICIES for each in narrowed(kept, found, policy)]


def _cards(reader: Reader, kept: Mentored, found: Activity, policy: Policy) -> tuple[ReleasedCard, ...]:
    """Of everybody's schools; a mentor reads the same of own ones, in a table and on an axis of time."""
    everywhere = school_doses(*kept.records), together(*kept.records)
    weeks = counted(found)
    made = cards(
        kept.mentors, everywhere[0], kept.sessions, kept.memberships, weeks=weeks, logs=LOGS, actions={}, today=TODAY
    )
    release = {"policy": policy, "today": TODAY}
    seen = release_cards(made, everywhere, kept.sessions, viewer=Viewer(), **release)
    for person in sorted(set(kept.mentors.values())):
        own = frozenset(school for school, mentor in kept.mentors.items() if mentor == person)
        viewer = Viewer(role="mentor", schools=own, person=person)
        mine = release_cards(
            [card for card in made if card.school in own], everywhere, kept.sessions, viewer=viewer, **release
        )
        assert {card.school: card.weeks for card in mine} == {
            card.school: card.weeks for card in seen if card.school in own
        }
    table = weeks_table(seen).frame
    told = [persons for card in seen for _, persons in card.weeks]
    assert [None if each != each else each for each in table["active_persons"].astype(float)] == told
    for card in seen:
        marks = timeline(card.school, kept.sessions, filled(weeks.get(card.school, ()), LOGS), [], kept.memberships)
        shown = release_timeline(card.school, marks, policy=policy, viewer=Viewer()).marks
        assert tuple((mark.at, mark.persons) for mark in shown if mark.kind == "activity") == card.weeks
        assert all(mark.members is None for mark in shown)
    return seen


def _read(reader: Reader, system: System, card: ReleasedCard, found: Activity, policy: Policy) -> None:
    for monday, persons in card.weeks:
        active, members = found.active[card.school, monday], found.members[card.school, monday]
        rows = [_one(reader, monday, each) for each in (active, members - active)]
        if policy == Policy():
            for name, row in zip(("active", "not active"), rows, strict=True):
                system.look_for(f"{name} {card.school} {monday}", row)
        if persons is not None:
            assert persons == len(active)
            reader.numbers += 1
            for row in rows:
                system.tell(row)


def _one(reader: Reader, monday: date, persons: Iterable[str]) -> Row:
    row = np.zeros(len(reader.place))
    row[[reader.place[person] for person in persons]] = 1.0
    return {monday: row}


# ── beside the hub's number of the same days ──


def narrowed(kept: Mentored, found: Activity, policy: Policy) -> list[str]:
    """Hidden weeks of schools that have one possible number left, once the hub's active members of that week are read.

    How a school counts in the hub's number everybody knows.
    """
    known = Kept(roster=kept.roster, memberships=kept.memberships, clusters=kept.clusters, acts=found.acts)
    schools = sorted({school for school, _ in found.active})
    made = []
    for monday in MONDAYS:
        sunday = monday + timedelta(days=6)
        # Whoever came or left within the week is a member on some of its days: the two numbers are of other persons.
        if any(monday <= day <= sunday for row in kept.memberships for day in (row.since, row.until) if day):
            continue
        each = counted_by.release_hub(hub_sheet(known, WANTED, as_of=sunday), policy, Viewer()).indicators[0]
        step = 5 * -(-policy.min_n // 5)
        inside = policy if policy.audience != "public" else Policy()
        low = int(each.value or 0)
        possible = [
            _possible(len(found.active[school, monday]), len(found.members[school, monday])) for school in schools
        ]
        counts = [
            [counted_by.told_of(active, len(found.members[school, monday]), inside.min_n) for active in some]
            for school, some in zip(schools, possible, strict=True)
        ]
        left = _left(possible, counts, low, low + step - 1)
        assert all(left), "what was told does not add up"
        for school, before, after in zip(schools, possible, left, strict=True):
            if len(before) > 1 and len(after) == 1:
                made.append(f"{school} {monday}: {after[0]} of {len(found.members[school, monday])}")
    return made


def _possible(active: int, members: int) -> list[int]:
    """What a week's number may be, as far as the school's own card tells it."""
    hidden = [each for each in range(members + 1) if 0 < each < 5 or 0 < members - each < 5]
    return hidden if active in hidden else [active]


def _left(possible: Sequence[Sequence[int]], counts: Sequence[Sequence[int]], low: int, high: int) -> list[list[int]]:
    """Of every school the numbers with which some choice of the others' adds up to what was told."""
    sums = [{0}]
    for some in counts:
        sums.append({one + other for one in sums[-1] for other in some})
    after = [{0}]
    for some in reversed(counts):
        after.append({one + other for one in after[-1] for other in some})
    after.reverse()
    return [
        [
            number
            for number, count in zip(possible[at], counts[at], strict=True)
            if any(low <= one + count + other <= high for one in sums[at] for other in after[at + 1])
        ]
        for at in range(len(counts))
    ]
