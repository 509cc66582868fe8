"""Models and robust standard errors beside R and statsmodels: the same invented teachers for all, in one run.

Two rounds, a fifth of the teachers lost after the first, half of the schools mentored. Every way of Python has a process
of its own; R times its own steps (``estimators.R``), without its start. Reading the table is not timed anywhere. R's peak
memory is that of the process up to the step, so it grows from step to step.
"""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks.processes import ROOT, Measured, one_thread, print_timed, repeated

#: Teachers and schools.
SIZES = {"600": 75, "10000": 1_000, "100000": 10_000}
#: Beyond this many teachers they are left out: clubSandwich was seen to hold 10 GB at a hundred thousand, and statsmodels,
#: twelve times slower for every ten times more teachers, would take minutes.
LARGEST = {"statsmodels": 10_000, "clubSandwich": 10_000}
RUNS = {"600": 5, "10000": 3, "100000": 3}
Call = Callable[[], float]


def make(folder: Path) -> None:
    """Write the rows of both rounds and the pairs, of every size."""
    import numpy as np

    for size, schools in SIZES.items():
        teachers, random = int(size), np.random.default_rng(2031)
        school = np.sort(np.concatenate([np.arange(schools), random.integers(0, schools, teachers - schools)]))
        level = 3 + random.normal(0, 0.3, schools)[school] + random.normal(0, 0.6, teachers)
        mentored = school % 2
        before = level + random.normal(0, 0.5, teachers)
        after = level + 0.2 + 0.1 * mentored + random.normal(0, 0.2, schools)[school] + random.normal(0, 0.5, teachers)
        stayed = random.random(teachers) > 0.2
        rows = np.concatenate([np.arange(teachers), np.flatnonzero(stayed)])
        later = np.repeat([0, 1], [teachers, int(stayed.sum())])
        y = np.where(later, after[rows], before[rows])
        rounds = np.column_stack([y, mentored[rows], later, school[rows], rows])
        pairs = np.column_stack([before, after, mentored, school])[stayed]
        _write(folder / f"rounds_{size}.csv", "y,mentored,round,school,person", rounds, "%.6f,%d,%d,%d,%d")
        _write(folder / f"pairs_{size}.csv", "before,after,mentored,school", pairs, "%.6f,%.6f,%d,%d")


def _write(path: Path, names: str, rows, form: str) -> None:
    import numpy as np

    np.savetxt(path, rows, form, header=names, comments="")


def _rounds(folder: Path, size: str):
    import numpy as np

    y, mentored, later, school, person = np.loadtxt(folder / f"rounds_{size}.csv", delimiter=",", skiprows=1).T
    x = np.column_stack([np.ones(len(y)), mentored, later, mentored * later])
    return y, x, school.astype(int), person.astype(int)


def own_fit(folder: Path, size: str) -> Call:
    """Three levels by the toolbox: fit, Kenward-Roger, Satterthwaite."""
    from toolbox.statistics.mixed import mixed_contrast, nested

    rows = _rounds(folder, size)
    mixed_contrast(nested(*_rounds(folder, "600")), 3)

    def call() -> float:
        fit = nested(*rows)
        mixed_contrast(fit, 3, ddf="satterthwaite")
        found = mixed_contrast(fit, 3)
        return found.estimate + found.se + found.df

    return call


def own_satterthwaite(folder: Path, size: str) -> Call:
    """The same, Satterthwaite alone: what lmerTest is held against."""
    from toolbox.statistics.mixed import mixed_contrast, nested

    rows = _rounds(folder, size)

    def call() -> float:
        found = mixed_contrast(nested(*rows), 3, ddf="satterthwaite")
        return found.estimate + found.se + found.df

    return call


def own_log_likelihood(folder: Path, size: str) -> Call:
    """The same, the coefficient and its likelihood: what lme4 and statsmodels are held against."""
    from toolbox.statistics.mixed import nested

    rows = _rounds(folder, size)

    def call() -> float:
        fit = nested(*rows)
        return float(fit.coefficients[3] + fit.log_likelihood)

    return call


def statsmodels(folder: Path, size: str) -> Call:
    """MixedLM with a school intercept and a variance component of persons."""
    import pandas as pd
    from statsmodels.regression.mixed_linear_model import MixedLM

    frame = pd.read_csv(folder / f"rounds_{size}.csv")

    def call() -> float:
        model = MixedLM.from_formula(
            "y ~ mentored * round", frame, groups="school", re_formula="1", vc_formula={"person": "0 + C(person)"}
        )
        found = model.fit(reml=True)
        return float(found.fe_params.iloc[3] + found.llf)

    return call


def own_robust(folder: Path, size: str) -> Call:
    """CR2 with Satterthwaite degrees by the toolbox."""
    import numpy as np

    from toolbox.statistics import cr2

    before, after, mentored, school = np.loadtxt(folder / f"pairs_{size}.csv", delimiter=",", skiprows=1).T
    x, school = np.column_stack([np.ones(len(after)), mentored, before]), school.astype(int)
    cr2(after[:500], x[:500], school[:500], contrast=1)

    def call() -> float:
        found = cr2(after, x, school, contrast=1)
        return found.estimate + found.se + found.df

    return call


WAYS = {way.__name__: way for way in (own_fit, own_satterthwaite, own_log_likelihood, statsmodels, own_robust)}


def run(folder: Path, show: Callable) -> list[str]:
    """Measure every size, print a table each; returns what disagreed, in words."""
    subprocess.run([sys.executable, "-m", "benchmarks.estimators", "make", str(folder)], cwd=ROOT, check=True)
    lacking = _lacking()
    wrong: list[str] = []
    for size, schools in SIZES.items():
        teachers = int(size)
        ours = {way: _python(way, size, folder) for way in ("own_fit", "own_satterthwaite", "own_log_likelihood")}
        rows = [("toolbox, fit + Kenward-Roger + Satterthwaite", ours["own_fit"])]
        said = [f"left out: R, because {lacking}"] if lacking else []
        agree = []
        if not lacking:
            r = _rscript(size, "mixed", folder)
            rows.append(("lme4, fit + pbkrtest Kenward-Roger", _sum(r["lme4"], r["pbkrtest"])))
            rows.append(("lmerTest, fit + Satterthwaite", r["lmerTest"]))
            rows.append(("lme4, fit alone", r["lme4"]))
            said.append(
                _aim("nested REML with Kenward-Roger", rows[0][1], rows[1][1], 10 if teachers == 100_000 else 1)
            )
            agree += [(ours["own_fit"], r["pbkrtest"]), (ours["own_satterthwaite"], r["lmerTest"])]
            agree += [(ours["own_log_likelihood"], r["lme4"])]
        if teachers <= LARGEST["statsmodels"]:
            rows.append(("statsmodels MixedLM, fit alone (z tests only)", _python("statsmodels", size, folder, 1)))
            if abs(rows[-1][1].result - ours["own_log_likelihood"].result) > 1e-3:
                said.append(
                    "statsmodels stopped elsewhere: its log-likelihood differs by "
                    f"{rows[-1][1].result - ours['own_log_likelihood'].result:.3g}"
                )
        else:
            said.append("left out: statsmodels, because it takes minutes at this size")
        show(f"Persons in schools, two rounds: {teachers:,} teachers, {schools:,} schools", rows, said)

        rows, said = [("toolbox, CR2 + Satterthwaite", _python("own_robust", size, folder))], []
        if lacking:
            said.append(f"left out: R, because {lacking}")
        elif teachers <= LARGEST["clubSandwich"]:
            rows.append(("clubSandwich, CR2 + Satterthwaite", _rscript(size, "robust", folder)["clubSandwich"]))
            said.append(_aim("CR2", rows[0][1], rows[1][1], 50 if teachers == 10_000 else 1))
            agree.append((rows[0][1], rows[1][1]))
        else:
            said.append("left out: clubSandwich, because it holds some 10 GB at this size")
        show(f"Robust standard error of pairs: {teachers:,} teachers, {schools:,} schools", rows, said)
        wrong += [
            f"{teachers} teachers: the toolbox and R should give the same result and do not: {one.result}, {other.result}"
            for one, other in agree
            if abs(one.result - other.result) > 1e-4 * max(1.0, abs(other.result))
        ]
    return wrong


def _aim(text: str, ours: Measured, other: Measured, times: float) -> str:
    reached = other.seconds / ours.seconds
    verdict = "reached" if reached >= times else "not reached"
    return f"aim: {text} at least {times:g}× faster; measured {reached:.3g}× ({verdict})"


def _sum(one: Measured, other: Measured) -> Measured:
    return Measured(
        seconds=one.seconds + other.seconds, busy=one.busy + other.busy, peak_mb=other.peak_mb, runs=1,
        result=other.result,
    )  # fmt: skip


def _python(way: str, size: str, folder: Path, runs: int | None = None) -> Measured:
    command = [sys.executable, "-m", "benchmarks.estimators", way, str(folder), size]
    return repeated(command, runs or RUNS[size], env=one_thread())


def _rscript(size: str, what: str, folder: Path) -> dict[str, Measured]:
    command = ["Rscript", str(Path(__file__).with_suffix(".R")), str(folder), size, what]
    ended = subprocess.run(command, env=one_thread(), capture_output=True, text=True, check=False)
    if ended.returncode:
        raise SystemExit(f"R failed:\n{ended.stderr[-2000:]}")
    return {
        step: Measured(seconds=float(wall), busy=float(busy), peak_mb=_number(peak), runs=1, result=float(result))
        for step, wall, busy, peak, result in csv.reader(ended.stdout.splitlines())
    }


def _number(text: str) -> float | None:
    return None if text == "NA" else float(text)


def _lacking() -> str:
    if not shutil.which("Rscript"):
        return "it is not installed"
    asked = 'all(sapply(c("lme4", "lmerTest", "pbkrtest", "clubSandwich"), requireNamespace, quietly = TRUE))'
    ended = subprocess.run(["Rscript", "-e", f"cat({asked})"], capture_output=True, text=True, check=False)
    return "" if ended.stdout.endswith("TRUE") else "lme4, lmerTest, pbkrtest and clubSandwich are not all installed"


def main() -> None:
    """Inside a process: make ready (not timed), run once (timed), print one line of JSON."""
    if sys.argv[1] == "make":
        make(Path(sys.argv[2]))
        return
    print_timed(WAYS[sys.argv[1]](Path(sys.argv[2]), sys.argv[3]))


if __name__ == "__main__":
    main()
