"""The school-robust spread of a nested model against R: lme4 for the model, clubSandwich for the spread."""

from __future__ import annotations

import numpy as np
import pytest

from tests.reference.test_r import agrees, people, said
from toolbox.statistics.mixed import mixed_robust, nested

__all__ = ["people"]


@pytest.fixture(scope="module")
def long(people):
    """Two rounds of the invented persons, every fifth without the last and every seventh without the first."""
    person = np.arange(1, len(people["school"]) + 1)
    first, last = person % 7 != 0, person % 5 != 0
    return {
        "y": np.concatenate([people["before"][first], people["after"][last]]),
        "round": np.concatenate([np.zeros(first.sum()), np.ones(last.sum())]),
        **{name: np.concatenate([values[first], values[last]])
           for name, values in {"school": people["school"], "mentored": people["mentored"], "person": person}.items()},
    }  # fmt: skip


@pytest.mark.parametrize("name", ["change", "groups", "two_levels"])
def test_spread_by_school_around_a_model(long, name):
    one, when, arm = np.ones(len(long["y"])), long["round"], long["mentored"]
    columns = [one, arm, when, arm * when] if name == "groups" else [one, when]
    person = None if name == "two_levels" else long["person"]
    found = mixed_robust(long["y"], np.column_stack(columns), long["school"], person, len(columns) - 1)
    agrees(found, said("mixed_robust"), name, rtol=2e-6)
    assert (found.n, found.n_schools) == (len(one), 16)


def test_a_refused_model_has_no_robust_spread_either(long):
    twice = np.column_stack([long["round"], long["round"]])
    found = mixed_robust(long["y"], twice, long["school"], long["person"])
    assert found.refused == nested(long["y"], twice, long["school"], long["person"]).refused == "collinear"
    assert (found.estimate, found.se, found.p) == (None, None, None)
