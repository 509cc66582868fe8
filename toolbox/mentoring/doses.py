"""What every mentee school, and every teacher, was given from one day to another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Literal

from toolbox.mentoring.staff import Staff, gone, staff_of
from toolbox.model import Fraction, Leaver, Membership, MentoringSession, School, SchoolDose, TeacherDose


@dataclass(frozen=True, kw_only=True)
class Hours:
    """How much mentoring each school got, in one unit for all of them, for an evaluation to set change beside."""

    by_school: Mapping[str, float]
    per: Literal["teacher", "school"]
    """Hours per rostered teacher, out of the sessions held; or the sums a hub entered, where nobody recorded a session."""
    left_out: tuple[str, ...] = ()
    """Mentored schools without a number in that unit: nobody wrote down who came, or how many teachers there are."""


def school_doses(
    sessions: Iterable[MentoringSession],
    roster: Iterable[School],
    memberships: Iterable[Membership] = (),
    *,
    since: date | None = None,
    until: date | None = None,
    staff: Staff | None = None,
) -> tuple[SchoolDose, ...]:
    """The dose of every mentee school, by name: those somebody held or planned a session for, or that are mentees.

    ``since`` and ``until`` are days, both included. Of whom person hours and reach are: :mod:`toolbox.mentoring.staff`.
    ``staff``: who the memberships say is a teacher, where that was found out before.

    Example:
        >>> held = [MentoringSession(on=date(2026, 1, day), receiver="Elm", hours=1.5, persons=("P-1", f"P-{day}"))
        ...     for day in (2, 3)]
        >>> dose, = school_doses(held, [School(school="Elm", teachers=4)])
        >>> dose.hours_delivered, dose.person_hours, dose.per_teacher, dose.reached.part, dose.reached.whole
        (3.0, 6.0, 1.5, 3, 4)
    """
    members = tuple(memberships)
    known = {each.school: each for each in roster}
    staff = staff or staff_of(members)
    of_school: dict[str, list[MentoringSession]] = {school: [] for school in mentees(members, since, until)}
    for each in _between(sessions, since, until):
        of_school.setdefault(each.receiver, []).append(each)
    return tuple(
        _dose(
            school,
            own,
            known[school].teachers if school in known else None,
            staff,
            partial(staff.left, school, since=since),
        )
        for school, own in sorted(of_school.items())
    )


def together(
    sessions: Iterable[MentoringSession],
    roster: Iterable[School],
    memberships: Iterable[Membership] = (),
    *,
    since: date | None = None,
    until: date | None = None,
) -> SchoolDose:
    """The dose of all mentee schools (``school`` ""): each person once, though two schools name them.

    Without a roster of every school there is no share: those reached would be counted where the others are not.

    Example:
        >>> held = [MentoringSession(on=date(2026, 1, 2), receiver=school, hours=2, persons=("P-1",)) for school in ("A", "B")]
        >>> dose = together(held, [School(school="A", teachers=5), School(school="B", teachers=3)])
        >>> dose.person_hours, dose.reached.part, dose.reached.whole
        (4.0, 1, 8)
    """
    members = tuple(memberships)
    known = {each.school: each.teachers for each in roster}
    here = _between(sessions, since, until)
    schools = {each.receiver for each in here} | mentees(members, since, until)
    counts = [known.get(school) for school in schools]
    staff = staff_of(members)

    def left(held: Sequence[MentoringSession]) -> tuple[Leaver, ...]:
        of_school: dict[str, list[MentoringSession]] = {school: [] for school in sorted(schools)}
        for each in held:
            of_school[each.receiver].append(each)
        return gone(staff, of_school, since)

    return _dose("", here, None if None in counts or not counts else sum(counts), staff, left)


def teacher_doses(
    sessions: Iterable[MentoringSession],
    memberships: Iterable[Membership] = (),
    *,
    since: date | None = None,
    until: date | None = None,
) -> tuple[TeacherDose, ...]:
    """What each teacher who came got at each school, by person: who is in two schools has two rows.

    Who came to nothing is not among them. A session of unknown length counts, with no hours.

    Example:
        >>> held = [MentoringSession(on=date(2026, 1, day), receiver="Elm", hours=1.5, persons=persons)
        ...     for day, persons in ((2, ("P-1", "P-2")), (3, ("P-2",)))]
        >>> [(each.person, each.hours) for each in teacher_doses(held)]
        [('P-1', 1.5), ('P-2', 3.0)]
    """
    hours: dict[tuple[str, str], float] = {}
    times: dict[tuple[str, str], int] = {}
    staff = staff_of(memberships)
    for each in _between(sessions, since, until):
        for person in staff.came(each) if each.delivered else ():
            key = person, each.receiver
            hours[key] = hours.get(key, 0.0) + (each.hours or 0.0)
            times[key] = times.get(key, 0) + 1
    return tuple(
        TeacherDose(person=person, school=school, hours=hours[person, school], sessions=times[person, school])
        for person, school in sorted(hours)
    )


def first_days(
    sessions: Iterable[MentoringSession], memberships: Iterable[Membership] = ()
) -> dict[tuple[str, str], date]:
    """(teacher, mentee school) → the day of the first session held there that this teacher came to.

    Example:
        >>> held = [MentoringSession(on=date(2026, 1, day), receiver="Elm", persons=("P-1",)) for day in (9, 2)]
        >>> first_days(held)
        {('P-1', 'Elm'): datetime.date(2026, 1, 2)}
    """
    staff, found = staff_of(memberships), {}
    for each in sorted(sessions, key=lambda session: session.on):
        for person in staff.came(each) if each.delivered else ():
            found.setdefault((person, each.receiver), each.on)
    return found


def hours_of(doses: Iterable[SchoolDose], roster: Iterable[School] = ()) -> Hours:
    """Hours of mentoring of every school, in one unit.

    Where sessions are recorded they are what counts: hours per rostered teacher, of the schools with a roster and with
    sessions that name who came. A sum a hub entered is of another kind (hours given, whoever came), so it counts only
    where no school has a session.

    Example:
        >>> dose = school_doses([MentoringSession(on=date(2026, 1, 2), receiver="Elm", hours=2, persons=("P-1",))],
        ...     [School(school="Elm", teachers=4)])
        >>> hours_of(dose, [School(school="Oak", hours=30.0)])
        Hours(by_school={'Elm': 0.5}, per='teacher', left_out=('Oak',))
        >>> hours_of((), [School(school="Oak", hours=30.0)]).per
        'school'
    """
    doses, roster = tuple(doses), tuple(roster)
    entered = {each.school: each.hours for each in roster if each.hours is not None}
    if not any(each.sessions_delivered for each in doses):
        return Hours(by_school=entered, per="school")
    found = {each.school: each.per_teacher for each in doses if each.per_teacher is not None}
    mentored = {*entered, *(each.school for each in doses)}
    return Hours(by_school=found, per="teacher", left_out=tuple(sorted(mentored - found.keys())))


def mentees(members: Sequence[Membership], since: date | None = None, until: date | None = None) -> set[str]:
    """Schools that are mentees, or have persons who are, at some time from one day to another."""
    return {each.school for each in members if each.role == "mentee" and _overlaps(each, since, until)}


def _overlaps(row: Membership, since: date | None, until: date | None) -> bool:
    return (row.since is None or until is None or row.since <= until) and (
        row.until is None or since is None or row.until >= since
    )


def _between(sessions: Iterable[MentoringSession], since: date | None, until: date | None) -> list[MentoringSession]:
    return [each for each in sessions if (since is None or each.on >= since) and (until is None or each.on <= until)]


def _dose(
    school: str,
    sessions: Sequence[MentoringSession],
    teachers: int | None,
    staff: Staff,
    left: Callable[[Sequence[MentoringSession]], tuple[Leaver, ...]],
) -> SchoolDose:
    held = [each for each in sessions if each.delivered]
    came = [staff.came(each) for each in held]
    person_hours = float(sum((each.hours or 0.0) * len(persons) for each, persons in zip(held, came, strict=True)))
    unnamed = sum(not any(each.persons) for each in held)
    known = bool(teachers) and (not held or unnamed < len(held))
    methods: dict[str, list[MentoringSession]] = {}
    for each in held:
        methods.setdefault(each.method, []).append(each)
    by_method = [(method, len(own), _hours(own)) for method, own in methods.items()]
    days = [each.on for each in held]
    leavers = left(held)
    reached = len({person for persons in came for person in persons} - {each.person for each in leavers})
    return SchoolDose(
        school=school,
        sessions_delivered=len(held),
        sessions_planned=len(sessions),
        hours_delivered=_hours(held),
        hours_planned=_hours(sessions),
        person_hours=person_hours,
        teachers=teachers,
        per_teacher=person_hours / teachers if known else None,
        reached=Fraction(part=reached, whole=None if teachers is None or reached > teachers else teachers),
        left=leavers,
        unnamed=unnamed,
        without_length=sum(each.hours is None for each in held),
        longest=max((each.hours or 0.0 for each in held), default=0.0),
        by_method=tuple(sorted(by_method, key=lambda each: (-each[1], each[0]))),
        first=min(days, default=None),
        last=max(days, default=None),
    )


def _hours(sessions: Iterable[MentoringSession]) -> float:
    return float(sum(each.hours or 0.0 for each in sessions))
