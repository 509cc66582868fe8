"""A round of which a tool reported averages alone, and the change between two: read as the others are.

An unknown is one person's score. Nothing but schools can be subtracted, since a tool's averages of items are not kept.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tests.disclosure.attack.equations import System
from tests.disclosure.attack.hubs import FRAMEWORK
from tests.disclosure.attack.ranges import Bounds
from toolbox.comparison import compare
from toolbox.disclosure import depths, release, rules
from toolbox.model import Average, Averages, ToolboxError
from toolbox.profile import profile

DAYS = (date(2024, 11, 1), date(2025, 11, 1))


def drawn(seed: int, low: float = 2, high: float = 4) -> tuple[Averages, Averages]:
    draw = np.random.default_rng(seed)
    many = int(draw.integers(2, 10))
    rounds = []
    for _ in DAYS:
        sizes = np.where(draw.random(many) < 0.5, draw.integers(1, 7, many), draw.integers(5, 30, many))
        there = draw.random(many) < 0.9
        there[:2] = True
        rows = [
            Average(
                school=f"S{n}",
                group="teachers",
                area="C",
                mean=round(float(draw.uniform(low, high)), 1),
                n=int(sizes[n]),
            )
            for n in np.flatnonzero(there)
        ]
        rounds.append(Averages(rows=tuple(rows)))
    return rounds[0], rounds[1]


def read(rounds) -> System:
    """Every School page, and every Change page, of every school and of all."""
    where = {}
    for of, found in enumerate(rounds):
        for row in found.rows:
            first = sum(len(each) for each in where.values())
            where[of, row.school] = np.arange(first, first + row.n)
    system = System(sum(len(each) for each in where.values()))

    def mean(of: int, school: str | None, among) -> dict:
        weights = np.zeros(system.persons)
        for each in [school] if school else among:
            weights[where.get((of, each), [])] = 1
        return {("score", of): weights / max(1, weights.sum())}

    names = sorted({row.school for found in rounds for row in found.rows})
    for school in (*names, None):
        for of, found in enumerate(rounds):
            try:
                page = release(
                    profile(
                        found, FRAMEWORK, round_name="R", collected_on=DAYS[of], schools=[school] if school else None
                    )
                )
            except ToolboxError as refusal:
                if refusal.code not in ("no_answers", "unknown_school"):
                    raise
                continue
            for cell in page.areas:
                if school:
                    system.look_for(f"round {of} {school}", mean(of, school, ()))
                if cell.mean is not None:
                    system.tell(mean(of, school, found.schools), cell.mean)
        try:
            page = release(_compared(rounds, school))
        except ToolboxError as refusal:
            if refusal.code not in ("no_common_school", "unknown_school", "no_answers"):
                raise
            continue
        for row in page.areas:
            for of, said in enumerate((row.mean_before, row.mean_after)):
                if said is not None:
                    assert said == pytest.approx(
                        _true(rounds[of], [school] if school else rounds[of].schools), abs=1e-9
                    )
                    system.tell(mean(of, school, rounds[of].schools), said)
    return system


def _compared(rounds, school):
    return compare(
        *rounds, FRAMEWORK, before_name="a", after_name="b", before_on=DAYS[0], after_on=DAYS[1],
        schools=[school] if school else None,
    )  # fmt: skip


def _true(found: Averages, schools) -> float:
    rows = [row for row in found.rows if row.school in schools]
    return sum(row.mean * row.n for row in rows) / sum(row.n for row in rows)


@pytest.mark.parametrize("seed", range(20))
def test_no_hidden_average_can_be_worked_out(seed):
    found = read(drawn(seed))
    assert not found.solved()


def test_some_can_where_schools_do_not_cover_for_each_other(monkeypatch):
    monkeypatch.setattr(rules, "complement", lambda *_: rules.Cut())
    assert sum(bool(read(drawn(seed)).solved()) for seed in range(20)) > 2


def ranges(seed: int):
    return Bounds(read(drawn(seed, 4.2, 4.95)), 1, 5).ranges()


@pytest.mark.parametrize("seed", range(20))
def test_nor_to_within_one_answer(seed):
    assert all(each.width > 4 - 1e-6 for each in ranges(seed))


def test_some_could_where_nobody_looks_at_the_ends_of_the_scale(monkeypatch):
    monkeypatch.setattr(depths, "ROOM", -1.0)
    assert any(each.width < 4 - 1e-6 for seed in range(20) for each in ranges(seed))
