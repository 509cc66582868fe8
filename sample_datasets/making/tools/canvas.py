"""Canvas page views of several persons, as an administrator's script saves them: a request a row, with its seconds."""

from __future__ import annotations

from datetime import timedelta

from ..expecting import Event, Export, csv_of, span
from ..persons import PERSONS

_HEADING = ["id", "url", "controller", "interaction_seconds", "created_at", "user_agent", "http_method", "remote_ip", "links.user", "links.context"]  # fmt: skip
_DONE = (
    ("courses", "90", "get"),
    ("quizzes", "412", "get"),
    ("quizzes", "", "post"),
    ("discussion_topics", "35.5", "get"),
)


def export() -> Export:
    """Seconds become minutes where they are known; sending something is submitting; addresses and machines go."""
    rows, events, moments = [], [], []
    for one in PERSONS[:5]:
        for turn, (part, seconds, verb) in enumerate(_DONE):
            at = one.started + timedelta(minutes=5 * turn)
            account = str(4200 + one.number)
            moments.append(at)
            events.append(
                Event(
                    row=len(rows),
                    at=at.isoformat(),
                    actor=account,
                    kind="submitted" if verb == "post" else "viewed",
                    minutes=float(seconds) / 60 if seconds else None,
                    topic="7001",
                    method=part,
                )
            )
            rows.append(
                [
                    f"00000000-0000-4000-8000-{len(rows):012d}",
                    f"https://canvas.example.org/users/{account}/{part}",
                    *(part, seconds, f"{at:%Y-%m-%dT%H:%M:%SZ}", "Mozilla/5.0 (X11)", verb),
                    *(f"192.0.2.{one.number}", account, "7001"),
                ]
            )
    return Export(
        file="page_views.csv",
        content=csv_of([_HEADING, *rows]),
        events=events,
        facts={"rows": len(rows), "columns": len(_HEADING), "separator": ",", "encoding": "utf-8"} | span(moments),
        problems={"personal_data": len(rows)},
    )
