"""What is computed from answers. None of it may be seen before it has passed ``disclosure``."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

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
    room: np.ndarray | None = None
    """How far all answers together are from the lowest and from the highest of the scale, in answers of its whole width:
    2 × schools × columns; None where nobody knows."""
    room_some: np.ndarray | None = None
    """The same of the area's scores of those who left some items out, or of those who did not, whichever are fewer: 2 × schools."""
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
