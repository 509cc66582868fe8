"""A school, or all in view, over any number of rounds, and beside others. Not released yet: see ``disclosure``."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from toolbox.model.meaning import Framework
from toolbox.model.results import Estimate, Grid


@dataclass(frozen=True, kw_only=True)
class TrendPoint:
    """One group in one area in one round, over the items all rounds of the trend have in common."""

    round: int
    """Place among ``Trend.rounds``."""
    area: str
    group: str
    n: int = 0
    mean: Estimate = Estimate()
    """Without finite-population correction: rounds are compared; clustered by school from four schools on."""
    sd: float | None = None
    items: tuple[str, ...] = ()
    """What the mean rests on; () where a tool reported it."""
    items_common: int = 0
    items_all: int = 0
    """Items of the area asked in this round."""
    siblings: tuple[int, ...] = ()
    """Valid persons of the same group and area in every school of this round, as ``Cell.siblings``."""
    alike: tuple[bool, ...] = ()
    since: tuple[tuple[int, ...], ...] = ()
    """As ``Cell.since``: persons it differs by from each state of its round shown before, school by school."""


@dataclass(frozen=True, kw_only=True)
class TrendRound:
    """One round on the axis of time."""

    id: str
    name: str
    collected_on: date
    framework: str
    schools: tuple[str, ...]
    """Of the round, in its order: ``siblings`` follow it."""
    places: tuple[int, ...] = ()
    """Where the schools in view stand among them."""
    break_before: bool = False
    """Whether the instrument changed since the round before, so that no line is drawn between them."""
    sha256: str = ""
    grids: tuple[Grid, ...] = field(default=(), compare=False)
    """As ``Profile.grids``: what its School pages show."""


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A day worth a line across a trend: mentoring began (for one school, or for ``schools`` of a wave)."""

    on: date
    words: str
    schools: int = 1


@dataclass(frozen=True, kw_only=True)
class Trend:
    """Areas by group over rounds of one framework and those it follows."""

    framework: Framework
    schools: tuple[str, ...]
    rounds: tuple[TrendRound, ...]
    points: tuple[TrendPoint, ...]
    marks: tuple[Mark, ...] = ()
    dropped_items: tuple[tuple[str, str], ...] = ()
    """(item, reason), as in ``Comparison``."""


@dataclass(frozen=True, kw_only=True)
class SchoolMeans:
    """One group and area: the mean of every school of a round, in the round's order. Only the gate looks at them."""

    area: str
    group: str
    means: tuple[float | None, ...]
    siblings: tuple[int, ...]
    """Valid persons of each school, as ``Cell.siblings``."""
    alike: tuple[bool, ...]


@dataclass(frozen=True, kw_only=True)
class Band:
    """How the schools of a hub (or of a round) lie in one area and group: quarters of the schools' means, never a rank.

    Made of schools whose own page shows the mean; ten at least.
    """

    area: str
    group: str
    lower: float | None = None
    middle: float | None = None
    upper: float | None = None
    schools: int = 0
    refused: str = ""
