"""Traps of activity logs, all seen in real exports: forty invented events each, or fewer, and what stands in them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from benchmarks.log_material import HEADING
from benchmarks.traps import Trap

_BEGIN = datetime(2025, 10, 3, 8, 0, 0)
Event = tuple[datetime, str, str]
"""When, the number of the account, the name shown."""


def _events(many: int = 40) -> list[Event]:
    """Newest first, as Moodle writes them: half of them on days that could be months."""
    people = (("31", "Mari Udu"), ("32", "Jaan Pilv"), ("33", "Õie Mänd"))
    made = [(_BEGIN + timedelta(hours=19 * place, seconds=7 * place), *people[place % 3]) for place in range(many)]
    return made[::-1]


def _cells(
    event: Event, *, clock: str = "%d/%m/%y, %H:%M:%S", told: str = "viewed the course with id '7'."
) -> list[str]:
    at, number, name = event
    room = "Course: Invented room"
    return [at.strftime(clock), name, "-", room, "System", "Course viewed", f"The user with id '{number}' {told}", "web", "192.0.2.7"]  # fmt: skip


def _table(rows: Sequence[Sequence[str]], separator: str = ",", end: str = "\n") -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, lineterminator=end).writerows(rows)
    return out.getvalue()


def _moodle(name: str, content: bytes, events: Sequence[Event], who: Sequence[str] = ()) -> Trap:
    rows = tuple(
        f"{at.isoformat()} {person}"
        for (at, _, _), person in zip(events, who or [event[1] for event in events], strict=True)
    )
    return Trap(name=name, file="logs.csv", content=content, rows=rows)


def _moodle_traps() -> tuple[Trap, ...]:
    events = _events()
    table = [list(HEADING), *map(_cells, events)]
    plain = _table(table)
    broken = [list(HEADING), *(_cells(event, told="viewed the 'page' activity,\nwith course module id '5'.") for event in events)]  # fmt: skip
    none = [(at, "", "None" if place % 4 == 0 else name) for place, (at, _, name) in enumerate(events)]
    hidden = [
        list(HEADING),
        *([*_cells(event)[:6], "Somebody viewed the course with id '7'.", *_cells(event)[7:]] for event in none),
    ]
    again = [event for event in events for _ in range(2)]
    pasted = plain + _table([list(HEADING), *map(_cells, events * 5)], ";")
    cut = _events(30)
    return (
        _moodle("day first, in English", plain.encode("utf-8-sig"), events),
        _moodle("UTF-16 with tabs, named .csv", _table(table, "\t", "\r\n").encode("utf-16"), events),
        _moodle("saved by a spreadsheet: Windows letters, semicolons", _table(table, ";", "\r\n").encode("cp1252"), events),
        _moodle("lines above the heading", ("Logs of Invented room\nFetched 2 November 2025\n\n" + plain).encode(), events),
        _moodle("line breaks inside quotes", _table(broken).encode(), events),
        _moodle("ends of lines of an old Mac", plain.replace("\n", "\r").encode(), events),
        _moodle("a person called None", _table(hidden).encode(), none, [name for _, _, name in none]),
        _moodle("the same click twice in a second", _table([list(HEADING), *map(_cells, again)]).encode(), again),
        _moodle("no seconds", _table([list(HEADING), *(_cells(event, clock="%d/%m/%y, %H:%M") for event in events)]).encode(),
                [(at.replace(second=0), number, name) for at, number, name in events]),
        _moodle("blank lines at the end", (plain + "\n\n").encode(), events),
        _moodle("two downloads pasted together, the second by semicolons", pasted.encode(), events * 6),
        _moodle("months by name", _table([list(HEADING), *(_cells(event, clock="%d. %B %Y, %H:%M:%S") for event in cut)]).encode(), cut),
    )  # fmt: skip


MOODLE = _moodle_traps()


def _statement(place: int, **more) -> dict:
    return {
        "id": f"{place:08x}-0000-4000-8000-000000000000",
        "actor": {"mbox": f"mailto:s{place % 3}@room.example"},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/completed"},
        "object": {"id": "https://room.example/task/5", "definition": {"name": {"en": "Task"}}},
        "result": {"duration": "PT3M"},
        "timestamp": (_BEGIN + timedelta(hours=place)).isoformat() + "Z",
        **more,
    }


def _lines(statements: Sequence[dict]) -> str:
    return "".join(json.dumps(one) + "\n" for one in statements)


def _xapi(name: str, content: str, statements: Sequence[dict], file: str = "statements.jsonl") -> Trap:
    rows = []
    for one in statements:
        at = datetime.fromisoformat(one["timestamp"])
        person = one["actor"]
        account = person.get("account")
        who = f"{account['homePage']} {account['name']}" if account else person["mbox"].lower().removeprefix("mailto:")
        rows.append(f"{(at - at.utcoffset()).replace(tzinfo=None, microsecond=0).isoformat()} {who}")
    return Trap(name=name, file=file, content=content.encode(), rows=tuple(rows))


def _xapi_traps() -> tuple[Trap, ...]:
    many = [_statement(place) for place in range(30)]
    shouting = [
        _statement(
            place,
            actor={"mbox": ("mailto:S{}@Room.example" if place % 2 else "MAILTO:s{}@room.example").format(place % 3)},
        )
        for place in range(30)
    ]
    without = [
        {key: value for key, value in one.items() if key != "result" or place % 2} for place, one in enumerate(many)
    ]
    never = [{key: value for key, value in one.items() if key != "result"} for one in many]
    accounts = [
        _statement(place, actor={"account": {"homePage": "https://room.example", "name": f"s{place % 3}"}})
        if place > 20
        else _statement(place)
        for place in range(30)
    ]
    offset = [
        _statement(place, timestamp=(_BEGIN + timedelta(hours=place)).isoformat() + "+02:00") for place in range(30)
    ]
    mixed = [
        one | {"timestamp": one["timestamp"].replace("Z", ".123456789Z" if place % 2 else "+00:00")}
        for place, one in enumerate(many)
    ]
    mixed_truth = [one | {"timestamp": one["timestamp"].split(".")[0].removesuffix("+00:00") + "Z"} for one in mixed]
    voiding = _statement(
        40,
        verb={"id": "http://adlnet.gov/expapi/verbs/voided"},
        object={"objectType": "StatementRef", "id": many[3]["id"]},
    )
    bad = _lines(many[:10]) + '{"id": "cut off here", "actor": {"mb\n' + _lines(many[10:])
    return (
        _xapi("capitals in addresses", _lines(shouting), shouting),
        _xapi("result absent in half", _lines(without), without),
        _xapi("result absent in all", _lines(never), never),
        _xapi("accounts from the twentieth on", _lines(accounts), accounts),
        _xapi("one line that is no JSON", bad, many),
        _xapi("one statement taken back (voided)", _lines([*many, voiding]), [*many[:3], *many[4:]]),
        _xapi("one statement twice", _lines([*many, many[4]]), many),
        _xapi("moments with an offset", _lines(offset), offset),
        _xapi("moments written three ways", _lines(mixed), mixed_truth),
        _xapi("an answer of a server, wrapped", json.dumps({"more": "", "statements": many}), many, "statements.json"),
        _xapi("an array, printed over many lines", json.dumps(many, indent=1), many, "statements.json"),
    )  # fmt: skip


XAPI = _xapi_traps()
