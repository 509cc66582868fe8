"""What has passed the gate. These records mirror the results of :mod:`toolbox.model`; only the gate can build them.

A field that may not be seen is None and ``hidden`` names the reason (words for it: :func:`toolbox.disclosure.hidden`).
"""

from toolbox.disclosure.released.comparisons import (
    ReleasedBaseline,
    ReleasedChange,
    ReleasedComparison,
    ReleasedFollowed,
    ReleasedFunnel,
    ReleasedStart,
    ReleasedThird,
)
from toolbox.disclosure.released.evaluations import ReleasedEvaluation, ReleasedLine
from toolbox.disclosure.released.gate_only import FromGate, gate
from toolbox.disclosure.released.profiles import (
    ReleasedCell,
    ReleasedCount,
    ReleasedGap,
    ReleasedGapMove,
    ReleasedProfile,
)
from toolbox.disclosure.released.trends import ReleasedBand, ReleasedPoint, ReleasedTrend

__all__ = [
    "FromGate",
    "ReleasedBand",
    "ReleasedBaseline",
    "ReleasedCell",
    "ReleasedChange",
    "ReleasedComparison",
    "ReleasedCount",
    "ReleasedEvaluation",
    "ReleasedFollowed",
    "ReleasedFunnel",
    "ReleasedGap",
    "ReleasedGapMove",
    "ReleasedLine",
    "ReleasedPoint",
    "ReleasedProfile",
    "ReleasedStart",
    "ReleasedThird",
    "ReleasedTrend",
    "gate",
]
