"""An invented hub in which everything that may be counted twice is there twice."""

from __future__ import annotations

from datetime import date

from toolbox.indicators import Kept
from toolbox.model import Cluster, Membership, MentoringSession, School

DAY = date(2026, 6, 30)


def mentors(
    school: str, cluster: str, *persons: str, role: str = "mentor", since: date | None = date(2025, 9, 1), until=None
):
    """A school in a cluster, and its persons."""
    rows = [
        Membership(kind="school", member=school, role=role, school=school, cluster=cluster, since=since, until=until)
    ]
    rows += [
        Membership(member=each, role=role, school=school, cluster=cluster, since=since, until=until) for each in persons
    ]
    return rows


def held(
    on: str, receiver: str, *persons: str, giver: str = "Ash", hours: float | None = 2.0, **said
) -> MentoringSession:
    """One session."""
    return MentoringSession(
        on=date.fromisoformat(on), giver=giver, receiver=receiver, persons=persons, hours=hours, **said
    )


#: Ash mentors four schools, which is one above what it can take; Elm mentors Yew and is mentored by Ash.
HUB = Kept(
    roster=(
        School(school="Ash", country="Estonia", hub="Coast", wave="1", teachers=20, types=(("AS", date(2024, 9, 1)),)),
        School(school="Elm", country="Estonia", hub="Coast", wave="1", teachers=10, types=(("AP", date(2025, 9, 1)), ("AS", date(2026, 2, 1)))),
        School(school="Oak", country="Finland", hub="Coast", wave="1", teachers=8, types=(("AP", None),)),
        School(school="Fir", country="Finland", hub="Lakes", wave="2", teachers=12),
        School(school="Yew", country="Finland", hub="Lakes", wave="2"),
        School(school="Bay", country="Latvia", hub="Lakes", wave="2", teachers=9, starts=date(2026, 1, 12)),
        School(school="Box", country="Latvia", hub="Lakes", wave="3", teachers=9, starts=date(2026, 9, 1)),
    ),
    clusters=(Cluster(name="North", hub="Coast", model="top-down"), Cluster(name="South", model="virtual", incentive="pay")),
    memberships=tuple(
        mentors("Ash", "North", "P-ash1", "P-ash2")
        + mentors("Elm", "North", "P-elm1", "P-elm2", role="mentee")
        + mentors("Oak", "North", "P-oak1", "P-elm1", role="mentee")  # P-elm1 teaches in two schools
        + mentors("Fir", "North", "P-fir1", role="mentee")
        + mentors("Lone", "North", role="mentee")
        + mentors("Elm", "South", "P-elm1")  # … and is a mentor who is a mentee, too
        + mentors("Yew", "South", "P-yew1", "P-yew2", role="mentee", since=date(2026, 1, 1))
    ),
    sessions=(
        held("2025-10-01", "Elm", "P-elm1", "P-elm2", topic="Plan"),
        held("2025-11-03", "Oak", "P-elm1", "P-oak1", topic="Plan"),
        held("2026-02-02", "Elm", "P-elm1", "P-elm2", topic="Review"),
        held("2026-02-02", "Elm", "P-elm1", "P-elm2", topic="review", hours=1.5),  # perhaps the same once more
        held("2026-03-02", "Oak", "P-oak1", topic="Visit"),
        held("2026-03-02", "Oak", "P-oak1", topic="Lesson"),  # another one on the same day
        held("2026-05-04", "Fir", hours=None),
        held("2026-05-20", "Fir", "P-fir1", delivered=False),
        held("2026-02-10", "Yew", "P-yew1", giver="Elm"),
    ),
)  # fmt: skip
