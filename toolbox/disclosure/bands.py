"""The gate for how the schools of a round lie: quarters of means that the schools' own pages show, never a rank."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from toolbox.disclosure.profiles import reasons_by_school
from toolbox.disclosure.released import ReleasedBand, gate
from toolbox.disclosure.words import LEAST_SCHOOLS
from toolbox.model import Cell, Policy, Profile

Means = Mapping[tuple[str, str], Sequence[float | None]]
"""(area, group) → the mean of every school of the round, in the order of ``Cell.siblings``; None where nobody answered."""


def release_bands(profile: Profile, means: Means, *, policy: Policy = Policy()) -> tuple[ReleasedBand, ...]:
    """The band of every area and group of a round (``profile``: of all its schools).

    Made of the means of those schools whose own page shows them: ten at least, none with more than half of the persons,
    to one decimal. It holds nothing of one school, so every viewer of one of its schools may see it.

    Example:
        >>> from toolbox.disclosure.examples import profile_of
        >>> release_bands(profile_of(teachers=24), {("A", "teachers"): [3.5]})[0].hidden
        'few_schools'
    """
    with gate():
        return tuple(
            _band(cell, means.get((cell.area, cell.group), ()), policy)
            for cell in profile.areas
            if cell.mean.estimate is not None and profile.framework.kind == "survey"
        )


def _band(cell: Cell, means: Sequence[float | None], policy: Policy) -> ReleasedBand:
    shown = [
        (size, mean)
        for reason, size, mean in zip(
            reasons_by_school(cell, policy.min_n, policy),
            cell.siblings,
            means or [None] * len(cell.siblings),
            strict=True,
        )
        if not reason and mean is not None
    ]
    if len(shown) < LEAST_SCHOOLS:
        return ReleasedBand(area=cell.area, group=cell.group, hidden="few_schools")
    sizes, values = np.array(shown).T
    if sizes.max() * 2 > sizes.sum():
        return ReleasedBand(area=cell.area, group=cell.group, hidden="large_school")
    lower, middle, upper = np.quantile(values, [0.25, 0.5, 0.75]).round(1).tolist()
    return ReleasedBand(
        area=cell.area, group=cell.group, lower=lower, middle=middle, upper=upper, schools=len(shown)
    )  # fmt: skip
