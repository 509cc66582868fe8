"""How many persons a point of a trend differs by from what was shown of its round before: as :mod:`since`, for trends.

A point may rest on fewer items than the round's own page, so its persons are counted over its own items.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from toolbox.disclosure.gone import trend_again
from toolbox.disclosure.since import _by_school, states_before, with_before
from toolbox.disclosure.states import AsShown
from toolbox.model import Answers, Policy, Trend


def trend_since(trend: Trend, shown: Sequence[AsShown], policy: Policy) -> Trend:
    """A trend whose points know by how many persons they differ from each state shown before.

    ``shown``: its rounds, in its order, in the words of its framework.
    """
    trend = trend_again(trend, [each.again for each in shown], policy)
    if trend.framework.kind == "rubric" or not any(each.earlier for each in shown):
        return trend
    known: dict[tuple[int, str, tuple[str, ...]], tuple[tuple[int, ...], ...]] = {}
    for place, each in enumerate(shown):
        if not each.earlier or not isinstance(each.answers, Answers):
            continue
        at = {school: number for number, school in enumerate(each.answers.schools)}
        mine = [point for point in trend.points if point.round == place and point.items]
        whole = states_before(each, trend.framework)
        for group in dict.fromkeys(point.group for point in mine):
            points = [point for point in mine if point.group == group]
            some = states_before(each, trend.framework, [id for point in points for id in point.items])
            for point in points:
                found = [_by_school(two, two.persons((point.area, ""), policy), group, at) for two in some]
                # A mean over some of the items is shown where each of the area's is (rule 25): it may be one of them.
                items = {key for two in whole for key in (*two.now, *two.then) if key[0] == point.area and key[1]}
                if {item for _, item in items} - set(point.items):
                    found += [
                        _by_school(two, two.persons(key, policy), group, at) for two in whole for key in sorted(items)
                    ]
                rows = dict.fromkeys(tuple(row.tolist()) for row in found if row.any())
                known[place, group, point.items] = tuple(rows)
    return replace(
        trend,
        rounds=tuple(
            replace(of, grids=with_before(of.grids, each.earlier, trend.framework)) if each.earlier else of
            for of, each in zip(trend.rounds, shown, strict=True)
        ),
        points=tuple(
            replace(point, since=(*point.since, *known.get((point.round, point.group, point.items), ())))
            for point in trend.points
        ),
    )
