"""Waves of schools that began one after another: each compared with those who had not begun.

ATT(g, t) is the mean change of the wave that began at g from its last round before to round t, minus the same mean
change of those not begun by t (or never). No covariates, so each is a difference of two means; comparisons with waves
that began earlier, which spoil two-way fixed effects, never enter. Sources: Callaway & Sant'Anna 2021; Goodman-Bacon
2021. Own code: the Python libraries that have it are young or bring half a plotting stack. Positive: the mentored
grew more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from toolbox.model import Estimate
from toolbox.statistics import student
from toolbox.statistics.cluster_robust import school_codes
from toolbox.statistics.decision import LEAST_DF, LEAST_FOR_INTERVAL, LEAST_PERSONS, LEAST_SCHOOLS

Control = Literal["notyet", "never"]
Base = Literal["varying", "universal"]

#: The normal distribution is Student's with so many degrees that none shows.
_NORMAL = 1e12


@dataclass(frozen=True, kw_only=True)
class WaveCell:
    """One wave at one round: ``found.n`` persons of the wave, ``found.n_schools`` of its schools."""

    wave: float
    time: float
    base: float
    """The round the change is counted from."""
    before_start: bool
    """A difference in change before mentoring began: should be near zero if trends were alike."""
    n_waiting: int
    n_waiting_schools: int
    found: Estimate


@dataclass(frozen=True, kw_only=True)
class Waves:
    """ATT(g, t) and what they add up to. Estimates are on the scale of the scores."""

    cells: tuple[WaveCell, ...]
    by_wave: tuple[tuple[float, Estimate], ...]
    """(start, mean over the rounds since): the headline of every wave."""
    overall: Estimate
    """The waves together, weighted by their persons: the headline."""
    simple: Estimate
    """All wave-rounds since the start, weighted by persons: early waves count more."""
    by_distance: tuple[tuple[float, Estimate], ...]
    """(rounds since the start, negative before it; in the units of ``time``)."""
    pre_trend: Estimate
    """All wave-rounds before the start, weighted by persons."""
    n_left_out: int
    """Persons whose school began in or before the first round: nothing was seen before."""


def wave_effects(
    y: np.ndarray,
    unit: np.ndarray,
    time: np.ndarray,
    start: np.ndarray,
    school: np.ndarray | None = None,
    control: Control = "notyet",
    *,
    base: Base = "varying",
    corrected: bool = True,
    institutional: bool = False,
    confidence: float = 0.95,
) -> Waves:
    """ATT(g, t) of every wave and round, and their sums by wave, overall, and by rounds since the start.

    One row per unit (person, or school) and round: score ``y``, ``time`` (numbers, any spacing), ``start`` (the time
    mentoring begins; 0, NaN, inf, or after the last round: never). ``base`` "varying" counts changes before the start round by round,
    "universal" from the last round before the start. A unit counts in a cell when it answered both rounds.

    Standard errors come from the influence function, the sizes of the waves taken as drawn. Without ``school`` by
    unit, normal (as R's did without its bootstrap), and nothing is refused. With ``school`` its sums by school, each
    over sqrt(1 − its share of the persons of its side) (``corrected``: this is CR2 of a cell); t with Welch's degrees
    over the waves, each wave's those of CR2 for a mean. A wave or comparison of under 4 schools or 10 persons has no standard error and is left out
    of the sums, which say so; ``institutional``: a unit is a school, and only schools count. Refused: nobody waiting
    (``no_comparison``), under 2 rounds before (``no_rounds_before``: no pre-trend).

    R: tests/reference/waves.R, in base R; the same as ``did::att_gt(..., bstrap = FALSE)`` and ``aggte``.

    >>> y = np.array([1.0, 3, 2, 4.2, 1, 1.5, 2, 2.4])
    >>> found = wave_effects(y, np.repeat([1, 2, 3, 4], 2), np.tile([1, 2], 4), np.repeat([2, 2, 0, 0], 2))
    >>> round(found.overall.estimate, 3), round(found.overall.se, 4), found.pre_trend.refused
    (1.65, 0.0791, 'no_rounds_before')
    """
    panel = _panel(y, unit, time, start, school, institutional)
    waves = [float(wave) for wave in np.unique(panel.start) if np.isfinite(wave)]
    drafts = [
        draft
        for wave in waves
        for draft in (_cell(panel, wave, place, control, base, corrected) for place in range(1, len(panel.times)))
        if draft is not None
    ]
    share = {wave: float(np.mean(panel.start == wave)) for wave in waves}
    summing = _Summing(panel, share, confidence)
    known = [draft for draft in drafts if draft.estimate is not None]
    since = [draft for draft in known if not draft.before_start]
    early = [draft for draft in known if draft.before_start]
    alone = ("wave_without_comparison",) if any(d.estimate is None and not d.before_start for d in drafts) else ()
    by_wave = [(wave, [draft for draft in since if draft.wave == wave]) for wave in waves]
    cells = tuple(
        WaveCell(
            wave=draft.wave, time=draft.time, base=draft.base, before_start=draft.before_start,
            n_waiting=draft.waiting[0], n_waiting_schools=draft.waiting[1], found=summing.cell(draft),
        )
        for draft in drafts
    )  # fmt: skip
    distances = sorted({draft.time - draft.wave for draft in known})
    return Waves(
        cells=cells,
        by_wave=tuple((wave, summing.mean(some, f"ATT of the wave {wave:g}")) for wave, some in by_wave),
        overall=summing.of_waves([some for _, some in by_wave if some], alone),
        simple=summing.weighted(since, "ATT, every wave and round", alone),
        by_distance=tuple(
            (far, summing.weighted([d for d in known if d.time - d.wave == far], f"ATT at distance {far:g}", ()))
            for far in distances
        ),
        pre_trend=summing.weighted(early, "ATT before the start", (), "no_rounds_before"),
        n_left_out=panel.n_left_out,
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class _Panel:
    """Units × times, with those left out who began too early."""

    y: np.ndarray
    times: np.ndarray
    start: np.ndarray
    """inf: never."""
    cluster: np.ndarray
    n_clusters: int
    by_school: bool
    institutional: bool
    n_left_out: int


@dataclass(frozen=True, kw_only=True, eq=False)
class _Draft:
    wave: float
    time: float
    base: float
    before_start: bool
    estimate: float | None
    influence: np.ndarray
    """Sum of the influence function of every cluster, over n: its sum of squares is the variance."""
    treated: tuple[int, int]
    waiting: tuple[int, int]


def _panel(y, unit, time, start, school, institutional) -> _Panel:
    y, time, start = (np.asarray(column, float) for column in (y, time, start))
    unit = np.asarray(unit)
    if not len(y) == len(unit) == len(time) == len(start) or (school is not None and len(school) != len(y)):
        raise ValueError("One score, unit, time, start and school per row: they must have the same length.")
    if not (np.isfinite(y).all() and np.isfinite(time).all()):
        raise ValueError("A value is missing: leave incomplete rows out before comparing waves.")
    codes, count = school_codes(unit)
    times, place = np.unique(time, return_inverse=True)
    if len(np.unique(codes * max(len(times), 1) + place)) < len(y):
        raise ValueError("A unit has two rows in one round: keep one.")
    begins = np.isfinite(start) & (start > 0) & (start <= (times[-1] if len(times) else 0))
    start = np.where(begins, start, np.inf)
    wide = np.full((count, len(times)), np.nan)
    wide[codes, place] = y
    began = _of_unit(codes, count, start, "start")
    if school is None:
        cluster, n_clusters = np.arange(count), count
    else:
        of_row, n_clusters = school_codes(np.asarray(school))
        cluster = _of_unit(codes, count, of_row, "school")
        for_school = np.full(n_clusters, np.nan)
        for_school[cluster] = began
        if (for_school[cluster] != began).any():
            raise ValueError("A school has two starts: mentoring begins once for all of a school.")
    kept = began > times[0] if len(times) else np.zeros(0, bool)
    cluster, n_clusters = school_codes(cluster[kept]) if kept.any() else (cluster[kept], 0)
    return _Panel(
        y=wide[kept], times=times, start=began[kept], cluster=cluster, n_clusters=n_clusters,
        by_school=school is not None, institutional=institutional, n_left_out=int((~kept).sum()),
    )  # fmt: skip


def _of_unit(codes: np.ndarray, count: int, values: np.ndarray, name: str) -> np.ndarray:
    """The one value every unit has in all its rows."""
    found = np.zeros(count, values.dtype)
    found[codes] = values
    if (found[codes] != values).any():
        raise ValueError(f"A unit has two values of {name}: it must be the same in all its rounds.")
    return found


def _cell(panel: _Panel, wave: float, place: int, control: Control, base: Base, corrected: bool) -> _Draft | None:
    """ATT(wave, times[place]) and its influence by cluster; None for the round that is its own base."""
    time, n = panel.times[place], len(panel.start)
    last_before = int(np.searchsorted(panel.times, wave)) - 1
    before_start = bool(time < wave)
    from_place = place - 1 if before_start and base == "varying" else last_before
    if from_place == place:
        return None
    change = panel.y[:, place] - panel.y[:, from_place]
    paired = np.isfinite(change)
    latest = max(time, panel.times[from_place])
    waiting = np.isinf(panel.start) if control == "never" else (panel.start > latest) & (panel.start != wave)
    influence, means, counts = np.zeros(panel.n_clusters), [], []
    for side, sign in ((paired & (panel.start == wave), 1.0), (paired & waiting, -1.0)):
        schools = len(np.unique(panel.cluster[side]))
        counts.append((int(side.sum()), schools if panel.by_school else 0))
        if not side.any():
            continue
        means.append(sign * change[side].mean())
        residual = (change[side] - change[side].mean()) / side.sum()
        share = np.bincount(panel.cluster[side], minlength=panel.n_clusters) / side.sum()
        factor = (1 - np.where(share < 1, share, 0)) ** -0.5 if panel.by_school and corrected else 1.0
        influence += sign * factor * np.bincount(panel.cluster[side], residual, minlength=panel.n_clusters)
    return _Draft(
        wave=wave, time=float(time), base=float(panel.times[from_place]), before_start=before_start,
        estimate=float(sum(means)) if len(means) == 2 and n else None, influence=influence,
        treated=counts[0], waiting=counts[1],
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class _Summing:
    """Weighted means of cells: the weights are shares of persons, and their own spread is counted."""

    panel: _Panel
    share: dict[float, float]
    confidence: float

    @cached_property
    def degrees(self) -> tuple[np.ndarray, dict[float, float]]:
        """The start of every school, and the degrees of freedom the schools of a start have."""
        begins = np.zeros(self.panel.n_clusters)
        begins[self.panel.cluster] = self.panel.start
        sizes = np.bincount(self.panel.cluster, minlength=self.panel.n_clusters)
        return begins, {float(wave): _degrees(sizes[begins == wave]) for wave in np.unique(begins)}

    def cell(self, draft: _Draft) -> Estimate:
        counts = {"method": "ATT(g, t)", "n": draft.treated[0], "n_schools": draft.treated[1]}
        if draft.estimate is None:
            return Estimate(refused="no_comparison" if draft.treated[0] else "no_answers", **counts)
        return self._estimate(draft.estimate, draft.influence, _refused(draft, self.panel), counts)

    def mean(self, drafts: list[_Draft], name: str) -> Estimate:
        """The plain mean of the cells of one wave."""
        return self._sum(drafts, np.full(len(drafts), 1 / max(len(drafts), 1)), name, (), "no_comparison")

    def weighted(self, drafts: list[_Draft], name: str, flags: tuple[str, ...], none="no_comparison") -> Estimate:
        """Cells weighted by the persons of their wave."""
        drafts, flags = self._large_only(drafts, lambda draft: not _refused(draft, self.panel), flags)
        weight, drawn = self._shares([draft.wave for draft in drafts], [draft.estimate for draft in drafts])
        return self._sum(drafts, weight, name, flags, none, drawn)

    def of_waves(self, waves: list[list[_Draft]], flags: tuple[str, ...]) -> Estimate:
        """The waves' means weighted by their persons."""
        waves, flags = self._large_only(waves, lambda some: not any(_refused(d, self.panel) for d in some), flags)
        means = [float(np.mean([draft.estimate for draft in some])) for some in waves]
        weight, drawn = self._shares([some[0].wave for some in waves], means)
        each = [one / len(some) for one, some in zip(weight, waves, strict=True) for _ in some]
        drafts = [draft for some in waves for draft in some]
        return self._sum(drafts, np.array(each), "ATT, waves by persons", flags, "no_comparison", drawn)

    @staticmethod
    def _large_only(some: list, large: Callable, flags: tuple[str, ...]) -> tuple[list, tuple[str, ...]]:
        """Those with a standard error, where there are any, and a flag when others were left out."""
        kept = [one for one in some if large(one)]
        return (kept, (*flags, "small_wave_left_out")) if kept and len(kept) < len(some) else (some, flags)

    def _shares(self, waves: list[float], values: list) -> tuple[np.ndarray, np.ndarray]:
        """Weights by shares of persons, and what drawing the shares adds to the influence of the weighted mean."""
        share = np.array([self.share[wave] for wave in waves])
        whole, n = share.sum(), len(self.panel.start)
        drawn = np.zeros(self.panel.n_clusters)
        if not whole:
            return share, drawn
        weight = share / whole
        centred = np.array(values) - weight @ np.array(values)
        for wave, value, one in zip(waves, centred, share, strict=True):
            unit = ((self.panel.start == wave) - one) * value / whole / n
            drawn += np.bincount(self.panel.cluster, unit, minlength=self.panel.n_clusters)
        return weight, drawn

    def _sum(self, drafts, weight, name, flags, none, drawn=0.0) -> Estimate:
        waves = {draft.wave: draft for draft in drafts}
        largest = {wave: max(d.treated for d in drafts if d.wave == wave) for wave in waves}
        n, schools = (sum(count[place] for count in largest.values()) for place in (0, 1))
        counts = {"method": name, "n": n, "n_schools": schools, "flags": flags}
        if not drafts:
            return Estimate(refused=none, **counts)
        estimate = float(sum(w * d.estimate for w, d in zip(weight, drafts, strict=True)))
        influence = sum(w * d.influence for w, d in zip(weight, drafts, strict=True)) + drawn
        reasons = [reason for draft in drafts if (reason := _refused(draft, self.panel))]
        return self._estimate(estimate, influence, reasons[0] if reasons else "", counts)

    def _estimate(self, estimate: float, influence: np.ndarray, refused: str, counts: dict) -> Estimate:
        how = ", influence function by school" if self.panel.by_school else ", influence function by unit, normal"
        counts = counts | {"method": counts["method"] + how}
        if refused:
            return Estimate(estimate=None if refused == "too_few_persons" else estimate, refused=refused, **counts)
        squares = influence**2
        se, df = float(squares.sum() ** 0.5), None
        if not se > 1e-12 * max(1.0, abs(estimate)):
            return Estimate(estimate=estimate, refused="no_spread", **counts)
        if self.panel.by_school:
            begins, degrees = self.degrees
            df = float(squares.sum() ** 2 / sum(squares[begins == w].sum() ** 2 / each for w, each in degrees.items()))
        low, high = student.interval(estimate, se, df or _NORMAL, self.confidence)
        enough = df is None or df >= LEAST_DF - 1e-9
        p = student.p_value(estimate / se, df or _NORMAL) if enough else None
        refused = "" if enough else "few_degrees"
        return Estimate(estimate=estimate, se=se, df=df, ci_low=low, ci_high=high, p=p, refused=refused, **counts)


def _degrees(sizes: np.ndarray) -> float:
    """Satterthwaite's degrees of CR2 for the mean of schools of these sizes: G − 1 where they are equal.

    >>> round(_degrees(np.array([5, 5, 5, 5])), 6), round(_degrees(np.array([20, 3, 3, 3])), 3)
    (3.0, 1.617)
    """
    n = sizes.sum()
    if len(sizes) < 2:
        return 1.0
    shared = sizes**2 / n / (1 - sizes / n)
    return float(n**2 / ((sizes**2).sum() + shared.sum() ** 2 - (shared**2).sum()))


def _refused(draft: _Draft, panel: _Panel) -> str:
    """Why a cell has no standard error: few persons or schools on either side; by units never."""
    persons, schools = (min(pair) for pair in zip(draft.treated, draft.waiting, strict=True))
    if not panel.by_school:
        return ""
    if persons < LEAST_FOR_INTERVAL and not panel.institutional:
        return "too_few_persons" if persons < LEAST_PERSONS else "few_persons"
    return "few_schools" if schools < LEAST_SCHOOLS else ""
