"""Do those who began low come nearer, and are they the ones who were reached?

Thirds by the first score, as the Change page has them. Those who begin lowest rise and those who begin highest fall even
when nothing happens, so a gap that closes stands beside what regression to the mean alone would close.
"""

from __future__ import annotations

import numpy as np

from toolbox.mentoring.relation import DosePairs
from toolbox.model import Equity, Estimate, Fraction, StartingLevels
from toolbox.statistics import by_starting_level
from toolbox.statistics.cluster_robust import cr2_means


def starts(before: np.ndarray) -> np.ndarray:
    """In which third by the first score each person is, lowest 0; equal scores stay together.

    Example:
        >>> starts(np.array([1.0, 2.0, 2.0, 3.0, 5.0, 4.0])).tolist()
        [0, 0, 0, 1, 2, 2]
    """
    if not len(before):
        return np.zeros(0, np.int64)
    highest = [part.highest for part in by_starting_level(before, before)][:-1]
    cuts = np.array([value for value in highest if value is not None])
    return (before[:, None] > cuts + 1e-9).sum(axis=1)


def equity(levels: StartingLevels, pairs: DosePairs, came: np.ndarray) -> Equity:
    """How much the gap between the lowest and the highest third closed (lowest minus highest: positive closes).

    ``pairs`` are those of ``levels``; ``came`` marks who came to one session at least.
    """
    third = starts(pairs.before)
    lowest, _, highest = levels.thirds
    ends = third != 1
    closing = Estimate(method="change of the lowest minus that of the highest third", refused="few_pairs")
    if {0, 2} <= set(third.tolist()):
        closing = cr2_means((pairs.after - pairs.before)[ends], pairs.school[ends], third[ends] == 0)
    expected = [each.expected.estimate for each in (lowest, highest)]
    return Equity(
        area=levels.area,
        group=levels.group,
        lowest=lowest.observed,
        highest=highest.observed,
        closing=closing,
        expected=None if None in expected else expected[0] - expected[1],
        reached=tuple(
            Fraction(part=int((came & (third == place)).sum()), whole=int((third == place).sum())) for place in range(3)
        ),
    )
