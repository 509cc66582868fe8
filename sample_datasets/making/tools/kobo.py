"""KoboToolbox: ``;``, everything quoted, paths of groups; what helped stands in codes and in a column per option at once."""

from __future__ import annotations

from datetime import timedelta

from ..asked import KINDS, OPTION_CODES, about, codes_joined, number, own
from ..expecting import Export, csv_of, span
from ..persons import ASKED, PERSONS, Person

_ABOUT = ["about/school", "about/role", "about/pcode"]
_ANSWERS = [f"our_school/{code}" for code in ASKED]
_END = ["_id", "_uuid", "_submission_time", "_validation_status", "_notes", "_status", "_submitted_by", "__version__", "_tags", "_index"]  # fmt: skip


def export() -> Export:
    """The column of joined codes repeats what the columns of options say, so the options are used."""
    options = [f"helped/{code}" for code in OPTION_CODES]
    rows = [
        [
            _begun(one),
            _ended(one),
            *about(one),
            *map(number, one.answers),
            codes_joined(one),
            *("1" if place in one.helped else "0" for place in range(len(OPTION_CODES))),
            *(str(7000 + one.number), _uuid(one), _sent(one), "", "", "submitted_via_web", ""),
            *("vK3x8w2m4", "", str(one.number)),
        ]
        for one in PERSONS
    ]
    return Export(
        file="Our_school_-_all_versions_-_False_-_2025-10-16-12-00-00.csv",
        content=csv_of([["start", "end", *_ABOUT, *_ANSWERS, "helped", *options, *_END], *rows], ";", quote_all=True),
        columns=[
            own(PERSONS, "start", _begun),
            own(PERSONS, "end", _ended),
            *(
                own(PERSONS, key, lambda one, at=at: about(one)[at], KINDS[at], code=key, text=key.split("/")[1])
                for at, key in enumerate(_ABOUT)
            ),
            *(
                own(PERSONS, key, lambda one, at=at: number(one.answers[at]), "scale", code=key, text=ASKED[at])
                for at, key in enumerate(_ANSWERS)
            ),
            own(PERSONS, "helped", codes_joined),
            *(
                own(
                    PERSONS,
                    key,
                    lambda one, place=place: "1" if place in one.helped else "0",
                    "multi",
                    code=key,
                    text=f"helped [{OPTION_CODES[place]}]",
                )
                for place, key in enumerate(options)
            ),
            *(
                own(
                    PERSONS,
                    key,
                    lambda one, at=at: rows[one.number - 1][at],
                    "key" if key == "_submitted_by" else "metadata",
                )
                for at, key in enumerate(_END, 10 + len(OPTION_CODES))
            ),
        ],
        facts={"people": None, "finished": None, "separator": ";", "encoding": "utf-8", "date_order": "ymd"}
        | span([one.ended - timedelta(hours=3) for one in PERSONS]),
    )


def _begun(one: Person) -> str:
    return f"{one.started:%Y-%m-%dT%H:%M:%S}.000+03:00"


def _ended(one: Person) -> str:
    return f"{one.ended:%Y-%m-%dT%H:%M:%S}.000+03:00"


def _sent(one: Person) -> str:
    return f"{one.ended - timedelta(hours=3):%Y-%m-%dT%H:%M:%S}"


def _uuid(one: Person) -> str:
    return f"00000000-0000-4000-8000-{one.number:012d}"
