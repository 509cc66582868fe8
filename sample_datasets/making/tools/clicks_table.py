"""A table of clicks as research data sets have it: a person, a page, a day counted from the start of the course, clicks.

The lines end as old Macs ended them, and before the start a day is below nought.
"""

from __future__ import annotations

from ..expecting import Event, Export, csv_of
from ..persons import PERSONS

_HEADING = ["code_module", "code_presentation", "id_student", "id_site", "date", "sum_click"]


def export() -> Export:
    """A row of four clicks is one event of count 4; rows that are alike happened both."""
    rows = [
        [
            "MENTOR",
            "2025J",
            str(11000 + 17 * one.number),
            str(546600 + turn),
            str(3 * one.number + 40 * turn - 10),
            str(clicks),
        ]
        for one in PERSONS[:8]
        for turn, clicks in enumerate((4, one.number, 1))
    ]
    rows.append(rows[0])
    return Export(
        file="clicks.csv",
        content=csv_of([_HEADING, *rows], end="\r"),
        events=[
            Event(
                row=place,
                at="",
                day=float(day),
                actor=student,
                kind="viewed",
                count=int(clicks),
                topic=module,
                method=site,
            )
            for place, (module, _, student, site, day, clicks) in enumerate(rows)
        ],
        facts={"rows": len(rows), "columns": 6, "first": None, "last": None, "separator": ",", "encoding": "utf-8"},
        problems={"personal_data": len(rows)},
    )
