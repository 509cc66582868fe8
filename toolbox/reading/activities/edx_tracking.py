"""Open edX tracking logs: one JSON object a line, often behind the prefix of a system log.

The field ``event`` is mostly a JSON text inside JSON. A problem that is checked is written down twice, by the browser
and by the server; the server's counts and the browser's is kept as ``other``. Events of nobody (not signed in) have no actor.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from toolbox.reading.activities.doings import kind_of_action
from toolbox.reading.layout import Moment, Reader, RecordReader, never, simple


def claims(record: Mapping[str, Any]) -> bool:
    """By the names of fields every tracking event has."""
    return isinstance(record.get("event_type"), str) and ("event_source" in record or "context" in record)


def unpack(record: Mapping[str, Any]) -> Iterator[Moment | None]:
    """One event; None where type or time is missing."""
    named, at = record.get("name") or record.get("event_type"), record.get("time")
    if not isinstance(named, str) or not isinstance(at, str):
        yield None
        return
    context = record.get("context")
    context = context if isinstance(context, dict) else {}
    inside = _decoded(record.get("event"))
    # The address of a page stands where other events have a name: its course and place say enough.
    page = named.startswith(("/", "http"))
    twice = record.get("event_source") == "browser" and named == "problem_check"
    yield Moment(
        actor=_actor(record, context),
        at=at,
        kind="other" if twice else "viewed" if page else kind_of_action(named),
        topic=str(context.get("course_id") or inside.get("course_id") or record.get("course_id") or ""),
        method="page" if page else named,
    )


def _actor(record: Mapping[str, Any], context: Mapping[str, Any]) -> str:
    name = record.get("username")
    if isinstance(name, str) and name.strip():
        return name.strip()
    number = context.get("user_id")
    return f"edx account {number}" if number not in (None, "") else ""


def _decoded(event: Any) -> Mapping[str, Any]:
    """The event's own fields, decoded a second time where they are a text.

    Example:
        >>> _decoded('{"course_id": "room"}'), _decoded("cut {"), _decoded({"a": 1})
        ({'course_id': 'room'}, {}, {'a': 1})
    """
    if isinstance(event, str):
        try:
            event = json.loads(event)
        except (ValueError, RecursionError):
            return {}
    return event if isinstance(event, dict) else {}


READER = Reader(
    key="edx_tracking",
    title="Open edX tracking log",
    where="whoever runs the site: tracking.log",
    kind="activity",
    claims=never,
    lay_out=simple,
    record=RecordReader(claims=claims, unpack=unpack),
)
