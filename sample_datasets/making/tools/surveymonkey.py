"""SurveyMonkey: two heading rows, month before day, one column for each option of the question with several answers."""

from __future__ import annotations

from .. import questions as q
from ..asked import ABOUT, about, about_columns, answer_columns, option_columns, own
from ..expecting import Export, csv_of, span
from ..persons import PERSONS, STATEMENTS

_OWN = ["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address"]
_OWN += ["Email Address", "First Name", "Last Name", "Custom Data 1"]


def export() -> Export:
    """Answers begun and left are in the file without a mark."""
    first = [*_OWN, *ABOUT, q.STEM, "", "", "", q.HELPED, "", "", "", q.COMMENT]
    second = [*[""] * len(_OWN), "Response", "Response", "Open-Ended Response"]
    second += [*STATEMENTS, *q.OPTIONS, "Open-Ended Response"]
    rows = [
        [
            f"1189{one.number * 9973:08d}",
            "451200777",
            f"{one.started:%m/%d/%Y %I:%M:%S %p}",
            f"{one.ended:%m/%d/%Y %I:%M:%S %p}",
            f"203.0.113.{one.number}",
            *("", "", "", ""),
            *about(one),
            *one.words,
            *(option if place in one.helped else "" for place, option in enumerate(q.OPTIONS)),
            one.comment,
        ]
        for one in PERSONS
    ]
    return Export(
        file="Our school.csv",
        content=csv_of([first, second, *rows], end="\r\n"),
        columns=[
            *(own(PERSONS, key, lambda one, at=at: rows[one.number - 1][at]) for at, key in enumerate(_OWN[:4])),
            own(PERSONS, "IP Address", lambda one: ""),
            *(own(PERSONS, key, lambda one: "", "key") for key in _OWN[5:]),
            *about_columns(PERSONS, ABOUT),
            *answer_columns(PERSONS, [f"{q.STEM} | {one}" for one in STATEMENTS]),
            *option_columns(PERSONS, [f"{q.HELPED} | {option}" for option in q.OPTIONS]),
            own(PERSONS, q.COMMENT, lambda one: one.comment, "text"),
        ],
        facts={"people": None, "finished": None, "heading_rows": 2, "separator": ",", "date_order": "mdy"}
        | span([one.ended for one in PERSONS]),
        problems={"personal_data": 12},
    )
