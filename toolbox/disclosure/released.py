"""What has passed the gate. These records mirror the results of :mod:`toolbox.model`; only the gate can build them.

A field that may not be seen is None and ``hidden`` names the reason (words for it: :func:`toolbox.disclosure.hidden`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from toolbox.model import Estimate, Framework, Mark, Plan, Policy, State, TrendRound, Unity

_open: ContextVar[bool] = ContextVar("gate", default=False)


@contextmanager
def gate() -> Iterator[None]:
    """Inside this block released records can be built. For the modules of this room only."""
    before = _open.set(True)
    try:
        yield
    finally:
        _open.reset(before)


class _FromGate:
    """A record the gate makes. Anyone else who builds one has a number that was never checked."""

    def __post_init__(self) -> None:
        if not _open.get():
            raise TypeError(f"{type(self).__name__} comes from disclosure.release only.")


@dataclass(frozen=True, kw_only=True)
class ReleasedCount(_FromGate):
    """How many of a group answered, of how many invited. ``rate`` is None where it is unknown or cannot be."""

    group: str
    answered: int | None
    invited: int | None
    rate: float | None
    hidden: str = ""
    taking_part: tuple[int, int] | None = None
    """(schools that count as taking part, schools of which the number invited is known); None where it is known of none."""


@dataclass(frozen=True, kw_only=True)
class ReleasedCell(_FromGate):
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
class ReleasedGap(_FromGate):
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
class ReleasedGapMove(_FromGate):
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
class ReleasedPoint(_FromGate):
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
class ReleasedTrend(_FromGate):
    """Areas by group over rounds, as they may be seen."""

    framework: Framework
    schools: tuple[str, ...]
    rounds: tuple[TrendRound, ...]
    points: tuple[ReleasedPoint, ...]
    marks: tuple[Mark, ...]
    dropped_items: tuple[tuple[str, str], ...]
    policy: Policy


@dataclass(frozen=True, kw_only=True)
class ReleasedBand(_FromGate):
    """How the schools of a round lie in one area and group: quarters of their means, to one decimal."""

    area: str
    group: str
    lower: float | None = None
    middle: float | None = None
    upper: float | None = None
    schools: int | None = None
    hidden: str = ""


@dataclass(frozen=True, kw_only=True)
class ReleasedProfile(_FromGate):
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


@dataclass(frozen=True, kw_only=True)
class ReleasedFunnel(_FromGate):
    """Who answered before, after, and both; None where a number is too small, and ``hidden`` says so."""

    group: str
    before: int | None
    after: int | None
    linked: int | None
    keyed_before: int | None
    keyed_after: int | None
    invited_before: int | None = None
    invited_after: int | None = None
    hidden: str = ""


@dataclass(frozen=True, kw_only=True)
class ReleasedFollowed(_FromGate):
    """Who of a group could be followed, as :class:`toolbox.model.Followed`; None where a number is too small or unknown."""

    group: str
    before: int | None
    after: int | None
    keyed_before: int | None
    keyed_after: int | None
    linked: int | None
    share: float | None
    """Linked by the same code, of those who answered before."""
    before_only: int | None
    after_only: int | None
    accepted: int | None = None
    probable: int | None = None
    possible: int | None = None
    contradicted: int | None = None
    ties: int | None = None
    repeated_before: int | None = None
    repeated_after: int | None = None
    wrong: float | None = None
    wrong_by: str = ""
    hidden: str = ""


@dataclass(frozen=True, kw_only=True)
class ReleasedBaseline(_FromGate):
    """Those who answered both times beside those who answered once, as :class:`toolbox.model.Baseline`."""

    area: str
    group: str
    n_both: int | None = None
    n_before_only: int | None = None
    n_after_only: int | None = None
    both_before: float | None = None
    both_after: float | None = None
    before_only: float | None = None
    after_only: float | None = None
    difference_before: float | None = None
    difference_after: float | None = None
    hidden: str = ""


@dataclass(frozen=True, kw_only=True)
class ReleasedChange(_FromGate):
    """The change of one group in one area or item, as it may be seen: after − before, positive is growth.

    ``why`` tells why this design: "linked", "no_keys", "few_pairs", "protects_few", "averages". With few pairs (see the rules)
    ``higher``, ``same`` and ``lower`` are there and the means are not; ``flags`` then holds "counts_only".
    """

    area: str
    group: str
    item: str = ""
    design: Literal["paired", "independent"] = "paired"
    why: str = ""
    change: Estimate = Estimate()
    effect: Estimate = Estimate()
    p_adjusted: float | None = None
    mean_before: float | None = None
    mean_after: float | None = None
    sd_before: float | None = None
    sd_after: float | None = None
    median_before: float | None = None
    median_after: float | None = None
    n_before: int | None = None
    n_after: int | None = None
    n_pairs: int | None = None
    share: float | None = None
    """Paired only: persons both times, of those with a value before."""
    higher: int | None = None
    same: int | None = None
    lower: int | None = None
    items_common: int = 0
    items_all: int = 0
    direction: Literal["up", "down", "unclear", ""] = ""
    """Up or down where the interval leaves out zero, "unclear" where it does not, "" without an interval."""
    clear: bool = False
    """Whether the change is worth a sentence: a direction that holds among all areas, and not too small."""
    smaller_than: float | None = None
    """Points of the scale any change is smaller than, up or down, where that is known (equivalence)."""
    hidden: str = ""
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ReleasedThird(_FromGate):
    """Those who began lowest, in the middle or highest, as :class:`toolbox.model.StartingThird`."""

    third: str
    n: int
    mean_before: float
    observed: Estimate
    expected: float | None
    """The change that choosing these persons alone gives, were nothing to happen."""


@dataclass(frozen=True, kw_only=True)
class ReleasedStart(_FromGate):
    """One group and area by starting level; all three thirds, or none and the reason."""

    area: str
    group: str
    thirds: tuple[ReleasedThird, ...] = ()
    recalibration: bool = False
    """Whether a stricter eye is to be named as a reason for a fall."""
    hidden: str = ""


@dataclass(frozen=True, kw_only=True)
class ReleasedComparison(_FromGate):
    """Two rounds compared, as it may be seen. One row per group and area (or item), each with its design."""

    framework: Framework
    before: str
    after: str
    before_on: date
    after_on: date
    schools: tuple[str, ...]
    of_schools: int
    funnel: tuple[ReleasedFunnel, ...]
    areas: tuple[ReleasedChange, ...]
    items: tuple[ReleasedChange, ...]
    followed: tuple[ReleasedFollowed, ...] = ()
    baseline: tuple[ReleasedBaseline, ...] = ()
    accepted: tuple[ReleasedChange, ...] = ()
    """The paired areas with the pairs of codes a person accepted, where those change anything."""
    starting: tuple[ReleasedStart, ...] = ()
    dropped_items: tuple[tuple[str, str], ...] = ()
    policy: Policy = Policy()
    sha256: tuple[str, str] = ("", "")


@dataclass(frozen=True, kw_only=True)
class ReleasedLine(_FromGate):
    """One row of an evaluation table as it may be seen: as :class:`toolbox.model.Line`, without its crowds.

    Where ``hidden`` is set every number is None; ``found.refused`` names a number that is refused for another reason.
    """

    block: str
    contrast: str
    part: str = "description"
    area: str = ""
    item: str = ""
    group: str = ""
    arm: str = ""
    round: str = ""
    found: Estimate = Estimate()
    ci_method: str = ""
    p_adjusted: float | None = None
    family: str = ""
    effect_name: str = ""
    effect: Estimate = Estimate()
    n_pairs: int | None = None
    n_hubs: int | None = None
    icc: float | None = None
    design_effect: float | None = None
    assumptions: str = ""
    values: Mapping[str, float | int | str | None] = field(default_factory=dict)
    hidden: str = ""


@dataclass(frozen=True, kw_only=True)
class ReleasedEvaluation(_FromGate):
    """An evaluation as it may be seen: the lines of its blocks, in the order of a report."""

    plan: Plan
    framework: Framework
    rounds: tuple[tuple[str, date, str], ...]
    schools: tuple[str, ...]
    of_schools: int
    lines: tuple[ReleasedLine, ...]
    left_out: tuple[tuple[str, str], ...] = ()
    policy: Policy = Policy()
