"""Google Forms: the linked sheet of an Estonian school, downloaded as CSV. Day before month, as that sheet is set up.

The form collects addresses; several answers stand in one cell, joined by ``, `` although options hold commas themselves.
"""

from __future__ import annotations

from .. import questions as q
from ..asked import ABOUT, about, about_columns, answer_columns, helped, own
from ..expecting import Export, csv_of, span
from ..persons import SENT, STATEMENTS, Person


def export() -> Export:
    """Nothing unfinished is in it; only the 13th of October shows that the day stands first."""
    answers = [f"{q.STEM} [{statement}]" for statement in STATEMENTS]
    heading = ["Ajatempel", "Meiliaadress", *ABOUT, *answers, q.HELPED, q.COMMENT]
    rows = [
        [_at(one), one.mail, *about(one), *one.words, helped(one, ", "), one.comment]
        for one in SENT
    ]  # fmt: skip
    return Export(
        file="Our school (Responses) - Form Responses 1.csv",
        content=csv_of([heading, *rows], end="\r\n"),
        columns=[
            own(SENT, "Ajatempel", _at),
            own(SENT, "Meiliaadress", lambda one: one.mail, "key", persons=True),
            *about_columns(SENT, ABOUT),
            *answer_columns(SENT, answers),
            own(SENT, q.HELPED, lambda one: helped(one, ", "), "multi"),
            own(SENT, q.COMMENT, lambda one: one.comment, "text"),
        ],
        facts={"people": 11, "finished": None, "separator": ",", "encoding": "utf-8", "date_order": "dmy"}
        | span([one.ended for one in SENT]),
        problems={"personal_data": 11},
    )


def _at(person: Person) -> str:
    return f"{person.ended:%d.%m.%Y %H:%M:%S}"
