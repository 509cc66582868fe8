"""What it costs to decide for a country what stays hidden: schools × 4 groups × 8 areas × 2 rounds, and how that grows.

Counting the answers of a round is timed apart from deciding on it: both are done once for a round, and a school's page
picks from them.
"""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import numpy as np

from benchmarks.processes import Measured
from toolbox.disclosure import closure, release
from toolbox.frameworks import load
from toolbox.model import Answers, Policy, State
from toolbox.profile import count
from toolbox.profile import profile as make_profile

#: (group, fewest, most) persons of a school.
GROUPS = (("leaders", 1, 9), ("teachers", 5, 40), ("pupils", 30, 150), ("parents", 0, 60))
SCHOOLS = (10, 100, 1000)
PAGES = 7


def run(folder: Path, show) -> list[str]:
    """Print how long counting, deciding and a page take by the number of schools. Returns what went wrong, in words."""
    framework = load("selfie-2020")
    rows = []
    for schools in SCHOOLS:
        rounds = [_round(framework, schools, seed) for seed in (1, 2)]
        started = time.perf_counter()
        counted = [count(answers, framework) for answers in rounds]
        after = time.perf_counter()
        for each in counted:
            for grid in each.grids:
                closure.decision(grid, Policy())
        decided = time.perf_counter()
        persons = sum(map(len, rounds))
        rows.append((f"{schools} schools: deciding", _measured(decided - after)))
        rows.append((f"{schools} schools: counting {persons:,} persons", _measured(after - started)))
        rows.append((f"{schools} schools: one page, released", _measured(_page(counted[0], framework), PAGES)))
    show(f"Suppression: {len(GROUPS)} groups × {len(framework.areas)} areas × 2 rounds", rows, [])
    return []


def _measured(seconds: float, runs: int = 1) -> Measured:
    return Measured(seconds=seconds, busy=None, peak_mb=None, runs=runs)


def _page(counted, framework) -> float:
    """The middle of some pages of schools not looked at before."""
    names = counted.answers.schools
    took = []
    for place in range(PAGES):
        started = time.perf_counter()
        school = names[place * len(names) // PAGES]
        release(make_profile(counted, framework, round_name="", collected_on=date(2025, 11, 1), schools=[school]))
        took.append(time.perf_counter() - started)
    return float(np.median(took))


def _round(framework, schools: int, seed: int) -> Answers:
    """Answers as schools give them: every group of another size, three answers of a hundred left out."""
    draw = np.random.default_rng(seed)
    items = tuple(item.id for item in framework.items if not item.optional)
    sizes = np.stack([draw.integers(low, high, schools) for _, low, high in GROUPS], axis=1)
    school = np.repeat(np.arange(schools), sizes.sum(axis=1))
    group = np.concatenate([np.repeat(np.arange(len(GROUPS)), of) for of in sizes])
    values = draw.integers(1, 6, (len(school), len(items)), dtype=np.int8)
    values[draw.random(values.shape) < 0.03] = State.NOT_APPLICABLE
    return Answers(
        person=np.zeros(len(school), "U1"), school=school, group=group,
        schools=tuple(f"S{place:04d}" for place in range(schools)), groups=tuple(name for name, _, _ in GROUPS),
        items=items, values=np.asfortranarray(values),
    )  # fmt: skip
