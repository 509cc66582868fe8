"""Large invented activity logs: a Moodle site's CSV, and xAPI statements in compressed lines. Fixed seed."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np

EVENTS = 1_000_000
PERSONS, COURSES, MODULES = 4_000, 60, 900
BEGIN = np.datetime64("2025-08-25T06:00:00", "s")
HEADING = (
    "Time",
    "User full name",
    "Affected user",
    "Event context",
    "Component",
    "Event name",
    "Description",
    "Origin",
    "IP address",
)
_FIRST = ("Mari", "Jaan", "Õie", "Rasmus", "Liis", "Aino", "Väinö", "Žaneta", "Nino", "Levan", "Ieva", "Tomas")
_LAST = ("Udu", "Pilv", "Torn", "Kask", "Mänd", "Järvi", "Laine", "Šimkutė", "Beridze", "Kalda", "Saar", "Ozols")
#: (event, component, what the person did, weight); {m} is a module, {c} a course.
_DOINGS = (
    ("Course viewed", "System", "viewed the course with id '{c}'.", 0.34),
    ("Course module viewed", "File", "viewed the 'resource' activity with course module id '{m}'.", 0.30),
    ("Course module viewed", "Quiz", "viewed the 'quiz' activity with course module id '{m}'.", 0.14),
    ("Discussion viewed", "Forum", "has viewed the discussion with id '{m}' in the forum with course module id '{m}'.", 0.10),
    ("A submission has been submitted.", "Assignment", "has submitted the submission with id '{m}' for the assignment with course module id '{m}'.", 0.06),
    ("Post created", "Forum", "has created the post with id '{m}' in the discussion with id '{m}'.", 0.04),
    ("Course module updated", "System", "updated the 'page' activity with course module id '{m}'.", 0.02),
)  # fmt: skip


def moodle(folder: Path) -> Path:
    """The log of a Moodle site as its button downloads it: UTF-8 with a mark, day first, newest first."""
    return folder / "moodle.csv"


def statements(folder: Path) -> Path:
    """Statements as a store of learning records hands them out: one a line, compressed."""
    return folder / "statements.jsonl.gz"


def write_moodle(path: Path) -> None:
    """Write the log; every thousandth line is a program's, and some persons share a display name."""
    rng = np.random.default_rng(2028)
    at = np.sort(BEGIN + rng.integers(0, 300 * 86_400, EVENTS).astype("timedelta64[s]"))[::-1]
    day = {d: d.item().strftime("%d/%m/%y") for d in np.unique(at.astype("datetime64[D]"))}
    clock = np.array([f"{s // 3600:02}:{s // 60 % 60:02}:{s % 60:02}" for s in range(86_400)], object)
    moments = zip(
        at.astype("datetime64[D]").tolist(),
        clock[(at - at.astype("datetime64[D]")).astype(int)].tolist(),
        strict=True,
    )
    days = {d.item(): text for d, text in day.items()}
    persons, courses, modules = _skewed(rng, PERSONS), _skewed(rng, COURSES), _skewed(rng, MODULES)
    doing = rng.choice(len(_DOINGS), EVENTS, p=[one[3] for one in _DOINGS])
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        out.write(",".join(f'"{cell}"' if " " in cell else cell for cell in HEADING) + "\n")
        rows = zip(moments, persons.tolist(), courses.tolist(), modules.tolist(), doing.tolist(), strict=True)
        for number, ((d, time), person, course, module, done) in enumerate(rows):
            event, part, told, _ = _DOINGS[done]
            name = f"{_FIRST[person % 12]} {_LAST[person // 12 % 12]}"
            room = f'"Course: Invented room {course}"' if part == "System" else f'"{part}: Invented task {module}"'
            told = told.replace("{m}", str(5_000 + module)).replace("{c}", str(course + 2))
            who, origin, address = f"{person + 3}", "web", f"192.0.2.{person % 250}"
            if number % 1000 == 999:
                name, who, origin, address = "-", "-1", "cli", ""
            out.write(
                f'"{days[d]}, {time}","{name}",-,{room},{part},"{event}","The user with id \'{who}\' {told}",{origin},{address}\n'
            )


def write_statements(path: Path) -> None:
    """Write the statements: accounts and addresses as actors, three sorts of verbs, results in most of them."""
    rng = np.random.default_rng(2029)
    at = np.sort(BEGIN + rng.integers(0, 300 * 86_400, EVENTS).astype("timedelta64[s]")).astype(str).tolist()
    columns = (
        at,
        _skewed(rng, PERSONS).tolist(),
        _skewed(rng, MODULES).tolist(),
        rng.integers(0, 3, EVENTS).tolist(),
        rng.integers(0, 101, EVENTS).tolist(),
        rng.integers(0, 900, EVENTS).tolist(),
    )
    with gzip.open(path, "wt", encoding="utf-8", newline="", compresslevel=6) as out:
        for number, row in enumerate(zip(*columns, strict=True)):
            out.write(json.dumps(_statement(number, *row), ensure_ascii=False) + "\n")


def _statement(number: int, at: str, person: int, module: int, verb: int, points: int, seconds: int) -> dict:
    word = ("experienced", "answered", "completed")[verb]
    account = {"account": {"homePage": "https://learn.room.example", "name": f"s{person}"}}
    statement = {
        "id": f"{number:08x}-0000-4000-8000-{(number * 2654435761) % (1 << 48):012x}",
        "actor": {"objectType": "Agent", **(account if person % 5 else {"mbox": f"mailto:s{person}@room.example"})},
        "verb": {"id": f"http://adlnet.gov/expapi/verbs/{word}", "display": {"en-US": word}},
        "object": {
            "objectType": "Activity",
            "id": f"https://learn.room.example/xapi/activity/{module}",
            "definition": {
                "name": {"en-US": f"Invented task {module}"},
                "type": "http://adlnet.gov/expapi/activities/module",
            },
        },
        "context": {
            "contextActivities": {"parent": [{"id": f"https://learn.room.example/course/{module % COURSES}"}]},
            "platform": "Invented room",
        },
        "timestamp": f"{at}.{number % 1000:03}Z",
        "stored": f"{at}.999Z",
    }
    if verb:
        statement["result"] = {
            "score": {"scaled": points / 100, "raw": points, "min": 0, "max": 100},
            "success": points >= 50,
            "duration": f"PT{seconds // 60}M{seconds % 60}S",
        }
    return statement


def _skewed(rng: np.random.Generator, many: int) -> np.ndarray:
    """Few come often, many come seldom."""
    return np.minimum((rng.pareto(1.2, EVENTS) * many / 12).astype(np.int64), many * 40) % many
