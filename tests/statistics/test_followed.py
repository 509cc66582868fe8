"""Those who were followed beside the rest: R's value, and what must not change it."""

from __future__ import annotations

import numpy as np
import pytest

from toolbox.statistics import standardised_gap

FOLLOWED, OTHERS = np.array([3.0, 4, 4, 5, 2]), np.array([2.0, 3, 3])


def test_the_value_of_r() -> None:
    # R: f <- c(3,4,4,5,2); o <- c(2,3,3); (mean(f) - mean(o)) / sd(c(f, o))
    assert standardised_gap(FOLLOWED, OTHERS).estimate == pytest.approx(0.901685664207343, rel=1e-14)


def test_swapped_it_turns_round_and_shift_and_scale_leave_it_alone() -> None:
    found = standardised_gap(FOLLOWED, OTHERS).estimate
    assert standardised_gap(OTHERS, FOLLOWED).estimate == pytest.approx(-found)
    assert standardised_gap(3 * FOLLOWED + 7, 3 * OTHERS + 7).estimate == pytest.approx(found)


@pytest.mark.parametrize(
    ("followed", "others", "refused"),
    [([], [1.0], "no_answers"), ([1.0], [], "no_answers"), ([2.0, 2.0], [2.0], "no_spread")],
)
def test_without_two_parts_or_without_spread_it_is_refused(followed, others, refused) -> None:
    found = standardised_gap(np.array(followed), np.array(others))
    assert (found.estimate, found.refused) == (None, refused)
