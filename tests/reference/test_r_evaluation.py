"""Whole evaluations against R: every block of an invented hub of three waves, worked out a second time from its answers.

The plans: one group, two groups over two and over three rounds, waves, a single school, five schools, nobody followed.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from functools import cache

import numpy as np
import pytest

from tests.reference.test_r import HERE, said
from toolbox.evaluation import evaluate
from toolbox.model import (
    BLOCKS,
    Answers,
    Area,
    Evaluation,
    EvaluationRound,
    Framework,
    Item,
    Line,
    Plan,
    Scale,
    SchoolFacts,
    State,
)

DAYS = (date(2025, 1, 10), date(2025, 9, 10), date(2026, 5, 10))
#: The month before the round that was the first with mentoring; 0: it has not begun.
BEGAN = {0: None, 2: date(2025, 8, 1), 3: date(2026, 4, 1)}
ASSIGNED = "Schools chose when to begin."
GROUPS = {"comparison": "two_groups", "assignment": ASSIGNED}
FIVE = ("S01", "S03", "S07", "S09", "S13")
#: Plan → (rounds, options, schools, blocks that the plans before do not have alike).
PLANS = {
    "one": (2, {}, None, BLOCKS),
    "groups": (2, GROUPS, None, ("attrition", "baseline", "groups", "power")),
    "three": (3, GROUPS, None, ("change", "groups", "missing")),
    "waves": (3, {"comparison": "waves", "assignment": ASSIGNED}, None, ("waves",)),
    "single": (2, {}, ("S05",), ("change", "items", "missing", "attrition")),
    "five": (2, {}, FIVE, ("change", "missing", "attrition", "power", "profile")),
    "unkeyed": (2, GROUPS, None, ("flow", "change", "items", "groups")),
}
#: What holds less exactly, with the reason: contrast → relative tolerance.
LOOSE = {
    # lme4 stops its search for the variances at about six digits.
    **dict.fromkeys(("change", "all_available_model", "school"), 2e-6),
    **dict.fromkeys(
        ("icc_before", "icc_after", "icc_change", "smallest_now", "smallest_next", "smallest_groups"), 2e-6
    ),
    # clubSandwich takes another root of a model's covariance than rows whitened by Cholesky: both make CR2 unbiased.
    **dict.fromkeys(("mixed", "mixed_groups", "all_available"), 3e-3),
    # lavaan stops where its likelihood is flat to about six digits.
    **dict.fromkeys(("full_information", "delta_shift", "omega", "configural", "metric", "scalar"), 3e-5),
}


def rows_of(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((HERE / name).read_text().splitlines()[1:]))


@cache
def framework() -> Framework:
    names = [name for name in rows_of("evaluation_data.csv")[0] if "_" in name]
    return Framework(
        id="invented", version="1", name="Invented", kind="survey", source="tests",
        areas=tuple(Area(id=area, name=area) for area in "AB"),
        items=tuple(Item(id=name, code=name, area=name[0], name=name, scale="likert") for name in names),
        scales=(Scale(id="likert", low=1, high=5, top_from=4),),
    )  # fmt: skip


def answers(number: int, schools: tuple[str, ...] | None, *, keyed: bool) -> Answers:
    rows = [
        row
        for row in rows_of("evaluation_data.csv")
        if int(row["round"]) == number and (schools is None or row["school"] in schools)
    ]
    names = tuple(sorted({row["school"] for row in rows}))
    items = tuple(item.id for item in framework().items)
    rows.sort(key=lambda row: row["school"])
    values = [[int(float(row[item])) if row[item] else State.BLANK for item in items] for row in rows]
    return Answers(
        person=np.array([row["person"] if keyed else "" for row in rows], object),
        school=np.array([names.index(row["school"]) for row in rows]), group=np.zeros(len(rows), np.int64),
        schools=names, groups=("teachers",), items=items, values=np.asfortranarray(values, np.int8),
    )  # fmt: skip


@cache
def evaluation(name: str) -> Evaluation:
    count, options, schools, blocks = PLANS[name]
    rounds = [
        EvaluationRound(name=f"R{t}", collected_on=DAYS[t - 1], answers=answers(t, schools, keyed=name != "unkeyed"))
        for t in range(1, count + 1)
    ]
    facts = tuple(
        SchoolFacts(
            school=row["school"], hub=row["hub"], starts=BEGAN[int(row["start"])], hours=float(row["hours"] or "nan")
        )
        for row in rows_of("evaluation_schools.csv")
    )
    plan = Plan(rounds=tuple(each.name for each in rounds), schools=facts, bayesian=True, **options)
    return evaluate(rounds, framework(), plan, blocks=blocks)


def place(line: Line, last: str) -> str:
    """Which of R's statistics a line is."""
    where = line.round
    if line.block == "waves" and "from_round" in line.values:
        where = f"{line.values['from_round']}{line.values['to_round']}"
    elif line.contrast in ("since_start", "before_start"):
        where = f"far{line.values['rounds_since']}"
    elif line.contrast == "delta_shift":
        where = f"shift{round(line.values['shift'] * 10)}"
    elif line.contrast in ("at_top", "at_bottom") and where == last:
        where = "last"
    elif line.block == "flow" and line.contrast != "answered":
        where = ""
    return "|".join((line.block, line.contrast, line.area, line.arm, where, line.item))


def numbers(line: Line) -> dict[str, object]:
    """Every number of a line, by R's names."""
    found = {name: getattr(line.found, name) for name in ("estimate", "se", "df", "ci_low", "ci_high", "p", "n")}
    found |= {"es": line.effect.estimate, "es_low": line.effect.ci_low, "es_high": line.effect.ci_high}
    found |= {"n_schools": line.found.n_schools, "icc": line.icc, "deff": line.design_effect, "n_pairs": line.n_pairs}
    return found | {name: value for name, value in line.values.items() if value is not None}


def pairs_of(name: str, expected: dict[str, float]) -> Iterator[tuple[str, object, float]]:
    """(which number, ours, R's) of one plan; hub by hub counts are not in R's."""
    made = evaluation(name)
    ours = {place(line, made.rounds[-1][0]): numbers(line) for line in made.lines if not line.values.get("hub")}
    for key, value in expected.items():
        plan, *where, field = key.split("|")
        if plan == name:
            yield key, ours.get("|".join(where), {}).get(field), value


@pytest.mark.parametrize("name", PLANS)
def test_every_number_of_an_evaluation_is_rs(name):
    compared, wrong = 0, []
    for key, ours, value in pairs_of(name, said("evaluation")):
        compared += 1
        loose = LOOSE.get(key.split("|")[2], 1e-7)
        if ours is None or ours != pytest.approx(value, rel=loose, abs=1e-8 if loose < 1e-6 else loose / 10):
            wrong.append((key, ours, value))
    assert compared > 60, compared
    assert not wrong, f"{len(wrong)} of {compared}: {wrong[:10]}"


@pytest.mark.parametrize("name", PLANS)
def test_no_p_is_told_that_r_withholds(name):
    """A p where R's own walk through the rules tells none would be a missing refusal."""
    expected = {key for key in said("evaluation") if key.startswith(f"{name}|")}
    known = {key.rsplit("|", 1)[0] for key in expected}
    made = evaluation(name)
    told = [f"{name}|{place(line, made.rounds[-1][0])}" for line in made.lines if line.found.p is not None]
    assert [key for key in told if key in known and f"{key}|p" not in expected] == []
