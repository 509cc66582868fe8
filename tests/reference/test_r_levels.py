"""The level nearest to a school's ratings, against R, which tries every level."""

from __future__ import annotations

import pytest

from tests.reference.test_r import said
from toolbox.statistics import levels

RATINGS = {
    "odd": [1, 3, 2, 5, 3],
    "even": [1, 2, 3, 5],
    "ends": [1, 1, 5, 5],
    "alike": [4, 4, 4],
    "one": [2],
    "many": [(place * 7 + 3) % 5 + 1 for place in range(38)],
    "low": [1, 1, 1, 1, 2, 5, 5],
}


@pytest.mark.parametrize("name", RATINGS)
def test_the_median_level_is_the_nearest(name):
    expected, found = said("levels"), levels(RATINGS[name])
    assert found.median.estimate == expected[f"{name}.median"]
    assert found.nearest == (expected[f"{name}.low"], expected[f"{name}.high"])
    assert found.away.estimate == expected[f"{name}.away"]
