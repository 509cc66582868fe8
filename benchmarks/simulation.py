"""Does the headline keep its promise? Invented schools with no change at all, and how often we would say there was one.

    python benchmarks/simulation.py             every table (a few minutes)
    python benchmarks/simulation.py --runs 500  quicker, with wider margins

Seeded, so the figures repeat. A line is right when it lies within three Monte-Carlo standard errors of what it promises
(two would let one line in twenty fail by chance, and there are fourteen); the last column says so, and the exit code is the number of lines that do not. Where the standard error has fewer than
four degrees of freedom no p is shown (decision tree); what is counted there is the interval, which is.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from toolbox.model import Estimate
from toolbox.statistics import ancova, difference_in_changes, paired_change, paired_effect, wave_effects
from toolbox.statistics.mixed import mixed_robust

SCHOOLS, INTRACLASS = (4, 8, 20), 0.10


def hub(
    rng: np.random.Generator, schools: int, *, intraclass: float, arms: int = 1
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Before, after and school of the teachers of ``schools`` schools of 2 to 14; nothing changed on average."""
    sizes = rng.integers(2, 15, schools)
    # Fewer than ten pairs in an arm are never given an interval.
    while min(sizes[arm::arms].sum() for arm in range(arms)) < 10:
        sizes = rng.integers(2, 15, schools)
    school = np.repeat(np.arange(schools), sizes)
    before = 3 + rng.normal(0, 0.6, school.size)
    shared = rng.normal(0, intraclass**0.5, schools)[school]
    change = shared + rng.normal(0, (1 - intraclass) ** 0.5, school.size)
    return before, before + 0.5 * change, school


def wrong(found: Estimate, truth: float) -> bool:
    """Whether the interval leaves out what is true."""
    if found.ci_low is None or found.ci_high is None:
        raise ValueError(f"No interval to check: {found.refused}")
    return not found.ci_low <= truth <= found.ci_high


def one_group(rng: np.random.Generator, schools: int) -> bool:
    before, after, school = hub(rng, schools, intraclass=INTRACLASS)
    return wrong(paired_change(before, after, school), 0.0)


def everybody(rng: np.random.Generator, schools: int) -> bool:
    """The same hub with a fifth of the second answers lost: the model of everybody, spread by school."""
    before, after, school = hub(rng, schools, intraclass=INTRACLASS)
    came = rng.random(len(before)) > 0.2
    person = np.arange(len(before))
    later = np.repeat([0.0, 1.0], [len(before), came.sum()])
    who, where = (np.concatenate([labels, labels[came]]) for labels in (person, school))
    design = np.column_stack([np.ones(len(later)), later])
    return wrong(mixed_robust(np.concatenate([before, after[came]]), design, where, who, 1), 0.0)


def two_groups(estimator: Callable[..., Estimate]) -> Callable[[np.random.Generator, int], bool]:
    def once(rng: np.random.Generator, schools: int) -> bool:
        before, after, school = hub(rng, schools, intraclass=INTRACLASS, arms=2)
        return wrong(estimator(before, after, school % 2 == 0, school), 0.0)

    return once


def waves(rng: np.random.Generator, schools: int) -> bool:
    """Four rounds; a third of the schools begin at the second, a third at the third, the rest wait. Nothing happens."""
    person_school = np.repeat(np.arange(schools), rng.integers(3, 15, schools))
    n, rounds = person_school.size, 4
    shared = rng.normal(0, (INTRACLASS / 2) ** 0.5, (schools, rounds))[person_school]
    y = 3 + rng.normal(0, 0.6, (n, 1)) + shared + rng.normal(0, ((1 - INTRACLASS) / 2) ** 0.5, (n, rounds))
    person = np.repeat(np.arange(n), rounds)
    start = np.array([2, 3, 0])[person_school % 3]
    found = wave_effects(y.ravel(), person, np.tile(np.arange(1, 5), n), start[person], person_school[person])
    return wrong(found.overall, 0.0)


def coverage_of_g(rng: np.random.Generator, n: int) -> bool:
    """g_av of ``n`` persons who correlate at .5 and moved by half a standard deviation."""
    common = rng.normal(0, 0.5**0.5, n)
    before, after = (common + rng.normal(0, 0.5**0.5, n) for _ in range(2))
    return wrong(paired_effect(before, after + 0.5), 0.5)


def clustered_coverage_of_g(rng: np.random.Generator, schools: int) -> bool:
    """The same in schools that share a tenth of the variance of the change: the interval uses the CR2 standard error."""
    before, after, school = hub(rng, schools, intraclass=INTRACLASS)
    # SD before .6, after sqrt(.36 + .25): the unit the change of .3 points is measured in.
    return wrong(paired_effect(before, after + 0.3, school), 0.3 / ((0.36 + 0.61) / 2) ** 0.5)


def shares(
    once: Callable[[np.random.Generator, int], bool], sizes: tuple[int, ...], runs: int
) -> Iterator[tuple[int, float]]:
    for size in sizes:
        rng = np.random.default_rng([20260901, size])
        yield size, float(np.mean([once(rng, size) for _ in range(runs)]))


#: title, one run, sizes, what size counts, least and most share that is still a kept promise before chance is added
TABLES = (
    ("one group: interval of the change leaves out no change", one_group, SCHOOLS, "schools", 0.05, 0.05),
    ("one group, a fifth lost: mixed model of everybody by school", everybody, (20,), "schools", 0.05, 0.05),
    ("two groups: ANCOVA by school", two_groups(ancova), (8, 12, 20), "schools", 0.05, 0.05),
    ("two groups: difference of changes by school", two_groups(difference_in_changes), (8, 12, 20), "schools", 0.05, 0.05),
    # Few schools a wave: Welch's degrees make the interval a little wide rather than too narrow.
    ("waves: all together, by school", waves, (12, 24, 60), "schools", 0.03, 0.05),
    ("g_av: Algina-Keselman interval misses the truth", coverage_of_g, (10, 20, 60), "persons", 0.03, 0.07),
    ("g_av: the same with schools", clustered_coverage_of_g, (8, 20), "schools", 0.03, 0.07),
)  # fmt: skip


def main() -> int:
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--runs", type=int, default=10000, help="invented hubs for each line")
    runs = reader.parse_args().runs
    astray = 0
    for title, once, sizes, what, least, most in TABLES:
        print(f"\n{title} ({runs} runs)")
        for size, share in shares(once, sizes, runs):
            margin = 3 * (most * (1 - most) / runs) ** 0.5
            kept = least - margin <= share <= most + margin
            astray += not kept
            print(f"  {size:4} {what}: {share:6.1%}   promised {least:.0%}" + (f" to {most:.0%}" if most > least else "")
                  + f" ± {margin:.1%}   {'kept' if kept else 'NOT KEPT'}")  # fmt: skip
    return astray


if __name__ == "__main__":
    raise SystemExit(main())
