"""Microsoft Forms: a workbook with real dates, nobody signed in, hard blanks in headings and labels, ``A;B;``.

Somebody worked in the file: a sheet with the answers as numbers stands before the answers. One question is asked twice, so
the second bears a bare digit.
"""

from __future__ import annotations

from .. import questions as q
from ..asked import ABOUT, about, about_columns, answer_columns, helped, own
from ..expecting import Export, iso, span
from ..persons import SENT, STATEMENTS
from ..workbook import workbook

_HARD = "\u00a0"


def export() -> Export:
    """The sheet is told by its headings, not by its place."""
    heading = ["ID", "Start time", "Completion time", "Email", "Name", *ABOUT, *STATEMENTS, q.HELPED, q.COMMENT]
    rows: list[list[object]] = []
    for one in SENT:
        words = [f"{word}{_HARD}" if word == "Slightly agree" else word for word in one.words]
        joined = "".join(f"{option};" for option in helped(one, "|").split("|") if option)
        rows.append([one.number, one.started, one.ended, "anonymous", "", *about(one), *words, joined, one.comment, ""])
    hard = [cell.replace(" ", _HARD, 1) if cell in STATEMENTS else cell for cell in heading]
    numbers = [["n", *range(1, 5)], *([one.number, *one.answers] for one in SENT)]
    return Export(
        file="Our school(1-11).xlsx",
        content=workbook([("Numbers", numbers), ("Sheet1", [[*hard, f"{q.COMMENT}2"], *rows])], dates="m/d/yy h:mm:ss"),
        columns=[
            own(SENT, "ID", lambda one: str(one.number)),
            own(SENT, "Start time", lambda one: iso(one.started)),
            own(SENT, "Completion time", lambda one: iso(one.ended)),
            own(SENT, "Email", lambda one: "", "key"),
            own(SENT, "Name", lambda one: "", "key"),
            *about_columns(SENT, ABOUT),
            *answer_columns(SENT, STATEMENTS),
            own(
                SENT, q.HELPED, lambda one: "".join(f"{part};" for part in helped(one, "|").split("|") if part), "multi"
            ),
            own(SENT, q.COMMENT, lambda one: one.comment, "text"),
            own(SENT, f"{q.COMMENT}2", lambda one: "", "empty", text=q.COMMENT),
        ],
        facts={"people": None, "finished": None, "sheet": "Sheet1", "date_order": "ymd", "separator": None}
        | span([one.ended for one in SENT]),
        problems={"many_sheets": 2},
    )
