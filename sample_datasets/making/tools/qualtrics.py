"""Qualtrics: three heading rows (a line break in the second, ids in the third), a preview, one answer not finished."""

from __future__ import annotations

import json

from .. import questions as q
from ..asked import about, about_columns, answer_columns, helped, own
from ..expecting import Export, csv_of, iso, span
from ..exports import QUALTRICS
from ..persons import PERSONS, STATEMENTS, Person

#: The link was sent by e-mail, so names stay empty and addresses are known.
_EMPTY = {"RecipientLastName": "key", "RecipientFirstName": "key", "ExternalReference": "key"}
_HIDDEN = ("IPAddress", "LocationLatitude", "LocationLongitude")
_NAMES = ["Q1", "Q2", "Q3", "Q4_1", "Q4_2", "Q4_3", "Q4_4", "Q5", "Q6"]
_IDS = ["QID1", "QID2", "QID3_TEXT", "QID4_1", "QID4_2", "QID4_3", "QID4_4", "QID5", "QID6_TEXT"]


def export() -> Export:
    """Ids become codes; the preview is left out and counted."""
    code = q.CODE.replace(": ", ":\n", 1)
    texts = [q.SCHOOL, q.ROLE, code, *(f"{q.STEM} - {statement}" for statement in STATEMENTS), q.HELPED, q.COMMENT]
    ids = [json.dumps({"ImportId": one[2]}, separators=(",", ":")) for one in QUALTRICS]
    ids += [json.dumps({"ImportId": one}, separators=(",", ":")) for one in _IDS]
    heading = [[*(one[0] for one in QUALTRICS), *_NAMES], [*(one[1] for one in QUALTRICS), *texts], ids]
    rows = [_row(PERSONS[3], "Survey Preview"), *(_row(person, "IP Address") for person in PERSONS)]
    cells = [_row(person, "IP Address") for person in PERSONS]
    columns = [
        own(
            PERSONS,
            name,
            lambda one, at=at, name=name: "" if name in _HIDDEN else cells[one.number - 1][at],
            "key" if name == "RecipientEmail" else _EMPTY.get(name, "metadata"),
            text=text,
            persons=name == "RecipientEmail",
        )
        for at, (name, text, _) in enumerate(QUALTRICS)
    ]
    inside = [f"{q.STEM} [{statement}]" for statement in STATEMENTS]
    columns += about_columns(PERSONS, _NAMES[:3], _IDS[:3], [q.SCHOOL, q.ROLE, q.CODE])
    columns += answer_columns(PERSONS, _NAMES[3:7], _IDS[3:7], inside)
    columns.append(own(PERSONS, "Q5", lambda one: helped(one, ","), "multi", code="QID5", text=q.HELPED))
    columns.append(own(PERSONS, "Q6", lambda one: one.comment, "text", code="QID6_TEXT", text=q.COMMENT))
    return Export(
        file="Our school_October 16, 2025_12.00.csv",
        content=csv_of([*heading, *rows], encoding="utf-8-sig"),
        columns=columns,
        facts={"people": 12, "finished": 11, "heading_rows": 3, "separator": ",", "encoding": "utf-8-sig"}
        | span([one.ended for one in PERSONS]),
        problems={"test_rows": 1, "personal_data": 48},
    )


def _row(person: Person, status: str) -> list[str]:
    seconds = int((person.ended - person.started).total_seconds())
    return [
        *(iso(person.started), iso(person.ended), status, f"198.51.100.{person.number}"),
        *("100" if person.finished else "40", str(seconds), str(person.finished), iso(person.ended)),
        f"R_{person.number * 7919 * 104729:015d}",
        *("", "", person.mail, "", "59.4370", "24.7536", "email", "EN"),
        *about(person),
        *person.words,
        *(helped(person, ","), person.comment),
    ]
