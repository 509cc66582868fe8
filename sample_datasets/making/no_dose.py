"""A second, small hub in which hours of mentoring make no difference: everybody gains the same, however much they were given.

Ten schools with one mentor school, teachers only. What people were given differs from nothing to thirty hours, so that a
toolbox that sees a relation here sees one that is not there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime, timedelta

import numpy as np

from . import effects, exports, mentoring, recipes
from .answers import PAGES, Response
from .people import METHODS, PHASES, TOPICS, Person, Session, self_made_code
from .questions import AREAS, CODES
from .schools import School

FOLDER, HUB = "no_dose", "Still Water"
ROUNDS = (("autumn-2025", date(2025, 10, 13)), ("spring-2026", date(2026, 5, 11)))
TEACHERS = 12
#: Points before rounding everybody gains, and how much persons differ in it.
GAIN, DIFFER = 0.25, 0.2
#: Sessions held for each mentee school: people of one school differ more than schools do, or a line through them would rest
#: on two or three schools.
SESSIONS = (8, 9, 10, 10, 11, 12, 12, 13, 14, 15)
_NAMES = ("Peegeljärve Kool", "Vaikse Vee Kool", "Tyvenlahden koulu", "Peilisalmen koulu", "Ramybės ežero mokykla",
          "Tylos slėnio mokykla", "Osnovna šola Mirna Reka", "Osnovna šola Tihi Tolmun", "Klusā līča skola",
          "Spoguļezera skola")  # fmt: skip
_MENTOR = "Suletud Ringi Kool"


def _school(place: int, name: str, part: str, mentor: str) -> School:
    return School(
        id=f"N{place:02d}", name=name, country="", region="", hub=HUB, level="", part=part, mentor=mentor, leaders=0,
        teachers=TEACHERS, pupils=0, types=(("AS" if part == "mentor" else "AP", "2025-09-01"),),
    )  # fmt: skip


MENTOR = _school(0, _MENTOR, "mentor", "")
MENTEES = tuple(_school(place, name, "mentored", MENTOR.id) for place, name in enumerate(_NAMES, start=1))


def files(seed: int) -> dict[str, bytes]:
    """Every file of the second hub, by its name inside the folder of the sample."""
    rng = np.random.Generator(np.random.PCG64([seed, 7]))
    taken: set[str] = set()
    staff = [
        Person(
            index=place, school=school, group="teachers", code=self_made_code(rng, taken), here=(True, True),
            reached=float(rng.random() < 0.85) * (0.25 + 0.7 * rng.random()),
        )
        for place, school in enumerate(school for school in MENTEES for _ in range(TEACHERS))
    ]  # fmt: skip
    mentors = [self_made_code(rng, taken) for _ in range(2)]
    held = _sessions(rng, staff, mentors)
    made = {
        "schools.csv": mentoring.roster((MENTOR, *MENTEES)),
        "memberships.csv": _memberships(staff, mentors),
        "mentoring_log.xlsx": mentoring.log(held, (HUB,))[0],
    }
    for (name, on), drawn in zip(ROUNDS, _answers(rng, staff), strict=True):
        export = exports.limesurvey(_responses(rng, staff, drawn, on), False)
        made[f"{name}.csv"] = export
        made[f"recipe-{name}.json"] = recipes.recipe(export, False, f"Small hub, {name.replace('-', ' ')}")
    truth = {
        "about": "Second invented hub: everybody gains the same, whatever they were given. Written by make.py.",
        "points_per_hour": 0.0,
        "gain_before_rounding": GAIN,
        "schools": [school.name for school in MENTEES],
        "teachers": len(staff),
        "hours_of_teachers": {
            school.name: round(sum(one.hours for one in staff if one.school is school), 2) for school in MENTEES
        },
        "never_reached": sum(not one.hours for one in staff),
    }
    made["truth.json"] = (json.dumps(truth, indent=1, ensure_ascii=False) + "\n").encode()
    return {f"{FOLDER}/{name}": content for name, content in made.items()}


def _sessions(rng: np.random.Generator, staff: list[Person], mentors: list[str]) -> list[Session]:
    held = []
    for school, number in zip(MENTEES, SESSIONS, strict=True):
        for order in range(number):
            on = date(2025, 11, 3) + timedelta(weeks=order, days=int(5 * rng.random()))
            method = tuple(METHODS)[int(len(METHODS) * rng.random())]
            hours, _, open_to = METHODS[method]
            came = [one for one in staff if one.school is school and rng.random() < open_to * one.reached]
            for one in came:
                one.hours += hours
            held.append(
                Session(
                    on=on, giver=MENTOR, mentor=mentors[order % 2], receiver=school, method=method, hours=hours,
                    phase=PHASES[min(5, order * 6 // number)], topic=TOPICS[order % len(TOPICS)], held=bool(came),
                    codes=tuple(one.code for one in came),
                )
            )  # fmt: skip
    return sorted(held, key=lambda one: (one.on, one.receiver.id, one.method))


def _answers(rng: np.random.Generator, staff: list[Person]) -> tuple[np.ndarray, np.ndarray]:
    """Rounded answers of both rounds, persons × statements: nothing in them knows of hours."""
    area = np.array([AREAS.index(code[0]) for code in CODES])
    start = np.array([effects.START["teachers"][code[0]] + effects.EASE[code] for code in CODES])
    shape = (len(staff), len(AREAS))
    school = np.repeat(effects.SCHOOL * rng.standard_normal((len(MENTEES), 1)), TEACHERS, axis=0)
    person = effects.PERSON * rng.standard_normal((len(staff), 1)) + effects.PERSON_AREA * rng.standard_normal(shape)
    standing = start + school + person[:, area] + effects.PERSON_ITEM * rng.standard_normal((len(staff), len(CODES)))
    moved = GAIN + DIFFER * rng.standard_normal(shape)
    return tuple(
        np.clip(np.floor(each + effects.MOOD * rng.standard_normal(each.shape) + 0.5), 1, 5).astype(int)
        for each in (standing, standing + moved[:, area])
    )


def _responses(rng: np.random.Generator, staff: list[Person], drawn: np.ndarray, on: date) -> list[Response]:
    """Nine in ten answer, all of it."""
    rows = []
    for one, values in zip(staff, drawn, strict=True):
        started = datetime.combine(on, datetime.min.time()) + timedelta(hours=8, minutes=int(7200 * rng.random()))
        if rng.random() < 0.9:
            rows.append(
                Response(
                    school=one.school, group="teachers", code=one.code, answers=tuple(values.tolist()), pages=PAGES,
                    finished=True, started=started, seconds=400, helped=(), comment="",
                )
            )  # fmt: skip
    return sorted(rows, key=lambda row: (row.started, row.code))


def _memberships(staff: Iterable[Person], mentors: list[str]) -> bytes:
    cluster = f"Cluster {MENTOR.name}"
    rows: list[tuple[str, ...]] = [("member", "kind", "role", "school", "cluster", "from", "to")]
    rows.append((MENTOR.name, "school", "mentor", MENTOR.name, cluster, "2025-10-27", ""))
    rows += [(one.name, "school", "mentee", one.name, cluster, "2025-10-27", "") for one in MENTEES]
    rows += [(code, "person", "mentor", MENTOR.name, cluster, "2025-10-27", "") for code in mentors]
    rows += [(one.code, "person", "mentee", one.school.name, cluster, "2025-10-27", "") for one in staff]
    return mentoring.as_csv(rows)
