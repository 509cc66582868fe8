"""Caliper events (1.0 to 1.2): bare, or in envelopes of a sensor; actor and object are objects or addresses alone.

A program, and the address Caliper gives to somebody who is not told, are nobody: the event stays without an actor.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from toolbox.reading.activities.doings import kind_of_action
from toolbox.reading.activities.lengths import minutes_of
from toolbox.reading.layout import Moment, Reader, RecordReader, never, simple

_CONTEXT = re.compile(r"purl\.imsglobal\.org/ctx/caliper|purl\.1edtech\.org/ctx/caliper")

#: Whom Caliper itself stands for everybody: somebody who is not told.
_NOBODY = re.compile(r"^https?://purl\.(?:imsglobal|1edtech)\.org/(?:vocab/)?caliper/(?:v\w+/)?(?:Person|Agent)$")


def claims(record: Mapping[str, Any]) -> bool:
    """By the address of Caliper's vocabulary, or by an envelope whose events have it."""
    if _CONTEXT.search(str(record.get("@context", ""))) or _CONTEXT.search(str(record.get("dataVersion", ""))):
        return True
    inside = record.get("data")
    first = inside[0] if isinstance(inside, list) and inside else None
    return "sensor" in record and isinstance(first, dict) and ("eventTime" in first or claims(first))


def unpack(record: Mapping[str, Any]) -> Iterator[Moment | None]:
    """Every event of an envelope, or the one event; descriptions of persons and things are no events."""
    inside = record.get("data")
    for event in inside if isinstance(inside, list) and "sensor" in record else [record]:
        if not isinstance(event, dict):
            yield None
        elif "eventTime" in event or "action" in event:
            yield _event(event)


def _event(event: Mapping[str, Any]) -> Moment | None:
    action, at = event.get("action"), event.get("eventTime")
    actor = _address(event.get("actor"))
    if not isinstance(action, str) or not isinstance(at, str) or not actor:
        return None
    if _CONTEXT.search(actor) or _NOBODY.search(actor) or _kind(event.get("actor")) == "SoftwareApplication":
        actor = ""
    word = re.split(r"[/#]", action)[-1]
    about = event.get("object")
    name = about.get("name") if isinstance(about, dict) else None
    length = next(
        (
            part.get("duration")
            for part in (event.get("generated"), about)
            if isinstance(part, dict) and part.get("duration")
        ),
        None,
    )
    return Moment(
        actor=actor.lower().removeprefix("mailto:") if "@" in actor else actor,
        at=at,
        # "Started" enters a session, but plays a film.
        kind="played" if event.get("type") == "MediaEvent" else kind_of_action(word),
        topic=name if isinstance(name, str) and name else _topic(about),
        method=word,
        minutes=minutes_of(length) if isinstance(length, str) else float("nan"),
        id=str(event.get("id") or ""),
    )


def _kind(thing: Any) -> str:
    return str(thing.get("type") or thing.get("@type") or "").rsplit("/")[-1] if isinstance(thing, dict) else ""


def _address(thing: Any) -> str:
    """The address of an actor or object that is an object, or the address itself.

    Example:
        >>> _address({"id": "https://room.example/users/7"}), _address("https://room.example/users/7"), _address(None)
        ('https://room.example/users/7', 'https://room.example/users/7', '')
    """
    found = thing.get("id", thing.get("@id", "")) if isinstance(thing, dict) else thing
    return found if isinstance(found, str) else ""


def _topic(about: Any) -> str:
    kind = about.get("type", "") if isinstance(about, dict) else ""
    return "" if kind in ("Person", "Membership") else re.split(r"[/#]", _address(about).rstrip("/"))[-1]


READER = Reader(
    key="caliper",
    title="Caliper",
    where="the event store: its events as JSON, in envelopes or one event a line",
    kind="activity",
    claims=never,
    lay_out=simple,
    record=RecordReader(claims=claims, unpack=unpack),
)
