"""ODK Central: a zip with the answers and a table of the repeated group; several answers are codes joined by blanks."""

from __future__ import annotations

from datetime import timedelta

from ..asked import KINDS, about, codes_joined, number, own
from ..expecting import Export, csv_of, span
from ..packing import packed
from ..persons import ASKED, PERSONS, Person

_ABOUT = ["about-school", "about-role", "about-pcode"]
_ANSWERS = [f"our_school-{code}" for code in ASKED]
_END = ["meta-instanceID", "KEY", "SubmitterID", "SubmitterName", "AttachmentsPresent", "AttachmentsExpected", "Status", "ReviewState", "DeviceID", "Edits", "FormVersion"]  # fmt: skip


def export() -> Export:
    """Visits are a table of their own, longer than the answers: it is named, not read."""
    rows = [
        [
            _sent(one),
            *about(one),
            *map(number, one.answers),
            codes_joined(one),
            *(_uuid(one), _uuid(one), str(one.number % 2 + 40), _tablet(one), "0", "0", "", ""),
            *(f"collect:k{one.number % 2}Wq7Zr2LmP0aSx", "0", "2025100101"),
        ]
        for one in PERSONS
    ]
    visits = [["minutes", "PARENT_KEY", "KEY"]]
    visits += [[str(30 + turn), _uuid(one), f"{_uuid(one)}/visits[{turn}]"] for one in PERSONS for turn in range(1, 4)]
    inside = {
        "our_school.csv": csv_of([["SubmissionDate", *_ABOUT, *_ANSWERS, "helped", *_END], *rows]),
        "our_school-visits.csv": csv_of(visits),
    }
    kinds = {"SubmitterName": "key", "DeviceID": "key"}
    return Export(
        file="our_school.csv.zip",
        content=packed(inside),
        columns=[
            own(PERSONS, "SubmissionDate", _sent),
            *(
                own(PERSONS, key, lambda one, at=at: about(one)[at], KINDS[at], code=key, text=key.split("-")[1])
                for at, key in enumerate(_ABOUT)
            ),
            *(
                own(PERSONS, key, lambda one, at=at: number(one.answers[at]), "scale", code=key, text=ASKED[at])
                for at, key in enumerate(_ANSWERS)
            ),
            own(PERSONS, "helped", codes_joined, "multi", code="helped"),
            *(
                own(
                    PERSONS,
                    key,
                    lambda one, at=at: rows[one.number - 1][at],
                    kinds.get(key, "metadata"),
                    # Groups end at the last hyphen: the instance's own heading stands in the group "meta".
                    text="instanceID" if key == "meta-instanceID" else key,
                    persons=key in kinds,
                )
                for at, key in enumerate(_END, 9)
            ),
        ],
        facts={"people": None, "finished": None, "separator": ",", "encoding": "utf-8", "sheet": "our_school"}
        | span([one.ended - timedelta(hours=3) for one in PERSONS]),
        problems={"many_sheets": 2, "personal_data": 24},
    )


def _tablet(one: Person) -> str:
    return f"Tablet of {one.school}"


def _sent(one: Person) -> str:
    return f"{one.ended - timedelta(hours=3):%Y-%m-%dT%H:%M:%S}.123Z"


def _uuid(one: Person) -> str:
    return f"uuid:00000000-0000-4000-8000-{one.number:012d}"
