"""SPSS .sav: labels of values, values called missing, a scale of which only the ends are labelled.

The file's head holds the moment it was written; it is overwritten, so that the bytes are the same in every run.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat

from .. import questions as q
from ..asked import about_columns, answer_columns, own
from ..expecting import Export
from ..persons import ASKED, EMPTY, NOT_APPLICABLE, PERSONS, STATEMENTS, Person

_HELPED = [f"helped{place}" for place in range(1, len(q.OPTIONS) + 1)]
#: Where the head says when the file was made: day (9 letters) and clock (8).
_MADE, _DAY = slice(92, 109), b"01 Jun 2600:00:00"
_GROUPS = list(q.ROLES)


def export() -> Export:
    """8 is "Not applicable" and 9 "no answer", both called missing: the first says why there is no answer and stays."""
    columns = {
        "school": [one.school for one in PERSONS],
        "role": [float(_GROUPS.index(one.group) + 1) for one in PERSONS],
        "pcode": [one.code for one in PERSONS],
        "filled_in": [one.started.date() for one in PERSONS],
        **{code.lower(): [_number(one, place) for one in PERSONS] for place, code in enumerate(ASKED)},
        "content": [float(_content(one)) for one in PERSONS],
        **{
            name: [float(place in one.helped) for one in PERSONS] for place, name in enumerate(_HELPED)
        },
    }  # fmt: skip
    words = {float(value): q.WORDS[value] for value in range(1, 6)} | {8.0: q.WORDS[-1], 9.0: "no answer"}
    labels = {
        "role": {float(number): q.ROLES[group] for number, group in enumerate(_GROUPS, 1)},
        **{code.lower(): words for code in ASKED},
        "content": {1.0: "not at all", 10.0: "completely", 99.0: "no answer"},
        **{name: {0.0: "No", 1.0: "Yes"} for name in _HELPED},
    }
    texts = [q.SCHOOL, q.ROLE, q.CODE, "Day", *STATEMENTS, "How content are you?", *q.OPTIONS]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "our_school.sav"
        pyreadstat.write_sav(
            pd.DataFrame(columns),
            path,
            column_labels=texts,
            variable_value_labels=labels,
            missing_ranges={**{code.lower(): [8, 9] for code in ASKED}, "content": [99]},
        )
        content = bytearray(path.read_bytes())
    content[_MADE] = _DAY
    names = list(columns)
    return Export(
        file="our_school.sav",
        content=bytes(content),
        columns=[
            *about_columns(PERSONS, names[:3], names[:3], texts[:3]),
            own(PERSONS, "filled_in", lambda one: one.started.date().isoformat(), "date", code="filled_in", text="Day"),
            *answer_columns(PERSONS, names[4:8], names[4:8], texts[4:8]),
            own(
                PERSONS,
                "content",
                lambda one: str(_content(one)).replace("99", ""),
                "scale",
                code="content",
                text="How content are you? (1 = not at all, 10 = completely)",
            ),
            *(
                own(
                    PERSONS,
                    name,
                    lambda one, place=place: "Yes" if place in one.helped else "No",
                    "choice",
                    code=name,
                    text=q.OPTIONS[place],
                )
                for place, name in enumerate(_HELPED)
            ),
        ],
        facts={"people": None, "finished": None, "encoding": "utf-8", "separator": None},
        problems={"user_missing": sum(one.answers.count(EMPTY) for one in PERSONS[:6]) + 1},
    )


def _number(one: Person, place: int) -> float:
    """Whoever left an answer empty was given 9 by the first half of the typists and nothing by the others."""
    value = one.answers[place]
    if value == EMPTY:
        return 9.0 if one.number <= 6 else np.nan
    return 8.0 if value == NOT_APPLICABLE else float(value)


def _content(one: Person) -> int:
    return 99 if one.number == 7 else one.number * 7 % 10 + 1
