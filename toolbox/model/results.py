"""What is computed from answers. None of it may be seen before it has passed ``disclosure``."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import numpy as np

from toolbox.model.meaning import Framework
from toolbox.model.speaking import State


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """What every estimator returns. A number that should not be shown is None and ``refused`` says why."""

    estimate: float | None = None
    se: float | None = None
    df: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    p: float | None = None
    method: str = ""
    n: int = 0
    n_schools: int = 0
    flags: tuple[str, ...] = ()
    refused: str = ""


@dataclass(frozen=True, kw_only=True, eq=False)
class Scores:
    """Area scores of persons: table SCORES held wide. NaN where too few items were answered."""

    person: np.ndarray
    school: np.ndarray
    group: np.ndarray
    schools: tuple[str, ...]
    groups: tuple[str, ...]
    areas: tuple[str, ...]
    score: np.ndarray
    """float, persons × areas, on the framework's scale; higher is always further along."""
    answered: np.ndarray
    asked: np.ndarray


@dataclass(frozen=True, kw_only=True, eq=False)
class Grid:
    """One group and area in every school of a round: what the gate decides on, the same whoever asks for which school.

    Columns are the area, then its ``items``; rows the ``schools`` of the round, in its order.
    """

    area: str
    group: str
    item: str = ""
    """An item counted in ordered categories, which is its only column: it adds up to no area."""
    schools: tuple[str, ...]
    items: tuple[str, ...] = ()
    n: np.ndarray
    """Persons with a valid value: schools × columns."""
    alike: np.ndarray
    """Whether they all have the same: schools × columns."""
    alike_all: np.ndarray
    """The same of all schools together: columns."""
    answered: np.ndarray
    """Persons by how many of the items they answered: schools × 0, 1, … all; one column where nobody knows."""
    kept: dict = field(default_factory=dict, repr=False)
    """What the gate decided, by policy: worked out once."""
    since: np.ndarray | None = None
    """Persons by whom a number differs from an earlier state that was shown (``Cell.since``): states × schools × columns."""
    before: tuple[Grid, ...] = ()  # of each earlier state that was shown


@dataclass(frozen=True, kw_only=True)
class Unity:
    """How much the persons of one group in one school agree about an area, on its items (never on their averages)."""

    r_wg: float | None = None
    """r_wg(j) against answers spread evenly: 1 all alike, 0 as at random."""
    r_wg_skewed: float | None = None
    """The same against lightly skewed answers (five options only)."""
    a_wg: float | None = None
    """a_wg(J), which needs no idea of chance (Brown & Hauenstein 2005)."""
    ad_mean: float | None = None
    """Average deviation from the item means, in scale points."""
    ad_median: float | None = None
    both_ends: tuple[float, float] | None = None
    """Shares of answers in the lowest and in the highest third of the options, over the area's items."""
    n: int = 0
    refused: str = ""


@dataclass(frozen=True, kw_only=True)
class Gap:
    """How differently two groups see one area, over the items both were asked: ``group`` minus ``other``.

    No direction is assumed. The interval is Welch's, without finite-population correction.
    """

    area: str
    group: str
    other: str
    items: tuple[str, ...] = ()
    """Ids of the items both groups were asked."""
    items_all: int = 0
    """Items of the area that either was asked."""
    mean: float | None = None
    """Of ``group`` over the common items, with ``n`` persons; the same of ``other``."""
    mean_other: float | None = None
    sd: float | None = None
    sd_other: float | None = None
    n: int = 0
    n_other: int = 0
    difference: Estimate = Estimate()
    effect: Estimate = Estimate()
    """Hedges' g."""
    clear: bool = False
    """Whether it is worth a sentence: its interval leaves out zero, that holds among all gaps looked at, and it is at
    least a sixteenth of the scale's width."""


@dataclass(frozen=True, kw_only=True)
class GapMove:
    """How a gap moved from one round to a later one, over the items both groups were asked in both."""

    now: Gap
    before: Gap
    moved: Estimate = Estimate()
    """The later difference minus the earlier one: of four sets of persons, without finite-population correction."""
    clear: bool = False
    """As :attr:`Gap.clear`, among all gaps that could have moved."""


@dataclass(frozen=True, kw_only=True)
class Cell:
    """What one group says about one area, or one item of it (``item`` set)."""

    area: str
    group: str
    item: str = ""
    n: int = 0
    mean: Estimate = Estimate()
    sd: float | None = None
    top_share: float | None = None
    """Share of persons at or above ``Scale.top_from`` (0..1)."""
    top_range: tuple[float, float] | None = None
    """Where that share may lie: Wilson's interval, for this group now where the number invited is known."""
    counts: tuple[tuple[int, int], ...] = ()
    """(value, persons), every value of the scale, also those nobody chose (items only). Of a rubric (level, schools); of
    an area of one school (level, indicators)."""
    states: tuple[tuple[State, int], ...] = ()
    """(state, persons) for answers without a value (items only)."""
    siblings: tuple[int, ...] = ()
    """Valid persons of the same group and cell in every school of the round: what the gate checks a total against."""
    alike: tuple[bool, ...] = ()
    """For each of ``siblings`` whether all its persons have the same value (standard deviation 0)."""
    since: tuple[tuple[int, ...], ...] = ()
    """For each earlier state of the round that was shown, and each of ``siblings``, the persons whose value here differs
    between then and now (added, changed or gone): what the ledger of releases knows (:mod:`toolbox.disclosure.since`)."""
    median: float | None = None
    """Median of the agreed ratings (rubrics only), with the ``lowest`` and ``highest`` of them."""
    lowest: int | None = None
    highest: int | None = None
    note: str = ""
    bounds: tuple[float, float] | None = None
    """Where the mean of all invited lies if everybody who did not answer had given the lowest, the highest answer."""
    reached: tuple[tuple[int, float], ...] = ()
    """(level, share of persons whose score is at or above it), for every named level, or for every whole point of the
    scale above its lowest where the framework names none; areas of surveys only."""
    unity: Unity | None = None
    """Of one school only; areas of surveys only."""
    shares_away: tuple[tuple[State, float], ...] = ()
    """(state, share of what was asked in the area, over its items and persons, that was this); areas of surveys only."""
    rated: int | None = None
    """Ratings there are, of ``indicators`` that could have one: over all schools in view (areas of rubrics only)."""
    indicators: int | None = None
    met: int | None = None
    """Indicators that reach the required level, of ``indicators``; of several schools those where all do, of ``n``
    (areas of rubrics summed up by compliance). What is not rated does not reach it."""
    distance: int | None = None
    """Levels from the rating of one school up to the required one (items of rubrics summed up by compliance)."""


@dataclass(frozen=True, kw_only=True)
class GroupCount:
    """How many of a group answered, of how many invited (None: unknown)."""

    group: str
    answered: int
    invited: int | None = None
    by_school: tuple[tuple[int, int], ...] = ()
    """(answered, invited) of every school in view of which the number invited is known."""


@dataclass(frozen=True, kw_only=True)
class Profile:
    """Where a school, or all schools in view, stands in a framework, by group."""

    framework: Framework
    round: str
    collected_on: date
    schools: tuple[str, ...]
    """The schools in view."""
    of_schools: int
    """How many schools the round has."""
    places: tuple[int, ...] = ()
    """Where the schools in view stand among all schools of the round, as in ``Cell.siblings``."""
    groups: tuple[GroupCount, ...]
    areas: tuple[Cell, ...]
    items: tuple[Cell, ...]
    sha256: str = ""
    gaps: tuple[Gap, ...] = ()
    grids: tuple[Grid, ...] = field(default=(), compare=False)
    """Every group and area in every school of the round, whichever are in view; surveys only."""


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
    uneven: tuple[tuple[int, ...], ...] = ()
    """For each of ``siblings`` the persons that the area and its items, of everybody and of the pairs, would tell of: see
    :mod:`toolbox.comparison.uneven` (areas only)."""
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
    sha256: tuple[str, str] = ("", "")
