"""Canvas, student analysis of a survey: points behind every question, several answers joined by commas, ``\\,`` inside one."""

from __future__ import annotations

from datetime import timedelta

from .. import questions as q
from ..asked import ABOUT, KINDS, about, helped, own
from ..expecting import Export, csv_of, span
from ..persons import SENT, STATEMENTS, Person

_OWN = ["name", "id", "sis_id", "section", "section_id", "section_sis_id", "submitted", "attempt"]
_ASKED = [*ABOUT, *STATEMENTS, q.HELPED]


def export() -> Export:
    """Every second column is points and says nothing about the answer."""
    heading = list(_OWN)
    for number, question in enumerate(_ASKED, 401):
        heading += [f"{number}: {question}", "1.0"]
    heading += ["n correct", "n incorrect", "score"]
    rows = []
    for one in SENT:
        joined = ",".join(q.OPTIONS[place].replace(",", "\\,") for place in one.helped)
        row = _own(one)
        for cell in [*about(one), *one.words, joined]:
            row += [cell, "0.0"]
        rows.append([*row, "0", "8", "0.0"])
    kinds = {"name": "key", "id": "key", "sis_id": "key"}
    columns = [
        own(SENT, key, lambda one, at=at: _own(one)[at], kinds.get(key, "metadata"), persons=key == "name")
        for at, key in enumerate(_OWN)
    ]
    for place, question in enumerate(_ASKED):
        number = str(401 + place)
        kind = [*KINDS, *["scale"] * len(STATEMENTS), "multi"][place]
        columns.append(
            own(
                SENT,
                f"{number}: {question}",
                lambda one, place=place: [*about(one), *one.words, helped(one, "; ")][place],
                kind,
                code=number,
                text=question,
            )
        )
        columns.append(own(SENT, f"{number}: points of 1.0", lambda one: "0.0", text="1.0"))
    columns += [
        own(SENT, key, lambda one, cell=cell: cell) for key, cell in zip(heading[-3:], ("0", "8", "0.0"), strict=True)
    ]
    return Export(
        file="Our school Survey Student Analysis Report.csv",
        content=csv_of([heading, *rows]),
        columns=columns,
        facts={"finished": 11, "separator": ",", "encoding": "utf-8"}
        | span([one.ended - timedelta(hours=3) for one in SENT]),
        problems={"personal_data": 11},
    )


def _own(one: Person) -> list[str]:
    sent = f"{one.ended - timedelta(hours=3):%Y-%m-%d %H:%M:%S} UTC"
    return [one.name, str(5100 + one.number), f"s{5100 + one.number}", "All", "9", "", sent, "1"]
