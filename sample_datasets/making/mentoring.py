"""What a hub keeps beside the surveys: the roster, who mentors whom, a mentoring log by hand, and a Moodle log."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

import numpy as np

from .people import LEFT, Person, Session
from .schools import BY_ID, CLUSTERS, COAST, HILLS, SCHOOLS, UNMET, UNMET_SINCE, School
from .workbook import workbook


def as_csv(rows: Iterable[Sequence[object]], *, bom: bool = False, end: str = "\n") -> bytes:
    """Rows as a CSV file."""
    text = io.StringIO()
    csv.writer(text, lineterminator=end).writerows(rows)
    return (("\ufeff" if bom else "") + text.getvalue()).encode()


def roster(schools: Sequence[School] = SCHOOLS) -> bytes:
    """``schools.csv``: a row for each type a school was; ``leaders``, ``teachers``, ``pupils`` are those invited in each round."""
    headings = ("school_id", "school", "country", "region", "hub", "level", "type", "type_since", "wave", "starts")
    rows: list[Sequence[object]] = [(*headings, "mentor_school", "leaders", "teachers", "pupils")]
    named = {one.id: one.name for one in schools}
    for one in schools:
        wave = "2" if one.part == "not_yet" else "1"
        starts = "2026-09-01" if one.part == "not_yet" else "2025-10-27" if one.mentor else "2025-09-01"
        mentor = named.get(one.mentor, "")
        known = (one.id, one.name, one.country, one.region, one.hub, one.level)
        for type_, since in one.types:
            rows.append((*known, type_, since, wave, starts, mentor, one.leaders, one.teachers, one.pupils))
    return as_csv(rows)


def clusters() -> bytes:
    """``clusters.csv``: how each mentor school and its mentees work."""
    rows: list[Sequence[object]] = [("cluster", "hub", "model", "incentive", "capacity")]
    return as_csv([*rows, *((_cluster(BY_ID[id_]), *told) for id_, told in CLUSTERS.items())])


def _cluster(mentor: School) -> str:
    return f"Cluster {mentor.name}"


def memberships(staff: list[Person], held: list[Session]) -> tuple[bytes, dict[str, object]]:
    """``memberships.csv`` (member, kind, role, school, cluster, from, to) and who is in it more than once."""
    rows: list[Sequence[object]] = [("member", "kind", "role", "school", "cluster", "from", "to")]
    for one in SCHOOLS:
        if any(other.mentor == one.id for other in SCHOOLS):
            rows.append((one.name, "school", "mentor", one.name, _cluster(one), "2025-10-27", ""))
        if one.mentor:
            rows.append((one.name, "school", "mentee", one.name, _cluster(BY_ID[one.mentor]), "2025-10-27", ""))
    unmet, giver = (BY_ID[id_] for id_ in UNMET)
    rows.append((unmet.name, "school", "mentee", unmet.name, _cluster(giver), UNMET_SINCE, ""))
    mentors = sorted({(one.giver.id, one.mentor, one.giver.name) for one in held})
    for id_, code, name in mentors:
        rows.append((code, "person", "mentor", name, _cluster(BY_ID[id_]), "2025-10-27", ""))
    facilitators = [
        next(one for one in staff if one.school.id == id_ and one.group == "leaders" and all(one.here))
        for id_ in CLUSTERS
    ]
    for one in facilitators:
        rows.append((one.code, "person", "facilitator", one.school.name, _cluster(one.school), "2025-09-01", ""))
    for one in staff:
        if one.hours and one.group == "teachers":
            until = "" if one.here[1] else LEFT
            cluster = _cluster(BY_ID[one.school.mentor])
            rows.append((one.code, "person", "mentee", one.school.name, cluster, "2025-10-27", until))
    reached = {one.code for one in staff if one.hours and one.group == "teachers"}
    # One teacher works at two schools of the coast and is written down at both.
    second = next(one for one in staff if one.school.id == "S05" and one.group == "teachers" and one.hours)
    rows.append((second.code, "person", "mentee", BY_ID["S06"].name, _cluster(BY_ID["S01"]), "2026-01-07", ""))
    codes = {code for _, code, _ in mentors}
    truth = {
        "mentors_who_are_mentees": sorted(reached & codes),
        "in_two_schools": [second.code],
        "teachers_reached": len(reached),
        "mentors": len(codes),
        "facilitators": len(facilitators),
        "persons_in_the_list": len(reached | codes | {one.code for one in facilitators}),
    }
    return as_csv(rows), truth


def log(held: list[Session], hubs: Sequence[str] = (COAST, HILLS)) -> tuple[bytes, dict[str, object]]:
    """``mentoring_log.xlsx`` as kept by hand: a title above, one sheet a hub, hours in several spellings, totals below.

    One session of the first sheet stands there twice, entered by both sides.
    """
    headings = ["Date", "Mentor school", "Mentor", "School", "Method", "Phase", "Topic", "Status", "Hours"]
    headings += ["Who came (codes)", "Notes"]
    sheets, twice = [], {}
    for hub in hubs:
        rows: list[list[object]] = [[f"Mentoring log, hub {hub}"], ["School year 2025/26"], [], list(headings)]
        here = [one for one in held if one.receiver.hub == hub]
        repeated = next((place for place, one in enumerate(here) if one.held and place > 4), None)
        for place, one in enumerate(here):
            line = [one.on, one.giver.name, one.mentor, one.receiver.name, one.method, one.phase, one.topic]
            line += ["delivered" if one.held else "planned", _spelled(one.hours, place), "; ".join(one.codes)]
            line.append("" if one.held else "fell through, no new date")
            rows.append(line)
            if hub == COAST and place == repeated:
                rows.append(list(line))
                twice = {"date": one.on.isoformat(), "school": one.receiver.name, "method": one.method}
        rows.append(["Total", "", "", "", "", "", "", "", sum(one.hours for one in here if one.held)])
        sheets.append((hub, rows))
    return workbook(sheets, dates="yyyy-mm-dd"), {"entered_twice": twice}


def _spelled(hours: float, place: int) -> object:
    """The same length of time as different hands write it."""
    minutes = round(hours * 60)
    spellings: tuple[object, ...] = (
        hours,
        f"{hours:g} h".replace(".", ","),
        f"{minutes} min",
        f"{minutes // 60}:{minutes % 60:02d}",
        f"{minutes // 60}h{minutes % 60:02d}",
    )
    return spellings[(0, 0, 0, 1, 0, 2, 0, 3, 0, 4)[place % 10]]


_ACTIONS = (
    ("System", "Course viewed", "viewed the course with id '7'."),
    ("File", "Course module viewed", "viewed the 'resource' activity with course module id '{module}'."),
    ("Forum", "Course module viewed", "viewed the 'forum' activity with course module id '{module}'."),
    (
        "Forum",
        "Discussion viewed",
        "has viewed the discussion with id '{module}' in the forum with course module id '31'.",
    ),
    ("Forum", "Post created", "has created the post with id '{module}' in the discussion with id '12'."),
)


def moodle(rng: np.random.Generator, staff: list[Person], held: list[Session]) -> tuple[bytes, dict[str, object]]:
    """``moodle_log.csv``: the log of the hub's course room, newest first, day before month, identical rows real.

    Members show their personal code instead of a name. Activity gathers around the sessions people came to.
    """
    number = {one.code: 200 + 3 * one.index for one in staff}
    events: list[tuple[datetime, str, int, int]] = []
    for one in held:
        for code in (*one.codes, one.mentor) if one.held else ():
            for _ in range(int(rng.random() * 2.4)):
                day = one.on + timedelta(days=int(rng.random() * 9) - 2)
                at = datetime.combine(max(day, date(2025, 10, 20)), datetime.min.time())
                at += timedelta(seconds=7 * 3600 + int(14 * 3600 * rng.random()))
                for _ in range(1 + int(rng.random() * 3)):
                    action = min(int(rng.random() * 6), 5)
                    events.append((at, code, max(0, action - 1), 30 + int(rng.random() * 40)))
                    at += timedelta(seconds=int(rng.random() * 400))
    events.sort(key=lambda event: (event[0], event[1], event[2], event[3]), reverse=True)
    headings = ("Time", "User full name", "Affected user", "Event context", "Component", "Event name")
    rows: list[Sequence[object]] = [(*headings, "Description", "Origin", "IP address")]
    for at, code, action, module in events:
        part, name, text = _ACTIONS[action]
        context = (
            "Course: Mentoring room"
            if part == "System"
            else f"{part}: {'Ask &amp; share' if part == 'Forum' else 'Notes'}"
        )
        said = f"The user with id '{number[code]}' {text.format(module=module)}"
        ip = f"192.0.2.{number[code] % 250 + 1}"
        rows.append((f"{at:%d/%m/%y, %H:%M:%S}", code, "-", context, part, name, said, "web", ip))
    people = len({code for _, code, _, _ in events})
    return as_csv(rows), {"events": len(events), "people": people}
