"""SoSci Survey: tabs and UTF-16 although named .csv; check boxes 1 (left) and 2 (ticked); a test of whoever made it above.

One questionnaire a group, so ``QUESTNNR`` says who answered; the school is typed.
"""

from __future__ import annotations

from .. import questions as q
from ..asked import own
from ..expecting import Column, Export, csv_of, iso, span
from ..persons import ASKED, NOT_APPLICABLE, PERSONS, Person

_OWN = ["CASE", "SERIAL", "REF", "QUESTNNR", "MODE", "STARTED"]
_ANSWERS = [f"AA01_{place:02d}" for place in range(1, len(ASKED) + 1)]
_BOXES = [f"AB01_{place:02d}" for place in range(1, len(q.OPTIONS) + 1)]
_END = ["TIME001", "TIME_SUM", "MAILSENT", "LASTDATA", "FINISHED", "Q_VIEWER", "LASTPAGE", "MAXPAGE", "MISSING", "MISSREL", "TIME_RSI", "DEG_TIME"]  # fmt: skip


def export() -> Export:
    """AB01 counts the ticks; -9 was left empty, -1 does not apply."""
    heading = [*_OWN, "SC01_01", "CO01_01", *_ANSWERS, "AB01", *_BOXES, *_END]
    rows = [_row(one) for one in PERSONS]
    test = _row(PERSONS[0])
    test[0], test[4] = "101", "admin"
    cell = {name: place for place, name in enumerate(heading)}

    def plain(name: str, kind: str = "metadata", **more) -> Column:
        return own(PERSONS, name, lambda one: rows[one.number - 1][cell[name]], kind, **more)

    return Export(
        file="rdata_schools_2025-10-16_12-00.csv",
        content=csv_of([heading, test, *rows], "\t", quote_all=True, encoding="utf-16", end="\r\n"),
        columns=[
            plain("CASE"),
            plain("SERIAL", "key"),
            plain("REF", "key"),
            *(plain(name) for name in _OWN[3:]),
            plain("SC01_01", "choice", code="SC01_01"),
            plain("CO01_01", "key", code="CO01_01"),
            *(plain(name, "scale", code=name) for name in _ANSWERS),
            plain("AB01"),
            *(
                own(PERSONS, name, lambda one, place=place: "Yes" if place in one.helped else "No", "multi", code=name)
                for place, name in enumerate(_BOXES)
            ),
            *(plain(name) for name in _END),
        ],
        facts={"people": None, "finished": 11, "separator": "\t", "encoding": "utf-16", "date_order": "ymd"}
        | span([one.ended for one in PERSONS]),
        problems={"check_boxes": 4, "test_rows": 1},
    )


def _row(one: Person) -> list[str]:
    codes = [str(value) if value > 0 else "-1" if value == NOT_APPLICABLE else "-9" for value in one.answers]
    boxes = ["2" if place in one.helped else "1" for place in range(len(q.OPTIONS))]
    seconds = int((one.ended - one.started).total_seconds())
    return [
        *(str(104 + 3 * one.number), "", "", one.group, "interview", iso(one.started)),
        *(one.school, one.code, *codes, str(len(one.helped)), *boxes),
        *(str(seconds // 2), str(seconds), "", iso(one.ended), "1" if one.finished else "0", "0"),
        *("2" if one.finished else "1", "2", str(codes.count("-9") * 10), "0", "1.04", "0"),
    ]
