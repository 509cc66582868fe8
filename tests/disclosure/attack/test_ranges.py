"""Somebody with a linear program: no hidden average is known to within one person's answer, whatever lies near an end.

Answers lie on their scale. Where those hidden together come to an average at its end, everybody's answer is known though no
equation has one solution. So in hubs whose averages are high the least and the most each hidden cell's persons may have
answered in all, given every number of the School pages, gaps and trends, must lie apart by at least one answer of the
scale's whole width (:data:`FULL`): what is told of the hidden ones must not tell more about them than one of them could have
changed. Answers being whole numbers, one step less remains in some cells of few persons.

Beside pairs and evaluation tables the same is asked of what these add: a hidden number must not lie between narrower bounds
than by the School pages alone, or those bounds are further apart than one person's answer, less a step (:data:`FULL` - 1).
Who stands in which third by starting level is not taken as known here: whoever knows it knows how somebody answered.

Not asked for is what an average that is shown says by itself about its five persons or more.
"""

from __future__ import annotations

import pytest

from tests.disclosure.attack.hubs import hub
from tests.disclosure.attack.ranges import Bounds, Range
from tests.disclosure.attack.reading import read
from tests.disclosure.attack.tables import read_tables
from toolbox.disclosure import depths, pairs_behind, rules, sides

LOW, HIGH = 1, 5
FULL = HIGH - LOW


def bounds(seed: int, higher: float) -> Bounds:
    return Bounds(read(hub(seed, merged=seed % 6 == 5, higher=higher), compared=()).systems["mean"], LOW, HIGH)


#: Seeds with a hidden cell known to a point or less before averages near an end were looked at, and one of middling averages.
@pytest.mark.parametrize(("seed", "higher"), [(2, 1.4), (4, 1.4), (5, 1.4), (6, 1.4), (11, 1.4), (12, 0.9)])
def test_no_hidden_average_is_known_to_within_one_answer(seed, higher):
    found = bounds(seed, higher).ranges()
    assert len(found) > 10
    assert not [each for each in found if each.width < FULL - 1e-6]


@pytest.mark.parametrize("seed", [2, 8])
def test_nor_in_whole_numbers(seed):
    found = bounds(seed, 1.4).ranges(most=4, whole=True)
    assert len(found) > 10
    assert not [each for each in found if each.width < FULL - 1 - 1e-6]


@pytest.mark.parametrize("seed", [4, 6])
def test_averages_at_an_end_tell_everything_where_nobody_looks(seed, monkeypatch):
    monkeypatch.setattr(depths, "ROOM", -1.0)
    found = bounds(seed, 1.4).ranges()
    assert min(each.width for each in found) < 1e-3


def narrowed(seed: int, schools: int) -> list[Range]:
    """Hidden numbers that pairs and tables bring between bounds too narrow, narrower than the School pages have them."""
    drawn = hub(seed, schools=schools, merged=seed % 6 == 5, higher=1.4)
    alone, together = read(drawn, compared=()).systems["mean"], read(drawn, thirds=False)
    read_tables(together, drawn.of.index(0), drawn.of.index(1))
    every = together.systems["mean"]
    narrow = {each.name: each for each in Bounds(every, LOW, HIGH).ranges() if each.width < FULL - 1 - 1e-4}
    alone.cells = {name: row for name, row in every.cells.items() if name in narrow}
    before = {each.name: each.width for each in Bounds(alone, LOW, HIGH).ranges()} if alone.cells else {}
    return [each for name, each in narrow.items() if each.width < before.get(name, 0.0) - 1e-4]


#: Hubs in which pairs, their change alone, or sets of schools in the tables gave somebody away before they were asked for.
@pytest.mark.parametrize(("seed", "schools"), [(2, 8), (12, 7), (21, 7), (22, 8)])
def test_nor_do_pairs_and_tables_tell_more(seed, schools):
    assert not narrowed(seed, schools)


def test_pairs_at_an_end_tell_everything_where_nobody_looks(monkeypatch):
    monkeypatch.setattr(pairs_behind, "near_ends", lambda *_: rules.nobody)
    monkeypatch.setattr(sides, "everybody_near_ends", lambda *_: rules.nobody)
    assert min(each.width for each in narrowed(21, 7)) < 1.5
