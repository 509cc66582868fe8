"""The decision for all pages jointly: no hidden number, and nothing about one to four persons, can be solved for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.disclosure.solving import Pencil
from tests.invented import SELFIE, answers
from toolbox.disclosure import depths
from toolbox.disclosure.closure import MEAN, NOTHING, decision
from toolbox.disclosure.parts import part_reason
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


@pytest.mark.parametrize("seed", [*range(60), 1257])
def test_nothing_hidden_can_be_solved_for(seed):
    assert not broken(hub(seed))


#: Hubs in which something follows as soon as one part of the decision is left out.
WEAKENED = {"cover": 2, "cover_rest": 103, "left_out": 1}


@pytest.mark.parametrize("part", WEAKENED)
def test_each_part_of_the_decision_is_needed(part, monkeypatch):
    found = hub(WEAKENED[part])
    assert not broken(found)
    nobody = {"left_out": lambda grid: np.zeros(len(grid.n), np.int64)}
    monkeypatch.setattr(depths, part, nobody.get(part, lambda _: True))
    assert broken(found)


@pytest.mark.parametrize("seed", range(40))
def test_nor_from_means_over_some_of_the_items(seed):
    """Gaps, trends and changes over the items two groups or rounds have in common: any few of them together."""
    found = hub(seed)
    grid = grids_of(found, SELFIE)[0]
    decided = decision(grid, Policy())
    pencil, hidden = pencil_of(found, decided)
    draw = np.random.default_rng(seed)
    many = len(grid.items)
    for _ in range(3):
        chosen = sorted(draw.permutation(many)[: int(draw.integers(1, max(2, many)))].tolist())
        for place in (*range(len(found.schools)), None):
            row = pencil.row(place, chosen)
            persons = (row.reshape(len(pencil.kinds), -1).sum(axis=1) * pencil.sizes).sum()
            if persons >= 5 and not part_reason(decided, [grid.items[at] for at in chosen], place, Policy()):
                pencil.tell(place, chosen)
    space = pencil.space()
    assert not [name for name, row in hidden if pencil.follows(row, space)] + pencil.few(space)


def test_schools_show_most_of_what_their_numbers_allow():
    """What the decision hides beyond the least number stays within bounds, or nobody would use it."""
    draw = np.random.default_rng(5)
    sizes = {(f"S{place:02d}", "teachers"): int(draw.integers(3, 30)) for place in range(75)}
    shown = allowed = 0
    for grid in grids_of(answers(sizes, seed=5), SELFIE):
        decided = decision(grid, Policy())
        shown += (decided.schools[MEAN] == 0).sum()
        allowed += (grid.n >= 5).sum()
        assert (decided.together[MEAN] == 0).all()
    assert shown > 0.8 * allowed


def test_the_decision_is_the_same_whatever_the_order_of_schools():
    found = hub(4)
    order = np.random.default_rng(1).permutation(len(found.schools))
    place = np.argsort(order)
    turned = replace(found, schools=tuple(found.schools[at] for at in order), school=place[found.school])
    one, two = (decision(grids_of(each, SELFIE)[0], Policy()) for each in (found, turned))
    assert np.array_equal(one.together, two.together)
    assert np.array_equal(one.schools[:, order], two.schools)


def test_who_has_no_score_does_not_cover_for_a_hidden_item():
    """Of three items the third was answered by four persons with a score, and by one without. Were it hidden alone, the area
    less the two others would be about the four."""
    sets = [(1, 1, 0)] * 5 + [(1, 0, 1)] * 3 + [(1, 1, 1), (0, 0, 1)]
    values = np.where(np.array(sets, bool), 2 + np.arange(len(sets))[:, None] % 3, int(State.NOT_APPLICABLE))
    found = Answers(
        person=np.array([""] * len(sets), object), school=np.zeros(len(sets), int), group=np.zeros(len(sets), int),
        schools=("Elm",), groups=("teachers",), items=ITEMS[:3], values=np.asfortranarray(values.astype(np.int8)),
    )  # fmt: skip
    grid = grids_of(found, SELFIE)[0]
    assert (grid.n[0, 0], grid.n[0, 3], grid.answered[0].sum()) == (9, 5, 10)
    hidden = decision(grid, Policy()).schools[MEAN, 0] > NOTHING
    assert hidden.tolist() == [False, False, True, True]
