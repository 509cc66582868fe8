"""Moodle's report of activity completion, by its button "Excel": UTF-16 and tabs in a file named .csv, in Finnish.

The first heading is empty, and each activity has two columns, of which the second is headed by the day it is expected by, if any.
"""

from __future__ import annotations

from datetime import timedelta

from ..expecting import Event, Export, csv_of, iso, span
from ..persons import PERSONS

_ACTIVITIES = {"Testi 5": "", "Lue muistiinpanot": "2025-10-20", "Keskustelu: mitä 'me' teemme": ""}
_DONE, _NOT = "Suoritettu", "Ei suoritettu"


def export() -> Export:
    """One event for each activity somebody has done; what is not done yet has no moment and is no event."""
    heading = ["", "Sähköpostiosoite"]
    for name, day in _ACTIVITIES.items():
        heading += [name, day]
    people = PERSONS[:10]
    moments = [
        [
            one.started + timedelta(days=place + 1, hours=place) if (one.number + place) % 3 else None
            for place in range(len(_ACTIVITIES))
        ]
        for one in people
    ]
    rows = [
        [one.name, one.mail, *(cell for at in done for cell in ((_DONE, iso(at)) if at else (_NOT, "")))]
        for one, done in zip(people, moments, strict=True)
    ]
    events = [
        Event(
            row=row,
            at=done[place].isoformat(),
            actor=people[row].mail,
            kind="completed",
            topic=name,
            method=_DONE,
        )
        for place, name in enumerate(_ACTIVITIES)
        for row, done in enumerate(moments)
        if done[place]
    ]
    return Export(
        file="progress.csv",
        content=csv_of([heading, *rows], "\t", encoding="utf-16"),
        events=events,
        facts={"rows": len(rows), "columns": len(heading), "separator": "\t", "encoding": "utf-16", "date_order": "ymd"}
        | span([at for done in moments for at in done if at]),
        problems={"personal_data": 2 * len(rows)},
    )
