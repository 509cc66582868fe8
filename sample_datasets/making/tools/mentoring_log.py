"""The log of mentoring sessions kept by hand, in Finnish: title rows, dates written once for several sessions, lengths in
five ways, several mentees in a cell, a sheet a term, totals below.
"""

from __future__ import annotations

from datetime import date

from ..expecting import Event, Export
from ..persons import PERSONS
from ..workbook import workbook

_HEADING = ["Pvm", "Mentori", "Aktorit", "Koulu", "Aihe", "Muoto", "Kesto", "Tila", "Muistiinpanot"]
_NAMES = {one.number: one.name for one in PERSONS}
_PLAN, _LESSON, _CALL = "suunnittelu", "oppitunti", "verkkotapaaminen"
#: (day, whether it is written, mentor, mentees, what stands between them, topic, form, length, minutes, planned only)
_AUTUMN = (
    (date(2025, 10, 13), True, 1, (5, 6), ", ", _PLAN, "työpaja", "1,5 h", 90, False),
    (date(2025, 10, 13), False, 1, (6, 7), " ja ", _PLAN, "oppitunti", "90 min", 90, False),
    (date(2025, 10, 20), True, 2, (5,), "", "palaute", _CALL, "1:30", 90, True),
    (date(2025, 11, 3), True, 2, (5, 6, 7), " / ", "palaute", _LESSON, "45 min", 45, False),
)
_SPRING = (
    (date(2026, 2, 3), True, 2, (5, 6), "\n", _PLAN, _CALL, "1h30", 90, False),
    (date(2026, 2, 10), True, 1, (7,), "", "palaute", _LESSON, 2, 120, False),
    (date(2026, 3, 17), True, 1, (6,), "", _PLAN, "työpaja", "2 t 15 min", 135, False),
)


def export() -> Export:
    """One event for the mentor and one for each mentee; the row is the session. A blank date is that of the row above."""
    sheets, events = [], []
    row = 0
    for title, sessions in (("Syksy", _AUTUMN), ("Kevät", _SPRING)):
        lines: list[list[object]] = [["Mentoroinnin päiväkirja"], ["Sumuniemen koulu 2025–2026"], [], list(_HEADING)]
        for day, shown, mentor, mentees, joiner, topic, form, length, minutes, planned in sessions:
            names = joiner.join(_NAMES[one] for one in mentees)
            said = [_NAMES[mentor], names, "Sumuniemen koulu", topic, form, length, "peruttu" if planned else "pidetty"]
            lines.append([day if shown else "", *said, f"{_NAMES[mentees[0]]} oli iloinen" if row == 0 else ""])
            common = {"row": row, "at": f"{day}T00:00:00", "minutes": float(minutes), "topic": topic, "method": form}
            common |= {"delivered": not planned}
            events.append(Event(actor=_NAMES[mentor], kind="mentoring", **common))
            events += [
                Event(actor=_NAMES[one], kind="mentored", school="Sumuniemen koulu", **common) for one in mentees
            ]
            row += 1
        lines.append(["Yhteensä", "", "", "", "", "", f"{sum(one[8] for one in sessions if not one[9]) / 60:g} h"])
        sheets.append((title, lines))
    return Export(
        file="mentorointi.xlsx",
        content=workbook(sheets, dates="d.m.yyyy"),
        events=events,
        facts={"rows": row, "columns": len(_HEADING), "sheet": "Syksy, Kevät", "separator": None}
        | {"first": "2025-10-13T00:00:00", "last": "2026-03-17T00:00:00"},
        problems={"lines_above": 2, "total_rows": 2, "filled_down": sum(not one[1] for one in (*_AUTUMN, *_SPRING))}
        | {"lengths_taken": 1, "personal_data": row},
    )
