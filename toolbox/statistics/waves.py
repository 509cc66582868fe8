"""Waves of schools that began one after another: each compared with those who had not begun.

ATT(g, t) is the mean change of the wave that began at g from its last round before to round t, minus the same mean
change of those not begun by t (or never). No covariates, so each is a difference of two means; comparisons with waves
that began earlier, which spoil two-way fixed effects, never enter. Sources: Callaway & Sant'Anna 2021; Goodman-Bacon
2021. Own code: the Python libraries that have it are young or bring half a plotting stack. Positive: the mentored
grew more.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from toolbox.model import Estimate
from toolbox.statistics import student
from toolbox.statistics.decision import LEAST_DF
from toolbox.statistics.wave_cells import Base, Control, Draft, Panel, cell_of, degrees_of_mean, panel_of, why_refused

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
    mentoring begins; 0, NaN, inf, or after the last round: never). ``base`` "varying" counts changes before the start
    round by round, "universal" from the last round before the start. A unit counts in a cell when it answered both
    rounds.

    Standard errors come from the influence function, the sizes of the waves taken as drawn. Without ``school`` by
    unit, normal (as R's did without its bootstrap), and nothing is refused. With ``school`` its sums by school, each
    over sqrt(1 − its share of the persons of its side) (``corrected``: this is CR2 of a cell); t with Welch's degrees
    over the waves, each wave's those of CR2 for a mean. A cell with under 4 schools or 10 persons on either side has
    no standard error and is left out of the sums, which say so; ``institutional``: a unit is a school, and only
    schools count. Refused: nobody waiting (``no_comparison``), under 2 rounds before (``no_rounds_before``: no
    pre-trend).

    R: tests/reference/waves.R, in base R; the same as ``did::att_gt(..., bstrap = FALSE)`` and ``aggte``.

    >>> y = np.array([1.0, 3, 2, 4.2, 1, 1.5, 2, 2.4])
    >>> found = wave_effects(y, np.repeat([1, 2, 3, 4], 2), np.tile([1, 2], 4), np.repeat([2, 2, 0, 0], 2))
    >>> round(found.overall.estimate, 3), round(found.overall.se, 4), found.pre_trend.refused
    (1.65, 0.0791, 'no_rounds_before')
    """
    panel = panel_of(y, unit, time, start, school, institutional)
    waves = [float(wave) for wave in np.unique(panel.start) if np.isfinite(wave)]
    drafts = [
        draft
        for wave in waves
        for draft in (cell_of(panel, wave, place, control, base, corrected) for place in range(1, len(panel.times)))
        if draft is not None
    ]
    share = {wave: float(np.mean(panel.start == wave)) for wave in waves}
    summing = _Summing(panel, share, confidence)
    known = [draft for draft in drafts if draft.estimate is not None]
    since = [draft for draft in known if not draft.before_start]
    early = [draft for draft in known if draft.before_start]
    alone = {draft.wave for draft in drafts if draft.estimate is None and not draft.before_start}
    flags = ("wave_without_comparison",) if alone else ()
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
        by_wave=tuple((wave, summing.mean(some, wave, flags if wave in alone else ())) for wave, some in by_wave),
        overall=summing.of_waves([some for _, some in by_wave if some], flags),
        simple=summing.weighted(since, "ATT, every wave and round", flags),
        by_distance=tuple(
            (far, summing.weighted([d for d in known if d.time - d.wave == far], f"ATT at distance {far:g}", ()))
            for far in distances
        ),
        pre_trend=summing.weighted(early, "ATT before the start", (), "no_rounds_before"),
        n_left_out=panel.n_left_out,
    )


@dataclass(frozen=True, eq=False)
class _Summing:
    """Weighted means of cells: the weights are shares of persons, and their own spread is counted."""

    panel: Panel
    share: dict[float, float]
    confidence: float

    @cached_property
    def degrees(self) -> tuple[np.ndarray, dict[float, float]]:
        """The start of every school, and the degrees of freedom the schools of a start have."""
        begins = np.zeros(self.panel.n_clusters)
        begins[self.panel.cluster] = self.panel.start
        sizes = np.bincount(self.panel.cluster, minlength=self.panel.n_clusters)
        return begins, {float(wave): degrees_of_mean(sizes[begins == wave]) for wave in np.unique(begins)}

    def cell(self, draft: Draft) -> Estimate:
        counts = {"method": "ATT(g, t)", "n": draft.treated[0], "n_schools": draft.treated[1]}
        if draft.estimate is None:
            return Estimate(refused="no_comparison" if draft.treated[0] else "no_answers", **counts)
        return self._estimate(draft.estimate, draft.influence, why_refused(draft, self.panel), counts)

    def mean(self, drafts: list[Draft], wave: float, flags: tuple[str, ...]) -> Estimate:
        """The plain mean of the cells of one wave."""
        drafts, flags = self._large(drafts, flags)
        weight = np.full(len(drafts), 1 / max(len(drafts), 1))
        return self._sum(drafts, weight, f"ATT of the wave {wave:g}", flags, "no_comparison")

    def weighted(self, drafts: list[Draft], name: str, flags: tuple[str, ...], none="no_comparison") -> Estimate:
        """Cells weighted by the persons of their wave."""
        drafts, flags = self._large(drafts, flags)
        weight, drawn = self._shares([draft.wave for draft in drafts], [draft.estimate for draft in drafts])
        return self._sum(drafts, weight, name, flags, none, drawn)

    def of_waves(self, waves: list[list[Draft]], flags: tuple[str, ...]) -> Estimate:
        """The waves' means weighted by their persons."""
        kept, flags = self._large([draft for some in waves for draft in some], flags)
        waves = [some for some in ([draft for draft in one if draft in kept] for one in waves) if some]
        means = [float(np.mean([draft.estimate for draft in some])) for some in waves]
        weight, drawn = self._shares([some[0].wave for some in waves], means)
        each = [one / len(some) for one, some in zip(weight, waves, strict=True) for _ in some]
        drafts = [draft for some in waves for draft in some]
        return self._sum(drafts, np.array(each), "ATT, waves by persons", flags, "no_comparison", drawn)

    def _large(self, drafts: list[Draft], flags: tuple[str, ...]) -> tuple[list[Draft], tuple[str, ...]]:
        """The cells with a standard error, where there are any, and a flag when others were left out."""
        kept = [draft for draft in drafts if not why_refused(draft, self.panel)]
        return (kept, (*flags, "small_wave_left_out")) if kept and len(kept) < len(drafts) else (drafts, flags)

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
        reasons = [reason for draft in drafts if (reason := why_refused(draft, self.panel))]
        return self._estimate(estimate, influence, reasons[0] if reasons else "", counts)

    def _estimate(self, estimate: float, influence: np.ndarray, refused: str, counts: dict) -> Estimate:
        how = ", influence function by school" if self.panel.by_school else ", influence function by unit, normal"
        counts = counts | {"method": counts["method"] + how}
        if not self.panel.by_school:
            counts["flags"] = ("no_school_clustering", *counts.get("flags", ()))
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
