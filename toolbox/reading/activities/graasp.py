"""Graasp: an archive of tables (actions of builders, players and the library), or the one JSON file of former versions.

Of the archive the tables of actions are read, all of them; where somebody was (geolocation) is removed. The former file holds
actions, or the resources apps saved; an app that had gathered Moodle events holds those, with the dates an American browser writes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import numpy as np

from toolbox.model import Choices
from toolbox.reading.activities.doings import kind_of_action
from toolbox.reading.activities.times import times
from toolbox.reading.grid import Grid
from toolbox.reading.layout import Happened, Layout, Moment, Reader, RecordReader, Role, simple
from toolbox.reading.words import match_form

_AT, _KIND = ("createdat", "created_at"), ("type", "verb")
_ACTOR, _ITEM = (
    ("account.id", "accountid", "member.id", "user.id", "userid"),
    ("item.name", "item.id", "itemid", "item.path"),
)


def _place(heading: list[str], names: tuple[str, ...]) -> int | None:
    forms = [match_form(cell) for cell in heading]
    return next((forms.index(name) for name in names if name in forms), None)


def claims(grid: Grid, first: int) -> int:
    """By headings of nested fields: who (account.id), about what (item.id), when and of what type."""
    heading = grid.row(first)
    return int(all(_place(heading, names) is not None for names in (_AT, _KIND, _ACTOR, _ITEM)))


def lay_out(rows: list[list[str]], body: Grid) -> Layout:
    """Fields by name; everything on places, and names of accounts, is emptied."""
    heading = rows[-1]
    parts = {"at": _AT, "kind": _KIND, "actor": _ACTOR, "item": _ITEM}
    parts["name"] = ("account.name", "member.name", "user.name")
    found = {part: place for part, names in parts.items() if (place := _place(heading, names)) is not None}
    roles: dict[int, Role] = {found["at"]: "time", found["actor"]: "name"}
    private = tuple(
        index
        for index, cell in enumerate(heading)
        if re.search(
            r"geolocation|account\.(?:name|email)|member\.(?:name|email)|item\.(?:creator|description|content)|^extra|^data",
            match_form(cell),
        )
    )
    return Layout(**{**vars(simple(rows, body)), "roles": roles, "parts": found, "private": private})


def events(body: Grid, layout: Layout, choices: Choices) -> Happened:
    """Every row is an event."""
    parts = layout.parts
    kinds = body.columns[parts["kind"]]
    read = times(body.columns[parts["at"]].mapped(_plain), chosen=choices.date_order)
    return Happened(
        rows=np.arange(body.rows),
        at=read.at[0],
        actor=body.columns[parts["actor"]],
        kind=kinds.mapped(kind_of_action),
        order=read.order,
        topic=body.columns[parts["item"]],
        method=kinds,
        persons=frozenset(body.columns[parts["name"]].words) - {""} if "name" in parts else frozenset(),
        problems=read.problems,
    )


def _plain(moment: str) -> str:
    """An ISO moment in UTC without its fraction and sign, as the reader of dates takes it at once."""
    return re.sub(r"(\d\d:\d\d:\d\d)\.\d+Z?$", r"\1", moment).replace("T", " ").removesuffix("Z")


_PERSONS = ("account", "member", "user", "userId", "memberId")


def _number(thing: Any) -> str:
    """The number of a person or item that is an object, or the number itself."""
    found = thing.get("id", "") if isinstance(thing, dict) else thing
    return found if isinstance(found, str) else ""


def claims_record(record: Mapping[str, Any]) -> bool:
    """By an action of somebody in a space, or a resource an app saved."""
    person = any(field in record for field in _PERSONS)
    about = any(field in record for field in ("appInstance", "verb", "spaceId", "item", "itemId"))
    return person and about and "createdAt" in record


def unpack(record: Mapping[str, Any]) -> Iterator[Moment | None]:
    """The action itself; of a resource that holds Moodle events, those."""
    held = record.get("data")
    gathered = held.get("importedData") if isinstance(held, dict) else None
    if isinstance(gathered, list):
        yield from map(_gathered, gathered)
        return
    person = next((found for field in _PERSONS if (found := _number(record.get(field)))), "")
    at, word = record.get("createdAt"), record.get("verb") or record.get("type")
    if not person or not isinstance(at, str):
        yield None
        return
    word = str(word or "saved")
    item = record.get("item")
    named = item.get("name") if isinstance(item, dict) else ""
    place = named or _number(item) or record.get("appInstance") or record.get("spaceId") or record.get("itemId") or ""
    yield Moment(
        actor=person,
        at=at,
        kind=kind_of_action(word),
        topic=str(place),
        method=word,
        id=str(record.get("id") or record.get("_id") or ""),
    )


def _gathered(event: Any) -> Moment | None:
    """A Moodle event as the app kept it."""
    if not isinstance(event, dict) or event.get("userid") is None:
        return None
    word = str(event.get("action") or "")
    return Moment(
        actor=f"moodle account {event['userid']}",
        at=_american(str(event.get("timecreated") or "")),
        kind=kind_of_action(word),
        topic=f"course {event['courseid']}" if event.get("courseid") not in (None, "", 0) else "",
        method=f"{event.get('target') or ''} {word}".strip(),
    )


def _american(text: str) -> str:
    """``7/8/2020, 2:38:38 PM``, which only a browser set to American English writes, as ISO 8601; else as it is.

    Example:
        >>> _american("7/8/2020, 2:38:38 PM"), _american("2020-07-08T14:38:38Z")
        ('2020-07-08T14:38:38', '2020-07-08T14:38:38Z')
    """
    try:
        return datetime.strptime(text.replace("\u202f", " "), "%m/%d/%Y, %I:%M:%S %p").isoformat()
    except ValueError:
        return text


READER = Reader(
    key="graasp",
    title="Graasp",
    where="Analytics > Export > Request export",
    kind="activity",
    claims=claims,
    lay_out=lay_out,
    events=events,
    several_sheets=True,
    record=RecordReader(claims=claims_record, unpack=unpack),
)
