"""Moodle Feedback: a workbook with the activity's name above the table, dates in long words, labels before questions."""

from __future__ import annotations

from .. import questions as q
from ..asked import ABOUT, about, about_columns, answer_columns, helped, own
from ..expecting import Export, span
from ..persons import ASKED, SENT, STATEMENTS, Person
from ..workbook import workbook


def export() -> Export:
    """Who answered stands in it by name; a question may bear a label in brackets, which is its code."""
    answers = [f"({code}) {statement}" for code, statement in zip(ASKED, STATEMENTS, strict=True)]
    heading = ["Full name", "Groups", "Date", *ABOUT, *answers, f"(help) {q.HELPED}", q.COMMENT]
    rows = [[one.name, "", _long(one), *about(one), *one.words, helped(one, "\n"), one.comment] for one in SENT]
    return Export(
        file="feedback.xlsx",
        content=workbook([("Feedback", [["How is our school doing?"], [], heading, *rows])], dates="yyyy-mm-dd"),
        columns=[
            own(SENT, "Full name", lambda one: one.name, "key", persons=True),
            own(SENT, "Groups", lambda one: ""),
            own(SENT, "Date", _long),
            *about_columns(SENT, ABOUT),
            *answer_columns(SENT, answers, ASKED, STATEMENTS),
            own(SENT, f"(help) {q.HELPED}", lambda one: helped(one, "\n"), "multi", code="help", text=q.HELPED),
            own(SENT, q.COMMENT, lambda one: one.comment, "text"),
        ],
        facts={"finished": None, "sheet": "Feedback", "separator": None}
        | span([one.ended.replace(second=0) for one in SENT]),
        problems={"lines_above": 1, "personal_data": 11},
    )


def _long(one: Person) -> str:
    """``Friday, 3 October 2025, 8:21 AM``."""
    at = one.ended
    return f"{at:%A}, {at.day} {at:%B %Y}, {at.hour % 12 or 12}:{at:%M %p}"
