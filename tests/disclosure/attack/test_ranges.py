"""Somebody with a linear program: no hidden average is known to within one person's answer, whatever lies near an end.

Answers lie on their scale. Where those hidden together come to an average at its end, everybody's answer is known though no
equation has one solution. So in hubs whose averages are high the least and the most each hidden cell's persons may have
answered in all, given every number of the School pages, gaps and trends, must lie apart by at least one answer of the
scale's whole width (:data:`FULL`): what is told of the hidden ones must not tell more about them than one of them could have
changed. Answers being whole numbers, one step less remains in some cells of few persons.

Pairs are not asked for here; nor what an average that is shown says by itself about its five persons or more.
"""

from __future__ import annotations

import pytest

from tests.disclosure.attack.hubs import hub
from tests.disclosure.attack.ranges import Bounds
from tests.disclosure.attack.reading import read
from toolbox.disclosure import depths

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
