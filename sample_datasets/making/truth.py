"""What was planted, said in numbers a test can hold results against (``truth.json``)."""

from __future__ import annotations

from collections import Counter

import numpy as np

from . import answers, effects
from .answers import Response
from .exports import PREVIEWS
from .people import LEFT, NEVER, SILENT, SILENT_AFTER, Person, Session
from .questions import AREAS, CODES, PUPIL_CODES, REWORDED
from .schools import BY_ID, GROUPS, PARTS, SCHOOLS, UNMET, UNMET_SINCE, schools_of

SPREAD = ("SCHOOL", "SCHOOL_AREA", "PERSON", "PERSON_AREA", "PERSON_ITEM", "MOOD", "SCHOOL_CHANGE", "PERSON_CHANGE")
HOW = (
    "Each person stands somewhere on an unbounded scale: group and area start + ease of the statement + school + person "
    "+ person in this area + person in this statement + mood, all normal with the standard deviations under 'spread'; "
    "the answer is the standing rounded to 1..5. In spring a shift is added by part, group and area, plus what schools and "
    "persons differ in their change. The shift is solved so that the expected change of the area score on 1..5 is "
    "'expected_change'. 'all' weighs the parts by their persons. Gaps fall at random. Statement " + REWORDED + " was "
    "reworded and is in no expected change."
)


def truth(
    seed: int,
    staff: list[Person],
    held: list[Session],
    planted: dict[tuple[str, str, str], effects.Shift],
    rows: tuple[list[Response], list[Response]],
    kept: dict[str, object],
) -> dict[str, object]:
    """Everything tests may rely on; numbers are rounded so that the file is the same on every machine."""
    return {
        "about": "Invented sample hub. No real school or person. Written by make.py.",
        "seed": seed,
        "how": HOW,
        "spread": {name.lower(): getattr(effects, name) for name in SPREAD},
        "schools": {part: [school.name for school in schools_of(part)] for part in PARTS},
        "expected_change": _expected(planted, "change"),
        "expected_before": _expected(planted, "before"),
        "reworded": {"code": REWORDED, "shift_by_wording": effects.REWORDED_SHIFT},
        "recalibration": {
            "area": effects.RECALIBRATED,
            "part": "mentored",
            "group": "teachers",
            "comes_down_per_sd_above_average": effects.COMES_DOWN,
        },
        "asked": {group: list(PUPIL_CODES if group == "pupils" else CODES) for group in GROUPS},
        "exports": _counts(rows),
        "small_groups": {
            "leaders_of_three": BY_ID["S02"].name,
            "teachers_of_eight": BY_ID["S11"].name,
            "answered": {
                name: [sum(r.finished and r.school is BY_ID[id_] and r.group == group for r in one) for one in rows]
                for name, id_, group in (
                    ("leaders_of_three", "S02", "leaders"),
                    ("teachers_of_eight", "S11", "teachers"),
                )
            },
        },
        "linking": {part: _linked(rows, part) for part in PARTS},
        "dose": _dose(staff, held, planted),
        **kept,
    }


def _expected(planted: dict[tuple[str, str, str], effects.Shift], field: str) -> dict[str, dict[str, dict[str, float]]]:
    found: dict[str, dict[str, dict[str, float]]] = {}
    for part in (*PARTS, "all"):
        found[part] = {}
        for group in GROUPS:
            cells = {}
            for area in AREAS:
                if (part if part != "all" else PARTS[0], group, area) not in planted:
                    continue
                if part == "all":
                    weights = [sum(getattr(school, group) for school in schools_of(one)) for one in PARTS]
                    values = [getattr(planted[one, group, area], field) for one in PARTS]
                    cells[area] = round(float(np.average(values, weights=weights)), 4)
                else:
                    cells[area] = round(getattr(planted[part, group, area], field), 4)
            found[part][group] = cells
    return found


def _counts(rows: tuple[list[Response], list[Response]]) -> dict[str, dict[str, object]]:
    """What a reader should find in each round's exports."""
    found = {}
    for name, given in zip(("autumn-2025", "spring-2026"), rows, strict=True):
        values = Counter(value for row in given if row.finished for value in row.answers)
        codes = Counter((row.school.id, row.group, row.code.strip()) for row in given if row.finished and row.code)
        found[name] = {
            "rows": len(given),
            "finished": sum(row.finished for row in given),
            "qualtrics_previews": PREVIEWS,
            "finished_by_group": dict(sorted(Counter(row.group for row in given if row.finished).items())),
            "first": min(row.started for row in given).isoformat(sep=" "),
            "last": max(row.ended for row in given).isoformat(sep=" "),
            "answered_twice": sum(times - 1 for (_, _, code), times in codes.items() if "{" not in code),
            "template_keys": sum(row.code == "{TOKEN}" for row in given if row.finished),
            "staff_without_code": sum(row.finished and row.group != "pupils" and not row.code for row in given),
            "among_finished": {
                "not_applicable": values[answers.NOT_APPLICABLE],
                "declined": values[answers.DECLINED],
                "left_empty": values[answers.EMPTY],
                "mistyped_limesurvey_only": sum(times for value, times in values.items() if value > 5),
            },
        }
    return found


def _linked(rows: tuple[list[Response], list[Response]], part: str) -> dict[str, int]:
    """Persons whose code is the same in both rounds, blanks, hyphens and capitals aside."""
    found = {}
    for group in ("leaders", "teachers"):
        codes = [
            {
                (row.school.id, row.code.upper().replace(" ", "").replace("-", ""))
                for row in one
                if row.finished and row.group == group and row.school.part == part and row.code not in ("", "{TOKEN}")
            }
            for one in rows
        ]
        found[group] = len(codes[0] & codes[1])
    return found


def _dose(
    staff: list[Person], held: list[Session], planted: dict[tuple[str, str, str], effects.Shift]
) -> dict[str, object]:
    delivered = [one for one in held if one.held]
    stayed = [p.hours for p in staff if p.school.part == "mentored" and p.group == "teachers" and all(p.here)]
    by_school = {}
    for school in SCHOOLS:
        here = [one for one in staff if one.school is school and one.group == "teachers"]
        if school.part == "mentored":
            last = max(one.on for one in delivered if one.receiver is school)
            reached = [one for one in here if one.hours]
            left = [one for one in reached if not one.here[1] and last.isoformat() > LEFT]
            by_school[school.name] = {
                "sessions_delivered": sum(one.receiver is school for one in delivered),
                "sessions_planned": sum(one.receiver is school for one in held),
                "hours_of_teachers": round(sum(one.hours for one in here), 2),
                "hours_per_rostered_teacher": round(sum(one.hours for one in here) / school.teachers, 4),
                "teachers_reached": len(reached) - len(left),
                "teachers_reached_who_left": len(left),
                "teachers_never_reached_who_stayed": sum(not one.hours for one in here if all(one.here)),
            }
    return {
        "points_per_hour_before_rounding": effects.PER_HOUR,
        "expected_points_per_hour": {
            area: round(effects.slope(planted["mentored", "teachers", area], "teachers", area, np.array(stayed)), 4)
            for area in effects.PER_HOUR
        },
        "who": "teachers of mentored schools; the shift of a person is base + per_hour * (hours - mean_hours)",
        "mean_hours": round(planted["mentored", "teachers", "D"].mean_hours, 4),
        "by_school": by_school,
        "never_reached_on_purpose": {BY_ID[id_].name: number for id_, number in NEVER.items()},
        "silent": {"school": BY_ID[SILENT].name, "no_session_after": SILENT_AFTER.isoformat()},
        "never_met": {"school": BY_ID[UNMET[0]].name, "mentored_by": BY_ID[UNMET[1]].name, "since": UNMET_SINCE},
        "became_as": {
            school.name: school.types[-1][1]
            for school in SCHOOLS
            if [type_ for type_, _ in school.types] == ["AP", "AS"]
        },
    }
