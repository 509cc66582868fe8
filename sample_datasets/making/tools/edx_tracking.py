"""Open edX tracking log: a system log's prefix before each object, JSON inside JSON, a checked problem told twice, a line cut off."""

from __future__ import annotations

import json
from datetime import timedelta

from ..expecting import Event, Export, span
from ..persons import PERSONS

_COURSE = "course-v1:FogCoast+Mentoring+2025"
#: (number of the person or None, type, source, the event itself, kind, method)
_DONE = (
    (1, "/courses/course-v1:FogCoast+Mentoring+2025/courseware/", "server", {"GET": {}}, "viewed", "page"),
    (2, "play_video", "browser", {"id": "video5", "currentTime": 0}, "played", "play_video"),
    (2, "pause_video", "browser", {"id": "video5", "currentTime": 95.2}, "played", "pause_video"),
    (3, "problem_check", "browser", "input_p5=choice_2", "other", "problem_check"),
    (3, "problem_check", "server", {"grade": 1, "max_grade": 1}, "submitted", "problem_check"),
    (5, "edx.course.enrollment.activated", "server", {"mode": "audit"}, "entered", "edx.course.enrollment.activated"),
    (None, "/about", "server", {"GET": {}}, "viewed", "page"),
    (9, "seq_next", "browser", {"old": 1, "new": 2}, "viewed", "seq_next"),
)


def export() -> Export:
    """The server's check counts, the browser's is kept as other; whoever is not signed in is nobody."""
    lines, events, moments = [], [], []
    for number, sort, source, inside, kind, method in _DONE:
        one = PERSONS[(number or 1) - 1]
        at = one.started + timedelta(minutes=len(lines))
        name = one.name.split()[0].lower() + str(one.number) if number else ""
        written = {
            "name": sort,
            "event_type": sort,
            "event_source": source,
            "username": name,
            "time": f"{at:%Y-%m-%dT%H:%M:%S}.123456+00:00",
            "context": {"course_id": _COURSE, "org_id": "FogCoast", "user_id": 4200 + number if number else None},
            "event": inside if source == "server" else json.dumps(inside),
            "ip": f"192.0.2.{one.number}",
        }
        lines.append(f"{at:%b} {at.day:2d} {at:%H:%M:%S} room [tracking][env:no_env] INFO: {json.dumps(written)}")
        moments.append(at)
        events.append(Event(row=len(events), at=at.isoformat(), actor=name, kind=kind, topic=_COURSE, method=method))
    lines.insert(4, lines[2][:140])
    return Export(
        file="tracking.log",
        content=("\n".join(lines) + "\n").encode(),
        events=events,
        facts={"rows": len(events), "columns": 3, "encoding": "utf-8", "date_order": "ymd"} | span(moments),
        problems={"bad_lines": 1, "personal_data": 5},
    )
