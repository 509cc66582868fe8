"""The gate for a mentor's cards and timeline: rule 35.

Sessions, hours and days are the hub's own records. Numbers of persons are not: who came is decided for every school at once, as
on the Change page (rule 34), and a week's active persons one by one, because no sum of weeks is shown anywhere. A mentor who was
in every session of a school knows who came and is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from toolbox.disclosure import rules
from toolbox.disclosure.given import ReleasedGiven, release_given
from toolbox.disclosure.released.gate_only import FromGate, gate
from toolbox.mentoring.cards import next_step
from toolbox.model import (
    Action,
    MenteeCard,
    MentoringSession,
    Policy,
    SchoolDose,
    Silence,
    TimelineMark,
    ToolboxError,
    Viewer,
)


@dataclass(frozen=True, kw_only=True)
class ReleasedCard(FromGate):
    """One mentee school as its mentor may see it."""

    school: str
    cluster: str
    phase: str
    phase_since: date | None
    last_contact: date | None
    next_planned: date | None
    given: ReleasedGiven
    never: int | None
    """Teachers on the roster who came to no session, so many at least: a number, never who; None where it is hidden or not
    known."""
    weeks: tuple[tuple[date, int | None], ...]
    """(Monday, active persons): 0 is nobody; None where one to k - 1 were active, or were not."""
    silences: tuple[Silence, ...]
    steps: tuple[Action, ...]
    next_step: str
    policy: Policy = Policy()


@dataclass(frozen=True, kw_only=True)
class ReleasedTimeline(FromGate):
    """What lies on the axis of one mentee school; an activity mark without persons is one of a hidden number."""

    school: str
    marks: tuple[TimelineMark, ...]
    policy: Policy = Policy()


def release_cards(
    cards: Sequence[MenteeCard],
    everywhere: tuple[Sequence[SchoolDose], SchoolDose],
    sessions: Iterable[MentoringSession],
    *,
    policy: Policy,
    viewer: Viewer,
    today: date,
) -> tuple[ReleasedCard, ...]:
    """Cards of a mentor's mentees.

    Args:
        everywhere: the doses of every school of the store, and of all together, whoever looks: what is hidden of one school
            must not follow from what is shown of others.
        sessions: those of these schools; whose mentor looks is told who came.

    Raises:
        ToolboxError: ``not_your_school``, ``not_public``.
    """
    if policy.audience == "public":
        raise ToolboxError(
            "not_public", "What a mentor reviews stays inside the hub: there is no public version of it."
        )
    for each in cards:
        if not viewer.may_see(each.school):
            raise ToolboxError("not_your_school", "This school is not among those you may see.")
    told = {row.school: row for row in release_given(*everywhere, policy)}
    runs = _runs(sessions, viewer)
    return tuple(_card(each, told[each.school], each.school in runs, policy, today) for each in cards)


def _runs(sessions: Iterable[MentoringSession], viewer: Viewer) -> set[str]:
    """The schools in every session of which, held so far, this viewer was a mentor."""
    mine: dict[str, bool] = {}
    for each in sessions:
        if each.delivered:
            mine[each.receiver] = mine.get(each.receiver, True) and viewer.person in each.mentors
    return {school for school, all_mine in mine.items() if all_mine} if viewer.person else set()


def _card(card: MenteeCard, given: ReleasedGiven, runs: bool, policy: Policy, today: date) -> ReleasedCard:
    with gate():
        if runs:
            reached = card.dose.reached.part
            given = replace(
                given, reached=reached, reached_least=reached, left=card.dose.came - reached,
                per_teacher=card.dose.per_teacher, hidden="", hours_hidden="", exact=True,
            )  # fmt: skip
        never = _never(given)
        return ReleasedCard(
            school=card.school,
            cluster=card.cluster,
            phase=card.phase,
            phase_since=card.phase_since,
            last_contact=card.last_contact,
            next_planned=card.next_planned,
            given=given,
            never=never,
            weeks=tuple((week, _of_week(persons, card.members.get(week, 0), policy)) for week, persons in card.weeks),
            silences=tuple(
                each for each in card.silences if each.rule != "no_activity_since" or not _of_few(card, policy)
            ),
            steps=card.steps,
            next_step=next_step(card, never=never, teachers=given.teachers, today=today),
            policy=policy,
        )


def _never(given: ReleasedGiven) -> int | None:
    """Of what is told of those who came: how many never did, at least. Sessions that all name nobody tell nothing of it."""
    silent = given.unnamed and given.unnamed == given.sessions_delivered
    if silent or given.reached is None or given.teachers is None or given.reached_least > given.teachers:
        return None
    return given.teachers - given.reached


def _of_few(card: MenteeCard, policy: Policy) -> bool:
    """Whether those who were not active lately are one to k - 1: everybody of a small school."""
    return any(0 < members < policy.min_n for week, members in card.members.items() if week == card.weeks[-1][0])


def _of_week(persons: int | None, members: int, policy: Policy) -> int | None:
    """A week's active persons where they are nobody or enough, and so are the members who were not active."""
    if persons is None:
        return None
    told = all(rules.none_or_enough(count, policy) for count in (persons, max(members - persons, 0)))
    return persons if told else None


def release_timeline(
    school: str,
    marks: Iterable[TimelineMark],
    *,
    policy: Policy,
    viewer: Viewer,
) -> ReleasedTimeline:
    """What lies on a school's axis: no number of who came to a session, which beside hours per teacher could be solved for.

    Raises:
        ToolboxError: ``not_your_school``.

    Example:
        >>> marks = [TimelineMark(at=date(2026, 1, 5), kind="activity", persons=persons) for persons in (3, 12)]
        >>> [mark.persons for mark in release_timeline("Elm", marks, policy=Policy(), viewer=Viewer()).marks]
        [None, 12]
    """
    if not viewer.may_see(school):
        raise ToolboxError("not_your_school", "This school is not among those you may see.")
    shown = [
        replace(
            mark, members=None, persons=_of_week(mark.persons, mark.members or 0, policy) if mark.kind == "activity" else None
        )
        for mark in marks
    ]  # fmt: skip
    with gate():
        return ReleasedTimeline(school=school, marks=tuple(shown), policy=policy)
