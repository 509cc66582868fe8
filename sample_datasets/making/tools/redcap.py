"""REDCap: raw codes and names of variables; before and after are rows of one record, check boxes columns of 0 and 1."""

from __future__ import annotations

from dataclasses import replace

from .. import questions as q
from ..asked import number, option_columns, own
from ..expecting import Column, Export, csv_of, iso, span
from ..persons import ASKED, PERSONS, Person

_OWN = ["record_id", "redcap_event_name", "redcap_data_access_group", "school_survey_timestamp"]
_ANSWERS = [code.lower() for code in ASKED]
_HELPED = [f"helped___{place}" for place in range(1, len(q.OPTIONS) + 1)]
#: Those who answer again in spring: the second of them opens the survey and leaves it.
_AGAIN, _LEFT = 4, 2


def _rows() -> list[tuple[str, Person]]:
    """(event, person with the answers of that event), record by record, as the tool writes them."""
    rows = []
    for one in PERSONS[:8]:
        rows.append(("before_arm_1", one))
        if one.number <= _AGAIN:
            spring = {
                "started": one.started.replace(year=2026, month=5),
                "ended": one.ended.replace(year=2026, month=5),
            }
            grown = tuple(min(5, value + 1) if value > 0 and one.number != _LEFT else 0 for value in one.answers)
            helped = one.helped if one.number != _LEFT else ()
            rows.append(("after_arm_1", replace(one, answers=grown, helped=helped, **spring)))
    return rows


def _open(event: str, one: Person) -> bool:
    return event == "after_arm_1" and one.number == _LEFT


def export() -> Export:
    """A survey that is open has ``[not completed]`` instead of a moment: no moment is known."""
    rows = _rows()
    persons = [one for _, one in rows]
    groups = {
        school: f"school_{number}" for number, school in enumerate(dict.fromkeys(one.school for one in persons), 1)
    }
    table = [[*_OWN, "role", "personal_code", *_ANSWERS, *_HELPED, "school_survey_complete"]]
    for event, one in rows:
        stamp = "[not completed]" if _open(event, one) else iso(one.ended)
        ticks = ["1" if place in one.helped else "0" for place in range(len(q.OPTIONS))]
        about = [str(one.number), event, groups[one.school], stamp, one.role, one.code]
        table.append([*about, *map(number, one.answers), *ticks, "0" if _open(event, one) else "2"])
    done = [one for event, one in rows if not _open(event, one)]
    columns = [
        own(persons, "record_id", lambda one: str(one.number), "key"),
        Column(key="redcap_event_name", kind="metadata", cells=[event for event, _ in rows]),
        own(persons, "redcap_data_access_group", lambda one: groups[one.school], "choice"),
        Column(
            key=_OWN[3], kind="metadata", cells=["" if _open(event, one) else iso(one.ended) for event, one in rows]
        ),
        own(persons, "role", lambda one: one.role, "choice"),
        own(persons, "personal_code", lambda one: one.code, "key"),
        *(own(persons, key, lambda one, at=at: number(one.answers[at]), "scale") for at, key in enumerate(_ANSWERS)),
        *option_columns(persons, _HELPED, lambda place: "1", "0"),
        Column(key="school_survey_complete", kind="metadata", cells=["0" if _open(*row) else "2" for row in rows]),
    ]
    return Export(
        file="OurSchool_DATA_2026-05-20_0900.csv",
        content=csv_of(table),
        columns=[replace(one, code=one.key) for one in columns],
        facts={"people": 8, "finished": 11, "separator": ",", "encoding": "utf-8", "date_order": "ymd"}
        | span([one.ended for one in done]),
        problems={"several_events": 2},
    )
