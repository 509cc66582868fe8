"""What is asked of a backend, plain Python that counts the same, and what a machine needs to try Spark."""

from __future__ import annotations

import importlib.util
import math
import os
import shutil
from collections import defaultdict
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.engine.cases import Case
from toolbox.engine import asking


def needed(*, java: bool = True) -> None:
    """Skip, with the reason, where Spark cannot run; fail where the whole check is asked for."""
    lacking = [] if importlib.util.find_spec("pyspark") else ["pyspark (pip install -r requirements-spark.txt)"]
    lacking += ["Java 17"] if java and not shutil.which("java") else []
    if lacking:
        words = f"the engine was not tried on Spark: {' and '.join(lacking)} is not installed here"
        if os.environ.get("CI") == "true":
            pytest.fail(words)
        pytest.skip(words)


def everything(paths: list[Path], case: Case, url: str) -> dict[str, pd.DataFrame]:
    """Every question there is, asked of one backend."""
    return {
        "weeks": asking.weeks(paths, case.memberships, url=url),
        "hub": asking.weeks(paths, case.memberships, by="hub", url=url),
        "visits": asking.visits_of(paths, url=url),
        "short": asking.visits_of(paths, gap_minutes=7, url=url),
        "doses": asking.doses(case.sessions, url=url),
        "persons": asking.doses_by_person(case.sessions, url=url),
        "reached": asking.reached(case.sessions, case.memberships, url=url),
    }


def held_equal(case: Case, found: dict[str, pd.DataFrame]) -> None:
    """Hold the answers of a backend against plain Python."""
    for name, apart in (("weeks", True), ("hub", False)):
        counted = {(row.school, row.week.date()): row for row in found[name].itertuples()}
        wanted = weeks(case, apart=apart)
        assert counted.keys() == wanted.keys()
        for key, (persons, events, minutes) in wanted.items():
            assert (counted[key].persons, counted[key].events) == (persons, events)
            assert close(counted[key].minutes, minutes)
    for name, gap in (("visits", 30), ("short", 7)):
        assert list(found[name].itertuples(index=False, name=None)) == visits(case, gap)
    told = found["doses"].to_dict("records")
    wanted = doses(case)
    assert [row["school"] for row in told] == [row["school"] for row in wanted]
    for row, other in zip(told, wanted, strict=True):
        for name, value in other.items():
            if isinstance(value, date) or value is None:
                assert (None if pd.isna(row[name]) else row[name].date()) == value
            else:
                assert row[name] == value if isinstance(value, int | str) else close(row[name], value), name
    by_person = {(row.person, row.school): (row.hours, row.sessions) for row in found["persons"].itertuples()}
    wanted = doses_by_person(case)
    assert by_person.keys() == wanted.keys()
    assert all(close(by_person[key][0], hours) and by_person[key][1] == n for key, (hours, n) in wanted.items())
    told = {row.school: (row.members, row.reached, row.left, row.left_reached) for row in found["reached"].itertuples()}
    assert told == reached(case)


def close(one: float | None, other: float | None) -> bool:
    """Equal to 1e-9; nothing equals nothing."""
    if one is None or pd.isna(one):
        return other is None or pd.isna(other)
    return other is not None and math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)


# ── plain Python ─────────────────────────────────────────────────────────────────────────────────


def _acts(case: Case) -> list[dict]:
    return [
        row
        for row in case.events
        if row["actor"] and not pd.isna(row["at"]) and row["delivered"] and row["kind"] not in ("mentored", "mentoring")
    ]


def weeks(case: Case, *, apart: bool = True) -> dict[tuple[str, date], tuple[int, int, float | None]]:
    """(school, Monday) → persons, events, minutes."""
    found = defaultdict(list)
    for row in _acts(case):
        day = row["at"].date()
        theirs = {
            each.school if apart else ""
            for each in case.memberships
            if each.kind == "person" and each.member == row["actor"] and each.on(day)
        }
        for school in theirs:
            found[school, day - timedelta(days=day.weekday())].append(row)
    return {
        key: (
            len({row["actor"] for row in rows}),
            sum(row["count"] for row in rows),
            sum(row["minutes"] for row in rows if not np.isnan(row["minutes"]))
            if any(not np.isnan(row["minutes"]) for row in rows)
            else None,
        )
        for key, rows in found.items()
    }


def visits(case: Case, gap_minutes: int) -> list[tuple[str, datetime, datetime, int]]:
    """(actor, begins, ends, clicks), in order."""
    found: list[list] = []
    for actor, at, count in sorted((row["actor"], row["at"], row["count"]) for row in _acts(case)):
        if found and found[-1][0] == actor and at - found[-1][2] <= timedelta(minutes=gap_minutes):
            found[-1][2:] = at, found[-1][3] + count
        else:
            found.append([actor, at, at, count])
    return [tuple(each) for each in found]


def doses(case: Case) -> list[dict]:
    """One row a school, by school."""
    rows = []
    for school in sorted({each.receiver for each in case.sessions}):
        theirs = [each for each in case.sessions if each.receiver == school]
        held = [each for each in theirs if each.delivered]
        rows.append(
            {
                "school": school,
                "sessions_delivered": len(held),
                "sessions_planned": len(theirs),
                "hours_delivered": sum(each.hours or 0 for each in held),
                "hours_planned": sum(each.hours or 0 for each in theirs),
                "person_hours": sum((each.hours or 0) * len(set(each.persons)) for each in held),
                "reached": len({person for each in held for person in each.persons}),
                "unnamed": sum(not each.persons for each in held),
                "without_length": sum(each.hours is None for each in held),
                "first": min((each.on for each in held), default=None),
                "last": max((each.on for each in held), default=None),
            }
        )
    return rows


def doses_by_person(case: Case) -> dict[tuple[str, str], tuple[float, int]]:
    """(person, school) → hours, sessions."""
    found: dict[tuple[str, str], tuple[float, int]] = {}
    for each in case.sessions:
        for person in set(each.persons) if each.delivered else ():
            hours, sessions = found.get((person, each.receiver), (0.0, 0))
            found[person, each.receiver] = (hours + (each.hours or 0), sessions + 1)
    return found


def reached(case: Case) -> dict[str, tuple[int, int, int, int]]:
    """School → who belongs to it, who of these came, who left before its last session, who of these had come."""
    came = set(doses_by_person(case))
    until = defaultdict(dict)
    for row in case.memberships:
        if row.kind == "person" and row.member and not (row.since and row.until and row.until < row.since):
            persons = until[row.school]
            persons[row.member] = max(persons.get(row.member, date.min), row.until or date.max)
    found = {}
    for school, persons in until.items():
        held = [each.on for each in case.sessions if each.delivered and each.receiver == school]
        left = {person for person, day in persons.items() if held and day < max(held)}
        both = [(len(some), sum((person, school) in came for person in some)) for some in (set(persons) - left, left)]
        found[school] = (*both[0], *both[1])
    return found
