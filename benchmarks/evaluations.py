"""A researcher's page: every block of an evaluation of ten scales, released and made into tables, on invented teachers.

The plan compares mentored with waiting schools (analysis of covariance, difference in changes, Lin's), so every scale has
three comparisons of groups beside its change, without resampling. Every way has a process of its own. Beside it, plain
pandas and statsmodels do the part of it they can: means of the common items, inner join of the persons, the mean
change with standard errors clustered by school, the analysis of covariance and the difference in changes the same way,
and a random intercept of schools for everybody: four models a scale, where the page has some forty lines a scale.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from importlib import import_module
from pathlib import Path

from benchmarks.processes import Measured, one_thread, print_timed, repeated

#: Teachers and schools.
SIZES = {600: 75, 10_000: 1_000, 100_000: 10_000}
RUNS = {600: 5, 10_000: 3, 100_000: 1}
AREAS, ITEMS_EACH = 10, 5
#: Seconds a researcher's page of 600 teachers may take.
AIM = 3.0
#: Beyond this many teachers statsmodels' mixed models take minutes.
LARGEST_PLAIN = 10_000


def framework():
    """Ten scales of five items, answered 1 to 5."""
    from toolbox.model import Area, Framework, Item, Scale

    areas = tuple(Area(id=f"A{number}", name=f"Scale {number}") for number in range(1, AREAS + 1))
    items = tuple(
        Item(
            id=f"{area.id}.{number}",
            code=f"{area.id}.{number}",
            area=area.id,
            name=f"Statement {number}",
            scale="agree",
        )
        for area in areas
        for number in range(1, ITEMS_EACH + 1)
    )
    scale = Scale(id="agree", low=1, high=5, top_from=4)
    return Framework(
        id="invented", version="1", name="Invented", kind="survey", source="invented", areas=areas, items=items,
        scales=(scale,),
    )  # fmt: skip


def rounds(teachers: int):
    """Two rounds of invented teachers: a fifth lost, a tenth new, one answer in fifty not given."""
    import numpy as np

    from toolbox.model import Answers, EvaluationRound, State

    schools, random, made = SIZES[teachers], np.random.default_rng(2033), framework()
    everybody = round(teachers * 1.1)
    school = np.sort(np.concatenate([np.arange(schools), random.integers(0, schools, everybody - schools)]))
    level = 3 + random.normal(0, 0.3, (schools, AREAS))[school] + random.normal(0, 0.6, (everybody, AREAS))
    moved = 0.2 + 0.1 * (school % 2)[:, None] + random.normal(0, 0.15, (schools, AREAS))[school]
    names = np.array([f"person {number}" for number in range(everybody)], object)
    found = []
    for later, there in enumerate((np.arange(everybody) % 11 > 0, random.random(everybody) > 0.2)):
        means = np.repeat(level + later * moved, ITEMS_EACH, axis=1)
        values = np.clip(np.rint(means + random.normal(0, 0.8, means.shape)), 1, 5).astype(np.int8)
        values[random.random(values.shape) < 0.02] = State.BLANK
        rows = np.flatnonzero(there)
        answers = Answers(
            person=names[rows], school=school[rows].astype(np.int32), group=np.zeros(len(rows), np.int8),
            schools=tuple(f"School {number:05d}" for number in range(schools)), groups=("teachers",),
            items=tuple(item.id for item in made.items), values=np.asfortranarray(values[rows]),
        )  # fmt: skip
        found.append(
            EvaluationRound(
                name=("Before", "After")[later],
                collected_on=date(2025 + later, 9, 1),
                answers=answers,
                sha256=str(later),
            )
        )
    return found


def plan(teachers: int):
    """Every second school mentored."""
    from toolbox.model import Plan, SchoolFacts

    facts = tuple(
        SchoolFacts(
            school=f"School {number:05d}", hub=f"Hub {number % 7}",
            starts=date(2025, 10, 1) if number % 2 else None, hours=float(number % 40) if number % 2 else None,
        )
        for number in range(SIZES[teachers])
    )  # fmt: skip
    return Plan(
        rounds=("Before", "After"), comparison="two_groups", schools=facts, assignment="Every second school, by number.",
        primary=tuple(f"A{number}" for number in range(1, 4)),
    )  # fmt: skip


def page(teachers: int) -> Callable[[], float]:
    """Evaluated, released, eleven tables."""
    from toolbox.disclosure import release
    from toolbox.evaluation import evaluate
    from toolbox.tables import block_tables

    _warm()
    asked, known, made = rounds(teachers), plan(teachers), framework()
    return lambda: float(sum(len(table.frame) for table in block_tables(release(evaluate(asked, made, known)))))


def alone(teachers: int) -> Callable[[], float]:
    """Evaluated, neither released nor made into tables."""
    from toolbox.evaluation import evaluate

    _warm()
    asked, known, made = rounds(teachers), plan(teachers), framework()
    return lambda: float(len(evaluate(asked, made, known).lines))


def _warm() -> None:
    """What the server has imported before its first page; a process of its own pays a second more, once."""
    for name in ("scipy.stats", "statsmodels.stats.multitest"):
        import_module(name)


def plain(teachers: int) -> Callable[[], float]:
    """Means, an inner join, and four models a scale by pandas and statsmodels; returns the number of models."""
    import numpy as np
    import pandas as pd
    import statsmodels.formula.api as models

    frames = []
    for each in rounds(teachers):
        answers = each.answers
        values = pd.DataFrame(np.where(answers.values > 0, answers.values, np.nan), columns=list(answers.items))
        frames.append(values.assign(person=answers.person, school=np.asarray(answers.school)))

    def call() -> float:
        import warnings

        warnings.simplefilter("ignore")
        made = 0
        for number in range(1, AREAS + 1):
            items = [f"A{number}.{each}" for each in range(1, ITEMS_EACH + 1)]
            scored = [
                frame[["person", "school"]].assign(y=frame[items].mean(axis=1)).dropna().assign(later=later)
                for later, frame in enumerate(frames)
            ]
            pairs = scored[0].merge(scored[1], on=["person", "school"], suffixes=("_before", "_after"))
            pairs = pairs.assign(change=pairs.y_after - pairs.y_before, mentored=pairs.school % 2)
            by_school = {"cov_type": "cluster", "cov_kwds": {"groups": pairs.school}}
            for formula in ("change ~ 1", "change ~ mentored", "y_after ~ mentored + y_before"):
                models.ols(formula, pairs).fit(**by_school).summary2()
                made += 1
            models.mixedlm("y ~ later", pd.concat(scored), groups="school").fit(reml=True)
            made += 1
        return float(made)

    return call


WAYS = {way.__name__: way for way in (page, alone, plain)}


def run(folder: Path, show: Callable) -> list[str]:
    """Measure every size and print a table each, aims below it."""
    for teachers, schools in SIZES.items():
        rows = [
            ("toolbox: evaluate, release, eleven tables", _measured("page", teachers)),
            ("toolbox: evaluate alone", _measured("alone", teachers)),
        ]
        said = []
        if teachers == 600:
            found = rows[0][1]
            verdict = "reached" if found.busy < AIM else "not reached"
            said.append(
                f"aim: a page of ten scales × three comparisons under {AIM:g} s of a processor; measured {found.busy:.2g} s, "
                f"{found.seconds:.2g} s on the wall beside other work ({verdict})"
            )
        if teachers <= LARGEST_PLAIN:
            rows.append(("pandas and statsmodels: four models a scale", _measured("plain", teachers, 1)))
        else:
            said.append("left out: pandas and statsmodels, because mixed models take minutes at this size")
        show(f"A researcher's page of ten scales: {teachers:,} teachers, {schools:,} schools", rows, said)
    return []


def _measured(way: str, teachers: int, runs: int = 0) -> Measured:
    command = [sys.executable, "-m", "benchmarks.evaluations", way, str(teachers)]
    return repeated(command, runs or RUNS[teachers], env=one_thread())


def main() -> None:
    """Inside a process: make ready (not timed), run once (timed), print one line of JSON."""
    print_timed(WAYS[sys.argv[1]](int(sys.argv[2])))


if __name__ == "__main__":
    main()
