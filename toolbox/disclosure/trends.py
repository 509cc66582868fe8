"""The gate for trends: every point as its own round's School page shows that area, over the items all rounds share."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from toolbox.disclosure import rules
from toolbox.disclosure.by_school import as_told, told
from toolbox.disclosure.closure import MEAN, SPREAD, decision
from toolbox.disclosure.parts import part_hidden, part_reason, unlike
from toolbox.disclosure.public import public_trend
from toolbox.disclosure.released import ReleasedPoint, ReleasedTrend, gate
from toolbox.model import Grid, Policy, Trend, TrendPoint, TrendRound, Viewer


def release_trend(trend: Trend, *, policy: Policy = Policy(), viewer: Viewer = Viewer()) -> ReleasedTrend:
    """A trend as this viewer may see it. The rules stand in :mod:`toolbox.disclosure`.

    Raises:
        ToolboxError: ``not_your_school`` or ``selection``, as :func:`toolbox.disclosure.release`.
    """
    every_school = tuple(dict.fromkeys(school for each in trend.rounds for school in each.schools))
    rules.view_of(trend.schools, len(every_school), viewer)
    with gate():
        found = ReleasedTrend(
            framework=trend.framework,
            schools=trend.schools,
            rounds=tuple(replace(each, grids=()) for each in trend.rounds),  # numbers of persons nobody released
            points=tuple(_point(point, trend.rounds[point.round], trend, policy) for point in trend.points),
            marks=trend.marks,
            dropped_items=trend.dropped_items,
            policy=policy,
        )
        return public_trend(found) if policy.audience == "public" else found


def _point(point: TrendPoint, of: TrendRound, trend: Trend, policy: Policy) -> ReleasedPoint:
    names = {
        "round": point.round, "area": point.area, "group": point.group,
        "items_common": point.items_common, "items_all": point.items_all,
    }  # fmt: skip
    if trend.framework.kind == "rubric":
        mean = point.mean
        return ReleasedPoint(**names, n=point.n, mean=mean.estimate, hidden="" if point.n else "no_answers")
    held = decision(_grid(point, of), policy)
    beside = [grid for each in trend.rounds if each is not of for grid in each.grids
              if (grid.area, grid.group, grid.item) == (point.area, point.group, "")]  # fmt: skip
    without = unlike(held.grid, beside, trend.framework)
    alone = of.places[0] if len(of.places) == 1 else None
    few_schools = "" if alone is not None else rules.of_all(held.grid.n[:, 0].tolist(), point.group)

    def reason(least: int, level: int) -> str:
        if point.since and _tells_of_few(point, of, alone is None, least):
            return "since"
        if point.n < least:
            return "few" if point.n else "no_answers"
        if point.n < policy.min_bands and point.sd == 0:
            return "alike"
        return part_reason(held, point.items, alone, policy, level, without) or few_schools

    why = reason(policy.min_n, MEAN)
    if why:
        return ReleasedPoint(**names, hidden=why)
    known = {**names, "n": point.n, "mean": point.mean.estimate}
    if reason(max(policy.min_n, policy.min_bands), SPREAD):
        return ReleasedPoint(**known)
    mean = point.mean
    if alone is None:
        away = part_hidden(held, point.items, policy, without=without)
        mean = as_told(mean, told(np.array(point.siblings), away, policy))
    return ReleasedPoint(**known, ci_low=mean.ci_low, ci_high=mean.ci_high)


def _grid(point: TrendPoint, of: TrendRound) -> Grid:
    """The area as its round's School pages have it; of a tool's averages the point itself."""
    found = next(
        (grid for grid in of.grids if (grid.area, grid.group, grid.item) == (point.area, point.group, "")), None
    )
    if found is not None:
        return found
    n = np.array(point.siblings, np.int64)[:, None]
    alike = np.array(point.alike or [False] * len(n), bool)[:, None]
    return Grid(
        area=point.area, group=point.group, schools=of.schools, n=n, alike=alike,
        alike_all=np.array([point.sd == 0 and len(of.places) == len(of.schools)]), answered=np.zeros((len(n), 1), np.int64),
    )  # fmt: skip


def _tells_of_few(point: TrendPoint, of: TrendRound, several: bool, least: int) -> bool:
    """Whether the point would tell of a few who answered, or answered anew, since it was shown: here, or in a school of it."""
    here = rules.since_hides(point.since, of.places, least)
    return here or (several and any(rules.few_since(point.since, least)))
