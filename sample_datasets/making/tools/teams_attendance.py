"""Microsoft Teams' attendance report: UTF-16 and tabs, three tables below each other, month before day.

The meeting, one row a person, one row a stay. Two persons came twice, and one never left as far as the report knows.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from ..expecting import Event, Export, csv_of
from ..persons import PERSONS

_BEGIN, _END = datetime(2025, 10, 14, 9, 58, 12), datetime(2025, 10, 14, 11, 0, 30)
#: (number of the person, seconds after the beginning when joined, when left)
_STAYS = ((1, 0, 3738), (5, 108, 1500), (5, 1620, 3735), (6, 130, 3730), (9, 250, 900), (9, 905, None), (10, 600, 3738))


def export() -> Export:
    """The stays are read; whoever organised is no attendee; an open stay lasts until the last moment of the meeting."""
    stays = []
    for number, joined, left in _STAYS:
        begin = _BEGIN + timedelta(seconds=joined)
        end = None if left is None else _BEGIN + timedelta(seconds=left)
        stays.append((PERSONS[number - 1], begin, end))
    people = list(dict.fromkeys(one for one, _, _ in stays))
    lines: list[list[str]] = [
        ["1. Summary"],
        ["Meeting title", "Planning together"],
        ["Attended participants", str(len(people))],
        ["Start time", _said(_BEGIN)],
        ["End time", _said(_END)],
        ["Meeting duration", "1h 2m 18s"],
        [],
        ["2. Participants"],
        ["Name", "First Join", "Last Leave", "In-Meeting Duration", "Email", "Participant ID (UPN)", "Role"],
    ]
    above = sum(bool(line) for line in lines) - 1
    for one in people:
        own = [stay for stay in stays if stay[0] is one]
        length = sum((((end or _END) - begin) for _, begin, end in own), timedelta())
        row = [one.name, _said(own[0][1]), _said(own[-1][2] or _END), _length(length), one.mail, one.mail]
        lines.append([*row, _role(one)])
    lines += [[], ["3. In-Meeting Activities"], ["Name", "Join Time", "Leave Time", "Duration", "Email", "Role"]]
    for one, begin, end in stays:
        times = [_said(begin), _said(end) if end else "", _length(end - begin) if end else ""]
        lines.append([one.name, *times, one.mail, _role(one)])
    last = max(end for _, _, end in stays if end)
    return Export(
        file="Planning together - Attendance report 10-14-25.csv",
        content=csv_of(lines, "\t", encoding="utf-16"),
        events=[
            Event(
                row=row,
                at=begin.isoformat(),
                actor=one.mail,
                kind="organised" if one.number == 1 else "attended",
                minutes=((end or last) - begin).total_seconds() / 60,
            )
            for row, (one, begin, end) in enumerate(stays)
        ],
        facts={"rows": len(stays), "separator": "\t", "encoding": "utf-16", "date_order": "mdy"}
        | {"first": _BEGIN.isoformat(), "last": last.isoformat()},
        problems={
            "lines_above": above,
            "other_lines": len(people) + 2,
            "no_leaving": 1,
            "personal_data": 2 * len(stays),
        },
    )


def _role(one) -> str:
    return "Organizer" if one.number == 1 else "Attendee"


def _said(at: datetime) -> str:
    """``10/14/25, 9:58:12 AM``."""
    return f"{at.month}/{at.day}/{at:%y}, {at.hour % 12 or 12}:{at:%M:%S %p}"


def _length(time: timedelta) -> str:
    """``1h 2m 18s``, without the parts that are nought."""
    seconds = int(time.total_seconds())
    parts = ((seconds // 3600, "h"), (seconds // 60 % 60, "m"), (seconds % 60, "s"))
    return " ".join(f"{number}{unit}" for number, unit in parts if number)
