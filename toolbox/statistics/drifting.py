"""Items that moved unlike their area: a reworded item, or something of its own, hides in an average of all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from toolbox.model import Estimate

#: An item this part of the scale's width away from its area's mean change is looked at (half a point from 1 to 5).
FAR = 1 / 8
#: Or this many robust standard deviations away from how items usually differ from their areas.
FAR_ROBUST = 3.0
#: … as long as it is this part of the scale's width at least (a quarter of a point): less is not worth a word.
LEAST_WORTH = 1 / 16
#: Of fewer items in an area nobody can tell which of them moved unlike the others.
LEAST_IN_AREA = 3
#: Of fewer items in all, a median deviation says nothing of what is usual.
LEAST_ITEMS = 8
#: A deviation within so many standard errors of the item's own change is what chance gives, among some twenty items.
WITHIN_CHANCE = 2.5


@dataclass(frozen=True, kw_only=True)
class Drift:
    """One item beside its area."""

    deviation: Estimate
    """Change of the item minus the mean change of its area's items, in points."""
    robust_z: Estimate
    """The same in robust standard deviations of all items' deviations."""
    drifts: bool


def drift(change: np.ndarray, area: np.ndarray, *, width: float, se: np.ndarray | None = None) -> tuple[Drift, ...]:
    """Which items changed unlike their area, out of the change of every item of one group.

    ``change``: points of the scale, after − before, one number an item; ``area``: labels, equal entries are one area;
    ``width``: highest minus lowest value of the scale; ``se``: standard errors of the changes, where known: then an item
    within 2.5 of its own is left alone, because with few persons chance moves items that far. An item drifts where its
    deviation is more than 1/8 of ``width``, or more than 3 robust standard deviations (median absolute deviation times
    1.4826) from the median of all deviations and more than 1/16 of ``width``.

    Refused: ``few_items`` (under 3 in the area; the robust z under 8 in all), ``no_spread`` (z: half of all alike).
    Source: screens for item drift in linked tests (displacement of half a unit; robust z).
    R: ``dev <- change - ave(change, area); (dev - median(dev)) / mad(dev)``; for change = c(.1, .2, .9, .1, .3, .2, .1, .4),
    area = rep(1:2, each = 4) the third item has deviation 0.575 and z 3.249819.

    >>> found = drift([0.1, 0.2, 0.9, 0.1, 0.3, 0.2, 0.1, 0.4], [1, 1, 1, 1, 2, 2, 2, 2], width=4)
    >>> round(found[2].deviation.estimate, 3), round(found[2].robust_z.estimate, 6), [each.drifts for each in found].index(True)
    (0.575, 3.249819, 2)
    """
    change = np.asarray(change, float)
    number = np.unique(np.asarray(area), return_inverse=True)[1]
    if not change.size:
        return ()
    sizes = np.bincount(number)
    deviation = change - (np.bincount(number, change) / sizes)[number]
    enough = sizes[number] >= LEAST_IN_AREA
    z, why = _robust(deviation, enough)
    beyond = np.ones(len(change), bool) if se is None else np.abs(deviation) > WITHIN_CHANCE * np.asarray(se, float)
    found = []
    for place in range(len(change)):
        counts = {"n": int(sizes[number[place]])}
        if not enough[place]:
            refused = Estimate(refused="few_items", **counts)
            found.append(Drift(deviation=refused, robust_z=refused, drifts=False))
            continue
        away = abs(deviation[place]) / width
        far = away > FAR or (away > LEAST_WORTH and not why and abs(z[place]) > FAR_ROBUST)
        found.append(
            Drift(
                deviation=Estimate(estimate=float(deviation[place]), method="change minus its area's", **counts),
                robust_z=Estimate(
                    estimate=None if why else float(z[place]), method="robust z", n=int(enough.sum()), refused=why
                ),
                drifts=bool(far and beyond[place]),
            )
        )
    return tuple(found)


def _robust(deviation: np.ndarray, enough: np.ndarray) -> tuple[np.ndarray, str]:
    """Robust z of every deviation, and why there is none."""
    used = deviation[enough]
    if len(used) < LEAST_ITEMS:
        return deviation, "few_items"
    middle = np.median(used)
    spread = 1.4826 * np.median(np.abs(used - middle))
    if not spread > 1e-12:
        return deviation, "no_spread"
    return (deviation - middle) / spread, ""
