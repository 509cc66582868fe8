"""What may be seen of one round: who answered, each group in each area and item, and where groups differ."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from toolbox.disclosure.released.gate_only import FromGate
from toolbox.model import Framework, Policy, State, Unity


@dataclass(frozen=True, kw_only=True)
class ReleasedCount(FromGate):
    """How many of a group answered, of how many invited. ``rate`` is None where it is unknown or cannot be."""

    group: str
    answered: int | None
    invited: int | None
    rate: float | None
    hidden: str = ""
    taking_part: tuple[int, int] | None = None
    """(schools that count as taking part, schools of which the number invited is known); None where it is known of none."""


@dataclass(frozen=True, kw_only=True)
class ReleasedCell(FromGate):
    """What may be seen of one group in one area or item (``item`` set). Shares are 0..1."""

    area: str
    group: str
    item: str = ""
    n: int | None = None
    mean: float | None = None
    sd: float | None = None
    se: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    top_share: float | None = None
    top_range: tuple[float, float] | None = None
    shares: tuple[tuple[int, int, float], ...] = ()
    """(lowest value, highest value, share) of every option, or of three bands; items only."""
    states: tuple[tuple[State, float], ...] = ()
    """(state, share of all the item was put to); items only."""
    median: float | None = None
    """Median of agreed ratings, with the ``lowest`` and ``highest``; rubrics only."""
    lowest: int | None = None
    highest: int | None = None
    hidden: str = ""
    flags: tuple[str, ...] = ()
    bounds: tuple[float, float] | None = None
    reached: tuple[tuple[int, float], ...] = ()
    """(level, share of persons at or above it), for every named level; areas only."""
    unity: Unity | None = None
    shares_away: tuple[tuple[State, float], ...] = ()
    shares_between: tuple[tuple[float, float] | None, ...] = ()
    """Interval (Wilson) of each of ``shares``; ordered categories only, None where everyone invited answered."""
    levels: tuple[tuple[int, int], ...] = ()
    """(level, schools), every level; in an area of one school (level, indicators). Rubrics only, as what follows: see
    :class:`toolbox.model.Cell`. They are there also where ``hidden`` is "counted": only an average is not."""
    rated: int | None = None
    indicators: int | None = None
    met: int | None = None
    distance: int | None = None


@dataclass(frozen=True, kw_only=True)
class ReleasedGap(FromGate):
    """How differently two groups see one area, as :class:`toolbox.model.Gap`; ``group`` minus ``other``."""

    area: str
    group: str
    other: str
    items_common: int = 0
    items_all: int = 0
    mean: float | None = None
    mean_other: float | None = None
    n: int | None = None
    n_other: int | None = None
    difference: float | None = None
    se: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    effect: float | None = None
    direction: str = ""
    """Where the interval lies (``rules.direction``)."""
    clear: bool = False
    """Whether it is worth a sentence, as :class:`toolbox.model.Gap`."""
    hidden: str = ""


@dataclass(frozen=True, kw_only=True)
class ReleasedGapMove(FromGate):
    """How a gap moved since an earlier round, as :class:`toolbox.model.GapMove`; ``group`` minus ``other``."""

    area: str
    group: str
    other: str
    items_common: int = 0
    before: float | None = None
    now: float | None = None
    moved: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    course: Literal["closer", "apart", "turned", "unclear", ""] = ""
    """Where the move is clear: whether the groups came closer, went further apart, or the one that was higher is lower
    now; "unclear" where it is not, "" without an interval."""
    hidden: str = ""


@dataclass(frozen=True, kw_only=True)
class ReleasedProfile(FromGate):
    """A profile as it may be seen. ``schools`` are those in view, of ``of_schools`` in the round."""

    framework: Framework
    round: str
    collected_on: date
    schools: tuple[str, ...]
    of_schools: int
    groups: tuple[ReleasedCount, ...]
    areas: tuple[ReleasedCell, ...]
    items: tuple[ReleasedCell, ...]
    policy: Policy
    sha256: str = ""
    gaps: tuple[ReleasedGap, ...] = ()
