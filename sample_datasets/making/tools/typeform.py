"""Typeform: options as headings without their question, ``Other`` twice, the tool's own columns at both ends.

Times are in UTC, three hours behind the clock on the wall of an Estonian school in October.
"""

from __future__ import annotations

from datetime import timedelta

from .. import questions as q
from ..asked import ABOUT, about, about_columns, answer_columns, option_columns, own
from ..expecting import Export, csv_of, iso, span
from ..persons import PERSONS, SENT, STATEMENTS, Person

_TABLETS = "Tablets"
_END = ["Response Type", "Start Date (UTC)", "Stage Date (UTC)", "Submit Date (UTC)", "Network ID", "Tags", "Ending"]


def export() -> Export:
    """Whoever opened the form and left is ``started`` and has no time of sending."""
    heading = ["#", *ABOUT, *STATEMENTS, *q.OPTIONS, "Other", _TABLETS, "Other", q.COMMENT, *_END]
    rows = [
        [
            _token(one),
            *about(one),
            *one.words,
            *(option if place in one.helped else "" for place, option in enumerate(q.OPTIONS)),
            "A walk outside" if one.number == 6 else "",
            _TABLETS if one.number % 3 else "",
            "",
            one.comment,
            *("completed" if one.finished else "started", _utc(one.started), "", _sent(one)),
            *(f"{one.number:02d}c0ffee9f", "", ""),
        ]
        for one in PERSONS
    ]
    return Export(
        file="responses-k3x8w2m4-01HZX.csv",
        content=csv_of([heading, *rows]),
        columns=[
            own(PERSONS, "#", _token),
            *about_columns(PERSONS, ABOUT),
            *answer_columns(PERSONS, STATEMENTS),
            *option_columns(PERSONS, q.OPTIONS),
            own(
                PERSONS,
                f"Other (behind: {q.OPTIONS[-1]})",
                lambda one: "A walk outside" if one.number == 6 else "",
                "text",
                text="Other",
            ),
            own(PERSONS, _TABLETS, lambda one: _TABLETS if one.number % 3 else "", "multi"),
            own(PERSONS, f"Other (behind: {_TABLETS})", lambda one: "", "empty", text="Other"),
            own(PERSONS, q.COMMENT, lambda one: one.comment, "text"),
            own(PERSONS, "Response Type", lambda one: "completed" if one.finished else "started"),
            own(PERSONS, "Start Date (UTC)", lambda one: _utc(one.started)),
            own(PERSONS, "Stage Date (UTC)", lambda one: ""),
            own(PERSONS, "Submit Date (UTC)", _sent),
            *(own(PERSONS, key, lambda one: "") for key in _END[4:]),
        ],
        facts={"people": None, "finished": 11, "separator": ",", "encoding": "utf-8"}
        | span([one.ended - timedelta(hours=3) for one in SENT]),
        problems={"personal_data": 12},
    )


def _token(person: Person) -> str:
    return f"k{person.number * 7919:06d}x8w2m4"


def _utc(moment) -> str:
    return iso(moment - timedelta(hours=3))


def _sent(person: Person) -> str:
    return _utc(person.ended) if person.finished else ""
