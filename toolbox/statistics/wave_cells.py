"""One wave at one round against those not begun: the cells waves are summed from, with their influence by school.

A cell is a difference of two mean changes, so the influence of a school is its sum of residuals, over the persons of
its side. What the cells add up to is in :mod:`toolbox.statistics.waves`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from toolbox.statistics.cluster_robust import school_codes
from toolbox.statistics.decision import LEAST_FOR_INTERVAL, LEAST_PERSONS, LEAST_SCHOOLS

Control = Literal["notyet", "never"]
Base = Literal["varying", "universal"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Panel:
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
class Draft:
    wave: float
    time: float
    base: float
    before_start: bool
    estimate: float | None
    influence: np.ndarray
    """Sum of the influence function of every cluster, over n: its sum of squares is the variance."""
    treated: tuple[int, int]
    waiting: tuple[int, int]


def panel_of(y, unit, time, start, school, institutional) -> Panel:
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
    return Panel(
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


def cell_of(panel: Panel, wave: float, place: int, control: Control, base: Base, corrected: bool) -> Draft | None:
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
    return Draft(
        wave=wave, time=float(time), base=float(panel.times[from_place]), before_start=before_start,
        estimate=float(sum(means)) if len(means) == 2 and n else None, influence=influence,
        treated=counts[0], waiting=counts[1],
    )  # fmt: skip


def degrees_of_mean(sizes: np.ndarray) -> float:
    """Satterthwaite's degrees of CR2 for the mean of schools of these sizes: G − 1 where they are equal.

    >>> round(degrees_of_mean(np.array([5, 5, 5, 5])), 6), round(degrees_of_mean(np.array([20, 3, 3, 3])), 3)
    (3.0, 1.617)
    """
    n = sizes.sum()
    if len(sizes) < 2:
        return 1.0
    shared = sizes**2 / n / (1 - sizes / n)
    return float(n**2 / ((sizes**2).sum() + shared.sum() ** 2 - (shared**2).sum()))


def why_refused(draft: Draft, panel: Panel) -> str:
    """Why a cell has no standard error: few persons or schools on either side; by units never."""
    persons, schools = (min(pair) for pair in zip(draft.treated, draft.waiting, strict=True))
    if not panel.by_school:
        return ""
    if persons < LEAST_FOR_INTERVAL and not panel.institutional:
        return "too_few_persons" if persons < LEAST_PERSONS else "few_persons"
    return "few_schools" if schools < LEAST_SCHOOLS else ""
