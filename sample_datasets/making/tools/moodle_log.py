"""Moodle log of a course, downloaded in Estonian: newest first, day before month, descriptions in English all the same.

Two rows are alike to the letter and both happened; one is a program's; the administrator looks at the log itself.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from ..expecting import Event, Export, csv_of, span
from ..persons import PERSONS

_HEADING = ["Aeg", "Kasutaja täisnimi", "Mõjutatud kasutaja", "Sündmuse kontekst", "Komponent", "Sündmuse nimi", "Kirjeldus", "Päritolu", "IP-aadress"]  # fmt: skip
_ROOM, _FORUM, _NOTES = "Kursus: Mentorluse tuba", "Foorum: Küsi &amp; jaga", "Fail: Märkmed"
_ADMIN = "Torm Haldaja"

#: (minutes before the download, number of the person, what, kind)
_DONE = (
    (0, 0, "report", "viewed"),
    (95, 2, "course", "viewed"),
    (95, 2, "course", "viewed"),
    (140, 3, "file", "viewed"),
    (141, 5, "post", "created"),
    (1500, 1, "profile", "viewed"),
    (1530, 5, "discussion", "viewed"),
    (4330, 9, "course", "viewed"),
    (7210, 10, "quiz", "submitted"),
    (8000, None, "completion", "completed"),
    (11530, 11, "course", "viewed"),
)
#: what → (context, component, name of the event, description)
_SAID = {
    "report": (_ROOM, "Logid", "Logiaruannet vaadati", "viewed the log report for the course with id '7'."),
    "course": (_ROOM, "Süsteem", "Kursust vaadati", "viewed the course with id '7'."),
    "file": (_NOTES, "Fail", "Kursuse moodulit vaadati", "viewed the 'resource' activity with course module id '41'."),
    "post": (_FORUM, "Foorum", "Postitus loodud", "has created the post with id '88' in the discussion with id '12'."),
    "profile": ("", "Süsteem", "Kasutaja profiili vaadati", "viewed the profile for the user with id '33'."),
    "discussion": (_FORUM, "Foorum", "Arutelu vaadati", "has viewed the discussion with id '12' in the forum with course module id '31'."),
    "quiz": ("Test: Kontroll 5", "Test", "Testi katse esitatud", "has submitted the attempt with id '3' for the quiz with course module id '55'."),
    "completion": (_ROOM, "Süsteem", "Kursus läbitud", "updated the completion state for the course module with id '41'."),
}  # fmt: skip


def export() -> Export:
    """Who acted is told by the number in the description; a program is nobody; a profile's page names a person: no topic."""
    now = datetime(2025, 10, 17, 12, 44, 10)
    rows, events = [], []
    for row, (minutes, number, what, kind) in enumerate(_DONE):
        at = now - timedelta(minutes=minutes)
        context, part, name, said = _SAID[what]
        who = "-" if number is None else PERSONS[number - 1].name if number else _ADMIN
        account = 0 if number is None else 30 + number if number else 2
        other = PERSONS[2].name if what == "profile" else "-"
        shown = f"Kasutaja: {other}" if what == "profile" else context
        origin, address = ("cli", "") if number is None else ("web", f"192.0.2.{account}")
        told = f"The user with id '{account}' {said}"
        rows.append([f"{at:%d/%m/%y, %H:%M:%S}", who, other, shown, part, name, told, origin, address])
        events.append(
            Event(
                row=row,
                at=at.isoformat(),
                actor="" if number is None else who,
                kind=kind,
                topic=context.replace("&amp;", "&"),
                method=name,
            )
        )
    moments = [datetime.fromisoformat(one.at) for one in events]
    named = sum(row[1] != "-" for row in rows) + sum(row[2] != "-" for row in rows)
    return Export(
        file="logs_MENTOR_20251017-1244.csv",
        content=csv_of([_HEADING, *rows], encoding="utf-8-sig"),
        events=events,
        facts={"rows": len(rows), "columns": 9, "separator": ",", "encoding": "utf-8-sig", "date_order": "dmy"}
        | span(moments),
        problems={"staff_accounts": 1, "personal_data": named + sum(bool(row[8]) for row in rows)},
    )
