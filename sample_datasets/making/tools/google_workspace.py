"""Classroom log events from the admin console of Google Workspace: the pupil joins, the teacher adds; moments with their zone."""

from __future__ import annotations

from datetime import timedelta

from ..expecting import Event, Export, csv_of, span
from ..persons import PERSONS

_HEADING = ["Date", "Event name", "Description", "Actor", "Course ID", "Course title", "Course role", "Impacted users", "Event source"]  # fmt: skip
#: (number of who did it, event, number of whom it concerned, kind)
_DONE = (
    (2, "Course created", None, "created"),
    (2, "User added to a course", 3, "created"),
    (4, "User joined a course", None, "entered"),
    (7, "User joined a course", None, "entered"),
    (2, "Post created", None, "created"),
    (4, "Submission turned in", None, "submitted"),
    (3, "Grade updated", 4, "graded"),
    (7, "User left a course", None, "left"),
    (2, "User removed from a course", 12, "removed"),
    (4, "Course viewed", None, "viewed"),
)


def export() -> Export:
    """Who did it is the actor, by address; whoever it concerned did nothing and is removed with the description."""
    rows, events, moments = [], [], []
    for row, (number, name, concerned, kind) in enumerate(_DONE):
        one = PERSONS[number - 1]
        at = PERSONS[0].started + timedelta(hours=31 * row)
        other = "" if concerned is None else PERSONS[concerned - 1].mail
        rows.append(
            [
                f"{at:%Y-%m-%dT%H:%M:%S}+03:00",
                name,
                f"{one.name}: {name.lower()}",
                *(one.mail, "712345", "Planning together", one.role, other, "Classroom web"),
            ]
        )
        moments.append(at - timedelta(hours=3))
        said = Event(row=row, at=moments[-1].isoformat(), actor=one.mail, kind=kind, method=name)
        events.append(Event(**{**vars(said), "topic": "Planning together"}))
    return Export(
        file="classroom-log-events-1760000000000.csv",
        content=csv_of([_HEADING, *rows]),
        events=events,
        facts={"rows": len(rows), "columns": len(_HEADING), "separator": ",", "encoding": "utf-8"} | span(moments),
        problems={"personal_data": len(rows)},
    )
