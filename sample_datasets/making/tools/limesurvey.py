"""LimeSurvey: UTF-8 with mark, ``;``, every value quoted; what was not shown is empty without quotes; a blank last line."""

from __future__ import annotations

from .. import questions as q
from ..asked import about, about_columns, answer_columns, own
from ..expecting import Export, iso, span
from ..persons import ASKED, PERSONS, SENT, Person

_OWN = ["id", "submitdate", "lastpage", "startlanguage", "seed", "startdate", "datestamp", "ipaddr", "token"]
_ABOUT, _ANSWERS = ["school", "role", "pcode"], [f"Q1[{code}]" for code in ASKED]
_HELPED = [f"help[SQ{place:03d}]" for place in range(1, len(q.OPTIONS) + 1)]


def export() -> Export:
    """Headings as codes, full answers; the last person stopped on the first page and never saw the second."""

    def ticks(person: Person) -> list[str | None]:
        return [("Yes" if place in person.helped else "No") if person.finished else None for place in range(4)]

    rows: list[list[str | None]] = [[*_OWN, *_ABOUT, *_ANSWERS, *_HELPED, "comment"]]
    for person in PERSONS:
        rows.append(
            [
                str(3 * person.number + 8),
                iso(person.ended) if person.finished else None,
                "2" if person.finished else "1",
                "en",
                str(104729 * person.number),
                iso(person.started),
                iso(person.ended),
                f"192.0.2.{person.number}",
                _token(person),
                *about(person),
                *person.words,
                *ticks(person),
                person.comment if person.finished else None,
            ]
        )
    lines = [";".join("" if cell is None else '"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    columns = [
        own(PERSONS, "id", lambda person: str(3 * person.number + 8)),
        own(PERSONS, "submitdate", lambda person: iso(person.ended) if person.finished else ""),
        own(PERSONS, "lastpage", lambda person: "2" if person.finished else "1"),
        own(PERSONS, "startlanguage", lambda person: "en"),
        own(PERSONS, "seed", lambda person: str(104729 * person.number)),
        own(PERSONS, "startdate", lambda person: iso(person.started)),
        own(PERSONS, "datestamp", lambda person: iso(person.ended)),
        own(PERSONS, "ipaddr", lambda person: ""),
        own(PERSONS, "token", _token, "key"),
        *about_columns(PERSONS, _ABOUT),
        *answer_columns(PERSONS, _ANSWERS),
    ]
    columns += [
        own(PERSONS, key, lambda person, place=place: ticks(person)[place] or "", "choice")
        for place, key in enumerate(_HELPED)
    ]
    columns.append(own(PERSONS, "comment", lambda person: person.comment, "text"))
    return Export(
        file="results-survey385214.csv",
        content=("\ufeff" + "\r\n".join(lines) + "\r\n\r\n").encode(),
        # In this style every heading is a code, and no question is written down.
        columns=[type(one)(**{**vars(one), "code": one.key, "text": ""}) for one in columns],
        facts={"people": 12, "finished": 11, "separator": ";", "encoding": "utf-8-sig", "date_order": "ymd"}
        | span([person.ended for person in SENT]),
        problems={"personal_data": 12},
    )


def _token(person: Person) -> str:
    return f"t{person.number * 7919 % 9973:04d}Kq"
