"""What may be seen of areas over several rounds, and of how the schools of one lie."""

from __future__ import annotations

from dataclasses import dataclass

from toolbox.disclosure.released.gate_only import FromGate
from toolbox.model import Framework, Mark, Policy, TrendRound


@dataclass(frozen=True, kw_only=True)
class ReleasedPoint(FromGate):
    """One group in one area in one round of a trend, over the items all its rounds have in common."""

    round: int
    area: str
    group: str
    n: int | None = None
    mean: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    items_common: int = 0
    items_all: int = 0
    hidden: str = ""


@dataclass(frozen=True, kw_only=True)
class ReleasedTrend(FromGate):
    """Areas by group over rounds, as they may be seen."""

    framework: Framework
    schools: tuple[str, ...]
    rounds: tuple[TrendRound, ...]
    points: tuple[ReleasedPoint, ...]
    marks: tuple[Mark, ...]
    dropped_items: tuple[tuple[str, str], ...]
    policy: Policy


@dataclass(frozen=True, kw_only=True)
class ReleasedBand(FromGate):
    """How the schools of a round lie in one area and group: quarters of their means, to one decimal."""

    area: str
    group: str
    lower: float | None = None
    middle: float | None = None
    upper: float | None = None
    schools: int | None = None
    hidden: str = ""
