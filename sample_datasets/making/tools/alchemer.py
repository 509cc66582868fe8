"""Alchemer: rows and options in front of their question, the tool's own columns with places and addresses, ``Partial``."""

from __future__ import annotations

from .. import questions as q
from ..asked import ABOUT, about, about_columns, answer_columns, option_columns, own
from ..expecting import Export, csv_of, iso, span
from ..persons import PERSONS, STATEMENTS

_OWN = ["Response ID", "Time Started", "Date Submitted", "Status", "Contact ID", "Language", "SessionID"]
_OWN += ["IP Address", "Longitude", "Latitude", "Country", "City"]


def export() -> Export:
    """Each ``Option:Question`` is one column; a text typed at "Other" stands in its own."""
    statements = [f"{one}:{q.STEM}" for one in STATEMENTS]
    options = [f"{option}:{q.HELPED}" for option in q.OPTIONS]
    other = f"Other - Write In:{q.HELPED}"
    rows = [
        [
            str(one.number),
            iso(one.started),
            iso(one.ended),
            "Complete" if one.finished else "Partial",
            "",
            "English",
            f"1760000{one.number:03d}_68e0a{one.number:02d}",
            *(f"203.0.113.{one.number}", "24.7536", "59.4370", "Estonia", "Udulinn"),
            *about(one),
            *one.words,
            *(option if place in one.helped else "" for place, option in enumerate(q.OPTIONS)),
            "A walk outside" if one.number == 6 else "",
            one.comment,
        ]
        for one in PERSONS
    ]
    kept = _OWN[:4] + _OWN[5:7]
    columns = {key: own(PERSONS, key, lambda one, key=key: rows[one.number - 1][_OWN.index(key)]) for key in kept}
    columns |= {key: own(PERSONS, key, lambda one: "") for key in _OWN[7:]}
    columns["Contact ID"] = own(PERSONS, "Contact ID", lambda one: "", "key")
    return Export(
        file="20251016120000-SurveyExport.csv",
        content=csv_of([[*_OWN, *ABOUT, *statements, *options, other, q.COMMENT], *rows], quote_all=True),
        columns=[
            *(columns[key] for key in _OWN),
            *about_columns(PERSONS, ABOUT),
            *answer_columns(PERSONS, statements, (), [f"{q.STEM} [{one}]" for one in STATEMENTS]),
            *option_columns(PERSONS, options, texts=[f"{q.HELPED} [{option}]" for option in q.OPTIONS]),
            own(
                PERSONS,
                other,
                lambda one: "A walk outside" if one.number == 6 else "",
                "text",
                text=f"{q.HELPED} [Other - Write In]",
            ),
            own(PERSONS, q.COMMENT, lambda one: one.comment, "text"),
        ],
        facts={"people": None, "finished": 11, "separator": ",", "encoding": "utf-8"}
        | span([one.ended for one in PERSONS]),
        problems={"personal_data": 60},
    )
