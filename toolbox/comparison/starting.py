"""The same persons in thirds by where they began, beside what that choice of persons alone would give."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from toolbox.comparison.cells import Measured, Sample, measured_of
from toolbox.model import Framework, StartingLevels, StartingThird
from toolbox.statistics import by_starting_level, recalibration
from toolbox.statistics.decision import LEAST_FOR_INTERVAL

THIRDS = ("lowest", "middle", "highest")


def starting_levels(sample: Sample) -> Iterator[StartingLevels]:
    """For every area the thirds of those followed, in view; none where nobody can be in thirds of enough persons."""
    framework: Framework = sample.framework
    if framework.kind == "rubric":
        return
    schools = sample.view.places(sample.before)
    for cell in measured_of(sample, items=False):
        found = _of_area(sample, cell, schools)
        if found is not None:
            yield found


def _of_area(sample: Sample, cell: Measured, schools: np.ndarray) -> StartingLevels | None:
    first, second = sample.links.before_rows, sample.links.after_rows
    both = np.isfinite(cell.before[first]) & np.isfinite(cell.after[second]) & sample.view.in_view[schools[first]]
    before, after, school = cell.before[first][both], cell.after[second][both], schools[first][both]
    if len(before) < 3 * LEAST_FOR_INTERVAL:
        return None
    parts = by_starting_level(before, after, school)
    many = len(sample.view.all_schools)
    # A part reaches from its own lowest to its own highest first score; equal scores are never torn apart.
    inside = [
        (before >= (np.inf if part.lowest is None else part.lowest))
        & (before <= (-np.inf if part.highest is None else part.highest))
        for part in parts
    ]
    return StartingLevels(
        area=cell.area,
        group=sample.group,
        thirds=tuple(
            StartingThird(
                third=third,
                n=part.n,
                mean_before=part.mean_before.estimate,
                observed=part.observed,
                expected=part.expected,
                by_school=tuple(np.bincount(school[rows], minlength=many).tolist()),
            )
            for third, part, rows in zip(THIRDS, parts, inside, strict=True)
        ),
        recalibration=recalibration(before, after, school).appears,
    )
