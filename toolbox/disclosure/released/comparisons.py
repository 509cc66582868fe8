"""What may be seen of two rounds: who could be followed, and what changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from toolbox.disclosure.released.gate_only import FromGate
from toolbox.model import Estimate, Framework, Policy


@dataclass(frozen=True, kw_only=True)
class ReleasedFunnel(FromGate):
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
class ReleasedFollowed(FromGate):
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
class ReleasedBaseline(FromGate):
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
class ReleasedChange(FromGate):
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
class ReleasedThird(FromGate):
    """Those who began lowest, in the middle or highest, as :class:`toolbox.model.StartingThird`."""

    third: str
    n: int
    mean_before: float
    observed: Estimate
    expected: float | None
    """The change that choosing these persons alone gives, were nothing to happen."""


@dataclass(frozen=True, kw_only=True)
class ReleasedStart(FromGate):
    """One group and area by starting level; all three thirds, or none and the reason."""

    area: str
    group: str
    thirds: tuple[ReleasedThird, ...] = ()
    recalibration: bool = False
    """Whether a stricter eye is to be named as a reason for a fall."""
    hidden: str = ""


@dataclass(frozen=True, kw_only=True)
class ReleasedComparison(FromGate):
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
