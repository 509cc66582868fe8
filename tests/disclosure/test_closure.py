"""The decision for all pages jointly: no hidden number, and nothing about one to four persons, can be solved for."""

from __future__ import annotations

import numpy as np
import pytest

from tests.disclosure.solving import Pencil
from tests.invented import SELFIE
from toolbox.disclosure.closure import MEAN, NOTHING, decision
from toolbox.model import Answers, Policy, State
from toolbox.scoring.grids import grids_of

ITEMS = tuple(item.id for item in SELFIE.items if item.area == "C")


def hub(seed: int) -> Answers:
    """Small schools, answers left out, schools of one mind, items some schools were not asked."""
    draw = np.random.default_rng(seed)
    schools, many = int(draw.integers(1, 13)), int(draw.integers(2, 6))
    sizes = np.where(draw.random(schools) < 0.4, draw.integers(1, 7, schools), draw.integers(5, 26, schools))
    school = np.repeat(np.arange(schools), sizes)
    core = [item.id for item in SELFIE.items if item.area == "C" and not item.optional]
    extra = [item.id for item in SELFIE.items if item.area == "C" and item.optional]
    items = (*core[:many], *extra[: int(draw.integers(0, 2))])
    values = draw.integers(1, 6, (len(school), len(items)))
    rate = draw.choice([0.0, 0.02, 0.1, 0.3], len(items)) * draw.choice([0.3, 1, 1.5])
    values[draw.random(values.shape) < rate] = State.NOT_APPLICABLE
    for place in range(schools):
        if draw.random() < 0.15:
            values[school == place] = np.where(values[school == place] > 0, 4, values[school == place])
        if draw.random() < 0.1:
            values[school == place, draw.integers(len(items))] = State.NOT_APPLICABLE
    for column, item in enumerate(items):
        if item in extra:
            values[draw.random(schools)[school] < 0.5, column] = State.NOT_SHOWN
    return Answers(
        person=np.array([""] * len(school), object), school=school, group=np.zeros(len(school), int),
        schools=tuple(f"S{place:02d}" for place in range(schools)), groups=("teachers",), items=items,
        values=np.asfortranarray(values.astype(np.int8)),
    )  # fmt: skip


def pencil_of(found: Answers, decided=None) -> tuple[Pencil, list[tuple[str, np.ndarray]]]:
    """Every mean that is shown, told; and every hidden one by name."""
    grid = grids_of(found, SELFIE)[0]
    decided = decided or decision(grid, Policy())
    columns = [found.items.index(item) for item in grid.items]
    given = found.values[:, columns] > 0
    pencil = Pencil(school=found.school, given=given, asked=_asked(found, columns))
    hidden = []
    for place in (*range(len(found.schools)), None):
        n = grid.n.sum(axis=0) if place is None else grid.n[place]
        codes = decided.together[MEAN] if place is None else decided.schools[MEAN, place]
        for column in range(len(n)):
            items = range(len(columns)) if column == 0 else [column - 1]
            row = pencil.row(place, items)
            assert (row.reshape(len(pencil.kinds), -1).sum(axis=1) * pencil.sizes).sum() == pytest.approx(n[column])
            if codes[column] == 0:
                pencil.tell(place, items)
            elif codes[column] != NOTHING:
                hidden.append((f"{place}:{column}", row))
    return pencil, hidden


def _asked(found: Answers, columns: list[int]) -> np.ndarray:
    known = {item.id: item for item in SELFIE.items}
    return np.array(
        [
            [
                not known[found.items[column]].optional
                or (found.values[found.school == place, column] != State.NOT_SHOWN).any()
                for column in columns
            ]
            for place in range(len(found.schools))
        ]
    )  # fmt: skip


def broken(found: Answers, decided=None) -> list[str]:
    pencil, hidden = pencil_of(found, decided)
    space = pencil.space()
    return [name for name, row in hidden if pencil.follows(row, space)] + pencil.few(space)


@pytest.mark.parametrize("seed", range(60))
def test_nothing_hidden_can_be_solved_for(seed):
    assert not broken(hub(seed))
