"""Caliper events in the envelope of a sensor: objects as objects or as bare addresses; one event was sent twice."""

from __future__ import annotations

import json
from datetime import timedelta

from ..expecting import Event, Export, span
from ..persons import PERSONS

_ROOM = "https://room.example.org"
#: (number of the person, type, action, object, topic, kind, minutes)
_DONE = (
    (1, "SessionEvent", "LoggedIn", {"id": _ROOM, "type": "SoftwareApplication", "name": "Mentoring room"}, "Mentoring room", "entered", None),
    (1, "NavigationEvent", "NavigatedTo", f"{_ROOM}/pages/9", "9", "viewed", None),
    (2, "MediaEvent", "Started", {"id": f"{_ROOM}/videos/5", "type": "VideoObject", "name": "Planning", "duration": "PT6M30S"}, "Planning", "played", 6.5),
    (3, "AssessmentEvent", "Submitted", {"id": f"{_ROOM}/quiz/5", "type": "Assessment", "name": "Quiz 5"}, "Quiz 5", "submitted", None),
    (5, "GradeEvent", "Graded", {"id": f"{_ROOM}/quiz/5/attempt/3", "type": "Attempt"}, "3", "graded", None),
    (6, "MessageEvent", "Posted", {"id": f"{_ROOM}/forum/12/88", "type": "Message"}, "88", "created", None),
    (9, "SessionEvent", "LoggedOut", f"{_ROOM}", "room.example.org", "left", None),
)  # fmt: skip


def export() -> Export:
    """Action is the tool's word, and whoever starts a video plays it; the topic is a name, or the last part of an address."""
    written, events, moments = [], [], []
    for turn, (number, sort, action, about, topic, kind, minutes) in enumerate(_DONE):
        one = PERSONS[number - 1]
        at = one.started + timedelta(minutes=turn)
        address = f"{_ROOM}/users/{4200 + number}"
        written.append(
            {
                "@context": "http://purl.imsglobal.org/ctx/caliper/v1p2",
                "id": f"urn:uuid:00000000-0000-4000-8000-{turn:012d}",
                "type": sort,
                "actor": {"id": address, "type": "Person", "name": one.name} if turn % 2 else address,
                "action": action,
                "object": about,
                "eventTime": f"{at:%Y-%m-%dT%H:%M:%S}.000Z",
            }
        )
        moments.append(at)
        events.append(
            Event(row=turn, at=at.isoformat(), actor=address, kind=kind, minutes=minutes, topic=topic, method=action)
        )
    envelope = {"sensor": f"{_ROOM}/sensor", "sendTime": "2025-10-14T12:00:00.000Z", "dataVersion": "http://purl.imsglobal.org/ctx/caliper/v1p2"}  # fmt: skip
    return Export(
        file="caliper-events.json",
        content=(
            json.dumps({**envelope, "data": [*written, written[2]]}, ensure_ascii=False, indent=1) + "\n"
        ).encode(),
        events=events,
        facts={"rows": len(events), "columns": 3, "encoding": "utf-8", "date_order": "ymd"} | span(moments),
        problems={"repeated_records": 1, "personal_data": 6},
    )
