"""What is computed from two rounds: who answered both, and what changed. None of it may be seen before ``disclosure``."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import numpy as np

from toolbox.model.meaning import Framework
from toolbox.model.results import Estimate, Grid


@dataclass(frozen=True, kw_only=True)
class Funnel:
    """Who answered: before, after, and both (linked). ``keyed`` counts those who could be linked at all."""

    group: str
    before: int
    after: int
    linked: int
    keyed_before: int
    keyed_after: int
    invited_before: int | None = None
    invited_after: int | None = None


@dataclass(frozen=True, kw_only=True)
class NearPair:
    """Two codes of one school and group, one in each round, that differ by a slip. Pseudonyms, never the codes."""

    school: str
    group: str
    before: str
    after: str
    state: Literal["probable", "contradicted", "possible"]
    """One difference; one difference, but something that does not change about a person differs; two differences."""
    slip: Literal["other", "missing", "added", "swapped", "two"]
    """Another character (or part); one missing after; one more after; two neighbours swapped; two differences."""
    place: int = 0
    """Which character (or part) of the code before, counted from 1 (the first of two); 0 where it is two."""
    units: int = 0
    """Characters (or parts) of the code before."""
    in_parts: bool = False


@dataclass(frozen=True, kw_only=True)
class Followed:
    """Who of a group could be followed from one round to the next, and how."""

    group: str
    before: int
    after: int
    keyed_before: int
    keyed_after: int
    linked: int
    """By the same code: what results rest on."""
    accepted: int = 0
    """By a code with one slip, where a person said so; not in ``linked``."""
    probable: int | None = None
    """Pairs of codes one slip apart, accepted or not; None where a round was saved without what shows a slip."""
    possible: int | None = None
    contradicted: int | None = None
    ties: int | None = None
    """Persons before whose code is one slip from several: nobody is chosen."""
    repeated_before: int = 0
    repeated_after: int = 0
    wrong: float | None = None
    """How many of the pairs one slip apart chance alone would give."""
    wrong_by: Literal["", "other_schools", "other_groups", "one_block", "nobody_left", "no_clues"] = ""
    """By whose codes that was found, or why it could not be."""


@dataclass(frozen=True, kw_only=True)
class Baseline:
    """One group and area: those who answered both times beside those who answered once, at the time they answered.

    Persons are those of the paired :class:`Change` of the same area: linked by the same code and valid both times.
    """

    area: str
    group: str
    n_both: int = 0
    n_before_only: int = 0
    n_after_only: int = 0
    both_before: float | None = None
    both_after: float | None = None
    before_only: float | None = None
    after_only: float | None = None
    difference_before: float | None = None
    """(both - before only) / standard deviation of everybody before."""
    difference_after: float | None = None
    alike_here: tuple[bool, bool] = (False, False)
    """Whether all who answered before only, after only, have the same value."""
    alike: tuple[tuple[bool, bool], ...] = ()
    """The same for each school of the rounds."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """The change of one group in one area between two rounds: after − before, positive is growth."""

    area: str
    group: str
    item: str = ""
    design: Literal["paired", "independent"] = "paired"
    why: str = ""
    """Reason code for the design: "linked", "no_keys", "few_pairs", "protects_few", "averages"."""
    change: Estimate = Estimate()
    effect: Estimate = Estimate()
    """g_av for paired, Hedges' g for independent samples."""
    p_adjusted: float | None = None
    mean_before: float | None = None
    mean_after: float | None = None
    sd_before: float | None = None
    sd_after: float | None = None
    n_before: int = 0
    n_after: int = 0
    n_pairs: int = 0
    higher: int | None = None
    same: int | None = None
    lower: int | None = None
    median_before: float | None = None
    median_after: float | None = None
    items_common: int = 0
    items_all: int = 0
    siblings: tuple[tuple[int, int, int], ...] = ()
    """(n_before, n_after, n_pairs) of the same group and area or item in every school of the two rounds."""
    alike: tuple[tuple[bool, bool, bool], ...] = ()
    """For each of ``siblings`` whether all have the same value before, after, and all pairs went the same way."""
    gaps: tuple[tuple[int, int, int], ...] = ()
    """For each of ``siblings`` how many left out some, not all, of the common items: before, after, pairs in either
    round (areas only)."""
    uneven: tuple[tuple[tuple[int, int, int, int], ...], ...] = ()
    """For each of ``siblings`` its persons by how many of the items they answered: :mod:`toolbox.comparison.uneven` (areas only)."""
    room: np.ndarray = field(default_factory=lambda: np.zeros((0, 4, 2)), compare=False, repr=False)
    """For each of ``siblings`` how far the answers of its pairs before and after, of those who left and of those who joined
    are in all from the lowest and from the highest of the scale, in answers of its whole width (as ``Grid.room``):
    siblings × 4 × 2. Numbers of thousands of schools, which nobody looks at one by one."""
    since: tuple[tuple[tuple[int, int, int], ...], ...] = ()
    """For each earlier state of the two rounds that was shown, and each of ``siblings``, the persons whose value before,
    whose value after, and the pairs of which either, differs between then and now."""
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class StartingThird:
    """The persons of the same two rounds who began lowest, in the middle or highest."""

    third: Literal["lowest", "middle", "highest"]
    n: int = 0
    mean_before: float | None = None
    observed: Estimate = Estimate()
    """Their change, after − before."""
    expected: Estimate = Estimate()
    """What that choice of persons alone gives, were nothing to happen: regression to the mean."""
    by_school: tuple[int, ...] = ()
    """How many of them in every school of the two rounds."""


@dataclass(frozen=True, kw_only=True)
class StartingLevels:
    """One group and area: the same persons in thirds by their first score, lowest first."""

    area: str
    group: str
    thirds: tuple[StartingThird, ...] = ()
    recalibration: bool | None = None
    """Whether those who began highest fell beyond regression to the mean, and more than the others, in a mean that did
    not rise: then a stricter eye is a reason to be named. None where that could not be looked for."""


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Two rounds compared, by group and area. Each area has its paired and its independent form; the gate picks."""

    framework: Framework
    before: str
    after: str
    before_on: date
    after_on: date
    schools: tuple[str, ...]
    of_schools: int
    funnel: tuple[Funnel, ...]
    paired: tuple[Change, ...]
    independent: tuple[Change, ...]
    followed: tuple[Followed, ...] = ()
    baseline: tuple[Baseline, ...] = ()
    accepted: tuple[Change, ...] = ()
    """The paired areas once more, with the pairs a person accepted; none where nobody accepted any."""
    starting: tuple[StartingLevels, ...] = ()
    dropped_items: tuple[tuple[str, str], ...] = ()
    """(item, reason): "reworded", "only_before", "only_after"."""
    places: tuple[int, ...] = ()
    """Where the schools in view stand among all schools of the two rounds, as in ``Change.siblings``."""
    every_school: tuple[str, ...] = ()
    """All schools of the two rounds, in that order."""
    grids: tuple[tuple[Grid, ...], ...] = field(default=(), compare=False)
    """Of each of the two rounds, as ``Profile.grids``: what its School pages show."""
    earlier: tuple[Comparison, ...] = field(default=(), compare=False)
    """The two rounds of all schools in each state in which they were shown before, the oldest first."""
    sha256: tuple[str, str] = ("", "")
