"""xAPI statements of a learning record store, in ``{"statements": [...]}``: a person by address, account, checksum or OpenID.

One statement stands there twice, one is taken back by a voiding statement, one is on a group without a name.
"""

from __future__ import annotations

import json
from datetime import timedelta

from ..expecting import Event, Export, span
from ..persons import PERSONS

_HOME = "https://room.example.org"
_OTHERS = ({"mbox_sha1sum": "ab" * 20}, {"openid": "https://id.example.org/usva"})
#: (number of the person, verb, kind, duration, minutes)
_DONE = (
    (1, "initialized", "viewed", "", None),
    (2, "experienced", "viewed", "", None),
    (2, "answered", "submitted", "PT12M3S", 12.05),
    (3, "played", "played", "PT1H0M30S", 60.5),
    (5, "completed", "completed", "", None),
    (5, "passed", "completed", "P0DT0H45M", 45.0),
    (6, "commented", "created", "", None),
    (9, "scored", "graded", "", None),
    (10, "logged-out", "left", "", None),
)


def export() -> Export:
    """The verb is the last part of its address; its name is in the language of whoever wrote it."""
    statements, events, moments = [], [], []
    for number, verb, kind, length, minutes in _DONE:
        one = PERSONS[number - 1]
        result = {"result": {"duration": length}} if length else {}
        statement = _statement(len(statements) + 1, _actor(one), verb, one.started + timedelta(minutes=5), **result)
        statements.append(statement)
        at = one.started + timedelta(minutes=5, hours=-2)
        actor = one.mail if number % 2 else f"{_HOME} {one.code}"
        moments.append(at)
        events.append(
            Event(
                row=len(events), at=at.isoformat(), actor=actor, kind=kind, minutes=minutes, topic="Quiz 5", method=verb
            )
        )
    at = PERSONS[8].started
    statements.append(_statement(50, {"objectType": "Group", "member": list(_OTHERS)}, "attempted", at))
    moments.append(at - timedelta(hours=2))
    for key in ("ab" * 20, "https://id.example.org/usva"):
        said = moments[-1].isoformat()
        events.append(Event(row=len(events), at=said, actor=key, kind="submitted", topic="Quiz 5", method="attempted"))
    wrong = _statement(51, _actor(PERSONS[0]), "completed", at)
    taken_back = _statement(52, _actor(PERSONS[0]), "voided", at)
    taken_back["object"] = {"objectType": "StatementRef", "id": wrong["id"]}
    statements += [wrong, taken_back, statements[2]]
    return Export(
        file="statements.json",
        content=(json.dumps({"statements": statements, "more": ""}, indent=1, ensure_ascii=False) + "\n").encode(),
        events=events,
        facts={"rows": len(events), "columns": 3, "encoding": "utf-8", "separator": None, "date_order": "ymd"}
        | span(moments),
        problems={"repeated_records": 1, "voided_records": 2, "personal_data": 9},
    )


def _actor(one) -> dict:
    """By address, not always in small letters, or by an account of the room: then the account is who it is."""
    if one.number % 2:
        return {"mbox": f"{'MAILTO' if one.number == 5 else 'mailto'}:{one.mail.title()}", "name": one.name}
    return {"account": {"homePage": _HOME, "name": one.code}, "mbox": "mailto:room@example.org"}


def _statement(number: int, actor: dict, verb: str, at, **more) -> dict:
    return {
        "id": f"00000000-0000-4000-8000-{number:012d}",
        "actor": actor,
        "verb": {"id": f"http://adlnet.gov/expapi/verbs/{verb}", "display": {"fi": "teki", "et": "tegi"}},
        "object": {"id": f"{_HOME}/quiz/5", "definition": {"name": {"en-US": "Quiz 5", "et": "Kontroll 5"}}},
        "timestamp": f"{at:%Y-%m-%dT%H:%M:%S}.500+02:00",
        **more,
    }
