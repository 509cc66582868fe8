"""The gate for trends: every point as its own round's School page shows that area, over the items all rounds share."""

from __future__ import annotations

from toolbox.disclosure import rules
from toolbox.disclosure.parts import part_seen
from toolbox.disclosure.released import ReleasedPoint, ReleasedTrend, gate
from toolbox.disclosure.rules import View
from toolbox.model import Policy, Trend, TrendPoint, TrendRound, Viewer


def release_trend(trend: Trend, *, policy: Policy = Policy(), viewer: Viewer = Viewer()) -> ReleasedTrend:
    """A trend as this viewer may see it. The rules stand in :mod:`toolbox.disclosure`.

    Raises:
        ToolboxError: ``not_your_school`` or ``selection``, as :func:`toolbox.disclosure.release`.
    """
    every_school = tuple(dict.fromkeys(school for each in trend.rounds for school in each.schools))
    rules.view_of(trend.schools, len(every_school), viewer)
    with gate():
        return ReleasedTrend(
            framework=trend.framework,
            schools=trend.schools,
            rounds=trend.rounds,
            points=tuple(_point(point, trend.rounds[point.round], trend, policy) for point in trend.points),
            marks=trend.marks,
            dropped_items=trend.dropped_items,
            policy=policy,
        )


def _view(of: TrendRound) -> View:
    """Which view of this round its schools are."""
    if len(of.places) == len(of.schools):
        return "only" if len(of.schools) == 1 else "all"
    return "one"


def _point(point: TrendPoint, of: TrendRound, trend: Trend, policy: Policy) -> ReleasedPoint:
    names = {
        "round": point.round, "area": point.area, "group": point.group,
        "items_common": point.items_common, "items_all": point.items_all,
    }  # fmt: skip
    if trend.framework.kind == "rubric":
        mean = point.mean
        return ReleasedPoint(**names, n=point.n, mean=mean.estimate, hidden="" if point.n else "no_answers")
    view, part = _view(of), point.items_common < point.items_all

    def reason(least: int) -> str:
        if point.since and _tells_of_few(point, of, view, least):
            return "since"
        return part_seen(
            point.n, None, point.siblings, point.alike, point.gaps, of.places, policy, view, part=part, least=least
        )

    here = [point.alike[place] for place in of.places] if point.alike else []
    why = "alike" if all(here) and here and policy.min_n <= point.n < policy.min_bands else reason(policy.min_n)
    if why:
        return ReleasedPoint(**names, hidden=why)
    known = {**names, "n": point.n, "mean": point.mean.estimate}
    if reason(policy.min_bands):
        return ReleasedPoint(**known)
    return ReleasedPoint(**known, ci_low=point.mean.ci_low, ci_high=point.mean.ci_high)


def _tells_of_few(point: TrendPoint, of: TrendRound, view: View, least: int) -> bool:
    """Whether the point would tell of a few who answered, or answered anew, since it was shown: here, or in a school of it."""
    here = rules.since_hides(point.since, of.places, least)
    return here or (view == "all" and any(rules.few_since(point.since, least)))
