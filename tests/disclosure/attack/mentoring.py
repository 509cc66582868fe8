"""The mentoring pages read beside everything else: change beside hours, who was reached, who stayed, what a hub counts.

Change beside hours is written as equations over the same answers as the School and Change pages. Numbers of persons and of
hours are equations over who came, how long, and who left: each told number is a sum over persons known to be meant, so whatever
lies in the space of these sums is about the persons it does not cancel (:mod:`tests.disclosure.attack.equations`). What is
told to the nearest five is taken for exact there, and for an interval where several spans of time are read together
(:mod:`tests.disclosure.attack.attendance`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pytest

from tests.disclosure.attack import counts, weeks
from tests.disclosure.attack.equations import Row, System
from tests.disclosure.attack.hubs import AREA, DAYS, FRAMEWORK
from tests.disclosure.attack.mentored import TODAY, Mentored
from tests.disclosure.attack.reading import POLICIES, Both, Reader, difference
from toolbox.disclosure.doses import release_doses
from toolbox.disclosure.given import ReleasedGiven, ReleasedStay, in_lots, release_given, release_retention
from toolbox.disclosure.mentees import release_cards
from toolbox.disclosure.told import own_sets, with_sets
from toolbox.mentoring.cards import cards
from toolbox.mentoring.doses import school_doses, teacher_doses, together
from toolbox.mentoring.retention import retention
from toolbox.mentoring.staff import TEACHERS
from toolbox.mentoring.study import DoseStudy, Given, dose_study, hours_between
from toolbox.model import EvaluationRound, Membership, Policy, ToolboxError, Viewer

INSIDE = tuple(policy for policy in POLICIES if policy.audience != "public")
#: Spans of time that somebody can look at: between every two rounds, and everything (cards).
SPANS: tuple[tuple[date | None, date | None], ...] = (
    (DAYS[0], DAYS[1]), (DAYS[1], DAYS[2]), (DAYS[0], DAYS[2]), (None, None),
)  # fmt: skip


def read_mentoring(reader: Reader, kept: Mentored, before: int, after: int, told: list[tuple[str, ...]]) -> None:
    """Everything the mentoring pages tell; ``told``: sets of schools told apart in tables before."""
    beside_hours(reader, kept, (before, after), told)
    read_records(reader, kept)


def read_records(reader: Reader, kept: Mentored) -> None:
    """What is told of the hub's records, without anybody's answers."""
    for span in SPANS:
        _given(reader, kept, span)
    for span in SPANS[:3]:
        _stays(reader, kept, span)
    counts.read_counts(reader, kept)
    assert not weeks.read_weeks(reader, kept), "the hub's number narrows a hidden week down"
    _cards(kept)


# ── change beside hours ──


def studied(reader: Reader, kept: Mentored, places: tuple[int, int], told: Sequence[tuple[str, ...]]):
    """The study between two states, which knows the sets of schools told before; None where there is none."""
    rounds = [reader.hub.rounds[place] for place in places]
    days = [each.round.collected_on for each in rounds]
    given = Given(
        sessions=kept.sessions, roster=kept.roster, memberships=kept.memberships, since=days[0], until=days[1]
    )
    try:
        found = dose_study(
            *(
                EvaluationRound(name=name, collected_on=day, answers=each.answers, sha256=name)
                for name, day, each in zip(("Round 1", "Round 2"), days, rounds, strict=True)
            ),
            FRAMEWORK, given,
        )  # fmt: skip
    except ToolboxError as refusal:
        if refusal.code not in ("no_common_school", "no_common_group", "no_common_items"):
            raise
        return None, given
    if found is not None:
        own = own_sets(found.evaluation)
        sets = tuple((one, tuple(each for each in told if each not in own)) for one in own)
        found = DoseStudy(
            evaluation=with_sets(found.evaluation, sets), told=found.told, equity=found.equity, left_out=found.left_out
        )
    return found, given


def beside_hours(reader: Reader, kept: Mentored, places: tuple[int, int], told: list[tuple[str, ...]]) -> None:
    """Change by thirds of hours, the line, and those who began low."""
    study, given = studied(reader, kept, places, told)
    if study is None:
        return
    told += [one for one in own_sets(study.evaluation) if one not in told]
    held = tuple(reader.hub.rounds[place].answers for place in places)
    hours = hours_between(given)[0]
    for policy in INSIDE:
        found = release_doses(study, policy, Viewer())
        for row, raw in zip(found.relations, study.told, strict=True):
            if row.area == AREA and row.thirds:
                _relation(reader, Beside(Both(reader, places, held, row.group, ""), hours), row, raw)
        for row in found.equity:
            if row.area == AREA and not row.hidden:
                _equity(reader, Both(reader, places, held, row.group, ""), row)


class Beside:
    """Of one group those who answered both rounds and whose hours count, a place each."""

    def __init__(self, both: Both, hours) -> None:
        self.both, (first, _) = both, both.sides
        answers = first.answers
        rows = np.flatnonzero(first.inside(None, both.group) & both.pairs[0] & first.valid)
        names = [answers.schools[place] for place in answers.school[rows]]
        own = [
            hours.by_person.get((school, str(person)), 0.0) if hours.per == "teacher" else hours.by_school[school]
            for school, person in zip(names, answers.person[rows], strict=True) if school in hours.by_school
        ]  # fmt: skip
        self.rows = rows[[school in hours.by_school for school in names]]
        self.hours = np.array(own)
        self.before = np.array([both.reader.score(first, row) for row in self.rows])

    def moved(self, weights: np.ndarray) -> Row:
        """The sum of these persons' changes, each times a weight."""
        first, second = self.both.sides
        found = {}
        for side, sign in ((first, -1.0), (second, 1.0)):
            at = {int(person): place for place, person in enumerate(side.rows)}
            places = [at[int(first.rows[row])] for row in self.rows]
            for column, item in enumerate(side.items):
                row = np.zeros(side.persons)
                row[side.rows[places]] = sign * weights * side.weight[places, column]
                found[side.of, item] = row
        return found


def _relation(reader: Reader, beside: Beside, row, raw) -> None:
    edges = [each.high for each in raw.relation.thirds[:-1]]
    part = (beside.hours[:, None] > np.array(edges) + 1e-9).sum(axis=1)
    for place, third in enumerate(row.thirds):
        inside = part == place
        _tell(reader, beside.moved(inside / inside.sum()), third.change, 1)
    if not row.band:
        return
    for hours, change, _, _ in row.band:
        # Rounded hours are not quite where the line was read: the exact ones are what the number is made of.
        exact = min((point[0] for point in raw.relation.band), key=lambda each: abs(each - hours))
        design = np.column_stack([np.ones(len(part)), beside.hours - exact, beside.before - beside.before.mean()])
        _tell(reader, beside.moved(np.linalg.pinv(design)[0]), change, 2)
    design = np.column_stack([np.ones(len(part)), beside.hours, beside.before])
    slope = beside.moved(np.linalg.pinv(design)[1])
    assert row.slope.estimate == float(f"{_true(reader, slope):.2g}")
    reader.tell(slope, row.slope.estimate, digits=1)


def _tell(reader: Reader, row: Row, said: float, digits: int) -> None:
    assert said == pytest.approx(_true(reader, row), abs=0.5 / 10**digits + 1e-9)
    reader.tell(row, said, digits=digits)


def _true(reader: Reader, row: Row) -> float:
    return sum(float(weights @ reader.answer[tag]) for tag, weights in row.items())


def _equity(reader: Reader, both: Both, row) -> None:
    low, high = (difference(*reversed(both.third(None, place))) for place in (0, 2))
    _tell(reader, low, row.lowest.estimate, 8)
    _tell(reader, high, row.highest.estimate, 8)
    if row.closing.estimate is not None:
        _tell(reader, difference(low, high), row.closing.estimate, 2)


# ── who came, and for how long ──


@dataclass(frozen=True)
class Told:
    """What was told of one span of time, by every policy: of each school, and ("") of all together."""

    span: tuple[date | None, date | None]
    by_policy: tuple[tuple[ReleasedGiven, ...], ...]
    taken: tuple[frozenset[tuple[str, str]], ...]
    """(school, teacher) of those who left and were taken off, by policy."""

    @property
    def rows(self) -> tuple[ReleasedGiven, ...]:
        """By every policy."""
        return tuple(row for rows in self.by_policy for row in rows)


def given_told(kept: Mentored, span: tuple[date | None, date | None]) -> Told:
    """As the Change page (and, of everything, the cards) tell it."""
    between = {"since": span[0], "until": span[1]}
    doses, whole = school_doses(*kept.records, **between), together(*kept.records, **between)
    # Whoever left is known, and when a lot of them is full follows from who they are.
    taken = [
        frozenset((each.school, each.person) for dose in doses for each in in_lots(dose.left, policy))
        for policy in INSIDE
    ]
    return Told(span, tuple(release_given(doses, whole, policy) for policy in INSIDE), tuple(taken))


def came(kept: Mentored, span: tuple[date | None, date | None]) -> dict[str, dict[str, float]]:
    """School → teacher who came → hours."""
    found: dict[str, dict[str, float]] = {school: {} for school in kept.staff}
    for each in teacher_doses(kept.sessions, kept.memberships, since=span[0], until=span[1]):
        found[each.school][each.person] = each.hours
    return found


def _given(reader: Reader, kept: Mentored, span: tuple[date | None, date | None]) -> None:
    there, found = came(kept, span), given_told(kept, span)
    schools = sorted({row.school for row in found.rows} - {""})
    who, hours = (System(len(reader.place)) for _ in range(2))
    reader.systems |= {f"came {span}": who, f"hours {span}": hours}

    def sets(school: str, taken: frozenset[tuple[str, str]]) -> tuple[Row, Row, Row]:
        inside = [school] if school else schools
        all_who_came = [person for each in inside for person in there[each]]
        reached = [person for each in inside for person in there[each] if (each, person) not in taken]
        rest = [person for each in inside for person in kept.staff[each] if person not in reached]
        return _one(reader, reached), _one(reader, rest), _one(reader, all_who_came)

    for school in schools:
        reached, rest, for_hours = sets(school, found.taken[0])
        who.look_for(f"reached {school}", reached)
        # Who left and is told apart in a lot is neither: that lot is known wherever it is taken off.
        gone = _one(reader, [person for each, person in found.taken[0] if each == school])
        who.look_for(f"not reached {school}", {"": rest[""] * (1.0 - gone[""])})
        hours.look_for(f"hours {school}", for_hours)
    for row, taken in ((row, each) for rows, each in zip(found.by_policy, found.taken, strict=True) for row in rows):
        reached, rest, for_hours = sets(row.school, taken)
        if row.reached is not None:
            reader.numbers += 1
            _near(row.reached, int(reached[""].sum()), row.teachers)
            who.tell(reached)
            who.tell(rest)
            # Those who left and were taken off are told beside them.
            gone = _one(reader, [person for each, person in taken if row.school in ("", each)])
            who.tell({"": rest[""] * (1.0 - gone[""])})
        if row.per_teacher is not None:
            reader.numbers += 1
            true = sum(there[each][person] for each in schools if row.school in ("", each) for person in there[each])
            assert row.per_teacher == pytest.approx(true / row.teachers, abs=2.5 * 5 * 3.0 / row.teachers)
            hours.tell(for_hours)


def _near(said: int, true: int, whole: int | None) -> None:
    assert abs(said - true) <= 2
    assert 0 <= said <= (whole if whole is not None else said)


def _one(reader: Reader, persons: Iterable[str]) -> Row:
    row = np.zeros(len(reader.place))
    row[[reader.place[person] for person in persons]] = 1.0
    return {"": row}


# ── who stayed ──


def stays_told(kept: Mentored, span: tuple[date, date]) -> tuple[ReleasedStay, ...]:
    """As the Change page tells it, by every policy."""
    found = retention(kept.memberships, kept.roster, from_day=span[0], to_day=span[1])
    return tuple(row for policy in INSIDE for row in release_retention(found, policy))


def teachers_listed(kept: Mentored) -> list[tuple[Membership, str]]:
    """Every teacher's row, with the wave of the school."""
    waves = {each.school: each.wave for each in kept.roster}
    return [
        (row, waves.get(row.school, "")) for row in kept.memberships if row.kind == "person" and row.role in TEACHERS
    ]


def _stays(reader: Reader, kept: Mentored, span: tuple[date, date]) -> None:
    system = reader.systems[f"left {span}"] = System(len(reader.place))
    here = [
        (row, wave)
        for row, wave in teachers_listed(kept)
        if row.since <= span[1] and (row.until is None or row.until >= span[0])
    ]

    def sets(wave: str) -> tuple[Row, Row]:
        own = [row for row, each in here if wave in ("", each)]
        return tuple(_one(reader, [row.member for row in own if row.on(span[1]) == still]) for still in (True, False))

    for wave in {each for _, each in here}:
        for name, row in zip(("stayed", "left"), sets(wave), strict=True):
            system.look_for(f"{name} {wave}", row)
    for found in stays_told(kept, span):
        if found.what == "teachers" and found.stayed is not None:
            stayed, left = sets(found.wave)
            _near(found.stayed.part, int(stayed[""].sum()), None)
            _near(found.stayed.whole, int((stayed[""] + left[""]).sum()), None)
            reader.numbers += 1
            system.tell(stayed)
            system.tell(left)


# ── cards ──


def _cards(kept: Mentored) -> None:
    """Whoever looks reads what the coordinator reads; only who ran every session of a school reads more."""
    everywhere = school_doses(*kept.records), together(*kept.records)
    told = {row.school: row for row in release_given(*everywhere, Policy())}
    made = cards(
        kept.mentors, everywhere[0], kept.sessions, kept.memberships, weeks={}, logs=None, actions={}, today=TODAY
    )
    for person in ("", *sorted(set(kept.mentors.values()))):
        own = frozenset(school for school, mentor in kept.mentors.items() if person in ("", mentor))
        viewer = Viewer(role="mentor", schools=own, person="P-other")
        seen = release_cards(
            [card for card in made if card.school in own], everywhere, kept.sessions, policy=Policy(), viewer=viewer,
            today=TODAY,
        )  # fmt: skip
        for card in seen:
            row = told[card.school]
            assert (card.given.reached, card.given.per_teacher) == (row.reached, row.per_teacher)
            assert card.never is None or card.never == row.teachers - row.reached
