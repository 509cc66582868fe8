"""What everybody answers in the two rounds, with the mess of life: gaps, refusals, typing errors, repeats.

An answer is 1..5, or one of: 0 left empty, -1 not applicable, -2 prefer not to say, -9 not shown, 33..66 mistyped
while a paper form was typed in.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from statistics import NormalDist

import numpy as np

from . import effects
from .people import AUTUMN, SPRING, Person
from .questions import AREAS, CODES, COMMENTS, OPTIONS, PUPIL_CODES, REWORDED
from .schools import GROUPS, PARTS, SCHOOLS, School

EMPTY, NOT_APPLICABLE, DECLINED, NOT_SHOWN = 0, -1, -2, -9
#: Statements many find not applicable to them.
SELDOM_FITTING = {"B3": 0.07, "C14": 0.05, "G7": 0.09, "E4": 0.05}


@dataclass(frozen=True, kw_only=True)
class Response:
    """One row of a survey tool's answers."""

    school: School
    group: str
    code: str
    """As typed; "" where none was given."""
    answers: tuple[int, ...]
    pages: int
    """Pages reached, of :data:`PAGES`."""
    finished: bool
    started: datetime
    seconds: int
    helped: tuple[int, ...]
    comment: str

    @property
    def ended(self) -> datetime:
        """When the last page was sent."""
        return self.started + timedelta(seconds=self.seconds)


#: First page asks who answers, then one page an area, then the closing questions.
PAGES = len(AREAS) + 2


def shifts(staff: list[Person]) -> dict[tuple[str, str, str], effects.Shift]:
    """The planted shift of every (part, group, area) that is asked."""
    solved = {}
    for part in PARTS:
        hours = np.array(
            [p.hours for p in staff if p.school.part == part and p.group == "teachers" and all(p.here)], float
        )
        for group in GROUPS:
            for area in AREAS:
                found = effects.solve(part, group, area, hours)
                if found:
                    solved[part, group, area] = found
    return solved


class Standings:
    """Where everybody stands, drawn once: schools keep theirs over both rounds, staff too, pupils are drawn anew."""

    def __init__(self, rng: np.random.Generator, staff: list[Person], planted: dict) -> None:
        self.rng, self.planted = rng, planted
        self.school = effects.SCHOOL * rng.standard_normal((len(SCHOOLS), 1))
        self.school = self.school + effects.SCHOOL_AREA * rng.standard_normal((len(SCHOOLS), len(AREAS)))
        self.school_change = effects.SCHOOL_CHANGE * rng.standard_normal((len(SCHOOLS), len(AREAS)))
        self.person = self._persons(len(staff))
        self.item = effects.PERSON_ITEM * rng.standard_normal((len(staff), len(CODES)))
        self.staff = staff

    def _persons(self, number: int) -> np.ndarray:
        general = effects.PERSON * self.rng.standard_normal((number, 1))
        return general + effects.PERSON_AREA * self.rng.standard_normal((number, len(AREAS)))

    def staff_answers(self, spring: bool) -> np.ndarray:
        """Rounded answers 1..5 of all staff, persons × statements."""
        groups = [one.group for one in self.staff]
        hours = np.array([one.hours for one in self.staff])
        return self._answers([p.school for p in self.staff], groups, hours, self.person, self.item, spring)

    def pupil_answers(self, school: School, number: int, spring: bool) -> np.ndarray:
        """Rounded answers of pupils of one school."""
        item = effects.PERSON_ITEM * self.rng.standard_normal((number, len(CODES)))
        who = [school] * number
        return self._answers(who, ["pupils"] * number, np.zeros(number), self._persons(number), item, spring)

    def _answers(
        self,
        schools: list[School],
        groups: list[str],
        hours: np.ndarray,
        person: np.ndarray,
        item: np.ndarray,
        spring: bool,
    ) -> np.ndarray:
        place = np.array([SCHOOLS.index(school) for school in schools])
        area = np.array([AREAS.index(code[0]) for code in CODES])
        ease = np.array([effects.EASE[code] for code in CODES])
        start = np.array([[effects.START[group][code[0]] for code in CODES] for group in groups])
        standing = start + ease + self.school[place][:, area] + person[:, area] + item
        if spring:
            spread = np.hypot(effects.PERSON, effects.PERSON_AREA)
            moved = np.zeros((len(schools), len(AREAS)))
            for (part, group, name), shift in self.planted.items():
                who = [i for i, school in enumerate(schools) if school.part == part and groups[i] == group]
                column = AREAS.index(name)
                moved[who, column] = shift.of(hours[who], person[who, column] / spread)
            moved += self.school_change[place]
            moved += effects.PERSON_CHANGE * self.rng.standard_normal(moved.shape)
            standing = standing + moved[:, area]
            standing[:, CODES.index(REWORDED)] += effects.REWORDED_SHIFT
        standing = standing + effects.MOOD * self.rng.standard_normal(standing.shape)
        return np.clip(np.floor(standing + 0.5), 1, 5).astype(int)


def rounds(
    rng: np.random.Generator, staff: list[Person], standings: Standings
) -> tuple[list[Response], list[Response]]:
    """The answers of autumn and spring, in the order they came in."""
    keen = rng.standard_normal(len(staff))
    return tuple(_round(rng, staff, keen, standings, spring) for spring in (False, True))


def _round(
    rng: np.random.Generator, staff: list[Person], keen: np.ndarray, standings: Standings, spring: bool
) -> list[Response]:
    drawn = standings.staff_answers(spring)
    rows: list[Response] = []
    for school in SCHOOLS:
        rate = {group: _rate(rng, school, group, spring) for group in GROUPS}
        for one in staff:
            if one.school is not school or not one.here[spring]:
                continue
            answers = rng.random() if (school.id, one.group) == ("S02", "leaders") else None
            mood = NormalDist().cdf(0.6 * keen[one.index] + 0.8 * rng.standard_normal())
            if answers is not None or mood < rate[one.group]:
                rows.append(_response(rng, school, one.group, _typed(rng, one.code), drawn[one.index], spring))
            elif rng.random() < 0.2:
                rows.append(_breaks_off(rng, _response(rng, school, one.group, one.code, drawn[one.index], spring)))
        number = round(school.pupils * rate["pupils"])
        for values in standings.pupil_answers(school, number, spring):
            rows.append(_response(rng, school, "pupils", "", values, spring))
            if rng.random() < 0.04:
                rows.append(_breaks_off(rng, rows[-1]))
    rows += _repeats(rng, rows)
    return _mistyped(rng, sorted(rows, key=lambda row: (row.started, row.school.id, row.code)))


def _rate(rng: np.random.Generator, school: School, group: str, spring: bool) -> float:
    """Unequal return: 55 to 95 in a hundred, a little less in spring; the smallest staff is asked again in person."""
    draw = rng.random()
    if (school.id, group) == ("S11", "teachers"):
        return 0.8
    low, high = {"leaders": (0.75, 0.95), "teachers": (0.62, 0.95), "pupils": (0.55, 0.9)}[group]
    return low + (high - low) * draw - (0.04 if spring and group == "teachers" else 0.0)


def _typed(rng: np.random.Generator, code: str) -> str:
    """A code as people type it: small letters, blanks, hyphens; sometimes none, sometimes one place wrong."""
    draw = rng.random()
    if draw < 0.04:
        return ""
    if draw < 0.06:
        return code[:2] + f"{(int(code[2:4]) + 9) % 28 + 1:02d}" + code[4]
    if draw < 0.10:
        return code.lower()
    if draw < 0.13:
        return f"{code[:2]} {code[2:4]} {code[4]}"
    if draw < 0.15:
        return f"{code[:2]}-{code[2:4]}-{code[4]} "
    return code


def _response(
    rng: np.random.Generator, school: School, group: str, code: str, drawn: np.ndarray, spring: bool
) -> Response:
    codes = PUPIL_CODES if group == "pupils" else CODES
    answers = []
    for name, value in zip(CODES, drawn, strict=True):
        draw = rng.random()
        unfit = SELDOM_FITTING.get(name, 0.012) * (1.5 if group == "pupils" else 1.0)
        if name not in codes:
            answers.append(NOT_SHOWN)
        elif draw < unfit:
            answers.append(NOT_APPLICABLE)
        elif draw < unfit + 0.006:
            answers.append(DECLINED)
        elif draw < unfit + 0.022:
            answers.append(EMPTY)
        else:
            answers.append(int(value))
    day = datetime.combine(SPRING if spring else AUTUMN, datetime.min.time())
    # Most answer in the first of three weeks, on working days, between eight and five.
    day += timedelta(days=int(18 * rng.random() ** 2))
    day += timedelta(days=(0, 0, 0, 0, 0, 2, 1)[day.weekday()])
    started = day + timedelta(seconds=8 * 3600 + int(9 * 3600 * rng.random()))
    helped = tuple(place for place in range(len(OPTIONS)) if rng.random() < (0.45, 0.3, 0.5, 0.2)[place])
    comment = COMMENTS[int(rng.random() * len(COMMENTS))] if rng.random() < 0.05 else ""
    return Response(
        school=school,
        group=group,
        code=code,
        answers=tuple(answers),
        pages=PAGES,
        finished=True,
        started=started,
        seconds=240 + int(900 * rng.random()),
        helped=helped,
        comment=comment,
    )


def _breaks_off(rng: np.random.Generator, row: Response) -> Response:
    """The same person stopping after a few pages; later pages were not shown."""
    pages = 1 + int(rng.random() * (PAGES - 2))
    seen = AREAS[: pages - 1]
    answers = tuple(value if code[0] in seen else NOT_SHOWN for code, value in zip(CODES, row.answers, strict=True))
    started = row.started - timedelta(seconds=1800 + int(rng.random() * 7200))
    return replace(
        row,
        answers=answers,
        pages=pages,
        finished=False,
        seconds=20 + 40 * pages,
        helped=(),
        comment="",
        started=started,
    )


def _repeats(rng: np.random.Generator, rows: list[Response]) -> list[Response]:
    """Three teachers answer twice; two rows carry a link's template instead of a code."""
    small = ("S11",)  # the staff of eight stays a staff of eight
    teachers = [r for r in rows if r.group == "teachers" and r.finished and r.code and r.school.id not in small]
    twice = [teachers[int(rng.random() * len(teachers))] for _ in range(3)]
    again = [replace(row, started=row.started + timedelta(days=1, seconds=61)) for row in dict.fromkeys(twice)]
    for row in teachers[5], teachers[25]:
        rows[rows.index(row)] = replace(row, code="{TOKEN}")
    return again


def _mistyped(rng: np.random.Generator, rows: list[Response]) -> list[Response]:
    """Up to six answers typed in from paper hit a key twice: 44 for 4, and once 55."""
    paper = [place for place, row in enumerate(rows) if row.group == "pupils" and row.finished]
    for turn in range(6):
        place = paper[int(rng.random() * len(paper))]
        answers = list(rows[place].answers)
        item = CODES.index(PUPIL_CODES[int(rng.random() * len(PUPIL_CODES))])
        if 1 <= answers[item] <= 5:
            answers[item] = answers[item] * 11 if turn else 55
            rows[place] = replace(rows[place], answers=tuple(answers))
    return rows
