"""A mentee school as its mentor reviews it: what was given, who went silent, what lies on one axis of time, what next.

Days of silence are counted up to the day somebody looks from, or, for activity, up to the last day the kept logs tell of:
after it nobody knows. Hours, sessions and reach are of everything that is recorded, whatever day somebody looks from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from toolbox.model import (
    PHASES,
    Action,
    Membership,
    MenteeCard,
    MentoringSession,
    Round,
    SchoolDose,
    Silence,
    TimelineMark,
)

#: (Monday, persons active in that week), earliest first.
Weeks = Sequence[tuple[date, int]]
#: Phases in which a school has something it works on.
WORKING = ("planning", "development", "reflection")


@dataclass(frozen=True, kw_only=True)
class Limits:
    """From how many days on a school is called silent."""

    session_days: int = 60
    activity_days: int = 30


def mentees_of(rows: Iterable[Membership], mentor: str, day: date) -> tuple[str, ...]:
    """The schools mentored, on a day, in the clusters in which this school, or a person of it, is a mentor.

    Example:
        >>> rows = [Membership(member="P-1", role="mentor", school="Oak", cluster="C")]
        >>> rows += [Membership(kind="school", member=name, role="mentee", school=name, cluster="C") for name in ("Elm", "Oak")]
        >>> mentees_of(rows, "Oak", date(2026, 1, 7))
        ('Elm',)
    """
    held = [row for row in rows if row.cluster and row.on(day)]
    clusters = {row.cluster for row in held if row.role == "mentor" and row.school == mentor}
    mine = {row.school for row in held if row.role == "mentee" and row.kind == "school" and row.cluster in clusters}
    return tuple(sorted(mine - {mentor}))


def mentees_in_log(sessions: Iterable[MentoringSession], giver: str) -> tuple[str, ...]:
    """The schools a mentor school held or planned sessions for: its mentees where nobody wrote down who belongs where.

    Example:
        >>> held = [MentoringSession(on=date(2026, 1, 7), giver="Oak", receiver=school) for school in ("Elm", "Ash", "Oak")]
        >>> mentees_in_log(held, "Oak")
        ('Ash', 'Elm')
    """
    return tuple(sorted({each.receiver for each in sessions if each.giver == giver} - {giver}))


def cards(
    schools: Iterable[str],
    doses: Iterable[SchoolDose],
    sessions: Iterable[MentoringSession],
    memberships: Iterable[Membership],
    *,
    weeks: Mapping[str, Weeks],
    logs: tuple[date, date] | None,
    actions: Mapping[str, tuple[Action, ...]],
    today: date,
    limits: Limits = Limits(),
) -> tuple[MenteeCard, ...]:
    """One card for each of these schools, by name.

    Args:
        doses: of all sessions that are recorded (``school_doses``); of these schools at least.
        weeks: active persons by week of each school; a week without anybody may be left out.
        logs: first and last day the kept logs tell of; None where none is kept.
        actions: next steps that are open, by school.
        today: the day somebody looks from.

    Example:
        >>> from toolbox.mentoring import school_doses
        >>> held = [MentoringSession(on=date(2026, 1, 7), receiver="Elm", hours=1, phase="mapping")]
        >>> card, = cards(["Elm"], school_doses(held, []), held, [], weeks={}, logs=None, actions={}, today=date(2026, 4, 1))
        >>> card.phase, card.last_contact.isoformat(), card.silences[0].days
        ('mapping', '2026-01-07', 84)
    """
    given = {each.school: each for each in doses}
    of_school: dict[str, list[MentoringSession]] = {}
    for each in sorted(sessions, key=_in_time):
        of_school.setdefault(each.receiver, []).append(each)
    rows: dict[str, list[Membership]] = {}
    for row in memberships:
        rows.setdefault(row.school, []).append(row)
    return tuple(
        _card(
            school,
            given[school],
            of_school.get(school, []),
            cluster=_cluster(school, rows.get(school, ()), today),
            weeks=(told := filled(weeks.get(school, ()), logs)),
            members=members_of(school, rows.get(school, ()), [week for week, _ in told]),
            steps=actions.get(school, ()),
            today=today,
            silent=silences(
                school, of_school.get(school, ()), weeks.get(school, ()), logs=logs, today=today, limits=limits
            ),
        )
        for school in sorted(set(schools))
        if school in given
    )


def _card(
    school: str, dose: SchoolDose, own: Sequence[MentoringSession], *, cluster: str, weeks: Weeks, members: Mapping[date, int],
    steps: tuple[Action, ...], today: date, silent: tuple[Silence, ...],
) -> MenteeCard:  # fmt: skip
    held = [each for each in own if each.delivered and each.on <= today]
    named = [each for each in held if each.phase]
    phase = named[-1].phase if named else ""
    return MenteeCard(
        school=school,
        cluster=cluster,
        phase=phase,
        phase_since=_since(named),
        last_contact=held[-1].on if held else None,
        next_planned=next((each.on for each in own if not each.delivered and each.on >= today), None),
        dose=dose,
        never_reached=never_reached(dose),
        weeks=tuple(weeks),
        members=members,
        silences=silent,
        steps=steps,
    )


def _in_time(session: MentoringSession) -> tuple[date, int]:
    """By day; of two on one day the one further along comes last."""
    return session.on, PHASES.index(session.phase) if session.phase in PHASES else -1


def _since(named: Sequence[MentoringSession]) -> date | None:
    """The first of the latest sessions in a row that name the same phase."""
    found = None
    for each in reversed(named):
        if each.phase != named[-1].phase:
            break
        found = each.on
    return found


def _cluster(school: str, rows: Iterable[Membership], today: date) -> str:
    mine = [row for row in rows if row.kind == "school" and row.school == school and row.role == "mentee"]
    return next((row.cluster for row in mine if row.on(today) and row.cluster), "")


def never_reached(dose: SchoolDose) -> int | None:
    """Teachers on the roster who came to no session; None without a roster, or where it is smaller than who was reached.

    Sessions nobody wrote the persons of may have reached some of them: where every session is one of those, None.
    """
    whole = dose.reached.whole
    if whole is None or (dose.unnamed and dose.unnamed == dose.sessions_delivered):
        return None
    return whole - dose.reached.part


def filled(weeks: Weeks, logs: tuple[date, date] | None) -> Weeks:
    """Every week the logs tell of: 0 where nobody of the school was active. () of a school that is in no log.

    Example:
        >>> found = filled([(date(2026, 1, 12), 3)], (date(2026, 1, 7), date(2026, 1, 20)))
        >>> [(week.isoformat(), persons) for week, persons in found]
        [('2026-01-05', 0), ('2026-01-12', 3), ('2026-01-19', 0)]
    """
    known = dict(weeks)
    if logs is None or not known:
        return ()
    first, last = (day - timedelta(days=day.weekday()) for day in logs)
    count = (last - first).days // 7 + 1
    return tuple((week, known.get(week, 0)) for week in (first + timedelta(weeks=place) for place in range(count)))


def members_of(school: str, memberships: Iterable[Membership], weeks: Iterable[date]) -> dict[date, int]:
    """Monday → persons who belonged to a school on a day of that week.

    Example:
        >>> rows = [Membership(member=f"P-{n}", role="mentee", school="Elm", until=date(2026, 1, 4 + n)) for n in range(3)]
        >>> members_of("Elm", rows, [date(2026, 1, 5)])
        {datetime.date(2026, 1, 5): 2}
    """
    here = [row for row in memberships if row.kind == "person" and row.school == school]
    spans = [(row.member, row.since or date.min, row.until or date.max) for row in here]
    return {
        week: len({who for who, since, until in spans if since <= week + timedelta(days=6) and until >= week})
        for week in weeks
    }


def silences(
    school: str,
    sessions: Iterable[MentoringSession],
    weeks: Weeks,
    *,
    logs: tuple[date, date] | None,
    today: date,
    limits: Limits = Limits(),
) -> tuple[Silence, ...]:
    """Why a school is called silent, by each rule that holds; () where something was heard of it in time.

    A school that is in no kept log is not called inactive: nobody looked. A week counts up to its last day.

    Example:
        >>> [each.rule for each in silences("Elm", [], [], logs=None, today=date(2026, 4, 1))]
        ['no_session']
    """
    found = []
    held = [each.on for each in sessions if each.delivered and each.on <= today]
    if not held:
        found.append(Silence(school=school, rule="no_session", days=None, limit=limits.session_days))
    elif (days := (today - max(held)).days) >= limits.session_days:
        found.append(Silence(school=school, rule="no_session_since", days=days, limit=limits.session_days))
    active = [week for week, persons in weeks if persons]
    if logs is not None and active:
        until = min(today, logs[1])
        days = (until - min(until, max(active) + timedelta(days=6))).days
        if days >= limits.activity_days:
            found.append(Silence(school=school, rule="no_activity_since", days=days, limit=limits.activity_days))
    return tuple(found)


def timeline(
    school: str,
    sessions: Iterable[MentoringSession],
    weeks: Weeks,
    rounds: Iterable[Round],
    memberships: Iterable[Membership],
) -> tuple[TimelineMark, ...]:
    """Sessions, activity and rounds of one school in the order of time.

    Example:
        >>> held = MentoringSession(on=date(2026, 1, 7), receiver="Elm", hours=1, method="workshop", topic="safety")
        >>> [(mark.kind, mark.words) for mark in timeline("Elm", [held], [(date(2026, 1, 5), 3)], [], [])]
        [('activity', ''), ('session', 'workshop: safety')]
    """
    marks = [
        TimelineMark(
            at=each.on, kind="session" if each.delivered else "planned", hours=each.hours,
            words=": ".join(word for word in (each.method, each.topic) if word), persons=len(each.persons) or None,
        )
        for each in sessions
        if each.receiver == school
    ]  # fmt: skip
    members = members_of(school, memberships, [week for week, _ in weeks])
    marks += [TimelineMark(at=week, kind="activity", persons=persons, members=members[week]) for week, persons in weeks]
    marks += [
        TimelineMark(at=each.collected_on, kind="round", words=each.name) for each in rounds if school in each.schools
    ]
    return tuple(sorted(marks, key=lambda mark: (mark.at, mark.kind, mark.words)))


def next_step(
    card: MenteeCard, *, never: int | None, teachers: int | None, today: date
) -> str:  # of what may be known: ``never`` is None where it may not
    """Code of what is suggested next, the most pressing first; words are in ``wording``.

    Example:
        >>> from toolbox.mentoring import school_doses
        >>> held = [MentoringSession(on=date(2026, 1, 7), receiver="Elm", hours=1, phase="mapping")]
        >>> card, = cards(["Elm"], school_doses(held, []), held, [], weeks={}, logs=None, actions={}, today=date(2026, 1, 9))
        >>> next_step(card, never=None, teachers=20, today=date(2026, 1, 9))
        'after_mapping'
    """
    rules = {each.rule for each in card.silences}
    if card.next_planned is None and "no_session" in rules:
        return "plan_first"
    if card.next_planned is None and "no_session_since" in rules:
        return "plan_session"
    if not card.phase:
        return "agree_phase"
    if any(step.due is not None and step.due < today for step in card.steps):
        return "review_steps"
    if card.phase in WORKING and not card.steps:
        return "choose_focus"
    if never is not None and teachers and 3 * never >= teachers:
        return "reach_the_others"
    if not teachers:
        return "count_teachers"
    return f"after_{card.phase}" if card.phase in PHASES else "keep_on"
